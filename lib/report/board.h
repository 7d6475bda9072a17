/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_BOARD_H
#define YS_REPORT_BOARD_H

#include "base/arena.h"
#include "model/model.h"
#include "report/rows.h"

/* What a dashboard says, worked out before a single cell is written. */

/* A report that was due in the period shown. */
typedef struct ys__board_due {
    const char *partner, *form_title, *status; /* ys_due.status */
} ys__board_due;

/* What a dashboard is made of. Everything is borrowed. */
typedef struct ys__board_input {
    const struct ys_initiative *initiative;
    ys__rows rows;       /* of all periods shown; those of other windows or groupings do no harm */
    ys__period first, period; /* the periods shown: first to the one reported on, all of its length */
    const ys__board_due *due;
    size_t n_due;
    const struct ys_panel *panel; /* the period beside the one before it, like for like; NULL: not shown */
    const struct ys_revisions *revisions; /* how much the values usually move; NULL: not shown */
    int64_t as_of;       /* seconds since 1970: the last change there could have been */
    const char *audience;
    bool without_sites;  /* results by site were too many for a spreadsheet and are not in the rows */
} ys__board_input;

/* How an indicator stands. */
typedef enum ys__standing {
    YS__ON_TRACK,
    YS__WATCH,
    YS__OFF_TRACK,
    YS__NO_EVIDENCE,  /* its interval holds both where it began and where it should be */
    YS__NO_TARGET,
    YS__INCOMPLETE,   /* a sum that partners are missing from, or a part hidden at its source */
    YS__NO_DATA,
    YS__HIDDEN,
    YS__NOT_POSSIBLE,
    YS__STANDINGS
} ys__standing;

const char *ys__standing_title(ys__standing standing); /* "✔ On track" */

/* One indicator over the periods shown, for all partners together. Numbers that are not there are NaN. */
typedef struct ys__board_row {
    const ys__indicator *indicator;
    const ys_result **points;  /* one for each period; NULL: none */
    double *targets;           /* one for each period */
    double baseline, target, prior, current, change, progress;
    bool at_most;              /* the target is an upper limit */
    int n_points;              /* periods with a value */
    int n_breaks;              /* periods from which on it is defined otherwise than before */
    size_t since;              /* the first period with the definition of the last one */
    size_t pieces;             /* of those with breaks: how many such rows stand before this one */
    const ys_result *now;      /* of the period reported on; NULL: none */
    ys__standing standing;
    int direction;             /* of the change: 1 better, -1 worse, 0 neither */
    bool evident;              /* the change is more than chance and the usual ups and downs */
    bool first_page;
    bool headline;             /* on the first page, and named a headline unless none is */
} ys__board_row;

typedef struct ys__board {
    const ys__board_input *input;
    ys__arena arena;
    ys__period *periods;
    char (*period_ids)[YS__PERIOD_SIZE];
    const char **period_labels; /* short, for axes: "Q1 FY17", "Q2" */
    size_t n_periods;           /* the last one is reported on */
    ys__board_row *rows;        /* as defined; those without any result in any period left out */
    size_t n_rows, n_first_page;
    int reported, expected;     /* the widest coverage of any indicator in the period */
} ys__board;

enum { YS__FIRST_PAGE = 10, YS__TILES = 4 };

ys_status ys__board_make(ys__board *out, const ys__board_input *input, ys_error *err);
void ys__board_free(ys__board *board);

/* Whether a result is over all categories of all dimensions. */
bool ys__is_undivided(const ys_result *r, size_t n_dims);

/* The undivided result of an indicator for a period, of a partner or ("") of all; NULL: there is none. */
const ys_result *ys__board_find(const ys__board *board, const char *indicator, const char *period, const char *partner);

enum { YS__DRAWN_FROM = 10 }; /* cases behind a share, mean or median */

/* Results of one breakdown of an indicator in the period reported on, those with a value and cases enough to be worth
 * drawing, from the lowest. */
typedef struct ys__breakdown {
    const char *dimension;
    const ys_result **items;
    const char **titles;
    size_t n;
    bool evident; /* the lowest and the highest differ by more than chance */
} ys__breakdown;

ys_status ys__board_breakdown(ys__breakdown *out, ys__board *board, const ys__indicator *indicator,
                              const char *dimension, ys_error *err);

/* Whether two values differ by more than chance: from their own 95% intervals (Newcombe 1998), with the level corrected
 * for a number of comparisons. False where one has no interval of that kind. */
bool ys__differs(const ys_result *a, const ys_result *b, const ys__indicator *indicator, size_t comparisons);
bool ys__has_interval(const ys_result *r, const ys__indicator *indicator);

#endif
