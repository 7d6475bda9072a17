/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_BASE_ARENA_H
#define YS_BASE_ARENA_H

#include <stddef.h>

/* Memory that is given back all at once: definitions, dictionaries, findings. Zero-initialise; ys__arena_free at the
 * end. Every call answers NULL when memory is short. Pieces are zeroed and aligned for any type. */
typedef struct ys__arena {
    struct ys__arena_block *blocks;
} ys__arena;

void *ys__arena_alloc(ys__arena *arena, size_t size);
void *ys__arena_copy(ys__arena *arena, const void *from, size_t size);
char *ys__arena_text(ys__arena *arena, const char *text);             /* NULL stays NULL */
char *ys__arena_textn(ys__arena *arena, const char *text, size_t n);
void ys__arena_join(ys__arena *to, ys__arena *from); /* all pieces of from belong to to; from is empty then */
void ys__arena_free(ys__arena *arena);

#endif
