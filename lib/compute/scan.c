/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/scan.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/number.h"
#include "data/eval.h"

enum { CHUNK = 4096 }; /* rows at a time: their vectors stay in the cache */

/* The work on one submission. Vectors are those of the chunk in hand. */
struct scan {
    ys__cube *cube;
    const ys__job *job;
    const ys__rows *rows;
    const uint8_t *keep;
    int window;
    uint32_t partner;
    uint32_t submission;             /* its code, where results are traced */
    uint32_t *code_of[YS__AXES_MAX]; /* from the column's dictionary to the axis' codes */
    size_t stride[YS__AXES_MAX];     /* of each axis in known; 0: the axis is not used */
    int32_t *known;                  /* cells by window and codes; NULL: there are too many to list */
    size_t first, n;
    uint16_t from[CHUNK], to[CHUNK]; /* the windows a row lies in: from .. to - 1 */
    int32_t cell[CHUNK];             /* -1: none */
    uint8_t on[CHUNK], truth[CHUNK], other[CHUNK], why[CHUNK], why_b[CHUNK];
    double x[CHUNK], y[CHUNK];
};

/* Axes */

static const ys__column *axis_column(const struct scan *s, size_t axis)
{
    int field = s->job->axis_field[axis];

    return field < 0 ? NULL : s->rows->by_field[field];
}

static bool map_codes(struct scan *s, size_t axis)
{
    const ys__column *c = axis_column(s, axis);
    ys__dict *dict = (ys__dict *)&s->job->plan->axes[axis].dict;
    bool good = true;

    if (c == NULL || c->kind != YS__COLUMN_CODE)
        return true;
    if ((s->code_of[axis] = malloc((c->dict.n + 1) * sizeof *s->code_of[axis])) == NULL)
        return false;
#pragma omp critical(ys_axis)
    for (size_t i = 0; i < c->dict.n; i++) {
        int64_t code = ys__dict_add(dict, c->dict.items[i]);

        good = good && code >= 0;
        s->code_of[axis][i] = YS__CODE_TEXTS + (uint32_t)code;
    }
    return good;
}

static uint32_t submission_code(const ys__plan *plan, const ys__rows *rows)
{
    char number[24];

    if (plan->submission_axis == 0 || rows->submission == NULL)
        return YS__CODE_ALL;
    snprintf(number, sizeof number, "%" PRId64, rows->submission->id);
    return YS__CODE_TEXTS + (uint32_t)ys__dict_find(&plan->axes[plan->submission_axis].dict, ys__slice_of(number));
}

static uint32_t code_at(const struct scan *s, size_t axis, size_t row)
{
    const ys__column *c = axis_column(s, axis);

    if (axis == s->job->plan->submission_axis)
        return s->submission;
    if (s->job->axis_field[axis] < 0)
        return YS__CODE_ALL;
    if (s->code_of[axis] == NULL)
        return YS__NOT_COLLECTED;
    return ys__column_missing(c, row) ? ys__column_missing(c, row) : s->code_of[axis][c->v[row]];
}

/* Windows */

static void windows_by_date(struct scan *s, const ys__placement *p)
{
    const ys__column *c = s->rows->by_field[p->period_field];

    for (size_t i = 0; i < s->n; i++) {
        size_t row = s->first + i;
        int64_t day = c && !ys__column_missing(c, row) ? c->v[row] - p->first_day : -1;
        bool in = day >= 0 && day < (int64_t)p->n_days;

        s->from[i] = in ? p->from[day] : 0;
        s->to[i] = in ? p->to[day] : 0;
    }
}

static void windows_of_period(const struct scan *s, const ys__placement *p, ys__period period, uint16_t *from,
                              uint16_t *to)
{
    size_t n = s->job->plan->n_periods, low = 0, high = n;

    while (low < n && p->windows[low].month + p->windows[low].months < period.month + period.months)
        low++;
    while (high > low && p->windows[high - 1].month > period.month)
        high--;
    *from = (uint16_t)low;
    *to = (uint16_t)(period.months ? high : low);
}

static void windows_by_period(struct scan *s, const ys__placement *p)
{
    int64_t before = -1;
    uint16_t from = 0, to = 0;

    for (size_t i = 0; i < s->n; i++) {
        ys__period period = ys__rows_period(s->rows, s->job->form, s->first + i);

        if (ys__period_pack(period) != before)
            windows_of_period(s, p, period, &from, &to);
        before = ys__period_pack(period);
        s->from[i] = from;
        s->to[i] = to;
    }
}

