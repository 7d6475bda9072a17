/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/changes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/vector.h"

/* Rows */

ys_change ys__change_start(const ys__looking_back *b, const char *indicator)
{
    return (ys_change){ .indicator = indicator, .period = b->period_text, .since = b->since, .cause = "", .then = NAN,
                        .now = NAN, .change = NAN, .then_numerator = NAN, .then_denominator = NAN,
                        .now_numerator = NAN, .now_denominator = NAN, .then_low = NAN, .then_high = NAN,
                        .now_low = NAN, .now_high = NAN, .partner = "", .form = "", .sent_for = "", .received = "",
                        .file = "", .reason = "", .then_status = "", .status = "", .note = "" };
}

void ys__change_fill(ys_change *row, const ys_result *then, const ys_result *now)
{
    if (then) {
        row->then = then->value;
        row->then_numerator = then->numerator;
        row->then_denominator = then->denominator;
        row->then_low = then->low;
        row->then_high = then->high;
        row->then_status = then->status; /* a word of the program's, as good as any text */
    }
    if (now) {
        row->now = now->value;
        row->now_numerator = now->numerator;
        row->now_denominator = now->denominator;
        row->now_low = now->low;
        row->now_high = now->high;
        row->status = now->status;
    }
    row->change = row->now - row->then;
    row->differs = !ys__same_result(then, now);
}

ys_status ys__change_add(ys_changes *out, const ys_change *row, ys_error *err)
{
    if (!ys__room((void **)&out->rows, &out->room, out->n, sizeof *out->rows))
        return ys__fail_nomem(err);
    out->rows[out->n++] = *row;
    return YS_OK;
}

/* Results */

