/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/join.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/vector.h"
#include "compute/bridge.h"
#include "compute/places.h"

/* A row that takes part, in the order of receipt. */
struct part {
    uint32_t source, row; /* index in the loaded submissions, row there */
    uint32_t thing;       /* the joined row it goes into */
    int64_t rank;         /* how new it is */
};

struct joining {
    const ys__plan *plan;
    const ys__form *form;
    const ys__indicator *indicator;
    ys__period window;
    ys__rows *sources;
    size_t n_sources;
    struct part *parts;
    size_t n_parts, room;
    size_t n_things;
};

static bool is_in_window(const struct joining *j, const ys__rows *rows, size_t row)
{
    const ys__column *dates;

    if (j->indicator->period_field < 0)
        return ys__period_holds(j->window, ys__rows_period(rows, j->form, row)) &&
               ys__rows_period(rows, j->form, row).months > 0;
    dates = rows->by_field[j->indicator->period_field];
    return dates && !ys__column_missing(dates, row) && dates->v[row] >= ys__period_first_day(j->window) &&
           dates->v[row] <= ys__period_last_day(j->window);
}

static ys_status collect(struct joining *j, struct ys__places *things, size_t source, const uint8_t *keep,
                         ys_error *err)
{
    const ys__rows *rows = &j->sources[source];
    const int each = j->indicator->each;
    ys__id *keys = ys__rows_keys(rows, &each, 1);

    if (keys == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < rows->n; i++) {
        struct ys__place *at;

        if ((keep && !keep[i]) || !is_in_window(j, rows, i) || rows->by_field[each] == NULL ||
            ys__column_missing(rows->by_field[each], i))
            continue;
        at = ys__claim(things, keys[i]);
        if (at == NULL || !ys__room((void **)&j->parts, &j->room, j->n_parts, sizeof *j->parts)) {
            free(keys);
            return ys__fail_nomem(err);
        }
        if (at->rank == INT64_MIN) {
            at->rank = 0;
            at->row = (uint32_t)j->n_things++;
        }
        j->parts[j->n_parts++] = (struct part){ (uint32_t)source, (uint32_t)i, at->row,
                                                ys__rank_of(ys__rows_period(rows, j->form, i), rows->submission->id) };
    }
    free(keys);
    return YS_OK;
}

static const ys__column *column_at(const struct joining *j, const struct part *p, size_t field)
{
    return j->sources[p->source].by_field[field];
}

/* Numbers: sums of what is known, as decimals where all are decimals of a common scale. */
static bool join_numbers(ys__column *to, const struct joining *j, size_t field)
{
    double *sum = calloc(j->n_things + 1, sizeof *sum);
    uint8_t *why = calloc(j->n_things + 1, 1), *known = calloc(j->n_things + 1, 1);
    int64_t *rank = malloc((j->n_things + 1) * sizeof *rank); /* of the reason: the newest one counts */
    int scale = 0;
    bool good = sum && why && known && rank;

    for (size_t i = 0; good && i < j->n_parts; i++) {
        const ys__column *c = column_at(j, &j->parts[i], field);
        size_t thing = j->parts[i].thing;
        ys__missing reason = c ? ys__column_missing(c, j->parts[i].row) : YS__NOT_COLLECTED;

        if (reason) {
            if (why[thing] == 0 || j->parts[i].rank >= rank[thing]) {
                why[thing] = (uint8_t)reason;
                rank[thing] = j->parts[i].rank;
            }
        } else {
            sum[thing] += ys__column_real(c, j->parts[i].row);
            known[thing] = 1;
            scale = c->kind == YS__COLUMN_REAL ? YS__SCALE_MAX + 1 : c->scale > scale ? c->scale : scale;
        }
    }
    for (size_t i = 0; good && i < j->n_things; i++) {
        double units = scale <= YS__SCALE_MAX ? sum[i] * (double)ys__pow10[scale] : 0;

        if (!known[i])
            good = ys__column_add_missing(to, (ys__missing)why[i]);
        else if (scale <= YS__SCALE_MAX && units < 9e15 && units > -9e15)
            good = ys__column_add_decimal(to, (int64_t)(units < 0 ? units - 0.5 : units + 0.5), scale);
        else
            good = ys__column_add_real(to, sum[i]);
    }
    free(sum);
    free(why);
    free(known);
    free(rank);
    return good;
}

/* For each thing the newest part with a value, else the newest part. */
static size_t *newest_parts(const struct joining *j, size_t field)
{
    size_t *newest = malloc((j->n_things + 1) * sizeof *newest);

    for (size_t i = 0; newest && i < j->n_things; i++)
        newest[i] = SIZE_MAX;
    for (size_t i = 0; newest && i < j->n_parts; i++) {
        const struct part *p = &j->parts[i], *q;
        const ys__column *c = column_at(j, p, field), *d;
        bool known = c && !ys__column_missing(c, p->row), other;

        if (newest[p->thing] == SIZE_MAX) {
            newest[p->thing] = i;
            continue;
        }
        q = &j->parts[newest[p->thing]];
        d = column_at(j, q, field);
        other = d && !ys__column_missing(d, q->row);
        if (known > other || (known == other && p->rank >= q->rank))
            newest[p->thing] = i;
    }
    return newest;
}

