/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_PAST_H
#define YS_STORE_PAST_H

#include "data/history.h"
#include "store/parts.h"

/* Earlier reports as the checks over time see them. Of what was stored or read once the digests are kept, so that many
 * files in one run cost one look at each. */
typedef struct ys__pasts {
    struct ys_store *store;
    struct sqlite3_stmt *query;
    ys__past **slots; /* by number of submission; NULL: free */
    size_t size, n;
} ys__pasts;

/* Whether the store has an earlier report of the partner for the same form. */
ys_status ys__pasts_any(bool *out, ys__pasts *pasts, const ys__import *import, const ys__partner *partner,
                        ys_error *err);

/* Compares the rows of a part with the partner's earlier reports: warnings are added to the import. One at a time. */
ys_status ys__pasts_check(ys__pasts *pasts, ys__import *import, const ys__part *part, ys_error *err);

/* Its two halves, which leave the findings unsorted: the one looks at the digests of all columns, the other follows
 * totals to date in those columns that the part has. */
ys_status ys__pasts_compare(ys__pasts *pasts, ys__import *import, const ys__part *part, ys_error *err);
ys_status ys__pasts_follow(ys__pasts *pasts, ys__import *import, const ys__part *part, ys_error *err);

/* Remembers a part that was stored. It is left without its digests. False when memory is short. */
bool ys__pasts_keep(ys__pasts *pasts, int64_t id, ys__period period, ys__part *part);
void ys__pasts_free(ys__pasts *pasts);

/* Whether the form has totals to date that can be followed. */
bool ys__has_totals(const ys__form *form);

/* Totals to date that fall, in the rows of a part and beside an earlier report (NULL: there is none). */
ys_status ys__totals_check(ys__import *import, const ys__part *part, struct ys_store *store, const ys__past *past,
                           ys_error *err);

#endif
