/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Models and measures of people: logistic regression, time to an event, scales, correlation, clustering, and what a
 * study of a size can see. Missing values are NaN; a row with one is left out and counted. The conventions are those of
 * stats.h.
 */
#ifndef YARDSTICK_STATS_MODEL_H
#define YARDSTICK_STATS_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include <yardstick/error.h>
#include <yardstick/stats.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One coefficient of a logistic regression. All NaN where the data are separated. */
typedef struct ys_logistic_term {
    ys_interval coefficient; /**< change of the log odds per unit */
    ys_interval odds;        /**< its exponential: what the odds are multiplied by */
    double error;            /**< standard error; between clusters where these are given */
    ys_test test;            /**< Wald: z, or t with clusters - 1 degrees of freedom */
} ys_logistic_term;

/** A logistic regression. */
typedef struct ys_logistic {
    size_t n, missing;    /**< complete rows and others */
    size_t events;        /**< outcomes that are 1 */
    size_t clusters;      /**< 0 where none are given */
    bool separated;       /**< a combination of the predictors divides the outcomes wholly or nearly so: the likelihood
                               has no maximum and the terms are NaN; the test holds nevertheless */
    double deviance, null_deviance;
    ys_test test;         /**< likelihood ratio of the predictors together: chi-square */
    unsigned iterations;
} ys_logistic;

/**
 * Fits log odds of y = b0 + b1 x1 + ... + bp xp by iteratively reweighted least squares (McCullagh and
 * Nelder 1989); separated data are told as such (Albert and Anderson 1984).
 *
 * @param[out] terms  p + 1 of them, the intercept first
 * @param y           n outcomes, 0, 1 or NaN
 * @param x           n rows of p predictors
 * @param cluster     n numbers, equal where rows belong together (people of one partner): standard errors are then
 *                    robust (Liang and Zeger 1986, times clusters / (clusters - 1)); NULL for none
 * @return YS_OK, also when separated; YS_E_NUMERIC with p + 1 complete rows or fewer, when y does not vary, when the
 *         predictors depend on each other linearly, or with one cluster; YS_E_ARGUMENT for an outcome that is not 0 or
 *         1, an infinite value or a bad level; YS_E_NOMEM
 */
ys_status ys_logistic_fit(ys_logistic *out, ys_logistic_term *terms, const double *y, const double *x,
                          const int *cluster, size_t n, size_t p, double level, ys_error *err);

/** A time at which something happened. */
typedef struct ys_survival_step {
    double time;
    size_t at_risk, events;
    ys_interval survival; /**< just after that time, with log-log limits; these are NaN once it is 0 */
    double error;         /**< Greenwood's standard error */
} ys_survival_step;

/** A survival curve. */
typedef struct ys_survival {
    size_t n, missing, events;
    size_t steps;
    ys_interval median;   /**< NaN where the curve or its limit does not fall to one half */
    double horizon;       /**< the mean is restricted to this time */
    double mean, mean_error; /**< restricted mean time, the area under the curve */
} ys_survival;

/**
 * The estimate of Kaplan and Meier (1958).
 *
 * @param[out] steps  room for n; the times with events, in order
 * @param time        n times, not negative
 * @param event       n times 1 when the event happened then, 0 when it had not until then (censored)
 * @param horizon     for the restricted mean; NaN for the longest time
 * @return YS_OK; YS_E_NUMERIC without complete rows; YS_E_ARGUMENT for a negative or infinite time, an event that is
 *         not 0 or 1, or a bad level; YS_E_NOMEM
 */
ys_status ys_survival_kaplan_meier(ys_survival *out, ys_survival_step *steps, const double *time,
                                   const double *event, size_t n, double horizon, double level, ys_error *err);

/**
 * The log-rank test (Mantel 1966) of equal survival in k groups: chi-square.
 *
 * @param[out] expected  events expected in each group if all were alike, or NULL
 * @param group          n numbers below groups; any other leaves the row out
 * @return as ys_survival_kaplan_meier(); YS_E_NUMERIC also below two groups at risk or without events
 */
ys_status ys_survival_log_rank(ys_test *out, double *expected, const double *time, const double *event,
                               const int *group, size_t n, size_t groups, ys_error *err);

/** One item of a scale. */
typedef struct ys_scale_item {
    double mean, sd;
    double rest;         /**< correlation with the sum of the other items; NaN where one does not vary */
    double alpha_without; /**< alpha of the other items; NaN below two others */
} ys_scale_item;

