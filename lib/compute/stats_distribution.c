/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/stats_distribution.h"

#include <float.h>
#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>

#include "compute/stats_common.h"

enum { ROUNDS = 1000000 }; /* far more than a continued fraction takes for any sample that fits in memory */

/* What the searches look for: where the tail of a distribution equals p. */
struct target {
    double p;
    double a;
    double b;
    bool upper;
};

double ys__normal_p(double z)
{
    return gsl_cdf_ugaussian_P(z);
}

double ys__normal_quantile(double p)
{
    return gsl_cdf_ugaussian_Pinv(p);
}

double ys__normal_z(double level)
{
    return gsl_cdf_ugaussian_Qinv((1.0 - level) / 2.0);
}

/* What Stirling's formula lacks: ln n! - ln(sqrt(2 pi n) (n/e)^n), for n > 0 that need not be whole. */
static double stirling_rest(double n)
{
    double square = n * n;

    if (n < 16.0)
        return lgamma_r(n + 1.0, &(int){ 0 }) - (n + 0.5) * log(n) + n - M_LNPI / 2.0 - M_LN2 / 2.0;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square) / square) / n;
}

/* x ln(x / m) + m - x without the cancellation near m. */
static double deviance(double x, double m)
{
    double v = (x - m) / (x + m), square = v * v, term = 2.0 * x * v, sum = (x - m) * v, before;

    if (fabs(v) > 0.1)
        return x * log(x / m) + m - x;
    for (int j = 3; j < 1000; j += 2) {
        term *= square;
        before = sum;
        sum += term / j;
        if (sum == before)
            break;
    }
    return sum;
}

/* The Poisson probability x^k e^-x / k! and the binomial one, for k that need not be whole, as Loader (2000) computes
 * them: to nearly full precision also where logarithms of gamma functions would cancel. */
static double poisson_mass(double k, double x)
{
    return exp(-stirling_rest(k) - deviance(k, x)) / (M_SQRT2 * M_SQRTPI * sqrt(k));
}

static double binomial_mass(double a, double b, double x, double y)
{
    double n = a + b;

    return exp(stirling_rest(n) - stirling_rest(a) - stirling_rest(b) - deviance(a, n * x) - deviance(b, n * y)) *
           sqrt(n / (2.0 * M_PI * a * b));
}

/* One step of Lentz's evaluation of a continued fraction, f = b0 + a1 / (b1 + a2 / (b2 + ...)); true when it stands. */
struct fraction {
    double f, c, d;
};

static bool fraction_step(struct fraction *s, double a, double b)
{
    const double tiny = 1e-300;
    double change;

    s->d = b + a * s->d;
    s->d = 1.0 / (s->d == 0.0 ? tiny : s->d);
    s->c = b + a / s->c;
    s->c = s->c == 0.0 ? tiny : s->c;
    change = s->c * s->d;
    s->f *= change;
    return fabs(change - 1.0) < DBL_EPSILON;
}

/* Lower tail for x below the mean, by the even part of the continued fraction DLMF 8.17.22. Its terms take y = 1 - x as
 * they find it: where x is nearly 1 that difference has few digits left. */
static double beta_low(double x, double y, double a, double b)
{
    double first = a * (a * y - b * x + 1.0) / (a + 1.0);
    struct fraction s = { .f = first, .c = first, .d = 0.0 };

    for (double m = 1.0; m < ROUNDS; m += 1.0) {
        double k = a + 2.0 * m, w = m * (b - m) * x;
        double numerator = (a + m - 1.0) / (k - 1.0) * (a + b + m - 1.0) / (k - 1.0) * w * x;
        double denominator = m + w / (k - 1.0) + (a + m) * (a * y - b * x + 1.0 + m * (1.0 + y)) / (k + 1.0);

        if (fraction_step(&s, numerator, denominator))
            break;
    }
    return binomial_mass(a, b, x, y) * a * b / (a + b) / s.f;
}

static double beta_tail(double x, double y, double a, double b, bool upper)
{
    bool below = x <= (a + 1.0) / (a + b + 2.0);
    double tail;

    if (x <= 0.0 || y <= 0.0)
        return (x <= 0.0) == upper ? 1.0 : 0.0;
    tail = below ? beta_low(x, y, a, b) : beta_low(y, x, b, a);
    return below != upper ? tail : 1.0 - tail;
}

