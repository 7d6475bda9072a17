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
 * - a count above 1e12 is YS_E_ARGUMENT;
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

/** Outcome of a test. What a test does not have is NaN. */
typedef struct ys_test {
    double statistic; /**< t, z, F, chi-square, V, U or H, as the function says */
    double df;        /**< degrees of freedom; of the numerator for F */
    double df2;       /**< degrees of freedom of the denominator for F */
    double p;         /**< two-sided */
} ys_test;

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
    double rest;    /**< what the mean lacks for being a double: keeps digits of large values that differ little; 0 if
                         unknown */
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
 * Quantile of type 7 (linear between order statistics; Hyndman and Fan 1996), as in R, Excel's QUARTILE.INC and NumPy.
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
 * The order statistics that enclose a quantile with at least the given confidence, whatever the distribution (David and
 * Nagaraja 2003, 7.1).
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

/** One sample described. What too few values cannot give is NaN; only n and missing are always there. */
typedef struct ys_description {
    size_t n;             /**< usable values */
    size_t missing;       /**< values that were NaN */
    double sum;
    double mean;
    double sd;            /**< with n - 1; from 2 values */
    double skewness;      /**< third standardised moment with that sd (type 3); from 3 values that vary */
    double kurtosis;      /**< excess, with that sd (type 3); from 4 values that vary */
    double min;
    double q1;            /**< quartiles are of type 7, see ys_quantile() */
    double median;
    double q3;
    double max;
    double trimmed_mean;  /**< without the lowest and highest tenth (rounded down to whole values) */
    double mad;           /**< median absolute deviation times 1.482602: estimates the sd of normal data */
    double lag1;          /**< autocorrelation of neighbouring values in the order given; from 2 values that vary */
} ys_description;

/**
 * Describes a sample.
 *
 * @return YS_OK, also without usable values; YS_E_ARGUMENT for an infinite value; YS_E_NOMEM
 */
ys_status ys_describe(ys_description *out, const double *x, size_t n, ys_error *err);

/** A sample described with weights: how many units of the population each value stands for. */
typedef struct ys_weighted {
    size_t n, missing;    /**< values with a weight above 0; those without a value or a weight */
    double weight;        /**< sum of the weights */
    double effective_n;   /**< how many values of equal weight would tell as much (Kish 1965) */
    ys_interval mean;     /**< with Student's t on n - 1 degrees of freedom; limits from 2 values */
    double error;         /**< its standard error, as of values drawn with replacement; from 2 values */
    double sd;            /**< of the population; from 2 values */
} ys_weighted;

/**
 * Describes a weighted sample. A weight of 0 leaves the value out.
 *
 * @return YS_OK; YS_E_NUMERIC without a value of a weight above 0; YS_E_ARGUMENT for a negative weight, an infinite
 *         value or weight, or a bad level
 */
ys_status ys_describe_weighted(ys_weighted *out, const double *x, const double *weight, size_t n, double level,
                               ys_error *err);

/** Robust measures of scale and location that stand up to nearly half the values being wrong. */
typedef struct ys_robust {
    double sn;        /**< Rousseeuw and Croux's Sn (1993), corrected for small n */
    double qn;        /**< their Qn, corrected for small n */
    double gastwirth; /**< 0.3, 0.4, 0.3 times the thirds and the median */
} ys_robust;

/** Robust measures of a sample. Missing values are skipped. YS_E_NUMERIC below two usable values. */
ys_status ys_describe_robust(ys_robust *out, const double *x, size_t n, ys_error *err);

/** What a bootstrap resamples: a statistic of n values in any order, none missing. */
typedef double (*ys_statistic_fn)(const double *x, size_t n, void *context);

/** How to resample. */
typedef struct ys_bootstrap_options {
    unsigned version;    /**< 1 */
    double level;        /**< confidence level */
    size_t replicates;   /**< at least 99 */
    unsigned long seed;  /**< of the Mersenne twister: the same seed gives the same limits */
} ys_bootstrap_options;

#define YS_BOOTSTRAP_OPTIONS_INIT { 1, 0.95, 1999, 20180701UL }

/** Intervals of a bootstrapped statistic. */
typedef struct ys_bootstrap {
    size_t n;               /**< usable values */
    size_t missing;         /**< values that were NaN */
    double error;           /**< standard deviation of the replicates */
    ys_interval percentile;
    ys_interval bca;        /**< bias-corrected and accelerated (Efron 1987); its limits are NaN where all replicates
                                 lie on one side of the estimate */
} ys_bootstrap;

/**
 * Bootstrap intervals of any statistic, with the quantiles of the replicates interpolated on the normal scale (Davison
 * and Hinkley 1997, 5.8).
 *
 * @param options  NULL for YS_BOOTSTRAP_OPTIONS_INIT
 * @return YS_OK; YS_E_NUMERIC below 2 usable values, or where the statistic is not finite on a resample;
 *         YS_E_ARGUMENT for an infinite value, a bad level or fewer than 99 replicates; YS_E_NOMEM
 */
ys_status ys_bootstrap_interval(ys_bootstrap *out, const double *x, size_t n, ys_statistic_fn f, void *context,
                                const ys_bootstrap_options *options, ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
