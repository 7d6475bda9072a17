/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/panel.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/i18n.h"
#include "store/store.h"

/* Which windows are set side by side */

/* The window before: a year back where a window is longer than its period, for the rows to be others. */
static int steps_back(const ys__plan *plan)
{
    int32_t months = plan->periods[0].months;

    return plan->window == YS__WINDOW_PERIOD ? 1 : (12 + months - 1) / months;
}

static ys_status find_against(ys__period *out, const ys__plan *asked, const char *against, ys_error *err)
{
    const ys__calendar *calendar = &asked->in->calendar;
    ys__period now = asked->periods[0], then_window, now_window;
    ys_status status;

    *out = ys__period_step(now, -steps_back(asked));
    if (against == NULL)
        return YS_OK;
    if (asked->n_periods > 1)
        return ys__fail(err, YS_E_ARGUMENT, NULL, "%s", _("of several periods each is compared with the one before it; "
                                                          "another one can be named for a single period alone"));
    if ((status = ys__period_read(out, calendar, against, err)) != YS_OK)
        return status;
    if (out->months != now.months || out->month >= now.month)
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("'%s' is no earlier period of the same length"), against);
    then_window = ys__window_of(calendar, asked->window, *out);
    now_window = ys__window_of(calendar, asked->window, now);
    if (ys__period_overlaps(then_window, now_window))
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("the windows share months, so that they cannot be compared: '%s'"),
                        against);
    if (then_window.months != now_window.months)
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("the windows are not equally long: '%s'"), against);
    return YS_OK;
}

/* first: the earliest period of any pair. The pairs count their periods from it. */
static ys_status find_pairs(ys__panel_ground *g, ys__period *first, const ys__plan *asked, const char *against)
{
    bool in_the_run = asked->n_periods > 1 && asked->window == YS__WINDOW_PERIOD;
    ys_status status = find_against(first, asked, against, g->err);
    size_t back;

    if (status != YS_OK)
        return status;
    if (in_the_run)
        *first = asked->periods[0];
    back = (size_t)((asked->periods[in_the_run].month - first->month) / first->months);
    g->pairs = ys__arena_alloc(&g->out->arena, asked->n_periods * sizeof *g->pairs);
    if (g->pairs == NULL)
        return ys__fail_nomem(g->err);
    for (size_t i = in_the_run; i < asked->n_periods; i++) {
        size_t now = (size_t)((asked->periods[i].month - first->month) / first->months);

        g->pairs[g->n_pairs++] = (ys__panel_pair){ { now - back, now } };
    }
    return YS_OK;
}

/* What is read */

/* Each grouping with the partner in it. */
static ys_status widen_groupings(ys__panel_ground *g, const ys_aggregate_options *options)
{
    ys__arena *arena = &g->out->arena;
    size_t n = options->n_by ? options->n_by : 1;
    const char **by = ys__arena_alloc(arena, n * sizeof *by);

    for (size_t i = 0; by && i < n; i++) {
        ys__buffer text = { 0 };

        ys__putf(&text, "partner,%s", options->n_by ? options->by[i] : "");
        by[i] = text.failed ? NULL : ys__arena_text(arena, text.text);
        ys__buffer_free(&text);
        if (by[i] == NULL)
            return ys__fail_nomem(g->err);
    }
    g->options.by = by;
    g->options.n_by = n;
    return by ? YS_OK : ys__fail_nomem(g->err);
}

static ys_status note_axes(ys__panel_ground *g, const ys__plan *asked)
{
    g->axes = ys__arena_alloc(&g->out->arena, asked->n_groupings * sizeof *g->axes);
    if (g->axes == NULL)
        return ys__fail_nomem(g->err);
    for (size_t i = 0; i < asked->n_groupings; i++)
        g->axes[i] = asked->groupings[i].axes;
    return YS_OK;
}

static ys_status set_span(ys__panel_ground *g, const ys__calendar *calendar, ys__period first, ys__period last)
{
    char from[YS__PERIOD_SIZE], to[YS__PERIOD_SIZE];

    ys__period_format(calendar, first, from);
    ys__period_format(calendar, last, to);
    g->options.period = NULL;
    g->options.from = ys__arena_text(&g->out->arena, from);
    g->options.to = ys__arena_text(&g->out->arena, to);
    return g->options.from && g->options.to ? YS_OK : ys__fail_nomem(g->err);
}

/* What was asked for tells the pairs, and these what must be read. */
static ys_status prepare(ys__panel_ground *g, const ys_aggregate_options *options, const char *against)
{
    ys__period first = { 0 };
    ys__plan asked;
    ys_status status;

    g->options = *options;
    g->options.as_of = NULL;
    status = ys__plan_make(&asked, g->out->store, &g->options, false, g->err);
    if (status != YS_OK)
        return status;
    status = find_pairs(g, &first, &asked, against);
    if (status == YS_OK)
        status = set_span(g, &asked.in->calendar, first, asked.periods[asked.n_periods - 1]);
    if (status == YS_OK)
        status = note_axes(g, &asked);
    if (status == YS_OK)
        status = widen_groupings(g, options);
    ys__plan_free(&asked);
    return status;
}

