/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/style.h"

#include <ctype.h>
#include <math.h>
#include <strings.h>

#include "base/date.h"
#include "base/number.h"

enum { SERIAL_FIRST = 20000, SERIAL_LAST = 60000, SERIAL_EPOCH = 25569 }; /* 1970-01-01 as spreadsheets count days */

/* A date taken apart: numbers, and a month by its name. */
typedef struct parts {
    int numbers[3];
    int digits[3];
    int n;
    int month;   /* 0: not named */
    int named_at; /* numbers before the name */
} parts;

static const char *const months_en[] = { "january", "february", "march", "april", "may", "june", "july", "august",
                                         "september", "october", "november", "december" };
static const char *const months_es[] = { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
                                         "septiembre", "octubre", "noviembre", "diciembre" };

static bool is_name(ys__slice word, const char *name)
{
    return (word.p[0] | 32) == *name && word.n <= strlen(name) && strncasecmp(word.p, name, word.n) == 0;
}

/* A month by its English or Spanish name, or the first three letters or more of it; 0: none. */
static int month_named(ys__slice word)
{
    if (word.n < 3)
        return 0;
    for (int i = 0; i < 12; i++)
        if (is_name(word, months_en[i]) || is_name(word, months_es[i]))
            return i + 1;
    return is_name(word, "setiembre") ? 9 : 0;
}

static bool take_number(ys__slice *s, parts *out)
{
    int value = 0, digits = 0;

    while (s->n && isdigit((unsigned char)s->p[0]) && digits < 9) {
        value = value * 10 + (s->p[0] - '0');
        digits++;
        *s = (ys__slice){ s->p + 1, s->n - 1 };
    }
    if (out->n == 3)
        return false;
    out->digits[out->n] = digits;
    out->numbers[out->n++] = value;
    return true;
}

static bool take_word(ys__slice *s, parts *out)
{
    size_t n = 0;
    ys__slice word;

    while (n < s->n && isalpha((unsigned char)s->p[n]))
        n++;
    word = (ys__slice){ s->p, n };
    *s = (ys__slice){ s->p + n, s->n - n };
    if (n == 2 && strchr("dsnrtDSNRT", word.p[0]) &&
        (strncasecmp(word.p, "de", 2) == 0 || strncasecmp(word.p, "st", 2) == 0 ||
         strncasecmp(word.p, "nd", 2) == 0 || strncasecmp(word.p, "rd", 2) == 0 ||
         strncasecmp(word.p, "th", 2) == 0))
        return true;
    if (n == 3 && strncasecmp(word.p, "del", 3) == 0)
        return true;
    if (out->month || (out->month = month_named(word)) == 0)
        return false;
    out->named_at = out->n;
    return true;
}

/* A time of midnight behind a date is what spreadsheets add; any other would be lost. */
static ys__slice drop_midnight(ys__slice s)
{
    static const char *const nights[] = { " 00:00:00", "T00:00:00", " 0:00:00", " 00:00", " 0:00", "T00:00",
                                          " 12:00:00 AM", " 12:00 AM", "T00:00:00Z", " 00:00:00.000" };

    for (size_t i = 0; s.n > 5 && memchr(s.p, ':', s.n) && i < sizeof nights / sizeof *nights; i++) {
        size_t n = strlen(nights[i]);

        if (s.n > n && strncasecmp(s.p + s.n - n, nights[i], n) == 0)
            return (ys__slice){ s.p, s.n - n };
    }
    return s;
}

/* The day of the week that spreadsheets write before a long date: “Monday, July 3, 2017”, “lunes, 3 de julio”. */
static ys__slice drop_weekday(ys__slice s)
{
    static const char *const days[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
                                        "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo" };
    size_t n = 0;

    while (n < s.n && s.p[n] != ' ' && s.p[n] != ',')
        n++;
    for (size_t i = 0; n >= 5 && n < s.n && n < 12 && i < sizeof days / sizeof *days; i++)
        if (ys__text_same((ys__slice){ s.p, n }, ys__slice_of(days[i])))
            return (ys__slice){ s.p + n, s.n - n };
    return s;
}

/* Whether a text has so many digits, which a date needs for its numbers. */
static bool has_digits(ys__slice s, int least)
{
    for (size_t i = 0; i < s.n && least > 0; i++)
        least -= isdigit((unsigned char)s.p[i]) != 0;
    return least == 0;
}

static bool take_apart(ys__slice s, parts *out)
{
    *out = (parts){ 0 };
    s = drop_midnight(ys__trim(s));
    if (s.n && !isdigit((unsigned char)s.p[0]))
        s = drop_weekday(s);
    while (s.n) {
        if (isdigit((unsigned char)s.p[0])) {
            if (!take_number(&s, out))
                return false;
        } else if (isalpha((unsigned char)s.p[0])) {
            if (!take_word(&s, out))
                return false;
        } else if (strchr("/-. ,", s.p[0])) {
            s = (ys__slice){ s.p + 1, s.n - 1 };
        } else {
            return false;
        }
    }
    return true;
}

