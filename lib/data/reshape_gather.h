/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_RESHAPE_GATHER_H
#define YS_DATA_RESHAPE_GATHER_H

#include "data/reshape.h"

/* How the rows of a table are gathered from a file in another layout. */

/* A cell of the file that holds a value of a row of the table. */
typedef struct ys__gathered_cell {
    const char *p;
    uint32_t n, record;
    uint32_t next; /* of the same row: index + 1; 0: none */
    uint32_t slot; /* period of the pass and field: period * n_values + value */
} ys__gathered_cell;

/* A row of the table that is gathered from several records: what it begins with, and its entries. */
typedef struct ys__gathered_row {
    uint64_t key; /* where in keys the text begins */
    uint32_t key_n, first, last;
} ys__gathered_row;

/* How the table is made: in each of its rows the cells that every row of the file has, then one for each field of
 * values. With the periods across, and where only findings are wanted, the rows of one period are made and checked
 * after those of the other, which never meet: so the table is no larger than the file. */
typedef struct ys__gathering {
    ys__import *import;
    ys__conversion *c;         /* over the file, for the rows to skip */
    const ys__mapping *mapping;
    const ys__column_use *uses;
    size_t n_uses;
    ys__arena *arena;
    size_t *kept;              /* columns of the file whose fields the layout does not touch */
    size_t n_kept;
    int *values;               /* the fields of the others */
    bool *named;               /* of each of them: some row or header is for it */
    size_t n_values;
    size_t names;              /* the column of names; SIZE_MAX: none */
    ys__period *periods;       /* one for each block of columns; one of no months where none are across */
    size_t *heads;             /* the first column of each */
    bool *used;                /* any cell below it is filled */
    size_t n_periods;
    bool has_periods;
    size_t *columns;           /* for each period and field of values; with names: for each period. SIZE_MAX: none */
    size_t stride;             /* columns of a period */
    ys__memo memo;             /* what names mean: the place in values, -1 for nothing */
    ys__evidence seen;         /* how numbers and dates are written */
    bool failed;               /* memory was short */
    size_t n_skips;            /* of c, while the file is read */
    size_t first, end;         /* periods of the pass in hand */
    uint32_t *records;         /* without names: those that the rows come from, as many rows from each as periods */
    size_t n_records, records_room;
    ys__gathered_cell *entries; /* with names */
    size_t n_entries, entries_room;
    ys__gathered_row *groups;
    size_t n, room;            /* rows of the pass */
    ys__buffer keys, key;      /* what groups begin with, and what the record in hand does */
    uint32_t *slots;           /* groups by key and period: group + 1 */
    size_t n_slots;
    ys__arena texts;           /* cells that had to be unescaped */
} ys__gathering;

/* The trimmed text of a cell of the source's block; what must be unescaped goes into texts. */
ys__slice ys__gather_text(ys__gathering *g, const ys__csv_row *row, size_t column);

/* Looks at each row of the file that is data. look answers false when memory is short. */
typedef bool ys__gather_fn(ys__gathering *g, const ys__csv_row *row, uint32_t record);
ys_status ys__gather_rows(ys__gathering *g, ys__gather_fn *look, ys_error *err);

/* The place of a field in values; SIZE_MAX: it is none of them. */
size_t ys__gather_value(const ys__gathering *g, int field);

/* The same for what a row names; -1: nothing. False when memory is short. */
bool ys__gather_name(ys__gathering *g, ys__slice name, int64_t *value);

/* Keeps a finding at a cell of the source's block. False when memory is short. */
bool ys__gather_find(ys__gathering *g, const ys__csv_row *row, uint32_t record, size_t column, ys__found *found);

void ys__gathering_free(ys__gathering *g);

#endif
