/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/catalog.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/number.h"

static const char *const types[] = {
    [YS__FIELD_STRING] = "string",     [YS__FIELD_INTEGER] = "integer",   [YS__FIELD_NUMBER] = "number",
    [YS__FIELD_BOOLEAN] = "boolean",   [YS__FIELD_DATE] = "date",         [YS__FIELD_TIME] = "time",
    [YS__FIELD_DATETIME] = "datetime", [YS__FIELD_YEARMONTH] = "yearmonth", [YS__FIELD_YEAR] = "year",
};

static const char *const roles[] = {
    [YS__ROLE_NONE] = "none",     [YS__ROLE_PARTNER] = "partner",         [YS__ROLE_SITE] = "site",
    [YS__ROLE_PERIOD] = "period", [YS__ROLE_PARTICIPANT] = "participant", [YS__ROLE_WITHDRAWN] = "withdrawn",
};

static const char *const scopes[] = { "partner", "initiative" };
static const char *const narratives[] = { "story", "partners", "works", "actions" };

static bool is_numeric(ys__field_type type)
{
    return type == YS__FIELD_INTEGER || type == YS__FIELD_NUMBER;
}

enum {
    FIELD_NAME,
    FIELD_TITLE,
    FIELD_DESCRIPTION,
    FIELD_TYPE,
    FIELD_FORMAT,
    FIELD_DECIMAL,
    FIELD_GROUP,
    FIELD_BARE,
    FIELD_TRUE,
    FIELD_FALSE,
    FIELD_CONSTRAINTS,
    FIELD_ROLE,
    FIELD_SCOPE,
    FIELD_DIMENSION,
    FIELD_ALIASES,
    FIELD_SENSITIVE,
    FIELD_CUMULATIVE,
    FIELD_NARRATIVE,
    FIELD_MISSING,
    FIELD_EXAMPLE,
    FIELD_RDF_TYPE,
    FIELD_KEYS
};

static const ys__key keys[FIELD_KEYS] = {
    [FIELD_NAME] = { "name", YS__IS_TEXT, true },
    [FIELD_TITLE] = { "title", YS__IS_LABEL, false },
    [FIELD_DESCRIPTION] = { "description", YS__IS_LABEL, false },
    [FIELD_TYPE] = { "type", YS__IS_TEXT, false },
    [FIELD_FORMAT] = { "format", YS__IS_TEXT, false },
    [FIELD_DECIMAL] = { "decimalChar", YS__IS_TEXT, false },
    [FIELD_GROUP] = { "groupChar", YS__IS_TEXT, false },
    [FIELD_BARE] = { "bareNumber", YS__IS_BOOL, false },
    [FIELD_TRUE] = { "trueValues", YS__IS_ARRAY, false },
    [FIELD_FALSE] = { "falseValues", YS__IS_ARRAY, false },
    [FIELD_CONSTRAINTS] = { "constraints", YS__IS_OBJECT, false },
    [FIELD_ROLE] = { "role", YS__IS_TEXT, false },
    [FIELD_SCOPE] = { "scope", YS__IS_TEXT, false },
    [FIELD_DIMENSION] = { "dimension", YS__IS_TEXT, false },
    [FIELD_ALIASES] = { "aliases", YS__IS_ARRAY, false },
    [FIELD_SENSITIVE] = { "sensitive", YS__IS_BOOL, false },
    [FIELD_CUMULATIVE] = { "cumulative", YS__IS_BOOL | YS__IS_TEXT, false },
    [FIELD_NARRATIVE] = { "narrative", YS__IS_TEXT, false },
    [FIELD_MISSING] = { "missingValues", YS__IS_ARRAY | YS__IS_OBJECT, false },
    [FIELD_EXAMPLE] = { "example", YS__IS_ANY, false },
    [FIELD_RDF_TYPE] = { "rdfType", YS__IS_TEXT, false },
};

/* Types of the specification that are not checked: they are read as text. */
static bool is_unchecked_type(const char *type)
{
    static const char *const unchecked[] = { "any", "object", "array", "list", "duration", "geopoint", "geojson" };

    for (size_t i = 0; i < sizeof unchecked / sizeof *unchecked; i++)
        if (strcmp(type, unchecked[i]) == 0)
            return true;
    return false;
}

