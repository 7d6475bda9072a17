/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_FORMATS_LAYOUT_H
#define YS_FORMATS_LAYOUT_H

#include "formats/csv.h"

/* How a delimited text is laid out, found from the text alone. */
typedef struct ys__layout {
    ys__csv_dialect dialect;
    size_t begin, end;     /* the records are in these bytes: not a "sep=;" line, not the notes below the data */
    uint64_t begin_line;   /* lines before them */
    uint64_t notes;        /* records below the data */
    uint32_t skip;         /* records above the header: titles, blank rows */
    uint32_t header_rows;  /* records the header takes; 0: there is no record at all */
} ys__layout;

/* known: the dialect, where it is not to be found out; or NULL. */
ys_status ys__layout_find(ys__layout *out, const char *text, size_t n, const ys__csv_dialect *known, ys_error *err);

/* Moves the end of the records up over the notes below the data, and counts these. */
void ys__layout_cut_notes(ys__layout *layout, const char *text);

/* Whether a cell's text is of the kind that stands in data rather than in headers: a number, a date, a time. */
bool ys__looks_like_data(ys__slice text);

#endif
