/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_ROWS_H
#define YS_COMPUTE_ROWS_H

#include "compute/plan.h"
#include "store/packed.h"

/* Which rows count: of all submissions of a form, those that no newer one has superseded (DESIGN: events, registers,
 * latest). */

/* The columns of one submission that somebody asked for, by field of the form; NULL where it has none. */
typedef struct ys__rows {
    const ys__submission *submission;
    size_t n;
    ys__column *columns;          /* form->n, empty where not loaded */
    const ys__column **by_field;  /* form->n */
    ys__packed *packed;           /* form->n: those that were to stay packed, in no other of the two; NULL: none is */
} ys__rows;

/* wanted and packed: form->n flags, NULL: none. The store is asked one thread at a time. */
ys_status ys__rows_load(ys__rows *out, const ys__plan *plan, const ys__form *form, const ys__submission *submission,
                        const bool *wanted, const bool *packed, ys_error *err);
void ys__rows_free(ys__rows *rows, const ys__form *form);

/* The row's own period: that of its period field, else the submission's. months 0: missing. */
ys__period ys__rows_period(const ys__rows *rows, const ys__form *form, size_t row);

typedef struct ys__chosen {
    uint32_t submission;          /* index in the list */
    uint8_t *keep;                /* one flag a row; NULL: all rows */
} ys__chosen;

typedef struct ys__choice {
    ys__chosen *items;
    size_t n, room;
} ys__choice;

void ys__choice_free(ys__choice *choice);

/* Rows of events: per partner and row period (and site), those of the newest submission that covers it. */
ys_status ys__choose_events(ys__choice *out, const ys__plan *plan, const ys__form *form, const ys__submissions *list,
                            ys_error *err);

/* Rows of a register: the newest state of each key, from submissions for periods that end before the given month
 * (INT32_MAX: all). */
ys_status ys__choose_register(ys__choice *out, const ys__plan *plan, const ys__form *form, const ys__submissions *list,
                              int32_t before_month, ys_error *err);

/* Of the rows chosen, the newest of each thing (as the indicator names it) whose period the window holds; with carry,
 * also those from before the window. oldest: the earliest period a row was taken from, months 0 when all are of the
 * window. */
ys_status ys__choose_latest(ys__choice *out, ys__period *oldest, const ys__choice *from, const ys__plan *plan,
                            const ys__indicator *indicator, const ys__submissions *list, ys__period window,
                            ys_error *err);

/* 128-bit keys of rows over some fields (texts by their letters, so that they agree between submissions). */
ys__id *ys__rows_keys(const ys__rows *rows, const int *fields, size_t n_fields);

#endif
