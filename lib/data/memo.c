/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/memo.h"

#include <stdlib.h>

#include "base/hash.h"

enum { FIRST_SIZE = 64, LARGEST = 1 << 17 };

static inline uint64_t eight(const char *p)
{
    uint64_t word;

    memcpy(&word, p, sizeof word);
    return word;
}

static inline uint64_t four(const char *p)
{
    uint32_t word;

    memcpy(&word, p, sizeof word);
    return word;
}

/* Two words that, together with the length, are the text itself up to 16 bytes, and never read beyond it. */
static inline void words(ys__slice s, uint64_t *first, uint64_t *last)
{
    const unsigned char *u = (const unsigned char *)s.p;

    if (s.n >= 8) {
        *first = eight(s.p);
        *last = eight(s.p + s.n - 8);
        if (s.n > 16)
            *first = ys__hash(s.p, s.n, *last);
    } else if (s.n >= 4) {
        *first = four(s.p);
        *last = four(s.p + s.n - 4);
    } else {
        *first = s.n ? (uint64_t)u[0] << 16 | (uint64_t)u[s.n / 2] << 8 | u[s.n - 1] : 0;
        *last = 0;
    }
}

static inline size_t home(const ys__memo *memo, uint64_t first, uint64_t last, uint32_t n, uint32_t salt)
{
    return (size_t)ys__mix(first ^ (uint64_t)salt << 32, last + n) & (memo->size - 1);
}

static bool grow(ys__memo *memo)
{
    size_t size = memo->size ? memo->size * 4 : FIRST_SIZE;
    ys__memo old = *memo;

    if (size > LARGEST) {
        memset(memo->entries, 0, memo->size * sizeof *memo->entries);
        memo->n = 0;
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
        size_t at = home(memo, e->first, e->last, e->n, e->salt);

        if (e->n == 0)
            continue;
        while (memo->entries[at].n)
            at = (at + 1) & (size - 1);
        memo->entries[at] = *e;
    }
    free(old.entries);
    return true;
}

ys__memo_entry *ys__memo_get(ys__memo *memo, ys__slice text, uint32_t salt)
{
    uint64_t first, last;
    uint32_t n = (uint32_t)text.n + 1;
    size_t at;

    if (memo->n * 2 >= memo->size && !grow(memo))
        return NULL;
    words(text, &first, &last);
    for (at = home(memo, first, last, n, salt); memo->entries[at].n; at = (at + 1) & (memo->size - 1)) {
        ys__memo_entry *e = &memo->entries[at];

        if (e->first == first && e->last == last && e->n == n && e->salt == salt &&
            (text.n <= 16 || memcmp(e->p, text.p, text.n) == 0))
            return e;
    }
    memo->n++;
    memo->entries[at] = (ys__memo_entry){ .first = first, .last = last, .p = text.p, .n = n, .salt = salt };
    return &memo->entries[at];
}

void ys__memo_free(ys__memo *memo)
{
    free(memo->entries);
    *memo = (ys__memo){ 0 };
}
