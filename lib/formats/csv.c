/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/csv.h"

#include <stdlib.h>

#include "base/number.h"
#include "base/vector.h"
#include "formats/csv_scan.h"

/* A block is small enough that its cells stay in the cache while one column after another is converted. */
enum { WORD = 64, WINDOW_WORDS = 512, BLOCK_ROWS = 256, BLOCK_CELLS = 8192 };

/* Where the search for marks stands. */
typedef struct cursor {
    size_t base;             /* the word in hand covers [base, base + 64) */
    uint64_t mask;           /* its marks not yet used */
} cursor;

struct ys__csv {
    const char *text;
    size_t n;
    ys__csv_dialect dialect;
    char separator, quote;   /* as scanned for: LF where there is none */
    ys__csv_scan_fn scan;
    size_t at;               /* the next row begins here */
    uint64_t line;
    enum { AS_USUAL, INNER, PLAIN, JOINED, WAYS } way; /* in which quotes out of place are read in this row */
    uint64_t open_line;
    cursor marks;
    size_t window, window_n; /* masks[] covers [window, window + 64 * window_n) */
    uint64_t masks[WINDOW_WORDS];
    ys__csv_row *rows;
    size_t n_rows;
    ys__csv_cell *cells;
    size_t n_cells, cells_room;
};

ys_status ys__csv_open(ys__csv **out, const char *text, size_t n, const ys__csv_dialect *dialect, ys_error *err)
{
    ys__csv *csv = calloc(1, sizeof *csv);
    ys__csv_scan_fn scans[YS__CSV_SCANS];

    if (csv == NULL)
        return ys__fail_nomem(err);
    csv->text = text;
    csv->n = n;
    csv->dialect = *dialect;
    csv->separator = dialect->separator ? dialect->separator : '\n';
    csv->quote = dialect->quote ? dialect->quote : '\n';
    csv->scan = scans[ys__csv_scans(scans) - 1];
    csv->line = 1;
    csv->window = SIZE_MAX;
    *out = csv;
    return YS_OK;
}

void ys__csv_close(ys__csv *csv)
{
    if (csv == NULL)
        return;
    free(csv->rows);
    free(csv->cells);
    free(csv);
}

void ys__csv_set_line(ys__csv *csv, uint64_t line)
{
    csv->line = line;
}

uint64_t ys__csv_open_quote_line(const ys__csv *csv)
{
    return csv->open_line;
}

/* Scans the words from base on. The last ones of the text are scanned in a copy, which the kernels may overrun. */
static void fill_window(ys__csv *csv, size_t base)
{
    size_t whole = (csv->n - base) / WORD, tail = (csv->n - base) % WORD;

    csv->window = base;
    csv->window_n = whole < WINDOW_WORDS ? whole : WINDOW_WORDS;
    csv->scan(csv->text + base, csv->window_n, csv->separator, csv->quote, csv->masks);
    if (csv->window_n < WINDOW_WORDS && tail) {
        char last[WORD] = { 0 };
        uint64_t *mask = &csv->masks[csv->window_n++];

        memcpy(last, csv->text + base + whole * WORD, tail);
        csv->scan(last, 1, csv->separator, csv->quote, mask);
        *mask &= (UINT64_C(1) << tail) - 1;
    }
}

static uint64_t word_at(ys__csv *csv, size_t base)
{
    if (base < csv->window || base >= csv->window + csv->window_n * WORD)
        fill_window(csv, base);
    return csv->masks[(base - csv->window) / WORD];
}

/* Makes the marks from position at on the next ones. */
static void seek(ys__csv *csv, size_t at)
{
    csv->marks.base = at & ~(size_t)(WORD - 1);
    csv->marks.mask = at < csv->n ? word_at(csv, csv->marks.base) & (~UINT64_C(0) << (at - csv->marks.base)) : 0;
}

