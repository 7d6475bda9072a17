/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/finish.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "compute/breaks.h"
#include "compute/figure.h"
#include "compute/formula.h"
#include "compute/note.h"
#include "compute/reach.h"
#include "compute/rollup.h"

/* What all rows are made from. */
struct stage {
    const ys__plan *plan;
    const ys__runs *runs;
    const ys__breaks *breaks;
    const char **period_texts;
    ys__rollup **rollups;  /* of each run: one for each grouping */
    ys__unique ***unique;  /* of each indicator: NULL unless it counts people; of each grouping: one for each group */
    size_t n_groups;       /* in all */
};

/* The rows of one indicator, period and grouping. */
struct finishing {
    ys_results *out;
    const struct stage *stage;
    const ys__plan *plan;
    const ys__indicator *indicator;
    const ys__run *run; /* of a formula: that of its first part with rows of its own */
    const ys__coverage *coverage; /* NULL: there is nobody to be expected */
    const ys__coverage *zeros;    /* who has reported the rows: with a lag, other reports than those expected */
    const ys__coverage *named;    /* the same for the note, less the partners that it names otherwise */
    size_t task, period, number; /* number: of the indicator in the plan */
    const ys__grouping *grouping;
    const ys__rollup *rollup;    /* NULL: there are no rows */
    const ys__unique *unique;    /* of its groups; NULL unless people are counted */
    ys__memo *memo;
    ys_error *err;
};

const char *ys__standing_name(ys__standing standing)
{
    static const char *const names[] = {
        [YS__OK] = "ok", [YS__INCOMPLETE] = "incomplete", [YS__HIDDEN] = "suppressed", [YS__NO_DATA] = "no_data",
        [YS__REFUSED_RESULT] = "refused",
    };

    return names[standing];
}

/* Texts */

static int partner_of(const struct finishing *f, const uint32_t *key)
{
    uint32_t code = key[1 + YS__AXIS_PARTNER];

    return code >= YS__CODE_TEXTS && code - YS__CODE_TEXTS < f->plan->in->n_partners ? (int)(code - YS__CODE_TEXTS)
                                                                                     : -1;
}

static bool fill_texts(const struct finishing *f, ys_result *row, const uint32_t *key)
{
    const char **dims = ys__arena_alloc(&f->out->arena, (f->out->n_dims + 1) * sizeof *dims);
    bool good = dims != NULL;

    row->indicator = ys__arena_text(&f->out->arena, f->indicator->id);
    row->period = f->stage->period_texts[f->period];
    row->window = ys__window_name(f->plan->window);
    row->partner = ys__plan_code(f->plan, &f->out->arena, YS__AXIS_PARTNER, key[1 + YS__AXIS_PARTNER]);
    row->site = ys__plan_code(f->plan, &f->out->arena, YS__AXIS_SITE, key[1 + YS__AXIS_SITE]);
    for (size_t d = 0; good && d < f->out->n_dims; d++) {
        dims[d] = ys__plan_code(f->plan, &f->out->arena, YS__AXIS_FIRST_DIM + d, key[1 + YS__AXIS_FIRST_DIM + d]);
        good = dims[d] != NULL;
    }
    row->dims = dims;
    return good && row->indicator && row->partner && row->site;
}

/* Rows */

static void note_break(const struct finishing *f, ys_result *row, const ys__figure *figure, int partner,
                       ys__buffer *note)
{
    bool mixed;
    const char *version = ys__breaks_at(&mixed, f->stage->breaks, f->number, f->grouping->axes, partner, f->period);

    if (figure->standing == YS__REFUSED_RESULT)
        return;
    if (version) {
        row->series_break = 1;
        ys__note_add(note, _("definition changed with version %s: not comparable with earlier periods"), version);
    }
    if (mixed)
        ys__note_add(note, "%s", _("holds rows that were collected by different definitions"));
}

