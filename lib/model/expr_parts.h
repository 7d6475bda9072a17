/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_MODEL_EXPR_PARTS_H
#define YS_MODEL_EXPR_PARTS_H

#include "model/expr.h"
#include "model/model.h"

/* What the lexer, the parser, the type check and the measures of one expression share. Nobody else includes this. */

typedef enum ys__token_kind {
    YS__TOKEN_END,
    YS__TOKEN_NUMBER,
    YS__TOKEN_TEXT, /* '...' */
    YS__TOKEN_NAME, /* a name or a keyword */
    YS__TOKEN_QUOTED_NAME, /* `...` */
    YS__TOKEN_SIGN  /* text holds it: ( ) , + - * / = != < <= > >= */
} ys__token_kind;

typedef struct ys__token {
    ys__token_kind kind;
    uint32_t at, length; /* in the source */
    ys__slice text;      /* of names and texts without their quotes (doubled quotes still doubled), of signs */
    double number;
} ys__token;

typedef struct ys__parser {
    ys__arena *arena;
    const char *source;
    uint32_t ended;        /* where the token before the present one ends */
    uint32_t next;         /* where the token after the present one is looked for */
    ys__token token;       /* the present one */
    const ys__form *form;  /* NULL: no fields */
    bool formula;          /* indicators instead of fields */
    int depth;
    ys__expr_fault *fault;
} ys__parser;

/* Starts on a source and reads its first token. */
bool ys__parser_start(ys__parser *p, ys__arena *arena, const char *source, const ys__form *form, ys__expr_fault *fault);

/* Reads the next token. False after a fault. */
bool ys__parser_next(ys__parser *p);

/* Is the present token this sign, this keyword (in any case)? */
bool ys__parser_sign(const ys__parser *p, const char *sign);
bool ys__parser_word(const ys__parser *p, const char *word);

/* Fills the fault; both return NULL, so that a parsing function can return the call. The hint is added to the fault. */
void *ys__parser_fail(ys__parser *p, uint32_t at, uint32_t length, const char *fmt, ...) YS_PRINTF(4, 5);
void *ys__parser_hint(ys__parser *p, const char *fmt, ...) YS_PRINTF(2, 3);
void *ys__parser_nomem(ys__parser *p);

/* The text of a token between quotes, its doubled quotes undone. NULL after a fault. */
const char *ys__parser_unquoted(ys__parser *p, const ys__token *token);

/* The field a name means; NULL after a fault that says what may have been meant. */
ys__expr *ys__parser_field(ys__parser *p, const ys__token *name);

/* An expression from the present token on, up to a token that cannot go on with it. NULL after a fault. */
ys__expr *ys__parser_expr(ys__parser *p);

/* A node that spans from at to the end of the token before the present one. */
ys__expr *ys__expr_node(ys__parser *p, ys__op op, ys__type type, uint32_t at, uint32_t length);
ys__expr *ys__expr_over(ys__parser *p, ys__op op, ys__type type, ys__expr *const *args, int n, uint32_t at);

/* Nodes with their types checked; NULL after a fault. A NULL among the operands is passed on. */
ys__expr *ys__expr_arithmetic(ys__parser *p, ys__op op, ys__expr *a, ys__expr *b);
ys__expr *ys__expr_negate(ys__parser *p, ys__expr *a, uint32_t at);
ys__expr *ys__expr_compare(ys__parser *p, ys__op op, ys__expr *a, ys__expr *b);
ys__expr *ys__expr_logic(ys__parser *p, ys__op op, ys__expr *a, ys__expr *b); /* and, or; b NULL: not */
ys__expr *ys__expr_in(ys__parser *p, ys__expr **args, int n);                 /* also BETWEEN's like-typed operands */
ys__expr *ys__expr_between(ys__parser *p, ys__expr **args);
ys__expr *ys__expr_is(ys__parser *p, ys__expr *a, ys__missing reason);
ys__expr *ys__expr_call(ys__parser *p, ys__op op, ys__expr **args, int n, const ys__token *name);

bool ys__expr_is_number(const ys__expr *e); /* booleans count as 1 and 0 */
bool ys__expr_must_be_condition(ys__parser *p, const ys__expr *e);
bool ys__expr_must_be_number(ys__parser *p, const ys__expr *e, const char *function);

/* "a number", "a text", … in the language in force. */
const char *ys__type_title(ys__type type);
ys__type ys__field_expr_type(const ys__field *field);

/* The field's name as it must be written in an expression: with backquotes where it needs them. */
void ys__put_name(ys__buffer *to, const char *name);

#endif
