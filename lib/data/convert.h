/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_CONVERT_H
#define YS_DATA_CONVERT_H

#include "data/find.h"
#include "data/memo.h"
#include "data/source.h"
#include "data/style.h"
#include "formats/pattern.h"

/* The cells of a file into typed columns: block by block, and in each block column by column. */

struct ys__conversion;

enum { YS__CODE_LENGTHS = 20 };

/* The lengths of a column's codes, as long as they are nothing but digits. */
typedef struct ys__codes_seen {
    uint64_t with_zero[YS__CODE_LENGTHS], without[YS__CODE_LENGTHS]; /* in front */
    bool others;
} ys__codes_seen;

/* A column of the file on its way into the column of its field. */
typedef struct ys__intake {
    int field;                /* of the form; -1: no field asks for the column */
    size_t column;            /* of the file */
    bool keep;                /* the values are wanted, not just what is wrong with them */
    size_t base;              /* rows of out before the block */
    const ys__field *f;
    ys__column *out;
    void (*take)(struct ys__conversion *c, struct ys__intake *r); /* the plain cells; */
    void (*read)(struct ys__conversion *c, struct ys__intake *r); /* then those it left */
    void (*resolve)(struct ys__conversion *c, struct ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e);
    const ys__field_mapping *mapping; /* of their texts to ours; NULL: none, as nearly always */
    void (*resolve_ours)(struct ys__conversion *c, struct ys__intake *r, ys__slice text, uint32_t salt,
                         ys__memo_entry *e); /* what resolve was before the mapping */
    ys__memo memo;
    ys__matcher *matcher;     /* of the field's pattern; NULL: not needed so far */
    const ys__missing_value *missing;
    size_t n_missing;
    ys__missing blank;        /* what an empty cell means; NONE: it is a value */
    bool may_be_missing[256]; /* by the first byte of a cell */
    bool plain_scale[YS__SCALE_MAX + 1]; /* numbers with so many decimals may be taken as they stand */
    int64_t low[YS__SCALE_MAX + 1], high[YS__SCALE_MAX + 1]; /* the bounds in units of each scale */
    bool code_like;           /* a spreadsheet's 1.23E+05 would be damage */
    ys__codes_seen codes;     /* of participants */
    unsigned personal;        /* of a column no field asks for: cells that look like personal data */
} ys__intake;

/* Rows with this text in this column are left out. */
typedef struct ys__column_skip {
    size_t column;
    const char *text;
} ys__column_skip;

typedef struct ys__conversion {
    ys__import *import;
    const struct ys_initiative *in; /* NULL under a schema */
    const ys__import_options *options;
    ys__source *source;
    const ys__mapping *mapping; /* NULL: none */
    ys__column_skip *skips;
    size_t n_skips;
    ys__style style;
    bool decided;             /* the style */
    bool undecided;           /* a cell was met that needs it: all must be read again */
    bool failed;              /* memory was short */
    bool deciding;            /* all cells are looked at to decide the style */
    int32_t total_column;     /* where a row that sums up the others would say so; -1: nowhere */
    bool *keep;               /* of each field */
    ys__intake *intakes;
    size_t n_intakes;
    int known_partner;        /* of the whole file, or -1 */
    int32_t day_months;       /* the length of the period that a date stands for */
    size_t base;              /* rows before the block */
    size_t n;                 /* rows in the block */
    size_t expected;          /* rows in the file, about */
    const ys__csv_row **rows;
    const ys__csv_cell **row_cells; /* the first of each row */
    size_t n_plain;           /* rows that may have plain cells: none of a block that has rows of other widths */
    uint32_t *left;           /* rows of the column in hand whose cells are not plain; of these alone: */
    size_t n_left;
    ys__slice *texts;         /* without blanks at the ends */
    const ys__csv_cell **cells; /* NULL where the row is too short */
    uint8_t *why;             /* ys__missing of each row of the column in hand */
    uint8_t *wrong;           /* ys__code + 1 of each refused cell of the column in hand, else 0; */
    uint32_t *groups;         /* the same for equal texts that are wrong alike; 0: not known */
    bool any_wrong, any_told; /* there are some, and some that must be told */
    int32_t *partners;        /* of each row: index, or -1 */
    size_t records_room;
    size_t next_bad;          /* in the source's list of bad bytes */
    ys__arena scratch;        /* texts that had to be unescaped */
} ys__conversion;

enum { YS__ROWS_MAX = 1024 }; /* in a block */

