/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yardstick/stats_compare.h>

#include "base/i18n.h"
#include "base/vector.h"
#include "compute/formula.h"
#include "store/store.h"

enum { PERIODS_BACK = 40 }; /* how far trends and charts look back at most */

/* Rows */

ys_study_row ys__study_row(const ys__indicator *indicator, const char *period, const char *kind)
{
    return (ys_study_row){ .indicator = indicator->id, .period = period, .kind = kind, .by = "", .group = "",
                           .against = "", .value = NAN, .low = NAN, .high = NAN, .mean = NAN, .sd = NAN, .min = NAN,
                           .q1 = NAN, .median = NAN, .q3 = NAN, .max = NAN, .other = NAN, .difference = NAN,
                           .difference_low = NAN, .difference_high = NAN, .test = "", .statistic = NAN, .p = NAN,
                           .p_adjusted = NAN, .effect = NAN, .effect_name = "", .sentence = "" };
}

ys_status ys__study_add(ys_study *study, const ys_study_row *row, ys_error *err)
{
    if (!ys__room((void **)&study->rows, &study->room, study->n, sizeof *study->rows))
        return ys__fail_nomem(err);
    study->rows[study->n++] = *row;
    return YS_OK;
}

const char *ys__study_text(ys_study *study, const char *text)
{
    const char *kept = ys__arena_text(&study->arena, text);

    return kept ? kept : "";
}

/* The study of one indicator at one period */

struct studying {
    ys_study *study;
    const ys__plan *plan;
    const ys__runs *runs;
    const ys_study_options *options;
    const ys__indicator *indicator;
    const ys__run *run;
    size_t task;
    const char **periods; /* ids of the plan's */
    size_t now;           /* the period asked for: the last */
    size_t axis;          /* compared by this axis; SIZE_MAX: by none */
    ys_error *err;
};

/* Cells of the window and group: code YS__CODE_ALL takes every group. others: all groups but this. */
static size_t find_cells(const struct studying *s, uint32_t *cells, size_t period, uint32_t code, bool others)
{
    const ys__cube *cube = &s->run->cube;
    size_t n = 0;

    for (size_t c = 0; c < cube->n; c++) {
        const uint32_t *key = &cube->keys[c * cube->width];
        bool same = code == YS__CODE_ALL || key[1 + s->axis] == code;

        if (key[0] == period && same != others)
            cells[n++] = (uint32_t)c;
    }
    return n;
}

static bool take_values(ys__sample *out, const struct studying *s, const uint32_t *cells, size_t n)
{
    const ys__values *v = &s->run->cube.values[s->run->cube.uses[s->task].values];
    size_t total = 0, at = 0;

    if (v->value == NULL || v->first == NULL)
        return true;
    for (size_t i = 0; i < n; i++)
        total += v->first[cells[i] + 1] - v->first[cells[i]];
    if ((out->values = malloc((total + 1) * sizeof *out->values)) == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        size_t first = v->first[cells[i]], count = v->first[cells[i] + 1] - first;

        memcpy(out->values + at, v->value + first, count * sizeof *out->values);
        at += count;
    }
    out->n_values = total;
    return true;
}

static ys_status take_sample(ys__sample *out, const struct studying *s, size_t period, uint32_t code, bool others)
{
    const ys__indicator *in = s->indicator;
    uint32_t *cells = malloc((s->run->cube.n + 1) * sizeof *cells);
    int64_t *excluded = calloc(in->n_exclude + 1, sizeof *excluded);
    ys__unique unique = { 0 };
    ys_status status = cells && excluded ? YS_OK : ys__fail_nomem(s->err);
    size_t n = 0;

    *out = (ys__sample){ .code = code };
    if (status == YS_OK)
        n = find_cells(s, cells, period, code, others);
    if (status == YS_OK && n == 0)
        ys__figure_empty(&out->figure, in, false);
    else if (status == YS_OK &&
             ((in->measure.kind == YS__DISTINCT &&
               !ys__people_in_cells(&unique, cells, n, &s->run->cube, s->task, ys__people_by_partner(in))) ||
              !take_values(out, s, cells, n)))
        status = ys__fail_nomem(s->err);
    else if (status == YS_OK)
        status = ys__figure_make(&out->figure, excluded, &s->run->cube, s->task, in, cells, n, &unique, s->err);
    free(cells);
    free(excluded);
    return status;
}

static void sample_free(ys__sample *sample)
{
    free(sample->values);
}

