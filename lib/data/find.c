/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/find.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/vector.h"
#include "data/history.h"
#include "data/reshape.h"
#include "data/source.h"

const char *const ys__code_names[YS__CODES] = {
    [YS__BAD_ENCODING] = "bad-encoding",
    [YS__RUNAWAY_QUOTE] = "runaway-quote",
    [YS__STRAY_QUOTE] = "stray-quote",
    [YS__ROW_TOO_LONG] = "row-too-long",
    [YS__ROW_TOO_SHORT] = "row-too-short",
    [YS__EMPTY_FILE] = "empty-file",
    [YS__NOTES_LEFT_OUT] = "notes-left-out",
    [YS__DOUBTFUL_ENCODING] = "doubtful-encoding",
    [YS__AMBIGUOUS_SHEET] = "ambiguous-sheet",
    [YS__SECOND_TABLE] = "second-table",
    [YS__TOTALS_ROW] = "totals-row",
    [YS__MISSING_COLUMN] = "missing-column",
    [YS__UNKNOWN_COLUMN] = "unknown-column",
    [YS__UNKNOWN_INDICATOR] = "unknown-indicator",
    [YS__DUPLICATE_COLUMN] = "duplicate-column",
    [YS__BLANK_HEADER] = "blank-header",
    [YS__WRONG_TYPE] = "wrong-type",
    [YS__AMBIGUOUS_NUMBER] = "ambiguous-number",
    [YS__AMBIGUOUS_DATE] = "ambiguous-date",
    [YS__EXCEL_DAMAGE] = "excel-damage",
    [YS__NOT_IN_LIST] = "not-in-list",
    [YS__REQUIRED] = "required",
    [YS__OUT_OF_RANGE] = "out-of-range",
    [YS__LENGTH] = "length",
    [YS__PATTERN] = "pattern",
    [YS__DUPLICATE_KEY] = "duplicate-key",
    [YS__UNKNOWN_SITE] = "unknown-site",
    [YS__UNKNOWN_PARTNER] = "unknown-partner",
    [YS__UNKNOWN_FORM] = "unknown-form",
    [YS__UNKNOWN_PERIOD] = "unknown-period",
    [YS__CONTRADICTION] = "contradiction",
    [YS__WRONG_TEMPLATE] = "wrong-template",
    [YS__OLD_TEMPLATE] = "old-template",
    [YS__OUTSIDE_PERIOD] = "outside-period",
    [YS__OVERLAPPING_PERIOD] = "overlapping-period",
    [YS__CLOSED_PERIOD] = "closed-period",
    [YS__PERSONAL_DATA] = "personal-data",
    [YS__SAME_AS_BEFORE] = "same-as-before",
    [YS__ORDER_OF_MAGNITUDE] = "order-of-magnitude",
    [YS__EXCHANGED_COLUMNS] = "exchanged-columns",
    [YS__SWAPPED_FRACTION] = "swapped-fraction",
    [YS__FALLING_TOTAL] = "falling-total",
    [YS__HEAPING] = "heaping",
    [YS__SHIFTED_COLUMN] = "shifted-column",
    [YS__DATE_STYLE] = "date-style",
    [YS__WHOLE_COLUMN] = "whole-column",
    [YS__RULE] = "rule",
};

bool ys__is_about_value(ys__code code)
{
    static const bool about[YS__CODES] = {
        [YS__WRONG_TYPE] = true,   [YS__AMBIGUOUS_NUMBER] = true, [YS__AMBIGUOUS_DATE] = true,
        [YS__EXCEL_DAMAGE] = true, [YS__NOT_IN_LIST] = true,      [YS__REQUIRED] = true,
        [YS__OUT_OF_RANGE] = true, [YS__LENGTH] = true,           [YS__PATTERN] = true,
        [YS__UNKNOWN_SITE] = true, [YS__UNKNOWN_PARTNER] = true,  [YS__OUTSIDE_PERIOD] = true,
    };

    return about[code];
}

