/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/style.h"

#include <ctype.h>
#include <math.h>
#include <strings.h>

void ys__style_decide(ys__style *style, const ys__evidence *seen, char separator)
{
    if (seen->points != seen->commas)
        style->decimal = seen->points > seen->commas ? '.' : ',';
    else if (seen->points > 0)
        style->decimal = separator == ';' ? ',' : '.';
    else if (separator == ';') /* a spreadsheet writes ';' where the comma is taken by the decimals */
        style->decimal = ',';
    if (seen->days_first != seen->months_first)
        style->date_order = seen->days_first > seen->months_first ? 'd' : 'm';
}

bool ys__is_damage(ys__slice cell)
{
    static const char *const errors[] = { "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#N/A", "#N/D",
                                          "#SPILL!", "#CALC!", "#¡REF!", "#¡DIV/0!", "#¡VALOR!", "#¿NOMBRE?", "#¡NUM!",
                                          "#¡NULO!", "#¡CALC!", "#¡DESBORDAMIENTO!" };

    if (cell.n == 0 || cell.p[0] != '#')
        return false;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (ys__slice_is(cell, errors[i]))
            return true;
    for (size_t i = 0; i < cell.n; i++)
        if (cell.p[i] != '#')
            return false;
    return cell.n >= 2;
}

bool ys__is_scientific(ys__slice cell)
{
    size_t at = 0, digits = 0;

    while (at < cell.n && (isdigit((unsigned char)cell.p[at]) || cell.p[at] == '.' || cell.p[at] == ','))
        digits += cell.p[at++] != '.';
    if (digits == 0 || at + 3 > cell.n || cell.p[at] != 'E' || (cell.p[at + 1] != '+' && cell.p[at + 1] != '-'))
        return false;
    for (at += 2; at < cell.n; at++)
        if (!isdigit((unsigned char)cell.p[at]))
            return false;
    return true;
}

/* A number taken apart. Its digits are without group marks; a decimal mark among them is '.'. */
typedef struct shape {
    char text[48];
    size_t n;
    bool negative, percent, exponent;
    char mark;        /* the decimal mark this number must have been written with; 0: it does not tell */
    bool doubtful;    /* mark is the group mark or the decimal mark: text is without it */
} shape;

/* Whether n bytes are these, small or capital; most are told apart by the first. */
static inline bool is_word(const char *p, const char *word, size_t n)
{
    return (*p | 32) == (*word | 32) && strncasecmp(p, word, n) == 0;
}

static inline bool begins(ys__slice s, const char *with)
{
    size_t n = strlen(with);

    return s.n >= n && is_word(s.p, with, n);
}

static inline bool ends(ys__slice s, const char *with)
{
    size_t n = strlen(with);

    return s.n >= n && is_word(s.p + s.n - n, with, n);
}

/* Takes sign, brackets, currency and percent off both ends. */
static ys__slice undress(ys__slice s, shape *out)
{
    static const char *const around[] = { "US$", "$", "€", "£", "¥", "USD", "EUR", "GBP", "MXN", "COP", "¤" };
    bool more = true;

    s = ys__trim(s);
    if (s.n >= 3 && s.p[0] == '(' && s.p[s.n - 1] == ')') {
        out->negative = true;
        s = ys__trim((ys__slice){ s.p + 1, s.n - 2 });
    }
    while (more && s.n) {
        more = false;
        for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
            size_t n = strlen(around[i]);

            if (begins(s, around[i])) {
                s = ys__trim((ys__slice){ s.p + n, s.n - n });
                more = true;
            } else if (ends(s, around[i])) {
                s = ys__trim((ys__slice){ s.p, s.n - n });
                more = true;
            }
        }
        if (s.n && s.p[s.n - 1] == '%' && !out->percent) {
            out->percent = more = true;
            s = ys__trim((ys__slice){ s.p, s.n - 1 });
        }
        if (s.n > 1 && (s.p[0] == '-' || s.p[0] == '+') && !out->negative) {
            out->negative = s.p[0] == '-';
            s = ys__trim((ys__slice){ s.p + 1, s.n - 1 });
            more = true;
        } else if (begins(s, "\xE2\x88\x92") && !out->negative) { /* the minus sign of typographers */
            out->negative = more = true;
            s = (ys__slice){ s.p + 3, s.n - 3 };
        } else if (s.n > 1 && s.p[s.n - 1] == '-' && !out->negative) {
            out->negative = more = true;
            s = (ys__slice){ s.p, s.n - 1 };
        }
    }
    return s;
}

/* Length of a blank or apostrophe that may part thousands; 0: it is something else. */
static size_t thin_mark(ys__slice s)
{
    if (s.p[0] == ' ' || s.p[0] == '\'')
        return 1;
    if (begins(s, "\xC2\xA0"))
        return 2;
    return begins(s, "\xE2\x80\xAF") || begins(s, "\xE2\x80\x89") || begins(s, "\xE2\x80\x99") ? 3 : 0;
}

