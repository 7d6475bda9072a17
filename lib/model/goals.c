/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/catalog.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/number.h"

/* Calendar, baselines and targets. */

enum { CALENDAR_PERIOD, CALENDAR_STARTS, CALENDAR_NAMED, CALENDAR_KEYS };

static const ys__key calendar_keys[CALENDAR_KEYS] = {
    [CALENDAR_PERIOD] = { "period", YS__IS_TEXT, false },
    [CALENDAR_STARTS] = { "year_starts", YS__IS_TEXT, false },
    [CALENDAR_NAMED] = { "year_named_for", YS__IS_TEXT, false },
};

static void read_year_start(ys__reader *r, const ys__json *json, ys__calendar *out)
{
    const char *text = ys__read_text(r, json);
    int month = 0, day = 0, n = 0;

    if (text == NULL)
        return;
    if (strlen(text) == 5 && sscanf(text, "%2d-%2d%n", &month, &day, &n) == 2 && n == 5 && day == 1 && month >= 1 &&
        month <= 12) {
        out->first_month = month;
        return;
    }
    ys__error_at(r, ys__value_place(json), _("“%s” is not the first day of a month"), text);
    ys__hint(r, "%s", _("write month and day: \"07-01\" for a year that begins on 1 July"));
}

void ys__read_calendar(ys__reader *r, const ys__json *json, ys__calendar *out)
{
    static const char *const periods[] = { "month", "quarter", "year" }, *const ends[] = { "start", "end" };
    static const int months[] = { 1, 3, 12 };
    const ys__json *v[CALENDAR_KEYS];

    *out = (ys__calendar){ .period_months = 3, .first_month = 1, .named_for_end = true };
    if (json == NULL || !ys__read_object(r, json, _("the calendar"), calendar_keys, CALENDAR_KEYS, v))
        return;
    out->period_months = months[ys__read_word(r, v[CALENDAR_PERIOD], periods, 3, 1)];
    read_year_start(r, v[CALENDAR_STARTS], out);
    out->named_for_end = ys__read_word(r, v[CALENDAR_NAMED], ends, 2, 1) == 1;
}

static bool read_period(ys__reader *r, const ys__json *json, ys__period *out)
{
    const char *text = ys__read_text(r, json);
    ys__buffer why = { 0 };

    if (text == NULL)
        return false;
    if (ys__period_parse(&r->in->calendar, ys__slice_of(text), false, out))
        return true;
    ys__period_explain(&r->in->calendar, ys__slice_of(text), &why);
    ys__error_at(r, ys__value_place(json), _("“%s” is not a period of this initiative"), text);
    ys__hint(r, "%s", why.text ? why.text : "");
    ys__buffer_free(&why);
    return false;
}

/* Shares are fractions in the files, though people are shown percent. */
static void check_share(ys__reader *r, const ys__json *json, const ys__indicator *ind, double value)
{
    char number[YS__NUMBER_SIZE];

    if (ind->measure.kind != YS__SHARE || (value >= 0 && value <= 1))
        return;
    ys__error_at(r, ys__value_place(json), _("the indicator %s is a share; it cannot be %s"), ind->id,
                 ys__number_format(number, value));
    ys__hint(r, _("shares are fractions: write %s"), ys__number_format(number, value / 100));
}

/* What nobody reports will never be reached. */
static void check_sent(ys__reader *r, const ys__json *json, const ys__indicator *ind)
{
    if (ind->form == NULL)
        return;
    for (size_t i = 0; i < r->in->n_partners; i++)
        if (ys__partner_sends(&r->in->partners[i], ind->form))
            return;
    ys__warn_at(r, ys__value_place(json), _("no partner sends the form %s, so %s will have no results"), ind->form->id,
                ind->id);
    ys__hint(r, _("add %s to the forms of a partner"), ind->form->id);
}

enum { BASELINE_INDICATOR, BASELINE_PERIOD, BASELINE_VALUE, BASELINE_NOTES, BASELINE_SOURCE, BASELINE_KEYS };

static const ys__key baseline_keys[BASELINE_KEYS] = {
    [BASELINE_INDICATOR] = { "indicator", YS__IS_TEXT, true },
    [BASELINE_PERIOD] = { "period", YS__IS_TEXT, true },
    [BASELINE_VALUE] = { "value", YS__IS_NUMBER, true },
    [BASELINE_NOTES] = { "notes", YS__IS_NOTE, false },
    [BASELINE_SOURCE] = { "source", YS__IS_NOTE, false },
};

static bool read_baseline(ys__reader *r, const ys__json *json, ys__baseline *out)
{
    const ys__json *v[BASELINE_KEYS];
    bool good;

    if (!ys__read_object(r, json, _("a baseline"), baseline_keys, BASELINE_KEYS, v))
        return false;
    out->indicator = ys__reader_indicator(r, v[BASELINE_INDICATOR]);
    good = read_period(r, v[BASELINE_PERIOD], &out->period);
    if (v[BASELINE_VALUE])
        out->value = v[BASELINE_VALUE]->number;
    if (out->indicator && v[BASELINE_VALUE])
        check_share(r, v[BASELINE_VALUE], out->indicator, out->value);
    return good && out->indicator;
}

