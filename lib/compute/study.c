/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yardstick/stats_compare.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/vector.h"
#include "compute/formula.h"
#include "model/show.h"
#include "store/store.h"

enum { PERIODS_BACK = 40 }; /* how far trends and charts look back at most */

/* Rows */

ys_study_row ys__study_row(const ys__indicator *indicator, const char *period, const char *kind)
{
    return (ys_study_row){ .indicator = indicator->id, .period = period, .kind = kind, .by = "", .group = "",
                           .against = "", .value = NAN, .low = NAN, .high = NAN, .mean = NAN, .sd = NAN, .min = NAN,
                           .q1 = NAN, .median = NAN, .q3 = NAN, .max = NAN, .other = NAN, .difference = NAN,
                           .difference_low = NAN, .difference_high = NAN, .test = "", .statistic = NAN, .p = NAN,
                           .p_adjusted = NAN, .effect = NAN, .effect_low = NAN, .effect_high = NAN,
                           .effect_name = "", .sentence = "", .title = "", .dates = "" };
}

ys_study_row ys__study_start(const ys__studying *s, const char *kind)
{
    ys_study_row row = ys__study_row(s->indicator, s->periods[s->now], kind);

    row.title = ys__study_text(s->study, ys__label_get(&s->indicator->title));
    row.dates = s->dates;
    return row;
}

ys_status ys__study_add(ys_study *study, const ys_study_row *row, ys_error *err)
{
    if (!ys__room((void **)&study->rows, &study->room, study->n, sizeof *study->rows))
        return ys__fail_nomem(err);
    study->rows[study->n++] = *row;
    return YS_OK;
}

ys_status ys__study_refuse(const ys__studying *s, ys_study_row *row, const char *why)
{
    ys__buffer text = { 0 };

    ys__putf(&text, "%s: %s.", row->title, why);
    row->sentence = ys__study_words(s->study, &text);
    return ys__study_add(s->study, row, s->err);
}

const char *ys__study_text(ys_study *study, const char *text)
{
    const char *kept = ys__arena_text(&study->arena, text);

    study->nomem |= kept == NULL;
    return kept ? kept : "";
}

const char *ys__study_words(ys_study *study, ys__buffer *text)
{
    const char *kept = ys__study_text(study, text->text);

    study->nomem |= text->failed;
    ys__buffer_free(text);
    return kept;
}

bool ys__study_good(ys_study *study, ys_status status)
{
    study->nomem |= status == YS_E_NOMEM;
    return status == YS_OK;
}

/* Whether a row's key lies in a group. The rest are the other groups: a missing category is none. */
static bool is_in(const ys__studying *s, const uint32_t *key, ys__place place, bool others)
{
    bool same = key[1 + s->axis] == place.code &&
                (place.partner == YS__CODE_ALL || key[1 + YS__AXIS_PARTNER] == place.partner);

    return others ? !same && key[1 + s->axis] >= YS__CODE_TEXTS : same;
}

static size_t find_cells(const ys__studying *s, uint32_t *cells, size_t period, ys__place place, bool others)
{
    const ys__cube *cube = &s->run->cube;
    size_t n = 0;

    for (size_t c = 0; c < cube->n; c++) {
        const uint32_t *key = &cube->keys[c * cube->width];

        if (key[0] == period && (place.code == YS__CODE_ALL || is_in(s, key, place, others)))
            cells[n++] = (uint32_t)c;
    }
    return n;
}

static bool take_values(ys__studied *out, const ys__studying *s, const uint32_t *cells, size_t n)
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

ys_status ys__study_take(ys__studied *out, const ys__studying *s, size_t period, ys__place place, bool others)
{
    const ys__indicator *in = s->indicator;
    uint32_t *cells = malloc((s->run->cube.n + 1) * sizeof *cells);
    int64_t *excluded = calloc(in->n_exclude + 1, sizeof *excluded);
    ys__unique unique = { 0 };
    ys_status status = cells && excluded ? YS_OK : ys__fail_nomem(s->err);
    size_t n = 0;

    *out = (ys__studied){ .place = place };
    if (status == YS_OK)
        n = find_cells(s, cells, period, place, others);
    if (status == YS_OK && n == 0)
        ys__figure_empty(&out->figure, in, false);
    else if (status == YS_OK &&
             ((in->measure.kind == YS__DISTINCT &&
               !ys__people_in_cells(&unique, cells, n, &s->run->cube, s->task, ys__people_by_partner(in))) ||
              (!others && !take_values(out, s, cells, n))))
        status = ys__fail_nomem(s->err);
    else if (status == YS_OK)
        status = ys__figure_make(&out->figure, excluded, &s->run->cube, s->task, in, cells, n, &unique, s->err);
    if (status == YS_OK)
        status = ys_moments_of(&out->moments, out->values, out->n_values, s->err);
    free(cells);
    free(excluded);
    return status;
}

