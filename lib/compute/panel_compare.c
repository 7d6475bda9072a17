/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <yardstick/stats_rates.h>

#include "base/i18n.h"
#include "base/vector.h"
#include "compute/finish.h"
#include "compute/formula.h"
#include "compute/note.h"
#include "compute/panel_words.h"
#include "compute/reach.h"

/* One indicator in one pair of windows. */
struct comparing {
    ys__panel_ground *ground;
    const ys__indicator *indicator;
    size_t number; /* of the indicator in the plan */
    const ys__panel_pair *pair;
    ys__panel_match match;
    ys__runs runs; /* the rows of the match */
    bool whole_shown;
};

/* A group's figures: of the match on both sides, and of everybody. */
struct sides {
    ys__figure own[YS__SIDES], all[YS__SIDES];
    uint32_t key[YS__AXES_MAX + 1];
};

/* The groups of one grouping, in order. */
struct groups {
    struct sides *items;
    size_t n, room;
};

/* Figures */

static const ys__indicator *first_with_rows(const ys__indicator *indicator)
{
    while (indicator->form == NULL && indicator->n_parts)
        indicator = indicator->parts[0];
    return indicator;
}

static bool is_of(const ys__cube *cube, size_t cell, uint32_t axes, const uint32_t *key)
{
    const uint32_t *own = &cube->keys[cell * cube->width];

    for (size_t a = 0; a + 1 < cube->width; a++)
        if ((axes >> a & 1) && own[1 + a] != key[1 + a])
            return false;
    return own[0] == key[0];
}

/* reported: whether somebody has, so that no row means a zero. */
static ys_status figure_of_rows(ys__figure *out, const struct comparing *c, const ys__runs *runs, uint32_t axes,
                                const uint32_t *key, bool reported)
{
    const ys__indicator *indicator = c->indicator;
    size_t task, n = 0;
    const ys__run *run = ys__runs_find(runs, indicator, &task);
    uint32_t *cells = malloc((run->cube.n + 1) * sizeof *cells);
    int64_t *excluded = calloc(indicator->n_exclude + 1, sizeof *excluded);
    ys__unique unique = { 0 };
    ys__buffer narrowed = { 0 };
    ys_status status = cells && excluded ? YS_OK : ys__fail_nomem(c->ground->err);

    for (size_t i = 0; status == YS_OK && i < run->cube.n; i++)
        if (is_of(&run->cube, i, axes, key))
            cells[n++] = (uint32_t)i;
    if (status == YS_OK && n == 0)
        ys__figure_empty(out, indicator, reported);
    else if (status == YS_OK && indicator->measure.kind == YS__DISTINCT &&
             !ys__people_in_cells(&unique, cells, n, &run->cube, task, ys__people_by_partner(indicator)))
        status = ys__fail_nomem(c->ground->err);
    else if (status == YS_OK)
        status = ys__figure_make(out, excluded, &run->cube, task, indicator, cells, n, &unique, c->ground->err);
    if (status == YS_OK && n && indicator->records)
        status = ys__reach_narrow(out, &narrowed, &c->ground->plan, runs, indicator, &(ys__grouping){ axes }, key,
                                  cells, n, c->ground->err);
    ys__buffer_free(&narrowed);
    free(cells);
    free(excluded);
    return status;
}

/* period: that of the plan which the key's window stands for. */
static ys_status figure_of(ys__figure *out, const struct comparing *c, const ys__runs *runs, size_t period,
                           uint32_t axes, const uint32_t *key, bool reported)
{
    ys__buffer note = { 0 };
    ys_status status;

    if (c->indicator->form)
        return figure_of_rows(out, c, runs, axes, key, reported);
    status = ys__formula_make(out, &note, NULL, c->indicator, &c->ground->plan, runs, period, axes, key,
                              c->ground->err);
    ys__buffer_free(&note);
    return status;
}

static bool anybody(const struct comparing *c, int side)
{
    size_t task;
    const ys__run *run = ys__runs_find(&c->ground->runs, first_with_rows(c->indicator), &task);

    return ys__run_coverage(run, first_with_rows(c->indicator), c->pair->side[side])->reported > 0;
}

/* Fills the figures of a group whose key is set. */
static ys_status fill_sides(struct sides *s, const struct comparing *c, uint32_t axes)
{
    ys_status status = YS_OK;

    for (uint32_t side = 0; status == YS_OK && side < YS__SIDES; side++) {
        size_t period = c->pair->side[side];

        s->key[0] = side;
        status = figure_of(&s->own[side], c, &c->runs, period, axes, s->key, c->match.in > 0);
        s->key[0] = (uint32_t)period;
        if (status == YS_OK)
            status = figure_of(&s->all[side], c, &c->ground->runs, period, axes, s->key, anybody(c, (int)side));
    }
    return status;
}