/* Bytes that can be read from the beginning of a plain cell, however short it is. */
enum { YS__PLAIN_MARGIN = YS__MEMO_SHORT };

/* Chooses how each field is read. False when memory is short. */
bool ys__intakes_make(ys__conversion *c, const int *fields, size_t n);

/* How a column of the file is read into a field. */
void ys__intake_make(const ys__conversion *c, ys__intake *r, int field, size_t column);
void ys__intake_free(ys__intake *r);
void ys__conversion_free(ys__conversion *c);

/* Reads the whole file into import->table, with the findings of cells and rows. */
ys_status ys__convert(ys__conversion *c, ys_error *err);

/* Finds columns no field asks for whose cells, all read by now, look like personal data. False when memory is short. */
bool ys__find_personal(ys__conversion *c);

/* Looks at all cells to decide how numbers and dates are written. */
ys_status ys__convert_decide(ys__conversion *c, ys_error *err);
void ys__choose_style(ys__conversion *c, const ys__evidence *seen);

/* Forgets the rows that were read, to read others. */
void ys__convert_clear(ys__conversion *c);

/* The ways to take the plain cells of a column; the others are then in left, their values 0 (convert_plain.c). */
void ys__take_numbers(ys__conversion *c, ys__intake *r);
void ys__take_dates(ys__conversion *c, ys__intake *r);
void ys__take_known(ys__conversion *c, ys__intake *r);
void ys__take_texts(ys__conversion *c, ys__intake *r);
void ys__leave_all(ys__conversion *c, ys__intake *r);

/* Sets plain_scale, which changes when the style is decided. */
void ys__choose_scales(const ys__conversion *c, ys__intake *r);

/* The ways to read the cells left, whatever they are like (convert_cell.c). */
void ys__read_numbers(ys__conversion *c, ys__intake *r);
void ys__read_dates(ys__conversion *c, ys__intake *r);
void ys__read_ids(ys__conversion *c, ys__intake *r);
void ys__read_texts(ys__conversion *c, ys__intake *r);
void ys__read_memo(ys__conversion *c, ys__intake *r);
void ys__resolve_list(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e);
void ys__resolve_bool(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e);
void ys__resolve_text(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e);
void ys__resolve_time(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e);
void ys__resolve_site(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e);
void ys__resolve_partner(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e);
void ys__resolve_period(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e);

/* Why a value is missing that is written as this text; YS__MISSING_NONE: it is none of these texts. */
ys__missing ys__reason_of(const ys__intake *r, ys__slice text);

/* The text, or a copy of it where it would not outlive the block. */
const char *ys__lasting(ys__conversion *c, ys__slice text);

/* Reports cell i of the column in hand, which then counts as not reported (convert_wrong.c). */
void ys__refuse(ys__conversion *c, ys__intake *r, size_t i, ys__code code);

/* The same where the column's memo has the text already. */
void ys__refuse_met(ys__conversion *c, ys__intake *r, size_t i, ys__code code, ys__memo_entry *e);

/* The same for a cell that stands as it is, if its text is known to be wrong; e: what is known of it, or NULL. False:
 * it must be looked at. */
static inline bool ys__refuse_known(ys__conversion *c, const ys__csv_cell *cell, size_t i, const ys__memo_entry *e)
{
    ys__findings *list = c->import->findings;

    if (e == NULL || !e->known || e->verdict == YS__CODES || e->group <= list->forgotten ||
        (e->verdict == YS__UNKNOWN_SITE && c->partners[i] != c->known_partner))
        return false;
    if (list->collapse) {
        ys__found_group *group = &list->groups[e->group - 1];

        group->count++;
        group->last_row = c->import->records[c->base + i];
    }
    c->texts[i] = (ys__slice){ cell->p, cell->n };
    c->why[i] = YS__NOT_REPORTED;
    c->groups[i] = e->group;
    c->wrong[i] = (uint8_t)(e->verdict + 1) | (list->collapse ? YS__TOLD : 0);
    c->any_wrong = true;
    c->any_told = c->any_told || !list->collapse;
    return true;
}

/* Puts what was refused of the column in hand to the findings. */
void ys__refused_keep(ys__conversion *c, const ys__intake *r);

/* Puts the columns of a block in order: first is the first of them among the refused. */
void ys__refused_sort(ys__findings *list, size_t first);

/* Keeps a finding about row i of the block; cell NULL: about the row as a whole. */
void ys__find_cell(ys__conversion *c, size_t i, const ys__csv_cell *cell, ys__found *found);

#endif
