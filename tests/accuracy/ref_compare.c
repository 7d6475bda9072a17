/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ref.h"

#include <math.h>
#include <stdlib.h>

#include <yardstick/stats_compare.h>

static void paired(struct ref_case *c)
{
    size_t n;
    const double *x = ref_values(c, "x", &n), *y = ref_values(c, "y", &n);
    ys_paired p;

    if (!ref_ok(c, ys_compare_paired(&p, x, y, n, ref_number(c, "level"), NULL)))
        return;
    ref_put1(c, "n", (double)p.n);
    ref_put1(c, "missing", (double)p.missing);
    ref_put3(c, "difference", p.difference.estimate, p.difference.low, p.difference.high);
    ref_put1(c, "t", p.test.statistic);
    ref_put1(c, "df", p.test.df);
    ref_put1(c, "p", p.test.p);
    ref_put1(c, "g", p.g.estimate);
    ref_put2(c, "g_limits", p.g.low, p.g.high);
}

static void welch(struct ref_case *c)
{
    size_t nx, ny;
    const double *x = ref_values(c, "x", &nx), *y = ref_values(c, "y", &ny);
    ys_compared w;
    ys_moments a, b;

    ys_moments_of(&a, x, nx, NULL);
    ys_moments_of(&b, y, ny, NULL);
    if (!ref_ok(c, ys_compare_welch(&w, &a, &b, ref_number(c, "level"), NULL)))
        return;
    ref_put3(c, "difference", w.difference.estimate, w.difference.low, w.difference.high);
    ref_put1(c, "t", w.test.statistic);
    ref_put1(c, "df", w.test.df);
    ref_put1(c, "p", w.test.p);
    ref_put1(c, "g", w.g.estimate);
    ref_put2(c, "g_limits", w.g.low, w.g.high);
}

/* The moments of the groups of a case; free(). */
static ys_moments *moments(struct ref_case *c, size_t *k)
{
    size_t n;
    const double *x = ref_values(c, "x", &n);
    int *g = ref_whole(c, "g", &n);
    ys_moments *m = calloc(20, sizeof *m);

    *k = (size_t)ref_number(c, "k");
    ys_moments_by_group(m, *k, x, g, n, NULL);
    free(g);
    return m;
}

static void anova(struct ref_case *c)
{
    size_t k;
    ys_moments *m = moments(c, &k);
    ys_anova a;

    if (ref_ok(c, ys_compare_anova(&a, m, k, NULL))) {
        ref_put1(c, "f", a.test.statistic);
        ref_put2(c, "df", a.test.df, a.test.df2);
        ref_put1(c, "p", a.test.p);
        ref_put2(c, "ss", a.ss_between, a.ss_within);
        ref_put2(c, "ms", a.ms_between, a.ms_within);
        ref_put1(c, "sd", a.residual_sd);
        ref_put1(c, "eta2", a.eta2);
        ref_put1(c, "omega2", a.omega2);
    }
    free(m);
}

static void welch_anova(struct ref_case *c)
{
    size_t k;
    ys_moments *m = moments(c, &k);
    ys_test t;

    if (ref_ok(c, ys_compare_welch_anova(&t, m, k, NULL))) {
        ref_put1(c, "f", t.statistic);
        ref_put2(c, "df", t.df, t.df2);
        ref_put1(c, "p", t.p);
    }
    free(m);
}

static void dunn(struct ref_case *c)
{
    enum { MOST = 64 };
    size_t n, k = (size_t)ref_number(c, "k"), pairs = k * (k - 1) / 2;
    const double *x = ref_values(c, "x", &n);
    int *g = ref_whole(c, "g", &n);
    double z[MOST], p[MOST], adjusted[MOST];
    ys_dunn d[MOST];

    if (ref_ok(c, ys_rank_dunn(d, x, g, n, k, NULL))) {
        for (size_t i = 0; i < pairs; i++) {
            z[i] = d[i].z;
            p[i] = d[i].p;
            adjusted[i] = d[i].p_adjusted;
        }
        ref_put(c, "z", z, pairs);
        ref_put(c, "p", p, pairs);
        ref_put(c, "adjusted", adjusted, pairs);
    }
    free(g);
}

static void kruskal_wallis(struct ref_case *c)
{
    size_t n;
    const double *x = ref_values(c, "x", &n);
    int *g = ref_whole(c, "g", &n);
    ys_ranked r;

    if (ref_ok(c, ys_rank_kruskal_wallis(&r, x, g, n, (size_t)ref_number(c, "k"), NULL))) {
        ref_put1(c, "h", r.test.statistic);
        ref_put1(c, "df", r.test.df);
        ref_put1(c, "p", r.test.p);
        ref_put1(c, "effect", r.effect);
    }
    free(g);
}