/* In a trace what is missing and excluded is counted beside the note. */
static bool keep_counts(const struct finishing *f, ys_result *row, const ys__figure *figure, const int64_t *excluded)
{
    size_t n = f->indicator->n_exclude;
    int64_t *out;

    if (f->plan->submission_axis == 0)
        return true;
    row->missing = ys__arena_copy(&f->out->arena, &figure->missing[YS__MISSING_NONE + 1],
                                  (YS__MISSINGS - 1) * sizeof *row->missing);
    row->excluded = out = ys__arena_alloc(&f->out->arena, (n + 1) * sizeof *out);
    for (size_t x = 0; out && x < n; x++)
        out[x] = excluded ? excluded[x] : 0;
    return row->missing && out;
}

/* Who else has reported is no matter of a single submission's part. */
static bool of_submission(const struct finishing *f, const uint32_t *key)
{
    return f->plan->submission_axis && key[1 + f->plan->submission_axis] != YS__CODE_ALL;
}

/* Whether rows of earlier periods are in the number as well. */
static bool keeps_earlier(const struct finishing *f)
{
    if (f->indicator->form == NULL)
        return false;
    return f->run->choosing == YS__CHOOSE_REGISTER_STATE || f->indicator->carry;
}

/* excluded: counts for each exclusion; NULL: none */
static ys_status add_row(const struct finishing *f, const uint32_t *key, const ys__figure *figure,
                         const int64_t *excluded, ys__buffer *note)
{
    const ys__coverage *coverage = f->coverage;
    int partner = partner_of(f, key);
    ys_result row = { .value = figure->value, .numerator = figure->numerator, .denominator = figure->denominator,
                      .n = figure->n, .low = figure->low, .high = figure->high,
                      .status = ys__standing_name(figure->standing) };

    if (coverage && key[1 + YS__AXIS_PARTNER] == YS__CODE_ALL) {
        row.partners_expected = coverage->expected;
        row.partners_reported = coverage->reported;
    } else if (coverage && partner >= 0) {
        row.partners_expected = coverage->partners[partner].expected;
        row.partners_reported = ys__has_reported(&coverage->partners[partner]);
    }
    if (coverage && figure->standing != YS__REFUSED_RESULT && !of_submission(f, key) &&
        (partner >= 0 || key[1 + YS__AXIS_PARTNER] == YS__CODE_ALL))
        ys__note_coverage(note, f->named, f->plan->in, partner, figure->standing == YS__NO_DATA, keeps_earlier(f));
    if (!of_submission(f, key))
        note_break(f, &row, figure, partner, note);
    row.note = ys__arena_text(&f->out->arena, note->text ? note->text : "");
    if (note->failed || row.note == NULL || !keep_counts(f, &row, figure, excluded) || !fill_texts(f, &row, key) ||
        !ys__results_add(f->out, &row))
        return ys__fail_nomem(f->err);
    return YS_OK;
}

static void note_carried(const struct finishing *f, const uint32_t *key, ys__buffer *note)
{
    ys__period oldest = f->run && f->run->choosing == YS__CHOOSE_LATEST ? f->run->oldest[f->period] : (ys__period){ 0 };
    ys__buffer since = { 0 };

    if (oldest.months == 0 || of_submission(f, key))
        return;
    ys__period_dates(oldest, &since);
    ys__note_add(note, _("carried over, the oldest value from %s"), since.text ? since.text : "");
    ys__buffer_free(&since);
}

static ys_status add_group(const struct finishing *f, size_t group)
{
    const ys__groups *groups = &f->rollup->groups;
    const uint32_t *key = &groups->keys[group * groups->width];
    int64_t *excluded = calloc(f->indicator->n_exclude + 1, sizeof *excluded);
    ys__buffer note = { 0 }, narrowed = { 0 };
    ys__figure figure;
    ys_status status;

    if (excluded == NULL)
        return ys__fail_nomem(f->err);
    status = ys__figure_of_group(&figure, excluded, &f->run->cube, f->rollup, group, f->task, f->indicator,
                                 f->unique ? &f->unique[group] : NULL, f->memo, f->err);
    if (status == YS_OK && f->indicator->records)
        status = ys__reach_narrow(&figure, &narrowed, f->plan, f->stage->runs, f->indicator, f->grouping, key,
                                  &groups->cells[groups->first[group]],
                                  groups->first[group + 1] - groups->first[group], f->err);
    if (status == YS_OK) {
        ys__note_figure(&note, &figure, f->plan->submission_axis ? NULL : excluded, f->indicator);
        if (narrowed.n)
            ys__note_add(&note, "%s", narrowed.text);
        note_carried(f, key, &note);
        status = add_row(f, key, &figure, excluded, &note);
    }
    ys__buffer_free(&note);
    ys__buffer_free(&narrowed);
    free(excluded);
    return status;
}

