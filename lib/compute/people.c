/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/people.h"

#include <stdlib.h>
#include <string.h>

/* Ids are first dealt into parts by their bits, so that all records of an id meet in one part, small enough for the
 * cache; there a table finds the records of each id, and each id is counted once in every group it stands in. */
enum { PART = 16384, SLOTS_LEAST = 64, NONE = -1, MANY = 32 };

struct record {
    ys__id id;
    uint32_t cell;
    int32_t next; /* the next record of the same id in its part; NONE: the last */
};

struct dealing {
    struct record *records;
    size_t *first; /* n_parts + 1 */
    size_t n_parts;
};

static size_t part_of(ys__id id, size_t n_parts)
{
    return (size_t)((id.low * UINT64_C(0x9E3779B97F4A7C15) ^ id.high * UINT64_C(0xC2B2AE3D27D4EB4F)) >> 20) &
           (n_parts - 1);
}

/* Where the ids come from: what each thread gathered, each with its own place in every part. */
struct sources {
    const ys__values **items;
    size_t n, n_ids;
    size_t *next; /* n * n_parts */
};

static bool list_sources(struct sources *out, const ys__values *values)
{
    size_t n = 0;

    for (const ys__values *v = values; v; v = v->more)
        n++;
    *out = (struct sources){ .items = calloc(n + 1, sizeof *out->items) };
    for (const ys__values *v = values; out->items && v; v = v->more) {
        out->items[out->n++] = v;
        out->n_ids += v->n;
    }
    return out->items != NULL;
}

static void count_parts(const struct dealing *d, const ys__values *v, size_t *counts)
{
    for (size_t i = 0; i < v->n; i++)
        counts[part_of(v->id[i], d->n_parts)]++;
}

/* Part after part, and within each the sources in their order. */
static void place_parts(struct dealing *d, const struct sources *from)
{
    size_t at = 0;

    for (size_t p = 0; p < d->n_parts; p++) {
        d->first[p] = at;
        for (size_t s = 0; s < from->n; s++) {
            size_t *next = &from->next[s * d->n_parts + p], count = *next;

            *next = at;
            at += count;
        }
    }
    d->first[d->n_parts] = at;
}

static void deal_ids(const struct dealing *d, const ys__values *v, size_t *next)
{
    size_t at = 0;

    for (size_t s = 0; s < v->n_stretches; s++)
        for (size_t end = at + v->stretches[s].n; at < end; at++)
            d->records[next[part_of(v->id[at], d->n_parts)]++] =
                (struct record){ v->id[at], v->stretches[s].cell, NONE };
}

static bool is_worth_threads(const struct dealing *d)
{
    return d->n_parts > 16;
}

static bool deal(struct dealing *out, const ys__values *values)
{
    struct dealing d = { .n_parts = 1 };
    struct sources from;
    bool good = list_sources(&from, values);

    while (d.n_parts * PART / 2 < from.n_ids)
        d.n_parts *= 2;
    d.records = malloc((from.n_ids + 1) * sizeof *d.records);
    d.first = calloc(d.n_parts + 1, sizeof *d.first);
    from.next = calloc(from.n * d.n_parts + 1, sizeof *from.next);
    good = good && d.records && d.first && from.next;
#pragma omp parallel for schedule(dynamic, 1) if (is_worth_threads(&d))
    for (size_t s = 0; s < (good ? from.n : 0); s++)
        count_parts(&d, from.items[s], from.next + s * d.n_parts);
    if (good)
        place_parts(&d, &from);
#pragma omp parallel for schedule(dynamic, 1) if (is_worth_threads(&d))
    for (size_t s = 0; s < (good ? from.n : 0); s++)
        deal_ids(&d, from.items[s], from.next + s * d.n_parts);
    *out = d;
    free(from.next);
    free(from.items);
    return good;
}

/* The counts of one thread, laid out like those of the groupings. */
struct counts {
    ys__grouped *groupings;
    size_t n;
    const ys__cube *cube;
    int64_t **count;      /* per grouping */
    int64_t **by_partner; /* per grouping: n_groups * n_partners; NULL where not asked */
    size_t n_partners;
    int32_t *heads;       /* n_slots of them, open addressing: first record of an id */
    size_t n_slots, heads_room;
    int32_t *groups;      /* room for the groups of one id */
    size_t room;
};

static uint32_t partner_at(const ys__cube *cube, uint32_t cell)
{
    return cube->keys[cell * cube->width + 1 + YS__AXIS_PARTNER];
}

