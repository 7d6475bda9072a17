/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/mapping.h"

#include <stdlib.h>

#include "base/i18n.h"

enum {
    FORM_TITLE,
    FORM_DESCRIPTION,
    FORM_FREQUENCY,
    FORM_ROWS,
    FORM_PER,
    FORM_COMPLETE,
    FORM_FIELDS,
    FORM_KEY,
    FORM_MISSING,
    FORM_RULES,
    FORM_ACROSS,
    FORM_DOWN,
    FORM_SOURCE,
    FORM_SCHEMA,
    FORM_KEYS
};

static const ys__key keys[FORM_KEYS] = {
    [FORM_TITLE] = { "title", YS__IS_LABEL, false },
    [FORM_DESCRIPTION] = { "description", YS__IS_LABEL, false },
    [FORM_FREQUENCY] = { "frequency", YS__IS_TEXT, false },
    [FORM_ROWS] = { "rows", YS__IS_TEXT, false },
    [FORM_PER] = { "per", YS__IS_TEXT, false },
    [FORM_COMPLETE] = { "complete", YS__IS_BOOL, false },
    [FORM_FIELDS] = { "fields", YS__IS_ARRAY, true },
    [FORM_KEY] = { "primaryKey", YS__IS_ARRAY | YS__IS_TEXT, false },
    [FORM_MISSING] = { "missingValues", YS__IS_ARRAY | YS__IS_OBJECT, false },
    [FORM_RULES] = { "rules", YS__IS_ARRAY, false },
    [FORM_ACROSS] = { "periods_across", YS__IS_TEXT | YS__IS_ARRAY | YS__IS_BOOL, false },
    [FORM_DOWN] = { "indicators_down", YS__IS_OBJECT, false },
    [FORM_SOURCE] = { "source", YS__IS_NOTE, false },
    [FORM_SCHEMA] = { "$schema", YS__IS_TEXT, false },
};

static const char *const frequencies[] = {
    [YS__FREQUENCY_ANY] = "any",         [YS__FREQUENCY_MONTH] = "month", [YS__FREQUENCY_QUARTER] = "quarter",
    [YS__FREQUENCY_YEAR] = "year",       [YS__FREQUENCY_ONCE] = "once",
};

static bool known_missing(const ys__missing_value *list, size_t n, const char *text)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].text, text) == 0)
            return true;
    return false;
}

static ys__missing reason_of(ys__reader *r, const ys__json *json)
{
    const char *names[YS__MISSINGS];
    ys__missing reason = YS__NOT_REPORTED;

    if (!ys__expect(r, json, YS__IS_TEXT) || ys__missing_named(ys__slice_of(json->text), &reason))
        return reason;
    for (int i = 1; i < YS__MISSINGS; i++)
        names[i - 1] = ys__missing_name((ys__missing)i);
    ys__error_at(r, ys__value_place(json), _("“%s” is not a reason for being missing"), json->text);
    ys__hint_nearest(r, ys__slice_of(json->text), names, YS__MISSINGS - 1);
    return reason;
}

void ys__read_missing_values(ys__reader *r, const ys__json *json, bool strict, ys__missing_value **out, size_t *n)
{
    size_t room = (json ? json->n : 0) + 1, used = 0;
    ys__missing_value *list = ys__reader_alloc(r, room, sizeof *list);

    if (list == NULL)
        return;
    for (const ys__json *c = json ? json->child : NULL; c; c = c->next) {
        bool named = json->kind == YS__JSON_OBJECT;
        const char *text = named ? c->key : c->text;

        if (!named && !ys__expect(r, c, YS__IS_TEXT))
            continue;
        if (known_missing(list, used, text)) {
            ys__error_at(r, named ? ys__key_place(c) : ys__value_place(c), _("“%s” stands in this list a second time"),
                         text);
            continue;
        }
        list[used++] = (ys__missing_value){ text, named ? reason_of(r, c) : YS__NOT_REPORTED };
    }
    /* nobody means an empty cell to be a value */
    if ((json == NULL || !strict) && !known_missing(list, used, ""))
        list[used++] = (ys__missing_value){ "", YS__NOT_REPORTED };
    *out = list;
    *n = used;
}

static void read_key(ys__reader *r, const ys__json *json, ys__form *form)
{
    size_t room = json ? json->n + 1 : 0;
    const ys__json *c;

    if (json == NULL || (form->primary_key = ys__reader_alloc(r, room, sizeof *form->primary_key)) == NULL)
        return;
    if (json->kind == YS__JSON_TEXT) {
        if ((form->primary_key[0] = ys__reader_field(r, json, form)) >= 0)
            form->n_key = 1;
        return;
    }
    for (c = json->child; c; c = c->next) {
        int field = ys__reader_field(r, c, form);
        bool twice = false;

        for (size_t i = 0; i < form->n_key; i++)
            twice |= form->primary_key[i] == field;
        if (field >= 0 && twice)
            ys__error_at(r, ys__value_place(c), _("“%s” stands in this list a second time"), c->text);
        else if (field >= 0)
            form->primary_key[form->n_key++] = field;
    }
}

/* Rules */

enum { RULE_ID, RULE_REQUIRE, RULE_SEVERITY, RULE_MESSAGE, RULE_DESCRIPTION, RULE_KEYS };

