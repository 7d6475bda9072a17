/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/expr_parts.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/number.h"

enum { LONGEST_SOURCE = 10000 };

static void print(char *to, size_t size, const char *fmt, va_list ap)
{
    vsnprintf(to, size, fmt, ap);
    to[ys__text_valid(ys__slice_of(to))] = '\0'; /* a cut may have gone through a character */
}

void *ys__parser_fail(ys__parser *p, uint32_t at, uint32_t length, const char *fmt, ...)
{
    va_list ap;

    p->fault->at = at;
    p->fault->length = length;
    p->fault->hint[0] = '\0';
    va_start(ap, fmt);
    print(p->fault->text, sizeof p->fault->text, fmt, ap);
    va_end(ap);
    return NULL;
}

void *ys__parser_hint(ys__parser *p, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    print(p->fault->hint, sizeof p->fault->hint, fmt, ap);
    va_end(ap);
    return NULL;
}

void *ys__parser_nomem(ys__parser *p)
{
    return ys__parser_fail(p, 0, 0, "%s", _("out of memory"));
}

bool ys__parser_start(ys__parser *p, ys__arena *arena, const char *source, const ys__form *form, ys__expr_fault *fault)
{
    *p = (ys__parser){ .arena = arena, .source = source, .form = form, .fault = fault };
    if (strlen(source) > LONGEST_SOURCE)
        return ys__parser_fail(p, 0, 0, _("this expression is longer than %d characters"), LONGEST_SOURCE) != NULL;
    return ys__parser_next(p);
}

/* Signs people write for ours, and what ours is. */
static const struct {
    const char *theirs, *ours;
} habits[] = {
    { "==", "=" },  { "<>", "!=" }, { "&&", "and" }, { "||", "or" },  { "!", "not" },     { "≤", "<=" }, { "≥", ">=" },
    { "≠", "!=" },  { "×", "*" },   { "÷", "/" },    { "−", "-" },    { "“", "'" },       { "”", "'" },  { "‘", "'" },
    { "’", "'" },   { "\"", "'" },  { "´", "'" },    { "[", "(" },    { "]", ")" },       { "{", "(" },  { "}", ")" },
    { ";", "," },
};

static const char *const signs[] = { "!=", "<=", ">=", "(", ")", ",", "+", "-", "*", "/", "=", "<", ">" };

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static size_t habit_at(const char *s)
{
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
        if (begins(s, habits[i].theirs) && !(strcmp(habits[i].theirs, "!") == 0 && s[1] == '='))
            return i;
    return sizeof habits / sizeof *habits;
}

static bool name_byte(const char *s, bool first)
{
    unsigned char c = (unsigned char)*s;

    if (c >= 0x80)
        return !begins(s, "\xC2\xA0") && habit_at(s) == sizeof habits / sizeof *habits;
    return isalpha(c) || c == '_' || (!first && (isdigit(c) || c == '.'));
}

static bool take(ys__parser *p, ys__token_kind kind, size_t at, size_t length, ys__slice text)
{
    p->token = (ys__token){ kind, (uint32_t)at, (uint32_t)length, text, 0 };
    p->next = (uint32_t)(at + length);
    return true;
}

/* 'text' or `name`; the quote stands for itself when doubled. */
static bool take_quoted(ys__parser *p, size_t at, ys__token_kind kind)
{
    const char *start = p->source + at, *s = start + 1;
    char quote = *start;

    while (*s && (*s != quote || s[1] == quote))
        s += *s == quote ? 2 : 1;
    if (*s == '\0')
        return ys__parser_fail(p, (uint32_t)at, 1, _("this quote %c is never closed"), quote) != NULL;
    return take(p, kind, at, (size_t)(s + 1 - start), (ys__slice){ start + 1, (size_t)(s - start - 1) });
}

