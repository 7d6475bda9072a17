/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_STUDY_H
#define YS_COMPUTE_STUDY_H

#include <yardstick/study.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "compute/figure.h"
#include "compute/run.h"

/* The handle of lib/yardstick/study.h, and what its parts share. */
struct ys_study {
    ys__arena arena;
    ys_store *past; /* a view of the store as of the time asked for; NULL: none */
    ys_study_row *rows;
    size_t n, room;
};

/* How an indicator is told apart from chance. */
typedef enum ys__nature { YS__SHARES, YS__COUNTS, YS__MEANS, YS__RANKS, YS__OTHER } ys__nature;

ys__nature ys__nature_of(const ys__indicator *indicator);

/* An indicator in one group: its figure, and its values where it has any (borrowed from the sample's own memory). */
typedef struct ys__sample {
    ys__figure figure;
    double *values;
    size_t n_values;
    uint32_t code;      /* of the group; YS__CODE_ALL: the whole */
} ys__sample;

/* A row with nothing in it but NaN and "". */
ys_study_row ys__study_row(const ys__indicator *indicator, const char *period, const char *kind);

/* Adds a row; its texts must live as long as the study. */
ys_status ys__study_add(ys_study *study, const ys_study_row *row, ys_error *err);

/* A text kept as long as the study; "" when memory is short. */
const char *ys__study_text(ys_study *study, const char *text);

/* Fills difference, test, p and effect of a row from two samples. False: they cannot be compared. */
bool ys__compare(ys_study_row *row, ys__nature nature, const ys__sample *a, const ys__sample *b);

/* The same against a fixed value. */
bool ys__compare_fixed(ys_study_row *row, ys__nature nature, const ys__sample *a, double fixed);

/* All samples at once. */
bool ys__compare_all(ys_study_row *row, ys__nature nature, const ys__sample *samples, size_t n);

/* The size of a difference: shares differ by points. */
void ys__put_size(ys__buffer *to, const ys__indicator *indicator, double x);

/* The cases of a share, else the rows with a known input. */
int64_t ys__cases(ys__nature nature, const ys__figure *figure);

/* Sentences, put into the row. */
void ys__say_difference(ys_study *study, ys_study_row *row, const ys__indicator *indicator, ys__nature nature);
void ys__say_groups(ys_study *study, ys_study_row *row, const ys__indicator *indicator);
void ys__say_description(ys_study *study, ys_study_row *row, const ys__indicator *indicator);

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
