/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ref.h"

#include <math.h>

#include <yardstick/stats_rates.h>

enum { UNITS = 64 };

static void put(struct ref_case *c, const char *name, ys_interval i)
{
    ref_put3(c, name, i.estimate, i.low, i.high);
}

static bool two(struct ref_case *c, ys_interval *out,
                ys_status (*f)(ys_interval *, double, double, double, double, double, ys_error *))
{
    return ref_ok(c, f(out, ref_number(c, "x1"), ref_number(c, "n1"), ref_number(c, "x2"), ref_number(c, "n2"),
                       ref_number(c, "level"), NULL));
}

static void newcombe(struct ref_case *c)
{
    ys_interval i;

    if (two(c, &i, ys_rates_newcombe)) {
        put(c, "interval", i);
        ref_put2(c, "rounded", round(i.low * 1e4) / 1e4, round(i.high * 1e4) / 1e4);
    }
}

static void miettinen_nurminen(struct ref_case *c)
{
    ys_interval i;

    if (two(c, &i, ys_rates_miettinen_nurminen)) {
        put(c, "interval", i);
        ref_put2(c, "rounded", round(i.low * 1e4) / 1e4, round(i.high * 1e4) / 1e4);
    }
}

static void risk_ratio(struct ref_case *c)
{
    ys_interval i;

    if (two(c, &i, ys_rates_risk_ratio))
        put(c, "interval", i);
}

static void odds_ratio(struct ref_case *c)
{
    ys_interval i;

    if (two(c, &i, ys_rates_odds_ratio))
        put(c, "interval", i);
}

static void mantel_haenszel(struct ref_case *c)
{
    ys_stratum strata[UNITS];
    size_t n;
    const double *cells = ref_values(c, "strata", &n);
    ys_mantel_haenszel m;

    for (size_t i = 0; i < n / 4; i++)
        strata[i] = (ys_stratum){ cells[4 * i], cells[4 * i + 1], cells[4 * i + 2], cells[4 * i + 3] };
    if (!ref_ok(c, ys_rates_mantel_haenszel(&m, strata, n / 4, ref_number(c, "level"), NULL)))
        return;
    put(c, "risk_difference", m.risk_difference);
    put(c, "risk_ratio", m.risk_ratio);
    put(c, "odds_ratio", m.odds_ratio);
    ref_put1(c, "chi2", m.test.statistic);
    ref_put1(c, "p", m.test.p);
}

static void standardised(struct ref_case *c)
{
    size_t k;
    const double *e = ref_values(c, "e", &k), *p = ref_values(c, "p", &k), *s = ref_values(c, "s", &k);
    ys_interval i;

    if (ref_ok(c, ys_rates_standardised(&i, e, p, s, k, ref_number(c, "multiplier"), ref_number(c, "level"), NULL)))
        put(c, "interval", i);
}

static void equity(struct ref_case *c)
{
    size_t k, other = (size_t)ref_number(c, "other");
    const double *x = ref_values(c, "x", &k), *n = ref_values(c, "n", &k);
    ys_equity_group g[UNITS];
    ys_equity e;

    size_t reference = (size_t)ref_number(c, "reference");

    if (!ref_ok(c, ys_equity_of_rates(&e, g, x, n, k, reference, ref_number(c, "level"), NULL)))
        return;
    ref_put1(c, "groups", (double)e.groups);
    ref_put1(c, "highest", (double)e.highest);
    ref_put1(c, "lowest", (double)e.lowest);
    put(c, "gap", e.gap);
    put(c, "ratio", e.ratio);
    ref_put1(c, "disparity", e.disparity.estimate);
    ref_put2(c, "limits", e.disparity.low, e.disparity.high);
    ref_put1(c, "between", e.between.estimate);
    ref_put2(c, "between_limits", e.between.low, e.between.high);
    ref_put1(c, "theil", e.theil.estimate);
    ref_put2(c, "theil_limits", e.theil.low, e.theil.high);
    put(c, "other_gap", g[other].gap);
    put(c, "other_ratio", g[other].ratio);
    put(c, "to_highest", g[other].to_highest);
    ref_put1(c, "verdict", g[other].four_fifths);
}

static void funnel(struct ref_case *c)
{
    size_t k, used = 0;
    const double *x = ref_values(c, "x", &k), *n = ref_values(c, "n", &k);
    double low95[UNITS], high95[UNITS], low998[UNITS], high998[UNITS], z[UNITS];
    ys_funnel_point points[UNITS];
    ys_funnel f;

    if (!ref_ok(c, ys_funnel_of_rates(&f, points, x, n, k, ref_number(c, "target"), NULL)))
        return;
    for (size_t i = 0; i < k; i++)
        if (n[i] > 0.0) {
            low95[used] = points[i].low95;
            high95[used] = points[i].high95;
            low998[used] = points[i].low998;
            high998[used] = points[i].high998;
            z[used++] = points[i].z;
        }
    ref_put1(c, "units", (double)f.units);
    ref_put1(c, "target", f.target);
    ref_put1(c, "phi", f.phi);
    ref_put1(c, "tau2", f.tau2);
    ref_put(c, "low95", low95, used);
    ref_put(c, "high95", high95, used);
    ref_put(c, "low998", low998, used);
    ref_put(c, "high998", high998, used);
    ref_put(c, "z", z, used);
}

static void shrink(struct ref_case *c)
{
    size_t k;
    const double *x = ref_values(c, "x", &k), *n = ref_values(c, "n", &k);
    double estimate[UNITS], low[UNITS], high[UNITS];
    ys_interval shrunk[UNITS];
    ys_shrinkage s;

    if (!ref_ok(c, ys_shrink_rates(&s, shrunk, x, n, k, ref_number(c, "level"), NULL)))
        return;
    for (size_t i = 0; i < k; i++) {
        estimate[i] = shrunk[i].estimate;
        low[i] = shrunk[i].low;
        high[i] = shrunk[i].high;
    }
    ref_put1(c, "mean", s.mean);
    ref_put1(c, "strength", isinf(s.strength) ? NAN : s.strength);
    ref_put(c, "estimate", estimate, k);
    ref_put(c, "low", low, k);
    ref_put(c, "high", high, k);
}

const struct ref_adapter ref_rates[] = {
    { "newcombe", newcombe },
    { "newcombe_published", newcombe },
    { "miettinen_nurminen", miettinen_nurminen },
    { "nurminen_published", miettinen_nurminen },
    { "risk_ratio", risk_ratio },
    { "odds_ratio", odds_ratio },
    { "mantel_haenszel", mantel_haenszel },
    { "standardised", standardised },
    { "equity", equity },
    { "funnel", funnel },
    { "shrink", shrink },
    { 0 },
};
