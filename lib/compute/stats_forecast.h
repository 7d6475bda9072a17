/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_STATS_FORECAST_H
#define YS_COMPUTE_STATS_FORECAST_H

#include <yardstick/stats_trend.h>

/* Runs damped Holt smoothing over a series from the parameters and first states in f; fills level, trend and sse. */
void ys__holt_run(ys_forecast *f, const double *y, size_t n);

#endif
