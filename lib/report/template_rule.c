/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/template_check.h"

#include "base/number.h"

/* Rules as formulas. Logic has three values here and two there: so a rule becomes the condition under which it is
 * certainly false, and each part of it that under which it is certainly true or certainly false. */

typedef struct rendering {
    const ys__entries *all;
    int row;
    ys__buffer *to;
} rendering;

static const ys__entry *entry_of(const rendering *r, const ys__expr *e)
{
    for (size_t i = 0; e->op == YS__OP_FIELD && i < r->all->n; i++)
        if (r->all->t->fields[i] == e->field)
            return &r->all->items[i];
    return NULL;
}

static bool put_number(const rendering *r, double x)
{
    char number[YS__NUMBER_SIZE];

    ys__put(r->to, ys__number_format(number, x));
    return true;
}

/* A number or a date. False: it has no formula. */
static bool put_amount(const rendering *r, const ys__expr *e)
{
    static const char *const signs[] = { [YS__OP_ADD] = "+", [YS__OP_SUBTRACT] = "-", [YS__OP_MULTIPLY] = "*" };
    const ys__entry *entry = entry_of(r, e);

    switch (e->op) {
    case YS__OP_NUMBER:
        return put_number(r, e->number);
    case YS__OP_DATE:
        return e->type == YS__TYPE_DATE && put_number(r, (double)e->integer + YS__SERIAL_EPOCH);
    case YS__OP_PERIOD_START:
        return put_number(r, ys__period_first_day(r->all->t->period) + YS__SERIAL_EPOCH);
    case YS__OP_PERIOD_END:
        return put_number(r, ys__period_last_day(r->all->t->period) + YS__SERIAL_EPOCH);
    case YS__OP_FIELD:
        if (entry == NULL || (e->type != YS__TYPE_NUMBER && e->type != YS__TYPE_DATE))
            return false;
        ys__put_cell(r->to, entry, r->row);
        return true;
    case YS__OP_ADD:
    case YS__OP_SUBTRACT:
    case YS__OP_MULTIPLY:
        ys__putc(r->to, '(');
        for (int i = 0; i < e->n; i++) {
            ys__put(r->to, i ? signs[e->op] : "");
            if (!put_amount(r, e->args[i]))
                return false;
        }
        ys__putc(r->to, ')');
        return true;
    default:
        return false;
    }
}

/* ,ISNUMBER(B8): what must hold so that the value is known. */
static bool put_known(const rendering *r, const ys__expr *e)
{
    const ys__entry *entry = entry_of(r, e);

    if (entry) {
        ys__put(r->to, ",NOT(");
        ys__put_is_missing(r->to, entry, r->row, YS__MISSING_NONE);
        ys__putc(r->to, ')');
        if (e->type == YS__TYPE_NUMBER || e->type == YS__TYPE_DATE) {
            ys__put(r->to, ",ISNUMBER(");
            ys__put_cell(r->to, entry, r->row);
            ys__putc(r->to, ')');
        }
        return true;
    }
    for (int i = 0; i < e->n; i++)
        if (!put_known(r, e->args[i]))
            return false;
    return e->op != YS__OP_FIELD;
}

/* OR(B8="yes",B8="Sí"): a category, as its code or one of its titles. */
static bool put_same(const rendering *r, const ys__entry *entry, const ys__expr *text)
{
    const ys__field *f = entry ? entry->f : NULL;
    int found = f && text->op == YS__OP_TEXT ? ys__list_find(f->list, f->n_list, ys__slice_of(text->text)) : -1;
    const ys__category *category;

    if (found < 0)
        return false;
    category = &f->list[found];
    ys__put(r->to, "OR(");
    for (size_t i = 0; i <= category->title.n; i++) {
        ys__put(r->to, i ? "," : "");
        ys__put_cell(r->to, entry, r->row);
        ys__putc(r->to, '=');
        ys__put_quoted(r->to, i ? category->title.texts[i - 1] : category->code, 100);
    }
    ys__putc(r->to, ')');
    return true;
}

