/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "report/dashboard.h"

/* Data: every result, exactly as `aggregate --format csv` has it, as a table that formulas can ask by name. Calc: what
 * the charts are drawn from, asked from that table. */

#define RESULTS "tblResults"

static void put_row(ys__dashboard *d, int row, const ys_result *r, size_t n_dims)
{
    const char *const names[YS__RESULT_BEFORE] = { r->indicator, r->period, r->window, r->partner, r->site };
    double numbers[YS__RESULT_NUMBERS];
    int column = 0;

    for (size_t i = 0; i < YS__RESULT_BEFORE; i++, column++)
        if (names[i][0])
            ys__put_text(ys__at(d, d->data, row, column), names[i], YS__STYLE_DATA);
    for (size_t i = 0; i < n_dims; i++, column++)
        if (r->dims[i][0])
            ys__put_text(ys__at(d, d->data, row, column), r->dims[i], YS__STYLE_DATA);
    ys__result_numbers(r, numbers);
    for (size_t i = 0; i < YS__RESULT_NUMBERS; i++, column++)
        if (isfinite(numbers[i]))
            ys__put_number(ys__at(d, d->data, row, column), numbers[i], YS__STYLE_DATA, NULL);
    ys__put_text(ys__at(d, d->data, row, column++), r->status, YS__STYLE_DATA);
    if (r->note[0])
        ys__put_text(ys__at(d, d->data, row, column), r->note, YS__STYLE_DATA);
}

static const char **column_names(const ys__rows *rows, size_t *n)
{
    const char **names = calloc(YS__RESULT_BEFORE + rows->n_dims + YS__RESULT_AFTER, sizeof *names);

    *n = 0;
    for (size_t i = 0; names && i < YS__RESULT_BEFORE; i++)
        names[(*n)++] = ys__result_columns_before[i];
    for (size_t i = 0; names && i < rows->n_dims; i++)
        names[(*n)++] = rows->dims[i];
    for (size_t i = 0; names && i < YS__RESULT_AFTER; i++)
        names[(*n)++] = ys__result_columns_after[i];
    return names;
}

