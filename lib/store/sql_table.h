/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_SQL_TABLE_H
#define YS_STORE_SQL_TABLE_H

#ifdef YS_SQL_EXTENSION /* then the connection is that of a host, which hands over its own copy of SQLite */
#include <sqlite3ext.h>
#define ys__sql_register ys__sql_register_with_host
#else
#include <sqlite3.h>
#endif

#include "store/sql_extra.h"

/* Virtual tables, eponymous and read only, one for each form and each listing, and the extra one. */

/* What they read; must outlive the connection. */
typedef struct ys__sql_source {
    struct ys_store *store;
    ys__listings listings;
    ys__sql_extra *extra; /* NULL: none */
    bool declaring; /* a table of ours is just being declared: that is no query of anybody's */
} ys__sql_source;

/* Adds the tables to a connection. Answers a code of SQLite. */
int ys__sql_register(sqlite3 *db, ys__sql_source *source);

#endif
