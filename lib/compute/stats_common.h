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
extern const double ys__stats_most; /* the largest count taken: beyond it the continued fractions grow too long */
ys_status ys__stats_infinite(ys_error *err);                            /* an infinite value was given */
ys_status ys__stats_constant(ys_error *err);                            /* no variation where some is needed */

/* a's mean less b's, with the digits that single doubles would lose. */
double ys__moments_apart(const ys_moments *a, const ys_moments *b);

/* Sets mean, rest and ss of n values from the sum of their deviations from a value near the mean, and of the squares
 * of these. */
void ys__moments_settle(ys_moments *m, double near, double off, double squares);

/* The usable values of an array, in their order; free(x). */
typedef struct ys__sample {
    double *x;
    size_t n;
    size_t missing;
} ys__sample;

ys_status ys__sample_take(ys__sample *out, const double *x, size_t n, ys_error *err);

void ys__sort(double *x, size_t n); /* ascending; no NaN */

/* after - before of each pair, NaN where either is missing; free(*out). */
ys_status ys__differences(double **out, const double *before, const double *after, size_t n, ys_error *err);

/* The complete pairs of two arrays, in their order; ys__pairs_free(). */
typedef struct ys__pairs {
    double *x, *y;
    size_t n;
    size_t missing;
} ys__pairs;

ys_status ys__pairs_take(ys__pairs *out, const double *x, const double *y, size_t n, ys_error *err);
void ys__pairs_free(ys__pairs *pairs);

/* The rank of each value from 1, equal ones sharing their mean rank; ties is the sum of t^3 - t over runs of t equal
 * values. No NaN. */
ys_status ys__midranks(double *rank, double *ties, const double *x, size_t n, ys_error *err);

/* A root of f between low and high, where f changes sign, to the last bits; Brent's method, for any f that is defined
 * on the bracket. NaN when the signs at both ends agree. */
typedef double ys__function(double x, const void *context);

double ys__root(ys__function *f, const void *context, double low, double high);

#endif
