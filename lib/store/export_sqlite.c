/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/export.h>

#include <stdlib.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/file.h"
#include "base/i18n.h"
#include "store/db.h"
#include "store/plain.h"

/* A plain database in the making. */
struct copy {
    struct ys_store *from;
    sqlite3 *db;
    const char *path; /* as asked for: what people are told */
    ys_error *err;
};

static ys_status copy_fail(const struct copy *c)
{
    const ys__where at = { .source = c->path };

    return ys__fail(c->err, YS_E_IO, &at, _("cannot be written: %s"), sqlite3_errmsg(c->db));
}

static ys_status execute(const struct copy *c, const char *sql)
{
    return sqlite3_exec(c->db, sql, NULL, NULL, NULL) == SQLITE_OK ? YS_OK : copy_fail(c);
}

static void put_insert(ys__buffer *to, const ys__form *form)
{
    ys__put(to, "INSERT INTO ");
    ys__put_sql_name(to, form->id);
    for (size_t c = 0; c < ys__plain_columns(form); c++)
        ys__put(to, c ? ", ?" : " VALUES (?");
    ys__put(to, ")");
}

static int bind(sqlite3_stmt *insert, int at, const ys__plain_cell *cell)
{
    switch (cell->kind) {
    case YS__PLAIN_INTEGER:
        return sqlite3_bind_int64(insert, at, cell->integer);
    case YS__PLAIN_REAL:
        return sqlite3_bind_double(insert, at, cell->real);
    case YS__PLAIN_TEXT:
        return sqlite3_bind_text(insert, at, cell->text.p, (int)cell->text.n, SQLITE_TRANSIENT);
    default:
        return sqlite3_bind_null(insert, at);
    }
}

static ys_status copy_rows(const struct copy *c, const ys__plain *plain, sqlite3_stmt *insert)
{
    size_t columns = ys__plain_columns(plain->form);
    ys__plain_cell cell;

    for (size_t row = 0; row < plain->submission->n; row++) {
        for (size_t k = 0; k < columns; k++) {
            ys__plain_get(&cell, plain, row, k);
            if (bind(insert, (int)k + 1, &cell) != SQLITE_OK)
                return copy_fail(c);
        }
        if (sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert) != SQLITE_OK)
            return copy_fail(c);
    }
    return YS_OK;
}

static ys_status copy_form(const struct copy *c, const ys__form *form)
{
    ys__buffer create = { 0 }, insert_text = { 0 };
    sqlite3_stmt *insert = NULL;
    ys__submissions list = { 0 };
    ys_status status;

    ys__plain_declare(&create, form);
    put_insert(&insert_text, form);
    status = create.failed || insert_text.failed ? ys__fail_nomem(c->err) : execute(c, create.text);
    if (status == YS_OK && sqlite3_prepare_v2(c->db, insert_text.text, -1, &insert, NULL) != SQLITE_OK)
        status = copy_fail(c);
    if (status == YS_OK)
        status = ys__store_submissions(&list, c->from, form->id, c->err);
    for (size_t i = 0; status == YS_OK && i < list.n; i++) {
        ys__plain plain;

        status = ys__plain_load(&plain, c->from, form, &list.items[i], c->err);
        if (status == YS_OK) {
            status = copy_rows(c, &plain, insert);
            ys__plain_free(&plain);
        }
    }
    ys__submissions_free(&list);
    sqlite3_finalize(insert);
    ys__buffer_free(&create);
    ys__buffer_free(&insert_text);
    return status;
}

static ys_status copy_submission(const struct copy *c, const ys__submission *s, sqlite3_stmt *insert)
{
    const ys__calendar *calendar = &ys_store_initiative(c->from)->calendar;
    char period[YS__PERIOD_SIZE], first[16], last[16], received[24];
    const char *const texts[] = { s->partner, s->form, period, first, last, received, s->file, s->sha256 };

    ys__period_format(calendar, s->period, period);
    ys__date_format(first, ys__period_first_day(s->period));
    ys__date_format(last, ys__period_last_day(s->period));
    ys__time_format(received, s->received);
    for (int i = 0; i < 8; i++)
        if (sqlite3_bind_text(insert, i + 1, texts[i], -1, SQLITE_TRANSIENT) != SQLITE_OK)
            return copy_fail(c);
    sqlite3_bind_int64(insert, 9, s->id);
    sqlite3_bind_int64(insert, 10, s->period.month);
    sqlite3_bind_int64(insert, 11, s->period.months);
    sqlite3_bind_int64(insert, 12, (int64_t)s->n);
    return sqlite3_step(insert) == SQLITE_DONE && sqlite3_reset(insert) == SQLITE_OK ? YS_OK : copy_fail(c);
}

static ys_status copy_ledger(const struct copy *c)
{
    static const char create[] =
        "CREATE TABLE submission (id INTEGER PRIMARY KEY, partner TEXT, form TEXT, period TEXT, month INTEGER, "
        "months INTEGER, first_day TEXT, last_day TEXT, received TEXT, file TEXT, sha256 TEXT, rows INTEGER)";
    static const char insertion[] =
        "INSERT INTO submission (partner, form, period, first_day, last_day, received, "
        "file, sha256, id, month, months, rows) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    sqlite3_stmt *insert = NULL;
    ys__submissions list = { 0 };
    ys_status status = execute(c, create);

    if (status == YS_OK && sqlite3_prepare_v2(c->db, insertion, -1, &insert, NULL) != SQLITE_OK)
        status = copy_fail(c);
    if (status == YS_OK)
        status = ys__store_submissions(&list, c->from, NULL, c->err);
    for (size_t i = 0; status == YS_OK && i < list.n; i++)
        status = copy_submission(c, &list.items[i], insert);
    ys__submissions_free(&list);
    sqlite3_finalize(insert);
    return status;
}

static ys_status copy_all(const struct copy *c)
{
    const struct ys_initiative *in = ys_store_initiative(c->from);
    ys_status status = execute(c, "PRAGMA journal_mode = OFF; BEGIN");

    if (status == YS_OK)
        status = copy_ledger(c);
    for (size_t k = 0; k < in->n_catalogs; k++)
        for (size_t f = 0; status == YS_OK && f < in->catalogs[k].n_forms; f++)
            status = copy_form(c, &in->catalogs[k].forms[f]);
    return status == YS_OK ? execute(c, "COMMIT") : status;
}

ys_status ys_export_sqlite(ys_store *store, const char *path, ys_error *err)
{
    const ys__where at = { .source = path };
    struct copy copy = { .from = store, .path = path, .err = err };
    ys_status status;
    char *tmp;

    if (ys__file_exists(path))
        return ys__fail(err, YS_E_IO, &at, "%s", _("there is a file of that name already; choose another one"));
    if ((status = ys__file_begin(&tmp, path, err)) != YS_OK)
        return status;
    chmod(tmp, 0600);
    if (sqlite3_open_v2(tmp, &copy.db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
        status = copy_all(&copy);
    else
        status = copy_fail(&copy);
    if (sqlite3_close(copy.db) != SQLITE_OK && status == YS_OK)
        status = ys__fail(err, YS_E_IO, &at, "%s", _("cannot be written"));
    if (status == YS_OK)
        return ys__file_commit(tmp, path, err);
    ys__file_discard(tmp);
    return status;
}
