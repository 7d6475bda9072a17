/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <yardstick/changes.h>
#include <yardstick/stats.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/date.h"
#include "base/i18n.h"
#include "compute/changes.h"
#include "compute/stats_common.h"
#include "store/store.h"

/* How much values move after they were published: each period as of its publication and some periods later. */

enum { LAGS = 4, PERIODS_MIN = 3, SECONDS_OF_DAY = 86400 };

static const int lags[LAGS] = { 0, 1, 2, 4 };

struct ys_revisions {
    ys__arena arena;
    ys_store *store;
    ys_revision *rows;
    size_t n;
};

/* A period as of a time. */
typedef struct moment {
    int64_t until, newest;
    size_t period, lag;
} moment;

typedef struct triangle {
    ys_revisions *out;
    const struct ys_initiative *in;
    const char *const *asked;
    size_t n_asked;
    int64_t now;
    ys__period *periods;
    size_t n_periods;
    const char **ids; /* of the indicators, in the order of definition */
    size_t n_ids;
    moment *moments;  /* in time order */
    size_t n_moments;
    double *values;   /* by indicator, period, lag */
    ys_error *err;
} triangle;

static double *value_at(const triangle *t, size_t indicator, size_t period, size_t lag)
{
    return &t->values[(indicator * t->n_periods + period) * LAGS + lag];
}

/* What is known */

static ys_status list_periods(triangle *t)
{
    const ys__calendar *calendar = &t->in->calendar;
    ys__submissions list = { 0 };
    ys__period first = { 0 }, last;
    ys_status status = ys__store_newest_period(&last, t->out->store, t->err);

    if (status == YS_OK && last.months == 0)
        return ys__fail(t->err, YS_E_ARGUMENT, NULL, "%s", _("the store has no data yet: submit files first"));
    if (status == YS_OK)
        status = ys__store_submissions(&list, t->out->store, NULL, t->err);
    for (size_t i = 0; status == YS_OK && i < list.n; i++) {
        ys__period p = ys__period_around(calendar, list.items[i].period.month, calendar->period_months);

        first = first.months == 0 || p.month < first.month ? p : first;
    }
    ys__submissions_free(&list);
    if (status != YS_OK)
        return status;
    t->n_periods = (size_t)((last.month - first.month) / first.months) + 1;
    t->periods = ys__arena_alloc(&t->out->arena, t->n_periods * sizeof *t->periods);
    for (size_t i = 0; t->periods && i < t->n_periods; i++)
        t->periods[i] = ys__period_step(first, (int)i);
    return t->periods ? YS_OK : ys__fail_nomem(t->err);
}

static bool is_asked(const triangle *t, const char *id)
{
    for (size_t i = 0; i < t->n_asked; i++)
        if (strcmp(t->asked[i], id) == 0)
            return true;
    return t->n_asked == 0;
}

static ys_status list_indicators(triangle *t)
{
    size_t n = 0;

    for (size_t c = 0; c < t->in->n_catalogs; c++)
        n += t->in->catalogs[c].n_indicators;
    t->ids = ys__arena_alloc(&t->out->arena, (n + 1) * sizeof *t->ids);
    if (t->ids == NULL)
        return ys__fail_nomem(t->err);
    for (size_t c = 0; c < t->in->n_catalogs; c++)
        for (size_t i = 0; i < t->in->catalogs[c].n_indicators; i++)
            if (is_asked(t, t->in->catalogs[c].indicators[i].id))
                t->ids[t->n_ids++] = t->in->catalogs[c].indicators[i].id;
    t->values = ys__arena_alloc(&t->out->arena, (t->n_ids * t->n_periods * LAGS + 1) * sizeof *t->values);
    for (size_t i = 0; t->values && i < t->n_ids * t->n_periods * LAGS; i++)
        t->values[i] = NAN;
    return t->values ? YS_OK : ys__fail_nomem(t->err);
}

/* Moments */

/* Its first closing, else the end of the day on which its reports are due. */
static moment published(const triangle *t, size_t period, const ys__closed *closed, size_t n_closed)
{
    int32_t due = ys__period_last_day(t->periods[period]) + t->in->due_days;

    for (size_t i = 0; i < n_closed; i++)
        if (ys__period_equal(closed[i].period, t->periods[period]))
            return (moment){ closed[i].at, closed[i].newest, period, 0 };
    return (moment){ (int64_t)(due + 1) * SECONDS_OF_DAY - 1, INT64_MAX, period, 0 };
}

