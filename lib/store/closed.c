/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "store/closing.h"
#include "store/store.h"

/* Closings for those who look back at them. */

static ys_status fill(ys__closed *out, const ys__closings *all, const ys__closing *closing,
                      const struct ys_store *store, ys_error *err)
{
    ys__closed c = { .period = closing->period, .at = closing->at,
                     .in_force = ys__closings_of(all, closing->period) != NULL };
    ys_status status = ys__db_number(store, &c.newest, err,
                                     "SELECT coalesce(max(detail->>'$.submission'), 0) FROM event"
                                     " WHERE what = 'stored' AND number < ?", "i", closing->number);

    snprintf(c.actor, sizeof c.actor, "%s", closing->actor);
    if (status == YS_OK)
        *out = c;
    return status;
}

ys_status ys__store_closed(ys__closed **out, size_t *n, const struct ys_store *store, ys_error *err)
{
    ys__closings all = { 0 };
    ys__closed *items = NULL;
    size_t used = 0;
    ys_status status = ys__closings_read(&all, store, err);

    if (status == YS_OK && (items = calloc(all.n + 1, sizeof *items)) == NULL)
        status = ys__fail_nomem(err);
    for (size_t i = 0; status == YS_OK && i < all.n; i++)
        if (all.items[i].closed)
            status = fill(&items[used++], &all, &all.items[i], store, err);
    ys__closings_free(&all);
    if (status == YS_OK) {
        *out = items;
        *n = used;
    } else {
        free(items);
    }
    return status;
}

ys_status ys__store_closed_of(ys__closed *out, const struct ys_store *store, ys__period period, ys_error *err)
{
    ys__closings all = { 0 };
    ys_status status = ys__closings_read(&all, store, err);
    const ys__closing *found = NULL;

    if (status != YS_OK)
        return status;
    found = ys__closings_of(&all, period);
    for (size_t i = 0; found && i < all.n; i++) /* its own closing tells more than that of the year */
        if (all.items[i].closed && ys__period_equal(all.items[i].period, period))
            found = &all.items[i];
    *out = (ys__closed){ 0 };
    if (found)
        status = fill(out, &all, found, store, err);
    ys__closings_free(&all);
    return status;
}
