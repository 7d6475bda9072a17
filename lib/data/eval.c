/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/eval.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"

/* A vector of numbers with the reason of each missing one. */
struct numbers {
    double *v;
    uint8_t *why;
};

static bool numbers_new(struct numbers *to, size_t n)
{
    to->v = malloc(n * sizeof *to->v + 1);
    to->why = malloc(n + 1);
    return to->v && to->why;
}

static void numbers_free(struct numbers *what)
{
    free(what->v);
    free(what->why);
}

static const ys__column *column_of(const ys__expr *e, const ys__eval_rows *rows)
{
    assert(e->op == YS__OP_FIELD);
    return rows->columns[e->field];
}

static void fill(double x, uint8_t reason, size_t n, double *v, uint8_t *why)
{
    for (size_t i = 0; i < n; i++)
        v[i] = x;
    memset(why, reason, n);
}

/* Fields */

static void field_reasons(const ys__column *c, const ys__eval_rows *rows, uint8_t *why)
{
    if (c == NULL)
        memset(why, YS__NOT_COLLECTED, rows->n);
    else if (c->missing)
        memcpy(why, c->missing + rows->first, rows->n);
    else
        memset(why, YS__MISSING_NONE, rows->n);
}

static void field_numbers(const ys__column *c, const ys__eval_rows *rows, double *v, uint8_t *why)
{
    double unit;

    field_reasons(c, rows, why);
    if (c == NULL || c->kind == YS__COLUMN_ID) {
        memset(v, 0, rows->n * sizeof *v);
    } else if (c->kind == YS__COLUMN_REAL) {
        memcpy(v, c->d + rows->first, rows->n * sizeof *v);
    } else if (c->kind == YS__COLUMN_PERIOD) {
        for (size_t i = 0; i < rows->n; i++)
            v[i] = ys__period_first_day(ys__period_unpack(c->v[rows->first + i]));
    } else {
        unit = c->kind == YS__COLUMN_NUMBER ? (double)ys__pow10[c->scale] : 1;
        for (size_t i = 0; i < rows->n; i++)
            v[i] = (double)c->v[rows->first + i] / unit;
    }
}

/* The reason a condition is unknown: that of the first field in it that is missing. */
static void blame(const ys__expr *e, const ys__eval_rows *rows, uint8_t *why)
{
    if (e->op == YS__OP_FIELD) {
        const ys__column *c = column_of(e, rows);

        for (size_t i = 0; i < rows->n; i++)
            if (why[i] == YS__UNKNOWN)
                why[i] = c == NULL ? YS__NOT_COLLECTED : (uint8_t)ys__column_missing(c, rows->first + i);
        for (size_t i = 0; i < rows->n; i++) /* a field that is there explains nothing */
            why[i] = why[i] == YS__MISSING_NONE ? YS__UNKNOWN : why[i];
        return;
    }
    for (int k = 0; k < e->n; k++)
        blame(e->args[k], rows, why);
}

/* Numbers */

static ys_status numbers_of(const ys__expr *e, const ys__eval_rows *rows, double *v, uint8_t *why, ys_error *err);
static ys_status logic_of(const ys__expr *e, const ys__eval_rows *rows, uint8_t *t, ys_error *err);

static double years_between(double from, double to)
{
    int y1, m1, d1, y2, m2, d2, years;

    ys__date_civil((int32_t)from, &y1, &m1, &d1);
    ys__date_civil((int32_t)to, &y2, &m2, &d2);
    years = y2 - y1;
    if (to >= from)
        return years - (m2 < m1 || (m2 == m1 && d2 < d1));
    return years + (m2 > m1 || (m2 == m1 && d2 > d1));
}

static double round_to(double x, double decimals)
{
    double unit = pow(10, decimals);

    return round(x * unit) / unit;
}

