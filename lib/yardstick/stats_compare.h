/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Comparisons: the same people before and after, two or more groups, tables of counts, many comparisons at once. The
 * conventions are those of stats.h: NaN is missing and skipped, tests are two-sided, out is untouched on failure.
 */
#ifndef YARDSTICK_STATS_COMPARE_H
#define YARDSTICK_STATS_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include <yardstick/error.h>
#include <yardstick/stats.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A paired comparison of means. */
typedef struct ys_paired {
    size_t n;               /**< complete pairs */
    size_t missing;         /**< pairs with a value missing on either side */
    ys_interval difference; /**< mean of after - before, with Student's t */
    ys_test test;           /**< paired t */
    ys_interval g;          /**< Hedges' g of the differences: their mean over their sd, corrected for small n; limits
                                 from the noncentral t distribution */
} ys_paired;

/**
 * Paired t test (Student 1908) of values before and after.
 *
 * @return YS_OK; YS_E_NUMERIC below two complete pairs or when all differences are equal; YS_E_ARGUMENT for an
 *         infinite value or a bad level
 */
ys_status ys_compare_paired(ys_paired *out, const double *before, const double *after, size_t n, double level,
                            ys_error *err);

/** A comparison of two means. */
typedef struct ys_compared {
    ys_interval difference; /**< mean of a - mean of b, Welch */
    ys_test test;           /**< Welch's t with Satterthwaite's degrees of freedom */
    ys_interval g;          /**< Hedges' g: the difference over the pooled sd, corrected for small n (Hedges 1981), with
                                 limits from the noncentral t distribution */
} ys_compared;

/**
 * Welch's t test (1947) and Hedges' g (1981) of two independent groups, from their moments.
 *
 * @return YS_OK; YS_E_NUMERIC below two values in a group, or when neither group varies; YS_E_ARGUMENT for a bad level
 */
ys_status ys_compare_welch(ys_compared *out, const ys_moments *a, const ys_moments *b, double level, ys_error *err);

/**
 * Moments of each group of a sample.
 *
 * @param[out] out  one per group
 * @param group     n numbers below groups; any other number leaves the value out
 * @return YS_OK; YS_E_ARGUMENT for an infinite value; YS_E_NOMEM
 */
ys_status ys_moments_by_group(ys_moments *out, size_t groups, const double *x, const int *group, size_t n,
                              ys_error *err);

/** One-way analysis of variance. */
typedef struct ys_anova {
    ys_test test; /**< F */
    double ss_between, ms_between;
    double ss_within, ms_within;
    double residual_sd;
    double eta2;   /**< share of the variation that lies between the groups (R squared) */
    double omega2; /**< the same, nearly unbiased; may be slightly negative */
} ys_anova;

/**
 * One-way analysis of variance (Fisher 1925) from the moments of the groups; groups without values are skipped.
 *
 * @return YS_OK; YS_E_NUMERIC below two groups with values, without a spare value, or when no group varies
 */
ys_status ys_compare_anova(ys_anova *out, const ys_moments *groups, size_t k, ys_error *err);

/**
 * Welch's analysis of variance, which does not assume equal variances (Welch 1951): F with df and df2.
 *
 * @return YS_OK; YS_E_NUMERIC below two groups, or when a group with values has fewer than two or does not vary
 */
ys_status ys_compare_welch_anova(ys_test *out, const ys_moments *groups, size_t k, ys_error *err);

/** A test on ranks. */
typedef struct ys_ranked {
    ys_test test;  /**< V, U or H */
    double z;      /**< normal deviate, corrected for ties and continuity; NaN where p is exact */
    bool exact;    /**< p comes from the exact distribution: fewer than 50 values (in each group), no ties, no zeros */
    size_t n;      /**< values used */
    size_t missing;
    size_t zeros;  /**< equal pairs, left out by the signed rank test */
    double effect; /**< signed rank: matched-pairs rank-biserial correlation, -1 to 1. Mann-Whitney: the chance that a
                        value of x is larger than one of y, equal ones counting half. Kruskal-Wallis: epsilon squared */
} ys_ranked;

/**
 * Wilcoxon's signed rank test (1945) of after - before; V is the sum of the positive ranks.
 *
 * @return YS_OK; YS_E_NUMERIC without a pair that differs; YS_E_ARGUMENT for an infinite value; YS_E_NOMEM
 */
ys_status ys_rank_signed(ys_ranked *out, const double *before, const double *after, size_t n, ys_error *err);

/**
 * Wilcoxon's rank sum test of Mann and Whitney (1947); U counts the pairs in which x is larger.
 *
 * @return YS_OK; YS_E_NUMERIC when a group is empty or all values are equal; YS_E_ARGUMENT for an infinite value;
 *         YS_E_NOMEM
 */
ys_status ys_rank_mann_whitney(ys_ranked *out, const double *x, size_t nx, const double *y, size_t ny, ys_error *err);