/* Whether a partner (of all, with -1, any) has reported, so that no row means a zero. */
static bool gives_zero(const struct finishing *f, int partner)
{
    bool any = false;

    for (size_t p = 0; partner < 0 && p < f->plan->in->n_partners; p++)
        any = any || ys__gives_zero(&f->zeros->partners[p]);
    return partner < 0 ? any : ys__gives_zero(&f->zeros->partners[partner]);
}

static ys_status add_empty(const struct finishing *f, int partner)
{
    uint32_t key[YS__AXES_MAX + 1] = { (uint32_t)f->period };
    ys__buffer note = { 0 };
    ys__figure figure;
    ys_status status;

    if (partner >= 0)
        key[1 + YS__AXIS_PARTNER] = YS__CODE_TEXTS + (uint32_t)partner;
    ys__figure_empty(&figure, f->indicator, gives_zero(f, partner));
    if (figure.standing == YS__NO_DATA && f->zeros != f->coverage && partner >= 0 &&
        ys__has_reported(&f->coverage->partners[partner]))
        ys__note_add(&note, "%s", _("sent for another period"));
    status = add_row(f, key, &figure, NULL, &note);
    ys__buffer_free(&note);
    return status;
}

/* Partners that a note names as left out are not named once more as missing. */
static ys_status name_once(ys__coverage *named, const ys__coverage *coverage, const bool *left_out, size_t n,
                           ys_error *err)
{
    *named = *coverage;
    if ((named->partners = malloc((n + 1) * sizeof *named->partners)) == NULL)
        return ys__fail_nomem(err);
    for (size_t p = 0; p < n; p++) {
        named->partners[p] = coverage->partners[p];
        named->partners[p].expected = named->partners[p].expected && !left_out[p];
    }
    return YS_OK;
}

/* axes: those of the grouping, or of the partner alone where it has no rows. */
static ys_status add_formula(const struct finishing *f, uint32_t axes, const uint32_t *key)
{
    size_t n = f->plan->in->n_partners;
    bool of_all = key[1 + YS__AXIS_PARTNER] == YS__CODE_ALL;
    bool *left_out = of_all ? calloc(n + 1, sizeof *left_out) : NULL;
    struct finishing row = *f;
    ys__coverage named = { 0 };
    ys__buffer note = { 0 };
    ys__figure figure;
    ys_status status = left_out || !of_all ? ys__formula_make(&figure, &note, left_out, f->indicator, f->plan,
                                                              f->stage->runs, f->period, axes, key, f->err)
                                           : ys__fail_nomem(f->err);

    if (status == YS_OK && of_all)
        status = name_once(&named, f->coverage, left_out, n, f->err);
    if (status == YS_OK) {
        if (figure.why)
            ys__note_add(&note, "%s", figure.why);
        row.named = of_all ? &named : f->coverage;
        status = add_row(&row, key, &figure, NULL, &note);
    }
    ys__coverage_free(&named);
    ys__buffer_free(&note);
    free(left_out);
    return status;
}

/* A partner that was expected and has no row in the groups. */
static ys_status add_lacking(const struct finishing *f, size_t partner)
{
    uint32_t key[YS__AXES_MAX + 1] = { (uint32_t)f->period };

    if (f->indicator->form)
        return add_empty(f, (int)partner);
    key[1 + YS__AXIS_PARTNER] = YS__CODE_TEXTS + (uint32_t)partner;
    return add_formula(f, 1u << YS__AXIS_PARTNER, key);
}

