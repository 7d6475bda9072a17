/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/calendar.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/i18n.h"

enum { YEAR = 12, QUARTER = 3, FIRST_YEAR = 1000, LAST_YEAR = 9998 };

int32_t ys__period_first_day(ys__period p)
{
    return ys__month_first_day(p.month);
}

int32_t ys__period_last_day(ys__period p)
{
    return ys__month_first_day(p.month + p.months) - 1;
}

/* The first month of the year called year. */
static int32_t year_start(const ys__calendar *c, int year)
{
    if (ys__calendar_is_fiscal(c) && c->named_for_end)
        year--;
    return year * YEAR + c->first_month - 1;
}

/* The name of the year that holds a month. */
static int year_of(const ys__calendar *c, int32_t month)
{
    int year = (month - (c->first_month - 1)) / YEAR;

    return ys__calendar_is_fiscal(c) && c->named_for_end ? year + 1 : year;
}

ys__period ys__period_around(const ys__calendar *c, int32_t month, int months)
{
    int32_t start = year_start(c, year_of(c, month));

    assert(months == 1 || months == QUARTER || months == YEAR);
    return (ys__period){ month - (month - start) % months, months };
}

ys__period ys__period_step(ys__period p, int n)
{
    return (ys__period){ p.month + n * p.months, p.months };
}

static bool aligned(const ys__calendar *c, ys__period p)
{
    return ys__period_equal(ys__period_around(c, p.month, p.months), p);
}

/* What a text says, before it is asked whether the calendar has such a period. */
typedef struct reading {
    enum { NOTHING, YEAR_ID, QUARTER_ID, MONTH_ID, DAY, INTERVAL } what;
    bool fiscal;   /* begins with FY */
    int year, part; /* part: the quarter or month, unchecked */
    int32_t day;
    ys__period span; /* of an interval */
} reading;

static int number(ys__slice s) /* -1 unless all digits, at most 4 of them */
{
    int value = 0;

    if (s.n == 0 || s.n > 4)
        return -1;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return -1;
        value = value * 10 + (s.p[i] - '0');
    }
    return value;
}

static ys__slice rest(ys__slice s, size_t n)
{
    return (ys__slice){ s.p + n, s.n - n };
}

static bool is_one_of(ys__slice s, const char *const *names, int *at)
{
    for (*at = 0; names[*at]; (*at)++)
        if (s.n == strlen(names[*at]) && strncasecmp(s.p, names[*at], s.n) == 0)
            return true;
    return false;
}

/* 2023-04-01/P3M, or with the last day instead of the length. */
static bool read_interval(ys__slice s, ys__period *span)
{
    static const char *const lengths[] = { "P1M", "P3M", "P1Y", "P12M", NULL };
    static const int months[] = { 1, QUARTER, YEAR, YEAR };
    int32_t first, last;
    int i;

    if (s.n < 12 || s.p[10] != '/' || !ys__date_parse((ys__slice){ s.p, 10 }, &first))
        return false;
    span->month = ys__month_of_day(first);
    if (ys__month_first_day(span->month) != first)
        return false;
    if (is_one_of(rest(s, 11), lengths, &i)) {
        span->months = months[i];
        return true;
    }
    if (!ys__date_parse(rest(s, 11), &last) || last < first)
        return false;
    span->months = ys__month_of_day(last) - span->month + 1;
    return ys__period_last_day(*span) == last &&
           (span->months == 1 || span->months == QUARTER || span->months == YEAR);
}

static reading read_id(ys__slice s, bool data)
{
    reading r = { NOTHING, false, 0, 0, 0, { 0, 0 } };

    if (s.n > 2 && strncasecmp(s.p, "FY", 2) == 0) {
        r.fiscal = true;
        s = rest(s, 2);
    }
    if (s.n < 4 || (r.year = number((ys__slice){ s.p, 4 })) < FIRST_YEAR || r.year > LAST_YEAR)
        return r;
    if (s.n == 4) {
        r.what = YEAR_ID;
        return r;
    }
    if (data && !r.fiscal && ys__date_parse(s, &r.day)) {
        r.what = DAY;
        return r;
    }
    if (data && !r.fiscal && read_interval(s, &r.span)) {
        r.what = INTERVAL;
        return r;
    }
    s = rest(s, 4);
    if (data && s.n > 2 && (s.p[0] == '-' || s.p[0] == ' ') && (s.p[1] == 'Q' || s.p[1] == 'q'))
        s = rest(s, 1); /* 2018-Q3, as spreadsheets write it */
    if ((s.p[0] == 'Q' || s.p[0] == 'q') && s.n == 2 && (r.part = number(rest(s, 1))) >= 0)
        r.what = QUARTER_ID;
    else if (s.p[0] == '-' && (s.n == 3 || (data && s.n == 2)) && (r.part = number(rest(s, 1))) >= 0)
        r.what = MONTH_ID;
    return r;
}

