/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_trend.h>

#include <math.h>

#include "base/error.h"
#include "compute/stats_common.h"

enum { TRIAL_BELOW = 12, RUN = 8, TREND = 6 };

/* How far three sigma of individual values, and the limit of their ranges, lie in mean moving ranges (Wheeler 1993). */
static const double range_to_limit = 2.66, range_to_range_limit = 3.268, range_to_sigma = 1.0 / 1.128;

/* What the rules remember from point to point. */
struct memory {
    double before;          /* value of the point before; NaN at first */
    int run, trend;         /* points in a row above (+) or below (-); steps in a row up (+) or down (-) */
    int far[2];             /* of the last two points: beyond two sigma above (+1), below (-1) or neither */
};

static int sign(double x)
{
    return (x > 0.0) - (x < 0.0);
}

static int lengthen(int row, int direction)
{
    return row * direction > 0 ? row + direction : direction;
}

static unsigned signals_at(struct memory *m, const ys_chart_point *p)
{
    double off = p->value - p->center;
    int side = sign(off), step = isnan(m->before) ? 0 : sign(p->value - m->before);
    int far = fabs(off) > 2.0 * p->sigma ? side : 0;
    unsigned signals = 0;

    if (side != 0)
        m->run = lengthen(m->run, side);
    m->trend = step ? lengthen(m->trend, step) : 0;
    if (p->value > p->high || p->value < p->low)
        signals |= YS_SIGNAL_OUTSIDE;
    if (side != 0 && (m->run >= RUN || m->run <= -RUN))
        signals |= YS_SIGNAL_RUN;
    if (m->trend >= TREND - 1 || m->trend <= -(TREND - 1))
        signals |= YS_SIGNAL_TREND;
    if (far != 0 && (m->far[0] == far || m->far[1] == far))
        signals |= YS_SIGNAL_TWO_OF_THREE;
    m->before = p->value;
    m->far[0] = m->far[1];
    m->far[1] = far;
    return signals;
}

static void judge(ys_chart *chart, ys_chart_point *points, size_t n)
{
    struct memory m = { .before = NAN };

    chart->trial = chart->baseline < TRIAL_BELOW;
    for (size_t i = 0; i < n; i++)
        if (!isnan(points[i].value)) {
            points[i].signals = signals_at(&m, &points[i]);
            chart->signals += points[i].signals != 0;
        }
}

/* The mean distance of neighbouring values among the first `most` that are not missing. */
static double mean_range(const ys_chart_point *points, size_t n, size_t most, double (*of)(const ys_chart_point *))
{
    double before = NAN, sum = 0.0;
    size_t used = 0;

    for (size_t i = 0; i < n && used < most; i++)
        if (!isnan(points[i].value)) {
            double now = of(&points[i]);

            sum += used ? fabs(now - before) : 0.0;
            before = now;
            used++;
        }
    return sum / ((double)used - 1.0);
}

static double plain(const ys_chart_point *p)
{
    return p->value;
}

static double deviate(const ys_chart_point *p)
{
    return p->sigma > 0.0 ? (p->value - p->center) / p->sigma : 0.0;
}

/* Counts the usable points and those of the baseline; at least two of these are needed. */
static ys_status count(ys_chart *chart, const ys_chart_point *points, size_t n, size_t baseline, ys_error *err)
{
    *chart = (ys_chart){ .moving_range = NAN, .range_limit = NAN, .sigma_z = 1.0 };
    for (size_t i = 0; i < n; i++)
        chart->n += !isnan(points[i].value);
    chart->baseline = baseline > 0 && baseline < chart->n ? baseline : chart->n;
    return ys__stats_enough(chart->baseline, 2, err);
}

ys_status ys_chart_xmr(ys_chart *out, ys_chart_point *points, const double *y, size_t n, size_t baseline,
                       ys_error *err)
{
    ys_chart chart;
    ys_status status;
    double sum = 0.0, reach;
    size_t used = 0;

    for (size_t i = 0; i < n; i++) {
        if (isinf(y[i]))
            return ys__stats_infinite(err);
        points[i] = (ys_chart_point){ .value = y[i] };
    }
    status = count(&chart, points, n, baseline, err);
    if (status)
        return status;
    for (size_t i = 0; used < chart.baseline; i++)
        if (!isnan(y[i])) {
            sum += y[i];
            used++;
        }
    chart.center = sum / (double)used;
    chart.moving_range = mean_range(points, n, chart.baseline, plain);
    chart.range_limit = range_to_range_limit * chart.moving_range;
    reach = range_to_limit * chart.moving_range;
    for (size_t i = 0; i < n; i++)
        points[i] = (ys_chart_point){ .value = y[i], .center = chart.center, .low = chart.center - reach,
                                      .high = chart.center + reach, .sigma = reach / 3.0 };
    judge(&chart, points, n);
    *out = chart;
    return YS_OK;
}

