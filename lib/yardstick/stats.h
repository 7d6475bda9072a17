/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Statistics of one sample: moments, quantiles, descriptions and confidence intervals.
 *
 * Conventions of all stats headers:
 * - arrays are plain doubles in any order unless a name says "sorted"; they are not modified;
 * - a missing value is NaN; it is skipped and counted; an infinite value is YS_E_ARGUMENT;
 * - too few usable values, no variation where some is needed, or a singular system is YS_E_NUMERIC;
 * - a confidence level lies strictly between 0 and 1, tests are two-sided;
 * - every function may also return YS_E_NOMEM where it needs a copy of its input, and leaves out untouched on failure;
 * - results depend on the input alone: simulations start from a seed the caller gives.
 */
#ifndef YARDSTICK_STATS_H
#define YARDSTICK_STATS_H

#include <stddef.h>
#include <stdint.h>

#include <yardstick/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** An estimate between its confidence limits. A limit the data cannot give is NaN. */
typedef struct ys_interval {
    double estimate;
    double low;
    double high;
} ys_interval;

/** The first two moments of a sample, enough for means, t tests and analyses of variance; merge without the data. */
typedef struct ys_moments {
    size_t n;       /**< usable values */
    size_t missing; /**< values that were NaN */
    double mean;    /**< NaN without values */
    double ss;      /**< sum of squared deviations from the mean */
} ys_moments;

/**
 * Moments of a sample, in two passes (the textbook formula with squares loses every digit on large values).
 *
 * @return YS_OK, also for no values (then n is 0 and mean NaN); YS_E_ARGUMENT for an infinite value
 */
ys_status ys_moments_of(ys_moments *out, const double *x, size_t n, ys_error *err);

/** Moments of two disjoint samples taken together (Chan, Golub and LeVeque 1983). */
ys_moments ys_moments_merge(ys_moments a, ys_moments b);

/** Standard deviation with n - 1; NaN below two values. */
double ys_moments_sd(const ys_moments *m);

/**
 * Quantile of type 7 (linear between order statistics), as in R, Excel's QUARTILE.INC and NumPy.
 *
 * @param sorted  n finite values in ascending order, none missing
 * @param p       0 to 1
 * @return NaN when n is 0 or p is not from 0 to 1
 */
double ys_quantile(const double *sorted, size_t n, double p);

/**
 * Wilson score interval of a proportion (Wilson 1927), the default for shares.
 *
 * @param x  successes, 0 to n; need not be whole (weighted counts)
 * @param n  cases
 * @return YS_OK; YS_E_NUMERIC when n is 0; YS_E_ARGUMENT when x is not from 0 to n, or for a bad level
 */
ys_status ys_interval_wilson(ys_interval *out, double x, double n, double level, ys_error *err);

/** Exact interval of a proportion (Clopper and Pearson 1934); never covers less than level. As ys_interval_wilson(). */
ys_status ys_interval_clopper_pearson(ys_interval *out, double x, double n, double level, ys_error *err);

/**
 * Jeffreys interval of a proportion: quantiles of the beta posterior under the prior Beta(1/2, 1/2), with the low limit
 * 0 where x is 0 and the high limit 1 where x is n (Brown, Cai and DasGupta 2001). As ys_interval_wilson().
 */
ys_status ys_interval_jeffreys(ys_interval *out, double x, double n, double level, ys_error *err);

/**
 * Exact Poisson interval of a count, or of a rate (Garwood 1936).
 *
 * @param count     events, not negative
 * @param exposure  what the rate is per: 1 for the count itself, persons / 1000 for a rate per 1000 persons
 * @return YS_OK; YS_E_NUMERIC when exposure is 0; YS_E_ARGUMENT for negative or infinite input or a bad level
 */
ys_status ys_interval_garwood(ys_interval *out, double count, double exposure, double level, ys_error *err);

/** Byar's approximation of the same (Breslow and Day 1987, 2.2), as public health agencies publish it. */
ys_status ys_interval_byar(ys_interval *out, double count, double exposure, double level, ys_error *err);

/**
 * Interval of a mean from Student's t, from accumulators instead of the values.
 *
 * @param n    usable values
 * @param sum  their sum
 * @param ss   the sum of their squared deviations from the mean
 * @return YS_OK; YS_E_NUMERIC below two values; YS_E_ARGUMENT for a negative or non-finite input or a bad level
 */
ys_status ys_interval_mean_of_sums(ys_interval *out, size_t n, double sum, double ss, double level, ys_error *err);

/** The same from the values; missing ones are skipped. */
ys_status ys_interval_mean(ys_interval *out, const double *x, size_t n, double level, ys_error *err);

/**
 * The order statistics that enclose a quantile with at least the given confidence, whatever the distribution.
 *
 * @param[out] low, high  ranks from 1 to n; 0 where n values give no such limit
 * @param[out] coverage   confidence reached, or NULL
 * @param p               the quantile, strictly between 0 and 1; 0.5 for the median
 * @return YS_OK; YS_E_NUMERIC when n is 0; YS_E_ARGUMENT for a bad p or level
 */
ys_status ys_interval_ranks(size_t *low, size_t *high, double *coverage, size_t n, double p, double level,
                            ys_error *err);

/**
 * Distribution-free interval of a quantile: its type 7 estimate and the order statistics of ys_interval_ranks(). With
 * few values a limit is NaN (the median needs 6 values at level 0.95).
 *
 * @param sorted  n finite values in ascending order, none missing
 */
ys_status ys_interval_quantile(ys_interval *out, const double *sorted, size_t n, double p, double level,
                               ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
