/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/vector.h"
#include "model/due.h"
#include "store/closing.h"

enum { SECONDS_OF_DAY = 86400 };

/* A submission that was accepted, or a file that was refused (id 0). */
typedef struct sent {
    int partner;
    const char *form;
    ys__period period;
    int64_t id, received;
    uint64_t rows;
} sent;

typedef struct ledger {
    const struct ys_initiative *in;
    ys__arena arena;
    sent *items; /* by partner, form, time of receipt */
    size_t n, room;
    ys__period window;
    int32_t today;
    ys__closings closings;
    ys_due_fn sink;
    void *ctx;
} ledger;

/* The items of one partner and form. */
typedef struct run {
    const sent *items;
    size_t n;
} run;

static int by_partner_and_form(const void *a, const void *b)
{
    const sent *x = a, *y = b;
    int order = (x->partner > y->partner) - (x->partner < y->partner);

    if (order == 0)
        order = strcmp(x->form, y->form);
    if (order == 0)
        order = (x->received > y->received) - (x->received < y->received);
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

static ys_status read_all(ledger *all, const struct ys_store *store, sqlite3_stmt *query, ys_error *err)
{
    ys__dict partners = { 0 };
    ys_status status = YS_OK;
    bool row = true;

    for (size_t p = 0; status == YS_OK && p < all->in->n_partners; p++)
        if (ys__dict_add(&partners, ys__slice_of(all->in->partners[p].id)) < 0)
            status = ys__fail_nomem(err);
    while (status == YS_OK && (status = ys__db_step(store, query, &row, err)) == YS_OK && row) {
        if (!ys__room((void **)&all->items, &all->room, all->n, sizeof *all->items)) {
            status = ys__fail_nomem(err);
            break;
        }
        all->items[all->n] = (sent){
            .partner = (int)ys__dict_find(&partners, ys__slice_of(ys__db_text(query, 0))),
            .form = ys__arena_text(&all->arena, ys__db_text(query, 1)),
            .period = { (int32_t)sqlite3_column_int64(query, 2), (int32_t)sqlite3_column_int64(query, 3) },
            .id = sqlite3_column_int64(query, 4),
            .received = sqlite3_column_int64(query, 5),
            .rows = (uint64_t)sqlite3_column_int64(query, 6),
        };
        if (all->items[all->n++].form == NULL)
            status = ys__fail_nomem(err);
    }
    ys__dict_free(&partners);
    return status;
}

static ys_status load(ledger *all, const struct ys_store *store, ys_error *err)
{
    sqlite3_stmt *query;
    ys_status status;

    if (store->db == NULL)
        return YS_OK;
    status = ys__db_query(&query, store, err,
                          "SELECT partner, form, month, months, id, received, accepted FROM submission"
                          " WHERE received <= ?1 AND id <= ?2"
                          " UNION ALL SELECT detail->>'$.partner', detail->>'$.form', detail->>'$.month',"
                          " detail->>'$.months', 0, at, 0 FROM event WHERE what = 'rejected'"
                          " AND detail->>'$.partner' IS NOT NULL AND detail->>'$.months' IS NOT NULL AND at <= ?1",
                          "ii", store->until, store->newest);
    if (status != YS_OK)
        return status;
    status = read_all(all, store, query, err);
    ys__db_done(store, query);
    if (status == YS_OK && all->n)
        qsort(all->items, all->n, sizeof *all->items, by_partner_and_form);
    return status;
}

static run find_run(const ledger *all, int partner, const char *form)
{
    const sent key = { .partner = partner, .form = form, .received = INT64_MIN, .id = INT64_MIN };
    size_t low = 0, high = all->n, end;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (by_partner_and_form(&all->items[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < all->n && all->items[end].partner == partner && strcmp(all->items[end].form, form) == 0;)
        end++;
    return (run){ all->n ? all->items + low : NULL, end - low };
}

/* What has come for a report. */
typedef struct state {
    bool there;
    int64_t since;      /* when it was complete for the first time */
    const sent *newest; /* NULL: nothing */
    const sent *rejected;
    uint64_t rows;
} state;

/* The newest that speaks of a month of the window, and when the first one came; NULL when none did. */
static const sent *of_month(const ys__form *form, const run *r, ys__period window, int32_t month, int64_t *first)
{
    const sent *newest = NULL;

    for (size_t i = 0; i < r->n; i++) {
        const sent *s = &r->items[i];

        if (s->id == 0 || !ys__report_speaks_of(form, s->period, window) ||
            !ys__period_holds(s->period, (ys__period){ month, 1 }))
            continue;
        if (newest == NULL)
            *first = s->received;
        newest = s;
    }
    return newest;
}

/* window: the report's own period where that is longer than what is looked at, as a year's beside its last quarter. */
static state look(const ys__form *form, const run *r, ys__period window, ys__period due)
{
    state now = { .there = true, .since = INT64_MIN };
    const sent *last = NULL;

    for (int32_t m = due.month; m < due.month + due.months; m++) {
        int64_t first = INT64_MIN;
        const sent *s = of_month(form, r, window, m, &first);

        now.there = now.there && s != NULL;
        now.since = first > now.since ? first : now.since;
        if (s == NULL || s == last)
            continue;
        now.rows += s->rows;
        last = s;
        if (now.newest == NULL || s->id > now.newest->id)
            now.newest = s;
    }
    for (size_t i = 0; i < r->n; i++)
        if (r->items[i].id == 0 && ys__period_overlaps(r->items[i].period, due))
            now.rejected = &r->items[i];
    return now;
}

/* Of a form without due dates: whatever came counts. */
static state look_at_any(const ledger *all, const run *r, bool whenever)
{
    state now = { 0 };

    for (size_t i = 0; i < r->n; i++) {
        const sent *s = &r->items[i];

        if (!whenever && !ys__period_overlaps(s->period, all->window))
            continue;
        if (s->id == 0) {
            now.rejected = s;
            continue;
        }
        now.there = true;
        now.newest = s;
        now.rows = s->rows;
        now.since = s->received;
    }
    return now;
}

static const char *status_of(const ledger *all, const state *now, int32_t due)
{
    if (now->there)
        return now->since / SECONDS_OF_DAY > due ? "late" : "complete";
    if (now->rejected && (now->newest == NULL || now->rejected->received >= now->newest->received))
        return "rejected";
    return all->today > due ? "missing" : "not_due";
}

/* due: the last day in time. */
static ys_status hand_over(const ledger *all, const ys__partner *partner, const ys__form *form, ys__period period,
                           const state *now, int32_t due, ys_error *err)
{
    char id[YS__PERIOD_SIZE] = "", day[16] = "", received[24] = "", closed[24] = "";
    const ys__closing *closing = period.months ? ys__closings_of(&all->closings, period) : NULL;
    const sent *shown = now->newest ? now->newest : now->rejected;
    ys__buffer dates = { 0 };
    ys_due row = { .partner = partner->id, .partner_name = ys__label_get(&partner->name), .form = form->id,
                   .form_title = ys__label_get(&form->title), .period = id, .due = day, .received = received,
                   .closed = closed, .status = status_of(all, now, due), .rows = now->rows,
                   .submission = now->newest ? now->newest->id : 0 };
    ys_status status = YS_OK;

    ys__put(&dates, "");
    if (period.months) {
        ys__period_format(&all->in->calendar, period, id);
        ys__period_dates(period, &dates);
    }
    if (ys__frequency_months(form->frequency))
        ys__date_format(day, due);
    if (strcmp(row.status, "rejected") == 0)
        shown = now->rejected;
    if (shown)
        ys__time_format(received, shown->received);
    if (closing)
        ys__time_format(closed, closing->at);
    row.period_dates = dates.text;
    if (dates.failed)
        status = ys__fail_nomem(err);
    else if (all->sink(&row, all->ctx) != 0)
        status = ys__fail(err, YS_E_CANCELLED, NULL, "%s", _("stopped"));
    ys__buffer_free(&dates);
    return status;
}

/* Reports are due in the window they end in, so that a year's report shows beside its last quarter. */
static ys_status tell_by_calendar(const ledger *all, const ys__partner *partner, const ys__form *form, const run *r,
                                  ys_error *err)
{
    int32_t end = all->window.month + all->window.months;
    ys__period due = ys__period_around(&all->in->calendar, all->window.month, ys__frequency_months(form->frequency));
    ys_status status = YS_OK;

    for (; status == YS_OK && due.month + due.months <= end; due = ys__period_step(due, 1)) {
        state now = look(form, r, due.months > all->window.months ? due : all->window, due);

        if (ys__partner_active(partner, due) || now.newest)
            status = hand_over(all, partner, form, due, &now, ys__period_last_day(due) + all->in->due_days, err);
    }
    return status;
}

static ys_status tell_form(const ledger *all, const ys__partner *partner, const ys__form *form, ys_error *err)
{
    const run r = find_run(all, (int)(partner - all->in->partners), form->id);
    bool once = form->frequency == YS__FREQUENCY_ONCE;
    state now;

    if (ys__frequency_months(form->frequency))
        return tell_by_calendar(all, partner, form, &r, err);
    now = look_at_any(all, &r, once);
    if (now.newest == NULL && now.rejected == NULL && !(once && ys__partner_active(partner, all->window)))
        return YS_OK;
    /* What is due once is missing from the first day on. */
    return hand_over(all, partner, form, now.newest ? now.newest->period : (ys__period){ 0, 0 }, &now,
                     now.there || !once ? INT32_MAX : INT32_MIN, err);
}

static ys_status tell_all(const ledger *all, ys_error *err)
{
    ys_status status = YS_OK;

    for (size_t p = 0; status == YS_OK && p < all->in->n_partners; p++)
        for (size_t c = 0; status == YS_OK && c < all->in->n_catalogs; c++)
            for (size_t f = 0; status == YS_OK && f < all->in->catalogs[c].n_forms; f++)
                if (ys__partner_sends(&all->in->partners[p], &all->in->catalogs[c].forms[f]))
                    status = tell_form(all, &all->in->partners[p], &all->in->catalogs[c].forms[f], err);
    return status;
}

static ys_status choose_window(ys__period *out, struct ys_store *store, const char *period, ys_error *err)
{
    const ys__calendar *calendar = &store->in->calendar;
    ys_status status;

    if (period)
        return ys__period_read(out, calendar, period, err);
    status = ys__store_newest_period(out, store, err);
    if (status == YS_OK && out->months == 0) /* nothing has come yet: the last one that is over */
        *out = ys__period_step(
            ys__period_around(calendar, ys__month_of_day(ys__store_today(store)), calendar->period_months), -1);
    return status;
}

ys_status ys_store_due(ys_store *store, const char *period, ys_due_fn sink, void *ctx, ys_error *err)
{
    ledger all = { .in = store->in, .today = ys__store_today(store), .sink = sink, .ctx = ctx };
    ys_status status = choose_window(&all.window, store, period, err);

    if (status == YS_OK)
        status = load(&all, store, err);
    if (status == YS_OK)
        status = ys__closings_read(&all.closings, store, err);
    if (status == YS_OK)
        status = tell_all(&all, err);
    ys__closings_free(&all.closings);
    free(all.items);
    ys__arena_free(&all.arena);
    return status;
}