static void find_windows(struct scan *s, const ys__placement *p)
{
    if (s->window >= 0) {
        for (size_t i = 0; i < s->n; i++) {
            s->from[i] = (uint16_t)s->window;
            s->to[i] = (uint16_t)(s->window + 1);
        }
    } else if (p->period_field >= 0) {
        windows_by_date(s, p);
    } else {
        windows_by_period(s, p);
    }
}

/* Cells. Within one submission there are few: a table by window and codes finds most of them without a search. */

enum { KNOWN_MAX = 1 << 20 };

static bool make_known(struct scan *s)
{
    const ys__plan *plan = s->job->plan;
    size_t size = plan->n_periods, n_texts[YS__AXES_MAX];

#pragma omp critical(ys_axis) /* another submission may be adding texts; those of this one are there */
    for (size_t a = 0; a < plan->n_axes; a++)
        n_texts[a] = plan->axes[a].dict.n;
    for (size_t a = YS__AXIS_SITE; a < plan->n_axes; a++) {
        if (!(plan->used_axes >> a & 1) || s->job->axis_field[a] < 0 || a == plan->submission_axis)
            continue;
        s->stride[a] = size;
        size *= YS__CODE_TEXTS + n_texts[a];
        if (size > KNOWN_MAX || size > 64 * s->rows->n)
            return true;
    }
    if ((s->known = malloc(size * sizeof *s->known)) == NULL)
        return false;
    memset(s->known, 0xFF, size * sizeof *s->known);
    return true;
}

static size_t place_in_known(const struct scan *s, size_t window, size_t i)
{
    size_t at = window;

    for (size_t a = YS__AXIS_SITE; a < s->job->plan->n_axes; a++)
        if (s->stride[a])
            at += s->stride[a] * code_at(s, a, s->first + i);
    return at;
}

static void put_key(const struct scan *s, uint32_t *key, size_t window, size_t i)
{
    key[0] = (uint32_t)window;
    key[1 + YS__AXIS_PARTNER] = s->job->plan->used_axes & 1 ? YS__CODE_TEXTS + s->partner : YS__CODE_ALL;
    for (size_t a = YS__AXIS_SITE; a < s->job->plan->n_axes; a++)
        key[1 + a] = s->job->plan->used_axes >> a & 1 ? code_at(s, a, s->first + i) : YS__CODE_ALL;
}

static int64_t find_cell(struct scan *s, size_t window, size_t i)
{
    uint32_t key[YS__AXES_MAX + 1];
    int32_t *known = s->known ? &s->known[place_in_known(s, window, i)] : NULL;
    int64_t cell;

    if (known && *known >= 0)
        return *known;
    put_key(s, key, window, i);
    cell = ys__cube_cell(s->cube, key);
    if (known)
        *known = (int32_t)cell;
    return cell;
}

/* The cells of the rows in their window number pass; *any tells whether a row has so many. */
static bool find_cells(struct scan *s, size_t placement, size_t pass, bool *any)
{
    *any = false;
    for (size_t i = 0; i < s->n; i++) {
        size_t window = s->from[i] + pass;
        int64_t cell;

        s->cell[i] = -1;
        if (window >= s->to[i] || (s->keep && !s->keep[s->first + i]))
            continue;
        if ((cell = find_cell(s, window, i)) < 0)
            return false;
        s->cell[i] = (int32_t)cell;
        ys__cube_presence(s->cube, (size_t)cell, placement)->placed++;
        *any = true;
    }
    return true;
}

/* Rows whose period reaches beyond the window cannot be told apart: they are left out, and counted. */
static bool count_longer(struct scan *s, size_t placement)
{
    const ys__placement *p = &s->job->placements[placement];
    uint32_t key[YS__AXES_MAX + 1];

    for (size_t i = 0; i < s->n; i++) {
        ys__period period = ys__rows_period(s->rows, s->job->form, s->first + i);

        if (s->from[i] < s->to[i] || (s->keep && !s->keep[s->first + i]))
            continue;
        for (size_t w = 0; w < s->job->plan->n_periods; w++) {
            int64_t cell;

            if (!ys__period_overlaps(p->windows[w], period))
                continue;
            put_key(s, key, w, i);
            if ((cell = ys__cube_cell(s->cube, key)) < 0)
                return false;
            ys__cube_presence(s->cube, (size_t)cell, placement)->longer++;
        }
    }
    return true;
}

