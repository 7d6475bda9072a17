/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_STATS_KENDALL_H
#define YS_COMPUTE_STATS_KENDALL_H

#include <stddef.h>

#include <yardstick/error.h>

/* Kendall's S of complete pairs (those in the same order in x and y less the others), the pairs tied in either, and the
 * variance of S where x and y have nothing to do with each other (Kendall 1970, with ties in both). */
struct ys__kendall {
    double s, tied_x, tied_y, variance;
};

ys_status ys__kendall_count(struct ys__kendall *out, const double *x, const double *y, size_t n, ys_error *err);
ys_status ys__kendall_variance(double *out, const double *x, const double *y, size_t count, ys_error *err);

#endif
