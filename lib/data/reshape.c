/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/reshape.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/vector.h"
#include "data/mapped.h"
#include "data/match.h"

/* A form without fields: the first look at the file asks only how it is written. */
static const ys__form nothing = { .strict = true, .partner_field = -1, .site_field = -1, .period_field = -1,
                                  .participant_field = -1, .withdrawn_field = -1 };

/* The table while it is gathered: in each row the cells that every row of the file has, then one for each field of
 * values. */
typedef struct gather {
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
    size_t n_values, width;
    size_t names;              /* the column of names; SIZE_MAX: none */
    ys__period *periods;       /* one for each block of columns; one of no months where none are across */
    size_t *heads;             /* the first column of each */
    bool *used;                /* any cell below it is filled */
    size_t n_periods;
    size_t *columns;           /* for each period and field of values; with names: for each period. SIZE_MAX: none */
    ys__slice *texts;          /* the gathered cells */
    ys__origin *origins;
    uint32_t *row_periods;
    size_t n, room, texts_room, origins_room;
    ys__memo memo;             /* what names mean: the place in values, -1 for nothing */
    bool failed;               /* memory was short */
    uint32_t *slots;           /* rows by their kept cells and period: row + 1 */
    size_t n_slots;
} gather;

/* The first look: faults of how the file is written, at their places; the records that have them. */
static ys_status skim(ys__conversion *c, ys__reshaped *out, ys_error *err)
{
    ys__import *import = c->import;
    const ys__form *form = import->form;
    size_t n = import->source->n_headers;
    ys__conversion look = { .import = import, .in = c->in, .options = c->options, .source = import->source,
                            .mapping = c->mapping, .known_partner = c->known_partner };
    int *fields = malloc((n + 1) * sizeof *fields);
    ys_status status = YS_OK;

    for (size_t i = 0; fields && i < n; i++)
        fields[i] = -1;
    import->form = &nothing;
    if (fields == NULL || !ys__intakes_make(&look, fields, n) || !ys__map_skips(&look))
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = ys__convert(&look, err);
    import->form = form;
    out->damaged = malloc((import->n_bad + 1) * sizeof *out->damaged);
    for (size_t i = 0; out->damaged && status == YS_OK && i < look.base; i++)
        if (import->bad[i])
            out->damaged[out->n_damaged++] = import->records[i];
    if (status == YS_OK && (out->damaged == NULL || !ys__find_personal(&look)))
        status = ys__fail_nomem(err);
    import->n_bad = 0;
    free(import->table.columns);
    import->table = (ys__table){ 0 };
    free(fields);
    ys__conversion_free(&look);
    return status;
}

/* Choosing the columns of the table */

static bool is_kept(const gather *g, int field)
{
    for (size_t i = 0; i < g->n_kept; i++)
        if (g->uses[g->kept[i]].field == field)
            return true;
    return g->mapping && g->mapping->fields[field].constant;
}

static void add_value(gather *g, int field)
{
    const ys__form *form = g->import->form;

    if (field < 0 || is_kept(g, field) || field == form->period_field || field == form->partner_field)
        return;
    for (size_t i = 0; i < g->n_values; i++)
        if (g->values[i] == field)
            return;
    g->values[g->n_values++] = field;
}

static size_t value_of(const gather *g, int field)
{
    for (size_t i = 0; i < g->n_values; i++)
        if (g->values[i] == field)
            return i;
    return SIZE_MAX;
}

static size_t period_of(gather *g, ys__period period, size_t column)
{
    for (size_t i = 0; i < g->n_periods; i++)
        if (ys__period_equal(g->periods[i], period))
            return i;
    g->periods[g->n_periods] = period;
    g->heads[g->n_periods] = column;
    return g->n_periods++;
}

/* Whether a column is for what the headers of other columns tell too: the period, or a field of values. */
static bool clashes(const gather *g, size_t column)
{
    int field = g->uses[column].field;

    for (size_t i = 0; i < g->n_uses; i++)
        if (g->uses[i].use == YS__USE_PERIOD && (g->uses[i].field == field || field == g->import->form->period_field))
            return true;
    return false;
}

