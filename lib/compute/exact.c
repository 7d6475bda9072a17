/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/exact.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/number.h"

/* A fixed-point number as wide as the range of double, in words of 32 bits kept in 64: the room above takes the carries
 * of many additions before they must be passed on. Word k counts multiples of 2^(32 k - BIAS). */
enum { WORD_BITS = 32, WORDS = 68, BIAS = 1088, ADDS_BEFORE_CARRY = 1 << 29 };

struct ys__exact_wide {
    int64_t word[WORDS];
    int32_t adds;
};

static const int64_t billionths_of[YS__EXACT_SCALE + 1] = {
    1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1,
};

static void carry(struct ys__exact_wide *w)
{
    int64_t over = 0;

    for (int k = 0; k < WORDS - 1; k++) {
        int64_t sum = w->word[k] + over;

        over = sum >> WORD_BITS; /* towards minus infinity: words below the top end up non-negative */
        w->word[k] = sum - over * (INT64_C(1) << WORD_BITS);
    }
    w->word[WORDS - 1] += over;
    w->adds = 0;
}

static struct ys__exact_wide *widen(ys__exact *sum)
{
    if (sum->wide == NULL)
        sum->wide = calloc(1, sizeof *sum->wide);
    if (sum->wide && sum->wide->adds >= ADDS_BEFORE_CARRY)
        carry(sum->wide);
    return sum->wide;
}

static bool add_wide(ys__exact *sum, double x)
{
    struct ys__exact_wide *w;
    int exponent, bit, shift;
    int64_t mantissa;
    __int128 placed;

    if (x == 0)
        return true;
    if ((w = widen(sum)) == NULL)
        return false;
    mantissa = (int64_t)ldexp(frexp(x, &exponent), 53); /* x = mantissa * 2^(exponent - 53) */
    bit = exponent - 53 + BIAS;
    if (bit < 0) { /* the least subnormals: their last bits are zeros */
        mantissa /= INT64_C(1) << -bit;
        bit = 0;
    }
    shift = bit % WORD_BITS;
    placed = (__int128)mantissa * ((__int128)1 << shift);
    w->word[bit / WORD_BITS] += (int64_t)(placed & 0xFFFFFFFF);
    w->word[bit / WORD_BITS + 1] += (int64_t)((placed >> WORD_BITS) & 0xFFFFFFFF);
    w->word[bit / WORD_BITS + 2] += (int64_t)(placed >> (2 * WORD_BITS));
    w->adds++;
    return true;
}

/* Too large for the billionths: each half is a double. */
static bool spill(ys__exact *sum, __int128 billionths)
{
    __int128 whole = billionths / billionths_of[0], part = billionths % billionths_of[0];
    int64_t high = (int64_t)(whole >> 40), low = (int64_t)(whole & ((INT64_C(1) << 40) - 1));

    if (__builtin_add_overflow(sum->billionths, part, &sum->billionths))
        return false;
    return add_wide(sum, ldexp((double)(high >> 20), 60)) &&
           add_wide(sum, ldexp((double)(high & ((INT64_C(1) << 20) - 1)), 40)) && add_wide(sum, (double)low);
}

static bool add_billionths(ys__exact *sum, __int128 more)
{
    if (!__builtin_add_overflow(sum->billionths, more, &sum->billionths))
        return true;
    sum->billionths = (__int128)((unsigned __int128)sum->billionths - (unsigned __int128)more);
    return spill(sum, more);
}

bool ys__exact_add_units(ys__exact *sum, __int128 units, int scale)
{
    assert(scale >= 0 && scale <= YS__EXACT_SCALE);
    return add_billionths(sum, units * billionths_of[scale]);
}

bool ys__exact_add_decimal(ys__exact *sum, int64_t units, int scale)
{
    return ys__exact_add_units(sum, units, scale);
}

bool ys__exact_add(ys__exact *sum, double x)
{
    assert(isfinite(x));
    if (fabs(x) < 9e15 && x == floor(x))
        return ys__exact_add_decimal(sum, (int64_t)x, 0);
    return add_wide(sum, x);
}

bool ys__exact_add_square(ys__exact *squares, double x)
{
    double high = x * x, low = fma(x, x, -high);

    return isfinite(high) && ys__exact_add(squares, high) && ys__exact_add(squares, low);
}

static bool add_fine(ys__exact *sum, int64_t fine)
{
    sum->fine += fine;
    if (sum->fine < billionths_of[0])
        return true;
    sum->fine -= billionths_of[0];
    return add_billionths(sum, 1);
}

/* To the last of its places, however many: the same number written with more of them must have the same square. */
bool ys__exact_add_decimal_square(ys__exact *squares, int64_t units, int scale)
{
    __int128 square = (__int128)units * units, billionths;
    int64_t unit = billionths_of[YS__EXACT_SCALE - (2 * scale > YS__EXACT_SCALE ? 2 * scale - YS__EXACT_SCALE : 0)];

    if (2 * scale <= YS__EXACT_SCALE)
        return __builtin_mul_overflow(square, billionths_of[2 * scale], &billionths)
                   ? ys__exact_add_square(squares, (double)units / (double)ys__pow10[scale])
                   : add_billionths(squares, billionths);
    return add_billionths(squares, square / unit) &&
           add_fine(squares, (int64_t)(square % unit) * ys__pow10[2 * (YS__EXACT_SCALE - scale)]);
}

bool ys__exact_merge(ys__exact *sum, const ys__exact *other)
{
    struct ys__exact_wide *w;

    if (!add_billionths(sum, other->billionths) || !add_fine(sum, other->fine))
        return false;
    if (other->wide == NULL)
        return true;
    if ((w = widen(sum)) == NULL)
        return false;
    carry(w);
    for (int k = 0; k < WORDS; k++)
        w->word[k] += other->wide->word[k];
    carry(w);
    return true;
}

/* The words as a magnitude: below a negative top word the others would cancel against it, and all digits be lost. */
static bool make_positive(struct ys__exact_wide *w)
{
    bool negative;

    carry(w);
    negative = w->word[WORDS - 1] < 0;
    for (int k = 0; negative && k < WORDS; k++)
        w->word[k] = -w->word[k];
    carry(w);
    return negative;
}

/* word * 2^e, where 2^e alone may lie outside the range of a double */
static __float128 scaled(int64_t word, int e)
{
    __float128 x = (__float128)word;

    for (; e >= 512; e -= 512)
        x *= 0x1p512;
    for (; e <= -512; e += 512)
        x *= 0x1p-512;
    return x * (__float128)ldexp(1, e);
}

/* With 113 bits: far more than a double shows. */
static __float128 wide_value(const ys__exact *sum)
{
    __float128 whole = ((__float128)sum->billionths + (__float128)sum->fine / billionths_of[0]) / billionths_of[0];
    __float128 total = 0;
    struct ys__exact_wide w;
    bool negative;

    if (sum->wide == NULL)
        return whole;
    w = *sum->wide;
    negative = make_positive(&w);
    for (int k = WORDS - 1; k >= 0; k--)
        total += scaled(w.word[k], WORD_BITS * k - BIAS);
    return whole + (negative ? -total : total);
}

double ys__exact_value(const ys__exact *sum)
{
    return (double)wide_value(sum);
}

double ys__exact_deviations(const ys__exact *sum, const ys__exact *squares, int64_t n)
{
    __float128 total = wide_value(sum);
    double d = n > 0 ? (double)(wide_value(squares) - total * total / (__float128)n) : 0;

    return d > 0 ? d : 0;
}

void ys__exact_free(ys__exact *sum)
{
    free(sum->wide);
    *sum = (ys__exact){ 0 };
}
