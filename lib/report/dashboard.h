/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_DASHBOARD_H
#define YS_REPORT_DASHBOARD_H

#include "report/board.h"
#include "report/show.h"
#include "report/workbook.h"

enum { YS__BLOCKS = 4, YS__BLOCK_ROWS = 12 };

/* A breakdown that is drawn: the first on the Scorecard, the others, by partner, on the sheet of the partners. */
typedef struct ys__block {
    ys__breakdown parts;
    const ys__indicator *indicator;
    const char *title; /* what it shows */
} ys__block;

/* The workbook of a period: one board, one function for each sheet. */
typedef struct ys__dashboard {
    ys__book *book;
    ys__board *board;
    lxw_worksheet *scorecard, *trends, *partners, *data, *dictionary, *calc;
    ys__block blocks[YS__BLOCKS]; /* parts.n is 0 where there is none */
    ys__buffer text; /* of the cell or formula at hand */
} ys__dashboard;

/* Writes the workbook of a board. Nothing else is read: what can be tested without a store. */
ys_status ys__dashboard_write(const char *path, const ys__board_input *input, ys_error *err);

void ys__dashboard_scorecard(ys__dashboard *d);
void ys__dashboard_trends(ys__dashboard *d);

/* Below its charts, from a row on: the last step of all partners and of those in both periods. Answers the row behind
 * it. */
int ys__dashboard_same(ys__dashboard *d, int row);

void ys__dashboard_partners(ys__dashboard *d);
void ys__dashboard_data(ys__dashboard *d);
void ys__dashboard_dictionary(ys__dashboard *d);
void ys__dashboard_calc(ys__dashboard *d);

/* The helper sheet: each indicator of the board has a line of values over the periods and lines for its target and the
 * ends of its interval; below them stand the blocks. Rows and columns from 0. */
typedef enum ys__series { YS__SERIES_VALUE, YS__SERIES_TARGET, YS__SERIES_LOW, YS__SERIES_HIGH, YS__SERIES } ys__series;

enum { YS__CALC_IDS = 2, YS__CALC_LABELS = 3, YS__CALC_FIRST = 4, YS__CALC_PERIODS = 3 };

#define YS__CALC_SHEET "Calc"

static inline int ys__calc_row(size_t board_row, ys__series series)
{
    return YS__CALC_FIRST + (int)board_row * YS__SERIES + (int)series;
}

/* Where a block has its names and values. */
static inline int ys__calc_block(const ys__board *board, int block)
{
    return YS__CALC_FIRST + (int)board->n_rows * YS__SERIES + 2 + block * (YS__BLOCK_ROWS + 1);
}

/* A series that breaks is drawn in pieces, by turns from two lines below the blocks: so a gap is left between them. */
enum { YS__PIECES = 2 };

static inline int ys__calc_piece(const ys__board *board, size_t board_row, int turn)
{
    return ys__calc_block(board, YS__BLOCKS) + 1 + (int)board->rows[board_row].pieces * YS__PIECES + turn;
}

/* Chooses the blocks. */
ys_status ys__dashboard_blocks(ys__dashboard *d, ys_error *err);

/* What all sheets share. */
enum { YS__GUTTER = 0, YS__FIRST_COLUMN = 1 };

static inline ys__spot ys__at(const ys__dashboard *d, lxw_worksheet *sheet, int row, int column)
{
    return (ys__spot){ d->book, sheet, row, column };
}

/* The banner over columns 1 to last: title, and a line below. */
void ys__put_banner(ys__dashboard *d, lxw_worksheet *sheet, int last, const char *title, const char *subtitle);
void ys__set_column(ys__dashboard *d, lxw_worksheet *sheet, int column, double width);
void ys__set_row(ys__dashboard *d, lxw_worksheet *sheet, int row, double height);

/* Landscape, one page wide, footer with what, sheet and page. */
void ys__page_setup(ys__dashboard *d, lxw_worksheet *sheet, int last_row, int last_column);

/* The text gathered in d->text, which is emptied; it lives as long as the board. */
const char *ys__gathered(ys__dashboard *d);

/* The spreadsheet's number format for an indicator's values, and for a change of them ("+3.1 pts", "0.0 pts"). */
const char *ys__number_format_of(ys__dashboard *d, const ys__indicator *indicator);
const char *ys__change_format_of(ys__dashboard *d, const ys__indicator *indicator, double change);

/* A number, or "–" in its place. formula NULL: a plain number. */
void ys__put_value(ys__spot at, double x, const char *formula, ys__style style, const char *number_format);

const char *ys__family_title(ys__family family);

#endif
