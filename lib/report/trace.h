/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_TRACE_H
#define YS_REPORT_TRACE_H

#include <yardstick/trace.h>

#include "base/buffer.h"
#include "model/model.h"

/* The table for programs. */
ys_status ys__trace_table(ys_table **out, const ys_trace *trace, ys_error *err);

/* The indicator of the i-th result. */
const ys__indicator *ys__trace_indicator(const ys_trace *trace, size_t i);

/* Counts by reason, "2 refused, 14 unknown" and "4 Institutionalized; 6 Deceased"; nothing where all are 0. Answers
 * their sum. */
long long ys__trace_missing(ys__buffer *to, const int64_t *missing);
long long ys__trace_excluded(ys__buffer *to, const ys__indicator *indicator, const int64_t *excluded);

/* Titles of the fields that an indicator's measure, conditions and date speak of, a line for each. */
void ys__put_field_titles(ys__buffer *to, const ys__indicator *indicator);

#endif
