/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_DB_H
#define YS_STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "store/seal.h"
#include "store/store.h"

/* What only the store's own files see: the database and the few ways in which it is spoken to. */

/* What is kept for the next time, as many files are stored in the same way: statements that are done, and a name. */
enum { YS__KEPT_MAX = 32 };

typedef struct ys__kept {
    sqlite3_stmt *items[YS__KEPT_MAX];
    size_t n;
    char actor[64]; /* who does it; "": not asked yet */
} ys__kept;

struct ys_store {
    const struct ys_initiative *in;
    char *path;
    sqlite3 *db;               /* NULL: not made yet, the first submission will */
    sqlite3_stmt *get_segment; /* for it is asked thousands of times, by its own file */
    ys__kept *kept;            /* NULL: none are kept */
    ys__seal seal;
    int log_pages;             /* committed, as of the last commit, and not all of them in the database itself */
    bool read_only;            /* it lies where nothing can be written, as on a full disk */
    ys_error why_read_only;
    int64_t until;             /* what came later is not seen (seconds since 1970); INT64_MAX: all is */
    int64_t newest;            /* nor submissions with a higher number */
    struct ys_initiative *own; /* definitions of that time, freed with the store; NULL: in is the caller's */
};

/* The failure of those who need a store where there is none yet. */
ys_status ys__db_none(const struct ys_store *store, ys_error *err);

/* Makes the file with its tables, the key beside it and the log's first event, if there is none yet. */
ys_status ys__db_make(struct ys_store *store, ys_error *err);

/* The failure of the last call in the words of a person. */
ys_status ys__db_fail(const struct ys_store *store, ys_error *err);

/* Prepares a statement and binds its parameters: types holds 'i' (int64_t), 't' (const char *, may be NULL) or 'b'
 * (const void * and size_t) for each. What is bound must live until the statement is done. */
ys_status ys__db_query(sqlite3_stmt **out, const struct ys_store *store, ys_error *err, const char *sql,
                       const char *types, ...);

/* The next row, if there is one. */
ys_status ys__db_step(const struct ys_store *store, sqlite3_stmt *query, bool *row, ys_error *err);

/* A statement without rows, at once. */
ys_status ys__db_run(const struct ys_store *store, ys_error *err, const char *sql, const char *types, ...);

/* The first column of the first row as a number; 0 when there is no row. */
ys_status ys__db_number(const struct ys_store *store, int64_t *out, ys_error *err, const char *sql, const char *types,
                        ...);

/* A write transaction: the lock is taken at its beginning. end commits when status is YS_OK, else rolls back. */
ys_status ys__db_begin(const struct ys_store *store, ys_error *err);
ys_status ys__db_end(const struct ys_store *store, ys_status status, ys_error *err);

/* What was committed is on the disk when this returns. */
ys_status ys__db_sync(const struct ys_store *store, ys_error *err);

/* Copies what was committed from SQLite's log into the database, on a connection of its own: while one thread does
 * this another may write. Tells how many of the log's pages are copied. What cannot be copied now will be later. */
int ys__db_copy_log(const struct ys_store *store);

/* Gives a statement back; NULL is allowed. */
void ys__db_done(const struct ys_store *store, sqlite3_stmt *query);

/* Finalizes those that were given back, before the database is closed. */
void ys__db_forget(struct ys_store *store);

/* A column's text; "" for NULL. Lives until the next step. */
const char *ys__db_text(sqlite3_stmt *query, int column);

#endif
