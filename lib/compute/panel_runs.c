/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/panel.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* The rows of a match, gathered in cubes of their own. */

/* A run being filled, and where the cells come from. */
struct filling {
    const ys__plan *plan; /* of the run filled */
    ys__run *to;
    size_t task;
    const ys__plan *from_plan;
    const ys__run *from;
    size_t from_task;
    bool with_values, with_presence; /* several tasks may share them */
    uint32_t *cell_of;               /* where each cell of from went; NOWHERE: it is not in the match */
};

#define NOWHERE UINT32_MAX

/* Open values are numbered as they are met, which may differ from one reading to another. */
static bool translate(const struct filling *f, uint32_t *key)
{
    for (size_t a = 0; f->plan != f->from_plan && a < f->plan->n_axes; a++) {
        ys__slice text;
        int64_t code;

        if (key[1 + a] < YS__CODE_TEXTS)
            continue;
        text = f->from_plan->axes[a].dict.items[key[1 + a] - YS__CODE_TEXTS];
        if ((code = ys__dict_add((ys__dict *)&f->plan->axes[a].dict, text)) < 0)
            return false;
        key[1 + a] = YS__CODE_TEXTS + (uint32_t)code;
    }
    return true;
}

static bool add_values(ys__values *to, uint32_t cell, const ys__values *from, size_t at, size_t n)
{
    if (cell == NOWHERE || n == 0)
        return true;
    if (!ys__values_reserve(to, n, from->value != NULL, from->id != NULL))
        return false;
    if (from->value)
        memcpy(to->value + to->n, from->value + at, n * sizeof *to->value);
    if (from->id)
        memcpy(to->id + to->n, from->id + at, n * sizeof *to->id);
    return ys__values_close(to, cell, n);
}

/* Settled ones stand by their cells; ids alone as they were gathered. */
static ys_status copy_values(const struct filling *f, ys_error *err)
{
    const ys__values *from = &f->from->cube.values[f->from->cube.uses[f->from_task].values];
    ys__values *to = &f->to->cube.values[f->to->cube.uses[f->task].values];
    bool good = true;

    for (size_t c = 0; good && f->with_values && from->first && c < f->from->cube.n; c++)
        good = add_values(to, f->cell_of[c], from, from->first[c], from->first[c + 1] - from->first[c]);
    for (bool loose = f->with_values && !from->first; good && loose && from; from = from->more) {
        size_t at = 0;

        for (size_t i = 0; good && i < from->n_stretches; at += from->stretches[i++].n)
            good = add_values(to, f->cell_of[from->stretches[i].cell], from, at, from->stretches[i].n);
    }
    return good ? YS_OK : ys__fail_nomem(err);
}

static bool copy_misses(const struct filling *f, ys__tally *to, const ys__tally *from)
{
    const ys__misses *misses = ys__cube_misses(&f->from->cube, from);

    for (int r = 0; misses && r < YS__MISSINGS; r++)
        if (misses->n[r] && !ys__cube_miss(&f->to->cube, to, (ys__missing)r, misses->n[r]))
            return false;
    return true;
}

static bool copy_sums(const struct filling *f, size_t cell, size_t from_cell)
{
    for (int k = 0; k < YS__SUMS; k++)
        if (f->from->cube.uses[f->from_task].sums[k] != SIZE_MAX &&
            !ys__exact_merge(ys__cube_sum(&f->to->cube, cell, f->task, (ys__sum)k),
                             ys__cube_sum(&f->from->cube, from_cell, f->from_task, (ys__sum)k)))
            return false;
    return true;
}

