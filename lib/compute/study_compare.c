/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <yardstick/stats_compare.h>
#include <yardstick/stats_rates.h>

static const double level = 0.95;
enum { FISHER_MAX = 1000 }; /* cases up to which every table is counted */

ys__nature ys__nature_of(const ys__indicator *indicator)
{
    switch (indicator->measure.kind) {
    case YS__SHARE:
        return YS__SHARES;
    case YS__RATE:
        return strcmp(indicator->unit, "percent") == 0 ? YS__SHARES : YS__OTHER;
    case YS__COUNT:
    case YS__DISTINCT:
        return YS__COUNTS;
    case YS__MEAN:
        return indicator->measure.b ? YS__OTHER : YS__MEANS;
    case YS__MEDIAN:
    case YS__QUANTILE:
        return YS__RANKS;
    default:
        return YS__OTHER;
    }
}

int64_t ys__cases(ys__nature nature, const ys__figure *figure)
{
    return nature == YS__SHARES && figure->denominator >= 0 ? (int64_t)figure->denominator : figure->n;
}

static void set_difference(ys_study_row *row, const ys_interval *i)
{
    row->difference = i->estimate;
    row->difference_low = i->low;
    row->difference_high = i->high;
}

static void set_test(ys_study_row *row, const char *name, double statistic, double p)
{
    row->test = name;
    row->statistic = statistic;
    row->p = p;
}

static void set_effect(ys_study_row *row, const char *name, double effect)
{
    row->effect_name = name;
    row->effect = effect;
    row->effect_low = row->effect_high = NAN;
}

static void set_ranged_effect(ys_study_row *row, const char *name, const ys_interval *i)
{
    set_effect(row, name, i->estimate);
    row->effect_low = i->low;
    row->effect_high = i->high;
}

static bool compare_shares(ys_study *study, ys_study_row *row, const ys__figure *a, const ys__figure *b)
{
    double yes_a = a->numerator, no_a = a->denominator - a->numerator;
    double yes_b = b->numerator, no_b = b->denominator - b->numerator;
    const double table[] = { yes_a, no_a, yes_b, no_b };
    ys_interval difference, ratio;
    ys_chi_square chi;
    ys_fisher fisher;

    if (ys_rates_newcombe(&difference, yes_a, a->denominator, yes_b, b->denominator, level, NULL) != YS_OK)
        return false;
    set_difference(row, &difference);
    if (ys__study_good(study, ys_rates_risk_ratio(&ratio, yes_a, a->denominator, yes_b, b->denominator, level, NULL)))
        set_ranged_effect(row, "risk ratio", &ratio);
    if (!ys__study_good(study, ys_table_chi_square(&chi, table, 2, 2, NULL)))
        return true;
    set_test(row, "chi-square", chi.test.statistic, chi.test.p);
    if ((chi.n <= FISHER_MAX || chi.below_five) && yes_a == floor(yes_a) && yes_b == floor(yes_b) &&
        ys__study_good(study, ys_table_fisher(&fisher, yes_a, no_a, yes_b, no_b, level, NULL)))
        set_test(row, "Fisher exact", fisher.odds.estimate, fisher.p);
    return true;
}

/* Two Poisson counts: given their sum, one of them is binomial. */
static bool compare_counts(ys_study *study, ys_study_row *row, double a, double b)
{
    ys_mcnemar exact;

    row->difference = a - b;
    if (!ys__study_good(study, ys_table_mcnemar(&exact, a, b, level, NULL)))
        return false;
    set_test(row, "exact Poisson", exact.odds.estimate, exact.p_exact);
    set_ranged_effect(row, "rate ratio", &exact.odds);
    row->difference_low = exact.odds.low * b - b; /* had b been as it is */
    row->difference_high = exact.odds.high * b - b;
    return true;
}

