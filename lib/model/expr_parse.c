/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/expr_parts.h"

#include <assert.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/vector.h"

/* By descent, one function a level:
 *
 *     or:         and { "or" and }
 *     and:        not { "and" not }
 *     not:        "not" not | comparison
 *     comparison: sum [ sign sum | ["not"] "in" ( ... ) | ["not"] "between" sum "and" sum | "is" ["not"] reason ]
 *     sum:        product { + - product }
 *     product:    unary { * / unary }
 *     unary:      - unary | primary
 */

enum { DEEPEST = 100 };

ys__expr *ys__expr_node(ys__parser *p, ys__op op, ys__type type, uint32_t at, uint32_t length)
{
    ys__expr *e = ys__arena_alloc(p->arena, sizeof *e);

    if (e == NULL)
        return ys__parser_nomem(p);
    e->op = op;
    e->type = type;
    e->field = -1;
    e->at = at;
    e->length = length;
    return e;
}

/* From at to the end of the last operand. */
ys__expr *ys__expr_over(ys__parser *p, ys__op op, ys__type type, ys__expr *const *args, int n, uint32_t at)
{
    uint32_t end = n ? args[n - 1]->at + args[n - 1]->length : at;
    ys__expr *e = ys__expr_node(p, op, type, at, end - at);

    if (e == NULL)
        return NULL;
    e->n = n;
    e->args = ys__arena_copy(p->arena, args, (size_t)n * sizeof *args);
    return e->args ? e : ys__parser_nomem(p);
}

static bool expect(ys__parser *p, const char *sign)
{
    if (ys__parser_sign(p, sign))
        return ys__parser_next(p);
    if (p->token.kind == YS__TOKEN_END)
        ys__parser_fail(p, p->token.at, 1, _("the expression ends where %s was expected"), sign);
    else
        ys__parser_fail(p, p->token.at, p->token.length, _("%s was expected here"), sign);
    return false;
}

/* Calls */

static const struct function {
    const char *name;
    ys__op op;
    int least, most;
    const char *usage;
} functions[] = {
    { "if", YS__OP_IF, 3, 3, "if(condition, a, b)" },
    { "abs", YS__OP_ABS, 1, 1, "abs(x)" },
    { "round", YS__OP_ROUND, 1, 2, "round(x, decimals)" },
    { "days_between", YS__OP_DAYS_BETWEEN, 2, 2, "days_between(from, to)" },
    { "years_between", YS__OP_YEARS_BETWEEN, 2, 2, "years_between(from, to)" },
};

