/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "report/chart.h"

/* A line chart for each indicator on the Scorecard's first page, three abreast. */

enum { ABREAST = 3, SLICE = 15, CHART_SLICES = 19, FIRST_CHART = 3 };

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

void ys__dashboard_trends(ys__dashboard *d)
{
    int n = 0, width = ys__column_pixels(chart_width), height = CHART_SLICES * ys__row_pixels(SLICE), last;

    ys__set_column(d, d->trends, YS__GUTTER, 1.6);
    for (int c = 1; c <= ABREAST; c++)
        ys__set_column(d, d->trends, c, chart_width);
    ys__set_column(d, d->trends, ABREAST + 1, 1.6);
    ys__put_banner(d, d->trends, ABREAST, _("Trends against target"),
                   _("Solid: all partners. Dashed: target. The axes begin where the data are; read their labels."));
    for (size_t i = 0; i < d->board->n_rows; i++) {
        const ys__board_row *row = &d->board->rows[i];
        const char *title = titled(d, row);
        lxw_chart *chart = row->first_page ? ys__chart_line(d, i, title, false) : NULL;
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
        last = ys__dashboard_same(d, last);
    ys__page_setup(d, d->trends, last, ABREAST + 1);
}