/* Position of the next mark, which is used up; n at the end of the text. */
static inline size_t next_mark(ys__csv *csv, cursor *marks)
{
    size_t at;

    while (marks->mask == 0) {
        if (marks->base + WORD >= csv->n)
            return csv->n;
        marks->base += WORD;
        marks->mask = word_at(csv, marks->base);
    }
    at = marks->base + (size_t)__builtin_ctzll(marks->mask);
    marks->mask &= marks->mask - 1;
    return at;
}

static inline bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static bool ends_cell(const ys__csv *csv, size_t at)
{
    return at >= csv->n || csv->text[at] == csv->separator || is_line_end(csv->text[at]);
}

static size_t skip_blanks(const ys__csv *csv, size_t at)
{
    while (at < csv->n && (csv->text[at] == ' ' || csv->text[at] == '\t') && csv->text[at] != csv->separator)
        at++;
    return at;
}

/* Where the quoted text that begins at at ends: its closing quote, or n. Counts the lines it runs over. */
static size_t closing_quote(const ys__csv *csv, size_t at, uint32_t *flags, uint64_t *lines)
{
    const char *t = csv->text;

    for (; at < csv->n; at++) {
        if (csv->way == INNER && t[at] == csv->quote && t[at + 1] != csv->quote &&
            !ends_cell(csv, skip_blanks(csv, at + 1))) {
            *flags |= YS__CELL_ESCAPED | YS__CELL_STRAY | YS__CELL_INNER;
            continue;
        }
        if (csv->way == INNER && is_line_end(t[at]))
            return csv->n;
        if (csv->dialect.escape && t[at] == csv->dialect.escape && t[at] != csv->quote) {
            *flags |= YS__CELL_ESCAPED;
            at++;
        } else if (t[at] == csv->quote) {
            if (at + 1 >= csv->n || t[at + 1] != csv->quote)
                return at;
            *flags |= YS__CELL_ESCAPED;
            at++;
        }
        if (at < csv->n && (t[at] == '\n' || (t[at] == '\r' && (at + 1 >= csv->n || t[at + 1] != '\n'))))
            ++*lines;
    }
    return csv->n;
}

/* Reads the quoted cell whose quote stands at open. False: it is no quote, the cell must be read as it stands. */
static bool quoted_cell(ys__csv *csv, size_t open, ys__csv_cell *cell, size_t *end)
{
    uint32_t flags = YS__CELL_QUOTED;
    uint64_t lines = 0;
    size_t close = closing_quote(csv, open + 1, &flags, &lines);
    size_t after = close < csv->n ? skip_blanks(csv, close + 1) : close;
    bool open_ended = close >= csv->n, good = !open_ended && ends_cell(csv, after);

    if (csv->dialect.recover && !good && (csv->way != JOINED || open_ended) &&
        (lines > 0 || open_ended || csv->way == PLAIN))
        return false;
    if (open_ended && csv->open_line == 0)
        csv->open_line = csv->line;
    if (!open_ended && !good) {
        flags |= YS__CELL_STRAY | YS__CELL_ESCAPED;
        while (!ends_cell(csv, after))
            after++;
        close = after;
    }
    *cell = (ys__csv_cell){ csv->text + open + 1, (uint32_t)(close - open - 1), flags };
    csv->line += lines;
    *end = after;
    seek(csv, after);
    if (after < csv->n)
        csv->marks.mask &= csv->marks.mask - 1;
    return true;
}

