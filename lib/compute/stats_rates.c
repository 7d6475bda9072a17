/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_rates.h>

#include <math.h>
#include <stdbool.h>

#include "base/error.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"

static ys_status check_two(double x1, double n1, double x2, double n2, double level, ys_error *err)
{
    ys_status status = ys__stats_level(level, err);

    if (status || (status = ys__stats_counts(x1, n1, err)))
        return status;
    return ys__stats_counts(x2, n2, err);
}

ys_status ys_rates_newcombe(ys_interval *out, double x1, double n1, double x2, double n2, double level,
                            ys_error *err)
{
    ys_status status = check_two(x1, n1, x2, n2, level, err);
    ys_interval a, b;
    double d;

    if (status)
        return status;
    ys_interval_wilson(&a, x1, n1, level, NULL);
    ys_interval_wilson(&b, x2, n2, level, NULL);
    d = a.estimate - b.estimate;
    *out = (ys_interval){ .estimate = d,
                          .low = d - hypot(a.estimate - a.low, b.high - b.estimate),
                          .high = d + hypot(a.high - a.estimate, b.estimate - b.low) };
    return YS_OK;
}

/* Two rates, the deviate their score limits belong to, and the difference being tried. */
struct two_rates {
    double x1, n1, x2, n2, z, d;
};

static double ratio_or_none(double count, double rate)
{
    return count > 0.0 ? count / fmax(rate, 1e-300) : 0.0; /* rounding may take a rate just below 0 */
}

/* Slope of the log likelihood in the second rate when the first is that plus d; it falls. The closed form of Farrington
 * and Manning loses half the digits for rates near 0. */
static double slope(double q, const void *context)
{
    const struct two_rates *r = context;

    return ratio_or_none(r->x1, q + r->d) - ratio_or_none(r->n1 - r->x1, 1.0 - q - r->d) + ratio_or_none(r->x2, q) -
           ratio_or_none(r->n2 - r->x2, 1.0 - q);
}

/* The likeliest second rate when the difference is d. */
static double restricted_rate(const struct two_rates *r)
{
    double low = fmax(0.0, -r->d), high = fmin(1.0, 1.0 - r->d);

    if (slope(low, r) <= 0.0)
        return low;
    return slope(high, r) >= 0.0 ? high : ys__root(slope, r, low, high);
}

/* The score statistic at a difference less the square it must not exceed. */
static double score_miss(struct two_rates *r, double d)
{
    double n = r->n1 + r->n2, off = r->x1 / r->n1 - r->x2 / r->n2 - d, p1, p2, variance;

    r->d = d;
    p2 = restricted_rate(r);
    p1 = fmin(1.0, fmax(0.0, p2 + d));
    variance = (p1 * (1.0 - p1) / r->n1 + p2 * (1.0 - p2) / r->n2) * n / (n - 1.0);
    if (variance <= 0.0)
        return off == 0.0 ? -r->z * r->z : INFINITY;
    return off * off / variance - r->z * r->z;
}

/* Where the statistic passes its bound between the estimate and the end of the scale; halved until bits run out, since
 * at the end it may be infinite. */
static double score_limit(struct two_rates *r, double estimate, double end)
{
    double inside = estimate, outside = end;

    if (score_miss(r, end) <= 0.0)
        return end;
    for (int i = 0; i < 200 && inside != outside; i++) {
        double middle = (inside + outside) / 2.0;

        if (middle == inside || middle == outside)
            break;
        *(score_miss(r, middle) > 0.0 ? &outside : &inside) = middle;
    }
    return inside;
}

ys_status ys_rates_miettinen_nurminen(ys_interval *out, double x1, double n1, double x2, double n2, double level,
                                      ys_error *err)
{
    ys_status status = check_two(x1, n1, x2, n2, level, err);
    struct two_rates r = { .x1 = x1, .n1 = n1, .x2 = x2, .n2 = n2 };
    double d;

    if (status)
        return status;
    if (n1 + n2 <= 1.0)
        return ys__stats_enough(1, 2, err);
    r.z = ys__normal_z(level);
    d = x1 / n1 - x2 / n2;
    *out = (ys_interval){ .estimate = d, .low = score_limit(&r, d, -1.0), .high = score_limit(&r, d, 1.0) };
    return YS_OK;
}

static ys_interval log_wald(double ratio, double variance, double level)
{
    double factor = exp(ys__normal_z(level) * sqrt(variance));

    return (ys_interval){ .estimate = ratio, .low = ratio / factor, .high = ratio * factor };
}

/* Adds one half to each cell where one of those that are divided by is empty. */
static void mend_zeros(double *x1, double *n1, double *x2, double *n2)
{
    if (*x1 > 0.0 && *x2 > 0.0 && *x1 < *n1 && *x2 < *n2)
        return;
    *x1 += 0.5;
    *x2 += 0.5;
    *n1 += 1.0;
    *n2 += 1.0;
}

ys_status ys_rates_risk_ratio(ys_interval *out, double x1, double n1, double x2, double n2, double level,
                              ys_error *err)
{
    ys_status status = check_two(x1, n1, x2, n2, level, err);

    if (status)
        return status;
    mend_zeros(&x1, &n1, &x2, &n2);
    *out = log_wald(x1 / n1 / (x2 / n2), (1.0 / x1 - 1.0 / n1) + (1.0 / x2 - 1.0 / n2), level);
    return YS_OK;
}

