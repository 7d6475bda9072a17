/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_GATHER_H
#define YS_COMPUTE_GATHER_H

#include "compute/block.h"

/* Measures meet rows here: each indicator takes a block of rows, in the order of their cells, into the cube. */

/* Adds the rows of some spans to what a task has gathered; expressions see the window. */
ys_status ys__gather(ys__block *block, size_t task, const ys__span *spans, size_t n_spans, ys__period window,
                     ys_error *err);

#endif
