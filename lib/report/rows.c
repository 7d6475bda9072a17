/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/i18n.h"
#include "report/show.h"

const char *const ys__result_columns_before[YS__RESULT_BEFORE] = { "indicator", "period", "window", "partner", "site" };
const char *const ys__result_columns_after[YS__RESULT_AFTER] = {
    "value", "numerator", "denominator", "n", "low", "high", "partners_reported", "partners_expected", "status", "note",
};

void ys__result_numbers(const ys_result *r, double numbers[YS__RESULT_NUMBERS])
{
    const double all[YS__RESULT_NUMBERS] = {
        r->value, r->numerator, r->denominator,       (double)r->n,
        r->low,   r->high,      r->partners_reported, r->partners_expected,
    };

    memcpy(numbers, all, sizeof all);
}

/* What a table of results is about, so that what is the same in every row is said once, above it. */
typedef struct view {
    const ys__rows *rows;
    const struct ys_initiative *in;
    bool one_period, one_window;
    ys__buffer text; /* of the cell at hand */
} view;

const char *ys__window_title(const char *window)
{
    static const struct {
        const char *name, *title;
    } titles[] = {
        { "period", N_("the period itself") },
        { "ytd", N_("the year to date") },
        { "rolling4", N_("the last four quarters") },
        { "year", N_("the whole year") },
    };

    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (strcmp(titles[i].name, window) == 0)
            return _(titles[i].title);
    return window;
}

static void put_period(ys__buffer *to, const struct ys_initiative *in, const char *period)
{
    ys__period p;

    if (ys__period_parse(&in->calendar, ys__slice_of(period), false, &p))
        ys__period_describe(&in->calendar, p, to);
    else
        ys__put(to, period);
}

static ys_table_column *columns_of(const view *v, size_t *n)
{
    size_t dims = v->rows->n_dims, at = 0;
    ys_table_column *c = calloc(YS__RESULT_BEFORE + dims + YS__RESULT_AFTER + 4, sizeof *c);
    const char *const *before = ys__result_columns_before, *const *after = ys__result_columns_after;

    if (c == NULL)
        return NULL;
    c[at++] = (ys_table_column){ before[0], _("Indicator"), YS_COLUMN_TEXT };
    c[at++] = (ys_table_column){ before[1], v->one_period ? NULL : _("Period"), YS_COLUMN_TEXT };
    c[at++] = (ys_table_column){ before[2], v->one_window ? NULL : _("Window"), YS_COLUMN_TEXT };
    c[at++] = (ys_table_column){ before[3], _("Partner"), YS_COLUMN_TEXT };
    c[at++] = (ys_table_column){ before[4], _("Site"), YS_COLUMN_TEXT };
    for (size_t d = 0; d < dims; d++)
        c[at++] = (ys_table_column){ v->rows->dims[d], ys__dimension_title(v->in, v->rows->dims[d]), YS_COLUMN_TEXT };
    c[at++] = (ys_table_column){ after[0], _("Value"), YS_COLUMN_NUMBER };
    c[at++] = (ys_table_column){ NULL, _("Unit"), YS_COLUMN_TEXT };
    c[at++] = (ys_table_column){ after[1], NULL, YS_COLUMN_NUMBER };
    c[at++] = (ys_table_column){ after[2], NULL, YS_COLUMN_NUMBER };
    c[at++] = (ys_table_column){ after[3], NULL, YS_COLUMN_NUMBER };
    c[at++] = (ys_table_column){ NULL, _("Based on"), YS_COLUMN_TEXT };
    c[at++] = (ys_table_column){ after[4], NULL, YS_COLUMN_NUMBER };
    c[at++] = (ys_table_column){ after[5], NULL, YS_COLUMN_NUMBER };
    c[at++] = (ys_table_column){ NULL, _("Interval (95%)"), YS_COLUMN_TEXT };
    c[at++] = (ys_table_column){ after[6], NULL, YS_COLUMN_NUMBER };
    c[at++] = (ys_table_column){ after[7], NULL, YS_COLUMN_NUMBER };
    c[at++] = (ys_table_column){ NULL, _("Partners"), YS_COLUMN_TEXT };
    c[at++] = (ys_table_column){ after[8], _("Status"), YS_COLUMN_TEXT };
    c[at++] = (ys_table_column){ after[9], _("Note"), YS_COLUMN_NOTE };
    *n = at;
    return c;
}

