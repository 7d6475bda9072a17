/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats.h>

#include <math.h>

#include "base/error.h"
#include "base/i18n.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"

static bool counts(double x, double weight)
{
    return !isnan(x) && weight > 0.0;
}

/* The weights, and the weighted mean in two passes: the second adds what the first one rounded off. */
static ys_status take(ys_weighted *out, double *squares, const double *x, const double *weight, size_t n,
                      ys_error *err)
{
    double sum = 0.0, rest = 0.0;

    for (size_t i = 0; i < n; i++) {
        if (isinf(x[i]) || isinf(weight[i]))
            return ys__stats_infinite(err);
        if (weight[i] < 0.0)
            return ys__fail(err, YS_E_ARGUMENT, NULL, _("a weight is negative"));
        out->missing += isnan(x[i]) || isnan(weight[i]);
        if (!counts(x[i], weight[i]))
            continue;
        out->n++;
        out->weight += weight[i];
        *squares += weight[i] * weight[i];
        sum += weight[i] * x[i];
    }
    if (out->n == 0)
        return ys__stats_enough(0, 1, err);
    out->mean.estimate = sum / out->weight;
    for (size_t i = 0; i < n; i++)
        if (counts(x[i], weight[i]))
            rest += weight[i] * (x[i] - out->mean.estimate);
    out->mean.estimate += rest / out->weight;
    return YS_OK;
}

ys_status ys_describe_weighted(ys_weighted *out, const double *x, const double *weight, size_t n, double level,
                               ys_error *err)
{
    ys_weighted w = { .mean = { NAN, NAN, NAN }, .error = NAN, .sd = NAN };
    double squares = 0.0, spread = 0.0, score = 0.0, size, half;
    ys_status status = ys__stats_level(level, err);

    if (status || (status = take(&w, &squares, x, weight, n, err)))
        return status;
    w.effective_n = w.weight * w.weight / squares;
    for (size_t i = 0; i < n; i++)
        if (counts(x[i], weight[i])) {
            double off = x[i] - w.mean.estimate, share = weight[i] / w.weight;

            spread += share * off * off;
            score += share * off * (share * off);
        }
    size = (double)w.n;
    if (w.n > 1) {
        w.sd = sqrt(spread * size / (size - 1.0));
        w.error = sqrt(score * size / (size - 1.0));
        half = ys__t_quantile(level, size - 1.0) * w.error;
        w.mean.low = w.mean.estimate - half;
        w.mean.high = w.mean.estimate + half;
    }
    *out = w;
    return YS_OK;
}
