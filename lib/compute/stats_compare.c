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
    difference = a->mean - b->mean;
    scale = sqrt(na * nb / (na + nb));
    *out = (ys_compared){ .difference = t_interval(difference, error, df, level),
                          .test = t_test(difference / error, df),
                          .g = standardised(difference / pooled * scale, na + nb - 2.0, scale, level) };
    return YS_OK;
}

/* Sums of all groups in one pass for the means and another for the deviations, as ys_moments_of() does for one. */
ys_status ys_moments_by_group(ys_moments *out, size_t groups, const double *x, const int *group, size_t n,
                              ys_error *err)
{
    struct sums {
        long double sum, rest, squares;
        size_t n, missing;
    } *sums = calloc(groups + 1, sizeof *sums);

    if (sums == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        struct sums *s = group[i] >= 0 && (size_t)group[i] < groups ? &sums[group[i]] : &sums[groups];

        if (isinf(x[i])) {
            free(sums);
            return ys__stats_infinite(err);
        }
        if (isnan(x[i])) {
            s->missing++;
        } else {
            s->sum += x[i];
            s->n++;
        }
    }
    for (size_t g = 0; g <= groups; g++)
        sums[g].sum /= (long double)sums[g].n;
    for (size_t i = 0; i < n; i++) {
        struct sums *s = group[i] >= 0 && (size_t)group[i] < groups ? &sums[group[i]] : &sums[groups];
        long double d = isnan(x[i]) ? 0.0L : x[i] - s->sum;

        s->rest += d;
        s->squares += d * d;
    }
    for (size_t g = 0; g < groups; g++) {
        const struct sums *s = &sums[g];
        long double ss = s->n ? s->squares - s->rest * s->rest / (long double)s->n : 0.0L;

        out[g] = (ys_moments){ .n = s->n, .missing = s->missing, .mean = s->n ? (double)s->sum : NAN,
                               .ss = (double)fmaxl(ss, 0.0L) };
    }
    free(sums);
    return YS_OK;
}

static ys_test f_test(double f, double df1, double df2)
{
    return (ys_test){ .statistic = f, .df = df1, .df2 = df2, .p = ys__f_upper(f, df1, df2) };
}

ys_status ys_compare_anova(ys_anova *out, const ys_moments *groups, size_t k, ys_error *err)
{
    long double sum = 0.0L, between = 0.0L, within = 0.0L, mean;
    double df1, df2, total;
    size_t n = 0, used = 0;
    ys_anova a;

    for (size_t g = 0; g < k; g++) {
        n += groups[g].n;
        used += groups[g].n > 0;
        sum += groups[g].n ? (long double)groups[g].n * groups[g].mean : 0.0L;
        within += groups[g].n ? groups[g].ss : 0.0;
    }
    if (used < 2 || n <= used)
        return ys__stats_enough(used < 2 ? used : n, used < 2 ? 2 : used + 1, err);
    mean = sum / (long double)n;
    for (size_t g = 0; g < k; g++)
        between += groups[g].n ? (long double)groups[g].n * (groups[g].mean - mean) * (groups[g].mean - mean) : 0.0L;
    if (!(within > 0.0L))
        return ys__stats_constant(err);
    df1 = (double)used - 1.0;
    df2 = (double)(n - used);
    a = (ys_anova){ .ss_between = (double)between, .ms_between = (double)between / df1,
                    .ss_within = (double)within, .ms_within = (double)within / df2 };
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
        mean += (groups[g].mean - mean) * weight / weights;
        used += 1.0;
    }
    if (used < 2.0)
        return ys__stats_enough((size_t)used, 2, err);
    for (size_t g = 0; g < k; g++) {
        double n = (double)groups[g].n, weight = n > 0.0 ? n * (n - 1.0) / groups[g].ss : 0.0;
        double rest = 1.0 - weight / weights, d = n > 0.0 ? groups[g].mean - mean : 0.0;

        spread += weight * d * d;
        lambda += n > 0.0 ? rest * rest / (n - 1.0) : 0.0;
    }
    lambda /= used * used - 1.0;
    *out = f_test(spread / (used - 1.0) / (1.0 + 2.0 * (used - 2.0) * lambda), used - 1.0, 1.0 / (3.0 * lambda));
    return YS_OK;
}
