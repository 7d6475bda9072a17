/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ref.h"

#include <math.h>
#include <stdlib.h>

#include "compute/stats_distribution.h"
#include "compute/stats_forecast.h"

enum { POINTS = 256 };

static void put(struct ref_case *c, const char *name, ys_interval i)
{
    ref_put3(c, name, i.estimate, i.low, i.high);
}

static void ols(struct ref_case *c)
{
    size_t n;
    const double *x = ref_values(c, "x", &n), *y = ref_values(c, "y", &n);
    ys_ols o;

    if (!ref_ok(c, ys_trend_ols(&o, x, y, n, ref_number(c, "level"), NULL)))
        return;
    ref_put1(c, "n", (double)o.n);
    put(c, "slope", o.slope);
    put(c, "intercept", o.intercept);
    ref_put1(c, "slope_error", o.slope_error);
    ref_put1(c, "intercept_error", o.intercept_error);
    ref_put1(c, "t", o.test.statistic);
    ref_put1(c, "p", o.test.p);
    ref_put1(c, "r2", o.r2);
    ref_put1(c, "sd", o.residual_sd);
}

static void theil_sen(struct ref_case *c)
{
    size_t n;
    const double *x = ref_values(c, "x", &n), *y = ref_values(c, "y", &n);
    ys_theil_sen t;

    if (!ref_ok(c, ys_trend_theil_sen(&t, x, y, n, ref_number(c, "level"), NULL)))
        return;
    put(c, "slope", t.slope);
    ref_put1(c, "intercept", t.intercept);
}

static void put_kendall(struct ref_case *c, const ys_kendall_trend *t)
{
    ref_put1(c, "n", (double)t->n);
    ref_put1(c, "s", t->s);
    ref_put1(c, "variance", t->variance);
    ref_put1(c, "tau", t->tau);
    ref_put1(c, "slope", t->slope);
    ref_put1(c, "z", t->test.statistic);
    ref_put1(c, "p", t->test.p);
}

static void mann_kendall(struct ref_case *c)
{
    size_t n;
    const double *y = ref_values(c, "y", &n);
    ys_kendall_trend t;

    if (ref_ok(c, ys_trend_mann_kendall(&t, y, n, NULL)))
        put_kendall(c, &t);
}

static void seasonal_kendall(struct ref_case *c)
{
    size_t n;
    const double *y = ref_values(c, "y", &n);
    ys_kendall_trend t;

    if (ref_ok(c, ys_trend_seasonal_kendall(&t, y, n, (size_t)ref_number(c, "seasons"), NULL)))
        put_kendall(c, &t);
}

/* Chart points as columns. */
struct columns {
    double low[POINTS], high[POINTS], signals[POINTS];
};

static void split(struct columns *to, const ys_chart_point *points, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        to->low[i] = points[i].low;
        to->high[i] = points[i].high;
        to->signals[i] = points[i].signals;
    }
}

static void xmr(struct ref_case *c)
{
    size_t n;
    const double *y = ref_values(c, "y", &n);
    ys_chart_point points[POINTS];
    struct columns columns;
    ys_chart chart;

    if (!ref_ok(c, ys_chart_xmr(&chart, points, y, n, (size_t)ref_number(c, "baseline"), NULL)))
        return;
    split(&columns, points, n);
    ref_put1(c, "center", chart.center);
    ref_put2(c, "limits", points[0].low, points[0].high);
    ref_put1(c, "range_limit", chart.range_limit);
    ref_put1(c, "baseline", (double)chart.baseline);
    ref_put1(c, "trial", chart.trial);
    ref_put(c, "signals", columns.signals, n);
}

static void rate_chart(struct ref_case *c, ys_status (*f)(ys_chart *, ys_chart_point *, const double *, const double *,
                                                          size_t, size_t, ys_error *))
{
    size_t k;
    const double *x = ref_values(c, "x", &k), *n = ref_values(c, "n", &k);
    ys_chart_point points[POINTS];
    struct columns columns;
    ys_chart chart;

    if (!ref_ok(c, f(&chart, points, x, n, k, (size_t)ref_number(c, "baseline"), NULL)))
        return;
    split(&columns, points, k);
    ref_put1(c, "center", chart.center);
    ref_put1(c, "sigma_z", chart.sigma_z);
    ref_put(c, "low", columns.low, k);
    ref_put(c, "high", columns.high, k);
    ref_put(c, "signals", columns.signals, k);
}

