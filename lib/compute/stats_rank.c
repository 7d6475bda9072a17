/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_compare.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/error.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"

enum { EXACT_BELOW = 50 }; /* as R decides */

static ys_test no_df(double statistic, double p)
{
    return (ys_test){ .statistic = statistic, .df = NAN, .df2 = NAN, .p = p };
}

/* Two-sided p of a statistic from the number of ways to reach each value from 0 to top, a symmetric distribution. */
static double exact_p(const double *ways, size_t top, double statistic)
{
    double extreme = fmin(statistic, (double)top - statistic), some = 0.0, all = 0.0;

    for (size_t s = 0; s <= top; s++) {
        all += ways[s];
        some += (double)s <= extreme ? ways[s] : 0.0;
    }
    return fmin(1.0, 2.0 * some / all);
}

/* The normal deviate of a statistic at a distance from its mean, half a step nearer for continuity. */
static double deviate(double distance, double variance)
{
    double half = distance > 0.0 ? 0.5 : distance < 0.0 ? -0.5 : 0.0;

    return (distance - half) / sqrt(variance);
}

static double two_sided(double z)
{
    return 2.0 * ys__normal_p(-fabs(z));
}

static double signed_rank_p(size_t n, double v) /* n < EXACT_BELOW */
{
    double ways[EXACT_BELOW * (EXACT_BELOW + 1) / 2] = { 1.0 };
    size_t top = 0;

    for (size_t rank = 1; rank <= n; rank++) {
        top += rank;
        for (size_t s = top; s >= rank; s--)
            ways[s] += ways[s - rank];
    }
    return exact_p(ways, top, v);
}

/* From the differences that are not zero, of which size holds the absolute values. */
static ys_status rank_signed(ys_ranked *out, const double *difference, const double *size, size_t n, ys_error *err)
{
    double *rank = malloc((n + 1) * sizeof *rank), ties, v = 0.0, count = (double)n, all = count * (count + 1.0) / 2.0;
    ys_status status = rank ? ys__midranks(rank, &ties, size, n, err) : ys__fail_nomem(err);

    if (status == YS_OK) {
        for (size_t i = 0; i < n; i++)
            v += difference[i] > 0.0 ? rank[i] : 0.0;
        out->n = n;
        out->effect = (2.0 * v - all) / all;
        out->exact = n < EXACT_BELOW && ties == 0.0 && out->zeros == 0;
        if (out->exact) {
            out->z = NAN;
            out->test = no_df(v, signed_rank_p(n, v));
        } else {
            out->z = deviate(v - all / 2.0, count * (count + 1.0) * (2.0 * count + 1.0) / 24.0 - ties / 48.0);
            out->test = no_df(v, two_sided(out->z));
        }
    }
    free(rank);
    return status;
}

ys_status ys_rank_signed(ys_ranked *out, const double *before, const double *after, size_t n, ys_error *err)
{
    ys_ranked result = { .n = 0 };
    double *difference = NULL, *size;
    ys_status status = ys__differences(&difference, before, after, n, err);
    size_t used = 0;

    if (status)
        return status;
    for (size_t i = 0; i < n; i++) {
        if (isnan(difference[i]))
            result.missing++;
        else if (difference[i] == 0.0)
            result.zeros++;
        else
            difference[used++] = difference[i];
    }
    size = malloc((used + 1) * sizeof *size);
    status = size ? ys__stats_enough(used, 1, err) : ys__fail_nomem(err);
    for (size_t i = 0; size && i < used; i++)
        size[i] = fabs(difference[i]);
    if (status == YS_OK && (status = rank_signed(&result, difference, size, used, err)) == YS_OK)
        *out = result;
    free(size);
    free(difference);
    return status;
}

/* p of U by counting the choices of nx ranks: ways[j][u] sets of j ranks that exceed the other group u times. */
static ys_status mann_whitney_p(double *p, size_t nx, size_t ny, double u, ys_error *err)
{
    size_t few = nx < ny ? nx : ny, many = nx + ny - few, top = few * many, row = top + 1;
    double *ways = calloc((few + 1) * row, sizeof *ways);

    if (ways == NULL)
        return ys__fail_nomem(err);
    ways[0] = 1.0;
    for (size_t rank = 1; rank <= few + many; rank++)
        for (size_t j = rank < few ? rank : few; j >= 1; j--) {
            size_t step = rank - j; /* how many of the other group the j-th smallest exceeds */

            for (size_t s = step; step <= many && s <= j * many; s++)
                ways[j * row + s] += ways[(j - 1) * row + s - step];
        }
    *p = exact_p(ways + few * row, top, u);
    free(ways);
    return YS_OK;
}

