/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/export_results.h"

#include <stdlib.h>
#include <string.h>

#include <yardstick/export.h>

#include "base/error.h"
#include "base/file.h"
#include "base/i18n.h"
#include "report/rows.h"
#include "report/wanted.h"
#include "store/store.h"

/* From the first period anything was sent for to the newest; months 0: the store is empty. */
static ys_status find_periods(ys__period *first, ys__period *last, ys_store *store, ys_error *err)
{
    const ys__calendar *calendar = &ys_store_initiative(store)->calendar;
    ys__submissions list = { 0 };
    ys_status status = ys__store_newest_period(last, store, err);

    *first = *last;
    if (status == YS_OK)
        status = ys__store_submissions(&list, store, NULL, err);
    for (size_t i = 0; status == YS_OK && i < list.n; i++)
        if (list.items[i].period.month < first->month)
            *first = ys__period_around(calendar, list.items[i].period.month, calendar->period_months);
    ys__submissions_free(&list);
    return status;
}

static ys_status choose(ys__all_results *all, const struct ys_initiative *in, ys_error *err)
{
    size_t n = ys_results_count(all->results);
    const ys__indicator *indicator = NULL;
    ys__rows *rows = &all->rows;

    rows->n_dims = ys_results_dimensions(all->results);
    rows->items = calloc(n + 1, sizeof(const ys_result *));
    rows->dims = all->dims = calloc(rows->n_dims + 1, sizeof *all->dims);
    if (rows->items == NULL || rows->dims == NULL)
        return ys__fail_nomem(err);
    for (size_t d = 0; d < rows->n_dims; d++)
        all->dims[d] = ys_results_dimension(all->results, d);
    for (size_t i = 0; i < n; i++) {
        const ys_result *r = ys_results_get(all->results, i);

        if (indicator == NULL || strcmp(indicator->id, r->indicator) != 0)
            indicator = ys__find_indicator(in, ys__slice_of(r->indicator));
        if (indicator && ys__result_wanted(rows, r, indicator))
            rows->items[rows->n++] = r;
    }
    return YS_OK;
}

ys_status ys__all_results_make(ys__all_results *out, ys_store *store, ys_error *err)
{
    const struct ys_initiative *in = ys_store_initiative(store);
    ys_aggregate_options o = YS_AGGREGATE_OPTIONS_INIT;
    char from[YS__PERIOD_SIZE], to[YS__PERIOD_SIZE];
    ys__all_results all = { 0 };
    ys__period first, last;
    const char **by = NULL;
    ys_status status = find_periods(&first, &last, store, err);

    if (status == YS_OK && last.months) {
        ys__period_format(&in->calendar, first, from);
        ys__period_format(&in->calendar, last, to);
        o.from = from;
        o.to = to;
        status = ys__groupings_list(&by, &o.n_by, in, err);
        o.by = by;
        if (status == YS_OK)
            status = ys_aggregate(&all.results, store, &o, err);
        if (status == YS_OK)
            status = choose(&all, in, err);
        free(by);
    }
    if (status == YS_OK)
        *out = all;
    else
        ys__all_results_free(&all);
    return status;
}

void ys__all_results_free(ys__all_results *all)
{
    free(all->rows.items);
    free(all->dims);
    ys_results_free(all->results);
    *all = (ys__all_results){ 0 };
}

ys_status ys__all_results_write(const ys__all_results *all, const char *path, ys_error *err)
{
    ys__buffer text = { 0 };
    ys_status status;

    if (all->results == NULL)
        return ys__fail(err, YS_E_ARGUMENT, NULL, "%s", _("the store has no data yet: submit files first"));
    status = ys__rows_csv(&all->rows, &text, err);
    if (status == YS_OK)
        status = ys__file_write(path, text.text, text.n, err);
    ys__buffer_free(&text);
    return status;
}

ys_status ys_export_results(ys_store *store, const char *path, ys_error *err)
{
    ys__all_results all;
    ys_status status = ys__all_results_make(&all, store, err);

    if (status != YS_OK)
        return status;
    status = ys__all_results_write(&all, path, err);
    ys__all_results_free(&all);
    return status;
}
