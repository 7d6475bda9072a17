/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/vector.h"
#include "compute/bridge.h"
#include "compute/places.h"

static void keep_places(const struct ys__places *map, ys__choice *choice)
{
    for (size_t i = 0; i < map->n_slots; i++)
        if (map->slots[i].used && !map->slots[i].withdrawn)
            choice->items[map->slots[i].item].keep[map->slots[i].row] = 1;
}

/* Choices */

void ys__choice_free(ys__choice *choice)
{
    for (size_t i = 0; i < choice->n; i++)
        free(choice->items[i].keep);
    free(choice->items);
    *choice = (ys__choice){ 0 };
}

static ys_status choose(ys__choice *to, size_t submission, uint8_t *keep, ys_error *err)
{
    if (!ys__room((void **)&to->items, &to->room, to->n, sizeof *to->items)) {
        free(keep);
        return ys__fail_nomem(err);
    }
    to->items[to->n++] = (ys__chosen){ (uint32_t)submission, keep };
    return YS_OK;
}

enum { NONE = UINT32_MAX };

/* For each submission the next one of the same partner: a partner is only ever compared with itself. */
static uint32_t *next_of_partner(const ys__submissions *list, const ys__dict *partners)
{
    uint32_t *next = malloc((list->n + 1) * sizeof *next), *later = malloc((partners->n + 1) * sizeof *later);

    if (next && later)
        memset(later, 0xFF, (partners->n + 1) * sizeof *later);
    for (size_t i = list->n; next && later && i-- > 0;) {
        int64_t partner = ys__dict_find(partners, ys__slice_of(list->items[i].partner));

        next[i] = later[partner];
        later[partner] = (uint32_t)i;
    }
    if (later == NULL) {
        free(next);
        next = NULL;
    }
    free(later);
    return next;
}

static size_t count_later(const uint32_t *next, size_t of)
{
    size_t n = 0;

    for (size_t i = next[of]; i != NONE; i = next[i])
        n++;
    return n;
}

/* Events */

struct rivals {
    const ys__submission *of;
    const ys__submission **newer;
    ys__rows *sites; /* of each newer one, where supersession goes by site */
    size_t n;
};

static void rivals_free(struct rivals *r, const ys__form *form)
{
    for (size_t i = 0; r->sites && i < r->n; i++)
        ys__rows_free(&r->sites[i], form);
    free(r->sites);
    free(r->newer);
}

/* Submissions of the same partner, received later, for periods that overlap. */
static ys_status find_rivals(struct rivals *out, const ys__plan *plan, const ys__form *form,
                             const ys__submissions *list, const uint32_t *next, size_t index, ys_error *err)
{
    const ys__submission *of = &list->items[index];
    bool *wanted = calloc(form->n + 1, sizeof *wanted);
    ys_status status = YS_OK;

    *out = (struct rivals){ .of = of, .newer = calloc(count_later(next, index) + 1, sizeof *out->newer) };
    if (wanted == NULL || out->newer == NULL)
        status = ys__fail_nomem(err);
    for (size_t i = next[index]; status == YS_OK && i != NONE; i = next[i])
        if (ys__period_overlaps(list->items[i].period, of->period))
            out->newer[out->n++] = &list->items[i];
    if (status == YS_OK && out->n && form->per_site && form->site_field >= 0) {
        wanted[form->site_field] = true;
        out->sites = calloc(out->n, sizeof *out->sites);
        status = out->sites ? YS_OK : ys__fail_nomem(err);
        for (size_t i = 0; status == YS_OK && i < out->n; i++)
            status = ys__rows_load(&out->sites[i], plan, form, out->newer[i], wanted, NULL, err);
    }
    free(wanted);
    return status;
}

static bool has_site(const ys__rows *rows, const ys__form *form, ys__slice site)
{
    const ys__column *c = rows->by_field[form->site_field];

    return c && ys__dict_find(&c->dict, site) >= 0; /* a dictionary holds only texts in use */
}

