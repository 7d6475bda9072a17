/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/json.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include <cJSON.h>

#include "base/i18n.h"

/* cJSON keeps one static variable for the place of an error. */
static pthread_mutex_t parsing = PTHREAD_MUTEX_INITIALIZER;

/* cJSON does not tell a lack of memory from a fault of the text, so its allocations go through here. */
static _Thread_local bool starved;

static void *allocate(size_t size)
{
    void *piece = malloc(size);

    starved |= piece == NULL;
    return piece;
}

static cJSON *parse(const char *text, size_t size, const char **stopped)
{
    cJSON_Hooks hooks = { allocate, free };
    cJSON *tree;

    pthread_mutex_lock(&parsing);
    cJSON_InitHooks(&hooks);
    starved = false;
    tree = cJSON_ParseWithLengthOpts(text, size, stopped, 1);
    pthread_mutex_unlock(&parsing);
    return tree;
}

/* Walks the text beside the tree cJSON made of it, to give every value its place. What cJSON lets pass though it is
 * no JSON (line breaks inside texts, numbers such as 01) is found on the way. */
typedef struct walk {
    ys__arena *arena;
    const char *source;
    const char *p, *begin, *end;
    uint32_t line;
    const char *line_start;
    ys_error *err;
} walk;

static bool ends_line(char c)
{
    return c == '\n' || c == '\r';
}

/* The place may be on a line that was passed by already. */
static ys__where place(const walk *w, const char *p)
{
    const char *start = w->line_start;
    uint32_t line = w->line;

    for (; p < start; line--) {
        start -= start - w->begin > 1 && start[-1] == '\n' && start[-2] == '\r' ? 2 : 1;
        while (start > w->begin && !ends_line(start[-1]))
            start--;
    }
    return (ys__where){ .source = w->source, .line = line,
                        .column = (uint32_t)ys__text_length((ys__slice){ start, (size_t)(p - start) }) + 1 };
}

static void skip_blanks(walk *w)
{
    for (; w->p < w->end && (unsigned char)*w->p <= ' '; w->p++) {
        if (*w->p == '\n' || (*w->p == '\r' && (w->p + 1 == w->end || w->p[1] != '\n'))) {
            w->line++;
            w->line_start = w->p + 1;
        }
    }
}

static void start(walk *w, ys__arena *arena, const char *source, const char *text, size_t n, ys_error *err)
{
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        n -= 3;
    }
    *w = (walk){ .arena = arena, .source = source, .p = text, .begin = text, .end = text + n, .line = 1,
                 .line_start = text };
    w->err = err;
}

/* Moves over a text with its quotes. */
static ys_status skip_text(walk *w, bool *escaped)
{
    const ys__where at = place(w, w->p);

    *escaped = false;
    for (w->p++; w->p < w->end && *w->p != '"'; w->p++) {
        if (*w->p == '\t')
            return ys__fail(w->err, YS_E_SYNTAX, &at, "%s", _("a tab inside a text is written \\t"));
        if ((unsigned char)*w->p < ' ')
            return ys__fail(w->err, YS_E_SYNTAX, &at, "%s",
                            _("this text has no closing quote in its line; a line break inside a text is written \\n"));
        if (*w->p == '\\') {
            *escaped = true;
            w->p++;
        }
    }
    if (w->p >= w->end)
        return ys__fail(w->err, YS_E_SYNTAX, &at, "%s", _("this text has no closing quote"));
    w->p++;
    return YS_OK;
}

static size_t digits(const char *p)
{
    return strspn(p, "0123456789");
}

static ys_status skip_number(walk *w)
{
    const ys__where at = place(w, w->p);
    const char *p = w->p + (*w->p == '-');
    size_t whole = digits(p), decimals = 1, exponent = 1;
    bool plain = whole == 1 || (whole > 1 && *p != '0');

    p += whole;
    if (*p == '.')
        p += 1 + (decimals = digits(p + 1));
    if (*p == 'e' || *p == 'E') {
        p += 1 + (p[1] == '+' || p[1] == '-');
        p += exponent = digits(p);
    }
    if (!plain || decimals == 0 || exponent == 0)
        return ys__fail(w->err, YS_E_SYNTAX, &at, "%s",
                        _("this is not how JSON writes a number: digits, with a point before the decimals"));
    w->p = p;
    return YS_OK;
}

