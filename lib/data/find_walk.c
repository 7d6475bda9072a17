/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/find.h"

#include "data/source.h"

/* Findings of the list and refused cells, merged in the order of the file. */

ys__found_walk ys__found_all(const ys__import *import)
{
    return (ys__found_walk){ .import = import, .only = -1 };
}

/* The next block in which cells were refused, or its columns that are asked for. */
static bool next_block(ys__found_walk *w)
{
    const ys__findings *list = w->import->findings;

    do {
        w->block = w->block_end;
        if (w->block == list->n_refused)
            return false;
        while (w->block_end < list->n_refused && list->refused[w->block_end].row == list->refused[w->block].row)
            w->block_end++;
        if (w->only >= 0) {
            while (w->block < w->block_end && list->refused[w->block].column != w->only)
                w->block++;
            if (w->block < w->block_end)
                break; /* the others are passed by: a column stands once in a block */
        }
    } while (w->block == w->block_end);
    w->row = 0;
    w->column = w->block;
    return true;
}

/* What the file tells of a refused cell. */
static bool look_up(ys__found_walk *w, const ys__refused *r, size_t i)
{
    uint64_t record = w->import->records[r->row + i];
    const ys__csv_cell *cells;
    const ys__csv_row *row = ys__source_seek(w->import->source, record, &cells);
    ys__found *f = &w->cell;

    if (row == NULL) {
        w->failed = true;
        return false;
    }
    cells += row->first + (size_t)r->column;
    *f = (ys__found){ .row = record, .line = row->line, .begin = row->p, .at = ys__cell_place(cells),
                      .code = r->codes[i] - 1, .is_error = true, .column = r->column, .field = r->field,
                      .group = r->groups ? r->groups[i] : 0 };
    if (f->code != YS__REQUIRED) {
        ys__slice text = ys__trim((ys__slice){ cells->p, cells->n });

        f->value = text.p;
        f->value_n = (uint32_t)text.n;
    }
    if (f->code == YS__UNKNOWN_SITE)
        f->other = w->import->findings->partner;
    return true;
}

/* Finds the next refused cell. */
static void next_cell(ys__found_walk *w)
{
    const ys__refused *all = w->import->findings->refused;

    while (!w->failed && (w->block < w->block_end || next_block(w))) {
        size_t end = w->only >= 0 ? w->block + 1 : w->block_end;

        for (; w->row < all[w->block].n; w->row++, w->column = w->block)
            for (; w->column < end; w->column++)
                if (all[w->column].codes[w->row]) {
                    w->has_cell = look_up(w, &all[w->column++], w->row);
                    return;
                }
        w->block = w->block_end;
    }
}

static bool is_before(const ys__found *item, const ys__found *cell)
{
    if (item->row != cell->row)
        return item->row < cell->row;
    return item->column != cell->column ? item->column < cell->column : !item->late;
}

const ys__found *ys__found_next(ys__found_walk *w)
{
    const ys__findings *list = w->import->findings;
    const ys__found *item;

    if (!w->has_cell)
        next_cell(w);
    while (w->only >= 0 && w->item < list->n && list->items[w->item].column != w->only)
        w->item++;
    item = w->item < list->n && !w->failed ? &list->items[w->item] : NULL;
    if (item && (!w->has_cell || is_before(item, &w->cell))) {
        w->item++;
        return item;
    }
    if (!w->has_cell)
        return NULL;
    w->has_cell = false;
    return &w->cell;
}
