/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/number.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

const int64_t ys__pow10[19] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000,
    1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
    1000000000000000000,
};

static const double powers[] = {
    1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
};

bool ys__decimal_parse(ys__slice s, char mark, ys__decimal *out)
{
    const char *p = s.p, *end = s.p + s.n, *point = NULL;
    bool negative = false;
    int64_t units = 0;
    int digits = 0, seen = 0;

    if (p < end && (*p == '-' || *p == '+'))
        negative = *p++ == '-';
    for (; p < end; p++) {
        if (*p == mark && point == NULL) {
            point = p;
            continue;
        }
        if (*p < '0' || *p > '9')
            return false;
        seen++;
        if (units || *p != '0')
            digits++;
        if (digits > 18)
            return false;
        units = units * 10 + (*p - '0');
    }
    if (seen == 0 || (point && (end - point - 1 > YS__SCALE_MAX || end - point == 1)))
        return false;
    *out = (ys__decimal){ negative ? -units : units, point ? (int)(end - point - 1) : 0 };
    return true;
}

double ys__decimal_real(ys__decimal d)
{
    return (double)d.units / (double)ys__pow10[d.scale];
}

/* The numeric locale of the process may be anything; ours is always this one. */
static locale_t c_locale(void)
{
    static locale_t plain;

    if (plain == (locale_t)0)
        plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return plain;
}

bool ys__real_parse(ys__slice s, double *out)
{
    char text[64], *end;
    locale_t before;
    double x;

    if (s.n == 0 || s.n >= sizeof text || strspn(s.p, "+-.0123456789eE") < s.n)
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    before = uselocale(c_locale());
    x = strtod(text, &end);
    uselocale(before);
    if (*end != '\0' || !isfinite(x))
        return false;
    *out = x;
    return true;
}

static void print(char to[YS__NUMBER_SIZE], const char *fmt, int decimals, double x)
{
    locale_t before = uselocale(c_locale());

    snprintf(to, YS__NUMBER_SIZE, fmt, decimals, x);
    uselocale(before);
}

static void print_whole(char to[YS__NUMBER_SIZE], int64_t x)
{
    char reversed[YS__NUMBER_SIZE];
    size_t n = 0, at = 0;

    if (x < 0)
        to[at++] = '-';
    x = x < 0 ? -x : x;
    do {
        reversed[n++] = (char)('0' + x % 10);
        x /= 10;
    } while (x);
    while (n)
        to[at++] = reversed[--n];
    to[at] = '\0';
}

enum { DIGITS = 15 };

/* x as digits times a power of ten, the digits rounded to 15. The product is held in two doubles without error, for
 * powers of ten up to 22 are doubles. False where it lies at a tie, and for numbers so small or large that they are not
 * written plainly. */
static bool round_digits(double x, int64_t *digits, int *exponent)
{
    double power, high, low, rest;

    if (!(x >= 1e-4 && x < 1e15))
        return false;
    for (*exponent = -4; *exponent < DIGITS - 1 && x >= powers[*exponent + 5]; ++*exponent)
        ;
    power = (double)ys__pow10[DIGITS - 1 - *exponent];
    high = x * power;
    low = fma(x, power, -high);
    *digits = (int64_t)high;
    rest = high - (double)*digits + low;
    if (fabs(rest - 0.5) < 1e-9)
        return false;
    *digits += rest > 0.5;
    return *digits >= ys__pow10[DIGITS - 1] && *digits < ys__pow10[DIGITS];
}

/* What printf would write with "%.15g", for most numbers, many times faster. */
static bool print_plain(char to[YS__NUMBER_SIZE], double x)
{
    char text[DIGITS];
    int64_t digits;
    int exponent, n = DIGITS, point;
    size_t at = 0;

    if (!round_digits(fabs(x), &digits, &exponent))
        return false;
    for (int i = DIGITS - 1; i >= 0; i--, digits /= 10)
        text[i] = (char)('0' + digits % 10);
    while (n > 1 && text[n - 1] == '0')
        n--;
    if (x < 0)
        to[at++] = '-';
    point = exponent < 0 ? 0 : exponent + 1;
    for (int i = 0; i < point; i++)
        to[at++] = i < n ? text[i] : '0';
    if (point == 0)
        to[at++] = '0';
    if (n > point)
        to[at++] = '.';
    for (int i = exponent; i < -1; i++)
        to[at++] = '0';
    for (int i = point; i < n; i++)
        to[at++] = text[i];
    to[at] = '\0';
    return true;
}

char *ys__number_format(char to[YS__NUMBER_SIZE], double x)
{
    to[0] = '\0';
    if (fabs(x) < 1e15 && x == floor(x))
        print_whole(to, (int64_t)x); /* most numbers; also, no "-0" */
    else if (isfinite(x) && !print_plain(to, x))
        print(to, "%.*g", DIGITS, x);
    return to;
}

char *ys__number_show(char to[YS__NUMBER_SIZE], double x, int decimals)
{
    char plain[YS__NUMBER_SIZE];
    bool spanish = ys__lang_now() == YS__ES;
    size_t whole, n = 0;

    to[0] = '\0';
    if (!isfinite(x))
        return to;
    if (fabs(x) >= 1e15)
        return ys__number_format(to, x);
    print(plain, "%.*f", decimals, x);
    if (strspn(plain, "-0.") == strlen(plain) && plain[0] == '-')
        memmove(plain, plain + 1, strlen(plain));
    whole = strspn(plain, "-0123456789");
    for (size_t i = 0; plain[i] && n < YS__NUMBER_SIZE - 2; i++) {
        size_t left = whole - i;

        if (i > 0 && i < whole && left % 3 == 0 && plain[i - 1] != '-')
            to[n++] = spanish ? '.' : ',';
        to[n++] = plain[i] == '.' ? (spanish ? ',' : '.') : plain[i];
    }
    to[n] = '\0';
    return to;
}
