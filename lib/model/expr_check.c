/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/expr_parts.h"

#include <assert.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/i18n.h"

static const char *const type_titles[] = {
    [YS__TYPE_NUMBER] = N_("a number"),
    [YS__TYPE_TEXT] = N_("a text"),
    [YS__TYPE_DATE] = N_("a date"),
    [YS__TYPE_TIME] = N_("a time of day"),
    [YS__TYPE_DATETIME] = N_("a date with a time"),
    [YS__TYPE_PERIOD] = N_("a month"),
    [YS__TYPE_BOOL] = N_("true or false"),
};

const char *ys__type_title(ys__type type)
{
    return _(type_titles[type]);
}

ys__type ys__field_expr_type(const ys__field *field)
{
    static const ys__type types[] = {
        [YS__FIELD_STRING] = YS__TYPE_TEXT,       [YS__FIELD_INTEGER] = YS__TYPE_NUMBER,
        [YS__FIELD_NUMBER] = YS__TYPE_NUMBER,     [YS__FIELD_BOOLEAN] = YS__TYPE_BOOL,
        [YS__FIELD_DATE] = YS__TYPE_DATE,         [YS__FIELD_TIME] = YS__TYPE_TIME,
        [YS__FIELD_DATETIME] = YS__TYPE_DATETIME, [YS__FIELD_YEARMONTH] = YS__TYPE_PERIOD,
        [YS__FIELD_YEAR] = YS__TYPE_NUMBER,
    };

    if (field->role == YS__ROLE_PERIOD) /* a period is compared by its first day */
        return YS__TYPE_DATE;
    if (field->role == YS__ROLE_PARTICIPANT || field->role == YS__ROLE_SITE || field->role == YS__ROLE_PARTNER)
        return YS__TYPE_TEXT; /* codes, even where they are digits */
    return types[field->type];
}

bool ys__expr_is_number(const ys__expr *e)
{
    return e->type == YS__TYPE_NUMBER || e->type == YS__TYPE_BOOL;
}

static bool is_ordered_date(ys__type type)
{
    return type == YS__TYPE_DATE || type == YS__TYPE_DATETIME;
}

/* The piece of the source an operand stands for. */
static ys__slice written(const ys__parser *p, const ys__expr *e)
{
    return (ys__slice){ p->source + e->at, e->length };
}

static void *wrong_type(ys__parser *p, const ys__expr *e, const char *expected)
{
    ys__slice s = written(p, e);

    return ys__parser_fail(p, e->at, e->length, _("%.*s is %s; %s was expected"), (int)s.n, s.p,
                           ys__type_title(e->type), expected);
}

bool ys__expr_must_be_condition(ys__parser *p, const ys__expr *e)
{
    ys__slice s = written(p, e);

    if (e->type == YS__TYPE_BOOL)
        return true;
    wrong_type(p, e, _("a condition"));
    if (e->type == YS__TYPE_NUMBER)
        ys__parser_hint(p, _("compare it, as in %.*s > 0"), (int)s.n, s.p);
    else if (e->type == YS__TYPE_TEXT)
        ys__parser_hint(p, _("compare it, as in %.*s = 'yes'"), (int)s.n, s.p);
    else
        ys__parser_hint(p, _("compare it, as in %.*s >= '2018-07-01'"), (int)s.n, s.p);
    return false;
}

bool ys__expr_must_be_number(ys__parser *p, const ys__expr *e, const char *function)
{
    ys__slice s = written(p, e);

    if (ys__expr_is_number(e))
        return true;
    wrong_type(p, e, _("a number"));
    if (e->op == YS__OP_FIELD && p->form->fields[e->field].n_list && p->form->fields[e->field].list[0].code)
        ys__parser_hint(p, _("%s needs numbers; to count rows write count(%.*s = '%s')"), function, (int)s.n, s.p,
                        p->form->fields[e->field].list[0].code);
    else if (e->op == YS__OP_FIELD && e->type == YS__TYPE_TEXT)
        ys__parser_hint(
            p, _("%s needs numbers; if the column holds numbers, its field should have the type number or integer"),
            function);
    else if (is_ordered_date(e->type))
        ys__parser_hint(p, _("%s needs numbers; the days between two dates are days_between(from, to)"), function);
    else
        ys__parser_hint(p, _("%s needs numbers"), function);
    return false;
}

/* Literals take the type of what they meet. */

