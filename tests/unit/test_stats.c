/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conventions of the statistics: what is refused, what is skipped, and a few values known from R 4.2. The accuracy
 * tests compare the rest. GSL's aborting handler stays in place: whatever slips past the checks ends this program. */
#include <yardstick/stats.h>

#include "tap.h"

typedef ys_status share_interval(ys_interval *, double, double, double, ys_error *);

static const struct {
    share_interval *f;
    const char *name;
    double x, n, level;
    ys_status status;
    double low, high;
} shares[] = {
    { ys_interval_wilson, "Wilson", 7, 20, 0.95, YS_OK, 0.18119182410108206, 0.56714572331476365 },
    { ys_interval_wilson, "Wilson of none", 0, 5, 0.95, YS_OK, 0, 0.43448246478317465 },
    { ys_interval_wilson, "Wilson of all", 5, 5, 0.9, YS_OK, 0.64888349923489896, 1 },
    { ys_interval_wilson, "Wilson of one in a million", 1, 1e6, 0.99, YS_OK, 1.1740547499963249e-07,
      8.5174338347555937e-06 },
    { ys_interval_wilson, "Wilson of no cases", 0, 0, 0.95, YS_E_NUMERIC, 0, 0 },
    { ys_interval_wilson, "Wilson of more than all", 6, 5, 0.95, YS_E_ARGUMENT, 0, 0 },
    { ys_interval_wilson, "Wilson of a missing count", NAN, 5, 0.95, YS_E_ARGUMENT, 0, 0 },
    { ys_interval_wilson, "Wilson at level 1", 1, 5, 1, YS_E_ARGUMENT, 0, 0 },
    { ys_interval_wilson, "Wilson at level NaN", 1, 5, NAN, YS_E_ARGUMENT, 0, 0 },
    { ys_interval_clopper_pearson, "exact, where GSL's inverse fails", 258, 260, 0.95, YS_OK, 0.97249053522504414,
      0.99906706449393534 },
    { ys_interval_clopper_pearson, "exact of none", 0, 7, 0.95, YS_OK, 0, 0.40961639722500343 },
    { ys_interval_clopper_pearson, "exact of a million", 500000, 1000000, 0.95, YS_OK, 0.49901951919531184,
      0.50098048080468816 },
    { ys_interval_jeffreys, "Jeffreys", 3, 10, 0.95, YS_OK, 0.092694593938153214, 0.60581831814867115 },
    { ys_interval_jeffreys, "Jeffreys of none", 0, 237, 0.95, YS_OK, 0, 0.010531879034852087 },
    { ys_interval_garwood, "Garwood of none", 0, 1, 0.95, YS_OK, 0, 3.6888794541139354 },
    { ys_interval_garwood, "Garwood", 7, 1, 0.95, YS_OK, 2.8143630515198672, 14.422675361702378 },
    { ys_interval_garwood, "Garwood per 10", 7, 10, 0.95, YS_OK, 0.28143630515198672, 1.4422675361702378 },
    { ys_interval_garwood, "Garwood of a million", 1000000, 1, 0.95, YS_OK, 998040.98334029387, 1001961.9119454322 },
    { ys_interval_garwood, "Garwood without exposure", 7, 0, 0.95, YS_E_NUMERIC, 0, 0 },
    { ys_interval_garwood, "Garwood of a negative count", -1, 1, 0.95, YS_E_ARGUMENT, 0, 0 },
    { ys_interval_byar, "Byar of none", 0, 1, 0.95, YS_OK, 0, 3.6680118321737507 },
};

static void intervals_of_shares(void)
{
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        ys_interval got = { -1, -1, -1 };
        ys_error err = YS_ERROR_INIT;

        IS_INT(shares[i].f(&got, shares[i].x, shares[i].n, shares[i].level, &err), shares[i].status, shares[i].name);
        if (shares[i].status == YS_OK) {
            IS_NEAR(got.low, shares[i].low, 1e-11, "low");
            IS_NEAR(got.high, shares[i].high, 1e-11, "high");
            IS_NEAR(got.estimate, shares[i].x / shares[i].n, 0, "estimate");
        } else {
            OK(got.low == -1 && err.text[0] != '\0', "is refused in words and out is untouched");
        }
    }
}

