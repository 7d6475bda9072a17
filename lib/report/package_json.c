/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "formats/json.h"
#include "report/package.h"
#include "report/rows.h"

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

static void put_codes(ys__buffer *to, const ys__field *field)
{
    ys__put(to, ", \"constraints\": {\"enum\": [");
    for (size_t i = 0; i < field->n_list; i++) {
        ys__put(to, i ? ", " : "");
        ys__json_put(to, ys__slice_of(field->list[i].code));
    }
    ys__put(to, "]}");
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

static void put_form_fields(ys__buffer *to, const ys__form *form)
{
    char room[256];

    put_columns(to, ys__record_columns, YS__RECORD_COLUMNS);
    for (size_t f = 0; f < form->n; f++) {
        const ys__field *field = &form->fields[f];
        size_t at = YS__PLAIN_FIELDS + 2 * f;
        const ys__package_column c = { ys__plain_name(form, at, room, sizeof room), type_of(form, f),
                                       ys__label_get(&field->title), ys__label_get(&field->description) };

        begin_field(to, &c, false);
        if (field->n_list && field->type == YS__FIELD_STRING)
            put_codes(to, field);
        ys__putc(to, '}');
        put_reasons(to, ys__plain_name(form, at + 1, room, sizeof room));
    }
}

static bool is_number(const char *name)
{
    static const char *const words[] = { "status", "note" };

    return strcmp(name, words[0]) != 0 && strcmp(name, words[1]) != 0;
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
        if (after >= 0 && is_number(c.name))
            c.type = "number";
        begin_field(to, &c, first);
        ys__putc(to, '}');
        first = false;
    }
}

/* Resources */

static void begin_resource(ys__buffer *to, const char *name, const char *path, const char *title, bool first)
{
    ys__putf(to, "%s\n    {", first ? "" : ",");
    put_member(to, "name", name);
    put_member(to, "path", path);
    put_member(to, "title", title);
    put_member(to, "profile", "tabular-data-resource");
    put_member(to, "format", "csv");
    put_member(to, "mediatype", "text/csv");
    put_member(to, "encoding", "utf-8");
    ys__put(to, ",\n      \"dialect\": {\"delimiter\": \",\", \"lineTerminator\": \"\\n\", \"doubleQuote\": true, "
                "\"header\": true},\n      \"schema\": {\"fields\": [");
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

static void put_form(ys__buffer *to, const ys__form *form)
{
    char name[256], file[256];

    resource_name(name, sizeof name, form);
    ys__package_file(file, sizeof file, form);
    begin_resource(to, name, file, ys__label_get(&form->title), false);
    put_form_fields(to, form);
    end_resource(to, ", \"primaryKey\": [\"submission\", \"row\"], \"foreignKeys\": [{\"fields\": \"submission\", "
                     "\"reference\": {\"resource\": \"submissions\", \"fields\": \"submission\"}}]");
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

ys_status ys__package_describe(ys__buffer *to, const struct ys_initiative *in, const ys__all_results *results,
                               int64_t created, ys_error *err)
{
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
    begin_resource(to, "results", "results.csv", _("Results"), true);
    put_result_fields(to, results);
    end_resource(to, NULL);
    begin_resource(to, "submissions", "submissions.csv", _("Submissions"), false);
    put_columns(to, ys__submission_columns, YS__SUBMISSION_COLUMNS);
    end_resource(to, ", \"primaryKey\": \"submission\"");
    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t f = 0; f < in->catalogs[c].n_forms; f++)
            put_form(to, &in->catalogs[c].forms[f]);
    ys__put(to, "\n  ]\n}\n");
    return to->failed ? ys__fail_nomem(err) : YS_OK;
}