void ys__dashboard_data(ys__dashboard *d)
{
    const ys__rows *rows = &d->board->input->rows;
    size_t n;
    const char **names = column_names(rows, &n);

    if (names == NULL) {
        ys__book_check(d->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    for (size_t i = 0; i < n; i++)
        ys__set_column(d, d->data, (int)i, i == 0 ? 26 : i + 1 == n ? 60 : i < YS__RESULT_BEFORE ? 14 : 13);
    ys__put_table(ys__at(d, d->data, 0, 0), RESULTS, names, n, rows->n ? rows->n : 1);
    for (size_t i = 0; i < rows->n; i++)
        put_row(d, (int)i + 1, rows->items[i], rows->n_dims);
    free(names);
    if (d->data && !ys__book_failed(d->book)) {
        worksheet_freeze_panes(d->data, 1, 1);
        worksheet_repeat_rows(d->data, 0, 0);
    }
    ys__page_setup(d, d->data, (int)rows->n, (int)n - 1);
    if (d->data && !ys__book_failed(d->book))
        worksheet_gridlines(d->data, LXW_SHOW_SCREEN_GRIDLINES);
}

/* The name of a column inside a formula: some characters need a ' in front. */
static void put_column(ys__buffer *to, const char *name)
{
    for (; *name; name++) {
        if (strchr("[]#'@", *name))
            ys__putc(to, '\'');
        ys__putc(to, *name);
    }
}

/* The one row of the table that is about all partners: whatever this indicator is broken down by must be empty. */
static const char *lookup(ys__dashboard *d, const ys__indicator *indicator, const char *what, int row, int column)
{
    const ys__rows *rows = &d->board->input->rows;
    char letter[8];

    ys__column_letter(letter, (size_t)column);
    ys__putf(&d->text, "=SUMIFS(" RESULTS "[%s]," RESULTS "[indicator],$A%d," RESULTS "[period],%s$%d", what, row + 1,
             letter, YS__CALC_IDS + 1);
    ys__put(&d->text, "," RESULTS "[window],\"period\"," RESULTS "[partner],\"=\"," RESULTS "[site],\"=\"");
    for (size_t i = 0; i < rows->n_dims; i++)
        for (size_t k = 0; k < indicator->n_by; k++)
            if (strcmp(indicator->by[k], rows->dims[i]) == 0) {
                ys__put(&d->text, "," RESULTS "[");
                put_column(&d->text, rows->dims[i]);
                ys__put(&d->text, "],\"=\"");
            }
    ys__put(&d->text, ")");
    return ys__gathered(d);
}

static void put_point(ys__dashboard *d, const ys__board_row *row, int at, size_t period, ys__series series)
{
    static const char *const columns[YS__SERIES] = {
        [YS__SERIES_VALUE] = "value", [YS__SERIES_LOW] = "low", [YS__SERIES_HIGH] = "high"
    };
    const ys_result *r = row->points[period];
    ys__spot spot = ys__at(d, d->calc, at, YS__CALC_PERIODS + (int)period);
    double x = NAN;

    if (series == YS__SERIES_TARGET)
        x = row->targets[period];
    else if (r && (series == YS__SERIES_VALUE || ys__has_interval(r, row->indicator)))
        x = series == YS__SERIES_VALUE ? r->value : series == YS__SERIES_LOW ? r->low : r->high;
    if (!isfinite(x))
        return; /* a gap in the line, not a zero */
    if (columns[series])
        ys__put_formula(spot, lookup(d, row->indicator, columns[series], at, spot.column), x, YS__STYLE_CALC, NULL);
    else
        ys__put_number(spot, x, YS__STYLE_CALC, NULL);
}

static void put_lines(ys__dashboard *d, size_t board_row)
{
    static const char *const titles[YS__SERIES] = {
        [YS__SERIES_VALUE] = N_("value"),
        [YS__SERIES_TARGET] = N_("target"),
        [YS__SERIES_LOW] = N_("low end of the interval"),
        [YS__SERIES_HIGH] = N_("high end of the interval"),
    };
    const ys__board_row *row = &d->board->rows[board_row];

    for (int s = 0; s < YS__SERIES; s++) {
        int at = ys__calc_row(board_row, (ys__series)s);

        ys__put_text(ys__at(d, d->calc, at, 0), row->indicator->id, YS__STYLE_CALC);
        ys__put_text(ys__at(d, d->calc, at, 1), ys__label_get(&row->indicator->title), YS__STYLE_CALC);
        ys__put_text(ys__at(d, d->calc, at, 2), _(titles[s]), YS__STYLE_CALC);
        for (size_t p = 0; p < d->board->n_periods; p++)
            put_point(d, row, at, p, (ys__series)s);
    }
}

/* The pieces of a series that breaks: each cell of them is that of the whole line. */
static void put_pieces(ys__dashboard *d, size_t board_row)
{
    const ys__board_row *row = &d->board->rows[board_row];
    int whole = ys__calc_row(board_row, YS__SERIES_VALUE), turn = 0;

    for (int i = 0; i < YS__PIECES; i++) {
        int at = ys__calc_piece(d->board, board_row, i);

        ys__put_text(ys__at(d, d->calc, at, 0), row->indicator->id, YS__STYLE_CALC);
        ys__put_text(ys__at(d, d->calc, at, 1), ys__label_get(&row->indicator->title), YS__STYLE_CALC);
        ys__put_text(ys__at(d, d->calc, at, 2), i ? _("value, changed definition") : _("value"), YS__STYLE_CALC);
    }
    for (size_t p = 0; p < d->board->n_periods; p++) {
        const ys_result *r = row->points[p];
        int column = YS__CALC_PERIODS + (int)p;
        char letter[8];

        turn = (turn + (p > 0 && r && r->series_break)) % YS__PIECES;
        if (r == NULL || !isfinite(r->value))
            continue;
        ys__column_letter(letter, (size_t)column);
        ys__putf(&d->text, "=%s%d", letter, whole + 1);
        ys__put_formula(ys__at(d, d->calc, ys__calc_piece(d->board, board_row, turn), column), ys__gathered(d),
                        r->value, YS__STYLE_CALC, NULL);
    }
}

static void put_block(ys__dashboard *d, int block)
{
    const ys__breakdown *parts = &d->blocks[block].parts;

    for (size_t i = 0; i < parts->n; i++) { /* from the highest: a bar chart begins at the bottom */
        int at = ys__calc_block(d->board, block) + (int)i;
        size_t k = parts->n - 1 - i;

        ys__put_text(ys__at(d, d->calc, at, 0), d->blocks[block].indicator->id, YS__STYLE_CALC);
        ys__put_text(ys__at(d, d->calc, at, 1), parts->titles[k], YS__STYLE_CALC);
        ys__put_text(ys__at(d, d->calc, at, 2), parts->dimension, YS__STYLE_CALC);
        ys__put_number(ys__at(d, d->calc, at, 3), parts->items[k]->value, YS__STYLE_CALC, NULL);
    }
}

void ys__dashboard_calc(ys__dashboard *d)
{
    int last = YS__CALC_PERIODS + (int)d->board->n_periods - 1, last_row = ys__calc_block(d->board, YS__BLOCKS);

    ys__set_column(d, d->calc, 0, 26);
    ys__set_column(d, d->calc, 1, 44);
    ys__set_column(d, d->calc, 2, 24);
    ys__put_text(
        ys__at(d, d->calc, 0, 0),
        _("Helper data: the Scorecard and the charts are drawn from these cells. Do not change or delete them."),
        YS__STYLE_CALC);
    for (int c = 0; c <= last; c++)
        ys__put_blank(ys__at(d, d->calc, YS__CALC_IDS, c), YS__STYLE_CALC_HEAD);
    for (size_t p = 0; p < d->board->n_periods; p++) {
        int column = YS__CALC_PERIODS + (int)p;

        ys__set_column(d, d->calc, column, 12);
        ys__put_text(ys__at(d, d->calc, YS__CALC_IDS, column), d->board->period_ids[p], YS__STYLE_CALC_HEAD);
        ys__put_text(ys__at(d, d->calc, YS__CALC_LABELS, column), d->board->period_labels[p], YS__STYLE_CALC);
    }
    for (size_t i = 0; i < d->board->n_rows; i++)
        put_lines(d, i);
    for (int block = 0; block < YS__BLOCKS; block++)
        put_block(d, block);
    for (size_t i = 0; i < d->board->n_rows; i++)
        if (d->board->rows[i].n_breaks) {
            put_pieces(d, i);
            last_row = ys__calc_piece(d->board, i, YS__PIECES - 1);
        }
    ys__page_setup(d, d->calc, last_row, last);
}
