/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_ROWS_H
#define YS_REPORT_ROWS_H

#include <yardstick/table.h>

#include "base/buffer.h"

/* Results as the report layer takes them: those of an aggregation, or a choice of them. Everything is borrowed. */
typedef struct ys__rows {
    const ys_result **items;
    size_t n;
    const char *const *dims;
    size_t n_dims;
} ys__rows;

/* The columns of `aggregate`, before and after its dimensions. Also those of the workbook's Data. */
extern const char *const ys__result_columns_before[];
extern const char *const ys__result_columns_after[];
enum { YS__RESULT_BEFORE = 5, YS__RESULT_AFTER = 10 };

/* A result's numbers in the order of the columns after the dimensions: value to partners_expected. */
enum { YS__RESULT_NUMBERS = 8 };
void ys__result_numbers(const ys_result *r, double numbers[YS__RESULT_NUMBERS]);

/* Words of a window: "the year to date". */
const char *ys__window_title(const char *window);

/* For people and for JSON; and as CSV with the same columns. */
ys_status ys__rows_table(ys_table **out, const ys__rows *rows, const ys_initiative *initiative, ys_error *err);
ys_status ys__rows_csv(const ys__rows *rows, ys__buffer *to, ys_error *err);

#endif