static void counts_free(struct counts *c)
{
    for (size_t g = 0; g < c->n; g++) {
        if (c->count)
            free(c->count[g]);
        if (c->by_partner)
            free(c->by_partner[g]);
    }
    free(c->count);
    free(c->by_partner);
    free(c->heads);
    free(c->groups);
}

static bool counts_make(struct counts *out, ys__grouped *groupings, size_t n, const ys__cube *cube, size_t n_partners)
{
    bool good;

    *out = (struct counts){ .groupings = groupings, .n = n, .cube = cube, .n_partners = n_partners };
    out->count = calloc(n + 1, sizeof *out->count);
    out->by_partner = calloc(n + 1, sizeof *out->by_partner);
    good = out->count && out->by_partner;
    for (size_t g = 0; good && g < n; g++) {
        out->count[g] = calloc(groupings[g].n_groups + 1, sizeof **out->count);
        if (groupings[g].largest)
            out->by_partner[g] = calloc(groupings[g].n_groups * n_partners + 1, sizeof **out->by_partner);
        good = out->count[g] && (!groupings[g].largest || out->by_partner[g]);
    }
    return good;
}

static bool make_tables(struct counts *c, size_t n_records)
{
    c->n_slots = SLOTS_LEAST;
    while (c->n_slots < n_records * 2)
        c->n_slots *= 2;
    if (c->n_slots > c->heads_room) {
        free(c->heads);
        c->heads_room = c->n_slots;
        c->heads = malloc(c->heads_room * sizeof *c->heads);
    }
    if (n_records > c->room) {
        free(c->groups);
        c->room = n_records;
        c->groups = malloc(c->room * sizeof *c->groups);
    }
    if (c->heads)
        memset(c->heads, 0xFF, c->n_slots * sizeof *c->heads);
    return c->heads && (c->groups || n_records == 0);
}

static int by_value(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

/* The different groups among n, in front; their number. */
static size_t unique(int32_t *groups, size_t n)
{
    size_t kept = 0;

    if (n > MANY)
        qsort(groups, n, sizeof *groups, by_value);
    for (size_t i = 0; i < n; i++) {
        size_t k = n > MANY && kept ? kept - 1 : 0;

        while (k < kept && groups[k] != groups[i])
            k++;
        if (k == kept)
            groups[kept++] = groups[i];
    }
    return kept;
}

static void count_id(struct counts *c, const struct record *records, int32_t head)
{
    for (size_t g = 0; g < c->n; g++) {
        size_t n = 0;

        for (int32_t i = head; i != NONE; i = records[i].next) {
            int32_t group = c->groupings[g].group_of_cell[records[i].cell];

            if (group != YS__NO_GROUP)
                c->groups[n++] = group;
        }
        n = n > 1 ? unique(c->groups, n) : n;
        for (size_t i = 0; i < n; i++) {
            c->count[g][c->groups[i]]++;
            if (c->by_partner[g]) /* asked of ids that are one partner's own: any record tells whose */
                c->by_partner[g][(size_t)c->groups[i] * c->n_partners + partner_at(c->cube, records[head].cell)]++;
        }
    }
}

static bool count_part(struct counts *c, struct record *records, size_t n)
{
    if (!make_tables(c, n))
        return false;
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t)(records[i].id.low * UINT64_C(0xD6E8FEB86659FD93) >> 32) & (c->n_slots - 1);
        int32_t head;

        while ((head = c->heads[at]) != NONE &&
               (records[head].id.low != records[i].id.low || records[head].id.high != records[i].id.high))
            at = (at + 1) & (c->n_slots - 1);
        records[i].next = head;
        c->heads[at] = (int32_t)i;
    }
    for (size_t at = 0; at < c->n_slots; at++)
        if (c->heads[at] != NONE)
            count_id(c, records, c->heads[at]);
    return true;
}

static void add_counts(const struct counts *c, int64_t **by_partner)
{
    for (size_t g = 0; g < c->n; g++) {
        for (size_t k = 0; k < c->groupings[g].n_groups; k++)
            c->groupings[g].count[k] += c->count[g][k];
        for (size_t k = 0; by_partner[g] && k < c->groupings[g].n_groups * c->n_partners; k++)
            by_partner[g][k] += c->by_partner[g][k];
    }
}

static void find_largest(ys__grouped *g, const int64_t *by_partner, size_t n_partners)
{
    for (size_t k = 0; g->largest && k < g->n_groups; k++)
        for (size_t p = 0; p < n_partners; p++) {
            int64_t count = by_partner[k * n_partners + p];

            g->largest[k] = count > g->largest[k] ? count : g->largest[k];
            g->partners[k] += count > 0;
        }
}

