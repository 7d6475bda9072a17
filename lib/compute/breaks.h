/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_BREAKS_H
#define YS_COMPUTE_BREAKS_H

#include "compute/run.h"

/* Where the series of an indicator breaks: the newest submission for a period was checked with another definition of
 * the indicator (its measure, its conditions, what its form says of the fields in them) than that for the period
 * before, and no bridge leads over. */
typedef struct ys__breaks {
    ys__arena arena;
    const char **versions; /* by indicator and period of the plan: the version it changed to; NULL: no break */
    size_t n_periods;
} ys__breaks;

ys_status ys__breaks_make(ys__breaks *out, const ys__plan *plan, const ys__runs *runs, ys_error *err);
void ys__breaks_free(ys__breaks *breaks);

static inline const char *ys__breaks_at(const ys__breaks *breaks, size_t indicator, size_t period)
{
    return breaks->versions ? breaks->versions[indicator * breaks->n_periods + period] : NULL;
}

#endif
