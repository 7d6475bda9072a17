/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_MATCH_H
#define YS_DATA_MATCH_H

#include "data/find.h"
#include "data/source.h"
#include "data/use.h"

/* Which field each column of a file belongs to. */

/* How well the headers fit a form. */
typedef struct ys__fit {
    size_t matched;          /* columns that belong to a field */
    size_t unknown;          /* others with a header */
    size_t missing_required; /* required fields without a column */
    size_t missing;          /* all fields without a column */
} ys__fit;

ys__fit ys__form_fit(const ys__sender *sender, const ys__form *form, const ys__source *source);

/* Looks for the record that names the most fields of the sender's form (NULL: of any of the initiative's) and makes it
 * the header, where it names more than the one found from the text alone. */
ys_status ys__choose_header(ys__source *source, ys__arena *arena, const ys__sender *sender, ys_error *err);

/* The same over the sheets of a workbook: the one that names the most fields is read. */
ys_status ys__choose_sheet(ys__source *source, ys__arena *arena, const ys__sender *sender, ys_error *err);

/* Fills uses (one for each header) and there (one for each field: whether a column or a constant is for it), and finds
 * unknown and repeated columns. False when memory is short. */
bool ys__match(ys__import *import, const ys__source *source, const ys__sender *sender, ys__column_use *uses,
               bool *there);

/* Finds the columns that are missing. False when memory is short. */
bool ys__find_missing(ys__import *import, const ys__source *source, const bool *there);

/* Whether a header or its words name what must not be sent: names, birth dates, identity cards, e-mail, ... */
bool ys__header_is_personal(ys__slice header);

#endif
