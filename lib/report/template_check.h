/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_TEMPLATE_CHECK_H
#define YS_REPORT_TEMPLATE_CHECK_H

#include "base/buffer.h"
#include "report/template.h"

/* The checks of a template as formulas, so that a partner sees what is missing or wrong while typing. They know less
 * than ys_check_file and never contradict it. */

enum { YS__SERIAL_EPOCH = 25569 }; /* 1970-01-01 as a spreadsheet counts days */

typedef struct ys__entry {
    const ys__field *f;
    char letter[8];
    ys__buffer choices; /* the range of its dropdown; empty: none */
    ys__buffer block;   /* that of all texts the reader takes for one of them */
    const ys__missing_value *missing;
    size_t n_missing;
} ys__entry;

typedef struct ys__entries {
    const ys__template *t;
    ys__entry *items;
    size_t n;
    int first, last; /* rows as a spreadsheet counts them */
    ys__lang lang;
} ys__entries;

/* "B8" */
void ys__put_cell(ys__buffer *to, const ys__entry *e, int row);

/* A condition that is true where a cell that is filled holds what its field takes. False where anything will do. */
bool ys__put_fits(ys__buffer *to, const ys__entries *all, const ys__entry *e, int row);

/* Whether the field's cell holds nothing, or a text that stands for a missing value. */
void ys__put_is_missing(ys__buffer *to, const ys__entry *e, int row, ys__missing reason);

/* A condition that is true where the rule is certainly broken. False where it has no formula. */
bool ys__put_broken(ys__buffer *to, const ys__entries *all, const ys__rule *rule, int row);

/* The formula that says what is missing or wrong in a row. value: what it says of a known row as it stands. */
void ys__put_row_check(ys__buffer *to, ys__buffer *value, const ys__entries *all, int row);

/* A text as a formula has it, of at most so many characters. */
void ys__put_quoted(ys__buffer *to, const char *text, size_t characters);

#endif
