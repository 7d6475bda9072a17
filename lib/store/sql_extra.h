/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_SQL_EXTRA_H
#define YS_STORE_SQL_EXTRA_H

#include <yardstick/sql.h>

#include "store/listing.h"

/* A table that a layer which knows more than the store adds to its SQL. It has a name from the beginning; columns and
 * rows are made when a query first names it. */
typedef struct ys__sql_extra {
    ys__listing listing;
    bool is_made;
    ys_status (*make)(struct ys__sql_extra *extra, struct ys_store *store, ys_error *err); /* fills the listing */
} ys__sql_extra;

/* ys_sql_query() with one more table; extra may be NULL. */
ys_status ys__sql_ask(ys_sql_answer **out, struct ys_store *store, ys__sql_extra *extra, const char *query,
                      ys_error *err);

#endif
