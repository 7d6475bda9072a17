/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/reach.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/vector.h"
#include "compute/note.h"

/* A count of a partner, where all have sites of a site, for a period. */
struct unit {
    uint32_t partner, site;
    int64_t period; /* packed */
    double count;
    size_t recorded; /* different people on record */
};

struct person {
    ys__id id;
    size_t unit;
};

struct narrowing {
    const ys__cube *counts, *records;
    size_t count_task, record_task;
    bool by_site;
    struct unit *units;
    size_t n_units, units_room;
    struct person *people;
    size_t n_people, people_room;
};

static int by_place(const void *a, const void *b)
{
    const struct unit *x = a, *y = b;

    if (x->partner != y->partner)
        return x->partner < y->partner ? -1 : 1;
    if (x->site != y->site)
        return x->site < y->site ? -1 : 1;
    return (x->period > y->period) - (x->period < y->period);
}

static int by_id(const struct person *x, const struct person *y)
{
    if (x->id.high != y->id.high)
        return x->id.high < y->id.high ? -1 : 1;
    return (x->id.low > y->id.low) - (x->id.low < y->id.low);
}

static int by_unit_and_id(const void *a, const void *b)
{
    const struct person *x = a, *y = b;

    return x->unit != y->unit ? (x->unit < y->unit ? -1 : 1) : by_id(x, y);
}

static int by_id_alone(const void *a, const void *b)
{
    return by_id(a, b);
}

static uint32_t code_in(const ys__cube *cube, size_t cell, size_t axis)
{
    return cube->keys[cell * cube->width + 1 + axis];
}

static bool add_unit(struct narrowing *w, size_t cell, int64_t period, double count)
{
    if (!ys__room((void **)&w->units, &w->units_room, w->n_units, sizeof *w->units))
        return false;
    w->units[w->n_units++] = (struct unit){ .partner = code_in(w->counts, cell, YS__AXIS_PARTNER),
                                            .site = w->by_site ? code_in(w->counts, cell, YS__AXIS_SITE) : 0,
                                            .period = period,
                                            .count = count };
    return true;
}

/* The counts of the group, those of one place and period (split by other columns) added. */
static bool gather_units(struct narrowing *w, const uint32_t *cells, size_t n)
{
    const ys__values *v = &w->counts->values[w->count_task];
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t k = v->first[cells[i]]; k < v->first[cells[i] + 1]; k++)
            if (!add_unit(w, cells[i], (int64_t)v->id[k].high, v->value[k]))
                return false;
    if (w->n_units == 0)
        return true;
    qsort(w->units, w->n_units, sizeof *w->units, by_place);
    for (size_t i = 1; i < w->n_units; i++)
        if (by_place(&w->units[kept], &w->units[i]) == 0)
            w->units[kept].count += w->units[i].count;
        else
            w->units[++kept] = w->units[i];
    w->n_units = kept + 1;
    return true;
}