/* Measures. Each adds the rows that are on to their cells' tallies. */

typedef struct gathering {
    struct scan *s;
    size_t task;
    const ys__measure *measure;
    const ys__eval_rows *rows;
    ys_error *err;
} gathering;

static ys__tally *tally_of(const gathering *g, size_t i)
{
    return ys__cube_tally(g->s->cube, (size_t)g->s->cell[i], g->task);
}

/* The tally a row adds to; NULL for rows that are not on and for those without the input, whose reason is counted.
 * *good turns false when memory is short. */
static ys__tally *take_known(const gathering *g, size_t i, uint8_t why, bool *good)
{
    ys__tally *t = g->s->on[i] ? tally_of(g, i) : NULL;

    if (t && why) {
        *good = ys__tally_miss(t, why);
        return NULL;
    }
    if (t)
        t->n++;
    return t;
}

/* A field's own column where the input is just that: its decimals are added without a detour over doubles. */
static const ys__column *plain_column(const gathering *g, const ys__expr *e)
{
    const ys__column *c = e->op == YS__OP_FIELD ? g->rows->columns[e->field] : NULL;

    return c && c->kind == YS__COLUMN_NUMBER && c->scale <= YS__EXACT_SCALE ? c : NULL;
}

static ys__exact *sum_of(const gathering *g, size_t i, ys__sum sum)
{
    return ys__cube_sum(g->s->cube, (size_t)g->s->cell[i], g->task, sum);
}

static bool add_to(ys__exact *sum, const ys__column *plain, const gathering *g, size_t i, double x)
{
    if (plain)
        return ys__exact_add_decimal(sum, plain->v[g->rows->first + i], plain->scale);
    return ys__exact_add(sum, x);
}

/* A condition's truth, and where it is unknown the reason. */
static ys_status find_truth(gathering *g, const ys__expr *condition, uint8_t *truth, uint8_t *why)
{
    ys_status status = ys__eval_logic(condition, g->rows, truth, g->err);

    if (status == YS_OK && memchr(truth, YS__MAYBE, g->s->n))
        status = ys__eval_numbers(condition, g->rows, g->s->x, why, g->err);
    return status;
}

static ys_status gather_count(gathering *g)
{
    struct scan *s = g->s;
    const ys__expr *condition = g->measure->a;
    ys_status status = YS_OK;

    memset(s->truth, YS__TRUE, s->n);
    if (condition)
        status = find_truth(g, condition, s->truth, s->why);
    for (size_t i = 0; status == YS_OK && i < s->n; i++) {
        ys__tally *t;

        if (!s->on[i])
            continue;
        t = tally_of(g, i);
        if (s->truth[i] == YS__MAYBE) {
            if (!ys__tally_miss(t, s->why[i]))
                return ys__fail_nomem(g->err);
        } else {
            t->n++;
            t->numerator += s->truth[i];
        }
    }
    return status;
}

/* Sums and means: a is the sum of x, or of x times weight with b the sum of weights. */
static ys_status gather_sum(gathering *g)
{
    struct scan *s = g->s;
    const ys__expr *weight = g->measure->kind == YS__MEAN ? g->measure->b : NULL;
    const ys__column *plain = plain_column(g, g->measure->a);
    bool squares = g->measure->kind == YS__MEAN && weight == NULL, keeps = s->job->plan->keep_values && !weight;
    bool good = true;
    ys_status status = ys__eval_numbers(g->measure->a, g->rows, s->x, s->why, g->err);

    if (status == YS_OK && weight)
        status = ys__eval_numbers(weight, g->rows, s->y, s->why_b, g->err);
    for (size_t i = 0; status == YS_OK && good && i < s->n; i++) {
        uint8_t why = s->why[i] ? s->why[i] : weight ? s->why_b[i] : YS__MISSING_NONE;

        if (take_known(g, i, why, &good) == NULL)
            continue;
        good = weight ? ys__exact_add(sum_of(g, i, YS__SUM_A), s->x[i] * s->y[i]) &&
                            ys__exact_add(sum_of(g, i, YS__SUM_B), s->y[i])
                      : add_to(sum_of(g, i, YS__SUM_A), plain, g, i, s->x[i]);
        if (good && squares)
            good = ys__exact_add_square(sum_of(g, i, YS__SUM_SQUARES), s->x[i]);
        if (good && keeps)
            good = ys__values_add(&s->cube->values[g->task], (uint32_t)s->cell[i], true, s->x[i], false,
                                  (ys__id){ 0, 0 });
    }
    return status != YS_OK || good ? status : ys__fail_nomem(g->err);
}

