/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_WANTED_H
#define YS_REPORT_WANTED_H

#include "model/model.h"
#include "report/rows.h"

/* All results an initiative has, each broken down by what its indicator names: for workbooks and exports. */

/* One grouping for the whole, one for partners, and one for each thing any indicator is broken down by; the array is
 * the caller's. */
ys_status ys__groupings_list(const char ***by, size_t *n, const struct ys_initiative *in, ys_error *err);

/* Whether an indicator asked to be broken down like this, and the result is not among those taken already. */
bool ys__result_wanted(const ys__rows *taken, const ys_result *r, const ys__indicator *indicator);

#endif
