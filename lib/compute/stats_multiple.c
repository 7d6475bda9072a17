/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_compare.h>

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "compute/stats_common.h"

/* A p value at its place in the caller's array. */
struct placed {
    double p;
    size_t at;
};

static int by_p(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;

    return x->p != y->p ? (x->p > y->p) - (x->p < y->p) : (x->at > y->at) - (x->at < y->at);
}

/* The p values that are not missing, smallest first. */
static ys_status place(struct placed **out, size_t *used, const double *p, size_t n, ys_error *err)
{
    struct placed *list = malloc((n + 1) * sizeof *list);

    if (list == NULL)
        return ys__fail_nomem(err);
    *used = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] < 0.0 || p[i] > 1.0) {
            free(list);
            return ys__stats_infinite(err);
        }
        if (!isnan(p[i]))
            list[(*used)++] = (struct placed){ p[i], i };
    }
    qsort(list, *used, sizeof *list, by_p);
    *out = list;
    return YS_OK;
}

ys_status ys_adjust_holm(double *out, const double *p, size_t n, ys_error *err)
{
    struct placed *list;
    size_t used;
    ys_status status = place(&list, &used, p, n, err);
    double largest = 0.0;

    if (status)
        return status;
    for (size_t i = 0; i < n; i++)
        out[i] = isnan(p[i]) ? NAN : 1.0;
    for (size_t i = 0; i < used; i++) {
        largest = fmax(largest, fmin(1.0, list[i].p * (double)(used - i)));
        out[list[i].at] = largest;
    }
    free(list);
    return YS_OK;
}

ys_status ys_adjust_bh(double *out, const double *p, size_t n, ys_error *err)
{
    struct placed *list;
    size_t used;
    ys_status status = place(&list, &used, p, n, err);
    double smallest = 1.0;

    if (status)
        return status;
    for (size_t i = 0; i < n; i++)
        out[i] = isnan(p[i]) ? NAN : 1.0;
    for (size_t i = used; i > 0; i--) {
        smallest = fmin(smallest, list[i - 1].p * (double)used / (double)i);
        out[list[i - 1].at] = smallest;
    }
    free(list);
    return YS_OK;
}
