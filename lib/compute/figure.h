/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_FIGURE_H
#define YS_COMPUTE_FIGURE_H

#include "compute/cube.h"
#include "compute/people.h"
#include "compute/rollup.h"

typedef enum ys__standing { YS__OK, YS__INCOMPLETE, YS__HIDDEN, YS__NO_DATA, YS__REFUSED_RESULT } ys__standing;

/* A measure's answer for some cells taken together. Numbers that are not there are NaN. */
typedef struct ys__figure {
    ys__standing standing;
    double value, numerator, denominator, low, high;
    int64_t n;
    const char *why;                 /* a sentence, when there is a reason to tell; else NULL */
    int64_t missing[YS__MISSINGS];
    int64_t longer;
} ys__figure;

/* Whether an indicator counts people whom each partner numbers for itself: the same person may stand at several. */
bool ys__people_by_partner(const ys__indicator *indicator);

/* The answer from n cells of a settled cube. excluded: room for the indicator's exclusions, filled. unique: of these
 * cells; needed by distinct() alone. */
ys_status ys__figure_make(ys__figure *out, int64_t *excluded, const ys__cube *cube, size_t task,
                          const ys__indicator *indicator, const uint32_t *cells, size_t n, const ys__unique *unique,
                          ys_error *err);

/* Parts of intervals that depend on the size of a group alone, which many groups share: found once and remembered, by
 * measure and size. Zero-initialise; one for each thread. */
typedef struct ys__limits {
    bool known;
    ys__measure_kind kind;
    double n, p;
    double low, high;
} ys__limits;

typedef struct ys__memo {
    ys__limits limits[1024];
} ys__memo;

/* The same for a group of a rollup of the cube. */
ys_status ys__figure_of_group(ys__figure *out, int64_t *excluded, const ys__cube *cube, const ys__rollup *rollup,
                              size_t group, size_t task, const ys__indicator *indicator, const ys__unique *unique,
                              ys__memo *memo, ys_error *err);

/* Whether nothing is a number for a measure: nothing counted, nothing added. */
bool ys__measure_has_zero(ys__measure_kind kind);

/* With no row at all: nothing of it (zero) if everything was reported, else no data. */
void ys__figure_empty(ys__figure *out, const ys__indicator *indicator, bool reported);

#endif
