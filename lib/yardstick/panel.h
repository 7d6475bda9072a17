/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_PANEL_H
#define YARDSTICK_PANEL_H

#include <stddef.h>
#include <stdint.h>
#include <yardstick/aggregate.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Two windows set side by side, like for like: over the same partners, with the same reports of each. */
typedef struct ys_panel ys_panel;

/** One comparison. Numbers that are not there are NaN, texts "". */
typedef struct ys_panel_row {
    const char *indicator;
    const char *period;           /**< now, as asked for */
    const char *window;           /**< "period", "ytd", "rolling4", "year" */
    const char *against;          /**< the period it is compared with */
    const char *partner, *site;   /**< ids; "" over all */
    const char *const *dims;      /**< codes, one for each of ys_panel_dimension(); "" over all */
    const char *over;             /**< of a whole: what its change is split over, such as "partner" or "gender"; "" of a
                                       part, and where nothing is split */
    double then, now, change;     /**< of the partners that are in both; change is now - then */
    /** The change split after Kitagawa (1955): parts whose own rate moved, and cases that moved between parts. Of a
     * whole they add up to its change; of a part they are what it gives to those of the whole. */
    double within, mix;
    double then_numerator, then_denominator, now_numerator, now_denominator; /**< of rates and means */
    double then_low, then_high, now_low, now_high; /**< as those of a result */
    double all_then, all_now;     /**< of all partners, whoever reported */
    int partners;                 /**< in both windows */
    int partners_left_out;        /**< in one of them only */
    const char *left_out;         /**< their ids: "east, west" */
    int reversal;                 /**< 1: most parts moved one way, the whole the other (Simpson); the note says so */
    const char *status;           /**< the worse of the two sides': "ok", "incomplete", "no_data", "refused", … */
    const char *note;             /**< for people, in the language in force */
} ys_panel_row;

/**
 * Compares windows like for like.
 *
 * A partner is in a comparison with each report it gave for the same place in both windows: of a year and the year
 * before it, somebody who missed the second quarter of one is in it with the other three quarters of both. Where a
 * measure needs its whole window (a state at its end, the newest of each thing, rows joined per person), and where a
 * form is not due by the calendar, partners with everything in both windows are in it.
 *
 * Compared are a period with the one before it, and a window longer than its period with the same window a year before;
 * of a run of periods (from, to) each with the one before it in the run.
 *
 * @param[out] out  to be freed with ys_panel_free; untouched on failure
 * @param options   as for ys_aggregate()
 * @param against   a period to compare a single period with instead; NULL: as above
 * @return as ys_aggregate(); YS_E_ARGUMENT also when against is no earlier period of the same length, when the windows
 *         share months, or are not equally long
 */
ys_status ys_panel_make(ys_panel **out, ys_store *store, const ys_aggregate_options *options, const char *against,
                        ys_error *err);

/** Frees the comparisons and all that was borrowed from them; NULL is allowed. */
void ys_panel_free(ys_panel *panel);

/** How many there are: indicators as defined, then periods, then groupings as asked, each whole before its parts. */
size_t ys_panel_count(const ys_panel *panel);

/** The one at i, below ys_panel_count; borrowed. */
const ys_panel_row *ys_panel_get(const ys_panel *panel, size_t i);

/** The dimensions of all groupings (partner and site apart), in the order asked. */
size_t ys_panel_dimensions(const ys_panel *panel);

/** The name of the dimension at i, below ys_panel_dimensions; borrowed. */
const char *ys_panel_dimension(const ys_panel *panel, size_t i);

/** The definitions they were computed by. Borrowed, as long as the store is open. */
const ys_initiative *ys_panel_initiative(const ys_panel *panel);

#ifdef __cplusplus
}
#endif
#endif
