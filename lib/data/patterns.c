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

/* Some of the records from first to last: where one column is full of faults others often are, from the same row to the
 * same row, so that they are read once for all of these. */
typedef struct sample {
    uint64_t first, last;
    size_t n, width;
    ys__slice *texts;    /* of each record, the columns behind each other; in arena */
    ys__arena arena;
    bool failed;         /* memory was short */
} sample;

static void take_sample(sample *s, const ys__import *import, const ys__column_faults *a)
{
    uint64_t step = (a->best_last - a->best_first) / SAMPLE + 1;

    if (s->texts && s->first == a->best_first && s->last == a->best_last)
        return;
    ys__arena_free(&s->arena);
    *s = (sample){ .first = a->best_first, .last = a->best_last, .width = import->source->n_headers };
    s->texts = ys__arena_alloc(&s->arena, (SAMPLE + 1) * (s->width + 1) * sizeof *s->texts);
    s->failed = s->texts == NULL;
    for (uint64_t record = s->first; record <= s->last && !s->failed; record += step) {
        ys__slice *texts = &s->texts[s->n++ * s->width];
        const ys__csv_cell *cells;
        const ys__csv_row *row = ys__source_seek(import->source, record, &cells);

        s->failed = row == NULL;
        for (size_t k = 0; row && k < s->width && k < row->n; k++)
            texts[k] = ys__trim((ys__slice){ cells[row->first + k].p, cells[row->first + k].n });
    }
}

/* Whether the cells of a column in the rows full of faults would do for another field: nine in ten of a sample, and
 * five at least. */
static bool cells_fit(sample *s, const ys__import *import, const ys__column_faults *a, size_t column, int field)
{
    size_t n = 0, misfits = 0;

    take_sample(s, import, a);
    for (size_t i = 0; i < s->n && column < s->width && misfits * 10 <= s->n; i++) {
        ys__slice text = s->texts[i * s->width + column];

        n += text.n > 0;
        misfits += text.n > 0 && !fits(import, &import->form->fields[field], text);
    }
    return !s->failed && n >= LEAST && misfits * 10 <= n;
}

static bool tell(ys__import *import, int field, ys__code code, ys__buffer *message, const char *hint)
{
    bool good = ys__find_column(import, import->partner, field, (uint8_t)code, message, hint);

    ys__buffer_free(message);
    return good;
}

/* Two columns full of faults, each of which would do for the other. */
static bool find_exchanged(ys__import *import, sample *s, size_t column, bool *told, bool *good)
{
    const ys__column_faults *a = faults_of(import, column), *b;
    int field = field_of(import, column), other;

    for (size_t k = column + 1; *good && (b = faults_of(import, k)) != NULL; k++) {
        ys__buffer message = { 0 };

        if (told[k] || b->rows < LEAST || b->best_first != a->best_first || b->best_last != a->best_last ||
            (other = field_of(import, k)) < 0 || !cells_fit(s, import, a, column, other) ||
            !cells_fit(s, import, a, k, field))
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

static bool find_shift(ys__import *import, sample *s, size_t column, bool *good)
{
    const ys__column_faults *a = faults_of(import, column);
    int field = field_of(import, column);

    for (int side = -1; side <= 1 && *good; side += 2) {
        ys__buffer message = { 0 };
        int other = side < 0 && column == 0 ? -1 : field_of(import, column + (size_t)side);

        if (other < 0 || !cells_fit(s, import, a, column, other))
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
static const char *common_style(const ys__import *import, size_t column, bool *good)
{
    static const struct {
        const char *format, *words;
    } styles[] = {
        { "%d/%m/%Y", N_("day/month/year") }, { "%m/%d/%Y", N_("month/day/year") },
        { "%d.%m.%Y", N_("day.month.year") }, { "%d-%m-%Y", N_("day-month-year") },
        { "%m-%d-%Y", N_("month-day-year") }, { "%Y/%m/%d", N_("year/month/day") },
        { "%d/%m/%y", N_("day/month/year") }, { "%m/%d/%y", N_("month/day/year") },
    };
    enum { STYLES = sizeof styles / sizeof *styles };
    ys__found_walk walk = ys__found_all(import);
    bool possible[STYLES];
    const char *found = NULL;
    const ys__found *f;
    size_t n = STYLES;

    memset(possible, true, sizeof possible);
    walk.only = (int32_t)column;
    while (n > 0 && (f = ys__found_next(&walk)) != NULL) {
        int32_t days, seconds;

        if (f->row == 0 || !ys__is_about_value((ys__code)f->code))
            continue;
        for (size_t s = 0; s < STYLES; s++)
            if (possible[s] && !(f->value && ys__format_read(styles[s].format, (ys__slice){ f->value, f->value_n },
                                                             &days, &seconds))) {
                possible[s] = false;
                n--;
            }
    }
    *good = !walk.failed;
    for (size_t s = 0; s < STYLES; s++) {
        if (possible[s] && found)
            return NULL; /* the day or the month may come first */
        found = possible[s] ? styles[s].words : found;
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
        style = common_style(import, column, good);
    if (style == NULL || !*good)
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
    sample s = { 0 };
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
            (find_exchanged(import, &s, k, told, &good) || find_shift(import, &s, k, &good)))
            continue;
        if (good && !find_dates(import, k, &good))
            find_whole(import, k, &good);
    }
    ys__arena_free(&s.arena);
    return good && !s.failed;
}

bool ys__is_cause(const char *code)
{
    for (ys__code c = YS__SAME_AS_BEFORE; c <= YS__WHOLE_COLUMN; c++)
        if (strcmp(code, ys__code_names[c]) == 0)
            return true;
    return false;
}
