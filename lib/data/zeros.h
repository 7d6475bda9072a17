/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_ZEROS_H
#define YS_DATA_ZEROS_H

#include "data/convert.h"

/* Codes such as 00123 that a spreadsheet took for numbers, 123: seen where the others of the column all have as many
 * digits, zeros in front among them. */

void ys__note_code(ys__codes_seen *seen, ys__slice text);

/* Warns of them. False when memory is short. */
bool ys__find_lost_zeros(ys__conversion *c, const ys__intake *r);

#endif
