/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/catalog.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

enum { ID, FAMILY, TITLE, DEFINITION, DESCRIPTION, SOURCE, NOTES, UNIT, POLARITY, FORM, MEASURE, BY, PERIOD, LAG, WHERE,
       EXCLUDE, LATEST, CARRY, EACH, HEADLINE, DECIMALS, BRIDGE, ANALYSIS, RECORDS, KEYS };

static const ys__key keys[KEYS] = {
    [ID] = { "id", YS__IS_TEXT, true },
    [FAMILY] = { "family", YS__IS_TEXT, false },
    [TITLE] = { "title", YS__IS_LABEL, false },
    [DEFINITION] = { "definition", YS__IS_LABEL, false },
    [DESCRIPTION] = { "description", YS__IS_LABEL, false },
    [SOURCE] = { "source", YS__IS_LABEL, false },
    [NOTES] = { "notes", YS__IS_NOTE, false },
    [UNIT] = { "unit", YS__IS_TEXT, false },
    [POLARITY] = { "polarity", YS__IS_TEXT, false },
    [FORM] = { "form", YS__IS_TEXT, false },
    [MEASURE] = { "measure", YS__IS_TEXT, true },
    [BY] = { "by", YS__IS_ARRAY, false },
    [PERIOD] = { "period", YS__IS_TEXT, false },
    [LAG] = { "lag", YS__IS_NUMBER, false },
    [WHERE] = { "where", YS__IS_TEXT, false },
    [EXCLUDE] = { "exclude", YS__IS_ARRAY, false },
    [LATEST] = { "latest", YS__IS_BOOL | YS__IS_ARRAY, false },
    [CARRY] = { "carry", YS__IS_BOOL, false },
    [EACH] = { "each", YS__IS_TEXT, false },
    [HEADLINE] = { "headline", YS__IS_BOOL, false },
    [DECIMALS] = { "decimals", YS__IS_NUMBER, false },
    [BRIDGE] = { "bridge", YS__IS_OBJECT, false },
    [RECORDS] = { "records", YS__IS_TEXT, false },
    [ANALYSIS] = { "analysis", YS__IS_OBJECT, false },
};

static const char *const families[] = {
    [YS__POPULATION] = "population",
    [YS__PERFORMANCE] = "performance",
    [YS__PARTNER_FAMILY] = "partner",
    [YS__OUTCOME] = "outcome",
};

static const char *const polarities[] = { [YS__UP] = "up", [YS__DOWN] = "down", [YS__NEUTRAL] = "neutral" };

/* Taking rows out, with a reason each */

enum { EXCLUDE_WHERE, EXCLUDE_REASON, EXCLUDE_KEYS };

static const ys__key exclude_keys[EXCLUDE_KEYS] = {
    [EXCLUDE_WHERE] = { "where", YS__IS_TEXT, true },
    [EXCLUDE_REASON] = { "reason", YS__IS_LABEL, true },
};

static void read_exclude(ys__reader *r, const ys__json *json, ys__indicator *ind)
{
    if (json == NULL || (ind->exclude = ys__reader_alloc(r, json->n + 1, sizeof *ind->exclude)) == NULL)
        return;
    for (const ys__json *c = json->child; c; c = c->next) {
        ys__exclusion *e = &ind->exclude[ind->n_exclude];
        const ys__json *v[EXCLUDE_KEYS];

        if (!ys__read_object(r, c, _("an exclusion"), exclude_keys, EXCLUDE_KEYS, v))
            continue;
        e->where = v[EXCLUDE_WHERE] ? ys__read_expr(r, v[EXCLUDE_WHERE], ind->form) : NULL;
        e->source = e->where ? v[EXCLUDE_WHERE]->text : "";
        ys__read_label(r, v[EXCLUDE_REASON], &e->reason);
        if (e->where)
            ind->n_exclude++;
    }
}

/* What results are broken down by */

bool ys__form_groups(const ys__form *form, const char *name)
{
    if (strcmp(name, "partner") == 0)
        return true;
    if (strcmp(name, "site") == 0)
        return form->site_field >= 0;
    for (size_t i = 0; i < form->n; i++)
        if ((form->fields[i].dimension && strcmp(form->fields[i].dimension->id, name) == 0) ||
            (form->fields[i].n_list && strcmp(form->fields[i].name, name) == 0))
            return true;
    return false;
}

