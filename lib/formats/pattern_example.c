/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/pattern.h"

#include <ctype.h>
#include <stdlib.h>

/* A text that an expression is meant for, written while the expression is read: of alternatives the first, of a set of
 * characters those that come in turn. What is beyond this gives nothing; whatever it gives is held against the
 * expression in the end. */
typedef struct writer {
    ys__buffer *to;
    unsigned turn; /* since the last plain character: three digits are 123, not 111 */
    int depth;
    bool failed;
} writer;

enum { MOST = 40, DEPTH = 8 };

static const char *put_sequence(writer *w, const char *p);

static void put_from(writer *w, char first, char last)
{
    unsigned n = (unsigned)(unsigned char)last - (unsigned char)first + 1;

    ys__putc(w->to, (char)(first + (char)((w->turn++ + (first == '0')) % n)));
}

/* [...]: its first range or character. */
static const char *put_set(writer *w, const char *p)
{
    const char *end = strchr(p + 1, ']');

    if (*p == '^' || *p == ']' || *p == '\\' || end == NULL) {
        w->failed = p[0] != '\\' || p[1] != 'd' || end == NULL;
        put_from(w, '0', '9');
    } else if (p[1] == '-' && p[2] > p[0] && p + 2 < end) {
        put_from(w, p[0], p[2]);
    } else {
        ys__putc(w->to, *p);
    }
    return w->failed ? p : end + 1;
}

static const char *put_escaped(writer *w, const char *p)
{
    if (*p == 'd')
        put_from(w, '0', '9');
    else if (*p == 'w')
        put_from(w, 'A', 'Z');
    else if (ispunct((unsigned char)*p))
        ys__putc(w->to, *p);
    else
        w->failed = true;
    return w->failed ? p : p + 1;
}

/* Leaves out the other alternatives up to the end of their group. */
static const char *skip_alternatives(const char *p)
{
    for (int depth = 0; *p && (depth > 0 || *p != ')'); p++) {
        p += *p == '\\' && p[1];
        depth += *p == '(';
        depth -= *p == ')';
    }
    return p;
}

static const char *put_group(writer *w, const char *p)
{
    if (*p == '?' && p[1] == ':')
        p += 2;
    w->failed = w->failed || *p == '?' || *p == '*' || ++w->depth > DEPTH;
    if (w->failed)
        return p;
    p = skip_alternatives(put_sequence(w, p));
    w->depth--;
    w->failed = w->failed || *p != ')';
    return w->failed ? p : p + 1;
}

static const char *put_atom(writer *w, const char *p)
{
    switch (*p) {
    case '(': return put_group(w, p + 1);
    case '[': return put_set(w, p + 1);
    case '\\': return put_escaped(w, p + 1);
    case '^': case '$': return p + 1;
    case '.': put_from(w, 'a', 'z'); return p + 1;
    default:
        ys__putc(w->to, *p);
        w->turn = 0;
        return p + 1;
    }
}

/* How often what stands before is wanted, at least once. */
static const char *read_times(const char *p, unsigned long *times)
{
    char *end;

    *times = *p == '+' ? 3 : 1;
    if (*p == '?' || *p == '*' || *p == '+')
        return p + 1;
    if (*p != '{')
        return p;
    *times = strtoul(p + 1, &end, 10);
    *times = *times ? *times : 1;
    end += strcspn(end, "}");
    return *end ? end + 1 : end;
}

static const char *put_sequence(writer *w, const char *p)
{
    while (*p && *p != ')' && *p != '|' && !w->failed) {
        const char *end = put_atom(w, p), *next;
        unsigned long times;

        next = read_times(end, &times);
        for (; times > 1 && !w->failed; times--) {
            put_atom(w, p);
            w->failed = w->failed || w->to->n > MOST;
        }
        p = next;
    }
    return p;
}

bool ys__pattern_example(const ys__pattern *pattern, const char *expression, ys__buffer *to)
{
    writer w = { .to = to };
    const char *end = put_sequence(&w, expression);

    return !w.failed && !to->failed && to->n > 0 && to->n <= MOST && (*end == '\0' || *end == '|') &&
           ys__pattern_matches(pattern, (ys__slice){ to->text, to->n });
}
