/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "report/chart.h"

/* One table: a row for each partner, for each headline indicator its value and, where it is no plain sum, what it rests
 * on, and which of the reports due have come. */

enum { HEAD = 3, PARTNER = 1, FIRST_VALUE = 2, MOST = 6 };
enum { NAME_WIDTH = 32, VALUE_WIDTH = 15, BASIS_WIDTH = 23, REPORTS_WIDTH = 12, MISSING_WIDTH = 34 };

typedef struct columns {
    const ys__board_row *rows[MOST];
    int at[MOST]; /* where each begins */
    int n, after;
} columns;

static bool has_basis(const ys__indicator *indicator)
{
    return !ys__is_additive(indicator);
}

static columns choose(const ys__board *b)
{
    columns chosen = { .n = 0 };

    for (size_t i = 0; i < b->n_rows && chosen.n < MOST; i++)
        if (b->rows[i].headline)
            chosen.rows[chosen.n++] = &b->rows[i];
    chosen.after = FIRST_VALUE;
    for (int i = 0; i < chosen.n; i++) {
        chosen.at[i] = chosen.after;
        chosen.after += has_basis(chosen.rows[i]->indicator) ? 2 : 1;
    }
    return chosen;
}

static void put_head(ys__dashboard *d, const columns *c)
{
    ys__set_row(d, d->partners, HEAD, 64);
    ys__put_text(ys__at(d, d->partners, HEAD, PARTNER), _("Partner"), YS__STYLE_HEAD_LEFT);
    for (int i = 0; i < c->n; i++) {
        ys__put_text(ys__at(d, d->partners, HEAD, c->at[i]), ys__label_get(&c->rows[i]->indicator->title),
                     YS__STYLE_HEAD);
        if (has_basis(c->rows[i]->indicator))
            ys__put_text(ys__at(d, d->partners, HEAD, c->at[i] + 1), _("based on, and interval (95%)"),
                         YS__STYLE_HEAD);
    }
    ys__put_text(ys__at(d, d->partners, HEAD, c->after), _("Reports received"), YS__STYLE_HEAD);
    ys__put_text(ys__at(d, d->partners, HEAD, c->after + 1), _("Still missing"), YS__STYLE_HEAD_LEFT);
}

static void put_result(ys__dashboard *d, int row, int column, const ys_result *r, const ys__indicator *indicator,
                       bool total)
{
    ys__style number = total ? YS__STYLE_TOTAL_NUMBER : YS__STYLE_ROW_NUMBER;
    ys__style muted = total ? YS__STYLE_TOTAL_MUTED : YS__STYLE_ROW_MUTED;

    bool between = r && !isfinite(r->value) && isfinite(r->low) && isfinite(r->high);

    if (r == NULL) { /* nobody expects this number from this partner */
        ys__put_blank(ys__at(d, d->partners, row, column), YS__STYLE_ABSENT);
        if (has_basis(indicator))
            ys__put_blank(ys__at(d, d->partners, row, column + 1), YS__STYLE_ABSENT);
        return;
    }
    if (between) {
        ys__show_range(&d->text, indicator, r->low, r->high);
        ys__put_text(ys__at(d, d->partners, row, column), ys__gathered(d), number);
    } else if (!isfinite(r->value) && !has_basis(indicator)) {
        ys__putf(&d->text, "– (%s)", ys__status_title(r->status));
        ys__put_text(ys__at(d, d->partners, row, column), ys__gathered(d), muted);
    } else {
        ys__put_value(ys__at(d, d->partners, row, column), r->value, NULL, number,
                      ys__number_format_of(d, indicator));
    }
    if (!has_basis(indicator))
        return;
    if (isfinite(r->value)) {
        ys__show_basis(&d->text, r, indicator);
        if (ys__has_interval(r, indicator)) {
            ys__put(&d->text, "; ");
            ys__show_range(&d->text, indicator, r->low, r->high);
        }
    } else {
        ys__put(&d->text, ys__status_title(r->status));
    }
    ys__put_text(ys__at(d, d->partners, row, column + 1), ys__gathered(d), muted);
}

static void put_reports(ys__dashboard *d, int row, int column, const char *partner)
{
    const ys__board_input *in = d->board->input;
    int due = 0, there = 0;
    bool rejected;

    for (size_t i = 0; i < in->n_due; i++) {
        const ys__board_due *one = &in->due[i];

        if (strcmp(one->partner, partner) != 0 || strcmp(one->status, "not_due") == 0)
            continue;
        due++;
        if (strcmp(one->status, "complete") == 0 || strcmp(one->status, "late") == 0) {
            there++;
            continue;
        }
        rejected = strcmp(one->status, "rejected") == 0;
        ys__putf(&d->text, "%s%s%s%s%s", d->text.n ? ", " : "", one->form_title, rejected ? " (" : "",
                 rejected ? _("rejected") : "", rejected ? ")" : "");
    }
    ys__put_text(ys__at(d, d->partners, row, column + 1), ys__gathered(d), YS__STYLE_ROW_TEXT);
    if (due)
        ys__putf(&d->text, _("%d of %d"), there, due);
    else
        ys__put(&d->text, "–");
    ys__put_text(ys__at(d, d->partners, row, column), ys__gathered(d),
                 there < due ? YS__STYLE_STATUS_WATCH : YS__STYLE_ROW_NUMBER);
}

