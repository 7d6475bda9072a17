/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_BLOCK_H
#define YS_COMPUTE_BLOCK_H

#include "compute/scan.h"

/* A block of rows on its way into the cube, in the order of their cells, and the columns that were asked for. */

enum { YS__BLOCK = 8192 }; /* rows at a time: their vectors stay in the cache */

/* Rows of a block in one cell: first .. end - 1. */
typedef struct ys__span {
    uint32_t cell, first, end;
} ys__span;

/* A column's values of the block, in its order; the memory is kept from block to block. */
typedef struct ys__slot {
    ys__column column;
    void *values;
    uint8_t *missing;
    bool filled;
} ys__slot;

typedef struct ys__block {
    ys__cube *cube;
    const ys__job *job;
    const ys__rows *rows;
    uint32_t partner;
    size_t n;
    uint32_t row[YS__BLOCK];     /* of the submission: where each row of the block stands in it */
    ys__span spans[YS__BLOCK];
    size_t n_spans;
    bool in_order;               /* the rows are row[0], row[0] + 1 and so on */
    ys__slot *slots;             /* form->n */
    const ys__column **columns;  /* form->n: those filled for the block; NULL: the submission has none */
    uint8_t state[YS__BLOCK];    /* 0: counts; a reason: its input is missing; YS__OFF */
    uint8_t truth[YS__BLOCK], other[YS__BLOCK], why[YS__BLOCK];
    double x[YS__BLOCK], y[YS__BLOCK];
} ys__block;

enum { YS__OFF = YS__MISSINGS }; /* a row the indicator is not about */

ys_status ys__block_make(ys__block **out, ys__cube *cube, const ys__job *job, ys_error *err);
void ys__block_free(ys__block *block);

/* Forgets the columns filled, for other rows. */
void ys__block_empty(ys__block *block);

/* The column of a field for the rows of the block, into block->columns. False when memory is short. */
bool ys__block_column(ys__block *block, int field);

#endif
