/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/reshape_gather.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/vector.h"
#include "data/mapped.h"

/* The cells of the file */

ys__slice ys__gather_text(ys__gathering *g, const ys__csv_row *row, size_t column)
{
    const ys__source *source = g->import->source;
    const ys__csv_cell *cell = column < row->n ? &source->block.cells[row->first + column] : NULL;
    char *room;

    if (cell == NULL)
        return (ys__slice){ "", 0 };
    if ((cell->flags & ~(uint32_t)YS__CELL_QUOTED) == 0)
        return ys__trim((ys__slice){ cell->p, cell->n });
    room = ys__arena_alloc(&g->texts, cell->n + 1);
    g->failed = g->failed || room == NULL;
    return room ? ys__trim(ys__csv_cell_text(source->csv, cell, room)) : (ys__slice){ "", 0 };
}

static bool is_blank(const ys__csv_cell *cells, const ys__csv_row *row)
{
    for (uint32_t i = 0; i < row->n; i++)
        if (ys__trim((ys__slice){ cells[row->first + i].p, cells[row->first + i].n }).n)
            return false;
    return true;
}

ys_status ys__gather_rows(ys__gathering *g, ys__gather_fn *look, ys_error *err)
{
    ys__source *source = g->import->source;
    ys_status status = ys__source_rewind(source, err);

    while (status == YS_OK && (status = ys__source_next(source, err)) == YS_OK && source->block.n > 0)
        for (size_t i = source->block_first; i < source->block.n; i++) {
            const ys__csv_row *row = &source->block.rows[i];
            uint32_t record = (uint32_t)(source->block_record + i);

            if (is_blank(source->block.cells, row) || (g->c->n_skips && ys__is_skipped(g->c, row)))
                continue;
            if (!look(g, row, record) || g->failed)
                return ys__fail_nomem(err);
        }
    return status;
}

size_t ys__gather_value(const ys__gathering *g, int field)
{
    for (size_t i = 0; i < g->n_values; i++)
        if (g->values[i] == field)
            return i;
    return SIZE_MAX;
}

/* Where in values the field stands that a row names; -1: nowhere. */
bool ys__gather_name(ys__gathering *g, ys__slice name, int64_t *value)
{
    ys__memo_entry *e = ys__memo_get(&g->memo, name, 0);

    if (e == NULL)
        return false;
    if (!e->known) {
        int field = ys__named_field(g->import->form, g->mapping, name);
        size_t at = field < 0 ? SIZE_MAX : ys__gather_value(g, field);

        e->p = ys__arena_textn(g->arena, name.p, name.n);
        e->value = at == SIZE_MAX ? -1 : (int64_t)at;
        e->known = e->p != NULL;
        if (e->p == NULL)
            return false;
    }
    *value = e->value;
    return true;
}

bool ys__gather_find(ys__gathering *g, const ys__csv_row *row, uint32_t record, size_t column, ys__found *found)
{
    const ys__csv_cell *cell = column < row->n ? &g->import->source->block.cells[row->first + column] : NULL;

    found->row = record;
    found->line = row->line;
    found->begin = row->p;
    found->at = cell ? ys__cell_place(cell) : NULL;
    found->column = (int32_t)column;
    if (cell) {
        ys__slice text = ys__gather_text(g, row, column);

        found->value = cell->flags & ~(uint32_t)YS__CELL_QUOTED ? ys__arena_textn(&g->import->arena, text.p, text.n)
                                                                : text.p;
        found->value_n = (uint32_t)text.n;
        if (found->value == NULL)
            return false;
    }
    return ys__find(g->import, found);
}

/* A field that the same thing has a value of already. */
static bool find_twice(ys__gathering *g, const ys__csv_row *row, uint32_t record, int field, uint32_t earlier)
{
    ys__found found = { .code = YS__DUPLICATE_KEY, .is_error = true, .field = field, .other = earlier };
    ys__buffer text = { 0 };
    bool good;

    ys__putf(&text, _("row %llu has a value of “%s” for the same site and period already"), (unsigned long long)earlier,
             g->import->form->fields[field].name);
    found.message = text.failed ? NULL : ys__arena_text(&g->import->arena, text.text);
    found.hint = ys__arena_text(&g->import->arena, _("Delete one of the two rows, or correct what tells them apart."));
    good = found.message && found.hint && ys__gather_find(g, row, record, g->names, &found);
    ys__buffer_free(&text);
    return good;
}

