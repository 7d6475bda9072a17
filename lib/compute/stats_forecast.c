/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/stats_forecast.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_randist.h>

#include "base/error.h"
#include "compute/stats_bootstrap.h"
#include "compute/stats_common.h"

enum { LEAST = 8, PARAMETERS = 5 };

/* The state between two steps, and how one step goes: error is what the new value is off the expected one. */
struct state {
    double level, trend;
};

static double expected(const struct state *s, const ys_forecast *f)
{
    return s->level + f->phi * s->trend;
}

static void step(struct state *s, const ys_forecast *f, double error)
{
    s->level = expected(s, f) + f->alpha * error;
    s->trend = f->phi * s->trend + f->beta * error;
}

void ys__holt_run(ys_forecast *f, const double *y, size_t n)
{
    struct state s = { f->first_level, f->first_trend };

    f->sse = 0.0;
    for (size_t i = 0; i < n; i++) {
        double error = isnan(y[i]) ? 0.0 : y[i] - expected(&s, f); /* a gap teaches nothing */

        f->sse += error * error;
        step(&s, f, error);
    }
    f->level = s.level;
    f->trend = s.trend;
}

/* The first states that make sse least for given smoothing: errors are linear in them, so three runs (from nothing, and
 * what a unit of each changes) and a least squares problem of two unknowns give them exactly. */
static void fit_first(ys_forecast *f, const double *y, size_t n)
{
    struct state base = { 0.0, 0.0 }, by_level = { 1.0, 0.0 }, by_trend = { 0.0, 1.0 };
    double ll = 0.0, lt = 0.0, tt = 0.0, le = 0.0, te = 0.0, determinant;

    for (size_t i = 0; i < n; i++) {
        bool gap = isnan(y[i]);
        double error = gap ? 0.0 : y[i] - expected(&base, f);
        double level = gap ? 0.0 : -expected(&by_level, f), trend = gap ? 0.0 : -expected(&by_trend, f);

        ll += level * level;
        lt += level * trend;
        tt += trend * trend;
        le += level * error;
        te += trend * error;
        step(&base, f, error);
        step(&by_level, f, level);
        step(&by_trend, f, trend);
    }
    determinant = ll * tt - lt * lt;
    f->first_trend = determinant > 1e-12 * ll * tt ? (le * lt - ll * te) / determinant : 0.0;
    f->first_level = -(le + lt * f->first_trend) / ll;
    ys__holt_run(f, y, n);
}

/* The three smoothing parameters as what is searched: alpha, beta over alpha, phi. */
static const double lowest[3] = { 1e-4, 1e-4, 0.8 }, highest[3] = { 0.9999, 0.9999, 0.98 };

static double try_point(ys_forecast *f, const double at[3], const double *y, size_t n)
{
    f->alpha = at[0];
    f->beta = at[0] * at[1];
    f->phi = at[2];
    fit_first(f, y, n);
    return f->sse;
}

/* The least point of a coarse grid: the sum of squares may have several valleys. */
static double search_grid(double best[3], ys_forecast *f, const double *y, size_t n)
{
    const int levels = 13, dampings = 5;
    double least = INFINITY;

    for (int i = 0; i < levels * levels * dampings; i++) {
        const double share[3] = { (double)(i % levels) / (levels - 1), (double)(i / levels % levels) / (levels - 1),
                                  (double)(i / levels / levels) / (dampings - 1) };
        double at[3], sse;

        for (int j = 0; j < 3; j++)
            at[j] = lowest[j] + share[j] * (highest[j] - lowest[j]);
        sse = try_point(f, at, y, n);
        if (sse < least) {
            least = sse;
            for (int j = 0; j < 3; j++)
                best[j] = at[j];
        }
    }
    return least;
}