static ys_status walk_value(ys__json **out, walk *w, const cJSON *from);

static ys_status walk_children(ys__json *parent, walk *w, const cJSON *from)
{
    ys__json **link = &parent->child;
    ys_status status = YS_OK;

    w->p++; /* the bracket */
    skip_blanks(w);
    for (const cJSON *c = from->child; c && status == YS_OK; c = c->next) {
        ys__where at = place(w, w->p);
        bool escaped;

        if (parent->kind == YS__JSON_OBJECT) {
            if ((status = skip_text(w, &escaped)) != YS_OK)
                break;
            skip_blanks(w);
            assert(*w->p == ':');
            w->p++;
            skip_blanks(w);
        }
        if ((status = walk_value(link, w, c)) != YS_OK)
            break;
        if (parent->kind == YS__JSON_OBJECT) {
            (*link)->key = ys__arena_text(w->arena, c->string);
            (*link)->key_line = (uint32_t)at.line;
            (*link)->key_column = at.column;
            if ((*link)->key == NULL)
                status = ys__fail_nomem(w->err);
        }
        link = &(*link)->next;
        parent->n++;
        skip_blanks(w);
        w->p++; /* the comma or the closing bracket */
        if (c->next)
            skip_blanks(w);
    }
    if (from->child == NULL)
        w->p++;
    return status;
}

static ys_status walk_value(ys__json **out, walk *w, const cJSON *from)
{
    ys__where at = place(w, w->p);
    ys__json *json = ys__arena_alloc(w->arena, sizeof *json);

    if (json == NULL)
        return ys__fail_nomem(w->err);
    json->line = (uint32_t)at.line;
    json->column = at.column;
    *out = json;
    switch (from->type & 0xFF) {
    case cJSON_False:
    case cJSON_True:
        json->kind = YS__JSON_BOOL;
        json->truth = (from->type & 0xFF) == cJSON_True;
        w->p += json->truth ? 4 : 5;
        return YS_OK;
    case cJSON_Number:
        json->kind = YS__JSON_NUMBER;
        json->number = from->valuedouble;
        if (!isfinite(json->number))
            return ys__fail(w->err, YS_E_SYNTAX, &at, "%s", _("this number is too large"));
        return skip_number(w);
    case cJSON_String:
        json->kind = YS__JSON_TEXT;
        if ((json->text = ys__arena_text(w->arena, from->valuestring)) == NULL)
            return ys__fail_nomem(w->err);
        return skip_text(w, &json->escaped);
    case cJSON_Array:
    case cJSON_Object:
        json->kind = (from->type & 0xFF) == cJSON_Array ? YS__JSON_ARRAY : YS__JSON_OBJECT;
        return walk_children(json, w, from);
    default:
        json->kind = YS__JSON_NULL;
        w->p += 4;
        return YS_OK;
    }
}

static const char *trouble(const char *p, const char *end)
{
    if (p >= end)
        return _("the file ends here, but a bracket or a quote is still open");
    switch (*p) {
    case '}':
    case ']':
        return _("a value is missing before this bracket, or the comma before it is one too many");
    case '"':
        return _("a comma or a colon is missing before this quote");
    case '\'':
        return _("texts stand in double quotes");
    case '/':
    case '#':
        return _("comments have no place in JSON");
    default:
        return _("not valid JSON from here on");
    }
}

/* Moves to a place and tells in which bracket that is and what stands before it. A text without its closing
 * quote stops cJSON only at the next quote; the text is the fault then. */
static ys_status find_context(walk *w, const char *to, char *bracket, char *before)
{
    char open[CJSON_NESTING_LIMIT + 1];
    size_t depth = 0;
    bool escaped;

    *before = 0;
    while (w->p < to) {
        char c = *w->p;

        if (c == '"') {
            if (skip_text(w, &escaped) != YS_OK)
                return YS_E_SYNTAX;
        } else {
            if ((c == '{' || c == '[') && depth < sizeof open)
                open[depth++] = c;
            else if ((c == '}' || c == ']') && depth)
                depth--;
            w->p++;
        }
        skip_blanks(w);
        *before = c;
    }
    if (w->p == to && to < w->end && *to == '"' && skip_text(w, &escaped) != YS_OK)
        return YS_E_SYNTAX;
    *bracket = depth ? open[depth - 1] : 0;
    return YS_OK;
}

