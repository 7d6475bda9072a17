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
    bool late;                  /* found when all cells had been read: told after what was found before */
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

/* Cells of a column, in a block of rows, that were refused. In a file full of faults these are nearly all findings, so
 * that no more is kept of them: what stands in the cell, and where, the file tells again. */
typedef struct ys__refused {
    size_t row;             /* of the table: the first of the block */
    size_t n;               /* rows */
    int32_t column, field;
    const uint8_t *codes;   /* of each row: ys__code + 1; 0: nothing to tell */
    const uint32_t *groups; /* of each row; NULL where equal findings are not collapsed */
} ys__refused;

/* Beside the code of a refused cell: the finding is in the list, or counted with an equal one. */
enum { YS__TOLD = 0x80 };

typedef struct ys__findings {
    bool collapse;
    ys__column_faults *faults;
    size_t n_faults, faults_room;
    ys__memo known;
    ys__found_group *groups;
    size_t n_groups, groups_room;
    uint32_t n_known;    /* texts known to be wrong, where equal findings are not collapsed */
    size_t forgotten;    /* groups that known does not know any more: the first ones */
    ys__found *items;
    size_t n, room;
    ys__refused *refused; /* by block, then column; they are no items */
    size_t n_refused, refused_room;
    uint64_t partner;    /* of refused sites, as their other tells it */
    ys__arena arena;     /* of refused */
} ys__findings;

/* Whether findings of the code are about a value: where it stands again in the column, there is nothing more to say. */
bool ys__is_about_value(ys__code code);

/* Keeps one. False when memory is short. */
bool ys__find(ys__import *import, const ys__found *found);

/* The parts of ys__find: counts a finding with the equal ones before it (*first: there are none), and adds one to the
 * list. */
bool ys__find_equal(ys__findings *list, ys__found *found, bool *first);
bool ys__find_add(ys__findings *list, const ys__found *found);

/* Counts refused cells among the faults of their column: rows are the records, texts what stands in them. */
bool ys__find_faults(ys__findings *list, size_t column, const uint32_t *rows, const ys__refused *cells,
                     const ys__slice *texts);

/* Keeps one about the file as a whole; the texts are copied. */
bool ys__find_file(ys__import *import, ys__code code, bool is_error, const char *message, const char *hint);

/* Puts a finding at row (counted from 0) of the table, at the cell of a field (-1: at the row), and keeps it. */
bool ys__find_row(ys__import *import, size_t row, int field, ys__found *found);

/* Puts those from first on in order: by row, then column, then as they came. */
bool ys__findings_sort(ys__findings *findings, size_t first);

/* A walk over all findings: by row, then column, then as they came, once they are sorted. */
typedef struct ys__found_walk {
    const ys__import *import;
    int32_t only;            /* findings of this column alone; -1: all */
    size_t item;             /* the next of the list */
    size_t block, block_end; /* columns of the block of refused cells in hand */
    size_t row, column;      /* in the block: the cell to be looked at next */
    ys__found cell;          /* the next refused cell, if has_cell */
    bool has_cell, failed;   /* failed: memory was short */
} ys__found_walk;

ys__found_walk ys__found_all(const ys__import *import);

/* The next one, until the next call; NULL at the end. */
const ys__found *ys__found_next(ys__found_walk *walk);

/* Forgets those from the n-th on, none of which is about a cell, and all refused cells. */
void ys__findings_cut(ys__import *import, size_t n);
void ys__findings_free(ys__findings *findings);

/* What it is called in its form; an unknown column by its header, the file as a whole "". */
const char *ys__found_name(const ys__import *import, const ys__found *found);
void ys__found_code(const ys__import *import, const ys__found *found, ys__buffer *to);

/* Whether its texts depend on code, column and value alone. */
bool ys__found_repeats(const ys__found *found);

/* Where a cell stands, found by walking on from the cell before: findings come in order, so that this is linear. */
typedef struct ys__place {
    const char *begin, *at; /* of the record, and how far it was walked */
    uint64_t line;
    uint32_t character;
} ys__place;

void ys__place_find(ys__place *place, const ys__found *found, bool is_book);

/* Bytes of a value that a message shows. */
enum { YS__SHOWN = 60 };

/* What spreadsheet programs leave of a value. */
enum { YS__DAMAGE_FORMULA, YS__DAMAGE_DATE, YS__DAMAGE_LONG, YS__DAMAGE_NARROW, YS__DAMAGE_UNWORKED };

/* What the value of a finding changes in its texts, but for standing in them: of values with the same variant they
 * differ in the value alone. */
typedef struct ys__variant {
    int32_t near;  /* the allowed value it is like, or how many characters it has; -1: none */
    int32_t made;  /* what a spreadsheet made it of: the allowed value, or the damage; -1: nothing */
    int32_t zeros; /* so many in front were lost */
} ys__variant;

ys__variant ys__found_variant(const ys__import *import, const ys__found *found);

/* What a finding says, in the language in force. variant NULL: that of its own value. */
void ys__found_texts(const ys__import *import, const ys__found *found, const ys__variant *variant,
                     ys__buffer *message, ys__buffer *hint);

#endif
