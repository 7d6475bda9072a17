/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_MODEL_CALENDAR_H
#define YS_MODEL_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"

/* Whole months: month is counted from January of year 0 (year * 12 + month - 1). A period of a calendar has 1, 3 or 12
 * of them; a window may have any number. */
typedef struct ys__period {
    int32_t month;
    int32_t months;
} ys__period;

typedef enum ys__window {
    YS__WINDOW_PERIOD,
    YS__WINDOW_YTD,
    YS__WINDOW_ROLLING4,
    YS__WINDOW_YEAR,
    YS__WINDOWS
} ys__window;

typedef struct ys__calendar {
    int period_months;  /* the period partners report in: 1, 3 or 12 */
    int first_month;    /* 1..12, the month the year starts in */
    bool named_for_end; /* a year that crosses 1 January carries the name of the year it ends in */
} ys__calendar;

enum { YS__PERIOD_SIZE = 24 };

static inline bool ys__calendar_is_fiscal(const ys__calendar *c)
{
    return c->first_month != 1;
}

static inline bool ys__period_equal(ys__period a, ys__period b)
{
    return a.month == b.month && a.months == b.months;
}

/* a holds b whole */
static inline bool ys__period_holds(ys__period a, ys__period b)
{
    return a.month <= b.month && b.month + b.months <= a.month + a.months;
}

static inline bool ys__period_overlaps(ys__period a, ys__period b)
{
    return a.month < b.month + b.months && b.month < a.month + a.months;
}

int32_t ys__period_first_day(ys__period p);
int32_t ys__period_last_day(ys__period p);

/* Reads what people and data write: FY2018Q1, FY2018, 2018Q3, 2018, 2018-05, and, in data (data true), ISO dates
 * (the period_months period that holds the day... of length months given by the caller's need: the day's own month),
 * and intervals 2023-04-01/P1M, /P3M, /P1Y. Quarters and years must be the calendar's. False where it is no such
 * thing. */
bool ys__period_parse(const ys__calendar *c, ys__slice text, bool data, ys__period *out);

typedef enum ys__period_reading {
    YS__PERIOD_NONE,     /* it is no period */
    YS__PERIOD_OK,
    YS__PERIOD_UNCLEAR,  /* one that the calendar has not; ys__period_explain tells why, from the id */
    YS__PERIOD_YEARLESS  /* a month or quarter, but of which year? */
} ys__period_reading;

/* Reads what people write above a column: 2018-01, Jan 2018, enero de 2018, ene-18, Q1 2018, 2018Q1, FY2018Q1, T1 2018,
 * 1er trimestre 2018, a date (its month); "Jan" or "Q1" alone in the year around a period, where one is known (months
 * not 0). rest: what the header says besides, empty for nothing. */
ys__period_reading ys__period_in_header(const ys__calendar *c, ys__slice header, ys__period around, ys__period *out,
                                        ys__slice *rest, char id[YS__PERIOD_SIZE]);

/* One sentence why a text is no period, with what would be right, in the language in force. */
void ys__period_explain(const ys__calendar *c, ys__slice text, ys__buffer *to);

/* What a person asked for; YS_E_ARGUMENT explains why it is no period. */
ys_status ys__period_read(ys__period *out, const ys__calendar *c, const char *text, ys_error *err);

/* FY2018Q1, FY2018, 2018-05; a run of months that is none of these as 2018-05/2019-04. */
void ys__period_format(const ys__calendar *c, ys__period p, char to[YS__PERIOD_SIZE]);

/* For people, in the language in force: "FY2018Q1 (1 Jul – 30 Sep 2017)"; ys__period_dates is the part in brackets. */
void ys__period_describe(const ys__calendar *c, ys__period p, ys__buffer *to);
void ys__period_dates(ys__period p, ys__buffer *to);

/* The period of the given length (1, 3, 12) that holds a month; n steps on (or back). */
ys__period ys__period_around(const ys__calendar *c, int32_t month, int months);
ys__period ys__period_step(ys__period p, int n);

/* The months a window covers for a period asked for. */
ys__period ys__window_of(const ys__calendar *c, ys__window window, ys__period p);
const char *ys__window_name(ys__window window); /* "period", "ytd", "rolling4", "year" */
bool ys__window_named(const char *name, ys__window *out);

#endif
