/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_BREAKS_H
#define YS_COMPUTE_BREAKS_H

#include "compute/run.h"

/* Where the series of an indicator breaks: what counts in a period was collected by other definitions of the indicator
 * (its measure, its conditions, what its form says of the fields in them) than what counts in the period before, and no
 * bridge leads over. A breakdown also breaks where its categories changed. */
typedef struct ys__breaks {
    ys__arena arena;
    const char **versions; /* by ys__breaks_place: the version it changed to; NULL: no break. NULL: none anywhere */
    bool *mixed;           /* likewise: what is pooled there was itself collected by several definitions */
    size_t n_periods, n_axes, n_partners;
} ys__breaks;

ys_status ys__breaks_make(ys__breaks *out, const ys__plan *plan, const ys__runs *runs, ys_error *err);
void ys__breaks_free(ys__breaks *breaks);

/* By indicator and period of the plan, of one partner (index) or all (-1): axis 0 is the indicator itself, the others
 * are those of breakdowns. */
static inline size_t ys__breaks_place(const ys__breaks *b, size_t indicator, size_t axis, int partner, size_t period)
{
    return ((indicator * b->n_axes + axis) * (b->n_partners + 1) + (size_t)(partner + 1)) * b->n_periods + period;
}

/* The version a series changed to in a period, grouped by these axes; NULL: it goes on. */
const char *ys__breaks_at(bool *mixed, const ys__breaks *breaks, size_t indicator, uint32_t axes, int partner,
                          size_t period);

#endif
