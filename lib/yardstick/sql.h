/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_SQL_H
#define YARDSTICK_SQL_H

#include <yardstick/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The answer to a query: rows of values. */
typedef struct ys_sql_answer ys_sql_answer;

/**
 * Asks the store in SQL (that of SQLite), reading only.
 *
 * There is a table for each form, named like it, with every row received (superseded ones too): submission, row,
 * partner, period, month, months, first_day, last_day, then each FIELD and beside it "FIELD:missing", the reason why it
 * is empty; the tables submission, partner and indicator; and results, in the columns of ys_results_table() for every
 * period, each indicator broken down by what it names ("" where a row is over all). Participants are pseudonyms.
 *
 * @param[out] out  to be freed with ys_sql_free; untouched on failure
 * @return YS_OK; YS_E_ARGUMENT when the query has a fault, would write, or is more than one; YS_E_STORE
 */
ys_status ys_sql_query(ys_sql_answer **out, ys_store *store, const char *query, ys_error *err);

/** Frees the answer; NULL is allowed. */
void ys_sql_free(ys_sql_answer *answer);

/** How many rows there are. */
size_t ys_sql_rows(const ys_sql_answer *answer);

/** How many columns there are. */
size_t ys_sql_columns(const ys_sql_answer *answer);

/** The name of a column; borrowed. */
const char *ys_sql_name(const ys_sql_answer *answer, size_t column);

/** Whether a column holds numbers alone (and empty places), with no more than 15 digits. */
int ys_sql_is_number(const ys_sql_answer *answer, size_t column);

/** A value as text, NULL where there is none; borrowed. */
const char *ys_sql_text(const ys_sql_answer *answer, size_t row, size_t column);

/** A value of a column of numbers; NaN where there is none. */
double ys_sql_number(const ys_sql_answer *answer, size_t row, size_t column);

#ifdef __cplusplus
}
#endif
#endif
