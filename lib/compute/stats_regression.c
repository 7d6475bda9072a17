/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_regression.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"

/* Least squares by Householder's reflections of the centred and scaled predictors, then refined with residuals of twice
 * the digits. GSL's gsl_multifit_linear() calls its aborting handler when memory is short, drops dependent columns in
 * silence and keeps 9 digits of Wampler1; these are all there. */

enum { REFINEMENTS = 4 };

static const double dependent = 1e-11; /* what is left of a column of length 1 that the others make up */

/* The complete rows and the working memory; k = p + 1 with the intercept. */
struct problem {
    size_t n, missing, p, k;
    double *x, *y;            /* n rows of p as given; n */
    double *q;                /* n by p, column by column: the reflections and, above the diagonal, R */
    double *diagonal;         /* p: of R */
    double *mean, *scale;     /* p each */
    double *beta, *residual;  /* k, the intercept first; n */
    double *work, *spare;     /* n, p */
    double *bread, *meat, *covariance; /* k by k */
};

static ys_status make_room(struct problem *w, size_t n, size_t p, ys_error *err)
{
    size_t k = p + 1;
    double *block = calloc(2 * n * p + 3 * n + 4 * p + k + 3 * k * k + 1, sizeof *block);

    *w = (struct problem){ .p = p, .k = k, .x = block };
    if (block == NULL)
        return ys__fail_nomem(err);
    w->y = w->x + n * p;
    w->q = w->y + n;
    w->diagonal = w->q + n * p;
    w->mean = w->diagonal + p;
    w->scale = w->mean + p;
    w->beta = w->scale + p;
    w->residual = w->beta + k;
    w->work = w->residual + n;
    w->spare = w->work + n;
    w->bread = w->spare + p;
    w->meat = w->bread + k * k;
    w->covariance = w->meat + k * k;
    return YS_OK;
}

static ys_status take_rows(struct problem *w, const double *y, const double *x, size_t n, ys_error *err)
{
    for (size_t i = 0; i < n; i++) {
        bool complete = !isnan(y[i]), infinite = isinf(y[i]);

        for (size_t j = 0; j < w->p; j++) {
            complete = complete && !isnan(x[i * w->p + j]);
            infinite = infinite || isinf(x[i * w->p + j]);
        }
        if (infinite)
            return ys__stats_infinite(err);
        if (!complete)
            continue;
        memcpy(w->x + w->n * w->p, x + i * w->p, w->p * sizeof *x);
        w->y[w->n++] = y[i];
    }
    w->missing = n - w->n;
    return ys__stats_enough(w->n, w->k + 1, err);
}

static ys_status standardise(struct problem *w, ys_error *err)
{
    for (size_t j = 0; j < w->p; j++) {
        double *column = w->q + j * w->n;
        ys_moments m;
        ys_status status;

        for (size_t i = 0; i < w->n; i++)
            column[i] = w->x[i * w->p + j];
        if ((status = ys_moments_of(&m, column, w->n, err)) != YS_OK)
            return status;
        w->mean[j] = m.mean;
        w->scale[j] = sqrt(m.ss);
        if (!(w->scale[j] > 1e-12 * fabs(m.mean)))
            return ys__stats_constant(err);
        for (size_t i = 0; i < w->n; i++)
            column[i] = (column[i] - m.mean) / w->scale[j];
    }
    return YS_OK;
}

/* Applies the j-th reflection, kept in the column from its diagonal on, to a vector. */
static void reflect(const struct problem *w, size_t j, double *v)
{
    const double *h = w->q + j * w->n;
    double sum = 0.0, length = 0.0;

    for (size_t i = j; i < w->n; i++) {
        sum += h[i] * v[i];
        length += h[i] * h[i];
    }
    for (size_t i = j; length > 0.0 && i < w->n; i++)
        v[i] -= 2.0 * sum / length * h[i];
}

static ys_status decompose(struct problem *w, ys_error *err)
{
    for (size_t j = 0; j < w->p; j++) {
        double *column = w->q + j * w->n, norm = 0.0;

        for (size_t i = j; i < w->n; i++)
            norm += column[i] * column[i];
        norm = sqrt(norm);
        if (!(norm > dependent))
            return ys__fail(err, YS_E_NUMERIC, NULL, _("the predictors depend on each other"));
        w->diagonal[j] = column[j] > 0.0 ? -norm : norm;
        column[j] -= w->diagonal[j];
        for (size_t later = j + 1; later < w->p; later++)
            reflect(w, j, w->q + later * w->n);
    }
    return YS_OK;
}

/* R z = v, in place in the first p of v. */
static void solve(const struct problem *w, double *v)
{
    for (size_t j = w->p; j-- > 0;) {
        for (size_t later = j + 1; later < w->p; later++)
            v[j] -= w->q[later * w->n + j] * v[later];
        v[j] /= w->diagonal[j];
    }
}

