/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/exact.h"

#include <stdint.h>

#include "tap.h"

static uint64_t state = 88172645463325252u;

static uint64_t rnd(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static const struct {
    const char *name;
    double x[6];
    size_t n;
    double sum;
} cases[] = {
    { "nothing", { 0 }, 0, 0 },
    { "tenths", { 0.1, 0.2, -0.3 }, 3, 0x1p-55 }, /* the doubles nearest to them do not cancel */
    { "what cancels leaves the rest", { 1e300, 1, -1e300, 1e-300 }, 4, 1 },
    { "small beside large", { 1e16, 1, -1e16 }, 3, 1 },
    { "subnormal numbers", { 5e-324, 5e-324 }, 2, 1e-323 },
    { "the largest numbers", { 1.7e308, -1.7e308, 2.5 }, 3, 2.5 },
    { "halves", { 0.5, 0.25, -0.125 }, 3, 0.625 },
    { "a negative part beside a whole one", { 40, -9.9 }, 2, 30.1 },
    { "negative parts alone", { -0.5, -0.25, -9.75 }, 3, -10.5 },
    { "large whole numbers", { 8e15, 8e15, 8e15 }, 3, 2.4e16 },
};

static void sums(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ys__exact forth = { 0 }, back = { 0 };

        for (size_t k = 0; k < cases[i].n; k++) {
            ys__exact_add(&forth, cases[i].x[k]);
            ys__exact_add(&back, cases[i].x[cases[i].n - 1 - k]);
        }
        IS_NEAR(ys__exact_value(&forth), cases[i].sum, 0, cases[i].name);
        OK(ys__exact_value(&forth) == ys__exact_value(&back), "in either order");
        ys__exact_free(&forth);
        ys__exact_free(&back);
    }
}

static void decimals(void)
{
    ys__exact sum = { 0 };

    for (int i = 0; i < 1000000; i++)
        ys__exact_add_decimal(&sum, 10, 2);
    OK(ys__exact_value(&sum) == 100000, "a million times 0.10 is 100000");
    for (int i = 0; i < 40; i++)
        ys__exact_add_decimal(&sum, INT64_C(999999999999999999), 0);
    for (int i = 0; i < 40; i++)
        ys__exact_add_decimal(&sum, INT64_C(-999999999999999999), 0);
    OK(ys__exact_value(&sum) == 100000, "large whole numbers do not wear it down");
    ys__exact_free(&sum);
}

/* Overflow of the billionths: 1.7e29 is where they end. */
static void overflow(void)
{
    ys__exact sum = { 0 };

    for (int i = 0; i < 10; i++) {
        ys__exact wide = { .billionths = (__int128)1 << 126 };

        ys__exact_merge(&sum, &wide);
    }
    IS_NEAR(ys__exact_value(&sum), ldexp(10, 126) / 1e9, 1e-15, "sums beyond the billionths go on");
    ys__exact_free(&sum);
}

/* Split anyhow, merged anyhow: the same bits. */
static void merging(void)
{
    enum { N = 3000, PARTS = 7 };
    ys__exact whole = { 0 }, part[PARTS] = { { 0 } }, merged = { 0 };
    bool same;

    for (int i = 0; i < N; i++) {
        double x = ldexp((double)(int64_t)rnd(), (int)(rnd() % 200) - 160);

        ys__exact_add(&whole, x);
        ys__exact_add(&part[rnd() % PARTS], x);
        ys__exact_add_decimal(&whole, (int64_t)(rnd() % 100000), 3);
    }
    ys__exact_free(&merged);
    for (int p = PARTS - 1; p >= 0; p--)
        ys__exact_merge(&merged, &part[p]);
    merged.billionths = whole.billionths;
    same = ys__exact_value(&merged) == ys__exact_value(&whole);
    OK(same, "parts merge into the whole, to the last bit");
    for (int p = 0; p < PARTS; p++)
        ys__exact_free(&part[p]);
    ys__exact_free(&merged);
    ys__exact_free(&whole);
}

/* NIST's NumAcc4: 10000000.2 once, then 10000000.1 and 10000000.3 in turn 500 times; its standard deviation is 0.1. */
static void deviations(void)
{
    ys__exact sum = { 0 }, squares = { 0 };
    double x[1001];

    x[0] = 10000000.2;
    for (int i = 1; i <= 1000; i++)
        x[i] = i % 2 ? 10000000.1 : 10000000.3;
    for (int i = 0; i <= 1000; i++) {
        ys__exact_add(&sum, x[i]);
        ys__exact_add_square(&squares, x[i]);
    }
    IS_NEAR(sqrt(ys__exact_deviations(&sum, &squares, 1001) / 1000), 0.1, 1e-8, "deviations of close numbers");
    ys__exact_free(&sum);
    ys__exact_free(&squares);
}

int main(void)
{
    sums();
    decimals();
    overflow();
    merging();
    deviations();
    return DONE();
}