/* A chart of x / n: what limits its values, and how far one value strays by chance. */
struct rate_chart {
    double most;
    double (*sigma)(double center, double n);
};

static double binomial_sigma(double center, double n)
{
    return sqrt(center * (1.0 - center) / n);
}

static double poisson_sigma(double center, double n)
{
    return sqrt(center / n);
}

static const struct rate_chart p_chart = { 1.0, binomial_sigma };
static const struct rate_chart u_chart = { INFINITY, poisson_sigma };

static ys_status take_rates(ys_chart_point *points, const double *x, const double *n, size_t k, double most,
                            ys_error *err)
{
    for (size_t i = 0; i < k; i++) {
        bool missing = isnan(x[i]) || isnan(n[i]) || n[i] == 0.0;

        if (!missing && !(x[i] >= 0.0 && n[i] > 0.0 && isfinite(x[i] + n[i]) && x[i] / n[i] <= most))
            return ys__stats_counts(x[i], n[i], err) ? YS_E_ARGUMENT : ys__stats_infinite(err);
        points[i] = (ys_chart_point){ .value = missing ? NAN : x[i] / n[i] };
    }
    return YS_OK;
}

/* Centre and sigma of every point, from the baseline. */
static void center_rates(ys_chart *chart, ys_chart_point *points, const double *x, const double *n, size_t k,
                         const struct rate_chart *kind)
{
    double successes = 0.0, cases = 0.0;
    size_t used = 0;

    for (size_t i = 0; used < chart->baseline; i++)
        if (!isnan(points[i].value)) {
            successes += x[i];
            cases += n[i];
            used++;
        }
    chart->center = successes / cases;
    for (size_t i = 0; i < k; i++) {
        points[i].center = chart->center;
        points[i].sigma = isnan(points[i].value) ? NAN : kind->sigma(chart->center, n[i]);
    }
}

static ys_status chart_rates(ys_chart *out, ys_chart_point *points, const double *x, const double *n, size_t k,
                             size_t baseline, const struct rate_chart *kind, bool widened, ys_error *err)
{
    ys_chart chart;
    ys_status status = take_rates(points, x, n, k, kind->most, err);

    if (status || (status = count(&chart, points, k, baseline, err)))
        return status;
    center_rates(&chart, points, x, n, k, kind);
    if (widened) {
        chart.moving_range = mean_range(points, k, chart.baseline, deviate);
        chart.sigma_z = chart.moving_range * range_to_sigma;
    }
    for (size_t i = 0; i < k; i++) {
        double reach = 3.0 * (points[i].sigma *= chart.sigma_z);

        points[i].low = isnan(reach) ? NAN : fmax(0.0, chart.center - reach);
        points[i].high = isnan(reach) ? NAN : fmin(kind->most, chart.center + reach);
    }
    judge(&chart, points, k);
    *out = chart;
    return YS_OK;
}

ys_status ys_chart_p(ys_chart *out, ys_chart_point *points, const double *x, const double *n, size_t k,
                     size_t baseline, ys_error *err)
{
    return chart_rates(out, points, x, n, k, baseline, &p_chart, false, err);
}

ys_status ys_chart_u(ys_chart *out, ys_chart_point *points, const double *x, const double *n, size_t k,
                     size_t baseline, ys_error *err)
{
    return chart_rates(out, points, x, n, k, baseline, &u_chart, false, err);
}

ys_status ys_chart_laney(ys_chart *out, ys_chart_point *points, const double *x, const double *n, size_t k,
                         size_t baseline, ys_error *err)
{
    return chart_rates(out, points, x, n, k, baseline, &p_chart, true, err);
}

ys_status ys_chart_laney_u(ys_chart *out, ys_chart_point *points, const double *x, const double *n, size_t k,
                           size_t baseline, ys_error *err)
{
    return chart_rates(out, points, x, n, k, baseline, &u_chart, true, err);
}
