/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_BRIDGE_H
#define YS_COMPUTE_BRIDGE_H

#include "compute/rows.h"

/* Reads rows collected under the version a bridge leads from as the present definition would have them. Rows of other
 * versions are left alone. */
ys_status ys__bridge_rows(ys__rows *rows, const ys__indicator *indicator, ys_error *err);

#endif
