/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/layout.h"

#include <strings.h>

/* Records looked at to tell the separator. */
enum { SAMPLE_ROWS = 400, WIDTHS = 256 };

static const char separators[] = ",;\t|";

/* A spreadsheet's own way to tell the separator: a first line "sep=;". Its length, or 0. */
static size_t sep_line(const char *text, size_t n, char *separator)
{
    size_t at = 0, length;

    if (n > 0 && text[0] == '"')
        at++;
    if (n < at + 5 || strncasecmp(text + at, "sep=", 4) != 0)
        return 0;
    *separator = text[at + 4];
    length = at + 5;
    if (at && length < n && text[length] == '"')
        length++;
    if (length < n && text[length] == '\r')
        length++;
    if (length < n && text[length] == '\n')
        length++;
    return length == n || text[length - 1] == '\n' || text[length - 1] == '\r' ? length : 0;
}

static bool is_blank_row(const ys__csv_block *block, const ys__csv_row *row)
{
    for (uint32_t c = 0; c < row->n; c++) {
        const ys__csv_cell *cell = &block->cells[row->first + c];

        if (ys__trim((ys__slice){ cell->p, cell->n }).n > 0)
            return false;
    }
    return true;
}

/* How well a dialect cuts the text into rows of one width: the share of rows that have the commonest width above one,
 * and then that width. */
static ys_status weigh(double *weight, const char *text, size_t n, const ys__csv_dialect *dialect, ys_error *err)
{
    unsigned widths[WIDTHS] = { 0 }, rows = 0, best = 1;
    ys__csv_block block;
    ys__csv *csv;
    ys_status status = ys__csv_open(&csv, text, n, dialect, err);

    if (status != YS_OK)
        return status;
    while (rows < SAMPLE_ROWS && (status = ys__csv_next(csv, &block, err)) == YS_OK && block.n > 0)
        for (size_t r = 0; r < block.n && rows < SAMPLE_ROWS; r++) {
            if (is_blank_row(&block, &block.rows[r]))
                continue;
            widths[block.rows[r].n < WIDTHS ? block.rows[r].n : WIDTHS - 1]++;
            rows++;
        }
    ys__csv_close(csv);
    for (unsigned width = 2; width < WIDTHS; width++)
        if (widths[width] > 0 && (best == 1 || widths[width] >= widths[best]))
            best = width;
    *weight = best > 1 ? widths[best] * 1000.0 / rows + best / (double)WIDTHS : 0;
    return status;
}

ys_status ys__layout_find(ys__layout *out, const char *text, size_t n, ys_error *err)
{
    ys__layout layout = { .dialect = { .quote = '"', .recover = true }, .header_rows = 1 };
    double weight, best = 0;
    char declared = 0;

    layout.begin = sep_line(text, n, &declared);
    layout.begin_line = layout.begin > 0;
    for (size_t i = 0; declared == 0 && i < sizeof separators - 1; i++) {
        ys__csv_dialect dialect = layout.dialect;
        ys_status status;

        dialect.separator = separators[i];
        if ((status = weigh(&weight, text, n, &dialect, err)) != YS_OK)
            return status;
        if (weight > best) {
            best = weight;
            layout.dialect.separator = separators[i];
        }
    }
    if (declared)
        layout.dialect.separator = declared;
    *out = layout;
    return YS_OK;
}
