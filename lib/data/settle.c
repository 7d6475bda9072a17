/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/reshape.h"

#include <stdlib.h>

/* Findings about a table made of a file, told as findings about the file. */

/* The data row of a record of the table, the header being record 1. False: it is none. */
static bool table_row(const ys__reshaped *table, uint64_t record, size_t *row)
{
    *row = (size_t)record - 2;
    return record >= 2 && *row < table->n;
}

static uint64_t record_of(const ys__reshaped *table, uint64_t record)
{
    size_t row;

    return table_row(table, record, &row) && table->width ? table->origins[row * table->width].record : record;
}

bool ys__reshape_place(const ys__import *import, ys__found *f)
{
    const ys__reshaped *table = import->reshaped;
    const ys__source *file = import->source;
    ys__origin origin = { 0, YS__NOWHERE };
    const ys__csv_cell *cells;
    const ys__csv_row *at;
    size_t row;

    if (f->code == YS__DUPLICATE_KEY || f->code == YS__OVERLAPPING_PERIOD)
        f->other = record_of(table, f->other);
    if (!table_row(table, f->row, &row))
        return true;
    if (f->column >= 0 && (size_t)f->column < table->width)
        origin = table->origins[row * table->width + (size_t)f->column];
    else
        origin.record = table->origins[row * table->width].record;
    if ((at = ys__source_seek(import->source, origin.record, &cells)) == NULL)
        return false;
    if (f->value && (size_t)f->column == table->periods && origin.column < file->n_headers) {
        f->value = file->headers[origin.column].p;
        f->value_n = (uint32_t)file->headers[origin.column].n;
    }
    f->row = origin.record;
    f->line = at->line;
    f->begin = at->p;
    f->at = origin.column < at->n ? ys__cell_place(&cells[at->first + origin.column]) : NULL;
    f->column = origin.column == YS__NOWHERE ? -1 : (int32_t)origin.column;
    return true;
}

/* Rows of the table that come from a record with a fault of its own. */
static void mark_bad(ys__import *import)
{
    const ys__reshaped *table = import->reshaped;
    size_t width = table->width, row;

    for (size_t i = 0; i < import->table.n && table->n_damaged; i++) {
        bool bad = false;

        if (!table_row(table, import->records[i], &row))
            continue;
        for (size_t k = 0; k < width && !bad; k++) {
            uint32_t record = table->origins[row * width + k].record;
            size_t low = 0, high = table->n_damaged;

            while (low < high) {
                size_t middle = (low + high) / 2;

                if (table->damaged[middle] < record)
                    low = middle + 1;
                else
                    high = middle;
            }
            bad = low < table->n_damaged && table->damaged[low] == record;
        }
        import->n_bad += bad && !import->bad[i];
        import->bad[i] = import->bad[i] || bad;
    }
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The cells that all periods of a row share were read once for each of them. */
static bool is_repeated(const ys__found *a, const ys__found *b)
{
    const ys__slice x = { a->value, a->value ? a->value_n : 0 }, y = { b->value, b->value ? b->value_n : 0 };

    return a->row && a->row == b->row && a->column == b->column && a->code == b->code && a->field == b->field &&
           a->other == b->other && same_text(a->message, b->message) && ys__slice_equal(x, y);
}

ys_status ys__reshape_settle(ys__import *import, ys_error *err)
{
    ys__findings *list = import->findings;
    ys__reshaped *table = import->reshaped;
    size_t n = list->n - table->first;
    ys__found *moved = malloc((n + 1) * sizeof *moved);
    bool good = moved != NULL;

    for (size_t i = 0; good && i < n; i++)
        good = ys__reshape_place(import, &list->items[table->first + i]);
    good = good && ys__findings_sort(list, table->first);
    if (good && n)
        memcpy(moved, list->items + table->first, n * sizeof *moved);
    ys__findings_cut(import, table->first);
    list->collapse = table->collapse;
    for (size_t i = 0, last = 0; good && i < n; i++) {
        bool repeated = false;

        for (size_t k = last; k < i && moved[i].row == moved[last].row && !repeated; k++)
            repeated = is_repeated(&moved[k], &moved[i]);
        if (moved[i].row != moved[last].row || moved[i].column != moved[last].column)
            last = i;
        good = repeated || ys__find(import, &moved[i]);
    }
    free(moved);
    mark_bad(import);
    return good ? YS_OK : ys__fail_nomem(err);
}
