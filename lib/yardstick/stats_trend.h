/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A value over time: trends, control charts, outliers and a forecast. Missing values are NaN and skipped; the
 * conventions are those of stats.h.
 */
#ifndef YARDSTICK_STATS_TREND_H
#define YARDSTICK_STATS_TREND_H

#include <math.h> /* NAN, in YS_FORECAST_OPTIONS_INIT */
#include <stdbool.h>
#include <stddef.h>

#include <yardstick/error.h>
#include <yardstick/stats.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A straight line by least squares. */
typedef struct ys_ols {
    size_t n;             /**< complete pairs */
    size_t missing;
    ys_interval slope, intercept;
    double slope_error, intercept_error; /**< standard errors */
    ys_test test;         /**< t of the slope */
    double r2;
    double residual_sd;
    double ss_regression, ss_residual;
} ys_ols;

/**
 * Fits y = intercept + slope x by least squares (Draper and Smith 1998, 1).
 *
 * @return YS_OK; YS_E_NUMERIC below three complete pairs, or when x or y does not vary; YS_E_ARGUMENT for an infinite
 *         value or a bad level; YS_E_NOMEM
 */
ys_status ys_trend_ols(ys_ols *out, const double *x, const double *y, size_t n, double level, ys_error *err);

/** The median of the slopes between all pairs of points (Theil 1950, Sen 1968). */
typedef struct ys_theil_sen {
    size_t n;          /**< complete pairs */
    size_t missing;
    ys_interval slope; /**< limits by the ranks of Gilbert (1987, 16.5); NaN where there are too few slopes */
    double intercept;  /**< median of y - slope x */
} ys_theil_sen;

/**
 * Fits a line that a few wrong points do not move. Points of equal x make no slope. Takes n^2 / 2 numbers of memory.
 *
 * @return YS_OK; YS_E_NUMERIC below two points of different x; YS_E_ARGUMENT for an infinite value, more than 20,000
 *         points or a bad level; YS_E_NOMEM
 */
ys_status ys_trend_theil_sen(ys_theil_sen *out, const double *x, const double *y, size_t n, double level,
                             ys_error *err);

/** A test of whether a value keeps rising or falling. */
typedef struct ys_kendall_trend {
    size_t n;        /**< usable values */
    size_t missing;
    double s;        /**< pairs that rise less pairs that fall */
    double variance; /**< of s without a trend, corrected for ties */
    double tau;      /**< Kendall's tau-b with time; NaN for the seasonal test */
    double slope;    /**< the median slope: per step, or per year for the seasonal test */
    ys_test test;    /**< z with continuity correction */
} ys_kendall_trend;

/**
 * The trend test of Mann (1945) and Kendall on values in the order of time, a step apart.
 *
 * @return YS_OK; YS_E_NUMERIC below three usable values or when all are equal; YS_E_ARGUMENT for an infinite value or
 *         more than 20,000 values; YS_E_NOMEM
 */
ys_status ys_trend_mann_kendall(ys_kendall_trend *out, const double *y, size_t n, ys_error *err);

/**
 * The seasonal test of Hirsch, Slack and Smith (1982): only like seasons are compared.
 *
 * @param y        n values in the order of time; y[i] belongs to season i % seasons
 * @param seasons  4 for quarters, 12 for months
 * @return YS_OK; YS_E_NUMERIC when no season has two values that differ; YS_E_ARGUMENT for an infinite value, no
 *         seasons or more than 20,000 values; YS_E_NOMEM
 */
ys_status ys_trend_seasonal_kendall(ys_kendall_trend *out, const double *y, size_t n, size_t seasons, ys_error *err);

/** Signals of a control chart, as bits; each stands at the point that completes its pattern. */
enum {
    YS_SIGNAL_OUTSIDE = 1,     /**< beyond a limit of three sigma */
    YS_SIGNAL_RUN = 2,         /**< eight in a row on one side of the centre; one on it neither counts nor breaks */
    YS_SIGNAL_TREND = 4,       /**< six in a row that rise, or fall */
    YS_SIGNAL_TWO_OF_THREE = 8 /**< two of three beyond two sigma on one side */
};

/** One point of a control chart. A missing one has value NaN and no signals. */
typedef struct ys_chart_point {
    double value;
    double center, low, high; /**< limits at three sigma, kept within what is possible */
    double sigma;
    unsigned signals;         /**< YS_SIGNAL_... */
} ys_chart_point;

/** A control chart. */
typedef struct ys_chart {
    size_t n;            /**< points that are not missing */
    size_t baseline;     /**< points the limits come from */
    bool trial;          /**< fewer than 12 of these: the limits are provisional */
    double center;
    double moving_range; /**< mean distance of neighbours (XmR) or of their z (Laney); NaN for p and u */
    double range_limit;  /**< upper limit of the moving range (XmR), 3.268 times its mean; else NaN */
    double sigma_z;      /**< what Laney's chart widens the limits by; else 1 */
    size_t signals;      /**< points with a signal */
} ys_chart;

/**
 * Chart of individual values and moving ranges (Shewhart's XmR, constants 2.66 and 3.268 as in Wheeler).
 *
 * @param[out] points  n of them
 * @param baseline     how many of the first usable points set the limits; 0 for all
 * @return YS_OK; YS_E_NUMERIC below two usable points in the baseline; YS_E_ARGUMENT for an infinite value
 */
