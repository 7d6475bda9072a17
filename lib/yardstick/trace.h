/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_TRACE_H
#define YARDSTICK_TRACE_H

#include <yardstick/aggregate.h>
#include <yardstick/table.h>

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
    const char *status, *note;
    const int64_t *missing, *excluded; /**< as of a ys_result */
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

/** The results traced, in the order of ys_aggregate(); those of the parts of a formula after its own. */
size_t ys_trace_count(const ys_trace *trace);

/** The result at i, below ys_trace_count; borrowed. */
const ys_result *ys_trace_result(const ys_trace *trace, size_t i);

/** How many dimensions the results have, partner and site apart. */
size_t ys_trace_dimensions(const ys_trace *trace);

/** The name of the dimension at i; borrowed. */
const char *ys_trace_dimension(const ys_trace *trace, size_t i);

/** What made the i-th of them, in the order of receipt; 0 of a formula, whose parts have them. */
size_t ys_trace_contributions(const ys_trace *trace, size_t i);

/** The k-th contribution to the i-th result; borrowed. */
const ys_contribution *ys_trace_contribution(const ys_trace *trace, size_t i, size_t k);

/** Of a result over all partners the same of each partner alone, also of those that were expected and sent nothing; 0
 *  where partners or sites are named in the options. */
size_t ys_trace_partners(const ys_trace *trace, size_t i);

/** The k-th partner's part of the i-th result; borrowed. */
const ys_result *ys_trace_partner(const ys_trace *trace, size_t i, size_t k);

/** The definition behind the i-th result: its version, the measure as written and in words, and its conditions. */
typedef struct ys_trace_definition {
    const char *indicator, *title, *catalog, *version, *form, *measure, *where, *window_dates;
    const char *period_dates; /**< of the period asked for; window_dates are those the rows lie in */
    const char *first_day, *last_day; /**< of the window, as 2018-07-01 */
    const char *words;        /**< how the measure is computed, for people */
    const char *date_field;   /**< whose date decides the period; "" where that is the period of the report */
    const char *exclude;      /**< conditions and reasons of what is taken out; "" where nothing is */
    const char *rows;         /**< which of the rows received count, for people; "" for a formula */
    int lag;
} ys_trace_definition;

/** How the indicator of the i-th result is defined; borrowed. */
const ys_trace_definition *ys_trace_definition_of(const ys_trace *trace, size_t i);

/** The definitions it was made by; borrowed, as long as the trace. */
const ys_initiative *ys_trace_initiative(const ys_trace *trace);

/**
 * The whole trace in a format, as ys_results_render.
 *
 * Text tells people the number, how it is computed, what each partner and file gave to it, and the files. CSV and JSON
 * have a row for each result, and below it one for each submission it was made from.
 */
ys_status ys_trace_render(const ys_trace *trace, ys_format format, int width, int colour, char **out, size_t *n,
                          ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
