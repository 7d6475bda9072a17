/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_BASE_NUMBER_H
#define YS_BASE_NUMBER_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

/* The number that eight bytes write, from the memory p points to. False where one of them is no digit. */
static inline bool ys__eight_digits(uint64_t bytes, uint32_t *out)
{
    const uint64_t zeros = UINT64_C(0x3030303030303030), tops = UINT64_C(0xF0F0F0F0F0F0F0F0);

    if ((((bytes & tops) ^ zeros) | (((bytes + UINT64_C(0x0606060606060606)) & tops) ^ zeros)) != 0)
        return false;
    bytes = (bytes ^ zeros) * 2561 >> 8 & UINT64_C(0x00FF00FF00FF00FF); /* pairs, then fours, then all */
    bytes = bytes * 6553601 >> 16 & UINT64_C(0x0000FFFF0000FFFF);
    *out = (uint32_t)(bytes * UINT64_C(42949672960001) >> 32);
    return true;
}

/* A decimal number as written: units / 10^scale. 12.50 is 1250 with scale 2. */
typedef struct ys__decimal {
    int64_t units;
    int scale;
} ys__decimal;

enum { YS__SCALE_MAX = 9, YS__NUMBER_SIZE = 32 };

extern const int64_t ys__pow10[19];

/* [+-]digits[.digits], with the given decimal mark; no group marks, no exponent. False where it is not that, or where
 * it has more than 18 digits or YS__SCALE_MAX decimals (ys__real_parse may still take it). */
bool ys__decimal_parse(ys__slice s, char mark, ys__decimal *out);

/* The same, with '.', for a text of at most eight bytes without a sign, eight bytes being readable from p on. False: it
 * is something else. */
static inline bool ys__decimal_short(const char *p, size_t n, ys__decimal *out)
{
    uint64_t bytes, points;
    uint32_t units;
    int scale = 0;

    if (n - 1 > 7)
        return false;
    memcpy(&bytes, p, sizeof bytes);
    bytes = le64toh(bytes) << (64 - 8 * n); /* the last byte on top, zeros below the first */
    points = bytes ^ UINT64_C(0x2E2E2E2E2E2E2E2E);
    points = (points - UINT64_C(0x0101010101010101)) & ~points & UINT64_C(0x8080808080808080);
    if (points) {
        uint64_t before = (points & -points) >> 7; /* the lowest bit of the first point */

        scale = __builtin_clzll(before) / 8;
        bytes = (bytes & (before - 1)) << 8 | (bytes & ~(before * 256 - 1)); /* without it */
        if (--n == 0 || scale == 0)
            return false;
    }
    bytes |= UINT64_C(0x3030303030303030) >> 8 >> 8 * (n - 1);
    if (!ys__eight_digits(bytes, &units))
        return false;
    *out = (ys__decimal){ units, scale };
    return true;
}

/* Any finite number in C notation with '.', whatever the locale. */
bool ys__real_parse(ys__slice s, double *out);

double ys__decimal_real(ys__decimal d); /* correctly rounded for up to 15 digits */

/* Up to 15 significant digits with '.', whatever the locale, and the empty text for NaN. Returns to. */
char *ys__number_format(char to[YS__NUMBER_SIZE], double x);

/* For people, in the language in force: thousands grouped, given decimals ("1,234.5" and "1.234,5"). Returns to. */
char *ys__number_show(char to[YS__NUMBER_SIZE], double x, int decimals);

#endif