void ys__studied_free(ys__studied *sample)
{
    free(sample->values);
}

static ys__slice code_slice(const ys__studying *s, size_t axis, uint32_t code)
{
    return code >= YS__CODE_TEXTS ? s->plan->axes[axis].dict.items[code - YS__CODE_TEXTS] : (ys__slice){ "", 0 };
}

/* A site's code belongs to its partner: "flp/paschalville". */
const char *ys__place_code(const ys__studying *s, ys__place place)
{
    ys__slice partner = code_slice(s, YS__AXIS_PARTNER, place.partner), code;
    ys__buffer text = { 0 };
    const char *kept;

    if (place.code == YS__CODE_ALL)
        return "";
    code = code_slice(s, s->axis, place.code);
    if (place.partner != YS__CODE_ALL)
        ys__putf(&text, "%.*s/", (int)partner.n, partner.p);
    ys__putn(&text, code.p, code.n);
    kept = ys__study_words(s->study, &text);
    return kept;
}

/* What people call it. */
const char *ys__place_title(const ys__studying *s, ys__place place)
{
    const ys__dimension *dimension = s->axis == SIZE_MAX ? NULL : s->plan->axes[s->axis].dimension;
    ys__slice code;

    if (place.code == YS__CODE_ALL)
        return "";
    code = code_slice(s, s->axis, place.code);
    for (size_t i = 0; dimension && i < dimension->n; i++)
        if (ys__slice_is(code, dimension->categories[i].code) && !ys__label_empty(&dimension->categories[i].title))
            return ys__label_get(&dimension->categories[i].title);
    if (s->axis == YS__AXIS_PARTNER || s->axis == YS__AXIS_SITE) {
        uint32_t whose = s->axis == YS__AXIS_SITE ? place.partner : place.code;
        const ys__partner *partner = ys__find_partner(s->plan->in, code_slice(s, YS__AXIS_PARTNER, whose));
        const ys__site *site = partner && s->axis == YS__AXIS_SITE ? ys__find_site(partner, code) : NULL;

        if (site && !ys__label_empty(&site->name))
            return ys__label_get(&site->name);
        if (partner && s->axis == YS__AXIS_PARTNER && !ys__label_empty(&partner->name))
            return ys__label_get(&partner->name);
    }
    return ys__place_code(s, place);
}

const char *ys__axis_title(const ys__studying *s)
{
    const ys__axis *axis = &s->plan->axes[s->axis];

    if (s->axis == YS__AXIS_PARTNER)
        return _("partner");
    if (s->axis == YS__AXIS_SITE)
        return _("site");
    return axis->dimension && !ys__label_empty(&axis->dimension->title) ? ys__label_get(&axis->dimension->title)
                                                                        : ys__study_text(s->study, axis->name);
}

static void describe(ys_study *study, ys_study_row *row, ys__nature nature, const ys__studied *sample)
{
    ys_description d;

    row->n = ys__cases(nature, &sample->figure);
    row->value = sample->figure.value;
    row->low = sample->figure.low;
    row->high = sample->figure.high;
    if (sample->n_values == 0 || !ys__study_good(study, ys_describe(&d, sample->values, sample->n_values, NULL)))
        return;
    row->mean = d.mean;
    row->sd = d.sd;
    row->min = d.min;
    row->q1 = d.q1;
    row->median = d.median;
    row->q3 = d.q3;
    row->max = d.max;
}

ys_status ys__study_describe(const ys__studying *s, const ys__studied *sample)
{
    ys_study_row row = ys__study_start(s, "description");

    describe(s->study, &row, ys__nature_of(s->indicator), sample);
    if (sample->place.code != YS__CODE_ALL)
        row.by = ys__study_text(s->study, s->plan->axes[s->axis].name);
    row.group = ys__place_code(s, sample->place);
    ys__say_description(s->study, &row, s->indicator, ys__place_title(s, sample->place));
    return ys__study_add(s->study, &row, s->err);
}

/* Comparisons */

/* The window before: a year back where a window is longer than its period, for the rows to be others. */
static int steps_back(const char *window, ys__period period)
{
    return window == NULL || strcmp(window, "period") == 0 ? 1 : (12 + period.months - 1) / period.months;
}

