/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_BASE_I18N_H
#define YS_BASE_I18N_H

#include <stdbool.h>

#include <yardstick/error.h>

/* Languages the project speaks. Their order is that of the tables in i18n.c. */
typedef enum ys__lang { YS__EN, YS__ES, YS__LANGS } ys__lang;

/* The text in a language; the text itself where there is no translation. The result lives as long as the program. */
const char *ys__translate(ys__lang lang, const char *text) __attribute__((format_arg(2)));

/* The same for a text with a form for one and another for every other number; both stand under the first in es.po. */
const char *ys__translate_plural(ys__lang lang, const char *one, const char *other, bool is_one)
    __attribute__((format_arg(2), format_arg(3)));

/* The language in force, see ys_language_set(). */
ys__lang ys__lang_now(void);

/* The language called "en" or "es"; YS__LANGS for any other. */
ys__lang ys__lang_named(const char *name);

/* A text in the language in force. */
#define _(text) ys__translate(ys__lang_now(), text)

/* Marks a text for translation where no call can stand, as in a table. */
#define N_(text) text

/* Chooses the form for n. */
#define PLURAL(one, other, n) ys__translate_plural(ys__lang_now(), one, other, (n) == 1)

#endif