static void no_group(ys__reader *r, const ys__json *name, const ys__form *form)
{
    const char **known = calloc(form->n * 2 + 2, sizeof *known);
    int field = ys__form_field(form, ys__slice_of(name->text));
    size_t n = 0;

    ys__error_at(r, ys__value_place(name), _("results of the form %s cannot be broken down by “%s”"), form->id,
                 name->text);
    if (field >= 0) {
        ys__hint(r, _("the field %s lists no values: give it a dimension or an enum"), name->text);
    } else if (strcmp(name->text, "site") == 0) {
        ys__hint(r, "%s", _("give one of its fields the role site"));
    } else if (known) {
        known[n++] = "partner";
        if (form->site_field >= 0)
            known[n++] = "site";
        for (size_t i = 0; i < form->n; i++)
            if (form->fields[i].n_list)
                known[n++] = form->fields[i].dimension ? form->fields[i].dimension->id : form->fields[i].name;
        ys__hint_nearest(r, ys__slice_of(name->text), known, n);
    }
    free(known);
}

static void read_by(ys__reader *r, const ys__json *json, ys__indicator *ind)
{
    if (json == NULL || (ind->by = ys__reader_alloc(r, json->n + 1, sizeof *ind->by)) == NULL)
        return;
    for (const ys__json *c = json->child; c; c = c->next) {
        bool twice = false;

        if (!ys__expect(r, c, YS__IS_TEXT))
            continue;
        for (size_t i = 0; i < ind->n_by; i++)
            twice |= strcmp(ind->by[i], c->text) == 0;
        if (twice)
            ys__error_at(r, ys__value_place(c), _("“%s” stands in this list a second time"), c->text);
        else if (ind->form && !ys__form_groups(ind->form, c->text))
            no_group(r, c, ind->form);
        else
            ind->by[ind->n_by++] = c->text;
    }
}

/* Which rows count */

static void read_period(ys__reader *r, const ys__json *json, ys__indicator *ind)
{
    int field = json && ind->form ? ys__reader_field(r, json, ind->form) : -1;

    if (field < 0)
        return;
    if (ind->form->fields[field].type == YS__FIELD_DATE) {
        ind->period_field = field;
        return;
    }
    ys__error_at(r, ys__value_place(json), _("the field %s holds no dates"), json->text);
    ys__hint(r, "%s", _("the period of an indicator goes by a field of type date"));
}

static void read_latest(ys__reader *r, const ys__json *json, ys__indicator *ind)
{
    ind->latest = json && (json->kind == YS__JSON_ARRAY || json->truth);
    if (json == NULL || json->kind != YS__JSON_ARRAY || ind->form == NULL)
        return;
    if (json->n == 0) {
        ys__error_at(r, ys__value_place(json), "%s", _("this list is empty"));
        ys__hint(r, "%s", _("name the fields that tell one thing from another, or write true"));
    }
    if ((ind->latest_fields = ys__reader_alloc(r, json->n + 1, sizeof *ind->latest_fields)) == NULL)
        return;
    for (const ys__json *c = json->child; c; c = c->next) {
        int field = ys__reader_field(r, c, ind->form);

        if (field >= 0)
            ind->latest_fields[ind->n_latest++] = field;
    }
}

static void read_rows(ys__reader *r, const ys__json **v, ys__indicator *ind)
{
    read_period(r, v[PERIOD], ind);
    ind->lag = (int)ys__read_whole(r, v[LAG], 0, 400, 0);
    ind->where = v[WHERE] && ind->form ? ys__read_expr(r, v[WHERE], ind->form) : NULL;
    ind->where_source = ind->where ? v[WHERE]->text : NULL;
    if (ind->form)
        read_exclude(r, v[EXCLUDE], ind);
    read_latest(r, v[LATEST], ind);
    ind->carry = ys__read_bool(v[CARRY], false);
    if (ind->carry && !ind->latest) {
        ys__error_at(r, ys__key_place(v[CARRY]), "%s", _("carry needs latest"));
        ys__hint(r, _("add %s, or leave carry out"), "\"latest\": true");
    }
    ind->each = v[EACH] && ind->form ? ys__reader_field(r, v[EACH], ind->form) : -1;
}

