/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compute/bridge.h"
#include "compute/choice.h"
#include "compute/join.h"

/* Which indicators read together */

static ys__choosing choosing_of(const ys__indicator *indicator)
{
    if (indicator->each >= 0)
        return YS__CHOOSE_EACH;
    if (indicator->latest)
        return YS__CHOOSE_LATEST;
    if (!indicator->form->is_register)
        return YS__CHOOSE_EVENTS;
    return indicator->period_field >= 0 ? YS__CHOOSE_REGISTER_NEWEST : YS__CHOOSE_REGISTER_STATE;
}

static bool depends_on_window(ys__choosing choosing)
{
    return choosing == YS__CHOOSE_REGISTER_STATE || choosing == YS__CHOOSE_LATEST || choosing == YS__CHOOSE_EACH;
}

static bool fits(const ys__run *run, const ys__indicator *indicator)
{
    ys__choosing choosing = choosing_of(indicator);

    if (run->form != indicator->form || run->choosing != choosing)
        return false;
    if (run->indicators[0]->bridge || indicator->bridge)
        return false; /* their rows are read in their own way */
    if (choosing == YS__CHOOSE_LATEST || choosing == YS__CHOOSE_EACH)
        return false; /* what names the thing is the indicator's own */
    return !depends_on_window(choosing) || run->lag == indicator->lag;
}

ys__run *ys__runs_find(const ys__runs *runs, const ys__indicator *indicator, size_t *task)
{
    for (size_t r = 0; r < runs->n; r++)
        for (*task = 0; *task < runs->items[r].n_indicators; ++*task)
            if (runs->items[r].indicators[*task] == indicator)
                return &runs->items[r];
    return NULL;
}

static ys_status enlist(ys__runs *runs, const ys__indicator *indicator, size_t most, ys_error *err)
{
    size_t task, r = 0;
    ys_status status;

    for (size_t i = 0; i < indicator->n_parts; i++)
        if ((status = enlist(runs, indicator->parts[i], most, err)) != YS_OK)
            return status;
    if (indicator->records && (status = enlist(runs, indicator->records, most, err)) != YS_OK)
        return status;
    if (indicator->form == NULL || ys__runs_find(runs, indicator, &task))
        return YS_OK;
    while (r < runs->n && !fits(&runs->items[r], indicator))
        r++;
    if (r == runs->n) {
        runs->items[r] = (ys__run){ .form = indicator->form, .choosing = choosing_of(indicator), .lag = indicator->lag,
                                    .indicators = calloc(most, sizeof *runs->items[r].indicators) };
        if (runs->items[r].indicators == NULL)
            return ys__fail_nomem(err);
        runs->n++;
    }
    runs->items[r].indicators[runs->items[r].n_indicators++] = indicator;
    return YS_OK;
}

/* Reading */

/* Whether rows of a submission can lie in any window at all, seen from its period. */
static bool may_matter(const ys__run *run, const ys__submission *s)
{
    for (size_t p = 0; p < run->job.n_placements; p++) {
        const ys__placement *at = &run->job.placements[p];

        if (at->period_field >= 0)
            return true;
        for (size_t w = 0; w < run->job.plan->n_periods; w++)
            if (ys__period_overlaps(at->windows[w], s->period))
                return true;
    }
    return false;
}

static ys_status read_one(ys__run *run, ys__scanner *scanner, const ys__chosen *chosen, int window, ys_error *err)
{
    const ys__submission *s = &run->list.items[chosen->submission];
    const ys__plan *plan = run->job.plan;
    int64_t partner = ys__dict_find(&plan->axes[YS__AXIS_PARTNER].dict, ys__slice_of(s->partner));
    ys__rows rows;
    ys_status status = ys__rows_load(&rows, plan, run->form, s, run->job.wanted, run->job.packed, err);

    if (status != YS_OK)
        return status;
    status = ys__bridge_rows(&rows, run->indicators[0], err);
    if (status == YS_OK)
        status = ys__scan(scanner, &rows, chosen->keep, window, (uint32_t)partner, err);
    ys__rows_free(&rows, run->form);
    return status;
}

/* Threads that wait for each other burn more time than a small store takes to read, above all on a busy machine. */
static bool is_worth_threads(const ys__run *run, const ys__choice *choice)
{
    enum { ROWS = 50000 };
    size_t rows = 0;

    for (size_t i = 0; i < choice->n; i++)
        rows += run->list.items[choice->items[i].submission].n;
    return choice->n > 1 && rows >= ROWS;
}

