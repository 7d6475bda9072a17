/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/reshape.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "data/mapped.h"
#include "data/match.h"
#include "data/reshape_gather.h"

/* A form without fields: the first look at the file asks only how it is written. */
static const ys__form nothing = { .strict = true, .partner_field = -1, .site_field = -1, .period_field = -1,
                                  .participant_field = -1, .withdrawn_field = -1 };

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
    out->damaged_room = import->n_bad + 1;
    out->damaged = malloc(out->damaged_room * sizeof *out->damaged);
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

static bool is_kept(const ys__gathering *g, int field)
{
    for (size_t i = 0; i < g->n_kept; i++)
        if (g->uses[g->kept[i]].field == field)
            return true;
    return g->mapping && g->mapping->fields[field].constant;
}

static void add_value(ys__gathering *g, int field)
{
    const ys__form *form = g->import->form;

    if (field < 0 || is_kept(g, field) || field == form->period_field || field == form->partner_field)
        return;
    for (size_t i = 0; i < g->n_values; i++)
        if (g->values[i] == field)
            return;
    g->values[g->n_values++] = field;
}

static size_t period_of(ys__gathering *g, ys__period period, size_t column)
{
    for (size_t i = 0; i < g->n_periods; i++)
        if (ys__period_equal(g->periods[i], period))
            return i;
    g->periods[g->n_periods] = period;
    g->heads[g->n_periods] = column;
    return g->n_periods++;
}

/* Whether a column is for what the headers of other columns tell too: the period, or a field of values. */
static bool clashes(const ys__gathering *g, size_t column)
{
    int field = g->uses[column].field;

    for (size_t i = 0; i < g->n_uses; i++)
        if (g->uses[i].use == YS__USE_PERIOD && (g->uses[i].field == field || field == g->import->form->period_field))
            return true;
    return false;
}

static bool choose_columns(ys__gathering *g)
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
    stride = g->stride = g->names == SIZE_MAX ? g->n_values : 1;
    g->columns = ys__arena_alloc(g->arena, (n + 1) * (stride + 1) * sizeof *g->columns);
    for (size_t i = 0; g->columns && i < (n + 1) * (stride + 1); i++)
        g->columns[i] = SIZE_MAX;
    for (size_t i = 0; g->columns && i < n; i++) {
        const ys__column_use *use = &g->uses[i];
        size_t value = g->names != SIZE_MAX ? 0 : ys__gather_value(g, use->field);

        if ((use->use == YS__USE_PERIOD || use->use == YS__USE_CELLS) && value != SIZE_MAX)
            g->columns[period_of(g, use->period, i) * stride + value] = i;
    }
    g->has_periods = g->n_periods > 0 && g->periods[0].months > 0;
    return g->columns != NULL;
}

static bool is_row_blank(ys__gathering *g, const ys__csv_row *row)
{
    for (size_t p = 0; p < g->n_periods; p++)
        if (g->columns[p] != SIZE_MAX && ys__gather_text(g, row, g->columns[p]).n > 0)
            return false;
    return true;
}

/* The first look at all rows: which names and periods there are, and how numbers and dates are written */

static void note_style(ys__gathering *g, int field, ys__slice text, uint64_t times)
{
    const ys__field *f = &g->import->form->fields[field];
    ys__column_kind kind = ys__field_column_kind(g->import->form, field);
    ys__evidence one = { 0 };

    if ((kind == YS__COLUMN_NUMBER || kind == YS__COLUMN_REAL) && !f->decimal_char && !f->group_char)
        ys__evidence_number(&one, text);
    else if ((kind == YS__COLUMN_DATE || kind == YS__COLUMN_PERIOD || kind == YS__COLUMN_DATETIME) && !f->format)
        ys__evidence_date(&one, text);
    g->seen.points += one.points * times;
    g->seen.commas += one.commas * times;
    g->seen.days_first += one.days_first * times;
    g->seen.months_first += one.months_first * times;
}

static bool look_across(ys__gathering *g, const ys__csv_row *row, uint32_t record)
{
    (void)record;
    for (size_t p = 0; p < g->n_periods; p++)
        for (size_t v = 0; v < g->n_values; v++) {
            size_t column = g->columns[p * g->stride + v];
            ys__slice text;

            if (column == SIZE_MAX)
                continue;
            text = ys__gather_text(g, row, column);
            g->named[v] = true;
            g->used[p] = g->used[p] || text.n > 0;
            note_style(g, g->values[v], text, 1);
        }
    for (size_t i = 0; i < g->n_kept; i++)
        note_style(g, g->uses[g->kept[i]].field, ys__gather_text(g, row, g->kept[i]), g->n_periods);
    ys__arena_free(&g->texts);
    return true;
}

