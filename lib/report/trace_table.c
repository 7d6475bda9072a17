/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/trace.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "report/rows.h"

/* For programs: a row for each result, and under it a row for each submission it was made from. */

static const char *const first_columns[] = { "indicator", "period", "window", "partner", "site" };

static const ys_table_column last_columns[] = {
    { "submission", NULL, YS_COLUMN_NUMBER },
    { "form", NULL, YS_COLUMN_TEXT },
    { "sent_for", NULL, YS_COLUMN_TEXT },
    { "file", NULL, YS_COLUMN_TEXT },
    { "sha256", NULL, YS_COLUMN_TEXT },
    { "received", NULL, YS_COLUMN_TEXT },
    { "rows", NULL, YS_COLUMN_NUMBER },
    { "value", NULL, YS_COLUMN_NUMBER },
    { "numerator", NULL, YS_COLUMN_NUMBER },
    { "denominator", NULL, YS_COLUMN_NUMBER },
    { "n", NULL, YS_COLUMN_NUMBER },
    { "low", NULL, YS_COLUMN_NUMBER },
    { "high", NULL, YS_COLUMN_NUMBER },
    { "partners_reported", NULL, YS_COLUMN_NUMBER },
    { "partners_expected", NULL, YS_COLUMN_NUMBER },
    { "status", NULL, YS_COLUMN_TEXT },
    { "missing", NULL, YS_COLUMN_TEXT },
    { "excluded", NULL, YS_COLUMN_TEXT },
    { "note", NULL, YS_COLUMN_TEXT },
    { "first_day", NULL, YS_COLUMN_TEXT },
    { "last_day", NULL, YS_COLUMN_TEXT },
    { "measure", NULL, YS_COLUMN_TEXT },
    { "catalog", NULL, YS_COLUMN_TEXT },
    { "version", NULL, YS_COLUMN_TEXT },
};

enum {
    FIRST = sizeof first_columns / sizeof *first_columns,
    LAST = sizeof last_columns / sizeof *last_columns
};

/* The table being filled; what fails is remembered, so that a row is one list of cells. */
typedef struct filling {
    ys_table *table;
    const ys_trace *trace;
    ys_status status;
    ys_error *err;
} filling;

static void put_text(filling *f, const char *text)
{
    if (f->status == YS_OK)
        f->status = ys_table_text(f->table, text, f->err);
}

static void put_number(filling *f, double x)
{
    if (f->status == YS_OK)
        f->status = ys_table_number(f->table, x, f->err);
}

static void put_counts(filling *f, size_t i, const ys_result *r, const ys_contribution *c)
{
    ys__buffer missing = { 0 }, excluded = { 0 };

    ys__trace_missing(&missing, c ? c->missing : r->missing);
    ys__trace_excluded(&excluded, ys__trace_indicator(f->trace, i), c ? c->excluded : r->excluded);
    if (f->status == YS_OK && (missing.failed || excluded.failed))
        f->status = ys__fail_nomem(f->err);
    put_text(f, missing.text);
    put_text(f, excluded.text);
    ys__buffer_free(&missing);
    ys__buffer_free(&excluded);
}

/* c NULL: the result itself */
static void put_row(filling *f, size_t i, const ys_result *r, const ys_contribution *c)
{
    const ys_trace_definition *d = ys_trace_definition_of(f->trace, i);
    const char *texts[] = { c ? c->form : "", c ? c->period : "", c ? c->file : "", c ? c->sha256 : "",
                            c ? c->received : "" };

    put_text(f, r->indicator);
    put_text(f, r->period);
    put_text(f, r->window);
    put_text(f, r->partner[0] || !c ? r->partner : c->partner);
    put_text(f, r->site);
    for (size_t k = 0; k < ys_trace_dimensions(f->trace); k++)
        put_text(f, r->dims[k]);
    put_number(f, c ? (double)c->submission : NAN);
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        put_text(f, texts[k]);
    put_number(f, c ? (double)c->rows : NAN);
    put_number(f, c ? c->value : r->value);
    put_number(f, c ? c->numerator : r->numerator);
    put_number(f, c ? c->denominator : r->denominator);
    put_number(f, (double)(c ? c->n : r->n));
    put_number(f, c ? NAN : r->low);
    put_number(f, c ? NAN : r->high);
    put_number(f, c ? NAN : (double)r->partners_reported);
    put_number(f, c ? NAN : (double)r->partners_expected);
    put_text(f, c ? c->status : r->status);
    put_counts(f, i, r, c);
    put_text(f, c ? c->note : r->note);
    put_text(f, d->first_day);
    put_text(f, d->last_day);
    put_text(f, d->measure);
    put_text(f, d->catalog);
    put_text(f, d->version);
}

static ys_status make_table(ys_table **out, const ys_trace *trace, ys_error *err)
{
    size_t n_dims = ys_trace_dimensions(trace), n = 0;
    ys_table_column *columns = calloc(FIRST + n_dims + LAST, sizeof *columns);
    ys_status status;

    if (columns == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < FIRST; i++)
        columns[n++] = (ys_table_column){ first_columns[i], NULL, YS_COLUMN_TEXT };
    for (size_t d = 0; d < n_dims; d++)
        columns[n++] = (ys_table_column){ ys_trace_dimension(trace, d), NULL, YS_COLUMN_TEXT };
    for (size_t i = 0; i < LAST; i++)
        columns[n++] = last_columns[i];
    status = ys_table_new(out, columns, n, err);
    free(columns);
    return status;
}

ys_status ys__trace_table(ys_table **out, const ys_trace *trace, ys_error *err)
{
    filling f = { .trace = trace, .err = err };

    f.status = make_table(&f.table, trace, err);
    for (size_t i = 0; f.status == YS_OK && i < ys_trace_count(trace); i++) {
        const ys_result *r = ys_trace_result(trace, i);

        put_row(&f, i, r, NULL);
        for (size_t k = 0; k < ys_trace_contributions(trace, i); k++)
            put_row(&f, i, r, ys_trace_contribution(trace, i, k));
    }
    if (f.status == YS_OK)
        *out = f.table;
    else
        ys_table_free(f.table);
    return f.status;
}
