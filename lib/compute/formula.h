/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_FORMULA_H
#define YS_COMPUTE_FORMULA_H

#include "base/buffer.h"
#include "compute/figure.h"
#include "compute/run.h"

/* Indicators made of indicators: recomputed from the parts' cells, over the partners that have all parts. */

/* The answer for a group's key (window, then axes). period: that of the plan, whose coverage tells who has reported.
 * note: names the partners left out; left_out marks them as well (one of each of the initiative's; may be NULL). */
ys_status ys__formula_make(ys__figure *out, ys__buffer *note, bool *left_out, const ys__indicator *indicator,
                           const ys__plan *plan, const ys__runs *runs, size_t period, uint32_t axes,
                           const uint32_t *key, ys_error *err);

enum { YS__FORMULA_FORMS = 64 }; /* whose coverage is looked at */

/* Who is expected to have all parts, and has reported them all. Freed with ys__coverage_free. */
ys_status ys__formula_coverage(ys__coverage *out, const ys__indicator *indicator, const ys__plan *plan,
                               const ys__runs *runs, size_t period, ys_error *err);

#endif