static bool mark_damaged(ys__reshaped *out, uint32_t record)
{
    if (!ys__room((void **)&out->damaged, &out->damaged_room, out->n_damaged, sizeof *out->damaged))
        return false;
    out->damaged[out->n_damaged++] = record;
    return true;
}

static int compare_records(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* Gathering the rows of a pass */

static uint64_t hash_key(const char *key, size_t n, size_t period)
{
    return ys__hash(key, n, period);
}

static size_t period_of_group(const ys__gathering *g, const ys__gathered_row *row)
{
    return g->entries[row->first].slot / g->n_values;
}

static bool widen_slots(ys__gathering *g)
{
    size_t size = g->n_slots ? g->n_slots * 2 : 64;
    uint32_t *slots = calloc(size, sizeof *slots);

    if (slots == NULL)
        return false;
    for (size_t i = 0; i < g->n; i++) {
        const ys__gathered_row *row = &g->groups[i];
        size_t at = hash_key(g->keys.text + row->key, row->key_n, period_of_group(g, row)) & (size - 1);

        while (slots[at])
            at = (at + 1) & (size - 1);
        slots[at] = (uint32_t)i + 1;
    }
    free(g->slots);
    g->slots = slots;
    g->n_slots = size;
    return true;
}

/* The place of the group with the key in hand, or of the hole where it belongs. */
static uint32_t *find_slot(ys__gathering *g, size_t period)
{
    size_t at = hash_key(g->key.text, g->key.n, period) & (g->n_slots - 1);

    for (; g->slots[at]; at = (at + 1) & (g->n_slots - 1)) {
        const ys__gathered_row *row = &g->groups[g->slots[at] - 1];

        if (row->key_n == g->key.n && period_of_group(g, row) == period &&
            memcmp(g->keys.text + row->key, g->key.text, g->key.n) == 0)
            break;
    }
    return &g->slots[at];
}

static const ys__gathered_cell *find_entry(const ys__gathering *g, const ys__gathered_row *row, uint32_t slot)
{
    for (uint32_t at = row->first + 1; at; at = g->entries[at - 1].next)
        if (g->entries[at - 1].slot == slot)
            return &g->entries[at - 1];
    return NULL;
}

/* Adds a cell to the row with the key in hand. *earlier: the record that has its value already; 0: none. */
static bool add_entry(ys__gathering *g, size_t period, size_t value, ys__slice text, uint32_t record, uint32_t *earlier)
{
    uint32_t slot = (uint32_t)(period * g->n_values + value), *place;
    const ys__gathered_cell *before;
    ys__gathered_row *row;

    *earlier = 0;
    if ((g->n * 3 >= g->n_slots * 2 && !widen_slots(g)) ||
        !ys__room((void **)&g->entries, &g->entries_room, g->n_entries, sizeof *g->entries) ||
        !ys__room((void **)&g->groups, &g->room, g->n, sizeof *g->groups))
        return false;
    place = find_slot(g, period);
    if (*place && (before = find_entry(g, &g->groups[*place - 1], slot)) != NULL) {
        *earlier = before->record;
        return true;
    }
    g->entries[g->n_entries] = (ys__gathered_cell){ text.p, (uint32_t)text.n, record, 0, slot };
    if (*place) {
        row = &g->groups[*place - 1];
        g->entries[row->last].next = (uint32_t)g->n_entries + 1;
        row->last = (uint32_t)g->n_entries;
    } else {
        g->groups[g->n++] = (ys__gathered_row){ .key = g->keys.n, .key_n = (uint32_t)g->key.n,
                                                .first = (uint32_t)g->n_entries, .last = (uint32_t)g->n_entries };
        ys__putn(&g->keys, g->key.text, g->key.n);
        *place = (uint32_t)g->n;
    }
    g->n_entries++;
    return !g->keys.failed;
}

/* What the rows of the table that come from a record begin with. */
static void put_kept(ys__gathering *g, ys__buffer *to, const ys__csv_row *row)
{
    for (size_t i = 0; i < g->n_kept; i++) {
        ys__put(to, i ? "," : "");
        ys__csv_put(to, ys__gather_text(g, row, g->kept[i]));
    }
}

/* A row of the file that names its field. */
static bool gather_down(ys__gathering *g, const ys__csv_row *row, uint32_t record)
{
    ys__reshaped *out = g->import->reshaped;
    int64_t value;

    if (!ys__gather_name(g, ys__gather_text(g, row, g->names), &value))
        return false;
    if (value < 0)
        return true;
    ys__buffer_clear(&g->key);
    ys__put(&g->key, "");
    put_kept(g, &g->key, row);
    for (size_t p = g->first; p < g->end; p++) {
        uint32_t earlier;

        if (g->key.failed ||
            !add_entry(g, p, (size_t)value, ys__gather_text(g, row, g->columns[p]), record, &earlier))
            return false;
        if (earlier && g->first > 0)
            break; /* told in the first pass */
        if (earlier && (!find_twice(g, row, record, g->values[value], earlier) || !mark_damaged(out, record) ||
                        !mark_damaged(out, earlier)))
            return false;
        if (earlier)
            break;
    }
    return true;
}

/* Writing the table */

static void put_period(const ys__gathering *g, ys__reshaped *out, size_t period)
{
    static const ys__calendar plain = { .period_months = 3, .first_month = 1 };
    char text[YS__PERIOD_SIZE];

    if (!g->has_periods)
        return;
    ys__period_format(g->c->in ? &g->c->in->calendar : &plain, g->periods[period], text);
    ys__put(&out->text, g->n_kept ? "," : "");
    ys__csv_put(&out->text, ys__slice_of(text));
}

static void put_value(const ys__gathering *g, ys__reshaped *out, bool first, ys__slice text)
{
    ys__put(&out->text, first && g->n_kept == 0 && !g->has_periods ? "" : ",");
    ys__csv_put(&out->text, text);
}

/* A row of the file with its values under periods: a row of the table for each of them. */
static bool write_across(ys__gathering *g, const ys__csv_row *row, uint32_t record)
{
    ys__reshaped *out = g->import->reshaped;

    ys__buffer_clear(&g->key);
    ys__put(&g->key, "");
    put_kept(g, &g->key, row);
    if (g->key.failed || !ys__room((void **)&g->records, &g->records_room, g->n_records, sizeof *g->records))
        return false;
    g->records[g->n_records++] = record;
    for (size_t p = g->first; p < g->end; p++) {
        bool first = true;

        ys__putn(&out->text, g->key.text, g->key.n);
        put_period(g, out, p);
        for (size_t v = 0; v < g->n_values; v++) {
            size_t column = g->columns[p * g->stride + v];

            if (!g->named[v])
                continue;
            put_value(g, out, first, column == SIZE_MAX ? (ys__slice){ "", 0 } : ys__gather_text(g, row, column));
            first = false;
        }
        ys__putc(&out->text, '\n');
        out->n++;
    }
    ys__arena_free(&g->texts);
    return !out->text.failed;
}

/* Rows mostly come in the order of the file. */
static void leave(ys__gathering *g, const char *place)
{
    ys__source *file = g->import->source;

    if (place >= file->decoded.text && place < file->decoded.text + file->decoded.n)
        ys__source_leave(file, place);
}

static void write_groups(ys__gathering *g, ys__reshaped *out)
{
    g->import->source->forgotten = NULL;
    for (size_t i = 0; i < g->n; i++) {
        const ys__gathered_row *row = &g->groups[i];
        size_t period = period_of_group(g, row);
        bool first = true;

        leave(g, g->entries[row->first].p);
        ys__putn(&out->text, g->keys.text + row->key, row->key_n);
        put_period(g, out, period);
        for (size_t v = 0; v < g->n_values; v++) {
            const ys__gathered_cell *e = g->named[v] ? find_entry(g, row, (uint32_t)(period * g->n_values + v)) : NULL;

            if (!g->named[v])
                continue;
            put_value(g, out, first, e ? (ys__slice){ e->p, e->n } : (ys__slice){ "", 0 });
            first = false;
        }
        ys__putc(&out->text, '\n');
    }
    out->n = g->n;
}

static void put_header(const ys__gathering *g, ys__reshaped *out)
{
    const ys__form *form = g->import->form;
    size_t n = 0;

    for (size_t i = 0; i < g->n_kept; i++)
        out->fields[n++] = g->uses[g->kept[i]].field;
    out->n_kept = out->periods = n;
    if (g->has_periods)
        out->fields[n++] = form->period_field;
    for (size_t v = 0; v < g->n_values; v++)
        if (g->named[v])
            out->fields[n++] = g->values[v];
    out->width = n;
    out->periods = g->has_periods ? out->periods : n;
    for (size_t i = 0; i < n; i++) {
        ys__put(&out->text, i ? "," : "");
        ys__csv_put(&out->text, ys__slice_of(form->fields[out->fields[i]].name));
    }
    ys__putc(&out->text, '\n');
}

static void forget_pass(ys__gathering *g)
{
    free(g->records);
    free(g->entries);
    free(g->groups);
    free(g->slots);
    ys__buffer_free(&g->keys);
    ys__arena_free(&g->texts);
    g->records = g->slots = NULL;
    g->entries = NULL;
    g->groups = NULL;
    g->n_records = g->records_room = g->n_entries = g->entries_room = g->n = g->room = g->n_slots = 0;
}

ys_status ys__reshape_pass(ys__conversion *c, size_t pass, ys_error *err)
{
    ys__reshaped *out = c->import->reshaped;
    ys__gathering *g = out->gathering;
    ys_status status;

    ys__source_close(out->source);
    out->source = NULL;
    ys__buffer_free(&out->text);
    forget_pass(g);
    out->n = 0;
    c->source = c->import->source;
    c->n_skips = g->n_skips;
    g->first = out->passes > 1 ? pass : 0;
    g->end = out->passes > 1 ? pass + 1 : g->n_periods;
    put_header(g, out);
    status = ys__gather_rows(g, g->names == SIZE_MAX ? write_across : gather_down, err);
    if (status == YS_OK && g->names != SIZE_MAX)
        write_groups(g, out);
    if (out->n_damaged)
        qsort(out->damaged, out->n_damaged, sizeof *out->damaged, compare_records);
    free(g->slots);
    g->slots = NULL;
    ys__buffer_free(&g->keys);
    ys__arena_free(&g->texts);
    if (status == YS_OK && out->text.failed)
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = ys__source_of_table(&out->source, &out->arena, out->text.text, out->text.n, err);
    c->source = out->source;
    c->n_skips = 0;
    return status;
}

/* Where the period of a row of the table stands: at its first value, in the column of that header. */
static ys__origin period_origin(const ys__gathering *g, size_t period, uint32_t record, const ys__gathered_row *row)
{
    for (size_t v = 0; v < g->n_values; v++) {
        const ys__gathered_cell *e = row ? find_entry(g, row, (uint32_t)(period * g->n_values + v)) : NULL;

        if (e)
            return (ys__origin){ e->record, (uint32_t)g->columns[period] };
        if (row == NULL && g->columns[period * g->stride + v] != SIZE_MAX)
            return (ys__origin){ record, (uint32_t)g->columns[period * g->stride + v] };
    }
    return (ys__origin){ record, (uint32_t)g->heads[period] };
}

/* The place in values of a column of the table behind those that are kept and the period. */
static size_t value_at(const ys__reshaped *table, size_t column)
{
    return ys__gather_value(table->gathering, table->fields[column]);
}

ys__origin ys__origin_of(const ys__reshaped *table, size_t row, size_t column)
{
    const ys__gathering *g = table->gathering;
    const ys__gathered_row *from = g->names == SIZE_MAX ? NULL : &g->groups[row];
    size_t periods = g->end - g->first, period = from ? period_of_group(g, from) : g->first + row % periods;
    uint32_t record = from ? g->entries[from->first].record : g->records[row / periods];
    size_t place = YS__NOWHERE;

    if (column < table->n_kept)
        return (ys__origin){ record, (uint32_t)g->kept[column] };
    if (column == table->periods)
        return period_origin(g, period, record, from);
    if (from) {
        const ys__gathered_cell *e = find_entry(g, from, (uint32_t)(period * g->n_values + value_at(table, column)));

        return e ? (ys__origin){ e->record, (uint32_t)g->columns[period] } : (ys__origin){ record, YS__NOWHERE };
    }
    place = g->columns[period * g->stride + value_at(table, column)];
    return (ys__origin){ record, place == SIZE_MAX ? YS__NOWHERE : (uint32_t)place };
}

ys__period ys__reshaped_period(const ys__reshaped *table)
{
    const ys__gathering *g = table->gathering;
    ys__period all = { 0, 0 };

    for (size_t p = 0; g->has_periods && p < g->n_periods; p++) {
        int32_t end = g->periods[p].month + g->periods[p].months, last = all.month + all.months;

        if (all.months == 0)
            all = g->periods[p];
        else if (g->periods[p].month < all.month)
            all = (ys__period){ g->periods[p].month, (end > last ? end : last) - g->periods[p].month };
        else if (end > last)
            all.months = end - all.month;
    }
    return all;
}

void ys__gathering_free(ys__gathering *g)
{
    if (g == NULL)
        return;
    forget_pass(g);
    ys__buffer_free(&g->key);
    ys__memo_free(&g->memo);
}
