/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_FORMATS_JSON_H
#define YS_FORMATS_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"

typedef enum ys__json_kind {
    YS__JSON_NULL,
    YS__JSON_BOOL,
    YS__JSON_NUMBER,
    YS__JSON_TEXT,
    YS__JSON_ARRAY,
    YS__JSON_OBJECT
} ys__json_kind;

/* One value with its place in the file. Members and elements keep the file's order; a key that stands twice is kept
 * twice (the reader of the definitions reports it). */
typedef struct ys__json {
    ys__json_kind kind;
    const char *key;                /* NULL but for an object's members */
    uint32_t key_line, key_column;  /* place of the key, from 1, columns in characters */
    uint32_t line, column;          /* place of the value */
    bool truth;
    double number;
    const char *text;               /* of a text, unescaped */
    bool escaped;                   /* the text as written differs from text: columns inside it are not exact */
    struct ys__json *child, *next;
    size_t n;                       /* children */
} ys__json;

/* Parses text (n bytes, NUL behind them) into the arena. A syntax error is YS_E_SYNTAX with line and column. */
ys_status ys__json_parse(ys__json **out, ys__arena *arena, const char *source, const char *text, size_t n,
                          ys_error *err);

/* The member of an object called key (the last of several), or NULL. */
const ys__json *ys__json_member(const ys__json *object, const char *key);

/* Puts text as a JSON string with its quotes. Bytes that are no UTF-8 become U+FFFD. */
void ys__json_put(ys__buffer *to, ys__slice text);

#endif
