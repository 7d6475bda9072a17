/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_RESHAPE_H
#define YS_DATA_RESHAPE_H

#include "data/convert.h"
#include "data/use.h"

/* A file in another layout than its form's (periods across, indicators down) is written again in memory as the table it
 * stands for, and that table is read like a file. For every cell of the table it is known where it stood, so that
 * findings are told at the places of the file as it came. Where the rows of different periods can be checked apart, the
 * table is made and read one period after the other, so that it is never larger than the file. */

typedef struct ys__origin {
    uint32_t record, column; /* of the file, column from 0 or YS__NOWHERE */
} ys__origin;

enum { YS__NOWHERE = UINT32_MAX };

typedef struct ys__reshaped {
    struct ys__gathering *gathering;
    ys__source *source;    /* of the table */
    ys__buffer text;       /* its bytes */
    ys__arena arena;
    int *fields;           /* of its columns */
    size_t width, n;       /* n: rows below the header */
    size_t n_kept;         /* columns at its beginning that every row of the file has */
    size_t periods;        /* the column with the periods; width: none */
    size_t passes;         /* in which it is made and read */
    uint32_t *damaged;     /* records of the file with a fault of their own, ascending */
    size_t n_damaged, damaged_room;
    size_t first;          /* of the findings about the table */
    bool collapse;         /* what the findings of the file should be */
} ys__reshaped;

/* Makes the table, or its first pass: import->reshaped. c is the conversion that will read it; uses and there are those
 * of ys__match. */
ys_status ys__reshape(ys__conversion *c, const ys__sender *sender, const ys__column_use *uses, bool *there,
                      ys_error *err);

/* Makes the rows of a pass (from 0) instead of those before. */
ys_status ys__reshape_pass(ys__conversion *c, size_t pass, ys_error *err);

/* Where a cell of the table stood; row from 0, below the header. */
ys__origin ys__origin_of(const ys__reshaped *table, size_t row, size_t column);

/* What the periods across span, those that nobody has filled in left out; months 0: there are none. */
ys__period ys__reshaped_period(const ys__reshaped *table);

/* Once a pass is checked: its findings, those from first on, become findings about the file, and rows are bad where a
 * record they come from is. */
ys_status ys__reshape_settle(ys__import *import, size_t first, bool again, ys_error *err);

/* Once all are: what rows of one record share is told once. */
ys_status ys__reshape_unite(ys__import *import, ys_error *err);
void ys__reshaped_free(ys__reshaped *reshaped);

#endif
