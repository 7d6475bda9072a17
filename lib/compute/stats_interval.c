/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats.h>

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_statistics_double.h>

#include "base/error.h"
#include "base/i18n.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"

double ys_quantile(const double *sorted, size_t n, double p)
{
    if (n == 0 || !(p >= 0.0 && p <= 1.0)) /* GSL would answer 0 */
        return NAN;
    return gsl_stats_quantile_from_sorted_data(sorted, 1, n, p);
}

static ys_status check_share(double x, double n, double level, ys_error *err)
{
    ys_status status = ys__stats_level(level, err);

    return status ? status : ys__stats_counts(x, n, err);
}

ys_status ys_interval_wilson(ys_interval *out, double x, double n, double level, ys_error *err)
{
    ys_status status = check_share(x, n, level, err);
    double z, square, high;

    if (status)
        return status;
    z = ys__normal_z(level);
    square = z * z;
    high = (2.0 * x + square + z * sqrt(square + 4.0 * x * (1.0 - x / n))) / (2.0 * (n + square));
    /* The two limits are the roots of one equation, so their product is known: no cancellation in the low one. */
    *out = (ys_interval){ .estimate = x / n, .low = x / n * x / (n + square) / high, .high = x < n ? high : 1.0 };
    return YS_OK;
}

ys_status ys_interval_clopper_pearson(ys_interval *out, double x, double n, double level, ys_error *err)
{
    ys_status status = check_share(x, n, level, err);
    double tail = (1.0 - level) / 2.0;

    if (status)
        return status;
    *out = (ys_interval){ .estimate = x / n,
                          .low = x > 0.0 ? ys__beta_quantile(tail, x, n - x + 1.0, false) : 0.0,
                          .high = x < n ? ys__beta_quantile(tail, x + 1.0, n - x, true) : 1.0 };
    return YS_OK;
}

ys_status ys_interval_jeffreys(ys_interval *out, double x, double n, double level, ys_error *err)
{
    ys_status status = check_share(x, n, level, err);
    double tail = (1.0 - level) / 2.0;

    if (status)
        return status;
    *out = (ys_interval){ .estimate = x / n,
                          .low = x > 0.0 ? ys__beta_quantile(tail, x + 0.5, n - x + 0.5, false) : 0.0,
                          .high = x < n ? ys__beta_quantile(tail, x + 0.5, n - x + 0.5, true) : 1.0 };
    return YS_OK;
}

static ys_status check_rate(double count, double exposure, double level, ys_error *err)
{
    ys_status status = ys__stats_level(level, err);

    if (status)
        return status;
    if (!(count >= 0.0 && count <= ys__stats_most && exposure >= 0.0 && isfinite(exposure)))
        return ys__stats_infinite(err);
    return exposure > 0.0 ? YS_OK : ys__stats_enough(0, 1, err);
}

ys_status ys_interval_garwood(ys_interval *out, double count, double exposure, double level, ys_error *err)
{
    ys_status status = check_rate(count, exposure, level, err);
    double tail = (1.0 - level) / 2.0;

    if (status)
        return status;
    *out = (ys_interval){ .estimate = count / exposure,
                          .low = count > 0.0 ? ys__gamma_quantile(tail, count, false) / exposure : 0.0,
                          .high = ys__gamma_quantile(tail, count + 1.0, true) / exposure };
    return YS_OK;
}

static double byar_limit(double count, double z)
{
    double root = 1.0 - 1.0 / (9.0 * count) + z / (3.0 * sqrt(count));

    return count * root * root * root;
}

ys_status ys_interval_byar(ys_interval *out, double count, double exposure, double level, ys_error *err)
{
    ys_status status = check_rate(count, exposure, level, err);
    double z;

    if (status)
        return status;
    z = ys__normal_z(level);
    *out = (ys_interval){ .estimate = count / exposure,
                          .low = count > 0.0 ? fmax(0.0, byar_limit(count, -z)) / exposure : 0.0,
                          .high = byar_limit(count + 1.0, z) / exposure };
    return YS_OK;
}

ys_status ys_interval_mean_of_sums(ys_interval *out, size_t n, double sum, double ss, double level, ys_error *err)
{
    ys_status status = ys__stats_level(level, err);
    double mean, half;

    if (status || (status = ys__stats_enough(n, 2, err)))
        return status;
    if (!(isfinite(sum) && isfinite(ss) && ss >= 0.0))
        return ys__stats_infinite(err);
    mean = sum / (double)n;
    half = ys__t_quantile(level, (double)n - 1.0) * sqrt(ss / ((double)n - 1.0) / (double)n);
    *out = (ys_interval){ .estimate = mean, .low = mean - half, .high = mean + half };
    return YS_OK;
}

ys_status ys_interval_mean(ys_interval *out, const double *x, size_t n, double level, ys_error *err)
{
    ys_moments m;
    ys_status status = ys_moments_of(&m, x, n, err);

    if (status)
        return status;
    return ys_interval_mean_of_sums(out, m.n, m.n ? m.mean * (double)m.n : 0.0, m.ss, level, err);
}

ys_status ys_interval_ranks(size_t *low, size_t *high, double *coverage, size_t n, double p, double level,
                            ys_error *err)
{
    ys_status status = ys__stats_level(level, err);
    double size = (double)n, l, u;

    if (status || (status = ys__stats_enough(n, 1, err)))
        return status;
    if (!(p > 0.0 && p < 1.0))
        return ys__stats_infinite(err);
    l = ys__binomial_quantile((1.0 - level) / 2.0, size, p);
    u = ys__binomial_quantile((1.0 + level) / 2.0, size, p) + 1.0;
    *low = (size_t)l;
    *high = u <= size ? (size_t)u : 0;
    if (coverage)
        *coverage = ys__binomial_p(u - 1.0, size, p, false) - ys__binomial_p(l - 1.0, size, p, false);
    return YS_OK;
}

ys_status ys_interval_quantile(ys_interval *out, const double *sorted, size_t n, double p, double level,
                               ys_error *err)
{
    size_t low, high;
    ys_status status = ys_interval_ranks(&low, &high, NULL, n, p, level, err);

    if (status)
        return status;
    *out = (ys_interval){ .estimate = ys_quantile(sorted, n, p),
                          .low = low ? sorted[low - 1] : NAN,
                          .high = high ? sorted[high - 1] : NAN };
    return YS_OK;
}
