/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/i18n.h"
#include "report/dashboard.h"

/* Which breakdowns are drawn, and what they show. */

static const char *finding(ys__dashboard *d, const ys__breakdown *parts, const ys__indicator *indicator)
{
    const char *title = ys__label_get(&indicator->title), *low, *high;
    bool partners = strcmp(parts->dimension, "partner") == 0;
    const char *what = partners ? _("partner") : ys__dimension_title(d->board->input->initiative, parts->dimension);

    ys__show_value(&d->text, indicator, parts->items[0]->value);
    low = ys__gathered(d);
    ys__show_value(&d->text, indicator, parts->items[parts->n - 1]->value);
    high = ys__gathered(d);
    if (parts->evident)
        ys__putf(&d->text, _("%s, by %s: from %s to %s"), title, what, low, high);
    else if (ys__has_interval(parts->items[0], indicator))
        ys__putf(&d->text, _("%s, by %s: no difference beyond chance"), title, what);
    else
        ys__putf(&d->text, _("%s, by %s"), title, what);
    return ys__gathered(d);
}

/* How much a breakdown has to say: what differs, before what merely has parts; outcomes before outputs. */
static int worth(const ys__breakdown *parts, const ys__indicator *indicator)
{
    enum { FEW = 2 };

    if (parts->n < FEW || parts->n > YS__BLOCK_ROWS)
        return 0;
    return 1 + 16 * parts->evident + 4 * (indicator->family == YS__OUTCOME) + 2 * (parts->n > FEW);
}

/* Takes a breakdown for the Scorecard where it says more than what was taken before. */
static ys_status consider(ys__dashboard *d, const ys__indicator *indicator, const char *dimension, int *most,
                          ys_error *err)
{
    ys__breakdown parts;
    ys_status status = ys__board_breakdown(&parts, d->board, indicator, dimension, err);
    int score = status == YS_OK ? worth(&parts, indicator) : 0;

    if (score > *most) {
        *most = score;
        d->blocks[0].parts = parts;
        d->blocks[0].indicator = indicator;
    }
    return status;
}

/* Groups of people; partners, who have a sheet of their own, only where there are no groups. */
static ys_status choose_first(ys__dashboard *d, ys_error *err)
{
    ys_status status = YS_OK;
    int most = 0;

    for (size_t i = 0; status == YS_OK && i < d->board->n_rows; i++) {
        const ys__board_row *row = &d->board->rows[i];

        for (size_t k = 0; status == YS_OK && row->headline && k < row->indicator->n_by; k++)
            if (strcmp(row->indicator->by[k], "partner") != 0)
                status = consider(d, row->indicator, row->indicator->by[k], &most, err);
    }
    for (size_t i = 0; status == YS_OK && most == 0 && i < d->board->n_rows; i++)
        if (d->board->rows[i].headline)
            status = consider(d, d->board->rows[i].indicator, "partner", &most, err);
    return status;
}

ys_status ys__dashboard_blocks(ys__dashboard *d, ys_error *err)
{
    ys_status status = choose_first(d, err);
    ys__breakdown parts;
    int n = 1;

    for (size_t k = 0; status == YS_OK && k < 2 * d->board->n_rows && n < YS__BLOCKS; k++) {
        const ys__board_row *row = &d->board->rows[k % d->board->n_rows];
        bool sums = k >= d->board->n_rows; /* after what can be compared between small and large partners */

        if (!row->headline || ys__is_additive(row->indicator) != sums)
            continue;
        status = ys__board_breakdown(&parts, d->board, row->indicator, "partner", err);
        if (status == YS_OK && parts.n > 1 && parts.n <= YS__BLOCK_ROWS) {
            d->blocks[n].parts = parts;
            d->blocks[n++].indicator = row->indicator;
        }
    }
    for (int k = 0; status == YS_OK && k < YS__BLOCKS; k++)
        if (d->blocks[k].parts.n)
            d->blocks[k].title = finding(d, &d->blocks[k].parts, d->blocks[k].indicator);
    return status;
}
