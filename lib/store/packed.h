/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_PACKED_H
#define YS_STORE_PACKED_H

#include "store/store.h"

/* A stored column as it lies in its bytes, checked but not unpacked: rows are taken from it a block at a time, so that
 * the memory for whole columns is neither written nor read again. */
typedef struct ys__packed {
    void *bytes;           /* owned; NULL: there is no such column */
    ys__column head;       /* kind, scale, number of rows and dictionary; no values */
    uint8_t width, absence, reason;
    uint64_t base;
    const unsigned char *reasons, *values;
} ys__packed;

/* Takes the segment's bytes over, also when they turn out to be damaged. */
ys_status ys__packed_open(ys__packed *out, ys__segment *segment, ys_error *err);
void ys__packed_free(ys__packed *packed);

/* Are there rows whose value may be missing? Else the arrays for reasons are not written. */
bool ys__packed_misses(const ys__packed *packed);

/* Writes n rows to arrays of the caller: those numbered by rows, or, with rows NULL, first and the ones after it; first
 * must then be a multiple of eight. values has room for n ids or numbers; missing for n, up to a multiple of eight. */
void ys__packed_take(const ys__packed *packed, size_t first, const uint32_t *rows, size_t n, void *values,
                     uint8_t *missing);

#endif