ys_status ys_rates_odds_ratio(ys_interval *out, double x1, double n1, double x2, double n2, double level,
                              ys_error *err)
{
    ys_status status = check_two(x1, n1, x2, n2, level, err);

    if (status)
        return status;
    mend_zeros(&x1, &n1, &x2, &n2);
    *out = log_wald(x1 / (n1 - x1) * ((n2 - x2) / x2), 1.0 / x1 + 1.0 / (n1 - x1) + 1.0 / x2 + 1.0 / (n2 - x2), level);
    return YS_OK;
}

/* Sums over strata. The names follow the four cells: a = x1, b = n1 - x1, c = x2, d = n2 - x2. */
struct strata {
    double weight, difference, difference_var;    /* risk difference */
    double first, second, ratio_var;              /* risk ratio */
    double ad, bc, ad_var, cross_var, bc_var;     /* odds ratio */
    double excess, variance;                      /* test */
};

static void add_stratum(struct strata *sum, const ys_stratum *s)
{
    double a = s->x1, b = s->n1 - a, c = s->x2, d = s->n2 - c, n = s->n1 + s->n2, cases = a + c;
    double p = (a + d) / n, q = (b + c) / n, r = a * d / n, t = b * c / n;

    sum->weight += s->n1 * s->n2 / n;
    sum->difference += (a * s->n2 - c * s->n1) / n;
    sum->difference_var += (a * b * s->n2 * s->n2 / s->n1 + c * d * s->n1 * s->n1 / s->n2) / (n * n);
    sum->first += a * s->n2 / n;
    sum->second += c * s->n1 / n;
    sum->ratio_var += (cases * s->n1 * s->n2 - a * c * n) / (n * n);
    sum->ad += r;
    sum->bc += t;
    sum->ad_var += p * r;
    sum->cross_var += p * t + q * r;
    sum->bc_var += q * t;
    sum->excess += a - s->n1 * cases / n;
    sum->variance += n > 1.0 ? s->n1 * s->n2 * cases * (b + d) / (n * n * (n - 1.0)) : 0.0;
}

static void sum_up(ys_mantel_haenszel *out, const struct strata *s, double level)
{
    const ys_interval none = { NAN, NAN, NAN };
    double z = ys__normal_z(level), half = z * sqrt(s->difference_var) / s->weight, d = s->difference / s->weight;
    double off = fabs(s->excess), chi2;

    out->risk_difference = (ys_interval){ .estimate = d, .low = d - half, .high = d + half };
    out->risk_ratio = s->first > 0.0 && s->second > 0.0
                          ? log_wald(s->first / s->second, s->ratio_var / (s->first * s->second), level) : none;
    out->odds_ratio = none;
    if (s->ad > 0.0 && s->bc > 0.0)
        out->odds_ratio = log_wald(s->ad / s->bc,
                                   s->ad_var / (2.0 * s->ad * s->ad) + s->cross_var / (2.0 * s->ad * s->bc) +
                                       s->bc_var / (2.0 * s->bc * s->bc), level);
    off -= off >= 0.5 ? 0.5 : 0.0;
    chi2 = s->variance > 0.0 ? off * off / s->variance : NAN;
    out->test = (ys_test){ .statistic = chi2, .df = 1.0, .df2 = NAN,
                           .p = isnan(chi2) ? NAN : ys__chisq_upper(chi2, 1.0) };
}

ys_status ys_rates_mantel_haenszel(ys_mantel_haenszel *out, const ys_stratum *strata, size_t k, double level,
                                   ys_error *err)
{
    ys_status status = ys__stats_level(level, err);
    struct strata sums = { 0 };
    ys_mantel_haenszel result = { .strata = 0 };

    if (status)
        return status;
    for (size_t i = 0; i < k; i++) {
        const ys_stratum *s = &strata[i];

        if (!(s->n1 >= s->x1 && s->x1 >= 0.0 && s->n2 >= s->x2 && s->x2 >= 0.0 && isfinite(s->n1 + s->n2)))
            return ys__stats_infinite(err);
        if (s->n1 > 0.0 && s->n2 > 0.0) {
            add_stratum(&sums, s);
            result.strata++;
        }
    }
    status = ys__stats_enough(result.strata, 1, err);
    if (status)
        return status;
    sum_up(&result, &sums, level);
    *out = result;
    return YS_OK;
}

ys_status ys_rates_standardised(ys_interval *out, const double *events, const double *population,
                                const double *standard, size_t k, double multiplier, double level, ys_error *err)
{
    ys_status status = ys__stats_level(level, err);
    double whole = 0.0, rate = 0.0, variance = 0.0, largest = 0.0, low = 0.0;
    double tail = (1.0 - level) / 2.0, more, up;

    if (status)
        return status;
    for (size_t i = 0; i < k; i++) {
        bool good = events[i] >= 0.0 && events[i] <= ys__stats_most && population[i] > 0.0 && standard[i] >= 0.0;

        if (!(good && isfinite(population[i] + standard[i])))
            return ys__stats_infinite(err);
        whole += standard[i];
    }
    if (!(whole > 0.0))
        return ys__stats_enough(0, 1, err);
    for (size_t i = 0; i < k; i++) {
        double weight = standard[i] / whole / population[i];

        rate += weight * events[i];
        variance += weight * weight * events[i];
        largest = fmax(largest, weight);
    }
    more = rate + largest; /* as if one more event came where it weighs most */
    up = variance + largest * largest;
    if (rate > 0.0)
        low = ys__gamma_quantile(tail, rate * rate / variance, false) * variance / rate;
    *out = (ys_interval){ .estimate = rate * multiplier,
                          .low = low * multiplier,
                          .high = ys__gamma_quantile(tail, more * more / up, true) * up / more * multiplier };
    return YS_OK;
}
