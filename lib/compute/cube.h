/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_CUBE_H
#define YS_COMPUTE_CUBE_H

#include "compute/exact.h"
#include "compute/plan.h"

/* Everything the measures need, gathered in the finest cells asked for (window, partner, site, dimensions) and merged
 * upwards afterwards: numerators and denominators, exact sums, extremes, and for people and medians the values. Cubes
 * of parts of the data merge into the cube of the whole, in any order, to the last bit. */

/* What one measure has gathered in one cell. */
typedef struct ys__tally {
    int64_t n;                      /* rows with a known input: in the window, where true, not excluded */
    int64_t numerator, denominator; /* counts; for count() the numerator */
    double min, max;                /* NaN: no value */
    int64_t *missing;               /* inputs left out, by reason; NULL: none */
} ys__tally;

/* Sums a measure may keep beside its tally. */
typedef enum ys__sum {
    YS__SUM_A,       /* of the first input */
    YS__SUM_B,       /* of the second: weights, denominators */
    YS__SUM_SQUARES, /* of the first one's squares */
    YS__SUMS
} ys__sum;

/* How a measure uses a cube. */
typedef struct ys__use {
    size_t placement;
    size_t sums[YS__SUMS];          /* place of each sum among those of a cell; SIZE_MAX: not kept */
    size_t values;                  /* the task whose values these are: its own, or one of the same inputs */
} ys__use;

/* Where rows went, per cell and placement. */
typedef struct ys__presence {
    int64_t placed;                 /* rows in the window */
    int64_t longer;                 /* rows left out because their period is longer than the window */
} ys__presence;

/* Values that cannot be merged into a number: of medians (value), of people (id), of reach (both). */
typedef struct ys__values {
    uint32_t *cell;
    double *value;                  /* NULL unless the measure takes values */
    ys__id *id;                     /* NULL unless the measure takes ids */
    size_t n, room;
    size_t *first;                  /* once settled: where each cell's values begin; cells + 1 of them */
} ys__values;

typedef struct ys__cube {
    size_t n_tasks, width;          /* width: words of a cell's key: window, then a code per axis of the plan */
    size_t n_exclusions;            /* the most any task has */
    size_t n_sums, n_placements;    /* of a cell */
    const ys__use *uses;            /* n_tasks; borrowed */
    size_t n, room;
    uint32_t *keys;                 /* n * width */
    ys__tally *tallies;             /* n * n_tasks */
    ys__exact *sums;                /* n * n_sums */
    ys__presence *presence;         /* n * n_placements */
    int64_t *excluded;              /* n * n_tasks * n_exclusions */
    ys__values *values;             /* n_tasks */
    uint32_t *slots;                /* open addressing: cell + 1 */
    size_t n_slots;
} ys__cube;

/* The shape of a cube. */
typedef struct ys__shape {
    size_t n_tasks, n_axes, n_exclusions, n_sums, n_placements;
    const ys__use *uses;            /* n_tasks; must outlive the cube */
} ys__shape;

bool ys__cube_make(ys__cube *out, const ys__shape *shape);
void ys__cube_free(ys__cube *cube);

/* The cell of a key, made if need be; -1 when memory is short. */
int64_t ys__cube_cell(ys__cube *cube, const uint32_t *key);

static inline ys__tally *ys__cube_tally(const ys__cube *cube, size_t cell, size_t task)
{
    return &cube->tallies[cell * cube->n_tasks + task];
}

/* A sum that the task keeps. */
static inline ys__exact *ys__cube_sum(const ys__cube *cube, size_t cell, size_t task, ys__sum sum)
{
    return &cube->sums[cell * cube->n_sums + cube->uses[task].sums[sum]];
}

static inline ys__presence *ys__cube_presence(const ys__cube *cube, size_t cell, size_t placement)
{
    return &cube->presence[cell * cube->n_placements + placement];
}

static inline int64_t *ys__cube_excluded(const ys__cube *cube, size_t cell, size_t task)
{
    return &cube->excluded[(cell * cube->n_tasks + task) * cube->n_exclusions];
}

/* Adds a value; with_value and with_id say which of the two the measure keeps. */
bool ys__values_add(ys__values *to, uint32_t cell, bool with_value, double value, bool with_id, ys__id id);

void ys__tally_reset(ys__tally *tally);
bool ys__tally_miss(ys__tally *tally, ys__missing reason); /* counts an input that is not there */
bool ys__tally_merge(ys__tally *to, const ys__tally *from);
void ys__tally_free(ys__tally *tally);

/* Adds all of from to to. */
bool ys__cube_merge(ys__cube *to, const ys__cube *from);

/* Puts the values in the order of their cells, once all are gathered. */
bool ys__cube_settle(ys__cube *cube);

/* The cells that fall together when results are grouped by some axes alone. */
typedef struct ys__groups {
    size_t n, width;
    uint32_t *keys;                 /* n * width, as a cell's key with YS__CODE_ALL for the other axes */
    size_t *first;                  /* n + 1: where each group's cells begin */
    uint32_t *cells;
} ys__groups;

bool ys__groups_make(ys__groups *out, const ys__cube *cube, uint32_t axes);
void ys__groups_free(ys__groups *groups);
int64_t ys__groups_find(const ys__groups *groups, const uint32_t *key); /* -1: no such group */

#endif
