/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/layout.h"

/* The text of a line that is one quoted cell with nothing but separators behind it; else the line as it is. */
static ys__slice unquoted(ys__slice line, const ys__csv_dialect *dialect, size_t *after)
{
    const char *close = line.n && line.p[0] == dialect->quote ? memchr(line.p + 1, dialect->quote, line.n - 1) : NULL;

    *after = close ? (size_t)(close + 1 - line.p) : 0;
    if (close == NULL || memchr(close + 1, dialect->quote, line.n - *after))
        return line;
    return (ys__slice){ line.p + 1, (size_t)(close - line.p) - 1 };
}

/* What notes begin with: "Source: ...", "Notas:", "* ...". */
static bool begins_as_note(ys__slice text)
{
    static const char *const words[] = { "source", "sources", "note", "notes", "footnote", "footnotes", "n.b.",
                                         "fuente", "fuentes", "nota", "notas" };
    const char *colon;

    text = ys__trim(text);
    if (text.n && (text.p[0] == '*' || (text.n >= 3 && memcmp(text.p, "\xE2\x80\xA0", 3) == 0))) /* a dagger */
        return true;
    if ((colon = text.n ? memchr(text.p, ':', text.n) : NULL) == NULL)
        return false;
    text = ys__trim((ys__slice){ text.p, (size_t)(colon - text.p) });
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ys__text_same(text, ys__slice_of(words[i])))
            return true;
    return false;
}

/* Whether a line below the data is a note: a few words and no more, and no quote that might belong to a cell above.
 * *padded: separators follow it, so that it may as well be a row with a single text. */
static bool is_note(ys__slice line, const ys__csv_dialect *dialect, bool *padded)
{
    size_t after;
    ys__slice text = unquoted(line, dialect, &after);
    const char *end;

    if (text.p == line.p) {
        after = 0;
        if (dialect->quote && memchr(line.p, dialect->quote, line.n))
            return false;
    }
    end = memchr(line.p + after, dialect->separator, line.n - after);
    if (end && dialect->width < 3 && !begins_as_note(text))
        return false;
    for (const char *p = end ? end : line.p + (after ? after : line.n); p < line.p + line.n; p++)
        if (*p != dialect->separator && *p != ' ')
            return false;
    *padded = end != NULL;
    if (after == 0)
        text = (ys__slice){ line.p, end ? (size_t)(end - line.p) : line.n };
    text = ys__trim(text);
    return (text.n >= 8 && memchr(text.p, ' ', text.n) && !ys__looks_like_data(text)) ||
           (text.n > 1 && begins_as_note(text));
}

static bool is_blank_line(ys__slice line, char separator)
{
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] != separator && line.p[i] != ' ')
            return false;
    return true;
}

/* The line that ends at end; *start is where it begins. */
static ys__slice line_before(const char *text, size_t begin, size_t end, size_t *start)
{
    size_t stop = end;

    stop -= stop > begin && text[stop - 1] == '\n';
    stop -= stop > begin && text[stop - 1] == '\r';
    *start = stop;
    while (*start > begin && text[*start - 1] != '\n' && text[*start - 1] != '\r')
        --*start;
    return (ys__slice){ text + *start, stop - *start };
}

/* Moves the end up over notes and blank lines below the data. What may be a row is a note only below a blank one. */
static void cut_notes(ys__layout *layout, const char *text)
{
    size_t end = layout->end, cut = layout->end;
    uint64_t notes = layout->notes, lines = 0, cut_lines = 0;
    bool pending = false;

    while (end > layout->begin) {
        size_t start;
        bool padded = false;
        ys__slice line = line_before(text, layout->begin, end, &start);

        if (is_blank_line(line, layout->dialect.separator)) {
            pending = false;
        } else if (!is_note(line, &layout->dialect, &padded)) {
            break;
        } else {
            cut = start;
            cut_lines = ++lines;
            pending = pending || padded;
        }
        if (!pending && cut < layout->end) {
            layout->end = cut;
            layout->notes = notes + cut_lines;
        }
        end = start;
    }
}

static size_t count_bytes(ys__slice line, char byte)
{
    size_t n = 0;

    for (size_t i = 0; i < line.n; i++)
        n += line.p[i] == byte;
    return n;
}

/* Moves the end up over lines that stand by themselves below a blank one and begin as notes do, whatever separators
 * are in them: "Source: Library system, 2018". A quote that might belong to a cell above keeps them. */
static bool cut_block(ys__layout *layout, const char *text)
{
    enum { MOST_LINES = 40 };
    size_t end = layout->end, start = end, after;
    ys__slice line = { 0 }, first = { 0 };
    uint64_t lines = 0;

    for (; end > layout->begin && lines < MOST_LINES; end = start) {
        line = line_before(text, layout->begin, end, &start);
        if (is_blank_line(line, layout->dialect.separator)) {
            if (lines)
                break;
            continue;
        }
        if (layout->dialect.quote && count_bytes(line, layout->dialect.quote) % 2)
            return false;
        first = line;
        lines++;
    }
    if (lines == 0 || end <= layout->begin || lines == MOST_LINES ||
        !begins_as_note(unquoted(first, &layout->dialect, &after)))
        return false;
    if (first.p[0] == '*' && count_bytes(first, layout->dialect.separator) + 1 == layout->dialect.width)
        return false; /* a row may begin so */
    layout->end = (size_t)(first.p - text);
    layout->notes += lines;
    return true;
}

void ys__layout_cut_notes(ys__layout *layout, const char *text)
{
    if (layout->dialect.separator == 0 || layout->dialect.width < 2)
        return;
    do
        cut_notes(layout, text);
    while (cut_block(layout, text));
}