static bool choose_columns(gather *g)
{
    const ys__form *form = g->import->form;
    size_t n = g->n_uses, stride;

    g->kept = ys__arena_alloc(g->arena, (n + 1) * sizeof *g->kept);
    g->values = ys__arena_alloc(g->arena, (form->n + 1) * sizeof *g->values);
    g->named = ys__arena_alloc(g->arena, form->n + 1);
    g->periods = ys__arena_alloc(g->arena, (n + 1) * sizeof *g->periods);
    g->heads = ys__arena_alloc(g->arena, (n + 1) * sizeof *g->heads);
    g->used = ys__arena_alloc(g->arena, n + 1);
    if (!g->kept || !g->values || !g->named || !g->periods || !g->heads || !g->used)
        return false;
    g->names = SIZE_MAX;
    for (size_t i = 0; i < n; i++)
        if (g->uses[i].use == YS__USE_FIELD && !clashes(g, i))
            g->kept[g->n_kept++] = i;
        else if (g->uses[i].use == YS__USE_NAMES)
            g->names = i;
    for (size_t i = 0; i < n; i++)
        if (g->uses[i].use == YS__USE_PERIOD && g->names == SIZE_MAX)
            add_value(g, g->uses[i].field);
    for (size_t f = 0; f < form->n && g->names != SIZE_MAX; f++)
        add_value(g, (int)f);
    stride = g->names == SIZE_MAX ? g->n_values : 1;
    g->columns = ys__arena_alloc(g->arena, (n + 1) * (stride + 1) * sizeof *g->columns);
    for (size_t i = 0; g->columns && i < (n + 1) * (stride + 1); i++)
        g->columns[i] = SIZE_MAX;
    for (size_t i = 0; g->columns && i < n; i++) {
        const ys__column_use *use = &g->uses[i];
        size_t value = g->names != SIZE_MAX ? 0 : value_of(g, use->field);

        if ((use->use == YS__USE_PERIOD || use->use == YS__USE_CELLS) && value != SIZE_MAX)
            g->columns[period_of(g, use->period, i) * stride + value] = i;
    }
    g->width = g->n_kept + g->n_values;
    return g->columns != NULL;
}

/* Gathering */

static ys__slice cell_text(gather *g, const ys__csv_row *row, size_t column)
{
    const ys__source *source = g->import->source;
    const ys__csv_cell *cell = column < row->n ? &source->block.cells[row->first + column] : NULL;
    char *room;

    if (cell == NULL)
        return (ys__slice){ "", 0 };
    if ((cell->flags & ~(uint32_t)YS__CELL_QUOTED) == 0)
        return ys__trim((ys__slice){ cell->p, cell->n });
    room = ys__arena_alloc(g->arena, cell->n + 1);
    g->failed = g->failed || room == NULL;
    return room ? ys__trim(ys__csv_cell_text(source->csv, cell, room)) : (ys__slice){ "", 0 };
}

static bool add_row(gather *g, const ys__csv_row *row, uint32_t record, size_t period)
{
    size_t at = g->n * g->width;

    if (!ys__room((void **)&g->row_periods, &g->room, g->n, sizeof *g->row_periods))
        return false;
    for (size_t i = 0; i < g->width; i++) {
        size_t column = i < g->n_kept ? g->kept[i] : YS__NOWHERE;

        if (!ys__room((void **)&g->texts, &g->texts_room, at + i, sizeof *g->texts) ||
            !ys__room((void **)&g->origins, &g->origins_room, at + i, sizeof *g->origins))
            return false;
        g->texts[at + i] = i < g->n_kept ? cell_text(g, row, column) : (ys__slice){ "", 0 };
        g->origins[at + i] = (ys__origin){ record, (uint32_t)column };
    }
    g->row_periods[g->n++] = (uint32_t)period;
    return true;
}

static void set_value(gather *g, size_t at, size_t value, ys__slice text, uint32_t record, size_t column)
{
    size_t cell = at * g->width + g->n_kept + value;

    g->texts[cell] = text;
    g->origins[cell] = (ys__origin){ record, (uint32_t)column };
    g->named[value] = true;
    g->used[g->row_periods[at]] = g->used[g->row_periods[at]] || text.n > 0;
}

/* A row of the file with its values under periods: a row of the table for each of them. */
static bool gather_across(gather *g, const ys__csv_row *row, uint32_t record)
{
    for (size_t p = 0; p < g->n_periods; p++) {
        if (!add_row(g, row, record, p))
            return false;
        for (size_t v = 0; v < g->n_values; v++) {
            size_t column = g->columns[p * g->n_values + v];

            if (column != SIZE_MAX)
                set_value(g, g->n - 1, v, cell_text(g, row, column), record, column);
        }
    }
    return true;
}

