/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/cube.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

bool ys__cube_make(ys__cube *out, const ys__shape *shape)
{
    *out = (ys__cube){ .n_tasks = shape->n_tasks, .width = shape->n_axes + 1, .n_exclusions = shape->n_exclusions,
                       .n_sums = shape->n_sums, .n_placements = shape->n_placements, .uses = shape->uses };
    out->values = calloc(shape->n_tasks + 1, sizeof *out->values);
    return out->values != NULL;
}

static void values_free(ys__values *v)
{
    free(v->cell);
    free(v->value);
    free(v->id);
    free(v->first);
}

void ys__cube_free(ys__cube *cube)
{
    for (size_t i = 0; i < cube->n * cube->n_tasks; i++)
        ys__tally_free(&cube->tallies[i]);
    for (size_t i = 0; i < cube->n * cube->n_sums; i++)
        ys__exact_free(&cube->sums[i]);
    for (size_t t = 0; cube->values && t < cube->n_tasks; t++)
        values_free(&cube->values[t]);
    free(cube->values);
    free(cube->keys);
    free(cube->tallies);
    free(cube->sums);
    free(cube->presence);
    free(cube->excluded);
    free(cube->slots);
    *cube = (ys__cube){ 0 };
}

static size_t slot_of(const ys__cube *cube, const uint32_t *key)
{
    size_t at = (size_t)ys__hash(key, cube->width * sizeof *key, 0) & (cube->n_slots - 1);

    while (cube->slots[at] &&
           memcmp(&cube->keys[(cube->slots[at] - 1) * cube->width], key, cube->width * sizeof *key) != 0)
        at = (at + 1) & (cube->n_slots - 1);
    return at;
}

static bool resize(void **items, size_t n, size_t size)
{
    void *moved = realloc(*items, n * size + 1);

    if (moved)
        *items = moved;
    return moved != NULL;
}

static bool make_room(ys__cube *cube)
{
    size_t room = cube->room ? cube->room * 2 : 64, n_slots = room * 4;
    uint32_t *slots;

    if (cube->n < cube->room)
        return true;
    if (!resize((void **)&cube->keys, room * cube->width, sizeof *cube->keys) ||
        !resize((void **)&cube->tallies, room * cube->n_tasks, sizeof *cube->tallies) ||
        !resize((void **)&cube->sums, room * cube->n_sums, sizeof *cube->sums) ||
        !resize((void **)&cube->presence, room * cube->n_placements, sizeof *cube->presence) ||
        !resize((void **)&cube->excluded, room * cube->n_tasks * cube->n_exclusions, sizeof *cube->excluded) ||
        (slots = calloc(n_slots, sizeof *slots)) == NULL)
        return false;
    free(cube->slots);
    cube->slots = slots;
    cube->n_slots = n_slots;
    cube->room = room;
    for (size_t i = 0; i < cube->n; i++)
        slots[slot_of(cube, &cube->keys[i * cube->width])] = (uint32_t)i + 1;
    return true;
}

int64_t ys__cube_cell(ys__cube *cube, const uint32_t *key)
{
    size_t at;

    if (!make_room(cube))
        return -1;
    at = slot_of(cube, key);
    if (cube->slots[at] == 0) {
        memcpy(&cube->keys[cube->n * cube->width], key, cube->width * sizeof *key);
        for (size_t t = 0; t < cube->n_tasks; t++)
            ys__tally_reset(ys__cube_tally(cube, cube->n, t));
        if (cube->n_sums)
            memset(&cube->sums[cube->n * cube->n_sums], 0, cube->n_sums * sizeof *cube->sums);
        if (cube->n_placements)
            memset(ys__cube_presence(cube, cube->n, 0), 0, cube->n_placements * sizeof *cube->presence);
        if (cube->n_exclusions)
            memset(ys__cube_excluded(cube, cube->n, 0), 0, cube->n_tasks * cube->n_exclusions * sizeof(int64_t));
        cube->slots[at] = (uint32_t)++cube->n;
    }
    return cube->slots[at] - 1;
}

bool ys__values_add(ys__values *to, uint32_t cell, bool with_value, double value, bool with_id, ys__id id)
{
    if (to->n == to->room) {
        size_t room = to->room ? to->room * 2 : 256;

        if (!resize((void **)&to->cell, room, sizeof *to->cell) ||
            (with_value && !resize((void **)&to->value, room, sizeof *to->value)) ||
            (with_id && !resize((void **)&to->id, room, sizeof *to->id)))
            return false;
        to->room = room;
    }
    to->cell[to->n] = cell;
    if (with_value)
        to->value[to->n] = value;
    if (with_id)
        to->id[to->n] = id;
    to->n++;
    return true;
}

void ys__tally_reset(ys__tally *tally)
{
    *tally = (ys__tally){ .min = NAN, .max = NAN };
}

bool ys__tally_merge(ys__tally *to, const ys__tally *from)
{
    to->n += from->n;
    to->numerator += from->numerator;
    to->denominator += from->denominator;
    to->min = fmin(to->min, from->min); /* a NaN gives way */
    to->max = fmax(to->max, from->max);
    if (from->missing == NULL)
        return true;
    if (to->missing == NULL && (to->missing = calloc(YS__MISSINGS, sizeof *to->missing)) == NULL)
        return false;
    for (int r = 0; r < YS__MISSINGS; r++)
        to->missing[r] += from->missing[r];
    return true;
}

bool ys__tally_miss(ys__tally *tally, ys__missing reason)
{
    if (tally->missing == NULL && (tally->missing = calloc(YS__MISSINGS, sizeof *tally->missing)) == NULL)
        return false;
    tally->missing[reason]++;
    return true;
}

void ys__tally_free(ys__tally *tally)
{
    free(tally->missing);
}

