/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_BASE_BUFFER_H
#define YS_BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <yardstick/error.h>

/* Text that grows. Zero-initialise. Running out of memory is remembered (failed), so that a long series of puts needs
 * one check at its end. The text is always NUL-terminated once anything was put. */
typedef struct ys__buffer {
    char *text;
    size_t n, room;
    bool failed;
} ys__buffer;

void ys__put(ys__buffer *to, const char *text);
void ys__putn(ys__buffer *to, const char *text, size_t n);
void ys__putc(ys__buffer *to, char c);
void ys__putf(ys__buffer *to, const char *fmt, ...) YS_PRINTF(2, 3);
void ys__buffer_clear(ys__buffer *b); /* empties, keeps the memory */
void ys__buffer_free(ys__buffer *b);

/* Hands the text to the caller, who frees it; NULL when memory was short. The buffer is empty afterwards. */
char *ys__buffer_take(ys__buffer *b);

#endif
