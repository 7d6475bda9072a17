/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_USE_H
#define YS_DATA_USE_H

#include "model/model.h"

/* What each column of a file is for, by the form and by what its partner's files need. */

/* What is known of a file before its rows are read. */
typedef struct ys__sender {
    const struct ys_initiative *in; /* NULL under a schema */
    const ys__partner *partner;     /* NULL: not known */
    const ys__form *form;           /* NULL: not known */
    ys__period period;              /* months 0: not known */
    bool in_template;               /* ours, which needs no mapping */
} ys__sender;

typedef enum ys__use {
    YS__USE_NONE,     /* no field asks for it */
    YS__USE_FIELD,
    YS__USE_IGNORED,  /* by a mapping */
    YS__USE_PERIOD,   /* the values of a field for one period */
    YS__USE_NAMES,    /* which field the values of the row are for */
    YS__USE_CELLS,    /* and those values */
    YS__USE_UNCLEAR,  /* values for a period that the calendar has not */
    YS__USE_YEARLESS  /* values for a month or quarter, but of which year? */
} ys__use;

typedef struct ys__column_use {
    ys__use use;
    int field;            /* of FIELD; of PERIOD, -1 where the row names it */
    ys__period period;    /* of PERIOD */
    char id[YS__PERIOD_SIZE]; /* of UNCLEAR: what it would be called */
} ys__column_use;

/* Whether one of a label's texts, in whatever language, is this one when folded. */
bool ys__label_means(const ys__label *label, ys__slice text);

/* The field a header names: as the partner's mapping (may be NULL) has it, else by the field's name, else by its folded
 * name, title or alias; -1: none. */
int ys__header_field(const ys__form *form, const ys__mapping *mapping, ys__slice header);

/* The mapping of the sender's files for a form; NULL: none. */
const ys__mapping *ys__sender_mapping(const ys__sender *sender, const ys__form *form);

ys__column_use ys__header_use(const ys__sender *sender, const ys__form *form, const ys__mapping *mapping,
                              ys__slice header);

/* Whether columns so used hold rows in another layout than the form's. */
bool ys__is_reshaped(const ys__column_use *uses, size_t n);

/* The field that the names down a column mean; -1: none. */
int ys__named_field(const ys__form *form, const ys__mapping *mapping, ys__slice name);

#endif