typedef struct marks {
    char kinds[24]; /* '.', ',' or ' ' (any thin mark) */
    size_t after[24]; /* digits between each and the next or the end */
    size_t before, n;
} marks;

/* Splits into digits and marks; the exponent is left in rest. */
static bool split(ys__slice s, shape *out, marks *m, ys__slice *rest)
{
    *m = (marks){ 0 };
    while (s.n) {
        size_t step = 1, thin = 0;

        if (isdigit((unsigned char)s.p[0])) {
            if (out->n + 8 >= sizeof out->text)
                return false;
            out->text[out->n++] = s.p[0];
            if (m->n)
                m->after[m->n - 1]++;
            else
                m->before++;
        } else if (s.p[0] == '.' || s.p[0] == ',' || (thin = thin_mark(s)) > 0) {
            if (m->n == sizeof m->kinds)
                return false;
            m->kinds[m->n++] = s.p[0] == '.' || s.p[0] == ',' ? s.p[0] : ' ';
            step = s.p[0] == '.' || s.p[0] == ',' ? 1 : thin;
        } else {
            break;
        }
        s = (ys__slice){ s.p + step, s.n - step };
    }
    *rest = s;
    return out->n > 0;
}

/* Whether the first n marks part thousands: all of one kind, three digits behind each. */
static bool are_groups(const marks *m, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (m->kinds[i] != m->kinds[0] || m->after[i] != 3)
            return false;
    return n == 0 || (m->before >= 1 && m->before <= 3);
}

/* Tells group marks from the decimal mark. */
static bool understand(shape *out, const marks *m)
{
    char last = m->n ? m->kinds[m->n - 1] : 0;
    size_t decimals = m->n ? m->after[m->n - 1] : 0;
    bool leading_zero = out->text[0] == '0';

    if (m->n == 0 || (last == ' ' && are_groups(m, m->n)))
        return true;
    if (last == ' ')
        return false;
    if (m->n == 1 && decimals == 3 && m->before >= 1 && m->before <= 3 && !leading_zero && !out->exponent) {
        out->mark = last;
        out->doubtful = true;
        return true;
    }
    if (m->n > 1 && m->kinds[0] == last) { /* 1.234.567 */
        out->mark = last == '.' ? ',' : '.';
        return are_groups(m, m->n);
    }
    if (decimals == 0 || !are_groups(m, m->n - 1))
        return false;
    out->mark = last;
    memmove(out->text + out->n - decimals + 1, out->text + out->n - decimals, decimals);
    out->text[out->n - decimals] = '.';
    out->n++;
    return true;
}

static bool number_shape(ys__slice cell, shape *out)
{
    ys__slice rest;
    marks m;

    *out = (shape){ 0 };
    if (cell.n && (isalpha((unsigned char)cell.p[0]) || cell.p[0] == '#') && !strchr("UEGMCuegmc", cell.p[0]))
        return false; /* no currency begins so */
    if (!split(undress(cell, out), out, &m, &rest))
        return false;
    out->exponent = rest.n > 1 && (rest.p[0] == 'E' || rest.p[0] == 'e');
    if ((rest.n && !out->exponent) || !understand(out, &m) || out->n + rest.n >= sizeof out->text)
        return false;
    memcpy(out->text + out->n, rest.p, rest.n);
    out->n += rest.n;
    return true;
}

void ys__evidence_number(ys__evidence *seen, ys__slice cell)
{
    shape s;

    if ((memchr(cell.p, '.', cell.n) == NULL && memchr(cell.p, ',', cell.n) == NULL) || !number_shape(cell, &s) ||
        s.doubtful || s.mark == 0)
        return;
    if (s.mark == '.')
        seen->points++;
    else
        seen->commas++;
}

/* Turns the digits of a shape into a value. */
static ys__reading value_of(const ys__field *field, const ys__style *style, const shape *s, ys__decimal *out,
                            double *real)
{
    ys__slice text = { s->text, s->n };
    bool share = s->percent && !style->strict && !(field->has_maximum && field->maximum > 1);

    if (!s->exponent && ys__decimal_parse(text, '.', out) && (!share || out->scale <= YS__SCALE_MAX - 2)) {
        out->units = s->negative ? -out->units : out->units;
        out->scale += share ? 2 : 0;
        return YS__READ_OK;
    }
    if (!ys__real_parse(text, real))
        return YS__READ_WRONG;
    *real = (s->negative ? -*real : *real) / (share ? 100 : 1);
    if (*real == trunc(*real) && fabs(*real) < 1e15) { /* 1.2E+05 is a whole number */
        *out = (ys__decimal){ (int64_t)*real, 0 };
        return YS__READ_OK;
    }
    return YS__READ_REAL;
}

