/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/file.h"
#include "base/i18n.h"
#include "formats/json.h"
#include "report/package.h"
#include "report/rows.h"
#include "store/seal.h"
#include "store/store.h"

/* datapackage.json, as the Data Package specification (version 1 of Frictionless) has it. */

static void put_member(ys__buffer *to, const char *name, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    if (to->n && to->text[to->n - 1] != '{')
        ys__put(to, ", ");
    ys__json_put(to, ys__slice_of(name));
    ys__put(to, ": ");
    ys__json_put(to, ys__slice_of(text));
}

/* Fields */

static void begin_field(ys__buffer *to, const ys__package_column *column, bool first)
{
    ys__putf(to, "%s\n        {", first ? "" : ",");
    put_member(to, "name", column->name);
    put_member(to, "type", column->type);
    put_member(to, "title", column->title);
    put_member(to, "description", column->description);
}

static void put_columns(ys__buffer *to, const ys__package_column *columns, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ys__package_column c = columns[i];

        c.title = c.title ? _(c.title) : NULL;
        c.description = c.description ? _(c.description) : NULL;
        begin_field(to, &c, i == 0);
        ys__putc(to, '}');
    }
}

/* The package in the making. */
typedef struct describing {
    ys__buffer *to;
    ys_store *store;
    const char *folder;
    ys__submissions list; /* of the form in hand */
    ys_error *err;
} describing;

/* The codes of a field in one submission that are not in the dictionary yet. */
static ys_status add_codes(ys__dict *codes, const describing *d, const ys__submission *s, const char *field)
{
    ys__segment segment = { 0 };
    ys__column column = { 0 };
    ys_status status = ys__store_segment(&segment, d->store, s->id, field, d->err);

    if (status == YS_OK && segment.n)
        status = ys__segment_decode(&column, &segment, d->err);
    for (size_t i = 0; status == YS_OK && column.kind == YS__COLUMN_CODE && i < column.dict.n; i++)
        if (ys__dict_add(codes, column.dict.items[i]) < 0)
            status = ys__fail_nomem(d->err);
    ys__column_free(&column);
    ys__segment_free(&segment);
    return status;
}

/* What a field may hold: its list as it is defined, and then codes of earlier definitions that some rows still bear. */
static ys_status put_codes(const describing *d, const ys__field *field)
{
    ys__dict codes = { 0 };
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < field->n_list; i++)
        if (ys__dict_add(&codes, ys__slice_of(field->list[i].code)) < 0)
            status = ys__fail_nomem(d->err);
    for (size_t i = 0; status == YS_OK && i < d->list.n; i++)
        status = add_codes(&codes, d, &d->list.items[i], field->name);
    ys__put(d->to, ", \"constraints\": {\"enum\": [");
    for (size_t i = 0; status == YS_OK && i < codes.n; i++) {
        ys__put(d->to, i ? ", " : "");
        ys__json_put(d->to, codes.items[i]);
    }
    ys__put(d->to, "]}");
    ys__dict_free(&codes);
    return status;
}

/* What the file holds, which for codes of people and for periods is not what was sent. */
static const char *type_of(const ys__form *form, size_t f)
{
    static const char *const types[] = {
        [YS__FIELD_STRING] = "string", [YS__FIELD_INTEGER] = "integer",   [YS__FIELD_NUMBER] = "number",
        [YS__FIELD_BOOLEAN] = "boolean", [YS__FIELD_DATE] = "date",       [YS__FIELD_TIME] = "time",
        [YS__FIELD_DATETIME] = "datetime", [YS__FIELD_YEARMONTH] = "yearmonth", [YS__FIELD_YEAR] = "year",
    };
    ys__column_kind kind = ys__field_column_kind(form, (int)f);

    return kind == YS__COLUMN_PERIOD || kind == YS__COLUMN_ID ? "string" : types[form->fields[f].type];
}

static void put_reasons(ys__buffer *to, const char *name)
{
    const ys__package_column c = { name, "string", NULL, _("the reason why there is no value") };

    begin_field(to, &c, false);
    ys__put(to, ", \"constraints\": {\"enum\": [");
    for (int r = YS__MISSING_NONE + 1; r < YS__MISSINGS; r++)
        ys__putf(to, "%s\"%s\"", r > YS__MISSING_NONE + 1 ? ", " : "", ys__missing_name((ys__missing)r));
    ys__put(to, "]}}");
}

static ys_status put_form_fields(const describing *d, const ys__form *form)
{
    ys__buffer *to = d->to;
    ys_status status = YS_OK;
    char room[256];

    put_columns(to, ys__record_columns, YS__RECORD_COLUMNS);
    for (size_t f = 0; status == YS_OK && f < form->n; f++) {
        const ys__field *field = &form->fields[f];
        size_t at = YS__PLAIN_FIELDS + 2 * f;
        const ys__package_column c = { ys__plain_name(form, at, room, sizeof room), type_of(form, f),
                                       ys__label_get(&field->title), ys__label_get(&field->description) };

        begin_field(to, &c, false);
        if (field->n_list && field->type == YS__FIELD_STRING)
            status = put_codes(d, field);
        ys__putc(to, '}');
        put_reasons(to, ys__plain_name(form, at + 1, room, sizeof room));
    }
    return status;
}

static const char *result_type(const char *name)
{
    static const char *const words[] = { "status", "note" }, *const counts[] = { "n", "partners_reported",
                                                                                 "partners_expected" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(name, words[i]) == 0)
            return "string";
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (strcmp(name, counts[i]) == 0)
            return "integer";
    return "number";
}

