/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/scan.h"

#include <stdlib.h>
#include <string.h>

#include "data/eval.h"

static void want(ys__job *job, int field)
{
    if (field >= 0)
        job->wanted[field] = true;
}

static void want_fields(ys__job *job, const ys__indicator *indicator)
{
    ys__expr_fields(indicator->where, job->wanted);
    ys__expr_fields(indicator->measure.a, job->wanted);
    ys__expr_fields(indicator->measure.b, job->wanted);
    for (size_t x = 0; x < indicator->n_exclude; x++)
        ys__expr_fields(indicator->exclude[x].where, job->wanted);
    want(job, indicator->each);
    want(job, indicator->period_field >= 0 ? indicator->period_field : job->form->period_field);
    if (indicator->measure.kind == YS__REACH || indicator->measure.kind == YS__DISTINCT)
        want(job, job->form->site_field);
}

static bool fill_days(ys__placement *p, size_t n, ys__arena *arena)
{
    int32_t last = ys__period_last_day(p->windows[n - 1]);

    p->first_day = ys__period_first_day(p->windows[0]);
    p->n_days = (size_t)(last - p->first_day) + 1;
    p->from = ys__arena_alloc(arena, p->n_days * sizeof *p->from);
    p->to = ys__arena_alloc(arena, p->n_days * sizeof *p->to);
    if (p->from == NULL || p->to == NULL)
        return false;
    for (size_t w = n; w-- > 0;) {
        size_t first = (size_t)(ys__period_first_day(p->windows[w]) - p->first_day);
        size_t end = (size_t)(ys__period_last_day(p->windows[w]) - p->first_day) + 1;

        for (size_t d = first; d < end; d++) { /* from the last window down: the least one stays in from */
            p->from[d] = (uint16_t)w;
            p->to[d] = p->to[d] ? p->to[d] : (uint16_t)(w + 1);
        }
    }
    return true;
}

static int64_t place(ys__job *job, const ys__indicator *indicator)
{
    const ys__plan *plan = job->plan;
    ys__placement *p = job->placements;

    for (size_t i = 0; i < job->n_placements; i++, p++)
        if (p->period_field == indicator->period_field && p->lag == indicator->lag)
            return (int64_t)i;
    *p = (ys__placement){ .period_field = indicator->period_field, .lag = indicator->lag };
    p->windows = ys__arena_alloc(&job->arena, plan->n_periods * sizeof *p->windows);
    if (p->windows == NULL)
        return -1;
    for (size_t i = 0; i < plan->n_periods; i++)
        p->windows[i] = ys__plan_window(plan, indicator, i);
    return fill_days(p, plan->n_periods, &job->arena) ? (int64_t)job->n_placements++ : -1;
}

ys_status ys__job_make(ys__job *out, const ys__plan *plan, const ys__form *form, const ys__indicator *const *indicators,
                       size_t n, ys_error *err)
{
    ys__job job = { .plan = plan, .form = form };

    job.tasks = ys__arena_alloc(&job.arena, n * sizeof *job.tasks);
    job.placements = ys__arena_alloc(&job.arena, n * sizeof *job.placements);
    job.wanted = ys__arena_alloc(&job.arena, form->n + 1);
    if (job.tasks == NULL || job.placements == NULL || job.wanted == NULL)
        goto nomem;
    for (size_t i = 0; i < n; i++) {
        int64_t placement = place(&job, indicators[i]);

        if (placement < 0)
            goto nomem;
        job.tasks[job.n_tasks++] = (ys__task){ indicators[i], (size_t)placement };
        want_fields(&job, indicators[i]);
        if (indicators[i]->n_exclude > job.n_exclusions)
            job.n_exclusions = indicators[i]->n_exclude;
    }
    job.axis_field[YS__AXIS_PARTNER] = -1;
    for (size_t a = YS__AXIS_SITE; a < plan->n_axes; a++)
        job.axis_field[a] = ys__axis_field(&plan->axes[a], form);
    for (size_t g = 0; g < plan->n_groupings; g++)
        for (size_t a = YS__AXIS_SITE; a < plan->n_axes; a++)
            if (plan->groupings[g].axes >> a & 1)
                want(&job, job.axis_field[a]);
    *out = job;
    return YS_OK;
nomem:
    ys__arena_free(&job.arena);
    return ys__fail_nomem(err);
}

void ys__job_free(ys__job *job)
{
    ys__arena_free(&job->arena);
}