static ys_status copy_cell(const struct filling *f, size_t from_cell, uint32_t side, ys_error *err)
{
    const ys__cube *from = &f->from->cube;
    ys__cube *to = &f->to->cube;
    uint32_t key[YS__AXES_MAX + 1];
    ys__tally *tally;
    int64_t cell;

    memcpy(key, &from->keys[from_cell * from->width], from->width * sizeof *key);
    key[0] = side;
    if (!translate(f, key) || (cell = ys__cube_cell(to, key)) < 0)
        return ys__fail_nomem(err);
    f->cell_of[from_cell] = (uint32_t)cell;
    tally = ys__cube_tally(to, (size_t)cell, f->task);
    ys__tally_merge(tally, ys__cube_tally(from, from_cell, f->from_task));
    if (!copy_misses(f, tally, ys__cube_tally(from, from_cell, f->from_task)) || !copy_sums(f, (size_t)cell, from_cell))
        return ys__fail_nomem(err);
    for (size_t x = 0; x < f->to->indicators[f->task]->n_exclude; x++)
        ys__cube_excluded(to, (size_t)cell, f->task)[x] += ys__cube_excluded(from, from_cell, f->from_task)[x];
    if (f->with_presence) {
        ys__presence *here = ys__cube_presence(to, (size_t)cell, to->uses[f->task].placement);
        const ys__presence *there = ys__cube_presence(from, from_cell, from->uses[f->from_task].placement);

        here->placed += there->placed;
        here->longer += there->longer;
    }
    return YS_OK;
}

/* What a partner has in a cell of the match; 0: nothing. */
static uint16_t months_of(const ys__panel_match *match, const uint32_t *key)
{
    uint32_t code = key[1 + YS__AXIS_PARTNER];

    return code >= YS__CODE_TEXTS && code - YS__CODE_TEXTS < match->n ? match->months[code - YS__CODE_TEXTS] : 0;
}

static ys_status copy_whole(const struct filling *f, const ys__panel_ground *ground, const ys__panel_pair *pair,
                            const ys__panel_match *match, ys_error *err)
{
    const ys__cube *cube = &f->from->cube;
    ys_status status = YS_OK;

    (void)ground;
    for (size_t c = 0; status == YS_OK && c < cube->n; c++) {
        const uint32_t *key = &cube->keys[c * cube->width];

        for (uint32_t side = 0; status == YS_OK && side < YS__SIDES; side++)
            if (key[0] == pair->side[side] && months_of(match, key) == match->whole)
                status = copy_cell(f, c, side, err);
    }
    return status;
}

/* The reports that both windows have, of those who lack others. */
static ys_status copy_parts(const struct filling *f, const ys__panel_ground *ground, const ys__panel_pair *pair,
                            const ys__panel_match *match, ys_error *err)
{
    const ys__plan *plan = &ground->plan;
    const ys__cube *cube = &f->from->cube;
    ys_status status = YS_OK;

    for (size_t c = 0; status == YS_OK && c < cube->n; c++) {
        const uint32_t *key = &cube->keys[c * cube->width];
        ys__period part = f->from_plan->periods[key[0]];
        uint16_t months = months_of(match, key);

        for (uint32_t side = 0; months && months != match->whole && status == YS_OK && side < YS__SIDES; side++) {
            ys__period window = ys__window_of(&plan->in->calendar, plan->window, plan->periods[pair->side[side]]);
            uint32_t wanted;

            if (!ys__period_holds(window, part))
                continue;
            wanted = ((1u << part.months) - 1) << (part.month - window.month);
            if ((months & wanted) == wanted)
                status = copy_cell(f, c, side, err);
        }
    }
    return status;
}

/* What was copied already by another part of the same formula. */
static void share(struct filling *f, const bool *done)
{
    const ys__use *uses = f->to->cube.uses;

    f->with_values = f->with_presence = true;
    for (size_t t = 0; t < f->to->n_indicators; t++) {
        if (done[t] && uses[t].values == uses[f->task].values)
            f->with_values = false;
        if (done[t] && uses[t].placement == uses[f->task].placement)
            f->with_presence = false;
    }
}

typedef ys_status copying(const struct filling *f, const ys__panel_ground *ground, const ys__panel_pair *pair,
                          const ys__panel_match *match, ys_error *err);

static ys_status copy(struct filling *f, const ys__panel_ground *ground, const ys__panel_pair *pair,
                      const ys__panel_match *match, copying *copy_cells)
{
    size_t n = f->from->cube.n;
    ys_status status;

    f->cell_of = malloc((n + 1) * sizeof *f->cell_of);
    if (f->cell_of == NULL)
        return ys__fail_nomem(ground->err);
    for (size_t c = 0; c < n; c++)
        f->cell_of[c] = NOWHERE;
    status = copy_cells(f, ground, pair, match, ground->err);
    if (status == YS_OK)
        status = copy_values(f, ground->err);
    free(f->cell_of);
    return status;
}

