/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/table.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/i18n.h"
#include "report/rows.h"
#include "report/show.h"

/* Comparisons as a table. What is the same in every row is said once, above it. */
typedef struct view {
    const ys_panel *panel;
    const struct ys_initiative *in;
    bool one_pair;
    ys__buffer text; /* of the cell at hand */
    ys_table *table;
    ys_error *err;
    ys_status status;
} view;

enum { BEFORE = 6, AFTER = 23 };

static const ys_table_column before[BEFORE] = {
    { "indicator", N_("Indicator"), YS_COLUMN_TEXT }, { "period", N_("Period"), YS_COLUMN_TEXT },
    { "window", NULL, YS_COLUMN_TEXT },               { "against", N_("Against"), YS_COLUMN_TEXT },
    { "partner", N_("Partner"), YS_COLUMN_TEXT },     { "site", N_("Site"), YS_COLUMN_TEXT },
};

static const ys_table_column after[AFTER] = {
    { "over", N_("Split over"), YS_COLUMN_TEXT },
    { "then", N_("Then"), YS_COLUMN_NUMBER },
    { "now", N_("Now"), YS_COLUMN_NUMBER },
    { "change", N_("Change"), YS_COLUMN_NUMBER },
    { "within", N_("Within parts"), YS_COLUMN_NUMBER },
    { "mix", N_("Mix"), YS_COLUMN_NUMBER },
    { NULL, N_("Unit"), YS_COLUMN_TEXT },
    { "then_numerator", NULL, YS_COLUMN_NUMBER },
    { "then_denominator", NULL, YS_COLUMN_NUMBER },
    { "now_numerator", NULL, YS_COLUMN_NUMBER },
    { "now_denominator", NULL, YS_COLUMN_NUMBER },
    { "then_low", NULL, YS_COLUMN_NUMBER },
    { "then_high", NULL, YS_COLUMN_NUMBER },
    { "now_low", NULL, YS_COLUMN_NUMBER },
    { "now_high", NULL, YS_COLUMN_NUMBER },
    { "all_then", N_("All then"), YS_COLUMN_NUMBER },
    { "all_now", N_("All now"), YS_COLUMN_NUMBER },
    { "partners", NULL, YS_COLUMN_NUMBER },
    { "partners_left_out", NULL, YS_COLUMN_NUMBER },
    { NULL, N_("Partners"), YS_COLUMN_TEXT },
    { "left_out", N_("Left out"), YS_COLUMN_TEXT },
    { "status", N_("Status"), YS_COLUMN_TEXT },
    { "note", N_("Note"), YS_COLUMN_NOTE },
};

static const char *title_of(const view *v, const ys_table_column *column)
{
    if (column->title == NULL || (v->one_pair && (column == &before[1] || column == &before[3])))
        return NULL;
    return _(column->title);
}

static void make_table(view *v)
{
    size_t n_dims = ys_panel_dimensions(v->panel), n = 0;
    ys_table_column *columns = calloc(BEFORE + n_dims + AFTER, sizeof *columns);

    if (columns == NULL) {
        v->status = ys__fail_nomem(v->err);
        return;
    }
    for (size_t i = 0; i < BEFORE; i++)
        columns[n++] = (ys_table_column){ before[i].name, title_of(v, &before[i]), before[i].kind };
    for (size_t d = 0; d < n_dims; d++) {
        const char *name = ys_panel_dimension(v->panel, d);

        columns[n++] = (ys_table_column){ name, ys__dimension_title(v->in, name), YS_COLUMN_TEXT };
    }
    for (size_t i = 0; i < AFTER; i++)
        columns[n++] = (ys_table_column){ after[i].name, title_of(v, &after[i]), after[i].kind };
    v->status = ys_table_new(&v->table, columns, n, v->err);
    free(columns);
}

/* The next cell; for people the text put together in v->text. */
static void put_text(view *v, const char *text)
{
    if (v->status == YS_OK)
        v->status = v->text.n ? ys_table_text_shown(v->table, text, v->text.text, v->err)
                              : ys_table_text(v->table, text, v->err);
    ys__buffer_clear(&v->text);
}

static void put_number(view *v, double x)
{
    if (v->status == YS_OK)
        v->status = v->text.n ? ys_table_number_shown(v->table, x, v->text.text, v->err)
                              : ys_table_number(v->table, x, v->err);
    ys__buffer_clear(&v->text);
}

static void put_period(view *v, const char *period)
{
    ys__period p;

    if (ys__period_parse(&v->in->calendar, ys__slice_of(period), false, &p))
        ys__period_describe(&v->in->calendar, p, &v->text);
    put_text(v, period);
}

static void put_value(view *v, const ys__indicator *i, double x, double low, double high)
{
    if (!isfinite(x) && isfinite(low) && isfinite(high)) /* no single value is honest */
        ys__show_range(&v->text, i, low, high);
    else
        ys__show_value(&v->text, i, x);
    put_number(v, x);
}

