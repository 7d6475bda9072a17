/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every function on samples that have nothing to give: it answers or refuses in words, and GSL's aborting handler,
 * which stays in place, is never called. */
#include <yardstick/stats.h>
#include <yardstick/stats_compare.h>
#include <yardstick/stats_model.h>
#include <yardstick/stats_rates.h>
#include <yardstick/stats_regression.h>
#include <yardstick/stats_trend.h>

#include "tap.h"

enum { MOST = 12 };

static const struct sample {
    const char *name;
    size_t n;
    double x[MOST];
} samples[] = {
    { "nothing", 0, { 0 } },
    { "one value", 1, { 3 } },
    { "missing values alone", 4, { NAN, NAN, NAN, NAN } },
    { "one value among missing ones", 3, { NAN, 1, NAN } },
    { "two equal values", 2, { 1, 1 } },
    { "two values", 2, { 0, 1 } },
    { "zeros", 9, { 0 } },
    { "equal values", 10, { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 } },
    { "three values", 3, { 1, 0, 1 } },
    { "an infinite value", 3, { 1, INFINITY, 0 } },
    { "huge values", 10, { 1e300, -1e300, 1e300, 1, 2, 3, 4, 5, 6, 1e300 } },
    { "tiny values", 10, { 1e-300, 2e-300, 0, 1e-300, 4e-300, 0, 0, 1e-305, 1e-308, 5e-324 } },
    { "negative values", 9, { -1, -2, -3, -4, -1, -2, -9, -8, -7 } },
    { "yes and no", 12, { 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0 } },
};

static int refused, answered;

/* A refusal has a status of its own and a sentence. */
static bool take(ys_status status, ys_error *err)
{
    bool good = status == YS_OK || ((status == YS_E_NUMERIC || status == YS_E_ARGUMENT) && err->status == status &&
                                    err->text[0] != '\0');

    if (status == YS_OK)
        answered++;
    else
        refused++;
    *err = (ys_error)YS_ERROR_INIT;
    return good;
}

static double first_of(const double *x, size_t n, void *context)
{
    (void)context;
    return n > 0 ? x[0] : NAN;
}

static bool one_sample(const struct sample *s, ys_error *err)
{
    double sorted[MOST], z[MOST];
    ys_bootstrap_options options = { 1, 0.9, 99, 1 };
    ys_forecast_options paths = { 1, 0.8, 99, 1, 2.0, false };
    ys_chart_point points[MOST];
    ys_interval i, steps[2];
    ys_moments m;
    ys_chart chart;
    union {
        ys_description description;
        ys_robust robust;
        ys_bootstrap bootstrap;
        ys_kendall_trend trend;
        ys_outliers outliers;
        ys_jump jump;
        ys_forecast forecast;
    } out;

    memcpy(sorted, s->x, sizeof sorted);
    return take(ys_moments_of(&m, s->x, s->n, err), err) & take(ys_interval_mean(&i, s->x, s->n, 0.95, err), err) &
           take(ys_interval_quantile(&i, sorted, s->n, 0.5, 0.95, err), err) &
           take(ys_describe(&out.description, s->x, s->n, err), err) &
           take(ys_describe_robust(&out.robust, s->x, s->n, err), err) &
           take(ys_bootstrap_interval(&out.bootstrap, s->x, s->n, first_of, NULL, &options, err), err) &
           take(ys_trend_mann_kendall(&out.trend, s->x, s->n, err), err) &
           take(ys_trend_seasonal_kendall(&out.trend, s->x, s->n, 4, err), err) &
           take(ys_chart_xmr(&chart, points, s->x, s->n, 0, err), err) &
           take(ys_outliers_modified_z(&out.outliers, z, s->x, s->n, err), err) &
           take(ys_outliers_tukey(&out.outliers, s->x, s->n, err), err) &
           take(ys_outliers_jump(&out.jump, s->x, s->n, 7, err), err) &
           take(ys_forecast_holt(&out.forecast, steps, 2, s->x, s->n, &paths, err), err);
}

