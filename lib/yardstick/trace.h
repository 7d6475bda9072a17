/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_TRACE_H
#define YARDSTICK_TRACE_H

#include <yardstick/aggregate.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Why a number is what it is: the result and the submissions it was made from. */
typedef struct ys_trace ys_trace;

/** What one submission gave to one result. Texts are borrowed from the trace. */
typedef struct ys_contribution {
    int64_t submission;       /**< its number in the store */
    const char *file, *sha256, *received, *partner, *form, *period, *period_dates;
    const char *definitions;  /**< hash of the definitions it was checked with */
    uint64_t rows;            /**< rows it holds */
    double value, numerator, denominator; /**< of its rows alone; NaN where there is none */
    int64_t n;                /**< rows with a known input */
    const char *status, *note; /**< exclusions and missing inputs by reason stand in the note */
} ys_contribution;

/**
 * Traces one indicator.
 *
 * @param[out] out  to be freed with ys_trace_free; untouched on failure
 * @param options   as for ys_aggregate, with exactly one indicator; of a formula its parts are traced
 * @param partner   only results of this partner; NULL: all
 * @return as ys_aggregate
 */
ys_status ys_trace_make(ys_trace **out, ys_store *store, const ys_aggregate_options *options, const char *partner,
                        ys_error *err);

/** Frees the trace and all that was borrowed from it; NULL is allowed. */
void ys_trace_free(ys_trace *trace);

/** The results traced, in the order of ys_aggregate(). */
size_t ys_trace_count(const ys_trace *trace);

/** The result at i, below ys_trace_count; borrowed. */
const ys_result *ys_trace_result(const ys_trace *trace, size_t i);

/** How many dimensions the results have, partner and site apart. */
size_t ys_trace_dimensions(const ys_trace *trace);

/** The name of the dimension at i; borrowed. */
const char *ys_trace_dimension(const ys_trace *trace, size_t i);

/** What made the i-th of them, in the order of receipt. */
size_t ys_trace_contributions(const ys_trace *trace, size_t i);

/** The k-th contribution to the i-th result; borrowed. */
const ys_contribution *ys_trace_contribution(const ys_trace *trace, size_t i, size_t k);

/** The definition behind the i-th result: its version, the measure as written and in words, and its conditions. */
typedef struct ys_trace_definition {
    const char *indicator, *title, *catalog, *version, *form, *measure, *where, *window_dates;
    const char *period_dates; /**< of the period asked for; window_dates are those the rows lie in */
    const char *words;        /**< how it is computed, for people */
    const char *exclude;      /**< conditions and reasons of what is taken out; "" where nothing is */
    const char *rows;         /**< which of the rows received count, for people; "" for a formula */
    int lag;
} ys_trace_definition;

/** How the indicator of the i-th result is defined; borrowed. */
const ys_trace_definition *ys_trace_definition_of(const ys_trace *trace, size_t i);

#ifdef __cplusplus
}
#endif
#endif
