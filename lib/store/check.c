/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/check.h"

#include <stdlib.h>

#include "base/error.h"
#include "data/find.h"
#include "store/db.h"
#include "store/past.h"

/* A store that nothing was submitted to has no history. */
static bool has_history(const ys_check_options *options)
{
    return options && options->store && options->store->db;
}

/* Columns can take several times the bytes of their file: those of larger files are not all held at once. */
enum { LARGE = 16 << 20 };

ys__import_options ys__check_how(const ys_check_options *options, const ys__schema *schema)
{
    ys__import_options how = { .schema = schema ? ys__schema_form(schema) : NULL,
                               .findings_only = schema || !has_history(options), .large = LARGE };

    if (options) {
        how.partner = schema ? NULL : options->partner;
        how.form = schema ? NULL : options->form;
        how.period = schema ? NULL : options->period;
        how.source.sheet = options->sheet;
        how.collapse = options->collapse;
    }
    return how;
}

/* What is to be made of the columns: encoded, they can be held against earlier ones, and totals can be followed. */
static ys_status choose_making(ys__making *out, ys__pasts *pasts, const ys__import *import, ys_error *err)
{
    bool any = import->partner == NULL || ys__has_totals(import->form);
    ys_status status = any ? YS_OK : ys__pasts_any(&any, pasts, import, import->partner, err);

    *out = any ? YS__PARTS_ENCODED : YS__PARTS_DIGESTED;
    return status;
}

/* The comparison of a file whose columns are all there. */
static ys_status compare_whole(ys__import *import, ys__pasts *pasts, ys_error *err)
{
    ys__parts parts;
    ys__making making;
    ys_status status = choose_making(&making, pasts, import, err);

    if (status != YS_OK || (status = ys__parts_make(&parts, import->initiative, import, making, err)) != YS_OK)
        return status;
    for (size_t p = 0; status == YS_OK && p < parts.n; p++)
        status = ys__pasts_check(pasts, import, &parts.items[p], err);
    ys__parts_free(&parts);
    return status;
}

/* What was kept to check the rows is not needed to compare them. */
static void forget_rows(ys__import *import)
{
    for (size_t f = 0; f < import->form->n; f++)
        ys__column_free(&import->table.columns[f]);
    ys__file_forget(&import->file, import->file.bytes, import->file.bytes + import->file.n);
}

/* Reads the file once more for the columns of some fields, whose digests go into the parts. */
static ys_status digest_fields(ys__parts *parts, ys__import *import, const ys_check_options *options,
                               const bool *fields, ys__pasts *pasts, ys_error *err)
{
    ys__import_options how = ys__check_how(options, NULL);
    ys__import *again;
    ys__parts own = { 0 };
    ys_status status;

    how.findings_only = how.collapse = true;
    how.only = fields;
    status = ys__import_file(&again, import->initiative, import->path, &how, err);
    if (status != YS_OK)
        return status;
    status = ys__parts_make(&own, import->initiative, again, YS__PARTS_ENCODED, err);
    for (size_t p = 0; status == YS_OK && p < parts->n && p < own.n; p++) {
        for (size_t f = 0; own.items[p].digests && f < parts->n_fields; f++)
            if (fields[f])
                parts->items[p].digests[f] = own.items[p].digests[f];
        status = ys__pasts_follow(pasts, import, &own.items[p], err);
    }
    ys__parts_free(&own);
    ys__import_free(again);
    return status;
}

/* How many columns take three quarters of the bytes of the file. */
static size_t columns_at_once(const ys__import *import)
{
    size_t row = sizeof(int64_t) + 1, n = import->file.n / 4 * 3 / row / (import->table.n + 1);

    return n ? n : 1;
}

static ys_status compare_by_columns(ys__import *import, const ys_check_options *options, ys__pasts *pasts,
                                    ys_error *err)
{
    size_t n = import->form->n, at_once = columns_at_once(import);
    bool *fields = calloc(n + 1, sizeof *fields);
    ys__parts parts = { 0 };
    ys_status status = fields ? ys__parts_make(&parts, import->initiative, import, YS__PARTS_COUNTED, err)
                              : ys__fail_nomem(err);

    forget_rows(import);
    for (size_t p = 0; status == YS_OK && p < parts.n; p++)
        if ((parts.items[p].digests = calloc(n + 1, sizeof(ys__digest))) == NULL)
            status = ys__fail_nomem(err);
    for (size_t first = 0; status == YS_OK && first < n; first += at_once) {
        for (size_t f = 0; f < n; f++)
            fields[f] = f >= first && f < first + at_once;
        status = digest_fields(&parts, import, options, fields, pasts, err);
    }
    for (size_t p = 0; status == YS_OK && p < parts.n; p++)
        status = ys__pasts_compare(pasts, import, &parts.items[p], err);
    if (status == YS_OK && !ys__findings_sort(import->findings, 0))
        status = ys__fail_nomem(err);
    ys__parts_free(&parts);
    free(fields);
    return status;
}

