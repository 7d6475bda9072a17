/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/sql_results.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { LAST = YS__RESULT_AFTER - YS__RESULT_NUMBERS }; /* status, note */
enum { N = 3, PARTNERS = 6 };                          /* among the numbers: n, and the two that count partners */

static bool is_fixed(const char *name)
{
    for (size_t i = 0; i < YS__RESULT_BEFORE; i++)
        if (strcmp(ys__result_columns_before[i], name) == 0)
            return true;
    for (size_t i = 0; i < YS__RESULT_AFTER; i++)
        if (strcmp(ys__result_columns_after[i], name) == 0)
            return true;
    return false;
}

static void declare(ys__buffer *to, const ys__rows *rows)
{
    ys__put(to, "CREATE TABLE results (");
    for (size_t i = 0; i < YS__RESULT_BEFORE; i++)
        ys__putf(to, "%s%s TEXT", i ? ", " : "", ys__result_columns_before[i]);
    for (size_t d = 0; d < rows->n_dims; d++) {
        ys__buffer name = { 0 };

        ys__putf(&name, "%s%s", is_fixed(rows->dims[d]) ? "by " : "", rows->dims[d]);
        ys__put(to, ", ");
        ys__put_sql_name(to, name.text ? name.text : "");
        ys__put(to, " TEXT");
        to->failed = to->failed || name.failed;
        ys__buffer_free(&name);
    }
    for (size_t i = 0; i < YS__RESULT_AFTER; i++)
        ys__putf(to, ", %s %s", ys__result_columns_after[i],
                 i >= YS__RESULT_NUMBERS ? "TEXT" : i == N || i >= PARTNERS ? "INTEGER" : "REAL");
    ys__put(to, ")");
}

static ys__plain_cell text_cell(const char *text)
{
    return (ys__plain_cell){ .kind = YS__PLAIN_TEXT, .text = ys__slice_of(text) };
}

/* What counts partners and rows is whole. */
static ys__plain_cell number_cell(double x)
{
    if (!isfinite(x))
        return (ys__plain_cell){ .kind = YS__PLAIN_NULL };
    if (x == floor(x) && fabs(x) < 1e15)
        return (ys__plain_cell){ .kind = YS__PLAIN_INTEGER, .integer = (int64_t)x };
    return (ys__plain_cell){ .kind = YS__PLAIN_REAL, .real = x };
}

static void put_row(ys__plain_cell *to, const ys_result *r, size_t n_dims)
{
    const char *before[YS__RESULT_BEFORE] = { r->indicator, r->period, r->window, r->partner, r->site };
    const char *last[LAST] = { r->status, r->note };
    double numbers[YS__RESULT_NUMBERS];

    ys__result_numbers(r, numbers);
    for (size_t i = 0; i < YS__RESULT_BEFORE; i++)
        *to++ = text_cell(before[i]);
    for (size_t d = 0; d < n_dims; d++)
        *to++ = text_cell(r->dims[d]);
    for (size_t i = 0; i < YS__RESULT_NUMBERS; i++)
        *to++ = number_cell(numbers[i]);
    for (size_t i = 0; i < LAST; i++)
        *to++ = text_cell(last[i]);
}

static ys_status make(ys__sql_extra *extra, struct ys_store *store, ys_error *err)
{
    ys__sql_results *t = (ys__sql_results *)((char *)extra - offsetof(ys__sql_results, extra));
    const ys__rows *rows = &t->all.rows;
    size_t width;
    ys_status status = ys__all_results_make(&t->all, store, err);

    if (status != YS_OK)
        return status;
    width = YS__RESULT_BEFORE + rows->n_dims + YS__RESULT_AFTER;
    declare(&t->declaration, rows);
    t->cells = malloc((rows->n * width + 1) * sizeof *t->cells);
    if (t->cells == NULL || t->declaration.failed)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < rows->n; i++)
        put_row(&t->cells[i * width], rows->items[i], rows->n_dims);
    extra->listing.declaration = t->declaration.text;
    extra->listing.n_columns = width;
    extra->listing.n_rows = rows->n;
    extra->listing.cells = t->cells;
    return YS_OK;
}

void ys__sql_results_start(ys__sql_results *out)
{
    *out = (ys__sql_results){ .extra = { .listing = { .name = "results" }, .make = make } };
}

void ys__sql_results_free(ys__sql_results *results)
{
    free(results->cells);
    ys__buffer_free(&results->declaration);
    ys__all_results_free(&results->all);
}

ys_status ys_sql_query(ys_sql_answer **out, ys_store *store, const char *query, ys_error *err)
{
    ys__sql_results results;
    ys_status status;

    ys__sql_results_start(&results);
    status = ys__sql_ask(out, store, &results.extra, query, err);
    ys__sql_results_free(&results);
    return status;
}
