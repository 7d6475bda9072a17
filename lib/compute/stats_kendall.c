/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/stats_kendall.h"

#include <stdlib.h>

#include "base/error.h"
#include "compute/stats_common.h"

/* Sums over the runs of t equal values that the variance of S needs: t(t-1)(2t+5), t(t-1)(t-2) and t(t-1). */
struct ties {
    double five, three, two;
};

static ys_status count_ties(struct ties *out, const double *x, size_t n, ys_error *err)
{
    ys__sample s;
    ys_status status = ys__sample_take(&s, x, n, err);

    if (status)
        return status;
    *out = (struct ties){ 0.0, 0.0, 0.0 };
    ys__sort(s.x, s.n);
    for (size_t from = 0, to; from < s.n; from = to) {
        double t;

        for (to = from + 1; to < s.n && s.x[to] == s.x[from];)
            to++;
        t = (double)(to - from);
        out->five += t * (t - 1.0) * (2.0 * t + 5.0);
        out->three += t * (t - 1.0) * (t - 2.0);
        out->two += t * (t - 1.0);
    }
    free(s.x);
    return YS_OK;
}

ys_status ys__kendall_variance(double *out, const double *x, const double *y, size_t count, ys_error *err)
{
    double n = (double)count;
    struct ties a, b;
    ys_status status = count_ties(&a, x, count, err);

    if (status || (status = count_ties(&b, y, count, err)))
        return status;
    *out = (n * (n - 1.0) * (2.0 * n + 5.0) - a.five - b.five) / 18.0;
    if (n > 2.0)
        *out += a.three * b.three / (9.0 * n * (n - 1.0) * (n - 2.0));
    if (n > 1.0)
        *out += a.two * b.two / (2.0 * n * (n - 1.0));
    return YS_OK;
}

ys_status ys__kendall_count(struct ys__kendall *out, const double *x, const double *y, size_t n, ys_error *err)
{
    struct ys__kendall k = { 0.0, 0.0, 0.0, 0.0 };
    ys_status status = ys__kendall_variance(&k.variance, x, y, n, err);

    if (status)
        return status;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            double dx = x[j] - x[i], dy = y[j] - y[i];

            k.tied_x += dx == 0.0;
            k.tied_y += dy == 0.0;
            k.s += dx == 0.0 || dy == 0.0 ? 0.0 : (dx > 0.0) == (dy > 0.0) ? 1.0 : -1.0;
        }
    *out = k;
    return YS_OK;
}