static ys_status add_refused(const struct finishing *f, const char *axis)
{
    uint32_t key[YS__AXES_MAX + 1] = { (uint32_t)f->period };
    ys__buffer note = { 0 };
    ys__figure figure;
    ys_status status;

    ys__figure_empty(&figure, f->indicator, false);
    figure.standing = YS__REFUSED_RESULT;
    ys__note_add(&note, _("cannot be grouped by %s: its form has no such field"), axis);
    status = add_row(f, key, &figure, NULL, &note);
    ys__buffer_free(&note);
    return status;
}

/* Order */

/* Whether the indicator itself has rows in a group: others of its form may be placed elsewhere. */
static bool has_rows(const struct finishing *f, size_t group)
{
    const ys__cube *cube = &f->rollup->cube;
    const ys__presence *here = ys__cube_presence(cube, group, cube->uses[f->task].placement);

    return here->placed || here->longer;
}

/* The groups of the period in hand that have rows, in order; *n of them, the array is the caller's. */
static uint32_t *groups_in_order(const struct finishing *f, size_t *n)
{
    const ys__rollup *r = f->rollup;
    size_t first = r ? r->first[f->period] : 0, end = r ? r->first[f->period + 1] : 0;
    uint32_t *order = malloc((end - first + 1) * sizeof *order);

    *n = 0;
    for (size_t i = first; order && i < end; i++)
        if (has_rows(f, r->order[i]))
            order[(*n)++] = r->order[i];
    return order;
}

static const uint32_t *key_of(const struct finishing *f, uint32_t group)
{
    return &f->rollup->groups.keys[group * f->rollup->groups.width];
}

/* Partners that were expected but have no row stand among the others, in the order of definition. */
static ys_status add_absent(const struct finishing *f, bool *seen, size_t from, size_t to)
{
    ys_status status = YS_OK;

    for (size_t p = from; status == YS_OK && p < to; p++)
        if (!seen[p] && f->coverage->partners[p].expected)
            status = add_lacking(f, p);
    return status;
}

static ys_status add_groups(const struct finishing *f)
{
    const uint32_t places = 1u << YS__AXIS_PARTNER | 1u << YS__AXIS_SITE;
    bool by_partner = f->grouping->axes && (f->grouping->axes & ~places) == 0;
    size_t n, n_partners = f->plan->in->n_partners, next = 0;
    uint32_t *order = groups_in_order(f, &n);
    bool *seen = calloc(n_partners + 1, sizeof *seen);
    ys_status status = order && seen ? YS_OK : ys__fail_nomem(f->err);

    for (size_t i = 0; status == YS_OK && by_partner && i < n; i++) {
        int partner = partner_of(f, key_of(f, order[i]));

        if (partner >= 0)
            seen[partner] = true;
    }
    for (size_t i = 0; status == YS_OK && i < n; i++) {
        const uint32_t *key = key_of(f, order[i]);
        int partner = partner_of(f, key);
        size_t before = partner >= 0 ? (size_t)partner : n_partners;

        if (by_partner && before > next) {
            status = add_absent(f, seen, next, before);
            next = before;
        }
        if (status == YS_OK)
            status = f->indicator->form ? add_group(f, order[i]) : add_formula(f, f->grouping->axes, key);
    }
    if (status == YS_OK && by_partner)
        status = add_absent(f, seen, next, n_partners);
    if (status == YS_OK && n == 0 && f->grouping->axes == 0)
        status = f->indicator->form ? add_empty(f, -1)
                                    : add_formula(f, 0, (uint32_t[YS__AXES_MAX + 1]){ (uint32_t)f->period });
    free(order);
    free(seen);
    return status;
}

/* All groupings of one indicator */

static const ys__indicator *first_with_rows(const ys__indicator *indicator)
{
    while (indicator->form == NULL && indicator->n_parts)
        indicator = indicator->parts[0];
    return indicator;
}