/* v = v op w, row by row. */
static void combine(ys__op op, double *v, const double *w, size_t n)
{
    switch (op) {
    case YS__OP_ADD:
        for (size_t i = 0; i < n; i++)
            v[i] += w[i];
        break;
    case YS__OP_SUBTRACT:
        for (size_t i = 0; i < n; i++)
            v[i] -= w[i];
        break;
    case YS__OP_MULTIPLY:
        for (size_t i = 0; i < n; i++)
            v[i] *= w[i];
        break;
    case YS__OP_DIVIDE:
        for (size_t i = 0; i < n; i++)
            v[i] /= w[i];
        break;
    case YS__OP_DAYS_BETWEEN:
        for (size_t i = 0; i < n; i++)
            v[i] = w[i] - v[i];
        break;
    case YS__OP_YEARS_BETWEEN:
        for (size_t i = 0; i < n; i++)
            v[i] = years_between(v[i], w[i]);
        break;
    default:
        assert(op == YS__OP_ROUND);
        for (size_t i = 0; i < n; i++)
            v[i] = round_to(v[i], w[i]);
    }
}

static ys_status binary_numbers(const ys__expr *e, const ys__eval_rows *rows, double *v, uint8_t *why, ys_error *err)
{
    struct numbers right = { 0 };
    ys_status status = numbers_of(e->args[0], rows, v, why, err);

    if (status == YS_OK && !numbers_new(&right, rows->n))
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = numbers_of(e->args[1], rows, right.v, right.why, err);
    if (status == YS_OK) {
        combine(e->op, v, right.v, rows->n);
        for (size_t i = 0; i < rows->n; i++) {
            why[i] = why[i] ? why[i] : right.why[i];
            if (why[i] == YS__MISSING_NONE && !isfinite(v[i])) /* a division by zero has no answer */
                why[i] = YS__NOT_APPLICABLE;
            v[i] = why[i] ? 0 : v[i];
        }
    }
    numbers_free(&right);
    return status;
}

static ys_status unary_numbers(const ys__expr *e, const ys__eval_rows *rows, double *v, uint8_t *why, ys_error *err)
{
    ys_status status = numbers_of(e->args[0], rows, v, why, err);

    for (size_t i = 0; status == YS_OK && i < rows->n; i++)
        v[i] = e->op == YS__OP_NEGATE ? -v[i] : e->op == YS__OP_ABS ? fabs(v[i]) : round(v[i]);
    return status;
}

static ys_status if_numbers(const ys__expr *e, const ys__eval_rows *rows, double *v, uint8_t *why, ys_error *err)
{
    struct numbers other = { 0 };
    uint8_t *t = malloc(rows->n + 1);
    ys_status status = YS_OK;

    if (t == NULL || !numbers_new(&other, rows->n))
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = logic_of(e->args[0], rows, t, err);
    if (status == YS_OK)
        status = numbers_of(e->args[1], rows, v, why, err);
    if (status == YS_OK)
        status = numbers_of(e->args[2], rows, other.v, other.why, err);
    for (size_t i = 0; status == YS_OK && i < rows->n; i++) {
        if (t[i] == YS__FALSE) {
            v[i] = other.v[i];
            why[i] = other.why[i];
        } else if (t[i] == YS__MAYBE) {
            v[i] = 0;
            why[i] = YS__UNKNOWN;
        }
    }
    numbers_free(&other);
    free(t);
    return status;
}

static ys_status truth_numbers(const ys__expr *e, const ys__eval_rows *rows, double *v, uint8_t *why, ys_error *err)
{
    uint8_t *t = malloc(rows->n + 1);
    ys_status status = t ? logic_of(e, rows, t, err) : ys__fail_nomem(err);

    if (status == YS_OK) {
        for (size_t i = 0; i < rows->n; i++) {
            v[i] = t[i] == YS__TRUE;
            why[i] = t[i] == YS__MAYBE ? YS__UNKNOWN : YS__MISSING_NONE;
        }
        if (memchr(t, YS__MAYBE, rows->n))
            blame(e, rows, why);
        for (size_t i = 0; i < rows->n; i++) /* blame marks known rows too: they are known */
            why[i] = t[i] == YS__MAYBE ? why[i] : YS__MISSING_NONE;
    }
    free(t);
    return status;
}