/* Submissions in parallel, each thread into a cube of its own: sums are exact and merge in any order. */
static ys_status read_chosen(ys__run *run, const ys__choice *choice, int window, ys_error *err)
{
    ys_status status = YS_OK;

#pragma omp parallel if (is_worth_threads(run, choice))
    {
        ys__cube own;
        ys_error own_err = YS_ERROR_INIT;
        ys__scanner *scanner = NULL;
        ys_status own_status = ys__cube_make(&own, &run->job.shape)
                                   ? ys__scanner_make(&scanner, &own, &run->job, &own_err)
                                   : ys__fail_nomem(&own_err);

#pragma omp for schedule(dynamic, 1)
        for (size_t i = 0; i < choice->n; i++)
            if (own_status == YS_OK && (window >= 0 || may_matter(run, &run->list.items[choice->items[i].submission])))
                own_status = read_one(run, scanner, &choice->items[i], window, &own_err);
#pragma omp critical(ys_merge)
        {
            if (own_status == YS_OK && !ys__cube_merge(&run->cube, &own))
                own_status = ys__fail_nomem(&own_err);
            if (own_status != YS_OK && status == YS_OK) {
                status = own_status;
                if (err)
                    *err = own_err;
            }
        }
        ys__scanner_free(scanner);
        ys__cube_free(&own);
    }
    return status;
}

static ys_status read_all(ys__run *run, ys_error *err)
{
    const ys__plan *plan = run->job.plan;
    ys__choice choice = { 0 };
    ys_status status = run->choosing == YS__CHOOSE_EVENTS
                           ? ys__choose_events(&choice, plan, run->form, &run->list, err)
                           : ys__choose_register(&choice, plan, run->form, &run->list, INT32_MAX, err);

    if (status == YS_OK)
        status = read_chosen(run, &choice, -1, err);
    ys__choice_free(&choice);
    return status;
}

/* Before "latest": the rows that count at the end of the window. */
static ys_status choose_by_end(ys__choice *out, ys__run *run, ys__period window, ys_error *err)
{
    const ys__plan *plan = run->job.plan;
    bool by_date = run->indicators[0]->period_field >= 0;

    if (!run->form->is_register)
        return ys__choose_events(out, plan, run->form, &run->list, err);
    return ys__choose_register(out, plan, run->form, &run->list, by_date ? INT32_MAX : window.month + window.months,
                               err);
}

static ys_status choose_for_window(ys__choice *out, ys__run *run, size_t i, ys_error *err)
{
    ys__period window = ys__plan_window(run->job.plan, run->indicators[0], i);
    ys__choice all = { 0 };
    ys_status status;

    if (run->choosing != YS__CHOOSE_LATEST)
        return choose_by_end(out, run, window, err);
    status = choose_by_end(&all, run, window, err);
    if (status == YS_OK)
        status =
            ys__choose_latest(out, &run->oldest[i], &all, run->job.plan, run->indicators[0], &run->list, window, err);
    ys__choice_free(&all);
    return status;
}

static ys_status scan_joined(ys__run *run, const ys__joined *joined, int window, ys_error *err)
{
    size_t n_partners = run->job.plan->axes[YS__AXIS_PARTNER].dict.n;
    uint8_t *keep = malloc(joined->rows.n + 1);
    ys__scanner *scanner = NULL;
    ys_status status = keep ? ys__scanner_make(&scanner, &run->cube, &run->job, err) : ys__fail_nomem(err);

    for (size_t p = 0; status == YS_OK && p < n_partners; p++) {
        bool any = false;

        for (size_t i = 0; i < joined->rows.n; i++) {
            keep[i] = joined->partner[i] == p;
            any = any || keep[i];
        }
        if (any)
            status = ys__scan(scanner, &joined->rows, keep, window, (uint32_t)p, err);
    }
    ys__scanner_free(scanner);
    free(keep);
    return status;
}

static ys_status read_joined(ys__run *run, const ys__choice *choice, size_t i, ys_error *err)
{
    const ys__indicator *indicator = run->indicators[0];
    ys__joined joined;
    ys_status status = ys__join(&joined, run->job.plan, indicator, run->job.wanted, choice, &run->list,
                                ys__plan_window(run->job.plan, indicator, i), err);

    if (status != YS_OK)
        return status;
    status = scan_joined(run, &joined, (int)i, err);
    ys__joined_free(&joined, run->form);
    return status;
}

static ys_status read_by_window(ys__run *run, ys_error *err)
{
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < run->job.plan->n_periods; i++) {
        ys__choice choice = { 0 };

        status = choose_for_window(&choice, run, i, err);
        if (status == YS_OK)
            status = run->choosing == YS__CHOOSE_EACH ? read_joined(run, &choice, i, err)
                                                      : read_chosen(run, &choice, (int)i, err);
        ys__choice_free(&choice);
    }
    return status;
}