/* The text put together in v->text as the next cell. */
static ys_status add_shown(view *v, ys_table *t, const char *text, ys_error *err)
{
    ys_status status;

    ys__put(&v->text, "");
    status = v->text.failed ? ys__fail_nomem(err) : ys_table_text_shown(t, text, v->text.text, err);
    ys__buffer_clear(&v->text);
    return status;
}

static ys_status add_names(view *v, ys_table *t, const ys_result *r, const ys__indicator *i, ys_error *err)
{
    ys_status status;

    ys__put(&v->text, i && !ys__label_empty(&i->title) ? ys__label_get(&i->title) : r->indicator);
    status = add_shown(v, t, r->indicator, err);
    put_period(&v->text, v->in, r->period);
    if (status == YS_OK)
        status = add_shown(v, t, r->period, err);
    if (status == YS_OK)
        status = ys_table_text_shown(t, r->window, ys__window_title(r->window), err);
    if (status == YS_OK)
        status = ys_table_text_shown(t, r->partner, ys__partner_title(v->in, r->partner), err);
    if (status == YS_OK)
        status = ys_table_text_shown(t, r->site, ys__site_title(v->in, r->partner, r->site), err);
    for (size_t d = 0; status == YS_OK && d < v->rows->n_dims; d++) {
        ys__show_category(&v->text, v->in, v->rows->dims[d], r->dims[d]);
        status = add_shown(v, t, r->dims[d], err);
    }
    return status;
}

static ys_status add_numbers(view *v, ys_table *t, const ys_result *r, const ys__indicator *i, ys_error *err)
{
    bool between = !isfinite(r->value) && isfinite(r->low) && isfinite(r->high); /* no single value is honest */
    ys_status status;

    if (between)
        ys__show_range(&v->text, i, r->low, r->high);
    else
        ys__show_value(&v->text, i, r->value);
    ys__put(&v->text, "");
    status = v->text.failed ? ys__fail_nomem(err) : ys_table_number_shown(t, r->value, v->text.text, err);
    ys__buffer_clear(&v->text);
    if (status == YS_OK)
        status = ys_table_text(t, ys__show_style(i).unit, err);
    if (status == YS_OK)
        status = ys_table_number(t, r->numerator, err);
    if (status == YS_OK)
        status = ys_table_number(t, r->denominator, err);
    if (status == YS_OK)
        status = ys_table_number(t, (double)r->n, err);
    ys__show_basis(&v->text, r, i);
    if (status == YS_OK)
        status = add_shown(v, t, "", err);
    if (status == YS_OK)
        status = ys_table_number(t, r->low, err);
    if (status == YS_OK)
        status = ys_table_number(t, r->high, err);
    if (!between)
        ys__show_range(&v->text, i, r->low, r->high);
    return status == YS_OK ? add_shown(v, t, "", err) : status;
}

static ys_status add_row(view *v, ys_table *t, const ys_result *r, const ys__indicator *i, ys_error *err)
{
    ys_status status = add_names(v, t, r, i, err);

    if (status == YS_OK)
        status = add_numbers(v, t, r, i, err);
    if (status == YS_OK)
        status = ys_table_number(t, r->partners_reported, err);
    if (status == YS_OK)
        status = ys_table_number(t, r->partners_expected, err);
    if (r->partners_expected) /* nobody was to report: an older number may still be carried on */
        ys__putf(&v->text, _("%d of %d"), r->partners_reported, r->partners_expected);
    if (status == YS_OK)
        status = add_shown(v, t, "", err);
    if (status == YS_OK)
        status = ys_table_text_shown(t, r->status, ys__status_title(r->status), err);
    return status == YS_OK ? ys_table_text(t, r->note, err) : status;
}

