/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/scan.h"

#include <stdlib.h>
#include <string.h>

#include "data/eval.h"

/* A field that rows are placed by. */
static void want(ys__job *job, int field)
{
    if (field < 0)
        return;
    job->wanted[field] = true;
    job->packed[field] = false;
}

/* The fields that a task's expressions read. */
static bool list_fields(ys__job *job, ys__task *task)
{
    const ys__indicator *indicator = task->indicator;
    size_t n = job->form->n;
    bool *reads = ys__arena_alloc(&job->arena, n + 1);

    task->fields = ys__arena_alloc(&job->arena, (n + 1) * sizeof *task->fields);
    if (reads == NULL || task->fields == NULL)
        return false;
    ys__expr_fields(indicator->where, reads);
    ys__expr_fields(indicator->measure.a, reads);
    ys__expr_fields(indicator->measure.b, reads);
    for (size_t x = 0; x < indicator->n_exclude; x++)
        ys__expr_fields(indicator->exclude[x].where, reads);
    for (size_t f = 0; f < n; f++)
        if (reads[f]) {
            task->fields[task->n_fields++] = (int)f;
            job->packed[f] = job->packed[f] || !job->wanted[f];
            job->wanted[f] = true;
        }
    return true;
}

static void want_fields(ys__job *job, const ys__indicator *indicator)
{
    want(job, indicator->each);
    want(job, indicator->period_field >= 0 ? indicator->period_field : job->form->period_field);
    if (indicator->each >= 0 || indicator->measure.kind == YS__REACH) /* what is newer, what is another count */
        want(job, job->form->period_field);
    if (indicator->measure.kind == YS__REACH || indicator->measure.kind == YS__DISTINCT)
        want(job, job->form->site_field);
    if (indicator->bridge) /* changes a column as a whole */
        want(job, indicator->bridge->field);
}

static bool reads_window(const ys__expr *e)
{
    if (e == NULL)
        return false;
    for (int k = 0; k < e->n; k++)
        if (reads_window(e->args[k]))
            return true;
    return e->op == YS__OP_PERIOD_START || e->op == YS__OP_PERIOD_END;
}

static bool indicator_reads_window(const ys__indicator *indicator)
{
    bool reads =
        reads_window(indicator->where) || reads_window(indicator->measure.a) || reads_window(indicator->measure.b);

    for (size_t x = 0; x < indicator->n_exclude; x++)
        reads = reads || reads_window(indicator->exclude[x].where);
    return reads;
}

static bool narrows(const ys__indicator *records, const ys__indicator *indicator)
{
    for (size_t i = 0; i < indicator->n_parts; i++)
        if (narrows(records, indicator->parts[i]))
            return true;
    return indicator->records == records;
}

static bool are_records(const ys__plan *plan, const ys__indicator *indicator)
{
    for (size_t i = 0; i < plan->n_indicators; i++)
        if (narrows(indicator, plan->indicators[i]))
            return true;
    return false;
}

/* Sums, and values shared with a task of the same inputs */

static bool same_expr(const ys__expr *a, const ys__expr *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    if (a->op != b->op || a->n != b->n || a->field != b->field || a->reason != b->reason || a->integer != b->integer ||
        memcmp(&a->number, &b->number, sizeof a->number) != 0 || (a->text == NULL) != (b->text == NULL) ||
        (a->text && strcmp(a->text, b->text) != 0))
        return false;
    for (int k = 0; k < a->n; k++)
        if (!same_expr(a->args[k], b->args[k]))
            return false;
    return true;
}

static bool is_quantile(const ys__indicator *indicator)
{
    return indicator->measure.kind == YS__MEDIAN || indicator->measure.kind == YS__QUANTILE;
}

static bool same_inputs(const ys__indicator *a, const ys__indicator *b)
{
    if (a->n_exclude != b->n_exclude || !same_expr(a->where, b->where) || !same_expr(a->measure.a, b->measure.a))
        return false;
    for (size_t x = 0; x < a->n_exclude; x++)
        if (!same_expr(a->exclude[x].where, b->exclude[x].where))
            return false;
    return true;
}

static void use_cube(ys__job *job, size_t task)
{
    const ys__task *t = &job->tasks[task];
    const ys__measure *m = &t->indicator->measure;
    ys__use *use = &job->uses[task];
    bool sums = m->kind == YS__SUM || m->kind == YS__RATE || m->kind == YS__MEAN || m->kind == YS__GIVEN;

    *use = (ys__use){ .placement = t->placement, .sums = { SIZE_MAX, SIZE_MAX, SIZE_MAX }, .values = task };
    if (sums)
        use->sums[YS__SUM_A] = job->shape.n_sums++;
    if (sums && m->b)
        use->sums[YS__SUM_B] = job->shape.n_sums++;
    if (m->kind == YS__MEAN && m->b == NULL)
        use->sums[YS__SUM_SQUARES] = job->shape.n_sums++;
    for (size_t other = 0; is_quantile(t->indicator) && other < task; other++)
        if (is_quantile(job->tasks[other].indicator) && job->tasks[other].placement == t->placement &&
            same_inputs(job->tasks[other].indicator, t->indicator)) {
            use->values = job->uses[other].values;
            break;
        }
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
    job.packed = ys__arena_alloc(&job.arena, form->n + 1);
    job.uses = ys__arena_alloc(&job.arena, n * sizeof *job.uses);
    if (job.tasks == NULL || job.placements == NULL || job.wanted == NULL || job.packed == NULL || job.uses == NULL)
        goto nomem;
    for (size_t i = 0; i < n; i++) {
        int64_t placement = place(&job, indicators[i]);

        if (placement < 0)
            goto nomem;
        job.tasks[i] = (ys__task){ .indicator = indicators[i], .placement = (size_t)placement,
                                   .keeps_period = are_records(plan, indicators[i]),
                                   .reads_window = indicator_reads_window(indicators[i]) };
        job.n_tasks++;
        if (!list_fields(&job, &job.tasks[i]))
            goto nomem;
        want_fields(&job, indicators[i]);
        use_cube(&job, i);
        if (indicators[i]->n_exclude > job.shape.n_exclusions)
            job.shape.n_exclusions = indicators[i]->n_exclude;
    }
    job.shape.n_tasks = n;
    job.shape.n_axes = plan->n_axes;
    job.shape.n_placements = job.n_placements;
    job.shape.uses = job.uses;
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
