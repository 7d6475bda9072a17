/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/block.h"

#include <stdlib.h>

ys_status ys__block_make(ys__block **out, ys__cube *cube, const ys__job *job, ys_error *err)
{
    ys__block *b = calloc(1, sizeof *b);

    if (b == NULL)
        return ys__fail_nomem(err);
    b->cube = cube;
    b->job = job;
    b->slots = calloc(job->form->n + 1, sizeof *b->slots);
    b->columns = calloc(job->form->n + 1, sizeof *b->columns);
    if (b->slots == NULL || b->columns == NULL) {
        ys__block_free(b);
        return ys__fail_nomem(err);
    }
    *out = b;
    return YS_OK;
}

void ys__block_free(ys__block *b)
{
    if (b == NULL)
        return;
    for (size_t f = 0; b->slots && f < b->job->form->n; f++) {
        free(b->slots[f].values);
        free(b->slots[f].missing);
    }
    free(b->slots);
    free(b->columns);
    free(b);
}

void ys__block_empty(ys__block *b)
{
    for (size_t f = 0; f < b->job->form->n; f++)
        b->slots[f].filled = false;
}

static bool make_room(ys__slot *slot)
{
    if (slot->values == NULL)
        slot->values = malloc(YS__BLOCK * sizeof(ys__id));
    if (slot->missing == NULL)
        slot->missing = malloc(YS__BLOCK);
    return slot->values && slot->missing;
}

static void take_values(ys__column *to, const ys__column *from, const uint32_t *row, size_t n)
{
    if (from->kind == YS__COLUMN_ID)
        for (size_t i = 0; i < n; i++)
            to->id[i] = from->id[row[i]];
    else
        for (size_t i = 0; i < n; i++)
            to->v[i] = from->v[row[i]];
    for (size_t i = 0; to->missing && i < n; i++)
        to->missing[i] = from->missing[row[i]];
}

/* Where the rows stand one after another it is a view of the column. */
static void view_column(ys__slot *slot, const ys__column *from, const ys__block *b)
{
    slot->column = *from;
    slot->column.missing = from->missing ? slot->missing : NULL;
    if (!b->in_order) {
        slot->column.v = slot->values;
        take_values(&slot->column, from, b->row, b->n);
        return;
    }
    if (from->kind == YS__COLUMN_ID)
        slot->column.id = from->id + b->row[0];
    else
        slot->column.v = from->v + b->row[0];
    if (from->missing)
        slot->column.missing = from->missing + b->row[0];
}

static void unpack_column(ys__slot *slot, const ys__packed *from, const ys__block *b)
{
    slot->column = from->head;
    slot->column.v = slot->values;
    slot->column.missing = ys__packed_misses(from) ? slot->missing : NULL;
    ys__packed_take(from, b->row[0], b->in_order ? NULL : b->row, b->n, slot->values, slot->missing);
}

/* The column of a field for the rows of the block. */
bool ys__block_column(ys__block *b, int field)
{
    const ys__column *whole = b->rows->by_field[field];
    const ys__packed *packed = b->rows->packed && b->rows->packed[field].bytes ? &b->rows->packed[field] : NULL;
    ys__slot *slot = &b->slots[field];

    if (slot->filled)
        return true;
    b->columns[field] = whole || packed ? &slot->column : NULL;
    if (b->columns[field] && !make_room(slot))
        return false;
    if (packed)
        unpack_column(slot, packed, b);
    else if (whole)
        view_column(slot, whole, b);
    slot->column.n = b->n;
    slot->filled = true;
    return true;
}
