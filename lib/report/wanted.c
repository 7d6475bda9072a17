/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/wanted.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "report/board.h"

static bool has_name(const char *const *list, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

ys_status ys__groupings_list(const char ***by, size_t *n, const struct ys_initiative *in, ys_error *err)
{
    const char **list;
    size_t most = 2, used = 0;

    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t i = 0; i < in->catalogs[c].n_indicators; i++)
            most += in->catalogs[c].indicators[i].n_by;
    list = calloc(most, sizeof *list);
    if (list == NULL)
        return ys__fail_nomem(err);
    list[used++] = "";
    list[used++] = "partner";
    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t i = 0; i < in->catalogs[c].n_indicators; i++) {
            const ys__indicator *indicator = &in->catalogs[c].indicators[i];

            for (size_t k = 0; k < indicator->n_by; k++)
                if (!has_name(list, used, indicator->by[k]))
                    list[used++] = indicator->by[k];
        }
    *by = list;
    *n = used;
    return YS_OK;
}

/* Whether a result over all sites and dimensions has been taken already: what an indicator cannot be broken down by
 * comes as a refused row for the whole, a partner that has sent nothing once for each grouping. The true one is the
 * first. */
static bool is_repeated(const ys__rows *rows, const ys_result *r)
{
    for (size_t i = rows->n; i-- > 0;) {
        const ys_result *before = rows->items[i];

        if (strcmp(before->indicator, r->indicator) != 0 || strcmp(before->period, r->period) != 0)
            return false;
        if (before->site[0] == '\0' && strcmp(before->partner, r->partner) == 0 &&
            ys__is_undivided(before, rows->n_dims))
            return true;
    }
    return false;
}

bool ys__result_wanted(const ys__rows *taken, const ys_result *r, const ys__indicator *indicator)
{
    size_t set = 0, dimension = 0;

    for (size_t d = 0; d < taken->n_dims; d++)
        if (r->dims[d][0]) {
            dimension = d;
            set++;
        }
    if (r->site[0])
        return has_name(indicator->by, indicator->n_by, "site");
    if (set == 0)
        return !is_repeated(taken, r);
    return set == 1 && has_name(indicator->by, indicator->n_by, taken->dims[dimension]);
}
