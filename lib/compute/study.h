/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_STUDY_H
#define YS_COMPUTE_STUDY_H

#include <yardstick/stats_compare.h>
#include <yardstick/study.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "compute/figure.h"
#include "compute/run.h"

/* What an analysis needs of the rows beyond its indicator's own measure: gathered as the values of indicators of its
 * own over the same rows. */
enum { YS__PROBES = 3 };

typedef struct ys__probe {
    const ys__indicator *of;
    ys__indicator parts[YS__PROBES];
} ys__probe;

/* The handle of lib/yardstick/study.h, and what its parts share. */
struct ys_study {
    ys__arena arena;
    ys_store *past; /* a view of the store as of the time asked for; NULL: none */
    ys_study_row *rows;
    size_t n, room;
    bool nomem;        /* memory ran short where that could not be answered at once */
    ys__probe *probes; /* of the indicators with an analysis of its own rows */
    size_t n_probes;
};

/* How an indicator is told apart from chance. */
typedef enum ys__nature { YS__SHARES, YS__COUNTS, YS__MEANS, YS__RANKS, YS__OTHER } ys__nature;

ys__nature ys__nature_of(const ys__indicator *indicator);

/* A group: a code of the axis, of a site with its partner's. Both YS__CODE_ALL: the whole. */
typedef struct ys__place {
    uint32_t partner, code;
} ys__place;

/* An indicator in one group: its figure, and its values where it has any (borrowed from the sample's own memory). */
typedef struct ys__studied {
    ys__figure figure;
    double *values;
    size_t n_values;
    ys_moments moments; /* of the values */
    ys__place place;
} ys__studied;

/* The study of one indicator at one period. */
typedef struct ys__studying {
    ys_study *study;
    const ys__plan *plan;
    const ys__runs *runs;
    const ys_study_options *options;
    const ys__indicator *indicator;
    const ys__run *run;
    size_t task;
    const char **periods; /* ids of the plan's */
    const char *dates;    /* of the period asked for, for people */
    size_t now;           /* the period asked for: the last */
    size_t axis;          /* compared by this axis; SIZE_MAX: by none */
    ys_error *err;
} ys__studying;

/* Figure and values of a group; others: the figure alone of all groups but this. Freed with ys__studied_free. */
ys_status ys__study_take(ys__studied *out, const ys__studying *s, size_t period, ys__place place, bool others);
void ys__studied_free(ys__studied *sample);

/* The code of a group, what people call it, and what they call that by which groups are told. */
const char *ys__place_code(const ys__studying *s, ys__place place);
const char *ys__place_title(const ys__studying *s, ys__place place);
const char *ys__axis_title(const ys__studying *s);

/* A row of the indicator and period under study. */
ys_study_row ys__study_start(const ys__studying *s, const char *kind);

/* Adds a row that says why there are no numbers. */
ys_status ys__study_refuse(const ys__studying *s, ys_study_row *row, const char *why);

/* Adds how far groups are apart (of a dimension), which units lie outside what chance allows (partners and sites), and
 * which values lie far from the others. Nothing where the measure has no such thing. */
ys_status ys__study_equity(const ys__studying *s, const ys__studied *groups, size_t n);
ys_status ys__study_funnel(const ys__studying *s, const ys__studied *units, size_t n);
ys_status ys__study_outliers(const ys__studying *s, const ys__studied *whole);

/* Adds the description of a sample; describes and compares the groups of the axis. */
ys_status ys__study_describe(const ys__studying *s, const ys__studied *sample);
ys_status ys__study_groups(const ys__studying *s);

/* Adds to the plan what the analyses of its indicators need to be gathered; adds the analysis of an indicator. */
ys_status ys__analysis_plan(ys_study *study, ys__plan *plan, ys_error *err);
ys_status ys__study_analysis(const ys__studying *s, const ys__studied *whole);

/* Sentences of the analyses, put into the row. */
void ys__say_dosage(const ys__studying *s, ys_study_row *row, bool separated, size_t clusters, int64_t left_out);
void ys__say_dose(const ys__studying *s, ys_study_row *row);
void ys__say_time(const ys__studying *s, ys_study_row *row, size_t events, size_t backwards, const char *group);
void ys__say_within(const ys__studying *s, ys_study_row *row, int months);

/* A row with nothing in it but NaN and "". */
ys_study_row ys__study_row(const ys__indicator *indicator, const char *period, const char *kind);

/* Adds a row; its texts must live as long as the study. */
ys_status ys__study_add(ys_study *study, const ys_study_row *row, ys_error *err);

/* A text kept as long as the study, and the same of a buffer, which is freed. When memory is short: "", and the study
 * will fail. */
const char *ys__study_text(ys_study *study, const char *text);
const char *ys__study_words(ys_study *study, ys__buffer *text);

/* Whether a statistic could be computed; where it was memory that was short, the study will fail. */
bool ys__study_good(ys_study *study, ys_status status);

/* Fills difference, test, p and effect of a row from two samples. ranked: the rank test of a against b where it has
 * been made already, so that b needs no values; else NULL. False: they cannot be compared. */
bool ys__compare(ys_study *study, ys_study_row *row, ys__nature nature, const ys__studied *a, const ys__studied *b,
                 const ys_ranked *ranked);

/* Fills a row with the paired t test and one with the signed rank test of differences (none: as many zeros). False:
 * they cannot be tested. */
bool ys__compare_pairs(ys_study *study, ys_study_row *t, ys_study_row *signed_rank, const double *none,
                       const ys__studied *changes);

/* The same against a fixed value. */
bool ys__compare_fixed(ys_study_row *row, ys__nature nature, const ys__studied *a, double fixed);

/* All samples at once. *rough: some groups are so small that the test is a rough one. */
bool ys__compare_all(ys_study *study, ys_study_row *row, bool *rough, ys__nature nature, const ys__studied *samples,
                     size_t n);

/* The size of a difference: shares differ by points. */
void ys__put_size(ys__buffer *to, const ys__indicator *indicator, double x);

/* "20.0 points (5.2 to 33.4)" */
void ys__put_difference(ys__buffer *to, const ys_study_row *row, const ys__indicator *indicator);

/* The cases of a share, else the rows with a known input. */
int64_t ys__cases(ys__nature nature, const ys__figure *figure);

/* "p = 0.031", "p < 0.001". */
void ys__put_p(ys__buffer *to, double p);

/* Sentences, put into the row. group and other are what people call the groups; other NULL: all others. */
void ys__say_difference(ys_study *study, ys_study_row *row, const ys__indicator *indicator, ys__nature nature,
                        const char *group, const char *other);
void ys__say_pairs(ys_study *study, ys_study_row *row, const ys__indicator *indicator);
void ys__say_groups(ys_study *study, ys_study_row *row, const ys__indicator *indicator, const char *by, bool rough);
void ys__say_description(ys_study *study, ys_study_row *row, const ys__indicator *indicator, const char *group);

/* The indicator over time: values with numerators and denominators, n of them, ending with the period asked for. */
typedef struct ys__series {
    const ys__indicator *indicator;
    const ys__plan *plan;
    const double *values, *numerators, *denominators;
    const char *const *periods;
    size_t n;
} ys__series;

ys_status ys__study_trend(ys_study *study, const ys__series *series, ys_error *err);
ys_status ys__study_chart(ys_study *study, const ys__series *series, ys_error *err);

#endif
