/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/aggregate.h>

#include <stdbool.h>
#include <stdlib.h>

#include "base/error.h"
#include "compute/finish.h"
#include "compute/run.h"

ys_status ys__aggregate(ys_results **out, ys_store *store, const ys_aggregate_options *options, int trace,
                        ys_error *err)
{
    ys_results *results = calloc(1, sizeof *results);
    ys__runs runs = { 0 };
    ys__plan plan;
    ys_status status;

    if (results == NULL)
        return ys__fail_nomem(err);
    status = ys__plan_make(&plan, store, options, trace, err);
    if (status == YS_OK) {
        status = ys__runs_make(&runs, &plan, err);
        if (status == YS_OK) {
            status = ys__finish(results, &plan, &runs, err);
            ys__runs_free(&runs, &plan);
        }
        ys__plan_free(&plan);
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
