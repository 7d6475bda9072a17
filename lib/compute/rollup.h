/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_ROLLUP_H
#define YS_COMPUTE_ROLLUP_H

#include "compute/cube.h"
#include "compute/plan.h"

/* The cells of a cube merged upwards for one grouping. */
typedef struct ys__rollup {
    uint32_t axes;
    ys__groups groups;   /* which cells of the cube fall together */
    ys__cube cube;       /* a cell for each group: all they hold but values */
    uint32_t *order;     /* the groups by period, then in the order of their keys */
    size_t *first;       /* where each period's groups begin in order; n_periods + 1 of them */
} ys__rollup;

/* One for each grouping of the plan, coarser ones from finer ones where they can be. */
ys_status ys__rollups_make(ys__rollup **out, const ys__plan *plan, const ys__cube *cube, ys_error *err);
void ys__rollups_free(ys__rollup *rollups, size_t n);

#endif
