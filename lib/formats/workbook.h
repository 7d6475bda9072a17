/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_FORMATS_WORKBOOK_H
#define YS_FORMATS_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

/* Spreadsheets (.xlsx), each sheet as delimited text: UTF-8, comma, LF, a record for each row up to the last one in
 * use, all of the same width, so that records have the numbers of the sheet's rows. Numbers are plain with '.', dates
 * are ISO by the style of their cells, formulas are the values they had when the file was saved. Files of strangers:
 * the number of parts, their size and how far they unpack are limited, and no XML may define entities. */

typedef struct ys__sheet {
    const char *name;
    bool hidden;
    ys__slice text;
} ys__sheet;

typedef struct ys__workbook {
    ys__arena arena;
    ys__sheet *sheets; /* in their order */
    size_t n;
} ys__workbook;

/* Whether bytes begin as a .xlsx does. */
bool ys__workbook_is(const char *bytes, size_t n);

ys_status ys__workbook_read(ys__workbook *out, const char *bytes, size_t n, ys_error *err);
void ys__workbook_free(ys__workbook *workbook);

#endif
