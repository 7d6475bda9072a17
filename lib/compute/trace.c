/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/trace.h>

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"
#include "base/i18n.h"
#include "base/vector.h"
#include "compute/results.h"
#include "model/model.h"
#include "model/words.h"
#include "store/store.h"

/* A result with its contributions: rows of the same aggregation, grouped once more by submission. */
struct traced {
    const ys_result *result;
    ys_trace_definition definition;
    ys_contribution *items;
    size_t n, room;
};

struct ys_trace {
    ys__arena arena;
    ys_store *past; /* a view of the store as of the time asked for; NULL: none */
    ys_results *results;
    ys__submissions list;
    struct traced *items;
    size_t n, room;
};

static const ys__submission *submission_numbered(const ys_trace *t, const char *number)
{
    int64_t id = strtoll(number, NULL, 10);

    for (size_t i = 0; i < t->list.n; i++)
        if (t->list.items[i].id == id)
            return &t->list.items[i];
    return NULL;
}

static bool same_place(const ys_results *r, const ys_result *a, const ys_result *b)
{
    for (size_t d = 0; d + 1 < r->n_dims; d++)
        if (strcmp(a->dims[d], b->dims[d]) != 0)
            return false;
    return strcmp(a->indicator, b->indicator) == 0 && strcmp(a->period, b->period) == 0 &&
           strcmp(a->partner, b->partner) == 0 && strcmp(a->site, b->site) == 0;
}

static const char *dates_of(ys_trace *t, ys__period period)
{
    ys__buffer text = { 0 };
    const char *copy;

    ys__period_dates(period, &text);
    copy = ys__arena_text(&t->arena, text.text ? text.text : "");
    ys__buffer_free(&text);
    return copy;
}

static ys_status add_contribution(ys_trace *t, struct traced *to, const ys_result *row, const ys__calendar *calendar,
                                  ys_error *err)
{
    const ys__submission *s = submission_numbered(t, row->dims[t->results->n_dims - 1]);
    char period[YS__PERIOD_SIZE], received[24];
    ys_contribution c;

    if (s == NULL)
        return YS_OK;
    ys__period_format(calendar, s->period, period);
    ys__time_format(received, s->received);
    c = (ys_contribution){ .submission = s->id, .file = s->file, .sha256 = s->sha256, .partner = s->partner,
                           .form = s->form, .definitions = s->definitions, .rows = s->n, .value = row->value,
                           .numerator = row->numerator, .denominator = row->denominator, .n = row->n,
                           .status = row->status, .note = row->note };
    c.received = ys__arena_text(&t->arena, received);
    c.period = ys__arena_text(&t->arena, period);
    c.period_dates = dates_of(t, s->period);
    if (!c.received || !c.period || !c.period_dates ||
        !ys__room((void **)&to->items, &to->room, to->n, sizeof *to->items))
        return ys__fail_nomem(err);
    to->items[to->n++] = c;
    return YS_OK;
}

static const char *kept(ys_trace *t, ys__buffer *text)
{
    const char *copy = text->failed ? NULL : ys__arena_text(&t->arena, text->text ? text->text : "");

    ys__buffer_free(text);
    return copy;
}

static const char *words_of(ys_trace *t, const ys__indicator *i)
{
    ys__buffer text = { 0 };

    ys__put_measure_words(&text, i);
    return kept(t, &text);
}

static const char *exclusions_of(ys_trace *t, const ys__indicator *i)
{
    ys__buffer text = { 0 };

    for (size_t x = 0; x < i->n_exclude; x++)
        ys__putf(&text, "%s%s (%s)", x ? "; " : "", i->exclude[x].source, ys__label_get(&i->exclude[x].reason));
    return kept(t, &text);
}

static const char *rows_of(const ys__indicator *i)
{
    if (i->form == NULL)
        return "";
    if (i->form->is_register)
        return _("each row in its newest state: what a later file says of it takes the place of an earlier one");
    return i->form->per_site ? _("of each partner, place and period the newest file")
                             : _("of each partner and period the newest file");
}

/* Conditions are shown as they were written; the expression keeps its place in that text, not the text itself. */
static ys_trace_definition define(ys_trace *t, const struct ys_initiative *in, const ys_result *row, ys__window window)
{
    const ys__indicator *i = ys__find_indicator(in, ys__slice_of(row->indicator));
    ys_trace_definition d = { .indicator = i->id, .title = ys__label_get(&i->title), .catalog = i->catalog->id,
                              .version = i->catalog->version, .form = i->form ? i->form->id : "",
                              .measure = i->measure.source, .where = i->where_source ? i->where_source : "",
                              .lag = i->lag, .words = words_of(t, i), .exclude = exclusions_of(t, i),
                              .rows = rows_of(i) };
    ys__period period = { 0 };

    ys__period_parse(&in->calendar, ys__slice_of(row->period), false, &period);
    d.period_dates = dates_of(t, period);
    period = ys__window_of(&in->calendar, window, period);
    period.month -= i->lag * in->calendar.period_months;
    d.window_dates = dates_of(t, period);
    return d;
}

