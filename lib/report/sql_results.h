/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_SQL_RESULTS_H
#define YS_REPORT_SQL_RESULTS_H

#include "base/buffer.h"
#include "report/export_results.h"
#include "store/sql_extra.h"

/* The table of results for SQL. They are computed when a query first names it. */
typedef struct ys__sql_results {
    ys__sql_extra extra;
    ys__all_results all;
    ys__buffer declaration;
    ys__plain_cell *cells;
} ys__sql_results;

void ys__sql_results_start(ys__sql_results *out);
void ys__sql_results_free(ys__sql_results *results);

#endif