/* From there along the axes and diagonals with ever smaller steps. */
static void descend(double best[3], double least, ys_forecast *f, const double *y, size_t n)
{
    for (double size = 1.0 / 24.0; size > 1e-9;) {
        bool better = false;

        for (int way = 0; way < 27; way++) {
            const int d[3] = { way % 3 - 1, way / 3 % 3 - 1, way / 9 - 1 };
            double at[3], sse;

            for (int j = 0; j < 3; j++)
                at[j] = fmin(highest[j], fmax(lowest[j], best[j] + d[j] * size * (highest[j] - lowest[j])));
            sse = try_point(f, at, y, n);
            if (sse < least) {
                least = sse;
                better = true;
                for (int j = 0; j < 3; j++)
                    best[j] = at[j];
            }
        }
        if (!better)
            size /= 2.0;
    }
}

static void fit(ys_forecast *f, const double *y, size_t n)
{
    double best[3] = { 0.5, 0.1, 0.9 };

    descend(best, search_grid(best, f, y, n), f, y, n);
    try_point(f, best, y, n);
    f->sigma = sqrt(f->sse / ((double)f->n - PARAMETERS));
}

/* Every path one step further; ends receives where they are, sorted. */
static void advance(struct state *paths, double *ends, size_t count, const ys_forecast *f, const gsl_rng *rng)
{
    for (size_t p = 0; p < count; p++) {
        double error = gsl_ran_gaussian(rng, f->sigma);

        ends[p] = expected(&paths[p], f) + error;
        step(&paths[p], f, error);
    }
    ys__sort(ends, count);
}

static double share_reached(const double *sorted, size_t count, const ys_forecast_options *o)
{
    size_t reached = 0;

    for (size_t i = 0; i < count; i++)
        reached += o->at_most ? sorted[i] <= o->target : sorted[i] >= o->target;
    return (double)reached / (double)count;
}

static ys_status simulate(ys_forecast *f, ys_interval *steps, size_t ahead, const ys_forecast_options *o,
                          ys_error *err)
{
    struct state *paths = malloc(o->paths * sizeof *paths), middle = { f->level, f->trend };
    double *ends = malloc(o->paths * sizeof *ends), tail = (1.0 - o->level) / 2.0;
    ys__random random;
    ys_status status = paths && ends ? ys__random_start(&random, o->seed, err) : ys__fail_nomem(err);

    if (status == YS_OK) {
        for (size_t p = 0; p < o->paths; p++)
            paths[p] = middle;
        for (size_t h = 0; h < ahead; h++) {
            advance(paths, ends, o->paths, f, &random.rng);
            steps[h] = (ys_interval){ .estimate = expected(&middle, f),
                                      .low = ys_quantile(ends, o->paths, tail),
                                      .high = ys_quantile(ends, o->paths, 1.0 - tail) };
            step(&middle, f, 0.0);
        }
        f->reached = isnan(o->target) ? NAN : share_reached(ends, o->paths, o);
        ys__random_end(&random);
    }
    free(ends);
    free(paths);
    return status;
}

ys_status ys_forecast_holt(ys_forecast *out, ys_interval *steps, size_t ahead, const double *y, size_t n,
                           const ys_forecast_options *options, ys_error *err)
{
    const ys_forecast_options o = options ? *options : (ys_forecast_options)YS_FORECAST_OPTIONS_INIT;
    ys_forecast f = { .n = 0 };
    ys_status status = ys__stats_level(o.level, err);

    if (status)
        return status;
    if (ahead == 0 || o.paths < 99 || isinf(o.target))
        return ys__stats_infinite(err);
    for (size_t i = 0; i < n; i++) {
        if (isinf(y[i]))
            return ys__stats_infinite(err);
        f.missing += isnan(y[i]);
    }
    f.n = n - f.missing;
    status = ys__stats_enough(f.n, LEAST, err);
    if (status)
        return status;
    fit(&f, y, n);
    status = simulate(&f, steps, ahead, &o, err);
    if (status == YS_OK)
        *out = f;
    return status;
}
