/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_model.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <yardstick/stats_compare.h>

#include "base/error.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"

/* Sums of products of the items about their means, and their variances' total. */
struct items {
    double *mean, *product; /* k, and k by k */
    size_t n, k;
};

static double product_sum(const struct items *s, size_t without)
{
    double sum = 0.0;

    for (size_t a = 0; a < s->k; a++)
        for (size_t b = 0; b < s->k; b++)
            sum += a == without || b == without ? 0.0 : s->product[a * s->k + b];
    return sum;
}

/* Alpha of the items but one; without = k for all. NaN where their sum does not vary. */
static double alpha_of(const struct items *s, size_t without)
{
    double own = 0.0, all = product_sum(s, without), k = (double)s->k - (without < s->k);

    for (size_t a = 0; a < s->k; a++)
        own += a == without ? 0.0 : s->product[a * s->k + a];
    return all > 0.0 && k >= 2.0 ? k / (k - 1.0) * (1.0 - own / all) : NAN;
}

static void describe_items(ys_scale_item *items, const struct items *s)
{
    for (size_t j = 0; j < s->k; j++) {
        double own = s->product[j * s->k + j], rest = product_sum(s, j), with = 0.0;

        for (size_t b = 0; b < s->k; b++)
            with += b == j ? 0.0 : s->product[j * s->k + b];
        items[j] = (ys_scale_item){ .mean = s->mean[j],
                                    .sd = sqrt(own / ((double)s->n - 1.0)),
                                    .rest = own > 0.0 && rest > 0.0 ? with / sqrt(own * rest) : NAN,
                                    .alpha_without = alpha_of(s, j) };
    }
}

static bool complete(const double *row, size_t k)
{
    for (size_t j = 0; j < k; j++)
        if (isnan(row[j]))
            return false;
    return true;
}

static ys_status add_rows(struct items *s, const double *x, size_t n, ys_error *err)
{
    for (size_t i = 0; i < n * s->k; i++)
        if (isinf(x[i]))
            return ys__stats_infinite(err);
    for (size_t i = 0; i < n; i++)
        if (complete(x + i * s->k, s->k)) {
            s->n++;
            for (size_t j = 0; j < s->k; j++)
                s->mean[j] += (x[i * s->k + j] - s->mean[j]) / (double)s->n;
        }
    for (size_t i = 0; i < n; i++)
        if (complete(x + i * s->k, s->k))
            for (size_t a = 0; a < s->k; a++)
                for (size_t b = 0; b < s->k; b++)
                    s->product[a * s->k + b] += (x[i * s->k + a] - s->mean[a]) * (x[i * s->k + b] - s->mean[b]);
    return ys__stats_enough(s->n, 3, err);
}

ys_status ys_scale_alpha(ys_scale *out, ys_scale_item *items, const double *x, size_t n, size_t k, double level,
                         ys_error *err)
{
    struct items s = { .k = k };
    double *memory, alpha, df1, df2;
    ys_status status = ys__stats_level(level, err);

    if (status || (status = ys__stats_enough(k, 2, err)))
        return status;
    memory = calloc(k * (k + 1), sizeof *memory);
    if (memory == NULL)
        return ys__fail_nomem(err);
    s.mean = memory;
    s.product = memory + k;
    status = add_rows(&s, x, n, err);
    alpha = status ? NAN : alpha_of(&s, k);
    if (status == YS_OK && isnan(alpha))
        status = ys__stats_constant(err);
    if (status == YS_OK) {
        df1 = (double)s.n - 1.0;
        df2 = df1 * ((double)k - 1.0);
        *out = (ys_scale){ .n = s.n,
                           .missing = n - s.n,
                           .alpha = { .estimate = alpha,
                                      .low = 1.0 - (1.0 - alpha) * ys__f_quantile((1.0 + level) / 2.0, df1, df2),
                                      .high = 1.0 - (1.0 - alpha) * ys__f_quantile((1.0 - level) / 2.0, df1, df2) } };
        if (items)
            describe_items(items, &s);
    }
    free(memory);
    return status;
}

ys_status ys_clustering_of(ys_clustering *out, const ys_moments *clusters, size_t k, double level, ys_error *err)
{
    ys_anova a;
    double n = 0.0, squares = 0.0, size, f, df1, df2, low, high, icc;
    ys_clustering c;
    ys_status status = ys__stats_level(level, err);

    if (status || (status = ys_compare_anova(&a, clusters, k, err)))
        return status;
    for (size_t g = 0; g < k; g++) {
        n += (double)clusters[g].n;
        squares += (double)clusters[g].n * (double)clusters[g].n;
    }
    f = a.test.statistic;
    df1 = a.test.df;
    df2 = a.test.df2;
    size = (n - squares / n) / df1; /* what stands for the size of equal clusters in the expected mean square */
    low = f / ys__f_quantile((1.0 + level) / 2.0, df1, df2);
    high = f * ys__f_quantile((1.0 + level) / 2.0, df2, df1);
    icc = (f - 1.0) / (f + size - 1.0);
    c = (ys_clustering){ .n = (size_t)n, .clusters = (size_t)df1 + 1, .size = squares / n };
    c.icc = (ys_interval){ icc, (low - 1.0) / (low + size - 1.0), (high - 1.0) / (high + size - 1.0) };
    c.design_effect = fmax(1.0, 1.0 + (c.size - 1.0) * icc);
    c.effective_n = n / c.design_effect;
    *out = c;
    return YS_OK;
}
