/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "report/chart.h"

/* A line chart for each indicator on the Scorecard's first page, three abreast. */

enum { ABREAST = 3, SLICE = 15, CHART_SLICES = 19, FIRST_CHART = 3, CHARTS_A_PAGE = 2 };

static const double chart_width = 58;

/* The title, and where the series breaks. */
static const char *titled(ys__dashboard *d, const ys__board_row *row)
{
    ys__put(&d->text, ys__label_get(&row->indicator->title));
    if (row->n_breaks) {
        ys__put(&d->text, "\n");
        ys__putf(&d->text, _("(definition changed in %s)"), d->board->period_ids[row->since]);
    }
    return ys__gathered(d);
}

/* The table below the charts: on a page of its own where they fill theirs. */
static int put_last_step(ys__dashboard *d, int row, int chart_rows)
{
    lxw_row_t breaks[] = { (lxw_row_t)row, 0 };
    int last = ys__dashboard_same(d, row);

    if (last > row && chart_rows % CHARTS_A_PAGE == 0 && d->trends && !ys__book_failed(d->book))
        ys__book_check(d->book, worksheet_set_h_pagebreaks(d->trends, breaks));
    return last;
}

void ys__dashboard_trends(ys__dashboard *d)
{
    int n = 0, width = ys__column_pixels(chart_width), height = CHART_SLICES * ys__row_pixels(SLICE), last;

    ys__set_column(d, d->trends, YS__GUTTER, 1.6);
    for (int c = 1; c <= ABREAST; c++)
        ys__set_column(d, d->trends, c, chart_width);
    ys__set_column(d, d->trends, ABREAST + 1, 1.6);
    ys__put_banner(d, d->trends, ABREAST, _("Trends against target"),
                   _("Solid: all partners. Dashed: target. Thin dashes: interval (95%). The axes begin where the data "
                     "are; read their labels."));
    for (size_t i = 0; i < d->board->n_rows; i++) {
        const ys__board_row *row = &d->board->rows[i];
        const char *title = titled(d, row);
        lxw_chart *chart = row->first_page ? ys__chart_line(d, i, title, true) : NULL;
        int line = FIRST_CHART + n / ABREAST * (CHART_SLICES + 1);

        if (chart == NULL)
            continue;
        ys__put_chart(ys__at(d, d->trends, line, 1 + n % ABREAST), chart, 6, 0, width - 12, height, title);
        n++;
    }
    last = FIRST_CHART + (n + ABREAST - 1) / ABREAST * (CHART_SLICES + 1);
    for (int row = FIRST_CHART; row < last; row++)
        ys__set_row(d, d->trends, row, SLICE);
    if (n == 0)
        ys__put_text(ys__at(d, d->trends, FIRST_CHART, 1), _("There is nothing to draw yet."), YS__STYLE_NOTE);
    else
        last = put_last_step(d, last, (n + ABREAST - 1) / ABREAST);
    ys__page_setup(d, d->trends, last, ABREAST + 1);
}