static void put_partner(ys__dashboard *d, int row, const columns *c, const ys__partner *partner)
{
    const char *period = d->board->period_ids[d->board->n_periods - 1];

    ys__set_row(d, d->partners, row, 24);
    ys__put_text(ys__at(d, d->partners, row, PARTNER), ys__partner_title(d->board->input->initiative, partner->id),
                 YS__STYLE_ROW_LABEL);
    for (int i = 0; i < c->n; i++)
        put_result(d, row, c->at[i], ys__board_find(d->board, c->rows[i]->indicator->id, period, partner->id),
                   c->rows[i]->indicator, false);
    put_reports(d, row, c->after, partner->id);
}

static void put_total(ys__dashboard *d, int row, const columns *c)
{
    ys__set_row(d, d->partners, row, 24);
    ys__put_text(ys__at(d, d->partners, row, PARTNER), _("All partners"), YS__STYLE_TOTAL_LABEL);
    for (int i = 0; i < c->n; i++)
        put_result(d, row, c->at[i], c->rows[i]->now, c->rows[i]->indicator, true);
    ys__putf(&d->text, _("%d of %d"), d->board->reported, d->board->expected);
    ys__put_text(ys__at(d, d->partners, row, c->after), ys__gathered(d), YS__STYLE_TOTAL_NUMBER);
    ys__put_text(ys__at(d, d->partners, row, c->after + 1), _("partners have reported"), YS__STYLE_TOTAL_LABEL);
}

static bool took_part(const ys__partner *partner, ys__period p)
{
    return partner->from <= ys__period_last_day(p) && partner->to >= ys__period_first_day(p);
}

/* The charts by partner side by side, over the width of the table. Returns the last row they take. */
static int put_charts(ys__dashboard *d, int at, int width)
{
    enum { SLICE = 15, SLICES = 17 };
    int n = 0, x = 0, column = PARTNER;

    for (int k = 1; k < YS__BLOCKS; k++)
        n += d->blocks[k].parts.n > 0;
    if (n == 0)
        return at;
    for (int row = at; row < at + SLICES; row++)
        ys__set_row(d, d->partners, row, SLICE);
    for (int k = 1; k < YS__BLOCKS; k++) {
        if (d->blocks[k].parts.n == 0)
            continue;
        ys__put_chart(ys__at(d, d->partners, at, column), ys__chart_bars(d, k), x, 6, width / 3 - 10,
                      (SLICES - 1) * ys__row_pixels(SLICE), d->blocks[k].title);
        x += width / 3;
    }
    return at + SLICES;
}

static int width_of(const columns *c)
{
    int width = ys__column_pixels(NAME_WIDTH) + ys__column_pixels(REPORTS_WIDTH) + ys__column_pixels(MISSING_WIDTH);

    for (int i = 0; i < c->n; i++)
        width += ys__column_pixels(VALUE_WIDTH) +
                 (has_basis(c->rows[i]->indicator) ? ys__column_pixels(BASIS_WIDTH) : 0);
    return width;
}

void ys__dashboard_partners(ys__dashboard *d)
{
    const struct ys_initiative *in = d->board->input->initiative;
    ys__period period = d->board->periods[d->board->n_periods - 1];
    columns c = choose(d->board);
    int row = HEAD + 1, last = c.after + 1;

    ys__set_column(d, d->partners, YS__GUTTER, 1.6);
    ys__set_column(d, d->partners, PARTNER, NAME_WIDTH);
    for (int i = 0; i < c.n; i++) {
        ys__set_column(d, d->partners, c.at[i], VALUE_WIDTH);
        if (has_basis(c.rows[i]->indicator))
            ys__set_column(d, d->partners, c.at[i] + 1, BASIS_WIDTH);
    }
    ys__set_column(d, d->partners, last - 1, REPORTS_WIDTH);
    ys__set_column(d, d->partners, last, MISSING_WIDTH);
    ys__set_column(d, d->partners, last + 1, 1.6);
    ys__period_describe(&in->calendar, period, &d->text);
    ys__put_banner(d, d->partners, last, _("Partners"), ys__gathered(d));
    put_head(d, &c);
    for (size_t i = 0; i < in->n_partners; i++)
        if (took_part(&in->partners[i], period))
            put_partner(d, row++, &c, &in->partners[i]);
    put_total(d, row++, &c);
    ys__set_row(d, d->partners, row, 30);
    ys__put_merged(ys__at(d, d->partners, row, PARTNER), row, last,
                   _("Grey: this partner does not send this number. – = no value; the reason stands beside it. People "
                     "who are with several partners count once in the last row, so that it can be less than the sum."),
                   YS__STYLE_NOTE);
    if (d->partners && !ys__book_failed(d->book)) {
        worksheet_freeze_panes(d->partners, HEAD + 1, FIRST_VALUE);
        worksheet_repeat_rows(d->partners, HEAD, HEAD);
    }
    row = put_charts(d, row + 1, width_of(&c));
    ys__page_setup(d, d->partners, row, last + 1);
}