static bool parse_time(ys__slice s, int64_t *seconds)
{
    char day[40] = "1970-01-01T";

    if ((s.n != 5 && s.n != 8) || s.p[2] != ':')
        return false;
    memcpy(day + 11, s.p, s.n);
    return ys__time_parse((ys__slice){ day, 11 + s.n }, false, seconds);
}

static bool parse_month(ys__slice s, int32_t *month)
{
    char day[16] = "";
    int32_t days;

    if (s.n != 7)
        return false;
    memcpy(day, s.p, 7);
    memcpy(day + 7, "-01", 3);
    if (!ys__date_parse((ys__slice){ day, 10 }, &days))
        return false;
    *month = ys__month_of_day(days);
    return true;
}

bool ys__value_parse(ys__slice s, ys__type type, int64_t *out)
{
    int32_t small = 0;
    bool good;

    switch (type) {
    case YS__TYPE_DATE:
        good = ys__date_parse(s, &small);
        if (!good && parse_month(s, &small)) {
            small = ys__month_first_day(small);
            good = true;
        }
        break;
    case YS__TYPE_DATETIME:
        return ys__time_parse(s, false, out);
    case YS__TYPE_TIME:
        return parse_time(s, out);
    default:
        good = parse_month(s, &small);
        break;
    }
    *out = small;
    return good;
}

/* Gives a text literal the type of the other side where that is a date, a time or a month. */
static bool adopt(ys__parser *p, ys__expr *literal, ys__type type)
{
    static const char *const examples[] = {
        [YS__TYPE_DATE] = "'2018-07-01'",
        [YS__TYPE_TIME] = "'09:30'",
        [YS__TYPE_DATETIME] = "'2018-07-01T09:30'",
        [YS__TYPE_PERIOD] = "'2018-07'",
    };

    if (literal->op != YS__OP_TEXT || type == YS__TYPE_TEXT || type == YS__TYPE_NUMBER || type == YS__TYPE_BOOL)
        return true;
    if (!ys__value_parse(ys__slice_of(literal->text), type, &literal->integer)) {
        ys__slice s = written(p, literal);

        ys__parser_fail(p, literal->at, literal->length, _("%.*s is not %s"), (int)s.n, s.p, ys__type_title(type));
        ys__parser_hint(p, _("write it as %s"), examples[type]);
        return false;
    }
    literal->op = YS__OP_DATE;
    literal->type = type;
    return true;
}

static void *unknown_code(ys__parser *p, const ys__expr *literal, const ys__field *f)
{
    enum { SHOWN = 8 };
    const char **codes = calloc(f->n_list + 1, sizeof *codes), *nearest = NULL;
    ys__buffer list = { 0 };

    ys__parser_fail(p, literal->at, literal->length, _("'%s' is not one of the values of %s"), literal->text, f->name);
    for (size_t i = 0; codes && i < f->n_list; i++)
        codes[i] = f->list[i].code;
    if (codes)
        nearest = ys__text_nearest(ys__slice_of(literal->text), codes, f->n_list);
    free(codes);
    if (nearest)
        return ys__parser_hint(p, _("perhaps '%s'"), nearest);
    for (size_t i = 0; i < f->n_list && i < SHOWN; i++)
        ys__putf(&list, "%s'%s'", i ? ", " : "", f->list[i].code);
    ys__put(&list, f->n_list > SHOWN ? ", …" : "");
    ys__parser_hint(p, _("its values are %s"), list.text ? list.text : "");
    ys__buffer_free(&list);
    return NULL;
}

/* A literal beside a field with a list must be one of its codes. */
static bool in_list(ys__parser *p, const ys__expr *literal, const ys__expr *other)
{
    const ys__field *f = other->op == YS__OP_FIELD ? &p->form->fields[other->field] : NULL;

    if (literal->op != YS__OP_TEXT || f == NULL || f->n_list == 0 || other->type != YS__TYPE_TEXT)
        return true;
    for (size_t i = 0; i < f->n_list; i++)
        if (f->list[i].code && strcmp(f->list[i].code, literal->text) == 0)
            return true;
    return unknown_code(p, literal, f) != NULL;
}

static bool is_participant(const ys__parser *p, const ys__expr *e)
{
    return e->op == YS__OP_FIELD && p->form->fields[e->field].role == YS__ROLE_PARTICIPANT;
}

