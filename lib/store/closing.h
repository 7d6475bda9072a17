/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_CLOSING_H
#define YS_STORE_CLOSING_H

#include "store/supersede.h"

/* Closed periods, from the events of the log: a month is closed when the newest event about a period that holds it
 * closes it. So a closed year closes its quarters, and one of them can be reopened. */

/* A period that was closed or opened again. */
typedef struct ys__closing {
    ys__period period;
    int64_t at;
    int64_t number; /* of the event */
    bool closed;
    char actor[64];
} ys__closing;

/* All such events in their order. Zero-initialise. */
typedef struct ys__closings {
    ys__closing *items;
    size_t n, room;
    int64_t seen; /* number of the newest event looked at */
} ys__closings;

/* Reads the events that came since the last call. */
ys_status ys__closings_read(ys__closings *all, const struct ys_store *store, ys_error *err);
void ys__closings_free(ys__closings *all);

/* What closed a period whole (the newest such event for any of its months); NULL: some month of it is open. */
const ys__closing *ys__closings_of(const ys__closings *all, ys__period period);

/* The newest event that closed any month of a period; NULL: all of it is open. */
const ys__closing *ys__closings_within(const ys__closings *all, ys__period period);

/* What keeps a new submission out: all of its period is closed, or (a year's, some of whose quarters are closed) its
 * rows have periods of their own, or one of a closed period would stop counting. NULL: nothing does. */
const ys__closing *ys__closings_bar(const ys__closings *all, const ys__rivals *rivals);

/* "FY2018Q1 (1 Jul – 30 Sep 2017) was closed on 2018-08-15 by ana". */
void ys__closing_tell(ys__buffer *to, const ys__closing *closing, const ys__calendar *calendar);

#endif