/* The rows of an indicator that has some of its own. */
static ys_status fill_rows(ys__runs *runs, bool **done, ys__panel_ground *ground, const ys__indicator *indicator,
                           const ys__panel_pair *pair, const ys__panel_match *match)
{
    struct filling f = { .plan = &ground->plan, .from_plan = &ground->plan };
    ys__period window;
    ys__panel_base *base;
    int32_t step;
    size_t r;
    ys_status status;

    f.from = ys__runs_find(&ground->runs, indicator, &f.from_task);
    f.task = f.from_task;
    r = (size_t)(f.from - ground->runs.items);
    f.to = &runs->items[r];
    if (done[r] == NULL) {
        done[r] = calloc(f.to->n_indicators + 1, sizeof **done);
        if (done[r] == NULL || !ys__cube_make(&f.to->cube, &f.from->job.shape))
            return ys__fail_nomem(ground->err);
    } else if (done[r][f.task]) {
        return YS_OK;
    }
    share(&f, done[r]);
    done[r][f.task] = true;
    status = copy(&f, ground, pair, match, copy_whole);
    if (status != YS_OK || !match->by_parts)
        return status;
    window = ys__window_of(&f.plan->in->calendar, f.plan->window, f.plan->periods[pair->side[YS__NOW]]);
    step = ys__panel_step(indicator->form, window);
    if (step == window.months) /* only records may be so: the counts they belong to come more often */
        return YS_OK;
    status = ys__panel_base_get(&base, ground, step);
    if (status != YS_OK)
        return status;
    f.from_plan = &base->plan;
    f.from = ys__runs_find(&base->runs, indicator, &f.from_task);
    return copy(&f, ground, pair, match, copy_parts);
}

/* Its own rows, or those of its parts; and the records of people that narrow it. */
static ys_status fill(ys__runs *runs, bool **done, ys__panel_ground *ground, const ys__indicator *indicator,
                      const ys__panel_pair *pair, const ys__panel_match *match)
{
    ys_status status = indicator->form ? fill_rows(runs, done, ground, indicator, pair, match) : YS_OK;

    for (size_t i = 0; status == YS_OK && i < indicator->n_parts; i++)
        status = fill(runs, done, ground, indicator->parts[i], pair, match);
    if (status == YS_OK && indicator->records)
        status = fill_rows(runs, done, ground, indicator->records, pair, match);
    return status;
}

ys_status ys__panel_runs_make(ys__runs *out, ys__panel_ground *ground, const ys__indicator *indicator,
                              const ys__panel_pair *pair, const ys__panel_match *match)
{
    size_t n = ground->runs.n;
    ys__runs runs = { calloc(n + 1, sizeof *runs.items), n };
    bool **done = calloc(n + 1, sizeof *done);
    ys_status status = runs.items && done ? YS_OK : ys__fail_nomem(ground->err);

    for (size_t r = 0; status == YS_OK && r < n; r++) {
        runs.items[r] = ground->runs.items[r]; /* borrowed, but for the cube */
        runs.items[r].cube = (ys__cube){ 0 };
    }
    if (status == YS_OK)
        status = fill(&runs, done, ground, indicator, pair, match);
    for (size_t r = 0; status == YS_OK && r < n; r++)
        if (done[r] && !ys__cube_settle(&runs.items[r].cube))
            status = ys__fail_nomem(ground->err);
    for (size_t r = 0; done && r < n; r++)
        free(done[r]);
    free(done);
    if (status == YS_OK)
        *out = runs;
    else
        ys__panel_runs_free(&runs, ground);
    return status;
}

void ys__panel_runs_free(ys__runs *runs, const ys__panel_ground *ground)
{
    for (size_t r = 0; runs->items && r < ground->runs.n; r++)
        ys__cube_free(&runs->items[r].cube);
    free(runs->items);
    *runs = (ys__runs){ 0 };
}
