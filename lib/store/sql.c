/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/sql.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/vector.h"
#include "store/sql_table.h"

typedef struct value {
    const char *text; /* NULL: none */
    double number;
} value;

struct ys_sql_answer {
    ys__arena arena;
    const char **names;
    bool *is_number;
    size_t n_columns;
    value *values; /* row by row */
    size_t n, room;
};

typedef struct guard {
    const ys__sql_source *source;
    bool refused;
} guard;

/* Whatever a query does but read is refused, whatever it would write to. */
static int authorize(void *ctx, int action, const char *a, const char *b, const char *c, const char *d)
{
    guard *g = ctx;

    (void)a, (void)b, (void)c, (void)d;
    if (g->source->declaring || action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_FUNCTION ||
        action == SQLITE_RECURSIVE)
        return SQLITE_OK;
    g->refused = true;
    return SQLITE_DENY;
}

static ys_status fault(sqlite3 *db, bool refused, ys_error *err)
{
    if (sqlite3_errcode(db) == SQLITE_NOMEM)
        return ys__fail_nomem(err);
    if (refused)
        return ys__fail(err, YS_E_ARGUMENT, NULL, "%s", ys__sql_refusal());
    return ys__fail(err, YS_E_ARGUMENT, NULL, _("the query has a fault: %s"), sqlite3_errmsg(db));
}

static bool add_row(ys_sql_answer *a, sqlite3_stmt *query)
{
    enum { DIGITS_MAX = 15 };

    for (size_t c = 0; c < a->n_columns; c++) {
        int type = sqlite3_column_type(query, (int)c);
        value v = { .number = NAN };

        if (type != SQLITE_NULL) {
            v.text = ys__arena_text(&a->arena, (const char *)sqlite3_column_text(query, (int)c));
            v.number = sqlite3_column_double(query, (int)c);
            if ((type != SQLITE_INTEGER && type != SQLITE_FLOAT) || !isfinite(v.number) ||
                (type == SQLITE_INTEGER && fabs(v.number) >= 1e15))
                a->is_number[c] = false;
        }
        if ((type != SQLITE_NULL && v.text == NULL) ||
            !ys__room((void **)&a->values, &a->room, a->n, sizeof *a->values))
            return false;
        a->values[a->n++] = v;
    }
    return true;
}

static ys_status name_columns(ys_sql_answer *a, sqlite3_stmt *query, ys_error *err)
{
    a->n_columns = (size_t)sqlite3_column_count(query);
    a->names = ys__arena_alloc(&a->arena, (a->n_columns + 1) * sizeof *a->names);
    a->is_number = ys__arena_alloc(&a->arena, a->n_columns + 1);
    if (a->names == NULL || a->is_number == NULL)
        return ys__fail_nomem(err);
    for (size_t c = 0; c < a->n_columns; c++) {
        a->names[c] = ys__arena_text(&a->arena, sqlite3_column_name(query, (int)c));
        a->is_number[c] = true;
        if (a->names[c] == NULL)
            return ys__fail_nomem(err);
    }
    return YS_OK;
}

static ys_status run(ys_sql_answer *a, sqlite3 *db, const ys__sql_source *source, const char *text, ys_error *err)
{
    guard watch = { .source = source };
    sqlite3_stmt *query = NULL;
    const char *rest = "";
    ys_status status;
    int code;

    sqlite3_set_authorizer(db, authorize, &watch);
    if (sqlite3_prepare_v2(db, text, -1, &query, &rest) != SQLITE_OK)
        return fault(db, watch.refused, err);
    if (query == NULL || rest[strspn(rest, " \t\r\n;")]) {
        sqlite3_finalize(query);
        return ys__fail(err, YS_E_ARGUMENT, NULL, "%s", _("give one query, such as SELECT * FROM submission"));
    }
    status = name_columns(a, query, err);
    while (status == YS_OK && (code = sqlite3_step(query)) != SQLITE_DONE) {
        if (code != SQLITE_ROW)
            status = fault(db, watch.refused, err);
        else if (!add_row(a, query))
            status = ys__fail_nomem(err);
    }
    sqlite3_finalize(query);
    return status;
}

ys_status ys__sql_ask(ys_sql_answer **out, struct ys_store *store, ys__sql_extra *extra, const char *query,
                      ys_error *err)
{
    ys__sql_source source = { .store = store, .extra = extra };
    ys_sql_answer *answer = calloc(1, sizeof *answer);
    sqlite3 *db = NULL;
    ys_status status = answer ? ys__listings_make(&source.listings, store, err) : ys__fail_nomem(err);

    if (status != YS_OK) {
        ys_sql_free(answer);
        return status;
    }
    if (sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
        ys__sql_register(db, &source) != SQLITE_OK)
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = run(answer, db, &source, query, err);
    sqlite3_close(db);
    ys__listings_free(&source.listings);
    if (status == YS_OK)
        *out = answer;
    else
        ys_sql_free(answer);
    return status;
}

void ys_sql_free(ys_sql_answer *answer)
{
    if (answer == NULL)
        return;
    free(answer->values);
    ys__arena_free(&answer->arena);
    free(answer);
}

size_t ys_sql_rows(const ys_sql_answer *answer)
{
    return answer->n_columns ? answer->n / answer->n_columns : 0;
}

size_t ys_sql_columns(const ys_sql_answer *answer)
{
    return answer->n_columns;
}

const char *ys_sql_name(const ys_sql_answer *answer, size_t column)
{
    return answer->names[column];
}

int ys_sql_is_number(const ys_sql_answer *answer, size_t column)
{
    return answer->is_number[column];
}

const char *ys_sql_text(const ys_sql_answer *answer, size_t row, size_t column)
{
    return answer->values[row * answer->n_columns + column].text;
}

double ys_sql_number(const ys_sql_answer *answer, size_t row, size_t column)
{
    return answer->values[row * answer->n_columns + column].number;
}
