/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "store/db.h"

/* Statements: prepared, kept, run. */

static int bind_all(sqlite3_stmt *query, const char *types, va_list values)
{
    int code = SQLITE_OK;

    assert(sqlite3_bind_parameter_count(query) == (int)strlen(types));
    for (int i = 1; *types && code == SQLITE_OK; types++, i++) {
        if (*types == 'i') {
            code = sqlite3_bind_int64(query, i, va_arg(values, int64_t));
        } else if (*types == 't') {
            code = sqlite3_bind_text(query, i, va_arg(values, const char *), -1, SQLITE_STATIC);
        } else {
            const void *bytes = va_arg(values, const void *);

            assert(*types == 'b');
            code = sqlite3_bind_blob64(query, i, bytes ? bytes : "", va_arg(values, size_t), SQLITE_STATIC);
        }
    }
    return code;
}

static sqlite3_stmt *take_kept(ys__kept *kept, const char *sql)
{
    for (size_t i = 0; kept && i < kept->n; i++)
        if (strcmp(sqlite3_sql(kept->items[i]), sql) == 0) {
            sqlite3_stmt *query = kept->items[i];

            kept->items[i] = kept->items[--kept->n];
            return query;
        }
    return NULL;
}

void ys__db_done(const struct ys_store *store, sqlite3_stmt *query)
{
    ys__kept *kept = store->kept;

    if (query == NULL)
        return;
    if (kept == NULL || kept->n == YS__KEPT_MAX) {
        sqlite3_finalize(query);
        return;
    }
    sqlite3_reset(query); /* holds no lock */
    sqlite3_clear_bindings(query);
    kept->items[kept->n++] = query;
}

void ys__db_forget(struct ys_store *store)
{
    while (store->kept && store->kept->n)
        sqlite3_finalize(store->kept->items[--store->kept->n]);
}

static ys_status prepare(sqlite3_stmt **out, const struct ys_store *store, ys_error *err, const char *sql,
                         const char *types, va_list values)
{
    sqlite3_stmt *query = take_kept(store->kept, sql);

    if ((query == NULL && sqlite3_prepare_v2(store->db, sql, -1, &query, NULL) != SQLITE_OK) ||
        bind_all(query, types, values) != SQLITE_OK) {
        ys_status status = ys__db_fail(store, err);

        sqlite3_finalize(query);
        return status;
    }
    *out = query;
    return YS_OK;
}

ys_status ys__db_query(sqlite3_stmt **out, const struct ys_store *store, ys_error *err, const char *sql,
                       const char *types, ...)
{
    ys_status status;
    va_list values;

    va_start(values, types);
    status = prepare(out, store, err, sql, types, values);
    va_end(values);
    return status;
}

ys_status ys__db_step(const struct ys_store *store, sqlite3_stmt *query, bool *row, ys_error *err)
{
    int code = sqlite3_step(query);

    *row = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE ? YS_OK : ys__db_fail(store, err);
}

ys_status ys__db_run(const struct ys_store *store, ys_error *err, const char *sql, const char *types, ...)
{
    sqlite3_stmt *query;
    ys_status status;
    va_list values;
    bool row;

    va_start(values, types);
    status = prepare(&query, store, err, sql, types, values);
    va_end(values);
    if (status == YS_OK) {
        status = ys__db_step(store, query, &row, err);
        ys__db_done(store, query);
    }
    return status;
}

ys_status ys__db_number(const struct ys_store *store, int64_t *out, ys_error *err, const char *sql, const char *types,
                        ...)
{
    sqlite3_stmt *query;
    ys_status status;
    va_list values;
    bool row;

    va_start(values, types);
    status = prepare(&query, store, err, sql, types, values);
    va_end(values);
    if (status != YS_OK)
        return status;
    status = ys__db_step(store, query, &row, err);
    if (status == YS_OK)
        *out = row ? sqlite3_column_int64(query, 0) : 0;
    ys__db_done(store, query);
    return status;
}

const char *ys__db_text(sqlite3_stmt *query, int column)
{
    const char *text = (const char *)sqlite3_column_text(query, column);

    return text ? text : "";
}
