/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/gather.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/number.h"
#include "data/eval.h"

/* One task on its way through a block. */
typedef struct gathering {
    ys__block *b;
    size_t task;
    const ys__measure *measure;
    const ys__span *spans;
    size_t n_spans;
    ys__eval_rows rows;
    bool whole; /* every row counts: the states are all 0 */
    ys_error *err;
} gathering;

/* States */

/* A condition's truth, and where it is unknown the reason. */
static void mark_missing(gathering *g, const uint8_t *why)
{
    uint8_t *state = g->b->state, any = 0;

    for (size_t i = 0; i < g->b->n; i++) {
        state[i] = state[i] ? state[i] : why[i];
        any |= state[i];
    }
    g->whole = any == 0;
}

/* Rows where the condition is unknown are missing for its reason. */
static ys_status mark_unknown(gathering *g, const ys__expr *condition, uint8_t *truth)
{
    ys__block *b = g->b;
    ys_status status = ys__eval_truth(condition, &g->rows, truth, b->why, g->err);

    if (status == YS_OK)
        mark_missing(g, b->why);
    return status;
}

/* Which rows an indicator is about: where true, not excluded. An unknown condition does not count. */
static ys_status switch_on(gathering *g, const ys__indicator *indicator)
{
    ys__block *b = g->b;
    ys_status status = YS_OK;

    memset(b->state, 0, b->n);
    g->whole = indicator->where == NULL && indicator->n_exclude == 0;
    if (indicator->where) {
        status = ys__eval_logic(indicator->where, &g->rows, b->truth, g->err);
        for (size_t i = 0; status == YS_OK && i < b->n; i++)
            b->state[i] = b->truth[i] == YS__TRUE ? 0 : YS__OFF;
    }
    for (size_t x = 0; status == YS_OK && x < indicator->n_exclude; x++) {
        status = ys__eval_logic(indicator->exclude[x].where, &g->rows, b->truth, g->err);
        for (size_t k = 0; status == YS_OK && k < g->n_spans; k++)
            for (size_t i = g->spans[k].first; i < g->spans[k].end; i++)
                if (b->state[i] == 0 && b->truth[i] == YS__TRUE) {
                    ys__cube_excluded(b->cube, g->spans[k].cell, g->task)[x]++;
                    b->state[i] = YS__OFF;
                }
    }
    return status;
}

/* Inputs of a span that are missing, by reason. */
static bool count_missing(const gathering *g, const ys__span *span, ys__tally *t)
{
    const uint8_t *state = g->b->state;
    int64_t n[YS__OFF + 1] = { 0 };

    for (size_t i = span->first; i < span->end; i++)
        n[state[i]]++;
    for (int r = YS__MISSING_NONE + 1; r < YS__MISSINGS; r++)
        if (n[r] && !ys__cube_miss(g->b->cube, t, (ys__missing)r, n[r]))
            return false;
    return true;
}

/* Adds the rows of a span to its tally: those that count, and the others by reason. NULL when memory is short. */
static ys__tally *count_span(const gathering *g, const ys__span *span, size_t *known)
{
    const uint8_t *state = g->b->state;
    ys__tally *t = ys__cube_tally(g->b->cube, span->cell, g->task);

    *known = span->end - span->first;
    if (!g->whole) {
        *known = 0;
        for (size_t i = span->first; i < span->end; i++)
            *known += state[i] == 0;
        if (*known < span->end - span->first && !count_missing(g, span, t))
            return NULL;
    }
    t->n += (int64_t)*known;
    return t;
}

/* Counts and shares */

static int64_t count_true(const gathering *g, const ys__span *span)
{
    const uint8_t *state = g->b->state, *truth = g->b->truth;
    size_t n = 0;

    for (size_t i = span->first; i < span->end; i++)
        n += (state[i] == 0) & (truth[i] == YS__TRUE);
    return (int64_t)n;
}

static ys_status gather_count(gathering *g)
{
    const ys__expr *condition = g->measure->a;
    ys_status status = condition ? mark_unknown(g, condition, g->b->truth) : YS_OK;

    for (size_t k = 0; status == YS_OK && k < g->n_spans; k++) {
        size_t known;
        ys__tally *t = count_span(g, &g->spans[k], &known);

        if (t == NULL)
            return ys__fail_nomem(g->err);
        t->numerator += condition ? count_true(g, &g->spans[k]) : (int64_t)known;
    }
    return status;
}

/* Rows outside the base are none of the indicator's. */
static ys_status mark_base(gathering *g, const ys__expr *of)
{
    ys__block *b = g->b;
    ys_status status = mark_unknown(g, of, b->other);

    for (size_t i = 0; status == YS_OK && i < b->n; i++)
        b->state[i] = b->other[i] == YS__FALSE ? YS__OFF : b->state[i];
    g->whole = g->whole && (status != YS_OK || memchr(b->other, YS__FALSE, b->n) == NULL);
    return status;
}

