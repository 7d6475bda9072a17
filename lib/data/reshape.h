/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_RESHAPE_H
#define YS_DATA_RESHAPE_H

#include "data/convert.h"
#include "data/use.h"

/* A file in another layout than its form's (periods across, indicators down) is written again in memory as the table it
 * stands for, and that table is read like a file. For every cell of the table it is known where it stood, so that
 * findings are told at the places of the file as it came. */

typedef struct ys__origin {
    uint32_t record, column; /* of the file, column from 0 or YS__NOWHERE */
} ys__origin;

enum { YS__NOWHERE = UINT32_MAX };

typedef struct ys__reshaped {
    ys__source *source;    /* of the table */
    ys__buffer text;       /* its bytes */
    ys__arena arena;
    int *fields;           /* of its columns */
    size_t width, n;       /* n: rows below the header */
    size_t n_kept;         /* columns at its beginning that every row of the file has */
    size_t periods;        /* the column with the periods; width: none */
    ys__origin *origins;   /* of its cells, row by row */
    uint32_t *damaged;     /* records of the file with a fault of their own, ascending */
    size_t n_damaged;
    size_t first;          /* of the findings about the table */
    bool collapse;         /* what the findings of the file should be */
    bool settled;          /* findings made from now on are about the file */
} ys__reshaped;

/* Makes the table: import->reshaped. c is the conversion that will read it; uses and there are those of ys__match. */
ys_status ys__reshape(ys__conversion *c, const ys__sender *sender, const ys__column_use *uses, bool *there,
                      ys_error *err);

/* Once all is checked: findings about the table become findings about the file, and rows are bad where a record they
 * come from is. */
ys_status ys__reshape_settle(ys__import *import, ys_error *err);

/* The same for a finding that is made later. False when memory is short. */
bool ys__reshape_place(const ys__import *import, ys__found *found);
void ys__reshaped_free(ys__reshaped *reshaped);

#endif