double ys__beta_p(double x, double a, double b, bool upper)
{
    return beta_tail(x, 1.0 - x, a, b, upper);
}

static double beta_miss(double x, const void *context)
{
    const struct target *t = context;

    return ys__beta_p(x, t->a, t->b, t->upper) - t->p;
}

/* A bracket around a guess, widened until it holds the target. Functions are monotone, so the signs decide. */
static double search(ys__function *miss, const struct target *t, double guess, double width, double end)
{
    double sign = t->upper ? -1.0 : 1.0, low, high;

    width = fmax(width, 1e-9);
    low = fmax(guess - width, 0.0);
    high = fmin(guess + width, end);
    while (low > 0.0 && sign * miss(low, t) > 0.0) {
        width *= 4.0;
        high = low;
        low = fmax(low - width, 0.0);
    }
    while (high < end && sign * miss(high, t) < 0.0) {
        width *= 4.0;
        low = high;
        high = fmin(high + width, end);
    }
    return ys__root(miss, t, low, high);
}

double ys__beta_quantile(double p, double a, double b, bool upper)
{
    struct target t = { .p = p, .a = a, .b = b, .upper = upper };
    double mean = a / (a + b), sd = sqrt(mean * (1.0 - mean) / (a + b + 1.0));
    double z = ys__normal_quantile(upper ? 1.0 - p : p);

    return search(beta_miss, &t, fmin(fmax(mean + z * sd, 0.0), 1.0), sd / 4.0, 1.0);
}

static double gamma_series(double x, double shape)
{
    double term = 1.0, sum = 1.0;

    for (double k = shape + 1.0; term > sum * DBL_EPSILON; k += 1.0) {
        term *= x / k;
        sum += term;
    }
    return sum * poisson_mass(shape, x);
}

static double gamma_fraction(double x, double shape) /* DLMF 8.9.2 in its contracted form */
{
    struct fraction s = { .f = x + 1.0 - shape, .c = x + 1.0 - shape, .d = 0.0 };

    for (double m = 1.0; m < ROUNDS; m += 1.0)
        if (fraction_step(&s, m * (shape - m), x + 2.0 * m + 1.0 - shape))
            break;
    return shape * poisson_mass(shape, x) / s.f;
}

double ys__gamma_p(double x, double shape, bool upper)
{
    bool below = x < shape + 1.0;
    double tail;

    if (!(x > 0.0) || isinf(x))
        return (x > 0.0) == upper ? 0.0 : 1.0;
    tail = below ? gamma_series(x, shape) : gamma_fraction(x, shape);
    return below != upper ? tail : 1.0 - tail;
}

static double gamma_miss(double x, const void *context)
{
    const struct target *t = context;

    return ys__gamma_p(x, t->a, t->upper) - t->p;
}

double ys__gamma_quantile(double p, double shape, bool upper)
{
    struct target t = { .p = p, .a = shape, .upper = upper };
    double z = ys__normal_quantile(upper ? 1.0 - p : p), guess = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * sqrt(shape));

    guess = fmax(guess, 0.0); /* the cube root of a gamma variable is nearly normal (Wilson and Hilferty 1931) */
    return search(gamma_miss, &t, shape * guess * guess * guess, sqrt(shape) / 16.0, INFINITY);
}

double ys__chisq_upper(double x, double df)
{
    return x > 0.0 ? ys__gamma_p(x / 2.0, df / 2.0, true) : 1.0;
}

double ys__t_two_sided(double t, double df)
{
    double whole = df + t * t;

    return beta_tail(df / whole, t * t / whole, df / 2.0, 0.5, false);
}

double ys__t_quantile(double level, double df)
{
    double w = ys__beta_quantile(level, 0.5, df / 2.0, false), v;

    if (w < 0.5)
        return sqrt(df * w / (1.0 - w));
    v = ys__beta_quantile(1.0 - level, df / 2.0, 0.5, false); /* 1 - w, without the loss of digits near 1 */
    return sqrt(df * (1.0 - v) / v);
}

/* One strand of the mixture that makes noncentral t (Lenth 1989): Poisson weights at j + offset times tails of the beta
 * distribution of a = j + 1/2 + offset and b. From the heaviest weight upwards and downwards, each term from the one
 * before, so that any shift is served. */
