/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/patterns.h"

#include "base/i18n.h"
#include "data/find.h"
#include "data/history.h"
#include "data/style.h"

/* Many faults often have one cause. Where a column is full of them its cells are looked at again: what else could they
 * be? */

enum { LEAST = 5, SAMPLE = 50 }; /* rows with a fault that make a pattern; cells looked at */

static const ys__column_faults *faults_of(const ys__import *import, size_t column)
{
    return column < import->findings->n_faults ? &import->findings->faults[column] : NULL;
}

static int field_of(const ys__import *import, size_t column)
{
    for (size_t f = 0; f < import->form->n; f++)
        if (import->field_columns[f] == (int32_t)column)
            return (int)f;
    return -1;
}

/* Whether a text would do for a field. What takes any text proves nothing. */
static bool fits(const ys__import *import, const ys__field *f, ys__slice text)
{
    const ys__style style = { .decimal = import->decimal_mark, .date_order = import->date_order };
    ys__decimal d;
    int32_t days;
    double x;

    switch (f->type) {
    case YS__FIELD_STRING:
        if (f->list)
            return ys__list_find(f->list, f->n_list, text) >= 0;
        return f->pattern && ys__pattern_matches(f->pattern, text);
    case YS__FIELD_INTEGER:
    case YS__FIELD_NUMBER:
        if (ys__number_read(f, &style, text, &d, &x) != YS__READ_OK)
            return false;
        x = ys__decimal_real(d);
        return !(f->has_minimum && x < f->minimum) && !(f->has_maximum && x > f->maximum);
    case YS__FIELD_DATE: return ys__date_read(f, &style, text, &days) == YS__READ_OK;
    default: return false;
    }
}

/* Whether the cells of a column in some records would do for another field: nine in ten of a sample, and five at least.
 * *good is false when memory is short. */
static bool cells_fit(const ys__import *import, size_t column, uint64_t first, uint64_t last, int field, bool *good)
{
    uint64_t step = (last - first) / SAMPLE + 1;
    size_t n = 0, fit = 0;

    for (uint64_t record = first; record <= last; record += step) {
        const ys__csv_cell *cells;
        const ys__csv_row *row = ys__source_seek(import->source, record, &cells);
        ys__slice text;

        if (row == NULL) {
            *good = false;
            return false;
        }
        if (column >= row->n)
            continue;
        text = ys__trim((ys__slice){ cells[row->first + column].p, cells[row->first + column].n });
        n += text.n > 0;
        fit += text.n > 0 && fits(import, &import->form->fields[field], text);
    }
    return n >= LEAST && fit * 10 >= n * 9;
}

static bool tell(ys__import *import, int field, ys__code code, ys__buffer *message, const char *hint)
{
    bool good = ys__find_column(import, import->partner, field, (uint8_t)code, message, hint);

    ys__buffer_free(message);
    return good;
}

/* Two columns full of faults, each of which would do for the other. */
static bool find_exchanged(ys__import *import, size_t column, bool *told, bool *good)
{
    const ys__column_faults *a = faults_of(import, column), *b;
    int field = field_of(import, column), other;

    for (size_t k = column + 1; *good && (b = faults_of(import, k)) != NULL; k++) {
        ys__buffer message = { 0 };

        if (told[k] || b->rows < LEAST || b->best_first != a->best_first || b->best_last != a->best_last ||
            (other = field_of(import, k)) < 0 || !cells_fit(import, column, a->best_first, a->best_last, other, good) ||
            !cells_fit(import, k, a->best_first, a->best_last, field, good))
            continue;
        ys__putf(&message, _("in rows %llu to %llu the cells of %s look like those of %s, and the other way round"),
                 (unsigned long long)a->best_first, (unsigned long long)a->best_last,
                 import->form->fields[field].name, import->form->fields[other].name);
        *good = tell(import, field, YS__EXCHANGED_COLUMNS, &message,
                     _("Put the two columns back in each other's place."));
        return told[k] = true;
    }
    return false;
}

