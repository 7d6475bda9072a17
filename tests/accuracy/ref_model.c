/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ref.h"

#include <math.h>
#include <stdlib.h>

#include <yardstick/stats_compare.h>
#include <yardstick/stats_model.h>

enum { ROOM = 256 };

static void put(struct ref_case *c, const char *name, ys_interval i)
{
    ref_put3(c, name, i.estimate, i.low, i.high);
}

static void put_terms(struct ref_case *c, const ys_logistic_term *terms, size_t k)
{
    double coefficient[ROOM], error[ROOM], z[ROOM], p[ROOM], low[ROOM];

    for (size_t j = 0; j < k; j++) {
        coefficient[j] = terms[j].coefficient.estimate;
        error[j] = terms[j].error;
        z[j] = terms[j].test.statistic;
        p[j] = terms[j].test.p;
        low[j] = terms[j].odds.low;
    }
    ref_put(c, "coefficients", coefficient, k);
    ref_put(c, "errors", error, k);
    ref_put(c, "z", z, k);
    ref_put(c, "p_values", p, k);
    ref_put(c, "odds_low", low, k);
}

static void logistic(struct ref_case *c)
{
    size_t n, size, p = (size_t)ref_number(c, "p");
    const double *y = ref_values(c, "y", &n), *x = ref_values(c, "x", &size);
    int *g = ref_has(c, "g") ? ref_whole(c, "g", &size) : NULL;
    ys_logistic_term terms[ROOM];
    ys_logistic l;

    if (ref_ok(c, ys_logistic_fit(&l, terms, y, x, g, n, p, ref_number(c, "level"), NULL))) {
        ref_put1(c, "n", (double)l.n);
        ref_put1(c, "events", (double)l.events);
        ref_put1(c, "clusters", (double)l.clusters);
        ref_put1(c, "separated", l.separated);
        ref_put1(c, "deviance", l.deviance);
        ref_put1(c, "null_deviance", l.null_deviance);
        ref_put1(c, "p", l.test.p);
        put_terms(c, terms, p + 1);
    }
    free(g);
}

static void kaplan_meier(struct ref_case *c)
{
    size_t n;
    const double *t = ref_values(c, "t", &n), *e = ref_values(c, "e", &n);
    double at[ROOM], risk[ROOM], s[ROOM], low[ROOM], high[ROOM], error[ROOM];
    ys_survival_step steps[ROOM];
    ys_survival k;

    double horizon = ref_number(c, "horizon");

    if (!ref_ok(c, ys_survival_kaplan_meier(&k, steps, t, e, n, horizon, ref_number(c, "level"), NULL)))
        return;
    for (size_t i = 0; i < k.steps; i++) {
        at[i] = steps[i].time;
        risk[i] = (double)steps[i].at_risk;
        s[i] = steps[i].survival.estimate;
        low[i] = steps[i].survival.low;
        high[i] = steps[i].survival.high;
        error[i] = steps[i].error;
    }
    ref_put(c, "times", at, k.steps);
    ref_put(c, "at_risk", risk, k.steps);
    ref_put(c, "survival", s, k.steps);
    ref_put(c, "low", low, k.steps);
    ref_put(c, "high", high, k.steps);
    ref_put(c, "errors", error, k.steps);
    put(c, "median", k.median);
    ref_put1(c, "mean", k.mean);
    ref_put1(c, "mean_error", k.mean_error);
}

static void log_rank(struct ref_case *c)
{
    size_t n, k = (size_t)ref_number(c, "k");
    const double *t = ref_values(c, "t", &n), *e = ref_values(c, "e", &n);
    int *g = ref_whole(c, "g", &n);
    double expected[ROOM];
    ys_test test;

    if (ref_ok(c, ys_survival_log_rank(&test, expected, t, e, g, n, k, NULL))) {
        ref_put1(c, "chi2", test.statistic);
        ref_put1(c, "df", test.df);
        ref_put1(c, "p", test.p);
        ref_put(c, "expected", expected, k);
    }
    free(g);
}

