/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_EVAL_H
#define YS_DATA_EVAL_H

#include "base/error.h"
#include "data/column.h"
#include "model/expr.h"

/* Evaluates an expression over rows [first, first + n) of a set of columns, a node at a time over all rows. */

/* Where values come from: columns[field] is NULL for a field the rows do not have (NOT_COLLECTED throughout). */
typedef struct ys__eval_rows {
    const ys__column *const *columns;
    size_t first, n;
    int32_t period_start, period_end; /* days: of the window */
} ys__eval_rows;

/* Logic: 0 false, 1 true, 2 unknown. */
enum { YS__FALSE, YS__TRUE, YS__MAYBE };

/* Values are doubles (dates as days, booleans 0 and 1); why[i] is the reason a value is missing, or YS__MISSING_NONE
 * (a division by zero is YS__NOT_APPLICABLE). Both arrays hold n elements and are the caller's. */
ys_status ys__eval_numbers(const ys__expr *expr, const ys__eval_rows *rows, double *values, uint8_t *why,
                           ys_error *err);
ys_status ys__eval_logic(const ys__expr *expr, const ys__eval_rows *rows, uint8_t *truth, ys_error *err);

/* Logic, and where it is unknown the reason (elsewhere YS__MISSING_NONE). */
ys_status ys__eval_truth(const ys__expr *expr, const ys__eval_rows *rows, uint8_t *truth, uint8_t *why, ys_error *err);

/* Marks in uses[field] the fields an expression reads. */
void ys__expr_fields(const ys__expr *expr, bool *uses);

#endif
