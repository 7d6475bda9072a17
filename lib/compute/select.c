/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/select.h"

#include <assert.h>
#include <stddef.h>
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

/* Of many values a sample tells between which two the ranks lie, most likely; one look at each value then leaves few to
 * go on with. */
enum { MANY = 1500, SAMPLE = 512, SMALL_SAMPLE = 128, LARGE = 8192 /* values that are worth the larger sample */ };

/* Three standard deviations of a rank in the sample, and a bit. */
static ptrdiff_t margin_of(size_t sample)
{
    return sample == SAMPLE ? 36 : 19;
}

static void take_sample(double *sample, size_t size, const ys__pieces *p, size_t n)
{
    size_t k = 0, before = 0;

    for (size_t c = 0; c < p->n_cells; c++) {
        const double *values = p->values + p->first[p->cells[c]];
        size_t count = p->first[p->cells[c] + 1] - p->first[p->cells[c]];

        for (; k < size && k * n / size < before + count; k++)
            sample[k] = values[k * n / size - before];
        before += count;
    }
}

/* The value of the sample at a share of its ranks; the extreme itself where that lies beyond it. */
static double sample_at(double *sample, size_t size, ptrdiff_t rank, double low, double high)
{
    return rank < 0 ? low : rank >= (ptrdiff_t)size ? high : find_rank(sample, 0, size - 1, (size_t)rank);
}

/* Values from low to high, and how many are less than low; *n of at most room, room + 1 when there are more. */
static size_t copy_between(double *to, size_t room, size_t *n, const ys__pieces *p, double low, double high)
{
    enum { AT_ONCE = 256 };
    size_t below = 0, kept = 0;

    for (size_t c = 0; c < p->n_cells && kept <= room; c++)
        for (size_t i = p->first[p->cells[c]], end = p->first[p->cells[c] + 1]; i < end && kept <= room;) {
            size_t stop = end - i < AT_ONCE ? end : i + AT_ONCE;

            if (room - kept < AT_ONCE)
                kept = room + 1;
            for (; i < stop && kept <= room; i++) {
                double x = p->values[i];

                to[kept] = x;
                below += x < low;
                kept += (x >= low) & (x <= high);
            }
        }
    *n = kept;
    return below;
}

/* *done is false where the sample misled: nothing is found then. */
static bool select_by_sample(bool *done, double *out, const size_t *ranks, size_t n_ranks, const ys__pieces *p,
                             size_t n, double low, double high)
{
    static const uint32_t only = 0;
    size_t least = ranks[0], most = ranks[0], room = n / 2, below, first[2] = { 0 }, within[RANKS_MAX];
    size_t size = n < LARGE ? SMALL_SAMPLE : SAMPLE;
    double sample[SAMPLE], *values = malloc((room + 1) * sizeof *values), lowest = low;
    const ys__pieces one = { values, first, &only, 1 };
    bool good = values != NULL;

    for (size_t r = 1; r < n_ranks; r++) {
        least = ranks[r] < least ? ranks[r] : least;
        most = ranks[r] > most ? ranks[r] : most;
    }
    take_sample(sample, size, p, n);
    low = sample_at(sample, size, (ptrdiff_t)(least * size / n) - margin_of(size), lowest, high);
    high = sample_at(sample, size, (ptrdiff_t)(most * size / n) + margin_of(size), lowest, high);
    below = good ? copy_between(values, room, &first[1], p, low, high) : 0;
    *done = good && first[1] <= room && least >= below && most < below + first[1];
    for (size_t r = 0; r < n_ranks; r++)
        within[r] = ranks[r] - below;
    if (*done)
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
    bool done = false;

    assert(n_ranks <= RANKS_MAX && n <= UINT32_MAX);
    if (low == high) {
        for (size_t r = 0; r < n_ranks; r++)
            out[r] = low;
        return true;
    }
    if (n >= MANY && (!select_by_sample(&done, out, ranks, n_ranks, pieces, n, low, high) || done))
        return done;
    make_buckets(&b, n, low, high);
    if (n <= FEW || !(b.scale < 1e300)) /* or too close to be told apart by buckets */
        return select_few(out, ranks, n_ranks, pieces, n);
    fill_buckets(&b, pieces);
    return select_in_buckets(out, ranks, n_ranks, &b, pieces, n);
}