/* Groups */

static int by_key(const void *a, const void *b, void *ctx)
{
    const ys__plan *plan = ctx;

    return ys__plan_compare(plan, ((const struct sides *)a)->key, ((const struct sides *)b)->key, plan->n_axes + 1);
}

/* Whether the indicator itself has rows in a cell: others of its form may be placed elsewhere. */
static bool has_rows(const ys__cube *cube, size_t cell, size_t task)
{
    const ys__presence *here = ys__cube_presence(cube, cell, cube->uses[task].placement);

    return here->placed || here->longer;
}

/* Every group that either side has. */
static ys_status list_groups(struct groups *out, const struct comparing *c, uint32_t axes)
{
    const ys__plan *plan = &c->ground->plan;
    size_t task, n = 0;
    const ys__cube *cube = &ys__runs_find(&c->runs, first_with_rows(c->indicator), &task)->cube;
    struct groups g = { 0 };
    ys_status status = YS_OK;

    for (size_t i = 0; i < cube->n; i++) {
        const uint32_t *key = &cube->keys[i * cube->width];

        if (!has_rows(cube, i, task))
            continue;
        if (!ys__room((void **)&g.items, &g.room, g.n, sizeof *g.items)) {
            free(g.items);
            return ys__fail_nomem(c->ground->err);
        }
        memset(&g.items[g.n], 0, sizeof *g.items);
        for (size_t a = 0; a < plan->n_axes; a++)
            g.items[g.n].key[1 + a] = axes >> a & 1 ? key[1 + a] : YS__CODE_ALL;
        g.n++;
    }
    if (g.n)
        qsort_r(g.items, g.n, sizeof *g.items, by_key, (void *)plan);
    for (size_t i = 0; i < g.n; i++)
        if (i == 0 || by_key(&g.items[i - 1], &g.items[i], (void *)plan) != 0)
            g.items[n++] = g.items[i];
    g.n = n;
    for (size_t i = 0; status == YS_OK && i < g.n; i++)
        status = fill_sides(&g.items[i], c, axes);
    if (status == YS_OK)
        *out = g;
    else
        free(g.items);
    return status;
}

/* Splitting */

static double or_zero(double x)
{
    return isnan(x) ? 0 : x;
}

/* False: something in it is no plain number, so that there is nothing to split. */
static bool take_strata(ys_stratum *to, const struct groups *g)
{
    for (size_t i = 0; i < g->n; i++) {
        const ys__figure *then = &g->items[i].own[YS__THEN], *now = &g->items[i].own[YS__NOW];

        if ((then->standing != YS__OK && then->standing != YS__NO_DATA) ||
            (now->standing != YS__OK && now->standing != YS__NO_DATA))
            return false;
        to[i] = (ys_stratum){ or_zero(then->numerator), or_zero(then->denominator), or_zero(now->numerator),
                              or_zero(now->denominator) };
    }
    return true;
}

static bool is_rate(const ys__indicator *indicator)
{
    ys__measure_kind kind = indicator->measure.kind;

    return indicator->form && (kind == YS__SHARE || kind == YS__RATE || kind == YS__MEAN);
}

/* Rows */

static const char *text_of(const struct comparing *c, ys__buffer *buffer)
{
    const char *kept = buffer->failed ? NULL : ys__arena_text(&c->ground->out->arena, buffer->text ? buffer->text : "");

    ys__buffer_free(buffer);
    return kept;
}

static ys_status name_row(ys_panel_row *row, const struct comparing *c, const uint32_t *key)
{
    const ys__plan *plan = &c->ground->plan;
    ys__arena *arena = &c->ground->out->arena;
    size_t n_dims = plan->n_axes - YS__AXIS_FIRST_DIM;
    const char **dims = ys__arena_alloc(arena, (n_dims + 1) * sizeof *dims);
    char now[YS__PERIOD_SIZE], then[YS__PERIOD_SIZE];
    bool good = dims != NULL;

    ys__period_format(&plan->in->calendar, plan->periods[c->pair->side[YS__NOW]], now);
    ys__period_format(&plan->in->calendar, plan->periods[c->pair->side[YS__THEN]], then);
    row->indicator = ys__arena_text(arena, c->indicator->id);
    row->period = ys__arena_text(arena, now);
    row->against = ys__arena_text(arena, then);
    row->window = ys__window_name(plan->window);
    row->partner = ys__plan_code(plan, arena, YS__AXIS_PARTNER, key[1 + YS__AXIS_PARTNER]);
    row->site = ys__plan_code(plan, arena, YS__AXIS_SITE, key[1 + YS__AXIS_SITE]);
    for (size_t d = 0; good && d < n_dims; d++) {
        dims[d] = ys__plan_code(plan, arena, YS__AXIS_FIRST_DIM + d, key[1 + YS__AXIS_FIRST_DIM + d]);
        good = dims[d] != NULL;
    }
    row->dims = dims;
    return good && row->indicator && row->period && row->against && row->partner && row->site
               ? YS_OK
               : ys__fail_nomem(c->ground->err);
}

