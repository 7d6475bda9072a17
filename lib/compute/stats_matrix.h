/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_STATS_MATRIX_H
#define YS_COMPUTE_STATS_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

/* Symmetric positive definite systems of a few unknowns, row by row. GSL's Cholesky calls its aborting handler for a
 * singular matrix; here that is an answer. */

/* Replaces the lower triangle of a by its Cholesky factor. False when a pivot falls below least times its diagonal. */
bool ys__cholesky(double *a, size_t n, double least);

void ys__cholesky_solve(const double *factor, size_t n, double *b); /* in place */
void ys__cholesky_inverse(const double *factor, size_t n, double *inverse);

#endif
