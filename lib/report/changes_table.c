/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/table.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/i18n.h"
#include "report/show.h"
#include "report/table.h"

/* What has changed since, and how much values usually move, as tables. */
typedef struct view {
    const struct ys_initiative *in;
    ys_table *table;
    ys__buffer text; /* of the cell at hand, for people */
    ys_error *err;
    ys_status status;
} view;

static void put_caption(view *v, const char *caption, const char *rest)
{
    ys__putf(&v->text, "%s\n%s", ys__label_get(&v->in->title), caption);
    ys__putf(&v->text, "%s%s", rest[0] ? "\n" : "", rest);
    if (v->status == YS_OK)
        v->status = v->text.failed ? ys__fail_nomem(v->err) : ys_table_caption(v->table, v->text.text, v->err);
    ys__buffer_clear(&v->text);
}

static void make_table(view *v, const ys_table_column *columns, size_t n)
{
    ys_table_column translated[32];

    for (size_t i = 0; i < n; i++) {
        translated[i] = columns[i];
        translated[i].title = columns[i].title ? _(columns[i].title) : NULL;
    }
    v->status = ys_table_new(&v->table, translated, n, v->err);
}

static void put_text(view *v, const char *text)
{
    ys__put(&v->text, "");
    if (v->status == YS_OK)
        v->status = v->text.failed ? ys__fail_nomem(v->err)
                    : v->text.n    ? ys_table_text_shown(v->table, text, v->text.text, v->err)
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

/* For programs alone. */
static void put_hidden(view *v, const char *text)
{
    if (v->status == YS_OK)
        v->status = ys_table_text_shown(v->table, text, "", v->err);
}

static void put_title(view *v, const char *id, const ys__indicator *i)
{
    ys__put(&v->text, i && !ys__label_empty(&i->title) ? ys__label_get(&i->title) : id);
    put_text(v, id);
}

static void put_value(view *v, const ys__indicator *i, double x, double low, double high)
{
    if (!isfinite(x) && isfinite(low) && isfinite(high)) /* no single value is honest */
        ys__show_range(&v->text, i, low, high);
    else
        ys__show_value(&v->text, i, x);
    put_number(v, x);
}

static ys_status finish(view *v, ys_table **out)
{
    ys__buffer_free(&v->text);
    if (v->status == YS_OK)
        *out = v->table;
    else
        ys_table_free(v->table);
    return v->status;
}

/* Changes */

static const ys_table_column change_columns[] = {
    { "indicator", N_("Indicator"), YS_COLUMN_TEXT },
    { "period", N_("Period"), YS_COLUMN_TEXT },
    { "since", N_("Since (UTC)"), YS_COLUMN_TEXT },
    { "cause", N_("Cause"), YS_COLUMN_TEXT },
    { "then", N_("Then"), YS_COLUMN_NUMBER },
    { "now", N_("Now"), YS_COLUMN_NUMBER },
    { "change", N_("Change"), YS_COLUMN_NUMBER },
    { NULL, N_("Unit"), YS_COLUMN_TEXT },
    { "then_numerator", NULL, YS_COLUMN_NUMBER },
    { "then_denominator", NULL, YS_COLUMN_NUMBER },
    { "now_numerator", NULL, YS_COLUMN_NUMBER },
    { "now_denominator", NULL, YS_COLUMN_NUMBER },
    { "then_low", NULL, YS_COLUMN_NUMBER },
    { "then_high", NULL, YS_COLUMN_NUMBER },
    { "now_low", NULL, YS_COLUMN_NUMBER },
    { "now_high", NULL, YS_COLUMN_NUMBER },
    { "submission", N_("Number"), YS_COLUMN_NUMBER },
    { "partner", N_("Partner"), YS_COLUMN_TEXT },
    { "form", N_("Form"), YS_COLUMN_TEXT },
    { "sent_for", N_("Sent for"), YS_COLUMN_TEXT },
    { "received", N_("Received (UTC)"), YS_COLUMN_TEXT },
    { "file", N_("File"), YS_COLUMN_TEXT },
    { "then_status", NULL, YS_COLUMN_TEXT },
    { "status", N_("Status"), YS_COLUMN_TEXT },
    { "reason", N_("Reason"), YS_COLUMN_NOTE },
    { "note", N_("Note"), YS_COLUMN_NOTE },
};

static const char *cause_title(const char *cause)
{
    return strcmp(cause, "submission") == 0 ? _("submission") : cause[0] ? _("definitions") : "";
}

/* A cause stands under its value, which has said what it is about. */
static void put_about(view *v, const ys_change *c, const ys__indicator *i)
{
    ys__period p;

    if (c->cause[0]) {
        put_hidden(v, c->indicator);
        put_hidden(v, c->period);
        put_hidden(v, c->since);
        return;
    }
    put_title(v, c->indicator, i);
    if (ys__period_parse(&v->in->calendar, ys__slice_of(c->period), false, &p))
        ys__period_describe(&v->in->calendar, p, &v->text);
    put_text(v, c->period);
    ys__putf(&v->text, "%.10s", c->since);
    put_text(v, c->since);
}

static void put_cause(view *v, const ys_change *c)
{
    put_number(v, c->submission ? (double)c->submission : NAN);
    ys__put(&v->text, ys__partner_title(v->in, c->partner));
    put_text(v, c->partner);
    put_text(v, c->form);
    put_text(v, c->sent_for);
    if (c->received[0])
        ys__putf(&v->text, "%.10s %.5s", c->received, c->received + 11);
    put_text(v, c->received);
    put_text(v, c->file);
    put_text(v, c->then_status);
    ys__put(&v->text, ys__status_title(c->status));
    put_text(v, c->status);
    if (c->reason[0])
        ys__putf(&v->text, _("reason: %s"), c->reason);
    put_text(v, c->reason);
    put_text(v, c->note);
}

static void put_change(view *v, const ys_change *c, const ys__indicator *i)
{
    const double numbers[] = { c->then_numerator, c->then_denominator, c->now_numerator, c->now_denominator,
                               c->then_low,       c->then_high,        c->now_low,       c->now_high };

    put_about(v, c, i);
    ys__put(&v->text, cause_title(c->cause));
    put_text(v, c->cause);
    put_value(v, i, c->then, c->then_low, c->then_high);
    put_value(v, i, c->now, c->now_low, c->now_high);
    if (c->differs)
        ys__show_change(&v->text, i, c->change);
    else
        ys__put(&v->text, _("none"));
    put_number(v, c->change);
    put_text(v, ys__show_style(i).unit);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        put_number(v, numbers[k]);
    put_cause(v, c);
}

ys_status ys_changes_table(ys_table **out, const ys_changes *changes, ys_error *err)
{
    view v = { .in = ys_changes_initiative(changes), .err = err };
    char rest[128] = "";
    size_t same = 0;

    make_table(&v, change_columns, sizeof change_columns / sizeof *change_columns);
    for (size_t i = 0; v.status == YS_OK && i < ys_changes_count(changes); i++) {
        const ys_change *c = ys_changes_get(changes, i);

        if (c->cause[0] == '\0' && !c->differs) {
            ys__table_hide_row(v.table);
            same++;
        }
        put_change(&v, c, ys__find_indicator(v.in, ys__slice_of(c->indicator)));
    }
    if (same)
        snprintf(rest, sizeof rest, PLURAL("%zu value is as it was", "%zu values are as they were", same), same);
    put_caption(&v, _("What has changed since, and by which submissions"), rest);
    return finish(&v, out);
}

/* Revisions */

static const ys_table_column revision_columns[] = {
    { "indicator", N_("Indicator"), YS_COLUMN_TEXT },
    { "after", N_("Periods later"), YS_COLUMN_NUMBER },
    { "periods", N_("Periods known"), YS_COLUMN_NUMBER },
    { "median", N_("Moves usually by"), YS_COLUMN_NUMBER },
    { "largest", N_("At most by"), YS_COLUMN_NUMBER },
    { "median_relative", N_("of its value"), YS_COLUMN_NUMBER },
    { "largest_relative", N_("at most"), YS_COLUMN_NUMBER },
    { "median_signed", N_("Up or down"), YS_COLUMN_NUMBER },
    { "largest_period", N_("Moved most"), YS_COLUMN_TEXT },
    { "status", N_("Status"), YS_COLUMN_TEXT },
    { "note", N_("Note"), YS_COLUMN_NOTE },
};

static void put_distance(view *v, const ys__indicator *i, double x)
{
    ys__show_distance(&v->text, i, x);
    put_number(v, x);
}

static void put_part(view *v, double x)
{
    static const ys__indicator percent = { .unit = "percent", .decimals = -1, .measure = { .kind = YS__SHARE } };

    ys__show_value(&v->text, &percent, x);
    put_number(v, x);
}

static void put_revision(view *v, const ys_revision *r, const ys__indicator *i)
{
    put_title(v, r->indicator, i);
    put_number(v, r->after);
    put_number(v, r->periods);
    put_distance(v, i, r->median);
    put_distance(v, i, r->largest);
    put_part(v, r->median_relative);
    put_part(v, r->largest_relative);
    ys__show_change(&v->text, i, r->median_signed);
    put_number(v, r->median_signed);
    put_text(v, r->largest_period);
    ys__put(&v->text, ys__status_title(r->status));
    put_text(v, r->status);
    put_text(v, r->note);
}

ys_status ys_revisions_table(ys_table **out, const ys_revisions *revisions, ys_error *err)
{
    view v = { .in = ys_revisions_initiative(revisions), .err = err };
    char rest[160] = "";
    size_t unknown = 0;

    make_table(&v, revision_columns, sizeof revision_columns / sizeof *revision_columns);
    for (size_t i = 0; v.status == YS_OK && i < ys_revisions_count(revisions); i++) {
        const ys_revision *r = ys_revisions_get(revisions, i);

        if (strcmp(r->status, "ok") != 0) {
            ys__table_hide_row(v.table);
            unknown++;
        }
        put_revision(&v, r, ys__find_indicator(v.in, ys__slice_of(r->indicator)));
    }
    if (unknown)
        snprintf(rest, sizeof rest, PLURAL("%zu row is left out: too few periods are known at both times",
                                           "%zu rows are left out: too few periods are known at both times", unknown),
                 unknown);
    put_caption(&v, _("How much values move after they were first published"), rest);
    return finish(&v, out);
}
