/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/study.h"

#include <math.h>
#include <stdlib.h>

#include <yardstick/stats.h>

#include "base/i18n.h"
#include "compute/stats_common.h"
#include "model/show.h"

/* Groups side by side: each is described, all are tested at once, and each is compared with the rest (of two groups the
 * first with the second, once: the other way round says the same). What all groups have is gathered and sorted one
 * time, and the rest is what remains without a group. */

struct pool {
    const ys__studied *groups;
    size_t n, total;
    double *sorted;     /* the values of all groups; NULL: not needed */
    double *own;        /* room for the sorted values of one group */
    ys_ranked *ranked;  /* of each group against the rest */
};

static int compare_places(const void *a, const void *b)
{
    const ys__place *x = a, *y = b;

    if (x->partner != y->partner)
        return x->partner < y->partner ? -1 : 1;
    return (x->code > y->code) - (x->code < y->code);
}

/* The groups that have rows now, each once; the reasons of missing ones are no groups to be compared. */
static size_t find_places(const ys__studying *s, ys__place *places)
{
    const ys__cube *cube = &s->run->cube;
    size_t n = 0, kept = 0;

    for (size_t c = 0; c < cube->n; c++) {
        const uint32_t *key = &cube->keys[c * cube->width];

        if (key[0] == s->now && key[1 + s->axis] >= YS__CODE_TEXTS)
            places[n++] = (ys__place){ s->axis == YS__AXIS_SITE ? key[1 + YS__AXIS_PARTNER] : YS__CODE_ALL,
                                       key[1 + s->axis] };
    }
    qsort(places, n, sizeof *places, compare_places);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || compare_places(&places[i], &places[i - 1]) != 0)
            places[kept++] = places[i];
    return kept;
}

/* Values */

static void pool_free(struct pool *pool)
{
    free(pool->sorted);
    free(pool->own);
    free(pool->ranked);
}

static ys_status pool_ranks(struct pool *pool, ys_study *study, ys_error *err)
{
    int *group;
    size_t at = 0;

    for (size_t i = 0; i < pool->n; i++)
        pool->total += pool->groups[i].n_values;
    pool->sorted = malloc((pool->total + 1) * sizeof *pool->sorted);
    pool->own = malloc((pool->total + 1) * sizeof *pool->own);
    pool->ranked = calloc(pool->n + 1, sizeof *pool->ranked);
    group = malloc((pool->total + 1) * sizeof *group);
    if (!pool->sorted || !pool->own || !pool->ranked || !group) {
        free(group);
        return ys__fail_nomem(err);
    }
    for (size_t i = 0; i < pool->n; i++)
        for (size_t k = 0; k < pool->groups[i].n_values; k++, at++) {
            pool->sorted[at] = pool->groups[i].values[k];
            group[at] = (int)i;
        }
    if (!ys__study_good(study, ys_rank_each_against_rest(pool->ranked, pool->sorted, group, pool->total, pool->n,
                                                         NULL)))
        for (size_t i = 0; i < pool->n; i++)
            pool->ranked[i].test.p = NAN; /* all values are equal, or only one group has any */
    free(group);
    ys__sort(pool->sorted, pool->total);
    return YS_OK;
}

/* How many of n sorted values are at most x. */
static size_t count_to(const double *sorted, size_t n, double x)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (sorted[middle] <= x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The value at a rank (from 0) among those of the pool that are not the group's own. */
static double rest_at(const struct pool *pool, size_t n_own, size_t rank)
{
    size_t low = 0, high = pool->total - 1;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        double x = pool->sorted[middle];

        if (count_to(pool->sorted, pool->total, x) - count_to(pool->own, n_own, x) > rank)
            high = middle;
        else
            low = middle + 1;
    }
    return pool->sorted[low];
}

/* The quantile of the rest, of type 7, between its order statistics. */
static void rest_quantile(ys__figure *out, const struct pool *pool, const ys__studied *group, double p)
{
    size_t n_own = group->n_values, n = pool->total - n_own, low, high, at;
    double h;

    *out = (ys__figure){ .standing = YS__NO_DATA, .value = NAN, .low = NAN, .high = NAN, .n = (int64_t)n };
    if (n == 0)
        return;
    for (size_t i = 0; i < n_own; i++)
        pool->own[i] = group->values[i];
    ys__sort(pool->own, n_own);
    h = (double)(n - 1) * p;
    at = (size_t)h;
    out->value = rest_at(pool, n_own, at);
    if (at + 1 < n)
        out->value += (h - (double)at) * (rest_at(pool, n_own, at + 1) - out->value);
    out->standing = YS__OK;
    if (p > 0 && p < 1 && ys_interval_ranks(&low, &high, NULL, n, p, 0.95, NULL) == YS_OK) {
        out->low = low ? rest_at(pool, n_own, low - 1) : NAN;
        out->high = high ? rest_at(pool, n_own, high - 1) : NAN;
    }
}

static ys_status take_rest(ys__studied *rest, const ys__studying *s, const struct pool *pool, size_t i)
{
    ys__nature nature = ys__nature_of(s->indicator);

    *rest = (ys__studied){ .moments = { .mean = NAN } };
    if (nature == YS__RANKS) {
        rest_quantile(&rest->figure, pool, &pool->groups[i],
                      s->indicator->measure.p);
        return YS_OK;
    }
    ys_status status = ys__study_take(rest, s, s->now, pool->groups[i].place, true);

    for (size_t k = 0; status == YS_OK && k < pool->n; k++)
        if (k != i && pool->groups[k].moments.n)
            rest->moments = rest->moments.n ? ys_moments_merge(rest->moments, pool->groups[k].moments)
                                            : pool->groups[k].moments;
    return status;
}

