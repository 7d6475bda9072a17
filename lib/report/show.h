/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_SHOW_H
#define YS_REPORT_SHOW_H

#include <yardstick/aggregate.h>

#include "base/buffer.h"
#include "model/model.h"
#include "model/show.h"

/* What a value rests on: "61 of 100" for a share, "n = 57" for a mean or a median, nothing for a sum. */
void ys__show_basis(ys__buffer *to, const ys_result *r, const ys__indicator *indicator);

/* How far apart two values are, "3.2 points": a distance has no sign. */
void ys__show_distance(ys__buffer *to, const ys__indicator *indicator, double x);

/* Words of a result's status, such as "no data". */
const char *ys__status_title(const char *status);

/* The name of a code of a dimension (or of a field's list); "[not_reported]" as "(not reported)"; else the code. */
void ys__show_category(ys__buffer *to, const struct ys_initiative *in, const char *dimension, const char *code);
const char *ys__dimension_title(const struct ys_initiative *in, const char *dimension);

/* Title of a partner or of its site; the id where it is not (or no longer) defined, "" for "". */
const char *ys__partner_title(const struct ys_initiative *in, const char *partner);
const char *ys__site_title(const struct ys_initiative *in, const char *partner, const char *site);

#endif
