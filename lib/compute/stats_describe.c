/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats.h>

#include <math.h>

#include "base/error.h"
#include "compute/stats_common.h"

ys_status ys_moments_of(ys_moments *out, const double *x, size_t n, ys_error *err)
{
    ys_moments m = { .mean = NAN };
    long double sum = 0.0L, squares = 0.0L, rest = 0.0L;

    for (size_t i = 0; i < n; i++) {
        if (isinf(x[i]))
            return ys__stats_infinite(err);
        if (isnan(x[i]))
            m.missing++;
        else
            sum += x[i];
    }
    m.n = n - m.missing;
    if (m.n > 0) {
        long double mean = sum / (long double)m.n;

        for (size_t i = 0; i < n; i++) {
            long double d = isnan(x[i]) ? 0.0L : x[i] - mean;

            squares += d * d;
            rest += d;
        }
        m.mean = (double)mean;
        m.ss = (double)(squares - rest * rest / (long double)m.n);
    }
    *out = m;
    return YS_OK;
}

ys_moments ys_moments_merge(ys_moments a, ys_moments b)
{
    double na = (double)a.n, nb = (double)b.n, n = na + nb, d = b.mean - a.mean;
    ys_moments m = { .n = a.n + b.n, .missing = a.missing + b.missing };

    if (a.n == 0 || b.n == 0) {
        m.mean = a.n ? a.mean : b.mean;
        m.ss = a.n ? a.ss : b.ss;
        return m;
    }
    m.mean = a.mean + d * nb / n;
    m.ss = a.ss + b.ss + d * d * na * nb / n;
    return m;
}

double ys_moments_sd(const ys_moments *m)
{
    return m->n > 1 ? sqrt(m->ss / ((double)m->n - 1.0)) : NAN;
}
