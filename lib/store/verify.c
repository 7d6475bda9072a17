/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "store/ledger.h"
#include "store/log.h"

static ys_status broken(const struct ys_store *store, ys_error *err, const char *fmt, ...) YS_PRINTF(3, 4);

static ys_status broken(const struct ys_store *store, ys_error *err, const char *fmt, ...)
{
    const ys__where at = { .source = store->path };
    char text[256];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return ys__fail(err, YS_E_STORE, &at, "%s", text);
}

/* A query that answers with a row only where something is wrong; the sentence has one %s for the row's first column. */
typedef struct check {
    const char *sql, *sentence;
} check;

static ys_status run_check(const struct ys_store *store, const check *c, ys_error *err)
{
    sqlite3_stmt *query;
    ys_status status;
    bool row;

    status = ys__db_query(&query, store, err, c->sql, "");
    if (status != YS_OK)
        return status;
    status = ys__db_step(store, query, &row, err);
    if (status == YS_OK && row)
        status = broken(store, err, _(c->sentence), ys__db_text(query, 0));
    sqlite3_finalize(query);
    return status;
}

static const check file_checks[] = {
    { "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'", N_("the file is damaged: %s") },
    { "SELECT \"table\" FROM pragma_foreign_key_check", N_("the table %s names something that is not there") },
};

static const check ledger_checks[] = {
    { "SELECT id FROM submission WHERE id NOT IN (SELECT detail->>'$.submission' FROM event WHERE what = 'stored')",
      N_("submission %s is not in the log") },
    { "SELECT detail->>'$.submission' AS told FROM event WHERE what = 'stored' AND told NOT IN"
      " (SELECT id FROM submission)", N_("submission %s is in the log, but not there") },
};

/* The log holds what every submission's row held when it was stored. */
static ys_status check_rows(const struct ys_store *store, ys_error *err)
{
    char sql[1024];
    const check rows = { sql, N_("submission %s was changed after it was stored") };

    snprintf(sql, sizeof sql,
             "WITH logged(number, detail) AS MATERIALIZED"
             " (SELECT detail->>'$.submission', detail FROM event WHERE what = 'stored')"
             " SELECT id FROM (SELECT id, %s AS told FROM submission) JOIN logged ON number = id WHERE detail <> told",
             ys__ledger_detail);
    return run_check(store, &rows, err);
}

static ys_status check_definitions(const struct ys_store *store, ys_error *err)
{
    char hash[YS__SHA256_HEX];
    sqlite3_stmt *query;
    ys_status status;
    bool row;

    status = ys__db_query(&query, store, err, "SELECT hash, name, text FROM definition", "");
    if (status != YS_OK)
        return status;
    while ((status = ys__db_step(store, query, &row, err)) == YS_OK && row) {
        const void *text = sqlite3_column_blob(query, 2);

        if (!ys__sha256_of(hash, text, (size_t)sqlite3_column_bytes(query, 2))) {
            status = ys__fail_nomem(err);
            break;
        }
        if (strcmp(hash, ys__db_text(query, 0)) != 0) {
            status = broken(store, err, _("the kept definitions of %s were changed"), ys__db_text(query, 1));
            break;
        }
    }
    sqlite3_finalize(query);
    return status;
}

/* Columns, one submission after the other */

typedef struct columns {
    const struct ys_store *store;
    int64_t submission; /* 0: none yet */
    int64_t rows;
    char content[YS__SHA256_HEX];
    ys__sha256 sha;
} columns;

static ys_status end_submission(columns *c, ys_error *err)
{
    char content[YS__SHA256_HEX];

    if (c->submission == 0)
        return YS_OK;
    if (!ys__sha256_end(&c->sha, content))
        return ys__fail_nomem(err);
    if (strcmp(content, c->content) != 0)
        return broken(c->store, err, _("the rows of submission %lld were changed after it was stored"),
                      (long long)c->submission);
    return YS_OK;
}

static ys_status next_submission(columns *c, sqlite3_stmt *query, ys_error *err)
{
    ys_status status = end_submission(c, err);

    c->submission = sqlite3_column_int64(query, 0);
    c->rows = sqlite3_column_int64(query, 4);
    snprintf(c->content, sizeof c->content, "%s", ys__db_text(query, 5));
    c->sha = ys__sha256_begin();
    return status;
}

