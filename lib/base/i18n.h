/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_BASE_I18N_H
#define YS_BASE_I18N_H

#include <yardstick/error.h>

/* Languages the project speaks. Their order is that of the tables in i18n.c. */
typedef enum ys__lang { YS__EN, YS__ES, YS__LANGS } ys__lang;

/* The text in a language; the text itself where there is no translation. The result lives as long as the program. */
const char *ys__translate(ys__lang lang, const char *text) __attribute__((format_arg(2)));

/* The language in force, see ys_language_set(). */
ys__lang ys__lang_now(void);

/* The language called "en" or "es"; YS__LANGS for any other. */
ys__lang ys__lang_named(const char *name);

/* A text in the language in force. */
#define _(text) ys__translate(ys__lang_now(), text)

/* Marks a text for translation where no call can stand, as in a table. */
#define N_(text) text

/* Chooses the form for n: one or other, both translated on their own. */
#define PLURAL(one, other, n) ((n) == 1 ? _(one) : _(other))

#endif
