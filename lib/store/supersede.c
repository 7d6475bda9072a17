/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/supersede.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/vector.h"

/* Rivals */

static ys_status load_sites(ys__column *out, struct ys_store *store, int64_t id, const ys__form *form, ys_error *err)
{
    ys__segment segment;
    ys_status status;

    status = ys__store_segment(&segment, store, id, form->fields[form->site_field].name, err);
    if (status == YS_OK && segment.bytes)
        status = ys__segment_decode(out, &segment, err);
    ys__segment_free(&segment);
    return status;
}

static bool by_site(const ys__form *form)
{
    return form->per_site && form->site_field >= 0;
}

static ys_status read_rivals(ys__rivals *list, const struct ys_store *store, sqlite3_stmt *query, ys_error *err)
{
    ys_status status;
    bool row = true;

    while ((status = ys__db_step(store, query, &row, err)) == YS_OK && row) {
        if (!ys__room((void **)&list->items, &list->room, list->n, sizeof *list->items))
            return ys__fail_nomem(err);
        list->items[list->n++] = (ys__rival){
            .id = sqlite3_column_int64(query, 0),
            .period = { (int32_t)sqlite3_column_int64(query, 1), (int32_t)sqlite3_column_int64(query, 2) },
            .same_file = sqlite3_column_int(query, 3) != 0,
        };
    }
    return status;
}

ys_status ys__rivals_find(ys__rivals *out, struct ys_store *store, const char *partner, const ys__form *form,
                          ys__period period, const ys__likeness *like, const ys__segment *site, ys_error *err)
{
    ys__rivals list = { .form = form, .period = period };
    sqlite3_stmt *query;
    ys_status status;

    status = ys__db_query(&query, store, err,
                          "SELECT id, month, months, sha256 = ? AND (definitions = ? OR content = ?) FROM submission"
                          " WHERE form = ? AND partner = ? AND month < ? AND month + months > ? ORDER BY id",
                          "tttttii", like->sha256, like->definitions, like->content, form->id, partner,
                          (int64_t)period.month + period.months, (int64_t)period.month);
    if (status != YS_OK)
        return status;
    status = read_rivals(&list, store, query, err);
    ys__db_done(store, query);
    if (status == YS_OK && by_site(form) && list.n)
        status = ys__segment_decode(&list.sites, site, err);
    for (size_t i = 0; status == YS_OK && by_site(form) && i < list.n; i++)
        status = load_sites(&list.items[i].sites, store, list.items[i].id, form, err);
    if (status != YS_OK)
        ys__rivals_free(&list);
    else
        *out = list;
    return status;
}

void ys__rivals_free(ys__rivals *rivals)
{
    for (size_t i = 0; i < rivals->n; i++)
        ys__column_free(&rivals->items[i].sites);
    ys__column_free(&rivals->sites);
    free(rivals->items);
    *rivals = (ys__rivals){ 0 };
}

static size_t shared_sites(const ys__column *a, const ys__column *b)
{
    size_t shared = 0;

    for (size_t t = 0; t < a->dict.n; t++)
        shared += ys__dict_find(&b->dict, a->dict.items[t]) >= 0;
    return shared;
}

/* Whether a newer submission leaves nothing of an older one to count. */
static bool covers(const ys__form *form, ys__period newer, const ys__column *newer_sites, ys__period older,
                   const ys__column *older_sites)
{
    if (form->is_register)
        return ys__period_equal(newer, older);
    return ys__period_holds(newer, older) &&
           (!by_site(form) || shared_sites(older_sites, newer_sites) == older_sites->dict.n);
}

/* Whether it takes anything from it. */
static bool touches(const ys__form *form, const ys__rival *newer, const ys__rival *older)
{
    if (form->is_register)
        return ys__period_equal(newer->period, older->period);
    return ys__period_overlaps(newer->period, older->period) &&
           (!by_site(form) || shared_sites(&older->sites, &newer->sites) > 0);
}