static uint64_t hash_kept(const gather *g, size_t at)
{
    uint64_t h = g->row_periods[at];

    for (size_t i = 0; i < g->n_kept; i++) {
        ys__slice text = g->texts[at * g->width + i];

        h = ys__mix(h, ys__hash(text.p, text.n, i));
    }
    return h;
}

static bool same_kept(const gather *g, size_t a, size_t b)
{
    for (size_t i = 0; i < g->n_kept; i++)
        if (!ys__slice_equal(g->texts[a * g->width + i], g->texts[b * g->width + i]))
            return false;
    return g->row_periods[a] == g->row_periods[b];
}

static bool widen_slots(gather *g)
{
    size_t size = g->n_slots ? g->n_slots * 2 : 64;
    uint32_t *slots = calloc(size, sizeof *slots);

    if (slots == NULL)
        return false;
    for (size_t row = 0; row + 1 < g->n; row++) {
        size_t at = hash_kept(g, row) & (size - 1);

        while (slots[at])
            at = (at + 1) & (size - 1);
        slots[at] = (uint32_t)row + 1;
    }
    free(g->slots);
    g->slots = slots;
    g->n_slots = size;
    return true;
}

/* The row of the table that a row of the file belongs to: one with the same kept cells, or a new one at the end. */
static bool find_row(gather *g, const ys__csv_row *row, uint32_t record, size_t period, size_t *out)
{
    size_t at;

    if (!add_row(g, row, record, period) || (g->n * 2 > g->n_slots && !widen_slots(g)))
        return false;
    for (at = hash_kept(g, g->n - 1) & (g->n_slots - 1); g->slots[at]; at = (at + 1) & (g->n_slots - 1))
        if (same_kept(g, g->n - 1, g->slots[at] - 1)) {
            g->n--;
            *out = g->slots[at] - 1;
            return true;
        }
    g->slots[at] = (uint32_t)g->n;
    *out = g->n - 1;
    return true;
}

static bool find_at(gather *g, const ys__csv_row *row, uint32_t record, size_t column, ys__found *found)
{
    const ys__csv_cell *cell = column < row->n ? &g->import->source->block.cells[row->first + column] : NULL;

    found->row = record;
    found->line = row->line;
    found->begin = row->p;
    found->at = cell ? ys__cell_place(cell) : NULL;
    found->column = (int32_t)column;
    if (cell) {
        ys__slice text = cell_text(g, row, column);

        found->value = text.p;
        found->value_n = (uint32_t)text.n;
    }
    return ys__find(g->import, found);
}

/* A field that the same thing has a value of already. */
static bool find_twice(gather *g, const ys__csv_row *row, uint32_t record, int field, uint32_t earlier)
{
    ys__found found = { .code = YS__DUPLICATE_KEY, .is_error = true, .field = field, .other = earlier };
    ys__buffer text = { 0 };
    bool good;

    ys__putf(&text, _("row %llu has a value of “%s” for the same place and time already"), (unsigned long long)earlier,
             g->import->form->fields[field].name);
    found.message = text.failed ? NULL : ys__arena_text(&g->import->arena, text.text);
    found.hint = ys__arena_text(&g->import->arena, _("Delete one of the two rows, or correct what tells them apart."));
    good = found.message && found.hint && find_at(g, row, record, g->names, &found);
    ys__buffer_free(&text);
    return good;
}

static bool mark_damaged(ys__reshaped *out, uint32_t record)
{
    uint32_t *more = realloc(out->damaged, (out->n_damaged + 1) * sizeof *more);
    size_t at = out->n_damaged;

    if (more == NULL)
        return false;
    out->damaged = more;
    for (; at > 0 && more[at - 1] > record; at--)
        more[at] = more[at - 1];
    more[at] = record;
    out->n_damaged++;
    return true;
}

/* Where in values the field stands that a row names; -1: nowhere. */
static bool name_of(gather *g, ys__slice name, int64_t *value)
{
    ys__memo_entry *e = ys__memo_get(&g->memo, name, 0);

    if (e == NULL)
        return false;
    if (!e->known) {
        int field = ys__named_field(g->import->form, g->mapping, name);
        size_t at = field < 0 ? SIZE_MAX : value_of(g, field);

        e->value = at == SIZE_MAX ? -1 : (int64_t)at;
        e->known = true;
    }
    *value = e->value;
    return true;
}

