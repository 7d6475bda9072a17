/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_EXACT_H
#define YS_COMPUTE_EXACT_H

#include <stdbool.h>
#include <stdint.h>

/* A sum without rounding: the order of the addends, how they are split over files, and the number of threads do not
 * change a single bit. Decimals with up to nine places (all that is read from files) are added as whole billionths;
 * any other double goes into a wide binary accumulator that is made when first needed. Zero-initialise. */
typedef struct ys__exact {
    __int128 billionths;
    int64_t fine;                /* of squares of decimals: below a billionth, in units of 10^-18 */
    struct ys__exact_wide *wide; /* NULL: none needed yet */
} ys__exact;

enum { YS__EXACT_SCALE = 9 };

/* All answer false when memory is short. */
bool ys__exact_add_decimal(ys__exact *sum, int64_t units, int scale);
bool ys__exact_add_units(ys__exact *sum, __int128 units, int scale); /* below 10^28 */
bool ys__exact_add(ys__exact *sum, double x); /* x must be finite */
bool ys__exact_merge(ys__exact *sum, const ys__exact *other);

double ys__exact_value(const ys__exact *sum); /* correctly rounded but for the rarest ties */

/* sum of squares - sum * sum / n, with about 30 digits in between: the deviations of a variance. Never negative. */
double ys__exact_deviations(const ys__exact *sum, const ys__exact *squares, int64_t n);
bool ys__exact_add_square(ys__exact *squares, double x);
bool ys__exact_add_decimal_square(ys__exact *squares, int64_t units, int scale);

void ys__exact_free(ys__exact *sum);

#endif