static const char *code_text(const struct studying *s, uint32_t code)
{
    char text[256] = "";

    if (code >= YS__CODE_TEXTS) {
        ys__slice item = s->plan->axes[s->axis].dict.items[code - YS__CODE_TEXTS];

        snprintf(text, sizeof text, "%.*s", (int)item.n, item.p);
    } else if (code != YS__CODE_ALL) {
        snprintf(text, sizeof text, "[%s]", ys__missing_name((ys__missing)code));
    }
    return ys__study_text(s->study, text);
}

static void describe(ys_study_row *row, ys__nature nature, const ys__sample *sample)
{
    ys_description d;

    row->n = ys__cases(nature, &sample->figure);
    row->value = sample->figure.value;
    row->low = sample->figure.low;
    row->high = sample->figure.high;
    if (sample->n_values == 0 || ys_describe(&d, sample->values, sample->n_values, NULL) != YS_OK)
        return;
    row->mean = d.mean;
    row->sd = d.sd;
    row->min = d.min;
    row->q1 = d.q1;
    row->median = d.median;
    row->q3 = d.q3;
    row->max = d.max;
}

static ys_status add_description(const struct studying *s, const ys__sample *sample)
{
    ys_study_row row = ys__study_row(s->indicator, s->periods[s->now], "description");

    describe(&row, ys__nature_of(s->indicator), sample);
    if (sample->code != YS__CODE_ALL) {
        row.by = s->plan->axes[s->axis].name;
        row.group = code_text(s, sample->code);
    }
    row.by = ys__study_text(s->study, row.by);
    ys__say_description(s->study, &row, s->indicator);
    return ys__study_add(s->study, &row, s->err);
}

/* Comparisons */

static ys_status compare_with_prior(const struct studying *s, const ys__sample *whole)
{
    ys_study_row row = ys__study_row(s->indicator, s->periods[s->now], "comparison");
    ys__nature nature = ys__nature_of(s->indicator);
    ys__sample prior = { 0 };
    ys_status status = YS_OK;

    row.against = "prior";
    if (s->now > 0)
        status = take_sample(&prior, s, s->now - 1, YS__CODE_ALL, false);
    if (status == YS_OK && s->now > 0 && !ys__compare(&row, nature, whole, &prior))
        row.test = "";
    row.p_adjusted = row.p;
    sample_free(&prior);
    if (status != YS_OK)
        return status;
    ys__say_difference(s->study, &row, s->indicator, nature);
    return ys__study_add(s->study, &row, s->err);
}

static ys_status compare_with_baseline(const struct studying *s, const ys__sample *whole)
{
    const struct ys_initiative *in = s->plan->in;
    ys__nature nature = ys__nature_of(s->indicator);

    for (size_t b = 0; b < in->n_baselines; b++) {
        ys_study_row row = ys__study_row(s->indicator, s->periods[s->now], "comparison");
        ys_status status;

        if (in->baselines[b].indicator != s->indicator)
            continue;
        row.against = "baseline";
        ys__compare_fixed(&row, nature, whole, in->baselines[b].value);
        ys__say_difference(s->study, &row, s->indicator, nature);
        if ((status = ys__study_add(s->study, &row, s->err)) != YS_OK)
            return status;
    }
    return YS_OK;
}

/* The codes of the axis that have rows now; the reasons of missing ones are no groups to be compared. */
static size_t find_codes(const struct studying *s, uint32_t *codes)
{
    size_t n = 0;

    for (uint32_t code = YS__CODE_TEXTS; code < YS__CODE_TEXTS + s->plan->axes[s->axis].dict.n; code++)
        for (size_t c = 0; c < s->run->cube.n; c++) {
            const uint32_t *key = &s->run->cube.keys[c * s->run->cube.width];

            if (key[0] == s->now && key[1 + s->axis] == code) {
                codes[n++] = code;
                break;
            }
        }
    return n;
}

/* Holm's correction over the comparisons of an indicator; then the words. */
static ys_status add_adjusted(const struct studying *s, ys_study_row *rows, size_t n)
{
    ys__nature nature = ys__nature_of(s->indicator);
    double *p = malloc((n + 1) * sizeof *p);
    ys_status status = p ? YS_OK : ys__fail_nomem(s->err);

    for (size_t i = 0; status == YS_OK && i < n; i++)
        p[i] = rows[i].p;
    if (status == YS_OK)
        status = ys_adjust_holm(p, p, n, s->err);
    for (size_t i = 0; status == YS_OK && i < n; i++) {
        rows[i].p_adjusted = p[i];
        ys__say_difference(s->study, &rows[i], s->indicator, nature);
        status = ys__study_add(s->study, &rows[i], s->err);
    }
    free(p);
    return status;
}

