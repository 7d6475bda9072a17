/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/places.h"

#include <stdlib.h>
#include <string.h>

static struct ys__place *find_place(const struct ys__places *map, ys__id key)
{
    size_t at = (size_t)(key.high ^ key.low) & (map->n_slots - 1);

    while (map->slots[at].used && (map->slots[at].key.high != key.high || map->slots[at].key.low != key.low))
        at = (at + 1) & (map->n_slots - 1);
    return &map->slots[at];
}

static bool grow_places(struct ys__places *map)
{
    struct ys__places bigger = { .n_slots = map->n_slots ? map->n_slots * 2 : 1024 };

    if ((map->used + 1) * 2 <= map->n_slots)
        return true;
    bigger.slots = calloc(bigger.n_slots, sizeof *bigger.slots);
    if (bigger.slots == NULL)
        return false;
    for (size_t i = 0; i < map->n_slots; i++)
        if (map->slots[i].used)
            *find_place(&bigger, map->slots[i].key) = map->slots[i];
    bigger.used = map->used;
    free(map->slots);
    *map = bigger;
    return true;
}

struct ys__place *ys__claim(struct ys__places *map, ys__id key)
{
    struct ys__place *at;

    if (!grow_places(map))
        return NULL;
    at = find_place(map, key);
    if (!at->used) {
        *at = (struct ys__place){ .key = key, .rank = INT64_MIN, .used = true };
        map->used++;
    }
    return at;
}

void ys__places_empty(struct ys__places *map)
{
    if (map->slots)
        memset(map->slots, 0, map->n_slots * sizeof *map->slots);
    map->used = 0;
}

int64_t ys__rank_of(ys__period period, int64_t submission)
{
    return (int64_t)(period.month + period.months) * (INT64_C(1) << 40) + submission;
}