static ys__reading read_human(const ys__field *field, const ys__style *style, ys__slice cell, ys__decimal *out,
                              double *real)
{
    char decimal = field->decimal_char ? field->decimal_char : style->decimal;
    shape s;

    if (!number_shape(cell, &s))
        return YS__READ_WRONG;
    if (s.mark && (decimal == 0 ? s.doubtful : s.mark != decimal && !s.doubtful))
        return YS__READ_AMBIGUOUS;
    if (s.doubtful && s.mark == decimal) { /* 1.234 is less than two */
        memmove(s.text + s.n - 2, s.text + s.n - 3, 3);
        s.text[s.n - 3] = '.';
        s.n++;
    }
    return value_of(field, style, &s, out, real);
}

/* What Table Schema allows beside numbers. */
static bool read_declared_special(ys__slice cell, double *real)
{
    static const struct {
        const char *text;
        double value;
    } special[] = { { "NaN", NAN }, { "INF", INFINITY }, { "-INF", -INFINITY } };

    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (cell.n == strlen(special[i].text) && strncasecmp(cell.p, special[i].text, cell.n) == 0) {
            *real = special[i].value;
            return true;
        }
    return false;
}

/* By Table Schema: the declared marks and nothing else; signs around it where bareNumber is false. */
static ys__reading read_declared(const ys__field *field, const ys__style *style, ys__slice cell, ys__decimal *out,
                                 double *real)
{
    char mark = field->decimal_char ? field->decimal_char : '.';
    size_t group = field->group_char ? strlen(field->group_char) : 0;
    shape s = { 0 };

    if (style->strict && field->type == YS__FIELD_NUMBER && read_declared_special(cell, real))
        return YS__READ_REAL;
    if (field->bare_number_set && !field->bare_number) {
        while (cell.n && !isdigit((unsigned char)cell.p[0]) && !strchr("+-", cell.p[0]) && cell.p[0] != mark)
            cell = (ys__slice){ cell.p + 1, cell.n - 1 };
        while (cell.n && !isdigit((unsigned char)cell.p[cell.n - 1]))
            cell.n--;
    }
    while (cell.n) {
        if (group && begins(cell, field->group_char)) {
            cell = (ys__slice){ cell.p + group, cell.n - group };
            continue;
        }
        if (s.n + 1 >= sizeof s.text || (mark != '.' && cell.p[0] == '.'))
            return YS__READ_WRONG;
        s.exponent = s.exponent || cell.p[0] == 'e' || cell.p[0] == 'E';
        s.text[s.n++] = cell.p[0] == mark ? '.' : cell.p[0];
        cell = (ys__slice){ cell.p + 1, cell.n - 1 };
    }
    return value_of(field, style, &s, out, real);
}

ys__reading ys__number_read(const ys__field *field, const ys__style *style, ys__slice cell, ys__decimal *out,
                            double *real)
{
    ys__reading reading;

    if (ys__is_damage(cell))
        return YS__READ_DAMAGED;
    if (style->strict || field->group_char)
        reading = read_declared(field, style, cell, out, real);
    else
        reading = read_human(field, style, cell, out, real);
    if (field->type != YS__FIELD_NUMBER) {
        if (reading == YS__READ_REAL || (reading == YS__READ_OK && style->strict && out->scale > 0))
            return YS__READ_WRONG;
        if (reading == YS__READ_OK && out->scale > 0) { /* 12.00 is a whole number, 12.50 is none */
            if (out->units % ys__pow10[out->scale] != 0)
                return YS__READ_WRONG;
            *out = (ys__decimal){ out->units / ys__pow10[out->scale], 0 };
        }
    }
    return reading;
}

static bool is_email(ys__slice s)
{
    const char *at = memchr(s.p, '@', s.n), *end = s.p + s.n;

    return at && at > s.p && !memchr(at + 1, '@', (size_t)(end - at - 1)) && !memchr(s.p, ' ', s.n) && at + 3 < end &&
           memchr(at + 2, '.', (size_t)(end - at - 3));
}

static bool is_uri(ys__slice s)
{
    size_t n = 0;

    while (n < s.n && (isalnum((unsigned char)s.p[n]) || (n && strchr("+-.", s.p[n]))))
        n++;
    return n > 1 && isalpha((unsigned char)s.p[0]) && n + 1 < s.n && s.p[n] == ':' && !memchr(s.p, ' ', s.n) &&
           (s.n < n + 3 || s.p[n + 1] != '/' || (s.p[n + 2] == '/' && s.n > n + 3));
}

static bool is_uuid(ys__slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;

        if (dash ? s.p[i] != '-' : !isxdigit((unsigned char)s.p[i]))
            return false;
    }
    return s.n == 36;
}

bool ys__text_format(const char *format, ys__slice text)
{
    if (strcmp(format, "email") == 0)
        return is_email(text);
    if (strcmp(format, "uri") == 0)
        return is_uri(text);
    return strcmp(format, "uuid") != 0 || is_uuid(text);
}
