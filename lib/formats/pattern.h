/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_FORMATS_PATTERN_H
#define YS_FORMATS_PATTERN_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"

/* A regular expression (PCRE2, UTF-8) that must match a whole cell. */
typedef struct ys__pattern ys__pattern;

/* A bad expression is YS_E_SYNTAX; column is the character of it where the trouble is. */
ys_status ys__pattern_compile(ys__pattern **out, const char *expression, ys_error *err);
void ys__pattern_free(ys__pattern *pattern);

/* Safe to call from several threads at once. A cell that exhausts the match limit does not match. */
bool ys__pattern_matches(const ys__pattern *pattern, ys__slice cell);

/* Puts a text that the expression, from which the pattern was made, matches: for people, who cannot read expressions.
 * False where none was found. */
bool ys__pattern_example(const ys__pattern *pattern, const char *expression, ys__buffer *to);

/* The same for one thread that asks for many cells: it shares nothing with the others. NULL when memory is short. The
 * pattern must live as long. */
typedef struct ys__matcher ys__matcher;

ys__matcher *ys__matcher_new(const ys__pattern *pattern);
bool ys__matcher_fits(ys__matcher *matcher, ys__slice cell);
void ys__matcher_free(ys__matcher *matcher);

#endif
