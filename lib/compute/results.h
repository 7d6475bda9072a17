/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_RESULTS_H
#define YS_COMPUTE_RESULTS_H

#include <yardstick/aggregate.h>

#include "base/arena.h"

/* The handle of lib/yardstick/aggregate.h: rows whose texts live in its arena. */
struct ys_results {
    ys__arena arena;
    ys_store *store;   /* they were made from: its definitions tell what they mean */
    ys_store *past;    /* the same where it is a view made for them; NULL: it is the caller's */
    ys_result *rows;
    size_t n, room;
    const char **dims;
    size_t n_dims;
};

/* ys_aggregate, with trace as for ys__plan_make. */
ys_status ys__aggregate(ys_results **out, ys_store *store, const ys_aggregate_options *options, int trace,
                        ys_error *err);

/* Appends a row; false when memory is short. */
int ys__results_add(ys_results *results, const ys_result *row);

#endif
