/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_trend.h>

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_fit.h>
#include <gsl/gsl_statistics_double.h>

#include "base/error.h"
#include "base/i18n.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"
#include "compute/stats_kendall.h"

enum { MOST = 20000 }; /* points whose pairs are still worth holding: 1.6 GB of slopes */

static ys_status check_size(size_t n, ys_error *err)
{
    return n <= MOST ? YS_OK : ys__fail(err, YS_E_ARGUMENT, NULL, _("too many points for a comparison of all pairs"));
}

static ys_interval around(double estimate, double half)
{
    return (ys_interval){ .estimate = estimate, .low = estimate - half, .high = estimate + half };
}

static ys_status fit_line(ys_ols *out, const ys__pairs *p, double level, ys_error *err)
{
    double mean_x = gsl_stats_mean(p->x, 1, p->n), mean_y = gsl_stats_mean(p->y, 1, p->n);
    double sxx = gsl_stats_tss_m(p->x, 1, p->n, mean_x), syy = gsl_stats_tss_m(p->y, 1, p->n, mean_y);
    double df = (double)p->n - 2.0, intercept, slope, v00, v01, v11, residual, t, quantile;

    if (!(sxx > 0.0 && syy > 0.0))
        return ys__stats_constant(err);
    gsl_fit_linear(p->x, 1, p->y, 1, p->n, &intercept, &slope, &v00, &v01, &v11, &residual);
    t = slope / sqrt(v11);
    quantile = ys__t_quantile(level, df);
    *out = (ys_ols){ .n = p->n,
                     .missing = p->missing,
                     .slope = around(slope, quantile * sqrt(v11)),
                     .intercept = around(intercept, quantile * sqrt(v00)),
                     .slope_error = sqrt(v11),
                     .intercept_error = sqrt(v00),
                     .test = { .statistic = t, .df = df, .df2 = NAN,
                               .p = residual > 0.0 ? ys__t_two_sided(t, df) : 0.0 },
                     .r2 = 1.0 - residual / syy,
                     .residual_sd = sqrt(residual / df),
                     .ss_regression = slope * slope * sxx,
                     .ss_residual = residual };
    return YS_OK;
}

ys_status ys_trend_ols(ys_ols *out, const double *x, const double *y, size_t n, double level, ys_error *err)
{
    ys__pairs p;
    ys_status status = ys__stats_level(level, err);

    if (status || (status = ys__pairs_take(&p, x, y, n, err)))
        return status;
    status = ys__stats_enough(p.n, 3, err);
    if (status == YS_OK)
        status = fit_line(out, &p, level, err);
    ys__pairs_free(&p);
    return status;
}

static ys_test deviate_of_s(double s, double variance)
{
    double z = (s - (s > 0.0) + (s < 0.0)) / sqrt(variance);

    return (ys_test){ .statistic = z, .df = NAN, .df2 = NAN, .p = fmin(1.0, 2.0 * ys__normal_p(-fabs(z))) };
}

/* Appends the slopes between all points of different x; room for n (n - 1) / 2. */
static size_t add_slopes(double *slopes, const double *x, const double *y, size_t n)
{
    size_t used = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (x[j] != x[i])
                slopes[used++] = (y[j] - y[i]) / (x[j] - x[i]);
    return used;
}

static ys_status fit_theil_sen(ys_theil_sen *out, const ys__pairs *p, double *slopes, double level, ys_error *err)
{
    size_t k = add_slopes(slopes, p->x, p->y, p->n);
    double variance, half, low, high;
    ys_status status = ys__stats_enough(k, 1, err);

    if (status || (status = ys__kendall_variance(&variance, p->x, p->y, p->n, err)))
        return status;
    ys__sort(slopes, k);
    half = ys__normal_z(level) * sqrt(variance);
    low = nearbyint(((double)k - half) / 2.0);
    high = nearbyint(((double)k + half) / 2.0 + 1.0);
    *out = (ys_theil_sen){ .n = p->n,
                           .missing = p->missing,
                           .slope = { .estimate = ys_quantile(slopes, k, 0.5),
                                      .low = low >= 1.0 ? slopes[(size_t)low - 1] : NAN,
                                      .high = high <= (double)k ? slopes[(size_t)high - 1] : NAN } };
    for (size_t i = 0; i < p->n; i++) /* there is room: n points make at least n - 1 slopes, plus one */
        slopes[i] = p->y[i] - out->slope.estimate * p->x[i];
    ys__sort(slopes, p->n);
    out->intercept = ys_quantile(slopes, p->n, 0.5);
    return YS_OK;
}