static bool find_shift(ys__import *import, size_t column, bool *good)
{
    const ys__column_faults *a = faults_of(import, column);
    int field = field_of(import, column);

    for (int side = -1; side <= 1 && *good; side += 2) {
        ys__buffer message = { 0 };
        int other = side < 0 && column == 0 ? -1 : field_of(import, column + (size_t)side);

        if (other < 0 || !cells_fit(import, column, a->best_first, a->best_last, other, good))
            continue;
        ys__putf(&message, _("%s is shifted from row %llu to row %llu: its cells look like those of %s"),
                 import->form->fields[field].name, (unsigned long long)a->best_first,
                 (unsigned long long)a->best_last, import->form->fields[other].name);
        *good = tell(import, field, YS__SHIFTED_COLUMN, &message,
                     _("Look where the first of these rows has a cell too many or too few, and move its cells back."));
        return true;
    }
    return false;
}

/* How all wrong dates of a column are written; NULL: not all alike. */
static const char *common_style(const ys__import *import, size_t column)
{
    static const struct {
        const char *format, *words;
    } styles[] = {
        { "%d/%m/%Y", N_("day/month/year") }, { "%m/%d/%Y", N_("month/day/year") },
        { "%d.%m.%Y", N_("day.month.year") }, { "%d-%m-%Y", N_("day-month-year") },
        { "%m-%d-%Y", N_("month-day-year") }, { "%Y/%m/%d", N_("year/month/day") },
        { "%d/%m/%y", N_("day/month/year") }, { "%m/%d/%y", N_("month/day/year") },
    };
    const ys__findings *list = import->findings;
    const char *found = NULL;

    for (size_t s = 0; s < sizeof styles / sizeof *styles; s++) {
        bool all = true;

        for (size_t i = 0; all && i < list->n; i++) {
            const ys__found *f = &list->items[i];
            int32_t days, seconds;

            if (f->row && f->column == (int32_t)column && ys__is_about_value((ys__code)f->code))
                all = f->value && ys__format_read(styles[s].format, (ys__slice){ f->value, f->value_n }, &days,
                                                  &seconds);
        }
        if (all && found)
            return NULL; /* the day or the month may come first */
        found = all ? styles[s].words : found;
    }
    return found;
}

static bool find_dates(ys__import *import, size_t column, bool *good)
{
    const ys__column_faults *a = faults_of(import, column);
    int field = field_of(import, column);
    ys__buffer message = { 0 };
    const char *style = NULL;

    if (import->form->fields[field].type == YS__FIELD_DATE)
        style = common_style(import, column);
    if (style == NULL)
        return false;
    ys__putf(&message, a->rows == import->table.n ? _("all %llu dates of %s look like %s")
                                                  : _("%llu dates of %s look like %s, the others do not"),
             (unsigned long long)a->rows, import->form->fields[field].name, _(style));
    *good = tell(import, field, YS__DATE_STYLE, &message, _("Give the whole column the date format year-month-day."));
    return true;
}

static void find_whole(ys__import *import, size_t column, bool *good)
{
    const ys__column_faults *a = faults_of(import, column);
    int field = field_of(import, column);
    const ys__field *f = &import->form->fields[field];
    ys__buffer message = { 0 };

    if (a->mixed || a->rows < import->table.n)
        return;
    if (a->one_value && a->value_n > 0 && !f->sensitive)
        ys__putf(&message, _("all %llu rows have “%.*s” in %s"), (unsigned long long)a->rows,
                 (int)(a->value_n < 40 ? a->value_n : 40), a->value, f->name);
    else
        ys__putf(&message, _("all %llu rows have the same fault in %s"), (unsigned long long)a->rows, f->name);
    *good = tell(import, field, YS__WHOLE_COLUMN, &message,
                 _("Is it the right column? One correction of it mends all rows."));
}

bool ys__find_patterns(ys__import *import)
{
    size_t n = import->findings->n_faults;
    bool *told, good = true;

    if (n == 0)
        return true;
    if ((told = ys__arena_alloc(&import->arena, n)) == NULL)
        return false;
    memset(told, 0, n);
    for (size_t k = 0; k < n && good; k++) {
        const ys__column_faults *a = faults_of(import, k);

        if (told[k] || a->rows < LEAST || field_of(import, k) < 0)
            continue;
        if (a->best_last + 1 >= a->best_first + LEAST &&
            (find_exchanged(import, k, told, &good) || find_shift(import, k, &good)))
            continue;
        if (good && !find_dates(import, k, &good))
            find_whole(import, k, &good);
    }
    return good;
}

bool ys__is_cause(const char *code)
{
    for (ys__code c = YS__SAME_AS_BEFORE; c <= YS__WHOLE_COLUMN; c++)
        if (strcmp(code, ys__code_names[c]) == 0)
            return true;
    return false;
}