static ys_status compare_with_rest(const struct studying *s, const ys__sample *groups, size_t n)
{
    ys_study_row *rows = calloc(n + 1, sizeof *rows);
    ys_status status = rows ? YS_OK : ys__fail_nomem(s->err);

    for (size_t i = 0; status == YS_OK && i < n; i++) {
        ys__sample rest = { 0 };

        rows[i] = ys__study_row(s->indicator, s->periods[s->now], "comparison");
        rows[i].against = "rest";
        rows[i].by = ys__study_text(s->study, s->plan->axes[s->axis].name);
        rows[i].group = code_text(s, groups[i].code);
        status = take_sample(&rest, s, s->now, groups[i].code, true);
        if (status == YS_OK && !ys__compare(&rows[i], ys__nature_of(s->indicator), &groups[i], &rest))
            rows[i].test = "";
        sample_free(&rest);
    }
    if (status == YS_OK)
        status = add_adjusted(s, rows, n);
    free(rows);
    return status;
}

static ys_status compare_groups(const struct studying *s)
{
    uint32_t *codes = malloc((s->plan->axes[s->axis].dict.n + 1) * sizeof *codes);
    size_t n = codes ? find_codes(s, codes) : 0;
    ys__sample *groups = calloc(n + 1, sizeof *groups);
    ys_status status = codes && groups ? YS_OK : ys__fail_nomem(s->err);
    ys_study_row all = ys__study_row(s->indicator, s->periods[s->now], "comparison");

    for (size_t i = 0; status == YS_OK && i < n; i++) {
        status = take_sample(&groups[i], s, s->now, codes[i], false);
        if (status == YS_OK)
            status = add_description(s, &groups[i]);
    }
    all.against = "groups";
    all.by = ys__study_text(s->study, s->plan->axes[s->axis].name);
    if (status == YS_OK && n > 2 && ys__compare_all(&all, ys__nature_of(s->indicator), groups, n)) {
        all.p_adjusted = all.p;
        ys__say_groups(s->study, &all, s->indicator);
        status = ys__study_add(s->study, &all, s->err);
    }
    if (status == YS_OK && n > 1)
        status = compare_with_rest(s, groups, n);
    for (size_t i = 0; groups && i < n; i++)
        sample_free(&groups[i]);
    free(groups);
    free(codes);
    return status;
}

/* Time */

static ys_status study_series(const struct studying *s)
{
    double *numbers = malloc(3 * (s->now + 1) * sizeof *numbers);
    double *values = numbers, *numerators = numbers + s->now + 1, *denominators = numerators + s->now + 1;
    const ys__series series = { s->indicator, s->plan, values, numerators, denominators, s->periods, s->now + 1 };
    ys_status status = numbers ? YS_OK : ys__fail_nomem(s->err);

    for (size_t i = 0; status == YS_OK && i <= s->now; i++) {
        ys__sample sample = { 0 };

        status = take_sample(&sample, s, i, YS__CODE_ALL, false);
        values[i] = sample.figure.standing == YS__OK ? sample.figure.value : NAN;
        numerators[i] = sample.figure.standing == YS__OK ? sample.figure.numerator : NAN;
        denominators[i] = sample.figure.standing == YS__OK ? sample.figure.denominator : NAN;
        sample_free(&sample);
    }
    if (status == YS_OK && s->options->trend)
        status = ys__study_trend(s->study, &series, s->err);
    if (status == YS_OK && s->options->chart)
        status = ys__study_chart(s->study, &series, s->err);
    free(numbers);
    return status;
}

static ys_status study_indicator(struct studying *s)
{
    const char *compare = s->options->compare;
    ys__sample whole = { 0 };
    ys_status status;

    if (s->indicator->form == NULL || (s->run = ys__runs_find(s->runs, s->indicator, &s->task)) == NULL)
        return YS_OK; /* formulas have no rows of their own */
    status = take_sample(&whole, s, s->now, YS__CODE_ALL, false);
    if (status == YS_OK)
        status = add_description(s, &whole);
    if (status == YS_OK && compare && strcmp(compare, "prior") == 0)
        status = compare_with_prior(s, &whole);
    else if (status == YS_OK && compare && strcmp(compare, "baseline") == 0)
        status = compare_with_baseline(s, &whole);
    else if (status == YS_OK && s->axis != SIZE_MAX &&
             (s->axis == YS__AXIS_PARTNER || ys__axis_field(&s->plan->axes[s->axis], s->indicator->form) >= 0))
        status = compare_groups(s);
    if (status == YS_OK && (s->options->trend || s->options->chart))
        status = study_series(s);
    sample_free(&whole);
    return status;
}