static bool look_down(ys__gathering *g, const ys__csv_row *row, uint32_t record)
{
    ys__slice name = ys__gather_text(g, row, g->names);
    ys__found unknown = { .code = YS__UNKNOWN_INDICATOR, .field = -1 };
    int64_t value;

    if (!ys__gather_name(g, name, &value))
        return false;
    if (value < 0)
        return (name.n == 0 && is_row_blank(g, row)) || ys__gather_find(g, row, record, g->names, &unknown);
    g->named[value] = true;
    for (size_t p = 0; p < g->n_periods; p++) {
        ys__slice text = g->columns[p] == SIZE_MAX ? (ys__slice){ "", 0 } : ys__gather_text(g, row, g->columns[p]);

        g->used[p] = g->used[p] || text.n > 0;
        note_style(g, g->values[value], text, 1);
    }
    for (size_t i = 0; i < g->n_kept; i++)
        note_style(g, g->uses[g->kept[i]].field, ys__gather_text(g, row, g->kept[i]), g->n_periods);
    ys__arena_free(&g->texts);
    return true;
}

/* A column for a period that nobody has filled in is no report of it. */
static void drop_unused(ys__gathering *g)
{
    size_t n = 0;

    for (size_t p = 0; g->has_periods && p < g->n_periods; p++) {
        if (!g->used[p])
            continue;
        g->periods[n] = g->periods[p];
        g->heads[n] = g->heads[p];
        memmove(&g->columns[n * g->stride], &g->columns[p * g->stride], g->stride * sizeof *g->columns);
        n++;
    }
    g->n_periods = g->has_periods ? n : g->n_periods;
}

/* Whether rows of different periods have nothing to do with each other. */
static bool is_separable(const ys__gathering *g)
{
    const ys__form *form = g->import->form;
    bool good = g->has_periods && g->import->partial && g->c->options->only == NULL;

    for (size_t f = 0; f < form->n; f++)
        good = good && !form->fields[f].unique;
    for (size_t a = 0; good && a < g->n_periods; a++)
        for (size_t b = 0; good && b < a; b++)
            good = !ys__period_overlaps(g->periods[a], g->periods[b]);
    return good;
}

/* Fields that no row names are missing like a column that is not there. */
static bool settle_there(const ys__gathering *g, bool *there)
{
    for (size_t v = 0; v < g->n_values && g->names != SIZE_MAX; v++)
        there[g->values[v]] = g->named[v];
    if (g->names != SIZE_MAX && g->import->form->period_field >= 0 && !g->has_periods)
        there[g->import->form->period_field] = is_kept(g, g->import->form->period_field);
    return ys__find_missing(g->import, g->import->source, there);
}

static bool find_clashes(const ys__gathering *g)
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

/* What is known of the layout outlives the reading of the columns. */
static bool keep_uses(ys__gathering *g, const ys__column_use *uses, size_t n)
{
    g->uses = ys__arena_copy(g->arena, uses, (n + 1) * sizeof *uses);
    g->n_uses = n;
    return g->uses != NULL;
}

ys_status ys__reshape(ys__conversion *c, const ys__sender *sender, const ys__column_use *uses, bool *there,
                      ys_error *err)
{
    ys__import *import = c->import;
    ys__reshaped *out = import->reshaped = calloc(1, sizeof *out);
    ys__gathering *g = out ? ys__arena_alloc(&out->arena, sizeof *g) : NULL;
    ys_status status;

    if (g == NULL)
        return ys__fail_nomem(err);
    out->gathering = g;
    *g = (ys__gathering){ .import = import, .c = c, .mapping = ys__sender_mapping(sender, import->form),
                   .arena = &out->arena, .n_skips = c->n_skips };
    if ((status = skim(c, out, err)) != YS_OK)
        return status;
    if (!keep_uses(g, uses, import->source->n_headers) || !choose_columns(g) || !find_clashes(g))
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = ys__gather_rows(g, g->names == SIZE_MAX ? look_across : look_down, err);
    if (status == YS_OK && !settle_there(g, there))
        status = ys__fail_nomem(err);
    drop_unused(g);
    out->fields = ys__arena_alloc(&out->arena, (g->n_kept + g->n_values + 2) * sizeof *out->fields);
    if (status == YS_OK && out->fields == NULL)
        status = ys__fail_nomem(err);
    out->passes = status == YS_OK && is_separable(g) && g->n_periods > 1 ? g->n_periods : 1;
    if (out->passes > 1)
        ys__choose_style(c, &g->seen); /* which is that of all passes */
    if (status == YS_OK)
        status = ys__reshape_pass(c, 0, err);
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
               ? (int32_t)ys__origin_of(import->reshaped, 0, (size_t)column).column : -1;
}

void ys__reshaped_free(ys__reshaped *reshaped)
{
    if (reshaped == NULL)
        return;
    ys__source_close(reshaped->source);
    ys__buffer_free(&reshaped->text);
    ys__gathering_free(reshaped->gathering);
    free(reshaped->damaged);
    ys__arena_free(&reshaped->arena);
    free(reshaped);
}
