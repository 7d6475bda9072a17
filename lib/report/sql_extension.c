/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/sql_results.h"

#include <stdlib.h>

#include <yardstick/initiative.h>
#include <yardstick/store.h>

#include "store/sql_table.h"

/* A loadable extension for programs that speak SQLite, such as its shell: `.load ./yardstick` in the folder of an
 * initiative, or elsewhere SELECT yardstick('FOLDER'), and every form is a table. Only this file and sql_table.c are
 * compiled for it, with the host's SQLite; the rest is the library's. */

SQLITE_EXTENSION_INIT1

int sqlite3_yardstick_init(sqlite3 *db, char **why, const sqlite3_api_routines *api);

/* An initiative with its store, as long as the connection. */
typedef struct opened {
    ys_initiative *initiative;
    ys__sql_source source;
    ys__sql_results results;
} opened;

static void close_all(void *ctx)
{
    opened *o = ctx;

    if (o->source.store)
        ys__listings_free(&o->source.listings);
    ys__sql_results_free(&o->results);
    ys_store_close(o->source.store);
    ys_initiative_free(o->initiative);
    free(o);
}

/* folder NULL: the current one or the nearest above it that has an initiative. */
static ys_status open_all(opened **out, const char *folder, ys_error *err)
{
    opened *o = calloc(1, sizeof *o);
    ys_store *store = NULL;
    ys_status status;

    if (o == NULL)
        return YS_E_NOMEM;
    status = ys_initiative_open(&o->initiative, folder, NULL, NULL, err);
    if (status == YS_OK)
        status = ys_store_open(&store, o->initiative, 0, err);
    if (status == YS_OK)
        status = ys__listings_make(&o->source.listings, store, err);
    if (status != YS_OK) {
        ys_store_close(store);
        close_all(o);
        return status;
    }
    o->source.store = store;
    ys__sql_results_start(&o->results);
    o->source.extra = &o->results.extra;
    *out = o;
    return YS_OK;
}

static void tell_folder(sqlite3_context *to, int argc, sqlite3_value **argv)
{
    const opened *o = sqlite3_user_data(to);

    (void)argc, (void)argv;
    sqlite3_result_text(to, ys_initiative_dir(o->initiative), -1, SQLITE_TRANSIENT);
}

/* What is opened belongs to a function of the connection and is closed with it; so there is one at a time. */
static int attach(sqlite3 *db, opened *o)
{
    int code = sqlite3_create_function_v2(db, "yardstick_folder", 0, SQLITE_UTF8 | SQLITE_DIRECTONLY, o, tell_folder,
                                          NULL, NULL, close_all);

    return code == SQLITE_OK ? ys__sql_register(db, &o->source) : code;
}

static void open_folder(sqlite3_context *to, int argc, sqlite3_value **argv)
{
    sqlite3 *db = sqlite3_context_db_handle(to);
    ys_error err = YS_ERROR_INIT;
    opened *o;

    (void)argc;
    if (open_all(&o, (const char *)sqlite3_value_text(argv[0]), &err) != YS_OK)
        sqlite3_result_error(to, err.text, -1);
    else if (attach(db, o) != SQLITE_OK)
        sqlite3_result_error(to, sqlite3_errmsg(db), -1);
    else
        sqlite3_result_text(to, ys_initiative_id(o->initiative), -1, SQLITE_TRANSIENT);
}

int sqlite3_yardstick_init(sqlite3 *db, char **why, const sqlite3_api_routines *api)
{
    ys_error err = YS_ERROR_INIT;
    ys_status status;
    opened *o;
    int code;

    SQLITE_EXTENSION_INIT2(api);
    code = sqlite3_create_function_v2(db, "yardstick", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, open_folder, NULL,
                                      NULL, NULL);
    if (code != SQLITE_OK)
        return code;
    status = open_all(&o, NULL, &err);
    if (status == YS_OK)
        return attach(db, o);
    if (status == YS_E_ARGUMENT) /* no initiative here: the function will be told where */
        return SQLITE_OK;
    *why = sqlite3_mprintf("%s", err.text);
    return SQLITE_ERROR;
}
