/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_SEGMENT_H
#define YS_STORE_SEGMENT_H

#include <stddef.h>
#include <stdint.h>

/* A column as bytes, little-endian, each part padded to eight bytes:
 *
 *   header    as below
 *   lengths   of the dictionary's texts, 32 bits each; only texts in use are kept
 *   texts     one after the other
 *   reasons   of missing values, as header.absence says
 *   values    header.width bytes each: what is to be added to header.base (REAL: the double, ID: high and low half)
 *
 * A missing value is written as if it were the base and read back as 0. segment.c writes it, packed.c reads it. */
typedef struct ys__segment_header {
    uint8_t version;
    char kind;
    uint8_t scale;
    uint8_t width;
    uint8_t absence;
    uint8_t reason;
    uint8_t zero[2];
    uint64_t n;
    uint64_t base;
    uint32_t texts, text_bytes;
} ys__segment_header;

enum { YS__SEGMENT_VERSION = 1, YS__SEGMENT_ROWS_MAX = UINT32_MAX };

/* How missing values are told: none is, all are for the same reason, a bit or four bits of each row. */
typedef enum ys__absence { YS__ALL_THERE, YS__ALL_MISSING, YS__BITS, YS__NIBBLES } ys__absence;

/* Offsets of the parts; the end is the size. */
typedef struct ys__segment_layout {
    size_t lengths, texts, reasons, values, end;
} ys__segment_layout;

ys__segment_layout ys__segment_lay_out(const ys__segment_header *header);

/* The kind of column a letter in the store stands for; -1: none. */
int ys__segment_kind(char letter);

#endif