static ys_status gather_rate(gathering *g)
{
    struct scan *s = g->s;
    const ys__column *plain_a = plain_column(g, g->measure->a), *plain_b = plain_column(g, g->measure->b);
    bool good = true;
    ys_status status = ys__eval_numbers(g->measure->a, g->rows, s->x, s->why, g->err);

    if (status == YS_OK)
        status = ys__eval_numbers(g->measure->b, g->rows, s->y, s->why_b, g->err);
    for (size_t i = 0; status == YS_OK && good && i < s->n; i++) {
        if (take_known(g, i, s->why[i] ? s->why[i] : s->why_b[i], &good) == NULL)
            continue;
        good = add_to(sum_of(g, i, YS__SUM_A), plain_a, g, i, s->x[i]) &&
               add_to(sum_of(g, i, YS__SUM_B), plain_b, g, i, s->y[i]);
    }
    return status != YS_OK || good ? status : ys__fail_nomem(g->err);
}

static ys_status gather_share(gathering *g)
{
    struct scan *s = g->s;
    const ys__expr *of = g->measure->b;
    ys_status status = of ? ys__eval_logic(g->measure->a, g->rows, s->truth, g->err)
                          : find_truth(g, g->measure->a, s->truth, s->why);
    const uint8_t *base = of ? s->other : s->truth;

    if (status == YS_OK && of)
        status = find_truth(g, of, s->other, s->why);
    for (size_t i = 0; status == YS_OK && i < s->n; i++) {
        ys__tally *t;

        if (!s->on[i])
            continue;
        t = tally_of(g, i);
        if (base[i] == YS__MAYBE) {
            if (!ys__tally_miss(t, s->why[i]))
                return ys__fail_nomem(g->err);
        } else if (of == NULL || base[i] == YS__TRUE) {
            t->n++;
            t->denominator++;
            t->numerator += s->truth[i] == YS__TRUE;
        }
    }
    return status;
}

static ys_status gather_values(gathering *g)
{
    struct scan *s = g->s;
    ys__values *values = &s->cube->values[g->task];
    bool keeps = (g->measure->kind == YS__MEDIAN || g->measure->kind == YS__QUANTILE) &&
                 s->cube->uses[g->task].values == g->task;
    bool good = true;
    ys_status status = ys__eval_numbers(g->measure->a, g->rows, s->x, s->why, g->err);

    for (size_t i = 0; status == YS_OK && good && i < s->n; i++) {
        ys__tally *t = take_known(g, i, s->why[i], &good);

        if (t == NULL)
            continue;
        t->min = fmin(t->min, s->x[i]);
        t->max = fmax(t->max, s->x[i]);
        if (keeps)
            good = ys__values_add(values, (uint32_t)s->cell[i], true, s->x[i], false, (ys__id){ 0, 0 });
    }
    return status != YS_OK || good ? status : ys__fail_nomem(g->err);
}

static ys__id id_of_text(ys__slice text, uint64_t seed)
{
    return (ys__id){ ys__hash(text.p, text.n, seed + 1), ys__hash(text.p, text.n, seed + 2) };
}

/* A decimal without the zeros at its end: 12.50 is 12.5, in whatever file it stands. */
static ys__id id_of_decimal(int64_t units, int scale)
{
    while (scale > 0 && units % 10 == 0) {
        units /= 10;
        scale--;
    }
    return (ys__id){ (uint64_t)scale, (uint64_t)units };
}

