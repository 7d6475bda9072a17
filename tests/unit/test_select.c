/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/select.h"

#include "tap.h"

enum { N = 50000, CELLS = 9 };

static double values[N], sorted[N];
static uint64_t state = 2463534242u;

static uint64_t rnd(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static double unit(void)
{
    return (double)(rnd() >> 11) / 9007199254740992.0;
}

static double uniform(void) { return unit() * 1000 - 500; }
static double coarse(void) { return (double)(rnd() % 5); }
static double alike(void) { return 42; }
static double skewed(void) { return pow(unit(), -3); }
static double outlier(void) { return rnd() % 1000 == 0 ? 1e15 : unit(); }
static double cents(void) { return (double)(rnd() % 1600000) / 100; }

static const struct {
    const char *name;
    double (*next)(void);
} shapes[] = {
    { "uniform", uniform }, { "five values", coarse }, { "all alike", alike },
    { "long tail", skewed }, { "outliers", outlier }, { "cents", cents },
};

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Every rank asked for is what sorting everything gives. */
static void agrees(const char *name, size_t n, const size_t *first, const uint32_t *cells)
{
    size_t ranks[] = { 0, n / 4, n / 2, n / 2 + 1 < n ? n / 2 + 1 : n - 1, n - 1 };
    size_t near[] = { n / 4, n / 4 + (n > 4), n / 4 + n / 100 };
    double got[5], neighbours[3];
    ys__pieces pieces = { values, first, cells, CELLS };
    bool same = ys__pieces_count(&pieces) == n && ys__select(got, ranks, 5, &pieces, sorted[0], sorted[n - 1]);

    for (int r = 0; r < 5; r++)
        same = same && got[r] == sorted[ranks[r]];
    OK(same, name);
    same = ys__select(neighbours, near, 3, &pieces, sorted[0], sorted[n - 1]);
    for (int r = 0; r < 3; r++)
        same = same && neighbours[r] == sorted[near[r]];
    OK(same, "and ranks that lie near each other");
}

int main(void)
{
    static const size_t sizes[] = { 1, 2, 100, 2048, 2049, 7777, N };
    static const uint32_t cells[CELLS] = { 3, 1, 0, 8, 7, 2, 5, 4, 6 };

    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            size_t n = sizes[k], first[CELLS + 1];

            for (size_t i = 0; i < n; i++)
                sorted[i] = values[i] = shapes[s].next();
            qsort(sorted, n, sizeof *sorted, ascending);
            for (size_t c = 0; c <= CELLS; c++)
                first[c] = n * c * c / (CELLS * CELLS);
            agrees(shapes[s].name, n, first, cells);
        }
    return DONE();
}