static ys_panel_row start_row(const struct comparing *c)
{
    return (ys_panel_row){ .over = "", .left_out = "", .partners = c->match.in, .partners_left_out = c->match.left_out,
                           .then = NAN, .now = NAN, .change = NAN, .within = NAN, .mix = NAN, .then_numerator = NAN,
                           .then_denominator = NAN, .now_numerator = NAN, .now_denominator = NAN, .then_low = NAN,
                           .then_high = NAN, .now_low = NAN, .now_high = NAN, .all_then = NAN, .all_now = NAN };
}

/* note: what is to be told first; freed. */
static ys_status add_row(const struct comparing *c, ys_panel_row *row, const uint32_t *key, ys__buffer *note)
{
    ys_panel *out = c->ground->out;
    ys_status status = name_row(row, c, key);

    if (row->left_out[0] == '\0' && key[1 + YS__AXIS_PARTNER] == YS__CODE_ALL) {
        ys__buffer names = { 0 };

        ys__panel_put_left_out(&names, &c->ground->plan, &c->match);
        row->left_out = text_of(c, &names);
    }
    row->note = text_of(c, note);
    if (status == YS_OK && (row->note == NULL || row->left_out == NULL ||
                            !ys__room((void **)&out->rows, &out->room, out->n, sizeof *out->rows)))
        status = ys__fail_nomem(c->ground->err);
    if (status == YS_OK)
        out->rows[out->n++] = *row;
    return status;
}

static void put_figures(ys_panel_row *row, const struct sides *s)
{
    const ys__figure *then = &s->own[YS__THEN], *now = &s->own[YS__NOW];

    row->then = then->value;
    row->now = now->value;
    row->change = now->value - then->value;
    row->then_numerator = then->numerator;
    row->then_denominator = then->denominator;
    row->now_numerator = now->numerator;
    row->now_denominator = now->denominator;
    row->then_low = then->low;
    row->then_high = then->high;
    row->now_low = now->low;
    row->now_high = now->high;
    row->all_then = s->all[YS__THEN].value;
    row->all_now = s->all[YS__NOW].value;
    row->status = ys__standing_name(now->standing > then->standing ? now->standing : then->standing);
}

static void note_sides(ys__buffer *note, const struct comparing *c, const struct sides *s)
{
    const ys__figure *then = &s->own[YS__THEN], *now = &s->own[YS__NOW];

    if (c->match.in == 0)
        ys__note_add(note, "%s", _("no partner has reported in both"));
    else if (then->why && now->why && strcmp(then->why, now->why) == 0)
        ys__note_add(note, "%s", now->why);
    else if (then->why)
        ys__note_add(note, _("then: %s"), then->why);
    if (now->why && (then->why == NULL || strcmp(then->why, now->why) != 0) && c->match.in)
        ys__note_add(note, _("now: %s"), now->why);
}

/* The version a definition changed to between the two; NULL: it did not. */
static const char *version_between(const struct comparing *c, uint32_t axes)
{
    for (size_t p = c->pair->side[YS__NOW]; p > c->pair->side[YS__THEN]; p--) {
        bool mixed;
        const char *version = ys__breaks_at(&mixed, &c->ground->breaks, c->number, axes, -1, p);

        if (version)
            return version;
    }
    return NULL;
}

static ys_status add_part(const struct comparing *c, const struct sides *s, double within, double mix)
{
    ys_panel_row row = start_row(c);
    ys__buffer note = { 0 };

    put_figures(&row, s);
    row.within = within;
    row.mix = mix;
    note_sides(&note, c, s);
    return add_row(c, &row, s->key, &note);
}

