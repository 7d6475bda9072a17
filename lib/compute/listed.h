/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_LISTED_H
#define YS_COMPUTE_LISTED_H

#include "data/column.h"

/* Results are grouped by codes. A field with an enum that is no text (a grade from 1 to 5, a year) keeps its values in
 * a column of another kind: here they get the codes of the list, and stand as texts where the list lacks them. */
bool ys__column_listed(ys__column *out, const ys__column *from, const ys__field *field);

#endif