static ys_status gather_share(gathering *g)
{
    const ys__expr *of = g->measure->b;
    ys_status status = of ? mark_base(g, of) : mark_unknown(g, g->measure->a, g->b->truth);

    if (status == YS_OK && of)
        status = ys__eval_logic(g->measure->a, &g->rows, g->b->truth, g->err);
    for (size_t k = 0; status == YS_OK && k < g->n_spans; k++) {
        size_t known;
        ys__tally *t = count_span(g, &g->spans[k], &known);

        if (t == NULL)
            return ys__fail_nomem(g->err);
        t->denominator += (int64_t)known;
        t->numerator += count_true(g, &g->spans[k]);
    }
    return status;
}

/* Sums */

/* An input of a sum: a field's own column, whose decimals are added as they are, or the values of an expression. */
typedef struct input {
    const ys__column *plain; /* NULL: take x */
    const double *x;
} input;

static ys_status find_input(input *out, gathering *g, const ys__expr *e, double *x)
{
    ys__block *b = g->b;
    const ys__column *c = e->op == YS__OP_FIELD ? b->columns[e->field] : NULL;
    ys_status status;

    if (c && c->kind == YS__COLUMN_NUMBER && c->scale <= YS__EXACT_SCALE) {
        *out = (input){ c, NULL };
        if (c->missing)
            mark_missing(g, c->missing);
        return YS_OK;
    }
    *out = (input){ NULL, x };
    status = ys__eval_numbers(e, &g->rows, x, b->why, g->err);
    if (status == YS_OK)
        mark_missing(g, b->why);
    return status;
}

static ys__exact *sum_of(const gathering *g, const ys__span *span, ys__sum sum)
{
    return ys__cube_sum(g->b->cube, span->cell, g->task, sum);
}

/* Numbers of up to 40 bits add up, squared or not, over a whole block without a thought of overflow. */
enum { NARROW_BITS = 40 };

static bool add_squares(const gathering *g, const ys__column *c, const ys__span *span, ys__exact *to)
{
    const uint8_t *state = g->b->state;

    for (size_t i = span->first; i < span->end; i++)
        if (state[i] == 0 && !ys__exact_add_decimal_square(to, c->v[i], c->scale))
            return false;
    return true;
}

static bool add_plain(const gathering *g, const ys__column *c, const ys__span *span, ys__exact *sum, ys__exact *squares)
{
    const uint8_t *state = g->b->state;
    __int128 total = 0, squared = 0;
    uint64_t bits = 0;

    for (size_t i = span->first; i < span->end; i++) {
        int64_t v = c->v[i] & -(int64_t)(state[i] == 0);

        bits |= (uint64_t)(v < 0 ? ~v : v);
        total += v;
        squared += (__int128)v * v;
    }
    if (!ys__exact_add_units(sum, total, c->scale))
        return false;
    if (squares == NULL)
        return true;
    if (bits >> NARROW_BITS || 2 * c->scale > YS__EXACT_SCALE)
        return add_squares(g, c, span, squares);
    return ys__exact_add_units(squares, squared, 2 * c->scale);
}

static bool add_values(const gathering *g, const double *x, const ys__span *span, ys__exact *sum, ys__exact *squares)
{
    const uint8_t *state = g->b->state;
    __int128 total = 0, squared = 0;

    for (size_t i = span->first; i < span->end; i++) {
        bool narrow = fabs(x[i]) < (double)(INT64_C(1) << NARROW_BITS) && x[i] == (double)(int64_t)x[i];
        int64_t v;

        if (state[i])
            continue;
        if (!narrow && (!ys__exact_add(sum, x[i]) || (squares && !ys__exact_add_square(squares, x[i]))))
            return false;
        v = narrow ? (int64_t)x[i] : 0;
        total += v;
        squared += (__int128)v * v;
    }
    return ys__exact_add_units(sum, total, 0) && (squares == NULL || ys__exact_add_units(squares, squared, 0));
}

static bool add_input(const gathering *g, const input *in, const ys__span *span, ys__sum sum, bool with_squares)
{
    ys__exact *to = sum_of(g, span, sum), *squares = with_squares ? sum_of(g, span, YS__SUM_SQUARES) : NULL;

    return in->plain ? add_plain(g, in->plain, span, to, squares) : add_values(g, in->x, span, to, squares);
}

static double value_at(const input *in, size_t i)
{
    return in->plain ? (double)in->plain->v[i] / (double)ys__pow10[in->plain->scale] : in->x[i];
}