static bool is_row_blank(gather *g, const ys__csv_row *row)
{
    for (size_t p = 0; p < g->n_periods; p++)
        if (g->columns[p] != SIZE_MAX && cell_text(g, row, g->columns[p]).n > 0)
            return false;
    return true;
}

/* A row of the file that names its field. */
static bool gather_down(gather *g, ys__reshaped *out, const ys__csv_row *row, uint32_t record)
{
    ys__slice name = cell_text(g, row, g->names);
    ys__found unknown = { .code = YS__UNKNOWN_INDICATOR, .field = -1 };
    int64_t value;

    if (!name_of(g, name, &value))
        return false;
    if (value < 0)
        return (name.n == 0 && is_row_blank(g, row)) || find_at(g, row, record, g->names, &unknown);
    for (size_t p = 0; p < g->n_periods; p++) {
        size_t at, cell;
        uint32_t earlier;

        if (!find_row(g, row, record, p, &at))
            return false;
        cell = at * g->width + g->n_kept + (size_t)value;
        earlier = g->origins[cell].record;
        if (g->origins[cell].column == YS__NOWHERE)
            set_value(g, at, (size_t)value, cell_text(g, row, g->columns[p]), record, g->columns[p]);
        else if (!find_twice(g, row, record, g->values[value], earlier) || !mark_damaged(out, record) ||
                 !mark_damaged(out, earlier))
            return false;
        else
            break;
    }
    return true;
}

static bool is_blank(const ys__csv_cell *cells, const ys__csv_row *row)
{
    for (uint32_t i = 0; i < row->n; i++)
        if (ys__trim((ys__slice){ cells[row->first + i].p, cells[row->first + i].n }).n)
            return false;
    return true;
}

static ys_status gather_rows(gather *g, ys__reshaped *out, ys_error *err)
{
    ys__source *source = g->import->source;
    ys_status status = ys__source_rewind(source, err);

    while (status == YS_OK && (status = ys__source_next(source, err)) == YS_OK && source->block.n > 0)
        for (size_t i = source->block_first; i < source->block.n; i++) {
            const ys__csv_row *row = &source->block.rows[i];
            uint32_t record = (uint32_t)(source->block_record + i);

            if (is_blank(source->block.cells, row) || (g->c->n_skips && ys__is_skipped(g->c, row)))
                continue;
            if (!(g->names == SIZE_MAX ? gather_across(g, row, record) : gather_down(g, out, row, record)) || g->failed)
                return ys__fail_nomem(err);
        }
    return status;
}

/* Writing the table */

static void put_header(const gather *g, ys__reshaped *out)
{
    const ys__form *form = g->import->form;
    size_t n = 0;

    for (size_t i = 0; i < g->n_kept; i++)
        out->fields[n++] = g->uses[g->kept[i]].field;
    out->n_kept = out->periods = n;
    if (g->periods[0].months)
        out->fields[n++] = form->period_field;
    for (size_t v = 0; v < g->n_values; v++)
        if (g->named[v])
            out->fields[n++] = g->values[v];
    out->width = n;
    out->periods = g->periods[0].months ? out->periods : n;
    for (size_t i = 0; i < n; i++) {
        ys__put(&out->text, i ? "," : "");
        ys__csv_put(&out->text, ys__slice_of(form->fields[out->fields[i]].name));
    }
    ys__putc(&out->text, '\n');
}

static void put_cell(ys__reshaped *out, size_t column, ys__slice text, ys__origin origin)
{
    ys__put(&out->text, column ? "," : "");
    ys__csv_put(&out->text, text);
    out->origins[out->n * out->width + column] = origin;
}

/* Where the period of a row of the table stands: at its first value, in the column of that header. */
static ys__origin period_origin(const gather *g, size_t row)
{
    ys__origin first = g->origins[row * g->width + g->n_kept];

    for (size_t v = 0; v < g->n_values; v++)
        if (g->origins[row * g->width + g->n_kept + v].column != YS__NOWHERE)
            return g->origins[row * g->width + g->n_kept + v];
    return (ys__origin){ first.record, (uint32_t)g->heads[g->row_periods[row]] };
}