bool ys__was_code(ys__slice cell, ys__slice code)
{
    parts p, c;
    int a, b;

    if (!has_digits(cell, 1) || !take_apart(code, &c) || c.n != 2 || c.month || !take_apart(cell, &p))
        return false;
    if (p.month) {
        a = p.numbers[0];
        b = p.month;
    } else {
        a = p.numbers[p.digits[0] == 4 ? 1 : 0];
        b = p.numbers[p.digits[0] == 4 ? 2 : 1];
    }
    if (p.month ? p.n < 1 : p.n != 3)
        return false;
    return (a == c.numbers[0] && b == c.numbers[1]) || (b == c.numbers[0] && a == c.numbers[1]);
}

bool ys__was_number(ys__slice cell)
{
    parts p;

    return cell.n > 4 && cell.n < 16 && has_digits(cell, 1) && take_apart(cell, &p) &&
           p.month && p.n == 1 && p.numbers[0] > 0;
}

static int full_year(int year, int digits)
{
    return digits > 2 ? year : year + (year < 69 ? 2000 : 1900);
}

static bool make(int year, int month, int day, int32_t *days)
{
    if (!ys__date_exists(year, month, day))
        return false;
    *days = ys__date_days(year, month, day);
    return true;
}

/* The order numbers can only have been written in: 'y' year first, 'd', 'm', '=' either (3/3), '?' both, 0 neither. */
static char order_of(const parts *p)
{
    int a = p->numbers[0], b = p->numbers[1];
    bool day_first, month_first;

    if (p->n != 3 || p->month)
        return 0;
    if (p->digits[0] == 4)
        return 'y';
    if (p->digits[2] != 4 && p->digits[2] != 2)
        return 0;
    day_first = ys__date_exists(full_year(p->numbers[2], p->digits[2]), b, a);
    month_first = ys__date_exists(full_year(p->numbers[2], p->digits[2]), a, b);
    if (day_first && month_first)
        return a == b ? '=' : '?';
    return day_first ? 'd' : month_first ? 'm' : 0;
}

void ys__evidence_date(ys__evidence *seen, ys__slice cell)
{
    parts p;
    char order;

    if (!has_digits(cell, 3) || !take_apart(cell, &p))
        return;
    order = order_of(&p);
    if (order == 'd')
        seen->days_first++;
    else if (order == 'm')
        seen->months_first++;
}

static ys__reading read_named(const parts *p, int32_t *days)
{
    bool year_first = p->digits[0] == 4;
    int year = p->numbers[year_first ? 0 : 1], day = p->numbers[year_first ? 1 : 0];

    if (p->n != 2)
        return YS__READ_WRONG;
    return make(full_year(year, p->digits[year_first ? 0 : 1]), p->month, day, days) ? YS__READ_OK : YS__READ_WRONG;
}

static ys__reading read_serial(const parts *p, int32_t *days)
{
    int n = p->numbers[0];

    if (p->digits[0] == 8)
        return make(n / 10000, n / 100 % 100, n % 100, days) ? YS__READ_OK : YS__READ_WRONG;
    if (p->digits[0] != 5 || n < SERIAL_FIRST || n > SERIAL_LAST)
        return YS__READ_WRONG;
    *days = n - SERIAL_EPOCH;
    return YS__READ_OK;
}

static ys__reading read_people(const ys__style *style, ys__slice cell, int32_t *days)
{
    parts p;
    char order;

    if (!take_apart(cell, &p))
        return YS__READ_WRONG;
    if (p.month)
        return read_named(&p, days);
    if (p.n == 1)
        return read_serial(&p, days);
    order = order_of(&p);
    if (order == 'y')
        return make(p.numbers[0], p.numbers[1], p.numbers[2], days) ? YS__READ_OK : YS__READ_WRONG;
    if (order == '?' && style->date_order == 0)
        return YS__READ_AMBIGUOUS;
    if ((order == 'd' || order == 'm') && style->date_order && style->date_order != order)
        return YS__READ_AMBIGUOUS; /* the file's other dates have it the other way round */
    if (order == '?' || order == '=')
        order = style->date_order ? style->date_order : 'd';
    if (order == 0)
        return YS__READ_WRONG;
    return make(full_year(p.numbers[2], p.digits[2]), p.numbers[order == 'd'], p.numbers[order == 'm'], days)
               ? YS__READ_OK : YS__READ_WRONG;
}

ys__reading ys__date_read(const ys__field *field, const ys__style *style, ys__slice cell, int32_t *days)
{
    int32_t seconds;

    if (ys__is_damage(cell))
        return YS__READ_DAMAGED;
    if (field->format && strcmp(field->format, "any") != 0 && strcmp(field->format, "default") != 0)
        return ys__format_read(field->format, cell, days, &seconds) ? YS__READ_OK : YS__READ_WRONG;
    if (ys__date_parse(cell, days))
        return YS__READ_OK;
    if (style->strict && !(field->format && strcmp(field->format, "any") == 0))
        return YS__READ_WRONG;
    return read_people(style, cell, days);
}

