/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/kind.h"

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

static bool is_markup(ys__slice s)
{
    static const char *const begins[] = { "<!doctype html", "<html", "<?xml", "<table" };

    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (s.n > strlen(begins[i]) && strncasecmp(s.p, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
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

/* Whether two positions beside each other are blank in all lines, with texts on both sides. */
static bool has_gap(const size_t *blanks, size_t n, size_t lines)
{
    bool text_before = false, gap = false;

    for (size_t i = 0; i < n; i++) {
        if (blanks[i] * 2 < lines && gap)
            return true;
        text_before = text_before || blanks[i] * 2 < lines;
        gap = gap || (text_before && i + 1 < n && blanks[i] == lines && blanks[i + 1] == lines);
    }
    return false;
}

/* Columns of fixed width: in all lines two blanks or more stand at the same places, with texts on both sides. */
static bool is_fixed(ys__slice s)
{
    size_t blanks[FIXED_WIDTH] = { 0 }, lines = 0, longest = 0;

    while (s.n && lines < FIXED_LINES) {
        const char *end = memchr(s.p, '\n', s.n);
        size_t n = end ? (size_t)(end - s.p) : s.n;

        if (memchr(s.p, ',', n) || memchr(s.p, ';', n) || memchr(s.p, '\t', n) || memchr(s.p, '|', n))
            return false;
        for (size_t i = 0; i < FIXED_WIDTH && n > 0; i++)
            blanks[i] += i >= n || s.p[i] == ' ';
        lines += n > 1;
        longest = n > longest ? n : longest;
        s = (ys__slice){ s.p + n + (end != NULL), s.n - n - (end != NULL) };
    }
    return lines >= 3 && has_gap(blanks, longest < FIXED_WIDTH ? longest : FIXED_WIDTH, lines);
}

ys_status ys__refuse_text(const char *text, size_t n, ys_error *err)
{
    ys__slice s = { text, n };

    while (s.n && (s.p[0] == ' ' || s.p[0] == '\n' || s.p[0] == '\r' || s.p[0] == '\t'))
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
