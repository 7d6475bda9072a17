/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_AGGREGATE_H
#define YARDSTICK_AGGREGATE_H

#include <stddef.h>
#include <stdint.h>
#include <yardstick/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One number an initiative shows, with all that must stand beside it. Numbers that are not there are NaN. */
typedef struct ys_result {
    const char *indicator;      /**< id */
    const char *period;         /**< as asked for, such as FY2018Q1 */
    const char *window;         /**< "period", "ytd", "rolling4", "year" */
    const char *partner, *site; /**< ids; "" over all */
    const char *const *dims;    /**< codes, one for each of ys_results_dimension(); "" over all; "[not_reported]" … */
    double value;               /**< shares are fractions */
    double numerator, denominator; /**< of rates and shares; a mean's sum and n (or weight) */
    int64_t n;                  /**< rows with a known input */
    double low, high;           /**< interval at 95 %; of an unduplicated count, what it must lie between */
    int partners_reported, partners_expected;
    const char *status;         /**< "ok", "incomplete", "suppressed", "no_data", "refused"; stable */
    const char *note;           /**< for people, in the language in force */
    int series_break;           /**< 1: defined otherwise than in the periods before it; the note says so */
    const int64_t *missing;     /**< of a trace: six counts of rows without an input: not reported, not applicable, not
                                 *   collected, refused, unknown, suppressed; else NULL, and the note tells them */
    const int64_t *excluded;    /**< the same of rows taken out: a count for each "exclude" of the indicator */
} ys_result;

typedef struct ys_results ys_results;

/** What to aggregate. Members may be NULL or 0. */
typedef struct ys_aggregate_options {
    unsigned version;               /**< YS_AGGREGATE_OPTIONS_INIT sets it */
    const char *period;             /**< one period; NULL with from and to NULL: the newest with data */
    const char *from, *to;          /**< a run of periods of the same length */
    const char *window;             /**< NULL: "period" */
    const char *const *indicators;  /**< ids; none: all */
    size_t n_indicators;
    const char *const *by;          /**< groupings, each a list such as "partner,gender"; none: one, the whole */
    size_t n_by;
    const char *as_of;              /**< date or time, UTC, inclusive; NULL: now */
    const char *audience;           /**< NULL: "backbone" */
} ys_aggregate_options;

#define YS_AGGREGATE_OPTIONS_INIT { 1, NULL, NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, NULL }

/**
 * Computes results from the rows that count.
 *
 * Order: indicators as defined, periods, groupings as asked, then partners and categories as defined, sites and open
 * values by their text, missing reasons last.
 *
 * @param[out] out  to be freed with ys_results_free; untouched on failure
 * @return YS_OK; YS_E_ARGUMENT for an unknown period, indicator, dimension, window or audience (the text names the
 *         nearest known one); YS_E_STORE, YS_E_IO
 */
ys_status ys_aggregate(ys_results **out, ys_store *store, const ys_aggregate_options *options, ys_error *err);

/** How many results there are. */
size_t ys_results_count(const ys_results *results);

/** The result at i, below ys_results_count; borrowed. */
const ys_result *ys_results_get(const ys_results *results, size_t i);

/** The dimensions of all groupings (partner and site apart), in the order asked. */
size_t ys_results_dimensions(const ys_results *results);

/** The name of the dimension at i, below ys_results_dimensions; borrowed. */
const char *ys_results_dimension(const ys_results *results, size_t i);

/** The definitions they were computed by: with as_of those of that time. Borrowed, as long as the store is open. */
const ys_initiative *ys_results_initiative(const ys_results *results);

/** Frees the results and all that was borrowed from them; NULL is allowed. */
void ys_results_free(ys_results *results);

#ifdef __cplusplus
}
#endif
#endif
