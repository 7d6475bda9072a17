/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/catalog.h"

#include <math.h>

#include "base/i18n.h"
#include "base/number.h"

enum { REQUIRED, UNIQUE, MINIMUM, MAXIMUM, MIN_LENGTH, MAX_LENGTH, PATTERN, ENUM, CONSTRAINT_KEYS };

static const ys__key keys[CONSTRAINT_KEYS] = {
    [REQUIRED] = { "required", YS__IS_BOOL, false },
    [UNIQUE] = { "unique", YS__IS_BOOL, false },
    [MINIMUM] = { "minimum", YS__IS_NUMBER | YS__IS_TEXT, false },
    [MAXIMUM] = { "maximum", YS__IS_NUMBER | YS__IS_TEXT, false },
    [MIN_LENGTH] = { "minLength", YS__IS_NUMBER, false },
    [MAX_LENGTH] = { "maxLength", YS__IS_NUMBER, false },
    [PATTERN] = { "pattern", YS__IS_TEXT, false },
    [ENUM] = { "enum", YS__IS_ARRAY, false },
};

/* How a limit is written in each type, for the hint; NULL where a type has no order. */
static const struct {
    ys__type type;
    const char *example;
} limits[] = {
    [YS__FIELD_STRING] = { YS__TYPE_TEXT, NULL },
    [YS__FIELD_INTEGER] = { YS__TYPE_NUMBER, "0" },
    [YS__FIELD_NUMBER] = { YS__TYPE_NUMBER, "0" },
    [YS__FIELD_BOOLEAN] = { YS__TYPE_BOOL, NULL },
    [YS__FIELD_DATE] = { YS__TYPE_DATE, "\"2018-07-01\"" },
    [YS__FIELD_TIME] = { YS__TYPE_TIME, "\"09:30\"" },
    [YS__FIELD_DATETIME] = { YS__TYPE_DATETIME, "\"2018-07-01T09:30:00Z\"" },
    [YS__FIELD_YEARMONTH] = { YS__TYPE_PERIOD, "\"2018-07\"" },
    [YS__FIELD_YEAR] = { YS__TYPE_NUMBER, "2018" },
};

static bool limit_value(const ys__json *json, ys__type type, double *out)
{
    int64_t whole;

    if (type == YS__TYPE_NUMBER && json->kind == YS__JSON_NUMBER) {
        *out = json->number;
        return true;
    }
    if (json->kind != YS__JSON_TEXT)
        return false;
    if (type == YS__TYPE_NUMBER)
        return ys__real_parse(ys__slice_of(json->text), out);
    if (!ys__value_parse(ys__slice_of(json->text), type, &whole))
        return false;
    *out = (double)whole;
    return true;
}

static bool read_limit(ys__reader *r, const ys__json *json, const ys__field *f, double *value, const char **text)
{
    char number[YS__NUMBER_SIZE];

    if (json == NULL)
        return false;
    if (limits[f->type].example == NULL) {
        if (!r->lenient) {
            ys__error_at(r, ys__key_place(json), _("“%s” does not fit the type of this field"), json->key);
            ys__hint(r, "%s",
                     f->type == YS__FIELD_STRING ? _("for texts there are minLength, maxLength, pattern and enum")
                                                 : _("leave it out"));
        }
        return false;
    }
    if (!limit_value(json, limits[f->type].type, value)) {
        ys__error_at(r, ys__value_place(json), _("this value of “%s” does not fit the type of the field"), json->key);
        ys__hint(r, _("write it as %s"), limits[f->type].example);
        return false;
    }
    *text = json->kind == YS__JSON_TEXT ? json->text : ys__reader_text(r, ys__number_format(number, json->number));
    return true;
}

static void read_limits(ys__reader *r, const ys__json **v, ys__field *f)
{
    f->has_minimum = read_limit(r, v[MINIMUM], f, &f->minimum, &f->minimum_text);
    f->has_maximum = read_limit(r, v[MAXIMUM], f, &f->maximum, &f->maximum_text);
    if (f->has_minimum && f->has_maximum && f->minimum > f->maximum) {
        ys__error_at(r, ys__value_place(v[MAXIMUM]), "%s", _("the maximum is less than the minimum"));
        f->has_maximum = false;
    }
}

