/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_HISTORY_H
#define YS_DATA_HISTORY_H

#include "data/import.h"

/* A report beside the partner's own earlier ones: what is unlikely, as warnings with the evidence beside them. Columns
 * are compared by a few numbers about each, so that earlier rows need not be kept at hand. */

/* What is remembered of a column. */
typedef struct ys__digest {
    uint64_t hash;    /* of its values and reasons: equal columns have equal ones */
    bool measured;    /* what follows is known */
    size_t n, known;  /* rows; those with a value */
    size_t others;    /* values other than 0 */
    size_t distinct;  /* different ones among a sample of them */
    double sum;
    double typical;   /* the median of the sample; NaN: nothing but zeros */
    size_t counts, round; /* whole numbers above 10; those that end in 0 or 5 */
} ys__digest;

/* Whether the field holds what is counted or measured: answers on a scale, codes and years do not, though numbers. */
bool ys__is_measured(const ys__form *form, int field);

/* Fills all but the hash, for a field that is measured. */
void ys__digest_make(ys__digest *out, const ys__column *column);

/* An earlier report of the same partner and form, for a period of the same length. */
typedef struct ys__past {
    int64_t id;
    ys__period period;
    ys__digest *digests; /* one for each field of the form */
} ys__past;

/* Adds what the rows of a partner tell beside the earlier reports, the newest first. False when memory is short. */
bool ys__history_compare(ys__import *import, const ys__partner *partner, const ys__digest *now,
                         const ys__past *const *past, size_t n);

/* Keeps a warning about a column as a whole, or about its only cell; field -1: about the file. In a file of several
 * partners the message begins with the one it is about. The texts are copied. False when memory is short. */
bool ys__find_column(ys__import *import, const ys__partner *partner, int field, uint8_t code,
                     const ys__buffer *message, const char *hint);

#endif
