/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_STUDY_H
#define YARDSTICK_STUDY_H

#include <yardstick/aggregate.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What the statistics say of indicators: descriptions, comparisons, trends and charts, each with a sentence. */
typedef struct ys_study ys_study;

/** One line of a study. Numbers that are not there are NaN, texts "". */
typedef struct ys_study_row {
    const char *indicator, *period;
    const char *kind;      /**< "description", "outliers", "analysis", "comparison", "equity", "funnel", "trend",
                                "forecast" or "chart"; stable */
    const char *by, *group; /**< what it is broken down by, and the code; "" for the whole */
    const char *against;   /**< of a comparison: "rest" (of two groups: the other), "prior", "baseline", "groups" (all
                                at once) or "time" (their curves); of an analysis: "before", "dose" or "time"; of
                                equity: "lowest", "highest" or "all"; stable */
    int64_t n;             /**< values, or cases of a share */
    double value, low, high; /**< the indicator with its 95 % interval; of charts and funnels with their limits, of a
                                  forecast with 80 % */
    double mean, sd, min, q1, median, q3, max; /**< of the values, for measures of values */
    double other;          /**< what it is compared with */
    double difference, difference_low, difference_high; /**< value - other with a 95 % interval; of a trend: a period */
    const char *test;      /**< name of the test */
    double statistic, p, p_adjusted; /**< p two-sided; adjusted by Holm for the comparisons of the same indicator */
    double effect, effect_low, effect_high; /**< with a 95 % interval where there is one */
    const char *effect_name; /**< "Hedges g", "risk ratio", "P(x>y)", "odds ratio", "tau", … */
    const char *sentence;  /**< what it means, for people */
    const char *title;     /**< of the indicator, for people */
    const char *dates;     /**< the period asked for with its dates, for people; "" in rows of trends and charts */
} ys_study_row;

/** What to study. Members may be NULL or 0. */
typedef struct ys_study_options {
    unsigned version;      /**< YS_STUDY_OPTIONS_INIT sets it */
    const char *period, *window, *as_of;
    const char *const *indicators;
    size_t n_indicators;   /**< 0: all */
    const char *compare;   /**< "partner", "site", a dimension, "prior" or "baseline"; NULL: none */
    int trend;             /**< 1: the trend over the periods up to this one */
    int chart;             /**< 1: a control chart over them */
} ys_study_options;

#define YS_STUDY_OPTIONS_INIT { 1, NULL, NULL, NULL, NULL, 0, NULL, 0, 0 }

/**
 * Studies indicators from the stored rows.
 *
 * Shares are compared by Newcombe's interval with Fisher's exact test (chi-square above 1000 cases where none of the
 * expected counts is below 5), means by Welch's t test with Hedges' g, medians and quantiles by Mann and Whitney's
 * test, counts by the exact test of two Poisson counts; several groups also all at once (chi-square, Welch's analysis
 * of variance, Kruskal-Wallis). Shares of a dimension are also described by ys_equity_of_rates(), those of partners and
 * sites by ys_funnel_of_rates() and ys_shrink_rates(). Trends: Mann-Kendall with Theil-Sen's slope, the seasonal test
 * from two years on, and ys_forecast_holt(). Charts: p for shares, u for rates of counts, Laney's where these vary
 * beyond chance, XmR for everything else. Values beyond Tukey's outer fences are counted. An indicator's "analysis" is
 * made with ys_compare_paired(), ys_logistic_fit() or ys_survival_kaplan_meier().
 *
 * @param[out] out  to be freed with ys_study_free; untouched on failure
 * @return as ys_aggregate()
 */
ys_status ys_study_make(ys_study **out, ys_store *store, const ys_study_options *options, ys_error *err);

/** Frees the study and all that was borrowed from it; NULL is allowed. */
void ys_study_free(ys_study *study);

/** How many rows it has. */
size_t ys_study_count(const ys_study *study);

/** The row at i, below ys_study_count; borrowed. */
const ys_study_row *ys_study_get(const ys_study *study, size_t i);

#ifdef __cplusplus
}
#endif
#endif