/* Reads the cell that begins at; *end is the separator or line end behind it. */
static inline void read_cell(ys__csv *csv, size_t at, ys__csv_cell *cell, size_t *end)
{
    uint32_t flags = 0;
    size_t mark, open = at, quotes = 0;

    if (csv->dialect.quote) {
        if (csv->dialect.padded)
            open = skip_blanks(csv, at);
        if (open < csv->n && csv->text[open] == csv->quote) {
            if (quoted_cell(csv, open, cell, end))
                return;
            flags = YS__CELL_RUNAWAY;
        }
    }
    while ((mark = next_mark(csv, &csv->marks)) < csv->n && csv->text[mark] == csv->quote && csv->dialect.quote) {
        flags |= flags ? 0 : YS__CELL_BARE;
        quotes++;
    }
    if (flags == YS__CELL_RUNAWAY && quotes % 2 == 0 && quotes > 0) /* closed, but something follows: "x"y */
        flags = YS__CELL_STRAY;
    *cell = (ys__csv_cell){ csv->text + at, (uint32_t)(mark - at), flags };
    *end = mark;
}

/* Reads the cells of the row that begins at csv->at up to its line end, whose position *end gets. False when memory is
 * short. */
static bool read_cells(ys__csv *csv, size_t *end, uint32_t *flags)
{
    size_t at = csv->at;

    *flags = 0;
    do {
        if (csv->n_cells == csv->cells_room &&
            !ys__room((void **)&csv->cells, &csv->cells_room, csv->n_cells, sizeof *csv->cells))
            return false;
        read_cell(csv, at, &csv->cells[csv->n_cells], end);
        *flags |= csv->cells[csv->n_cells++].flags;
        at = *end + 1;
    } while (*end < csv->n && !is_line_end(csv->text[*end]));
    return true;
}

/* Quotes out of place can be read in several ways; the one that gives the width of the other rows is right. */
static bool read_again(ys__csv *csv, const ys__csv_row *row, size_t *end)
{
    static const int order[] = { INNER, AS_USUAL, PLAIN, JOINED, AS_USUAL };
    uint32_t flags;
    bool good = true;

    for (size_t i = 0; good && i < sizeof order / sizeof *order; i++) {
        csv->way = order[i];
        csv->n_cells = row->first;
        csv->line = row->line;
        seek(csv, csv->at);
        good = read_cells(csv, end, &flags);
        if (csv->n_cells - row->first == csv->dialect.width)
            break;
    }
    csv->way = AS_USUAL;
    return good;
}

/* Reads the row that begins at csv->at, whatever its quotes are like. False when memory is short. */
static bool read_row(ys__csv *csv)
{
    ys__csv_row row = { .first = csv->n_cells, .line = csv->line, .p = csv->text + csv->at };
    size_t at, end;
    uint32_t flags;

    if (!read_cells(csv, &end, &flags))
        return false;
    if ((flags & (YS__CELL_STRAY | YS__CELL_RUNAWAY)) && csv->dialect.recover && csv->dialect.width &&
        !read_again(csv, &row, &end))
        return false;
    at = end + 1;
    if (end < csv->n && csv->text[end] == '\r' && at < csv->n && csv->text[at] == '\n') {
        at++;
        seek(csv, at);
    }
    csv->line++;
    csv->at = at;
    row.n = (uint32_t)(csv->n_cells - row.first);
    csv->rows[csv->n_rows++] = row;
    return true;
}

/* Reads a quoted cell that has neither quotes nor line ends in it. False where it is none. */
static inline bool plain_quoted(ys__csv *csv, cursor *marks, size_t open, ys__csv_cell *cell, size_t *end)
{
    size_t close;

    if (csv->dialect.escape)
        return false;
    do {
        close = next_mark(csv, marks);
    } while (close < csv->n && csv->text[close] == csv->separator);
    *cell = (ys__csv_cell){ csv->text + open + 1, (uint32_t)(close - open - 1), YS__CELL_QUOTED };
    *end = close + 1;
    return *end < csv->n && csv->text[close] == csv->quote && next_mark(csv, marks) == *end &&
           csv->text[*end] != csv->quote;
}

