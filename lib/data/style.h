/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_STYLE_H
#define YS_DATA_STYLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/number.h"
#include "base/text.h"
#include "model/model.h"

/* Numbers and dates as people write them. What one cell leaves open (is 1.234 above a thousand? is 3/4 in March?) all
 * cells of the file decide together; what they leave open too is asked, never guessed. */

typedef struct ys__style {
    char decimal;      /* '.' or ','; 0: not known */
    char date_order;   /* 'd' day before month, 'm' month before day; 0: not known */
    bool strict;       /* the rules of Table Schema, not those of people */
} ys__style;

/* What cells were seen to be written like. */
typedef struct ys__evidence {
    uint64_t points, commas;           /* numbers that only make sense with this decimal mark */
    uint64_t days_first, months_first; /* dates that only make sense in this order */
} ys__evidence;

void ys__evidence_number(ys__evidence *seen, ys__slice cell);
void ys__evidence_date(ys__evidence *seen, ys__slice cell);
void ys__style_decide(ys__style *style, const ys__evidence *seen, char separator);

typedef enum ys__reading {
    YS__READ_WRONG,      /* it is no such thing */
    YS__READ_OK,
    YS__READ_REAL,       /* of a number: *real holds it, it does not fit a decimal */
    YS__READ_AMBIGUOUS,
    YS__READ_DAMAGED     /* a spreadsheet spoilt it: ####, #REF! */
} ys__reading;

ys__reading ys__number_read(const ys__field *field, const ys__style *style, ys__slice cell, ys__decimal *out,
                            double *real);
ys__reading ys__date_read(const ys__field *field, const ys__style *style, ys__slice cell, int32_t *days);

/* By a format of Table Schema: %Y %y %m %d %b %B %H %I %M %S %p %j %z. What the format does not name is the first of
 * its kind. */
bool ys__format_read(const char *format, ys__slice cell, int32_t *days, int32_t *seconds);

/* Whether a text is of a format that Table Schema knows for strings: email, uri, uuid. Others allow everything. */
bool ys__text_format(const char *format, ys__slice text);

/* HH:MM[:SS] as seconds of the day; people may add am or pm. */
bool ys__clock_read(const ys__style *style, ys__slice cell, int32_t *seconds);

/* A day number of a spreadsheet, 42948.5, as a moment in seconds since 1970. */
bool ys__serial_read(ys__slice cell, int64_t *seconds);

/* Whether a date (4-Mar, 03/04/2018) is what a spreadsheet makes of a code such as 3-4. */
bool ys__was_code(ys__slice cell, ys__slice code);

/* Whether a text (4-Mar, mar-04) is what a spreadsheet makes of a number such as 4.3, or of a code. */
bool ys__was_number(ys__slice cell);

/* "####", "#REF!", "#DIV/0!" and their like. */
bool ys__is_damage(ys__slice cell);

/* 1.23E+05 where a code was meant: what a spreadsheet makes of a long number. */
bool ys__is_scientific(ys__slice cell);

#endif
