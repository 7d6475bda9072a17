/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/vector.h"
#include "store/db.h"
#include "store/ledger.h"

/* The store as it was: another handle on the same file, which does not see what came later and reads with the
 * definitions of that time. */

/* Kept definitions */

typedef struct kept {
    ys__arena arena;
    ys__definition *items;
    size_t n, room;
} kept;

static ys_status add_kept(kept *all, sqlite3_stmt *query, ys_error *err)
{
    size_t n = (size_t)sqlite3_column_bytes(query, 2);
    const void *bytes = sqlite3_column_blob(query, 2);
    ys__definition d = { .kind = ys__arena_text(&all->arena, ys__db_text(query, 0)),
                         .name = ys__arena_text(&all->arena, ys__db_text(query, 1)),
                         .text = ys__arena_textn(&all->arena, bytes ? bytes : "", n), .n = n };

    if (d.kind == NULL || d.name == NULL || d.text == NULL ||
        !ys__room((void **)&all->items, &all->room, all->n, sizeof *all->items))
        return ys__fail_nomem(err);
    all->items[all->n++] = d;
    return YS_OK;
}

ys_status ys__store_definitions(struct ys_initiative **out, const struct ys_store *store, const char *hash,
                                ys_error *err)
{
    kept all = { 0 };
    sqlite3_stmt *query;
    bool row = true;
    ys_status status = ys__db_query(&query, store, err,
                                    "SELECT d.kind, d.name, d.text FROM definition_part p JOIN definition d"
                                    " ON d.hash = p.definition WHERE p.hash = ? ORDER BY p.position", "t", hash);

    if (status != YS_OK)
        return status;
    while (status == YS_OK && (status = ys__db_step(store, query, &row, err)) == YS_OK && row)
        status = add_kept(&all, query, err);
    sqlite3_finalize(query);
    if (status == YS_OK)
        status = ys__initiative_restore(out, all.items, all.n, store->in->dir, err);
    free(all.items);
    ys__arena_free(&all.arena);
    return status;
}

/* Views */

static ys_status newest_definitions(char hash[YS__SHA256_HEX], const struct ys_store *view, ys_error *err)
{
    sqlite3_stmt *query;
    bool row = false;
    ys_status status;

    hash[0] = '\0';
    if (view->db == NULL)
        return YS_OK;
    status = ys__db_query(&query, view, err,
                          "SELECT definitions FROM submission WHERE received <= ? AND id <= ? ORDER BY id DESC LIMIT 1",
                          "ii", view->until, view->newest);
    if (status != YS_OK)
        return status;
    status = ys__db_step(view, query, &row, err);
    if (status == YS_OK && row)
        snprintf(hash, YS__SHA256_HEX, "%s", ys__db_text(query, 0));
    sqlite3_finalize(query);
    return status;
}

/* Those that the newest submission was checked with, unless they are the ones in force anyway. */
static ys_status take_definitions(struct ys_store *view, ys_error *err)
{
    char then[YS__SHA256_HEX], now[YS__SHA256_HEX];
    ys_status status = newest_definitions(then, view, err);

    if (status != YS_OK || then[0] == '\0')
        return status;
    if (!ys__definitions_hash(view->in, now))
        return ys__fail_nomem(err);
    if (strcmp(then, now) == 0)
        return YS_OK;
    status = ys__store_definitions(&view->own, view, then, err);
    if (status == YS_OK)
        view->in = view->own;
    return status;
}

ys_status ys__store_view(ys_store **out, const struct ys_store *store, const ys__view *what, ys_error *err)
{
    struct ys_store *view = NULL;
    ys_status status = ys_store_open(&view, store->in, true, err);

    if (status != YS_OK)
        return status;
    view->until = what->until < store->until ? what->until : store->until;
    view->newest = what->newest < store->newest ? what->newest : store->newest;
    view->read_only = true;
    ys__fail(&view->why_read_only, YS_E_ARGUMENT, NULL, "%s", _("the past cannot be changed"));
    if (what->definitions)
        status = take_definitions(view, err);
    if (status == YS_OK)
        *out = view;
    else
        ys_store_close(view);
    return status;
}

ys_status ys_store_at(ys_store **out, ys_store *store, const char *as_of, ys_error *err)
{
    ys__view what = { .newest = INT64_MAX };

    if (!ys__time_parse(ys__slice_of(as_of), true, &what.until))
        return ys__fail(err, YS_E_ARGUMENT, NULL,
                        _("'%s' is no date or time; write it as 2018-07-01 or 2018-07-01T12:30:00Z"), as_of);
    what.definitions = what.until < ys__time_now(); /* a day that is not over yet has today's */
    return ys__store_view(out, store, &what, err);
}

int32_t ys__store_today(const struct ys_store *store)
{
    enum { SECONDS_OF_DAY = 86400 };
    int64_t now = ys__time_now();

    return (int32_t)((store->until < now ? store->until : now) / SECONDS_OF_DAY);
}

const ys_initiative *ys_store_initiative(const ys_store *store)
{
    return store->in;
}