void ys__read_baselines(ys__reader *r, const ys__json *json)
{
    ys_initiative *in = r->in;

    if (json == NULL || (in->baselines = ys__reader_alloc(r, json->n + 1, sizeof *in->baselines)) == NULL)
        return;
    for (const ys__json *c = json->child; c; c = c->next) {
        ys__baseline one = { 0 };

        if (!read_baseline(r, c, &one))
            continue;
        for (size_t i = 0; i < in->n_baselines; i++)
            if (in->baselines[i].indicator == one.indicator && ys__period_equal(in->baselines[i].period, one.period))
                ys__error_at(r, ys__value_place(c), _("the indicator %s has a baseline for this period already"),
                             one.indicator->id);
        in->baselines[in->n_baselines++] = one;
    }
}

enum {
    TARGET_INDICATOR,
    TARGET_PERIOD,
    TARGET_KIND,
    TARGET_VALUE,
    TARGET_WITH,
    TARGET_NOTES,
    TARGET_SOURCE,
    TARGET_KEYS
};

static const ys__key target_keys[TARGET_KEYS] = {
    [TARGET_INDICATOR] = { "indicator", YS__IS_TEXT, true },
    [TARGET_PERIOD] = { "period", YS__IS_TEXT, true },
    [TARGET_KIND] = { "kind", YS__IS_TEXT, true },
    [TARGET_VALUE] = { "value", YS__IS_NUMBER, false },
    [TARGET_WITH] = { "with", YS__IS_TEXT, false },
    [TARGET_NOTES] = { "notes", YS__IS_NOTE, false },
    [TARGET_SOURCE] = { "source", YS__IS_NOTE, false },
};

static const char *const target_kinds[] = {
    [YS__AT_LEAST] = "at_least", [YS__AT_MOST] = "at_most", [YS__MATCH] = "match"
};

/* A match takes its value from another indicator, the others have one of their own. */
static void check_target(ys__reader *r, const ys__json *json, const ys__json **v, const ys__target *t)
{
    bool match = t->kind == YS__MATCH;

    if (match && v[TARGET_WITH] == NULL) {
        ys__error_at(r, ys__value_place(json), "%s", _("a target of kind match needs an indicator to match"));
        ys__hint(r, _("add %s"), "\"with\": \"…\"");
    } else if (!match && v[TARGET_WITH]) {
        ys__error_at(r, ys__key_place(v[TARGET_WITH]), _("only a target of kind match has a “%s”"), "with");
    }
    if (match && v[TARGET_VALUE]) {
        ys__error_at(r, ys__key_place(v[TARGET_VALUE]), "%s", _("a target of kind match has no value of its own"));
        ys__hint(r, "%s", _("leave it out: the value is that of the other indicator"));
    } else if (!match && v[TARGET_VALUE] == NULL) {
        ys__error_at(r, ys__value_place(json), _("the key “%s” of %s is missing"), "value", _("a target"));
    }
    if (match && t->with && t->with == t->indicator)
        ys__error_at(r, ys__value_place(v[TARGET_WITH]), "%s", _("an indicator always matches itself"));
}

static bool read_target(ys__reader *r, const ys__json *json, ys__target *out)
{
    const ys__json *v[TARGET_KEYS];
    int kind;
    bool good;

    if (!ys__read_object(r, json, _("a target"), target_keys, TARGET_KEYS, v))
        return false;
    out->indicator = ys__reader_indicator(r, v[TARGET_INDICATOR]);
    good = read_period(r, v[TARGET_PERIOD], &out->period);
    kind = ys__read_word(r, v[TARGET_KIND], target_kinds, 3, -1);
    out->with = ys__reader_indicator(r, v[TARGET_WITH]);
    if (v[TARGET_VALUE])
        out->value = v[TARGET_VALUE]->number;
    if (kind < 0)
        return false;
    out->kind = (ys__target_kind)kind;
    check_target(r, json, v, out);
    if (out->indicator && v[TARGET_VALUE])
        check_share(r, v[TARGET_VALUE], out->indicator, out->value);
    if (out->indicator)
        check_sent(r, v[TARGET_INDICATOR], out->indicator);
    return good && out->indicator;
}

void ys__read_targets(ys__reader *r, const ys__json *json)
{
    ys_initiative *in = r->in;

    if (json == NULL || (in->targets = ys__reader_alloc(r, json->n + 1, sizeof *in->targets)) == NULL)
        return;
    for (const ys__json *c = json->child; c; c = c->next) {
        ys__target one = { 0 };

        if (!read_target(r, c, &one))
            continue;
        for (size_t i = 0; i < in->n_targets; i++)
            if (in->targets[i].indicator == one.indicator && in->targets[i].kind == one.kind &&
                ys__period_equal(in->targets[i].period, one.period))
                ys__error_at(r, ys__value_place(c),
                             _("the indicator %s has a target of this kind for this period already"),
                             one.indicator->id);
        in->targets[in->n_targets++] = one;
    }
}
