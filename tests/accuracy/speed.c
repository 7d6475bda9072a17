/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One million rows of one indicator at 40 partners: every description, and every test of partner against the rest and
 * of all together, in less than a second of processor time. */
#include <time.h>

#include <yardstick/stats.h>
#include <yardstick/stats_compare.h>
#include <yardstick/stats_rates.h>

#include "../unit/tap.h"

enum { ROWS = 1000000, PARTNERS = 40 };

static double clock_s(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

/* Earnings in cents, skewed and with ties; one in 97 missing. The rows of a partner stand together. */
static void make(double *x, int *partner)
{
    unsigned long state = 1;

    for (size_t i = 0; i < ROWS; i++) {
        state = state * 6364136223846793005UL + 1442695040888963407UL;
        x[i] = i % 97 ? floor(-log(1.0 - (double)(state >> 11) / 9007199254740992.0) * 200000.0) / 100.0 : NAN;
        partner[i] = (int)(i * PARTNERS / ROWS);
    }
}

static bool describe(const double *x)
{
    ys_description d;
    ys_interval interval;
    bool good = ys_describe(&d, x, ROWS, NULL) == YS_OK;

    for (size_t p = 0; p < PARTNERS; p++) {
        const double *own = x + p * (ROWS / PARTNERS);

        good = good && ys_describe(&d, own, ROWS / PARTNERS, NULL) == YS_OK &&
               ys_interval_mean(&interval, own, ROWS / PARTNERS, 0.95, NULL) == YS_OK;
    }
    return good;
}

static bool compare(const double *x, const int *partner)
{
    ys_moments m[PARTNERS], rest;
    ys_ranked each[PARTNERS], all;
    double p[PARTNERS];
    ys_compared c;
    ys_anova a;
    ys_test w;
    bool good = ys_moments_by_group(m, PARTNERS, x, partner, ROWS, NULL) == YS_OK &&
                ys_compare_anova(&a, m, PARTNERS, NULL) == YS_OK &&
                ys_compare_welch_anova(&w, m, PARTNERS, NULL) == YS_OK &&
                ys_rank_kruskal_wallis(&all, x, partner, ROWS, PARTNERS, NULL) == YS_OK &&
                ys_rank_each_against_rest(each, x, partner, ROWS, PARTNERS, NULL) == YS_OK;

    for (size_t i = 0; i < PARTNERS; i++) {
        rest = (ys_moments){ .mean = NAN };
        for (size_t j = 0; j < PARTNERS; j++)
            rest = j == i ? rest : ys_moments_merge(rest, m[j]);
        good = good && ys_compare_welch(&c, &m[i], &rest, 0.95, NULL) == YS_OK;
        p[i] = c.test.p;
    }
    return good && ys_adjust_holm(p, p, PARTNERS, NULL) == YS_OK;
}

static bool rates(const double *x)
{
    double yes[PARTNERS] = { 0 }, n[PARTNERS] = { 0 }, table[2 * PARTNERS], all = 0.0, cases = 0.0;
    ys_funnel_point points[PARTNERS];
    ys_equity_group groups[PARTNERS];
    ys_interval interval, shrunk[PARTNERS];
    ys_shrinkage s;
    ys_chi_square h;
    ys_equity e;
    ys_funnel f;
    bool good = true;

    for (size_t i = 0; i < ROWS; i++) {
        yes[i * PARTNERS / ROWS] += x[i] > 1500.0;
        n[i * PARTNERS / ROWS] += !isnan(x[i]);
    }
    for (size_t p = 0; p < PARTNERS; p++) {
        all += yes[p];
        cases += n[p];
        table[2 * p] = yes[p];
        table[2 * p + 1] = n[p] - yes[p];
    }
    for (size_t p = 0; p < PARTNERS; p++)
        good = good && ys_interval_wilson(&interval, yes[p], n[p], 0.95, NULL) == YS_OK &&
               ys_rates_newcombe(&interval, yes[p], n[p], all - yes[p], cases - n[p], 0.95, NULL) == YS_OK;
    return good && ys_table_chi_square(&h, table, PARTNERS, 2, NULL) == YS_OK &&
           ys_equity_of_rates(&e, groups, yes, n, PARTNERS, PARTNERS, 0.95, NULL) == YS_OK &&
           ys_funnel_of_rates(&f, points, yes, n, PARTNERS, NAN, NULL) == YS_OK &&
           ys_shrink_rates(&s, shrunk, yes, n, PARTNERS, 0.95, NULL) == YS_OK;
}

int main(void)
{
    const char *sanitized = getenv("YARDSTICK_SANITIZED"), *wrap = getenv("YARDSTICK_WRAP");
    double *x = malloc(ROWS * sizeof *x), start, middle, end;
    int *partner = malloc(ROWS * sizeof *partner);

    if ((sanitized && *sanitized) || (wrap && *wrap))
        SKIP_ALL("sanitizers and valgrind are slow");
    make(x, partner);
    start = clock_s();
    OK(describe(x), "a million rows and 40 partners are described");
    middle = clock_s();
    OK(compare(x, partner), "the partners are compared");
    end = clock_s();
    printf("# descriptions %.3f s, tests %.3f s\n", middle - start, end - middle);
    middle = clock_s();
    OK(rates(x), "so are their shares");
    end = clock_s();
    printf("# shares %.3f s, all %.3f s\n", end - middle, end - start);
    /* A second on a quiet machine; others may be at work on this one. */
    OK(end - start < 4.0, "in a second or so");
    free(partner);
    free(x);
    return DONE();
}
