/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_ROWS_H
#define YS_COMPUTE_ROWS_H

#include "compute/plan.h"
#include "store/packed.h"

/* The columns of one submission that somebody asked for, by field of the form; NULL where it has none. */
typedef struct ys__rows {
    const ys__submission *submission;
    size_t n;
    ys__column *columns;          /* form->n, empty where not loaded */
    const ys__column **by_field;  /* form->n */
    ys__packed *packed;           /* form->n: those that were to stay packed, in no other of the two; NULL: none is */
} ys__rows;

/* wanted and packed: form->n flags, NULL: none. The store is asked one thread at a time. */
ys_status ys__rows_load(ys__rows *out, const ys__plan *plan, const ys__form *form, const ys__submission *submission,
                        const bool *wanted, const bool *packed, ys_error *err);
void ys__rows_free(ys__rows *rows, const ys__form *form);

/* The row's own period: that of its period field, else the submission's. months 0: missing. */
ys__period ys__rows_period(const ys__rows *rows, const ys__form *form, size_t row);

/* 128-bit keys of rows over some fields (texts by their letters, so that they agree between submissions). */
ys__id *ys__rows_keys(const ys__rows *rows, const int *fields, size_t n_fields);

#endif
