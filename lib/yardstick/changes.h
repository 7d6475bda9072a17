/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_CHANGES_H
#define YARDSTICK_CHANGES_H

#include <stddef.h>
#include <stdint.h>
#include <yardstick/aggregate.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What has become of values since they were published. */
typedef struct ys_changes ys_changes;

/** A value then and now, or one of the causes of the difference. Numbers that are not there are NaN, texts "". */
typedef struct ys_change {
    const char *indicator, *period;
    const char *since;       /**< UTC time: when the period was closed, or as asked */
    const char *cause;       /**< "": the value itself; "submission"; "definitions": they were changed; stable */
    double then, now, change; /**< of a cause the value before and after it; change is now - then */
    double then_numerator, then_denominator, now_numerator, now_denominator; /**< as those of a result */
    double then_low, then_high, now_low, now_high;
    int differs;             /**< 1: anything of the result is another than then */
    int64_t submission;      /**< its number; 0: the cause is none */
    const char *partner, *form, *sent_for, *received, *file;
    const char *reason;      /**< why a closed period was amended */
    const char *then_status, *status; /**< of the results: "ok", "no_data", … */
    const char *note;        /**< for people, in the language in force */
} ys_change;

/** What to look at. Members may be NULL or 0. */
typedef struct ys_changes_options {
    unsigned version;        /**< YS_CHANGES_OPTIONS_INIT sets it */
    const char *period;      /**< NULL: every closed period; with since every period with data at that time */
    const char *since;       /**< date or time, UTC, inclusive; NULL: the time at which each period was closed */
    const char *const *indicators; /**< ids; none: all */
    size_t n_indicators;
} ys_changes_options;

#define YS_CHANGES_OPTIONS_INIT { 1, NULL, NULL, NULL, 0 }

/**
 * Sets every value beside what it was then, and finds which submissions changed it, and by how much: the values are
 * computed again after each of them. The values of then are those of ys_store_at(); where the definitions were changed
 * since, that is a cause of its own, and the submissions are then weighed by the present ones.
 *
 * @param[out] out  to be freed with ys_changes_free; untouched on failure
 * @return YS_OK; YS_E_ARGUMENT for an unknown period or indicator, for a time that is none, when the period is not
 *         closed and no time is given, or when no period is closed; YS_E_STORE, YS_E_IO
 */
ys_status ys_changes_make(ys_changes **out, ys_store *store, const ys_changes_options *options, ys_error *err);

/** Frees them and all that was borrowed from them; NULL is allowed. */
void ys_changes_free(ys_changes *changes);

/** How many there are: periods in order, indicators as defined, each value before its causes in order of receipt. */
size_t ys_changes_count(const ys_changes *changes);

/** The one at i, below ys_changes_count; borrowed. */
const ys_change *ys_changes_get(const ys_changes *changes, size_t i);

/** The definitions in force. Borrowed, as long as the store is open. */
const ys_initiative *ys_changes_initiative(const ys_changes *changes);

/** How much values usually move after they were first published: a revision triangle, summed up. */
typedef struct ys_revisions ys_revisions;

/** One indicator after some time. Numbers that are not there are NaN. */
typedef struct ys_revision {
    const char *indicator;
    int after;               /**< periods of the calendar after the first publication: 1, 2 or 4 */
    int periods;             /**< whose values are known at both times */
    double median, largest;  /**< of the distances between the two values, without sign */
    double median_relative, largest_relative; /**< of the distances as a part of the first value */
    double median_signed;    /**< of later less first: above 0 where values tend to grow */
    const char *largest_period; /**< the one that moved the most */
    const char *status;      /**< "ok"; "refused": fewer than 3 periods */
    const char *note;        /**< for people, in the language in force */
} ys_revision;

/**
 * Sums up how the values of each indicator over all partners moved. A period is published when it is first closed or,
 * if it never was, on the last day its reports are due. Values are computed by the definitions in force, from what had
 * been received by then.
 *
 * @param[out] out    to be freed with ys_revisions_free; untouched on failure
 * @param indicators  ids, n of them; none: all
 * @return YS_OK; YS_E_ARGUMENT for an unknown indicator or an empty store; YS_E_STORE, YS_E_IO
 */
ys_status ys_revisions_make(ys_revisions **out, ys_store *store, const char *const *indicators, size_t n,
                            ys_error *err);

/** Frees them; NULL is allowed. */
void ys_revisions_free(ys_revisions *revisions);

/** How many there are: indicators as defined, each after 1, 2 and 4 periods. */
size_t ys_revisions_count(const ys_revisions *revisions);

/** The one at i, below ys_revisions_count; borrowed. */
const ys_revision *ys_revisions_get(const ys_revisions *revisions, size_t i);

/** The definitions in force. Borrowed, as long as the store is open. */
const ys_initiative *ys_revisions_initiative(const ys_revisions *revisions);

#ifdef __cplusplus
}
#endif
#endif
