/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_SELECT_H
#define YS_COMPUTE_SELECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Finite values in pieces: those of cells[0] .. cells[n_cells - 1], each from values[first[cell]] on. */
typedef struct ys__pieces {
    const double *values;
    const size_t *first;
    const uint32_t *cells;
    size_t n_cells;
} ys__pieces;

size_t ys__pieces_count(const ys__pieces *pieces);

/* The values that would stand at some ranks (at most 8, from 0, below the count) if all were sorted, in time linear in
 * the count: only the values near the ranks are ever put in order. low and high are the extremes. False when memory is
 * short. */
bool ys__select(double *out, const size_t *ranks, size_t n_ranks, const ys__pieces *pieces, double low, double high);

#endif