/* Reads the row that begins at csv->at if it is written as most are. False, with nothing changed, where it is not. */
static inline bool read_plain_row(ys__csv *csv)
{
    const char *const text = csv->text; /* a stored cell might change *csv for all the compiler knows */
    const char quote = csv->quote;
    const bool quotes = csv->dialect.quote != 0;
    const size_t n = csv->n;
    ys__csv_cell *cell = csv->cells ? csv->cells + csv->n_cells : NULL;
    const ys__csv_cell *const limit = csv->cells ? csv->cells + csv->cells_room : NULL;
    cursor marks = csv->marks;
    size_t at = csv->at, end, n_cells;

    do {
        end = next_mark(csv, &marks);
        if (end == n || cell == limit)
            return false;
        *cell = (ys__csv_cell){ text + at, (uint32_t)(end - at), 0 };
        if (text[end] == quote && quotes && (end != at || !plain_quoted(csv, &marks, at, cell, &end)))
            return false;
        cell++;
        at = end + 1;
    } while (!is_line_end(text[end]));
    if (text[end] == '\r' && at < n && text[at] == '\n')
        at = next_mark(csv, &marks) + 1;
    n_cells = (size_t)(cell - csv->cells);
    csv->rows[csv->n_rows++] = (ys__csv_row){ csv->n_cells, (uint32_t)(n_cells - csv->n_cells), csv->line++,
                                              text + csv->at };
    csv->n_cells = n_cells;
    csv->marks = marks;
    csv->at = at;
    return true;
}

ys_status ys__csv_next(ys__csv *csv, ys__csv_block *out, ys_error *err)
{
    csv->n_rows = csv->n_cells = 0;
    if (csv->at == 0)
        seek(csv, 0);
    if (csv->rows == NULL && (csv->rows = malloc(BLOCK_ROWS * sizeof *csv->rows)) == NULL)
        return ys__fail_nomem(err);
    while (csv->at < csv->n && csv->n_rows < BLOCK_ROWS && csv->n_cells < BLOCK_CELLS)
        if (!read_plain_row(csv) && !read_row(csv))
            return ys__fail_nomem(err);
    *out = (ys__csv_block){ csv->rows, csv->n_rows, csv->cells };
    return YS_OK;
}

ys__slice ys__csv_cell_text(const ys__csv *csv, const ys__csv_cell *cell, char *room)
{
    const char *p = cell->p, *end = cell->p + cell->n;
    bool inside = true;
    size_t n = 0;

    if (!(cell->flags & YS__CELL_ESCAPED))
        return (ys__slice){ cell->p, cell->n };
    while (p < end) {
        bool next_is_quote = p + 1 < end && p[1] == csv->quote;

        if (inside && csv->dialect.escape && *p == csv->dialect.escape && *p != csv->quote && p + 1 < end)
            p++;
        else if (inside && *p == csv->quote && next_is_quote)
            p++;
        else if (inside && *p == csv->quote && !(cell->flags & YS__CELL_INNER)) {
            inside = false; /* what follows is taken as it stands */
            p++;
            continue;
        }
        room[n++] = *p++;
    }
    return (ys__slice){ room, n };
}

static void put_quoted(ys__buffer *to, const char *guard, ys__slice cell)
{
    ys__putc(to, '"');
    ys__put(to, guard);
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.p[i] == '"')
            ys__putc(to, '"');
        ys__putc(to, cell.p[i]);
    }
    ys__putc(to, '"');
}

void ys__csv_put(ys__buffer *to, ys__slice cell)
{
    for (size_t i = 0; i < cell.n; i++)
        if (cell.p[i] == ',' || cell.p[i] == '"' || is_line_end(cell.p[i])) {
            put_quoted(to, "", cell);
            return;
        }
    ys__putn(to, cell.p, cell.n);
}

void ys__csv_put_guarded(ys__buffer *to, ys__slice cell)
{
    double x;

    if (cell.n && strchr("=+-@\t\r", cell.p[0]) && !ys__real_parse(cell, &x))
        put_quoted(to, "'", cell);
    else
        ys__csv_put(to, cell);
}
