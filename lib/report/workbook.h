/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_WORKBOOK_H
#define YS_REPORT_WORKBOOK_H

#include <stdbool.h>
#include <stdint.h>
#include <xlsxwriter.h>

#include "base/error.h"
#include "report/style.h"

/* A workbook being written, with what libxlsxwriter leaves to its caller: names are checked, numbers that are not
 * finite never reach the file, every return code is looked at, the decimal mark is '.' in every locale, the file
 * appears whole or not at all, and the same calls give the same bytes.
 *
 * The first failure is remembered and ends all writing, so that a long series of puts needs one check, that of
 * ys__book_close. From new to close or discard the calling thread's locale is "C". */
typedef struct ys__book ys__book;

typedef struct ys__book_about {
    const char *title, *subject, *author;
    int64_t created; /* seconds since 1970 */
} ys__book_about;

ys_status ys__book_new(ys__book **out, const char *path, const ys__book_about *about, ys_error *err);

/* Writes the file and frees the book, also on failure. */
ys_status ys__book_close(ys__book *book, ys_error *err);
void ys__book_discard(ys__book *book); /* NULL allowed */

/* Rows and columns count from 0. A sheet or chart is NULL after a failure; the calls below then do nothing. */
lxw_worksheet *ys__book_sheet(ys__book *book, const char *name);
lxw_chart *ys__book_chart(ys__book *book, int type);
lxw_format *ys__book_format(ys__book *book, ys__style style, const char *number_format);

/* A code of libxlsxwriter that says something went wrong. */
void ys__book_check(ys__book *book, lxw_error code);
bool ys__book_failed(const ys__book *book);

typedef struct ys__spot {
    ys__book *book;
    lxw_worksheet *sheet;
    int row, column;
} ys__spot;

/* Text stays text whatever it looks like; "" is a blank cell. A number that is not finite is a blank cell. */
void ys__put_text(ys__spot at, const char *text, ys__style style);
void ys__put_number(ys__spot at, double x, ys__style style, const char *number_format);
void ys__put_blank(ys__spot at, ys__style style);

/* A formula (begun with '=') with the value it has; a number must be finite. */
void ys__put_formula(ys__spot at, const char *formula, double value, ys__style style, const char *number_format);
void ys__put_formula_text(ys__spot at, const char *formula, const char *value, ys__style style);
void ys__put_merged(ys__spot at, int last_row, int last_column, const char *text, ys__style style);

/* A validation of cells of one column. libxlsxwriter leaks the formula of a list it is told of; so it is told of a
 * custom one, and this makes a list of it. */
void ys__put_validation(ys__spot from, int last_row, lxw_data_validation *validation, bool is_list);

/* A chart over whole pixels of the sheet from the cell on. description is its text for people who do not see it; NULL:
 * the chart only decorates a number that stands beside it. */
void ys__put_chart(ys__spot at, lxw_chart *chart, int x, int y, int width, int height, const char *description);

/* Turns cells into an Excel table with a header row of the given names, which it writes. n rows, at least one. */
void ys__put_table(ys__spot at, const char *name, const char *const *columns, size_t n_columns, size_t n_rows);

/* Pixels of a column of the given width in characters, of a row of the given height in points. */
int ys__column_pixels(double width);
int ys__row_pixels(double height);

/* The height of a row of wrapped texts in columns of the given widths. LibreOffice does not find it by itself. */
double ys__texts_height(const char *const *texts, const double *widths, int n);

#endif
