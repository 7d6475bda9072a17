/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_JOIN_H
#define YS_COMPUTE_JOIN_H

#include "compute/choice.h"

/* "each": the rows of one thing (a participant) within a window joined into one row: numbers add, everything else is
 * the newest value known. */
typedef struct ys__joined {
    ys__rows rows;
    uint32_t *partner; /* of each row: index in the partner axis, that of its newest row */
} ys__joined;

/* wanted: the fields to join; the rows chosen are those whose period (or date, by the indicator's period field) the
 * window holds. */
ys_status ys__join(ys__joined *out, const ys__plan *plan, const ys__indicator *indicator, const bool *wanted,
                   const ys__choice *choice, const ys__submissions *list, ys__period window, ys_error *err);
void ys__joined_free(ys__joined *joined, const ys__form *form);

#endif
