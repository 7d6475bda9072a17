/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/cube.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/vector.h"

bool ys__cube_make(ys__cube *out, const ys__shape *shape)
{
    *out = (ys__cube){ .n_tasks = shape->n_tasks, .width = shape->n_axes + 1, .n_exclusions = shape->n_exclusions,
                       .n_sums = shape->n_sums, .n_placements = shape->n_placements, .uses = shape->uses };
    out->values = calloc(shape->n_tasks + 1, sizeof *out->values);
    return out->values != NULL;
}

static void values_free(ys__values *v)
{
    for (ys__values *more = v->more, *next; more; more = next) {
        next = more->more;
        more->more = NULL;
        values_free(more);
        free(more);
    }
    free(v->value);
    free(v->id);
    free(v->stretches);
    free(v->first);
}

void ys__cube_free(ys__cube *cube)
{
    for (size_t i = 0; i < cube->n * cube->n_sums; i++)
        ys__exact_free(&cube->sums[i]);
    for (size_t t = 0; cube->values && t < cube->n_tasks; t++)
        values_free(&cube->values[t]);
    free(cube->values);
    free(cube->keys);
    free(cube->tallies);
    free(cube->misses);
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

bool ys__values_reserve(ys__values *to, size_t n, bool with_value, bool with_id)
{
    size_t room = to->room ? to->room : 256;

    if (to->room - to->n >= n)
        return true;
    while (room - to->n < n)
        room *= 2;
    if ((with_value && !resize((void **)&to->value, room, sizeof *to->value)) ||
        (with_id && !resize((void **)&to->id, room, sizeof *to->id)))
        return false;
    to->room = room;
    return true;
}

bool ys__values_close(ys__values *to, uint32_t cell, size_t n)
{
    ys__stretch *last = to->n_stretches ? &to->stretches[to->n_stretches - 1] : NULL;

    to->n += n;
    if (n == 0)
        return true;
    if (last && last->cell == cell && last->n <= UINT32_MAX - n) {
        last->n += (uint32_t)n;
        return true;
    }
    if (!ys__room((void **)&to->stretches, &to->room_stretches, to->n_stretches, sizeof *to->stretches))
        return false;
    to->stretches[to->n_stretches++] = (ys__stretch){ cell, (uint32_t)n };
    return true;
}

void ys__tally_reset(ys__tally *tally)
{
    *tally = (ys__tally){ .min = NAN, .max = NAN };
}

/* A NaN gives way. */
static double lesser(double a, double b)
{
    return b < a || isnan(a) ? b : a;
}

static double greater(double a, double b)
{
    return b > a || isnan(a) ? b : a;
}

void ys__tally_merge(ys__tally *to, const ys__tally *from)
{
    to->n += from->n;
    to->numerator += from->numerator;
    to->denominator += from->denominator;
    to->min = lesser(to->min, from->min);
    to->max = greater(to->max, from->max);
}

static bool make_misses(ys__cube *cube, ys__tally *tally)
{
    if (tally->missing)
        return true;
    if (!ys__room((void **)&cube->misses, &cube->room_misses, cube->n_misses, sizeof *cube->misses))
        return false;
    cube->misses[cube->n_misses++] = (ys__misses){ { 0 } };
    tally->missing = (uint32_t)cube->n_misses;
    return true;
}

bool ys__cube_miss(ys__cube *cube, ys__tally *tally, ys__missing reason, int64_t n)
{
    if (!make_misses(cube, tally))
        return false;
    cube->misses[tally->missing - 1].n[reason] += n;
    return true;
}

/* Merging */

static bool merge_tally(ys__cube *to, size_t cell, const ys__cube *from, size_t of, size_t task)
{
    ys__tally *tally = ys__cube_tally(to, cell, task);
    const ys__tally *other = ys__cube_tally(from, of, task);
    const ys__misses *misses = ys__cube_misses(from, other);

    ys__tally_merge(tally, other);
    if (misses == NULL)
        return true;
    if (!make_misses(to, tally))
        return false;
    for (int r = 0; r < YS__MISSINGS; r++)
        to->misses[tally->missing - 1].n[r] += misses->n[r];
    return true;
}

/* All of one cell but its values. */
static bool merge_cell(ys__cube *to, size_t cell, const ys__cube *from, size_t of)
{
    bool good = true;

    for (size_t k = 0; good && k < to->n_sums; k++)
        good = ys__exact_merge(&to->sums[cell * to->n_sums + k], &from->sums[of * from->n_sums + k]);
    for (size_t p = 0; p < to->n_placements; p++) {
        ys__cube_presence(to, cell, p)->placed += ys__cube_presence(from, of, p)->placed;
        ys__cube_presence(to, cell, p)->longer += ys__cube_presence(from, of, p)->longer;
    }
    for (size_t t = 0; good && t < to->n_tasks; t++) {
        good = merge_tally(to, cell, from, of, t);
        for (size_t x = 0; x < to->n_exclusions; x++)
            ys__cube_excluded(to, cell, t)[x] += ys__cube_excluded(from, of, t)[x];
    }
    return good;
}

static void rename_cells(ys__values *v, const uint32_t *cell_of)
{
    for (size_t i = 0; i < v->n_stretches; i++)
        v->stretches[i].cell = cell_of[v->stretches[i].cell];
}

static bool move_values(ys__values *to, ys__values *from, const uint32_t *cell_of)
{
    ys__values *moved;

    if (from->n == 0)
        return true;
    if ((moved = malloc(sizeof *moved)) == NULL)
        return false;
    rename_cells(from, cell_of);
    *moved = *from;
    *from = (ys__values){ 0 };
    moved->more = to->more;
    to->more = moved;
    return true;
}

bool ys__cube_merge(ys__cube *to, ys__cube *from)
{
    uint32_t *cell_of = malloc((from->n + 1) * sizeof *cell_of);
    bool good = cell_of != NULL;

    for (size_t i = 0; good && i < from->n; i++) {
        int64_t cell = ys__cube_cell(to, &from->keys[i * from->width]);

        good = cell >= 0 && merge_cell(to, (size_t)cell, from, i);
        cell_of[i] = (uint32_t)cell;
    }
    for (size_t t = 0; good && t < to->n_tasks; t++)
        good = move_values(&to->values[t], &from->values[t], cell_of);
    free(cell_of);
    return good;
}

/* Settling */

static void place_values(ys__values *to, const ys__values *from, size_t *next)
{
    size_t at = 0;

    for (size_t i = 0; i < from->n_stretches; i++) {
        const ys__stretch *s = &from->stretches[i];

        if (to->value)
            memcpy(&to->value[next[s->cell]], &from->value[at], s->n * sizeof *to->value);
        if (to->id)
            memcpy(&to->id[next[s->cell]], &from->id[at], s->n * sizeof *to->id);
        next[s->cell] += s->n;
        at += s->n;
    }
}

static bool settle(ys__values *v, size_t n_cells)
{
    size_t *next = calloc(n_cells + 1, sizeof *next), n = 0;
    ys__values sorted = { .first = calloc(n_cells + 1, sizeof *sorted.first) };
    bool with_value = false, with_id = false, good = next && sorted.first;

    for (const ys__values *part = v; good && part; part = part->more) {
        with_value = with_value || part->value;
        with_id = with_id || part->id;
        n += part->n;
        for (size_t i = 0; i < part->n_stretches; i++)
            sorted.first[part->stretches[i].cell + 1] += part->stretches[i].n;
    }
    good = good && ys__values_reserve(&sorted, n, with_value, with_id);
    for (size_t c = 0; good && c < n_cells; c++) {
        good = ys__values_close(&sorted, (uint32_t)c, sorted.first[c + 1]);
        sorted.first[c + 1] += sorted.first[c];
    }
    if (good)
        memcpy(next, sorted.first, (n_cells + 1) * sizeof *next);
    for (const ys__values *part = v; good && part; part = part->more)
        place_values(&sorted, part, next);
    free(next);
    values_free(good ? v : &sorted);
    if (good)
        *v = sorted;
    return good;
}

/* They are counted as they come, in people.c. */
static bool ids_alone(const ys__values *v)
{
    bool any = false;

    for (; v; v = v->more) {
        if (v->value)
            return false;
        any = any || v->id;
    }
    return any;
}

static bool has_to_settle(const ys__cube *cube, size_t task)
{
    return cube->uses[task].values == task && !ids_alone(&cube->values[task]);
}

/* Threads that wait for each other burn more time than a few values take to sort. */
static bool is_worth_threads(const ys__cube *cube)
{
    enum { VALUES = 50000 };
    size_t n = 0, n_tasks = 0;

    for (size_t t = 0; t < cube->n_tasks; t++) {
        const ys__values *part = has_to_settle(cube, t) ? &cube->values[t] : NULL;

        n_tasks += part != NULL;
        for (; part; part = part->more)
            n += part->n;
    }
    return n_tasks > 1 && n >= VALUES;
}

bool ys__cube_settle(ys__cube *cube)
{
    bool good = true;

#pragma omp parallel for schedule(dynamic, 1) if (is_worth_threads(cube))
    for (size_t t = 0; t < cube->n_tasks; t++)
        if (has_to_settle(cube, t) && !settle(&cube->values[t], cube->n))
#pragma omp atomic write
            good = false;
    return good;
}

/* Groups */

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

bool ys__cube_roll_up(ys__cube *out, const ys__cube *cube, const ys__groups *groups)
{
    const ys__shape shape = { cube->n_tasks, cube->width - 1, cube->n_exclusions, cube->n_sums, cube->n_placements,
                              cube->uses };
    bool good = ys__cube_make(out, &shape);

    for (size_t g = 0; good && g < groups->n; g++) {
        int64_t cell = ys__cube_cell(out, &groups->keys[g * groups->width]);

        good = cell == (int64_t)g;
        for (size_t i = groups->first[g]; good && i < groups->first[g + 1]; i++)
            good = merge_cell(out, g, cube, groups->cells[i]);
    }
    return good;
}