static ys_status compare_with_prior(const ys__studying *s, const ys__studied *whole)
{
    ys_study_row row = ys__study_start(s, "comparison");
    ys__nature nature = ys__nature_of(s->indicator);
    ys__studied prior = { 0 };
    size_t back = (size_t)steps_back(s->options->window, s->plan->periods[s->now]);
    ys_status status = YS_OK;

    row.against = "prior";
    if (s->now >= back)
        status = ys__study_take(&prior, s, s->now - back, whole->place, false);
    if (status == YS_OK && s->now >= back && !ys__compare(s->study, &row, nature, whole, &prior, NULL))
        row.test = "";
    row.p_adjusted = row.p;
    ys__studied_free(&prior);
    if (status != YS_OK)
        return status;
    ys__say_difference(s->study, &row, s->indicator, nature, NULL, NULL);
    return ys__study_add(s->study, &row, s->err);
}

/* The newest baseline that can be set beside the window: of a total only one as long as the window itself. */
static const ys__baseline *baseline_of(const ys__studying *s)
{
    const struct ys_initiative *in = s->plan->in;
    ys__period window = ys__plan_window(s->plan, s->indicator, s->now);
    const ys__baseline *found = NULL;

    for (size_t b = 0; b < in->n_baselines; b++) {
        const ys__baseline *one = &in->baselines[b];

        if (one->indicator == s->indicator && one->period.month <= s->plan->periods[s->now].month &&
            (!ys__is_additive(s->indicator) || one->period.months == window.months) &&
            (found == NULL || one->period.month >= found->period.month))
            found = one;
    }
    return found;
}

static ys_status compare_with_baseline(const ys__studying *s, const ys__studied *whole)
{
    const ys__baseline *baseline = baseline_of(s);
    ys__nature nature = ys__nature_of(s->indicator);
    ys_study_row row = ys__study_start(s, "comparison");

    row.against = "baseline";
    if (baseline == NULL)
        return ys__study_refuse(s, &row, _("there is no baseline to set beside this period"));
    ys__compare_fixed(&row, nature, whole, baseline->value);
    ys__say_difference(s->study, &row, s->indicator, nature, NULL, NULL);
    return ys__study_add(s->study, &row, s->err);
}

/* Time */

static ys_status study_series(const ys__studying *s)
{
    double *numbers = malloc(3 * (s->now + 1) * sizeof *numbers);
    double *values = numbers, *numerators = numbers + s->now + 1, *denominators = numerators + s->now + 1;
    const ys__series series = { s->indicator, s->plan, values, numerators, denominators, s->periods, s->now + 1 };
    ys_status status = numbers ? YS_OK : ys__fail_nomem(s->err);

    for (size_t i = 0; status == YS_OK && i <= s->now; i++) {
        ys__studied sample = { 0 };

        status = ys__study_take(&sample, s, i, (ys__place){ 0 }, false);
        values[i] = sample.figure.standing == YS__OK ? sample.figure.value : NAN;
        numerators[i] = sample.figure.standing == YS__OK ? sample.figure.numerator : NAN;
        denominators[i] = sample.figure.standing == YS__OK ? sample.figure.denominator : NAN;
        ys__studied_free(&sample);
    }
    if (status == YS_OK && s->options->trend)
        status = ys__study_trend(s->study, &series, s->err);
    if (status == YS_OK && s->options->chart)
        status = ys__study_chart(s->study, &series, s->err);
    free(numbers);
    return status;
}

/* Formulas are made of other results and have no rows of their own. */
static ys_status add_formula(const ys__studying *s)
{
    ys_study_row row = ys__study_start(s, "description");
    ys__buffer text = { 0 };

    ys__putf(&text, _("%s: computed from other indicators, so it has no rows of its own to study; ask for these: "),
             ys__label_get(&s->indicator->title));
    for (size_t i = 0; i < s->indicator->n_parts; i++)
        ys__putf(&text, "%s%s", i ? ", " : "", s->indicator->parts[i]->id);
    ys__putc(&text, '.');
    row.sentence = ys__study_words(s->study, &text);
    return ys__study_add(s->study, &row, s->err);
}

static ys_status refuse_axis(const ys__studying *s)
{
    ys_study_row row = ys__study_start(s, "comparison");

    row.against = "rest";
    row.by = ys__study_text(s->study, s->plan->axes[s->axis].name);
    return ys__study_refuse(s, &row, _("cannot be compared so, its form has no such field"));
}

