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

    return table_row(table, record, &row) && table->width ? ys__origin_of(table, row, 0).record : record;
}

/* A value that stands in the table's text, which will not stay, as it stands in the file, or copied. */
static bool keep_value(ys__import *import, ys__found *f, const ys__csv_cell *cell)
{
    const ys__buffer *table = &import->reshaped->text;
    ys__slice text = cell ? ys__trim((ys__slice){ cell->p, cell->n }) : (ys__slice){ "", 0 };

    if (f->value == NULL || f->value < table->text || f->value >= table->text + table->n)
        return true;
    f->value = text.n == f->value_n && memcmp(text.p, f->value, text.n) == 0
                   ? text.p : ys__arena_textn(&import->arena, f->value, f->value_n);
    return f->value != NULL;
}

static bool place(ys__import *import, ys__found *f)
{
    const ys__reshaped *table = import->reshaped;
    const ys__source *file = import->source;
    ys__origin origin = { 0, YS__NOWHERE };
    const ys__csv_cell *cells, *cell;
    const ys__csv_row *at;
    size_t row;

    if (f->code == YS__DUPLICATE_KEY || f->code == YS__OVERLAPPING_PERIOD)
        f->other = record_of(table, f->other);
    if (f->code == YS__SECOND_TABLE || f->code == YS__NOTES_LEFT_OUT || !table_row(table, f->row, &row))
        return true; /* it is of the file already */
    if (f->column >= 0 && (size_t)f->column < table->width)
        origin = ys__origin_of(table, row, (size_t)f->column);
    else
        origin.record = ys__origin_of(table, row, 0).record;
    if ((at = ys__source_seek(import->source, origin.record, &cells)) == NULL)
        return false;
    cell = origin.column < at->n ? &cells[at->first + origin.column] : NULL;
    if (f->value && (size_t)f->column == table->periods && origin.column < file->n_headers) {
        f->value = file->headers[origin.column].p;
        f->value_n = (uint32_t)file->headers[origin.column].n;
    }
    f->row = origin.record;
    f->line = at->line;
    f->begin = at->p;
    f->at = cell ? ys__cell_place(cell) : NULL;
    f->column = origin.column == YS__NOWHERE ? -1 : (int32_t)origin.column;
    return keep_value(import, f, cell);
}

static bool is_damaged(const ys__reshaped *table, uint32_t record)
{
    size_t low = 0, high = table->n_damaged;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (table->damaged[middle] < record)
            low = middle + 1;
        else
            high = middle;
    }
    return low < table->n_damaged && table->damaged[low] == record;
}

/* Rows of the table that come from a record with a fault of its own. */
static void mark_bad(ys__import *import)
{
    const ys__reshaped *table = import->reshaped;
    size_t row;

    for (size_t i = 0; i < import->table.n && table->n_damaged; i++) {
        bool bad = false;

        if (!table_row(table, import->records[i], &row))
            continue;
        for (size_t k = 0; k < table->width && !bad; k++)
            bad = is_damaged(table, ys__origin_of(table, row, k).record);
        import->n_bad += bad && !import->bad[i];
        import->bad[i] = import->bad[i] || bad;
    }
}

/* What is wrong with a value that all periods share was told in the first pass. */
static bool was_told(const ys__reshaped *table, const ys__found *f)
{
    return f->row && f->column >= 0 && (size_t)f->column < table->n_kept && ys__is_about_value((ys__code)f->code);
}

ys_status ys__reshape_settle(ys__import *import, size_t first, bool again, ys_error *err)
{
    ys__findings *list = import->findings;
    size_t n = first;

    for (size_t i = first; i < list->n; i++) {
        bool told = again && was_told(import->reshaped, &list->items[i]);

        if (!told && !place(import, &list->items[i]))
            return ys__fail_nomem(err);
        if (told)
            import->errors -= list->items[i].is_error; /* of this code all are errors */
        else
            list->items[n++] = list->items[i];
    }
    list->n = n;
    mark_bad(import);
    return YS_OK;
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

ys_status ys__reshape_unite(ys__import *import, ys_error *err)
{
    ys__findings *list = import->findings;
    ys__reshaped *table = import->reshaped;
    size_t n = list->n - table->first;
    ys__found *moved = malloc((n + 1) * sizeof *moved);
    bool good = moved != NULL && ys__findings_sort(list, table->first);

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
    return good ? YS_OK : ys__fail_nomem(err);
}
