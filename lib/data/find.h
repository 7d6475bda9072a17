/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_FIND_H
#define YS_DATA_FIND_H

#include <stdbool.h>

#include "data/import.h"
#include "data/memo.h"

/* Findings as they are kept: small, without their texts, which ys__import_report makes. */

typedef enum ys__code {
    YS__BAD_ENCODING,
    YS__RUNAWAY_QUOTE,
    YS__STRAY_QUOTE,
    YS__ROW_TOO_LONG,
    YS__ROW_TOO_SHORT,
    YS__EMPTY_FILE,
    YS__NOTES_LEFT_OUT,
    YS__DOUBTFUL_ENCODING,
    YS__AMBIGUOUS_SHEET,
    YS__SECOND_TABLE,
    YS__TOTALS_ROW,
    YS__MISSING_COLUMN,
    YS__UNKNOWN_COLUMN,
    YS__UNKNOWN_INDICATOR,
    YS__DUPLICATE_COLUMN,
    YS__BLANK_HEADER,
    YS__WRONG_TYPE,
    YS__AMBIGUOUS_NUMBER,
    YS__AMBIGUOUS_DATE,
    YS__EXCEL_DAMAGE,
    YS__NOT_IN_LIST,
    YS__REQUIRED,
    YS__OUT_OF_RANGE,
    YS__LENGTH,
    YS__PATTERN,
    YS__DUPLICATE_KEY,
    YS__UNKNOWN_SITE,
    YS__UNKNOWN_PARTNER,
    YS__UNKNOWN_FORM,
    YS__UNKNOWN_PERIOD,
    YS__CONTRADICTION,
    YS__WRONG_TEMPLATE,
    YS__OLD_TEMPLATE,
    YS__OUTSIDE_PERIOD,
    YS__OVERLAPPING_PERIOD,
    YS__CLOSED_PERIOD, /* by the store alone */
    YS__PERSONAL_DATA,
    YS__SAME_AS_BEFORE, /* these compare a report with earlier ones */
    YS__ORDER_OF_MAGNITUDE,
    YS__EXCHANGED_COLUMNS,
    YS__SWAPPED_FRACTION,
    YS__FALLING_TOTAL,
    YS__HEAPING,
    YS__SHIFTED_COLUMN, /* these tell what many findings have in common */
    YS__DATE_STYLE,
    YS__WHOLE_COLUMN,
    YS__RULE,
    YS__CODES
} ys__code;

extern const char *const ys__code_names[YS__CODES]; /* "wrong-type"; stable. A rule's own is "rule:" and its id */

typedef struct ys__found {
    uint64_t row, line;         /* of the record; 0: the file as a whole */
    const char *begin, *at;     /* of the record and of the cell, in the text; at NULL: the row as a whole */
    uint64_t other;             /* of a duplicate: the row it repeats; of a rule: its index */
    uint32_t group;             /* of equal ones, from 1; 0: it stands alone */
    const char *value;          /* what was received, in the text or the arena; NULL: nothing to show */
    const char *name;           /* header of a column no field asks for; NULL: the field's name */
    const char *message, *hint; /* in the arena; NULL: made from the code */
    uint32_t value_n;
    int32_t column, field;      /* -1: none */
    uint8_t code;
    bool is_error;
} ys__found;

/* Equal findings of a column, which are kept once. */
typedef struct ys__found_group {
    uint64_t count, last_row;
} ys__found_group;

/* Findings about values of a column of the file, counted as they come: row by row. */
typedef struct ys__column_faults {
    uint64_t rows, last;            /* rows with one; the last of them */
    uint64_t first;                 /* of the run in hand: rows without one that is right among them */
    uint64_t best_first, best_last; /* of the longest run */
    const char *value;              /* of the first */
    uint32_t value_n;
    uint8_t code;
    bool mixed;                     /* not all have this code */
    bool one_value;                 /* all have this value */
} ys__column_faults;

typedef struct ys__findings {
    bool collapse;
    ys__column_faults *faults;
    size_t n_faults, faults_room;
    ys__memo known;
    ys__found_group *groups;
    size_t n_groups, groups_room;
    ys__found *items;
    size_t n, room;
    size_t sorted; /* items before it are in order */
} ys__findings;

/* Whether findings of the code are about a value: where it stands again in the column, there is nothing more to say. */
bool ys__is_about_value(ys__code code);

/* Keeps one. False when memory is short. */
bool ys__find(ys__import *import, const ys__found *found);

/* Keeps one about the file as a whole; the texts are copied. */
bool ys__find_file(ys__import *import, ys__code code, bool is_error, const char *message, const char *hint);

/* Puts a finding at row (counted from 0) of the table, at the cell of a field (-1: at the row), and keeps it. */
bool ys__find_row(ys__import *import, size_t row, int field, ys__found *found);

/* Puts those from first on in order: by row, then column, then as they came. */
bool ys__findings_sort(ys__findings *findings, size_t first);

/* Forgets those from the n-th on. */
void ys__findings_cut(ys__import *import, size_t n);
void ys__findings_free(ys__findings *findings);

/* What a finding says, in the language in force. */
void ys__found_texts(const ys__import *import, const ys__found *found, ys__buffer *message, ys__buffer *hint);

#endif
