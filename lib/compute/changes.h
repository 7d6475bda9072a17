/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_CHANGES_H
#define YS_COMPUTE_CHANGES_H

#include <yardstick/changes.h>

#include <stdbool.h>

#include "base/arena.h"
#include "model/model.h"
#include "store/store.h"

/* The handle of lib/yardstick/changes.h, and what its parts share. */
struct ys_changes {
    ys__arena arena;
    ys_store *store;
    ys_change *rows;
    size_t n, room;
};

/* A period beside its own past. */
typedef struct ys__looking_back {
    ys_changes *out;
    ys__period period;
    ys__view then;           /* what was known then */
    const char *period_text, *since;
    ys_results *results_then, *results_now;
    ys_error *err;
} ys__looking_back;

/* A row with nothing in it but NaN and "". */
ys_change ys__change_start(const ys__looking_back *b, const char *indicator);

/* Fills both sides from results of the same indicator and period; either may be NULL. */
void ys__change_fill(ys_change *row, const ys_result *then, const ys_result *now);

/* Adds a row; its texts must live as long as the changes. */
ys_status ys__change_add(ys_changes *out, const ys_change *row, ys_error *err);

/* The result of an indicator, of those of one period without breakdowns; NULL: none. */
const ys_result *ys__result_of(const ys_results *results, const char *indicator);

/* Whether two results say the same, but for their notes. */
bool ys__same_result(const ys_result *a, const ys_result *b);

/* The results of one period over all partners, as a view shows them. indicators: ids, n of them. */
ys_status ys__results_seen(ys_results **out, const ys_store *store, const ys__view *view, const char *period,
                           const char *const *indicators, size_t n, ys_error *err);

/* ys_revisions_make as of now, in seconds since 1970. */
ys_status ys__revisions_at(ys_revisions **out, ys_store *store, int64_t now, const char *const *indicators, size_t n,
                           ys_error *err);

/* Causes of the differences between then and now. */
typedef struct ys__cause {
    size_t indicator;        /* in the list of ids */
    ys_change row;
} ys__cause;

typedef struct ys__causes {
    const char **ids;        /* the indicators that differ */
    size_t n_ids;
    ys__cause *items;
    size_t n, room;
} ys__causes;

/* Finds what changed the indicators listed in causes->ids. */
ys_status ys__causes_find(ys__causes *causes, const ys__looking_back *b);

#endif
