/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/initiative.h>

#include "base/date.h"
#include "model/model.h"
#include "model/schema.h"
#include "tap.h"

/* The definitions with every key there is, read into linked objects. */

static const char *source_path(const char *name)
{
    static char path[4096];
    const char *top = getenv("top_srcdir");

    snprintf(path, sizeof path, "%s/%s", top ? top : ".", name);
    return path;
}

static void test_head(const ys_initiative *in)
{
    IS_TEXT(ys_initiative_id(in), "full", "id");
    IS_TEXT(ys_initiative_title(in), "Every key there is", "title");
    ys_language_set("es");
    IS_TEXT(ys_initiative_title(in), "Todas las claves", "title in Spanish");
    ys_language_set("en");
    IS_TEXT(ys_initiative_language(in), "en", "first language");
    IS_INT(in->calendar.period_months, 3, "quarters");
    IS_INT(in->calendar.first_month, 7, "from July");
    OK(in->calendar.named_for_end, "named for their end");
    IS_INT(in->due_days, 30, "due after 30 days");
    IS_INT(in->minimum_cell, 11, "cells below 11 are hidden");
    OK(in->sites_open && in->partners[0].sites_open, "open sites are open for every partner");
}

static void test_partners(const ys_initiative *in)
{
    const ys__partner *north = ys__find_partner(in, ys__slice_of("north")), *south = &in->partners[1];
    char day[16];

    IS_INT(in->n_partners, 2, "two partners");
    if (!OK(north != NULL, "north is there"))
        return;
    IS_TEXT(north->role, "backbone", "the backbone");
    ys__date_format(day, north->from);
    IS_TEXT(day, "2017-07-01", "takes part from");
    IS_INT(south->to, INT32_MAX, "without an end");
    IS_TEXT(ys__label_get(&south->name), "south", "a name is its id where none is given");
    OK(ys__find_site(north, ys__slice_of("main")) == &north->sites[0], "its site");
    OK(ys__partner_sends(north, ys__find_form(in, ys__slice_of("list"))), "it sends a form");
    OK(ys__partner_sends(south, ys__find_form(in, ys__slice_of("list"))), "so does one that lists none");
    OK(ys__find_partner(in, ys__slice_of("west")) == NULL, "nobody is there who is not");
}

static void test_form(const ys_initiative *in)
{
    const ys__form *form = ys__find_form(in, ys__slice_of("visits"));
    const ys__field *age, *hours, *story, *first, *answer;
    ys__slice text = ys__slice_of("no digits");

    if (!OK(form != NULL, "the form is there"))
        return;
    OK(form->is_register && form->per_site && form->complete && !form->strict, "a register per site, complete");
    IS_INT(form->partner_field, 0, "the partner's field");
    IS_INT(form->site_field, 1, "the site's");
    IS_INT(form->period_field, 2, "the period's");
    IS_INT(form->participant_field, 3, "the participant's");
    IS_INT(form->withdrawn_field, 13, "withdrawal");
    IS_INT(form->primary_key[0], 3, "the key");
    OK(form->fields[3].scope_initiative && form->fields[3].sensitive && form->fields[3].unique, "who a participant is");
    age = &form->fields[ys__form_field(form, ys__slice_of("age"))];
    OK(age->dimension == ys__find_dimension(in, ys__slice_of("age")) && age->list == age->dimension->categories,
       "dimension");
    IS_INT(ys__list_find(age->list, age->n_list, ys__slice_of("niño")), 0, "a category by its title in Spanish");
    IS_INT(ys__list_find(age->list, age->n_list, ys__slice_of("c")), 0, "by its alias");
    IS_INT(ys__list_find(age->list, age->n_list, ys__slice_of("ADULT")), 1, "by its code in capitals");
    IS_INT(ys__list_find(age->list, age->n_list, ys__slice_of("senior")), -1, "not at all");
    IS_INT(age->missing[0].reason, YS__UNKNOWN, "its own missing value");
    IS_INT(age->n_missing, 2, "beside the blank, which is always one");
    hours = &form->fields[ys__form_field(form, ys__slice_of("hours"))];
    OK(hours->has_minimum && hours->minimum == 0.5 && !hours->has_maximum, "a minimum written as text");
    IS_INT(hours->decimal_char, ',', "decimal comma");
    first = &form->fields[ys__form_field(form, ys__slice_of("first"))];
    IS_INT((long)first->minimum, 17713, "a first day");
    IS_TEXT(first->format, "%d/%m/%Y", "format");
    story = &form->fields[ys__form_field(form, ys__slice_of("story"))];
    OK(ys__pattern_matches(story->pattern, text), "its pattern");
    IS_INT(story->max_length, 500, "its length");
    answer = &form->fields[ys__form_field(form, ys__slice_of("answer"))];
    IS_TEXT(answer->list[1].code, "no", "a value of an enum");
    IS_TEXT(ys__label_get(&answer->list[1].title), "no", "titled by itself");
    IS_INT(form->n_missing, 2, "missing values");
    OK(!form->rules[0].is_error && form->rules[0].require->op == YS__OP_AT_MOST, "a rule that warns");
    IS_INT(form->frequency, YS__FREQUENCY_QUARTER, "due each quarter");
}

