/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_FINISH_H
#define YS_COMPUTE_FINISH_H

#include "compute/figure.h"
#include "compute/results.h"
#include "compute/run.h"

/* Turns the gathered cells into rows of results, in their order. */
ys_status ys__finish(ys_results *out, const ys__plan *plan, const ys__runs *runs, ys_error *err);

/* "ok", "incomplete", ... */
const char *ys__standing_name(ys__standing standing);

#endif