static bool add_copy(ys__column *to, const ys__column *from, size_t row)
{
    if (from == NULL || ys__column_missing(from, row))
        return ys__column_add_missing(to, from ? ys__column_missing(from, row) : YS__NOT_COLLECTED);
    if (from->kind == YS__COLUMN_ID)
        return ys__column_add_id(to, from->id[row]);
    if (from->kind == YS__COLUMN_CODE) {
        int64_t code = ys__dict_add(&to->dict, from->dict.items[from->v[row]]);

        return code >= 0 && ys__column_add(to, code);
    }
    if (from->kind == YS__COLUMN_REAL)
        return ys__column_add_real(to, from->d[row]);
    if (from->kind == YS__COLUMN_NUMBER)
        return ys__column_add_decimal(to, from->v[row], from->scale);
    return ys__column_add(to, from->v[row]);
}

static bool join_newest(ys__column *to, const struct joining *j, size_t field)
{
    size_t *newest = newest_parts(j, field);
    bool good = newest != NULL;

    for (size_t i = 0; good && i < j->n_things; i++) {
        const struct part *p = &j->parts[newest[i]];

        good = add_copy(to, column_at(j, p, field), p->row);
    }
    free(newest);
    return good;
}

static bool join_field(ys__column *to, const struct joining *j, size_t field)
{
    const ys__field *f = &j->form->fields[field];

    to->kind = ys__field_column_kind(j->form, (int)field);
    if (to->kind == YS__COLUMN_NUMBER && f->type != YS__FIELD_YEAR && f->list == NULL) /* a list names categories */
        return join_numbers(to, j, field);
    return join_newest(to, j, field);
}

static bool join_partners(uint32_t *partner, const struct joining *j)
{
    int64_t *rank = malloc((j->n_things + 1) * sizeof *rank);

    for (size_t i = 0; rank && i < j->n_things; i++)
        rank[i] = INT64_MIN;
    for (size_t i = 0; rank && i < j->n_parts; i++) {
        const struct part *p = &j->parts[i];
        const ys__dict *partners = &j->plan->axes[YS__AXIS_PARTNER].dict;

        if (p->rank >= rank[p->thing]) {
            rank[p->thing] = p->rank;
            partner[p->thing] =
                (uint32_t)ys__dict_find(partners, ys__slice_of(j->sources[p->source].submission->partner));
        }
    }
    free(rank);
    return rank != NULL;
}

static ys_status build(ys__joined *out, const struct joining *j, const bool *wanted, ys_error *err)
{
    ys__joined joined = { .rows = { .n = j->n_things } };
    bool good;

    joined.rows.columns = calloc(j->form->n + 1, sizeof *joined.rows.columns);
    joined.rows.by_field = calloc(j->form->n + 1, sizeof *joined.rows.by_field);
    joined.partner = calloc(j->n_things + 1, sizeof *joined.partner);
    good = joined.rows.columns && joined.rows.by_field && joined.partner && join_partners(joined.partner, j);
    for (size_t f = 0; good && f < j->form->n; f++)
        if (wanted[f]) {
            good = join_field(&joined.rows.columns[f], j, f);
            joined.rows.by_field[f] = &joined.rows.columns[f];
        }
    if (!good) {
        ys__joined_free(&joined, j->form);
        return ys__fail_nomem(err);
    }
    *out = joined;
    return YS_OK;
}

ys_status ys__join(ys__joined *out, const ys__plan *plan, const ys__indicator *indicator, const bool *wanted,
                   const ys__choice *choice, const ys__submissions *list, ys__period window, ys_error *err)
{
    struct joining j = { .plan = plan, .form = indicator->form, .indicator = indicator, .window = window };
    struct ys__places things = { 0 };
    ys_status status = YS_OK;

    j.sources = calloc(choice->n + 1, sizeof *j.sources);
    if (j.sources == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; status == YS_OK && i < choice->n; i++) {
        status = ys__rows_load(&j.sources[i], plan, j.form, &list->items[choice->items[i].submission], wanted, NULL,
                               err);
        j.n_sources += status == YS_OK;
        if (status == YS_OK)
            status = ys__bridge_rows(&j.sources[i], indicator, err);
        if (status == YS_OK)
            status = collect(&j, &things, i, choice->items[i].keep, err);
    }
    if (status == YS_OK)
        status = build(out, &j, wanted, err);
    for (size_t i = 0; i < j.n_sources; i++)
        ys__rows_free(&j.sources[i], j.form);
    free(j.sources);
    free(j.parts);
    free(things.slots);
    return status;
}

void ys__joined_free(ys__joined *joined, const ys__form *form)
{
    ys__rows_free(&joined->rows, form);
    free(joined->partner);
}
