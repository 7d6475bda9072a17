/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/table.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/number.h"
#include "base/vector.h"
#include "formats/csv.h"
#include "formats/json.h"

ys_status ys_table_new(ys_table **out, const ys_table_column *columns, size_t n, ys_error *err)
{
    ys_table *t = calloc(1, sizeof *t);

    if (t == NULL)
        return ys__fail_nomem(err);
    t->columns = ys__arena_copy(&t->arena, columns, n * sizeof *columns);
    t->n_columns = n;
    for (size_t i = 0; t->columns && i < n; i++) {
        ys_table_column *c = &t->columns[i];

        c->name = ys__arena_text(&t->arena, columns[i].name);
        c->title = ys__arena_text(&t->arena, columns[i].title);
        if ((columns[i].name && !c->name) || (columns[i].title && !c->title))
            t->columns = NULL;
    }
    if (t->columns == NULL) {
        ys_table_free(t);
        return ys__fail_nomem(err);
    }
    *out = t;
    return YS_OK;
}

void ys_table_free(ys_table *table)
{
    if (table == NULL)
        return;
    ys__arena_free(&table->arena);
    free(table->cells);
    free(table);
}

ys_status ys_table_caption(ys_table *table, const char *text, ys_error *err)
{
    table->caption = ys__arena_text(&table->arena, text);
    return text && !table->caption ? ys__fail_nomem(err) : YS_OK;
}

static ys_status add(ys_table *t, const char *text, const char *shown, double number, ys_error *err)
{
    ys__cell cell = { .number = number, .hidden = t->hide };

    cell.text = ys__arena_text(&t->arena, text ? text : "");
    cell.shown = shown ? ys__arena_text(&t->arena, shown) : cell.text;
    if (!cell.text || !cell.shown || !ys__room((void **)&t->cells, &t->room, t->n, sizeof *t->cells))
        return ys__fail_nomem(err);
    t->hide = false;
    t->cells[t->n++] = cell;
    return YS_OK;
}

void ys__table_hide_row(ys_table *table)
{
    table->hide = true;
}

ys_status ys_table_text(ys_table *table, const char *text, ys_error *err)
{
    return add(table, text, NULL, NAN, err);
}

ys_status ys_table_nothing(ys_table *table, ys_error *err)
{
    ys_status status = add(table, NULL, NULL, NAN, err);

    if (status == YS_OK)
        table->cells[table->n - 1].none = true;
    return status;
}

ys_status ys_table_text_shown(ys_table *table, const char *text, const char *shown, ys_error *err)
{
    return add(table, text, shown ? shown : "", NAN, err);
}

ys_status ys_table_number(ys_table *table, double x, ys_error *err)
{
    char shown[YS__NUMBER_SIZE];

    return ys_table_number_shown(table, x, ys__number_format(shown, x), err);
}

ys_status ys_table_number_shown(ys_table *table, double x, const char *shown, ys_error *err)
{
    char text[YS__NUMBER_SIZE];

    return add(table, ys__number_format(text, x), shown ? shown : "", x, err);
}

static void render_csv(const ys_table *t, ys__buffer *to)
{
    for (size_t row = 0; row <= t->n / t->n_columns; row++) { /* row 0 is the header */
        bool first = true;

        for (size_t c = 0; c < t->n_columns; c++) {
            const char *cell;

            if (t->columns[c].name == NULL)
                continue;
            if (!first)
                ys__putc(to, ',');
            cell = row ? t->cells[(row - 1) * t->n_columns + c].text : t->columns[c].name;
            ys__csv_put_guarded(to, ys__slice_of(cell));
            first = false;
        }
        ys__putc(to, '\n');
    }
}

static void put_json_cell(const ys_table *t, size_t c, const ys__cell *cell, ys__buffer *to)
{
    if (cell->none)
        ys__put(to, "null");
    else if (t->columns[c].kind != YS_COLUMN_NUMBER)
        ys__json_put(to, ys__slice_of(cell->text));
    else
        ys__put(to, isfinite(cell->number) ? cell->text : "null");
}

static void render_json(const ys_table *t, ys__buffer *to)
{
    size_t rows = t->n / t->n_columns;

    ys__put(to, "[\n");
    for (size_t row = 0; row < rows; row++) {
        const char *before = "{";

        for (size_t c = 0; c < t->n_columns; c++) {
            if (t->columns[c].name == NULL)
                continue;
            ys__put(to, before);
            ys__json_put(to, ys__slice_of(t->columns[c].name));
            ys__putc(to, ':');
            put_json_cell(t, c, &t->cells[row * t->n_columns + c], to);
            before = ",";
        }
        ys__put(to, row + 1 < rows ? "},\n" : "}\n");
    }
    ys__put(to, "]\n");
}

ys_status ys_table_render(const ys_table *table, ys_format format, int width, int colour, char **out, size_t *n,
                          ys_error *err)
{
    ys__buffer to = { 0 };
    size_t length;
    char *text;

    assert(table->n % table->n_columns == 0);
    if (format == YS_FORMAT_CSV)
        render_csv(table, &to);
    else if (format == YS_FORMAT_JSON)
        render_json(table, &to);
    else
        ys__table_put_text(table, width, colour, &to);
    length = to.n;
    text = ys__buffer_take(&to);
    if (text == NULL)
        return ys__fail_nomem(err);
    *out = text;
    *n = length;
    return YS_OK;
}