static bool two_samples(const struct sample *a, const struct sample *b, ys_error *err)
{
    size_t n = a->n < b->n ? a->n : b->n;
    ys_correlation correlation;
    ys_theil_sen line;
    ys_compared compared;
    ys_moments x, y;
    ys_paired paired;
    ys_ranked ranked;
    ys_ols ols;
    ys_weighted weighted;
    ys_regression plane;
    ys_regression_term terms[3];

    ys_moments_of(&x, a->x, a->n, NULL);
    ys_moments_of(&y, b->x, b->n, NULL);
    return take(ys_compare_paired(&paired, a->x, b->x, n, 0.95, err), err) &
           take(ys_rank_signed(&ranked, a->x, b->x, n, err), err) &
           take(ys_rank_mann_whitney(&ranked, a->x, a->n, b->x, b->n, err), err) &
           (isinf(a->x[1]) || isinf(b->x[1]) || take(ys_compare_welch(&compared, &x, &y, 0.95, err), err)) &
           take(ys_trend_ols(&ols, a->x, b->x, n, 0.95, err), err) &
           take(ys_describe_weighted(&weighted, a->x, b->x, n, 0.95, err), err) &
           take(ys_regression_fit(&plane, terms, a->x, b->x, n, 1, 0.95, err), err) &
           take(ys_regression_fit(&plane, terms, a->x, b->x, n / 2, 2, 0.95, err), err) &
           take(ys_regression_newey_west(&plane, terms, a->x, b->x, n, 1, 2, 0.95, err), err) &
           take(ys_trend_theil_sen(&line, a->x, b->x, n, 0.95, err), err) &
           take(ys_correlation_pearson(&correlation, a->x, b->x, n, 0.95, err), err) &
           take(ys_correlation_spearman(&correlation, a->x, b->x, n, 0.95, err), err) &
           take(ys_correlation_kendall(&correlation, a->x, b->x, n, 0.95, err), err);
}

static bool groups_and_models(const struct sample *a, const struct sample *b, ys_error *err)
{
    static const int group[MOST] = { 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2 };
    size_t n = a->n < b->n ? a->n : b->n;
    ys_logistic_term terms[2];
    ys_survival_step steps[MOST];
    ys_clustering clustering;
    ys_survival survival;
    ys_logistic logistic;
    ys_ranked ranked[3];
    ys_dunn pairs[3];
    ys_moments m[3];
    ys_anova anova;
    ys_scale scale;
    ys_test test;
    bool good = take(ys_logistic_fit(&logistic, terms, a->x, b->x, NULL, n, 1, 0.95, err), err) &
                take(ys_logistic_fit(&logistic, terms, a->x, b->x, group, n, 1, 0.95, err), err) &
                take(ys_survival_kaplan_meier(&survival, steps, a->x, b->x, n, NAN, 0.95, err), err) &
                take(ys_survival_log_rank(&test, NULL, a->x, b->x, group, n, 3, err), err) &
                take(ys_scale_alpha(&scale, NULL, a->x, a->n / 2, 2, 0.95, err), err) &
                take(ys_rank_kruskal_wallis(&ranked[0], a->x, group, a->n, 3, err), err) &
                take(ys_rank_dunn(pairs, a->x, group, a->n, 3, err), err) &
                take(ys_rank_each_against_rest(ranked, a->x, group, a->n, 3, err), err);

    if (!take(ys_moments_by_group(m, 3, a->x, group, a->n, err), err) || isinf(a->x[1]))
        return good;
    return good & take(ys_compare_anova(&anova, m, 3, err), err) & take(ys_compare_welch_anova(&test, m, 3, err), err) &
           take(ys_clustering_of(&clustering, m, 3, 0.95, err), err);
}