static double strand(double x, double y, double b, double half, double offset)
{
    double j0 = floor(half), a = j0 + 0.5 + offset;
    double weight0 = j0 + offset > 0.0 ? poisson_mass(j0 + offset, half) : exp(-half);
    double tail0 = beta_tail(x, y, a, b, false), mass0 = binomial_mass(a, b, x, y) * b / (a + b), sum = weight0 * tail0;

    for (double j = j0 + 1.0, weight = weight0, tail = tail0, mass = mass0; weight > 1e-18; j += 1.0) {
        weight *= half / (j + offset);
        tail -= mass;
        mass *= x * (j - 0.5 + offset + b) / (j + 0.5 + offset);
        sum += weight * tail;
    }
    for (double j = j0 - 1.0, weight = weight0, tail = tail0, mass = mass0; j >= 0.0 && weight > 1e-18; j -= 1.0) {
        weight *= (j + 1.0 + offset) / half;
        mass *= (j + 1.5 + offset) / (x * (j + 0.5 + offset + b));
        tail += mass;
        sum += weight * tail;
    }
    return sum;
}

/* Lower tail of noncentral t for t >= 0. */
static double noncentral_above(double t, double df, double shift)
{
    double half = shift * shift / 2.0, b = df / 2.0, x = t * t / (t * t + df), y = df / (t * t + df);

    if (t == 0.0)
        return ys__normal_p(-shift);
    if (half == 0.0)
        return 1.0 - ys__t_two_sided(t, df) / 2.0;
    return ys__normal_p(-shift) + (strand(x, y, b, half, 0.0) + copysign(strand(x, y, b, half, 0.5), shift)) / 2.0;
}

double ys__t_noncentral(double t, double df, double shift)
{
    return t >= 0.0 ? noncentral_above(t, df, shift) : 1.0 - noncentral_above(-t, df, -shift);
}

static double shift_miss(double shift, const void *context)
{
    const struct target *target = context;

    return ys__t_noncentral(target->a, target->b, shift) - target->p;
}

double ys__t_noncentrality(double t, double df, double p)
{
    struct target target = { .p = p, .a = t, .b = df };
    double width = 6.0 + fabs(t) / sqrt(df) * 6.0, low = t - width, high = t + width;

    while (shift_miss(low, &target) < 0.0 && width < 1e12)
        low -= width *= 2.0;
    while (shift_miss(high, &target) > 0.0 && width < 1e12)
        high += width *= 2.0;
    return ys__root(shift_miss, &target, low, high);
}

double ys__f_upper(double f, double df1, double df2)
{
    double whole = df1 * f + df2;

    return f > 0.0 ? beta_tail(df2 / whole, df1 * f / whole, df2 / 2.0, df1 / 2.0, false) : 1.0;
}

double ys__f_quantile(double p, double df1, double df2)
{
    double w = ys__beta_quantile(p, df1 / 2.0, df2 / 2.0, false), v;

    if (w < 0.5)
        return df2 * w / (df1 * (1.0 - w));
    v = ys__beta_quantile(p, df2 / 2.0, df1 / 2.0, true); /* 1 - w, as above */
    return df2 * (1.0 - v) / (df1 * v);
}

double ys__binomial_p(double k, double n, double p, bool upper)
{
    if (k < 0.0)
        return upper ? 1.0 : 0.0;
    if (k >= n)
        return upper ? 0.0 : 1.0;
    return ys__beta_p(p, k + 1.0, n - k, !upper);
}

/* Doubling steps away from the normal guess, then halving. What falls short of q by rounding alone reaches it. */
double ys__binomial_quantile(double q, double n, double p)
{
    double sd = sqrt(n * p * (1.0 - p)), guess = floor(n * p + ys__normal_quantile(q) * sd), step = 1.0;
    double enough = q * (1.0 - 64.0 * DBL_EPSILON), low, high;

    guess = fmin(fmax(guess, 0.0), n);
    for (low = guess - 1.0; low >= 0.0 && ys__binomial_p(low, n, p, false) >= enough; step *= 2.0)
        low -= step;
    for (high = guess, step = 1.0; high < n && ys__binomial_p(high, n, p, false) < enough; step *= 2.0)
        high += step;
    low = fmax(low, -1.0);
    high = fmin(high, n);
    while (high - low > 1.0) {
        double middle = floor((low + high) / 2.0);

        if (ys__binomial_p(middle, n, p, false) >= enough)
            high = middle;
        else
            low = middle;
    }
    return high;
}
