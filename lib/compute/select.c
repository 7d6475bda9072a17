/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/select.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 1024, FEW = 48 /* values that need no buckets */, PER_BUCKET = 4, RANKS_MAX = 8 };

/* Buckets of equal width from low to high. The place of a value never falls as the value grows, so buckets are in order
 * whatever the rounding. */
struct buckets {
    size_t n;
    double low, scale, last;
    uint32_t count[BUCKETS];
};

static size_t bucket_of(const struct buckets *b, double x)
{
    double at = (x - b->low) * b->scale;

    return (size_t)(at < b->last ? at : b->last);
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

/* Neighbouring buckets that hold all the ranks: before of the values stand before them, n in them. */
struct range {
    size_t first, last, before, n;
};

static struct range find_range(const struct buckets *b, const size_t *ranks, size_t n_ranks)
{
    struct range r = { 0 };
    size_t low = ranks[0], high = ranks[0], seen;

    for (size_t i = 1; i < n_ranks; i++) {
        low = ranks[i] < low ? ranks[i] : low;
        high = ranks[i] > high ? ranks[i] : high;
    }
    for (; low >= r.before + b->count[r.first]; r.first++)
        r.before += b->count[r.first];
    seen = r.before;
    for (r.last = r.first; high >= seen + b->count[r.last]; r.last++)
        seen += b->count[r.last];
    r.n = seen + b->count[r.last] - r.before;
    return r;
}

static double *copy_range(const struct range *r, const struct buckets *b, const ys__pieces *p)
{
    double *values = malloc((r->n + 1) * sizeof *values);
    size_t n = 0;

    for (size_t k = 0; values && k < p->n_cells; k++)
        for (size_t i = p->first[p->cells[k]]; i < p->first[p->cells[k] + 1]; i++) {
            size_t bucket = bucket_of(b, p->values[i]);

            values[n] = p->values[i]; /* there is room for one too many */
            n += bucket >= r->first && bucket <= r->last;
        }
    return values;
}

/* Within the buckets that hold the ranks, the same again. */
static bool select_in_buckets(double *out, const size_t *ranks, size_t n_ranks, const struct buckets *b,
                              const ys__pieces *p, size_t n)
{
    static const uint32_t only = 0;
    const struct range r = find_range(b, ranks, n_ranks);
    double *values = copy_range(&r, b, p);
    const size_t first[2] = { 0, r.n };
    const ys__pieces one = { values, first, &only, 1 };
    size_t within[RANKS_MAX];
    bool good = values != NULL;

    for (size_t i = 0; i < n_ranks; i++)
        within[i] = ranks[i] - r.before;
    if (good && r.n == n)
        good = select_few(out, within, n_ranks, &one, n);
    else if (good)
        good = ys__select(out, within, n_ranks, &one, find_low(&one), find_high(&one));
    free(values);
    return good;
}

/* As many buckets as make the next round short, but no more than the cache likes. */
static void make_buckets(struct buckets *b, size_t n, double low, double high)
{
    b->n = BUCKETS;
    while (b->n > 16 && b->n * PER_BUCKET / 2 > n)
        b->n /= 2;
    b->low = low;
    b->scale = (double)b->n / (high - low);
    b->last = (double)(b->n - 1);
    memset(b->count, 0, b->n * sizeof *b->count);
}

bool ys__select(double *out, const size_t *ranks, size_t n_ranks, const ys__pieces *pieces, double low, double high)
{
    size_t n = ys__pieces_count(pieces);
    struct buckets b;

    assert(n_ranks <= RANKS_MAX && n <= UINT32_MAX);
    if (low == high) {
        for (size_t r = 0; r < n_ranks; r++)
            out[r] = low;
        return true;
    }
    make_buckets(&b, n, low, high);
    if (n <= FEW || !(b.scale < 1e300)) /* or too close to be told apart by buckets */
        return select_few(out, ranks, n_ranks, pieces, n);
    fill_buckets(&b, pieces);
    return select_in_buckets(out, ranks, n_ranks, &b, pieces, n);
}