static bool all_same(const ys__rows *rows, const char *(*of)(const ys_result *))
{
    for (size_t i = 1; i < rows->n; i++)
        if (strcmp(of(rows->items[i]), of(rows->items[0])) != 0)
            return false;
    return true;
}

static const char *period_of(const ys_result *r)
{
    return r->period;
}

static const char *window_of(const ys_result *r)
{
    return r->window;
}

static ys_status add_caption(view *v, ys_table *t, ys_error *err)
{
    const ys_result *first = v->rows->n ? v->rows->items[0] : NULL;
    ys_status status;

    ys__put(&v->text, ys__label_get(&v->in->title));
    if (first && v->one_period) {
        ys__putc(&v->text, '\n');
        put_period(&v->text, v->in, first->period);
    }
    if (first && v->one_window && strcmp(first->window, "period") != 0)
        ys__putf(&v->text, "%s%s", v->one_period ? ", " : "\n", ys__window_title(first->window));
    status = v->text.failed ? ys__fail_nomem(err) : ys_table_caption(t, v->text.text, err);
    ys__buffer_clear(&v->text);
    return status;
}

ys_status ys__rows_table(ys_table **out, const ys__rows *rows, const ys_initiative *initiative, ys_error *err)
{
    view v = { .rows = rows, .in = initiative };
    const ys__indicator *indicator = NULL;
    ys_table *t = NULL;
    ys_status status;
    size_t n;
    ys_table_column *columns;

    v.one_period = all_same(rows, period_of);
    v.one_window = all_same(rows, window_of);
    columns = columns_of(&v, &n);
    status = columns ? ys_table_new(&t, columns, n, err) : ys__fail_nomem(err);
    free(columns);
    if (status == YS_OK)
        status = add_caption(&v, t, err);
    for (size_t i = 0; status == YS_OK && i < rows->n; i++) {
        const ys_result *r = rows->items[i];

        if (indicator == NULL || strcmp(indicator->id, r->indicator) != 0)
            indicator = ys__find_indicator(v.in, ys__slice_of(r->indicator));
        status = add_row(&v, t, r, indicator, err);
    }
    ys__buffer_free(&v.text);
    if (status == YS_OK)
        *out = t;
    else
        ys_table_free(t);
    return status;
}

static ys_status render(char **out, size_t *size, const ys__rows *rows, const ys_initiative *initiative,
                        ys_format format, int width, int colour, ys_error *err)
{
    ys__buffer text = { 0 };
    ys_table *table = NULL;
    ys_status status;

    if (format == YS_FORMAT_CSV) {
        status = ys__rows_csv(rows, &text, err);
        *size = text.n;
        if (status == YS_OK)
            *out = ys__buffer_take(&text);
        ys__buffer_free(&text);
        return status;
    }
    status = ys__rows_table(&table, rows, initiative, err);
    if (status == YS_OK)
        status = ys_table_render(table, format, width, colour, out, size, err);
    ys_table_free(table);
    return status;
}

ys_status ys_results_render(const ys_results *results, ys_format format, int width, int colour, char **out,
                            size_t *size, ys_error *err)
{
    size_t n = ys_results_count(results), n_dims = ys_results_dimensions(results);
    const char **dims = calloc(n_dims + 1, sizeof *dims);
    ys__rows rows = { calloc(n + 1, sizeof *rows.items), n, dims, n_dims };
    ys_status status = dims && rows.items ? YS_OK : ys__fail_nomem(err);

    for (size_t d = 0; status == YS_OK && d < n_dims; d++)
        dims[d] = ys_results_dimension(results, d);
    for (size_t i = 0; status == YS_OK && i < n; i++)
        rows.items[i] = ys_results_get(results, i);
    if (status == YS_OK)
        status = render(out, size, &rows, ys_results_initiative(results), format, width, colour, err);
    free(dims);
    free(rows.items);
    return status;
}
