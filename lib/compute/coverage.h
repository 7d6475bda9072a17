/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_COVERAGE_H
#define YS_COMPUTE_COVERAGE_H

#include "compute/plan.h"
#include "store/store.h"

/* Who was expected to report a form in a window, and who did. */

typedef struct ys__partner_coverage {
    bool expected;
    bool only_longer;  /* nothing there, but reports of longer periods that cannot be told apart: a year in a quarter */
    bool only_earlier; /* nothing there, but reports of earlier periods (by date: none for then or later) */
    bool elsewhere;    /* what is due once is there, but is of another period */
    int due, there;    /* reports */
    int months_due, months_there; /* of them, where a report may come month by month */
} ys__partner_coverage;

static inline bool ys__has_reported(const ys__partner_coverage *c)
{
    return c->expected && c->there >= c->due;
}

/* Whether no row means a zero. */
static inline bool ys__gives_zero(const ys__partner_coverage *c)
{
    return ys__has_reported(c) && !c->elsewhere;
}

typedef struct ys__coverage {
    ys__partner_coverage *partners; /* one for each of the initiative's */
    int expected, reported;
    bool by_date;   /* the rows go by a date field */
    bool due_later; /* the form is due for longer periods than the window: nobody is expected */
} ys__coverage;

/* window is that of the reporting period, before any lag. by_date: the rows go by a date field, so that it is enough
 * when the form has come for that period or a later one. */
ys_status ys__coverage_make(ys__coverage *out, const struct ys_initiative *in, const ys__form *form, bool by_date,
                            const ys__submissions *list, ys__period window, ys_error *err);
void ys__coverage_free(ys__coverage *coverage);

#endif