static void means(void)
{
    const double x[] = { 3, NAN, 1, 4, 1, 5, 9, 2, 6 };
    const double infinite[] = { 1, INFINITY };
    ys_interval got, same;
    ys_moments m, a, b;

    IS_INT(ys_interval_mean(&got, x, 9, 0.95, NULL), YS_OK, "a mean skips missing values");
    IS_NEAR(got.estimate, 3.875, 0, "mean");
    IS_NEAR(got.low, 1.577300043159245, 1e-13, "low");
    IS_NEAR(got.high, 6.1726999568407548, 1e-13, "high");
    ys_interval_mean_of_sums(&same, 8, 31, 52.875, 0.95, NULL);
    OK(same.low == got.low && same.high == got.high, "accumulators give the same");
    IS_INT(ys_interval_mean(&got, x, 2, 0.95, NULL), YS_E_NUMERIC, "one value has no interval");
    IS_INT(ys_interval_mean(&got, NULL, 0, 0.95, NULL), YS_E_NUMERIC, "nor have none");
    IS_INT(ys_interval_mean(&got, infinite, 2, 0.95, NULL), YS_E_ARGUMENT, "infinity is refused");
    IS_INT(ys_interval_mean_of_sums(&got, 3, 1, -1, 0.95, NULL), YS_E_ARGUMENT, "so is a negative sum of squares");
    ys_moments_of(&m, x, 9, NULL);
    ys_moments_of(&a, x, 4, NULL);
    ys_moments_of(&b, x + 4, 5, NULL);
    IS_INT(m.missing, 1, "the missing are counted");
    a = ys_moments_merge(a, b);
    IS_INT(a.n, m.n, "moments merge: n");
    IS_NEAR(a.mean, m.mean, 1e-15, "mean");
    IS_NEAR(a.ss, m.ss, 1e-15, "sum of squares");
    ys_moments_of(&b, x, 0, NULL);
    OK(isnan(b.mean) && isnan(ys_moments_sd(&b)), "no values have no mean and no deviation");
    IS_NEAR(ys_moments_merge(b, a).mean, a.mean, 0, "and merge as nothing");
}

static const struct {
    size_t n;
    double p;
    size_t low, high;
} ranks[] = {
    { 5, 0.5, 0, 0 },  { 6, 0.5, 1, 6 }, { 8, 0.5, 1, 8 }, { 1, 0.5, 0, 0 }, { 1000003, 0.25, 249152, 250851 },
    { 10000003, 0.5, 4996903, 5003101 },
};

static void quantiles(void)
{
    const double sorted[] = { 1, 1, 2, 3, 4, 5, 6, 9 };
    ys_interval got;
    size_t low, high;
    double coverage;

    IS_NEAR(ys_quantile(sorted, 8, 0.9), 6.9, 1e-15, "quantiles are of type 7");
    IS_NEAR(ys_quantile(sorted, 8, 0.5), 3.5, 0, "as is the median");
    OK(isnan(ys_quantile(sorted, 0, 0.5)) && isnan(ys_quantile(sorted, 8, 1.1)), "none of nothing, none beyond 1");
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++) {
        IS_INT(ys_interval_ranks(&low, &high, &coverage, ranks[i].n, ranks[i].p, 0.95, NULL), YS_OK, "ranks");
        IS_INT(low, ranks[i].low, "low rank");
        IS_INT(high, ranks[i].high, "high rank");
        OK((low == 0 || high == 0) == (coverage < 0.95) || ranks[i].n < 6, "reach their confidence");
    }
    IS_INT(ys_interval_quantile(&got, sorted, 8, 0.5, 0.95, NULL), YS_OK, "interval of a median");
    OK(got.estimate == 3.5 && got.low == 1 && got.high == 9, "from order statistics");
    IS_INT(ys_interval_quantile(&got, sorted, 3, 0.5, 0.95, NULL), YS_OK, "of three values");
    OK(got.estimate == 1 && isnan(got.low) && isnan(got.high), "has no limits");
    IS_INT(ys_interval_quantile(&got, sorted, 0, 0.5, 0.95, NULL), YS_E_NUMERIC, "nothing has no median");
    IS_INT(ys_interval_quantile(&got, sorted, 8, 1, 0.95, NULL), YS_E_ARGUMENT, "the maximum has no interval");
}

int main(void)
{
    intervals_of_shares();
    means();
    quantiles();
    return DONE();
}
