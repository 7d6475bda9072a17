/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/check.h"

#include "store/db.h"
#include "store/past.h"

/* A store that nothing was submitted to has no history. */
static bool has_history(const ys_check_options *options)
{
    return options && options->store && options->store->db;
}

ys__import_options ys__check_how(const ys_check_options *options, const ys__schema *schema)
{
    ys__import_options how = { .schema = schema ? ys__schema_form(schema) : NULL,
                               .findings_only = schema || !has_history(options) };

    if (options) {
        how.partner = schema ? NULL : options->partner;
        how.form = schema ? NULL : options->form;
        how.period = schema ? NULL : options->period;
        how.source.sheet = options->sheet;
        how.collapse = options->collapse;
    }
    return how;
}

ys_status ys__check_history(ys__import *import, const ys_check_options *options, ys_error *err)
{
    ys__pasts pasts = { .store = options ? options->store : NULL };
    ys__parts parts;
    ys_status status;

    /* Of a file that would be rejected there is nothing sound to compare. */
    if (import->initiative == NULL || !has_history(options) || import->form == NULL || import->errors)
        return YS_OK;
    status = ys__parts_make(&parts, import->initiative, import, true, err);
    if (status != YS_OK)
        return status;
    for (size_t p = 0; status == YS_OK && p < parts.n; p++)
        status = ys__pasts_check(&pasts, import, &parts.items[p], err);
    ys__parts_free(&parts);
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

/* Tells what was found in a file, then what became of it. */
static int tell(const ys_initiative *initiative, const char *path, ys_status status, ys__import *import,
                const ys_check_options *options, ys_error *why, ys_finding_fn findings, ys_checked_fn checked,
                void *ctx)
{
    ys_check_summary summary;

    if (status == YS_OK)
        status = ys__check_history(import, options, why);
    if (status == YS_OK)
        status = ys__import_report(import, findings, ctx, why);
    if (status == YS_E_CANCELLED)
        return 1;
    if (status == YS_OK)
        status = ys__import_summary(import, initiative, &summary, why);
    return checked(path, status, status == YS_OK ? &summary : NULL, why, ctx);
}

ys_status ys_check_files(const ys_initiative *initiative, const char *schema_path, const char *const *paths, size_t n,
                         const ys_check_options *options, ys_finding_fn findings, ys_checked_fn checked, void *ctx,
                         ys_error *err)
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
            stop = tell(initiative, paths[i], its, import, options, &why, findings, checked, ctx);
        ys__import_free(import);
    }
    ys__schema_free(schema);
    return stop ? YS_E_CANCELLED : YS_OK;
}