static const ys__key rule_keys[RULE_KEYS] = {
    [RULE_ID] = { "id", YS__IS_TEXT, true },
    [RULE_REQUIRE] = { "require", YS__IS_TEXT, true },
    [RULE_SEVERITY] = { "severity", YS__IS_TEXT, false },
    [RULE_MESSAGE] = { "message", YS__IS_LABEL, false },
    [RULE_DESCRIPTION] = { "description", YS__IS_NOTE, false },
};

static bool read_rule(ys__reader *r, const ys__json *json, const ys__form *form, ys__rule *rule)
{
    static const char *const severities[] = { "error", "warning" };
    const ys__json *v[RULE_KEYS];

    if (!ys__read_object(r, json, _("a rule"), rule_keys, RULE_KEYS, v))
        return false;
    rule->id = ys__read_id(r, v[RULE_ID], true);
    rule->require = v[RULE_REQUIRE] ? ys__read_expr(r, v[RULE_REQUIRE], form) : NULL;
    rule->source = v[RULE_REQUIRE] ? v[RULE_REQUIRE]->text : "";
    rule->is_error = ys__read_word(r, v[RULE_SEVERITY], severities, 2, 0) == 0;
    ys__read_label(r, v[RULE_MESSAGE], &rule->message);
    for (size_t i = 0; rule->id && i < form->n_rules; i++)
        if (strcmp(form->rules[i].id, rule->id) == 0)
            ys__error_at(r, ys__value_place(v[RULE_ID]), _("the rule “%s” is defined a second time"), rule->id);
    return rule->id && rule->require;
}

static void read_rules(ys__reader *r, const ys__json *json, ys__form *form)
{
    if (json == NULL || r->lenient || (form->rules = ys__reader_alloc(r, json->n + 1, sizeof *form->rules)) == NULL)
        return;
    for (const ys__json *c = json->child; c; c = c->next)
        if (read_rule(r, c, form, &form->rules[form->n_rules]))
            form->n_rules++;
}

/* What must go together. */
static void check_form(ys__reader *r, const ys__json *json, const ys__json **v, const ys__form *form)
{
    if (form->is_register && form->n_key == 0 && v[FORM_KEY] == NULL) {
        ys__error_at(r, ys__value_place(v[FORM_ROWS]), "%s", _("a register needs a primaryKey"));
        ys__hint(r, "%s", _("it names the fields that tell which row is replaced by a newer one"));
    }
    if (form->complete && !form->is_register) {
        ys__error_at(r, ys__key_place(v[FORM_COMPLETE]), "%s", _("only a register can be complete"));
        ys__hint(r, _("add %s, or leave complete out"), "\"rows\": \"register\"");
    }
    if (form->withdrawn_field >= 0 && !form->is_register) {
        ys__error_at(r, ys__value_place(json), _("the field %s has the role withdrawn, but the form is no register"),
                     form->fields[form->withdrawn_field].name);
        ys__hint(r, _("add %s"), "\"rows\": \"register\"");
    }
    if (form->per_site && form->site_field < 0) {
        ys__error_at(r, ys__value_place(v[FORM_PER]), "%s", _("the form has no field with the role site"));
        ys__hint(r, "%s", _("give one of its fields the role site, or leave per out"));
    }
}

void ys__read_form(ys__reader *r, const ys__json *json, const ys__catalog *catalog, ys__form *form)
{
    static const char *const rows[] = { "events", "register" }, *const per[] = { "partner", "site" };
    const ys__json *v[FORM_KEYS];

    form->catalog = catalog;
    form->strict = r->lenient;
    form->frequency = YS__FREQUENCY_ANY;
    form->partner_field = form->site_field = form->period_field = form->participant_field = form->withdrawn_field = -1;
    if (!ys__read_object(r, json, _("a form"), keys, FORM_KEYS, v))
        return;
    ys__read_label(r, v[FORM_TITLE], &form->title);
    ys__read_label(r, v[FORM_DESCRIPTION], &form->description);
    form->frequency = (ys__frequency)ys__read_word(r, v[FORM_FREQUENCY], frequencies,
                                                   sizeof frequencies / sizeof *frequencies, YS__FREQUENCY_ANY);
    form->is_register = ys__read_word(r, v[FORM_ROWS], rows, 2, 0) == 1;
    form->per_site = ys__read_word(r, v[FORM_PER], per, 2, 0) == 1;
    form->complete = ys__read_bool(v[FORM_COMPLETE], false);
    ys__read_missing_values(r, v[FORM_MISSING], form->strict, &form->missing, &form->n_missing);
    ys__read_fields(r, v[FORM_FIELDS], form);
    if (form->title.n == 0 && form->id)
        form->title = ys__label_of(r, form->id);
    read_key(r, v[FORM_KEY], form);
    read_rules(r, v[FORM_RULES], form);
    if (!r->lenient) {
        ys__read_layout(r, v[FORM_ACROSS], v[FORM_DOWN], form, &form->layout);
        ys__check_layout(r, v[FORM_ACROSS], v[FORM_DOWN], &form->layout);
    }
    if (!r->lenient)
        check_form(r, json, v, form);
}