static void put_result_fields(ys__buffer *to, const ys__all_results *results)
{
    size_t n_dims = results->rows.n_dims;
    bool first = true;

    for (int i = 0; i < YS__RESULT_BEFORE + (int)n_dims + YS__RESULT_AFTER; i++) {
        int after = i - YS__RESULT_BEFORE - (int)n_dims;
        ys__package_column c = { NULL, "string", NULL, NULL };

        if (i < YS__RESULT_BEFORE)
            c.name = ys__result_columns_before[i];
        else if (after < 0)
            c.name = results->rows.dims[i - YS__RESULT_BEFORE];
        else
            c.name = ys__result_columns_after[after];
        if (after >= 0)
            c.type = result_type(c.name);
        begin_field(to, &c, first);
        ys__putc(to, '}');
        first = false;
    }
}

/* Resources */

static ys_status put_bytes(const describing *d, const char *name)
{
    char *path = ys__path_join(d->folder, name), hash[YS__SHA256_HEX];
    ys__file file = { 0 };
    ys_status status = path ? ys__file_read(&file, path, d->err) : ys__fail_nomem(d->err);

    if (status == YS_OK && !ys__sha256_of(hash, file.bytes, file.n))
        status = ys__fail_nomem(d->err);
    if (status == YS_OK)
        ys__putf(d->to, ",\n      \"bytes\": %zu,\n      \"hash\": \"sha256:%s\"", file.n, hash);
    ys__file_close(&file);
    free(path);
    return status;
}

static ys_status begin_resource(const describing *d, const char *name, const char *path, const char *title, bool first)
{
    ys__buffer *to = d->to;
    ys_status status;

    ys__putf(to, "%s\n    {", first ? "" : ",");
    put_member(to, "name", name);
    put_member(to, "path", path);
    put_member(to, "title", title);
    put_member(to, "profile", "tabular-data-resource");
    put_member(to, "format", "csv");
    put_member(to, "mediatype", "text/csv");
    put_member(to, "encoding", "utf-8");
    status = put_bytes(d, path);
    ys__put(to, ",\n      \"dialect\": {\"delimiter\": \",\", \"lineTerminator\": \"\\n\", \"doubleQuote\": true, "
                "\"header\": true},\n      \"schema\": {\"fields\": [");
    return status;
}

/* keys: as JSON, or NULL. */
static void end_resource(ys__buffer *to, const char *keys)
{
    ys__putf(to, "],\n        \"missingValues\": [\"\"]%s}}", keys ? keys : "");
}

/* Names of resources hold small letters alone, and must not be that of another one. */
static void resource_name(char *to, size_t size, const ys__form *form)
{
    bool taken = strcasecmp(form->id, "results") == 0 || strcasecmp(form->id, "submissions") == 0;

    snprintf(to, size, "%s%s", taken ? "records-" : "", form->id);
    for (char *p = to; *p; p++)
        *p = (char)tolower((unsigned char)*p);
}

static ys_status put_form(describing *d, const ys__form *form)
{
    char name[256], file[256];
    ys_status status = ys__store_submissions(&d->list, d->store, form->id, d->err);

    resource_name(name, sizeof name, form);
    ys__package_file(file, sizeof file, form);
    if (status == YS_OK)
        status = begin_resource(d, name, file, ys__label_get(&form->title), false);
    if (status == YS_OK)
        status = put_form_fields(d, form);
    ys__submissions_free(&d->list);
    end_resource(d->to, ", \"primaryKey\": [\"submission\", \"row\"], \"foreignKeys\": [{\"fields\": \"submission\", "
                     "\"reference\": {\"resource\": \"submissions\", \"fields\": \"submission\"}}]");
    return status;
}

static void put_sources(ys__buffer *to, const struct ys_initiative *in)
{
    ys__put(to, ",\n  \"sources\": [");
    for (size_t p = 0; p < in->n_partners; p++) {
        ys__put(to, p ? ", {" : "{");
        put_member(to, "title", ys__label_get(&in->partners[p].name));
        ys__putc(to, '}');
    }
    ys__put(to, "]");
}

/* "paschalville", whatever letters the id has. */
static void put_package_name(ys__buffer *to, const char *id)
{
    char name[256];

    snprintf(name, sizeof name, "%s", id);
    for (char *p = name; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    put_member(to, "name", name);
}

ys_status ys__package_describe(ys__buffer *to, ys_store *store, const char *folder, const ys__all_results *results,
                               int64_t created, ys_error *err)
{
    const struct ys_initiative *in = ys_store_initiative(store);
    describing d = { .to = to, .store = store, .folder = folder, .err = err };
    ys_status status;
    char time[24];

    ys__time_format(time, created);
    ys__put(to, "{");
    put_member(to, "profile", "tabular-data-package");
    put_package_name(to, in->id);
    put_member(to, "title", ys__label_get(&in->title));
    put_member(to, "description", ys__label_get(&in->description));
    put_member(to, "created", time);
    if (in->n_partners)
        put_sources(to, in);
    ys__put(to, ",\n  \"resources\": [");
    status = begin_resource(&d, "results", "results.csv", _("Results"), true);
    put_result_fields(to, results);
    end_resource(to, NULL);
    if (status == YS_OK)
        status = begin_resource(&d, "submissions", "submissions.csv", _("Submissions"), false);
    put_columns(to, ys__submission_columns, YS__SUBMISSION_COLUMNS);
    end_resource(to, ", \"primaryKey\": \"submission\"");
    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t f = 0; status == YS_OK && f < in->catalogs[c].n_forms; f++)
            status = put_form(&d, &in->catalogs[c].forms[f]);
    ys__put(to, "\n  ]\n}\n");
    return status == YS_OK && to->failed ? ys__fail_nomem(err) : status;
}
