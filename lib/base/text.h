/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_BASE_TEXT_H
#define YS_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* A piece of somebody else's text; not NUL-terminated. */
typedef struct ys__slice {
    const char *p;
    size_t n;
} ys__slice;

static inline ys__slice ys__slice_of(const char *text)
{
    return (ys__slice){ text, text ? strlen(text) : 0 };
}

static inline bool ys__slice_equal(ys__slice a, ys__slice b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool ys__slice_is(ys__slice a, const char *text)
{
    return ys__slice_equal(a, ys__slice_of(text));
}

/* Without the blanks (space, tab, no-break space U+00A0) at both ends. */
ys__slice ys__trim(ys__slice s);

/* Characters (code points) in a piece of UTF-8; a stray byte counts as one. */
size_t ys__text_length(ys__slice s);

/* Length of the longest prefix that is well-formed UTF-8; s.n when all of it is. */
size_t ys__text_valid(ys__slice s);

/* The simple case fold used to compare codes, aliases and headers: lower case, accents and marks of Latin letters
 * dropped, runs of blanks, '_' and '-' one blank, blanks at the ends dropped: "Género " and "genero" are the same.
 * Writes at most size bytes with a NUL; longer results are cut. Returns the length written. */
size_t ys__text_fold(char *to, size_t size, ys__slice s);
bool ys__text_same(ys__slice a, ys__slice b); /* equal after folding */

/* Edit distance (insert, delete, replace, swap of neighbours), at most limit + 1. */
size_t ys__text_distance(ys__slice a, ys__slice b, size_t limit);

/* The candidate nearest to a word somebody may have mistyped, or NULL when none is near enough to be worth naming. */
const char *ys__text_nearest(ys__slice word, const char *const *candidates, size_t n);

/* At most so many characters of a text, the last one … where more are left out; size is that of to. Returns to. */
char *ys__text_cut(char *to, size_t size, const char *text, size_t characters);

/* The letter a spreadsheet gives a column, from 0: "A", "Z", "AA". Returns to. */
char *ys__column_letter(char to[8], size_t column);

#endif
