/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/check.h>

#include "data/import.h"
#include "model/schema.h"

static ys__import_options options_of(const ys_check_options *options, const ys__form *schema)
{
    ys__import_options how = { .schema = schema, .findings_only = true };

    if (options) {
        how.partner = schema ? NULL : options->partner;
        how.form = schema ? NULL : options->form;
        how.period = schema ? NULL : options->period;
        how.source.sheet = options->sheet;
        how.collapse = options->collapse;
    }
    return how;
}

static ys_status check(const ys_initiative *initiative, const char *path, const ys__import_options *options,
                       ys_finding_fn sink, void *ctx, ys_check_summary *out, ys_error *err)
{
    ys__import *import;
    ys_status status = ys__import_file(&import, initiative, path, options, err);

    if (status != YS_OK)
        return status;
    if (sink)
        status = ys__import_report(import, sink, ctx, err);
    if (status == YS_OK)
        status = ys__import_summary(import, initiative, out, err);
    ys__import_free(import);
    return status;
}

ys_status ys_check_file(const ys_initiative *initiative, const char *path, const ys_check_options *options,
                        ys_finding_fn sink, void *ctx, ys_check_summary *out, ys_error *err)
{
    const ys__import_options how = options_of(options, NULL);

    return check(initiative, path, &how, sink, ctx, out, err);
}

ys_status ys_check_schema(const char *schema_path, const char *path, const ys_check_options *options,
                          ys_finding_fn sink, void *ctx, ys_check_summary *out, ys_error *err)
{
    ys__schema *schema;
    ys_status status = ys__schema_open(&schema, schema_path, NULL, NULL, err);

    if (status != YS_OK)
        return status;
    const ys__import_options how = options_of(options, ys__schema_form(schema));

    status = check(NULL, path, &how, sink, ctx, out, err);
    ys__schema_free(schema);
    return status;
}

/* Tells what was found in a file, then what became of it. */
static int tell(const ys_initiative *initiative, const char *path, ys_status status, const ys__import *import,
                ys_error *why, ys_finding_fn findings, ys_checked_fn checked, void *ctx)
{
    ys_check_summary summary;

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
    const ys__import_options how = options_of(options, schema ? ys__schema_form(schema) : NULL);
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
            stop = tell(initiative, paths[i], its, import, &why, findings, checked, ctx);
        ys__import_free(import);
    }
    ys__schema_free(schema);
    return stop ? YS_E_CANCELLED : YS_OK;
}