bool ys__find_equal(ys__findings *list, ys__found *found, bool *first)
{
    ys__slice value = { found->value ? found->value : "", found->value ? found->value_n : 0 };
    size_t before = list->known.n;
    uint64_t place = (uint64_t)(uint32_t)found->field << 32 | (uint32_t)found->column;
    ys__memo_entry *e = ys__memo_get(&list->known, value, (uint32_t)ys__mix(place, found->code));

    if (e == NULL || !ys__room((void **)&list->groups, &list->groups_room, list->n_groups, sizeof *list->groups))
        return false;
    if (list->known.n < before)
        list->forgotten = list->n_groups;
    *first = !e->known;
    if (!e->known) {
        list->groups[list->n_groups++] = (ys__found_group){ 0, 0 };
        e->value = (int64_t)list->n_groups;
        e->known = true;
    }
    found->group = (uint32_t)e->value;
    list->groups[e->value - 1].count++;
    list->groups[e->value - 1].last_row = found->row;
    return true;
}

static ys__column_faults *faults_of(ys__findings *list, size_t column)
{
    while (list->n_faults <= column) {
        if (!ys__room((void **)&list->faults, &list->faults_room, list->n_faults, sizeof *list->faults))
            return NULL;
        list->faults[list->n_faults++] = (ys__column_faults){ 0 };
    }
    return &list->faults[column];
}

static void note_row(ys__column_faults *c, uint64_t row)
{
    if (c->rows == 0 || row != c->last) {
        c->first = c->rows && row == c->last + 1 ? c->first : row;
        c->last = row;
        c->rows++;
    }
    if (c->rows == 1 || c->last - c->first > c->best_last - c->best_first) {
        c->best_first = c->first;
        c->best_last = c->last;
    }
}

static void note_value(ys__column_faults *c, ys__code code, ys__slice value)
{
    if (c->rows == 0)
        *c = (ys__column_faults){ .value = value.p, .value_n = (uint32_t)value.n, .code = (uint8_t)code,
                                  .one_value = true };
    c->mixed = c->mixed || c->code != code;
    c->one_value = c->one_value && c->value_n == value.n &&
                   (value.n == 0 || memcmp(c->value, value.p, value.n) == 0);
}

bool ys__find_faults(ys__findings *list, size_t column, const uint32_t *rows, const ys__refused *cells,
                     const ys__slice *texts)
{
    ys__column_faults *c = faults_of(list, column);
    uint32_t before = 0;

    for (size_t i = 0; c && i < cells->n; i++) {
        ys__code code = (ys__code)((cells->codes[i] & ~YS__TOLD) - 1);

        if (cells->codes[i] == 0)
            continue;
        if (cells->groups[i] == 0 || cells->groups[i] != before)
            note_value(c, code, code == YS__REQUIRED ? (ys__slice){ NULL, 0 } : texts[i]);
        before = cells->groups[i];
        note_row(c, rows[i]);
    }
    return c != NULL;
}

bool ys__find_add(ys__findings *list, const ys__found *found)
{
    if (!ys__room((void **)&list->items, &list->room, list->n, sizeof *list->items))
        return false;
    list->items[list->n++] = *found;
    return true;
}

bool ys__find(ys__import *import, const ys__found *given)
{
    ys__findings *list = import->findings;
    ys__found found = *given;
    ys__slice value = { found.value, found.value ? found.value_n : 0 };
    bool first = true, about_value = found.row && ys__is_about_value((ys__code)found.code);

    if (found.is_error)
        import->errors++;
    else
        import->warnings++;
    if (about_value && found.column >= 0) {
        ys__column_faults *faults = faults_of(list, (size_t)found.column);

        if (faults == NULL)
            return false;
        note_value(faults, (ys__code)found.code, value);
        note_row(faults, found.row);
    }
    if (about_value && list->collapse && !ys__find_equal(list, &found, &first))
        return false;
    return !first || ys__find_add(list, &found);
}

bool ys__find_file(ys__import *import, ys__code code, bool is_error, const char *message, const char *hint)
{
    ys__found found = { .code = (uint8_t)code, .is_error = is_error, .column = -1, .field = -1 };

    found.message = ys__arena_text(&import->arena, message);
    found.hint = ys__arena_text(&import->arena, hint);
    import->unusable = import->unusable || is_error;
    return found.message && (found.hint || hint == NULL) && ys__find(import, &found);
}