static void test_indicators(const ys_initiative *in)
{
    const ys__indicator *visits = ys__find_indicator(in, ys__slice_of("visits"));
    const ys__indicator *members = ys__find_indicator(in, ys__slice_of("members"));
    const ys__indicator *each = ys__find_indicator(in, ys__slice_of("each"));
    const ys__indicator *newest = ys__find_indicator(in, ys__slice_of("newest"));

    if (!OK(visits && members && each && newest, "the indicators are there"))
        return;
    IS_INT(visits->measure.kind, YS__SUM, "a sum");
    IS_INT(visits->period_field, 8, "by a date");
    IS_INT(visits->lag, 1, "one period back");
    OK(visits->where && visits->n_exclude == 1 && visits->headline && visits->decimals == 0, "which rows");
    IS_TEXT(visits->by[1], "site", "broken down");
    OK(visits->bridge && visits->analysis, "kept as read");
    OK(members->latest && members->latest_fields == NULL && members->carry, "newest of each thing");
    IS_INT(members->each, 3, "joined by participant");
    IS_INT(members->decimals, -1, "decimals by the unit");
    IS_INT(newest->n_latest, 1, "things told apart by a field");
    IS_INT(each->n_parts, 2, "a formula of two");
    OK(each->parts[0] == visits && each->parts[1] == members && each->form == NULL, "which are linked");
    IS_INT(in->targets[1].kind, YS__MATCH, "a target that matches");
    OK(in->targets[1].with == newest && in->targets[1].indicator == visits, "another indicator");
    IS_INT(in->targets[1].period.months, 1, "in a month");
    OK(in->baselines[0].indicator == visits && in->baselines[0].value == 5, "a baseline");
}

static void test_none(void)
{
    ys_initiative *in = NULL;
    ys_error err = YS_ERROR_INIT;

    IS_INT(ys_initiative_open(&in, "/nowhere", NULL, NULL, &err), YS_E_ARGUMENT, "no initiative there");
    OK(in == NULL, "and none made");
    IS_INT(ys_initiative_open(&in, source_path("tests/cli/lint-initiative/in"), NULL, NULL, &err), YS_E_DEFINITION,
           "faulty");
    IS_INT(err.line, 2, "the line of the first fault");
    OK(in == NULL, "and none made");
    ys_initiative_free(NULL);
}

static int stop(const ys_fault *fault, void *ctx)
{
    (void)fault;
    ++*(int *)ctx;
    return 1;
}

static void test_stop(void)
{
    ys_initiative *in = NULL;
    int told = 0;

    IS_INT(ys_initiative_open(&in, source_path("tests/cli/lint-initiative/in"), stop, &told, NULL), YS_E_CANCELLED,
           "stopped");
    IS_INT(told, 1, "after one");
}

static void test_schema(void)
{
    static const char text[] =
        "{ \"fields\": [ { \"name\": \"n\", \"type\": \"integer\", \"x\": 1 }, { \"name\": \"p\","
        " \"type\": \"geopoint\", \"constraints\": { \"required\": true } } ], \"primaryKey\": \"n\" }";
    ys__schema *schema = NULL;
    char path[] = "schema-test.json";
    FILE *file = fopen(path, "w");
    const ys__form *form;

    fputs(text, file);
    fclose(file);
    if (OK(ys__schema_open(&schema, path, NULL, NULL, NULL) == YS_OK, "a Table Schema with keys of others")) {
        form = ys__schema_form(schema);
        OK(form->strict, "reads strictly");
        IS_TEXT(form->id, "schema-test", "is called like its file");
        IS_INT(form->fields[1].type, YS__FIELD_STRING, "a type we do not check is text");
        IS_INT(form->n_key, 1, "its key");
    }
    ys__schema_free(schema);
    remove(path);
    IS_INT(ys__schema_open(&schema, "no-such.json", NULL, NULL, NULL), YS_E_IO, "no schema there");
}

