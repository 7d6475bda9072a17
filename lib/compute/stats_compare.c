/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_compare.h>

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"

/* Hedges' correction of a standardised difference for few degrees of freedom: Γ(df/2) / (√(df/2) Γ((df - 1)/2)). */
static double small_sample(double df)
{
    int sign;

    return df > 1.0 ? exp(lgamma_r(df / 2.0, &sign) - lgamma_r((df - 1.0) / 2.0, &sign)) / sqrt(df / 2.0) : NAN;
}

/* t is scale times an estimated difference in units of sd; limits of its noncentrality are limits of the difference. */
static ys_interval standardised(double t, double df, double scale, double level)
{
    double tail = (1.0 - level) / 2.0, unit = small_sample(df) / scale;

    return (ys_interval){ .estimate = t * unit,
                          .low = ys__t_noncentrality(t, df, 1.0 - tail) * unit,
                          .high = ys__t_noncentrality(t, df, tail) * unit };
}

static ys_test t_test(double t, double df)
{
    return (ys_test){ .statistic = t, .df = df, .df2 = NAN, .p = ys__t_two_sided(t, df) };
}

static ys_interval t_interval(double mean, double error, double df, double level)
{
    double half = ys__t_quantile(level, df) * error;

    return (ys_interval){ .estimate = mean, .low = mean - half, .high = mean + half };
}

ys_status ys_compare_paired(ys_paired *out, const double *before, const double *after, size_t n, double level,
                            ys_error *err)
{
    ys_moments m;
    ys_status status = ys__stats_level(level, err);
    double *difference = NULL, error, df;

    if (status || (status = ys__differences(&difference, before, after, n, err)))
        return status;
    status = ys_moments_of(&m, difference, n, err);
    free(difference);
    if (status || (status = ys__stats_enough(m.n, 2, err)))
        return status;
    if (!(m.ss > 0.0))
        return ys__stats_constant(err);
    df = (double)m.n - 1.0;
    error = sqrt(m.ss / df / (double)m.n);
    *out = (ys_paired){ .n = m.n,
                        .missing = m.missing,
                        .difference = t_interval(m.mean, error, df, level),
                        .test = t_test(m.mean / error, df),
                        .g = standardised(m.mean / error, df, sqrt((double)m.n), level) };
    return YS_OK;
}

ys_status ys_compare_welch(ys_compared *out, const ys_moments *a, const ys_moments *b, double level, ys_error *err)
{
    ys_status status = ys__stats_level(level, err);
    double na = (double)a->n, nb = (double)b->n, va, vb, error, df, pooled, difference, scale;

    if (status || (status = ys__stats_enough(a->n < b->n ? a->n : b->n, 2, err)))
        return status;
    if (!(a->ss + b->ss > 0.0))
        return ys__stats_constant(err);
    va = a->ss / (na - 1.0) / na; /* squared errors of the means */
    vb = b->ss / (nb - 1.0) / nb;
    error = sqrt(va + vb);
    df = (va + vb) * (va + vb) / (va * va / (na - 1.0) + vb * vb / (nb - 1.0));
    pooled = sqrt((a->ss + b->ss) / (na + nb - 2.0));
    difference = ys__moments_apart(a, b);
    scale = sqrt(na * nb / (na + nb));
    *out = (ys_compared){ .difference = t_interval(difference, error, df, level),
                          .test = t_test(difference / error, df),
                          .g = standardised(difference / pooled * scale, na + nb - 2.0, scale, level) };
    return YS_OK;
}

/* What a group gathers: sum, then deviations from the mean found so far, as in ys_moments_of(). */
struct sums {
    double sum, off, squares;
    size_t n, missing;
};

/* Where a value's sums are; those left out share the place after the last group. */
static struct sums *sums_of(struct sums *sums, size_t groups, int group)
{
    return group >= 0 && (size_t)group < groups ? &sums[group] : &sums[groups];
}

