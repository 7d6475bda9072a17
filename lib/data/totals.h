/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_TOTALS_H
#define YS_DATA_TOTALS_H

#include "data/convert.h"

/* Says of the row that sums up all others, and is left out, where it does not add up. False when memory is short. */
bool ys__check_total(ys__conversion *c);

#endif
