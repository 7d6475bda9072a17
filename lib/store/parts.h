/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_PARTS_H
#define YS_STORE_PARTS_H

#include "data/history.h"
#include "store/seal.h"
#include "store/store.h"

/* The rows of a file, parted by partner, in the order of the initiative's partners. */
typedef struct ys__part {
    const ys__partner *partner; /* NULL: rows whose partner is unknown */
    size_t rows, accepted;
    ys__segment *segments;      /* one for each field of the form; NULL: nothing is to be stored */
    ys__digest *digests;        /* one for each field, with the segments */
    char content[YS__SHA256_HEX];
} ys__part;

typedef struct ys__parts {
    ys__part *items;
    size_t n, n_fields;
} ys__parts;

/* What is made of the good rows of each part, of the columns that were kept. */
typedef enum ys__making {
    YS__PARTS_COUNTED,  /* nothing */
    YS__PARTS_DIGESTED, /* the digests, without hashes */
    YS__PARTS_ENCODED,  /* digests and segments */
} ys__making;

/* A file without rows has one part, its partner's. */
ys_status ys__parts_make(ys__parts *out, const struct ys_initiative *in, const ys__import *import, ys__making making,
                         ys_error *err);
void ys__parts_free(ys__parts *parts);

#endif
