/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/select.h"

#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 1024, FEW = 2048 /* values that need no buckets */ };

/* Buckets of equal width from low to high. The place of a value never falls as the value grows, so buckets are in order
 * whatever the rounding. */
struct buckets {
    double low, scale;
    size_t count[BUCKETS];
};

static size_t bucket_of(const struct buckets *b, double x)
{
    double at = (x - b->low) * b->scale;

    return at < BUCKETS ? (size_t)at : BUCKETS - 1;
}

size_t ys__pieces_count(const ys__pieces *pieces)
{
    size_t n = 0;

    for (size_t c = 0; c < pieces->n_cells; c++)
        n += pieces->first[pieces->cells[c] + 1] - pieces->first[pieces->cells[c]];
    return n;
}

static double middle(double a, double b, double c)
{
    return a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);
}

/* Moves the values until the one of a rank stands in its place, smaller ones before it (Hoare's find). */
static double find_rank(double *x, size_t low, size_t high, size_t rank)
{
    while (low < high) {
        double pivot = middle(x[low], x[low + (high - low) / 2], x[high]);
        size_t i = low, k = high;

        while (i <= k) {
            double swap;

            while (x[i] < pivot)
                i++;
            while (x[k] > pivot)
                k--;
            if (i > k)
                break;
            swap = x[i];
            x[i++] = x[k];
            x[k] = swap;
            if (k-- == 0)
                break;
        }
        if (rank >= i)
            low = i;
        else if (k < rank || k == SIZE_MAX)
            return x[rank];
        else
            high = k;
    }
    return x[rank];
}

static void find_range(const ys__pieces *p, double *low, double *high)
{
    bool begun = false;

    for (size_t c = 0; c < p->n_cells; c++)
        for (size_t i = p->first[p->cells[c]]; i < p->first[p->cells[c] + 1]; i++) {
            double x = p->values[i];

            *low = !begun || x < *low ? x : *low;
            *high = !begun || x > *high ? x : *high;
            begun = true;
        }
}

static void fill_buckets(struct buckets *b, const ys__pieces *p)
{
    for (size_t c = 0; c < p->n_cells; c++)
        for (size_t i = p->first[p->cells[c]]; i < p->first[p->cells[c] + 1]; i++)
            b->count[bucket_of(b, p->values[i])]++;
}

static double *copy_bucket(const struct buckets *b, size_t bucket, const ys__pieces *p)
{
    double *copy = malloc((b->count[bucket] + 1) * sizeof *copy);
    size_t n = 0;

    for (size_t c = 0; copy && c < p->n_cells; c++)
        for (size_t i = p->first[p->cells[c]]; i < p->first[p->cells[c] + 1]; i++)
            if (bucket_of(b, p->values[i]) == bucket)
                copy[n++] = p->values[i];
    return copy;
}

static bool select_few(double *out, const size_t *ranks, size_t n_ranks, const ys__pieces *p, size_t n)
{
    double *values = malloc((n + 1) * sizeof *values);
    size_t at = 0;

    for (size_t c = 0; values && c < p->n_cells; c++) {
        size_t first = p->first[p->cells[c]], count = p->first[p->cells[c] + 1] - first;

        if (count)
            memcpy(values + at, p->values + first, count * sizeof *values);
        at += count;
    }
    if (values == NULL)
        return false;
    for (size_t r = 0; r < n_ranks; r++)
        out[r] = find_rank(values, r && ranks[r] >= ranks[r - 1] ? ranks[r - 1] : 0, n - 1, ranks[r]);
    free(values);
    return true;
}

/* One rank: within its bucket, the same again. */
static bool select_in_bucket(double *out, size_t rank, const struct buckets *b, const ys__pieces *p)
{
    static const uint32_t cell = 0;
    size_t bucket = 0, first[2] = { 0, 0 };
    double *copy;
    bool good;

    while (rank >= b->count[bucket])
        rank -= b->count[bucket++];
    if ((copy = copy_bucket(b, bucket, p)) == NULL)
        return false;
    first[1] = b->count[bucket];
    good = ys__select(out, &rank, 1, &(ys__pieces){ copy, first, &cell, 1 });
    free(copy);
    return good;
}

bool ys__select(double *out, const size_t *ranks, size_t n_ranks, const ys__pieces *pieces)
{
    size_t n = ys__pieces_count(pieces);
    struct buckets b = { .low = 0 };
    double high = 0;
    bool good = true;

    if (n <= FEW)
        return select_few(out, ranks, n_ranks, pieces, n);
    find_range(pieces, &b.low, &high);
    b.scale = BUCKETS / (high - b.low);
    if (!(b.scale < 1e300)) { /* all alike, or too close to be told apart by buckets */
        if (high > b.low)
            return select_few(out, ranks, n_ranks, pieces, n);
        for (size_t r = 0; r < n_ranks; r++)
            out[r] = high;
        return true;
    }
    fill_buckets(&b, pieces);
    for (size_t r = 0; good && r < n_ranks; r++)
        good = r && ranks[r] == ranks[r - 1] ? (out[r] = out[r - 1], true)
                                             : select_in_bucket(&out[r], ranks[r], &b, pieces);
    return good;
}
