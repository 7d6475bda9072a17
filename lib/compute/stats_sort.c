/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/stats_common.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { FEW = 512, DIGIT = 11, BUCKETS = 1 << DIGIT, PASSES = 6 };

/* A value and where it stood. */
struct placed {
    double x;
    size_t at;
};

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static int by_value(const void *a, const void *b)
{
    return ascending(&((const struct placed *)a)->x, &((const struct placed *)b)->x);
}

/* An integer that orders as the number does. Adding 0 makes one zero of the two. */
static uint64_t key_of(double x)
{
    uint64_t bits;

    x += 0.0;
    memcpy(&bits, &x, sizeof bits);
    return bits & (1ULL << 63) ? ~bits : bits | 1ULL << 63;
}

static double number_of(uint64_t key)
{
    uint64_t bits = key & (1ULL << 63) ? key & ~(1ULL << 63) : ~key;
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Keys and, if at is not NULL, their places; spare is as large again. */
struct keys {
    uint64_t *key;
    size_t *at;
};

/* One pass over a digit. False when all keys agree in it and nothing was moved. */
static bool distribute(struct keys from, struct keys to, size_t n, unsigned shift)
{
    size_t start[BUCKETS] = { 0 }, sum = 0;

    for (size_t i = 0; i < n; i++)
        start[from.key[i] >> shift & (BUCKETS - 1)]++;
    if (start[from.key[0] >> shift & (BUCKETS - 1)] == n)
        return false;
    for (size_t b = 0; b < BUCKETS; b++) {
        size_t here = start[b];

        start[b] = sum;
        sum += here;
    }
    for (size_t i = 0; i < n; i++) {
        size_t place = start[from.key[i] >> shift & (BUCKETS - 1)]++;

        to.key[place] = from.key[i];
        if (from.at)
            to.at[place] = from.at[i];
    }
    return true;
}

/* Sorts by radix, many times faster than by comparison. Where the result lies is returned. */
static struct keys radix(struct keys a, struct keys spare, size_t n)
{
    for (unsigned pass = 0; pass < PASSES; pass++)
        if (distribute(a, spare, n, pass * DIGIT)) {
            struct keys swap = a;

            a = spare;
            spare = swap;
        }
    return a;
}

void ys__sort(double *x, size_t n)
{
    uint64_t *memory = n > FEW ? malloc(2 * n * sizeof *memory) : NULL;
    struct keys keys = { memory, NULL };

    if (memory == NULL) { /* few, or memory is short */
        qsort(x, n, sizeof *x, ascending);
        return;
    }
    for (size_t i = 0; i < n; i++)
        memory[i] = key_of(x[i]);
    keys = radix(keys, (struct keys){ memory + n, NULL }, n);
    for (size_t i = 0; i < n; i++)
        x[i] = number_of(keys.key[i]);
    free(memory);
}

/* Fills list, which has room, with the values in ascending order and their places. */
static ys_status place(struct placed *list, const double *x, size_t n, ys_error *err)
{
    uint64_t *memory = n > FEW ? malloc(2 * n * sizeof *memory) : NULL;
    size_t *places = n > FEW ? malloc(2 * n * sizeof *places) : NULL;
    struct keys keys = { memory, places };

    if (n > FEW && (memory == NULL || places == NULL)) {
        free(memory);
        free(places);
        return ys__fail_nomem(err);
    }
    for (size_t i = 0; i < n; i++) {
        list[i] = (struct placed){ x[i], i };
        if (memory) {
            memory[i] = key_of(x[i]);
            places[i] = i;
        }
    }
    if (memory) {
        keys = radix(keys, (struct keys){ memory + n, places + n }, n);
        for (size_t i = 0; i < n; i++)
            list[i] = (struct placed){ number_of(keys.key[i]), keys.at[i] };
    } else {
        qsort(list, n, sizeof *list, by_value);
    }
    free(memory);
    free(places);
    return YS_OK;
}

ys_status ys__midranks(double *rank, double *ties, const double *x, size_t n, ys_error *err)
{
    struct placed *list = malloc((n + 1) * sizeof *list);
    ys_status status = list ? place(list, x, n, err) : ys__fail_nomem(err);

    if (status) {
        free(list);
        return status;
    }
    *ties = 0.0;
    for (size_t from = 0, to; from < n; from = to) {
        double run;

        for (to = from + 1; to < n && list[to].x == list[from].x;)
            to++;
        run = (double)(to - from);
        *ties += run * run * run - run;
        for (size_t i = from; i < to; i++)
            rank[list[i].at] = (double)(from + to + 1) / 2.0;
    }
    free(list);
    return YS_OK;
}
