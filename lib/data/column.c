/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/column.h"

#include <assert.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/number.h"
#include "base/vector.h"

/* Grows the slots to hold n texts at most half full. */
static bool rehash(ys__dict *dict, size_t n)
{
    size_t size = dict->n_slots ? dict->n_slots : 16;
    uint32_t *slots;

    while (size < n * 2)
        size *= 2;
    if ((slots = calloc(size, sizeof *slots)) == NULL)
        return false;
    for (size_t i = 0; i < dict->n; i++) {
        size_t at = ys__hash(dict->items[i].p, dict->items[i].n, 0) & (size - 1);

        while (slots[at])
            at = (at + 1) & (size - 1);
        slots[at] = (uint32_t)i + 1;
    }
    free(dict->slots);
    dict->slots = slots;
    dict->n_slots = size;
    return true;
}

/* The slot where the text is, or where it would go. */
static size_t slot_of(const ys__dict *dict, ys__slice text)
{
    size_t at = ys__hash(text.p, text.n, 0) & (dict->n_slots - 1);

    while (dict->slots[at] && !ys__slice_equal(dict->items[dict->slots[at] - 1], text))
        at = (at + 1) & (dict->n_slots - 1);
    return at;
}

int64_t ys__dict_find(const ys__dict *dict, ys__slice text)
{
    return dict->n_slots ? (int64_t)dict->slots[slot_of(dict, text)] - 1 : -1;
}

int64_t ys__dict_add(ys__dict *dict, ys__slice text)
{
    size_t slot;
    char *copy;

    if (dict->n * 2 >= dict->n_slots && !rehash(dict, dict->n * 2 + 8))
        return -1;
    slot = slot_of(dict, text);
    if (dict->slots[slot])
        return (int64_t)dict->slots[slot] - 1;
    if (dict->n >= UINT32_MAX - 1 || !ys__room((void **)&dict->items, &dict->room, dict->n, sizeof *dict->items) ||
        (copy = ys__arena_textn(&dict->arena, text.p, text.n)) == NULL)
        return -1;
    dict->items[dict->n] = (ys__slice){ copy, text.n };
    dict->slots[slot] = (uint32_t)++dict->n;
    return (int64_t)dict->n - 1;
}

void ys__dict_free(ys__dict *dict)
{
    free(dict->items);
    free(dict->slots);
    ys__arena_free(&dict->arena);
    *dict = (ys__dict){ 0 };
}

void ys__column_free(ys__column *column)
{
    free(column->v);
    free(column->missing);
    ys__dict_free(&column->dict);
    *column = (ys__column){ 0 };
}

static size_t width(const ys__column *column)
{
    return column->kind == YS__COLUMN_ID ? sizeof *column->id : sizeof *column->v;
}

bool ys__column_reserve(ys__column *column, size_t more)
{
    size_t room = column->room ? column->room : 64;
    void *moved;

    if (more <= column->room - column->n)
        return true;
    while (room < column->n + more)
        room *= 2;
    if ((moved = realloc(column->v, room * width(column))) == NULL)
        return false;
    column->v = moved;
    if (column->missing) {
        if ((moved = realloc(column->missing, room)) == NULL)
            return false;
        column->missing = moved;
        memset(column->missing + column->room, YS__MISSING_NONE, room - column->room);
    }
    column->room = room;
    return true;
}

uint8_t *ys__column_reasons(ys__column *column)
{
    if (column->missing == NULL && column->room)
        column->missing = calloc(column->room, 1);
    return column->missing;
}

bool ys__column_add(ys__column *column, int64_t value)
{
    assert(column->kind != YS__COLUMN_ID);
    if (column->kind == YS__COLUMN_NUMBER || column->kind == YS__COLUMN_REAL)
        return ys__column_add_decimal(column, value, 0);
    if (!ys__column_reserve(column, 1))
        return false;
    column->v[column->n++] = value;
    return true;
}

static void make_real(ys__column *column)
{
    for (size_t i = 0; i < column->n; i++)
        column->d[i] = ys__decimal_real((ys__decimal){ column->v[i], column->scale });
    column->kind = YS__COLUMN_REAL;
    column->scale = 0;
}

/* Multiplies every value; false, with nothing changed, where one does not fit. */
static bool rescale(ys__column *column, int scale)
{
    int64_t factor = ys__pow10[scale - column->scale], product;

    for (size_t i = 0; i < column->n; i++)
        if (__builtin_mul_overflow(column->v[i], factor, &product))
            return false;
    for (size_t i = 0; i < column->n; i++)
        column->v[i] *= factor;
    column->scale = scale;
    return true;
}

void ys__column_set_decimal(ys__column *column, size_t row, int64_t units, int scale)
{
    int64_t value = units;

    assert(row < column->n);
    if (column->kind == YS__COLUMN_NUMBER && scale > column->scale && !rescale(column, scale))
        make_real(column);
    if (column->kind == YS__COLUMN_NUMBER && scale < column->scale &&
        __builtin_mul_overflow(units, ys__pow10[column->scale - scale], &value))
        make_real(column);
    if (column->kind == YS__COLUMN_REAL)
        column->d[row] = ys__decimal_real((ys__decimal){ units, scale });
    else
        column->v[row] = value;
}

