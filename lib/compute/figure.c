/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <yardstick/stats.h>

#include "base/i18n.h"
#include "compute/select.h"

static const double level = 0.95;

/* One figure in the making. */
struct making {
    ys__figure *out;
    const ys__indicator *indicator;
    const ys__values *values;
    const uint32_t *cells;
    size_t n;
    const ys__unique *unique;
    ys__memo *memo; /* NULL: a single figure */
    ys__tally all;
    ys__exact sums[YS__SUMS];
    ys_error *err;
};

static void set_interval(ys__figure *f, ys_status status, const ys_interval *interval)
{
    if (status != YS_OK)
        return; /* too few for an interval: the limits stay empty */
    f->low = interval->low;
    f->high = interval->high;
}

/* Of n things: Garwood's limits of a count, t for a mean (high), the ranks of a quantile (from 1; 0: none). */
static void find_limits(ys__limits *out)
{
    ys_interval i = { 0 };
    size_t low = 0, high = 0;

    if (out->kind == YS__COUNT)
        ys_interval_garwood(&i, out->n, 1, level, NULL);
    else if (out->kind == YS__MEAN) /* a standard error of 1 */
        ys_interval_mean_of_sums(&i, (size_t)out->n, 0, out->n * (out->n - 1), level, NULL);
    else if (ys_interval_ranks(&low, &high, NULL, (size_t)out->n, out->p, level, NULL) == YS_OK)
        i = (ys_interval){ .low = (double)low, .high = (double)high };
    out->low = i.low;
    out->high = i.high;
}

static ys__limits limits_of(const struct making *m, ys__measure_kind kind, double n, double p)
{
    enum { SLOTS = sizeof m->memo->limits / sizeof *m->memo->limits };
    ys__limits own = { true, kind, n, p, NAN, NAN };
    ys__limits *slot = m->memo ? &m->memo->limits[((size_t)n * 4 + (size_t)kind + (size_t)(p * 16)) % SLOTS] : &own;

    if (slot == &own || !slot->known || slot->n != n || slot->p != p || slot->kind != kind) {
        find_limits(&own);
        *slot = own;
    }
    return *slot;
}

static ys_status make_count(struct making *m)
{
    ys__limits limits = limits_of(m, YS__COUNT, (double)m->all.numerator, 0);

    m->out->value = (double)m->all.numerator;
    m->out->low = limits.low;
    m->out->high = limits.high;
    return YS_OK;
}

static ys_status make_sum(struct making *m)
{
    m->out->value = ys__exact_value(&m->sums[YS__SUM_A]);
    return YS_OK;
}

static void set_quotient(struct making *m, double numerator, double denominator)
{
    m->out->numerator = numerator;
    m->out->denominator = denominator;
    if (denominator == 0) {
        m->out->standing = YS__NO_DATA;
        m->out->why = _("the denominator is 0");
    } else {
        m->out->value = numerator / denominator;
    }
}

static ys_status make_share(struct making *m)
{
    ys_interval i;
    double x = (double)m->all.numerator, n = (double)m->all.denominator;

    set_quotient(m, x, n);
    if (n > 0)
        set_interval(m->out, ys_interval_wilson(&i, x, n, level, NULL), &i);
    return YS_OK;
}

static ys_status make_rate(struct making *m)
{
    ys_interval i;
    double x = ys__exact_value(&m->sums[YS__SUM_A]), n = ys__exact_value(&m->sums[YS__SUM_B]);

    set_quotient(m, x, n);
    if (strcmp(m->indicator->unit, "percent") == 0 && x >= 0 && x <= n && n > 0)
        set_interval(m->out, ys_interval_wilson(&i, x, n, level, NULL), &i);
    return YS_OK;
}

static ys_status make_mean(struct making *m)
{
    double sum = ys__exact_value(&m->sums[YS__SUM_A]), n = (double)m->all.n, deviations, half;
    bool weighted = m->indicator->measure.b != NULL;

    set_quotient(m, sum, weighted ? ys__exact_value(&m->sums[YS__SUM_B]) : n);
    if (weighted || m->all.n < 2)
        return YS_OK;
    deviations = ys__exact_deviations(&m->sums[YS__SUM_A], &m->sums[YS__SUM_SQUARES], m->all.n);
    half = limits_of(m, YS__MEAN, n, 0).high * sqrt(deviations / (n - 1) / n);
    m->out->low = sum / n - half;
    m->out->high = sum / n + half;
    return YS_OK;
}

static ys_status make_min(struct making *m)
{
    m->out->value = m->all.min;
    return YS_OK;
}

static ys_status make_max(struct making *m)
{
    m->out->value = m->all.max;
    return YS_OK;
}

static size_t count_values(const struct making *m)
{
    size_t n = 0;

    for (size_t i = 0; i < m->n; i++)
        n += m->values->first[m->cells[i] + 1] - m->values->first[m->cells[i]];
    return n;
}