int64_t ys__rivals_unchanged(const ys__rivals *rivals)
{
    for (size_t i = rivals->n; i-- > 0;) {
        const ys__rival *same = &rivals->items[i];
        bool whole = same->same_file && ys__period_equal(same->period, rivals->period);

        for (size_t j = i + 1; whole && j < rivals->n; j++)
            whole = !touches(rivals->form, &rivals->items[j], same);
        if (whole)
            return same->id;
    }
    return 0;
}

static bool counts(const ys__rivals *rivals, size_t i)
{
    const ys__rival *older = &rivals->items[i];

    for (size_t j = i + 1; j < rivals->n; j++)
        if (covers(rivals->form, rivals->items[j].period, &rivals->items[j].sites, older->period, &older->sites))
            return false;
    return true;
}

bool ys__rivals_replaced(const ys__rivals *rivals, size_t i)
{
    return counts(rivals, i) &&
           covers(rivals->form, rivals->period, &rivals->sites, rivals->items[i].period, &rivals->items[i].sites);
}

/* Overlaps */

/* The columns that name a row, and its period; a column the submission does not have is empty. */
typedef struct keys {
    ys__column *columns;
    size_t n, n_rows;
    ys__column periods;
    ys__period otherwise; /* the period of rows that name none */
} keys;

static ys_status load_column(ys__column *out, struct ys_store *store, int64_t id, const ys__form *form, int field,
                             ys_error *err)
{
    ys__segment segment;
    ys_status status = ys__store_segment(&segment, store, id, form->fields[field].name, err);

    if (status == YS_OK && segment.bytes)
        status = ys__segment_decode(out, &segment, err);
    ys__segment_free(&segment);
    return status;
}

static void free_keys(keys *k)
{
    for (size_t i = 0; i < k->n; i++)
        ys__column_free(&k->columns[i]);
    ys__column_free(&k->periods);
    free(k->columns);
    *k = (keys){ 0 };
}

static ys_status load_keys(keys *out, struct ys_store *store, int64_t id, const ys__form *form, ys__period period,
                           ys_error *err)
{
    keys k = { .otherwise = period };
    ys_status status;
    int64_t n = 0;

    k.columns = calloc(form->n_key + 1, sizeof *k.columns);
    if (k.columns == NULL)
        return ys__fail_nomem(err);
    status = ys__db_number(store, &n, err, "SELECT accepted FROM submission WHERE id = ?", "i", id);
    k.n_rows = (size_t)n;
    for (size_t i = 0; status == YS_OK && i < form->n_key; i++) {
        int field = form->primary_key[i];

        if (field != form->period_field && field != form->partner_field)
            status = load_column(&k.columns[k.n++], store, id, form, field, err);
    }
    if (status == YS_OK && form->period_field >= 0)
        status = load_column(&k.periods, store, id, form, form->period_field, err);
    if (status != YS_OK)
        free_keys(&k);
    else
        *out = k;
    return status;
}

static ys__period period_of(const keys *k, size_t row)
{
    if (row >= k->periods.n || ys__column_missing(&k->periods, row) != YS__MISSING_NONE)
        return k->otherwise;
    return k->periods.kind == YS__COLUMN_PERIOD ? ys__period_unpack(k->periods.v[row]) : k->otherwise;
}

void ys__put_key_value(ys__buffer *to, const ys__column *c, size_t row)
{
    int64_t value;
    int scale;

    if (row >= c->n || ys__column_missing(c, row) != YS__MISSING_NONE) {
        ys__putc(to, '-');
    } else if (c->kind == YS__COLUMN_CODE) {
        ys__slice text = c->dict.items[c->v[row]];

        ys__putf(to, "%zu:", text.n);
        ys__putn(to, text.p, text.n);
    } else if (c->kind == YS__COLUMN_ID) {
        ys__putn(to, (const char *)&c->id[row], sizeof c->id[row]);
    } else {
        value = c->v[row];
        for (scale = c->scale; scale > 0 && value % 10 == 0; scale--)
            value /= 10; /* 12.0 in one file is 12 in the other */
        ys__putf(to, "%lld/%d ", (long long)value, scale);
    }
}