/* Comparisons */

/* Holm's correction over the comparisons of an indicator; then the words. */
static ys_status add_adjusted(const ys__studying *s, ys_study_row *rows, const struct pool *pool, size_t n)
{
    const char *other = pool->n == 2 ? ys__place_title(s, pool->groups[1].place) : NULL;
    double *p = malloc((n + 1) * sizeof *p);
    ys_status status = p ? YS_OK : ys__fail_nomem(s->err);

    for (size_t i = 0; status == YS_OK && i < n; i++)
        p[i] = rows[i].p;
    if (status == YS_OK)
        status = ys_adjust_holm(p, p, n, s->err);
    for (size_t i = 0; status == YS_OK && i < n; i++) {
        rows[i].p_adjusted = p[i];
        ys__say_difference(s->study, &rows[i], s->indicator, ys__nature_of(s->indicator),
                           ys__place_title(s, pool->groups[i].place), other);
        status = ys__study_add(s->study, &rows[i], s->err);
    }
    free(p);
    return status;
}

static ys_status compare_with_rest(const ys__studying *s, const ys__studied *groups, size_t n)
{
    size_t n_rows = n == 2 ? 1 : n;
    ys_study_row *rows = calloc(n_rows, sizeof *rows);
    ys__nature nature = ys__nature_of(s->indicator);
    struct pool pool = { .groups = groups, .n = n };
    ys_status status = rows ? YS_OK : ys__fail_nomem(s->err);

    if (status == YS_OK && nature == YS__RANKS)
        status = pool_ranks(&pool, s->study, s->err);
    for (size_t i = 0; status == YS_OK && i < n_rows; i++) {
        ys__studied rest;

        rows[i] = ys__study_start(s, "comparison");
        rows[i].against = "rest";
        rows[i].by = ys__study_text(s->study, s->plan->axes[s->axis].name);
        rows[i].group = ys__place_code(s, groups[i].place);
        status = take_rest(&rest, s, &pool, i);
        if (status == YS_OK &&
            !ys__compare(s->study, &rows[i], nature, &groups[i], &rest, pool.ranked ? &pool.ranked[i] : NULL))
            rows[i].test = "";
        ys__studied_free(&rest);
    }
    if (status == YS_OK)
        status = add_adjusted(s, rows, &pool, n_rows);
    pool_free(&pool);
    free(rows);
    return status;
}

static ys_status refuse_groups(const ys__studying *s, const char *why)
{
    ys_study_row row = ys__study_start(s, "comparison");

    row.against = "rest";
    row.by = ys__study_text(s->study, s->plan->axes[s->axis].name);
    return ys__study_refuse(s, &row, why);
}

static ys_status compare_all(const ys__studying *s, const ys__studied *groups, size_t n)
{
    ys_study_row all = ys__study_start(s, "comparison");
    bool rough;

    all.against = "groups";
    all.by = ys__study_text(s->study, s->plan->axes[s->axis].name);
    if (n < 3 || !ys__compare_all(s->study, &all, &rough, ys__nature_of(s->indicator), groups, n))
        return YS_OK;
    for (size_t i = 0; i < n; i++)
        all.n += ys__cases(ys__nature_of(s->indicator), &groups[i].figure);
    all.p_adjusted = all.p;
    ys__say_groups(s->study, &all, s->indicator, ys__axis_title(s), rough);
    return ys__study_add(s->study, &all, s->err);
}

static ys_status compare_groups(const ys__studying *s, const ys__studied *groups, size_t n)
{
    ys_status status;

    if (n < 2)
        return refuse_groups(s, _("fewer than two groups have rows, so there is nothing to compare"));
    if (ys__is_additive(s->indicator)) /* they differ because the groups do */
        return refuse_groups(s, _("a total is not compared between groups, which differ in size; a share, a rate or a "
                                  "mean would be"));
    status = compare_all(s, groups, n);
    if (status == YS_OK)
        status = compare_with_rest(s, groups, n);
    if (status == YS_OK && (s->axis == YS__AXIS_PARTNER || s->axis == YS__AXIS_SITE))
        return ys__study_funnel(s, groups, n);
    return status == YS_OK ? ys__study_equity(s, groups, n) : status;
}

ys_status ys__study_groups(const ys__studying *s)
{
    ys__place *places = malloc((s->run->cube.n + 1) * sizeof *places);
    size_t n = places ? find_places(s, places) : 0;
    ys__studied *groups = calloc(n + 1, sizeof *groups);
    ys_status status = places && groups ? YS_OK : ys__fail_nomem(s->err);

    for (size_t i = 0; status == YS_OK && i < n; i++) {
        status = ys__study_take(&groups[i], s, s->now, places[i], false);
        if (status == YS_OK)
            status = ys__study_describe(s, &groups[i]);
    }
    if (status == YS_OK)
        status = compare_groups(s, groups, n);
    for (size_t i = 0; groups && i < n; i++)
        ys__studied_free(&groups[i]);
    free(groups);
    free(places);
    return status;
}
