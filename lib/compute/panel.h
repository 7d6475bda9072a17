/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_PANEL_H
#define YS_COMPUTE_PANEL_H

#include <yardstick/panel.h>

#include "base/arena.h"
#include "compute/breaks.h"
#include "compute/figure.h"
#include "compute/run.h"

/* The handle of lib/yardstick/panel.h, and what its parts share. */
struct ys_panel {
    ys__arena arena;
    ys_store *store;
    ys_store *past; /* a view of the store as of the time asked for; NULL: none */
    ys_panel_row *rows;
    size_t n, room;
    const char **dims;
    size_t n_dims;
};

enum { YS__THEN, YS__NOW, YS__SIDES };

/* Two periods of the plan, by their index. */
typedef struct ys__panel_pair {
    size_t side[YS__SIDES];
} ys__panel_pair;

/* The same rows once more by the months, quarters or years in which a form is due, for partners that lack some of
 * them. */
typedef struct ys__panel_base {
    bool is_made;
    ys__plan plan; /* its periods begin with the first month of the first window */
    ys__runs runs;
} ys__panel_base;

enum { YS__PANEL_BASES = 2 }; /* months, quarters: a year is a whole window */

/* What all comparisons are made from. */
typedef struct ys__panel_ground {
    ys_panel *out;
    ys_aggregate_options options; /* groupings with the partner in each; from and to cover all windows */
    ys__plan plan;
    ys__runs runs;
    ys__breaks breaks;
    ys__panel_base bases[YS__PANEL_BASES];
    ys__panel_pair *pairs;
    size_t n_pairs;
    uint32_t *axes;               /* of the groupings as they were asked, plan.n_groupings of them */
    ys_error *err;
} ys__panel_ground;

/* Which reports of which partners are in a comparison. Months count from the beginning of the window: bit m is its m-th
 * one. */
typedef struct ys__panel_match {
    uint16_t *months;             /* by number in the partner axis: those in both; 0: left out */
    uint16_t *seen;               /* those in either */
    uint16_t whole;               /* all months of the window */
    size_t n;                     /* partners of the axis */
    int in, left_out;
    bool by_parts;                /* somebody is in it with a part of the window */
} ys__panel_match;

ys_status ys__panel_match_make(ys__panel_match *out, const ys__panel_ground *ground, const ys__indicator *indicator,
                               const ys__panel_pair *pair, ys_error *err);
void ys__panel_match_free(ys__panel_match *match);

/* Months between two reports of a form that a window can be told by; those of the window where it has no such parts. */
int32_t ys__panel_step(const ys__form *form, ys__period window);

/* Runs with cubes of their own that hold the rows of a match alone: of then under window YS__THEN, of now under
 * YS__NOW. Freed with ys__panel_runs_free. */
ys_status ys__panel_runs_make(ys__runs *out, ys__panel_ground *ground, const ys__indicator *indicator,
                              const ys__panel_pair *pair, const ys__panel_match *match);
void ys__panel_runs_free(ys__runs *runs, const ys__panel_ground *ground);

/* The base by months; made when first asked for. */
ys_status ys__panel_base_get(ys__panel_base **out, ys__panel_ground *ground, int32_t months);

/* The comparisons of one indicator in one pair. */
ys_status ys__panel_compare(ys__panel_ground *ground, const ys__indicator *indicator, size_t number, size_t pair);

#endif
