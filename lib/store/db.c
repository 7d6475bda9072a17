/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "store/log.h"

/* "YSTK", what tells our files from other people's SQLite files. */
enum { APPLICATION_ID = 0x5953544B, BUSY_MS = 5000, LOG_PAGES_MAX = 4096 };

static const char schema_1[] = {
#include "store/schema.sql.inc"
    0
};

/* Step i takes a store of version i to version i + 1. Steps are never changed, only added. */
static const char *const steps[] = { schema_1 };

enum { STORE_VERSION = sizeof steps / sizeof *steps };

static const struct {
    int code;
    ys_status status;
    const char *text;
} failures[] = {
    { SQLITE_NOTADB, YS_E_STORE, N_("this is no store of Yardstick: it is not an SQLite file") },
    { SQLITE_CORRUPT, YS_E_STORE, N_("the store is damaged; go back to the newest copy that `yardstick backup` made") },
    { SQLITE_BUSY, YS_E_STORE, N_("another program is writing to the store; try again when it is done") },
    { SQLITE_LOCKED, YS_E_STORE, N_("another program is writing to the store; try again when it is done") },
    { SQLITE_FULL, YS_E_STORE, N_("the disk is full; the store is as it was before") },
    { SQLITE_READONLY, YS_E_STORE, N_("the store may be read here, but not written to") },
    { SQLITE_PERM, YS_E_IO, N_("the store cannot be opened: no permission") },
    { SQLITE_AUTH, YS_E_IO, N_("the store cannot be opened: no permission") },
    { SQLITE_CANTOPEN, YS_E_IO, N_("the store cannot be opened") },
    { SQLITE_TOOBIG, YS_E_STORE, N_("a column is larger than the store can hold; split the file") },
};

ys_status ys__db_fail(const struct ys_store *store, ys_error *err)
{
    const ys__where at = { .source = store->path };
    int code = sqlite3_errcode(store->db), number = sqlite3_system_errno(store->db);

    if (code == SQLITE_NOMEM)
        return ys__fail_nomem(err);
    if (code == SQLITE_IOERR && number == ENOSPC)
        code = SQLITE_FULL;
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        if (failures[i].code == code)
            return ys__fail(err, failures[i].status, &at, "%s", _(failures[i].text));
    if (code == SQLITE_IOERR && number)
        return ys__fail(err, YS_E_IO, &at, _("reading or writing failed: %s; the store is as it was before"),
                        strerror(number));
    return ys__fail(err, YS_E_STORE, &at, _("the store refused: %s"), sqlite3_errmsg(store->db));
}

static ys_status execute(const struct ys_store *store, const char *sql, ys_error *err)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ? YS_OK : ys__db_fail(store, err);
}

static ys_status check_writable(const struct ys_store *store, ys_error *err)
{
    if (!store->read_only)
        return YS_OK;
    if (err)
        *err = store->why_read_only;
    return store->why_read_only.status == YS_OK ? YS_E_STORE : store->why_read_only.status;
}

ys_status ys__db_begin(const struct ys_store *store, ys_error *err)
{
    ys_status status = check_writable(store, err);

    return status == YS_OK ? ys__db_run(store, err, "BEGIN IMMEDIATE", "") : status;
}

