/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_STATS_BOOTSTRAP_H
#define YS_COMPUTE_STATS_BOOTSTRAP_H

#include <gsl/gsl_rng.h>

#include <yardstick/stats.h>

/* GSL's Mersenne twister with its state in our own memory: gsl_rng_alloc() would abort where memory is short. */
typedef struct ys__random {
    gsl_rng rng;
} ys__random;

ys_status ys__random_start(ys__random *out, unsigned long seed, ys_error *err);
void ys__random_end(ys__random *random);

/* The quantile of sorted replicates, interpolated on the normal scale. */
double ys__replicate_quantile(const double *sorted, size_t n, double p);

/* Both intervals from sorted replicates, the estimate, and the statistic without each of the n values in turn. */
void ys__bootstrap_limits(ys_bootstrap *out, const double *sorted, size_t replicates, double estimate,
                          const double *without, size_t n, double level);

#endif
