/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_model.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"
#include "compute/stats_matrix.h"

enum { ROUNDS = 60 };

/* The complete rows, predictors centred and scaled so that the system stays well conditioned, and the working memory.
 * k = p + 1 with the intercept. */
struct problem {
    size_t n, p, k;
    double *x;                  /* n rows of k; the first of each is 1 */
    double *y;
    int *cluster;               /* NULL for none */
    double *mean, *scale;       /* k each */
    double *beta, *gradient;    /* k each */
    double *information;        /* k by k, then its Cholesky factor */
    double *covariance, *spare; /* k by k */
    double deviance;
};

static void release(struct problem *w)
{
    free(w->x);
    free(w->cluster);
}

static ys_status make_room(struct problem *w, size_t n, size_t p, bool clustered, ys_error *err)
{
    size_t k = p + 1;
    double *block = calloc(n * k + n + 4 * k + 3 * k * k, sizeof *block);

    *w = (struct problem){ .p = p, .k = k, .x = block };
    w->cluster = clustered ? malloc((n + 1) * sizeof *w->cluster) : NULL;
    if (block == NULL || (clustered && w->cluster == NULL)) {
        release(w);
        return ys__fail_nomem(err);
    }
    w->y = block + n * k;
    w->mean = w->y + n;
    w->scale = w->mean + k;
    w->beta = w->scale + k;
    w->gradient = w->beta + k;
    w->information = w->gradient + k;
    w->covariance = w->information + k * k;
    w->spare = w->covariance + k * k;
    return YS_OK;
}

/* Copies the complete rows. */
static ys_status take_rows(struct problem *w, const double *y, const double *x, const int *cluster, size_t n,
                           ys_error *err)
{
    for (size_t i = 0; i < n; i++) {
        double *row = w->x + w->n * w->k;
        bool complete = !isnan(y[i]);

        if (complete && y[i] != 0.0 && y[i] != 1.0)
            return ys__fail(err, YS_E_ARGUMENT, NULL, _("an outcome is neither 0 nor 1"));
        row[0] = 1.0;
        for (size_t j = 0; j < w->p; j++) {
            row[j + 1] = x[i * w->p + j];
            if (isinf(row[j + 1]))
                return ys__stats_infinite(err);
            complete = complete && !isnan(row[j + 1]);
        }
        if (!complete)
            continue;
        w->y[w->n] = y[i];
        if (cluster)
            w->cluster[w->n] = cluster[i];
        w->n++;
    }
    return ys__stats_enough(w->n, w->k + 1, err);
}

static ys_status standardise(struct problem *w, ys_error *err)
{
    double n = (double)w->n;

    w->scale[0] = 1.0;
    for (size_t j = 1; j < w->k; j++) {
        double mean = 0.0, squares = 0.0;

        for (size_t i = 0; i < w->n; i++)
            mean += w->x[i * w->k + j] / n;
        for (size_t i = 0; i < w->n; i++) {
            double *value = &w->x[i * w->k + j];

            *value -= mean;
            squares += *value * *value / n;
        }
        if (!(sqrt(squares) > 1e-12 * fabs(mean)))
            return ys__stats_constant(err);
        w->mean[j] = mean;
        w->scale[j] = sqrt(squares);
        for (size_t i = 0; i < w->n; i++)
            w->x[i * w->k + j] /= w->scale[j];
    }
    return YS_OK;
}

static double predicted(const struct problem *w, size_t i)
{
    double eta = 0.0;

    for (size_t j = 0; j < w->k; j++)
        eta += w->x[i * w->k + j] * w->beta[j];
    return eta;
}

/* The lower triangle of the information, the gradient and the deviance at beta. */
static void add_up(struct problem *w)
{
    memset(w->information, 0, w->k * w->k * sizeof *w->information);
    memset(w->gradient, 0, w->k * sizeof *w->gradient);
    w->deviance = 0.0;
    for (size_t i = 0; i < w->n; i++) {
        const double *row = w->x + i * w->k;
        double eta = predicted(w, i), side = w->y[i] > 0.0 ? eta : -eta;
        double miss = 1.0 / (1.0 + exp(side)), weight = miss * (1.0 - miss), off = w->y[i] > 0.0 ? miss : -miss;

        w->deviance += 2.0 * (side > 0.0 ? log1p(exp(-side)) : log1p(exp(side)) - side);
        for (size_t a = 0; a < w->k; a++) {
            w->gradient[a] += row[a] * off;
            for (size_t b = 0; b <= a; b++)
                w->information[a * w->k + b] += row[a] * row[b] * weight;
        }
    }
}

