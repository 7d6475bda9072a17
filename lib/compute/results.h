/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_RESULTS_H
#define YS_COMPUTE_RESULTS_H

#include <yardstick/aggregate.h>

#include "base/arena.h"

/* The handle of lib/yardstick/aggregate.h: rows whose texts live in its arena. */
struct ys_results {
    ys__arena arena;
    ys_result *rows;
    size_t n, room;
    const char **dims;
    size_t n_dims;
};

/* Appends a row; false when memory is short. */
int ys__results_add(ys_results *results, const ys_result *row);

#endif