ys_status ys__check_history(ys__import *import, const ys_check_options *options, ys_error *err)
{
    ys__pasts pasts = { .store = options ? options->store : NULL };
    ys_status status;

    /* Of a file that would be rejected there is nothing sound to compare. */
    if (import->initiative == NULL || !has_history(options) || import->form == NULL || import->errors)
        return YS_OK;
    status = import->partial ? compare_by_columns(import, options, &pasts, err) : compare_whole(import, &pasts, err);
    ys__pasts_free(&pasts);
    return status;
}

static ys_status check(const ys_initiative *initiative, const char *path, const ys__schema *schema,
                       const ys_check_options *options, ys_finding_fn sink, void *ctx, ys_check_summary *out,
                       ys_error *err)
{
    const ys__import_options how = ys__check_how(options, schema);
    ys__import *import;
    ys_status status = ys__import_file(&import, initiative, path, &how, err);

    if (status != YS_OK)
        return status;
    status = ys__check_history(import, options, err);
    if (status == YS_OK && sink)
        status = ys__import_report(import, sink, ctx, err);
    if (status == YS_OK)
        status = ys__import_summary(import, initiative, out, err);
    ys__import_free(import);
    return status;
}

ys_status ys_check_file(const ys_initiative *initiative, const char *path, const ys_check_options *options,
                        ys_finding_fn sink, void *ctx, ys_check_summary *out, ys_error *err)
{
    return check(initiative, path, NULL, options, sink, ctx, out, err);
}

ys_status ys_check_schema(const char *schema_path, const char *path, const ys_check_options *options,
                          ys_finding_fn sink, void *ctx, ys_check_summary *out, ys_error *err)
{
    ys__schema *schema;
    ys_status status = ys__schema_open(&schema, schema_path, NULL, NULL, err);

    if (status != YS_OK)
        return status;
    status = check(NULL, path, schema, options, sink, ctx, out, err);
    ys__schema_free(schema);
    return status;
}

/* How findings are told: one by one, or as lines. */
typedef struct telling {
    ys_finding_fn findings;
    ys_finding_form form;
    ys_lines_fn lines; /* where findings is NULL */
    ys_checked_fn checked;
    void *ctx;
} telling;

/* Tells what was found in a file, then what became of it. */
static int tell(const ys_initiative *initiative, const char *path, ys_status status, ys__import *import,
                const ys_check_options *options, ys_error *why, const telling *to)
{
    ys_check_summary summary;

    if (status == YS_OK)
        status = ys__check_history(import, options, why);
    if (status == YS_OK && to->findings)
        status = ys__import_report(import, to->findings, to->ctx, why);
    else if (status == YS_OK)
        status = ys__import_lines(import, to->form, to->lines, to->ctx, why);
    if (status == YS_E_CANCELLED)
        return 1;
    if (status == YS_OK)
        status = ys__import_summary(import, initiative, &summary, why);
    return to->checked(path, status, status == YS_OK ? &summary : NULL, why, to->ctx);
}

static ys_status check_all(const ys_initiative *initiative, const char *schema_path, const char *const *paths,
                           size_t n, const ys_check_options *options, const telling *to, ys_error *err)
{
    ys__schema *schema = NULL;
    ys_status status = schema_path ? ys__schema_open(&schema, schema_path, NULL, NULL, err) : YS_OK;
    const ys__import_options how = ys__check_how(options, schema);
    int stop = 0;

    if (status != YS_OK)
        return status;
#pragma omp parallel for ordered schedule(dynamic, 1)
    for (size_t i = 0; i < n; i++) {
        ys_error why = YS_ERROR_INIT;
        ys__import *import = NULL;
        ys_status its = ys__import_file(&import, schema ? NULL : initiative, paths[i], &how, &why);

#pragma omp ordered
        if (!stop)
            stop = tell(initiative, paths[i], its, import, options, &why, to);
        ys__import_free(import);
    }
    ys__schema_free(schema);
    return stop ? YS_E_CANCELLED : YS_OK;
}

ys_status ys_check_files(const ys_initiative *initiative, const char *schema_path, const char *const *paths, size_t n,
                         const ys_check_options *options, ys_finding_fn findings, ys_checked_fn checked, void *ctx,
                         ys_error *err)
{
    const telling to = { .findings = findings, .checked = checked, .ctx = ctx };

    return check_all(initiative, schema_path, paths, n, options, &to, err);
}

ys_status ys_check_lines(const ys_initiative *initiative, const char *schema_path, const char *const *paths, size_t n,
                         const ys_check_options *options, ys_finding_form form, ys_lines_fn lines,
                         ys_checked_fn checked, void *ctx, ys_error *err)
{
    const telling to = { .form = form, .lines = lines, .checked = checked, .ctx = ctx };

    return check_all(initiative, schema_path, paths, n, options, &to, err);
}