/* The period a reading means, months 0 where the calendar has none such. */
static ys__period meant(const ys__calendar *c, const reading *r)
{
    const ys__period none = { 0, 0 };

    switch (r->what) {
    case YEAR_ID:
    case QUARTER_ID:
        if (r->fiscal != ys__calendar_is_fiscal(c))
            return none;
        if (r->what == YEAR_ID)
            return (ys__period){ year_start(c, r->year), YEAR };
        if (r->part < 1 || r->part > 4)
            return none;
        return (ys__period){ year_start(c, r->year) + (r->part - 1) * QUARTER, QUARTER };
    case MONTH_ID:
        if (r->fiscal || r->part < 1 || r->part > YEAR)
            return none;
        return (ys__period){ r->year * YEAR + r->part - 1, 1 };
    case DAY:
        return ys__period_around(c, ys__month_of_day(r->day), c->period_months);
    case INTERVAL:
        return aligned(c, r->span) ? r->span : none;
    default:
        return none;
    }
}

bool ys__period_parse(const ys__calendar *c, ys__slice text, bool data, ys__period *out)
{
    reading r = read_id(ys__trim(text), data);
    ys__period p = meant(c, &r);

    if (p.months == 0)
        return false;
    *out = p;
    return true;
}

ys_status ys__period_read(ys__period *out, const ys__calendar *c, const char *text, ys_error *err)
{
    ys__buffer why = { 0 };
    ys_status status;

    if (ys__period_parse(c, ys__slice_of(text), false, out))
        return YS_OK;
    ys__period_explain(c, ys__slice_of(text), &why);
    status = why.failed ? ys__fail_nomem(err) : ys__fail(err, YS_E_ARGUMENT, NULL, "%s", why.text ? why.text : text);
    ys__buffer_free(&why);
    return status;
}

void ys__period_format(const ys__calendar *c, ys__period p, char to[YS__PERIOD_SIZE])
{
    const char *mark = ys__calendar_is_fiscal(c) ? "FY" : "";
    int32_t last = p.month + p.months - 1;
    int year = year_of(c, p.month) % 10000;

    if (p.months == YEAR && aligned(c, p))
        snprintf(to, YS__PERIOD_SIZE, "%s%04d", mark, year);
    else if (p.months == QUARTER && aligned(c, p))
        snprintf(to, YS__PERIOD_SIZE, "%s%04dQ%d", mark, year, (p.month - year_start(c, year)) / QUARTER + 1);
    else if (p.months == 1)
        snprintf(to, YS__PERIOD_SIZE, "%04d-%02d", p.month / YEAR % 10000, p.month % YEAR + 1);
    else
        snprintf(to, YS__PERIOD_SIZE, "%04d-%02d/%04d-%02d", p.month / YEAR % 10000, p.month % YEAR + 1,
                 last / YEAR % 10000, last % YEAR + 1);
}

void ys__period_dates(ys__period p, ys__buffer *to)
{
    int y1, m1, d1, y2, m2, d2;

    ys__date_civil(ys__period_first_day(p), &y1, &m1, &d1);
    ys__date_civil(ys__period_last_day(p), &y2, &m2, &d2);
    ys__putf(to, "%d", d1);
    if (y1 != y2 || m1 != m2)
        ys__putf(to, " %s", ys__month_name(m1));
    if (y1 != y2)
        ys__putf(to, " %d", y1);
    ys__putf(to, " – %d %s %d", d2, ys__month_name(m2), y2);
}

void ys__period_describe(const ys__calendar *c, ys__period p, ys__buffer *to)
{
    char id[YS__PERIOD_SIZE];

    ys__period_format(c, p, id);
    ys__putf(to, "%s (", id);
    ys__period_dates(p, to);
    ys__putc(to, ')');
}

/* "FY2019Q1 (1 Jul – 30 Sep 2018)", borrowed from the buffer. */
static const char *described(const ys__calendar *c, ys__period p, ys__buffer *room)
{
    ys__buffer_clear(room);
    ys__period_describe(c, p, room);
    return room->failed ? "" : room->text;
}

