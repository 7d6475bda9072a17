/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_RUN_H
#define YS_COMPUTE_RUN_H

#include "compute/coverage.h"
#include "compute/cube.h"
#include "compute/plan.h"
#include "compute/scan.h"

/* The reading of rows: indicators whose rows are chosen alike share a run, and a run ends with a settled cube. */

typedef enum ys__choosing {
    YS__CHOOSE_EVENTS,
    YS__CHOOSE_REGISTER_NEWEST, /* the newest state known, rows go by their date */
    YS__CHOOSE_REGISTER_STATE,  /* the state at the end of each window */
    YS__CHOOSE_LATEST,          /* the newest row of each thing in each window */
    YS__CHOOSE_EACH             /* the rows of each thing in each window, joined */
} ys__choosing;

typedef struct ys__run {
    const ys__form *form;
    ys__choosing choosing;
    int lag;                           /* where rows depend on the window */
    const ys__indicator **indicators;  /* its tasks, in their order */
    size_t n_indicators;
    ys__submissions list;
    ys__job job;
    ys__cube cube;
    ys__coverage *coverage[2];         /* one for each period of the plan; [1] for indicators that go by date */
    ys__period *oldest;                /* of LATEST: for each period, where the oldest value was carried from */
} ys__run;

typedef struct ys__runs {
    ys__run *items;
    size_t n;
} ys__runs;

/* Reads everything the indicators of the plan (and the parts of its formulas) need. */
ys_status ys__runs_make(ys__runs *out, const ys__plan *plan, ys_error *err);
void ys__runs_free(ys__runs *runs, const ys__plan *plan);

/* Where an indicator's numbers are. */
ys__run *ys__runs_find(const ys__runs *runs, const ys__indicator *indicator, size_t *task);

static inline const ys__coverage *ys__run_coverage(const ys__run *run, const ys__indicator *indicator, size_t period)
{
    return &run->coverage[indicator->period_field >= 0][period];
}

#endif