static bool is_superseded(const struct rivals *r, const ys__rows *rows, const ys__form *form, size_t row)
{
    ys__period period = ys__rows_period(rows, form, row);
    const ys__column *sites = r->sites ? rows->by_field[form->site_field] : NULL;

    for (size_t i = 0; i < r->n; i++) {
        if (!ys__period_holds(r->newer[i]->period, period))
            continue;
        if (r->sites == NULL)
            return true;
        if (sites && !ys__column_missing(sites, row) &&
            has_site(&r->sites[i], form, sites->dict.items[sites->v[row]]))
            return true;
    }
    return false;
}

static ys_status choose_row_by_row(ys__choice *out, const ys__plan *plan, const ys__form *form, size_t index,
                                   const struct rivals *rivals, ys_error *err)
{
    bool *wanted = calloc(form->n + 1, sizeof *wanted);
    ys__rows rows = { 0 };
    uint8_t *keep = NULL;
    ys_status status = wanted ? YS_OK : ys__fail_nomem(err);

    if (status == YS_OK) {
        if (form->period_field >= 0)
            wanted[form->period_field] = true;
        if (form->site_field >= 0)
            wanted[form->site_field] = true;
        status = ys__rows_load(&rows, plan, form, rivals->of, wanted, NULL, err);
    }
    if (status == YS_OK && (keep = malloc(rows.n + 1)) == NULL)
        status = ys__fail_nomem(err);
    if (status == YS_OK) {
        for (size_t i = 0; i < rows.n; i++)
            keep[i] = !is_superseded(rivals, &rows, form, i);
        status = choose(out, index, keep, err);
    }
    ys__rows_free(&rows, form);
    free(wanted);
    return status;
}

static bool all_superseded(const struct rivals *r)
{
    for (size_t i = 0; i < r->n && r->sites == NULL; i++)
        if (ys__period_holds(r->newer[i]->period, r->of->period))
            return true;
    return false;
}

ys_status ys__choose_events(ys__choice *out, const ys__plan *plan, const ys__form *form, const ys__submissions *list,
                            ys_error *err)
{
    uint32_t *next = next_of_partner(list, &plan->axes[YS__AXIS_PARTNER].dict);
    ys__choice choice = { 0 };
    ys_status status = next ? YS_OK : ys__fail_nomem(err);

    for (size_t i = 0; status == YS_OK && i < list->n; i++) {
        struct rivals rivals;

        status = find_rivals(&rivals, plan, form, list, next, i, err);
        if (status == YS_OK && rivals.n == 0)
            status = choose(&choice, i, NULL, err);
        else if (status == YS_OK && !all_superseded(&rivals))
            status = choose_row_by_row(&choice, plan, form, i, &rivals, err);
        rivals_free(&rivals, form);
    }
    free(next);
    if (status != YS_OK)
        ys__choice_free(&choice);
    else
        *out = choice;
    return status;
}

/* Registers */

