/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/expr_parts.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"

/* What a measure takes in its brackets. */
typedef enum takes { NOTHING, CONDITION, NUMBER, FIELD, FRACTION } takes;

static const struct {
    const char *name, *usage;
    int least, most;
    takes args[2];
} measures[] = {
    [YS__COUNT] = { "count", "count() / count(condition)", 0, 1, { CONDITION, NOTHING } },
    [YS__SUM] = { "sum", "sum(x)", 1, 1, { NUMBER, NOTHING } },
    [YS__DISTINCT] = { "distinct", "distinct(field)", 1, 1, { FIELD, NOTHING } },
    [YS__SHARE] = { "share", "share(condition) / share(condition, of)", 1, 2, { CONDITION, CONDITION } },
    [YS__RATE] = { "rate", "rate(x, y)", 2, 2, { NUMBER, NUMBER } },
    [YS__MEAN] = { "mean", "mean(x) / mean(x, weight)", 1, 2, { NUMBER, NUMBER } },
    [YS__MEDIAN] = { "median", "median(x)", 1, 1, { NUMBER, NOTHING } },
    [YS__QUANTILE] = { "quantile", "quantile(x, 0.25)", 2, 2, { NUMBER, FRACTION } },
    [YS__MIN] = { "min", "min(x)", 1, 1, { NUMBER, NOTHING } },
    [YS__MAX] = { "max", "max(x)", 1, 1, { NUMBER, NOTHING } },
    [YS__REACH] = { "reach", "reach(x)", 1, 1, { NUMBER, NOTHING } },
    [YS__GIVEN] = { "given", "given(x)", 1, 1, { NUMBER, NOTHING } },
    [YS__FORMULA] = { "formula", "indicator('a') / indicator('b')", 0, 0, { NOTHING, NOTHING } },
};

const char *ys__measure_name(ys__measure_kind kind)
{
    assert(kind < sizeof measures / sizeof *measures);
    return measures[kind].name;
}

static bool usage(ys__parser *p, ys__measure_kind kind)
{
    return ys__parser_hint(p, _("write %s"), measures[kind].usage) != NULL;
}

static bool must_be_field(ys__parser *p, const ys__expr *e)
{
    if (e->op == YS__OP_FIELD)
        return true;
    ys__parser_fail(p, e->at, e->length, "%s", _("distinct counts the different values of one field"));
    return usage(p, YS__DISTINCT);
}

static bool must_be_fraction(ys__parser *p, const ys__expr *e, double *out)
{
    if (e->op == YS__OP_NUMBER && e->number > 0 && e->number < 1) {
        *out = e->number;
        return true;
    }
    ys__parser_fail(p, e->at, e->length, "%s", _("a quantile is a plain number between 0 and 1"));
    return ys__parser_hint(p, "%s", _("0.25 is the value a quarter of the rows lie below")) != NULL;
}

static bool check_arg(ys__parser *p, ys__measure *m, int i, ys__expr *e)
{
    switch (measures[m->kind].args[i]) {
    case CONDITION:
        if (!ys__expr_must_be_condition(p, e))
            return false;
        break;
    case NUMBER:
        if (!ys__expr_must_be_number(p, e, measures[m->kind].name))
            return false;
        break;
    case FIELD:
        if (!must_be_field(p, e))
            return false;
        break;
    default:
        return must_be_fraction(p, e, &m->p);
    }
    *(i == 0 ? &m->a : &m->b) = e;
    return true;
}

/* The brackets of a measure; the present token is the one after the opening. */
static bool arguments(ys__parser *p, ys__measure *m, const ys__token *name)
{
    int n = 0;

    while (!ys__parser_sign(p, ")")) {
        ys__expr *e;

        if (n == measures[m->kind].most || (n && !ys__parser_sign(p, ",")))
            break;
        if ((n && !ys__parser_next(p)) || (e = ys__parser_expr(p)) == NULL)
            return false;
        if (!check_arg(p, m, n++, e))
            return false;
    }
    if (p->token.kind == YS__TOKEN_END) {
        ys__parser_fail(p, p->token.at, 1, _("the expression ends where %s was expected"), ")");
        return usage(p, m->kind);
    }
    if (n < measures[m->kind].least || !ys__parser_sign(p, ")")) {
        ys__parser_fail(p, name->at, name->length, _("%s takes other values than these"), measures[m->kind].name);
        return usage(p, m->kind);
    }
    return ys__parser_next(p);
}

