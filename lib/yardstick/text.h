/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_TEXT_H
#define YARDSTICK_TEXT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A text of the project in the language in force (ys_language_set), the text itself where there is no translation.
 * The result lives as long as the program.
 */
const char *ys_text(const char *english) __attribute__((format_arg(1)));

/** The same for a text with a form for one and another for every other number. */
const char *ys_text_plural(const char *one, const char *other, int is_one)
    __attribute__((format_arg(1), format_arg(2)));

/**
 * The candidate nearest to a word somebody may have mistyped, letter case apart.
 *
 * @return one of the candidates, or NULL when none is near enough to be worth naming
 */
const char *ys_text_nearest(const char *word, const char *const *candidates, size_t n);

/** Columns a UTF-8 text takes on a terminal; accents that combine take none, East Asian wide characters two. */
size_t ys_text_width(const char *text);

#ifdef __cplusplus
}
#endif
#endif
