/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ref.h"

#include <yardstick/stats.h>

static void share(struct ref_case *c, ys_status (*f)(ys_interval *, double, double, double, ys_error *),
                  const char *whole)
{
    ys_interval i;

    if (ref_ok(c, f(&i, ref_number(c, "x"), ref_number(c, whole), ref_number(c, "level"), NULL)))
        ref_put3(c, "interval", i.estimate, i.low, i.high);
}

static void wilson(struct ref_case *c)
{
    share(c, ys_interval_wilson, "n");
}

static void clopper_pearson(struct ref_case *c)
{
    share(c, ys_interval_clopper_pearson, "n");
}

static void jeffreys(struct ref_case *c)
{
    share(c, ys_interval_jeffreys, "n");
}

static void garwood(struct ref_case *c)
{
    share(c, ys_interval_garwood, "exposure");
}

static void byar(struct ref_case *c)
{
    share(c, ys_interval_byar, "exposure");
}

static void mean(struct ref_case *c)
{
    ys_interval i;
    size_t n;
    const double *x = ref_values(c, "x", &n);

    if (ref_ok(c, ys_interval_mean(&i, x, n, ref_number(c, "level"), NULL)))
        ref_put3(c, "interval", i.estimate, i.low, i.high);
}

static void order(struct ref_case *c)
{
    double p = ref_number(c, "p"), level = ref_number(c, "level"), coverage;
    size_t n, low, high;
    const double *x = ref_values(c, "x", &n);
    ys_interval i;

    if (!ref_ok(c, ys_interval_ranks(&low, &high, &coverage, n, p, level, NULL)) ||
        !ref_ok(c, ys_interval_quantile(&i, x, n, p, level, NULL)))
        return;
    ref_put2(c, "ranks", (double)low, (double)high);
    ref_put1(c, "coverage", coverage);
    ref_put3(c, "interval", i.estimate, i.low, i.high);
}

const struct ref_adapter ref_interval[] = {
    { "wilson", wilson },   { "clopper_pearson", clopper_pearson },
    { "jeffreys", jeffreys }, { "garwood", garwood },
    { "byar", byar },       { "mean", mean },
    { "order", order },     { 0 },
};