/* A calendar-year id where the year is fiscal: it could mean two things, both are named. */
static void explain_calendar_id(const ys__calendar *c, ys__slice text, const reading *r, ys__buffer *to)
{
    const reading fiscal = { r->what, true, r->year, r->part, 0, { 0, 0 } };
    ys__period same_name = meant(c, &fiscal), same_dates = { 0, 0 };
    ys__buffer one = { 0 }, two = { 0 };

    if (r->what == QUARTER_ID)
        same_dates = (ys__period){ r->year * YEAR + (r->part - 1) * QUARTER, QUARTER };
    ys__putf(to, _("the year of this initiative begins in %s, so “%.*s” is not clear"), ys__month_name(c->first_month),
             (int)text.n, text.p);
    if (same_dates.months && aligned(c, same_dates))
        ys__putf(to, _("; write %s or %s"), described(c, same_dates, &one), described(c, same_name, &two));
    else
        ys__putf(to, _("; write %s"), described(c, same_name, &two));
    ys__buffer_free(&one);
    ys__buffer_free(&two);
}

static void explain_interval(const ys__calendar *c, const reading *r, ys__buffer *to)
{
    ys__buffer room = { 0 };
    const char *fitting = described(c, ys__period_around(c, r->span.month, r->span.months), &room);

    if (r->span.months == YEAR)
        ys__putf(to, _("this interval is not a year of the calendar; the year around its start is %s"), fitting);
    else
        ys__putf(to, _("this interval is not a quarter of the calendar; the quarter around its start is %s"), fitting);
    ys__buffer_free(&room);
}

static void explain_nothing(const ys__calendar *c, ys__slice text, ys__buffer *to)
{
    char year[YS__PERIOD_SIZE], quarter[YS__PERIOD_SIZE];
    ys__period example = { year_start(c, 2018), YEAR };
    size_t shown = ys__text_valid((ys__slice){ text.p, text.n < 40 ? text.n : 40 });

    ys__period_format(c, example, year);
    example.months = QUARTER;
    ys__period_format(c, example, quarter);
    ys__putf(to, _("“%.*s” is not a period; write a quarter as %s, a year as %s, a month as 2018-05"),
             (int)shown, text.p ? text.p : "", quarter, year);
}

void ys__period_explain(const ys__calendar *c, ys__slice text, ys__buffer *to)
{
    reading r;

    text = ys__trim(text);
    r = read_id(text, true);
    if (r.what == QUARTER_ID && (r.part < 1 || r.part > 4))
        ys__put(to, _("a year has the quarters Q1 to Q4"));
    else if (r.what == MONTH_ID && (r.part < 1 || r.part > YEAR))
        ys__put(to, _("a year has the months 01 to 12"));
    else if ((r.what == QUARTER_ID || r.what == YEAR_ID) && !r.fiscal && ys__calendar_is_fiscal(c))
        explain_calendar_id(c, text, &r, to);
    else if ((r.what == QUARTER_ID || r.what == YEAR_ID) && r.fiscal && !ys__calendar_is_fiscal(c))
        ys__putf(to, _("the year of this initiative is the calendar year; write %.*s"), (int)text.n - 2, text.p + 2);
    else if (r.what == INTERVAL && !aligned(c, r.span))
        explain_interval(c, &r, to);
    else if (r.what == DAY)
        ys__put(to, _("a period was expected, not a date"));
    else
        explain_nothing(c, text, to);
}

static const char *const window_names[YS__WINDOWS] = {
    [YS__WINDOW_PERIOD] = "period",
    [YS__WINDOW_YTD] = "ytd",
    [YS__WINDOW_ROLLING4] = "rolling4",
    [YS__WINDOW_YEAR] = "year",
};

ys__period ys__window_of(const ys__calendar *c, ys__window window, ys__period p)
{
    int32_t end = p.month + p.months;
    ys__period year = ys__period_around(c, end - 1, YEAR);

    switch (window) {
    case YS__WINDOW_YTD:
        return (ys__period){ year.month, end - year.month };
    case YS__WINDOW_ROLLING4:
        return (ys__period){ end - YEAR, YEAR };
    case YS__WINDOW_YEAR:
        return year;
    default:
        return p;
    }
}

const char *ys__window_name(ys__window window)
{
    assert(window < YS__WINDOWS);
    return window_names[window];
}

bool ys__window_named(const char *name, ys__window *out)
{
    for (int i = 0; i < YS__WINDOWS; i++) {
        if (strcmp(name, window_names[i]) == 0) {
            *out = (ys__window)i;
            return true;
        }
    }
    return false;
}