/* The newest submission for each partner and period, by partner, then period, then receipt. */
static int by_partner_and_period(const void *a, const void *b)
{
    const ys__submission *x = *(const ys__submission *const *)a, *y = *(const ys__submission *const *)b;
    int partner = strcmp(x->partner, y->partner);
    int32_t end_x = x->period.month + x->period.months, end_y = y->period.month + y->period.months;

    if (partner)
        return partner;
    if (end_x != end_y)
        return end_x < end_y ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static bool is_replaced(const ys__submission *const *sorted, size_t n, size_t i)
{
    for (size_t k = i + 1; k < n && strcmp(sorted[k]->partner, sorted[i]->partner) == 0; k++)
        if (ys__period_equal(sorted[k]->period, sorted[i]->period))
            return true;
    return false;
}

struct registry {
    const ys__plan *plan;
    const ys__form *form;
    const ys__submissions *list;
    bool *wanted;
    int *key;
    size_t n_key;
    struct ys__places alive;
};

static bool is_withdrawn(const ys__form *form, const ys__rows *rows, size_t row)
{
    const ys__column *c = form->withdrawn_field >= 0 ? rows->by_field[form->withdrawn_field] : NULL;

    return c && !ys__column_missing(c, row) && c->v[row] != 0;
}

static ys_status register_submission(struct registry *r, ys__choice *choice, const ys__submission *s, ys_error *err)
{
    ys__rows rows;
    ys__id *keys;
    uint8_t *keep;
    size_t item = choice->n;
    ys_status status = ys__rows_load(&rows, r->plan, r->form, s, r->wanted, NULL, err);

    if (status != YS_OK)
        return status;
    if (r->form->complete)
        ys__places_empty(&r->alive);
    keys = ys__rows_keys(&rows, r->key, r->n_key);
    keep = calloc(rows.n + 1, 1);
    if (keys && keep)
        status = choose(choice, (size_t)(s - r->list->items), keep, err);
    else {
        free(keep);
        status = ys__fail_nomem(err);
    }
    for (size_t i = 0; status == YS_OK && i < rows.n; i++) {
        struct ys__place *at = ys__claim(&r->alive, keys[i]);

        if (at == NULL) {
            status = ys__fail_nomem(err);
            break;
        }
        at->item = (uint32_t)item;
        at->row = (uint32_t)i;
        at->withdrawn = is_withdrawn(r->form, &rows, i);
    }
    free(keys);
    ys__rows_free(&rows, r->form);
    return status;
}

/* The fields that name a thing: the primary key less partner and period. */
static int *key_less_period(const ys__form *form, size_t *n)
{
    int *key = malloc((form->n_key + 1) * sizeof *key);

    *n = 0;
    for (size_t k = 0; key && k < form->n_key; k++)
        if (form->primary_key[k] != form->period_field && form->primary_key[k] != form->partner_field)
            key[(*n)++] = form->primary_key[k];
    return key;
}

static ys_status registry_run(struct registry *r, ys__choice *out, const ys__submission **sorted, size_t n,
                              ys_error *err)
{
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < n; i++) {
        if (i && strcmp(sorted[i]->partner, sorted[i - 1]->partner) != 0) {
            keep_places(&r->alive, out);
            ys__places_empty(&r->alive);
        }
        if (!is_replaced(sorted, n, i))
            status = register_submission(r, out, sorted[i], err);
    }
    if (status == YS_OK)
        keep_places(&r->alive, out);
    return status;
}

ys_status ys__choose_register(ys__choice *out, const ys__plan *plan, const ys__form *form, const ys__submissions *list,
                              int32_t before_month, ys_error *err)
{
    struct registry r = { .plan = plan, .form = form, .list = list, .wanted = calloc(form->n + 1, sizeof *r.wanted) };
    const ys__submission **sorted = malloc((list->n + 1) * sizeof *sorted);
    ys__choice choice = { 0 };
    size_t n = 0;
    ys_status status = YS_OK;

    r.key = key_less_period(form, &r.n_key);
    if (r.wanted == NULL || sorted == NULL || r.key == NULL) {
        status = ys__fail_nomem(err);
    } else {
        for (size_t k = 0; k < r.n_key; k++)
            r.wanted[r.key[k]] = true;
        if (form->withdrawn_field >= 0)
            r.wanted[form->withdrawn_field] = true;
        for (size_t i = 0; i < list->n; i++)
            if (list->items[i].period.month + list->items[i].period.months <= before_month)
                sorted[n++] = &list->items[i];
        qsort(sorted, n, sizeof *sorted, by_partner_and_period);
        status = registry_run(&r, &choice, sorted, n, err);
    }
    free(r.alive.slots);
    free(r.wanted);
    free(r.key);
    free(sorted);
    if (status != YS_OK)
        ys__choice_free(&choice);
    else
        *out = choice;
    return status;
}

/* Latest */

struct latest {
    const ys__plan *plan;
    const ys__form *form;
    const ys__indicator *indicator;
    ys__period window;
    bool *wanted;
    const int *key;
    size_t n_key;
    struct ys__places newest;
};

