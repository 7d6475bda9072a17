/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/memo.h"

#include <stdlib.h>

enum { FIRST_SIZE = 64, LARGEST = 1 << 17 };

/* Two words that are the text itself where it is short, else mixed from it; nothing beyond it is read. */
static void words(ys__slice s, uint64_t *first, uint64_t *last)
{
    char room[YS__MEMO_SHORT] = { 0 };

    if (s.n <= sizeof room) {
        if (s.n)
            memcpy(room, s.p, s.n);
        ys__memo_words(room, s.n, first, last);
    } else {
        *first = ys__hash(s.p, s.n, 0);
        *last = s.n;
    }
}

void ys__memo_clear(ys__memo *memo)
{
    memset(memo->entries, 0, memo->size * sizeof *memo->entries);
    memo->n = 0;
}

static bool grow(ys__memo *memo)
{
    size_t size = memo->size ? memo->size * 4 : FIRST_SIZE;
    ys__memo old = *memo;

    if (size > LARGEST) {
        ys__memo_clear(memo);
        return true;
    }
    memo->entries = calloc(size, sizeof *memo->entries);
    if (memo->entries == NULL) {
        *memo = old;
        return false;
    }
    memo->size = size;
    for (size_t i = 0; i < old.size; i++) {
        const ys__memo_entry *e = &old.entries[i];
        size_t at = ys__memo_home(memo, e->first, e->last, e->n, e->salt);

        if (e->n == 0)
            continue;
        while (memo->entries[at].n)
            at = (at + 1) & (size - 1);
        memo->entries[at] = *e;
    }
    free(old.entries);
    return true;
}

/* The entry of a text, or the free place where it would go, as key has it. */
static ys__memo_entry *place_of(const ys__memo *memo, ys__slice text, uint32_t salt, ys__memo_entry *key)
{
    size_t at;

    *key = (ys__memo_entry){ .p = text.p, .n = (uint32_t)text.n + 1, .salt = salt };
    words(text, &key->first, &key->last);
    at = ys__memo_home(memo, key->first, key->last, key->n, salt);
    for (; memo->entries[at].n; at = (at + 1) & (memo->size - 1)) {
        const ys__memo_entry *e = &memo->entries[at];

        if (e->first == key->first && e->last == key->last && e->n == key->n && e->salt == salt &&
            (text.n <= YS__MEMO_SHORT || memcmp(e->p, text.p, text.n) == 0))
            break;
    }
    return &memo->entries[at];
}

const ys__memo_entry *ys__memo_find(const ys__memo *memo, ys__slice text, uint32_t salt)
{
    ys__memo_entry key, *place = place_of(memo, text, salt, &key);

    return place->n ? place : NULL;
}

ys__memo_entry *ys__memo_get(ys__memo *memo, ys__slice text, uint32_t salt)
{
    ys__memo_entry key, *place;

    if (memo->n * 2 >= memo->size && !grow(memo))
        return NULL;
    place = place_of(memo, text, salt, &key);
    if (place->n == 0) {
        memo->n++;
        *place = key;
    }
    return place;
}

void ys__memo_free(ys__memo *memo)
{
    free(memo->entries);
    *memo = (ys__memo){ 0 };
}