ys_status ys_moments_by_group(ys_moments *out, size_t groups, const double *x, const int *group, size_t n,
                              ys_error *err)
{
    struct sums *sums = calloc(groups + 1, sizeof *sums);

    if (sums == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        struct sums *s = sums_of(sums, groups, group[i]);

        if (isinf(x[i])) {
            free(sums);
            return ys__stats_infinite(err);
        }
        s->sum += isnan(x[i]) ? 0.0 : x[i];
        s->n += !isnan(x[i]);
        s->missing += isnan(x[i]);
    }
    for (size_t g = 0; g <= groups; g++)
        sums[g].sum /= sums[g].n ? (double)sums[g].n : 1.0; /* from here on the mean, nearly */
    for (size_t i = 0; i < n; i++) {
        struct sums *s = sums_of(sums, groups, group[i]);
        double d = isnan(x[i]) ? 0.0 : x[i] - s->sum;

        s->off += d;
        s->squares += d * d;
    }
    for (size_t g = 0; g < groups; g++) {
        out[g] = (ys_moments){ .n = sums[g].n, .missing = sums[g].missing };
        ys__moments_settle(&out[g], sums[g].sum, sums[g].off, sums[g].squares);
    }
    free(sums);
    return YS_OK;
}

static ys_test f_test(double f, double df1, double df2)
{
    return (ys_test){ .statistic = f, .df = df1, .df2 = df2, .p = ys__f_upper(f, df1, df2) };
}

/* How far a group's mean lies from that of the first group with values: small even where the means are large. */
static double from_first(const ys_moments *groups, size_t g)
{
    size_t first = 0;

    while (groups[first].n == 0)
        first++;
    return ys__moments_apart(&groups[g], &groups[first]);
}

/* The two sums of squares, with n and the number of groups that have values. */
static void partition(ys_anova *a, size_t *n, size_t *used, const ys_moments *groups, size_t k)
{
    double mean = 0.0;

    *n = *used = 0;
    for (size_t g = 0; g < k; g++) {
        if (groups[g].n == 0)
            continue;
        *n += groups[g].n;
        *used += 1;
        mean += (from_first(groups, g) - mean) * (double)groups[g].n / (double)*n;
        a->ss_within += groups[g].ss;
    }
    for (size_t g = 0; g < k; g++) {
        double d = groups[g].n ? from_first(groups, g) - mean : 0.0;

        a->ss_between += (double)groups[g].n * d * d;
    }
}

ys_status ys_compare_anova(ys_anova *out, const ys_moments *groups, size_t k, ys_error *err)
{
    ys_anova a = { .ss_between = 0.0 };
    double df1, df2, total;
    size_t n, used;

    partition(&a, &n, &used, groups, k);
    if (used < 2 || n <= used)
        return ys__stats_enough(used < 2 ? used : n, used < 2 ? 2 : used + 1, err);
    if (!(a.ss_within > 0.0))
        return ys__stats_constant(err);
    df1 = (double)used - 1.0;
    df2 = (double)(n - used);
    a.ms_between = a.ss_between / df1;
    a.ms_within = a.ss_within / df2;
    total = a.ss_between + a.ss_within;
    a.test = f_test(a.ms_between / a.ms_within, df1, df2);
    a.residual_sd = sqrt(a.ms_within);
    a.eta2 = a.ss_between / total;
    a.omega2 = (a.ss_between - df1 * a.ms_within) / (total + a.ms_within);
    *out = a;
    return YS_OK;
}

ys_status ys_compare_welch_anova(ys_test *out, const ys_moments *groups, size_t k, ys_error *err)
{
    double weights = 0.0, mean = 0.0, spread = 0.0, lambda = 0.0, used = 0.0;

    for (size_t g = 0; g < k; g++) {
        double n = (double)groups[g].n, weight;

        if (groups[g].n == 0)
            continue;
        if (groups[g].n < 2)
            return ys__stats_enough(groups[g].n, 2, err);
        if (!(groups[g].ss > 0.0))
            return ys__stats_constant(err);
        weight = n * (n - 1.0) / groups[g].ss;
        weights += weight;
        mean += (from_first(groups, g) - mean) * weight / weights;
        used += 1.0;
    }
    if (used < 2.0)
        return ys__stats_enough((size_t)used, 2, err);
    for (size_t g = 0; g < k; g++) {
        double n = (double)groups[g].n, weight = n > 0.0 ? n * (n - 1.0) / groups[g].ss : 0.0;
        double rest = 1.0 - weight / weights, d = n > 0.0 ? from_first(groups, g) - mean : 0.0;

        spread += weight * d * d;
        lambda += n > 0.0 ? rest * rest / (n - 1.0) : 0.0;
    }
    lambda /= used * used - 1.0;
    *out = f_test(spread / (used - 1.0) / (1.0 + 2.0 * (used - 2.0) * lambda), used - 1.0, 1.0 / (3.0 * lambda));
    return YS_OK;
}
