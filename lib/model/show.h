/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_MODEL_SHOW_H
#define YS_MODEL_SHOW_H

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

/* "+3.2 points", "-$0.50", "+120"; "–" for NaN. */
void ys__show_change(ys__buffer *to, const ys__indicator *indicator, double x);

/* Whole numbers where x is one, else one decimal. */
void ys__show_count(ys__buffer *to, double x);

/* Whether sums over time mean something: a year's target then says nothing about a quarter. */
bool ys__is_additive(const ys__indicator *indicator);

#endif