/* A double that a decimal says as well is the same thing as that decimal: a column may hold either. */
static ys__id id_of_real(double x)
{
    ys__id id = { UINT64_MAX, 0 };
    double units = x;

    for (int scale = 0; scale <= YS__EXACT_SCALE && fabs(units) < 9e15; scale++, units = x * (double)ys__pow10[scale])
        if (nearbyint(units) == units && units / (double)ys__pow10[scale] == x)
            return id_of_decimal((int64_t)units, scale);
    x += 0.0; /* a negative zero is zero */
    memcpy(&id.low, &x, sizeof id.low);
    return id;
}

/* What makes two values of a field the same thing: sites only within their partner. */
static ys__id identity(const gathering *g, const ys__column *c, size_t row)
{
    bool is_site = g->measure->a->field == g->s->job->form->site_field;

    if (c->kind == YS__COLUMN_ID)
        return c->id[row];
    if (c->kind == YS__COLUMN_CODE)
        return id_of_text(c->dict.items[c->v[row]], is_site ? 16 + (uint64_t)g->s->partner * 4 : 0);
    if (c->kind == YS__COLUMN_NUMBER)
        return id_of_decimal(c->v[row], c->scale);
    if (c->kind == YS__COLUMN_REAL)
        return id_of_real(c->d[row]);
    return (ys__id){ 0, (uint64_t)c->v[row] };
}

static ys_status gather_distinct(gathering *g)
{
    struct scan *s = g->s;
    const ys__column *c = g->rows->columns[g->measure->a->field];
    bool good = true;

    for (size_t i = 0; good && i < s->n; i++) {
        size_t row = s->first + i;
        ys__missing why = c == NULL ? YS__NOT_COLLECTED : ys__column_missing(c, row);

        if (take_known(g, i, (uint8_t)why, &good) == NULL)
            continue;
        good = ys__values_add(&s->cube->values[g->task], (uint32_t)s->cell[i], false, 0, true, identity(g, c, row));
    }
    return good ? YS_OK : ys__fail_nomem(g->err);
}

/* Figures of one partner, site and period add (they are split by other columns); across these, the people may be the
 * same ones. */
static ys__id reach_unit(const gathering *g, size_t row)
{
    const struct scan *s = g->s;
    const ys__column *sites = s->job->form->site_field >= 0 ? g->rows->columns[s->job->form->site_field] : NULL;
    ys__id id = { s->partner, (uint64_t)ys__period_pack(ys__rows_period(s->rows, s->job->form, row)) };
    ys__slice site = { "", 0 };

    if (sites && sites->kind == YS__COLUMN_CODE && !ys__column_missing(sites, row))
        site = sites->dict.items[sites->v[row]];
    id.high = ys__hash(site.p, site.n, id.high + 1);
    return id;
}

static ys_status gather_reach(gathering *g)
{
    struct scan *s = g->s;
    bool good = true;
    ys_status status = ys__eval_numbers(g->measure->a, g->rows, s->x, s->why, g->err);

    for (size_t i = 0; status == YS_OK && good && i < s->n; i++) {
        if (take_known(g, i, s->why[i], &good) == NULL)
            continue;
        good = ys__values_add(&s->cube->values[g->task], (uint32_t)s->cell[i], true, s->x[i], true,
                              reach_unit(g, s->first + i));
    }
    return status != YS_OK || good ? status : ys__fail_nomem(g->err);
}

static ys_status (*const gather[])(gathering *) = {
    [YS__COUNT] = gather_count,       [YS__SUM] = gather_sum,     [YS__DISTINCT] = gather_distinct,
    [YS__SHARE] = gather_share,       [YS__RATE] = gather_rate,   [YS__MEAN] = gather_sum,
    [YS__MEDIAN] = gather_values,     [YS__QUANTILE] = gather_values, [YS__MIN] = gather_values,
    [YS__MAX] = gather_values,        [YS__REACH] = gather_reach, [YS__GIVEN] = gather_sum,
};

