/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/stats_bootstrap.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"

ys_status ys__random_start(ys__random *out, unsigned long seed, ys_error *err)
{
    out->rng = (gsl_rng){ .type = gsl_rng_mt19937, .state = malloc(gsl_rng_mt19937->size) };
    if (out->rng.state == NULL)
        return ys__fail_nomem(err);
    gsl_rng_set(&out->rng, seed);
    return YS_OK;
}

void ys__random_end(ys__random *random)
{
    free(random->rng.state);
}

double ys__replicate_quantile(const double *sorted, size_t n, double p)
{
    double rank = ((double)n + 1.0) * p, k = floor(rank), low, high;

    if (!(k >= 1.0))
        return sorted[0];
    if (k >= (double)n)
        return sorted[n - 1];
    if (rank == k)
        return sorted[(size_t)k - 1];
    low = ys__normal_quantile(k / ((double)n + 1.0));
    high = ys__normal_quantile((k + 1.0) / ((double)n + 1.0));
    return sorted[(size_t)k - 1] +
           (ys__normal_quantile(p) - low) / (high - low) * (sorted[(size_t)k] - sorted[(size_t)k - 1]);
}

/* How fast the standard error changes with the true value, from the jackknife. */
static double acceleration(const double *without, size_t n)
{
    double mean = 0.0, squares = 0.0, cubes = 0.0;

    for (size_t i = 0; i < n; i++)
        mean += without[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        double d = mean - without[i];

        squares += d * d;
        cubes += d * d * d;
    }
    return squares > 0.0 ? cubes / (6.0 * pow(squares, 1.5)) : 0.0;
}

void ys__bootstrap_limits(ys_bootstrap *out, const double *sorted, size_t replicates, double estimate,
                          const double *without, size_t n, double level)
{
    double tail = (1.0 - level) / 2.0, a = acceleration(without, n), bias;
    size_t below = 0;

    while (below < replicates && sorted[below] < estimate)
        below++;
    out->percentile = (ys_interval){ .estimate = estimate,
                                     .low = ys__replicate_quantile(sorted, replicates, tail),
                                     .high = ys__replicate_quantile(sorted, replicates, 1.0 - tail) };
    out->bca = (ys_interval){ .estimate = estimate, .low = NAN, .high = NAN };
    if (below == 0 || below == replicates)
        return;
    bias = ys__normal_quantile((double)below / (double)replicates);
    for (int side = -1; side <= 1; side += 2) {
        double z = bias + side * ys__normal_z(level), p = ys__normal_p(bias + z / (1.0 - a * z));

        *(side < 0 ? &out->bca.low : &out->bca.high) = ys__replicate_quantile(sorted, replicates, p);
    }
}

/* Working memory of one bootstrap: the replicates, the jackknife, one resample. */
struct work {
    double *replicate, *without, *resample;
};

static bool fill(struct work *w, const ys__sample *s, size_t replicates, ys_statistic_fn f, void *context,
                 const gsl_rng *rng)
{
    for (size_t r = 0; r < replicates; r++) {
        for (size_t i = 0; i < s->n; i++)
            w->resample[i] = s->x[gsl_rng_uniform_int(rng, s->n)];
        w->replicate[r] = f(w->resample, s->n, context);
        if (!isfinite(w->replicate[r]))
            return false;
    }
    for (size_t i = 0; i < s->n; i++) {
        memcpy(w->resample, s->x, i * sizeof *s->x);
        memcpy(w->resample + i, s->x + i + 1, (s->n - i - 1) * sizeof *s->x);
        w->without[i] = f(w->resample, s->n - 1, context);
        if (!isfinite(w->without[i]))
            return false;
    }
    return true;
}

static ys_status resample(ys_bootstrap *out, const ys__sample *s, ys_statistic_fn f, void *context,
                          const ys_bootstrap_options *o, ys_error *err)
{
    ys_bootstrap result = { .n = s->n, .missing = s->missing };
    double *memory = malloc((o->replicates + 2 * s->n) * sizeof *memory);
    struct work w = { memory, memory + o->replicates, memory + o->replicates + s->n };
    ys__random random;
    ys_moments m;
    ys_status status = memory ? ys__random_start(&random, o->seed, err) : ys__fail_nomem(err);

    if (status == YS_OK) {
        if (!fill(&w, s, o->replicates, f, context, &random.rng)) {
            status = ys__fail(err, YS_E_NUMERIC, NULL, _("a resample has no such statistic"));
        } else {
            ys__sort(w.replicate, o->replicates);
            ys_moments_of(&m, w.replicate, o->replicates, NULL);
            result.error = ys_moments_sd(&m);
            ys__bootstrap_limits(&result, w.replicate, o->replicates, f(s->x, s->n, context), w.without, s->n,
                                 o->level);
            *out = result;
        }
        ys__random_end(&random);
    }
    free(memory);
    return status;
}

ys_status ys_bootstrap_interval(ys_bootstrap *out, const double *x, size_t n, ys_statistic_fn f, void *context,
                                const ys_bootstrap_options *options, ys_error *err)
{
    const ys_bootstrap_options o = options ? *options : (ys_bootstrap_options)YS_BOOTSTRAP_OPTIONS_INIT;
    ys__sample s;
    ys_status status = ys__stats_level(o.level, err);

    if (status || (status = ys__stats_enough(o.replicates, 99, err)))
        return status == YS_E_NUMERIC ? YS_E_ARGUMENT : status;
    status = ys__sample_take(&s, x, n, err);
    if (status)
        return status;
    status = ys__stats_enough(s.n, 2, err);
    if (status == YS_OK)
        status = resample(out, &s, f, context, &o, err);
    free(s.x);
    return status;
}