static void alpha(struct ref_case *c)
{
    size_t size, k = (size_t)ref_number(c, "k");
    const double *x = ref_values(c, "x", &size);
    double rest[ROOM], without[ROOM], mean[ROOM], sd[ROOM];
    ys_scale_item items[ROOM];
    ys_scale s;

    if (!ref_ok(c, ys_scale_alpha(&s, items, x, size / k, k, ref_number(c, "level"), NULL)))
        return;
    for (size_t j = 0; j < k; j++) {
        rest[j] = items[j].rest;
        without[j] = items[j].alpha_without;
        mean[j] = items[j].mean;
        sd[j] = items[j].sd;
    }
    ref_put1(c, "n", (double)s.n);
    put(c, "alpha", s.alpha);
    ref_put(c, "rest", rest, k);
    ref_put(c, "without", without, k);
    ref_put(c, "means", mean, k);
    ref_put(c, "sds", sd, k);
}

static void correlation(struct ref_case *c, ys_status (*f)(ys_correlation *, const double *, const double *, size_t,
                                                           double, ys_error *))
{
    size_t n;
    const double *x = ref_values(c, "x", &n), *y = ref_values(c, "y", &n);
    ys_correlation r;

    if (!ref_ok(c, f(&r, x, y, n, ref_number(c, "level"), NULL)))
        return;
    ref_put1(c, "n", (double)r.n);
    put(c, "r", r.r);
    ref_put1(c, "t", r.test.statistic);
    ref_put1(c, "statistic", r.test.statistic);
    ref_put1(c, "p", r.test.p);
    ref_put1(c, "exact", r.exact);
}

static void pearson(struct ref_case *c)
{
    correlation(c, ys_correlation_pearson);
}

static void spearman(struct ref_case *c)
{
    correlation(c, ys_correlation_spearman);
}

static void kendall(struct ref_case *c)
{
    correlation(c, ys_correlation_kendall);
}

static void clustering(struct ref_case *c)
{
    size_t n, k = (size_t)ref_number(c, "k");
    const double *x = ref_values(c, "x", &n);
    int *g = ref_whole(c, "g", &n);
    ys_moments m[ROOM];
    ys_clustering r;

    ys_moments_by_group(m, k, x, g, n, NULL);
    if (ref_ok(c, ys_clustering_of(&r, m, k, ref_number(c, "level"), NULL))) {
        put(c, "icc", r.icc);
        ref_put1(c, "size", r.size);
        ref_put1(c, "design_effect", r.design_effect);
        ref_put1(c, "effective_n", r.effective_n);
    }
    free(g);
}

static void power_share(struct ref_case *c)
{
    double n = ref_number(c, "n");
    ys_detectable d;

    if (ref_ok(c, ys_power_share_change(&d, ref_number(c, "p"), n, n, ref_number(c, "level"), ref_number(c, "power"),
                                        NULL)))
        ref_put2(c, "change", d.down, d.up);
}

static void power_cases(struct ref_case *c)
{
    double n;

    if (ref_ok(c, ys_power_share_cases(&n, ref_number(c, "p1"), ref_number(c, "p2"), ref_number(c, "level"),
                                       ref_number(c, "power"), NULL)))
        ref_put1(c, "n", n);
}

static void power_mean(struct ref_case *c)
{
    double change;

    if (ref_ok(c, ys_power_mean_change(&change, (size_t)ref_number(c, "n"), ref_number(c, "sd"),
                                       ref_number(c, "paired") > 0.0, ref_number(c, "level"), ref_number(c, "power"),
                                       NULL)))
        ref_put1(c, "change", change);
}

const struct ref_adapter ref_model[] = {
    { "logistic", logistic },
    { "logistic_clustered", logistic },
    { "kaplan_meier", kaplan_meier },
    { "log_rank", log_rank },
    { "alpha", alpha },
    { "pearson", pearson },
    { "spearman", spearman },
    { "kendall", kendall },
    { "clustering", clustering },
    { "power_share", power_share },
    { "power_cases", power_cases },
    { "power_mean", power_mean },
    { 0 },
};