static void p_chart(struct ref_case *c)
{
    rate_chart(c, ys_chart_p);
}

static void u_chart(struct ref_case *c)
{
    rate_chart(c, ys_chart_u);
}

static void laney(struct ref_case *c)
{
    rate_chart(c, ys_chart_laney);
}

static void laney_u(struct ref_case *c)
{
    rate_chart(c, ys_chart_laney_u);
}

static void modified_z(struct ref_case *c)
{
    size_t n;
    const double *x = ref_values(c, "x", &n);
    double z[POINTS];
    ys_outliers o;

    if (!ref_ok(c, ys_outliers_modified_z(&o, z, x, n, NULL)))
        return;
    ref_put(c, "z", z, n);
    ref_put1(c, "outside", (double)o.outside);
}

static void tukey(struct ref_case *c)
{
    size_t n;
    const double *x = ref_values(c, "x", &n);
    ys_outliers o;

    if (!ref_ok(c, ys_outliers_tukey(&o, x, n, NULL)))
        return;
    ref_put(c, "fences", (const double[]){ o.far_low, o.low, o.high, o.far_high }, 4);
    ref_put1(c, "outside", (double)o.outside);
    ref_put1(c, "far", (double)o.far_outside);
}

static void jump(struct ref_case *c)
{
    size_t n;
    const double *x = ref_values(c, "history", &n);
    ys_jump j;

    if (!ref_ok(c, ys_outliers_jump(&j, x, n, ref_number(c, "value"), NULL)))
        return;
    ref_put1(c, "limit", j.limit);
    ref_put1(c, "last", j.last);
    ref_put1(c, "jumped", j.jumped);
}

static void holt_run(struct ref_case *c)
{
    size_t n;
    const double *y = ref_values(c, "y", &n);
    ys_forecast f = { .alpha = ref_number(c, "alpha"), .beta = ref_number(c, "beta"), .phi = ref_number(c, "phi"),
                      .first_level = ref_number(c, "level"), .first_trend = ref_number(c, "trend") };
    double points[4], damped = 0.0;

    ys__holt_run(&f, y, n);
    for (int h = 0; h < 4; h++) {
        damped += pow(f.phi, h + 1);
        points[h] = f.level + damped * f.trend;
    }
    ref_put1(c, "sse", f.sse);
    ref_put2(c, "state", f.level, f.trend);
    ref_put(c, "points", points, 4);
}

/* Whether simulated limits and the chance of a target agree with normal theory, in which the error of h steps has the
 * variance sigma^2 (1 + sum of (alpha + beta (phi + ... + phi^j))^2 for j < h). */
static void holt(struct ref_case *c)
{
    size_t n;
    const double *y = ref_values(c, "y", &n);
    ys_forecast_options o = YS_FORECAST_OPTIONS_INIT;
    ys_interval steps[4];
    ys_forecast f;
    double variance = 1.0, damped = 0.0, sd, z = ys__normal_z(o.level), off = 0.0;

    o.paths = 40000;
    if (!ref_ok(c, ys_forecast_holt(&f, steps, 4, y, n, &o, NULL)))
        return;
    ref_put1(c, "not_worse", f.sse <= ref_number(c, "rs_sse") * (1.0 + 1e-9));
    for (int h = 0; h < 4; h++) {
        double weight;

        sd = f.sigma * sqrt(variance);
        off = fmax(off, fabs(steps[h].low - (steps[h].estimate - z * sd)) / sd);
        off = fmax(off, fabs(steps[h].high - (steps[h].estimate + z * sd)) / sd);
        damped += pow(f.phi, h + 1);
        weight = f.alpha + f.beta * damped;
        variance += weight * weight;
    }
    ref_put1(c, "limits", off < 0.03);
    o.target = steps[3].estimate + sd;
    ys_forecast_holt(&f, steps, 4, y, n, &o, NULL);
    ref_put1(c, "chance", fabs(f.reached - ys__normal_p(-1.0)) < 0.01);
}

const struct ref_adapter ref_trend[] = {
    { "ols", ols },
    { "theil_sen", theil_sen },
    { "mann_kendall", mann_kendall },
    { "seasonal_kendall", seasonal_kendall },
    { "xmr", xmr },
    { "p_chart", p_chart },
    { "u_chart", u_chart },
    { "laney", laney },
    { "laney_u", laney_u },
    { "modified_z", modified_z },
    { "tukey", tukey },
    { "jump", jump },
    { "holt_run", holt_run },
    { "holt", holt },
    { 0 },
};