static void put_change(view *v, const ys__indicator *i, double x)
{
    ys__show_change(&v->text, i, x);
    put_number(v, x);
}

/* "partner" and dimensions, by what people call them. */
static void put_over(view *v, const char *over)
{
    for (const char *p = over; *p;) {
        size_t n = strcspn(p, ",");
        char name[128];

        snprintf(name, sizeof name, "%.*s", (int)n, p);
        ys__putf(&v->text, "%s%s", p > over ? ", " : "",
                 strcmp(name, "partner") == 0 ? _("Partner") : strcmp(name, "site") == 0 ? _("Site")
                                                             : ys__dimension_title(v->in, name));
        p += n + (p[n] == ',');
    }
    put_text(v, over);
}

static void put_names(view *v, const ys_panel_row *r, const ys__indicator *i)
{
    ys__put(&v->text, i && !ys__label_empty(&i->title) ? ys__label_get(&i->title) : r->indicator);
    put_text(v, r->indicator);
    put_period(v, r->period);
    put_text(v, r->window);
    put_period(v, r->against);
    ys__put(&v->text, ys__partner_title(v->in, r->partner));
    put_text(v, r->partner);
    ys__put(&v->text, ys__site_title(v->in, r->partner, r->site));
    put_text(v, r->site);
    for (size_t d = 0; d < ys_panel_dimensions(v->panel); d++) {
        ys__show_category(&v->text, v->in, ys_panel_dimension(v->panel, d), r->dims[d]);
        put_text(v, r->dims[d]);
    }
}

static void put_row(view *v, const ys_panel_row *r, const ys__indicator *i)
{
    const double numbers[] = { r->then_numerator, r->then_denominator, r->now_numerator, r->now_denominator,
                               r->then_low,       r->then_high,        r->now_low,       r->now_high };
    bool is_split = isfinite(r->within);

    put_names(v, r, i);
    put_over(v, r->over);
    put_value(v, i, r->then, r->then_low, r->then_high);
    put_value(v, i, r->now, r->now_low, r->now_high);
    put_change(v, i, r->change);
    if (is_split) {
        put_change(v, i, r->within);
        put_change(v, i, r->mix);
    } else {
        put_number(v, NAN);
        put_number(v, NAN);
    }
    put_text(v, ys__show_style(i).unit);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        put_number(v, numbers[k]);
    put_value(v, i, r->all_then, NAN, NAN);
    put_value(v, i, r->all_now, NAN, NAN);
    put_number(v, r->partners);
    put_number(v, r->partners_left_out);
    ys__putf(&v->text, _("%d of %d"), r->partners, r->partners + r->partners_left_out);
    put_text(v, "");
    put_text(v, r->left_out);
    ys__put(&v->text, ys__status_title(r->status));
    put_text(v, r->status);
    put_text(v, r->note);
}

static void put_caption(view *v)
{
    const ys_panel_row *first = ys_panel_get(v->panel, 0);
    ys__period p;

    ys__put(&v->text, ys__label_get(&v->in->title));
    ys__putc(&v->text, '\n');
    if (first && v->one_pair) {
        if (ys__period_parse(&v->in->calendar, ys__slice_of(first->period), false, &p))
            ys__period_describe(&v->in->calendar, p, &v->text);
        ys__put(&v->text, _(" against "));
        if (ys__period_parse(&v->in->calendar, ys__slice_of(first->against), false, &p))
            ys__period_describe(&v->in->calendar, p, &v->text);
        ys__put(&v->text, ", ");
    }
    if (first && strcmp(first->window, "period") != 0)
        ys__putf(&v->text, "%s, ", ys__window_title(first->window));
    ys__put(&v->text, _("the same partners in both"));
    if (v->status == YS_OK)
        v->status = v->text.failed ? ys__fail_nomem(v->err) : ys_table_caption(v->table, v->text.text, v->err);
    ys__buffer_clear(&v->text);
}

ys_status ys_panel_table(ys_table **out, const ys_panel *panel, ys_error *err)
{
    view v = { .panel = panel, .in = ys_panel_initiative(panel), .one_pair = true, .err = err };
    const ys__indicator *indicator = NULL;

    for (size_t i = 1; i < ys_panel_count(panel); i++)
        if (strcmp(ys_panel_get(panel, i)->period, ys_panel_get(panel, 0)->period) != 0)
            v.one_pair = false;
    make_table(&v);
    if (v.status == YS_OK)
        put_caption(&v);
    for (size_t i = 0; v.status == YS_OK && i < ys_panel_count(panel); i++) {
        const ys_panel_row *r = ys_panel_get(panel, i);

        if (indicator == NULL || strcmp(indicator->id, r->indicator) != 0)
            indicator = ys__find_indicator(v.in, ys__slice_of(r->indicator));
        put_row(&v, r, indicator);
    }
    if (v.status == YS_OK && v.text.failed)
        v.status = ys__fail_nomem(err);
    ys__buffer_free(&v.text);
    if (v.status == YS_OK)
        *out = v.table;
    else
        ys_table_free(v.table);
    return v.status;
}
