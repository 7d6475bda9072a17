/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/i18n.h"
#include "base/number.h"

enum { SECONDS_A_DAY = 86400, DAYS_A_CYCLE = 146097, EPOCH = 719468 }; /* a cycle is 400 years, begun on 1 March */

/* Counting years from March puts the leap day last, so that the length of the months before it never varies. */
int32_t ys__date_days(int year, int month, int day)
{
    int y = year - (month <= 2);
    int cycle = (y >= 0 ? y : y - 399) / 400;
    int year_of_cycle = y - cycle * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return cycle * DAYS_A_CYCLE + year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year - EPOCH;
}

void ys__date_civil(int32_t days, int *year, int *month, int *day)
{
    int z = days + EPOCH;
    int cycle = (z >= 0 ? z : z - (DAYS_A_CYCLE - 1)) / DAYS_A_CYCLE;
    int day_of_cycle = z - cycle * DAYS_A_CYCLE;
    int year_of_cycle = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
    int day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;

    *day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    *month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    *year = year_of_cycle + cycle * 400 + (*month <= 2);
}

static int days_in_month(int year, int month)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return lengths[month - 1] + (month == 2 && leap);
}

bool ys__date_exists(int year, int month, int day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

int32_t ys__month_first_day(int32_t month)
{
    return ys__date_days(month / 12, month % 12 + 1, 1);
}

int32_t ys__month_of_day(int32_t days)
{
    int year, month, day;

    ys__date_civil(days, &year, &month, &day);
    return year * 12 + month - 1;
}

static int digits(const char *p, int n) /* -1 unless all are digits */
{
    int value = 0;

    for (int i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return -1;
        value = value * 10 + (p[i] - '0');
    }
    return value;
}

bool ys__date_parse(ys__slice s, int32_t *days)
{
    static const int before[] = { 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275 }; /* days since 1 March */
    uint64_t first, last; /* YYYY-MM- and YY-MM-DD */
    uint32_t all, year, month, day;

    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
        return false;
    memcpy(&first, s.p, sizeof first);
    memcpy(&last, s.p + 2, sizeof last);
    first = le64toh(first);
    last = le64toh(last);
    if (!ys__eight_digits((first & 0xFFFFFFFF) | (first >> 40 & 0xFFFF) << 32 | last >> 48 << 48, &all))
        return false;
    year = all / 10000;
    month = all / 100 % 100;
    day = all % 100;
    if ((year == 0 || month - 1 > 11 || day - 1 > 27) && !ys__date_exists((int)year, (int)month, (int)day))
        return false;
    year -= month <= 2;
    *days = (int32_t)(year * 365 + year / 4 - year / 100 + year / 400 + day - 1) + before[month - 1] - EPOCH;
    return true;
}

void ys__date_format(char to[16], int32_t days)
{
    int year, month, day;

    ys__date_civil(days, &year, &month, &day);
    snprintf(to, 16, "%04d-%02d-%02d", year, month, day);
}

const char *ys__month_name(int month)
{
    static const char *const names[] = { N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
                                         N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec") };

    return _(names[month - 1]);
}

bool ys__time_parse(ys__slice s, bool end, int64_t *seconds)
{
    int32_t days;
    int hour, minute, second = 0;

    if (s.n < 10 || !ys__date_parse((ys__slice){ s.p, 10 }, &days))
        return false;
    *seconds = (int64_t)days * SECONDS_A_DAY + (end ? SECONDS_A_DAY - 1 : 0);
    if (s.n == 10)
        return true;
    if (s.p[s.n - 1] == 'Z')
        s.n--;
    if ((s.n != 16 && s.n != 19) || (s.p[10] != 'T' && s.p[10] != ' ') || s.p[13] != ':' ||
        (s.n == 19 && s.p[16] != ':'))
        return false;
    hour = digits(s.p + 11, 2);
    minute = digits(s.p + 14, 2);
    if (s.n == 19)
        second = digits(s.p + 17, 2);
    else if (end)
        second = 59;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return false;
    *seconds = (int64_t)days * SECONDS_A_DAY + hour * 3600 + minute * 60 + second;
    return true;
}

void ys__time_format(char to[24], int64_t seconds)
{
    int64_t day = seconds / SECONDS_A_DAY - (seconds % SECONDS_A_DAY < 0);
    unsigned rest = (unsigned)(seconds - day * SECONDS_A_DAY);
    char date[16];

    ys__date_format(date, (int32_t)day);
    snprintf(to, 24, "%.10sT%02u:%02u:%02uZ", date, rest / 3600 % 24, rest / 60 % 60, rest % 60);
}

int64_t ys__time_now(void)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    char *end;
    long long value;

    if (fixed && fixed[0]) {
        value = strtoll(fixed, &end, 10);
        if (*end == '\0')
            return value;
    }
    return (int64_t)time(NULL);
}
