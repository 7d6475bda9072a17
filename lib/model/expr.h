/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_MODEL_EXPR_H
#define YS_MODEL_EXPR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "model/missing.h"

/* Expressions of rules, conditions and measures, parsed and type-checked against one form. Evaluation over columns is
 * in data/eval.h. Logic is three-valued, as in SQL. */

struct ys__form;

typedef enum ys__type {
    YS__TYPE_NUMBER,
    YS__TYPE_TEXT,     /* also categories */
    YS__TYPE_DATE,     /* days */
    YS__TYPE_TIME,     /* seconds of the day */
    YS__TYPE_DATETIME, /* seconds since 1970 */
    YS__TYPE_PERIOD,
    YS__TYPE_BOOL
} ys__type;

typedef enum ys__op {
    YS__OP_NUMBER,       /* literal */
    YS__OP_TEXT,         /* literal */
    YS__OP_DATE,         /* literal, integer */
    YS__OP_BOOL,         /* literal, integer 0 or 1 */
    YS__OP_FIELD,        /* field */
    YS__OP_PERIOD_START, /* first day of the window */
    YS__OP_PERIOD_END,   /* last day of the window */
    YS__OP_INDICATOR,    /* indicator('id'): text; only in a quotient of indicators */
    YS__OP_NEGATE,
    YS__OP_NOT,
    YS__OP_ADD,
    YS__OP_SUBTRACT,
    YS__OP_MULTIPLY,
    YS__OP_DIVIDE,
    YS__OP_EQUAL,
    YS__OP_UNEQUAL,
    YS__OP_LESS,
    YS__OP_AT_MOST,
    YS__OP_GREATER,
    YS__OP_AT_LEAST,
    YS__OP_AND,
    YS__OP_OR,
    YS__OP_IN,           /* args[0] in the others */
    YS__OP_BETWEEN,      /* args[0] from args[1] to args[2], ends included */
    YS__OP_IS_MISSING,   /* args[0] a field; reason YS__MISSING_NONE: for whatever reason */
    YS__OP_IF,
    YS__OP_ABS,
    YS__OP_ROUND,        /* args[1], if any: decimals */
    YS__OP_DAYS_BETWEEN, /* args[1] - args[0] */
    YS__OP_YEARS_BETWEEN /* completed years */
} ys__op;

/* A node. "not in", "not between" and "is not missing" are YS__OP_NOT around the plain form. */
typedef struct ys__expr {
    ys__op op;
    ys__type type;
    double number;
    int64_t integer;
    const char *text;
    int field;           /* index in the form's fields */
    ys__missing reason;
    int n;
    struct ys__expr **args;
    uint32_t at, length; /* its place in the source text, bytes */
} ys__expr;

typedef enum ys__measure_kind {
    YS__COUNT,    /* a: condition or NULL */
    YS__SUM,      /* a */
    YS__DISTINCT, /* a: a field */
    YS__SHARE,    /* a: condition, b: of, or NULL */
    YS__RATE,     /* a / b */
    YS__MEAN,     /* a, b: weight or NULL */
    YS__MEDIAN,   /* a; p = 0.5 */
    YS__QUANTILE, /* a, p */
    YS__MIN,      /* a */
    YS__MAX,      /* a */
    YS__REACH,    /* a */
    YS__GIVEN,    /* a */
    YS__FORMULA   /* a: an expression over indicators */
} ys__measure_kind;

typedef struct ys__measure {
    ys__measure_kind kind;
    ys__expr *a, *b;
    double p;
    const char *source; /* as written */
} ys__measure;

/* One fault of an expression: at/length are bytes of the source; hint may be empty. */
typedef struct ys__expr_fault {
    uint32_t at, length;
    char text[256];
    char hint[256];
} ys__expr_fault;

/* Both return true and fill out, or return false and fill the fault (the first one), in the language in force. Memory
 * is the arena's; being out of it is a fault as well. A condition must be of type BOOL. form is NULL where no fields
 * exist (formulas of indicators need none). */
bool ys__expr_parse(ys__expr **out, ys__arena *arena, const char *source, const struct ys__form *form, bool condition,
                    ys__expr_fault *fault);
bool ys__measure_parse(ys__measure *out, ys__arena *arena, const char *source, const struct ys__form *form,
                       ys__expr_fault *fault);

/* A value as definitions write it: dates (or months, for their first day), times 09:30[:00], date-times, months
 * 2018-07; the unit is that of the type. */
bool ys__value_parse(ys__slice s, ys__type type, int64_t *out);

const char *ys__measure_name(ys__measure_kind kind); /* "share"; stable */

#endif
