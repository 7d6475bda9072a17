/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Linear regression on several predictors. A row with a missing value (NaN) is left out and counted; the conventions
 * are those of stats.h. For a line over time see ys_trend_ols(), for one that wrong points do not move
 * ys_trend_theil_sen().
 */
#ifndef YARDSTICK_STATS_REGRESSION_H
#define YARDSTICK_STATS_REGRESSION_H

#include <stddef.h>

#include <yardstick/error.h>
#include <yardstick/stats.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One coefficient of a linear regression. */
typedef struct ys_regression_term {
    ys_interval coefficient; /**< change of y per unit, with Student's t */
    double error;            /**< standard error */
    ys_test test;            /**< t; NaN where the fit leaves nothing over */
} ys_regression_term;

/** A linear regression. */
typedef struct ys_regression {
    size_t n, missing;       /**< complete rows and others */
    double r2, adjusted_r2;
    double residual_sd;      /**< with n - p - 1 */
    double ss_regression, ss_residual;
    ys_test test;            /**< F of all predictors together; NaN where the fit leaves nothing over */
} ys_regression;

/**
 * Fits y = b0 + b1 x1 + ... + bp xp by least squares: Householder's reflections, refined with residuals of twice the
 * digits (Golub and Van Loan 2013, 5.3).
 *
 * @param[out] terms  p + 1 of them, the intercept first; or NULL
 * @param x           n rows of p predictors
 * @return YS_OK; YS_E_NUMERIC with p + 1 complete rows or fewer, when y or a predictor does not vary, or when the
 *         predictors depend on each other linearly; YS_E_ARGUMENT for an infinite value, no or more than 1000
 *         predictors, or a bad level; YS_E_NOMEM
 */
ys_status ys_regression_fit(ys_regression *out, ys_regression_term *terms, const double *y, const double *x, size_t n,
                            size_t p, double level, ys_error *err);

/**
 * The same with standard errors that hold where neighbouring rows are alike and of unequal spread, as in series over
 * time (Newey and West 1987, Bartlett's weights, without a correction for small n). The test of all predictors together
 * remains the ordinary one.
 *
 * @param lags  how many rows apart still count, at most 1000; 0: unequal spread alone (White 1980)
 * @return as ys_regression_fit()
 */
ys_status ys_regression_newey_west(ys_regression *out, ys_regression_term *terms, const double *y, const double *x,
                                   size_t n, size_t p, unsigned lags, double level, ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
