/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/calendar.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"

/* Periods as people write them above a column: "Jan 2018", "enero de 2018", "Q1 2018", "FY2018Q1", "ene-18". A header
 * is cut into words and numbers; what they say is put together as an id of the calendar. */

enum { WORDS_MAX = 12, YEAR_SPLIT = 70 };

typedef enum meaning {
    OTHER,
    FILLER,
    MONTH_NAME,
    QUARTER_WORD,
    MONTH_WORD,
    FISCAL_WORD,
    NUMBER
} meaning;

typedef struct word {
    ys__slice text; /* in the header */
    meaning means;
    int value;      /* of a number or of a month's name */
} word;

static const struct {
    const char *text;
    meaning means;
    int value;
} known[] = {
    { "january", MONTH_NAME, 1 },   { "jan", MONTH_NAME, 1 },       { "enero", MONTH_NAME, 1 },
    { "ene", MONTH_NAME, 1 },       { "february", MONTH_NAME, 2 },  { "feb", MONTH_NAME, 2 },
    { "febrero", MONTH_NAME, 2 },   { "march", MONTH_NAME, 3 },     { "mar", MONTH_NAME, 3 },
    { "marzo", MONTH_NAME, 3 },     { "april", MONTH_NAME, 4 },     { "apr", MONTH_NAME, 4 },
    { "abril", MONTH_NAME, 4 },     { "abr", MONTH_NAME, 4 },       { "may", MONTH_NAME, 5 },
    { "mayo", MONTH_NAME, 5 },      { "june", MONTH_NAME, 6 },      { "jun", MONTH_NAME, 6 },
    { "junio", MONTH_NAME, 6 },     { "july", MONTH_NAME, 7 },      { "jul", MONTH_NAME, 7 },
    { "julio", MONTH_NAME, 7 },     { "august", MONTH_NAME, 8 },    { "aug", MONTH_NAME, 8 },
    { "agosto", MONTH_NAME, 8 },    { "ago", MONTH_NAME, 8 },       { "september", MONTH_NAME, 9 },
    { "sep", MONTH_NAME, 9 },       { "sept", MONTH_NAME, 9 },      { "septiembre", MONTH_NAME, 9 },
    { "setiembre", MONTH_NAME, 9 }, { "set", MONTH_NAME, 9 },       { "october", MONTH_NAME, 10 },
    { "oct", MONTH_NAME, 10 },      { "octubre", MONTH_NAME, 10 },  { "november", MONTH_NAME, 11 },
    { "nov", MONTH_NAME, 11 },      { "noviembre", MONTH_NAME, 11 }, { "december", MONTH_NAME, 12 },
    { "dec", MONTH_NAME, 12 },      { "diciembre", MONTH_NAME, 12 }, { "dic", MONTH_NAME, 12 },
    { "q", QUARTER_WORD, 0 },       { "t", QUARTER_WORD, 0 },       { "quarter", QUARTER_WORD, 0 },
    { "qtr", QUARTER_WORD, 0 },     { "trimestre", QUARTER_WORD, 0 }, { "trim", QUARTER_WORD, 0 },
    { "m", MONTH_WORD, 0 },         { "month", MONTH_WORD, 0 },     { "mes", MONTH_WORD, 0 },
    { "fy", FISCAL_WORD, 0 },       { "st", FILLER, 0 },            { "nd", FILLER, 0 },
    { "rd", FILLER, 0 },            { "th", FILLER, 0 },            { "er", FILLER, 0 },
    { "do", FILLER, 0 },            { "to", FILLER, 0 },            { "de", FILLER, 0 },
    { "del", FILLER, 0 },           { "of", FILLER, 0 },            { "o", FILLER, 0 },
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static word word_of(ys__slice text)
{
    word w = { text, OTHER, 0 };
    char folded[32];

    if (is_digit(text.p[0])) {
        w.means = text.n <= 4 ? NUMBER : OTHER;
        for (size_t i = 0; i < text.n && i < 4; i++)
            w.value = w.value * 10 + (text.p[i] - '0');
        return w;
    }
    ys__text_fold(folded, sizeof folded, text);
    for (size_t i = 0; i < sizeof known / sizeof *known && w.means == OTHER; i++)
        if (strcmp(folded, known[i].text) == 0) {
            w.means = known[i].means;
            w.value = known[i].value;
        }
    if (strcmp(folded, "\xC2\xBA") == 0 || strcmp(folded, "\xC2\xAA") == 0) /* 1º, 1ª */
        w.means = FILLER;
    return w;
}

/* The words of a header; WORDS_MAX + 1 where it has more. */
static size_t split(ys__slice s, word *words)
{
    size_t n = 0, at = 0;

    while (at < s.n) {
        size_t begin = at;

        if (is_digit(s.p[at]))
            while (at < s.n && is_digit(s.p[at]))
                at++;
        else
            while (at < s.n && is_letter(s.p[at]))
                at++;
        if (at == begin) {
            at++;
            continue;
        }
        if (n == WORDS_MAX)
            return WORDS_MAX + 1;
        words[n++] = word_of((ys__slice){ s.p + begin, at - begin });
    }
    return n;
}

/* What the words of a period say so far; -1: nothing. */
typedef struct said {
    int year, month, quarter, number; /* number: one that may still be a month or a year of two digits */
    bool two_digits; /* of it, or one joined to its neighbour: 1/2018 */
    bool fiscal, names_month;
} said;

/* Takes the number beside a word for a quarter or a month. */
static bool take_number(said *s, int *part, const word *words, size_t n, size_t *at)
{
    if (*part >= 0)
        return false;
    if (s->number >= 0) { /* 1er trimestre */
        *part = s->number;
        s->number = -1;
        return true;
    }
    if (*at + 1 >= n || words[*at + 1].means != NUMBER || words[*at + 1].text.n > 2)
        return false;
    *part = words[++*at].value;
    return true;
}

static bool is_joint(char c)
{
    return c == '/' || c == '-';
}

static bool take(said *s, const word *words, size_t n, size_t *at)
{
    const word *w = &words[*at];

    switch (w->means) {
    case FILLER:
        return *at > 0;
    case FISCAL_WORD:
        if (s->fiscal)
            return false;
        s->fiscal = true;
        return true;
    case MONTH_NAME:
        if (s->month >= 0)
            return false;
        s->month = w->value;
        s->names_month = true;
        return true;
    case QUARTER_WORD:
        return take_number(s, &s->quarter, words, n, at);
    case MONTH_WORD:
        return take_number(s, &s->month, words, n, at);
    case NUMBER:
        if (w->text.n == 4 && s->year < 0) {
            s->year = w->value;
            return true;
        }
        if (w->text.n > 2 || s->number >= 0)
            return false;
        s->number = w->value;
        s->two_digits = w->text.n == 2 || (*at > 0 && is_joint(w->text.p[-1])) ||
                        (*at + 1 < n && is_joint(w->text.p[w->text.n]));
        return true;
    default:
        return false;
    }
}

/* Whether the words are a period and nothing else. */
static bool read_words(const word *words, size_t n, said *s)
{
    *s = (said){ -1, -1, -1, -1, false, false, false };
    for (size_t i = 0; i < n; i++)
        if (!take(s, words, n, &i))
            return false;
    if (s->number >= 0 && s->year >= 0 && s->month < 0 && s->quarter < 0 && !s->fiscal && s->two_digits) {
        s->month = s->number; /* 2018-01, 01/2018 */
    } else if (s->number >= 0 && s->year < 0 && s->two_digits && (s->month >= 0 || s->quarter >= 0 || s->fiscal)) {
        s->year = s->number + (s->number < YEAR_SPLIT ? 2000 : 1900);
    } else if (s->number >= 0) {
        return false;
    }
    if (s->month >= 0 && s->quarter >= 0)
        return false;
    return s->year >= 0 || s->names_month || s->quarter >= 0;
}

/* A month or quarter without its year, in the year around a period. */
static bool place_in_year(const ys__calendar *c, const said *s, ys__period around, ys__period *out)
{
    ys__period year = ys__period_around(c, around.month, 12);

    if (s->quarter >= 0) {
        *out = (ys__period){ year.month + (s->quarter - 1) * 3, 3 };
        return s->quarter >= 1 && s->quarter <= 4;
    }
    out->months = 1;
    for (out->month = year.month; out->month < year.month + 12; out->month++)
        if (out->month % 12 + 1 == s->month)
            return true;
    return false;
}

static ys__period_reading settle(const ys__calendar *c, const said *s, ys__period around, ys__period *out,
                                 char id[YS__PERIOD_SIZE])
{
    if (s->year < 0 && around.months == 0)
        return YS__PERIOD_YEARLESS;
    if (s->year < 0)
        return place_in_year(c, s, around, out) ? YS__PERIOD_OK : YS__PERIOD_NONE;
    if (s->month >= 0)
        snprintf(id, YS__PERIOD_SIZE, "%s%04d-%02d", s->fiscal ? "FY" : "", s->year, s->month % 100);
    else if (s->quarter >= 0)
        snprintf(id, YS__PERIOD_SIZE, "%s%04dQ%d", s->fiscal ? "FY" : "", s->year, s->quarter % 100);
    else
        snprintf(id, YS__PERIOD_SIZE, "%s%04d", s->fiscal ? "FY" : "", s->year);
    return ys__period_parse(c, ys__slice_of(id), false, out) ? YS__PERIOD_OK : YS__PERIOD_UNCLEAR;
}

/* Dates and intervals of data above a column: a date stands for its month. */
static bool read_data(const ys__calendar *c, ys__slice text, ys__period *out)
{
    int32_t day;

    if (text.n >= 10 && ys__date_parse((ys__slice){ text.p, 10 }, &day) &&
        (text.n == 10 || text.p[10] == 'T' || text.p[10] == ' ')) {
        *out = (ys__period){ ys__month_of_day(day), 1 };
        return true;
    }
    return text.n > 10 && ys__period_parse(c, text, true, out);
}

/* What is left of a header without the words of its period, and without the marks between them. */
static ys__slice without(ys__slice header, const word *words, size_t first, size_t end)
{
    static const char marks[] = " \t-_/:;,.()[]|";
    const char *from = first > 0 ? header.p : words[end - 1].text.p + words[end - 1].text.n;
    const char *to = first > 0 ? words[first].text.p : header.p + header.n;

    while (from < to && strchr(marks, *from))
        from++;
    while (to > from && strchr(marks, to[-1]))
        to--;
    return (ys__slice){ from, (size_t)(to - from) };
}

ys__period_reading ys__period_in_header(const ys__calendar *c, ys__slice header, ys__period around, ys__period *out,
                                        ys__slice *rest, char id[YS__PERIOD_SIZE])
{
    word words[WORDS_MAX];
    size_t n;
    said s;

    header = ys__trim(header);
    *rest = (ys__slice){ "", 0 };
    id[0] = '\0';
    if (read_data(c, header, out))
        return YS__PERIOD_OK;
    n = split(header, words);
    if (n > WORDS_MAX)
        return YS__PERIOD_NONE;
    for (size_t length = n; length > 0; length--) {
        bool behind = read_words(words + (n - length), length, &s);
        size_t first = behind ? n - length : 0;

        if (!behind && !read_words(words, length, &s))
            continue;
        if (length < n)
            *rest = without(header, words, first, first + length);
        return settle(c, &s, around, out, id);
    }
    return YS__PERIOD_NONE;
}
