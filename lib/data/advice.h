/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_ADVICE_H
#define YS_DATA_ADVICE_H

#include "data/import.h"

/* What the backbone can do about a name nobody knows: an entry of "mappings" that is put into initiative.json as it
 * stands. Nothing is put where it is not known before the file is read who sent it, since no mapping would count. */

/* Notes which fields are taken, before headers are matched. False when memory is short. */
bool ys__note_taken(ys__import *import);

/* The field that a header, or a name down a column, nearly names, and that no column of the file has; -1: none. failed
 * is set where memory is short. */
int ys__nearest_field(const ys__import *import, ys__slice name, bool *failed);

/* { "partner": …, "headers": { "theirs": "ours" } }, with the words around it. */
void ys__advise_header(ys__buffer *to, const ys__import *import, ys__slice theirs, const char *ours);
void ys__advise_ignore(ys__buffer *to, const ys__import *import, ys__slice theirs);
void ys__advise_name(ys__buffer *to, const ys__import *import, ys__slice theirs, const char *ours);
void ys__advise_skip(ys__buffer *to, const ys__import *import, ys__slice header, ys__slice theirs);

/* For a value; ours NULL: a reason for being missing stands for what is to be put there. */
void ys__advise_value(ys__buffer *to, const ys__import *import, const char *field, ys__slice theirs, const char *ours);

#endif
