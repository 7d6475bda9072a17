/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_STATS_COMMON_H
#define YS_COMPUTE_STATS_COMMON_H

#include <stdbool.h>
#include <stddef.h>

#include <yardstick/stats.h>

#include "base/error.h"

/* The checks that stand before every call of GSL, whose default handler would abort, and their sentences. */
ys_status ys__stats_level(double level, ys_error *err);                 /* strictly between 0 and 1 */
ys_status ys__stats_enough(size_t n, size_t needed, ys_error *err);     /* YS_E_NUMERIC below needed */
ys_status ys__stats_counts(double x, double n, ys_error *err);          /* x successes of n cases */
ys_status ys__stats_infinite(ys_error *err);                            /* an infinite value was given */
ys_status ys__stats_constant(ys_error *err);                            /* no variation where some is needed */

/* The usable values of an array, in their order; free(x). */
typedef struct ys__sample {
    double *x;
    size_t n;
    size_t missing;
} ys__sample;

ys_status ys__sample_take(ys__sample *out, const double *x, size_t n, ys_error *err);

void ys__sort(double *x, size_t n); /* ascending; no NaN */

/* A root of f between low and high, where f changes sign, to the last bits; Brent's method, for any f that is defined
 * on the bracket. NaN when the signs at both ends agree. */
typedef double ys__function(double x, const void *context);

double ys__root(ys__function *f, const void *context, double low, double high);

#endif