static void read_type(ys__reader *r, const ys__json *json, ys__field *f)
{
    if (r->lenient && json && json->kind == YS__JSON_TEXT && is_unchecked_type(json->text))
        return;
    f->type = (ys__field_type)ys__read_word(r, json, types, sizeof types / sizeof *types, YS__FIELD_STRING);
}

static void read_format(ys__reader *r, const ys__json *json, ys__field *f)
{
    static const char *const texts[] = { "default", "email", "uri", "binary", "uuid" };
    static const char *const plain[] = { "default" };
    bool dated = f->type >= YS__FIELD_DATE && f->type <= YS__FIELD_DATETIME;

    f->format = ys__read_text(r, json);
    if (f->format == NULL || r->lenient)
        return;
    if (f->type == YS__FIELD_STRING) {
        ys__read_word(r, json, texts, sizeof texts / sizeof *texts, 0);
    } else if (!dated) {
        ys__read_word(r, json, plain, 1, 0);
    } else if (strcmp(f->format, "default") != 0 && strcmp(f->format, "any") != 0 && strchr(f->format, '%') == NULL) {
        ys__error_at(r, ys__value_place(json), _("“%s” is not a format of dates"), f->format);
        ys__hint(r, "%s", _("write default, any, or a pattern such as %d/%m/%Y"));
    }
}

static void only_for(ys__reader *r, const ys__json *json, bool fits, const char *types_that_fit)
{
    if (json == NULL || fits || r->lenient)
        return;
    ys__error_at(r, ys__key_place(json), _("“%s” does not fit the type of this field"), json->key);
    ys__hint(r, _("it is for %s"), types_that_fit);
}

static void read_number_style(ys__reader *r, const ys__json **v, ys__field *f)
{
    const char *decimal = ys__read_text(r, v[FIELD_DECIMAL]);

    only_for(r, v[FIELD_DECIMAL], f->type == YS__FIELD_NUMBER, "number");
    only_for(r, v[FIELD_GROUP], is_numeric(f->type), "integer, number");
    only_for(r, v[FIELD_BARE], is_numeric(f->type), "integer, number");
    only_for(r, v[FIELD_TRUE], f->type == YS__FIELD_BOOLEAN, "boolean");
    only_for(r, v[FIELD_FALSE], f->type == YS__FIELD_BOOLEAN, "boolean");
    if (decimal && strlen(decimal) != 1) {
        ys__error_at(r, ys__value_place(v[FIELD_DECIMAL]), "%s", _("the decimal mark is one character"));
        ys__hint(r, "%s", _("a point or a comma"));
    } else if (decimal) {
        f->decimal_char = decimal[0];
    }
    f->group_char = v[FIELD_GROUP] && v[FIELD_GROUP]->text[0] ? v[FIELD_GROUP]->text : NULL;
    if (decimal && f->group_char && strcmp(decimal, f->group_char) == 0)
        ys__error_at(r, ys__value_place(v[FIELD_GROUP]), "%s",
                     _("the decimal mark and the mark of thousands are the same"));
    f->bare_number = ys__read_bool(v[FIELD_BARE], true);
    f->bare_number_set = v[FIELD_BARE] != NULL;
    f->true_values = ys__read_strings(r, v[FIELD_TRUE], false, &f->n_true);
    f->false_values = ys__read_strings(r, v[FIELD_FALSE], false, &f->n_false);
}

/* A role asks for a type of its own. */
static bool role_fits(ys__role role, ys__field_type type)
{
    switch (role) {
    case YS__ROLE_WITHDRAWN:
        return type == YS__FIELD_BOOLEAN;
    case YS__ROLE_PERIOD:
        return type == YS__FIELD_STRING || type == YS__FIELD_DATE || type == YS__FIELD_YEARMONTH ||
               type == YS__FIELD_YEAR;
    case YS__ROLE_NONE:
        return true;
    default:
        return type == YS__FIELD_STRING || type == YS__FIELD_INTEGER;
    }
}