/* The test from the sum of the ranks of one group; out->missing is left as it is. */
static ys_status conclude(ys_ranked *out, double rank_sum, size_t nx, size_t ny, double ties, ys_error *err)
{
    double x = (double)nx, y = (double)ny, all = x + y, u = rank_sum - x * (x + 1.0) / 2.0, p = NAN;
    ys_status status = YS_OK;

    out->n = nx + ny;
    out->effect = u / (x * y);
    out->exact = nx < EXACT_BELOW && ny < EXACT_BELOW && ties == 0.0;
    if (out->exact) {
        out->z = NAN;
        status = mann_whitney_p(&p, nx, ny, u, err);
    } else {
        out->z = deviate(u - x * y / 2.0, x * y / 12.0 * (all + 1.0 - ties / (all * (all - 1.0))));
        p = two_sided(out->z);
    }
    out->test = no_df(u, p);
    return status;
}

/* Whether the sum over runs of equal values says that all n are equal. */
static bool all_equal(double ties, size_t n)
{
    double all = (double)n;

    return n > 1 && ties == all * all * all - all;
}

static ys_status mann_whitney(ys_ranked *out, const double *both, size_t nx, size_t ny, ys_error *err)
{
    size_t n = nx + ny;
    double *rank = malloc((n + 1) * sizeof *rank), ties = 0.0, sum = 0.0;
    ys_status status = rank ? ys__midranks(rank, &ties, both, n, err) : ys__fail_nomem(err);

    for (size_t i = 0; status == YS_OK && i < nx; i++)
        sum += rank[i];
    free(rank);
    if (status)
        return status;
    return all_equal(ties, n) ? ys__stats_constant(err) : conclude(out, sum, nx, ny, ties, err);
}

ys_status ys_rank_mann_whitney(ys_ranked *out, const double *x, size_t nx, const double *y, size_t ny, ys_error *err)
{
    ys_ranked result = { .n = 0 };
    double *both = malloc((nx + ny + 1) * sizeof *both);
    ys_status status = both ? YS_OK : ys__fail_nomem(err);
    size_t used = 0, first = 0;

    for (size_t i = 0; status == YS_OK && i < nx + ny; i++) {
        double value = i < nx ? x[i] : y[i - nx];

        if (isinf(value))
            status = ys__stats_infinite(err);
        else if (isnan(value))
            result.missing++;
        else
            both[used++] = value;
        if (i < nx)
            first = used;
    }
    if (status == YS_OK)
        status = ys__stats_enough(first < used - first ? first : used - first, 1, err);
    if (status == YS_OK && (status = mann_whitney(&result, both, first, used - first, err)) == YS_OK)
        *out = result;
    free(both);
    return status;
}

/* The values that count with their groups, ranked, and the sums of each group. */
struct ranked_groups {
    double *values, *sums, *sizes;
    int *of;
    size_t n, missing, used; /* values, and groups that have some */
    double ties;
};

static void groups_free(struct ranked_groups *g)
{
    free(g->of);
    free(g->sums);
    free(g->values);
}

static ys_status take_groups(struct ranked_groups *g, const double *x, const int *group, size_t n, size_t groups,
                             ys_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (isinf(x[i]))
            return ys__stats_infinite(err);
        if (group[i] < 0 || (size_t)group[i] >= groups)
            continue;
        g->values[g->n] = x[i];
        g->of[g->n] = group[i];
        g->n += !isnan(x[i]);
        g->missing += isnan(x[i]);
    }
    return YS_OK;
}

static ys_status rank_groups(struct ranked_groups *g, size_t groups, ys_error *err)
{
    double *rank = malloc((g->n + 1) * sizeof *rank);
    ys_status status = rank ? ys__midranks(rank, &g->ties, g->values, g->n, err) : ys__fail_nomem(err);

    for (size_t i = 0; status == YS_OK && i < g->n; i++) {
        g->sums[g->of[i]] += rank[i];
        g->sizes[g->of[i]] += 1.0;
    }
    free(rank);
    for (size_t k = 0; status == YS_OK && k < groups; k++)
        g->used += g->sizes[k] > 0.0;
    if (status == YS_OK)
        status = ys__stats_enough(g->used, 2, err);
    return status == YS_OK && all_equal(g->ties, g->n) ? ys__stats_constant(err) : status;
}

