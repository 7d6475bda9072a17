/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_BASE_NUMBER_H
#define YS_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

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

/* Any finite number in C notation with '.', whatever the locale. */
bool ys__real_parse(ys__slice s, double *out);

double ys__decimal_real(ys__decimal d); /* correctly rounded for up to 15 digits */

/* Up to 15 significant digits with '.', whatever the locale, and the empty text for NaN. Returns to. */
char *ys__number_format(char to[YS__NUMBER_SIZE], double x);

/* For people, in the language in force: thousands grouped, given decimals ("1,234.5" and "1.234,5"). Returns to. */
char *ys__number_show(char to[YS__NUMBER_SIZE], double x, int decimals);

#endif
