/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_compare.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/i18n.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"

ys_status ys_table_mcnemar(ys_mcnemar *out, double gained, double lost, double level, ys_error *err)
{
    ys_status status = ys__stats_level(level, err);
    double n = gained + lost, few = fmin(gained, lost), distance = fmax(fabs(gained - lost) - 1.0, 0.0), chi2;
    ys_interval share;

    if (status)
        return status;
    if (!(gained >= 0.0 && lost >= 0.0 && n <= ys__stats_most))
        return ys__stats_infinite(err);
    status = ys_interval_clopper_pearson(&share, gained, n, level, err);
    if (status)
        return status;
    chi2 = distance * distance / n;
    *out = (ys_mcnemar){
        .p_exact = fmin(1.0, 2.0 * ys__binomial_p(few, n, 0.5, false)),
        .test = { .statistic = chi2, .df = 1.0, .df2 = NAN, .p = ys__chisq_upper(chi2, 1.0) },
        .odds = { .estimate = lost > 0.0 ? gained / lost : NAN,
                  .low = share.low / (1.0 - share.low),
                  .high = share.high < 1.0 ? share.high / (1.0 - share.high) : NAN },
    };
    return YS_OK;
}

/* Sums of rows and columns, and how many of each are not empty. */
struct margins {
    double *row, *column, total;
    size_t rows, columns;
};

static ys_status add_margins(struct margins *m, const double *counts, size_t rows, size_t columns, ys_error *err)
{
    for (size_t i = 0; i < rows * columns; i++) {
        if (!(counts[i] >= 0.0 && isfinite(counts[i])))
            return ys__stats_infinite(err);
        m->row[i / columns] += counts[i];
        m->column[i % columns] += counts[i];
        m->total += counts[i];
    }
    for (size_t r = 0; r < rows; r++)
        m->rows += m->row[r] > 0.0;
    for (size_t c = 0; c < columns; c++)
        m->columns += m->column[c] > 0.0;
    return ys__stats_enough(m->rows < m->columns ? m->rows : m->columns, 2, err);
}

ys_status ys_table_chi_square(ys_chi_square *out, const double *counts, size_t rows, size_t columns, ys_error *err)
{
    double *sums = calloc(rows + columns + 1, sizeof *sums);
    struct margins m = { .row = sums, .column = sums ? sums + rows : NULL };
    ys_chi_square result = { .least = INFINITY };
    ys_status status = sums ? add_margins(&m, counts, rows, columns, err) : ys__fail_nomem(err);
    double chi2 = 0.0, df, least_side;

    for (size_t i = 0; status == YS_OK && i < rows * columns; i++) {
        double expected = m.row[i / columns] * m.column[i % columns] / m.total, d = counts[i] - expected;

        if (expected > 0.0) {
            chi2 += d * d / expected;
            result.least = fmin(result.least, expected);
            result.below_five += expected < 5.0;
        }
    }
    free(sums);
    if (status)
        return status;
    df = ((double)m.rows - 1.0) * ((double)m.columns - 1.0);
    least_side = (double)(m.rows < m.columns ? m.rows : m.columns);
    result.n = m.total;
    result.rows = m.rows;
    result.columns = m.columns;
    result.cramers_v = sqrt(chi2 / (m.total * (least_side - 1.0)));
    result.test = (ys_test){ .statistic = chi2, .df = df, .df2 = NAN, .p = ys__chisq_upper(chi2, df) };
    *out = result;
    return YS_OK;
}

/* All tables of two by two with the margins of one: the first cell runs from low to high, weight holds the probability
 * of each under an odds ratio of 1, up to a factor. */
struct tables {
    double low, high, seen;
    double *weight;
    size_t n;
    double target; /* what a limit of the odds ratio is to reach */
};