static bool make_key(ys__buffer *to, const keys *k, size_t row, ys__period period)
{
    ys__buffer_clear(to);
    ys__putf(to, "%d+%d ", period.month, period.months);
    for (size_t i = 0; i < k->n; i++)
        ys__put_key_value(to, &k->columns[i], row);
    return !to->failed;
}

/* Whether rows of the rival at i for a period still count beside the new submission. */
static bool still_counts(const ys__rivals *rivals, size_t i, ys__period period)
{
    if (ys__period_holds(rivals->period, period) || !ys__period_overlaps(rivals->period, period))
        return false;
    for (size_t j = i + 1; j < rivals->n; j++)
        if (covers(rivals->form, rivals->items[j].period, &rivals->items[j].sites, period, &rivals->items[i].sites))
            return false;
    return true;
}

typedef struct standing {
    ys__dict keys;
    ys__period *periods; /* the different ones among them */
    size_t n, room;
} standing;

static bool note_period(standing *s, ys__period period)
{
    for (size_t i = 0; i < s->n; i++)
        if (ys__period_equal(s->periods[i], period))
            return true;
    if (!ys__room((void **)&s->periods, &s->room, s->n, sizeof *s->periods))
        return false;
    s->periods[s->n++] = period;
    return true;
}

static bool collect(standing *s, const ys__rivals *rivals, size_t i, const keys *theirs)
{
    ys__buffer key = { 0 };
    bool ok = true;

    for (size_t row = 0; ok && row < theirs->n_rows; row++) {
        ys__period period = period_of(theirs, row);

        if (still_counts(rivals, i, period))
            ok = make_key(&key, theirs, row, period) && note_period(s, period) &&
                 ys__dict_add(&s->keys, (ys__slice){ key.text, key.n }) >= 0;
    }
    ys__buffer_free(&key);
    return ok;
}

static bool compare(ys__overlap *out, const standing *s, const keys *ours)
{
    ys__buffer key = { 0 };
    bool ok = true;

    for (size_t row = 0; ok && s->n && row < ours->n_rows; row++) {
        ys__period period = period_of(ours, row);
        bool found = false;

        for (size_t i = 0; ok && !found && i < s->n; i++) {
            if (!ys__period_overlaps(period, s->periods[i]))
                continue;
            ok = make_key(&key, ours, row, s->periods[i]);
            found = ok && ys__dict_find(&s->keys, (ys__slice){ key.text, key.n }) >= 0;
            if (found)
                out->period = s->periods[i];
        }
        out->rows += found;
    }
    ys__buffer_free(&key);
    return ok;
}

static ys_status overlap_with(ys__overlap *out, const ys__rivals *rivals, size_t i, struct ys_store *store,
                              const keys *ours, ys_error *err)
{
    const ys__rival *rival = &rivals->items[i];
    standing s = { 0 };
    keys theirs = { 0 };
    ys_status status = load_keys(&theirs, store, rival->id, rivals->form, rival->period, err);

    if (status == YS_OK && !(collect(&s, rivals, i, &theirs) && compare(out, &s, ours)))
        status = ys__fail_nomem(err);
    if (status == YS_OK && out->rows)
        out->submission = rival->id;
    free_keys(&theirs);
    ys__dict_free(&s.keys);
    free(s.periods);
    return status;
}

ys_status ys__rivals_overlap(ys__overlap *out, const ys__rivals *rivals, struct ys_store *store, int64_t id,
                             ys_error *err)
{
    keys ours = { 0 };
    ys_status status = YS_OK;
    bool loaded = false;

    *out = (ys__overlap){ 0 };
    for (size_t i = rivals->n; !rivals->form->is_register && status == YS_OK && out->rows == 0 && i-- > 0;) {
        if (ys__period_holds(rivals->period, rivals->items[i].period) || !counts(rivals, i))
            continue;
        if (!loaded)
            status = load_keys(&ours, store, id, rivals->form, rivals->period, err);
        loaded = status == YS_OK;
        if (loaded)
            status = overlap_with(out, rivals, i, store, &ours, err);
    }
    free_keys(&ours);
    return status;
}
