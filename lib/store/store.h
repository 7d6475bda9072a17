/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_STORE_H
#define YS_STORE_STORE_H

#include <yardstick/store.h>

#include "base/arena.h"
#include "data/column.h"
#include "model/model.h"

/* What the aggregation reads: the ledger, and columns of submissions. No SQLite type crosses this line. */

/* A submission that was accepted. */
typedef struct ys__submission {
    int64_t id;
    const char *partner;      /* id */
    int partner_index;        /* in the initiative's partners; -1: no longer defined */
    const char *form;         /* id */
    ys__period period;
    int64_t received;         /* seconds since 1970 */
    size_t n;                 /* rows stored */
    const char *file;
    char sha256[65];
    char definitions[65];     /* hash of initiative and catalogs it was checked with */
} ys__submission;

typedef struct ys__submissions {
    ys__arena arena;
    ys__submission *items;    /* by id: the order of receipt */
    size_t n, room;
} ys__submissions;

/* Those received up to as_of (seconds since 1970; INT64_MAX: all), of one form or of all (NULL). */
ys_status ys__store_submissions(ys__submissions *out, struct ys_store *store, const char *form, int64_t as_of,
                                ys_error *err);
void ys__submissions_free(ys__submissions *list);

/* The column of a field as it was stored, its bytes first (one thread at a time), then decoded (any thread). A field
 * the submission does not have gives n == 0. */
typedef struct ys__segment {
    void *bytes;
    size_t size;
    size_t n;
} ys__segment;

ys_status ys__store_segment(ys__segment *out, struct ys_store *store, int64_t submission, const char *field,
                            ys_error *err);
ys_status ys__segment_decode(ys__column *out, const ys__segment *segment, ys_error *err);
ys_status ys__segment_encode(ys__segment *out, const ys__column *column, ys_error *err);
void ys__segment_free(ys__segment *segment);

const struct ys_initiative *ys__store_initiative(const struct ys_store *store);

/* The newest period of the calendar's own length that any submission reaches; months 0 when the store is empty. */
ys_status ys__store_newest_period(ys__period *out, struct ys_store *store, int64_t as_of, ys_error *err);

#endif