static ys_status check_column(columns *c, sqlite3_stmt *query, ys_error *err)
{
    ys__column column = { 0 };
    ys__segment segment;
    ys_status status = YS_OK;

    if (sqlite3_column_int64(query, 0) != c->submission)
        status = next_submission(c, query, err);
    if (status == YS_OK)
        status = ys__ledger_segment(&segment, query, 2, err);
    if (status != YS_OK)
        return status;
    ys__content_add(&c->sha, ys__db_text(query, 1), &segment);
    if (segment.n != (size_t)c->rows || ys__segment_decode(&column, &segment, NULL) != YS_OK)
        status = broken(c->store, err, _("column %s of submission %lld is damaged"), ys__db_text(query, 1),
                        (long long)c->submission);
    ys__column_free(&column);
    ys__segment_free(&segment);
    return status;
}

static ys_status check_columns(const struct ys_store *store, ys_error *err)
{
    columns c = { .store = store };
    sqlite3_stmt *query;
    ys_status status;
    char unused[YS__SHA256_HEX];
    bool row;

    /* The order of the numbers SQLite gives rows is that of their insertion, and so that of the fields. */
    status = ys__db_query(&query, store, err,
                          "SELECT submission, field, n, data, accepted, content FROM segment"
                          " JOIN submission ON submission.id = segment.submission ORDER BY segment.rowid", "");
    if (status != YS_OK)
        return status;
    while ((status = ys__db_step(store, query, &row, err)) == YS_OK && row)
        if ((status = check_column(&c, query, err)) != YS_OK)
            break;
    if (status == YS_OK)
        status = end_submission(&c, err);
    else
        ys__sha256_end(&c.sha, unused);
    sqlite3_finalize(query);
    return status;
}

static ys_status check_all(const struct ys_store *store, uint64_t *events, int64_t *submissions, ys_error *err)
{
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < sizeof file_checks / sizeof *file_checks; i++)
        status = run_check(store, &file_checks[i], err);
    if (status == YS_OK)
        status = ys__log_verify(store, events, err);
    for (size_t i = 0; status == YS_OK && i < sizeof ledger_checks / sizeof *ledger_checks; i++)
        status = run_check(store, &ledger_checks[i], err);
    if (status == YS_OK)
        status = check_rows(store, err);
    if (status == YS_OK)
        status = check_definitions(store, err);
    if (status == YS_OK)
        status = check_columns(store, err);
    if (status == YS_OK)
        status = ys__db_number(store, submissions, err, "SELECT count(*) FROM submission", "");
    return status;
}

ys_status ys_store_verify(ys_store *store, uint64_t *events, uint64_t *submissions, ys_error *err)
{
    ys_status status = YS_OK;
    uint64_t n_events = 0;
    int64_t n = 0;

    /* One read transaction, so that a submission that comes meanwhile does not confuse the count. */
    if (store->db) {
        status = ys__db_run(store, err, "BEGIN", "");
        if (status == YS_OK)
            status = ys__db_end(store, check_all(store, &n_events, &n, err), err);
    }
    if (status == YS_OK) {
        *events = n_events;
        *submissions = (uint64_t)n;
    }
    return status;
}

/* Backup */

static ys_status copy_pages(const struct ys_store *store, const char *tmp, const char *path, ys_error *err)
{
    struct ys_store copy = { .path = (char *)(uintptr_t)path };
    ys_status status = YS_OK;
    sqlite3_backup *backup;

    if (sqlite3_open_v2(tmp, &copy.db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        status = copy.db ? ys__db_fail(&copy, err) : ys__fail_nomem(err);
    } else if ((backup = sqlite3_backup_init(copy.db, "main", store->db, "main")) == NULL) {
        status = ys__db_fail(&copy, err);
    } else {
        sqlite3_backup_step(backup, -1);
        if (sqlite3_backup_finish(backup) != SQLITE_OK)
            status = ys__db_fail(&copy, err);
    }
    sqlite3_close(copy.db);
    return status;
}

ys_status ys_store_backup(ys_store *store, const char *path, ys_error *err)
{
    const ys__where at = { .source = path };
    ys_status status;
    char *tmp;

    if (store->db == NULL)
        return ys__fail(err, YS_E_ARGUMENT, &at, "%s", _("there is no store to copy yet"));
    if (ys__file_exists(path))
        return ys__fail(err, YS_E_IO, &at, "%s", _("there is a file of that name already; choose another one"));
    status = ys__file_begin(&tmp, path, err);
    if (status != YS_OK)
        return status;
    if (chmod(tmp, 0600) != 0)
        status = ys__fail_errno(err, path, _("cannot be written"));
    if (status == YS_OK)
        status = copy_pages(store, tmp, path, err);
    if (status == YS_OK)
        return ys__file_commit(tmp, path, err);
    ys__file_discard(tmp);
    return status;
}
