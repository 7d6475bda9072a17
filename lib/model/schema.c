/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/schema.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/i18n.h"
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

/* Names of fields: one text or a list of them. How many; 0 where it is neither. known: they must be the form's own. */
static size_t count_names(ys__reader *r, const ys__json *json, const ys__form *known)
{
    size_t n = 0;

    if (json == NULL || (json->kind != YS__JSON_TEXT && json->kind != YS__JSON_ARRAY))
        return 0;
    for (const ys__json *item = json->kind == YS__JSON_TEXT ? json : json->child; item; item = item->next) {
        if (item->kind != YS__JSON_TEXT)
            return 0;
        n++;
        if (known)
            ys__reader_field(r, item, known);
        if (item == json)
            break;
    }
    return n;
}

/* Rows of other tables are not at hand, but that the references make sense can be seen. */
static void check_references(ys__reader *r, const ys__json *schema, const ys__form *form)
{
    const ys__json *keys = ys__json_member(schema, "foreignKeys");

    if (keys && keys->kind != YS__JSON_ARRAY) {
        ys__error_at(r, ys__value_place(keys), "%s", _("a list [ ] of references belongs here"));
        return;
    }
    for (const ys__json *key = keys ? keys->child : NULL; key; key = key->next) {
        bool is_object = key->kind == YS__JSON_OBJECT;
        const ys__json *fields = is_object ? ys__json_member(key, "fields") : NULL;
        const ys__json *to = is_object ? ys__json_member(key, "reference") : NULL;
        const ys__json *names = to && to->kind == YS__JSON_OBJECT ? ys__json_member(to, "fields") : NULL;
        const ys__json *resource = names ? ys__json_member(to, "resource") : NULL;
        bool own = names && (resource == NULL || (resource->kind == YS__JSON_TEXT && resource->text[0] == '\0'));
        size_t n = count_names(r, fields, form);

        if (n == 0 || n != count_names(r, names, own ? form : NULL) || fields->kind != names->kind)
            ys__error_at(r, ys__value_place(key), "%s",
                         _("a reference names fields of this table, and as many of the other, both in the same way"));
    }
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
    if (source.json->kind == YS__JSON_OBJECT)
        check_references(r, source.json, &catalog->forms[0]);
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