static ys__expr *unknown_function(ys__parser *p, const ys__token *name)
{
    const char *names[sizeof functions / sizeof *functions], *nearest;
    ys__measure_kind kind;

    for (kind = YS__COUNT; kind < YS__FORMULA; kind++)
        if (ys__slice_is(name->text, ys__measure_name(kind)))
            break;
    if (kind < YS__FORMULA || ys__slice_is(name->text, "indicator")) {
        ys__parser_fail(p, name->at, name->length, _("%.*s cannot stand inside an expression"), (int)name->text.n,
                        name->text.p);
        return ys__parser_hint(p, "%s", _("a measure stands alone; make an indicator of each part and write "
                                          "indicator('a') / indicator('b')"));
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        names[i] = functions[i].name;
    nearest = ys__text_nearest(name->text, names, sizeof names / sizeof *names);
    ys__parser_fail(p, name->at, name->length, _("there is no function %.*s"), (int)name->text.n, name->text.p);
    if (nearest)
        return ys__parser_hint(p, _("perhaps %s"), nearest);
    return ys__parser_hint(p, "%s", _("the functions are if, abs, round, days_between, years_between"));
}

/* indicator('id'), in a formula only */
static ys__expr *indicator(ys__parser *p, const ys__token *name)
{
    ys__token id = p->token;
    ys__expr *e;

    if (id.kind != YS__TOKEN_TEXT) {
        ys__parser_fail(p, id.at, id.length ? id.length : 1, "%s", _("the id of an indicator was expected"));
        return ys__parser_hint(p, "%s", _("write indicator('id')"));
    }
    e = ys__expr_node(p, YS__OP_INDICATOR, YS__TYPE_NUMBER, name->at, id.at + id.length - name->at);
    if (e == NULL || (e->text = ys__parser_unquoted(p, &id)) == NULL || !ys__parser_next(p) || !expect(p, ")"))
        return NULL;
    return e;
}

static ys__expr *call(ys__parser *p, const ys__token *name)
{
    const struct function *f = NULL;
    ys__expr *args[4], *e;
    int n = 0;

    if (p->formula && ys__slice_is(name->text, "indicator"))
        return indicator(p, name);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (ys__slice_is(name->text, functions[i].name))
            f = &functions[i];
    if (f == NULL)
        return unknown_function(p, name);
    while (!ys__parser_sign(p, ")")) {
        if (n == f->most || (n && !ys__parser_sign(p, ",")))
            break;
        if ((n && !ys__parser_next(p)) || (args[n++] = ys__parser_expr(p)) == NULL)
            return NULL;
    }
    if (n < f->least || (n == f->most && ys__parser_sign(p, ","))) {
        ys__parser_fail(p, name->at, name->length, _("%s takes other values than these"), f->name);
        return ys__parser_hint(p, _("write %s"), f->usage);
    }
    if (!expect(p, ")"))
        return NULL;
    e = ys__expr_call(p, f->op, args, n, name);
    if (e)
        e->length = p->ended - e->at; /* with the closing bracket */
    return e;
}

/* Primaries */

static const struct {
    const char *word;
    ys__op op;
    ys__type type;
    int integer;
} constants[] = {
    { "true", YS__OP_BOOL, YS__TYPE_BOOL, 1 },
    { "false", YS__OP_BOOL, YS__TYPE_BOOL, 0 },
    { "period_start", YS__OP_PERIOD_START, YS__TYPE_DATE, 0 },
    { "period_end", YS__OP_PERIOD_END, YS__TYPE_DATE, 0 },
};

static bool keyword_here(const ys__parser *p)
{
    static const char *const words[] = { "and", "or", "not", "in", "between", "is" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ys__parser_word(p, words[i]))
            return p->form == NULL || ys__form_field(p->form, p->token.text) < 0;
    return false;
}

static ys__expr *name_or_call(ys__parser *p)
{
    const ys__token t = p->token;
    bool bare = t.kind == YS__TOKEN_NAME, known = p->form && ys__form_field(p->form, t.text) >= 0;
    ys__expr *e;

    for (size_t i = 0; bare && i < sizeof constants / sizeof *constants; i++) {
        if (!ys__parser_word(p, constants[i].word) || (known && !ys__slice_is(t.text, constants[i].word)))
            continue;
        e = ys__expr_node(p, constants[i].op, constants[i].type, t.at, t.length);
        if (e == NULL || !ys__parser_next(p))
            return NULL;
        e->integer = constants[i].integer;
        return e;
    }
    if (!ys__parser_next(p))
        return NULL;
    if (bare && ys__parser_sign(p, "("))
        return ys__parser_next(p) ? call(p, &t) : NULL;
    return ys__parser_field(p, &t);
}

static ys__expr *literal(ys__parser *p)
{
    const ys__token t = p->token;
    bool number = t.kind == YS__TOKEN_NUMBER;
    ys__expr *e = ys__expr_node(p, number ? YS__OP_NUMBER : YS__OP_TEXT, number ? YS__TYPE_NUMBER : YS__TYPE_TEXT, t.at,
                                t.length);

    if (e == NULL || (!number && (e->text = ys__parser_unquoted(p, &t)) == NULL))
        return NULL;
    e->number = t.number;
    return ys__parser_next(p) ? e : NULL;
}

static ys__expr *nothing_here(ys__parser *p)
{
    if (p->token.kind == YS__TOKEN_END)
        return ys__parser_fail(p, p->token.at, 1, "%s", _("the expression ends where a name or a value was expected"));
    return ys__parser_fail(p, p->token.at, p->token.length, "%s", _("a name or a value was expected here"));
}

static ys__expr *primary(ys__parser *p)
{
    uint32_t at = p->token.at;
    ys__expr *e;

    if (p->token.kind == YS__TOKEN_NUMBER || p->token.kind == YS__TOKEN_TEXT)
        return literal(p);
    if (ys__parser_sign(p, "(")) {
        if (!ys__parser_next(p) || (e = ys__parser_expr(p)) == NULL || !expect(p, ")"))
            return NULL;
        e->at = at; /* with its brackets */
        e->length = p->ended - at;
        return e;
    }
    if (p->token.kind == YS__TOKEN_QUOTED_NAME || (p->token.kind == YS__TOKEN_NAME && !keyword_here(p)))
        return name_or_call(p);
    return nothing_here(p);
}

/* Levels */

static ys__expr *unary(ys__parser *p)
{
    uint32_t at = p->token.at;
    ys__expr *e;

    if (!ys__parser_sign(p, "-"))
        return primary(p);
    if (++p->depth > DEEPEST)
        return ys__parser_fail(p, at, 1, "%s", _("too many brackets within brackets"));
    e = ys__parser_next(p) ? unary(p) : NULL;
    p->depth--;
    return e ? ys__expr_negate(p, e, at) : NULL;
}

static ys__expr *chain(ys__parser *p, ys__expr *(*operand)(ys__parser *), const char *one, ys__op op_one,
                       const char *two, ys__op op_two)
{
    ys__expr *a = operand(p);

    while (a && (ys__parser_sign(p, one) || ys__parser_sign(p, two))) {
        ys__op op = ys__parser_sign(p, one) ? op_one : op_two;
        ys__expr *b = ys__parser_next(p) ? operand(p) : NULL;

        a = b ? ys__expr_arithmetic(p, op, a, b) : NULL;
    }
    return a;
}

static ys__expr *product(ys__parser *p)
{
    return chain(p, unary, "*", YS__OP_MULTIPLY, "/", YS__OP_DIVIDE);
}

static ys__expr *sum(ys__parser *p)
{
    return chain(p, product, "+", YS__OP_ADD, "-", YS__OP_SUBTRACT);
}

static ys__expr *in_list(ys__parser *p, ys__expr *a)
{
    ys__expr **args = NULL, *e = NULL;
    size_t n = 0, room = 0;

    if (!expect(p, "("))
        return ys__parser_hint(p, "%s", _("write in ('a', 'b')"));
    do {
        if (!ys__room((void **)&args, &room, n + 1, sizeof(ys__expr *))) {
            ys__parser_nomem(p);
            break;
        }
        if (n == 0)
            args[n++] = a;
        else if (!ys__parser_next(p)) /* the comma */
            break;
        if ((args[n] = sum(p)) == NULL)
            break;
        n++;
        if (!ys__parser_sign(p, ",")) {
            e = expect(p, ")") ? ys__expr_in(p, args, (int)n) : NULL;
            break;
        }
    } while (true);
    free(args);
    return e;
}

static ys__expr *between(ys__parser *p, ys__expr *a)
{
    ys__expr *args[3] = { a };

    if ((args[1] = sum(p)) == NULL)
        return NULL;
    if (!ys__parser_word(p, "and")) {
        ys__parser_fail(p, p->token.at, p->token.length ? p->token.length : 1, _("%s was expected here"), "and");
        return ys__parser_hint(p, _("write %s"), "x between 1 and 5");
    }
    if (!ys__parser_next(p) || (args[2] = sum(p)) == NULL)
        return NULL;
    return ys__expr_between(p, args);
}

static ys__expr *is_missing(ys__parser *p, ys__expr *a)
{
    ys__missing reason = YS__MISSING_NONE;
    bool negative = ys__parser_word(p, "not");
    char word[24] = "";
    ys__expr *e;

    if (negative && !ys__parser_next(p))
        return NULL;
    if (p->token.kind == YS__TOKEN_NAME && p->token.text.n < sizeof word)
        for (size_t i = 0; i < p->token.text.n; i++)
            word[i] = (char)(p->token.text.p[i] | (p->token.text.p[i] >= 'A' && p->token.text.p[i] <= 'Z' ? 0x20 : 0));
    if (!ys__parser_word(p, "missing") && !ys__missing_named(ys__slice_of(word), &reason)) {
        ys__parser_fail(p, p->token.at, p->token.length ? p->token.length : 1, "%s",
                        _("after “is” a reason for being missing was expected"));
        return ys__parser_hint(p, "%s",
                               _("write is missing, is not missing, or is followed by not_reported, not_applicable, "
                                 "not_collected, refused, unknown or suppressed; to compare values write ="));
    }
    e = ys__expr_is(p, a, reason);
    if (e == NULL || !ys__parser_next(p))
        return NULL;
    return negative ? ys__expr_logic(p, YS__OP_NOT, e, NULL) : e;
}

static const struct {
    const char *sign;
    ys__op op;
} comparisons[] = {
    { "=", YS__OP_EQUAL },     { "!=", YS__OP_UNEQUAL }, { "<", YS__OP_LESS },
    { "<=", YS__OP_AT_MOST },  { ">", YS__OP_GREATER },  { ">=", YS__OP_AT_LEAST },
};

static const ys__op *comparison_here(const ys__parser *p)
{
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++)
        if (ys__parser_sign(p, comparisons[i].sign))
            return &comparisons[i].op;
    return NULL;
}