static void read_role(ys__reader *r, const ys__json **v, ys__field *f)
{
    const ys__json *role = v[FIELD_ROLE], *scope = v[FIELD_SCOPE];
    int word = ys__read_word(r, role, roles + 1, sizeof roles / sizeof *roles - 1, -1);

    f->role = (ys__role)(word + 1);
    f->scope_initiative = ys__read_word(r, scope, scopes, 2, 0) == 1;
    if (!role_fits(f->role, f->type)) {
        ys__error_at(r, ys__value_place(role), _("a field of type %s cannot have the role %s"), types[f->type],
                     roles[f->role]);
        ys__hint(r, _("give it the type %s"), f->role == YS__ROLE_WITHDRAWN ? "boolean" : "string");
    }
    if (scope && f->role != YS__ROLE_PARTICIPANT) {
        ys__error_at(r, ys__key_place(scope), "%s", _("only a participant has a scope"));
        ys__hint(r, "%s", _("give the field the role participant, or leave scope out"));
    }
}

static void read_dimension(ys__reader *r, const ys__json **v, const ys__form *form, ys__field *f)
{
    const ys__json *json = v[FIELD_DIMENSION];

    if (json == NULL || r->lenient)
        return;
    f->dimension = ys__reader_dimension(r, json, form->catalog);
    if (f->type != YS__FIELD_STRING) {
        ys__error_at(r, ys__value_place(json), _("a field of type %s cannot have a dimension"), types[f->type]);
        ys__hint(r, _("give it the type %s"), "string");
        f->dimension = NULL;
    } else if (f->n_list) {
        ys__error_at(r, ys__key_place(json), "%s", _("this field has both a dimension and an enum"));
        ys__hint(r, "%s", _("the dimension lists its values; leave out enum"));
    } else if (f->role != YS__ROLE_NONE) {
        ys__error_at(r, ys__key_place(json), _("a field with the role %s cannot have a dimension"), roles[f->role]);
        f->dimension = NULL;
    }
    if (f->dimension) {
        f->list = f->dimension->categories;
        f->n_list = f->dimension->n;
    }
}

static void read_name(ys__reader *r, const ys__json *json, ys__field *f)
{
    const char *name = ys__read_text(r, json);
    ys__slice s = ys__slice_of(name);

    f->name = name ? name : "";
    if (name && ys__trim(s).n < s.n)
        ys__error_at(r, ys__value_place(json), _("the name “%s” begins or ends with a blank"), name);
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)name[i] < ' ') {
            ys__error_at(r, ys__value_place(json), "%s", _("a name stands on one line"));
            break;
        }
    }
}

static void read_cumulative(ys__reader *r, const ys__json *json, ys__field *f)
{
    static const char *const since[] = { "year" };

    only_for(r, json, is_numeric(f->type), "integer, number");
    if (json && json->kind == YS__JSON_TEXT)
        f->cumulative = ys__read_word(r, json, since, 1, -1) == 0 ? YS__SINCE_YEAR : YS__PER_PERIOD;
    else
        f->cumulative = ys__read_bool(json, false) ? YS__SINCE_START : YS__PER_PERIOD;
}

/* In a plain schema other keys may stand beside those of the specification, but these would be missed. */
static void check_misplaced(ys__reader *r, const ys__json *json)
{
    static const char *const names[] = { "required", "unique", "minimum", "maximum", "minLength", "maxLength",
                                         "pattern", "enum" };
    const ys__json *found;

    for (size_t i = 0; r->lenient && i < sizeof names / sizeof *names; i++) {
        if ((found = ys__json_member(json, names[i])) == NULL)
            continue;
        ys__error_at(r, ys__key_place(found), _("“%s” has no effect here"), names[i]);
        ys__hint(r, "%s", _("put it into the field's constraints"));
    }
}