/* What was read is enough to build the same again, without any file. */
static void test_restore(const ys_initiative *in)
{
    ys_initiative *again = NULL;
    ys_error err = YS_ERROR_INIT;

    IS_INT(in->n_definitions, 2, "two files make it up");
    IS_TEXT(in->definitions[1].kind, "catalog", "the second is a catalog");
    if (OK(ys__initiative_restore(&again, in->definitions, in->n_definitions, "/nowhere", &err) == YS_OK, "restored")) {
        IS_INT(again->n_partners, in->n_partners, "the same partners");
        OK(ys__find_indicator(again, ys__slice_of("each"))->n_parts == 2, "the same indicators");
        IS_TEXT(ys_initiative_dir(again), "/nowhere", "in the folder given");
    }
    ys_initiative_free(again);
    IS_INT(ys__initiative_restore(&again, in->definitions, 1, "/nowhere", &err), YS_E_DEFINITION,
           "its catalog is lacking");
}

static void test_tables(void)
{
    static const ys__definition kept[] = {
        { "initiative", "county",
          "{\"initiative\":\"county\",\"catalogs\":[\"v\"],\"partners\":\"p.csv\",\"sites\":\"s.csv\"}", 0 },
        { "catalog", "v", "{\"catalog\":\"v\",\"forms\":{\"a\":{\"fields\":[{\"name\":\"n\"}]}}}", 0 },
        { "table", "p.csv", "id;name;forms\neast;\"East; old\";a\n", 0 },
        { "table", "s.csv", "partner,id\neast,e1\n", 0 },
    };
    ys_initiative *in = NULL;
    ys_error err = YS_ERROR_INIT;
    ys__definition files[4];

    for (size_t i = 0; i < 4; i++) {
        files[i] = kept[i];
        files[i].n = strlen(kept[i].text);
    }
    if (!OK(ys__initiative_restore(&in, files, 4, ".", &err) == YS_OK, "partners and sites from tables")) {
        printf("# %s\n", err.text);
        return;
    }
    IS_INT(in->n_partners, 1, "one partner");
    IS_TEXT(ys__label_get(&in->partners[0].name), "East; old", "with its name");
    IS_TEXT(in->partners[0].sites[0].id, "e1", "and its site");
    IS_INT(in->partners[0].n_forms, 1, "and its form");
    IS_INT(in->n_definitions, 4, "four files make it up");
    ys_initiative_free(in);
}

/* An analysis that is a fault now does not bar the way to what was received with it. */
static void test_kept_analysis(void)
{
    static const char catalog[] =
        "{\"catalog\":\"v\",\"forms\":{\"a\":{\"fields\":[{\"name\":\"n\",\"type\":\"integer\"}]},"
        "\"b\":{\"fields\":[{\"name\":\"m\"}]}},\"indicators\":[{\"id\":\"i\",\"form\":\"a\","
        "\"measure\":\"sum(n)\",\"analysis\":{\"kind\":\"before_after\",\"before\":\"n\",\"after\":\"gone\"}}]}";
    static const char initiative[] = "{\"initiative\":\"x\",\"catalogs\":[\"v\"],\"partners\":[{\"id\":\"p\"},"
                                     "{\"id\":\"q\",\"forms\":[]},{\"id\":\"r\",\"role\":\"backbone\"}]}";
    const ys__definition files[] = {
        { "initiative", "x", initiative, strlen(initiative) },
        { "catalog", "v", catalog, strlen(catalog) },
    };
    ys_initiative *in = NULL;
    ys_error err = YS_ERROR_INIT;
    const ys__indicator *found;

    if (!OK(ys__initiative_restore(&in, files, 2, ".", &err) == YS_OK, "restored with a faulty analysis")) {
        printf("# %s\n", err.text);
        return;
    }
    found = ys__find_indicator(in, ys__slice_of("i"));
    OK(found && found->analysis == NULL, "the indicator is there, without it");
    IS_INT(in->partners[0].n_forms, 2, "who lists no forms sends all of them");
    IS_INT(in->partners[1].n_forms, 0, "an empty list is one");
    IS_INT(in->partners[2].n_forms, 0, "of a backbone nothing is expected");
    ys_initiative_free(in);
}

int main(void)
{
    ys_initiative *in = NULL;

    if (OK(ys_initiative_open(&in, source_path("tests/lint/schema"), NULL, NULL, NULL) == YS_OK, "opened")) {
        test_head(in);
        test_partners(in);
        test_form(in);
        test_indicators(in);
        test_restore(in);
    }
    ys_initiative_free(in);
    test_none();
    test_stop();
    test_schema();
    test_tables();
    test_kept_analysis();
    return DONE();
}
