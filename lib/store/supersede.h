/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_SUPERSEDE_H
#define YS_STORE_SUPERSEDE_H

#include "store/db.h"

/* What a new submission means for the earlier ones of the same partner and form, by the rules of "Which rows count": of
 * events the newest that covers a period (and site) counts alone, of a register a period sent again replaces that
 * submission whole. */

/* An earlier one whose period overlaps the new one's. */
typedef struct ys__rival {
    int64_t id;
    ys__period period;
    bool same_file;
    ys__column sites; /* per site only: its dictionary names them */
} ys__rival;

typedef struct ys__rivals {
    const ys__form *form;
    ys__period period;        /* of the new one */
    ys__column sites;         /* of the new one, per site only */
    ys__rival *items;         /* by number */
    size_t n, room;
} ys__rivals;

/* What makes a file the same as an earlier one: its bytes, read by the same definitions, or by others into the same
 * rows. */
typedef struct ys__likeness {
    const char *sha256, *definitions, *content;
} ys__likeness;

/* site is the new submission's column of sites; looked at only when the form counts per site. */
ys_status ys__rivals_find(ys__rivals *out, struct ys_store *store, const char *partner, const ys__form *form,
                          ys__period period, const ys__likeness *like, const ys__segment *site, ys_error *err);
void ys__rivals_free(ys__rivals *rivals);

/* The one that is the same file for the same period that still counts in every part; 0: none. */
int64_t ys__rivals_unchanged(const ys__rivals *rivals);

/* Whether the rival at i stops counting because of the new submission. */
bool ys__rivals_replaced(const ys__rivals *rivals, size_t i);

/* A value of a key as text that tells it from every other. */
void ys__put_key_value(ys__buffer *to, const ys__column *column, size_t row);

/* Rows that would count twice. */
typedef struct ys__overlap {
    uint64_t rows;        /* of the new submission; 0: none */
    int64_t submission;   /* that has them already */
    ys__period period;    /* for which */
} ys__overlap;

/* Looks for rows of the new submission, already inserted as id, whose key stands in an earlier one for another period
 * that overlaps theirs and still counts: a month beside its quarter. */
ys_status ys__rivals_overlap(ys__overlap *out, const ys__rivals *rivals, struct ys_store *store, int64_t id,
                             ys_error *err);

#endif