static ys_status numbers_of(const ys__expr *e, const ys__eval_rows *rows, double *v, uint8_t *why, ys_error *err)
{
    switch (e->op) {
    case YS__OP_NUMBER:
        fill(e->number, YS__MISSING_NONE, rows->n, v, why);
        return YS_OK;
    case YS__OP_DATE:
        fill((double)e->integer, YS__MISSING_NONE, rows->n, v, why);
        return YS_OK;
    case YS__OP_PERIOD_START:
        fill(rows->period_start, YS__MISSING_NONE, rows->n, v, why);
        return YS_OK;
    case YS__OP_PERIOD_END:
        fill(rows->period_end, YS__MISSING_NONE, rows->n, v, why);
        return YS_OK;
    case YS__OP_FIELD:
        field_numbers(column_of(e, rows), rows, v, why);
        return YS_OK;
    case YS__OP_IF:
        return if_numbers(e, rows, v, why, err);
    case YS__OP_NEGATE:
    case YS__OP_ABS:
        return unary_numbers(e, rows, v, why, err);
    case YS__OP_ROUND:
        return e->n == 1 ? unary_numbers(e, rows, v, why, err) : binary_numbers(e, rows, v, why, err);
    case YS__OP_ADD:
    case YS__OP_SUBTRACT:
    case YS__OP_MULTIPLY:
    case YS__OP_DIVIDE:
    case YS__OP_DAYS_BETWEEN:
    case YS__OP_YEARS_BETWEEN:
        return binary_numbers(e, rows, v, why, err);
    default:
        return truth_numbers(e, rows, v, why, err);
    }
}

/* Texts */

struct texts {
    ys__slice *v;
    uint8_t *known;
};

static ys_status texts_of(const ys__expr *e, const ys__eval_rows *rows, struct texts *to, ys_error *err);

static ys_status if_texts(const ys__expr *e, const ys__eval_rows *rows, struct texts *to, ys_error *err)
{
    uint8_t *t = malloc(rows->n + 1), *known = malloc(rows->n + 1);
    struct texts other = { malloc((rows->n + 1) * sizeof *other.v), known };
    ys_status status = t && other.v && known ? logic_of(e->args[0], rows, t, err) : ys__fail_nomem(err);

    if (status == YS_OK)
        status = texts_of(e->args[1], rows, to, err);
    if (status == YS_OK)
        status = texts_of(e->args[2], rows, &other, err);
    for (size_t i = 0; status == YS_OK && i < rows->n; i++) {
        if (t[i] == YS__FALSE) {
            to->v[i] = other.v[i];
            to->known[i] = other.known[i];
        } else if (t[i] == YS__MAYBE) {
            to->known[i] = false;
        }
    }
    free(t);
    free(other.v);
    free(known);
    return status;
}

static ys_status texts_of(const ys__expr *e, const ys__eval_rows *rows, struct texts *to, ys_error *err)
{
    const ys__column *c;

    if (e->op == YS__OP_IF)
        return if_texts(e, rows, to, err);
    if (e->op == YS__OP_TEXT) {
        for (size_t i = 0; i < rows->n; i++)
            to->v[i] = ys__slice_of(e->text);
        memset(to->known, true, rows->n);
        return YS_OK;
    }
    c = column_of(e, rows);
    for (size_t i = 0; i < rows->n; i++) {
        size_t row = rows->first + i;

        to->known[i] = c && c->kind == YS__COLUMN_CODE && !ys__column_missing(c, row);
        to->v[i] = to->known[i] ? c->dict.items[c->v[row]] : (ys__slice){ "", 0 };
    }
    return YS_OK;
}

/* Logic */

static bool holds(ys__op op, int order)
{
    switch (op) {
    case YS__OP_EQUAL:
        return order == 0;
    case YS__OP_UNEQUAL:
        return order != 0;
    case YS__OP_LESS:
        return order < 0;
    case YS__OP_AT_MOST:
        return order <= 0;
    case YS__OP_GREATER:
        return order > 0;
    default:
        assert(op == YS__OP_AT_LEAST);
        return order >= 0;
    }
}

