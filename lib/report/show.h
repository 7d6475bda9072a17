/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_SHOW_H
#define YS_REPORT_SHOW_H

#include <yardstick/aggregate.h>

#include "base/buffer.h"
#include "model/model.h"

/* How the numbers of an indicator are shown to people, in the language in force. */
typedef struct ys__style_of {
    double factor;      /* 100 for percent, else 1 */
    int decimals;
    const char *prefix; /* "$" */
    const char *suffix; /* "%" */
    const char *unit;   /* "visits"; "" where prefix or suffix say it */
} ys__style_of;

/* indicator NULL: a plain number. */
ys__style_of ys__show_style(const ys__indicator *indicator);

/* "61.0%", "$18.71", "2,525"; "–" for NaN. */
void ys__show_value(ys__buffer *to, const ys__indicator *indicator, double x);

/* "51.2–70.0%"; nothing where either end is NaN. */
void ys__show_range(ys__buffer *to, const ys__indicator *indicator, double low, double high);

/* Whole numbers where x is one, else one decimal. */
void ys__show_count(ys__buffer *to, double x);

/* Whether sums over time mean something: a year's target then says nothing about a quarter. */
bool ys__is_additive(const ys__indicator *indicator);

/* What a value rests on: "61 of 100" for a share, "n = 57" for a mean or a median, nothing for a sum. */
void ys__show_basis(ys__buffer *to, const ys_result *r, const ys__indicator *indicator);

/* Words of a result's status, such as "no data". */
const char *ys__status_title(const char *status);

/* The name of a code of a dimension (or of a field's list); "[not_reported]" as "(not reported)"; else the code. */
void ys__show_category(ys__buffer *to, const struct ys_initiative *in, const char *dimension, const char *code);
const char *ys__dimension_title(const struct ys_initiative *in, const char *dimension);

/* Title of a partner or of its site; the id where it is not (or no longer) defined, "" for "". */
const char *ys__partner_title(const struct ys_initiative *in, const char *partner);
const char *ys__site_title(const struct ys_initiative *in, const char *partner, const char *site);

#endif
