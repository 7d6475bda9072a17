/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/dashboard.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"

const char *ys__family_title(ys__family family)
{
    static const char *const titles[] = {
        [YS__POPULATION] = N_("Population results"),
        [YS__PERFORMANCE] = N_("Performance"),
        [YS__PARTNER_FAMILY] = N_("Partner contributions"),
        [YS__OUTCOME] = N_("Participant outcomes"),
    };

    return _(titles[family]);
}

const char *ys__gathered(ys__dashboard *d)
{
    char *text;

    ys__put(&d->text, "");
    text = d->text.failed ? NULL : ys__arena_text(&d->board->arena, d->text.text);
    ys__buffer_clear(&d->text);
    if (text == NULL && d->book)
        ys__book_check(d->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return text ? text : "";
}

void ys__set_column(ys__dashboard *d, lxw_worksheet *sheet, int column, double width)
{
    lxw_format *format = ys__book_format(d->book, YS__STYLE_PLAIN, NULL);

    if (sheet && format)
        ys__book_check(d->book, worksheet_set_column(sheet, (lxw_col_t)column, (lxw_col_t)column, width, format));
}

void ys__set_row(ys__dashboard *d, lxw_worksheet *sheet, int row, double height)
{
    if (sheet)
        ys__book_check(d->book, worksheet_set_row(sheet, (lxw_row_t)row, height, NULL));
}

void ys__put_banner(ys__dashboard *d, lxw_worksheet *sheet, int last, const char *title, const char *subtitle)
{
    ys__set_row(d, sheet, 0, 34);
    ys__set_row(d, sheet, 1, 22);
    ys__set_row(d, sheet, 2, 8);
    for (int column = YS__FIRST_COLUMN; column <= last; column++) {
        ys__put_blank(ys__at(d, sheet, 0, column), YS__STYLE_BANNER);
        ys__put_blank(ys__at(d, sheet, 1, column), YS__STYLE_BANNER);
    }
    ys__put_text(ys__at(d, sheet, 0, YS__FIRST_COLUMN), title, YS__STYLE_TITLE);
    ys__put_text(ys__at(d, sheet, 1, YS__FIRST_COLUMN), subtitle, YS__STYLE_SUBTITLE);
}

/* Header and footer are a little language of their own, in which & must be doubled. */
static void put_plain(ys__buffer *to, const char *text)
{
    for (; *text; text++)
        ys__put(to, *text == '&' ? "&&" : (char[]){ *text, '\0' });
}

void ys__page_setup(ys__dashboard *d, lxw_worksheet *sheet, int last_row, int last_column)
{
    enum { FOOTER_TITLE = 80 }; /* a footer holds 255 characters */
    const ys__board_input *in = d->board->input;
    char date[24], title[FOOTER_TITLE * 4 + 1];

    if (sheet == NULL || ys__book_failed(d->book))
        return;
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); /* A4; Letter is wider and lower: the margins leave room for both */
    worksheet_set_margins(sheet, 0.4, 0.4, 0.4, 0.6);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_fit_to_pages(sheet, 1, 0);
    ys__book_check(d->book, worksheet_print_area(sheet, 0, 0, (lxw_row_t)last_row, (lxw_col_t)last_column));
    ys__time_format(date, in->as_of);
    ys__put(&d->text, "&L&8");
    put_plain(&d->text, ys__text_cut(title, sizeof title, ys__label_get(&in->initiative->title), FOOTER_TITLE));
    ys__putf(&d->text, " · %s %.10s&C&8&A&R&8", _("data as of"), date);
    ys__putf(&d->text, _("Page %s of %s"), "&P", "&N");
    ys__book_check(d->book, worksheet_set_footer(sheet, ys__gathered(d)));
}

static void put_decimals(ys__buffer *to, const char *whole, int decimals)
{
    ys__put(to, whole);
    for (int i = 0; i < decimals; i++)
        ys__put(to, i ? "0" : ".0");
}

static void put_format(ys__buffer *to, ys__style_of style, const char *suffix)
{
    if (style.prefix[0])
        ys__putf(to, "\"%s\"", style.prefix);
    put_decimals(to, style.factor != 1 ? "0" : "#,##0", style.decimals);
    ys__put(to, suffix);
}

const char *ys__number_format_of(ys__dashboard *d, const ys__indicator *indicator)
{
    ys__style_of style = ys__show_style(indicator);

    put_format(&d->text, style, style.factor != 1 ? "%" : "");
    return ys__gathered(d);
}

const char *ys__change_format_of(ys__dashboard *d, const ys__indicator *indicator, double change)
{
    ys__style_of style = ys__show_style(indicator);
    bool shows = fabs(change) * style.factor * pow(10, style.decimals) >= 0.5; /* else it would read "-0.0" */
    const char *const signs[] = { shows ? "+" : "", shows ? "-" : "", "" };
    char suffix[32] = "";

    if (style.factor != 1)
        snprintf(suffix, sizeof suffix, "\" %s\"", _("pts"));
    for (int i = 0; i < 3; i++) {
        ys__putf(&d->text, "%s%s", i ? ";" : "", signs[i]);
        put_format(&d->text, style, suffix);
    }
    return ys__gathered(d);
}

void ys__put_value(ys__spot at, double x, const char *formula, ys__style style, const char *number_format)
{
    if (!isfinite(x))
        ys__put_text(at, "–", style);
    else if (formula)
        ys__put_formula(at, formula, x, style, number_format);
    else
        ys__put_number(at, x, style, number_format);
}