static ys_status add_groupings(struct finishing *f)
{
    const ys__plan *plan = f->plan;
    ys_status status = YS_OK;

    for (size_t g = 0; status == YS_OK && g < plan->n_groupings; g++) {
        const char *missing;

        f->grouping = &plan->groupings[g];
        f->rollup = f->run ? &f->stage->rollups[f->run - f->stage->runs->items][g] : NULL;
        f->unique = f->stage->unique[f->number] ? f->stage->unique[f->number][g] : NULL;
        status = ys__plan_groups(plan, f->indicator, f->grouping, &missing) ? add_groups(f) : add_refused(f, missing);
    }
    return status;
}

/* The rows of one indicator and period, all groupings. */
static ys_status finish_period(struct finishing *f)
{
    const ys__indicator *in = f->indicator;
    ys__coverage all = { 0 }, moved = { 0 };
    ys_status status = YS_OK;

    f->run = ys__runs_find(f->stage->runs, first_with_rows(in), &f->task);
    if (in->form == NULL)
        status = ys__formula_coverage(&all, in, f->plan, f->stage->runs, f->period, f->err);
    else if (in->lag && in->period_field < 0)
        status = ys__coverage_make(&moved, f->plan->in, in->form, false, &f->run->list,
                                   ys__plan_window(f->plan, in, f->period), f->err);
    f->coverage = f->named = in->form ? ys__run_coverage(f->run, in, f->period) : &all;
    f->zeros = moved.partners ? &moved : f->coverage;
    if (status == YS_OK)
        status = add_groupings(f);
    ys__coverage_free(&all);
    ys__coverage_free(&moved);
    return status;
}

/* The stage */

static ys_status count_people(struct stage *s, size_t number, ys_error *err)
{
    const ys__indicator *indicator = s->plan->indicators[number];
    size_t n = s->plan->n_groupings, task;
    const ys__run *run = ys__runs_find(s->runs, indicator, &task);
    const ys__rollup *rollups = s->rollups[run - s->runs->items];
    ys__groups *groups = calloc(n + 1, sizeof *groups);
    bool good = (s->unique[number] = calloc(n + 1, sizeof **s->unique)) != NULL && groups;

    for (size_t g = 0; good && g < n; g++)
        groups[g] = rollups[g].groups; /* borrowed */
    good = good && ys__people_in_groups(s->unique[number], groups, n, &run->cube, task,
                                        ys__people_by_partner(indicator));
    free(groups);
    return good ? YS_OK : ys__fail_nomem(err);
}

static ys_status set_stage(struct stage *s, ys_error *err)
{
    ys_status status = YS_OK;

    s->rollups = calloc(s->runs->n + 1, sizeof *s->rollups);
    s->unique = calloc(s->plan->n_indicators + 1, sizeof *s->unique);
    if (s->rollups == NULL || s->unique == NULL)
        return ys__fail_nomem(err);
    for (size_t r = 0; status == YS_OK && r < s->runs->n; r++) {
        status = ys__rollups_make(&s->rollups[r], s->plan, &s->runs->items[r].cube, err);
        for (size_t g = 0; status == YS_OK && g < s->plan->n_groupings; g++)
            s->n_groups += s->rollups[r][g].groups.n;
    }
    for (size_t i = 0; status == YS_OK && i < s->plan->n_indicators; i++)
        if (s->plan->indicators[i]->form && s->plan->indicators[i]->measure.kind == YS__DISTINCT)
            status = count_people(s, i, err);
    return status;
}

static void clear_stage(struct stage *s)
{
    for (size_t r = 0; s->rollups && r < s->runs->n; r++)
        ys__rollups_free(s->rollups[r], s->plan->n_groupings);
    for (size_t i = 0; s->unique && i < s->plan->n_indicators; i++) {
        for (size_t g = 0; s->unique[i] && g < s->plan->n_groupings; g++)
            free(s->unique[i][g]);
        free(s->unique[i]);
    }
    free(s->unique);
    free(s->rollups);
}