const ys_result *ys__result_of(const ys_results *results, const char *indicator)
{
    for (size_t i = 0; results && i < ys_results_count(results); i++)
        if (strcmp(ys_results_get(results, i)->indicator, indicator) == 0)
            return ys_results_get(results, i);
    return NULL;
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

bool ys__same_result(const ys_result *a, const ys_result *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return same_number(a->value, b->value) && same_number(a->numerator, b->numerator) &&
           same_number(a->denominator, b->denominator) && a->n == b->n && same_number(a->low, b->low) &&
           same_number(a->high, b->high) && strcmp(a->status, b->status) == 0;
}

ys_status ys__results_seen(ys_results **out, const ys_store *store, const ys__view *view, const char *period,
                           const char *const *indicators, size_t n, ys_error *err)
{
    ys_aggregate_options o = YS_AGGREGATE_OPTIONS_INIT;
    ys_store *seen = NULL;
    ys_status status = ys__store_view(&seen, store, view, err);

    o.period = period;
    o.indicators = indicators;
    o.n_indicators = n;
    if (status == YS_OK)
        status = ys_aggregate(out, seen, &o, err);
    ys_store_close(seen); /* the results borrow nothing but their definitions from it */
    return status;
}

/* Of the indicators asked for, those that were defined then: the others have no value. */
static ys_status results_then(ys__looking_back *b, const char *const *indicators, size_t n)
{
    const char **known = calloc(n + 1, sizeof *known);
    ys_store *seen = NULL;
    size_t used = 0;
    ys_status status = known ? ys__store_view(&seen, b->out->store, &b->then, b->err) : ys__fail_nomem(b->err);

    for (size_t i = 0; status == YS_OK && i < n; i++)
        if (ys__find_indicator(ys_store_initiative(seen), ys__slice_of(indicators[i])))
            known[used++] = indicators[i];
    ys_store_close(seen);
    if (status == YS_OK && (used || n == 0))
        status = ys__results_seen(&b->results_then, b->out->store, &b->then, b->period_text, known, used, b->err);
    free(known);
    return status;
}

static ys_status add_value(ys__looking_back *b, const ys_result *now, const ys__causes *causes)
{
    const ys_result *then = ys__result_of(b->results_then, now->indicator);
    ys_change row = ys__change_start(b, ys__arena_text(&b->out->arena, now->indicator));
    ys_status status;

    ys__change_fill(&row, then, now);
    if (then == NULL)
        row.note = ys__arena_text(&b->out->arena, _("was not defined then"));
    if (row.indicator == NULL || row.note == NULL)
        return ys__fail_nomem(b->err);
    status = ys__change_add(b->out, &row, b->err);
    for (size_t c = 0; status == YS_OK && c < causes->n; c++)
        if (strcmp(causes->ids[causes->items[c].indicator], now->indicator) == 0) {
            causes->items[c].row.indicator = row.indicator;
            status = ys__change_add(b->out, &causes->items[c].row, b->err);
        }
    return status;
}

static ys_status look_back(ys__looking_back *b, const ys_changes_options *options)
{
    const ys__view now = { INT64_MAX, INT64_MAX, false };
    ys__causes causes = { 0 };
    size_t n;
    ys_status status = ys__results_seen(&b->results_now, b->out->store, &now, b->period_text, options->indicators,
                                        options->n_indicators, b->err);

    if (status == YS_OK)
        status = results_then(b, options->indicators, options->n_indicators);
    if (status != YS_OK)
        return status;
    n = ys_results_count(b->results_now);
    causes.ids = calloc(n + 1, sizeof *causes.ids);
    if (causes.ids == NULL)
        return ys__fail_nomem(b->err);
    for (size_t i = 0; i < n; i++) {
        const ys_result *r = ys_results_get(b->results_now, i);

        if (!ys__same_result(ys__result_of(b->results_then, r->indicator), r))
            causes.ids[causes.n_ids++] = r->indicator;
    }
    if (causes.n_ids)
        status = ys__causes_find(&causes, b);
    for (size_t i = 0; status == YS_OK && i < n; i++)
        status = add_value(b, ys_results_get(b->results_now, i), &causes);
    free(causes.items);
    free(causes.ids);
    return status;
}

/* Periods */

static ys_status look_at(ys_changes *out, ys__period period, const ys__view *then, int64_t since,
                         const ys_changes_options *options, ys_error *err)
{
    ys__looking_back b = { .out = out, .period = period, .then = *then, .err = err };
    char text[YS__PERIOD_SIZE], time[24];
    ys_status status;

    ys__period_format(&ys_store_initiative(out->store)->calendar, period, text);
    ys__time_format(time, since);
    b.then.definitions = true;
    b.period_text = ys__arena_text(&out->arena, text);
    b.since = ys__arena_text(&out->arena, time);
    status = b.period_text && b.since ? look_back(&b, options) : ys__fail_nomem(err);
    ys_results_free(b.results_then);
    ys_results_free(b.results_now);
    return status;
}

static ys_status look_at_closed(ys_changes *out, const ys__closed *closed, ys__period period,
                                const ys_changes_options *options, ys_error *err)
{
    return look_at(out, period, &(ys__view){ .until = closed->at, .newest = closed->newest }, closed->at, options, err);
}

static ys_status look_at_one(ys_changes *out, ys__period period, const ys_changes_options *options, ys_error *err)
{
    ys__closed closed;
    ys__buffer text = { 0 };
    ys_status status = ys__store_closed_of(&closed, out->store, period, err);

    if (status != YS_OK)
        return status;
    if (closed.period.months)
        return look_at_closed(out, &closed, period, options, err);
    ys__period_describe(&ys_store_initiative(out->store)->calendar, period, &text);
    status = ys__fail(err, YS_E_ARGUMENT, NULL, _("%s is not closed; say since when to look: --since TIME"),
                      text.text ? text.text : "");
    ys__buffer_free(&text);
    return status;
}

static int by_period(const void *a, const void *b)
{
    const ys__closed *x = a, *y = b;
    int order = (x->period.month > y->period.month) - (x->period.month < y->period.month);

    if (order == 0) /* a quarter before the year that begins with it; the newest closing of a period last */
        order = (x->period.months > y->period.months) - (x->period.months < y->period.months);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* Of a year that was closed and of which a part is open again: the periods that are not. */
static ys_status look_at_rest(ys_changes *out, const ys__closed *year, const ys_changes_options *options,
                              size_t *looked, ys_error *err)
{
    const ys__calendar *calendar = &ys_store_initiative(out->store)->calendar;
    ys__period p = ys__period_around(calendar, year->period.month, calendar->period_months);
    ys_status status = YS_OK;

    for (; status == YS_OK && ys__period_holds(year->period, p) && p.months < year->period.months;
         p = ys__period_step(p, 1)) {
        ys__closed own;

        status = ys__store_closed_of(&own, out->store, p, err);
        if (status != YS_OK || own.at != year->at || !ys__period_equal(own.period, year->period))
            continue;
        ++*looked;
        status = look_at_closed(out, year, p, options, err);
    }
    return status;
}

static ys_status look_at_all_closed(ys_changes *out, const ys_changes_options *options, ys_error *err)
{
    ys__closed *items = NULL;
    size_t n = 0, looked = 0;
    ys_status status = ys__store_closed(&items, &n, out->store, err);

    if (status == YS_OK && n)
        qsort(items, n, sizeof *items, by_period);
    for (size_t i = 0; status == YS_OK && i < n; i++) {
        if (i + 1 < n && ys__period_equal(items[i].period, items[i + 1].period))
            continue;
        looked += items[i].in_force;
        status = items[i].in_force ? look_at_closed(out, &items[i], items[i].period, options, err)
                                   : look_at_rest(out, &items[i], options, &looked, err);
    }
    free(items);
    if (status == YS_OK && looked == 0)
        return ys__fail(err, YS_E_ARGUMENT, NULL, "%s",
                        _("no period is closed; say since when to look: --since TIME"));
    return status;
}

/* Every period of the calendar that something had been sent for. */
static ys_status look_at_all_since(ys_changes *out, const ys__view *then, const ys_changes_options *options,
                                   ys_error *err)
{
    const ys__calendar *calendar = &ys_store_initiative(out->store)->calendar;
    ys__submissions list = { 0 };
    ys__period first = { 0 }, last = { 0 };
    ys_status status = ys__store_submissions(&list, out->store, NULL, err);

    for (size_t i = 0; status == YS_OK && i < list.n; i++) {
        ys__period p = list.items[i].period, begin, end;

        if (list.items[i].received > then->until)
            continue;
        begin = ys__period_around(calendar, p.month, calendar->period_months);
        end = ys__period_around(calendar, p.month + p.months - 1, calendar->period_months);
        first = first.months == 0 || begin.month < first.month ? begin : first;
        last = last.months == 0 || end.month > last.month ? end : last;
    }
    ys__submissions_free(&list);
    if (status == YS_OK && first.months == 0)
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("nothing had been received by '%s'"), options->since);
    for (ys__period p = first; status == YS_OK && p.month <= last.month; p = ys__period_step(p, 1))
        status = look_at(out, p, then, then->until, options, err);
    return status;
}

static ys_status make(ys_changes *out, const ys_changes_options *options, ys_error *err)
{
    ys__view then = { .newest = INT64_MAX };
    ys__period period = { 0 };
    ys_status status = YS_OK;

    if (options->since && !ys__time_parse(ys__slice_of(options->since), true, &then.until))
        return ys__fail(err, YS_E_ARGUMENT, NULL,
                        _("'%s' is no date or time; write it as 2018-07-01 or 2018-07-01T12:30:00Z"), options->since);
    if (options->period)
        status = ys__period_read(&period, &ys_store_initiative(out->store)->calendar, options->period, err);
    if (status != YS_OK)
        return status;
    if (options->since)
        return options->period ? look_at(out, period, &then, then.until, options, err)
                               : look_at_all_since(out, &then, options, err);
    return options->period ? look_at_one(out, period, options, err) : look_at_all_closed(out, options, err);
}

ys_status ys_changes_make(ys_changes **out, ys_store *store, const ys_changes_options *options, ys_error *err)
{
    ys_changes *changes = calloc(1, sizeof *changes);
    ys_status status = changes ? YS_OK : ys__fail_nomem(err);

    if (status == YS_OK) {
        changes->store = store;
        status = make(changes, options, err);
    }
    if (status != YS_OK)
        ys_changes_free(changes);
    else
        *out = changes;
    return status;
}

void ys_changes_free(ys_changes *changes)
{
    if (changes == NULL)
        return;
    ys__arena_free(&changes->arena);
    free(changes->rows);
    free(changes);
}

size_t ys_changes_count(const ys_changes *changes)
{
    return changes->n;
}

const ys_change *ys_changes_get(const ys_changes *changes, size_t i)
{
    return i < changes->n ? &changes->rows[i] : NULL;
}

const ys_initiative *ys_changes_initiative(const ys_changes *changes)
{
    return ys_store_initiative(changes->store);
}