ys_status ys__panel_base_get(ys__panel_base **out, ys__panel_ground *g, int32_t months)
{
    ys__panel_base *base = &g->bases[months == 1 ? 0 : 1];
    const ys__calendar *calendar = &g->plan.in->calendar;
    ys__period first = ys__window_of(calendar, g->plan.window, g->plan.periods[0]);
    ys__period last = ys__window_of(calendar, g->plan.window, g->plan.periods[g->plan.n_periods - 1]);
    ys_aggregate_options options = g->options;
    char from[YS__PERIOD_SIZE], to[YS__PERIOD_SIZE];
    ys_status status;

    *out = base;
    if (base->is_made)
        return YS_OK;
    ys__period_format(calendar, (ys__period){ first.month, months }, from);
    ys__period_format(calendar, (ys__period){ last.month + last.months - months, months }, to);
    options.window = NULL;
    options.from = from;
    options.to = to;
    status = ys__plan_make(&base->plan, g->out->store, &options, false, g->err);
    if (status != YS_OK)
        return status;
    status = ys__runs_make(&base->runs, &base->plan, g->err);
    if (status == YS_OK)
        base->is_made = true;
    else
        ys__plan_free(&base->plan);
    return status;
}

static ys_status name_dimensions(ys_panel *out, const ys__plan *plan, ys_error *err)
{
    size_t n = plan->n_axes - YS__AXIS_FIRST_DIM;

    out->dims = ys__arena_alloc(&out->arena, (n + 1) * sizeof *out->dims);
    for (; out->dims && out->n_dims < n; out->n_dims++)
        if ((out->dims[out->n_dims] = ys__arena_text(&out->arena, plan->axes[YS__AXIS_FIRST_DIM + out->n_dims].name)) ==
            NULL)
            return ys__fail_nomem(err);
    return out->dims ? YS_OK : ys__fail_nomem(err);
}

static ys_status compare_all(ys__panel_ground *g)
{
    ys_status status = ys__runs_make(&g->runs, &g->plan, g->err);

    if (status != YS_OK)
        return status;
    status = ys__breaks_make(&g->breaks, &g->plan, &g->runs, g->err);
    if (status == YS_OK)
        status = name_dimensions(g->out, &g->plan, g->err);
    for (size_t i = 0; status == YS_OK && i < g->plan.n_indicators; i++)
        for (size_t p = 0; status == YS_OK && p < g->n_pairs; p++)
            status = ys__panel_compare(g, g->plan.indicators[i], i, p);
    for (size_t b = 0; b < YS__PANEL_BASES; b++)
        if (g->bases[b].is_made) {
            ys__runs_free(&g->bases[b].runs, &g->bases[b].plan);
            ys__plan_free(&g->bases[b].plan);
        }
    ys__breaks_free(&g->breaks);
    ys__runs_free(&g->runs, &g->plan);
    return status;
}

static ys_status fill(ys_panel *panel, const ys_aggregate_options *options, const char *against, ys_error *err)
{
    ys__panel_ground g = { .out = panel, .err = err };
    ys_status status = prepare(&g, options, against);

    if (status == YS_OK)
        status = ys__plan_make(&g.plan, panel->store, &g.options, false, err);
    if (status != YS_OK)
        return status;
    status = compare_all(&g);
    ys__plan_free(&g.plan);
    return status;
}

ys_status ys_panel_make(ys_panel **out, ys_store *store, const ys_aggregate_options *options, const char *against,
                        ys_error *err)
{
    ys_panel *panel = calloc(1, sizeof *panel);
    ys_status status = panel ? YS_OK : ys__fail_nomem(err);

    if (status == YS_OK && options->as_of)
        status = ys_store_at(&panel->past, store, options->as_of, err);
    if (status == YS_OK) {
        panel->store = panel->past ? panel->past : store;
        status = fill(panel, options, against, err);
    }
    if (status != YS_OK)
        ys_panel_free(panel);
    else
        *out = panel;
    return status;
}

void ys_panel_free(ys_panel *panel)
{
    if (panel == NULL)
        return;
    ys__arena_free(&panel->arena);
    free(panel->rows);
    ys_store_close(panel->past);
    free(panel);
}

size_t ys_panel_count(const ys_panel *panel)
{
    return panel->n;
}

const ys_panel_row *ys_panel_get(const ys_panel *panel, size_t i)
{
    return i < panel->n ? &panel->rows[i] : NULL;
}

size_t ys_panel_dimensions(const ys_panel *panel)
{
    return panel->n_dims;
}

const char *ys_panel_dimension(const ys_panel *panel, size_t i)
{
    return i < panel->n_dims ? panel->dims[i] : NULL;
}

const ys_initiative *ys_panel_initiative(const ys_panel *panel)
{
    return ys_store_initiative(panel->store);
}
