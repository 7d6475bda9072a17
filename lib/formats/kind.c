/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/kind.h"

#include <ctype.h>
#include <stdbool.h>
#include <strings.h>

#include "base/i18n.h"
#include "formats/json.h"

static const struct {
    const char *magic;
    size_t n;
    const char *advice;
} kinds[] = {
    { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8,
      N_("this is an old workbook (.xls); save it as .xlsx or as “CSV UTF-8”") },
    { "\x1F\x8B", 2, N_("this is a packed file (.gz); unpack it first") },
    { "BZh", 3, N_("this is a packed file (.bz2); unpack it first") },
    { "\xFD" "7zXZ", 5, N_("this is a packed file (.xz); unpack it first") },
    { "7z\xBC\xAF\x27\x1C", 6, N_("this is an archive (.7z); unpack it first") },
    { "Rar!", 4, N_("this is an archive (.rar); unpack it first") },
    { "%PDF-", 5, N_("this is a PDF; send the table itself as a workbook or as “CSV UTF-8”") },
    { "\x89PNG", 4, N_("this is a picture; send the table itself as a workbook or as “CSV UTF-8”") },
    { "\xFF\xD8\xFF", 3, N_("this is a picture; send the table itself as a workbook or as “CSV UTF-8”") },
    { "SQLite format 3", 15, N_("this is a database; export the table as “CSV UTF-8”") },
    { "{\\rtf", 5, N_("this is a text document; save the table as “CSV UTF-8”") },
};

static ys_status refuse(ys_error *err, const char *advice)
{
    return ys__fail(err, YS_E_SYNTAX, NULL, "%s", advice);
}

/* dBase: a version byte, a date of this or the last century, lengths that fit. */
static bool is_dbase(const char *bytes, size_t n)
{
    const unsigned char *u = (const unsigned char *)bytes;
    size_t header = n > 32 ? (size_t)(u[8] | u[9] << 8) : 0;

    return n > 32 && (u[0] == 0x03 || u[0] == 0x83 || u[0] == 0x8B || u[0] == 0x30) && u[2] >= 1 && u[2] <= 12 &&
           u[3] >= 1 && u[3] <= 31 && header > 32 && header <= n && u[header - 1] == 0x0D;
}

ys_status ys__refuse_kind(const char *bytes, size_t n, ys_error *err)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (n > kinds[i].n && memcmp(bytes, kinds[i].magic, kinds[i].n) == 0)
            return refuse(err, _(kinds[i].advice));
    if (is_dbase(bytes, n))
        return refuse(err,
                      _("this is a database file (.dbf); open it in a spreadsheet and save it as “CSV UTF-8”"));
    return YS_OK;
}

static bool is_gap(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* A web page or XML: by how it begins, or because a tag opens it and another ends it. */
static bool is_markup(ys__slice s)
{
    static const char *const begins[] = { "<!doctype html", "<html", "<?xml", "<table" };

    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (s.n > strlen(begins[i]) && strncasecmp(s.p, begins[i], strlen(begins[i])) == 0)
            return true;
    while (s.n && is_gap(s.p[s.n - 1]))
        s.n--;
    return s.n > 4 && s.p[0] == '<' && (isalpha((unsigned char)s.p[1]) || memcmp(s.p, "<!--", 4) == 0) &&
           s.p[s.n - 1] == '>' && (memmem(s.p, s.n, "</", 2) || memmem(s.p, s.n, "/>", 2));
}

static bool is_json(ys__slice s)
{
    ys__arena arena = { 0 };
    ys__json *json;
    bool parses;

    if (s.n < 2 || (s.p[0] != '{' && s.p[0] != '[') || s.n > (1u << 26))
        return false;
    parses = ys__json_parse(&json, &arena, "", s.p, s.n, NULL) == YS_OK ||
             (s.p[0] == '{' && s.p[1] == '"'); /* one object a line */
    ys__arena_free(&arena);
    return parses;
}

enum { FIXED_LINES = 100, FIXED_WIDTH = 400 };

/* What the lines of a text have at one position: the blanks end there, or not. */
typedef struct edge {
    size_t blank, begins, after_gap; /* lines with a blank here; where a text begins here, after two blanks or more */
} edge;

/* Whether positions of a text are the edges of columns: two blanks beside each other in all lines with texts on both
 * sides, or two places at which texts begin in all lines, at one of them after two blanks at least in some. */
static bool has_edges(const edge *edges, size_t n, size_t lines)
{
    size_t begin = 0, after_gap = 0;
    bool text_before = false, gap = false;

    for (size_t i = 0; i < n; i++) {
        if (edges[i].blank * 2 < lines && gap)
            return true;
        text_before = text_before || edges[i].blank * 2 < lines;
        gap = gap || (text_before && i + 1 < n && edges[i].blank == lines && edges[i + 1].blank == lines);
        if (edges[i].begins >= 3 && edges[i].begins * 4 >= lines * 3 && edges[i].begins + edges[i].blank == lines) {
            begin++;
            after_gap += edges[i].after_gap > 0;
        }
    }
    return begin >= 2 && after_gap > 0;
}

/* Notes where the texts of a line begin, in characters. */
static void note_edges(edge *edges, ys__slice line)
{
    size_t at = 0, blanks = 0;

    for (size_t i = 0; i < line.n && at < FIXED_WIDTH; i++) {
        if ((line.p[i] & 0xC0) == 0x80)
            continue;
        edges[at].blank += line.p[i] == ' ';
        edges[at].begins += line.p[i] != ' ' && blanks > 0;
        edges[at].after_gap += line.p[i] != ' ' && blanks > 1;
        blanks = line.p[i] == ' ' ? blanks + 1 : 0;
        at++;
    }
    for (; at < FIXED_WIDTH; at++)
        edges[at].blank++;
}

/* Columns of fixed width, where hardly a line holds what else would separate them. */
static bool is_fixed(ys__slice s)
{
    edge edges[FIXED_WIDTH] = { 0 };
    size_t lines = 0, separated = 0;

    while (s.n && lines < FIXED_LINES) {
        const char *end = memchr(s.p, '\n', s.n);
        size_t n = end ? (size_t)(end - s.p) : s.n;

        separated += memchr(s.p, ',', n) || memchr(s.p, ';', n) || memchr(s.p, '\t', n) || memchr(s.p, '|', n);
        if (n > 1)
            note_edges(edges, (ys__slice){ s.p, n - (s.p[n - 1] == '\r') });
        lines += n > 1;
        s = (ys__slice){ s.p + n + (end != NULL), s.n - n - (end != NULL) };
    }
    return lines >= 3 && separated * 3 <= lines && has_edges(edges, FIXED_WIDTH, lines);
}

ys_status ys__refuse_text(const char *text, size_t n, ys_error *err)
{
    ys__slice s = { text, n };

    while (s.n && is_gap(s.p[0]))
        s = (ys__slice){ s.p + 1, s.n - 1 };
    if (is_markup(s))
        return refuse(err, _("this is a web page or XML; save the table as “CSV UTF-8”"));
    if (is_json(s))
        return refuse(err, _("this is JSON; save the table as “CSV UTF-8”"));
    return YS_OK;
}

ys_status ys__refuse_fixed(const char *text, size_t n, ys_error *err)
{
    if (is_fixed((ys__slice){ text, n }))
        return refuse(err, _("the columns are aligned with blanks; save the table with commas, as “CSV UTF-8”"));
    return YS_OK;
}