static ys__expr *word_comparison(ys__parser *p, ys__expr *a)
{
    const ys__token start = p->token;
    bool negative = ys__parser_word(p, "not");
    ys__expr *e;

    if (negative && !ys__parser_next(p))
        return NULL;
    if (ys__parser_word(p, "in"))
        e = ys__parser_next(p) ? in_list(p, a) : NULL;
    else if (ys__parser_word(p, "between"))
        e = ys__parser_next(p) ? between(p, a) : NULL;
    else
        return ys__parser_fail(p, start.at, start.length, _("%s was expected here"), "in, between");
    return e && negative ? ys__expr_logic(p, YS__OP_NOT, e, NULL) : e;
}

static ys__expr *comparison(ys__parser *p)
{
    ys__expr *a = sum(p), *b;
    const ys__op *op;

    if (a == NULL)
        return NULL;
    if (ys__parser_word(p, "is"))
        return ys__parser_next(p) ? is_missing(p, a) : NULL;
    if (ys__parser_word(p, "not") || ys__parser_word(p, "in") || ys__parser_word(p, "between"))
        return word_comparison(p, a);
    if ((op = comparison_here(p)) == NULL)
        return a;
    if (!ys__parser_next(p) || (b = sum(p)) == NULL || (a = ys__expr_compare(p, *op, a, b)) == NULL)
        return NULL;
    if (comparison_here(p)) {
        ys__parser_fail(p, p->token.at, p->token.length, "%s", _("one comparison cannot follow another"));
        return ys__parser_hint(p, "%s", _("write a < b and b < c, or b between a and c"));
    }
    return a;
}