static bool compare_means(ys_study *study, ys_study_row *row, const ys__studied *a, const ys__studied *b)
{
    ys_compared welch;

    if (!ys__study_good(study, ys_compare_welch(&welch, &a->moments, &b->moments, level, NULL)))
        return false;
    set_difference(row, &welch.difference);
    set_test(row, "Welch t", welch.test.statistic, welch.test.p);
    set_ranged_effect(row, "Hedges g", &welch.g);
    return true;
}

/* The interval of the difference from those of both sides, by the method of variance estimates recovered. */
static void recover_interval(ys_study_row *row, const ys__figure *a, const ys__figure *b)
{
    row->difference_low = row->difference - hypot(a->value - a->low, b->high - b->value);
    row->difference_high = row->difference + hypot(a->high - a->value, b->value - b->low);
}

static bool compare_ranks(ys_study *study, ys_study_row *row, const ys__studied *a, const ys__studied *b,
                          const ys_ranked *ranked)
{
    ys_ranked own;

    recover_interval(row, &a->figure, &b->figure);
    if (ranked == NULL) {
        if (!ys__study_good(study, ys_rank_mann_whitney(&own, a->values, a->n_values, b->values, b->n_values, NULL)))
            return false;
        ranked = &own;
    }
    if (isnan(ranked->test.p))
        return false;
    set_test(row, "Mann-Whitney", ranked->test.statistic, ranked->test.p);
    set_effect(row, "P(x>y)", ranked->effect);
    return true;
}

bool ys__compare(ys_study *study, ys_study_row *row, ys__nature nature, const ys__studied *a, const ys__studied *b,
                 const ys_ranked *ranked)
{
    row->value = a->figure.value;
    row->low = a->figure.low;
    row->high = a->figure.high;
    row->n = ys__cases(nature, &a->figure);
    row->other = b->figure.value;
    if (a->figure.standing != YS__OK || b->figure.standing != YS__OK || isnan(row->value) || isnan(row->other))
        return false;
    row->difference = row->value - row->other;
    switch (nature) {
    case YS__SHARES:
        return compare_shares(study, row, &a->figure, &b->figure);
    case YS__COUNTS:
        return compare_counts(study, row, a->figure.value, b->figure.value);
    case YS__MEANS:
        return compare_means(study, row, a, b);
    case YS__RANKS:
        return compare_ranks(study, row, a, b, ranked);
    default:
        return false;
    }
}

bool ys__compare_pairs(ys_study *study, ys_study_row *t, ys_study_row *signed_rank, const double *none,
                       const ys__studied *changes)
{
    ys_paired paired;
    ys_ranked ranked;

    if (!ys__study_good(study, ys_compare_paired(&paired, none, changes->values, changes->n_values, level, NULL)))
        return false;
    t->n = signed_rank->n = (int64_t)paired.n;
    t->value = t->difference = paired.difference.estimate;
    t->low = t->difference_low = paired.difference.low;
    t->high = t->difference_high = paired.difference.high;
    set_test(t, "paired t", paired.test.statistic, paired.test.p);
    t->p_adjusted = t->p;
    set_ranged_effect(t, "Hedges g", &paired.g);
    if (!ys__study_good(study, ys_rank_signed(&ranked, none, changes->values, changes->n_values, NULL)))
        return true;
    set_test(signed_rank, "signed rank", ranked.test.statistic, ranked.test.p);
    signed_rank->p_adjusted = signed_rank->p;
    set_effect(signed_rank, "rank-biserial", ranked.effect);
    return true;
}

/* A baseline is one number without a spread of its own: its place in the interval is all that can be told. */
bool ys__compare_fixed(ys_study_row *row, ys__nature nature, const ys__studied *a, double fixed)
{
    row->value = a->figure.value;
    row->low = a->figure.low;
    row->high = a->figure.high;
    row->n = ys__cases(nature, &a->figure);
    row->other = fixed;
    if (a->figure.standing != YS__OK || isnan(row->value))
        return false;
    row->difference = row->value - fixed;
    row->difference_low = row->low - fixed;
    row->difference_high = row->high - fixed;
    if (nature == YS__OTHER || isnan(row->low) || isnan(row->high))
        return false;
    row->test = "interval";
    return true;
}

