/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_PEOPLE_H
#define YS_COMPUTE_PEOPLE_H

#include "compute/cube.h"

/* Counts of different ids in groups of cells, for several groupings in one pass over the ids. */

enum { YS__NO_GROUP = -1 };

typedef struct ys__grouped {
    const int32_t *group_of_cell; /* one for each cell of the cube; YS__NO_GROUP: left out */
    size_t n_groups;
    int64_t *count;               /* n_groups: filled */
    int64_t *largest;             /* n_groups: the most that one partner has, filled; NULL: not asked */
    int64_t *partners;            /* n_groups: partners with any, filled; NULL: not asked */
} ys__grouped;

/* An id counts once in each group. False when memory is short. */
bool ys__people_count(ys__grouped *groupings, size_t n, const ys__cube *cube, size_t task);

/* What a count of people needs to know of one group. */
typedef struct ys__unique {
    int64_t count, largest, partners;
} ys__unique;

/* Of every group of several groupings, in one pass: out[g] has groups[g].n of them. */
bool ys__people_in_groups(ys__unique **out, const ys__groups *groups, size_t n, const ys__cube *cube, size_t task,
                          bool by_partner);

/* Of some cells taken together. */
bool ys__people_in_cells(ys__unique *out, const uint32_t *cells, size_t n, const ys__cube *cube, size_t task,
                         bool by_partner);

#endif
