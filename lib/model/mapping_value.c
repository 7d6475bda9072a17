/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/mapping.h"

#include <math.h>
#include <stdlib.h>

#include "base/i18n.h"

/* Values that a mapping names must be values of their field. */

bool ys__reason_in_brackets(const char *text, ys__missing *out)
{
    size_t n = strlen(text);

    return n > 2 && text[0] == '[' && text[n - 1] == ']' && ys__missing_named((ys__slice){ text + 1, n - 2 }, out);
}

static bool fail_reason(ys__reader *r, ys__place at, const char *text)
{
    const char *names[YS__MISSINGS];

    for (int i = 1; i < YS__MISSINGS; i++)
        names[i - 1] = ys__missing_name((ys__missing)i);
    ys__error_at(r, at, _("“%s” is not a reason for being missing"), text);
    ys__hint_nearest(r, (ys__slice){ text + 1, strlen(text) - 2 }, names, YS__MISSINGS - 1);
    return false;
}

static bool fail_nearest(ys__reader *r, ys__place at, const char *text, const ys__field *f, const char *const *names,
                         size_t n)
{
    ys__error_at(r, at, _("“%s” is no value of the field %s"), text, f->name);
    ys__hint_nearest(r, ys__slice_of(text), names, n);
    return false;
}

static bool check_list(ys__reader *r, ys__place at, const ys__field *f, const char *text)
{
    const char **codes = ys__reader_alloc(r, f->n_list, sizeof *codes);

    for (size_t i = 0; codes && i < f->n_list; i++) {
        if (strcmp(f->list[i].code, text) == 0)
            return true;
        codes[i] = f->list[i].code;
    }
    return codes && fail_nearest(r, at, text, f, codes, f->n_list);
}

static bool check_site(ys__reader *r, ys__place at, const ys__partner *partner, const ys__field *f, const char *text)
{
    const char **ids;

    if (partner->sites_open || ys__find_site(partner, ys__slice_of(text)))
        return true;
    ids = ys__reader_alloc(r, partner->n_sites, sizeof *ids);
    for (size_t i = 0; ids && i < partner->n_sites; i++)
        ids[i] = partner->sites[i].id;
    return ids && fail_nearest(r, at, text, f, ids, partner->n_sites);
}

static bool check_bool(ys__reader *r, ys__place at, const ys__field *f, const char *text)
{
    static const char *const words[] = { "true", "false" };
    const char *yes = f->n_true ? f->true_values[0] : words[0], *no = f->n_false ? f->false_values[0] : words[1];
    const char *const names[] = { yes, no };

    return strcmp(text, yes) == 0 || strcmp(text, no) == 0 || fail_nearest(r, at, text, f, names, 2);
}

static bool fail_range(ys__reader *r, ys__place at, const ys__field *f, const char *text)
{
    ys__error_at(r, at, _("“%s” is no value of the field %s"), text, f->name);
    if (f->has_minimum && f->has_maximum)
        ys__hint(r, _("it is from %s to %s"), f->minimum_text, f->maximum_text);
    else
        ys__hint(r, f->has_minimum ? _("it is at least %s") : _("it is at most %s"),
                 f->has_minimum ? f->minimum_text : f->maximum_text);
    return false;
}

static bool check_number(ys__reader *r, ys__place at, const ys__field *f, const char *text)
{
    ys__decimal d;
    double x;

    if (!ys__decimal_parse(ys__slice_of(text), '.', &d) || (f->type != YS__FIELD_NUMBER && d.scale)) {
        ys__error_at(r, at, _("“%s” is no value of the field %s"), text, f->name);
        ys__hint(r, "%s", f->type == YS__FIELD_NUMBER ? _("write a number, such as 12.5")
                                                      : _("write a whole number, such as 12"));
        return false;
    }
    x = ys__decimal_real(d);
    if ((f->has_minimum && x < f->minimum) || (f->has_maximum && x > f->maximum))
        return fail_range(r, at, f, text);
    return true;
}

