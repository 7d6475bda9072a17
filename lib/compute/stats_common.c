/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/stats_common.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/number.h"

ys_status ys__stats_level(double level, ys_error *err)
{
    if (level > 0.0 && level < 1.0)
        return YS_OK;
    return ys__fail(err, YS_E_ARGUMENT, NULL, _("a confidence level lies between 0 and 1"));
}

ys_status ys__stats_enough(size_t n, size_t needed, ys_error *err)
{
    if (n >= needed)
        return YS_OK;
    return ys__fail(
        err, YS_E_NUMERIC, NULL,
        PLURAL("%zu usable value; at least %zu are needed", "%zu usable values; at least %zu are needed", n), n,
        needed);
}

const double ys__stats_most = 1e12;

ys_status ys__stats_counts(double x, double n, ys_error *err)
{
    char part[YS__NUMBER_SIZE], whole[YS__NUMBER_SIZE];

    if (!(x >= 0.0 && x <= n && n <= ys__stats_most))
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("%s of %s is no share"), ys__number_format(part, x),
                        ys__number_format(whole, n));
    return n > 0.0 ? YS_OK : ys__stats_enough(0, 1, err);
}

ys_status ys__stats_infinite(ys_error *err)
{
    return ys__fail(err, YS_E_ARGUMENT, NULL, _("a value is infinite or out of its range"));
}

ys_status ys__stats_constant(ys_error *err)
{
    return ys__fail(err, YS_E_NUMERIC, NULL, _("the values do not vary"));
}

ys_status ys__sample_take(ys__sample *out, const double *x, size_t n, ys_error *err)
{
    double *copy = malloc((n + 1) * sizeof *copy);
    size_t used = 0;

    if (copy == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        if (isinf(x[i])) {
            free(copy);
            return ys__stats_infinite(err);
        }
        if (!isnan(x[i]))
            copy[used++] = x[i];
    }
    *out = (ys__sample){ .x = copy, .n = used, .missing = n - used };
    return YS_OK;
}

ys_status ys__differences(double **out, const double *before, const double *after, size_t n, ys_error *err)
{
    double *difference = malloc((n + 1) * sizeof *difference);

    if (difference == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        if (isinf(before[i]) || isinf(after[i])) {
            free(difference);
            return ys__stats_infinite(err);
        }
        difference[i] = after[i] - before[i];
    }
    *out = difference;
    return YS_OK;
}

ys_status ys__pairs_take(ys__pairs *out, const double *x, const double *y, size_t n, ys_error *err)
{
    double *both = malloc(2 * (n + 1) * sizeof *both);
    ys__pairs pairs = { .x = both, .y = both ? both + n + 1 : NULL };

    if (both == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        if (isinf(x[i]) || isinf(y[i])) {
            free(both);
            return ys__stats_infinite(err);
        }
        pairs.x[pairs.n] = x[i];
        pairs.y[pairs.n] = y[i];
        pairs.n += !isnan(x[i]) && !isnan(y[i]);
    }
    pairs.missing = n - pairs.n;
    *out = pairs;
    return YS_OK;
}

void ys__pairs_free(ys__pairs *pairs)
{
    free(pairs->x); /* y lies in the same block */
}

/* The names are those of Brent (1973), chapter 4: b is the best root so far, a the one before, c encloses with b. */
double ys__root(ys__function *f, const void *context, double low, double high)
{
    double a = low, b = high, fa = f(a, context), fb = f(b, context), c = a, fc = fa, d = b - a, e = d;

    if (!((fa <= 0.0 && fb >= 0.0) || (fa >= 0.0 && fb <= 0.0)))
        return NAN;
    for (int round = 0; round < 2000; round++) {
        if ((fb > 0.0) == (fc > 0.0)) {
            c = a, fc = fa;
            d = e = b - a;
        }
        if (fabs(fc) < fabs(fb)) {
            a = b, b = c, c = a;
            fa = fb, fb = fc, fc = fa;
        }

        double tolerance = 2.0 * DBL_EPSILON * fabs(b) + DBL_MIN, half = (c - b) / 2.0;

        if (fabs(half) <= tolerance || fb == 0.0)
            break;
        if (fabs(e) >= tolerance && fabs(fa) > fabs(fb)) {
            double s = fb / fa, p, q;

            if (a == c) {
                p = 2.0 * half * s;
                q = 1.0 - s;
            } else {
                double r = fb / fc, t = fa / fc;

                p = s * (2.0 * half * t * (t - r) - (b - a) * (r - 1.0));
                q = (t - 1.0) * (r - 1.0) * (s - 1.0);
            }
            q = p > 0.0 ? -q : q;
            p = fabs(p);
            if (2.0 * p < fmin(3.0 * half * q - fabs(tolerance * q), fabs(e * q))) {
                e = d;
                d = p / q;
            } else {
                d = e = half;
            }
        } else {
            d = e = half;
        }
        a = b, fa = fb;
        b += fabs(d) > tolerance ? d : copysign(tolerance, half);
        fb = f(b, context);
    }
    return b;
}