static bool not_participant(ys__parser *p, const ys__expr *e)
{
    if (!is_participant(p, e))
        return true;
    ys__parser_fail(p, e->at, e->length, _("%s is kept as a pseudonym and cannot be compared"),
                    p->form->fields[e->field].name);
    return ys__parser_hint(p, "%s",
                           _("participants can be counted with distinct(), or asked whether they are missing")) != NULL;
}

static bool mismatch(ys__parser *p, const ys__expr *a, const ys__expr *b)
{
    const ys__expr *literal = b->op == YS__OP_TEXT ? b : a->op == YS__OP_TEXT ? a : NULL;
    const ys__expr *other = literal == a ? b : a;
    ys__slice sa = written(p, a), sb = written(p, b), so = written(p, other);

    ys__parser_fail(p, a->at, b->at + b->length - a->at, _("%.*s is %s, %.*s is %s: they cannot be compared"),
                    (int)sa.n, sa.p, ys__type_title(a->type), (int)sb.n, sb.p, ys__type_title(b->type));
    if (literal && other->type == YS__TYPE_BOOL)
        ys__parser_hint(p, _("write %.*s = true, or = false"), (int)so.n, so.p);
    else if (literal && other->type == YS__TYPE_NUMBER)
        ys__parser_hint(p, "%s", _("numbers stand without quotes"));
    else if (other->type == YS__TYPE_TEXT && literal == NULL && (a->op == YS__OP_NUMBER || b->op == YS__OP_NUMBER))
        ys__parser_hint(p, "%s", _("texts stand in single quotes, even where they are digits"));
    return false;
}

/* Two operands that are compared: makes their types equal or fails. */
static bool match(ys__parser *p, ys__expr *a, ys__expr *b)
{
    if (!not_participant(p, a) || !not_participant(p, b))
        return false;
    if (!adopt(p, a, b->type) || !adopt(p, b, a->type) || !in_list(p, a, b) || !in_list(p, b, a))
        return false;
    if (a->type == b->type || (ys__expr_is_number(a) && ys__expr_is_number(b)))
        return true;
    return mismatch(p, a, b);
}

static bool has_order(ys__parser *p, const ys__expr *e)
{
    if (e->op != YS__OP_FIELD || e->type != YS__TYPE_TEXT || p->form->fields[e->field].n_list == 0)
        return true;
    ys__parser_fail(p, e->at, e->length, _("the values of %s have no order"), p->form->fields[e->field].name);
    return ys__parser_hint(p, "%s", _("use =, != or in (…)")) != NULL;
}

ys__expr *ys__expr_compare(ys__parser *p, ys__op op, ys__expr *a, ys__expr *b)
{
    ys__expr *args[2] = { a, b };

    if (!match(p, a, b))
        return NULL;
    if (op != YS__OP_EQUAL && op != YS__OP_UNEQUAL && (!has_order(p, a) || !has_order(p, b)))
        return NULL;
    return ys__expr_over(p, op, YS__TYPE_BOOL, args, 2, a->at);
}

ys__expr *ys__expr_in(ys__parser *p, ys__expr **args, int n)
{
    ys__expr *e;

    for (int i = 1; i < n; i++)
        if (!match(p, args[0], args[i]))
            return NULL;
    e = ys__expr_over(p, YS__OP_IN, YS__TYPE_BOOL, args, n, args[0]->at);
    if (e)
        e->length = p->ended - e->at; /* with the closing bracket */
    return e;
}

ys__expr *ys__expr_between(ys__parser *p, ys__expr **args)
{
    if (!match(p, args[0], args[1]) || !match(p, args[0], args[2]) || !has_order(p, args[0]))
        return NULL;
    return ys__expr_over(p, YS__OP_BETWEEN, YS__TYPE_BOOL, args, 3, args[0]->at);
}

ys__expr *ys__expr_is(ys__parser *p, ys__expr *a, ys__missing reason)
{
    ys__expr *e;

    if (a->op != YS__OP_FIELD) {
        ys__parser_fail(p, a->at, a->length, "%s", _("only a field can be missing"));
        return ys__parser_hint(p, "%s", _("ask it of each field alone, joined with or"));
    }
    e = ys__expr_over(p, YS__OP_IS_MISSING, YS__TYPE_BOOL, &a, 1, a->at);
    if (e) {
        e->reason = reason;
        e->length = p->token.at + p->token.length - e->at;
    }
    return e;
}

