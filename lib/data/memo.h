/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_MEMO_H
#define YS_DATA_MEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* What the texts of a column turned out to mean. Few columns have many distinct texts, so that nearly every cell is one
 * look into a small table, and the meaning is worked out once. */
typedef struct ys__memo_entry {
    uint64_t first, last; /* the text's own bytes where it is short, else mixed */
    const char *p;        /* the text; not copied */
    uint32_t n, salt;     /* n: length + 1; 0: a free place */
    int64_t value;
    int32_t extra;
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
void ys__memo_free(ys__memo *memo);

#endif
