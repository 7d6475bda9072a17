/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_LEDGER_H
#define YS_STORE_LEDGER_H

#include "store/db.h"

/* Rows of the tables submission, segment and definition. */

/* A submission about to be stored. */
typedef struct ys__entry {
    const char *partner, *form, *period_id;
    ys__period period;
    const char *file, *sha256;
    size_t bytes;
    uint64_t rows, accepted, rejected, errors, warnings;
    const char *definitions, *version, *mode, *amend;
    const char *content;
    int64_t received;
    const ys__segment *segments; /* one for each field of the form */
} ys__entry;

/* Inserts the submission with its columns and its event, inside a transaction; its number goes to id. replaces: a JSON
 * array of numbers. */
ys_status ys__ledger_insert(const struct ys_store *store, const ys__entry *entry, const ys__form *form,
                            const char *replaces, int64_t *id, ys_error *err);

/* The hash of all definitions in force; false when memory is short. */
bool ys__definitions_hash(const struct ys_initiative *in, char hash[YS__SHA256_HEX]);

/* Keeps them, once per distinct text, inside a transaction. */
ys_status ys__definitions_keep(const struct ys_store *store, const char *hash, ys_error *err);

/* What a submission's event tells, as an expression of SQL over its row: one truth for writing it and for checking. */
extern const char ys__ledger_detail[];

/* A copy of the segment whose n and data are the columns from column on: SQLite's own bytes are not aligned. */
ys_status ys__ledger_segment(ys__segment *out, sqlite3_stmt *query, int column, ys_error *err);

/* Hash over columns: their fields' names, rows and bytes, in their order. */
void ys__content_add(ys__sha256 *sha, const char *field, const ys__segment *segment);

#endif