ys__expr *ys__expr_logic(ys__parser *p, ys__op op, ys__expr *a, ys__expr *b)
{
    ys__expr *args[2] = { a, b };

    if (!ys__expr_must_be_condition(p, a) || (b && !ys__expr_must_be_condition(p, b)))
        return NULL;
    return ys__expr_over(p, op, YS__TYPE_BOOL, args, b ? 2 : 1, a->at);
}

static void *no_arithmetic(ys__parser *p, ys__op op, const ys__expr *a, const ys__expr *b)
{
    const ys__expr *wrong = ys__expr_is_number(a) ? b : a;
    ys__slice sa = written(p, a), sb = written(p, b), s = written(p, wrong);

    ys__parser_fail(p, wrong->at, wrong->length,
                    _("%.*s is %s; only numbers can be added, subtracted, multiplied or divided"), (int)s.n, s.p,
                    ys__type_title(wrong->type));
    if (a->type == YS__TYPE_DATE && b->type == YS__TYPE_DATE && op == YS__OP_SUBTRACT)
        return ys__parser_hint(p, _("write days_between(%.*s, %.*s)"), (int)sb.n, sb.p, (int)sa.n, sa.p);
    if (is_ordered_date(wrong->type))
        return ys__parser_hint(p, "%s", _("to compare dates at a distance write days_between(from, to) <= 90"));
    if (wrong->op == YS__OP_TEXT)
        return ys__parser_hint(p, "%s", _("numbers stand without quotes"));
    return NULL;
}

ys__expr *ys__expr_arithmetic(ys__parser *p, ys__op op, ys__expr *a, ys__expr *b)
{
    ys__expr *args[2] = { a, b };

    if (!ys__expr_is_number(a) || !ys__expr_is_number(b))
        return no_arithmetic(p, op, a, b);
    return ys__expr_over(p, op, YS__TYPE_NUMBER, args, 2, a->at);
}

ys__expr *ys__expr_negate(ys__parser *p, ys__expr *a, uint32_t at)
{
    if (!ys__expr_is_number(a))
        return no_arithmetic(p, YS__OP_NEGATE, a, a);
    return ys__expr_over(p, YS__OP_NEGATE, YS__TYPE_NUMBER, &a, 1, at);
}

static bool must_be_date(ys__parser *p, ys__expr *e, const char *function)
{
    if (!adopt(p, e, YS__TYPE_DATE))
        return false;
    if (e->type == YS__TYPE_DATE)
        return true;
    wrong_type(p, e, _("a date"));
    return ys__parser_hint(p, _("%s needs two dates"), function) != NULL;
}

/* The type of an if(): both branches must agree. */
static bool branches(ys__parser *p, ys__expr *a, ys__expr *b, ys__type *type)
{
    if (!adopt(p, a, b->type) || !adopt(p, b, a->type))
        return false;
    if (a->type != b->type && !(ys__expr_is_number(a) && ys__expr_is_number(b))) {
        ys__slice sa = written(p, a), sb = written(p, b);

        ys__parser_fail(p, b->at, b->length, _("%.*s is %s, but %.*s is %s: an if needs two of the same kind"),
                        (int)sb.n, sb.p, ys__type_title(b->type), (int)sa.n, sa.p, ys__type_title(a->type));
        return false;
    }
    *type = a->type == b->type ? a->type : YS__TYPE_NUMBER;
    return not_participant(p, a) && not_participant(p, b);
}

ys__expr *ys__expr_call(ys__parser *p, ys__op op, ys__expr **args, int n, const ys__token *name)
{
    ys__type type = YS__TYPE_NUMBER;
    char function[24] = "";
    ys__expr *e;

    assert(name->text.n < sizeof function);
    memcpy(function, name->text.p, name->text.n);
    switch (op) {
    case YS__OP_IF:
        if (!ys__expr_must_be_condition(p, args[0]) || !branches(p, args[1], args[2], &type))
            return NULL;
        break;
    case YS__OP_DAYS_BETWEEN:
    case YS__OP_YEARS_BETWEEN:
        if (!must_be_date(p, args[0], function) || !must_be_date(p, args[1], function))
            return NULL;
        break;
    default:
        for (int i = 0; i < n; i++)
            if (!ys__expr_must_be_number(p, args[i], function))
                return NULL;
        break;
    }
    e = ys__expr_over(p, op, type, args, n, name->at);
    if (e)
        e->length = p->token.at - e->at; /* up to what follows the closing bracket */
    return e;
}
