/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_MAPPED_H
#define YS_DATA_MAPPED_H

#include "data/convert.h"

/* What a partner's mapping does to the cells of a file: their codes stand for ours, their numbers are multiplied, rows
 * are left out, fields without a column have a constant. Nothing of this is on the way of a file without a mapping. */

/* Lets a column whose reading is chosen already be read by its field's mapping. */
void ys__map_intake(ys__intake *r, const ys__field_mapping *mapping);

/* The columns by which rows are skipped, from the source's headers. False when memory is short. */
bool ys__map_skips(ys__conversion *c);

/* Whether a row of the block in hand is one to skip. */
bool ys__is_skipped(const ys__conversion *c, const ys__csv_row *row);

/* Gives every row of a field without a column its constant. False where it has none. */
bool ys__fill_constant(ys__conversion *c, int field, size_t n);

#endif