/* What a format has read so far. */
typedef struct moment {
    int year, month, day, hour, minute, second, day_of_year;
    bool pm, has_pm;
} moment;

static bool take_digits(ys__slice *s, int least, int most, int *out)
{
    int value = 0, n = 0;

    while (n < most && (size_t)n < s->n && isdigit((unsigned char)s->p[n]))
        value = value * 10 + (s->p[n++] - '0');
    if (n < least)
        return false;
    *s = (ys__slice){ s->p + n, s->n - (size_t)n };
    *out = value;
    return true;
}

static bool take_month_name(ys__slice *s, int *out)
{
    size_t n = 0;

    while (n < s->n && isalpha((unsigned char)s->p[n]))
        n++;
    *out = month_named((ys__slice){ s->p, n });
    *s = (ys__slice){ s->p + n, s->n - n };
    return *out > 0;
}

static bool take_half_day(ys__slice *s, moment *m)
{
    if (s->n < 2 || (strncasecmp(s->p, "am", 2) != 0 && strncasecmp(s->p, "pm", 2) != 0))
        return false;
    m->has_pm = true;
    m->pm = tolower((unsigned char)s->p[0]) == 'p';
    *s = (ys__slice){ s->p + 2, s->n - 2 };
    return true;
}

static bool take_zone(ys__slice *s)
{
    int hours, minutes;

    if (s->n && s->p[0] == 'Z') {
        *s = (ys__slice){ s->p + 1, s->n - 1 };
        return true;
    }
    if (s->n == 0 || (s->p[0] != '+' && s->p[0] != '-'))
        return false;
    *s = (ys__slice){ s->p + 1, s->n - 1 };
    if (!take_digits(s, 2, 2, &hours))
        return false;
    if (s->n && s->p[0] == ':')
        *s = (ys__slice){ s->p + 1, s->n - 1 };
    return take_digits(s, 2, 2, &minutes);
}

static bool take_directive(char directive, ys__slice *s, moment *m)
{
    switch (directive) {
    case 'Y': return take_digits(s, 4, 4, &m->year);
    case 'y':
        if (!take_digits(s, 2, 2, &m->year))
            return false;
        m->year = full_year(m->year, 2);
        return true;
    case 'm': return take_digits(s, 1, 2, &m->month);
    case 'd': return take_digits(s, 1, 2, &m->day);
    case 'j': return take_digits(s, 1, 3, &m->day_of_year);
    case 'b':
    case 'B': return take_month_name(s, &m->month);
    case 'H':
    case 'I': return take_digits(s, 1, 2, &m->hour);
    case 'M': return take_digits(s, 1, 2, &m->minute);
    case 'S': return take_digits(s, 1, 2, &m->second);
    case 'p': return take_half_day(s, m);
    case 'z': return take_zone(s);
    default: return false;
    }
}

bool ys__format_read(const char *format, ys__slice cell, int32_t *days, int32_t *seconds)
{
    moment m = { .year = 1970, .month = 1, .day = 1 };

    for (const char *f = format; *f; f++) {
        if (*f == '%' && f[1] && f[1] != '%') {
            if (!take_directive(*++f, &cell, &m))
                return false;
            continue;
        }
        f += *f == '%';
        if (cell.n == 0 || cell.p[0] != *f)
            return false;
        cell = (ys__slice){ cell.p + 1, cell.n - 1 };
    }
    if (m.has_pm)
        m.hour = m.hour % 12 + (m.pm ? 12 : 0);
    if (cell.n || m.hour > 23 || m.minute > 59 || m.second > 59 || !make(m.year, m.month, m.day, days))
        return false;
    if (m.day_of_year)
        *days = ys__date_days(m.year, 1, 1) + m.day_of_year - 1;
    *seconds = m.hour * 3600 + m.minute * 60 + m.second;
    return true;
}

bool ys__clock_read(const ys__style *style, ys__slice cell, int32_t *seconds)
{
    static const char *const formats[] = { "%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%I:%M%p" };
    size_t n = style->strict ? 1 : sizeof formats / sizeof *formats;
    int32_t days;

    if (style->strict && cell.n != 8)
        return false;
    for (size_t i = 0; i < n; i++)
        if (ys__format_read(formats[i], cell, &days, seconds))
            return true;
    return false;
}

bool ys__serial_read(ys__slice cell, int64_t *seconds)
{
    double serial;

    if (!ys__real_parse(cell, &serial) || serial < SERIAL_FIRST || serial >= SERIAL_LAST + 1)
        return false;
    *seconds = (int64_t)round((serial - SERIAL_EPOCH) * 86400);
    return true;
}