ys_status ys__db_end(const struct ys_store *store, ys_status status, ys_error *err)
{
    if (status == YS_OK)
        status = ys__db_run(store, err, "COMMIT", "");
    if (status != YS_OK && !sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

ys_status ys__store_look(struct ys_store *store, ys_error *err)
{
    return store->db && sqlite3_get_autocommit(store->db) ? execute(store, "BEGIN", err) : YS_OK;
}

void ys__store_look_away(struct ys_store *store)
{
    if (store->db && !sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
}

int ys__db_copy_log(const struct ys_store *store)
{
    sqlite3 *db = NULL;
    int copied = 0;

    if (sqlite3_open_v2(store->path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
        sqlite3_exec(db, "PRAGMA user_version", NULL, NULL, NULL) == SQLITE_OK) /* or there is no log yet for it */
        sqlite3_wal_checkpoint_v2(db, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, &copied);
    sqlite3_close(db);
    return copied;
}

/* Where nobody else copied the log and it has grown long, the writer itself does. */
static int after_commit(void *ctx, sqlite3 *db, const char *name, int pages)
{
    struct ys_store *store = ctx;

    store->log_pages = pages;
    if (pages >= LOG_PAGES_MAX)
        sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    return SQLITE_OK;
}

ys_status ys__db_sync(const struct ys_store *store, ys_error *err)
{
    ys_status status = YS_OK;
    ys__buffer name = { 0 };
    char *path;
    int fd;

    ys__putf(&name, "%s-wal", store->path);
    if ((path = ys__buffer_take(&name)) == NULL)
        return ys__fail_nomem(err);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && fdatasync(fd) != 0)
        status = ys__fail_errno(err, store->path, _("cannot be written"));
    if (fd >= 0)
        close(fd);
    free(path);
    return status;
}

/* Opening */

/* With WAL and synchronous = NORMAL a transaction is whole or not there whatever is killed, but the newest may be lost
 * with the power until ys__db_sync was called: one wait for the disk for all files of a folder instead of one each. */
static const char settings[] = "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
                               "PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF;";

static void disconnect(struct ys_store *store)
{
    ys__db_forget(store);
    sqlite3_close(store->db);
    store->db = NULL;
}

static ys_status connect_to(struct ys_store *store, const char *name, int flags, ys_error *err)
{
    disconnect(store);
    if (sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return store->db ? ys__db_fail(store, err) : ys__fail_nomem(err);
    sqlite3_busy_timeout(store->db, BUSY_MS);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_wal_hook(store->db, after_commit, store);
    return execute(store, settings, err);
}

static ys_status connect(struct ys_store *store, ys_error *err)
{
    return connect_to(store, store->path, SQLITE_OPEN_READWRITE, err);
}

/* Takes the file from its version to ours; all steps stand in one transaction. */
static ys_status migrate(const struct ys_store *store, ys_error *err)
{
    const ys__where at = { .source = store->path };
    int64_t version = 0;
    ys_status status;
    char stamp[96];

    status = ys__db_number(store, &version, err, "PRAGMA user_version", "");
    if (status != YS_OK || version == STORE_VERSION)
        return status;
    if (version > STORE_VERSION)
        return ys__fail(err, YS_E_STORE, &at,
                        _("the store was made by a newer Yardstick (its version is %lld, this program knows %d); "
                          "update this program"), (long long)version, STORE_VERSION);
    snprintf(stamp, sizeof stamp, "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID,
             STORE_VERSION);
    for (; status == YS_OK && version < STORE_VERSION; version++)
        status = execute(store, steps[version], err);
    return status == YS_OK ? execute(store, stamp, err) : status;
}

static ys_status migrate_if_older(const struct ys_store *store, ys_error *err)
{
    int64_t version = 0;
    ys_status status = ys__db_number(store, &version, err, "PRAGMA user_version", "");

    if (status != YS_OK || version == STORE_VERSION)
        return status;
    status = ys__db_begin(store, err);
    return status == YS_OK ? ys__db_end(store, migrate(store, err), err) : status;
}

static bool there_is_a_file(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && (st.st_size > 0 || !S_ISREG(st.st_mode));
}

/* Whether the file lies where nothing can be written, by us or by others, and holds all that was stored. */
static bool can_only_be_read(const struct ys_store *store)
{
    int number = sqlite3_system_errno(store->db);
    bool stuck = number == EROFS || number == ENOSPC || number == EFBIG || number == EDQUOT ||
                 (access(store->path, W_OK) != 0 && errno == EROFS);
    ys__buffer log = { 0 };

    ys__putf(&log, "%s-wal", store->path);
    stuck = stuck && !log.failed && !there_is_a_file(log.text);
    ys__buffer_free(&log);
    return stuck;
}

/* SQLite wants files beside a store even to read it; this does without them. */
static ys_status connect_to_read(struct ys_store *store, ys_error *err)
{
    ys__buffer name = { 0 };
    ys_status status;

    ys__put(&name, "file:");
    for (const char *p = store->path; *p; p++)
        ys__putf(&name, strchr("%?#", *p) ? "%%%02X" : "%c", (unsigned char)*p);
    ys__put(&name, "?immutable=1");
    status = name.failed ? ys__fail_nomem(err)
                         : connect_to(store, name.text, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
    ys__buffer_free(&name);
    return status;
}

static ys_status probe(struct ys_store *store, int64_t *id, ys_error *err)
{
    ys_status status = connect(store, err);

    if (status == YS_OK)
        status = ys__db_number(store, id, err, "PRAGMA application_id", "");
    if (status == YS_OK || store->db == NULL || !can_only_be_read(store))
        return status;
    store->read_only = true;
    if (err)
        store->why_read_only = *err;
    status = connect_to_read(store, err);
    return status == YS_OK ? ys__db_number(store, id, err, "PRAGMA application_id", "") : status;
}

static ys_status open_existing(struct ys_store *store, ys_error *err)
{
    const ys__where at = { .source = store->path };
    int64_t id = 0, things = 0;
    ys_status status = probe(store, &id, err);

    if (status == YS_OK && id != APPLICATION_ID)
        status = ys__db_number(store, &things, err, "SELECT count(*) FROM sqlite_schema", "");
    if (status != YS_OK || id == APPLICATION_ID)
        return status == YS_OK ? migrate_if_older(store, err) : status;
    if (things || id)
        return ys__fail(err, YS_E_STORE, &at, "%s", _("this SQLite file is no store of Yardstick"));
    /* It was begun and never got its first transaction: as good as none. */
    disconnect(store);
    return YS_OK;
}

ys_status ys__db_none(const struct ys_store *store, ys_error *err)
{
    const ys__where at = { .source = store->path };

    return ys__fail(err, YS_E_ARGUMENT, &at, "%s",
                    _("there is no store yet; the first `yardstick submit` makes it"));
}

ys_status ys_store_open(ys_store **out, const ys_initiative *initiative, int create, ys_error *err)
{
    struct ys_store *store = calloc(1, sizeof *store);
    ys_status status = YS_OK;

    if (store == NULL || (store->path = ys__path_join(initiative->dir, "yardstick.db")) == NULL ||
        (store->kept = calloc(1, sizeof *store->kept)) == NULL) {
        if (store)
            free(store->path);
        free(store);
        return ys__fail_nomem(err);
    }
    store->in = initiative;
    store->until = store->newest = INT64_MAX;
    if (there_is_a_file(store->path))
        status = open_existing(store, err);
    if (status == YS_OK && store->db == NULL && !create)
        status = ys__db_none(store, err);
    if (status != YS_OK)
        ys_store_close(store);
    else
        *out = store;
    return status;
}

void ys_store_close(ys_store *store)
{
    if (store == NULL)
        return;
    sqlite3_finalize(store->get_segment);
    disconnect(store);
    ys__seal_close(&store->seal);
    ys_initiative_free(store->own);
    free(store->kept);
    free(store->path);
    free(store);
}

/* Making */

static ys_status make_file(const char *path, ys_error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0)
        return ys__fail_errno(err, path, _("the store cannot be made"));
    close(fd);
    return YS_OK;
}

static ys_status make_tables(const struct ys_store *store, ys_error *err)
{
    char name[17], detail[64];
    int64_t version = 0;
    ys_status status = ys__db_begin(store, err);

    if (status != YS_OK)
        return status;
    /* Somebody else may have made them while we waited for the lock. */
    status = ys__db_number(store, &version, err, "PRAGMA user_version", "");
    if (status == YS_OK && version == 0) {
        ys__seal_name(&store->seal, name);
        snprintf(detail, sizeof detail, "{\"version\":%d,\"key\":\"%s\"}", STORE_VERSION, name);
        status = migrate(store, err);
        if (status == YS_OK)
            status = ys__log_append(store, "created", detail, err);
    }
    return ys__db_end(store, status, err);
}

ys_status ys__db_make(struct ys_store *store, ys_error *err)
{
    ys_status status = check_writable(store, err);

    if (status != YS_OK || store->db)
        return status;
    /* The key comes first: a store without it would be of no use. */
    status = ys__seal_save(&store->seal, store->in, err);
    if (status == YS_OK)
        status = make_file(store->path, err);
    if (status == YS_OK)
        status = connect(store, err);
    if (status == YS_OK)
        status = execute(store, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL", err); /* columns are large */
    if (status == YS_OK)
        status = make_tables(store, err);
    return status;
}
