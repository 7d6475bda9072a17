/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_BASE_DATE_H
#define YS_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Dates are days since 1970-01-01 in the proleptic Gregorian calendar; months are counted from January of year 0
 * (year * 12 + month - 1), so that periods are plain arithmetic. */

int32_t ys__date_days(int year, int month, int day);
void ys__date_civil(int32_t days, int *year, int *month, int *day);
bool ys__date_exists(int year, int month, int day); /* years 1 to 9999 */
int32_t ys__month_first_day(int32_t month);
int32_t ys__month_of_day(int32_t days);

/* YYYY-MM-DD exactly. */
bool ys__date_parse(ys__slice s, int32_t *days);
void ys__date_format(char to[16], int32_t days);

/* The month's short name in the language in force, from 1: "Jul", "jul". */
const char *ys__month_name(int month);

/* A date or date-time in UTC (2018-07-01, 2018-07-01T12:30:00Z, 'Z' and seconds optional) as seconds since 1970. A bare
 * date means its last second when end is true, so that a limit includes the day. */
bool ys__time_parse(ys__slice s, bool end, int64_t *seconds);
void ys__time_format(char to[24], int64_t seconds); /* 2018-07-01T12:30:00Z */

/* Now, or SOURCE_DATE_EPOCH where that is set. */
int64_t ys__time_now(void);

#endif
