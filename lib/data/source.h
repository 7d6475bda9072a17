/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_SOURCE_H
#define YS_DATA_SOURCE_H

#include "base/arena.h"
#include "base/file.h"
#include "data/stamp.h"
#include "formats/encoding.h"
#include "formats/layout.h"
#include "formats/workbook.h"

/* The records of a file, block by block, and where each stands. A record is a row as a spreadsheet counts them: the
 * first is 1, blank ones and the header count too. */

typedef struct ys__checkpoint {
    uint64_t record, line; /* the first of a block */
    const char *p;
} ys__checkpoint;

typedef struct ys__source {
    const ys__file *file;        /* the text lies in it; NULL: in memory of its own */
    const char *forgotten;       /* the file's bytes before it were given back; NULL: none so far */
    ys__decoded decoded;
    ys__workbook book;           /* where the file is one: its sheets are read like files */
    size_t sheet;                /* the one in hand */
    bool chosen;                 /* by its name: no other will do */
    const char *rivals;          /* names of the sheets that fit alike, this one too; NULL: it is the only one */
    ys__layout layout;
    ys__stamp stamp;             /* of the template it was written into; .there false: of none */
    int32_t check_column;        /* in which that checks its rows; -1: none */
    ys__slice *headers;          /* trimmed, in the arena */
    const char **header_places;  /* where each begins in the text */
    size_t n_headers;
    uint64_t second_record, second_line; /* where the header stands again and another table begins; 0: nowhere */
    const char *second;
    ys__csv_row header;          /* record in which the header begins */
    uint64_t header_record;      /* 0: the file has none */
    uint64_t first_record;       /* of the data */
    ys__csv *csv;
    ys__csv_block block;         /* the one in hand */
    uint64_t block_record;       /* of its first row */
    size_t block_first;          /* its rows before this one are no data */
    ys__checkpoint *checkpoints;
    size_t n_checkpoints, checkpoints_room;
    ys__csv *seeker;             /* for looking back */
    ys__csv_block sought;
    uint64_t sought_record;
} ys__source;

/* What is known beforehand; both may be NULL. */
typedef struct ys__source_options {
    const char *encoding; /* what to take the bytes for */
    const char *sheet;    /* of a workbook */
} ys__source_options;

/* The file must stay open. */
ys_status ys__source_open(ys__source **out, ys__arena *arena, const ys__file *file,
                          const ys__source_options *options, ys_error *err);

/* A table of our own making, with one header row and commas; the text must stay. */
ys_status ys__source_of_table(ys__source **out, ys__arena *arena, const char *text, size_t n, ys_error *err);
void ys__source_close(ys__source *source);

/* The next block with data, from block_first on; block.n == 0 at the end. */
ys_status ys__source_next(ys__source *source, ys_error *err);
/* Turns to another sheet of a workbook. */
ys_status ys__source_use_sheet(ys__source *source, ys__arena *arena, size_t sheet, ys_error *err);

/* Makes n records from a given one on the header, whatever was found. */
ys_status ys__source_set_header(ys__source *source, ys__arena *arena, uint32_t skip, uint32_t n, ys_error *err);

/* The text of a cell; what must be unescaped goes into the arena. */
ys__slice ys__source_text(ys__arena *arena, const ys__csv *csv, const ys__csv_cell *cell);

ys_status ys__source_rewind(ys__source *source, ys_error *err);

/* What stands before a place of the text was read for now: its memory is given back from time to time. */
void ys__source_leave(ys__source *source, const char *place);

/* A record that was read before: its row (lines are those of the file) and its cells. NULL when memory is short. */
const ys__csv_row *ys__source_seek(ys__source *source, uint64_t record, const ys__csv_cell **cells);

/* Where the cell begins: its opening quote, if it has one. */
static inline const char *ys__cell_place(const ys__csv_cell *cell)
{
    return cell->flags & YS__CELL_QUOTED ? cell->p - 1 : cell->p;
}

#endif