static int by_time(const void *a, const void *b)
{
    const moment *x = a, *y = b;
    int order = (x->until > y->until) - (x->until < y->until);

    if (order == 0)
        order = (x->newest > y->newest) - (x->newest < y->newest);
    return order ? order : (x->period > y->period) - (x->period < y->period);
}

static ys_status list_moments(triangle *t)
{
    ys__closed *closed = NULL;
    size_t n_closed = 0;
    ys_status status = ys__store_closed(&closed, &n_closed, t->out->store, t->err);

    t->moments = ys__arena_alloc(&t->out->arena, (t->n_periods * LAGS + 1) * sizeof *t->moments);
    if (status == YS_OK && t->moments == NULL)
        status = ys__fail_nomem(t->err);
    for (size_t p = 0; status == YS_OK && p < t->n_periods; p++) {
        moment first = published(t, p, closed, n_closed);

        for (size_t k = 0; k < LAGS; k++) {
            int32_t days = ys__period_last_day(ys__period_step(t->periods[p], lags[k])) -
                           ys__period_last_day(t->periods[p]);
            moment later = { first.until + (int64_t)days * SECONDS_OF_DAY, k ? INT64_MAX : first.newest, p, k };

            if (later.until <= t->now)
                t->moments[t->n_moments++] = later;
        }
    }
    free(closed);
    if (t->n_moments)
        qsort(t->moments, t->n_moments, sizeof *t->moments, by_time);
    return status;
}

/* Values */

static size_t index_of(const triangle *t, const char *id)
{
    size_t i = 0;

    while (i < t->n_ids && strcmp(t->ids[i], id) != 0)
        i++;
    return i;
}

static void take_values(const triangle *t, const moment *m, size_t n, const ys_results *results)
{
    size_t indicator = 0;

    for (size_t r = 0; r < ys_results_count(results); r++) {
        const ys_result *result = ys_results_get(results, r);
        ys__period period;

        if (indicator >= t->n_ids || strcmp(t->ids[indicator], result->indicator) != 0)
            indicator = index_of(t, result->indicator);
        if (indicator == t->n_ids || strcmp(result->status, "ok") != 0 ||
            !ys__period_parse(&t->in->calendar, ys__slice_of(result->period), false, &period))
            continue;
        for (size_t i = 0; i < n; i++)
            if (ys__period_equal(t->periods[m[i].period], period))
                *value_at(t, indicator, m[i].period, m[i].lag) = result->value;
    }
}

/* All that is to be known as of one time: n moments, whose periods ascend. */
static ys_status look(const triangle *t, const moment *m, size_t n)
{
    ys_aggregate_options o = YS_AGGREGATE_OPTIONS_INIT;
    char from[YS__PERIOD_SIZE], to[YS__PERIOD_SIZE];
    ys_store *seen = NULL;
    ys_results *results = NULL;
    ys_status status = ys__store_view(&seen, t->out->store, &(ys__view){ m->until, m->newest, false }, t->err);

    ys__period_format(&t->in->calendar, t->periods[m[0].period], from);
    ys__period_format(&t->in->calendar, t->periods[m[n - 1].period], to);
    o.from = from;
    o.to = to;
    o.indicators = t->asked;
    o.n_indicators = t->n_asked;
    if (status == YS_OK)
        status = ys_aggregate(&results, seen, &o, t->err);
    if (status == YS_OK)
        take_values(t, m, n, results);
    ys_results_free(results);
    ys_store_close(seen);
    return status;
}

static ys_status look_at_all(const triangle *t)
{
    ys_status status = YS_OK;
    size_t end;

    for (size_t i = 0; status == YS_OK && i < t->n_moments; i = end) {
        for (end = i + 1; end < t->n_moments && t->moments[end].until == t->moments[i].until &&
                          t->moments[end].newest == t->moments[i].newest;)
            end++;
        status = look(t, &t->moments[i], end - i);
    }
    return status;
}

/* Sums */

static double middle_of(double *x, size_t n)
{
    if (n == 0)
        return NAN;
    ys__sort(x, n);
    return ys_quantile(x, n, 0.5);
}

