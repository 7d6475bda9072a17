/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_CHOICE_H
#define YS_COMPUTE_CHOICE_H

#include "compute/rows.h"

/* Which rows count: of all submissions of a form, those that no newer one has superseded (DESIGN: events, registers,
 * latest). */

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

#endif
