/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/i18n.h"
#include "model/words.h"
#include "report/dashboard.h"

/* What was measured, and how: a row for each indicator. */

enum {
    HEAD = 3,
    ID = 1,
    TITLE,
    FAMILY,
    DEFINITION,
    WORDS,
    WRITTEN,
    UNIT,
    BETTER,
    FORM,
    ROLL_UP,
    MISSING,
    SOURCE,
    VERSION,
    LAST = VERSION
};

static const struct {
    const char *title;
    double width;
} columns[] = {
    [ID] = { N_("Id"), 25 },
    [TITLE] = { N_("Indicator"), 28 },
    [FAMILY] = { N_("Family"), 15 },
    [DEFINITION] = { N_("Definition"), 44 },
    [WORDS] = { N_("How it is computed"), 38 },
    [WRITTEN] = { N_("As written in the catalog"), 32 },
    [UNIT] = { N_("Unit"), 9 },
    [BETTER] = { N_("Better is"), 9 },
    [FORM] = { N_("From the form"), 18 },
    [ROLL_UP] = { N_("Over partners and periods"), 26 },
    [MISSING] = { N_("What counts as missing"), 30 },
    [SOURCE] = { N_("Source"), 38 },
    [VERSION] = { N_("Catalog"), 17 },
};

static const char *in_words(ys__dashboard *d, const ys__indicator *i)
{
    ys__put_measure_words(&d->text, i);
    return ys__gathered(d);
}

static const char *roll_up(const ys__indicator *i)
{
    static const char *const rules[] = {
        [YS__COUNT] = N_("adds up"),
        [YS__SUM] = N_("adds up"),
        [YS__DISTINCT] = N_("each person counts once"),
        [YS__SHARE] = N_("numerators and denominators add up"),
        [YS__RATE] = N_("numerators and denominators add up"),
        [YS__MEAN] = N_("pooled"),
        [YS__MEDIAN] = N_("from all rows together"),
        [YS__QUANTILE] = N_("from all rows together"),
        [YS__MIN] = N_("the least of all"),
        [YS__MAX] = N_("the greatest of all"),
        [YS__REACH] = N_("an interval from the largest to the sum"),
        [YS__GIVEN] = N_("cannot be combined"),
        [YS__FORMULA] = N_("computed anew from its parts"),
    };

    return _(rules[i->measure.kind]);
}

static const char *missing_rules(ys__dashboard *d, const ys__indicator *i)
{
    for (size_t k = 0; i->form && k < i->form->n_missing; k++) {
        const ys__missing_value *m = &i->form->missing[k];

        ys__putf(&d->text, "%s%s: %s", k ? "; " : "", m->text[0] ? m->text : _("(empty)"),
                 ys__missing_title(m->reason));
    }
    return ys__gathered(d);
}

/* A cell, and in *lines how many lines the row needs: spreadsheets do not find that out by themselves. */
static void put_cell(ys__dashboard *d, int row, int column, const char *text, ys__style style, int *lines)
{
    int needs = 0;

    for (const char *p = text; *p; p++) {
        size_t n = strcspn(p, "\n");

        needs += 1 + (int)(0.98 * (double)ys__text_length((ys__slice){ p, n }) / columns[column].width);
        p += n;
        if (*p == '\0')
            break;
    }
    *lines = needs > *lines ? needs : *lines;
    ys__put_text(ys__at(d, d->dictionary, row, column), text, style);
}

/* The catalog, and the periods shown from which on the definition is another one. */
static const char *version_of(ys__dashboard *d, const ys__board_row *row)
{
    const ys__indicator *i = row->indicator;

    ys__putf(&d->text, "%s %s", i->catalog->id, i->catalog->version);
    for (size_t p = 1; p < d->board->n_periods; p++)
        if (row->points[p] && row->points[p]->series_break) {
            ys__put(&d->text, "\n");
            ys__putf(&d->text, _("(definition changed in %s)"), d->board->period_ids[p]);
        }
    return ys__gathered(d);
}

static void put_indicator(ys__dashboard *d, int row, const ys__board_row *of)
{
    const ys__indicator *i = of->indicator;

    static const char *const better[] = {
        [YS__UP] = N_("more"), [YS__DOWN] = N_("less"), [YS__NEUTRAL] = N_("neither")
    };
    ys__style_of style = ys__show_style(i);
    const char *unit = style.factor != 1 ? _("percent") : style.unit[0] ? style.unit : i->unit;
    const char *version = version_of(d, of);
    const char *words = in_words(d, i), *missing = missing_rules(d, i);
    enum { LINE = 13, MOST_LINES = 30 };
    int lines = 1;

    put_cell(d, row, ID, i->id, YS__STYLE_CODE, &lines);
    put_cell(d, row, TITLE, ys__label_get(&i->title), YS__STYLE_PROSE_BOLD, &lines);
    put_cell(d, row, FAMILY, ys__family_title(i->family), YS__STYLE_PROSE, &lines);
    put_cell(d, row, DEFINITION, ys__label_get(&i->definition), YS__STYLE_PROSE, &lines);
    put_cell(d, row, WORDS, words, YS__STYLE_PROSE, &lines);
    put_cell(d, row, WRITTEN, i->measure.source, YS__STYLE_CODE, &lines);
    put_cell(d, row, UNIT, unit, YS__STYLE_PROSE, &lines);
    put_cell(d, row, BETTER, _(better[i->polarity]), YS__STYLE_PROSE, &lines);
    put_cell(d, row, FORM, i->form ? ys__label_get(&i->form->title) : "–", YS__STYLE_PROSE, &lines);
    put_cell(d, row, ROLL_UP, roll_up(i), YS__STYLE_PROSE, &lines);
    put_cell(d, row, MISSING, missing, YS__STYLE_PROSE, &lines);
    put_cell(d, row, SOURCE, ys__label_get(&i->source), YS__STYLE_PROSE, &lines);
    put_cell(d, row, VERSION, version, YS__STYLE_CODE, &lines);
    ys__set_row(d, d->dictionary, row, LINE * (lines < MOST_LINES ? lines : MOST_LINES) + 4);
}

void ys__dashboard_dictionary(ys__dashboard *d)
{
    int row = HEAD;

    ys__set_column(d, d->dictionary, YS__GUTTER, 1.6);
    for (int c = ID; c <= LAST; c++)
        ys__set_column(d, d->dictionary, c, columns[c].width);
    ys__put_banner(d, d->dictionary, LAST, _("Dictionary"),
                   _("What is measured, how it is computed, and where it comes from"));
    ys__set_row(d, d->dictionary, HEAD, 30);
    for (int c = ID; c <= LAST; c++)
        ys__put_text(ys__at(d, d->dictionary, HEAD, c), _(columns[c].title), YS__STYLE_HEAD_LEFT);
    for (size_t i = 0; i < d->board->n_rows; i++)
        put_indicator(d, ++row, &d->board->rows[i]);
    if (d->dictionary && !ys__book_failed(d->book)) {
        worksheet_freeze_panes(d->dictionary, HEAD + 1, TITLE + 1);
        worksheet_repeat_rows(d->dictionary, HEAD, HEAD);
    }
    ys__page_setup(d, d->dictionary, row, LAST);
    if (d->dictionary && !ys__book_failed(d->book)) { /* on one page it would be too small to read */
        worksheet_fit_to_pages(d->dictionary, 2, 0);
        worksheet_repeat_columns(d->dictionary, 0, TITLE);
    }
}
