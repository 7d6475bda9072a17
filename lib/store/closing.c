/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/closing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/vector.h"
#include "formats/json.h"
#include "store/log.h"

/* Reading */

static ys_status add(ys__closings *all, sqlite3_stmt *query, ys_error *err)
{
    ys__closing *c;

    if (!ys__room((void **)&all->items, &all->room, all->n, sizeof *all->items))
        return ys__fail_nomem(err);
    c = &all->items[all->n++];
    *c = (ys__closing){ .at = sqlite3_column_int64(query, 1), .number = sqlite3_column_int64(query, 0),
                        .closed = strcmp(ys__db_text(query, 2), "closed") == 0 };
    c->period.month = (int32_t)sqlite3_column_int64(query, 4);
    c->period.months = (int32_t)sqlite3_column_int64(query, 5);
    snprintf(c->actor, sizeof c->actor, "%s", ys__db_text(query, 3));
    return YS_OK;
}

/* Looks at new events alone: a folder of ten thousand files asks before each of them. */
ys_status ys__closings_read(ys__closings *all, const struct ys_store *store, ys_error *err)
{
    sqlite3_stmt *query;
    ys_status status;
    int64_t newest = 0;
    bool row = true;

    if (store->db == NULL)
        return YS_OK;
    status = ys__db_number(store, &newest, err, "SELECT max(number) FROM event", "");
    if (status == YS_OK)
        status = ys__db_query(&query, store, err,
                              "SELECT number, at, what, actor, detail->>'$.month', detail->>'$.months' FROM event"
                              " WHERE number > ? AND at <= ? AND what IN ('closed', 'reopened') ORDER BY number", "ii",
                              all->seen, store->until);
    if (status != YS_OK)
        return status;
    while (status == YS_OK && (status = ys__db_step(store, query, &row, err)) == YS_OK && row)
        status = add(all, query, err);
    ys__db_done(store, query);
    if (status == YS_OK)
        all->seen = newest;
    return status;
}

void ys__closings_free(ys__closings *all)
{
    free(all->items);
    *all = (ys__closings){ 0 };
}

/* What closed a month; NULL: it is open. */
static const ys__closing *of_month(const ys__closings *all, int32_t month)
{
    for (size_t i = all->n; i-- > 0;)
        if (ys__period_holds(all->items[i].period, (ys__period){ month, 1 }))
            return all->items[i].closed ? &all->items[i] : NULL;
    return NULL;
}

static const ys__closing *newest_of(const ys__closings *all, ys__period period, bool whole)
{
    const ys__closing *found = NULL;

    for (int32_t m = period.month; m < period.month + period.months; m++) {
        const ys__closing *c = of_month(all, m);

        if (c == NULL && whole)
            return NULL;
        if (c && (found == NULL || c > found)) /* they stand in their order */
            found = c;
    }
    return found;
}

const ys__closing *ys__closings_of(const ys__closings *all, ys__period period)
{
    return newest_of(all, period, true);
}

const ys__closing *ys__closings_within(const ys__closings *all, ys__period period)
{
    return newest_of(all, period, false);
}

const ys__closing *ys__closings_bar(const ys__closings *all, const ys__rivals *rivals)
{
    const ys__closing *found = ys__closings_of(all, rivals->period);

    if (found == NULL && rivals->form->period_field >= 0)
        found = ys__closings_within(all, rivals->period);
    for (size_t i = 0; found == NULL && i < rivals->n; i++)
        if (ys__rivals_replaced(rivals, i))
            found = ys__closings_of(all, rivals->items[i].period);
    return found;
}

void ys__closing_tell(ys__buffer *to, const ys__closing *closing, const ys__calendar *calendar)
{
    ys__buffer period = { 0 };
    char at[24];

    ys__period_describe(calendar, closing->period, &period);
    ys__time_format(at, closing->at);
    ys__putf(to, _("%s was closed on %.10s by %s"), period.text ? period.text : "", at, closing->actor);
    to->failed = to->failed || period.failed;
    ys__buffer_free(&period);
}

/* Closing and opening again */

static ys_status write_event(const struct ys_store *store, ys__period period, const char *what, const char *reason,
                             ys_error *err)
{
    char id[YS__PERIOD_SIZE];
    ys__buffer detail = { 0 };
    ys_status status;

    ys__period_format(&store->in->calendar, period, id);
    ys__putf(&detail, "{\"period\":\"%s\",\"month\":%d,\"months\":%d", id, period.month, period.months);
    if (reason) {
        ys__put(&detail, ",\"reason\":");
        ys__json_put(&detail, ys__slice_of(reason));
    }
    ys__putc(&detail, '}');
    status = detail.failed ? ys__fail_nomem(err) : ys__log_append(store, what, detail.text, err);
    ys__buffer_free(&detail);
    return status;
}

static ys_status already_closed(const struct ys_store *store, const ys__closing *closing, ys_error *err)
{
    ys__buffer text = { 0 };
    ys_status status;

    ys__closing_tell(&text, closing, &store->in->calendar);
    status = ys__fail(err, YS_E_ARGUMENT, NULL, "%s", text.text ? text.text : "");
    ys__buffer_free(&text);
    return status;
}

static ys_status already_open(const struct ys_store *store, ys__period period, ys_error *err)
{
    ys__buffer text = { 0 };
    ys_status status;

    ys__period_describe(&store->in->calendar, period, &text);
    status = ys__fail(err, YS_E_ARGUMENT, NULL, _("%s is not closed"), text.text ? text.text : "");
    ys__buffer_free(&text);
    return status;
}

/* reason NULL: close it, else open it again. */
static ys_status change(ys_store *store, const char *text, const char *reason, ys_error *err)
{
    ys__closings all = { 0 };
    const ys__closing *closing;
    ys__period period = { 0 };
    ys_status status = ys__period_read(&period, &store->in->calendar, text, err);

    if (status == YS_OK)
        status = store->db ? ys__db_make(store, err) : ys__db_none(store, err);
    if (status == YS_OK)
        status = ys__db_begin(store, err);
    if (status != YS_OK)
        return status;
    status = ys__closings_read(&all, store, err);
    closing = reason ? ys__closings_within(&all, period) : ys__closings_of(&all, period);
    if (status == YS_OK && !reason && closing)
        status = already_closed(store, closing, err);
    else if (status == YS_OK && reason && closing == NULL)
        status = already_open(store, period, err);
    if (status == YS_OK)
        status = write_event(store, period, reason ? "reopened" : "closed", reason, err);
    ys__closings_free(&all);
    status = ys__db_end(store, status, err);
    return status == YS_OK ? ys__db_sync(store, err) : status;
}

ys_status ys_store_close_period(ys_store *store, const char *period, ys_error *err)
{
    return change(store, period, NULL, err);
}

ys_status ys_store_reopen_period(ys_store *store, const char *period, const char *reason, ys_error *err)
{
    if (reason == NULL || reason[strspn(reason, " \t\n")] == '\0')
        return ys__fail(err, YS_E_ARGUMENT, NULL, "%s", _("say why the period is opened again"));
    return change(store, period, reason, err);
}
