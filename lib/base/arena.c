/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 16 * 1024 };

struct ys__arena_block {
    struct ys__arena_block *next;
    size_t size, used;
    alignas(max_align_t) char bytes[];
};

static struct ys__arena_block *add_block(ys__arena *arena, size_t need)
{
    size_t size = need > BLOCK ? need : BLOCK;
    struct ys__arena_block *block = calloc(1, sizeof *block + size);

    if (block == NULL)
        return NULL;
    block->size = size;
    if (need > BLOCK && arena->blocks) { /* a big piece must not end the use of the block at the front */
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    } else {
        block->next = arena->blocks;
        arena->blocks = block;
    }
    return block;
}

void *ys__arena_alloc(ys__arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    size_t need = (size + align - 1) / align * align;
    struct ys__arena_block *block = arena->blocks;
    void *piece;

    if (need < size)
        return NULL;
    if ((block == NULL || block->size - block->used < need) && (block = add_block(arena, need)) == NULL)
        return NULL;
    piece = block->bytes + block->used;
    block->used += need;
    return piece;
}

void *ys__arena_copy(ys__arena *arena, const void *from, size_t size)
{
    void *piece = ys__arena_alloc(arena, size);

    if (piece && size)
        memcpy(piece, from, size);
    return piece;
}

char *ys__arena_textn(ys__arena *arena, const char *text, size_t n)
{
    char *copy = ys__arena_alloc(arena, n + 1);

    if (copy && n)
        memcpy(copy, text, n);
    return copy;
}

char *ys__arena_text(ys__arena *arena, const char *text)
{
    return text ? ys__arena_textn(arena, text, strlen(text)) : NULL;
}

void ys__arena_join(ys__arena *to, ys__arena *from)
{
    struct ys__arena_block **end = &to->blocks;

    while (*end)
        end = &(*end)->next;
    *end = from->blocks;
    from->blocks = NULL;
}

void ys__arena_free(ys__arena *arena)
{
    while (arena->blocks) {
        struct ys__arena_block *next = arena->blocks->next;

        free(arena->blocks);
        arena->blocks = next;
    }
}
