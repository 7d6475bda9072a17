/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_LISTING_H
#define YS_STORE_LISTING_H

#include "store/plain.h"

/* Small tables beside those of the forms, for SQL: what was received, who sends, what is measured. */

typedef struct ys__listing {
    const char *name;
    const char *declaration; /* CREATE TABLE ... */
    size_t n_columns, n_rows;
    ys__plain_cell *cells;   /* row by row; their texts live as long as the listing */
} ys__listing;

enum { YS__LISTINGS = 3 };

typedef struct ys__listings {
    ys__listing items[YS__LISTINGS];
    ys__arena arena;
    ys__submissions submissions;
} ys__listings;

ys_status ys__listings_make(ys__listings *out, struct ys_store *store, ys_error *err);
void ys__listings_free(ys__listings *listings);

/* What whoever tries to write is told. */
const char *ys__sql_refusal(void);

#endif