/* Which rows an indicator is about: where true, not excluded. An unknown condition does not count. */
static ys_status switch_on(gathering *g, const ys__indicator *indicator)
{
    struct scan *s = g->s;
    ys_status status = YS_OK;

    for (size_t i = 0; i < s->n; i++)
        s->on[i] = s->cell[i] >= 0;
    if (indicator->where) {
        status = ys__eval_logic(indicator->where, g->rows, s->truth, g->err);
        for (size_t i = 0; status == YS_OK && i < s->n; i++)
            s->on[i] = s->on[i] && s->truth[i] == YS__TRUE;
    }
    for (size_t x = 0; status == YS_OK && x < indicator->n_exclude; x++) {
        status = ys__eval_logic(indicator->exclude[x].where, g->rows, s->truth, g->err);
        for (size_t i = 0; status == YS_OK && i < s->n; i++)
            if (s->on[i] && s->truth[i] == YS__TRUE) {
                ys__cube_excluded(s->cube, (size_t)s->cell[i], g->task)[x]++;
                s->on[i] = false;
            }
    }
    return status;
}

static ys_status gather_task(struct scan *s, size_t task, ys__period window, ys_error *err)
{
    const ys__indicator *indicator = s->job->tasks[task].indicator;
    const ys__eval_rows rows = { .columns = s->rows->by_field,
                                 .first = s->first,
                                 .n = s->n,
                                 .period_start = ys__period_first_day(window),
                                 .period_end = ys__period_last_day(window) };
    gathering g = { s, task, &indicator->measure, &rows, err };
    ys_status status = switch_on(&g, indicator);

    assert(gather[indicator->measure.kind]);
    return status == YS_OK ? gather[indicator->measure.kind](&g) : status;
}

/* An expression that reads period_start or period_end means another thing in each window. */
static ys_status gather_by_window(struct scan *s, size_t task, const ys__placement *p, ys_error *err)
{
    int32_t *cells = malloc(sizeof s->cell);
    ys_status status = cells ? YS_OK : ys__fail_nomem(err);

    if (cells)
        memcpy(cells, s->cell, sizeof s->cell);
    for (size_t w = 0; status == YS_OK && w < s->job->plan->n_periods; w++) {
        bool any = false;

        for (size_t i = 0; i < s->n; i++) {
            s->cell[i] = cells[i] >= 0 && s->cube->keys[(size_t)cells[i] * s->cube->width] == w ? cells[i] : -1;
            any = any || s->cell[i] >= 0;
        }
        if (any)
            status = gather_task(s, task, p->windows[w], err);
    }
    if (cells)
        memcpy(s->cell, cells, sizeof s->cell);
    free(cells);
    return status;
}

static ys_status scan_chunk(struct scan *s, size_t placement, ys_error *err)
{
    const ys__placement *p = &s->job->placements[placement];
    ys_status status = YS_OK;
    bool any = true;

    find_windows(s, p);
    if (s->window < 0 && p->period_field < 0 && !count_longer(s, placement))
        return ys__fail_nomem(err);
    for (size_t pass = 0; status == YS_OK && any; pass++) {
        if (!find_cells(s, placement, pass, &any))
            return ys__fail_nomem(err);
        for (size_t t = 0; status == YS_OK && any && t < s->job->n_tasks; t++) {
            if (s->job->tasks[t].placement != placement)
                continue;
            status = s->job->tasks[t].reads_window ? gather_by_window(s, t, p, err)
                                                                        : gather_task(s, t, p->windows[0], err);
        }
    }
    return status;
}

ys_status ys__scan(ys__cube *cube, const ys__job *job, const ys__rows *rows, const uint8_t *keep, int window,
                   uint32_t partner, ys_error *err)
{
    struct scan *s = calloc(1, sizeof *s);
    ys_status status = s ? YS_OK : ys__fail_nomem(err);

    if (s == NULL)
        return status;
    s->cube = cube;
    s->job = job;
    s->rows = rows;
    s->keep = keep;
    s->window = window;
    s->partner = partner;
    s->submission = submission_code(job->plan, rows);
    for (size_t a = YS__AXIS_SITE; status == YS_OK && a < job->plan->n_axes; a++)
        if (!map_codes(s, a))
            status = ys__fail_nomem(err);
    if (status == YS_OK && !make_known(s))
        status = ys__fail_nomem(err);
    for (s->first = 0; status == YS_OK && s->first < rows->n; s->first += s->n) {
        s->n = rows->n - s->first < CHUNK ? rows->n - s->first : CHUNK;
        for (size_t p = 0; status == YS_OK && p < job->n_placements; p++)
            status = scan_chunk(s, p, err);
    }
    for (size_t a = 0; a < job->plan->n_axes; a++)
        free(s->code_of[a]);
    free(s->known);
    free(s);
    return status;
}