/* Newton's steps, halved while they make the deviance worse. False where they do not settle: the data are separated,
 * the coefficients run off and the information vanishes. On return information holds the factor at the maximum. */
static bool climb(struct problem *w, unsigned *rounds)
{
    add_up(w);
    for (*rounds = 1; *rounds <= ROUNDS; (*rounds)++) {
        double before = w->deviance, largest = 0.0, sum = 0.0, part = 1.0;

        for (size_t a = 0; a < w->k; a++)
            sum += w->information[a * w->k + a];
        if (!(sum > 1e-8 * (double)w->k) || !ys__cholesky(w->information, w->k, 1e-11))
            return false;
        ys__cholesky_solve(w->information, w->k, w->gradient);
        memcpy(w->spare, w->gradient, w->k * sizeof *w->spare);
        for (size_t a = 0; a < w->k; a++) {
            w->beta[a] += w->spare[a];
            largest = fmax(largest, fabs(w->spare[a]));
        }
        add_up(w);
        for (int half = 0; half < 30 && w->deviance > before * (1.0 + 1e-10); half++) {
            part /= 2.0;
            for (size_t a = 0; a < w->k; a++)
                w->beta[a] -= w->spare[a] * part;
            add_up(w);
        }
        if (largest * part < 1e-10)
            return ys__cholesky(w->information, w->k, 1e-11);
    }
    return false;
}

static int by_cluster(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;

    return (x > y) - (x < y);
}

/* Adds the outer product of the scores of one cluster to spare, and clears them. */
static void close_cluster(struct problem *w, double *score)
{
    for (size_t a = 0; a < w->k; a++)
        for (size_t b = 0; b < w->k; b++)
            w->spare[a * w->k + b] += score[a] * score[b];
    memset(score, 0, w->k * sizeof *score);
}

/* Turns the covariance into that of sums over clusters: A^-1 B A^-1. scores has room for clusters rows of k. */
static void sandwich(struct problem *w, double *scores, const int *names, size_t clusters)
{
    double correction = (double)clusters / ((double)clusters - 1.0), *half = w->information; /* no longer needed */

    memset(w->spare, 0, w->k * w->k * sizeof *w->spare);
    for (size_t i = 0; i < w->n; i++) {
        const int *found = bsearch(&w->cluster[i], names, clusters, sizeof *names, by_cluster);
        double off = w->y[i] - 1.0 / (1.0 + exp(-predicted(w, i)));

        for (size_t a = 0; a < w->k; a++)
            scores[(size_t)(found - names) * w->k + a] += w->x[i * w->k + a] * off;
    }
    for (size_t c = 0; c < clusters; c++)
        close_cluster(w, scores + c * w->k);
    for (int turn = 0; turn < 2; turn++) { /* half = covariance spare, then covariance = half covariance */
        const double *left = turn ? half : w->covariance, *right = turn ? w->covariance : w->spare;
        double *to = turn ? w->spare : half;

        for (size_t a = 0; a < w->k; a++)
            for (size_t b = 0; b < w->k; b++) {
                double sum = 0.0;

                for (size_t j = 0; j < w->k; j++)
                    sum += left[a * w->k + j] * right[j * w->k + b];
                to[a * w->k + b] = sum * (turn ? correction : 1.0);
            }
    }
    memcpy(w->covariance, w->spare, w->k * w->k * sizeof *w->spare);
}

static ys_status make_robust(struct problem *w, size_t *clusters, ys_error *err)
{
    int *names = malloc((w->n + 1) * sizeof *names);
    double *scores = NULL;
    ys_status status = names ? YS_OK : ys__fail_nomem(err);

    *clusters = 0;
    if (names) {
        memcpy(names, w->cluster, w->n * sizeof *names);
        qsort(names, w->n, sizeof *names, by_cluster);
        for (size_t i = 0; i < w->n; i++)
            if (i == 0 || names[i] != names[*clusters - 1])
                names[(*clusters)++] = names[i];
        status = ys__stats_enough(*clusters, 2, err);
    }
    if (status == YS_OK && (scores = calloc(*clusters * w->k, sizeof *scores)) == NULL)
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        sandwich(w, scores, names, *clusters);
    free(scores);
    free(names);
    return status;
}