/* Needs groups_free() also after a failure. */
static ys_status groups_of(struct ranked_groups *g, const double *x, const int *group, size_t n, size_t groups,
                           ys_error *err)
{
    ys_status status;

    *g = (struct ranked_groups){ .values = malloc((n + 1) * sizeof *g->values),
                                 .sums = calloc(2 * groups + 1, sizeof *g->sums),
                                 .of = malloc((n + 1) * sizeof *g->of) };
    if (g->values == NULL || g->sums == NULL || g->of == NULL)
        return ys__fail_nomem(err);
    g->sizes = g->sums + groups;
    status = take_groups(g, x, group, n, groups, err);
    return status ? status : rank_groups(g, groups, err);
}

ys_status ys_rank_kruskal_wallis(ys_ranked *out, const double *x, const int *group, size_t n, size_t groups,
                                 ys_error *err)
{
    struct ranked_groups g;
    ys_status status = groups_of(&g, x, group, n, groups, err);
    double h = 0.0, all = (double)g.n, df = (double)g.used - 1.0;

    for (size_t k = 0; status == YS_OK && k < groups; k++) {
        double d = g.sizes[k] > 0.0 ? g.sums[k] / g.sizes[k] - (all + 1.0) / 2.0 : 0.0;

        h += g.sizes[k] * d * d;
    }
    if (status == YS_OK) {
        h *= 12.0 / (all * (all + 1.0)) / (1.0 - g.ties / (all * all * all - all));
        *out = (ys_ranked){ .n = g.n,
                            .missing = g.missing,
                            .z = NAN,
                            .effect = h / (all - 1.0),
                            .test = { .statistic = h, .df = df, .df2 = NAN, .p = ys__chisq_upper(h, df) } };
    }
    groups_free(&g);
    return status;
}

ys_status ys_rank_each_against_rest(ys_ranked *out, const double *x, const int *group, size_t n, size_t groups,
                                    ys_error *err)
{
    struct ranked_groups g;
    ys_status status = groups_of(&g, x, group, n, groups, err);

    for (size_t k = 0; status == YS_OK && k < groups; k++) {
        size_t own = (size_t)g.sizes[k];

        out[k] = (ys_ranked){ .test = no_df(NAN, NAN), .z = NAN, .effect = NAN, .missing = g.missing };
        if (own > 0 && own < g.n)
            status = conclude(&out[k], g.sums[k], own, g.n - own, g.ties, err);
    }
    groups_free(&g);
    return status;
}

static ys_status adjust_pairs(ys_dunn *pairs, size_t n, ys_error *err)
{
    double *p = malloc((n + 1) * sizeof *p);
    ys_status status = p ? YS_OK : ys__fail_nomem(err);

    for (size_t i = 0; p && i < n; i++)
        p[i] = pairs[i].p;
    if (status == YS_OK)
        status = ys_adjust_holm(p, p, n, err);
    for (size_t i = 0; status == YS_OK && i < n; i++)
        pairs[i].p_adjusted = p[i];
    free(p);
    return status;
}

ys_status ys_rank_dunn(ys_dunn *pairs, const double *x, const int *group, size_t n, size_t groups, ys_error *err)
{
    struct ranked_groups g;
    ys_status status = groups_of(&g, x, group, n, groups, err);
    double all = (double)g.n, variance = all * (all + 1.0) / 12.0 - g.ties / (12.0 * (all - 1.0));
    size_t used = 0;

    for (size_t a = 0; status == YS_OK && a < groups; a++)
        for (size_t b = a + 1; b < groups; b++) {
            ys_dunn *pair = &pairs[used++];

            *pair = (ys_dunn){ a, b, NAN, NAN, NAN, NAN };
            if (!(g.sizes[a] > 0.0 && g.sizes[b] > 0.0))
                continue;
            pair->difference = g.sums[a] / g.sizes[a] - g.sums[b] / g.sizes[b];
            pair->z = pair->difference / sqrt(variance * (1.0 / g.sizes[a] + 1.0 / g.sizes[b]));
            pair->p = fmin(1.0, 2.0 * ys__normal_p(-fabs(pair->z)));
        }
    if (status == YS_OK)
        status = adjust_pairs(pairs, used, err);
    groups_free(&g);
    return status;
}