/* The values of a span that count, behind those gathered so far. */
static bool keep_values(const gathering *g, const input *in, const ys__span *span, size_t known)
{
    ys__values *to = &g->b->cube->values[g->task];
    size_t at = to->n;

    if (!ys__values_reserve(to, known, true, false))
        return false;
    for (size_t i = span->first; i < span->end; i++)
        if (g->b->state[i] == 0)
            to->value[at++] = value_at(in, i);
    return ys__values_close(to, span->cell, known);
}

/* Sums and unweighted means. */
static ys_status gather_plain_sum(gathering *g)
{
    bool squares = g->measure->kind == YS__MEAN, keeps = g->b->job->plan->keep_values, good = true;
    input in;
    ys_status status = find_input(&in, g, g->measure->a, g->b->x);

    for (size_t k = 0; status == YS_OK && good && k < g->n_spans; k++) {
        size_t known;

        good = count_span(g, &g->spans[k], &known) && add_input(g, &in, &g->spans[k], YS__SUM_A, squares) &&
               (!keeps || keep_values(g, &in, &g->spans[k], known));
    }
    return status != YS_OK || good ? status : ys__fail_nomem(g->err);
}

/* a is the sum of x times weight, b the sum of weights. */
static ys_status gather_weighted(gathering *g)
{
    ys__block *b = g->b;
    input x = { NULL, b->x }, weight = { NULL, b->y };
    bool good = true;
    ys_status status = ys__eval_numbers(g->measure->a, &g->rows, b->x, b->why, g->err);

    if (status == YS_OK) {
        mark_missing(g, b->why);
        status = ys__eval_numbers(g->measure->b, &g->rows, b->y, b->why, g->err);
    }
    if (status == YS_OK)
        mark_missing(g, b->why);
    for (size_t i = 0; status == YS_OK && i < b->n; i++)
        b->x[i] *= b->y[i];
    for (size_t k = 0; status == YS_OK && good && k < g->n_spans; k++) {
        size_t known;

        good = count_span(g, &g->spans[k], &known) && add_input(g, &x, &g->spans[k], YS__SUM_A, false) &&
               add_input(g, &weight, &g->spans[k], YS__SUM_B, false);
    }
    return status != YS_OK || good ? status : ys__fail_nomem(g->err);
}

static ys_status gather_sum(gathering *g)
{
    return g->measure->kind == YS__MEAN && g->measure->b ? gather_weighted(g) : gather_plain_sum(g);
}

static ys_status gather_rate(gathering *g)
{
    bool good = true;
    input x, y;
    ys_status status = find_input(&x, g, g->measure->a, g->b->x);

    if (status == YS_OK)
        status = find_input(&y, g, g->measure->b, g->b->y);
    for (size_t k = 0; status == YS_OK && good && k < g->n_spans; k++) {
        size_t known;

        good = count_span(g, &g->spans[k], &known) && add_input(g, &x, &g->spans[k], YS__SUM_A, false) &&
               add_input(g, &y, &g->spans[k], YS__SUM_B, false);
    }
    return status != YS_OK || good ? status : ys__fail_nomem(g->err);
}

/* Extremes and quantiles */

static void find_extremes(const gathering *g, const input *in, const ys__span *span, ys__tally *t)
{
    ys__tally own;

    ys__tally_reset(&own);
    for (size_t i = span->first; i < span->end; i++) {
        double x = value_at(in, i);

        if (g->b->state[i])
            continue;
        own.min = own.min <= x ? own.min : x;
        own.max = own.max >= x ? own.max : x;
    }
    ys__tally_merge(t, &own);
}

static ys_status gather_values(gathering *g)
{
    bool keeps = (g->measure->kind == YS__MEDIAN || g->measure->kind == YS__QUANTILE) &&
                 g->b->cube->uses[g->task].values == g->task;
    input in;
    ys_status status = find_input(&in, g, g->measure->a, g->b->x);

    for (size_t k = 0; status == YS_OK && k < g->n_spans; k++) {
        size_t known;
        ys__tally *t = count_span(g, &g->spans[k], &known);

        if (t == NULL || (keeps && !keep_values(g, &in, &g->spans[k], known)))
            return ys__fail_nomem(g->err);
        find_extremes(g, &in, &g->spans[k], t);
    }
    return status;
}

/* People */

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
static ys__id identity(const gathering *g, const ys__column *c, size_t i)
{
    bool is_site = g->measure->a->field == g->b->job->form->site_field;

    if (c->kind == YS__COLUMN_ID)
        return c->id[i];
    if (c->kind == YS__COLUMN_CODE)
        return id_of_text(c->dict.items[c->v[i]], is_site ? 16 + (uint64_t)g->b->partner * 4 : 0);
    if (c->kind == YS__COLUMN_NUMBER)
        return id_of_decimal(c->v[i], c->scale);
    if (c->kind == YS__COLUMN_REAL)
        return id_of_real(c->d[i]);
    return (ys__id){ 0, (uint64_t)c->v[i] };
}