static void put_ranked(struct ref_case *c, const char *statistic, const ys_ranked *r)
{
    ref_put1(c, statistic, r->test.statistic);
    ref_put1(c, "p", r->test.p);
    ref_put1(c, "exact", r->exact);
    ref_put1(c, "n", (double)r->n);
    ref_put1(c, "zeros", (double)r->zeros);
    ref_put1(c, "effect", r->effect);
}

static void signed_rank(struct ref_case *c)
{
    size_t n;
    const double *x = ref_values(c, "x", &n), *y = ref_values(c, "y", &n);
    ys_ranked r;

    if (ref_ok(c, ys_rank_signed(&r, x, y, n, NULL)))
        put_ranked(c, "v", &r);
}

static void mann_whitney(struct ref_case *c)
{
    size_t nx, ny;
    const double *x = ref_values(c, "x", &nx), *y = ref_values(c, "y", &ny);
    ys_ranked r;

    if (ref_ok(c, ys_rank_mann_whitney(&r, x, nx, y, ny, NULL)))
        put_ranked(c, "u", &r);
}

static void each_against_rest(struct ref_case *c)
{
    size_t n, k = (size_t)ref_number(c, "k");
    const double *x = ref_values(c, "x", &n);
    int *g = ref_whole(c, "g", &n);
    double u[20], p[20];
    ys_ranked r[20];

    if (ref_ok(c, ys_rank_each_against_rest(r, x, g, n, k, NULL))) {
        for (size_t i = 0; i < k; i++) {
            u[i] = r[i].test.statistic;
            p[i] = r[i].test.p;
        }
        ref_put(c, "u", u, k);
        ref_put(c, "p", p, k);
    }
    free(g);
}

static void adjust(struct ref_case *c)
{
    size_t n;
    const double *p = ref_values(c, "p", &n);
    double holm[50], bh[50];

    if (!ref_ok(c, ys_adjust_holm(holm, p, n, NULL)) || !ref_ok(c, ys_adjust_bh(bh, p, n, NULL)))
        return;
    ref_put(c, "holm", holm, n);
    ref_put(c, "bh", bh, n);
}

static void fisher(struct ref_case *c)
{
    size_t n;
    const double *m = ref_values(c, "counts", &n);
    ys_fisher f;

    if (!ref_ok(c, ys_table_fisher(&f, m[0], m[1], m[2], m[3], ref_number(c, "level"), NULL)))
        return;
    ref_put1(c, "p", f.p);
    ref_put3(c, "odds", f.odds.estimate, f.odds.low, f.odds.high);
}

static void mcnemar(struct ref_case *c)
{
    ys_mcnemar m;

    if (!ref_ok(c, ys_table_mcnemar(&m, ref_number(c, "gained"), ref_number(c, "lost"), ref_number(c, "level"), NULL)))
        return;
    ref_put1(c, "p_exact", m.p_exact);
    ref_put1(c, "chi2", m.test.statistic);
    ref_put1(c, "p", m.test.p);
    ref_put3(c, "odds", m.odds.estimate, m.odds.low, m.odds.high);
}

static void chi_square(struct ref_case *c)
{
    size_t n, rows = (size_t)ref_number(c, "rows"), columns = (size_t)ref_number(c, "columns");
    const double *m = ref_values(c, "counts", &n);
    ys_chi_square h;

    if (!ref_ok(c, ys_table_chi_square(&h, m, rows, columns, NULL)))
        return;
    ref_put1(c, "chi2", h.test.statistic);
    ref_put1(c, "df", h.test.df);
    ref_put1(c, "p", h.test.p);
    ref_put1(c, "v", h.cramers_v);
    ref_put1(c, "least", h.least);
    ref_put1(c, "below_five", (double)h.below_five);
}

const struct ref_adapter ref_compare[] = {
    { "paired", paired },
    { "welch", welch },
    { "anova", anova },
    { "welch_anova", welch_anova },
    { "dunn", dunn },
    { "kruskal_wallis", kruskal_wallis },
    { "signed", signed_rank },
    { "mann_whitney", mann_whitney },
    { "each_against_rest", each_against_rest },
    { "adjust", adjust },
    { "fisher", fisher },
    { "mcnemar", mcnemar },
    { "chi_square", chi_square },
    { 0 },
};