/* The count a record belongs to: of its partner and place, for a period that holds the record's; n_units: none. */
static size_t unit_of(const struct narrowing *w, size_t cell, int64_t period)
{
    struct unit wanted = { .partner = code_in(w->records, cell, YS__AXIS_PARTNER),
                           .site = w->by_site ? code_in(w->records, cell, YS__AXIS_SITE) : 0,
                           .period = INT64_MIN };
    ys__period own = ys__period_unpack(period);
    size_t low = 0, high = w->n_units;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (by_place(&w->units[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < w->n_units && w->units[low].partner == wanted.partner && w->units[low].site == wanted.site; low++)
        if (ys__period_holds(ys__period_unpack(w->units[low].period), own))
            return low;
    return w->n_units;
}

static bool is_of(const ys__cube *cube, size_t cell, uint32_t axes, const uint32_t *key)
{
    const uint32_t *own = &cube->keys[cell * cube->width];

    for (size_t a = 0; a + 1 < cube->width; a++)
        if ((axes >> a & 1) && own[1 + a] != key[1 + a])
            return false;
    return own[0] == key[0];
}

static bool gather_people(struct narrowing *w, uint32_t axes, const uint32_t *key)
{
    const ys__values *v = &w->records->values[w->record_task];

    for (size_t c = 0; c < w->records->n; c++) {
        if (!is_of(w->records, c, axes, key) ||
            (w->by_site && code_in(w->records, c, YS__AXIS_SITE) < YS__CODE_TEXTS)) /* nobody knows where */
            continue;
        for (size_t k = v->first[c]; k < v->first[c + 1]; k++) {
            size_t unit = unit_of(w, c, (int64_t)v->value[k]);

            if (unit == w->n_units)
                continue;
            if (!ys__room((void **)&w->people, &w->people_room, w->n_people, sizeof *w->people))
                return false;
            w->people[w->n_people++] = (struct person){ v->id[k], unit };
        }
    }
    return true;
}

/* Each person once in each count; then without the counts that are less than their records. *doubtful of them. */
static void tidy_people(struct narrowing *w, size_t *doubtful)
{
    size_t kept = 0, good = 0;

    if (w->n_people)
        qsort(w->people, w->n_people, sizeof *w->people, by_unit_and_id);
    for (size_t i = 0; i < w->n_people; i++)
        if (i == 0 || by_unit_and_id(&w->people[i], &w->people[kept - 1]) != 0) {
            w->people[kept++] = w->people[i];
            w->units[w->people[i].unit].recorded++;
        }
    for (size_t u = 0; u < w->n_units; u++)
        *doubtful += (double)w->units[u].recorded > w->units[u].count;
    for (size_t i = 0; i < kept; i++)
        if ((double)w->units[w->people[i].unit].recorded <= w->units[w->people[i].unit].count)
            w->people[good++] = w->people[i];
    w->n_people = good;
}

static size_t count_different(struct narrowing *w)
{
    size_t n = 0;

    if (w->n_people)
        qsort(w->people, w->n_people, sizeof *w->people, by_id_alone);
    for (size_t i = 0; i < w->n_people; i++)
        n += i == 0 || by_id(&w->people[i], &w->people[i - 1]) != 0;
    return n;
}

static void narrow(ys__figure *f, ys__buffer *note, struct narrowing *w)
{
    size_t doubtful = 0, different, overlap;

    tidy_people(w, &doubtful);
    different = count_different(w);
    overlap = w->n_people - different;
    f->low = fmax(f->low, (double)different);
    f->high -= (double)overlap;
    if (different)
        f->why = _("people were counted by each partner, place and period apart: the number lies between what the "
                   "records of some of them leave possible");
    if (f->low == f->high) {
        f->value = f->low;
        f->why = NULL;
    }
    if (different)
        ys__note_add(note, _("people known from records: %lld, double counts they show: %lld"),
                     (long long)different, (long long)overlap);
    if (doubtful)
        ys__note_add(note, PLURAL("%lld count is less than its records, which are not used",
                                  "%lld counts are less than their records, which are not used", doubtful),
                     (long long)doubtful);
}

ys_status ys__reach_narrow(ys__figure *figure, ys__buffer *note, const ys__plan *plan, const ys__runs *runs,
                           const ys__indicator *indicator, const ys__grouping *grouping, const uint32_t *key,
                           const uint32_t *cells, size_t n, ys_error *err)
{
    struct narrowing w = { .by_site = indicator->form->site_field >= 0 && indicator->records->form->site_field >= 0 };
    const char *missing;
    ys_status status = YS_OK;

    if (figure->standing != YS__OK || !isnan(figure->value) || isnan(figure->low) ||
        !ys__plan_groups(plan, indicator->records, grouping, &missing))
        return YS_OK;
    w.counts = &ys__runs_find(runs, indicator, &w.count_task)->cube;
    w.records = &ys__runs_find(runs, indicator->records, &w.record_task)->cube;
    if (!gather_units(&w, cells, n) || !gather_people(&w, grouping->axes, key))
        status = ys__fail_nomem(err);
    else
        narrow(figure, note, &w);
    free(w.units);
    free(w.people);
    return status;
}