/* Cochran's rule: chi-square holds with at most a fifth of the expected counts below 5 and none below 1. */
static bool is_rough(const ys_chi_square *chi)
{
    return chi->least < 1 || 5 * chi->below_five > chi->rows * chi->columns;
}

static bool all_shares(ys_study *study, ys_study_row *row, bool *rough, const ys__studied *samples, size_t n)
{
    double *table = malloc(2 * (n + 1) * sizeof *table);
    ys_chi_square chi;
    size_t k = 0;
    bool good = false;

    for (size_t i = 0; table && i < n; i++)
        if (samples[i].figure.standing == YS__OK) {
            table[2 * k] = samples[i].figure.numerator;
            table[2 * k++ + 1] = samples[i].figure.denominator - samples[i].figure.numerator;
        }
    study->nomem |= table == NULL;
    if (table && ys__study_good(study, ys_table_chi_square(&chi, table, k, 2, NULL))) {
        set_test(row, "chi-square", chi.test.statistic, chi.test.p);
        set_effect(row, "Cramer V", chi.cramers_v);
        *rough = is_rough(&chi);
        good = true;
    }
    free(table);
    return good;
}

static bool all_means(ys_study *study, ys_study_row *row, const ys__studied *samples, size_t n)
{
    ys_moments *moments = calloc(n + 1, sizeof *moments);
    ys_anova anova;
    ys_test welch;
    size_t k = 0;
    bool good = false;

    study->nomem |= moments == NULL;
    for (size_t i = 0; moments && i < n; i++)
        if (samples[i].n_values > 1 &&
            ys__study_good(study, ys_moments_of(&moments[k], samples[i].values, samples[i].n_values, NULL)))
            k += moments[k].ss > 0;
    if (moments && ys__study_good(study, ys_compare_welch_anova(&welch, moments, k, NULL))) {
        set_test(row, "Welch ANOVA", welch.statistic, welch.p);
        good = true;
    }
    if (good && ys__study_good(study, ys_compare_anova(&anova, moments, k, NULL)))
        set_effect(row, "eta squared", anova.eta2);
    free(moments);
    return good;
}

static bool all_ranks(ys_study *study, ys_study_row *row, const ys__studied *samples, size_t n)
{
    size_t total = 0, at = 0;
    double *values;
    int *group;
    ys_ranked ranked;
    bool good = false;

    for (size_t i = 0; i < n; i++)
        total += samples[i].n_values;
    values = malloc((total + 1) * sizeof *values);
    group = malloc((total + 1) * sizeof *group);
    study->nomem |= values == NULL || group == NULL;
    for (size_t i = 0; values && group && i < n; i++)
        for (size_t k = 0; k < samples[i].n_values; k++, at++) {
            values[at] = samples[i].values[k];
            group[at] = (int)i;
        }
    if (values && group && ys__study_good(study, ys_rank_kruskal_wallis(&ranked, values, group, total, n, NULL))) {
        set_test(row, "Kruskal-Wallis", ranked.test.statistic, ranked.test.p);
        set_effect(row, "epsilon squared", ranked.effect);
        good = true;
    }
    free(values);
    free(group);
    return good;
}

bool ys__compare_all(ys_study *study, ys_study_row *row, bool *rough, ys__nature nature, const ys__studied *samples,
                     size_t n)
{
    *rough = false;
    switch (nature) {
    case YS__SHARES:
        return all_shares(study, row, rough, samples, n);
    case YS__MEANS:
        return all_means(study, row, samples, n);
    case YS__RANKS:
        return all_ranks(study, row, samples, n);
    default:
        return false;
    }
}