static void read_lengths(ys__reader *r, const ys__json **v, ys__field *f)
{
    enum { LONGEST = 1000000000 };

    for (int i = MIN_LENGTH; i <= MAX_LENGTH; i++) {
        if (v[i] && f->type != YS__FIELD_STRING && !r->lenient) {
            ys__error_at(r, ys__key_place(v[i]), _("“%s” does not fit the type of this field"), v[i]->key);
            ys__hint(r, "%s", _("lengths are for texts; for numbers and dates there are minimum and maximum"));
            return;
        }
    }
    f->min_length = ys__read_whole(r, v[MIN_LENGTH], 0, LONGEST, -1);
    f->max_length = ys__read_whole(r, v[MAX_LENGTH], 0, LONGEST, -1);
    if (f->max_length >= 0 && f->min_length > f->max_length) {
        ys__error_at(r, ys__value_place(v[MAX_LENGTH]), "%s", _("the maximum is less than the minimum"));
        f->max_length = -1;
    }
}

static void read_pattern(ys__reader *r, const ys__json *json, ys__field *f)
{
    ys_error err = YS_ERROR_INIT;
    ys__place at;

    if ((f->pattern_text = ys__read_text(r, json)) == NULL)
        return;
    if (ys__pattern_compile(&f->pattern, f->pattern_text, &err) == YS_OK)
        return;
    r->nomem |= err.status == YS_E_NOMEM;
    at = ys__value_place(json);
    if (!json->escaped && err.column)
        at.column += err.column; /* behind the opening quote */
    ys__error_at(r, at, _("this pattern cannot be used: %s"), err.text);
    ys__hint(r, "%s", _("a pattern is a regular expression (PCRE2) for the whole cell"));
    f->pattern_text = NULL;
}

/* An element of an enum as the text a cell would have. */
static const char *element_text(ys__reader *r, const ys__json *json, ys__field_type type)
{
    char number[YS__NUMBER_SIZE];
    double x;

    if (json->kind == YS__JSON_NUMBER && (type != YS__FIELD_STRING || r->lenient))
        return ys__reader_text(r, ys__number_format(number, json->number));
    if (json->kind == YS__JSON_BOOL && type == YS__FIELD_BOOLEAN)
        return json->truth ? "true" : "false";
    if (json->kind != YS__JSON_TEXT)
        return NULL;
    if ((type == YS__FIELD_INTEGER || type == YS__FIELD_NUMBER || type == YS__FIELD_YEAR) &&
        !ys__real_parse(ys__slice_of(json->text), &x))
        return NULL;
    return json->text;
}

static bool listed(const ys__category *list, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].code, code) == 0)
            return true;
    return false;
}

static void read_enum(ys__reader *r, const ys__json *json, ys__field *f)
{
    ys__category *list;
    size_t n = 0;

    if (json == NULL)
        return;
    if (json->n == 0)
        ys__error_at(r, ys__value_place(json), "%s", _("this list is empty, so no value would be allowed"));
    if ((list = ys__reader_alloc(r, json->n + 1, sizeof *list)) == NULL)
        return;
    for (const ys__json *c = json->child; c; c = c->next) {
        const char *code = element_text(r, c, f->type);

        if (code == NULL) {
            ys__error_at(r, ys__value_place(c), "%s", _("this value does not fit the type of the field"));
            ys__hint(r, "%s", f->type == YS__FIELD_STRING ? _("texts stand in double quotes")
                                                          : _("write it as the type of the field asks"));
        } else if (listed(list, n, code)) {
            ys__error_at(r, ys__value_place(c), _("“%s” stands in this list a second time"), code);
        } else {
            list[n].code = code;
            list[n++].title = ys__label_of(r, code);
        }
    }
    f->list = list;
    f->n_list = n;
}

void ys__read_constraints(ys__reader *r, const ys__json *json, ys__field *f)
{
    const ys__json *v[CONSTRAINT_KEYS];

    if (json == NULL || !ys__read_object(r, json, _("the constraints"), keys, CONSTRAINT_KEYS, v))
        return;
    f->required = ys__read_bool(v[REQUIRED], false);
    f->unique = ys__read_bool(v[UNIQUE], false);
    read_limits(r, v, f);
    read_lengths(r, v, f);
    read_pattern(r, v[PATTERN], f);
    read_enum(r, v[ENUM], f);
}
