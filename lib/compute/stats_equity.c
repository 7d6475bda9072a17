/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_rates.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <gsl/gsl_randist.h>

#include "base/error.h"
#include "compute/stats_bootstrap.h"
#include "compute/stats_common.h"

enum { REPLICATES = 1999 };

static const unsigned long seed = 20180701;

/* The cases and the rate of all groups together. */
static double pooled(double *cases, const double *x, const double *n, size_t k)
{
    double successes = 0.0;

    *cases = 0.0;
    for (size_t i = 0; i < k; i++) {
        successes += x[i];
        *cases += n[i];
    }
    return successes / *cases;
}

/* The mean distance of the rates from that of all, as a share of it. NaN without successes. */
static double disparity(const double *x, const double *n, size_t k)
{
    double cases, rate = pooled(&cases, x, n, k), distance = 0.0, groups = 0.0;

    for (size_t i = 0; i < k; i++)
        if (n[i] > 0.0) {
            distance += fabs(x[i] / n[i] - rate);
            groups += 1.0;
        }
    return rate > 0.0 ? distance / groups / rate : NAN;
}

/* The mean square of that distance, each group counting by its cases. */
static double between(const double *x, const double *n, size_t k)
{
    double cases, rate = pooled(&cases, x, n, k), sum = 0.0;

    for (size_t i = 0; i < k; i++)
        if (n[i] > 0.0)
            sum += n[i] / cases * (x[i] / n[i] - rate) * (x[i] / n[i] - rate);
    return sum;
}

/* Theil's T of the rates, likewise. NaN without successes. */
static double theil(const double *x, const double *n, size_t k)
{
    double cases, rate = pooled(&cases, x, n, k), sum = 0.0;

    if (!(rate > 0.0))
        return NAN;
    for (size_t i = 0; i < k; i++)
        if (n[i] > 0.0 && x[i] > 0.0)
            sum += n[i] / cases * (x[i] / n[i] / rate) * log(x[i] / n[i] / rate);
    return sum;
}

typedef double inequality(const double *x, const double *n, size_t k);

/* Replicates of a measure with the groups' rates as they are; sorted, those without successes left out. */
static size_t replicate(double *to, double *draw, inequality *of, const double *x, const double *n, size_t k,
                        const gsl_rng *rng)
{
    size_t used = 0;

    for (int r = 0; r < REPLICATES; r++) {
        for (size_t i = 0; i < k; i++) {
            double cases = fmax(1.0, round(n[i])); /* weighted counts need not be whole */

            draw[i] = n[i] > 0.0 ? gsl_ran_binomial(rng, x[i] / n[i], (unsigned)cases) * (n[i] / cases) : 0.0;
        }
        to[used] = of(draw, n, k);
        used += !isnan(to[used]);
    }
    ys__sort(to, used);
    return used;
}

static ys_status simulate(ys_interval *out, inequality *of, const double *x, const double *n, size_t k, double level,
                          ys_error *err)
{
    double estimate = of(x, n, k), tail = (1.0 - level) / 2.0, bias;
    double *memory;
    ys__random random;
    ys_status status;
    size_t used;

    *out = (ys_interval){ estimate, NAN, NAN };
    if (isnan(estimate))
        return YS_OK;
    memory = malloc((REPLICATES + 1 + k) * sizeof *memory);
    status = memory ? ys__random_start(&random, seed, err) : ys__fail_nomem(err);
    if (status == YS_OK) {
        used = replicate(memory, memory + REPLICATES + 1, of, x, n, k, &random.rng);
        ys__random_end(&random);
        if (used >= REPLICATES / 2) {
            bias = ys_quantile(memory, used, 0.5) - estimate; /* chance alone makes groups differ */
            out->low = fmax(0.0, ys__replicate_quantile(memory, used, tail) - bias);
            out->high = ys__replicate_quantile(memory, used, 1.0 - tail) - bias;
        }
    }
    free(memory);
    return status;
}

static ys_four_fifths judge(const ys_interval *ratio)
{
    if (isnan(ratio->low))
        return YS_FOUR_FIFTHS_NONE;
    return ratio->low >= 0.8 ? YS_FOUR_FIFTHS_MET : ratio->high < 0.8 ? YS_FOUR_FIFTHS_BELOW : YS_FOUR_FIFTHS_UNCLEAR;
}

static ys_interval ratio_to(const double *x, const double *n, size_t group, size_t other, double level)
{
    ys_interval ratio;

    if (group == other)
        return (ys_interval){ 1.0, 1.0, 1.0 };
    ys_rates_risk_ratio(&ratio, x[group], n[group], x[other], n[other], level, NULL); /* checked by the caller */
    return ratio;
}

static void describe_group(ys_equity_group *g, const ys_equity *e, const double *x, const double *n, size_t i,
                           double level)
{
    const ys_interval none = { NAN, NAN, NAN };

    *g = (ys_equity_group){ none, none, none, none, YS_FOUR_FIFTHS_NONE };
    if (!(n[i] > 0.0))
        return;
    ys_interval_wilson(&g->rate, x[i], n[i], level, NULL);
    g->gap = (ys_interval){ 0.0, 0.0, 0.0 };
    if (i != e->reference)
        ys_rates_newcombe(&g->gap, x[i], n[i], x[e->reference], n[e->reference], level, NULL);
    g->ratio = ratio_to(x, n, i, e->reference, level);
    g->to_highest = x[e->highest] > 0.0 ? ratio_to(x, n, i, e->highest, level) : none;
    g->four_fifths = judge(&g->to_highest);
}

static ys_status find_extremes(ys_equity *e, const double *x, const double *n, size_t k, ys_error *err)
{
    e->highest = e->lowest = k;
    for (size_t i = 0; i < k; i++) {
        if (!(x[i] >= 0.0 && x[i] <= n[i] && n[i] < 4e9))
            return ys__stats_infinite(err);
        if (n[i] == 0.0)
            continue;
        e->groups++;
        if (e->highest == k || x[i] / n[i] > x[e->highest] / n[e->highest])
            e->highest = i;
        if (e->lowest == k || x[i] / n[i] < x[e->lowest] / n[e->lowest])
            e->lowest = i;
    }
    return ys__stats_enough(e->groups, 2, err);
}

ys_status ys_equity_of_rates(ys_equity *out, ys_equity_group *groups, const double *x, const double *n, size_t k,
                             size_t reference, double level, ys_error *err)
{
    ys_equity e = { .groups = 0 };
    ys_status status = ys__stats_level(level, err);

    if (status || (status = find_extremes(&e, x, n, k, err)))
        return status;
    if (reference > k)
        return ys__stats_infinite(err);
    e.reference = reference < k ? reference : e.highest;
    if (n[e.reference] == 0.0)
        return ys__stats_enough(0, 1, err);
    ys_rates_newcombe(&e.gap, x[e.highest], n[e.highest], x[e.lowest], n[e.lowest], level, NULL);
    e.ratio = ratio_to(x, n, e.lowest, e.highest, level);
    status = simulate(&e.disparity, disparity, x, n, k, level, err);
    if (status == YS_OK)
        status = simulate(&e.between, between, x, n, k, level, err);
    if (status == YS_OK)
        status = simulate(&e.theil, theil, x, n, k, level, err);
    if (status)
        return status;
    for (size_t i = 0; groups && i < k; i++)
        describe_group(&groups[i], &e, x, n, i, level);
    *out = e;
    return YS_OK;
}