bool ys__find_row(ys__import *import, size_t row, int field, ys__found *found)
{
    const ys__csv_cell *cells;
    ys__source *source = import->reshaped ? import->reshaped->source : import->source;
    const ys__csv_row *at = ys__source_seek(source, import->records[row], &cells);
    int32_t column = field >= 0 ? import->field_columns[field] : -1;

    if (at == NULL)
        return false;
    found->late = true;
    found->row = import->records[row];
    found->line = at->line;
    found->begin = at->p;
    found->field = column < 0 ? -1 : field;
    found->column = column;
    if (column >= 0 && (uint32_t)column < at->n) {
        const ys__csv_cell *cell = &cells[at->first + (uint32_t)column];

        found->at = ys__cell_place(cell);
        found->value = cell->p;
        found->value_n = cell->n;
    }
    if (found->is_error && !import->bad[row]) {
        import->bad[row] = 1;
        import->n_bad++;
    }
    return ys__find(import, found);
}

bool ys__find_column(ys__import *import, const ys__partner *partner, int field, uint8_t code,
                     const ys__buffer *message, const char *hint)
{
    ys__found found = { .code = code, .column = -1, .field = field };
    ys__buffer text = { 0 };

    if (import->partner == NULL && partner)
        ys__putf(&text, "%s: ", partner->id);
    ys__put(&text, message->text ? message->text : "");
    if (field >= 0 && import->reshaped == NULL && import->field_columns[field] >= 0) {
        const ys__source *source = import->source; /* of a reshaped file it stands in several places */

        found.column = import->field_columns[field];
        found.row = source->header_record;
        found.line = source->header.line;
        found.begin = source->header.p;
        found.at = source->header_places[found.column];
    }
    if (!text.failed && !message->failed)
        found.message = ys__arena_text(&import->arena, text.text);
    found.hint = ys__arena_text(&import->arena, hint);
    ys__buffer_free(&text);
    if (found.message == NULL || found.hint == NULL)
        return false;
    if (found.column >= 0 && import->table.n == 1)
        return ys__find_row(import, 0, field, &found);
    return ys__find(import, &found);
}

static bool comes_before(const ys__found *a, const ys__found *b)
{
    return a->row != b->row ? a->row < b->row : a->column < b->column;
}

/* Merges the two ordered halves [0, middle) and [middle, n); equal ones keep their order. */
static void merge(const ys__found *from, size_t middle, size_t n, ys__found *to)
{
    size_t a = 0, b = middle;

    for (size_t i = 0; i < n; i++)
        to[i] = b >= n || (a < middle && !comes_before(&from[b], &from[a])) ? from[a++] : from[b++];
}

static size_t run_end(const ys__found *items, size_t at, size_t n)
{
    while (at + 1 < n && !comes_before(&items[at + 1], &items[at]))
        at++;
    return at + 1 < n ? at + 1 : n;
}

/* Merges ordered runs until one is left: findings come in few runs, so this is linear in practice. */
bool ys__findings_sort(ys__findings *findings, size_t first)
{
    size_t n = findings->n - first;
    ys__found *items = n ? findings->items + first : NULL, *room;

    if (n == 0 || run_end(items, 0, n) == n)
        return true;
    if ((room = malloc(n * sizeof *room)) == NULL)
        return false;
    while (run_end(items, 0, n) < n)
        for (size_t at = 0; at < n;) {
            size_t middle = run_end(items, at, n), end = middle < n ? run_end(items, middle, n) : n;

            merge(items + at, middle - at, end - at, room);
            memcpy(items + at, room, (end - at) * sizeof *room);
            at = end;
        }
    free(room);
    return true;
}

void ys__findings_cut(ys__import *import, size_t n)
{
    ys__findings *list = import->findings;

    import->errors = import->warnings = 0;
    for (size_t i = 0; i < n; i++)
        if (list->items[i].is_error)
            import->errors++;
        else
            import->warnings++;
    list->n = n;
    list->n_refused = 0;
    ys__arena_free(&list->arena);
    ys__memo_free(&list->known);
    list->forgotten = list->n_groups;
    list->n_faults = 0;
}

void ys__findings_free(ys__findings *findings)
{
    if (findings) {
        free(findings->items);
        free(findings->groups);
        free(findings->faults);
        free(findings->refused);
        ys__arena_free(&findings->arena);
        ys__memo_free(&findings->known);
    }
    free(findings);
}