/* The type 7 quantile lies between two neighbours; its interval is made of two more order statistics. */
static ys_status make_quantile(struct making *m)
{
    const ys__pieces pieces = { m->values->value, m->values->first, m->cells, m->n };
    size_t n = ys__pieces_count(&pieces), low, high, ranks[4];
    double p = m->indicator->measure.p, at = (double)(n - 1) * p, x[4];
    ys__limits limits = limits_of(m, YS__QUANTILE, (double)n, p);

    low = (size_t)limits.low;
    high = (size_t)limits.high;
    ranks[1] = (size_t)at;
    ranks[2] = ranks[1] + 1 < n ? ranks[1] + 1 : ranks[1];
    ranks[0] = low ? low - 1 : ranks[1];
    ranks[3] = high ? high - 1 : ranks[2];
    if (!ys__select(x, ranks, 4, &pieces, m->all.min, m->all.max))
        return ys__fail_nomem(m->err);
    m->out->value = ys_quantile(x + 1, 2, at - floor(at));
    m->out->low = low ? x[0] : NAN;
    m->out->high = high ? x[3] : NAN;
    return YS_OK;
}

/* Sets of ids, each with a sum beside it. */
struct ids {
    ys__id *id;
    double *sum;
    uint8_t *used;
    size_t n, n_slots;
};

static bool ids_make(struct ids *set, size_t n, bool sums)
{
    *set = (struct ids){ .n_slots = 16 };
    while (set->n_slots < n * 2)
        set->n_slots *= 2;
    set->id = malloc(set->n_slots * sizeof *set->id);
    set->used = calloc(set->n_slots, 1);
    set->sum = sums ? calloc(set->n_slots, sizeof *set->sum) : NULL;
    return set->id && set->used && (!sums || set->sum);
}

static void ids_free(struct ids *set)
{
    free(set->id);
    free(set->sum);
    free(set->used);
}

static size_t ids_add(struct ids *set, ys__id id, bool *is_new)
{
    size_t at = (size_t)(id.low ^ id.high * UINT64_C(0x9E3779B97F4A7C15)) & (set->n_slots - 1);

    while (set->used[at] && (set->id[at].low != id.low || set->id[at].high != id.high))
        at = (at + 1) & (set->n_slots - 1);
    *is_new = !set->used[at];
    set->n += *is_new;
    set->used[at] = 1;
    set->id[at] = id;
    return at;
}

bool ys__people_by_partner(const ys__indicator *indicator)
{
    const ys__measure *m = &indicator->measure;
    const ys__field *f = m->kind == YS__DISTINCT ? &indicator->form->fields[m->a->field] : NULL;

    return f && f->role == YS__ROLE_PARTICIPANT && !f->scope_initiative;
}

static ys_status make_distinct(struct making *m)
{
    m->out->value = (double)m->unique->count;
    if (ys__people_by_partner(m->indicator) && m->unique->partners > 1) {
        m->out->value = NAN;
        m->out->low = (double)m->unique->largest;
        m->out->high = (double)m->unique->count;
        m->out->why = _("partners number their participants on their own, so that the same person may be in several "
                        "counts: the number lies between the largest count and the sum");
    }
    return YS_OK;
}

static ys_status make_reach(struct making *m)
{
    struct ids set;
    ys__exact total = { 0 };
    double largest = 0;
    bool good = true;

    if (!ids_make(&set, count_values(m), true)) {
        ids_free(&set);
        return ys__fail_nomem(m->err);
    }
    for (size_t i = 0; i < m->n; i++)
        for (size_t k = m->values->first[m->cells[i]]; k < m->values->first[m->cells[i] + 1]; k++) {
            bool is_new;
            size_t at = ids_add(&set, m->values->id[k], &is_new);

            set.sum[at] += m->values->value[k];
            good = good && ys__exact_add(&total, m->values->value[k]);
        }
    if (!good) {
        ids_free(&set);
        return ys__fail_nomem(m->err);
    }
    for (size_t i = 0; i < set.n_slots; i++)
        if (set.used[i])
            largest = fmax(largest, set.sum[i]);
    m->out->value = ys__exact_value(&total);
    ys__exact_free(&total);
    if (set.n > 1) {
        m->out->low = largest;
        m->out->high = m->out->value;
        m->out->value = NAN;
        m->out->why =
            _("people were counted by each partner, place and period apart: the number lies between the largest "
              "count and the sum");
    }
    ids_free(&set);
    return YS_OK;
}

static ys_status make_given(struct making *m)
{
    if (m->all.n == 1) {
        m->out->value = ys__exact_value(&m->sums[YS__SUM_A]);
        return YS_OK;
    }
    m->out->standing = YS__REFUSED_RESULT;
    m->out->why = _("finished figures cannot be added or averaged: collect their numerator and denominator instead");
    return YS_OK;
}

static ys_status (*const make[])(struct making *) = {
    [YS__COUNT] = make_count,         [YS__SUM] = make_sum,   [YS__DISTINCT] = make_distinct,
    [YS__SHARE] = make_share,         [YS__RATE] = make_rate, [YS__MEAN] = make_mean,
    [YS__MEDIAN] = make_quantile,     [YS__QUANTILE] = make_quantile, [YS__MIN] = make_min,
    [YS__MAX] = make_max,             [YS__REACH] = make_reach, [YS__GIVEN] = make_given,
};