static ys_status fill_frame(ys_results *out, const ys__plan *plan, const char **period_texts, ys_error *err)
{
    char text[YS__PERIOD_SIZE];

    out->n_dims = plan->n_axes - YS__AXIS_FIRST_DIM;
    out->dims = ys__arena_alloc(&out->arena, (out->n_dims + 1) * sizeof *out->dims);
    if (out->dims == NULL)
        return ys__fail_nomem(err);
    for (size_t d = 0; d < out->n_dims; d++)
        if ((out->dims[d] = ys__arena_text(&out->arena, plan->axes[YS__AXIS_FIRST_DIM + d].name)) == NULL)
            return ys__fail_nomem(err);
    for (size_t i = 0; i < plan->n_periods; i++) {
        ys__period_format(&plan->in->calendar, plan->periods[i], text);
        if ((period_texts[i] = ys__arena_text(&out->arena, text)) == NULL)
            return ys__fail_nomem(err);
    }
    return YS_OK;
}

/* Moves the rows of one part, with the texts they point to, behind those of the others. */
static ys_status append(ys_results *to, ys_results *from, ys_error *err)
{
    for (size_t i = 0; i < from->n; i++)
        if (!ys__results_add(to, &from->rows[i]))
            return ys__fail_nomem(err);
    ys__arena_join(&to->arena, &from->arena);
    return YS_OK;
}

/* Many rows to make, or quantiles of many values to find. */
static bool is_worth_threads(const struct stage *s)
{
    enum { GROUPS = 500, VALUES = 200000 };
    size_t n = 0;

    for (size_t r = 0; r < s->runs->n; r++)
        for (size_t t = 0; t < s->runs->items[r].cube.n_tasks; t++)
            n += s->runs->items[r].cube.values[t].n;
    return s->n_groups > GROUPS || n > VALUES;
}

/* An indicator and period does not need another: each makes its rows by itself, and they are put together in order. */
static ys_status finish_all(ys_results *out, ys_results *parts, const struct stage *stage, ys_error *err)
{
    const ys__plan *plan = stage->plan;
    size_t n = plan->n_indicators * plan->n_periods;
    ys_status status = YS_OK;

#pragma omp parallel if (is_worth_threads(stage))
    {
        ys__memo memo = { .limits[0].known = false };

#pragma omp for schedule(dynamic, 1)
        for (size_t i = 0; i < n; i++) {
            ys_error own_err = YS_ERROR_INIT;
            struct finishing f = { .out = &parts[i], .stage = stage, .plan = plan, .number = i / plan->n_periods,
                                   .indicator = plan->indicators[i / plan->n_periods], .period = i % plan->n_periods,
                                   .memo = &memo, .err = &own_err };
            ys_status own;

            parts[i].n_dims = out->n_dims;
            own = finish_period(&f);
#pragma omp critical(ys_finish)
            if (own != YS_OK && status == YS_OK) {
                status = own;
                if (err)
                    *err = own_err;
            }
        }
    }
    for (size_t i = 0; status == YS_OK && i < n; i++)
        status = append(out, &parts[i], err);
    return status;
}

ys_status ys__finish(ys_results *out, const ys__plan *plan, const ys__runs *runs, ys_error *err)
{
    size_t n_parts = plan->n_indicators * plan->n_periods;
    ys_results *parts = calloc(n_parts + 1, sizeof *parts);
    ys__breaks breaks = { 0 };
    struct stage stage = { .plan = plan, .runs = runs, .breaks = &breaks,
                           .period_texts = calloc(plan->n_periods, sizeof *stage.period_texts) };
    ys_status status =
        stage.period_texts && parts ? fill_frame(out, plan, stage.period_texts, err) : ys__fail_nomem(err);

    if (status == YS_OK)
        status = ys__breaks_make(&breaks, plan, runs, err);
    if (status == YS_OK)
        status = set_stage(&stage, err);
    if (status == YS_OK)
        status = finish_all(out, parts, &stage, err);
    for (size_t i = 0; parts && i < n_parts; i++) {
        free(parts[i].rows);
        ys__arena_free(&parts[i].arena);
    }
    free(parts);
    clear_stage(&stage);
    ys__breaks_free(&breaks);
    free(stage.period_texts);
    return status;
}
