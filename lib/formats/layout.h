/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_FORMATS_LAYOUT_H
#define YS_FORMATS_LAYOUT_H

#include "formats/csv.h"

/* How a delimited text is laid out, found from the text alone. */
typedef struct ys__layout {
    ys__csv_dialect dialect;
    size_t begin;          /* bytes before the first record: a "sep=;" line */
    uint64_t begin_line;   /* lines before it */
    uint32_t skip;         /* records above the header: titles, blank rows */
    uint32_t header_rows;  /* records the header takes; 0: there is none */
} ys__layout;

ys_status ys__layout_find(ys__layout *out, const char *text, size_t n, ys_error *err);

#endif