/* Estimate and variance of term j in the units the caller gave: the intercept gathers what centring moved. */
static void unscale(const struct problem *w, size_t j, double *estimate, double *variance)
{
    double weight[2] = { 1.0, 0.0 };

    if (j > 0) {
        weight[0] = 1.0 / w->scale[j];
        *estimate = w->beta[j] * weight[0];
        *variance = w->covariance[j * w->k + j] * weight[0] * weight[0];
        return;
    }
    *estimate = *variance = 0.0;
    for (size_t a = 0; a < w->k; a++) {
        weight[0] = a ? -w->mean[a] / w->scale[a] : 1.0;
        *estimate += weight[0] * w->beta[a];
        for (size_t b = 0; b < w->k; b++) {
            weight[1] = b ? -w->mean[b] / w->scale[b] : 1.0;
            *variance += weight[0] * weight[1] * w->covariance[a * w->k + b];
        }
    }
}

static ys_logistic_term describe_term(const struct problem *w, size_t j, size_t clusters, double level)
{
    double estimate, variance, error, df = clusters ? (double)clusters - 1.0 : NAN, z, half;

    unscale(w, j, &estimate, &variance);
    error = sqrt(variance);
    z = estimate / error;
    half = error * (clusters ? ys__t_quantile(level, df) : ys__normal_z(level));
    return (ys_logistic_term){
        .coefficient = { estimate, estimate - half, estimate + half },
        .odds = { exp(estimate), exp(estimate - half), exp(estimate + half) },
        .error = error,
        .test = { .statistic = z, .df = df, .df2 = NAN,
                  .p = clusters ? ys__t_two_sided(z, df) : 2.0 * ys__normal_p(-fabs(z)) },
    };
}

/* From complete, standardised rows. */
static ys_status solve(ys_logistic *l, ys_logistic_term *terms, struct problem *w, double level, ys_error *err)
{
    const ys_interval none = { NAN, NAN, NAN };
    double rate = (double)l->events / (double)w->n;
    ys_status status;

    add_up(w); /* at 0 all weights are equal: the information is the predictors' own */
    if (!ys__cholesky(w->information, w->k, 1e-11))
        return ys__fail(err, YS_E_NUMERIC, NULL, _("the predictors depend on each other"));
    w->beta[0] = log(rate / (1.0 - rate));
    l->null_deviance = -2.0 * (double)w->n * (rate * log(rate) + (1.0 - rate) * log(1.0 - rate));
    l->separated = !climb(w, &l->iterations);
    l->deviance = w->deviance;
    l->test = (ys_test){ .statistic = fmax(0.0, l->null_deviance - l->deviance), .df = (double)w->p, .df2 = NAN };
    l->test.p = w->p ? ys__chisq_upper(l->test.statistic, l->test.df) : NAN;
    if (!l->separated)
        ys__cholesky_inverse(w->information, w->k, w->covariance);
    if (!l->separated && w->cluster && (status = make_robust(w, &l->clusters, err)) != YS_OK)
        return status;
    for (size_t j = 0; j < w->k; j++)
        terms[j] = l->separated ? (ys_logistic_term){ none, none, NAN, { NAN, NAN, NAN, NAN } }
                                : describe_term(w, j, l->clusters, level);
    return YS_OK;
}

ys_status ys_logistic_fit(ys_logistic *out, ys_logistic_term *terms, const double *y, const double *x,
                          const int *cluster, size_t n, size_t p, double level, ys_error *err)
{
    ys_logistic l = { .n = 0 };
    struct problem w;
    ys_status status = ys__stats_level(level, err);

    if (status || (status = make_room(&w, n, p, cluster != NULL, err)))
        return status;
    status = take_rows(&w, y, x, cluster, n, err);
    for (size_t i = 0; status == YS_OK && i < w.n; i++)
        l.events += w.y[i] > 0.0;
    if (status == YS_OK && (l.events == 0 || l.events == w.n))
        status = ys__stats_constant(err);
    if (status == YS_OK)
        status = standardise(&w, err);
    l.n = w.n;
    l.missing = n - w.n;
    if (status == YS_OK && (status = solve(&l, terms, &w, level, err)) == YS_OK)
        *out = l;
    release(&w);
    return status;
}
