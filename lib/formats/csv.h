/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_FORMATS_CSV_H
#define YS_FORMATS_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"

/* Reads delimited text from memory, block by block, without copying: a cell is a piece of the input. The bytes must
 * stay until the reader is closed. The text is UTF-8 already, without BOM (formats/encoding.h sees to that). */

typedef struct ys__csv_dialect {
    char separator; /* 0: none, one cell a line */
    char quote;     /* 0: none */
    char escape;    /* 0: quotes are doubled; else this character takes the next one literally */
    bool recover;   /* a quote that runs over a line end and then never closes well was a plain character (RUNAWAY) */
    uint32_t width; /* cells a row should have; 0: not known. A stray quote is read the way that gives so many */
    bool padded;    /* blanks before an opening quote are not part of the cell */
} ys__csv_dialect;

/* A cell as it stands. Quoted cells are without their outer quotes; where ESCAPED is set, ys__csv_cell_text must undo
 * doubled or escaped quotes. */
enum {
    YS__CELL_QUOTED = 1,
    YS__CELL_ESCAPED = 2,
    YS__CELL_STRAY = 4,  /* text after the closing quote: ys__csv_cell_text joins both */
    YS__CELL_RUNAWAY = 8, /* begins with a quote that would have swallowed the lines below; taken as a character */
    YS__CELL_INNER = 32, /* the quotes inside are characters, although nobody doubled them */
    YS__CELL_BARE = 16   /* a quote inside a cell that is not quoted; a character like others */
};

typedef struct ys__csv_cell {
    const char *p;
    uint32_t n;
    uint32_t flags;
} ys__csv_cell;

typedef struct ys__csv_row {
    size_t first;   /* index of its first cell in the block */
    uint32_t n;     /* cells */
    uint64_t line;  /* physical line it begins on, from 1 */
    const char *p;  /* where it begins in the input */
} ys__csv_row;

/* Some rows, all blank lines included (a row of one empty cell). */
typedef struct ys__csv_block {
    const ys__csv_row *rows;
    size_t n;
    const ys__csv_cell *cells;
} ys__csv_block;

typedef struct ys__csv ys__csv;

ys_status ys__csv_open(ys__csv **out, const char *text, size_t n, const ys__csv_dialect *dialect, ys_error *err);
void ys__csv_close(ys__csv *csv);

/* What the first line counts as, where the text begins inside a file. */
void ys__csv_set_line(ys__csv *csv, uint64_t line);

/* The next rows, valid until the next call; n == 0 at the end. A quote that never closes makes the row in which it was
 * opened the last one; ys__csv_open_quote_line then tells the line it was opened on, else 0. */
ys_status ys__csv_next(ys__csv *csv, ys__csv_block *out, ys_error *err);
uint64_t ys__csv_open_quote_line(const ys__csv *csv);

/* The cell's text with doubled and escaped quotes undone; uses room (at least cell->n bytes) only where needed. */
ys__slice ys__csv_cell_text(const ys__csv *csv, const ys__csv_cell *cell, char *room);

/* Puts a cell as RFC 4180 has it, with quotes only where they are needed. */
void ys__csv_put(ys__buffer *to, ys__slice cell);

/* The same for a cell that people will open: what a spreadsheet would run as a formula gets a ' in front. */
void ys__csv_put_guarded(ys__buffer *to, ys__slice cell);

#endif