static void put_rows(const gather *g, const ys__calendar *calendar, ys__reshaped *out)
{
    for (size_t row = 0; row < g->n; row++) {
        const ys__slice *texts = &g->texts[row * g->width];
        const ys__origin *origins = &g->origins[row * g->width];
        char period[YS__PERIOD_SIZE];
        size_t n = 0;

        if (out->periods < out->width && !g->used[g->row_periods[row]])
            continue; /* a column for a period that nobody has filled in is no report of it */
        for (size_t i = 0; i < g->n_kept; i++)
            put_cell(out, n++, texts[i], origins[i]);
        if (out->periods < out->width) {
            ys__period_format(calendar, g->periods[g->row_periods[row]], period);
            put_cell(out, n++, ys__slice_of(period), period_origin(g, row));
        }
        for (size_t v = 0; v < g->n_values; v++)
            if (g->named[v])
                put_cell(out, n++, texts[g->n_kept + v], origins[g->n_kept + v]);
        ys__putc(&out->text, '\n');
        out->n++;
    }
}

static ys_status write_table(const gather *g, ys__reshaped *out, ys_error *err)
{
    static const ys__calendar plain = { .period_months = 3, .first_month = 1 };

    out->fields = ys__arena_alloc(&out->arena, (g->width + 2) * sizeof *out->fields);
    out->origins = malloc((g->n + 1) * (g->width + 2) * sizeof *out->origins);
    if (out->fields == NULL || out->origins == NULL)
        return ys__fail_nomem(err);
    put_header(g, out);
    put_rows(g, g->c->in ? &g->c->in->calendar : &plain, out);
    if (out->text.failed)
        return ys__fail_nomem(err);
    return ys__source_of_table(&out->source, &out->arena, out->text.text, out->text.n, err);
}

/* Fields that no row names are missing like a column that is not there. */
static bool settle_there(const gather *g, bool *there)
{
    for (size_t v = 0; v < g->n_values && g->names != SIZE_MAX; v++)
        there[g->values[v]] = g->named[v];
    if (g->names != SIZE_MAX && g->import->form->period_field >= 0 && g->periods[0].months == 0)
        there[g->import->form->period_field] = is_kept(g, g->import->form->period_field);
    return ys__find_missing(g->import, g->import->source, there);
}

static bool find_clashes(const gather *g)
{
    bool good = true;

    for (size_t i = 0; good && i < g->n_uses; i++)
        if (g->uses[i].use == YS__USE_FIELD && clashes(g, i)) {
            ys__buffer text = { 0 };

            ys__putf(&text, _("the column “%s” is there, and columns for periods say the same"),
                     g->import->form->fields[g->uses[i].field].name);
            good = !text.failed && ys__find_file(g->import, YS__CONTRADICTION, true, text.text,
                                                 _("Delete the column, or the columns for periods."));
            ys__buffer_free(&text);
        }
    return good;
}

static void gather_free(gather *g)
{
    free(g->texts);
    free(g->origins);
    free(g->row_periods);
    free(g->slots);
    ys__memo_free(&g->memo);
}

ys_status ys__reshape(ys__conversion *c, const ys__sender *sender, const ys__column_use *uses, bool *there,
                      ys_error *err)
{
    ys__import *import = c->import;
    ys__reshaped *out = import->reshaped = calloc(1, sizeof *out);
    gather g = { .import = import, .c = c, .mapping = ys__sender_mapping(sender, import->form), .uses = uses,
                 .n_uses = import->source->n_headers };
    ys_status status;

    if (out == NULL)
        return ys__fail_nomem(err);
    g.arena = &out->arena;
    if ((status = skim(c, out, err)) != YS_OK)
        return status;
    if (!choose_columns(&g) || !find_clashes(&g))
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = gather_rows(&g, out, err);
    if (status == YS_OK && !settle_there(&g, there))
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = write_table(&g, out, err);
    gather_free(&g);
    c->source = out->source;
    c->n_skips = 0;
    out->first = import->findings->n;
    out->collapse = import->findings->collapse;
    import->findings->collapse = false;
    return status;
}

int32_t ys__field_column(const ys__import *import, int field)
{
    int32_t column = import->field_columns ? import->field_columns[field] : -1;

    if (import->reshaped == NULL || column < 0)
        return column;
    return (size_t)column < import->reshaped->n_kept && import->reshaped->n
               ? (int32_t)import->reshaped->origins[column].column : -1;
}

void ys__reshaped_free(ys__reshaped *reshaped)
{
    if (reshaped == NULL)
        return;
    ys__source_close(reshaped->source);
    ys__buffer_free(&reshaped->text);
    free(reshaped->origins);
    free(reshaped->damaged);
    ys__arena_free(&reshaped->arena);
    free(reshaped);
}
