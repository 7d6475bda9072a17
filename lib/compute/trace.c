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
#include "base/text.h"
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
    const ys_result **partners;
    size_t n_partners, partners_room;
};

struct ys_trace {
    ys__arena arena;
    ys_store *past; /* a view of the store as of the time asked for; NULL: none */
    ys_results *results;
    ys__submissions list;
    bool by_partner; /* results of each partner were asked for only beside those over all */
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

/* The same indicator, period and categories. */
static bool same_group(const ys_results *r, const ys_result *a, const ys_result *b)
{
    for (size_t d = 0; d + 1 < r->n_dims; d++)
        if (strcmp(a->dims[d], b->dims[d]) != 0)
            return false;
    return strcmp(a->indicator, b->indicator) == 0 && strcmp(a->period, b->period) == 0;
}

static bool same_place(const ys_results *r, const ys_result *a, const ys_result *b)
{
    return same_group(r, a, b) && strcmp(a->partner, b->partner) == 0 && strcmp(a->site, b->site) == 0;
}

static const char *kept(ys_trace *t, ys__buffer *text)
{
    const char *copy = text->failed ? NULL : ys__arena_text(&t->arena, text->text ? text->text : "");

    ys__buffer_free(text);
    return copy;
}

static const char *dates_of(ys_trace *t, ys__period period)
{
    ys__buffer text = { 0 };

    ys__period_dates(period, &text);
    return kept(t, &text);
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
                           .status = row->status, .note = row->note, .missing = row->missing,
                           .excluded = row->excluded };
    c.received = ys__arena_text(&t->arena, received);
    c.period = ys__arena_text(&t->arena, period);
    c.period_dates = dates_of(t, s->period);
    if (!c.received || !c.period || !c.period_dates ||
        !ys__room((void **)&to->items, &to->room, to->n, sizeof *to->items))
        return ys__fail_nomem(err);
    to->items[to->n++] = c;
    return YS_OK;
}

static const char *words_of(ys_trace *t, const ys__indicator *i)
{
    ys__buffer text = { 0 };

    ys__put_measure(&text, i);
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
                              .rows = rows_of(i),
                              .date_field = i->period_field >= 0 ? i->form->fields[i->period_field].name : "" };
    ys__period period = { 0 };
    char day[16];

    ys__period_parse(&in->calendar, ys__slice_of(row->period), false, &period);
    d.period_dates = dates_of(t, period);
    period = ys__window_of(&in->calendar, window, period);
    period.month -= i->lag * in->calendar.period_months;
    d.window_dates = dates_of(t, period);
    ys__date_format(day, ys__month_first_day(period.month));
    d.first_day = ys__arena_text(&t->arena, day);
    ys__date_format(day, ys__month_first_day(period.month + period.months) - 1);
    d.last_day = ys__arena_text(&t->arena, day);
    return d;
}

static bool is_whole(const ys_trace_definition *d)
{
    return d->words && d->exclude && d->period_dates && d->window_dates && d->first_day && d->last_day;
}

static bool is_partner_of(const ys_results *r, const ys_result *part, const ys_result *all)
{
    return part->partner[0] && part->dims[r->n_dims - 1][0] == '\0' && same_group(r, part, all);
}

static ys_status add_partner(struct traced *to, const ys_result *part, ys_error *err)
{
    if (!ys__room((void **)&to->partners, &to->partners_room, to->n_partners, sizeof(const ys_result *)))
        return ys__fail_nomem(err);
    to->partners[to->n_partners++] = part;
    return YS_OK;
}

static ys_status add_traced(ys_trace *t, const struct ys_initiative *in, const ys_result *row, ys_error *err)
{
    ys__window window = YS__WINDOW_PERIOD;

    if (!ys__room((void **)&t->items, &t->room, t->n, sizeof *t->items))
        return ys__fail_nomem(err);
    ys__window_named(row->window, &window);
    t->items[t->n] = (struct traced){ .result = row, .definition = define(t, in, row, window) };
    return is_whole(&t->items[t->n++].definition) ? YS_OK : ys__fail_nomem(err);
}

/* What was asked for comes first, then the parts of a formula. */
static ys_status list_traced(ys_trace *t, const struct ys_initiative *in, const char *asked, const char *partner,
                             ys_error *err)
{
    const ys_results *r = t->results;
    ys_status status = YS_OK;

    for (int parts = 0; parts < 2; parts++)
        for (size_t i = 0; status == YS_OK && i < r->n; i++) {
            const ys_result *row = &r->rows[i];

            if ((strcmp(row->indicator, asked) != 0) == parts && row->dims[r->n_dims - 1][0] == '\0' &&
                (partner == NULL || strcmp(row->partner, partner) == 0) && !(t->by_partner && row->partner[0]))
                status = add_traced(t, in, row, err);
        }
    return status;
}