static ys_status study_indicator(ys__studying *s)
{
    const char *compare = s->options->compare;
    ys__studied whole = { 0 };
    ys_status status;

    if (s->indicator->form == NULL || (s->run = ys__runs_find(s->runs, s->indicator, &s->task)) == NULL)
        return add_formula(s);
    status = ys__study_take(&whole, s, s->now, (ys__place){ 0 }, false);
    if (status == YS_OK)
        status = ys__study_describe(s, &whole);
    if (status == YS_OK)
        status = ys__study_outliers(s, &whole);
    if (status == YS_OK)
        status = ys__study_analysis(s, &whole);
    if (status == YS_OK && compare && strcmp(compare, "prior") == 0)
        status = compare_with_prior(s, &whole);
    else if (status == YS_OK && compare && strcmp(compare, "baseline") == 0)
        status = compare_with_baseline(s, &whole);
    else if (status == YS_OK && s->axis != SIZE_MAX &&
             (s->axis == YS__AXIS_PARTNER || ys__axis_field(&s->plan->axes[s->axis], s->indicator->form) >= 0))
        status = ys__study_groups(s);
    else if (status == YS_OK && s->axis != SIZE_MAX)
        status = refuse_axis(s);
    if (status == YS_OK && (s->options->trend || s->options->chart))
        status = study_series(s);
    ys__studied_free(&whole);
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
    from = period;
    if (o->compare && strcmp(o->compare, "prior") == 0)
        from = ys__period_step(period, -steps_back(o->window, period));
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

/* Refuses, with the nearest one, what nothing can be compared with. */
static ys_status check_compare(const struct ys_initiative *in, const char *compare, ys_error *err)
{
    const char *names[256] = { "partner", "site", "prior", "baseline" }, *near;
    size_t n = 4;

    for (size_t c = 0; c < in->n_catalogs; c++) {
        for (size_t d = 0; d < in->catalogs[c].n_dimensions && n < 256; d++)
            names[n++] = in->catalogs[c].dimensions[d].id;
        for (size_t f = 0; f < in->catalogs[c].n_forms; f++)
            for (size_t k = 0; k < in->catalogs[c].forms[f].n && n < 256; k++)
                if (in->catalogs[c].forms[f].fields[k].list)
                    names[n++] = in->catalogs[c].forms[f].fields[k].name;
    }
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], compare) == 0)
            return YS_OK;
    near = ys__text_nearest(ys__slice_of(compare), names, n);
    if (near)
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("'%s' is nothing to compare with; did you mean '%s'?"), compare,
                        near);
    return ys__fail(err, YS_E_ARGUMENT, NULL,
                    _("'%s' is nothing to compare with: it is neither prior, baseline, partner, site, a dimension, nor "
                      "a field with a list of values"),
                    compare);
}

static bool is_axis(const char *compare)
{
    return compare && strcmp(compare, "prior") != 0 && strcmp(compare, "baseline") != 0;
}

/* "FY2018Q4 (1 Apr – 30 Jun 2018)", and the dates of the rows where window or lag move them. */
static const char *dates_of(const ys__studying *s)
{
    ys__period asked = s->plan->periods[s->now], window = ys__plan_window(s->plan, s->indicator, s->now);
    ys__buffer text = { 0 }, dates = { 0 };
    const char *kept;

    ys__period_describe(&s->plan->in->calendar, asked, &text);
    if (!ys__period_equal(asked, window) && s->indicator->form) {
        ys__period_dates(window, &dates);
        if (dates.text)
            ys__putf(&text, _(", rows of %s"), dates.text);
    }
    kept = ys__study_words(s->study, &text);
    ys__buffer_free(&dates);
    return kept;
}

/* The first n indicators of the plan; behind them stand the probes. */
static ys_status study_all(ys_study *study, const ys__plan *plan, size_t n, const ys__runs *runs,
                           const ys_study_options *o, ys_error *err)
{
    ys__studying s = { .study = study, .plan = plan, .runs = runs, .options = o, .now = plan->n_periods - 1,
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
    for (size_t i = 0; status == YS_OK && i < n; i++) {
        s.indicator = plan->indicators[i];
        s.dates = dates_of(&s);
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
    if (status == YS_OK && (options->trend || options->chart) && options->window &&
        strcmp(options->window, "period") != 0)
        status = ys__fail(err, YS_E_ARGUMENT, NULL, "%s",
                          _("trends and charts need periods that share no rows: leave the window at 'period'"));
    if (status == YS_OK && options->compare)
        status = check_compare(ys_store_initiative(store), options->compare, err);
    if (status == YS_OK)
        status = find_first(first, last, options, store, err);
    if (status == YS_OK && (status = ys__plan_make(&plan, store, &o, false, err)) == YS_OK) {
        size_t n = plan.n_indicators;

        plan.keep_values = true;
        status = ys__analysis_plan(study, &plan, err);
        if (status == YS_OK)
            status = ys__runs_make(&runs, &plan, err);
        if (status == YS_OK) {
            status = study_all(study, &plan, n, &runs, options, err);
            if (status == YS_OK && study->nomem)
                status = ys__fail_nomem(err);
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