static bool put_comparison(const rendering *r, const ys__expr *e)
{
    static const char *const signs[] = {
        [YS__OP_EQUAL] = "=", [YS__OP_UNEQUAL] = "<>",  [YS__OP_LESS] = "<", [YS__OP_AT_MOST] = "<=",
        [YS__OP_GREATER] = ">", [YS__OP_AT_LEAST] = ">=",
    };
    const ys__expr *a = e->args[0], *b = e->args[1];

    if (a->type == YS__TYPE_TEXT && (e->op == YS__OP_EQUAL || e->op == YS__OP_UNEQUAL)) {
        ys__put(r->to, e->op == YS__OP_UNEQUAL ? "NOT(" : "(");
        if (!put_same(r, entry_of(r, a), b))
            return false;
        ys__putc(r->to, ')');
        return true;
    }
    if (!put_amount(r, a))
        return false;
    ys__put(r->to, signs[e->op]);
    return put_amount(r, b);
}

static bool put_one_of(const rendering *r, const ys__expr *e)
{
    ys__put(r->to, "OR(FALSE");
    for (int i = 1; i < e->n; i++) {
        ys__putc(r->to, ',');
        if (e->args[0]->type == YS__TYPE_TEXT ? !put_same(r, entry_of(r, e->args[0]), e->args[i])
                                              : !put_amount(r, e->args[0]))
            return false;
        if (e->args[0]->type == YS__TYPE_TEXT)
            continue;
        ys__putc(r->to, '=');
        if (!put_amount(r, e->args[i]))
            return false;
    }
    ys__putc(r->to, ')');
    return true;
}

static bool put_between(const rendering *r, const ys__expr *e)
{
    ys__put(r->to, "AND(");
    if (!put_amount(r, e->args[0]))
        return false;
    ys__put(r->to, ">=");
    if (!put_amount(r, e->args[1]))
        return false;
    ys__putc(r->to, ',');
    if (!put_amount(r, e->args[0]))
        return false;
    ys__put(r->to, "<=");
    if (!put_amount(r, e->args[2]))
        return false;
    ys__putc(r->to, ')');
    return true;
}

/* AND(known…,[NOT](condition)) for a condition over values. */
static bool put_test(const rendering *r, const ys__expr *e, bool wanted)
{
    bool good;

    ys__put(r->to, "AND(TRUE");
    for (int i = 0; i < e->n; i++)
        if (!put_known(r, e->args[i]))
            return false;
    ys__put(r->to, wanted ? ",(" : ",NOT(");
    good = e->op == YS__OP_IN ? put_one_of(r, e) : e->op == YS__OP_BETWEEN ? put_between(r, e) : put_comparison(r, e);
    ys__put(r->to, "))");
    return good;
}

/* The condition under which e is certainly what is wanted. */
static bool put_certain(const rendering *r, const ys__expr *e, bool wanted)
{
    const ys__entry *entry;

    switch (e->op) {
    case YS__OP_NOT:
        return put_certain(r, e->args[0], !wanted);
    case YS__OP_AND:
    case YS__OP_OR:
        ys__put(r->to, (e->op == YS__OP_AND) == wanted ? "AND(" : "OR(");
        for (int i = 0; i < e->n; i++) {
            ys__put(r->to, i ? "," : "");
            if (!put_certain(r, e->args[i], wanted))
                return false;
        }
        ys__putc(r->to, ')');
        return true;
    case YS__OP_IS_MISSING:
        if ((entry = entry_of(r, e->args[0])) == NULL)
            return false;
        ys__put(r->to, wanted ? "(" : "NOT(");
        ys__put_is_missing(r->to, entry, r->row, e->reason);
        ys__putc(r->to, ')');
        return true;
    case YS__OP_EQUAL:
    case YS__OP_UNEQUAL:
    case YS__OP_LESS:
    case YS__OP_AT_MOST:
    case YS__OP_GREATER:
    case YS__OP_AT_LEAST:
    case YS__OP_IN:
    case YS__OP_BETWEEN:
        return put_test(r, e, wanted);
    default:
        return false;
    }
}

bool ys__put_broken(ys__buffer *to, const ys__entries *all, const ys__rule *rule, int row)
{
    const rendering r = { all, row, to };

    return put_certain(&r, rule->require, false);
}
