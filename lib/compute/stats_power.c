/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_model.h>

#include <math.h>

#include "base/error.h"
#include "base/i18n.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"

/* Two groups, the share of the first, and what is wanted. */
struct study {
    double p1, n1, n2;
    double alarm;  /* normal deviate of the two-sided test */
    double wanted; /* and of the power */
};

/* How far the power at a second share lies above the wanted one, on the normal scale times the standard error. */
static double spare_power(double p2, const void *context)
{
    const struct study *s = context;
    double mean = (s->n1 * s->p1 + s->n2 * p2) / (s->n1 + s->n2);
    double null = sqrt(mean * (1.0 - mean) * (1.0 / s->n1 + 1.0 / s->n2));
    double error = sqrt(s->p1 * (1.0 - s->p1) / s->n1 + p2 * (1.0 - p2) / s->n2);

    return fabs(p2 - s->p1) - s->alarm * null - s->wanted * error;
}

static ys_status check_power(double level, double power, ys_error *err)
{
    ys_status status = ys__stats_level(level, err);

    if (status || (power > 0.0 && power < 1.0))
        return status;
    return ys__fail(err, YS_E_ARGUMENT, NULL, _("a power lies between 0 and 1"));
}

ys_status ys_power_share_change(ys_detectable *out, double p, double n1, double n2, double level, double power,
                                ys_error *err)
{
    struct study s = { .p1 = p, .n1 = n1, .n2 = n2 };
    ys_status status = check_power(level, power, err);

    if (status)
        return status;
    if (!(p > 0.0 && p < 1.0 && n1 >= 0.0 && n2 >= 0.0 && isfinite(n1) && isfinite(n2)))
        return ys__stats_infinite(err);
    if (!(n1 > 0.0 && n2 > 0.0))
        return ys__stats_enough(0, 1, err);
    s.alarm = ys__normal_z(level);
    s.wanted = ys__normal_quantile(power);
    *out = (ys_detectable){ .down = ys__root(spare_power, &s, 0.0, p), .up = ys__root(spare_power, &s, p, 1.0) };
    return YS_OK;
}

ys_status ys_power_share_cases(double *out, double p1, double p2, double level, double power, ys_error *err)
{
    ys_status status = check_power(level, power, err);
    double mean = (p1 + p2) / 2.0, root;

    if (status)
        return status;
    if (!(p1 >= 0.0 && p1 <= 1.0 && p2 >= 0.0 && p2 <= 1.0))
        return ys__stats_infinite(err);
    if (p1 == p2)
        return ys__stats_constant(err);
    root = ys__normal_z(level) * sqrt(2.0 * mean * (1.0 - mean)) +
           ys__normal_quantile(power) * sqrt(p1 * (1.0 - p1) + p2 * (1.0 - p2));
    *out = root * root / ((p1 - p2) * (p1 - p2));
    return YS_OK;
}

ys_status ys_power_mean_change(double *out, size_t n, double sd, bool paired, double level, double power,
                               ys_error *err)
{
    ys_status status = check_power(level, power, err);
    double df;

    if (status || (status = ys__stats_enough(n, 2, err)))
        return status;
    if (!(sd >= 0.0 && isfinite(sd)))
        return ys__stats_infinite(err);
    df = (double)(paired ? n - 1 : 2 * n - 2);
    *out = sd * sqrt((paired ? 1.0 : 2.0) / (double)n) *
           ys__t_noncentrality(ys__t_quantile(level, df), df, 1.0 - power);
    return YS_OK;
}