/* The period of a row, or the month of the date it goes by, packed. */
static double time_of(const gathering *g, size_t row)
{
    const ys__block *b = g->b;
    int field = b->job->tasks[g->task].indicator->period_field;
    ys__period period = field < 0 ? ys__rows_period(b->rows, b->job->form, row)
                                  : (ys__period){ ys__month_of_day((int32_t)b->rows->by_field[field]->v[row]), 1 };

    return (double)ys__period_pack(period);
}

static ys_status gather_distinct(gathering *g)
{
    ys__block *b = g->b;
    const ys__column *c = b->columns[g->measure->a->field];
    ys__values *to = &b->cube->values[g->task];
    bool dated = b->job->tasks[g->task].keeps_period;

    if (c == NULL)
        memset(b->why, YS__NOT_COLLECTED, b->n);
    if (c == NULL || c->missing)
        mark_missing(g, c ? c->missing : b->why);
    for (size_t k = 0; k < g->n_spans; k++) {
        const ys__span *span = &g->spans[k];
        size_t known, at = to->n;

        if (count_span(g, span, &known) == NULL || !ys__values_reserve(to, known, dated, true))
            return ys__fail_nomem(g->err);
        for (size_t i = span->first; i < span->end; i++) {
            if (b->state[i])
                continue;
            if (dated)
                to->value[at] = time_of(g, b->row[i]);
            to->id[at++] = identity(g, c, i);
        }
        if (!ys__values_close(to, span->cell, known))
            return ys__fail_nomem(g->err);
    }
    return YS_OK;
}

/* Figures of one partner, site and period add (they are split by other columns); across these, the people may be the
 * same ones. A joined row is of no period but of the whole window. */
static ys__id reach_unit(const gathering *g, size_t row)
{
    const ys__block *b = g->b;
    const ys__form *form = b->job->form;
    const ys__column *sites = form->site_field >= 0 ? b->rows->by_field[form->site_field] : NULL;
    ys__period period = b->rows->submission ? ys__rows_period(b->rows, form, row) : (ys__period){ 0 };
    ys__id id = { .high = (uint64_t)ys__period_pack(period) };
    ys__slice site = { "", 0 };

    if (sites && sites->kind == YS__COLUMN_CODE && !ys__column_missing(sites, row))
        site = sites->dict.items[sites->v[row]];
    id.low = ys__hash(site.p, site.n, b->partner + 1);
    return id;
}

static ys_status gather_reach(gathering *g)
{
    ys__block *b = g->b;
    ys__values *to = &b->cube->values[g->task];
    input in;
    ys_status status = find_input(&in, g, g->measure->a, b->x);

    for (size_t k = 0; status == YS_OK && k < g->n_spans; k++) {
        const ys__span *span = &g->spans[k];
        size_t known, at = to->n;

        if (count_span(g, span, &known) == NULL || !ys__values_reserve(to, known, true, true))
            return ys__fail_nomem(g->err);
        for (size_t i = span->first; i < span->end; i++)
            if (b->state[i] == 0) {
                to->id[at] = reach_unit(g, b->row[i]);
                to->value[at++] = value_at(&in, i);
            }
        if (!ys__values_close(to, span->cell, known))
            return ys__fail_nomem(g->err);
    }
    return status;
}

static ys_status (*const gather[])(gathering *) = {
    [YS__COUNT] = gather_count,       [YS__SUM] = gather_sum,     [YS__DISTINCT] = gather_distinct,
    [YS__SHARE] = gather_share,       [YS__RATE] = gather_rate,   [YS__MEAN] = gather_sum,
    [YS__MEDIAN] = gather_values,     [YS__QUANTILE] = gather_values, [YS__MIN] = gather_values,
    [YS__MAX] = gather_values,        [YS__REACH] = gather_reach, [YS__GIVEN] = gather_sum,
};

ys_status ys__gather(ys__block *b, size_t task, const ys__span *spans, size_t n_spans, ys__period window,
                     ys_error *err)
{
    const ys__task *t = &b->job->tasks[task];
    gathering g = { .b = b, .task = task, .measure = &t->indicator->measure, .spans = spans, .n_spans = n_spans,
                    .rows = { .columns = b->columns, .n = b->n, .period_start = ys__period_first_day(window),
                              .period_end = ys__period_last_day(window) },
                    .err = err };
    ys_status status;

    for (size_t i = 0; i < t->n_fields; i++)
        if (!ys__block_column(b, t->fields[i]))
            return ys__fail_nomem(err);
    status = switch_on(&g, t->indicator);
    assert(gather[g.measure->kind]);
    return status == YS_OK ? gather[g.measure->kind](&g) : status;
}