static ys_status sum_up(const triangle *t, size_t indicator, size_t lag, double *room)
{
    double *size = room, *relative = size + t->n_periods, *signs = relative + t->n_periods;
    ys_revision row = { .indicator = ys__arena_text(&t->out->arena, t->ids[indicator]), .after = lags[lag],
                        .median = NAN, .largest = NAN, .median_relative = NAN, .largest_relative = NAN,
                        .median_signed = NAN, .largest_period = "", .status = "ok", .note = "" };
    size_t n = 0, n_relative = 0, most = 0;
    char text[YS__PERIOD_SIZE];
    ys__buffer why = { 0 };

    for (size_t p = 0; p < t->n_periods; p++) {
        double first = *value_at(t, indicator, p, 0), later = *value_at(t, indicator, p, lag);

        if (!isfinite(first) || !isfinite(later))
            continue;
        if (n == 0 || fabs(later - first) > row.largest) {
            row.largest = fabs(later - first);
            most = p;
        }
        signs[n] = later - first;
        size[n++] = fabs(later - first);
        if (first != 0)
            relative[n_relative++] = fabs((later - first) / first);
    }
    row.periods = (int)n;
    if (n < PERIODS_MIN) {
        row.largest = NAN;
        row.status = "refused";
        ys__putf(&why, PLURAL("%zu period is known at both times, at least %d are needed",
                              "%zu periods are known at both times, at least %d are needed", n), n, PERIODS_MIN);
        row.note = why.failed ? NULL : ys__arena_text(&t->out->arena, why.text);
        ys__buffer_free(&why);
    } else {
        row.median = middle_of(size, n);
        row.median_signed = middle_of(signs, n);
        row.median_relative = middle_of(relative, n_relative);
        row.largest_relative = n_relative ? relative[n_relative - 1] : NAN; /* sorted by now */
        ys__period_format(&t->in->calendar, t->periods[most], text);
        if (row.largest > 0)
            row.largest_period = ys__arena_text(&t->out->arena, text);
    }
    if (row.indicator == NULL || row.note == NULL || row.largest_period == NULL)
        return ys__fail_nomem(t->err);
    t->out->rows[t->out->n++] = row;
    return YS_OK;
}

static ys_status sum_up_all(const triangle *t)
{
    double *room = malloc((3 * t->n_periods + 1) * sizeof *room);
    ys_status status;

    t->out->rows = calloc(t->n_ids * LAGS + 1, sizeof *t->out->rows);
    status = room && t->out->rows ? YS_OK : ys__fail_nomem(t->err);
    for (size_t i = 0; status == YS_OK && i < t->n_ids; i++)
        for (size_t k = 1; status == YS_OK && k < LAGS; k++)
            status = sum_up(t, i, k, room);
    free(room);
    return status;
}

ys_status ys_revisions_make(ys_revisions **out, ys_store *store, const char *const *indicators, size_t n,
                            ys_error *err)
{
    return ys__revisions_at(out, store, ys__time_now(), indicators, n, err);
}

ys_status ys__revisions_at(ys_revisions **out, ys_store *store, int64_t now, const char *const *indicators, size_t n,
                           ys_error *err)
{
    ys_revisions *revisions = calloc(1, sizeof *revisions);
    triangle t = { .out = revisions, .in = ys_store_initiative(store), .asked = indicators, .n_asked = n, .now = now,
                   .err = err };
    ys_status status = revisions ? YS_OK : ys__fail_nomem(err);

    if (status == YS_OK) {
        revisions->store = store;
        status = list_periods(&t);
    }
    if (status == YS_OK)
        status = list_indicators(&t);
    if (status == YS_OK)
        status = list_moments(&t);
    if (status == YS_OK)
        status = look_at_all(&t);
    if (status == YS_OK)
        status = sum_up_all(&t);
    if (status != YS_OK)
        ys_revisions_free(revisions);
    else
        *out = revisions;
    return status;
}

void ys_revisions_free(ys_revisions *revisions)
{
    if (revisions == NULL)
        return;
    ys__arena_free(&revisions->arena);
    free(revisions->rows);
    free(revisions);
}

size_t ys_revisions_count(const ys_revisions *revisions)
{
    return revisions->n;
}

const ys_revision *ys_revisions_get(const ys_revisions *revisions, size_t i)
{
    return i < revisions->n ? &revisions->rows[i] : NULL;
}

const ys_initiative *ys_revisions_initiative(const ys_revisions *revisions)
{
    return ys_store_initiative(revisions->store);
}