static bool check_text(ys__reader *r, ys__place at, const ys__field *f, const char *text)
{
    long length = (long)ys__text_length(ys__slice_of(text));

    if ((f->pattern == NULL || ys__pattern_matches(f->pattern, ys__slice_of(text))) &&
        (f->min_length < 0 || length >= f->min_length) && (f->max_length < 0 || length <= f->max_length) && length > 0)
        return true;
    ys__error_at(r, at, _("“%s” is no value of the field %s"), text, f->name);
    if (f->pattern)
        ys__hint(r, _("it must match %s"), f->pattern_text);
    return false;
}

/* Dates and the like, as the data of a catalog has them. */
static bool check_time(ys__reader *r, ys__place at, const ys__field *f, const char *text)
{
    static const struct {
        ys__type type;
        const char *example;
    } ways[] = {
        [YS__FIELD_DATE] = { YS__TYPE_DATE, "2018-07-01" },
        [YS__FIELD_TIME] = { YS__TYPE_TIME, "09:30" },
        [YS__FIELD_DATETIME] = { YS__TYPE_DATETIME, "2018-07-01T09:30:00Z" },
        [YS__FIELD_YEARMONTH] = { YS__TYPE_PERIOD, "2018-07" },
    };
    int64_t value;

    if (!ys__value_parse(ys__slice_of(text), ways[f->type].type, &value)) {
        ys__error_at(r, at, _("“%s” is no value of the field %s"), text, f->name);
        ys__hint(r, _("write it as %s"), ways[f->type].example);
        return false;
    }
    if (f->type != YS__FIELD_YEARMONTH && ((f->has_minimum && (double)value < f->minimum) ||
                                           (f->has_maximum && (double)value > f->maximum)))
        return fail_range(r, at, f, text);
    return true;
}

static bool check_period(ys__reader *r, ys__place at, const char *text)
{
    ys__buffer why = { 0 };
    ys__period p;

    if (ys__period_parse(&r->in->calendar, ys__slice_of(text), true, &p))
        return true;
    ys__period_explain(&r->in->calendar, ys__slice_of(text), &why);
    ys__error_at(r, at, _("“%s” is not a period of this initiative"), text);
    ys__hint(r, "%s", why.text ? why.text : "");
    ys__buffer_free(&why);
    return false;
}

static bool check_value(ys__reader *r, ys__place at, const ys__partner *partner, const ys__field *f, const char *text)
{
    if (f->role == YS__ROLE_SITE)
        return check_site(r, at, partner, f, text);
    if (f->role == YS__ROLE_PERIOD)
        return check_period(r, at, text);
    if (f->list && f->type == YS__FIELD_STRING)
        return check_list(r, at, f, text);
    if (f->type == YS__FIELD_BOOLEAN)
        return check_bool(r, at, f, text);
    if (f->type == YS__FIELD_INTEGER || f->type == YS__FIELD_NUMBER || f->type == YS__FIELD_YEAR)
        return check_number(r, at, f, text);
    return f->type == YS__FIELD_STRING ? check_text(r, at, f, text) : check_time(r, at, f, text);
}

bool ys__check_code(ys__reader *r, ys__place at, const ys__partner *partner, const ys__field *f, const char *text)
{
    ys__missing reason;
    size_t n = strlen(text);

    if (ys__reason_in_brackets(text, &reason))
        return true;
    if (n > 2 && text[0] == '[' && text[n - 1] == ']')
        return fail_reason(r, at, text);
    if (f->role != YS__ROLE_PARTNER && f->role != YS__ROLE_PARTICIPANT)
        return check_value(r, at, partner, f, text);
    ys__error_at(r, at, _("what stands in the field %s is never replaced"), f->name);
    ys__hint(r, _("only a reason for being missing can stand for it, such as %s"), "[unknown]");
    return false;
}

bool ys__check_constant(ys__reader *r, const ys__json *json, const ys__partner *partner, const ys__field *f)
{
    if (f->role != YS__ROLE_PARTNER && f->role != YS__ROLE_PARTICIPANT && f->role != YS__ROLE_WITHDRAWN && !f->unique)
        return check_value(r, ys__value_place(json), partner, f, ys__mapping_text(r, json));
    ys__error_at(r, ys__key_place(json), _("the field %s cannot be the same in every row"), f->name);
    ys__hint(r, "%s", _("leave it out"));
    return false;
}