static int text_order(ys__slice a, ys__slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;

    return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* The usual case, field = 'code': one look-up, then whole numbers are compared. */
static void code_equals(const ys__column *c, const char *text, bool equal, const ys__eval_rows *rows, uint8_t *t)
{
    int64_t code = c && c->kind == YS__COLUMN_CODE ? ys__dict_find(&c->dict, ys__slice_of(text)) : -1;

    if (c == NULL || c->kind != YS__COLUMN_CODE) {
        memset(t, YS__MAYBE, rows->n);
        return;
    }
    for (size_t i = 0; i < rows->n; i++)
        t[i] = (c->v[rows->first + i] == code) == equal;
    for (size_t i = 0; c->missing && i < rows->n; i++)
        t[i] = c->missing[rows->first + i] ? YS__MAYBE : t[i];
}

static ys_status compare_texts(ys__op op, const ys__expr *a, const ys__expr *b, const ys__eval_rows *rows, uint8_t *t,
                               ys_error *err)
{
    struct texts left, right;
    ys_status status = YS_OK;

    if ((op == YS__OP_EQUAL || op == YS__OP_UNEQUAL) && a->op == YS__OP_FIELD && b->op == YS__OP_TEXT) {
        code_equals(column_of(a, rows), b->text, op == YS__OP_EQUAL, rows, t);
        return YS_OK;
    }
    left = (struct texts){ malloc((rows->n + 1) * sizeof *left.v), malloc(rows->n + 1) };
    right = (struct texts){ malloc((rows->n + 1) * sizeof *right.v), malloc(rows->n + 1) };
    if (left.v == NULL || left.known == NULL || right.v == NULL || right.known == NULL)
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = texts_of(a, rows, &left, err);
    if (status == YS_OK)
        status = texts_of(b, rows, &right, err);
    for (size_t i = 0; status == YS_OK && i < rows->n; i++)
        t[i] = !left.known[i] || !right.known[i] ? YS__MAYBE : holds(op, text_order(left.v[i], right.v[i]));
    free(left.v);
    free(left.known);
    free(right.v);
    free(right.known);
    return status;
}

static ys_status compare_numbers(ys__op op, const ys__expr *a, const ys__expr *b, const ys__eval_rows *rows, uint8_t *t,
                                 ys_error *err)
{
    const uint8_t answers[3] = { holds(op, -1), holds(op, 0), holds(op, 1) };
    struct numbers left = { 0 }, right = { 0 };
    ys_status status = YS_OK;

    if (!numbers_new(&left, rows->n) || !numbers_new(&right, rows->n))
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = numbers_of(a, rows, left.v, left.why, err);
    if (status == YS_OK)
        status = numbers_of(b, rows, right.v, right.why, err);
    for (size_t i = 0; status == YS_OK && i < rows->n; i++) {
        int order = (left.v[i] > right.v[i]) - (left.v[i] < right.v[i]);

        t[i] = left.why[i] || right.why[i] ? YS__MAYBE : answers[order + 1];
    }
    numbers_free(&left);
    numbers_free(&right);
    return status;
}

static ys_status compare(ys__op op, const ys__expr *a, const ys__expr *b, const ys__eval_rows *rows, uint8_t *t,
                         ys_error *err)
{
    bool texts = a->type == YS__TYPE_TEXT || b->type == YS__TYPE_TEXT;

    return texts ? compare_texts(op, a, b, rows, t, err) : compare_numbers(op, a, b, rows, t, err);
}

/* false beats unknown in "and", true beats it in "or" */
static uint8_t both(uint8_t a, uint8_t b)
{
    return a == YS__FALSE || b == YS__FALSE ? YS__FALSE : a == YS__MAYBE || b == YS__MAYBE ? YS__MAYBE : YS__TRUE;
}

static uint8_t either(uint8_t a, uint8_t b)
{
    return a == YS__TRUE || b == YS__TRUE ? YS__TRUE : a == YS__MAYBE || b == YS__MAYBE ? YS__MAYBE : YS__FALSE;
}

/* One more comparison or condition joined to what t holds already. */
static ys_status join(uint8_t (*how)(uint8_t, uint8_t), ys__op op, const ys__expr *a, const ys__expr *b,
                      const ys__eval_rows *rows, uint8_t *t, ys_error *err)
{
    uint8_t *more = malloc(rows->n + 1);
    ys_status status = more == NULL ? ys__fail_nomem(err)
                       : b == NULL  ? logic_of(a, rows, more, err)
                                    : compare(op, a, b, rows, more, err);

    for (size_t i = 0; status == YS_OK && i < rows->n; i++)
        t[i] = how(t[i], more[i]);
    free(more);
    return status;
}

static ys_status in_logic(const ys__expr *e, const ys__eval_rows *rows, uint8_t *t, ys_error *err)
{
    ys_status status = compare(YS__OP_EQUAL, e->args[0], e->args[1], rows, t, err);

    for (int k = 2; status == YS_OK && k < e->n; k++)
        status = join(either, YS__OP_EQUAL, e->args[0], e->args[k], rows, t, err);
    return status;
}

static ys_status if_logic(const ys__expr *e, const ys__eval_rows *rows, uint8_t *t, ys_error *err)
{
    uint8_t *yes = malloc(rows->n + 1), *no = malloc(rows->n + 1);
    ys_status status = yes && no ? logic_of(e->args[0], rows, t, err) : ys__fail_nomem(err);

    if (status == YS_OK)
        status = logic_of(e->args[1], rows, yes, err);
    if (status == YS_OK)
        status = logic_of(e->args[2], rows, no, err);
    for (size_t i = 0; status == YS_OK && i < rows->n; i++)
        t[i] = t[i] == YS__TRUE ? yes[i] : t[i] == YS__FALSE ? no[i] : YS__MAYBE;
    free(yes);
    free(no);
    return status;
}

static ys_status number_logic(const ys__expr *e, const ys__eval_rows *rows, uint8_t *t, ys_error *err)
{
    struct numbers x = { 0 };
    ys_status status = numbers_new(&x, rows->n) ? numbers_of(e, rows, x.v, x.why, err) : ys__fail_nomem(err);

    for (size_t i = 0; status == YS_OK && i < rows->n; i++)
        t[i] = x.why[i] ? YS__MAYBE : x.v[i] != 0;
    numbers_free(&x);
    return status;
}

static void missing_logic(const ys__expr *e, const ys__eval_rows *rows, uint8_t *t)
{
    field_reasons(column_of(e->args[0], rows), rows, t);
    for (size_t i = 0; i < rows->n; i++)
        t[i] = e->reason == YS__MISSING_NONE ? t[i] != YS__MISSING_NONE : t[i] == e->reason;
}

static ys_status logic_of(const ys__expr *e, const ys__eval_rows *rows, uint8_t *t, ys_error *err)
{
    ys_status status;

    switch (e->op) {
    case YS__OP_BOOL:
        memset(t, e->integer != 0, rows->n);
        return YS_OK;
    case YS__OP_NOT:
        status = logic_of(e->args[0], rows, t, err);
        for (size_t i = 0; status == YS_OK && i < rows->n; i++)
            t[i] = t[i] == YS__MAYBE ? YS__MAYBE : !t[i];
        return status;
    case YS__OP_AND:
    case YS__OP_OR:
        status = logic_of(e->args[0], rows, t, err);
        return status ? status : join(e->op == YS__OP_AND ? both : either, e->op, e->args[1], NULL, rows, t, err);
    case YS__OP_IN:
        return in_logic(e, rows, t, err);
    case YS__OP_BETWEEN:
        status = compare(YS__OP_AT_LEAST, e->args[0], e->args[1], rows, t, err);
        return status ? status : join(both, YS__OP_AT_MOST, e->args[0], e->args[2], rows, t, err);
    case YS__OP_IS_MISSING:
        missing_logic(e, rows, t);
        return YS_OK;
    case YS__OP_IF:
        return if_logic(e, rows, t, err);
    case YS__OP_EQUAL:
    case YS__OP_UNEQUAL:
    case YS__OP_LESS:
    case YS__OP_AT_MOST:
    case YS__OP_GREATER:
    case YS__OP_AT_LEAST:
        return compare(e->op, e->args[0], e->args[1], rows, t, err);
    default:
        return number_logic(e, rows, t, err);
    }
}

ys_status ys__eval_numbers(const ys__expr *expr, const ys__eval_rows *rows, double *values, uint8_t *why, ys_error *err)
{
    return numbers_of(expr, rows, values, why, err);
}

static ys_status truth_of(const ys__expr *e, const ys__eval_rows *rows, uint8_t *t, uint8_t *why, ys_error *err)
{
    double *values;
    ys_status status = logic_of(e, rows, t, err);

    if (status != YS_OK || why == NULL)
        return status;
    memset(why, YS__MISSING_NONE, rows->n);
    if (memchr(t, YS__MAYBE, rows->n) == NULL)
        return YS_OK;
    values = malloc((rows->n + 1) * sizeof *values);
    status = values ? numbers_of(e, rows, values, why, err) : ys__fail_nomem(err);
    for (size_t i = 0; status == YS_OK && i < rows->n; i++)
        why[i] = t[i] == YS__MAYBE ? why[i] : YS__MISSING_NONE;
    free(values);
    return status;
}

/* Dictionaries. A condition on one coded field has few different answers: they are worked out once, for each text and
 * each reason, and looked up for the rows. */

enum { NO_FIELD = -1, SEVERAL_FIELDS = -2 };

static int only_field(const ys__expr *e)
{
    int field = e->op == YS__OP_FIELD ? e->field : NO_FIELD;

    for (int k = 0; k < e->n; k++) {
        int other = only_field(e->args[k]);

        if (other == NO_FIELD)
            continue;
        if (field != NO_FIELD && field != other)
            return SEVERAL_FIELDS;
        field = other;
    }
    return field;
}

/* The answers in the order of the texts, then of the reasons. */
struct answers {
    size_t n_texts;
    uint8_t *truth, *why;
};

static ys_status answer_all(struct answers *out, const ys__expr *e, int field, const ys__eval_rows *rows, ys_error *err)
{
    size_t n_texts = rows->columns[field]->dict.n, n = n_texts + YS__MISSINGS;
    ys__column every = { .kind = YS__COLUMN_CODE, .n = n, .dict = rows->columns[field]->dict };
    const ys__column **columns = calloc((size_t)field + 1, sizeof *columns);
    const ys__eval_rows all = { columns, 0, n, rows->period_start, rows->period_end };
    ys_status status;

    every.v = calloc(n, sizeof *every.v);
    every.missing = calloc(n, 1);
    *out = (struct answers){ n_texts, malloc(n), malloc(n) };
    if (every.v && every.missing && columns && out->truth && out->why) {
        for (size_t i = 0; i < n; i++) {
            every.v[i] = i < n_texts ? (int64_t)i : 0;
            every.missing[i] = i < n_texts ? YS__MISSING_NONE : i == n_texts ? YS__UNKNOWN : (uint8_t)(i - n_texts);
        }
        columns[field] = &every;
        status = truth_of(e, &all, out->truth, out->why, err);
    } else {
        status = ys__fail_nomem(err);
    }
    free(every.v);
    free(every.missing);
    free(columns);
    return status;
}

static ys_status look_up(const ys__expr *e, int field, const ys__eval_rows *rows, uint8_t *t, uint8_t *why,
                         ys_error *err)
{
    const ys__column *c = rows->columns[field];
    const int64_t *v = c->v + rows->first;
    const uint8_t *missing = c->missing ? c->missing + rows->first : NULL;
    struct answers answers;
    ys_status status = answer_all(&answers, e, field, rows, err);

    for (size_t i = 0; status == YS_OK && i < rows->n; i++) {
        size_t at = missing && missing[i] ? answers.n_texts + missing[i] : (size_t)v[i];

        t[i] = answers.truth[at];
        if (why)
            why[i] = answers.why[at];
    }
    free(answers.truth);
    free(answers.why);
    return status;
}

static ys_status find_truth(const ys__expr *e, const ys__eval_rows *rows, uint8_t *t, uint8_t *why, ys_error *err)
{
    enum { FEW = 4 }; /* rows for each answer, below which looking up does not pay */
    int field = only_field(e);
    const ys__column *c = field >= 0 ? rows->columns[field] : NULL;

    if (c && c->kind == YS__COLUMN_CODE && (c->dict.n + YS__MISSINGS) * FEW < rows->n)
        return look_up(e, field, rows, t, why, err);
    return truth_of(e, rows, t, why, err);
}

ys_status ys__eval_logic(const ys__expr *expr, const ys__eval_rows *rows, uint8_t *truth, ys_error *err)
{
    return find_truth(expr, rows, truth, NULL, err);
}

ys_status ys__eval_truth(const ys__expr *expr, const ys__eval_rows *rows, uint8_t *truth, uint8_t *why, ys_error *err)
{
    return find_truth(expr, rows, truth, why, err);
}

void ys__expr_fields(const ys__expr *expr, bool *uses)
{
    if (expr == NULL)
        return;
    if (expr->op == YS__OP_FIELD)
        uses[expr->field] = true;
    for (int k = 0; k < expr->n; k++)
        ys__expr_fields(expr->args[k], uses);
}
