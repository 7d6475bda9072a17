/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/counting.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "compute/choice.h"

static ys_status choose(ys__choice *out, ys__plan *plan, const ys__form *form, const ys__submissions *list,
                        ys_error *err)
{
    for (size_t i = 0; i < list->n; i++) /* a partner that is no longer defined keeps its rows */
        if (ys__dict_add(&plan->axes[YS__AXIS_PARTNER].dict, ys__slice_of(list->items[i].partner)) < 0)
            return ys__fail_nomem(err);
    return form->is_register ? ys__choose_register(out, plan, form, list, INT32_MAX, err)
                             : ys__choose_events(out, plan, form, list, err);
}

static unsigned char *flags_of(const ys__chosen *chosen, size_t n)
{
    unsigned char *flags = malloc(n + 1);

    if (flags && chosen->keep)
        memcpy(flags, chosen->keep, n);
    else if (flags)
        memset(flags, 1, n);
    return flags;
}

ys_status ys__counting_make(unsigned char ***counts, ys_store *store, const ys__form *form, const ys__submissions *list,
                            ys_error *err)
{
    const ys_aggregate_options options = YS_AGGREGATE_OPTIONS_INIT;
    unsigned char **all = calloc(list->n + 1, sizeof *all);
    ys__choice choice = { 0 };
    ys__plan plan;
    ys_status status = all ? YS_OK : ys__fail_nomem(err);

    if (status == YS_OK && list->n && (status = ys__plan_make(&plan, store, &options, false, err)) == YS_OK) {
        status = choose(&choice, &plan, form, list, err);
        for (size_t i = 0; status == YS_OK && i < choice.n; i++) {
            size_t s = choice.items[i].submission;

            all[s] = flags_of(&choice.items[i], list->items[s].n);
            if (all[s] == NULL)
                status = ys__fail_nomem(err);
        }
        ys__choice_free(&choice);
        ys__plan_free(&plan);
    }
    if (status == YS_OK)
        *counts = all;
    else if (all)
        ys__counting_free(all, list);
    return status;
}

void ys__counting_free(unsigned char **counts, const ys__submissions *list)
{
    for (size_t i = 0; i < list->n; i++)
        free(counts[i]);
    free(counts);
}
