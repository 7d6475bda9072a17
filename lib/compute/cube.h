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
    uint32_t missing;               /* inputs left out: a place in the cube's misses, from 1; 0: none */
} ys__tally;

/* Inputs left out, by reason. */
typedef struct ys__misses {
    int64_t n[YS__MISSINGS];
} ys__misses;

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

/* Values of one cell that stand one after another. */
typedef struct ys__stretch {
    uint32_t cell, n;
} ys__stretch;

/* Values that cannot be merged into a number: of medians (value), of people (id), of reach (both). While they are
 * gathered stretches tell whose they are; once settled those of a cell stand together. */
typedef struct ys__values {
    double *value;                  /* NULL unless the measure takes values */
    ys__id *id;                     /* NULL unless the measure takes ids */
    size_t n, room;
    ys__stretch *stretches;
    size_t n_stretches, room_stretches;
    struct ys__values *more;        /* gathered by other threads */
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
    ys__misses *misses;
    size_t n_misses, room_misses;
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

/* Room for n more values; with_value and with_id say which of the two the measure keeps. The caller writes them from
 * place to->n on, and says then how many they are and whose. */
bool ys__values_reserve(ys__values *to, size_t n, bool with_value, bool with_id);
bool ys__values_close(ys__values *to, uint32_t cell, size_t n);

void ys__tally_reset(ys__tally *tally);
void ys__tally_merge(ys__tally *to, const ys__tally *from); /* all but what is missing */

/* Counts inputs that are not there. */
bool ys__cube_miss(ys__cube *cube, ys__tally *tally, ys__missing reason, int64_t n);

/* Those counted; NULL: none. */
static inline const ys__misses *ys__cube_misses(const ys__cube *cube, const ys__tally *tally)
{
    return tally->missing ? &cube->misses[tally->missing - 1] : NULL;
}

/* Adds all of from to to; values are moved, not copied. */
bool ys__cube_merge(ys__cube *to, ys__cube *from);

/* Puts the values in the order of their cells, once all are gathered; those that are ids alone stay as they are. */
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

/* A cube with a cell for each group, in their order, that holds all of its cells but the values. */
bool ys__cube_roll_up(ys__cube *out, const ys__cube *cube, const ys__groups *groups);

#endif
