/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/aggregate.h>

#include <stdbool.h>
#include <stdlib.h>

#include "base/error.h"
#include "compute/finish.h"
#include "compute/run.h"

static ys_status fill(ys_results *results, const ys_aggregate_options *options, int trace, ys_error *err)
{
    ys__runs runs = { 0 };
    ys__plan plan;
    ys_status status = ys__plan_make(&plan, results->store, options, trace, err);

    if (status != YS_OK)
        return status;
    status = ys__runs_make(&runs, &plan, err);
    if (status == YS_OK) {
        status = ys__finish(results, &plan, &runs, err);
        ys__runs_free(&runs, &plan);
    }
    ys__plan_free(&plan);
    return status;
}

ys_status ys__aggregate(ys_results **out, ys_store *store, const ys_aggregate_options *options, int trace,
                        ys_error *err)
{
    ys_results *results = calloc(1, sizeof *results);
    ys_status status = results ? YS_OK : ys__fail_nomem(err);

    if (status == YS_OK && options->as_of)
        status = ys_store_at(&results->past, store, options->as_of, err);
    if (status == YS_OK) {
        results->store = results->past ? results->past : store;
        status = fill(results, options, trace, err);
    }
    if (status != YS_OK)
        ys_results_free(results);
    else
        *out = results;
    return status;
}

ys_status ys_aggregate(ys_results **out, ys_store *store, const ys_aggregate_options *options, ys_error *err)
{
    return ys__aggregate(out, store, options, false, err);
}
