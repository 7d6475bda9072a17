/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_IDENTIFY_H
#define YS_DATA_IDENTIFY_H

#include "data/find.h"
#include "data/source.h"
#include "data/use.h"

/* Who sent a file, for which form and period: options tell, else the file's own columns, else its name, else the only
 * form whose fields match. What they tell differently is an error that names both. */
typedef struct ys__identity {
    int option_partner, name_partner;        /* index; -1: not told */
    const ys__form *option_form, *name_form; /* NULL: not told */
    ys__period option_period, name_period;   /* months 0: not told */
    bool other_form; /* a template of a form that nobody asked for: its rows say nothing */
} ys__identity;

/* What options and the file's name tell. An option that names nothing known is YS_E_ARGUMENT. */
ys_status ys__identify(ys__identity *out, const struct ys_initiative *in, const char *path,
                       const ys__import_options *options, ys_error *err);

/* Compares a template's mark with them and takes from it what they leave open. False when memory is short. */
bool ys__identify_stamp(ys__import *import, const struct ys_initiative *in, ys__identity *who);

/* What that means for the reading of its header. */
ys__sender ys__sender_of(const ys__identity *who, const struct ys_initiative *in);

/* Settles the form (import->form, left NULL with a finding where it cannot be told). False when memory is short. */
bool ys__identify_form(ys__import *import, const struct ys_initiative *in, const ys__identity *who,
                       const ys__source *source);

/* Settle partner and period once all rows are read. */
bool ys__identify_partner(ys__import *import, const struct ys_initiative *in, const ys__identity *who, bool to_store);
bool ys__identify_period(ys__import *import, const struct ys_initiative *in, const ys__identity *who, bool to_store);

#endif
