/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ref.h"

#include <yardstick/stats_regression.h>

enum { ROOM = 64 };

static void put(struct ref_case *c, const ys_regression *r, const ys_regression_term *terms, size_t k)
{
    double coefficient[ROOM], error[ROOM], t[ROOM], p[ROOM], low[ROOM];

    for (size_t j = 0; j < k; j++) {
        coefficient[j] = terms[j].coefficient.estimate;
        low[j] = terms[j].coefficient.low;
        error[j] = terms[j].error;
        t[j] = terms[j].test.statistic;
        p[j] = terms[j].test.p;
    }
    ref_put1(c, "n", (double)r->n);
    ref_put(c, "coefficients", coefficient, k);
    ref_put(c, "errors", error, k);
    ref_put(c, "t", t, k);
    ref_put(c, "p_values", p, k);
    ref_put(c, "low", low, k);
    ref_put1(c, "r2", r->r2);
    ref_put1(c, "adjusted_r2", r->adjusted_r2);
    ref_put1(c, "residual_sd", r->residual_sd);
    ref_put1(c, "f", r->test.statistic);
    ref_put1(c, "f_p", r->test.p);
}

static void linear(struct ref_case *c)
{
    size_t n, size, p = (size_t)ref_number(c, "p");
    const double *y = ref_values(c, "y", &n), *x = ref_values(c, "x", &size);
    ys_regression_term terms[ROOM];
    ys_regression r;

    if (ref_ok(c, ys_regression_fit(&r, terms, y, x, n, p, ref_number(c, "level"), NULL)))
        put(c, &r, terms, p + 1);
}

static void newey_west(struct ref_case *c)
{
    size_t n, size, p = (size_t)ref_number(c, "p");
    const double *y = ref_values(c, "y", &n), *x = ref_values(c, "x", &size);
    ys_regression_term terms[ROOM];
    ys_regression r;

    if (ref_ok(c, ys_regression_newey_west(&r, terms, y, x, n, p, (unsigned)ref_number(c, "lags"),
                                           ref_number(c, "level"), NULL)))
        put(c, &r, terms, p + 1);
}

const struct ref_adapter ref_regression[] = {
    { "linear", linear },
    { "newey_west", newey_west },
    { NULL, NULL },
};