ys_status ys_chart_xmr(ys_chart *out, ys_chart_point *points, const double *y, size_t n, size_t baseline,
                       ys_error *err);

/**
 * Chart of shares x / n with binomial limits (Shewhart's p chart). A point without cases, or with NaN, is missing.
 *
 * @return YS_OK; YS_E_NUMERIC below two usable points in the baseline; YS_E_ARGUMENT for counts that are no shares
 */
ys_status ys_chart_p(ys_chart *out, ys_chart_point *points, const double *x, const double *n, size_t k,
                     size_t baseline, ys_error *err);

/** Chart of rates x / n with Poisson limits (u chart); n is the exposure. As ys_chart_p(), but x may exceed n. */
ys_status ys_chart_u(ys_chart *out, ys_chart_point *points, const double *x, const double *n, size_t k,
                     size_t baseline, ys_error *err);

/** Laney's p' chart (2002): the limits of a p chart widened by how much neighbours differ beyond chance. */
ys_status ys_chart_laney(ys_chart *out, ys_chart_point *points, const double *x, const double *n, size_t k,
                         size_t baseline, ys_error *err);

/** Laney's u' chart: the same for a u chart. As ys_chart_u(). */
ys_status ys_chart_laney_u(ys_chart *out, ys_chart_point *points, const double *x, const double *n, size_t k,
                           size_t baseline, ys_error *err);

/** Values far from the middle of their own sample. */
typedef struct ys_outliers {
    size_t n, missing;
    double center, scale;           /**< median and MAD; for fences, the quartiles' middle and their distance */
    double low, high;               /**< beyond these a value is an outlier */
    double far_low, far_high;       /**< beyond these it is a far one; for modified z as low and high */
    size_t outside, far_outside;
} ys_outliers;

/**
 * Outliers by modified z, 0.6745 (x - median) / MAD beyond 3.5 (Iglewicz and Hoaglin 1993). Where the MAD is 0 the mean
 * absolute deviation from the median, times 1.253314, takes its place.
 *
 * @param[out] z  n modified z, NaN where missing; or NULL
 * @return YS_OK; YS_E_NUMERIC below three usable values or when all are equal; YS_E_ARGUMENT for an infinite value;
 *         YS_E_NOMEM
 */
ys_status ys_outliers_modified_z(ys_outliers *out, double *z, const double *x, size_t n, ys_error *err);

/** Outliers by Tukey's fences (1977), 1.5 and 3 quartile distances (type 7) beyond the quartiles. YS_E_NUMERIC below
 * four. */
ys_status ys_outliers_tukey(ys_outliers *out, const double *x, size_t n, ys_error *err);

/** A new value beside the ones before it. */
typedef struct ys_jump {
    size_t n;      /**< usable values of the history */
    double last;   /**< the newest of them */
    double limit;  /**< how far neighbours usually are apart at most: 3.268 times their mean distance */
    bool jumped;   /**< the new value is farther than that from the last */
} ys_jump;

/**
 * Whether a new value jumps away from its own history, by the limit of the moving range of an XmR chart (Wheeler 1993).
 *
 * @return YS_OK; YS_E_NUMERIC below four usable values of history; YS_E_ARGUMENT for an infinite or missing value
 */
ys_status ys_outliers_jump(ys_jump *out, const double *history, size_t n, double value, ys_error *err);

/** How to forecast. */
typedef struct ys_forecast_options {
    unsigned version;   /**< 1 */
    double level;       /**< of the intervals */
    size_t paths;       /**< simulated ones, at least 99 */
    unsigned long seed;
    double target;      /**< to be reached at the last step; NaN for none */
    bool at_most;       /**< reached from above: as low as the target or lower */
} ys_forecast_options;

#define YS_FORECAST_OPTIONS_INIT { 1, 0.8, 4000, 20180701UL, (double)NAN, false }

/** A forecast by Holt's method with a damped trend (ETS(A,Ad,N) in Hyndman's notation). */
typedef struct ys_forecast {
    size_t n, missing;
    double alpha, beta, phi;   /**< smoothing of the level and of the trend, and the damping, 0.8 to 0.98 */
    double first_level, first_trend; /**< before the first value */
    double level, trend;       /**< after the last value */
    double sse;                /**< sum of squared one-step errors, which the fit makes least */
    double sigma;              /**< their standard deviation, sse over n - 5 */
    double reached;            /**< probability of the target at the last step; NaN without one */
} ys_forecast;

/**
 * Forecasts the next steps of a series (Gardner and McKenzie 1985) with intervals from simulated paths (Hyndman et al.
 * 2008). A gap inside is stepped over.
 *
 * @param[out] steps  one interval a step ahead
 * @param options     NULL for YS_FORECAST_OPTIONS_INIT
 * @return YS_OK; YS_E_NUMERIC below 8 usable values; YS_E_ARGUMENT for an infinite value, no steps or a bad option;
 *         YS_E_NOMEM
 */
ys_status ys_forecast_holt(ys_forecast *out, ys_interval *steps, size_t ahead, const double *y, size_t n,
                           const ys_forecast_options *options, ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
