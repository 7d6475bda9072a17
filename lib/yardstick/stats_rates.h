/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Rates side by side: differences and ratios of two, strata, standardisation, equity between groups, funnel limits and
 * shrinkage for many partners. A rate is x successes of n cases; x and n need not be whole unless a function says so.
 * The conventions are those of stats.h.
 */
#ifndef YARDSTICK_STATS_RATES_H
#define YARDSTICK_STATS_RATES_H

#include <stddef.h>

#include <yardstick/error.h>
#include <yardstick/stats.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Difference of two rates, x1/n1 - x2/n2, with the hybrid score limits of Newcombe (1998, method 10): the default.
 *
 * @return YS_OK; YS_E_NUMERIC when an n is 0; YS_E_ARGUMENT when an x is not from 0 to its n, or for a bad level
 */
ys_status ys_rates_newcombe(ys_interval *out, double x1, double n1, double x2, double n2, double level,
                            ys_error *err);

/** The same with the score limits of Miettinen and Nurminen (1985). */
ys_status ys_rates_miettinen_nurminen(ys_interval *out, double x1, double n1, double x2, double n2, double level,
                                      ys_error *err);

/**
 * Ratio of two rates with log-Wald limits (Katz 1978). Where a count is 0, one half is added to each of the four cells
 * (successes and failures), for the estimate as well.
 *
 * @return as ys_rates_newcombe()
 */
ys_status ys_rates_risk_ratio(ys_interval *out, double x1, double n1, double x2, double n2, double level,
                              ys_error *err);

/** Ratio of two odds with log-Wald limits (Woolf 1955); one half is added as in ys_rates_risk_ratio(). */
ys_status ys_rates_odds_ratio(ys_interval *out, double x1, double n1, double x2, double n2, double level,
                              ys_error *err);

/** Two rates within one stratum. */
typedef struct ys_stratum {
    double x1, n1, x2, n2;
} ys_stratum;

/** Two rates compared within strata. */
typedef struct ys_mantel_haenszel {
    size_t strata;               /**< those used: both n above 0 */
    ys_interval risk_difference; /**< Greenland and Robins (1985) */
    ys_interval risk_ratio;      /**< Greenland and Robins (1985); NaN where a rate is 0 in all strata */
    ys_interval odds_ratio;      /**< Robins, Breslow and Greenland (1986); NaN likewise */
    ys_test test;                /**< Mantel-Haenszel chi-square with continuity correction; NaN where nothing varies */
} ys_mantel_haenszel;

/**
 * Mantel-Haenszel estimates over strata.
 *
 * @return YS_OK; YS_E_NUMERIC without a stratum with cases on both sides; YS_E_ARGUMENT for counts that are no rates or
 *         a bad level
 */
ys_status ys_rates_mantel_haenszel(ys_mantel_haenszel *out, const ys_stratum *strata, size_t k, double level,
                                   ys_error *err);

/** What moved a rate from one time (1) to another (2), after Kitagawa (1955): its change is within + mix. */
typedef struct ys_kitagawa {
    double rate1, rate2, change;
    double within;          /**< the parts' own rates moved; weighted by their mean shares of the cases */
    double mix;             /**< cases moved between the parts; at their mean rates */
    size_t up, down, still; /**< parts with cases at both times, by how their own rate moved */
    size_t once;            /**< parts with cases at one time alone: all they change is mix */
} ys_kitagawa;

/**
 * Splits the change of a rate over its parts. What each gives to mix is told from the mean of both rates of the whole,
 * so that it is positive for a part above it that grows.
 *
 * @param parts   x and n of each part at both times; n may be any weight
 * @param[out] within, mix  of each part, k of them; NULL: not wanted
 * @return YS_OK; YS_E_NUMERIC when there are no cases at one of the times; YS_E_ARGUMENT for numbers that are not
 *         finite, an n below 0, or an x without an n
 */
ys_status ys_rates_kitagawa(ys_kitagawa *out, double *within, double *mix, const ys_stratum *parts, size_t k,
                            ys_error *err);

/**
 * Directly standardised rate with gamma limits (Fay and Feuer 1997).
 *
 * @param events      per stratum
 * @param population  per stratum, above 0
 * @param standard    the standard population per stratum
 * @param multiplier  what the rate is per, such as 100000
 * @return YS_OK; YS_E_NUMERIC without a standard population; YS_E_ARGUMENT for missing or negative numbers, a
 *         population of 0 or a bad level
 */
ys_status ys_rates_standardised(ys_interval *out, const double *events, const double *population,
                                const double *standard, size_t k, double multiplier, double level, ys_error *err);