static void clear(ys__figure *f)
{
    *f = (ys__figure){ .value = NAN, .numerator = NAN, .denominator = NAN, .low = NAN, .high = NAN };
}

bool ys__measure_has_zero(ys__measure_kind kind)
{
    return kind == YS__COUNT || kind == YS__SUM || kind == YS__DISTINCT || kind == YS__REACH;
}

void ys__figure_empty(ys__figure *out, const ys__indicator *indicator, bool reported)
{
    ys__limits none = { true, YS__COUNT, 0, 0, NAN, NAN };

    clear(out);
    if (!reported || !ys__measure_has_zero(indicator->measure.kind)) {
        out->standing = YS__NO_DATA;
        return;
    }
    out->value = 0;
    if (indicator->measure.kind == YS__COUNT) {
        find_limits(&none);
        out->low = none.low;
        out->high = none.high;
    }
}

/* Where parts were suppressed at the source, what is known is a part and no total. */
static void mark_incomplete(struct making *m)
{
    double known = isnan(m->out->value) ? m->out->low : m->out->value;

    m->out->standing = YS__INCOMPLETE;
    m->out->value = m->out->low = m->out->high = NAN;
    if (ys__measure_has_zero(m->indicator->measure.kind))
        m->out->low = known;
    m->out->why = _("parts were suppressed by those who reported them");
}

/* Adds a cell of a cube to what is taken together. */
static bool merge_cell(struct making *m, int64_t *excluded, const ys__cube *cube, size_t task, size_t cell)
{
    const ys__use *use = &cube->uses[task];
    const ys__tally *tally = ys__cube_tally(cube, cell, task);
    const ys__misses *misses = ys__cube_misses(cube, tally);

    m->out->longer += ys__cube_presence(cube, cell, use->placement)->longer;
    for (size_t x = 0; x < m->indicator->n_exclude; x++)
        excluded[x] += ys__cube_excluded(cube, cell, task)[x];
    for (int r = 0; misses && r < YS__MISSINGS; r++)
        m->out->missing[r] += misses->n[r];
    ys__tally_merge(&m->all, tally);
    for (int k = 0; k < YS__SUMS; k++)
        if (use->sums[k] != SIZE_MAX && !ys__exact_merge(&m->sums[k], ys__cube_sum(cube, cell, task, (ys__sum)k)))
            return false;
    return true;
}

static ys_status make_figure(struct making *m)
{
    ys__figure *out = m->out;
    ys__measure_kind kind = m->indicator->measure.kind;
    ys_status status = YS_OK;
    int64_t missing = 0;

    for (int r = 0; r < YS__MISSINGS; r++)
        missing += out->missing[r];
    out->n = m->all.n;
    if (m->all.n == 0 && (missing > 0 || out->longer > 0 || !ys__measure_has_zero(kind)))
        out->standing = YS__NO_DATA;
    else
        status = make[kind](m);
    if (status == YS_OK && out->missing[YS__SUPPRESSED])
        mark_incomplete(m);
    return status;
}

/* From the cells of a cube: the given ones, or one of a rollup in which they are merged already. */
static ys_status figure_from(struct making *m, int64_t *excluded, const ys__cube *cube, size_t task,
                             const uint32_t *cells, size_t n)
{
    ys_status status = YS_OK;

    clear(m->out);
    ys__tally_reset(&m->all);
    memset(excluded, 0, m->indicator->n_exclude * sizeof *excluded);
    for (size_t i = 0; status == YS_OK && i < n; i++)
        if (!merge_cell(m, excluded, cube, task, cells[i]))
            status = ys__fail_nomem(m->err);
    if (status == YS_OK)
        status = make_figure(m);
    for (int k = 0; k < YS__SUMS; k++)
        ys__exact_free(&m->sums[k]);
    return status;
}

ys_status ys__figure_make(ys__figure *out, int64_t *excluded, const ys__cube *cube, size_t task,
                          const ys__indicator *indicator, const uint32_t *cells, size_t n, const ys__unique *unique,
                          ys_error *err)
{
    struct making m = { .out = out, .indicator = indicator, .values = &cube->values[cube->uses[task].values],
                        .cells = cells, .n = n, .unique = unique, .err = err };

    return figure_from(&m, excluded, cube, task, cells, n);
}

ys_status ys__figure_of_group(ys__figure *out, int64_t *excluded, const ys__cube *cube, const ys__rollup *rollup,
                              size_t group, size_t task, const ys__indicator *indicator, const ys__unique *unique,
                              ys__memo *memo, ys_error *err)
{
    const size_t *first = &rollup->groups.first[group];
    struct making m = { .out = out, .indicator = indicator, .values = &cube->values[cube->uses[task].values],
                        .cells = rollup->groups.cells + first[0], .n = first[1] - first[0], .unique = unique,
                        .memo = memo, .err = err };

    return figure_from(&m, excluded, &rollup->cube, task, &(uint32_t){ (uint32_t)group }, 1);
}
