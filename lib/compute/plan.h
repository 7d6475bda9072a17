/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_PLAN_H
#define YS_COMPUTE_PLAN_H

#include <yardstick/aggregate.h>

#include "base/arena.h"
#include "data/column.h"
#include "model/model.h"

/* What is asked for, resolved: periods and their windows, indicators, groupings over axes. */

enum { YS__AXIS_PARTNER, YS__AXIS_SITE, YS__AXIS_FIRST_DIM, YS__AXES_MAX = 32 };

/* Something results are grouped by. Its values are numbered: first the reasons of missing ones, then the texts. */
typedef struct ys__axis {
    const char *name;                /* as asked: "partner", "site", "gender" */
    const ys__dimension *dimension;  /* NULL: partner, site, or a field with a list */
    ys__dict dict;                   /* grown while rows are read */
} ys__axis;

/* Codes of an axis: 0 is "all of them", then the reasons, then the texts. */
enum { YS__CODE_ALL = 0, YS__CODE_TEXTS = YS__MISSINGS };

typedef struct ys__grouping {
    uint32_t axes;                   /* bit a: grouped by axis a (site implies partner) */
} ys__grouping;

typedef struct ys__plan {
    ys__arena arena;
    struct ys_store *store;
    const struct ys_initiative *in;
    ys__window window;
    ys__period *periods;             /* as asked, in time order, all of the same length */
    size_t n_periods;
    const ys__indicator **indicators; /* asked for, in the order of definition */
    size_t n_indicators;
    ys__axis axes[YS__AXES_MAX];
    size_t n_axes;
    bool keep_values;                /* of means and sums as well, for statistics of their values */
    uint32_t used_axes;              /* those of any grouping */
    size_t submission_axis;          /* the axis of submissions, for traces; 0: none */
    size_t n_listed[YS__AXES_MAX];   /* values of each axis that the definitions list, in their order */
    ys__grouping *groupings;
    size_t n_groupings;
} ys__plan;

/* trace: every grouping once more, split by submission, whose numbers are then the last dimension. */
ys_status ys__plan_make(ys__plan *out, struct ys_store *store, const ys_aggregate_options *options, bool trace,
                        ys_error *err);
void ys__plan_free(ys__plan *plan);

/* The months an indicator's rows must lie in for the i-th period: the window, moved back by the indicator's lag. */
ys__period ys__plan_window(const ys__plan *plan, const ys__indicator *indicator, size_t i);

/* The field of a form that an axis stands for; -1: none. Partner answers -1 as well: it is not a matter of rows. */
int ys__axis_field(const ys__axis *axis, const ys__form *form);

/* The text of a code in results: "" for all, "[not_reported]" for a reason; NULL when memory is short. */
const char *ys__plan_code(const ys__plan *plan, ys__arena *arena, size_t axis, uint32_t code);

/* The order of results: the keys of two groups (the window first, which is not compared), width words each. Partners
 * and categories as defined, other values by their text, missing reasons last. */
int ys__plan_compare(const ys__plan *plan, const uint32_t *x, const uint32_t *y, size_t width);

/* Whether an indicator can be grouped so; if not, *missing names the axis its form lacks. */
bool ys__plan_groups(const ys__plan *plan, const ys__indicator *indicator, const ys__grouping *grouping,
                     const char **missing);

#endif
