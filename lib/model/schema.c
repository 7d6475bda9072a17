/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/schema.h"

#include <stdlib.h>

#include "base/file.h"
#include "model/load.h"

/* Held as an initiative of one catalog with one form, so that there is one way to build and to free definitions. */
struct ys__schema {
    ys_initiative *in;
};

static const char *id_from(ys__reader *r, const char *path)
{
    const char *base = ys__path_base(path), *dot = strrchr(base, '.');
    const char *id = ys__arena_textn(r->arena, base, dot && dot > base ? (size_t)(dot - base) : strlen(base));

    r->nomem |= id == NULL;
    return id ? id : "";
}

static ys_status read_schema(ys__reader *r, const char *path, ys_error *err)
{
    ys__source source;
    ys_status status = ys__load(&source, r, path, err);
    ys__catalog *catalog;

    if (status != YS_OK || source.json == NULL)
        return status;
    r->in->catalogs = ys__reader_alloc(r, 1, sizeof *r->in->catalogs);
    if (r->in->catalogs == NULL)
        return ys__fail_nomem(err);
    catalog = ys__catalog_from(r, &source).catalog;
    if ((catalog->forms = ys__reader_alloc(r, 1, sizeof *catalog->forms)) == NULL)
        return ys__fail_nomem(err);
    catalog->n_forms = 1;
    catalog->forms[0].id = id_from(r, path);
    ys__read_form(r, source.json, catalog, &catalog->forms[0]);
    return YS_OK;
}

ys_status ys__schema_open(ys__schema **out, const char *path, ys_fault_fn sink, void *ctx, ys_error *err)
{
    ys__schema *schema = calloc(1, sizeof *schema);
    ys__reader r;
    ys_status status = schema ? ys__reader_begin(&r, err) : ys__fail_nomem(err);

    if (status == YS_OK) {
        r.lenient = true;
        status = ys__reader_end(&r, read_schema(&r, path, err), &schema->in, sink, ctx, err);
    }
    if (status == YS_OK)
        *out = schema;
    else
        free(schema);
    return status;
}

void ys__schema_free(ys__schema *schema)
{
    if (schema)
        ys_initiative_free(schema->in);
    free(schema);
}

const ys__form *ys__schema_form(const ys__schema *schema)
{
    return &schema->in->catalogs[0].forms[0];
}
