/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats.h>

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_statistics_double.h>

#include "base/error.h"
#include "compute/stats_common.h"

/* The mean plus a small amount, as a double and what it lacks. */
static void move_mean(ys_moments *m, double mean, double by)
{
    double sum = mean + by, back = sum - mean;

    m->mean = sum;
    m->rest = (mean - (sum - back)) + (by - back);
}

double ys__moments_apart(const ys_moments *a, const ys_moments *b)
{
    return (a->mean - b->mean) + (a->rest - b->rest);
}

void ys__moments_settle(ys_moments *m, double near, double off, double squares)
{
    if (m->n == 0) {
        m->mean = NAN;
        return;
    }
    move_mean(m, near, off / (double)m->n);
    m->ss = fmax(squares - off * off / (double)m->n, 0.0);
}

/* A first pass finds the mean nearly, a second the deviations from that, which have digits the sum had not. */
ys_status ys_moments_of(ys_moments *out, const double *x, size_t n, ys_error *err)
{
    ys_moments m = { .n = 0 };
    double sum = 0.0, near, off = 0.0, squares = 0.0;

    for (size_t i = 0; i < n; i++) {
        if (isinf(x[i]))
            return ys__stats_infinite(err);
        sum += isnan(x[i]) ? 0.0 : x[i];
        m.missing += isnan(x[i]);
    }
    m.n = n - m.missing;
    near = m.n ? sum / (double)m.n : 0.0;
    for (size_t i = 0; i < n; i++) {
        double d = isnan(x[i]) ? 0.0 : x[i] - near;

        off += d;
        squares += d * d;
    }
    ys__moments_settle(&m, near, off, squares);
    *out = m;
    return YS_OK;
}

ys_moments ys_moments_merge(ys_moments a, ys_moments b)
{
    double na = (double)a.n, nb = (double)b.n, n = na + nb, d = ys__moments_apart(&b, &a);
    ys_moments m = { .n = a.n + b.n, .missing = a.missing + b.missing };

    if (a.n == 0 || b.n == 0) {
        const ys_moments *one = a.n ? &a : &b;

        m.mean = one->mean;
        m.rest = one->rest;
        m.ss = one->ss;
        return m;
    }
    move_mean(&m, a.mean, a.rest + d * nb / n);
    m.ss = a.ss + b.ss + d * d * na * nb / n;
    return m;
}

double ys_moments_sd(const ys_moments *m)
{
    return m->n > 1 ? sqrt(m->ss / ((double)m->n - 1.0)) : NAN;
}

/* The median of |x - median| without a second sort: the deviations rise in both directions from the middle, so the
 * smallest half of them is taken off two sorted runs. */
static double median_deviation(const double *sorted, size_t n, double median)
{
    size_t above = n / 2, below = above;
    double before = 0.0, last = 0.0;

    for (size_t taken = 0; taken <= n / 2; taken++) {
        double down = below > 0 ? median - sorted[below - 1] : INFINITY;
        double up = above < n ? sorted[above] - median : INFINITY;

        before = last;
        last = fmin(down, up);
        if (down <= up)
            below--;
        else
            above++;
    }
    return n % 2 ? last : (before + last) / 2.0;
}

static void describe_shape(ys_description *d, const ys__sample *s)
{
    if (!(d->sd > 0.0)) /* GSL would divide by it */
        return;
    if (s->n > 2)
        d->skewness = gsl_stats_skew_m_sd(s->x, 1, s->n, d->mean, d->sd);
    if (s->n > 3)
        d->kurtosis = gsl_stats_kurtosis_m_sd(s->x, 1, s->n, d->mean, d->sd);
    d->lag1 = gsl_stats_lag1_autocorrelation_m(s->x, 1, s->n, d->mean);
}

static void describe_order(ys_description *d, const double *sorted, size_t n)
{
    d->min = sorted[0];
    d->max = sorted[n - 1];
    d->q1 = ys_quantile(sorted, n, 0.25);
    d->median = ys_quantile(sorted, n, 0.5);
    d->q3 = ys_quantile(sorted, n, 0.75);
    d->trimmed_mean = gsl_stats_trmean_from_sorted_data(0.1, sorted, 1, n);
    d->mad = 1.482602218505602 * median_deviation(sorted, n, d->median);
}

ys_status ys_describe(ys_description *out, const double *x, size_t n, ys_error *err)
{
    ys_description d = { .n = 0, .mean = NAN, .sd = NAN, .skewness = NAN, .kurtosis = NAN, .min = NAN, .q1 = NAN,
                         .median = NAN, .q3 = NAN, .max = NAN, .trimmed_mean = NAN, .mad = NAN, .lag1 = NAN };
    ys__sample s;
    ys_moments m;
    ys_status status = ys__sample_take(&s, x, n, err);

    if (status)
        return status;
    d.n = s.n;
    d.missing = s.missing;
    if (s.n > 0) {
        ys_moments_of(&m, s.x, s.n, NULL);
        d.mean = m.mean;
        d.sum = m.mean * (double)m.n;
        d.sd = ys_moments_sd(&m);
        describe_shape(&d, &s);
        ys__sort(s.x, s.n);
        describe_order(&d, s.x, s.n);
    }
    free(s.x);
    *out = d;
    return YS_OK;
}

ys_status ys_describe_robust(ys_robust *out, const double *x, size_t n, ys_error *err)
{
    ys__sample s;
    ys_status status = ys__sample_take(&s, x, n, err);
    double *work;
    int *places;

    if (status)
        return status;
    status = ys__stats_enough(s.n, 2, err);
    work = malloc(3 * (s.n + 1) * sizeof *work);
    places = malloc(5 * (s.n + 1) * sizeof *places);
    if (status == YS_OK && (work == NULL || places == NULL))
        status = ys__fail_nomem(err);
    if (status == YS_OK) {
        ys__sort(s.x, s.n);
        *out = (ys_robust){ .sn = gsl_stats_Sn_from_sorted_data(s.x, 1, s.n, work),
                            .qn = gsl_stats_Qn_from_sorted_data(s.x, 1, s.n, work, places),
                            .gastwirth = gsl_stats_gastwirth_from_sorted_data(s.x, 1, s.n) };
    }
    free(work);
    free(places);
    free(s.x);
    return status;
}
