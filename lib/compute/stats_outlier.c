/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_trend.h>

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "compute/stats_common.h"

static const double normal_mad = 0.6745, normal_mean_deviation = 1.253314, far_z = 3.5, jump = 3.268;

static void count_outside(ys_outliers *o, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        o->outside += x[i] < o->low || x[i] > o->high;
        o->far_outside += x[i] < o->far_low || x[i] > o->far_high;
    }
}

/* What a deviation is divided by: the MAD for normal data, or the mean deviation where half the values are equal. */
static double robust_unit(const double *sorted, size_t n, double median, double *mad, ys_status *status, ys_error *err)
{
    double *deviation = malloc((n + 1) * sizeof *deviation), sum = 0.0;

    if (deviation == NULL) {
        *status = ys__fail_nomem(err);
        return NAN;
    }
    for (size_t i = 0; i < n; i++) {
        deviation[i] = fabs(sorted[i] - median);
        sum += deviation[i];
    }
    ys__sort(deviation, n);
    *mad = ys_quantile(deviation, n, 0.5);
    free(deviation);
    if (!(sum > 0.0))
        *status = ys__stats_constant(err);
    return *mad > 0.0 ? *mad / normal_mad : normal_mean_deviation * sum / (double)n;
}

ys_status ys_outliers_modified_z(ys_outliers *out, double *z, const double *x, size_t n, ys_error *err)
{
    ys_outliers o = { .n = 0 };
    ys__sample s;
    double unit = NAN;
    ys_status status = ys__sample_take(&s, x, n, err);

    if (status)
        return status;
    status = ys__stats_enough(s.n, 3, err);
    if (status == YS_OK) {
        ys__sort(s.x, s.n);
        o.n = s.n;
        o.missing = s.missing;
        o.center = ys_quantile(s.x, s.n, 0.5);
        unit = robust_unit(s.x, s.n, o.center, &o.scale, &status, err);
    }
    if (status == YS_OK) {
        o.low = o.far_low = o.center - far_z * unit;
        o.high = o.far_high = o.center + far_z * unit;
        count_outside(&o, s.x, s.n);
        for (size_t i = 0; z && i < n; i++)
            z[i] = (x[i] - o.center) / unit;
        *out = o;
    }
    free(s.x);
    return status;
}

ys_status ys_outliers_tukey(ys_outliers *out, const double *x, size_t n, ys_error *err)
{
    ys_outliers o = { .n = 0 };
    ys__sample s;
    ys_status status = ys__sample_take(&s, x, n, err);
    double q1, q3;

    if (status)
        return status;
    status = ys__stats_enough(s.n, 4, err);
    if (status == YS_OK) {
        ys__sort(s.x, s.n);
        q1 = ys_quantile(s.x, s.n, 0.25);
        q3 = ys_quantile(s.x, s.n, 0.75);
        o = (ys_outliers){ .n = s.n, .missing = s.missing, .center = (q1 + q3) / 2.0, .scale = q3 - q1 };
        o.low = q1 - 1.5 * o.scale;
        o.high = q3 + 1.5 * o.scale;
        o.far_low = q1 - 3.0 * o.scale;
        o.far_high = q3 + 3.0 * o.scale;
        count_outside(&o, s.x, s.n);
        *out = o;
    }
    free(s.x);
    return status;
}

ys_status ys_outliers_jump(ys_jump *out, const double *history, size_t n, double value, ys_error *err)
{
    ys_jump j = { .last = NAN };
    double sum = 0.0;
    ys_status status;

    if (!isfinite(value))
        return ys__stats_infinite(err);
    for (size_t i = 0; i < n; i++) {
        if (isinf(history[i]))
            return ys__stats_infinite(err);
        if (isnan(history[i]))
            continue;
        sum += j.n ? fabs(history[i] - j.last) : 0.0;
        j.last = history[i];
        j.n++;
    }
    status = ys__stats_enough(j.n, 4, err);
    if (status)
        return status;
    j.limit = jump * sum / ((double)j.n - 1.0);
    j.jumped = fabs(value - j.last) > j.limit;
    *out = j;
    return YS_OK;
}
