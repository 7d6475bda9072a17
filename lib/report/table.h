/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_TABLE_H
#define YS_REPORT_TABLE_H

#include <yardstick/table.h>

#include "base/arena.h"
#include "base/buffer.h"

typedef struct ys__cell {
    const char *text;  /* for programs; "" for a number */
    const char *shown; /* for people */
    double number;     /* NaN: none */
    bool hidden;       /* of a row's first cell: the row is for programs alone */
    bool none;         /* nothing at all: null in JSON */
} ys__cell;

struct ys_table {
    ys__arena arena;
    ys_table_column *columns;
    size_t n_columns;
    const char *caption; /* NULL: none */
    ys__cell *cells;     /* row by row */
    size_t n, room;
    bool hide;           /* the next row */
};

/* The next row is for programs alone: people are told in the caption how many there are. */
void ys__table_hide_row(ys_table *table);

/* The table for people, see ys_table_render. */
void ys__table_put_text(const ys_table *table, int width, bool colour, ys__buffer *to);

/* A label, and from column indent on a text in as many lines as it needs; line 0: no end. */
void ys__put_hanging(ys__buffer *to, const char *label, const char *text, size_t indent, size_t line);

#endif
