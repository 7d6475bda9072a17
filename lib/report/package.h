/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_PACKAGE_H
#define YS_REPORT_PACKAGE_H

#include "base/buffer.h"
#include "report/export_results.h"
#include "store/plain.h"

/* A folder of plain CSV files: submissions.csv, and FORM.csv with the rows of each form; as a data package also
 * results.csv and datapackage.json, which says what stands in them. */

/* What a column of these files holds, in the words of Table Schema. */
typedef struct ys__package_column {
    const char *name, *type, *title, *description;
} ys__package_column;

/* Columns of submissions.csv. */
enum { YS__SUBMISSION_COLUMNS = 11 };
extern const ys__package_column ys__submission_columns[YS__SUBMISSION_COLUMNS];

/* The columns of a form's file: some of those of the plain table, and after the fixed ones whether the row counts. */
extern const ys__package_column ys__record_columns[];
enum { YS__RECORD_COLUMNS = 7 };

/* The file of a form's rows, in the caller's room. */
void ys__package_file(char *to, size_t size, const ys__form *form);

/* datapackage.json of the folder, whose files are written: it tells their sizes and hashes. */
ys_status ys__package_describe(ys__buffer *to, ys_store *store, const char *folder, const ys__all_results *results,
                               int64_t created, ys_error *err);

#endif