static ys_status fill(ys_trace *t, const struct ys_initiative *in, const char *partner, ys_error *err)
{
    const ys_results *r = t->results;
    ys_status status = YS_OK;

    for (size_t i = 0; i < r->n; i++) {
        const ys_result *row = &r->rows[i];
        ys__window window = YS__WINDOW_PERIOD;

        if (row->dims[r->n_dims - 1][0] || (partner && strcmp(row->partner, partner) != 0))
            continue;
        if (!ys__room((void **)&t->items, &t->room, t->n, sizeof *t->items))
            return ys__fail_nomem(err);
        ys__window_named(row->window, &window);
        t->items[t->n] = (struct traced){ .result = row, .definition = define(t, in, row, window) };
        if (t->items[t->n].definition.words == NULL || t->items[t->n++].definition.exclude == NULL)
            return ys__fail_nomem(err);
    }
    for (size_t i = 0; status == YS_OK && i < r->n; i++)
        for (size_t k = 0; status == YS_OK && r->rows[i].dims[r->n_dims - 1][0] && k < t->n; k++)
            if (same_place(r, &r->rows[i], t->items[k].result))
                status = add_contribution(t, &t->items[k], &r->rows[i], &in->calendar, err);
    return status;
}

/* The indicator and, of a formula, all its parts. */
static bool list_parts(const char **ids, size_t *n, size_t room, const ys__indicator *indicator)
{
    if (*n == room)
        return false;
    ids[(*n)++] = indicator->id;
    for (size_t i = 0; i < indicator->n_parts; i++)
        if (!list_parts(ids, n, room, indicator->parts[i]))
            return false;
    return true;
}

/* The groupings asked for, each with the partner where one partner is meant. */
static const char **partner_groupings(ys__arena *arena, const ys_aggregate_options *o, size_t *n)
{
    const char **by;

    *n = o->n_by ? o->n_by : 1;
    by = ys__arena_alloc(arena, *n * sizeof *by);
    for (size_t i = 0; by && i < *n; i++) {
        ys__buffer text = { 0 };

        ys__putf(&text, "partner%s%s", o->n_by && o->by[i][0] ? "," : "", o->n_by ? o->by[i] : "");
        by[i] = text.text ? ys__arena_text(arena, text.text) : NULL;
        ys__buffer_free(&text);
        if (by[i] == NULL)
            return NULL;
    }
    return by;
}

enum { PARTS_MAX = 64 };

static ys_status trace(ys_trace *t, ys_store *store, const ys_aggregate_options *options, const char *partner,
                       ys_error *err)
{
    const struct ys_initiative *in = ys_store_initiative(store);
    const ys__indicator *indicator;
    ys_aggregate_options all = *options;
    const char *ids[PARTS_MAX];
    ys_status status;
    size_t n = 0;

    if (options->n_indicators != 1)
        return ys__fail(err, YS_E_ARGUMENT, NULL, "%s", _("name the one indicator to be traced"));
    if (partner && ys__find_partner(in, ys__slice_of(partner)) == NULL)
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("unknown partner '%s'"), partner);
    indicator = ys__find_indicator(in, ys__slice_of(options->indicators[0]));
    if (indicator && !list_parts(ids, &n, PARTS_MAX, indicator))
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("'%s' has more than %d parts"), indicator->id, PARTS_MAX);
    if (indicator) {
        all.indicators = ids;
        all.n_indicators = n;
    }
    if (partner && (all.by = partner_groupings(&t->arena, options, &all.n_by)) == NULL)
        return ys__fail_nomem(err);
    status = ys__aggregate(&t->results, store, &all, true, err);
    if (status == YS_OK)
        status = ys__store_submissions(&t->list, store, NULL, err);
    return status == YS_OK ? fill(t, in, partner, err) : status;
}

ys_status ys_trace_make(ys_trace **out, ys_store *store, const ys_aggregate_options *options, const char *partner,
                        ys_error *err)
{
    ys_trace *t = calloc(1, sizeof *t);
    ys_aggregate_options now = *options;
    ys_status status = t ? YS_OK : ys__fail_nomem(err);

    if (status == YS_OK && options->as_of)
        status = ys_store_at(&t->past, store, options->as_of, err);
    now.as_of = NULL;
    if (status == YS_OK)
        status = trace(t, t->past ? t->past : store, &now, partner, err);

    if (status != YS_OK)
        ys_trace_free(t);
    else
        *out = t;
    return status;
}

void ys_trace_free(ys_trace *trace)
{
    if (trace == NULL)
        return;
    for (size_t i = 0; i < trace->n; i++)
        free(trace->items[i].items);
    free(trace->items);
    ys_results_free(trace->results);
    ys__submissions_free(&trace->list);
    ys_store_close(trace->past);
    ys__arena_free(&trace->arena);
    free(trace);
}

size_t ys_trace_count(const ys_trace *trace)
{
    return trace->n;
}

const ys_result *ys_trace_result(const ys_trace *trace, size_t i)
{
    return i < trace->n ? trace->items[i].result : NULL;
}

size_t ys_trace_dimensions(const ys_trace *trace)
{
    return ys_results_dimensions(trace->results) - 1; /* the last one is the submission */
}

const char *ys_trace_dimension(const ys_trace *trace, size_t i)
{
    return i < ys_trace_dimensions(trace) ? ys_results_dimension(trace->results, i) : NULL;
}

size_t ys_trace_contributions(const ys_trace *trace, size_t i)
{
    return i < trace->n ? trace->items[i].n : 0;
}

const ys_contribution *ys_trace_contribution(const ys_trace *trace, size_t i, size_t k)
{
    return i < trace->n && k < trace->items[i].n ? &trace->items[i].items[k] : NULL;
}

const ys_trace_definition *ys_trace_definition_of(const ys_trace *trace, size_t i)
{
    return i < trace->n ? &trace->items[i].definition : NULL;
}