/**
 * The same test of each group against all the others together, from one ranking: many partners cost little more than
 * one.
 *
 * @param[out] out  one per group; NaN with n 0 for a group that is empty, or has all the values
 * @param group     n numbers below groups; any other number leaves the value out
 * @return YS_OK; YS_E_NUMERIC below two groups with values or when all values are equal; YS_E_ARGUMENT for an infinite
 *         value; YS_E_NOMEM
 */
ys_status ys_rank_each_against_rest(ys_ranked *out, const double *x, const int *group, size_t n, size_t groups,
                                    ys_error *err);

/**
 * The Kruskal-Wallis test of equal distributions in k groups, corrected for ties.
 *
 * @param group  n numbers below groups; any other number leaves the value out
 * @return YS_OK; YS_E_NUMERIC below two groups with values or when all values are equal; YS_E_ARGUMENT for an infinite
 *         value; YS_E_NOMEM
 */
ys_status ys_rank_kruskal_wallis(ys_ranked *out, const double *x, const int *group, size_t n, size_t groups,
                                 ys_error *err);

/** Two groups beside each other after a test of Kruskal and Wallis. NaN where one of them is empty. */
typedef struct ys_dunn {
    size_t a, b;       /**< numbers of the groups, a below b */
    double difference; /**< of their mean ranks, a - b */
    double z, p;       /**< with the ties and the variance of all groups together */
    double p_adjusted; /**< Holm, for the number of pairs */
} ys_dunn;

/**
 * Dunn's test (1964) of all pairs of groups.
 *
 * @param[out] pairs  groups * (groups - 1) / 2 of them: 0 and 1, 0 and 2, ..., 1 and 2, ...
 * @return as ys_rank_kruskal_wallis()
 */
ys_status ys_rank_dunn(ys_dunn *pairs, const double *x, const int *group, size_t n, size_t groups, ys_error *err);

/** McNemar's test of paired yes and no. */
typedef struct ys_mcnemar {
    double p_exact;  /**< binomial: use this one */
    ys_test test;    /**< chi-square with Edwards' continuity correction, on 1 degree of freedom */
    ys_interval odds; /**< gained over lost, with exact limits; NaN where infinite */
} ys_mcnemar;

/**
 * McNemar's test (1947).
 *
 * @param gained  pairs that went from no to yes
 * @param lost    pairs that went from yes to no
 * @return YS_OK; YS_E_NUMERIC when no pair changed; YS_E_ARGUMENT for a negative or infinite count, or a bad level
 */
ys_status ys_table_mcnemar(ys_mcnemar *out, double gained, double lost, double level, ys_error *err);

/** A test of independence of a table. */
typedef struct ys_chi_square {
    ys_test test;      /**< Pearson's chi-square, without continuity correction */
    double n;
    double cramers_v;  /**< 0 to 1 */
    double least;      /**< smallest expected count */
    size_t below_five; /**< cells with an expected count below 5: with many of them p is not to be trusted */
    size_t rows, columns; /**< those that are not empty */
} ys_chi_square;

/**
 * Chi-square test (Pearson 1900) of a table of counts; empty rows and columns are left out.
 *
 * @param counts  rows times columns counts, row by row
 * @return YS_OK; YS_E_NUMERIC below two rows or columns that are not empty; YS_E_ARGUMENT for a negative, missing or
 *         infinite count; YS_E_NOMEM
 */
ys_status ys_table_chi_square(ys_chi_square *out, const double *counts, size_t rows, size_t columns, ys_error *err);

/** Fisher's exact test of a table of two by two. */
typedef struct ys_fisher {
    double p;         /**< of all tables as unlikely as this one */
    ys_interval odds; /**< conditional maximum likelihood odds ratio with exact limits; NaN where infinite */
} ys_fisher;

/**
 * Fisher's exact test (1935) of the table a b / c d, two-sided by the probability of the tables.
 *
 * @return YS_OK; YS_E_NUMERIC for an empty table; YS_E_ARGUMENT for a count that is negative, not whole or above 1e8,
 *         or a bad level; YS_E_NOMEM
 */
ys_status ys_table_fisher(ys_fisher *out, double a, double b, double c, double d, double level, ys_error *err);

/**
 * Holm's correction (1979) of p values for the number of comparisons; the default for a family of comparisons.
 *
 * @param[out] out  corrected p values, may be p itself; NaN stays NaN and does not count
 * @return YS_OK; YS_E_ARGUMENT for a p outside 0 to 1; YS_E_NOMEM
 */
ys_status ys_adjust_holm(double *out, const double *p, size_t n, ys_error *err);

/** Benjamini and Hochberg's correction (1995), which bounds the share of false discoveries. As ys_adjust_holm(). */
ys_status ys_adjust_bh(double *out, const double *p, size_t n, ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
