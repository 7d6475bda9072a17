/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/log.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/i18n.h"
#include "store/db.h"

/* Who does it, as far as the machine knows. */
const char *ys__log_actor(const struct ys_store *store)
{
    static const char *const names[] = { "LOGNAME", "USER" };
    const char *name = NULL;
    struct passwd *entry;

    if (store->kept->actor[0])
        return store->kept->actor;
    for (size_t i = 0; i < sizeof names / sizeof *names && (name == NULL || *name == '\0'); i++)
        name = getenv(names[i]);
    if (name == NULL || *name == '\0')
        name = (entry = getpwuid(geteuid())) ? entry->pw_name : "unknown";
    snprintf(store->kept->actor, sizeof store->kept->actor, "%s", name);
    return store->kept->actor;
}

/* Each event vouches for the one before: SHA-256 of its hash and of this event's parts, a newline after each (only the
 * last could hold one). */
static bool chain(char hash[YS__SHA256_HEX], const char *previous, int64_t number, int64_t at, const char *actor,
                  const char *what, const char *detail)
{
    ys__buffer all = { 0 };
    bool ok;

    ys__putf(&all, "%s\n%lld\n%lld\n%s\n%s\n%s\n", previous, (long long)number, (long long)at, actor, what, detail);
    ok = !all.failed && ys__sha256_of(hash, all.text, all.n);
    ys__buffer_free(&all);
    return ok;
}

/* What stands before the first event. */
static const char no_hash[] = "0000000000000000000000000000000000000000000000000000000000000000";

static ys_status newest(const struct ys_store *store, int64_t *number, char hash[YS__SHA256_HEX], ys_error *err)
{
    sqlite3_stmt *query;
    ys_status status;
    bool row;

    *number = 0;
    strcpy(hash, no_hash);
    status = ys__db_query(&query, store, err, "SELECT number, hash FROM event ORDER BY number DESC LIMIT 1", "");
    if (status != YS_OK)
        return status;
    status = ys__db_step(store, query, &row, err);
    if (status == YS_OK && row) {
        *number = sqlite3_column_int64(query, 0);
        snprintf(hash, YS__SHA256_HEX, "%s", ys__db_text(query, 1));
    }
    ys__db_done(store, query);
    return status;
}

ys_status ys__log_append(const struct ys_store *store, const char *what, const char *detail, ys_error *err)
{
    char previous[YS__SHA256_HEX], hash[YS__SHA256_HEX];
    const char *actor = ys__log_actor(store);
    int64_t number, at = ys__time_now();
    ys_status status = newest(store, &number, previous, err);

    if (status != YS_OK)
        return status;
    number++;
    if (!chain(hash, previous, number, at, actor, what, detail))
        return ys__fail_nomem(err);
    return ys__db_run(store, err, "INSERT INTO event (number, at, actor, what, detail, hash) VALUES (?, ?, ?, ?, ?, ?)",
                      "iitttt", number, at, actor, what, detail, hash);
}

ys_status ys__log_fits(const struct ys_store *store, const char *key_name, bool *fits, ys_error *err)
{
    int64_t same = 1;
    ys_status status = YS_OK;

    if (store->db)
        status = ys__db_number(store, &same, err,
                               "SELECT count(*) FROM event WHERE number = 1 AND detail->>'$.key' = ?", "t", key_name);
    *fits = status == YS_OK && same == 1;
    return status;
}

static ys_status broken(const struct ys_store *store, int64_t number, ys_error *err)
{
    const ys__where at = { .source = store->path };

    return ys__fail(err, YS_E_STORE, &at, _("the log is broken at event %lld: it, or the one before, was changed "
                                            "or taken out"), (long long)number);
}

ys_status ys__log_verify(const struct ys_store *store, uint64_t *events, ys_error *err)
{
    char previous[YS__SHA256_HEX], hash[YS__SHA256_HEX];
    sqlite3_stmt *query;
    int64_t number = 0;
    ys_status status;
    bool row = true;

    status = ys__db_query(&query, store, err, "SELECT number, at, actor, what, detail, hash FROM event ORDER BY number",
                          "");
    if (status != YS_OK)
        return status;
    strcpy(previous, no_hash);
    while ((status = ys__db_step(store, query, &row, err)) == YS_OK && row) {
        number++;
        if (sqlite3_column_int64(query, 0) != number ||
            !chain(hash, previous, number, sqlite3_column_int64(query, 1), ys__db_text(query, 2), ys__db_text(query, 3),
                   ys__db_text(query, 4)) ||
            strcmp(hash, ys__db_text(query, 5)) != 0) {
            status = broken(store, number, err);
            break;
        }
        strcpy(previous, hash);
    }
    ys__db_done(store, query);
    *events = (uint64_t)number;
    return status;
}

