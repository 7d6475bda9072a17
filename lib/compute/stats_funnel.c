/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_rates.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/error.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"

/* Successes and cases of all units; refuses what is no rate. Units without cases do not count. */
static ys_status add_units(double *successes, double *cases, size_t *units, const double *x, const double *n, size_t k,
                           ys_error *err)
{
    *successes = *cases = 0.0;
    *units = 0;
    for (size_t i = 0; i < k; i++) {
        if (!(x[i] >= 0.0 && x[i] <= n[i] && n[i] <= ys__stats_most))
            return ys__stats_infinite(err);
        *successes += x[i];
        *cases += n[i];
        *units += n[i] > 0.0;
    }
    return ys__stats_enough(*units, 2, err);
}

/* The number of successes below which a share p of binomial outcomes lies, interpolated (Spiegelhalter 2005, A.1.1). */
static double binomial_limit(double p, double n, double rate)
{
    double count = ys__binomial_quantile(p, n, rate), at_most = ys__binomial_p(count, n, rate, false);
    double below = ys__binomial_p(count - 1.0, n, rate, false);

    return fmin(n, fmax(0.0, count - (at_most - p) / (at_most - below))) / n;
}

static void limits(ys_funnel_point *point, const ys_funnel *f, double n, double variance)
{
    double sd = sqrt(variance + f->tau2), wide = ys__normal_z(0.998), usual = ys__normal_z(0.95);

    point->z = (point->rate - f->target) / sd;
    if (f->tau2 > 0.0) {
        point->low95 = fmax(0.0, f->target - usual * sd);
        point->high95 = fmin(1.0, f->target + usual * sd);
        point->low998 = fmax(0.0, f->target - wide * sd);
        point->high998 = fmin(1.0, f->target + wide * sd);
    } else {
        point->low95 = binomial_limit(0.025, n, f->target);
        point->high95 = binomial_limit(0.975, n, f->target);
        point->low998 = binomial_limit(0.001, n, f->target);
        point->high998 = binomial_limit(0.999, n, f->target);
    }
    point->outside = (point->rate > point->high95) + (point->rate > point->high998) - (point->rate < point->low95) -
                     (point->rate < point->low998);
}

/* phi and tau2 from the squared errors of the units, variance[i] of which those without cases are infinite. */
static ys_status spread(ys_funnel *f, const double *x, const double *n, const double *variance, size_t k,
                        ys_error *err)
{
    double *z = malloc((k + 1) * sizeof *z), low, high, weights = 0.0, squares = 0.0, units = (double)f->units;
    size_t used = 0;

    if (z == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < k; i++)
        if (n[i] > 0.0) {
            z[used++] = (x[i] / n[i] - f->target) / sqrt(variance[i]);
            weights += 1.0 / variance[i];
            squares += 1.0 / (variance[i] * variance[i]);
        }
    ys__sort(z, used);
    low = ys_quantile(z, used, 0.1);
    high = ys_quantile(z, used, 0.9);
    f->phi = 0.0;
    for (size_t i = 0; i < used; i++) {
        double winsorised = fmin(high, fmax(low, z[i]));

        f->phi += winsorised * winsorised / units;
    }
    free(z);
    f->tau2 = 0.0;
    if (f->phi > 1.0 + 2.0 / sqrt(units))
        f->tau2 = fmax(0.0, (units * f->phi - (units - 1.0)) / (weights - squares / weights));
    return YS_OK;
}

ys_status ys_funnel_of_rates(ys_funnel *out, ys_funnel_point *points, const double *x, const double *n, size_t k,
                             double target, ys_error *err)
{
    ys_funnel f = { .units = 0 };
    double successes, cases, *variance;
    ys_status status = add_units(&successes, &cases, &f.units, x, n, k, err);

    if (status)
        return status;
    if (target < 0.0 || target > 1.0)
        return ys__stats_infinite(err);
    f.target = isnan(target) ? successes / cases : target;
    if (f.target == 0.0 || f.target == 1.0)
        return ys__stats_constant(err);
    variance = malloc((k + 1) * sizeof *variance);
    if (variance == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < k; i++)
        variance[i] = f.target * (1.0 - f.target) / n[i];
    status = spread(&f, x, n, variance, k, err);
    for (size_t i = 0; status == YS_OK && i < k; i++) {
        points[i] = (ys_funnel_point){ .rate = x[i] / n[i], .low95 = NAN, .high95 = NAN, .low998 = NAN,
                                       .high998 = NAN, .z = NAN, .outside = 0 };
        if (n[i] > 0.0)
            limits(&points[i], &f, n[i], variance[i]);
    }
    free(variance);
    if (status == YS_OK)
        *out = f;
    return status;
}

/* The correlation of two cases of one unit: what the rates vary beyond chance, over what they could vary. */
static double within_unit(const double *x, const double *n, size_t k, size_t units, double successes, double cases)
{
    double rate = successes / cases, seen = 0.0, squares = 0.0, chance = rate * (1.0 - rate);

    for (size_t i = 0; i < k; i++) {
        double d = n[i] > 0.0 ? x[i] / n[i] - rate : 0.0;

        seen += n[i] * d * d;
        squares += n[i] * n[i];
    }
    return (seen - chance * ((double)units - 1.0)) / (chance * (cases - squares / cases - ((double)units - 1.0)));
}

ys_status ys_shrink_rates(ys_shrinkage *out, ys_interval *shrunk, const double *x, const double *n, size_t k,
                          double level, ys_error *err)
{
    double successes, cases, r, tail = (1.0 - level) / 2.0;
    ys_shrinkage s;
    ys_status status = ys__stats_level(level, err);

    if (status || (status = add_units(&successes, &cases, &s.units, x, n, k, err)))
        return status;
    s.mean = successes / cases;
    if (s.mean == 0.0 || s.mean == 1.0)
        return ys__stats_constant(err);
    r = within_unit(x, n, k, s.units, successes, cases);
    s.strength = r > 0.0 ? fmax(0.0, (1.0 - r) / r) : INFINITY; /* NaN, with one case each, shrinks wholly too */
    for (size_t i = 0; i < k; i++) {
        double a = x[i] + s.strength * s.mean, b = n[i] - x[i] + s.strength * (1.0 - s.mean);

        double estimate = isinf(s.strength) || !(a + b > 0.0) ? s.mean : a / (a + b);
        bool spread_out = a > 0.0 && b > 0.0 && isfinite(a + b);

        shrunk[i] = (ys_interval){ .estimate = estimate,
                                   .low = spread_out ? ys__beta_quantile(tail, a, b, false) : estimate,
                                   .high = spread_out ? ys__beta_quantile(tail, a, b, true) : estimate };
    }
    *out = s;
    return YS_OK;
}
