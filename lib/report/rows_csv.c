/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/number.h"
#include "formats/csv.h"
#include "report/rows.h"

/* Results as CSV, straight from the rows: a table would make a human form of every cell that nobody looks at. */

static void put_cell(ys__buffer *to, const char *text)
{
    ys__csv_put_guarded(to, ys__slice_of(text));
    ys__putc(to, ',');
}

static void put_header(ys__buffer *to, const ys__rows *rows)
{
    for (size_t i = 0; i < YS__RESULT_BEFORE; i++)
        put_cell(to, ys__result_columns_before[i]);
    for (size_t d = 0; d < rows->n_dims; d++)
        put_cell(to, rows->dims[d]);
    for (size_t i = 0; i + 1 < YS__RESULT_AFTER; i++)
        put_cell(to, ys__result_columns_after[i]);
    ys__csv_put_guarded(to, ys__slice_of(ys__result_columns_after[YS__RESULT_AFTER - 1]));
    ys__putc(to, '\n');
}

static void put_row(ys__buffer *to, const ys__rows *rows, const ys_result *r)
{
    double numbers[YS__RESULT_NUMBERS];
    char text[YS__NUMBER_SIZE];

    put_cell(to, r->indicator);
    put_cell(to, r->period);
    put_cell(to, r->window);
    put_cell(to, r->partner);
    put_cell(to, r->site);
    for (size_t d = 0; d < rows->n_dims; d++)
        put_cell(to, r->dims[d]);
    ys__result_numbers(r, numbers);
    for (size_t i = 0; i < YS__RESULT_NUMBERS; i++) {
        ys__put(to, ys__number_format(text, numbers[i]));
        ys__putc(to, ',');
    }
    put_cell(to, r->status);
    ys__csv_put_guarded(to, ys__slice_of(r->note));
    ys__putc(to, '\n');
}

/* Pieces of the rows side by side, put together in order. */
ys_status ys__rows_csv(const ys__rows *rows, ys__buffer *to, ys_error *err)
{
    enum { PIECE = 2048 };
    size_t n = (rows->n + PIECE - 1) / PIECE;
    ys__buffer *pieces = calloc(n + 1, sizeof *pieces);

    if (pieces == NULL)
        return ys__fail_nomem(err);
    put_header(to, rows);
#pragma omp parallel for schedule(dynamic, 1) if (n > 1)
    for (size_t p = 0; p < n; p++)
        for (size_t i = p * PIECE; i < rows->n && i < (p + 1) * PIECE; i++)
            put_row(&pieces[p], rows, rows->items[i]);
    for (size_t p = 0; p < n; p++) {
        to->failed = to->failed || pieces[p].failed;
        ys__putn(to, pieces[p].text, pieces[p].n);
        ys__buffer_free(&pieces[p]);
    }
    free(pieces);
    return to->failed ? ys__fail_nomem(err) : YS_OK;
}