/* The parts of a formula are linked when all indicators are known. A measure of its own makes no sense with them. */
static void check_formula_keys(ys__reader *r, const ys__json **v)
{
    static const int rows[] = { FORM, PERIOD, LAG, WHERE, EXCLUDE, LATEST, CARRY, EACH, ANALYSIS };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (v[rows[i]] == NULL)
            continue;
        ys__error_at(r, ys__key_place(v[rows[i]]), _("a formula of indicators has no “%s” of its own"),
                     keys[rows[i]].name);
        ys__hint(r, "%s", _("it belongs to the indicators in it"));
    }
}

static bool is_formula(const ys__json *measure)
{
    return measure && measure->kind == YS__JSON_TEXT && strstr(measure->text, "indicator") &&
           strcspn(measure->text, "(") < strlen(measure->text);
}

static void read_measure(ys__reader *r, const ys__json *json, const ys__json **v, const ys__catalog *catalog,
                         ys__indicator *ind)
{
    if (v[FORM])
        ind->form = ys__reader_form(r, v[FORM], catalog);
    if (v[MEASURE] == NULL || (ind->form == NULL && v[FORM])) /* without its form nothing can be said about it */
        return;
    if (ind->form == NULL && !is_formula(v[MEASURE])) {
        ys__error_at(r, ys__value_place(json), _("the key “%s” of %s is missing"), "form", _("an indicator"));
        return;
    }
    if (!ys__read_measure(r, v[MEASURE], ind->form, &ind->measure))
        return;
    if (ind->measure.kind == YS__FORMULA) {
        check_formula_keys(r, v);
        ind->form = NULL;
    }
}

/* Members of a label that says more than another one. */
static void read_labels(ys__reader *r, const ys__json **v, ys__indicator *ind)
{
    ys__read_label(r, v[TITLE], &ind->title);
    ys__read_label(r, v[DESCRIPTION], &ind->definition);
    ys__read_label(r, v[DEFINITION], &ind->definition);
    ys__read_label(r, v[SOURCE], &ind->source);
    if (ind->title.n == 0 && ind->id)
        ind->title = ys__label_of(r, ind->id);
}

static void read_indicator(ys__reader *r, const ys__json *json, const ys__catalog *catalog, ys__indicator *ind)
{
    const ys__json *v[KEYS];

    ind->catalog = catalog;
    ind->period_field = ind->each = ind->decimals = -1;
    ind->unit = "";
    ind->measure.kind = YS__FORMULA;
    ind->measure.source = "";
    if (!ys__read_object(r, json, _("an indicator"), keys, KEYS, v))
        return;
    ind->id = ys__read_id(r, v[ID], true);
    ind->family = (ys__family)ys__read_word(r, v[FAMILY], families, 4, YS__PERFORMANCE);
    ind->polarity = (ys__polarity)ys__read_word(r, v[POLARITY], polarities, 3, YS__NEUTRAL);
    read_labels(r, v, ind);
    if (v[UNIT])
        ind->unit = v[UNIT]->text;
    ind->headline = ys__read_bool(v[HEADLINE], false);
    ind->decimals = (int)ys__read_whole(r, v[DECIMALS], 0, 9, -1);
    read_measure(r, json, v, catalog, ind);
    if (ind->measure.kind != YS__FORMULA)
        read_rows(r, v, ind);
    ys__read_bridge(r, v[BRIDGE], ind);
    read_by(r, v[BY], ind);
    if (ind->form)
        ys__read_analysis(r, v[ANALYSIS], ind);
}

void ys__read_indicators(ys__reader *r, const ys__catalog_file *from)
{
    ys__catalog *catalog = from->catalog;
    size_t n = 0;

    r->file = from->file;
    if (from->indicators == NULL ||
        (catalog->indicators = ys__reader_alloc(r, from->indicators->n + 1, sizeof *catalog->indicators)) == NULL)
        return;
    catalog->n_indicators = from->indicators->n; /* formulas need to know all of them by their place in the file */
    for (const ys__json *c = from->indicators->child; c; c = c->next) {
        ys__indicator *ind = &catalog->indicators[n++];

        read_indicator(r, c, catalog, ind);
        for (size_t i = 0; ind->id && i + 1 < n; i++) {
            if (catalog->indicators[i].id && strcmp(catalog->indicators[i].id, ind->id) == 0) {
                ys__error_at(r, ys__value_place(ys__json_member(c, "id")),
                             _("the indicator “%s” is defined a second time"), ind->id);
                break;
            }
        }
    }
}
