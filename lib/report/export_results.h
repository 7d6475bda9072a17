/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_EXPORT_RESULTS_H
#define YS_REPORT_EXPORT_RESULTS_H

#include "report/rows.h"

/* All results of all periods, each broken down by what its indicator names. */
typedef struct ys__all_results {
    ys_results *results; /* NULL: the store is empty */
    ys__rows rows;
    const char **dims;   /* of the rows */
} ys__all_results;

ys_status ys__all_results_make(ys__all_results *out, ys_store *store, ys_error *err);
void ys__all_results_free(ys__all_results *all);

/* As CSV, exactly as `aggregate --format csv` has them, into a file. */
ys_status ys__all_results_write(const ys__all_results *all, const char *path, ys_error *err);

#endif