static ys_status syntax_error(walk *w, const char *stopped)
{
    char bracket, before;
    ys__where at;

    if (find_context(w, stopped > w->p ? stopped - 1 : stopped, &bracket, &before) != YS_OK)
        return YS_E_SYNTAX;
    /* where a key should be, cJSON steps over one character before it looks */
    if (bracket == '{' && (before == ',' || before == '{') && w->p == stopped - 1)
        stopped--;
    at = place(w, stopped);
    return ys__fail(w->err, YS_E_SYNTAX, &at, "%s", trouble(stopped, w->end));
}

static ys_status check_bytes(walk *w, const char *text, size_t n)
{
    size_t valid = ys__text_valid((ys__slice){ text, n });
    const char *nul = memchr(text, '\0', n);

    if (nul && (size_t)(nul - text) < valid)
        valid = (size_t)(nul - text);
    if (valid == n)
        return YS_OK;
    for (const char *p = w->line_start; p < text + valid; p++) {
        if (*p == '\n') {
            w->line++;
            w->line_start = p + 1;
        }
    }
    const ys__where at = place(w, text + valid);
    return ys__fail(w->err, YS_E_SYNTAX, &at, "%s", _("this byte is not UTF-8; save the file with the encoding UTF-8"));
}

ys_status ys__json_parse(ys__json **out, ys__arena *arena, const char *source, const char *text, size_t n,
                         ys_error *err)
{
    ys_error own = YS_ERROR_INIT;
    const char *stopped = NULL;
    ys__json *root = NULL;
    ys_status status;
    cJSON *tree;
    walk w;

    start(&w, arena, source, text, n, err ? err : &own);
    if ((status = check_bytes(&w, text, n)) != YS_OK)
        return status;
    tree = parse(w.p, (size_t)(w.end - w.p) + 1, &stopped);
    if (tree == NULL && starved)
        return ys__fail_nomem(err);
    skip_blanks(&w);
    if (tree == NULL)
        return syntax_error(&w, stopped ? stopped : w.p);
    status = walk_value(&root, &w, tree);
    cJSON_Delete(tree);
    if (status == YS_OK)
        *out = root;
    return status;
}

const ys__json *ys__json_member(const ys__json *object, const char *key)
{
    const ys__json *found = NULL;

    if (object == NULL || object->kind != YS__JSON_OBJECT)
        return NULL;
    for (const ys__json *c = object->child; c; c = c->next)
        if (strcmp(c->key, key) == 0)
            found = c;
    return found;
}

/* Bytes at the start of a text that stand for themselves. */
static size_t plain_run(ys__slice text)
{
    size_t n = 0;

    while (n < text.n && (unsigned char)text.p[n] >= ' ' && (unsigned char)text.p[n] < 0x80 && text.p[n] != '"' &&
           text.p[n] != '\\')
        n++;
    return n;
}

static void put_control(ys__buffer *to, unsigned char c)
{
    static const char shorts[' '] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r' };

    if (shorts[c])
        ys__putf(to, "\\%c", shorts[c]);
    else
        ys__putf(to, "\\u%04x", c);
}

void ys__json_put(ys__buffer *to, ys__slice text)
{
    ys__putc(to, '"');
    while (text.n) {
        size_t n = plain_run(text);
        unsigned char c;

        ys__putn(to, text.p, n);
        text = (ys__slice){ text.p + n, text.n - n };
        if (text.n == 0)
            break;
        c = (unsigned char)*text.p;
        n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        if (c == '"' || c == '\\') {
            ys__putf(to, "\\%c", c);
        } else if (c < ' ') {
            put_control(to, c);
        } else if (n <= text.n && ys__text_valid((ys__slice){ text.p, n }) == n) {
            ys__putn(to, text.p, n);
        } else {
            ys__put(to, "\xEF\xBF\xBD");
            n = 1;
        }
        text = (ys__slice){ text.p + n, text.n - n };
    }
    ys__putc(to, '"');
}