bool ys__people_count(ys__grouped *groupings, size_t n, const ys__cube *cube, size_t task)
{
    struct dealing d;
    struct counts total = { 0 };
    size_t n_partners = 0;
    bool good = deal(&d, &cube->values[task]);

    for (size_t c = 0; c < cube->n; c++)
        n_partners = partner_at(cube, (uint32_t)c) >= n_partners ? partner_at(cube, (uint32_t)c) + 1 : n_partners;
    for (size_t g = 0; g < n; g++)
        memset(groupings[g].count, 0, groupings[g].n_groups * sizeof *groupings[g].count);
    good = good && counts_make(&total, groupings, n, cube, n_partners);
#pragma omp parallel if (good && is_worth_threads(&d))
    {
        struct counts own = { 0 };
        bool own_good = good && counts_make(&own, groupings, n, cube, n_partners);

#pragma omp for schedule(static)
        for (size_t p = 0; p < d.n_parts; p++)
            own_good = own_good && count_part(&own, d.records + d.first[p], d.first[p + 1] - d.first[p]);
#pragma omp critical(ys_people)
        {
            good = good && own_good;
            if (good)
                add_counts(&own, total.by_partner);
        }
        counts_free(&own);
    }
    for (size_t g = 0; good && g < n; g++)
        find_largest(&groupings[g], total.by_partner[g], n_partners);
    counts_free(&total);
    free(d.records);
    free(d.first);
    return good;
}

static bool grouped_make(ys__grouped *out, size_t n_cells, size_t n_groups, bool by_partner)
{
    int32_t *map = malloc((n_cells + 1) * sizeof *map);

    *out = (ys__grouped){ map, n_groups, calloc(n_groups + 1, sizeof *out->count), NULL, NULL };
    if (map)
        memset(map, 0xFF, (n_cells + 1) * sizeof *map);
    if (by_partner) {
        out->largest = calloc(n_groups + 1, sizeof *out->largest);
        out->partners = calloc(n_groups + 1, sizeof *out->partners);
    }
    return map && out->count && (!by_partner || (out->largest && out->partners));
}

static void grouped_free(ys__grouped *g)
{
    free((void *)(uintptr_t)g->group_of_cell);
    free(g->count);
    free(g->largest);
    free(g->partners);
}

static void put_cells(ys__grouped *g, const uint32_t *cells, size_t n, int32_t group)
{
    int32_t *map = (int32_t *)(uintptr_t)g->group_of_cell;

    for (size_t i = 0; i < n; i++)
        map[cells[i]] = group;
}

static ys__unique unique_at(const ys__grouped *g, size_t k)
{
    return (ys__unique){ g->count[k], g->largest ? g->largest[k] : 0, g->partners ? g->partners[k] : 0 };
}

bool ys__people_in_groups(ys__unique **out, const ys__groups *groups, size_t n, const ys__cube *cube, size_t task,
                          bool by_partner)
{
    ys__grouped *grouped = calloc(n + 1, sizeof *grouped);
    bool good = grouped != NULL;

    for (size_t g = 0; good && g < n; g++) {
        good = grouped_make(&grouped[g], cube->n, groups[g].n, by_partner);
        for (size_t k = 0; good && k < groups[g].n; k++)
            put_cells(&grouped[g], groups[g].cells + groups[g].first[k], groups[g].first[k + 1] - groups[g].first[k],
                      (int32_t)k);
    }
    good = good && ys__people_count(grouped, n, cube, task);
    for (size_t g = 0; good && g < n; g++) {
        good = (out[g] = malloc((groups[g].n + 1) * sizeof **out)) != NULL;
        for (size_t k = 0; good && k < groups[g].n; k++)
            out[g][k] = unique_at(&grouped[g], k);
    }
    for (size_t g = 0; grouped && g < n; g++)
        grouped_free(&grouped[g]);
    free(grouped);
    return good;
}

bool ys__people_in_cells(ys__unique *out, const uint32_t *cells, size_t n, const ys__cube *cube, size_t task,
                         bool by_partner)
{
    ys__grouped one;
    bool good = grouped_make(&one, cube->n, 1, by_partner);

    if (good) {
        put_cells(&one, cells, n, 0);
        good = ys__people_count(&one, 1, cube, task);
    }
    if (good)
        *out = unique_at(&one, 0);
    grouped_free(&one);
    return good;
}
