/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_SCAN_H
#define YS_COMPUTE_SCAN_H

#include "compute/cube.h"
#include "compute/rows.h"

/* Reads rows into a cube: the one place where measures meet rows. */

/* Where the rows of an indicator go: by a date field or by the row's period, with a lag. Indicators of a form that
 * agree in this share the work. */
typedef struct ys__placement {
    int period_field;
    int lag;
    ys__period *windows;   /* one for each period of the plan, ascending */
    int32_t first_day;     /* a table by day: the windows a date lies in are from[day] to to[day] - 1 */
    size_t n_days;
    uint16_t *from, *to;
} ys__placement;

typedef struct ys__task {
    const ys__indicator *indicator;
    size_t placement;
    bool keeps_period;            /* beside each person, when that was: records of a reach */
    bool reads_window;            /* an expression means another thing in each window */
    int *fields;                  /* those its expressions read */
    size_t n_fields;
} ys__task;

/* The indicators of one form whose rows are chosen alike. */
typedef struct ys__job {
    const ys__plan *plan;
    const ys__form *form;
    ys__task *tasks;
    size_t n_tasks;
    ys__placement *placements;
    size_t n_placements;
    int axis_field[YS__AXES_MAX]; /* field of each axis, -1: none */
    bool *wanted;                 /* form->n: the fields needed */
    bool *packed;                 /* form->n: of these, what only expressions read, a block at a time */
    ys__use *uses;                /* n_tasks */
    ys__shape shape;              /* of its cubes */
    ys__arena arena;
} ys__job;

ys_status ys__job_make(ys__job *out, const ys__plan *plan, const ys__form *form, const ys__indicator *const *indicators,
                       size_t n, ys_error *err);
void ys__job_free(ys__job *job);

/* What reads rows into one cube, submission after submission; each thread has its own. */
typedef struct ys__scanner ys__scanner;

ys_status ys__scanner_make(ys__scanner **out, ys__cube *cube, const ys__job *job, ys_error *err);
void ys__scanner_free(ys__scanner *scanner);

/* Adds rows to the cube. keep: a flag a row, NULL: all. window: -1: each row by its placement; else all rows go into
 * this window. partner: index in the partner axis. */
ys_status ys__scan(ys__scanner *scanner, const ys__rows *rows, const uint8_t *keep, int window, uint32_t partner,
                   ys_error *err);

#endif
