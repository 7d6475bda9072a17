/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* Loading */

static ys_status load_field(ys__rows *rows, struct ys_store *store, const ys__form *form, size_t f, bool packed,
                            ys_error *err)
{
    ys__segment segment = { 0 };
    ys_status status;

#pragma omp critical(ys_store)
    status = ys__store_segment(&segment, store, rows->submission->id, form->fields[f].name, err);
    if (status == YS_OK && segment.n && packed)
        status = ys__packed_open(&rows->packed[f], &segment, err);
    else if (status == YS_OK && segment.n && (status = ys__segment_decode(&rows->columns[f], &segment, err)) == YS_OK)
        rows->by_field[f] = &rows->columns[f];
    ys__segment_free(&segment);
    return status;
}

ys_status ys__rows_load(ys__rows *out, const ys__plan *plan, const ys__form *form, const ys__submission *submission,
                        const bool *wanted, const bool *packed, ys_error *err)
{
    ys__rows rows = { .submission = submission, .n = submission->n };
    ys_status status = YS_OK;

    rows.columns = calloc(form->n + 1, sizeof *rows.columns);
    rows.by_field = calloc(form->n + 1, sizeof *rows.by_field);
    rows.packed = calloc(form->n + 1, sizeof *rows.packed);
    if (rows.columns == NULL || rows.by_field == NULL || rows.packed == NULL)
        status = ys__fail_nomem(err);
    for (size_t f = 0; status == YS_OK && f < form->n; f++)
        if (wanted[f])
            status = load_field(&rows, plan->store, form, f, packed && packed[f], err);
    if (status != YS_OK) {
        ys__rows_free(&rows, form);
        return status;
    }
    *out = rows;
    return YS_OK;
}

void ys__rows_free(ys__rows *rows, const ys__form *form)
{
    for (size_t f = 0; rows->columns && f < form->n; f++)
        ys__column_free(&rows->columns[f]);
    for (size_t f = 0; rows->packed && f < form->n; f++)
        ys__packed_free(&rows->packed[f]);
    free(rows->columns);
    free(rows->by_field);
    free(rows->packed);
    *rows = (ys__rows){ 0 };
}

ys__period ys__rows_period(const ys__rows *rows, const ys__form *form, size_t row)
{
    const ys__column *c = form->period_field >= 0 ? rows->by_field[form->period_field] : NULL;

    if (c == NULL)
        return rows->submission ? rows->submission->period : (ys__period){ 0 };
    return ys__column_missing(c, row) ? (ys__period){ 0 } : ys__period_unpack(c->v[row]);
}

/* Keys */

static void key_column(ys__id *keys, const ys__column *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t a, b = 0;

        if (c == NULL || ys__column_missing(c, i)) {
            a = UINT64_MAX;
        } else if (c->kind == YS__COLUMN_CODE) {
            ys__slice text = c->dict.items[c->v[i]];

            a = ys__hash(text.p, text.n, 1);
            b = ys__hash(text.p, text.n, 2);
        } else if (c->kind == YS__COLUMN_ID) {
            a = c->id[i].high;
            b = c->id[i].low;
        } else {
            double x = ys__column_real(c, i); /* decimals of any scale agree as numbers */

            memcpy(&a, &x, sizeof a);
        }
        keys[i].high = ys__mix(keys[i].high, a);
        keys[i].low = ys__mix(keys[i].low ^ a, b);
    }
}

ys__id *ys__rows_keys(const ys__rows *rows, const int *fields, size_t n_fields)
{
    ys__id *keys = calloc(rows->n + 1, sizeof *keys);

    for (size_t k = 0; keys && k < n_fields; k++)
        key_column(keys, fields[k] < 0 ? NULL : rows->by_field[fields[k]], rows->n);
    return keys;
}