/* R' z = v, in place. */
static void solve_transposed(const struct problem *w, double *v)
{
    for (size_t j = 0; j < w->p; j++) {
        for (size_t before = 0; before < j; before++)
            v[j] -= w->q[j * w->n + before] * v[before];
        v[j] /= w->diagonal[j];
    }
}

/* A sum of products kept with twice the digits (Ogita, Rump and Oishi 2005). */
typedef struct doubled {
    double high, low;
} doubled;

static void add_product(doubled *s, double a, double b)
{
    double product = a * b, rounded = fma(a, b, -product), next = s->high + product, part = next - s->high;

    s->low += (s->high - (next - part)) + (product - part) + rounded;
    s->high = next;
}

/* y - b0 - b1 x1 - ... - left of a row. */
static double residual_of(const struct problem *w, size_t row, double left)
{
    doubled s = { w->y[row], 0.0 };

    add_product(&s, left, -1.0);
    add_product(&s, w->beta[0], -1.0);
    for (size_t j = 0; j < w->p; j++)
        add_product(&s, -w->beta[j + 1], w->x[row * w->p + j]);
    return s.high + s.low;
}

/* What the residuals lack for being orthogonal to the predictor j; to the ones: SIZE_MAX. */
static double lacking(const struct problem *w, size_t j)
{
    doubled s = { 0.0, 0.0 };

    for (size_t i = 0; i < w->n; i++)
        add_product(&s, j == SIZE_MAX ? -1.0 : -w->x[i * w->p + j], w->residual[i]);
    return s.high + s.low;
}

/* One step of refinement of coefficients and residuals together (Bjorck 1967): the system r + A b = y, A'r = 0 is
 * solved for what both still miss. */
static void improve(struct problem *w)
{
    double ones = lacking(w, SIZE_MAX), mean = 0.0, *f = w->work, *h = w->spare;

    for (size_t i = 0; i < w->n; i++) {
        f[i] = residual_of(w, i, w->residual[i]);
        mean += f[i] / (double)w->n;
    }
    for (size_t j = 0; j < w->p; j++)
        h[j] = (lacking(w, j) - w->mean[j] * ones) / w->scale[j];
    solve_transposed(w, h);
    for (size_t i = 0; i < w->n; i++)
        f[i] -= mean;
    for (size_t j = 0; j < w->p; j++)
        reflect(w, j, f);
    for (size_t j = 0; j < w->p; j++) {
        double first = f[j];

        f[j] = h[j];
        h[j] = first - h[j];
    }
    for (size_t j = w->p; j-- > 0;)
        reflect(w, j, f);
    for (size_t i = 0; i < w->n; i++)
        w->residual[i] += f[i] + ones / (double)w->n;
    solve(w, h);
    mean -= ones / (double)w->n;
    for (size_t j = 0; j < w->p; j++) {
        w->beta[j + 1] += h[j] / w->scale[j];
        mean -= h[j] / w->scale[j] * w->mean[j];
    }
    w->beta[0] += mean;
}

/* (Z'Z)^-1 of the centred and scaled predictors Z with their intercept. */
static void invert(struct problem *w)
{
    memset(w->bread, 0, w->k * w->k * sizeof *w->bread);
    w->bread[0] = 1.0 / (double)w->n;
    for (size_t j = 0; j < w->p; j++) {
        memset(w->work, 0, w->p * sizeof *w->work);
        w->work[j] = 1.0;
        solve_transposed(w, w->work);
        solve(w, w->work);
        for (size_t i = 0; i < w->p; i++)
            w->bread[(i + 1) * w->k + j + 1] = w->work[i];
    }
}

static double centred(const struct problem *w, size_t row, size_t j)
{
    return j == 0 ? 1.0 : (w->x[row * w->p + j - 1] - w->mean[j - 1]) / w->scale[j - 1];
}

/* The sum of the products of the scores of rows up to some lags apart, with Bartlett's weights. */
static void add_scores(struct problem *w, size_t lags)
{
    memset(w->meat, 0, w->k * w->k * sizeof *w->meat);
    for (size_t lag = 0; lag <= lags && lag < w->n; lag++) {
        double weight = lag ? 1.0 - (double)lag / ((double)lags + 1.0) : 0.5;

        for (size_t i = lag; i < w->n; i++)
            for (size_t a = 0; a < w->k; a++)
                for (size_t b = 0; b < w->k; b++) {
                    double both = centred(w, i, a) * centred(w, i - lag, b) + centred(w, i - lag, a) * centred(w, i, b);

                    w->meat[a * w->k + b] += weight * w->residual[i] * w->residual[i - lag] * both;
                }
    }
}

static void multiply(double *to, const double *a, const double *b, size_t k)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            to[i * k + j] = 0.0;
            for (size_t m = 0; m < k; m++)
                to[i * k + j] += a[i * k + m] * b[m * k + j];
        }
}