void ys__column_set_real(ys__column *column, size_t row, double value)
{
    assert(row < column->n);
    if (column->kind == YS__COLUMN_NUMBER)
        make_real(column);
    column->d[row] = value;
}

bool ys__column_add_decimal(ys__column *column, int64_t units, int scale)
{
    if (!ys__column_reserve(column, 1))
        return false;
    column->v[column->n++] = 0;
    ys__column_set_decimal(column, column->n - 1, units, scale);
    return true;
}

bool ys__column_add_real(ys__column *column, double value)
{
    if (!ys__column_reserve(column, 1))
        return false;
    column->v[column->n++] = 0;
    ys__column_set_real(column, column->n - 1, value);
    return true;
}

bool ys__column_add_id(ys__column *column, ys__id id)
{
    assert(column->kind == YS__COLUMN_ID);
    if (!ys__column_reserve(column, 1))
        return false;
    column->id[column->n++] = id;
    return true;
}

bool ys__column_add_missing(ys__column *column, ys__missing reason)
{
    if (!ys__column_reserve(column, 1) || ys__column_reasons(column) == NULL)
        return false;
    if (column->kind == YS__COLUMN_ID)
        column->id[column->n] = (ys__id){ 0, 0 };
    else
        column->v[column->n] = 0; /* all bits zero is 0.0 as well */
    column->missing[column->n++] = (uint8_t)reason;
    return true;
}

double ys__column_real(const ys__column *column, size_t row)
{
    if (column->kind == YS__COLUMN_REAL)
        return column->d[row];
    if (column->kind == YS__COLUMN_NUMBER)
        return ys__decimal_real((ys__decimal){ column->v[row], column->scale });
    return (double)column->v[row];
}

/* Renumbers the codes so that only texts in use stay, in the order of their first row. */
static bool compact_codes(ys__column *out, const ys__dict *dict)
{
    uint32_t *renumbered = calloc(dict->n + 1, sizeof *renumbered);
    bool good = renumbered != NULL;

    for (size_t i = 0; good && i < out->n; i++) {
        size_t code = (size_t)out->v[i];

        if (ys__column_missing(out, i) != YS__MISSING_NONE)
            continue;
        if (renumbered[code] == 0)
            renumbered[code] = (uint32_t)ys__dict_add(&out->dict, dict->items[code]) + 1;
        good = renumbered[code] != 0;
        out->v[i] = (int64_t)renumbered[code] - 1;
    }
    free(renumbered);
    return good;
}

static bool copy_dict(ys__dict *out, const ys__dict *from)
{
    for (size_t i = 0; i < from->n; i++)
        if (ys__dict_add(out, from->items[i]) < 0)
            return false;
    return true;
}

bool ys__column_take(ys__column *out, const ys__column *from, const uint32_t *rows, size_t n, bool compact)
{
    ys__column taken = { .kind = from->kind, .scale = from->scale };
    bool good = ys__column_reserve(&taken, n) && (!from->missing || ys__column_reasons(&taken));

    for (size_t i = 0; good && i < n; i++) {
        if (from->kind == YS__COLUMN_ID)
            taken.id[i] = from->id[rows[i]];
        else
            taken.v[i] = from->v[rows[i]];
        if (from->missing)
            taken.missing[i] = from->missing[rows[i]];
    }
    taken.n = n;
    if (good && from->kind == YS__COLUMN_CODE)
        good = compact ? compact_codes(&taken, &from->dict) : copy_dict(&taken.dict, &from->dict);
    if (!good) {
        ys__column_free(&taken);
        return false;
    }
    *out = taken;
    return true;
}

ys__column_kind ys__field_column_kind(const ys__form *form, int field)
{
    static const ys__column_kind kinds[] = {
        [YS__FIELD_STRING] = YS__COLUMN_CODE,     [YS__FIELD_INTEGER] = YS__COLUMN_NUMBER,
        [YS__FIELD_NUMBER] = YS__COLUMN_NUMBER,   [YS__FIELD_BOOLEAN] = YS__COLUMN_BOOL,
        [YS__FIELD_DATE] = YS__COLUMN_DATE,       [YS__FIELD_TIME] = YS__COLUMN_TIME,
        [YS__FIELD_DATETIME] = YS__COLUMN_DATETIME, [YS__FIELD_YEARMONTH] = YS__COLUMN_MONTH,
        [YS__FIELD_YEAR] = YS__COLUMN_NUMBER,
    };
    const ys__field *f = &form->fields[field];

    if (f->role == YS__ROLE_PERIOD)
        return YS__COLUMN_PERIOD;
    if (f->role == YS__ROLE_PARTICIPANT)
        return YS__COLUMN_ID;
    if ((f->list && f->type == YS__FIELD_STRING) || f->role == YS__ROLE_SITE || f->role == YS__ROLE_PARTNER)
        return YS__COLUMN_CODE;
    return kinds[f->type];
}