/* From the likeliest table outwards by the ratio of neighbours: nothing cancels and nothing overflows. */
static void weigh(struct tables *t, double row, double column, double total)
{
    double middle = floor((row + 1.0) * (column + 1.0) / (total + 2.0));
    size_t mode = (size_t)(fmin(fmax(middle, t->low), t->high) - t->low);

    t->weight[mode] = 1.0;
    for (size_t i = mode; i + 1 < t->n; i++) {
        double k = t->low + (double)i;

        t->weight[i + 1] = t->weight[i] * (row - k) / (k + 1.0) * (column - k) / (total - row - column + k + 1.0);
    }
    for (size_t i = mode; i > 0; i--) {
        double k = t->low + (double)i;

        t->weight[i - 1] = t->weight[i] * k / (row - k + 1.0) * (total - row - column + k) / (column - k + 1.0);
    }
}

static double fisher_p(const struct tables *t)
{
    double some = 0.0, all = 0.0, limit = t->weight[(size_t)(t->seen - t->low)] * (1.0 + 1e-7);

    for (size_t i = 0; i < t->n; i++) {
        all += t->weight[i];
        some += t->weight[i] <= limit ? t->weight[i] : 0.0;
    }
    return fmin(1.0, some / all);
}

/* The share of the tables at or beyond the seen one, on either side, and their mean, under an odds ratio e^log_odds. */
struct tilted {
    double at_most, at_least, mean;
};

static struct tilted tilt(const struct tables *t, double log_odds)
{
    struct tilted result = { 0.0, 0.0, 0.0 };
    double all = 0.0, top = -INFINITY;

    for (size_t i = 0; i < t->n; i++)
        top = fmax(top, t->weight[i] > 0.0 ? log(t->weight[i]) + log_odds * (double)i : -INFINITY);
    for (size_t i = 0; i < t->n; i++) {
        double k = t->low + (double)i;
        double w = t->weight[i] > 0.0 ? exp(log(t->weight[i]) + log_odds * (double)i - top) : 0.0;

        all += w;
        result.at_most += k <= t->seen ? w : 0.0;
        result.at_least += k >= t->seen ? w : 0.0;
        result.mean += k * w;
    }
    return (struct tilted){ result.at_most / all, result.at_least / all, result.mean / all };
}

static double mean_miss(double log_odds, const void *context)
{
    const struct tables *t = context;

    return tilt(t, log_odds).mean - t->seen;
}

static double at_least_miss(double log_odds, const void *context)
{
    const struct tables *t = context;

    return tilt(t, log_odds).at_least - t->target;
}

static double at_most_miss(double log_odds, const void *context)
{
    const struct tables *t = context;

    return tilt(t, log_odds).at_most - t->target;
}

static ys_interval conditional_odds(struct tables *t, double level)
{
    const double far = 100.0; /* e^100 is beyond any table of counts up to 1e8 */
    bool lowest = t->seen == t->low, highest = t->seen == t->high;

    t->target = (1.0 - level) / 2.0;
    return (ys_interval){
        .estimate = highest ? NAN : lowest ? 0.0 : exp(ys__root(mean_miss, t, -far, far)),
        .low = lowest ? 0.0 : exp(ys__root(at_least_miss, t, -far, far)),
        .high = highest ? NAN : exp(ys__root(at_most_miss, t, -far, far)),
    };
}

static bool whole(double count)
{
    return count >= 0.0 && count <= 1e8 && count == floor(count);
}

ys_status ys_table_fisher(ys_fisher *out, double a, double b, double c, double d, double level, ys_error *err)
{
    ys_status status = ys__stats_level(level, err);
    double row = a + b, column = a + c, total = a + b + c + d;
    struct tables t = { .low = fmax(0.0, row + column - total), .high = fmin(row, column), .seen = a };

    if (status)
        return status;
    if (!(whole(a) && whole(b) && whole(c) && whole(d)))
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("a count is negative, not whole or too large"));
    if (total == 0.0)
        return ys__stats_enough(0, 1, err);
    t.n = (size_t)(t.high - t.low) + 1;
    t.weight = malloc(t.n * sizeof *t.weight);
    if (t.weight == NULL)
        return ys__fail_nomem(err);
    weigh(&t, row, column, total);
    *out = (ys_fisher){ .p = fisher_p(&t), .odds = conditional_odds(&t, level) };
    free(t.weight);
    return YS_OK;
}
