/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <yardstick/changes.h>
#include <yardstick/panel.h>

#include "base/i18n.h"
#include "base/text.h"
#include "report/dashboard.h"

/* The last step of each trend twice: of everybody, and of the partners that are in both periods. */

enum { TITLE = 1, EVERYBODY, SAME, LINE = 15, LETTERS = 62 /* of a line in a cell */ };

static const ys_panel_row *find_row(const ys_panel *panel, const char *indicator)
{
    for (size_t i = 0; i < ys_panel_count(panel); i++)
        if (strcmp(ys_panel_get(panel, i)->indicator, indicator) == 0)
            return ys_panel_get(panel, i);
    return NULL;
}

/* "61.0% → 64.2% (+3.2 points)" */
static void put_step(ys__buffer *to, const ys__indicator *indicator, double then, double now)
{
    ys__show_value(to, indicator, then);
    ys__put(to, " → ");
    ys__show_value(to, indicator, now);
    if (isfinite(now - then)) {
        ys__put(to, " (");
        ys__show_change(to, indicator, now - then);
        ys__putc(to, ')');
    }
}

static const char *same_partners(ys__dashboard *d, const ys_panel_row *r, const ys__indicator *indicator)
{
    if (r->partners == 0) {
        ys__put(&d->text, _("no partner has reported in both"));
        return ys__gathered(d);
    }
    if (r->partners == 1 && r->partners_left_out == 0)
        ys__put(&d->text, _("the one partner: "));
    else
        ys__putf(&d->text, _("%d of %d partners: "), r->partners, r->partners + r->partners_left_out);
    put_step(&d->text, indicator, r->then, r->now);
    if (isfinite(r->within) && r->partners > 1) {
        ys__put(&d->text, _("\nwithin the partners "));
        ys__show_change(&d->text, indicator, r->within);
        ys__put(&d->text, _(", from cases that moved between them "));
        ys__show_change(&d->text, indicator, r->mix);
    }
    if (r->left_out[0])
        ys__putf(&d->text, _("\nwithout %s"), r->left_out);
    if (r->reversal)
        ys__putf(&d->text, "\n%s", r->note);
    return ys__gathered(d);
}

/* How much first values of this indicator moved afterwards: the longest time that enough periods tell of. */
static const ys_revision *find_revision(const ys_revisions *revisions, const char *indicator)
{
    const ys_revision *found = NULL;

    for (size_t i = 0; revisions && i < ys_revisions_count(revisions); i++) {
        const ys_revision *r = ys_revisions_get(revisions, i);

        if (strcmp(r->indicator, indicator) == 0 && strcmp(r->status, "ok") == 0)
            found = r;
    }
    return found;
}

static void put_revision(ys__buffer *to, const ys__indicator *indicator, const ys_revision *r)
{
    ys__buffer median = { 0 }, largest = { 0 };

    ys__show_distance(&median, indicator, r->median);
    ys__show_distance(&largest, indicator, r->largest);
    ys__put(to, "\n");
    if (r->largest == 0)
        ys__put(to, _("revisions: none"));
    else if (median.text && largest.text)
        ys__putf(to, _("revisions: usually %s, at most %s"), median.text, largest.text);
    ys__putf(to, PLURAL(" in the period after publication", " in the %d periods after publication", r->after),
             r->after);
    ys__putf(to, _(" (known of %d)"), r->periods);
    to->failed = to->failed || median.failed || largest.failed;
    ys__buffer_free(&median);
    ys__buffer_free(&largest);
}

static const char *everybody(ys__dashboard *d, const ys_panel_row *r, const ys__indicator *indicator)
{
    const ys_revision *revision = find_revision(d->board->input->revisions, indicator->id);

    put_step(&d->text, indicator, r->all_then, r->all_now);
    if (revision)
        put_revision(&d->text, indicator, revision);
    return ys__gathered(d);
}

static int lines_of(const char *text)
{
    int lines = 0;

    for (const char *p = text;; p++) {
        size_t n = strcspn(p, "\n");
        size_t letters = ys__text_length((ys__slice){ p, n });

        lines += letters > LETTERS ? (int)((letters + LETTERS - 1) / LETTERS) : 1;
        p += n;
        if (*p == '\0')
            return lines;
    }
}

static void put_heads(ys__dashboard *d, int row)
{
    const ys__board *board = d->board;
    ys__buffer then = { 0 }, now = { 0 };

    ys__period_describe(&board->input->initiative->calendar, board->periods[board->n_periods - 1], &now);
    ys__period_describe(&board->input->initiative->calendar, ys__period_step(board->periods[board->n_periods - 1], -1),
                        &then);
    ys__putf(&d->text, _("From %s to %s"), then.text ? then.text : "", now.text ? now.text : "");
    ys__buffer_free(&then);
    ys__buffer_free(&now);
    ys__put_text(ys__at(d, d->trends, row, TITLE), ys__gathered(d), YS__STYLE_HEAD_LEFT);
    ys__put_text(ys__at(d, d->trends, row, EVERYBODY), _("All partners"), YS__STYLE_HEAD_LEFT);
    ys__put_text(ys__at(d, d->trends, row, SAME), _("The same partners in both"), YS__STYLE_HEAD_LEFT);
    ys__set_row(d, d->trends, row, 2 * LINE);
}

int ys__dashboard_same(ys__dashboard *d, int row)
{
    const ys_panel *panel = d->board->input->panel;
    bool any = false;

    for (size_t i = 0; panel && i < d->board->n_rows; i++) {
        const ys__indicator *indicator = d->board->rows[i].indicator;
        const ys_panel_row *r = d->board->rows[i].first_page ? find_row(panel, indicator->id) : NULL;
        const char *all, *same;
        int lines;

        if (r == NULL || (!isfinite(r->all_then) && !isfinite(r->then)))
            continue;
        if (!any)
            put_heads(d, row++);
        any = true;
        ys__put_text(ys__at(d, d->trends, row, TITLE), ys__label_get(&indicator->title), YS__STYLE_PROSE);
        all = everybody(d, r, indicator);
        ys__put_text(ys__at(d, d->trends, row, EVERYBODY), all, YS__STYLE_PROSE);
        same = same_partners(d, r, indicator);
        ys__put_text(ys__at(d, d->trends, row, SAME), same, YS__STYLE_PROSE);
        lines = lines_of(all) > lines_of(same) ? lines_of(all) : lines_of(same);
        ys__set_row(d, d->trends, row++, LINE * lines + 3);
    }
    return row;
}