/** What the four-fifths rule says of a group. */
typedef enum ys_four_fifths {
    YS_FOUR_FIFTHS_MET,     /**< its rate is at least 80 % of the highest, and so is the low limit of that ratio */
    YS_FOUR_FIFTHS_UNCLEAR, /**< the interval of the ratio contains 80 % */
    YS_FOUR_FIFTHS_BELOW,   /**< the high limit lies below 80 % */
    YS_FOUR_FIFTHS_NONE     /**< the group has no cases, or no group has successes */
} ys_four_fifths;

/** One group beside the reference group; NaN where it has no cases. */
typedef struct ys_equity_group {
    ys_interval rate;        /**< Wilson */
    ys_interval gap;         /**< its rate - that of the reference, Newcombe; 0 for the reference itself */
    ys_interval ratio;       /**< its rate / that of the reference, log-Wald; 1 for the reference itself */
    ys_interval to_highest;  /**< its rate / the highest */
    ys_four_fifths four_fifths;
} ys_equity_group;

/** How unequal the groups are. */
typedef struct ys_equity {
    size_t groups;        /**< groups with cases */
    size_t reference;     /**< index of the reference group */
    size_t highest, lowest;
    ys_interval gap;      /**< highest - lowest rate, Newcombe */
    ys_interval ratio;    /**< lowest / highest rate, log-Wald */
    ys_interval disparity; /**< index of disparity (Pearcy and Keppel 2002): the mean distance of the groups' rates from
                               the rate of all, as a share of it. Its limits are percentiles of a parametric bootstrap
                               with a fixed seed, moved by its bias and not below 0; NaN without successes */
    ys_interval between;  /**< between-group variance: the mean square of that distance, groups weighted by their cases;
                               limits likewise */
    ys_interval theil;    /**< Theil's T of the rates, weighted alike; limits likewise; NaN without successes */
} ys_equity;

/**
 * Equity between k groups.
 *
 * @param[out] groups  k of them, or NULL
 * @param reference    index of the group the others are set beside; k for the one with the highest rate
 * @return YS_OK; YS_E_NUMERIC below two groups with cases, or when the reference has none; YS_E_ARGUMENT for counts
 *         that are no rates, a reference above k, more than 4e9 cases or a bad level; YS_E_NOMEM
 */
ys_status ys_equity_of_rates(ys_equity *out, ys_equity_group *groups, const double *x, const double *n, size_t k,
                             size_t reference, double level, ys_error *err);

/** One unit of a funnel plot. NaN where it has no cases. */
typedef struct ys_funnel_point {
    double rate;
    double low95, high95;   /**< limits for its n, 95 % */
    double low998, high998; /**< and 99.8 % */
    double z;               /**< distance from the target in standard errors, widened by the overdispersion if any */
    int outside;            /**< -2, -1, 0, 1, 2: below or above the 99.8 % or the 95 % limits */
} ys_funnel_point;

/** A funnel plot. */
typedef struct ys_funnel {
    size_t units;      /**< with cases */
    double target;     /**< the rate the limits are drawn around */
    double phi;        /**< mean square of the z, winsorised at 10 % (Spiegelhalter 2005) */
    double tau2;       /**< variance between units beyond chance; 0 unless phi is above 1 + 2 / sqrt(units) */
} ys_funnel;

/**
 * Funnel limits for the rates of many units. Without overdispersion they are exact binomial ones, interpolated; with it
 * normal ones with the variance between units added (Spiegelhalter 2005).
 *
 * @param[out] points  k of them
 * @param target       the rate to draw around; NaN for that of all units together
 * @return YS_OK; YS_E_NUMERIC below two units with cases or a target of 0 or 1; YS_E_ARGUMENT for counts that are no
 *         rates or a target outside 0 to 1; YS_E_NOMEM
 */
ys_status ys_funnel_of_rates(ys_funnel *out, ys_funnel_point *points, const double *x, const double *n, size_t k,
                             double target, ys_error *err);

/** What was learned from all units for the shrinkage of each. */
typedef struct ys_shrinkage {
    size_t units;
    double mean;     /**< rate of all units together */
    double strength; /**< the number of cases the common rate counts for; infinite where units do not differ beyond
                          chance */
} ys_shrinkage;

/**
 * Empirical-Bayes rates: each unit's (x + strength * mean) / (n + strength) with the quantiles of its beta posterior,
 * the strength by the moments of Kleinman (1973), weights n. Show the raw rates beside them.
 *
 * @param[out] shrunk  k of them; without cases a unit has the common rate
 * @return YS_OK; YS_E_NUMERIC below two units with cases, or when the common rate is 0 or 1; YS_E_ARGUMENT for counts
 *         that are no rates or a bad level
 */
ys_status ys_shrink_rates(ys_shrinkage *out, ys_interval *shrunk, const double *x, const double *n, size_t k,
                          double level, ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