static bool counts(const struct sample *a, const struct sample *b, ys_error *err)
{
    size_t k = a->n < b->n ? a->n : b->n;
    ys_chart_point chart_points[MOST];
    ys_funnel_point points[MOST];
    ys_equity_group groups[MOST];
    ys_mantel_haenszel strata;
    ys_interval i, shrunk[MOST];
    ys_chi_square square;
    ys_shrinkage shrinkage;
    ys_mcnemar mcnemar;
    ys_equity equity;
    ys_funnel funnel;
    ys_fisher fisher;
    ys_chart chart;
    const double *x = a->x, *n = b->x;

    return take(ys_table_mcnemar(&mcnemar, x[0], n[0], 0.95, err), err) &
           take(ys_table_fisher(&fisher, x[0], x[1], n[0], n[1], 0.95, err), err) &
           take(ys_table_chi_square(&square, x, a->n / 2, 2, err), err) &
           take(ys_rates_newcombe(&i, x[0], n[0], x[1], n[1], 0.95, err), err) &
           take(ys_rates_miettinen_nurminen(&i, x[0], n[0], x[1], n[1], 0.95, err), err) &
           take(ys_rates_risk_ratio(&i, x[0], n[0], x[1], n[1], 0.95, err), err) &
           take(ys_rates_odds_ratio(&i, x[0], n[0], x[1], n[1], 0.95, err), err) &
           take(ys_rates_mantel_haenszel(&strata, (const ys_stratum *)x, a->n / 4, 0.95, err), err) &
           take(ys_rates_standardised(&i, x, n, n, k, 1000, 0.95, err), err) &
           take(ys_equity_of_rates(&equity, groups, x, n, k, k, 0.95, err), err) &
           take(ys_funnel_of_rates(&funnel, points, x, n, k, NAN, err), err) &
           take(ys_shrink_rates(&shrinkage, shrunk, x, n, k, 0.95, err), err) &
           take(ys_chart_p(&chart, chart_points, x, n, k, 0, err), err) &
           take(ys_chart_u(&chart, chart_points, x, n, k, 0, err), err) &
           take(ys_chart_laney(&chart, chart_points, x, n, k, 0, err), err) &
           take(ys_chart_laney_u(&chart, chart_points, x, n, k, 0, err), err);
}

static void levels(void)
{
    const double bad[] = { 0.0, 1.0, -0.5, 95.0, NAN, INFINITY }, x[] = { 1, 2, 4 };
    ys_error err = YS_ERROR_INIT;
    ys_interval i;
    ys_paired p;
    ys_detectable d;

    for (size_t b = 0; b < sizeof bad / sizeof *bad; b++)
        OK(ys_interval_mean(&i, x, 3, bad[b], &err) == YS_E_ARGUMENT &&
               ys_compare_paired(&p, x, x, 3, bad[b], &err) == YS_E_ARGUMENT &&
               ys_rates_newcombe(&i, 1, 2, 1, 3, bad[b], &err) == YS_E_ARGUMENT &&
               ys_power_share_change(&d, 0.5, 10, 10, 0.95, bad[b], &err) == YS_E_ARGUMENT,
           "a level that is none is refused");
}

static void bootstraps(void)
{
    const double x[] = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5 };
    ys_bootstrap_options options = YS_BOOTSTRAP_OPTIONS_INIT;
    ys_bootstrap a, b;

    IS_INT(ys_bootstrap_interval(&a, x, 11, first_of, NULL, NULL, NULL), YS_OK, "a statistic is bootstrapped");
    ys_bootstrap_interval(&b, x, 11, first_of, NULL, NULL, NULL);
    OK(memcmp(&a, &b, sizeof a) == 0, "the same seed gives the same limits");
    options.replicates = 98;
    IS_INT(ys_bootstrap_interval(&b, x, 11, first_of, NULL, &options, NULL), YS_E_ARGUMENT, "98 are too few");
}

int main(void)
{
    const size_t k = sizeof samples / sizeof *samples;
    ys_error err = YS_ERROR_INIT;

    for (size_t a = 0; a < k; a++) {
        OK(one_sample(&samples[a], &err), samples[a].name);
        for (size_t b = 0; b < k; b++) {
            char name[128];

            snprintf(name, sizeof name, "%s, %s", samples[a].name, samples[b].name);
            OK(two_samples(&samples[a], &samples[b], &err) & groups_and_models(&samples[a], &samples[b], &err) &
                   counts(&samples[a], &samples[b], &err), name);
        }
    }
    printf("# %d answered, %d refused\n", answered, refused);
    OK(answered > 500 && refused > 500, "some are answered, some refused");
    levels();
    bootstraps();
    return DONE();
}
