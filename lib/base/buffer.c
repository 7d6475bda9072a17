/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(ys__buffer *b, size_t more)
{
    size_t room = b->room ? b->room : 64;
    char *moved;

    if (b->failed)
        return false;
    if (b->n + more < b->room)
        return true;
    while (room <= b->n + more)
        room *= 2;
    if ((moved = realloc(b->text, room)) == NULL) {
        b->failed = true;
        return false;
    }
    b->text = moved;
    b->room = room;
    return true;
}

void ys__putn(ys__buffer *to, const char *text, size_t n)
{
    if (!reserve(to, n))
        return;
    if (n)
        memcpy(to->text + to->n, text, n);
    to->n += n;
    to->text[to->n] = '\0';
}

void ys__put(ys__buffer *to, const char *text)
{
    ys__putn(to, text, strlen(text));
}

void ys__putc(ys__buffer *to, char c)
{
    ys__putn(to, &c, 1);
}

void ys__putf(ys__buffer *to, const char *fmt, ...)
{
    va_list ap;
    size_t left;
    int n;

    if (!reserve(to, 0))
        return;
    left = to->room - to->n;
    va_start(ap, fmt);
    n = vsnprintf(to->text + to->n, left, fmt, ap);
    va_end(ap);
    if (n < 0 || !reserve(to, (size_t)n)) {
        to->text[to->n] = '\0';
        return;
    }
    if ((size_t)n >= left) {
        va_start(ap, fmt);
        vsnprintf(to->text + to->n, (size_t)n + 1, fmt, ap);
        va_end(ap);
    }
    to->n += (size_t)n;
}

void ys__buffer_clear(ys__buffer *b)
{
    b->n = 0;
    if (b->text)
        b->text[0] = '\0';
}

void ys__buffer_free(ys__buffer *b)
{
    free(b->text);
    *b = (ys__buffer){ 0 };
}

char *ys__buffer_take(ys__buffer *b)
{
    char *text;

    ys__put(b, "");
    text = b->failed ? NULL : b->text;
    if (b->failed)
        free(b->text);
    *b = (ys__buffer){ 0 };
    return text;
}
