/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/check.h>

#include "data/import.h"
#include "model/schema.h"

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
    ys__import_options how = { .findings_only = true };

    if (options) {
        how.partner = options->partner;
        how.form = options->form;
        how.period = options->period;
        how.source.sheet = options->sheet;
        how.collapse = options->collapse;
    }
    return check(initiative, path, &how, sink, ctx, out, err);
}

ys_status ys_check_schema(const char *schema_path, const char *path, const ys_check_options *options,
                          ys_finding_fn sink, void *ctx, ys_check_summary *out, ys_error *err)
{
    ys__schema *schema;
    ys_status status = ys__schema_open(&schema, schema_path, NULL, NULL, err);

    if (status != YS_OK)
        return status;
    ys__import_options how = { .schema = ys__schema_form(schema), .findings_only = true };

    if (options) {
        how.source.sheet = options->sheet;
        how.collapse = options->collapse;
    }
    status = check(NULL, path, &how, sink, ctx, out, err);
    ys__schema_free(schema);
    return status;
}