static bool can_stand(const struct latest *l, ys__period period)
{
    if (period.months == 0 || period.month + period.months > l->window.month + l->window.months)
        return false;
    return l->indicator->carry || ys__period_holds(l->window, period);
}

static ys_status latest_submission(struct latest *l, ys__choice *out, const ys__chosen *from, const ys__submission *s,
                                   ys_error *err)
{
    ys__rows rows;
    ys__id *keys;
    uint8_t *keep;
    ys_status status = ys__rows_load(&rows, l->plan, l->form, s, l->wanted, NULL, err);

    if (status != YS_OK)
        return status;
    if ((status = ys__bridge_rows(&rows, l->indicator, err)) != YS_OK) { /* a thing may have had another code */
        ys__rows_free(&rows, l->form);
        return status;
    }
    keys = ys__rows_keys(&rows, l->key, l->n_key);
    keep = calloc(rows.n + 1, 1);
    if (keys && keep)
        status = choose(out, from->submission, keep, err);
    else {
        free(keep);
        status = ys__fail_nomem(err);
    }
    for (size_t i = 0; status == YS_OK && i < rows.n; i++) {
        ys__period period = ys__rows_period(&rows, l->form, i);
        ys__id key = keys[i];
        struct ys__place *at;

        if ((from->keep && !from->keep[i]) || !can_stand(l, period))
            continue;
        key.high = ys__mix(key.high, ys__hash(s->partner, strlen(s->partner), 3));
        if ((at = ys__claim(&l->newest, key)) == NULL) {
            status = ys__fail_nomem(err);
        } else if (ys__rank_of(period, s->id) >= at->rank) {
            at->item = (uint32_t)(out->n - 1);
            at->row = (uint32_t)i;
            at->rank = ys__rank_of(period, s->id);
            at->months = (uint8_t)period.months;
            at->withdrawn = false;
        }
    }
    free(keys);
    ys__rows_free(&rows, l->form);
    return status;
}

/* Of those from before the window the one that ends first; of these the longest, so that the order of receipt does not
 * matter. */
static void find_oldest(const struct latest *l, ys__period *oldest)
{
    int32_t end = l->window.month;

    *oldest = (ys__period){ 0 };
    for (size_t i = 0; i < l->newest.n_slots; i++) {
        const struct ys__place *at = &l->newest.slots[i];
        int32_t own = (int32_t)(at->rank / (INT64_C(1) << 40));

        if (!at->used || own > end || (own == end && at->months <= oldest->months))
            continue;
        end = own;
        *oldest = (ys__period){ own - at->months, at->months };
    }
}

ys_status ys__choose_latest(ys__choice *out, ys__period *oldest, const ys__choice *from, const ys__plan *plan,
                            const ys__indicator *indicator, const ys__submissions *list, ys__period window,
                            ys_error *err)
{
    const ys__form *form = indicator->form;
    struct latest l = { .plan = plan, .form = form, .indicator = indicator, .window = window,
                        .wanted = calloc(form->n + 1, sizeof *l.wanted) };
    int *own_key = key_less_period(form, &l.n_key);
    ys__choice choice = { 0 };
    ys_status status = l.wanted && own_key ? YS_OK : ys__fail_nomem(err);

    l.key = own_key;
    if (indicator->latest_fields) {
        l.key = indicator->latest_fields;
        l.n_key = indicator->n_latest;
    }
    for (size_t k = 0; status == YS_OK && k < l.n_key; k++)
        l.wanted[l.key[k]] = true;
    if (status == YS_OK && form->period_field >= 0)
        l.wanted[form->period_field] = true;
    for (size_t i = 0; status == YS_OK && i < from->n; i++)
        status = latest_submission(&l, &choice, &from->items[i], &list->items[from->items[i].submission], err);
    if (status == YS_OK) {
        keep_places(&l.newest, &choice);
        find_oldest(&l, oldest);
        *out = choice;
    } else {
        ys__choice_free(&choice);
    }
    free(l.newest.slots);
    free(l.wanted);
    free(own_key);
    return status;
}