/* What is to be read: the period asked for and, for changes and trends, those before it. */
static ys_status find_first(char first[YS__PERIOD_SIZE], char last[YS__PERIOD_SIZE], const ys_study_options *o,
                            ys_store *store, ys_error *err)
{
    const struct ys_initiative *in = ys_store_initiative(store);
    bool back = o->trend || o->chart;
    ys__submissions list = { 0 };
    ys__period period, from;
    ys_status status;

    status = o->period ? ys__period_read(&period, &in->calendar, o->period, err)
                       : ys__store_newest_period(&period, store, err);
    if (status == YS_OK && period.months == 0)
        return ys__fail(err, YS_E_ARGUMENT, NULL, "%s", _("the store has no data yet: submit files first"));
    if (status == YS_OK && back)
        status = ys__store_submissions(&list, store, NULL, err);
    if (status != YS_OK)
        return status;
    from = o->compare && strcmp(o->compare, "prior") == 0 ? ys__period_step(period, -1) : period;
    for (int i = 1; back && i < PERIODS_BACK; i++) {
        ys__period step = ys__period_step(period, -i);

        for (size_t k = 0; k < list.n; k++)
            if (ys__period_overlaps(list.items[k].period, step))
                from = step.month < from.month ? step : from;
    }
    ys__submissions_free(&list);
    ys__period_format(&in->calendar, from, first);
    ys__period_format(&in->calendar, period, last);
    return YS_OK;
}

static bool is_axis(const char *compare)
{
    return compare && strcmp(compare, "prior") != 0 && strcmp(compare, "baseline") != 0;
}

static ys_status study_all(ys_study *study, const ys__plan *plan, const ys__runs *runs, const ys_study_options *o,
                           ys_error *err)
{
    struct studying s = { .study = study, .plan = plan, .runs = runs, .options = o, .now = plan->n_periods - 1,
                          .axis = SIZE_MAX, .err = err };
    ys_status status = YS_OK;

    s.periods = ys__arena_alloc(&study->arena, plan->n_periods * sizeof *s.periods);
    if (s.periods == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < plan->n_periods; i++) {
        char text[YS__PERIOD_SIZE];

        ys__period_format(&plan->in->calendar, plan->periods[i], text);
        s.periods[i] = ys__study_text(study, text);
    }
    for (size_t a = 0; is_axis(o->compare) && a < plan->n_axes; a++)
        if (strcmp(plan->axes[a].name, o->compare) == 0)
            s.axis = a;
    for (size_t i = 0; status == YS_OK && i < plan->n_indicators; i++) {
        s.indicator = plan->indicators[i];
        status = study_indicator(&s);
    }
    return status;
}

ys_status ys_study_make(ys_study **out, ys_store *store, const ys_study_options *options, ys_error *err)
{
    char first[YS__PERIOD_SIZE], last[YS__PERIOD_SIZE];
    ys_aggregate_options o = { .version = 1, .from = first, .to = last, .window = options->window,
                               .indicators = options->indicators, .n_indicators = options->n_indicators,
                               .by = &options->compare, .n_by = is_axis(options->compare) };
    ys_study *study = calloc(1, sizeof *study);
    ys__runs runs = { 0 };
    ys__plan plan;
    ys_status status = study ? YS_OK : ys__fail_nomem(err);

    if (status == YS_OK && options->as_of && (status = ys_store_at(&study->past, store, options->as_of, err)) == YS_OK)
        store = study->past;
    if (status == YS_OK)
        status = find_first(first, last, options, store, err);
    if (status == YS_OK && (status = ys__plan_make(&plan, store, &o, false, err)) == YS_OK) {
        plan.keep_values = true;
        status = ys__runs_make(&runs, &plan, err);
        if (status == YS_OK) {
            status = study_all(study, &plan, &runs, options, err);
            ys__runs_free(&runs, &plan);
        }
        ys__plan_free(&plan);
    }
    if (status != YS_OK)
        ys_study_free(study);
    else
        *out = study;
    return status;
}

void ys_study_free(ys_study *study)
{
    if (study == NULL)
        return;
    ys__arena_free(&study->arena);
    ys_store_close(study->past);
    free(study->rows);
    free(study);
}

size_t ys_study_count(const ys_study *study)
{
    return study->n;
}

const ys_study_row *ys_study_get(const ys_study *study, size_t i)
{
    return i < study->n ? &study->rows[i] : NULL;
}
