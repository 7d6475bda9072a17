/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_FORMULA_H
#define YS_COMPUTE_FORMULA_H

#include "base/buffer.h"
#include "compute/figure.h"
#include "compute/run.h"

/* Indicators made of indicators: recomputed from the parts' cells, over the partners that have all parts. */

/* The answer for a group's key (window, then axes). note: names the partners left out. */
ys_status ys__formula_make(ys__figure *out, ys__buffer *note, const ys__indicator *indicator, const ys__plan *plan,
                           const ys__runs *runs, uint32_t axes, const uint32_t *key, ys_error *err);

#endif