/* The whole, split over parts. over: what tells the parts; own: filled, what each part gives; split: whether. */
static ys_status add_whole(const struct comparing *c, uint32_t axes, const struct groups *parts, double *within,
                           double *mix, bool *split)
{
    ys_stratum *strata = calloc(parts->n + 1, sizeof *strata);
    struct sides whole = { 0 };
    ys_panel_row row = start_row(c);
    ys__buffer note = { 0 }, over = { 0 };
    ys_kitagawa k = { 0 };
    ys_status status = strata ? fill_sides(&whole, c, 0) : ys__fail_nomem(c->ground->err);
    const char *version = version_between(c, axes == 1u << YS__AXIS_PARTNER ? 0 : axes);

    if (status != YS_OK) {
        free(strata);
        return status;
    }
    put_figures(&row, &whole);
    note_sides(&note, c, &whole);
    *split = is_rate(c->indicator) && !isnan(row.change) && take_strata(strata, parts) &&
             ys_rates_kitagawa(&k, within, mix, strata, parts->n, NULL) == YS_OK;
    free(strata);
    if (*split) {
        row.within = k.within;
        row.mix = k.mix;
        ys__panel_put_axes(&over, &c->ground->plan, axes);
        row.over = text_of(c, &over);
        row.reversal = ys__panel_note_split(&note, &k, axes == 1u << YS__AXIS_PARTNER);
    } else if (!isnan(row.change)) {
        ys__panel_note_no_split(&note, c->indicator);
    }
    ys__panel_note_parts(&note, &c->ground->plan, &c->match);
    if (version)
        ys__note_add(&note, _("definition changed with version %s: not comparable with earlier periods"), version);
    return row.over ? add_row(c, &row, whole.key, &note) : ys__fail_nomem(c->ground->err);
}

/* with_whole: unless another grouping has shown it split in the same way. */
static ys_status add_groups(struct comparing *c, uint32_t asked, bool with_whole)
{
    uint32_t axes = asked ? asked : 1u << YS__AXIS_PARTNER;
    struct groups parts = { 0 };
    double *within = NULL, *mix = NULL;
    bool split = false;
    ys_status status = list_groups(&parts, c, axes);

    if (status == YS_OK && ((within = calloc(2 * parts.n + 2, sizeof *within)) == NULL))
        status = ys__fail_nomem(c->ground->err);
    mix = within ? within + parts.n + 1 : NULL;
    if (status == YS_OK) {
        size_t at = c->ground->out->n;

        status = add_whole(c, axes, &parts, within, mix, &split);
        if (status == YS_OK && (!with_whole || (c->whole_shown && !split)))
            c->ground->out->n = at;
        c->whole_shown = true;
    }
    for (size_t i = 0; status == YS_OK && asked && i < parts.n; i++)
        status = add_part(c, &parts.items[i], split ? within[i] : NAN, split ? mix[i] : NAN);
    free(within);
    free(parts.items);
    return status;
}

static ys_status add_refused(const struct comparing *c, const char *axis)
{
    const uint32_t key[YS__AXES_MAX + 1] = { 0 };
    ys_panel_row row = start_row(c);
    ys__buffer note = { 0 };

    row.status = ys__standing_name(YS__REFUSED_RESULT);
    ys__note_add(&note, _("cannot be grouped by %s: its form has no such field"), axis);
    return add_row(c, &row, key, &note);
}

/* Whether an earlier grouping splits the whole in the same way. */
static bool is_shown(const ys__panel_ground *ground, size_t grouping)
{
    const uint32_t partners = 1u << YS__AXIS_PARTNER;
    uint32_t axes = ground->axes[grouping] ? ground->axes[grouping] : partners;

    for (size_t g = 0; g < grouping; g++)
        if (axes == (ground->axes[g] ? ground->axes[g] : partners))
            return true;
    return false;
}

ys_status ys__panel_compare(ys__panel_ground *ground, const ys__indicator *indicator, size_t number, size_t pair)
{
    struct comparing c = { .ground = ground, .indicator = indicator, .number = number, .pair = &ground->pairs[pair] };
    ys_status status = ys__panel_match_make(&c.match, ground, indicator, c.pair, ground->err);

    if (status != YS_OK)
        return status;
    status = ys__panel_runs_make(&c.runs, ground, indicator, c.pair, &c.match);
    for (size_t g = 0; status == YS_OK && g < ground->plan.n_groupings; g++) {
        const ys__grouping asked = { .axes = ground->axes[g] };
        const char *missing = "";

        status = ys__plan_groups(&ground->plan, indicator, &asked, &missing)
                     ? add_groups(&c, asked.axes, !is_shown(ground, g))
                     : add_refused(&c, missing);
    }
    ys__panel_runs_free(&c.runs, ground);
    ys__panel_match_free(&c.match);
    return status;
}
