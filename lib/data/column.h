/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_COLUMN_H
#define YS_DATA_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "model/missing.h"
#include "model/model.h"

/* Rows live in typed columns. Every value is an integer whose meaning the kind tells; REAL alone is a double and ID a
 * 128-bit pseudonym. A missing value is 0 with its reason beside it. */
typedef enum ys__column_kind {
    YS__COLUMN_NUMBER,   /* units / 10^scale; integers, decimals, years */
    YS__COLUMN_REAL,     /* a double, where a decimal of 18 digits will not do */
    YS__COLUMN_DATE,     /* days since 1970-01-01 */
    YS__COLUMN_TIME,     /* seconds of the day */
    YS__COLUMN_DATETIME, /* seconds since 1970 */
    YS__COLUMN_MONTH,    /* months since year 0 (yearmonth) */
    YS__COLUMN_PERIOD,   /* ys__period_pack() */
    YS__COLUMN_BOOL,     /* 0 or 1 */
    YS__COLUMN_CODE,     /* index in the column's dictionary: categories, sites, texts */
    YS__COLUMN_ID        /* 128-bit pseudonym of a participant */
} ys__column_kind;

typedef struct ys__id {
    uint64_t high, low;
} ys__id;

/* Distinct texts, numbered from 0 in the order they were added. */
typedef struct ys__dict {
    ys__slice *items;
    size_t n, room;
    uint32_t *slots; /* open addressing: index + 1, 0 empty */
    size_t n_slots;
    ys__arena arena;
} ys__dict;

/* The text's number, added if need be; -1 when memory is short. */
int64_t ys__dict_add(ys__dict *dict, ys__slice text);
int64_t ys__dict_find(const ys__dict *dict, ys__slice text); /* -1: not there */
void ys__dict_free(ys__dict *dict);

typedef struct ys__column {
    ys__column_kind kind;
    int scale;          /* of NUMBER */
    size_t n, room;
    union {
        int64_t *v;
        double *d;      /* REAL */
        ys__id *id;     /* ID */
    };
    uint8_t *missing;   /* ys__missing of each row; NULL when none is missing */
    ys__dict dict;      /* of CODE */
} ys__column;

void ys__column_free(ys__column *column);

/* Room for more rows behind the ones in use, for callers that fill v and missing themselves. */
bool ys__column_reserve(ys__column *column, size_t more);

/* The missing array, made (all there) when there was none; NULL when memory is short. As long as the room. */
uint8_t *ys__column_reasons(ys__column *column);

/* Gives a row of a NUMBER or REAL column its value. A decimal of a greater scale rescales the column, all rows of which
 * must hold something; where that does not fit it becomes REAL. */
void ys__column_set_decimal(ys__column *column, size_t row, int64_t units, int scale);
void ys__column_set_real(ys__column *column, size_t row, double value);

/* Appends one row. False when memory is short. Numbers are kept as ys__column_set_decimal does. */
bool ys__column_add(ys__column *column, int64_t value);
bool ys__column_add_decimal(ys__column *column, int64_t units, int scale);
bool ys__column_add_real(ys__column *column, double value);
bool ys__column_add_id(ys__column *column, ys__id id);
bool ys__column_add_missing(ys__column *column, ys__missing reason);

static inline ys__missing ys__column_missing(const ys__column *c, size_t row)
{
    return c->missing ? (ys__missing)c->missing[row] : YS__MISSING_NONE;
}

/* The row's value as a number, for kinds that have one (also dates, booleans). The value must not be missing. */
double ys__column_real(const ys__column *column, size_t row);

/* A new column of the chosen rows, in their order; codes keep their dictionary numbers unless compact is true, which
 * keeps only the texts in use. */
bool ys__column_take(ys__column *out, const ys__column *from, const uint32_t *rows, size_t n, bool compact);

/* The kind the values of a field are stored as. */
ys__column_kind ys__field_column_kind(const ys__form *form, int field);

static inline int64_t ys__period_pack(ys__period p)
{
    return (int64_t)p.month * 16 + p.months;
}

static inline ys__period ys__period_unpack(int64_t packed)
{
    return (ys__period){ (int32_t)(packed / 16), (int32_t)(packed % 16) };
}

/* Rows of one form: a column for each of its fields, in their order. A field the file had no column for is
 * NOT_COLLECTED throughout. */
typedef struct ys__table {
    const ys__form *form;
    size_t n;
    ys__column *columns;
} ys__table;

#endif
