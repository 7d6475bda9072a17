/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/stats_matrix.h"

#include <math.h>
#include <string.h>

bool ys__cholesky(double *a, size_t n, double least)
{
    for (size_t i = 0; i < n; i++) {
        double diagonal = a[i * n + i];

        for (size_t j = 0; j <= i; j++) {
            double sum = a[i * n + j];

            for (size_t k = 0; k < j; k++)
                sum -= a[i * n + k] * a[j * n + k];
            if (i != j)
                a[i * n + j] = sum / a[j * n + j];
            else if (!(sum > least * diagonal))
                return false;
            else
                a[i * n + i] = sqrt(sum);
        }
    }
    return true;
}

void ys__cholesky_solve(const double *factor, size_t n, double *b)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            b[i] -= factor[i * n + k] * b[k];
        b[i] /= factor[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            b[i] -= factor[k * n + i] * b[k];
        b[i] /= factor[i * n + i];
    }
}

void ys__cholesky_inverse(const double *factor, size_t n, double *inverse)
{
    memset(inverse, 0, n * n * sizeof *inverse);
    for (size_t i = 0; i < n; i++) { /* symmetric, so rows may stand for columns */
        inverse[i * n + i] = 1.0;
        ys__cholesky_solve(factor, n, inverse + i * n);
    }
}
