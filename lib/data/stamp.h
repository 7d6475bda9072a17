/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_STAMP_H
#define YS_DATA_STAMP_H

#include "base/buffer.h"
#include "formats/csv.h"
#include "model/model.h"

/* The mark of a template: its first record, hidden from people, says whose template it is, and shows how the program
 * that saved it writes a half and the last day of the year 2000. It survives being saved as CSV, and being renamed. */

typedef struct ys__stamp {
    bool there;
    ys__slice partner, form, period, version;
    uint64_t print;    /* ys__stamp_print of the form when the template was made */
    uint32_t header;   /* record of the fields' names, from 1; 0: it is gone */
    char decimal;      /* '.' or ','; 0: not told */
    char date_order;   /* 'd' or 'm'; 0: not told */
} ys__stamp;

/* The header of the column in which a template checks its rows; nobody reads what stands below it. */
#define YS__CHECK_HEADER "_check"

/* The samples that follow the mark in its record. */
enum { YS__STAMP_DAY = 11322 }; /* 2000-12-31 */
#define YS__STAMP_NUMBER 0.5

/* A fingerprint of what a form asks for: the same in every version of the program. */
uint64_t ys__stamp_print(const ys__form *form);

void ys__stamp_put(ys__buffer *to, const ys__partner *partner, const ys__form *form, const char *period);

/* Looks for the mark in the first records of a file. */
void ys__stamp_read(ys__stamp *out, const ys__csv_block *block);

#endif