static ys__expr *negation(ys__parser *p)
{
    uint32_t at = p->token.at;
    ys__expr *e;

    if (!ys__parser_word(p, "not") || !keyword_here(p))
        return comparison(p);
    if (++p->depth > DEEPEST)
        return ys__parser_fail(p, at, p->token.length, "%s", _("too many brackets within brackets"));
    e = ys__parser_next(p) ? negation(p) : NULL;
    p->depth--;
    if (e && (e = ys__expr_logic(p, YS__OP_NOT, e, NULL)) != NULL) {
        e->length += e->at - at;
        e->at = at;
    }
    return e;
}

static ys__expr *conjunction(ys__parser *p)
{
    ys__expr *a = negation(p);

    while (a && ys__parser_word(p, "and")) {
        ys__expr *b = ys__parser_next(p) ? negation(p) : NULL;

        a = b ? ys__expr_logic(p, YS__OP_AND, a, b) : NULL;
    }
    return a;
}

ys__expr *ys__parser_expr(ys__parser *p)
{
    ys__expr *a;

    if (++p->depth > DEEPEST)
        return ys__parser_fail(p, p->token.at, 1, "%s", _("too many brackets within brackets"));
    a = conjunction(p);
    while (a && ys__parser_word(p, "or")) {
        ys__expr *b = ys__parser_next(p) ? conjunction(p) : NULL;

        a = b ? ys__expr_logic(p, YS__OP_OR, a, b) : NULL;
    }
    p->depth--;
    return a;
}

bool ys__expr_parse(ys__expr **out, ys__arena *arena, const char *source, const ys__form *form, bool condition,
                    ys__expr_fault *fault)
{
    ys__parser p;
    ys__expr *e;

    if (!ys__parser_start(&p, arena, source, form, fault) || (e = ys__parser_expr(&p)) == NULL)
        return false;
    if (p.token.kind != YS__TOKEN_END) {
        ys__parser_fail(&p, p.token.at, p.token.length, "%s", _("the expression should have ended before this"));
        ys__parser_hint(&p, "%s", _("join conditions with and, or"));
        return false;
    }
    if (condition && !ys__expr_must_be_condition(&p, e))
        return false;
    *out = e;
    return true;
}
