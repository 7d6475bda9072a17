/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/select.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 1024, FEW = 2048 /* values that need no buckets */, RANKS_MAX = 8 };

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

/* Of pieces that are one. */
static double find_low(const ys__pieces *p)
{
    double low = p->values[0];

    for (size_t i = 1; i < p->first[1]; i++)
        low = p->values[i] < low ? p->values[i] : low;
    return low;
}

static double find_high(const ys__pieces *p)
{
    double high = p->values[0];

    for (size_t i = 1; i < p->first[1]; i++)
        high = p->values[i] > high ? p->values[i] : high;
    return high;
}

static void fill_buckets(struct buckets *b, const ys__pieces *p)
{
    for (size_t c = 0; c < p->n_cells; c++)
        for (size_t i = p->first[p->cells[c]]; i < p->first[p->cells[c] + 1]; i++)
            b->count[bucket_of(b, p->values[i])]++;
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

/* The values of the buckets that hold a rank, bucket after bucket. */
struct copies {
    size_t n;                  /* buckets copied */
    size_t bucket[RANKS_MAX], before[RANKS_MAX]; /* values before the bucket in all */
    size_t first[RANKS_MAX + 1];
    uint8_t slot[BUCKETS];     /* slot + 1 of a bucket that is copied; 0: it is not */
    double *values;
};

static size_t bucket_with(const struct buckets *b, size_t rank, size_t *before)
{
    size_t bucket = 0;

    for (*before = 0; rank >= *before + b->count[bucket]; bucket++)
        *before += b->count[bucket];
    return bucket;
}

static void choose_buckets(struct copies *c, const struct buckets *b, const size_t *ranks, size_t n_ranks)
{
    for (size_t r = 0; r < n_ranks; r++) {
        size_t before, bucket = bucket_with(b, ranks[r], &before);

        if (c->slot[bucket])
            continue;
        c->bucket[c->n] = bucket;
        c->before[c->n] = before;
        c->first[c->n + 1] = c->first[c->n] + b->count[bucket];
        c->slot[bucket] = (uint8_t)++c->n;
    }
}

static bool copy_buckets(struct copies *c, const struct buckets *b, const ys__pieces *p)
{
    size_t next[RANKS_MAX];

    if ((c->values = malloc((c->first[c->n] + 1) * sizeof *c->values)) == NULL)
        return false;
    memcpy(next, c->first, sizeof next);
    for (size_t k = 0; k < p->n_cells; k++)
        for (size_t i = p->first[p->cells[k]]; i < p->first[p->cells[k] + 1]; i++) {
            uint8_t slot = c->slot[bucket_of(b, p->values[i])];

            if (slot)
                c->values[next[slot - 1]++] = p->values[i];
        }
    return true;
}

/* Within the buckets, the same again. */
static bool select_in_buckets(double *out, const size_t *ranks, size_t n_ranks, const struct buckets *b,
                              const ys__pieces *p)
{
    static const uint32_t only = 0;
    struct copies c = { .n = 0 };
    bool good;

    choose_buckets(&c, b, ranks, n_ranks);
    good = copy_buckets(&c, b, p);
    for (size_t r = 0; good && r < n_ranks; r++) {
        size_t before, k = c.slot[bucket_with(b, ranks[r], &before)] - 1u,
                       first[2] = { 0, c.first[k + 1] - c.first[k] };
        size_t rank = ranks[r] - before;
        const ys__pieces one = { c.values + c.first[k], first, &only, 1 };

        good = ys__select(&out[r], &rank, 1, &one, find_low(&one), find_high(&one));
    }
    free(c.values);
    return good;
}

bool ys__select(double *out, const size_t *ranks, size_t n_ranks, const ys__pieces *pieces, double low, double high)
{
    size_t n = ys__pieces_count(pieces);
    struct buckets b = { .low = low, .scale = BUCKETS / (high - low) };

    assert(n_ranks <= RANKS_MAX);
    if (low == high) {
        for (size_t r = 0; r < n_ranks; r++)
            out[r] = low;
        return true;
    }
    if (n <= FEW || !(b.scale < 1e300)) /* or too close to be told apart by buckets */
        return select_few(out, ranks, n_ranks, pieces, n);
    fill_buckets(&b, pieces);
    return select_in_buckets(out, ranks, n_ranks, &b, pieces);
}