static bool nothing_after(ys__parser *p)
{
    if (p->token.kind == YS__TOKEN_END)
        return true;
    ys__parser_fail(p, p->token.at, p->token.length, "%s", _("a measure stands alone; nothing can follow it"));
    return ys__parser_hint(p, "%s",
                           _("for a quotient of sums write rate(x, y); else make an indicator of each part and "
                             "write indicator('a') / indicator('b')")) != NULL;
}

static bool formula(ys__parser *p, ys__measure *m)
{
    p->formula = true;
    p->form = NULL;
    m->kind = YS__FORMULA;
    if ((m->a = ys__parser_expr(p)) == NULL)
        return false;
    if (p->token.kind != YS__TOKEN_END)
        return ys__parser_fail(p, p->token.at, p->token.length, "%s",
                               _("the expression should have ended before this")) != NULL;
    if (m->a->type != YS__TYPE_NUMBER)
        return ys__parser_fail(p, m->a->at, m->a->length, _("%.*s is %s; %s was expected"), (int)m->a->length,
                               p->source + m->a->at, ys__type_title(m->a->type), _("a number")) != NULL;
    return true;
}

static bool unknown_measure(ys__parser *p)
{
    const char *names[YS__FORMULA], *nearest;
    ys__buffer list = { 0 };

    for (int i = 0; i < YS__FORMULA; i++) {
        names[i] = measures[i].name;
        ys__putf(&list, "%s%s", i ? ", " : "", names[i]);
    }
    nearest = p->token.kind == YS__TOKEN_NAME ? ys__text_nearest(p->token.text, names, YS__FORMULA) : NULL;
    if (p->token.kind == YS__TOKEN_END)
        ys__parser_fail(p, 0, 1, "%s", _("the measure is empty"));
    else
        ys__parser_fail(p, p->token.at, p->token.length, _("a measure cannot begin with %.*s"), (int)p->token.length,
                        p->source + p->token.at);
    if (nearest)
        ys__parser_hint(p, _("perhaps %s"), nearest);
    else
        ys__parser_hint(p, _("a measure is one of %s, or a formula of indicators"), list.text ? list.text : "");
    ys__buffer_free(&list);
    return false;
}

/* Does it mention indicator( anywhere, or begin as only a formula can? */
static bool is_formula(const ys__parser *p)
{
    return strstr(p->source, "indicator(") || strstr(p->source, "indicator (");
}

bool ys__measure_parse(ys__measure *out, ys__arena *arena, const char *source, const ys__form *form,
                       ys__expr_fault *fault)
{
    ys__measure m = { .kind = YS__FORMULA, .p = 0.5, .source = source };
    ys__parser p;
    ys__token name;

    if (!ys__parser_start(&p, arena, source, form, fault))
        return false;
    name = p.token;
    for (m.kind = YS__COUNT; m.kind < YS__FORMULA; m.kind++)
        if (name.kind == YS__TOKEN_NAME && ys__slice_is(name.text, measures[m.kind].name))
            break;
    if (m.kind == YS__FORMULA) {
        if (!is_formula(&p))
            return unknown_measure(&p);
        if (!formula(&p, &m))
            return false;
        *out = m;
        return true;
    }
    if (!ys__parser_next(&p))
        return false;
    if (!ys__parser_sign(&p, "(")) {
        ys__parser_fail(&p, name.at, name.length, _("after %s come brackets"), measures[m.kind].name);
        return usage(&p, m.kind);
    }
    if (!ys__parser_next(&p) || !arguments(&p, &m, &name) || !nothing_after(&p))
        return false;
    *out = m;
    return true;
}
