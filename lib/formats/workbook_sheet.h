/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_FORMATS_WORKBOOK_SHEET_H
#define YS_FORMATS_WORKBOOK_SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"

/* The XML parts of a workbook, read element by element. */

typedef struct ys__sheet_reader ys__sheet_reader;
typedef void (*ys__xml_start)(ys__sheet_reader *r, const char *name, const char **attributes);
typedef void (*ys__xml_end)(ys__sheet_reader *r, const char *name);

/* What the style of a cell says a number is. */
typedef enum ys__cell_style { YS__STYLE_PLAIN, YS__STYLE_DATE, YS__STYLE_TIME, YS__STYLE_DATETIME } ys__cell_style;

typedef struct ys__sheet_cell {
    uint32_t row, column; /* from 0 */
    size_t at, n;         /* in texts */
    bool formula;         /* nothing but a formula: its result was never stored */
} ys__sheet_cell;

typedef struct ys__sheet_entry {
    char *name, *link, *path;
    bool hidden;
} ys__sheet_entry;

struct ys__sheet_reader {
    void *parser;
    ys__buffer text;      /* characters of the element in hand */
    bool collecting;      /* characters are wanted */
    bool failed;          /* memory was short */
    bool forbidden;       /* the XML defines entities */
    bool from_1904;       /* days are counted from 1904 */
    ys__sheet_entry *sheets;
    size_t n_sheets, sheets_room;
    struct { int id; ys__cell_style style; } *formats; /* the workbook's own */
    size_t n_formats, formats_room;
    ys__cell_style *styles;  /* by the number a cell names */
    size_t n_styles, styles_room;
    bool in_styles;          /* inside cellXfs */
    ys__buffer strings;      /* shared texts, one after the other */
    size_t *string_ends;
    size_t n_strings, strings_room;
    int phonetic;            /* depth inside readings of Asian text, which are no part of it */
    /* the sheet in hand */
    ys__sheet_cell *cells;
    size_t n_cells, cells_room;
    ys__buffer texts;
    uint32_t row, column, next_row, next_column;
    char type;               /* of the cell: its attribute t */
    size_t style;
    bool has_value, has_formula;
    ys__buffer formula;
};

/* Where XML comes from, piece by piece: how many bytes were put into to, at most room; 0 at the end, -1: it is
 * damaged. */
typedef long (*ys__xml_more)(void *from, char *to, size_t room);

ys_status ys__xml_parse(ys__xml_more more, void *from, ys__xml_start start, ys__xml_end end, ys__sheet_reader *r,
                        ys_error *err);
void ys__sheet_reader_free(ys__sheet_reader *r);

void ys__book_start(ys__sheet_reader *r, const char *name, const char **attributes);
void ys__links_start(ys__sheet_reader *r, const char *name, const char **attributes);
void ys__styles_start(ys__sheet_reader *r, const char *name, const char **attributes);
void ys__styles_end(ys__sheet_reader *r, const char *name);
void ys__strings_start(ys__sheet_reader *r, const char *name, const char **attributes);
void ys__strings_end(ys__sheet_reader *r, const char *name);
void ys__sheet_start(ys__sheet_reader *r, const char *name, const char **attributes);
void ys__sheet_end(ys__sheet_reader *r, const char *name);

/* The part a sheet stands in. */
void ys__sheet_path(const ys__sheet_reader *r, size_t i, char *to, size_t size);

/* Forgets the cells of the sheet before. */
void ys__sheet_begin(ys__sheet_reader *r);

/* The cells as delimited text. */
ys_status ys__sheet_text(ys__sheet_reader *r, ys__arena *arena, ys__slice *out, ys_error *err);

#endif
