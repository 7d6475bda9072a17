/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_MEMO_H
#define YS_DATA_MEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/text.h"

/* Texts of up to so many bytes are compared as two words. */
enum { YS__MEMO_SHORT = 16 };

/* What the texts of a column turned out to mean. Few columns have many distinct texts, so that nearly every cell is one
 * look into a small table, and the meaning is worked out once. */
typedef struct ys__memo_entry {
    uint64_t first, last; /* the text's own bytes where it is short, else mixed */
    const char *p;        /* the text; not copied */
    uint32_t n, salt;     /* n: length + 1; 0: a free place */
    int64_t value;
    int32_t extra;
    uint32_t group;       /* of the findings about it; 0: none so far */
    uint8_t verdict;      /* the caller's; 0: fine */
    bool known;           /* the caller sets it with the rest */
} ys__memo_entry;

typedef struct ys__memo {
    ys__memo_entry *entries;
    size_t size, n; /* size: a power of two */
} ys__memo;

/* The entry of a text in a context (salt): not known when it is new. The text must stay where it is. A memo that grew
 * too large forgets everything. NULL when memory is short. */
ys__memo_entry *ys__memo_get(ys__memo *memo, ys__slice text, uint32_t salt);

/* The entry of a text, NULL where there is none. Something must have been put into the memo before. */
const ys__memo_entry *ys__memo_find(const ys__memo *memo, ys__slice text, uint32_t salt);

/* The bytes of a short text in two words, zeros behind it. YS__MEMO_SHORT bytes must be readable from p on. */
static inline void ys__memo_words(const char *p, size_t n, uint64_t *first, uint64_t *last)
{
    static const unsigned char ones[2 * YS__MEMO_SHORT] = { 255, 255, 255, 255, 255, 255, 255, 255,
                                                            255, 255, 255, 255, 255, 255, 255, 255 };
    uint64_t keep_first, keep_last;

    memcpy(&keep_first, ones + YS__MEMO_SHORT - n, sizeof keep_first);
    memcpy(&keep_last, ones + YS__MEMO_SHORT - n + sizeof keep_first, sizeof keep_last);
    memcpy(first, p, sizeof *first);
    memcpy(last, p + sizeof *first, sizeof *last);
    *first &= keep_first;
    *last &= keep_last;
}

/* Where in a memo a text is looked for first. */
static inline size_t ys__memo_home(const ys__memo *memo, uint64_t first, uint64_t last, uint32_t n, uint32_t salt)
{
    return (size_t)ys__mix(first ^ (uint64_t)salt << 32, last + n) & (memo->size - 1);
}

/* The same for a short text, YS__MEMO_SHORT bytes being readable from p on. */
static inline const ys__memo_entry *ys__memo_find_short(const ys__memo *memo, const char *p, size_t n, uint32_t salt)
{
    uint64_t first, last;
    size_t at;

    ys__memo_words(p, n, &first, &last);
    at = ys__memo_home(memo, first, last, (uint32_t)n + 1, salt);
    for (; memo->entries[at].n; at = (at + 1) & (memo->size - 1)) {
        const ys__memo_entry *e = &memo->entries[at];

        if (e->first == first && e->last == last && e->n == n + 1 && e->salt == salt)
            return e;
    }
    return NULL;
}

/* Forgets all texts, and keeps the room. */
void ys__memo_clear(ys__memo *memo);
void ys__memo_free(ys__memo *memo);

#endif
