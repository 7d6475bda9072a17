/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ref.h"

#include <math.h>

#include "compute/stats_bootstrap.h"

static void describe(struct ref_case *c)
{
    ys_description d;
    size_t n;
    const double *x = ref_values(c, "x", &n);

    if (!ref_ok(c, ys_describe(&d, x, n, NULL)))
        return;
    ref_put1(c, "n", (double)d.n);
    ref_put1(c, "missing", (double)d.missing);
    ref_put1(c, "sum", d.sum);
    ref_put1(c, "mean", d.mean);
    ref_put1(c, "sd", d.sd);
    ref_put1(c, "skewness", d.skewness);
    ref_put1(c, "kurtosis", d.kurtosis);
    ref_put(c, "quartiles", (const double[]){ d.min, d.q1, d.median, d.q3, d.max }, 5);
    ref_put1(c, "trimmed_mean", d.trimmed_mean);
    ref_put1(c, "mad", d.mad);
    ref_put1(c, "lag1", d.lag1);
}

static void robust(struct ref_case *c)
{
    ys_robust r;
    size_t n;
    const double *x = ref_values(c, "x", &n);

    if (!ref_ok(c, ys_describe_robust(&r, x, n, NULL)))
        return;
    ref_put1(c, "sn", r.sn);
    ref_put1(c, "qn", r.qn);
}

static void weighted(struct ref_case *c)
{
    ys_weighted w;
    size_t n;
    const double *x = ref_values(c, "x", &n), *weight = ref_values(c, "w", &n);

    if (!ref_ok(c, ys_describe_weighted(&w, x, weight, n, ref_number(c, "level"), NULL)))
        return;
    ref_put1(c, "n", (double)w.n);
    ref_put1(c, "missing", (double)w.missing);
    ref_put1(c, "weight", w.weight);
    ref_put1(c, "effective", w.effective_n);
    ref_put3(c, "mean", w.mean.estimate, w.mean.low, w.mean.high);
    ref_put1(c, "error", w.error);
    ref_put1(c, "sd", w.sd);
}

static void quantile(struct ref_case *c)
{
    size_t n;
    const double *x = ref_values(c, "x", &n);

    ref_put1(c, "q", ys_quantile(x, n, ref_number(c, "p")));
}

static void bootstrap(struct ref_case *c)
{
    size_t n, replicates;
    const double *x = ref_values(c, "x", &n), *sorted = ref_values(c, "replicates", &replicates);
    double without[200], sum = 0.0;
    ys_bootstrap b;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    for (size_t i = 0; i < n; i++)
        without[i] = (sum - x[i]) / (double)(n - 1);
    ys__bootstrap_limits(&b, sorted, replicates, ref_number(c, "estimate"), without, n, 0.95);
    ref_put2(c, "percentile", b.percentile.low, b.percentile.high);
    ref_put2(c, "bca", b.bca.low, b.bca.high);
}

const struct ref_adapter ref_describe[] = {
    { "describe", describe },
    { "robust", robust },
    { "weighted", weighted },
    { "quantile", quantile },
    { "bootstrap", bootstrap },
    { 0 },
};