/** Consistency of a scale. */
typedef struct ys_scale {
    size_t n, missing;   /**< complete rows and others */
    ys_interval alpha;   /**< Cronbach's alpha with Feldt's limits */
} ys_scale;

/**
 * Cronbach's alpha (1951) of k items, all scored in the same direction, with the limits of Feldt (1965).
 *
 * @param[out] items  k of them, or NULL
 * @param x           n rows of k answers
 * @return YS_OK; YS_E_NUMERIC below two items or three complete rows, or when the sum does not vary; YS_E_ARGUMENT for
 *         an infinite value or a bad level; YS_E_NOMEM
 */
ys_status ys_scale_alpha(ys_scale *out, ys_scale_item *items, const double *x, size_t n, size_t k, double level,
                         ys_error *err);

/** A correlation. */
typedef struct ys_correlation {
    size_t n, missing; /**< complete pairs and others */
    ys_interval r;     /**< limits by Fisher's z: variance 1/(n-3) for Pearson, (1+r^2/2)/(n-3) for Spearman (Bonett and
                            Wright 2000), 0.437/(n-4) for Kendall (Fieller 1957); NaN where n is too small */
    ys_test test;      /**< t for Pearson and Spearman; z for Kendall, or the exact p and T (pairs in order) below 50
                            pairs without ties */
    bool exact;        /**< the p of Kendall is exact */
} ys_correlation;

/**
 * Pearson's correlation (1895) of two variables.
 *
 * @return YS_OK; YS_E_NUMERIC below three complete pairs or when one does not vary; YS_E_ARGUMENT for an infinite value
 *         or a bad level; YS_E_NOMEM
 */
ys_status ys_correlation_pearson(ys_correlation *out, const double *x, const double *y, size_t n, double level,
                                 ys_error *err);

/** Spearman's rank correlation (1904), with mid-ranks. As ys_correlation_pearson(). */
ys_status ys_correlation_spearman(ys_correlation *out, const double *x, const double *y, size_t n, double level,
                                  ys_error *err);

/** Kendall's tau-b, in n^2 / 2 steps. As ys_correlation_pearson(); YS_E_ARGUMENT above 20,000 pairs. */
ys_status ys_correlation_kendall(ys_correlation *out, const double *x, const double *y, size_t n, double level,
                                 ys_error *err);

/** How alike the members of a cluster (the people of a partner) are. */
typedef struct ys_clustering {
    size_t n, clusters;
    ys_interval icc;     /**< intraclass correlation of single values, one-way (Shrout and Fleiss 1979); for clusters of
                              unequal size with their adjusted mean size */
    double size;         /**< mean size of the cluster a member finds itself in, sum n^2 / sum n */
    double design_effect; /**< 1 + (size - 1) icc, at least 1: what the variance of a mean is multiplied by */
    double effective_n;  /**< n / design effect */
} ys_clustering;

/** Intraclass correlation and design effect from the moments of the clusters. Fails as ys_compare_anova(). */
ys_status ys_clustering_of(ys_clustering *out, const ys_moments *clusters, size_t k, double level, ys_error *err);

/** The changes of a share that a study would see. NaN where none would be. */
typedef struct ys_detectable {
    double down, up; /**< the nearest shares below and above that would be told from the present one */
} ys_detectable;

/**
 * The smallest change of a share that two groups of n1 and n2 cases show with the given power (two-sided normal test,
 * as R's power.prop.test).
 *
 * @param p      the present share, strictly between 0 and 1
 * @param level  1 - the chance of a false alarm, such as 0.95
 * @param power  the chance to see the change, such as 0.8
 * @return YS_OK; YS_E_NUMERIC when n1 or n2 is 0; YS_E_ARGUMENT for a bad share, level or power
 */
ys_status ys_power_share_change(ys_detectable *out, double p, double n1, double n2, double level, double power,
                                ys_error *err);

/**
 * Cases needed in each of two groups to tell the shares p1 and p2 apart; not rounded.
 *
 * @return YS_OK; YS_E_NUMERIC when p1 equals p2; YS_E_ARGUMENT for a share outside 0 to 1, a bad level or power
 */
ys_status ys_power_share_cases(double *out, double p1, double p2, double level, double power, ys_error *err);

/**
 * The smallest difference of means that n values per group, or n pairs, show with the given power (as R's
 * power.t.test).
 *
 * @param sd  of the values, or of the differences of pairs
 * @return YS_OK; YS_E_NUMERIC below two values; YS_E_ARGUMENT for a negative sd, a bad level or power
 */
ys_status ys_power_mean_change(double *out, size_t n, double sd, bool paired, double level, double power,
                               ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
