/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_PATTERNS_H
#define YS_DATA_PATTERNS_H

#include "data/import.h"

/* Adds, as warnings, what many findings of a column have in common: columns exchanged or shifted, dates that are all
 * written alike, the same fault in every row. False when memory is short. */
bool ys__find_patterns(ys__import *import);

/* Whether findings of this code are about a column as a whole: one correction of it mends much. */
bool ys__is_cause(const char *code);

#endif