/* What happened in the words of a person. Submissions are told by their row, which says more than the event. */
static void tell(ys__buffer *to, sqlite3_stmt *query)
{
    enum { WHAT = 3, FILE_NAME = 6, PARTNER, FORM, PERIOD, ACCEPTED, ROWS, ERRORS, SUBMISSION, AMEND, REASON };
    const char *what = ys__db_text(query, WHAT), *partner = ys__db_text(query, PARTNER);
    long long rows = sqlite3_column_int64(query, ROWS), errors = sqlite3_column_int64(query, ERRORS);

    if (strcmp(what, "created") == 0)
        ys__put(to, _("the store and its key were made"));
    if (strcmp(what, "stored") == 0)
        ys__putf(to, _("submission %lld: %s, %s of %s, rows %lld of %lld, from %s"),
                 (long long)sqlite3_column_int64(query, SUBMISSION), ys__db_text(query, FORM),
                 ys__db_text(query, PERIOD), partner, (long long)sqlite3_column_int64(query, ACCEPTED), rows,
                 ys__db_text(query, FILE_NAME));
    if (*ys__db_text(query, AMEND))
        ys__putf(to, _("; changes a closed period: %s"), ys__db_text(query, AMEND));
    if (strcmp(what, "closed") == 0)
        ys__putf(to, _("%s was closed"), ys__db_text(query, PERIOD));
    if (strcmp(what, "reopened") == 0)
        ys__putf(to, _("%s was opened again: %s"), ys__db_text(query, PERIOD), ys__db_text(query, REASON));
    if (strcmp(what, "rejected") == 0) {
        ys__putf(to, PLURAL("%s with %lld error", "%s with %lld errors", errors), ys__db_text(query, FILE_NAME),
                 errors);
        if (*partner)
            ys__putf(to, *ys__db_text(query, PERIOD) ? _(": %s, %s of %s") : _(": %s%s of %s"),
                     ys__db_text(query, FORM), ys__db_text(query, PERIOD), partner);
    }
}

static const char every_event[] =
    "SELECT number, at, actor, what, detail, hash, detail->>'$.file', detail->>'$.partner', detail->>'$.form',"
    " detail->>'$.period', detail->>'$.accepted', detail->>'$.rows', detail->>'$.errors', detail->>'$.submission',"
    " detail->>'$.amend', detail->>'$.reason'"
    " FROM event ORDER BY number";

static ys_status hand_over(const struct ys_store *store, sqlite3_stmt *query, ys_event_fn sink, void *ctx,
                           ys_error *err)
{
    ys__buffer sentence = { 0 };
    ys_status status = YS_OK;
    bool row = true;
    char at[24];

    while (status == YS_OK && (status = ys__db_step(store, query, &row, err)) == YS_OK && row) {
        ys_event event = { .number = sqlite3_column_int64(query, 0), .at = at, .actor = ys__db_text(query, 2),
                           .what = ys__db_text(query, 3), .detail = ys__db_text(query, 4),
                           .hash = ys__db_text(query, 5) };

        ys__time_format(at, sqlite3_column_int64(query, 1));
        ys__buffer_clear(&sentence);
        ys__put(&sentence, "");
        tell(&sentence, query);
        if (sentence.failed)
            status = ys__fail_nomem(err);
        else
            event.sentence = sentence.text;
        if (status == YS_OK && sink(&event, ctx) != 0)
            status = ys__fail(err, YS_E_CANCELLED, NULL, "%s", _("stopped"));
    }
    ys__buffer_free(&sentence);
    return status;
}

ys_status ys_store_log(ys_store *store, ys_event_fn sink, void *ctx, ys_error *err)
{
    sqlite3_stmt *query;
    ys_status status;

    if (store->db == NULL)
        return YS_OK;
    status = ys__db_query(&query, store, err, every_event, "");
    if (status == YS_OK) {
        status = hand_over(store, query, sink, ctx, err);
        ys__db_done(store, query);
    }
    return status;
}