static ys_status fill(ys_trace *t, const struct ys_initiative *in, ys_error *err)
{
    const ys_results *r = t->results;
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < r->n; i++)
        for (size_t k = 0; status == YS_OK && k < t->n; k++)
            if (r->rows[i].dims[r->n_dims - 1][0] && t->items[k].definition.form[0] &&
                same_place(r, &r->rows[i], t->items[k].result))
                status = add_contribution(t, &t->items[k], &r->rows[i], &in->calendar, err);
            else if (t->by_partner && is_partner_of(r, &r->rows[i], t->items[k].result))
                status = add_partner(&t->items[k], &r->rows[i], err);
    return status;
}

/* The indicator and, of a formula, all its parts; of a reach, the indicator whose records narrow it. */
static bool list_parts(const char **ids, size_t *n, size_t room, const ys__indicator *indicator)
{
    if (*n == room)
        return false;
    ids[(*n)++] = indicator->id;
    if (indicator->records && !list_parts(ids, n, room, indicator->records))
        return false;
    for (size_t i = 0; i < indicator->n_parts; i++)
        if (!list_parts(ids, n, room, indicator->parts[i]))
            return false;
    return true;
}

static bool names_place(const char *by)
{
    for (const char *p = by; *p; p += *p == ',') {
        size_t n = strcspn(p, ",");
        ys__slice name = ys__trim((ys__slice){ p, n });

        if (ys__slice_is(name, "partner") || ys__slice_is(name, "site"))
            return true;
        p += n;
    }
    return false;
}

static const char *with_partner(ys__arena *arena, const char *by)
{
    ys__buffer text = { 0 };
    const char *out;

    ys__putf(&text, "partner%s%s", by[0] ? "," : "", by);
    out = text.text ? ys__arena_text(arena, text.text) : NULL;
    ys__buffer_free(&text);
    return out;
}

/* The groupings asked for; where one partner is meant, each with the partner instead, and where none is named, each
 * with the partner as well. */
static ys_status set_groupings(ys_trace *t, ys_aggregate_options *o, bool one_partner, ys_error *err)
{
    static const char *const whole = "";
    const char *const *asked = o->n_by ? o->by : &whole;
    size_t n = o->n_by ? o->n_by : 1;
    const char **by = ys__arena_alloc(&t->arena, 2 * n * sizeof *by);

    t->by_partner = !one_partner;
    for (size_t i = 0; i < n; i++)
        t->by_partner = t->by_partner && !names_place(asked[i]);
    o->n_by = 0;
    for (size_t i = 0; by && !one_partner && i < n; i++)
        by[o->n_by++] = asked[i];
    for (size_t i = 0; by && (one_partner || t->by_partner) && i < n; i++)
        if ((by[o->n_by++] = with_partner(&t->arena, asked[i])) == NULL)
            return ys__fail_nomem(err);
    o->by = by;
    return by ? YS_OK : ys__fail_nomem(err);
}

static ys_status unknown_partner(const struct ys_initiative *in, const char *id, ys_error *err)
{
    const char **ids = calloc(in->n_partners + 1, sizeof *ids), *near;

    if (ids == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < in->n_partners; i++)
        ids[i] = in->partners[i].id;
    near = ys__text_nearest(ys__slice_of(id), ids, in->n_partners);
    free(ids);
    if (near)
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("unknown partner '%s'; did you mean '%s'?"), id, near);
    return ys__fail(err, YS_E_ARGUMENT, NULL, _("unknown partner '%s'"), id);
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
        return unknown_partner(in, partner, err);
    indicator = ys__find_indicator(in, ys__slice_of(options->indicators[0]));
    if (indicator && !list_parts(ids, &n, PARTS_MAX, indicator))
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("'%s' has more than %d parts"), indicator->id, PARTS_MAX);
    if (indicator) {
        all.indicators = ids;
        all.n_indicators = n;
    }
    status = set_groupings(t, &all, partner != NULL, err);
    if (status == YS_OK)
        status = ys__aggregate(&t->results, store, &all, true, err);
    if (status == YS_OK)
        status = ys__store_submissions(&t->list, store, NULL, err);
    if (status == YS_OK)
        status = list_traced(t, in, options->indicators[0], partner, err);
    return status == YS_OK ? fill(t, in, err) : status;
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
    for (size_t i = 0; i < trace->n; i++) {
        free(trace->items[i].items);
        free(trace->items[i].partners);
    }
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

size_t ys_trace_partners(const ys_trace *trace, size_t i)
{
    return i < trace->n ? trace->items[i].n_partners : 0;
}

const ys_result *ys_trace_partner(const ys_trace *trace, size_t i, size_t k)
{
    return i < trace->n && k < trace->items[i].n_partners ? trace->items[i].partners[k] : NULL;
}

const ys_initiative *ys_trace_initiative(const ys_trace *trace)
{
    return ys_results_initiative(trace->results);
}

const ys_trace_definition *ys_trace_definition_of(const ys_trace *trace, size_t i)
{
    return i < trace->n ? &trace->items[i].definition : NULL;
}