static void read_field(ys__reader *r, const ys__json *json, const ys__form *form, ys__field *f)
{
    const ys__json *v[FIELD_KEYS];
    int narrative;

    f->min_length = f->max_length = -1;
    f->name = "";
    if (!ys__read_object(r, json, _("a field"), keys, FIELD_KEYS, v))
        return;
    check_misplaced(r, json);
    read_name(r, v[FIELD_NAME], f);
    ys__read_label(r, v[FIELD_TITLE], &f->title);
    ys__read_label(r, v[FIELD_DESCRIPTION], &f->description);
    read_type(r, v[FIELD_TYPE], f);
    read_format(r, v[FIELD_FORMAT], f);
    read_number_style(r, v, f);
    if (!r->lenient)
        read_role(r, v, f);
    ys__read_constraints(r, v[FIELD_CONSTRAINTS], f);
    read_dimension(r, v, form, f);
    f->sensitive = ys__read_bool(v[FIELD_SENSITIVE], false);
    read_cumulative(r, v[FIELD_CUMULATIVE], f);
    narrative = ys__read_word(r, v[FIELD_NARRATIVE], narratives, sizeof narratives / sizeof *narratives, -1);
    f->narrative = narrative < 0 ? NULL : narratives[narrative];
    only_for(r, v[FIELD_NARRATIVE], f->type == YS__FIELD_STRING, "string");
    f->aliases = ys__read_strings(r, v[FIELD_ALIASES], false, &f->n_aliases);
    if (v[FIELD_MISSING])
        ys__read_missing_values(r, v[FIELD_MISSING], form->strict, &f->missing, &f->n_missing);
}

/* The header of a column must lead to one field. */
static bool answers_to(const ys__field *f, ys__slice header)
{
    if (ys__text_same(ys__slice_of(f->name), header))
        return true;
    for (size_t i = 0; i < f->n_aliases; i++)
        if (ys__text_same(ys__slice_of(f->aliases[i]), header))
            return true;
    return false;
}

static void check_names(ys__reader *r, const ys__json *json, const ys__form *form, size_t at)
{
    const ys__json *name = ys__json_member(json, "name"), *aliases = ys__json_member(json, "aliases");
    const ys__field *f = &form->fields[at];

    for (size_t i = 0; i < at && f->name[0]; i++) {
        if (strcmp(form->fields[i].name, f->name) == 0) {
            ys__error_at(r, ys__value_place(name), _("the field “%s” is defined a second time"), f->name);
            return;
        }
    }
    if (aliases == NULL || aliases->kind != YS__JSON_ARRAY)
        return;
    for (const ys__json *a = aliases->child; a; a = a->next) {
        for (size_t i = 0; i < form->n && a->kind == YS__JSON_TEXT; i++) {
            if (i != at && answers_to(&form->fields[i], ys__slice_of(a->text))) {
                ys__error_at(r, ys__value_place(a), _("“%s” is also a name of the field %s"), a->text,
                             form->fields[i].name);
                ys__hint(r, "%s", _("a header must lead to one field"));
                break;
            }
        }
    }
}

static void take_roles(ys__reader *r, const ys__json *json, ys__form *form, size_t at)
{
    int *const places[] = {
        [YS__ROLE_PARTNER] = &form->partner_field,         [YS__ROLE_SITE] = &form->site_field,
        [YS__ROLE_PERIOD] = &form->period_field,           [YS__ROLE_PARTICIPANT] = &form->participant_field,
        [YS__ROLE_WITHDRAWN] = &form->withdrawn_field,
    };
    ys__role role = form->fields[at].role;

    if (role == YS__ROLE_NONE)
        return;
    if (*places[role] >= 0) {
        ys__error_at(r, ys__value_place(ys__json_member(json, "role")),
                     _("the role %s is taken by the field %s already"), roles[role], form->fields[*places[role]].name);
        return;
    }
    *places[role] = (int)at;
}

void ys__read_fields(ys__reader *r, const ys__json *json, ys__form *form)
{
    const ys__json *c;
    size_t i = 0;

    form->partner_field = form->site_field = form->period_field = form->participant_field = form->withdrawn_field = -1;
    if (json == NULL || !ys__expect(r, json, YS__IS_ARRAY))
        return;
    if (json->n == 0) {
        ys__error_at(r, ys__value_place(json), "%s", _("a form needs at least one field"));
        return;
    }
    if ((form->fields = ys__reader_alloc(r, json->n, sizeof *form->fields)) == NULL)
        return;
    form->n = json->n;
    for (c = json->child; c; c = c->next)
        read_field(r, c, form, &form->fields[i++]);
    for (c = json->child, i = 0; c; c = c->next, i++) {
        check_names(r, c, form, i);
        take_roles(r, c, form, i);
    }
}
