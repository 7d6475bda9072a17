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
    const char *amend;        /* why it changes a closed period; "" for none */
    char definitions[65];     /* hash of initiative and catalogs it was checked with */
    const char *version;      /* of its form's catalog */
} ys__submission;

typedef struct ys__submissions {
    ys__arena arena;
    ys__submission *items;    /* by id: the order of receipt */
    size_t n, room;
} ys__submissions;

/* Those the store sees, of one form or of all (NULL). */
ys_status ys__store_submissions(ys__submissions *out, struct ys_store *store, const char *form, ys_error *err);
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
uint64_t ys__segment_hash(const ys__segment *segment); /* equal columns have equal ones */
ys_status ys__segment_encode(ys__segment *out, const ys__column *column, ys_error *err);
void ys__segment_free(ys__segment *segment);

/* Between the two the store is read as it stood at the first reading, whatever others write meanwhile; also, the file
 * is locked once and not for every question. */
ys_status ys__store_look(struct ys_store *store, ys_error *err);
void ys__store_look_away(struct ys_store *store);

/* The newest period of the calendar's own length that a submission of no greater length reaches, or whose rows may lie
 * in it; where there are only longer ones, the last they reach. Months 0 when the store is empty. */
ys_status ys__store_newest_period(ys__period *out, struct ys_store *store, ys_error *err);

/* A period that was closed. */
typedef struct ys__closed {
    ys__period period;
    int64_t at;               /* seconds since 1970 */
    int64_t newest;           /* number of the last submission before it */
    bool in_force;            /* all of it is closed still */
    char actor[64];
} ys__closed;

/* Every closing the store sees, oldest first; the caller frees the array. */
ys_status ys__store_closed(ys__closed **out, size_t *n, const struct ys_store *store, ys_error *err);

/* What closed a period, itself or a longer one; period.months 0: it is open. */
ys_status ys__store_closed_of(ys__closed *out, const struct ys_store *store, ys__period period, ys_error *err);

/* What a view of the past sees: submissions received by a time and numbered up to one. */
typedef struct ys__view {
    int64_t until, newest; /* INT64_MAX: no limit */
    bool definitions;      /* read them with those of that time, not with the ones in force */
} ys__view;

ys_status ys__store_view(ys_store **out, const struct ys_store *store, const ys__view *what, ys_error *err);

/* The day it is, or that of a view. */
int32_t ys__store_today(const struct ys_store *store);

/* The definitions kept under a hash (ys__submission.definitions), to be freed by the caller. */
ys_status ys__store_definitions(struct ys_initiative **out, const struct ys_store *store, const char *hash,
                                ys_error *err);

#endif