/* The variance of a coefficient from the covariance of those of the centred and scaled predictors. */
static double variance_of(const struct problem *w, size_t term)
{
    double sum = w->covariance[0];

    if (term > 0)
        return w->covariance[term * w->k + term] / (w->scale[term - 1] * w->scale[term - 1]);
    for (size_t a = 1; a < w->k; a++) {
        double shift = -w->mean[a - 1] / w->scale[a - 1];

        sum += 2.0 * shift * w->covariance[a];
        for (size_t b = 1; b < w->k; b++)
            sum += shift * w->covariance[a * w->k + b] * -w->mean[b - 1] / w->scale[b - 1];
    }
    return sum;
}

static void describe_term(ys_regression_term *t, const struct problem *w, size_t term, double level)
{
    double df = (double)(w->n - w->k), estimate = w->beta[term], half;

    t->error = sqrt(fmax(0.0, variance_of(w, term)));
    half = ys__t_quantile(level, df) * t->error;
    t->coefficient = (ys_interval){ estimate, estimate - half, estimate + half };
    t->test = (ys_test){ .statistic = NAN, .df = df, .df2 = NAN, .p = NAN };
    if (t->error > 0.0) {
        t->test.statistic = estimate / t->error;
        t->test.p = ys__t_two_sided(t->test.statistic, df);
    }
}

static ys_status summarise(ys_regression *out, const struct problem *w, ys_error *err)
{
    double df = (double)(w->n - w->k), p = (double)w->p;
    ys_regression r = { .n = w->n, .missing = w->missing, .test = { NAN, p, df, NAN } };
    ys_moments m;
    ys_status status = ys_moments_of(&m, w->y, w->n, err);

    if (status != YS_OK)
        return status;
    if (!(m.ss > 0.0))
        return ys__stats_constant(err);
    for (size_t i = 0; i < w->n; i++)
        r.ss_residual += w->residual[i] * w->residual[i];
    r.ss_regression = m.ss - r.ss_residual;
    r.residual_sd = sqrt(r.ss_residual / df);
    r.r2 = 1.0 - r.ss_residual / m.ss;
    r.adjusted_r2 = 1.0 - r.ss_residual / df / (m.ss / ((double)w->n - 1.0));
    if (r.ss_residual > 0.0) {
        r.test.statistic = fmax(0.0, r.ss_regression) / p / (r.ss_residual / df);
        r.test.p = ys__f_upper(r.test.statistic, p, df);
    }
    *out = r;
    return YS_OK;
}

/* lags -1: errors as if all rows were alike and independent. */
static ys_status fit(ys_regression *out, ys_regression_term *terms, struct problem *w, int lags, double level,
                     ys_error *err)
{
    ys_status status = standardise(w, err);

    if (status == YS_OK)
        status = decompose(w, err);
    if (status != YS_OK)
        return status;
    for (int i = 0; i < REFINEMENTS; i++)
        improve(w);
    invert(w);
    if ((status = summarise(out, w, err)) != YS_OK)
        return status;
    if (lags < 0) {
        for (size_t i = 0; i < w->k * w->k; i++)
            w->covariance[i] = w->bread[i] * out->ss_residual / (double)(w->n - w->k);
    } else {
        add_scores(w, (size_t)lags);
        multiply(w->covariance, w->bread, w->meat, w->k);
        multiply(w->meat, w->covariance, w->bread, w->k);
        memcpy(w->covariance, w->meat, w->k * w->k * sizeof *w->meat);
    }
    for (size_t j = 0; terms && j < w->k; j++)
        describe_term(&terms[j], w, j, level);
    return YS_OK;
}

static ys_status regress(ys_regression *out, ys_regression_term *terms, const double *y, const double *x, size_t n,
                         size_t p, int lags, double level, ys_error *err)
{
    ys_regression found;
    struct problem w;
    ys_status status = ys__stats_level(level, err);

    if (status == YS_OK && (p == 0 || p > 1000))
        status = ys__fail(err, YS_E_ARGUMENT, NULL, _("a regression needs 1 to 1000 predictors"));
    if (status == YS_OK)
        status = ys__stats_enough(n, p + 2, err);
    if (status != YS_OK || (status = make_room(&w, n, p, err)) != YS_OK)
        return status;
    status = take_rows(&w, y, x, n, err);
    if (status == YS_OK)
        status = fit(&found, terms, &w, lags, level, err);
    if (status == YS_OK)
        *out = found;
    free(w.x);
    return status;
}

ys_status ys_regression_fit(ys_regression *out, ys_regression_term *terms, const double *y, const double *x, size_t n,
                            size_t p, double level, ys_error *err)
{
    return regress(out, terms, y, x, n, p, -1, level, err);
}

ys_status ys_regression_newey_west(ys_regression *out, ys_regression_term *terms, const double *y, const double *x,
                                   size_t n, size_t p, unsigned lags, double level, ys_error *err)
{
    if (lags > 1000)
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("at most 1000 lags"));
    return regress(out, terms, y, x, n, p, (int)lags, level, err);
}
