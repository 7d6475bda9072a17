/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_FORMATS_CSV_SCAN_H
#define YS_FORMATS_CSV_SCAN_H

#include <stddef.h>
#include <stdint.h>

/* Finds the bytes that can end a cell. Of each run of 64 bytes, masks gets a word whose bit i stands for byte i: set
 * where it is the separator, the quote, LF or CR. p must hold words * 64 readable bytes. */
typedef void (*ys__csv_scan_fn)(const char *p, size_t words, char separator, char quote, uint64_t *masks);

void ys__csv_scan_plain(const char *p, size_t words, char separator, char quote, uint64_t *masks);

/* The ways this processor knows, the fastest last; the plain one is always there. All give the same masks. */
enum { YS__CSV_SCANS = 3 };
size_t ys__csv_scans(ys__csv_scan_fn scans[YS__CSV_SCANS]);

#endif