ys_status ys_trend_theil_sen(ys_theil_sen *out, const double *x, const double *y, size_t n, double level,
                             ys_error *err)
{
    ys__pairs p;
    double *slopes;
    ys_status status = ys__stats_level(level, err);

    if (status || (status = check_size(n, err)) || (status = ys__pairs_take(&p, x, y, n, err)))
        return status;
    slopes = malloc((p.n * p.n / 2 + p.n + 1) * sizeof *slopes);
    status = slopes ? fit_theil_sen(out, &p, slopes, level, err) : ys__fail_nomem(err);
    free(slopes);
    ys__pairs_free(&p);
    return status;
}

ys_status ys_trend_mann_kendall(ys_kendall_trend *out, const double *y, size_t n, ys_error *err)
{
    ys_kendall_trend t = { .n = 0 };
    ys_status status = check_size(n, err);
    double *steps, pairs;
    ys_theil_sen line;
    struct ys__kendall k;
    ys__pairs p;

    if (status)
        return status;
    steps = malloc((n + 1) * sizeof *steps);
    if (steps == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        steps[i] = (double)i;
    status = ys__pairs_take(&p, steps, y, n, err);
    free(steps);
    if (status)
        return status;
    if ((status = ys__stats_enough(p.n, 3, err)) == YS_OK &&
        (status = ys__kendall_count(&k, p.x, p.y, p.n, err)) == YS_OK && !(k.variance > 0.0))
        status = ys__stats_constant(err);
    if (status == YS_OK && (status = ys_trend_theil_sen(&line, p.x, p.y, p.n, 0.95, err)) == YS_OK) {
        pairs = (double)p.n * ((double)p.n - 1.0) / 2.0;
        t.n = p.n;
        t.missing = p.missing;
        t.s = k.s;
        t.variance = k.variance;
        t.slope = line.slope.estimate;
        t.tau = k.s / sqrt(pairs * (pairs - k.tied_y));
        t.test = deviate_of_s(t.s, t.variance);
        *out = t;
    }
    ys__pairs_free(&p);
    return status;
}

/* The values of one season, gaps left out, with their years. */
static size_t take_season(double *year, double *value, const double *y, size_t n, size_t season, size_t seasons)
{
    size_t used = 0;

    for (size_t i = season; i < n; i += seasons)
        if (!isnan(y[i])) {
            year[used] = (double)(i / seasons);
            value[used++] = y[i];
        }
    return used;
}

static ys_status add_seasons(ys_kendall_trend *t, double *work, const double *y, size_t n, size_t seasons,
                             ys_error *err)
{
    double *year = work, *value = work + n, *slopes = work + 2 * n;
    size_t found = 0;

    for (size_t season = 0; season < seasons; season++) {
        size_t used = take_season(year, value, y, n, season, seasons);
        struct ys__kendall k;
        ys_status status = ys__kendall_count(&k, year, value, used, err);

        if (status)
            return status;
        t->n += used;
        t->s += k.s;
        t->variance += k.variance;
        found += add_slopes(slopes + found, year, value, used);
    }
    if (!(t->variance > 0.0))
        return ys__stats_constant(err);
    ys__sort(slopes, found);
    t->missing = n - t->n;
    t->slope = ys_quantile(slopes, found, 0.5);
    t->test = deviate_of_s(t->s, t->variance);
    return YS_OK;
}

ys_status ys_trend_seasonal_kendall(ys_kendall_trend *out, const double *y, size_t n, size_t seasons, ys_error *err)
{
    ys_kendall_trend t = { .tau = NAN };
    ys_status status = check_size(n, err);
    double *work;

    if (status)
        return status;
    if (seasons == 0)
        return ys__stats_infinite(err);
    for (size_t i = 0; i < n; i++)
        if (isinf(y[i]))
            return ys__stats_infinite(err);
    work = malloc((2 * n + n * (n / seasons + 1) / 2 + 1) * sizeof *work);
    status = work ? add_seasons(&t, work, y, n, seasons, err) : ys__fail_nomem(err);
    free(work);
    if (status == YS_OK)
        *out = t;
    return status;
}
