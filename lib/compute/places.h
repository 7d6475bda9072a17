/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_PLACES_H
#define YS_COMPUTE_PLACES_H

#include "data/column.h"

/* A map from 128-bit keys to the row that stands for each. Zero-initialise; free slots at the end. */
struct ys__place {
    ys__id key;
    uint32_t item, row;
    int64_t rank; /* how new the row is; INT64_MIN: nobody stands here yet */
    bool used, withdrawn;
    uint8_t months; /* length of the row's period, where the map needs it */
};

struct ys__places {
    struct ys__place *slots;
    size_t n_slots, used;
};

/* The place of a key, new or held by an older row; valid until the next claim. NULL when memory is short. */
struct ys__place *ys__claim(struct ys__places *map, ys__id key);
void ys__places_empty(struct ys__places *map);

/* Newer is: a later end of the row's period, then a later submission. */
int64_t ys__rank_of(ys__period period, int64_t submission);

#endif