static bool merge_values(ys__values *to, const ys__values *from, const uint32_t *cell_of)
{
    for (size_t i = 0; i < from->n; i++)
        if (!ys__values_add(to, cell_of[from->cell[i]], from->value != NULL, from->value ? from->value[i] : 0,
                            from->id != NULL, from->id ? from->id[i] : (ys__id){ 0, 0 }))
            return false;
    return true;
}

bool ys__cube_merge(ys__cube *to, const ys__cube *from)
{
    uint32_t *cell_of = malloc((from->n + 1) * sizeof *cell_of);
    bool good = cell_of != NULL;

    for (size_t i = 0; good && i < from->n; i++) {
        int64_t cell = ys__cube_cell(to, &from->keys[i * from->width]);

        if (cell < 0) {
            good = false;
            break;
        }
        cell_of[i] = (uint32_t)cell;
        for (size_t k = 0; good && k < to->n_sums; k++)
            good = ys__exact_merge(&to->sums[(size_t)cell * to->n_sums + k], &from->sums[i * from->n_sums + k]);
        for (size_t p = 0; p < to->n_placements; p++) {
            ys__cube_presence(to, (size_t)cell, p)->placed += ys__cube_presence(from, i, p)->placed;
            ys__cube_presence(to, (size_t)cell, p)->longer += ys__cube_presence(from, i, p)->longer;
        }
        for (size_t t = 0; good && t < to->n_tasks; t++) {
            good = ys__tally_merge(ys__cube_tally(to, (size_t)cell, t), ys__cube_tally(from, i, t));
            for (size_t x = 0; x < to->n_exclusions; x++)
                ys__cube_excluded(to, (size_t)cell, t)[x] += ys__cube_excluded(from, i, t)[x];
        }
    }
    for (size_t t = 0; good && t < to->n_tasks; t++)
        good = merge_values(&to->values[t], &from->values[t], cell_of);
    free(cell_of);
    return good;
}

static bool settle(ys__values *v, size_t n_cells)
{
    size_t *next = malloc((n_cells + 1) * sizeof *next);
    ys__values sorted = { .n = v->n, .room = v->n, .first = calloc(n_cells + 1, sizeof *sorted.first) };
    bool good = next && sorted.first && resize((void **)&sorted.cell, v->n, sizeof *v->cell) &&
                (v->value == NULL || resize((void **)&sorted.value, v->n, sizeof *v->value)) &&
                (v->id == NULL || resize((void **)&sorted.id, v->n, sizeof *v->id));

    if (!good) {
        free(next);
        values_free(&sorted);
        return false;
    }
    for (size_t i = 0; i < v->n; i++)
        sorted.first[v->cell[i] + 1]++;
    for (size_t c = 0; c < n_cells; c++)
        sorted.first[c + 1] += sorted.first[c];
    memcpy(next, sorted.first, (n_cells + 1) * sizeof *next);
    for (size_t i = 0; i < v->n; i++) {
        size_t at = next[v->cell[i]]++;

        sorted.cell[at] = v->cell[i];
        if (v->value)
            sorted.value[at] = v->value[i];
        if (v->id)
            sorted.id[at] = v->id[i];
    }
    free(next);
    values_free(v);
    *v = sorted;
    return true;
}

bool ys__cube_settle(ys__cube *cube)
{
    bool good = true;

    for (size_t t = 0; good && t < cube->n_tasks; t++)
        good = cube->uses[t].values != t || settle(&cube->values[t], cube->n);
    return good;
}

static void project(uint32_t *to, const uint32_t *key, size_t width, uint32_t axes)
{
    to[0] = key[0];
    for (size_t a = 0; a + 1 < width; a++)
        to[1 + a] = axes >> a & 1 ? key[1 + a] : YS__CODE_ALL;
}

bool ys__groups_make(ys__groups *out, const ys__cube *cube, uint32_t axes)
{
    ys__cube keys; /* a cube without tasks numbers the projected keys */
    uint32_t *group_of = malloc((cube->n + 1) * sizeof *group_of), key[YS__AXES_MAX + 1];
    ys__groups g = { .width = cube->width };
    bool good = ys__cube_make(&keys, &(ys__shape){ .n_axes = cube->width - 1 }) && group_of;

    for (size_t i = 0; good && i < cube->n; i++) {
        int64_t group;

        project(key, &cube->keys[i * cube->width], cube->width, axes);
        group = ys__cube_cell(&keys, key);
        good = group >= 0;
        group_of[i] = (uint32_t)group;
    }
    g.n = keys.n;
    g.first = calloc(g.n + 2, sizeof *g.first);
    g.cells = malloc((cube->n + 1) * sizeof *g.cells);
    if (good && g.first && g.cells) {
        for (size_t i = 0; i < cube->n; i++)
            g.first[group_of[i] + 2]++;
        for (size_t k = 0; k < g.n; k++)
            g.first[k + 2] += g.first[k + 1];
        for (size_t i = 0; i < cube->n; i++)
            g.cells[g.first[group_of[i] + 1]++] = (uint32_t)i;
        g.keys = keys.keys;
        keys.keys = NULL;
        *out = g;
    } else {
        good = false;
        free(g.first);
        free(g.cells);
    }
    free(group_of);
    keys.n = 0;
    ys__cube_free(&keys);
    return good;
}

void ys__groups_free(ys__groups *groups)
{
    free(groups->keys);
    free(groups->first);
    free(groups->cells);
    *groups = (ys__groups){ 0 };
}

int64_t ys__groups_find(const ys__groups *groups, const uint32_t *key)
{
    for (size_t i = 0; i < groups->n; i++)
        if (memcmp(&groups->keys[i * groups->width], key, groups->width * sizeof *key) == 0)
            return (int64_t)i;
    return -1;
}
