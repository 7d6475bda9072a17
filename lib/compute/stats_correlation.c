/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_model.h>

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_statistics_double.h>

#include "base/error.h"
#include "base/i18n.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"
#include "compute/stats_kendall.h"

enum { EXACT_BELOW = 50, MOST = 20000 };

/* Limits on Fisher's scale, for a variance there; NaN where that is not positive. */
static ys_interval fisher(double r, double variance, double level)
{
    double half = ys__normal_z(level) * sqrt(variance), z = atanh(r);

    if (!(variance > 0.0) || isinf(variance))
        return (ys_interval){ r, NAN, NAN };
    return (ys_interval){ .estimate = r, .low = tanh(z - half), .high = tanh(z + half) };
}

static double within(double r)
{
    return fmin(1.0, fmax(-1.0, r));
}

static ys_test t_of(double r, double df)
{
    double t = r * sqrt(df / ((1.0 - r) * (1.0 + r)));

    return (ys_test){ .statistic = t, .df = df, .df2 = NAN, .p = isinf(t) ? 0.0 : ys__t_two_sided(t, df) };
}

/* Correlates complete pairs; more is what the variance on Fisher's scale is multiplied by, per r^2. */
static ys_status correlate(ys_correlation *out, const ys__pairs *p, double more, double level, ys_error *err)
{
    double mean_x = gsl_stats_mean(p->x, 1, p->n), mean_y = gsl_stats_mean(p->y, 1, p->n), n = (double)p->n;
    double sxx = gsl_stats_tss_m(p->x, 1, p->n, mean_x), syy = gsl_stats_tss_m(p->y, 1, p->n, mean_y), r;

    if (!(sxx > 0.0 && syy > 0.0))
        return ys__stats_constant(err);
    r = within(gsl_stats_correlation(p->x, 1, p->y, 1, p->n));
    *out = (ys_correlation){ .n = p->n,
                             .missing = p->missing,
                             .r = fisher(r, (1.0 + more * r * r) / (n - 3.0), level),
                             .test = t_of(r, n - 2.0) };
    return YS_OK;
}

static ys_status take(ys__pairs *p, const double *x, const double *y, size_t n, double level, ys_error *err)
{
    ys_status status = ys__stats_level(level, err);

    if (status || (status = ys__pairs_take(p, x, y, n, err)))
        return status;
    status = ys__stats_enough(p->n, 3, err);
    if (status)
        ys__pairs_free(p);
    return status;
}

ys_status ys_correlation_pearson(ys_correlation *out, const double *x, const double *y, size_t n, double level,
                                 ys_error *err)
{
    ys__pairs p;
    ys_status status = take(&p, x, y, n, level, err);

    if (status)
        return status;
    status = correlate(out, &p, 0.0, level, err);
    ys__pairs_free(&p);
    return status;
}

ys_status ys_correlation_spearman(ys_correlation *out, const double *x, const double *y, size_t n, double level,
                                  ys_error *err)
{
    ys__pairs p, ranks;
    double ties;
    ys_status status = take(&p, x, y, n, level, err);

    if (status)
        return status;
    ranks = (ys__pairs){ .x = malloc(2 * p.n * sizeof *ranks.x), .n = p.n, .missing = p.missing };
    ranks.y = ranks.x ? ranks.x + p.n : NULL;
    status = ranks.x ? ys__midranks(ranks.x, &ties, p.x, p.n, err) : ys__fail_nomem(err);
    if (status == YS_OK)
        status = ys__midranks(ranks.y, &ties, p.y, p.n, err);
    if (status == YS_OK)
        status = correlate(out, &ranks, 0.5, level, err);
    ys__pairs_free(&ranks);
    ys__pairs_free(&p);
    return status;
}

/* The chance, two-sided, of as many pairs in order among n < EXACT_BELOW values without ties: by the number of
 * permutations with each number of inversions. */
static double kendall_p(size_t n, double in_order)
{
    double ways[EXACT_BELOW * EXACT_BELOW / 2] = { 1.0 }, extreme, some = 0.0, all = 0.0;
    size_t top = 0;

    for (size_t size = 2; size <= n; size++) { /* the newcomer makes 0 to size - 1 inversions */
        double window = 0.0;
        double grown[EXACT_BELOW * EXACT_BELOW / 2];

        for (size_t s = 0; s <= top + size - 1; s++) {
            window += s <= top ? ways[s] : 0.0;
            window -= s >= size ? ways[s - size] : 0.0;
            grown[s] = window;
        }
        top += size - 1;
        for (size_t s = 0; s <= top; s++)
            ways[s] = grown[s] / (double)size; /* chances, so that nothing overflows */
    }
    extreme = fmin(in_order, (double)top - in_order);
    for (size_t s = 0; s <= top; s++) {
        all += ways[s];
        some += (double)s <= extreme ? ways[s] : 0.0;
    }
    return fmin(1.0, 2.0 * some / all);
}

ys_status ys_correlation_kendall(ys_correlation *out, const double *x, const double *y, size_t n, double level,
                                 ys_error *err)
{
    ys__pairs p;
    struct ys__kendall k;
    double all, tau, count;
    ys_correlation c;
    ys_status status = n <= MOST ? take(&p, x, y, n, level, err)
                                 : ys__fail(err, YS_E_ARGUMENT, NULL,
                                            _("too many points for a comparison of all pairs"));

    if (status)
        return status;
    status = ys__kendall_count(&k, p.x, p.y, p.n, err);
    count = (double)p.n;
    all = count * (count - 1.0) / 2.0;
    if (status == YS_OK && (k.tied_x == all || k.tied_y == all))
        status = ys__stats_constant(err);
    if (status == YS_OK) {
        tau = within(k.s / (sqrt(all - k.tied_x) * sqrt(all - k.tied_y)));
        c = (ys_correlation){ .n = p.n, .missing = p.missing, .r = fisher(tau, 0.437 / (count - 4.0), level) };
        c.exact = p.n < EXACT_BELOW && k.tied_x == 0.0 && k.tied_y == 0.0;
        c.test = (ys_test){ .statistic = c.exact ? (all + k.s) / 2.0 : k.s / sqrt(k.variance), .df = NAN, .df2 = NAN };
        c.test.p = c.exact ? kendall_p(p.n, c.test.statistic) : 2.0 * ys__normal_p(-fabs(c.test.statistic));
        *out = c;
    }
    ys__pairs_free(&p);
    return status;
}