/* A partner that is no longer defined keeps its numbers. */
static ys_status add_unknown_partners(const ys__plan *plan, const ys__submissions *list, ys_error *err)
{
    ys__dict *dict = (ys__dict *)&plan->axes[YS__AXIS_PARTNER].dict;

    for (size_t i = 0; i < list->n; i++)
        if (ys__dict_add(dict, ys__slice_of(list->items[i].partner)) < 0)
            return ys__fail_nomem(err);
    return YS_OK;
}

static ys_status number_submissions(const ys__plan *plan, const ys__submissions *list, ys_error *err)
{
    ys__dict *dict = (ys__dict *)&plan->axes[plan->submission_axis].dict;
    char number[24];

    for (size_t i = 0; plan->submission_axis && i < list->n; i++) {
        snprintf(number, sizeof number, "%" PRId64, list->items[i].id);
        if (ys__dict_add(dict, ys__slice_of(number)) < 0)
            return ys__fail_nomem(err);
    }
    return YS_OK;
}

static ys_status cover_run(ys__run *run, const ys__plan *plan, ys_error *err)
{
    ys_status status = YS_OK;

    for (int by_date = 0; by_date < 2; by_date++) {
        run->coverage[by_date] = calloc(plan->n_periods, sizeof *run->coverage[by_date]);
        if (run->coverage[by_date] == NULL)
            return ys__fail_nomem(err);
        for (size_t i = 0; status == YS_OK && i < plan->n_periods; i++)
            status = ys__coverage_make(&run->coverage[by_date][i], plan->in, run->form, by_date, &run->list,
                                       ys__window_of(&plan->in->calendar, plan->window, plan->periods[i]), err);
    }
    return status;
}

static ys_status run_one(ys__run *run, const ys__plan *plan, ys_error *err)
{
    ys_status status = ys__store_submissions(&run->list, plan->store, run->form->id, err);

    if (status == YS_OK)
        status = add_unknown_partners(plan, &run->list, err);
    if (status == YS_OK)
        status = number_submissions(plan, &run->list, err);
    if (status == YS_OK)
        status = ys__job_make(&run->job, plan, run->form, run->indicators, run->n_indicators, err);
    if (status == YS_OK)
        status = cover_run(run, plan, err);
    run->oldest = calloc(plan->n_periods, sizeof *run->oldest);
    if (status == YS_OK && (run->oldest == NULL || !ys__cube_make(&run->cube, &run->job.shape)))
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = depends_on_window(run->choosing) ? read_by_window(run, err) : read_all(run, err);
    if (status == YS_OK && !ys__cube_settle(&run->cube))
        status = ys__fail_nomem(err);
    return status;
}

static size_t count_parts(const ys__indicator *indicator)
{
    size_t n = 1 + (indicator->records != NULL);

    for (size_t i = 0; i < indicator->n_parts; i++)
        n += count_parts(indicator->parts[i]);
    return n;
}

ys_status ys__runs_make(ys__runs *out, const ys__plan *plan, ys_error *err)
{
    ys__runs runs = { 0 };
    ys_status status = YS_OK;
    size_t most = 1;

    for (size_t i = 0; i < plan->n_indicators; i++)
        most += count_parts(plan->indicators[i]);
    runs.items = calloc(most, sizeof *runs.items);
    if (runs.items == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; status == YS_OK && i < plan->n_indicators; i++)
        status = enlist(&runs, plan->indicators[i], most, err);
    if (status == YS_OK)
        status = ys__store_look(plan->store, err);
    for (size_t r = 0; status == YS_OK && r < runs.n; r++)
        status = run_one(&runs.items[r], plan, err);
    ys__store_look_away(plan->store);
    if (status != YS_OK)
        ys__runs_free(&runs, plan);
    else
        *out = runs;
    return status;
}

void ys__runs_free(ys__runs *runs, const ys__plan *plan)
{
    for (size_t r = 0; r < runs->n; r++) {
        ys__run *run = &runs->items[r];

        for (int by_date = 0; by_date < 2; by_date++) {
            for (size_t i = 0; run->coverage[by_date] && i < plan->n_periods; i++)
                ys__coverage_free(&run->coverage[by_date][i]);
            free(run->coverage[by_date]);
        }
        free(run->oldest);
        free(run->indicators);
        ys__job_free(&run->job);
        ys__cube_free(&run->cube);
        ys__submissions_free(&run->list);
    }
    free(runs->items);
    *runs = (ys__runs){ 0 };
}