static bool take_number(ys__parser *p, size_t at)
{
    const char *s = p->source + at;
    size_t n = strspn(s, "0123456789");
    ys__slice text;
    double x;

    if (s[n] == '.')
        n += 1 + strspn(s + n + 1, "0123456789");
    if ((s[n] == 'e' || s[n] == 'E') && isdigit((unsigned char)s[n + 1 + (s[n + 1] == '-' || s[n + 1] == '+')]))
        n += 2 + strspn(s + n + 2, "0123456789");
    text = (ys__slice){ s, n };
    if (s[n] == '%') {
        ys__parser_fail(p, (uint32_t)at, (uint32_t)n + 1, "%s", _("a percent sign has no place here"));
        return ys__parser_hint(p, "%s", _("write a share as a fraction: 0.5 for 50 %")) != NULL;
    }
    if (name_byte(s + n, true) || !ys__real_parse(text, &x))
        return ys__parser_fail(p, (uint32_t)at, (uint32_t)n + 1, "%s", _("this is neither a number nor a name")) !=
               NULL;
    take(p, YS__TOKEN_NUMBER, at, n, text);
    p->token.number = x;
    return true;
}

static bool strange(ys__parser *p, size_t at)
{
    const char *s = p->source + at;
    size_t habit = habit_at(s), n = 1;

    if (habit < sizeof habits / sizeof *habits) {
        const char *theirs = habits[habit].theirs;

        ys__parser_fail(p, (uint32_t)at, (uint32_t)strlen(theirs), _("the sign %s is not known here"), theirs);
        if (habits[habit].ours[0] == '\'')
            return ys__parser_hint(p, "%s", _("texts stand in plain single quotes: 'yes'")) != NULL;
        return ys__parser_hint(p, _("write %s"), habits[habit].ours) != NULL;
    }
    while ((s[n] & 0xC0) == 0x80)
        n++;
    return ys__parser_fail(p, (uint32_t)at, (uint32_t)n, _("the sign %.*s is not known here"), (int)n, s) != NULL;
}

bool ys__parser_next(ys__parser *p)
{
    size_t at = p->next, n = 0;
    const char *s;

    p->ended = p->token.at + p->token.length;
    for (;; at++) {
        s = p->source + at;
        if (begins(s, "\xC2\xA0"))
            at++; /* a no-break space has two bytes */
        else if (*s == '\0' || strchr(" \t\r\n", *s) == NULL)
            break;
    }
    if (*s == '\0')
        return take(p, YS__TOKEN_END, at, 0, (ys__slice){ s, 0 });
    if (*s == '\'' || *s == '`')
        return take_quoted(p, at, *s == '`' ? YS__TOKEN_QUOTED_NAME : YS__TOKEN_TEXT);
    if (isdigit((unsigned char)*s) || (*s == '.' && isdigit((unsigned char)s[1])))
        return take_number(p, at);
    if (habit_at(s) < sizeof habits / sizeof *habits)
        return strange(p, at);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (begins(s, signs[i]))
            return take(p, YS__TOKEN_SIGN, at, strlen(signs[i]), ys__slice_of(signs[i]));
    while (name_byte(s + n, n == 0))
        n++;
    return n ? take(p, YS__TOKEN_NAME, at, n, (ys__slice){ s, n }) : strange(p, at);
}

bool ys__parser_sign(const ys__parser *p, const char *sign)
{
    return p->token.kind == YS__TOKEN_SIGN && ys__slice_is(p->token.text, sign);
}

bool ys__parser_word(const ys__parser *p, const char *word)
{
    return p->token.kind == YS__TOKEN_NAME && p->token.text.n == strlen(word) &&
           strncasecmp(p->token.text.p, word, p->token.text.n) == 0;
}

void ys__put_name(ys__buffer *to, const char *name)
{
    size_t n = 0;

    while (name_byte(name + n, n == 0))
        n++;
    if (n && name[n] == '\0') {
        ys__put(to, name);
        return;
    }
    ys__putc(to, '`');
    for (const char *c = name; *c; c++)
        ys__putf(to, *c == '`' ? "``" : "%c", *c);
    ys__putc(to, '`');
}
