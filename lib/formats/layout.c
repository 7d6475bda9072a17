/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/layout.h"

#include <limits.h>
#include <stdlib.h>
#include <strings.h>

/* Records looked at to tell separator and quotes, and bytes at most. */
enum { SAMPLE_ROWS = 400, SAMPLE_BYTES = 1 << 20 };

static const char separators[] = ",;\t|";

/* A spreadsheet's own way to tell the separator: a first line "sep=;". Its length, or 0. */
static size_t sep_line(const char *text, size_t n, char *separator)
{
    size_t at = 0, length;

    if (n > 0 && text[0] == '"')
        at++;
    if (n < at + 5 || strncasecmp(text + at, "sep=", 4) != 0 || text[at + 4] == '\0' ||
        strchr(",;\t| :^~!#$%&*+-./<=>?@_", text[at + 4]) == NULL) /* a quote or a letter's byte would be taken apart */
        return 0;
    *separator = text[at + 4];
    length = at + 5;
    if (at && length < n && text[length] == '"')
        length++;
    if (length < n && text[length] == '\r')
        length++;
    if (length < n && text[length] == '\n')
        length++;
    return length == n || text[length - 1] == '\n' || text[length - 1] == '\r' ? length : 0;
}

static bool is_blank_cell(const ys__csv_cell *cell)
{
    return cell->n == 0 || ys__trim((ys__slice){ cell->p, cell->n }).n == 0;
}

static uint32_t filled_cells(const ys__csv_block *block, const ys__csv_row *row)
{
    uint32_t filled = 0;

    for (uint32_t c = 0; c < row->n; c++)
        filled += !is_blank_cell(&block->cells[row->first + c]);
    return filled;
}

/* How well a dialect cuts a text into rows of one width. */
typedef struct fit {
    double weight;   /* 0 to 1, and a little more for wider rows */
    uint32_t width;  /* the commonest above one */
    unsigned rows, equal;
    bool blank_runs; /* cells between two separators are empty somewhere */
} fit;

static int compare_counts(const void *a, const void *b)
{
    return *(const uint32_t *)a < *(const uint32_t *)b ? -1 : *(const uint32_t *)a > *(const uint32_t *)b;
}

/* widths: of each row; they get into order. */
static void weigh_rows(fit *out, uint32_t *widths, unsigned strays, uint64_t cells)
{
    unsigned single = 0, end;

    if (out->rows)
        qsort(widths, out->rows, sizeof *widths, compare_counts);
    out->width = 1;
    for (unsigned first = 0; first < out->rows; first = end) {
        for (end = first + 1; end < out->rows && widths[end] == widths[first]; end++)
            ;
        if (widths[first] <= 1) {
            single += end - first;
        } else if (out->width == 1 || (uint64_t)(end - first) * widths[first] >= (uint64_t)out->equal * out->width) {
            out->width = widths[first];
            out->equal = end - first;
        }
    }
    if (out->width == 1)
        return;
    out->weight = (double)out->equal * out->width / (double)cells;
    out->weight += 0.3 * (out->rows - single) / out->rows; /* rows of other widths are rows all the same */
    out->weight += (out->width < 50 ? out->width : 50) * 0.001 - 0.5 * strays / (double)(cells + 1);
}

static ys_status weigh(fit *out, const char *text, size_t n, const ys__csv_dialect *dialect, ys_error *err)
{
    uint32_t widths[SAMPLE_ROWS];
    unsigned strays = 0;
    uint64_t cells = 0;
    ys__csv_block block;
    ys__csv *csv;
    ys_status status = ys__csv_open(&csv, text, n < SAMPLE_BYTES ? n : SAMPLE_BYTES, dialect, err);

    *out = (fit){ 0 };
    if (status != YS_OK)
        return status;
    while (out->rows < SAMPLE_ROWS && (status = ys__csv_next(csv, &block, err)) == YS_OK && block.n > 0)
        for (size_t r = 0; r < block.n && out->rows < SAMPLE_ROWS; r++) {
            const ys__csv_row *row = &block.rows[r];

            if (filled_cells(&block, row) == 0)
                continue;
            widths[out->rows++] = row->n;
            cells += row->n;
            for (uint32_t c = 0; c < row->n; c++) {
                const ys__csv_cell *cell = &block.cells[row->first + c];

                strays += (cell->flags & (YS__CELL_STRAY | YS__CELL_RUNAWAY | YS__CELL_BARE)) != 0;
                out->blank_runs = out->blank_runs || (cell->n == 0 && !(cell->flags & YS__CELL_QUOTED));
            }
        }
    ys__csv_close(csv);
    if (status == YS_OK)
        weigh_rows(out, widths, strays, cells);
    return status;
}

/* What the text gives reason to try. */
typedef struct clues {
    bool single_quotes; /* a ' at the beginning of a cell */
    bool backslashes;   /* a \ before a quote */
    bool padding;       /* blanks before a quote that begins a cell */
} clues;

static size_t find_byte(const char *text, size_t n, size_t from, char byte)
{
    const char *at = from < n ? memchr(text + from, byte, n - from) : NULL;

    return at ? (size_t)(at - text) : n;
}

static clues find_clues(const char *text, size_t n)
{
    clues c = { 0 };
    size_t opening = 0, closing = 0, doubles = 0, next[2];

    n = n < SAMPLE_BYTES ? n : SAMPLE_BYTES;
    next[0] = find_byte(text, n, 0, '"');
    next[1] = find_byte(text, n, 0, '\'');
    while (next[0] < n || next[1] < n) {
        size_t i = next[0] < next[1] ? next[0] : next[1], blanks = 0;
        char before, after;
        bool at_edge;

        next[text[i] == '\''] = find_byte(text, n, i + 1, text[i]);
        before = i ? text[i - 1] : '\n';
        after = i + 1 < n ? text[i + 1] : '\n';
        at_edge = strchr(",;\t|\n\r ", before) != NULL && before != '\0';
        c.backslashes = c.backslashes || before == '\\';
        if (text[i] == '"') {
            doubles += at_edge;
        } else {
            opening += at_edge && before != ' ';
            closing += after != '\0' && strchr(",;\t|\n\r", after) != NULL;
        }
        if (text[i] != '"' || c.padding)
            continue;
        while (blanks < i && text[i - blanks - 1] == ' ')
            blanks++;
        before = blanks < i ? text[i - blanks - 1] : '\0';
        c.padding = blanks > 0 && before != '\0' && strchr(separators, before);
    }
    c.single_quotes = (opening < closing ? opening : closing) > doubles; /* '88 and '007 open nothing */
    return c;
}

/* Tries a dialect; keeps it where it fits better than the best so far. */
static ys_status try(ys__csv_dialect *best, fit *best_fit, const ys__csv_dialect *dialect, const char *text, size_t n,
                     ys_error *err)
{
    fit f;
    ys_status status = weigh(&f, text, n, dialect, err);

    if (status == YS_OK && f.width > 1 && f.weight > best_fit->weight + 1e-9) {
        *best = *dialect;
        *best_fit = f;
    }
    return status;
}

/* A blank separates only where it does so without any doubt, in every row: it stands inside most texts. */
static ys_status try_blank(ys__csv_dialect *best, fit *best_fit, const char *text, size_t n, ys_error *err)
{
    ys__csv_dialect dialect = { .separator = ' ', .quote = '"', .recover = true };
    fit f;
    ys_status status = weigh(&f, text, n, &dialect, err);

    if (status == YS_OK && f.width > 2 && f.equal == f.rows && f.rows > 1 && best_fit->weight < 0.9) {
        *best = dialect;
        *best_fit = f;
    }
    return status;
}

static ys_status find_dialect(ys__csv_dialect *out, char declared, const char *text, size_t n, ys_error *err)
{
    const clues clue = find_clues(text, n);
    ys__csv_dialect best = { .quote = '"', .recover = true };
    fit best_fit = { .weight = 0.6 }; /* less than that, and the lines are no rows of cells */
    ys_status status = YS_OK;

    for (size_t i = 0; i < sizeof separators - 1 && status == YS_OK; i++)
        for (unsigned way = 0; way < 8 && status == YS_OK; way++) {
            ys__csv_dialect dialect = { .separator = declared ? declared : separators[i], .recover = true };

            if (((way & 1) != 0) != clue.single_quotes) /* no two cells in a text differ in their quotes */
                continue;
            if (((way & 1) && !clue.single_quotes) || ((way & 2) && !clue.backslashes) || ((way & 4) && !clue.padding))
                continue;
            dialect.quote = way & 1 ? '\'' : '"';
            dialect.escape = way & 2 ? '\\' : 0;
            dialect.padded = (way & 4) != 0;
            status = try(&best, &best_fit, &dialect, text, n, err);
        }
    if (status == YS_OK && !declared)
        status = try_blank(&best, &best_fit, text, n, err);
    if (declared)
        best.separator = declared;
    *out = best;
    return status;
}

bool ys__looks_like_data(ys__slice text)
{
    static const bool of_numbers[UCHAR_MAX + 1] = {
        [' '] = true, ['.'] = true, [','] = true, ['-'] = true, ['+'] = true, ['/'] = true, [':'] = true, ['%'] = true,
        ['$'] = true, ['('] = true, [')'] = true, ['T'] = true, ['Z'] = true, ['e'] = true, ['E'] = true,
        ['\''] = true,
    };
    size_t digits = 0, others = 0;

    text = ys__trim(text);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];

        if (i + 1 < text.n && c == '\xC2' && text.p[i + 1] == '\xA3') { /* the pound */
            i++;
            continue;
        }
        if (i + 2 < text.n && memcmp(text.p + i, "\xE2\x82\xAC", 3) == 0) { /* the euro */
            i += 2;
            continue;
        }
        digits += c >= '0' && c <= '9';
        others += !(c >= '0' && c <= '9') && c != '\0' && !of_numbers[(unsigned char)c];
    }
    return digits > 0 && others * 4 <= digits;
}

/* The first rows of a text, as the search for the header sees them. */
typedef struct top {
    const ys__csv_block *block;
    uint32_t width;
    bool *typed;      /* columns whose data are numbers, dates, times */
    uint32_t n_typed;
    uint32_t fill;    /* cells that are filled in a usual row */
} top;

enum { TOP_ROWS = 40 };

static const ys__csv_cell *cell_of(const top *t, size_t r, uint32_t c)
{
    const ys__csv_row *row = &t->block->rows[r];

    return c < row->n ? &t->block->cells[row->first + c] : NULL;
}

/* Marks the columns of data, by the rows of full width behind the first few. */
static bool find_typed(top *t)
{
    size_t first = t->block->n > 2 * TOP_ROWS ? TOP_ROWS : t->block->n / 2;

    t->typed = calloc(t->width + 1, sizeof *t->typed);
    if (t->typed == NULL)
        return false;
    for (uint32_t c = 0; c < t->width; c++) {
        size_t filled = 0, data = 0;

        for (size_t r = first; r < t->block->n; r++) {
            const ys__csv_cell *cell = cell_of(t, r, c);

            if (cell == NULL || is_blank_cell(cell))
                continue;
            filled++;
            data += ys__looks_like_data((ys__slice){ cell->p, cell->n });
        }
        t->typed[c] = filled >= 1 && data * 10 >= filled * 9;
        t->n_typed += t->typed[c];
    }
    return true;
}

/* The cells that a well-filled row fills. */
static bool find_fill(top *t)
{
    uint32_t *counts = calloc(t->block->n + 1, sizeof *counts);
    size_t n = 0;

    if (counts == NULL)
        return false;
    for (size_t r = 0; r < t->block->n; r++)
        if ((counts[n] = filled_cells(t->block, &t->block->rows[r])) > 0)
            n++;
    qsort(counts, n, sizeof *counts, compare_counts);
    t->fill = n ? counts[n * 3 / 4] : 0; /* many rows leave cells empty that the header fills */
    free(counts);
    return true;
}

/* What stands for a missing value in most files, and is no header. */
static bool is_missing_word(ys__slice text)
{
    static const char *const words[] = { "na", "n/a", "n.a.", "nan", "null", "none", "nil", ".", "...", "..", "x",
                                         "*" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ys__text_same(text, ys__slice_of(words[i])))
            return true;
    return false;
}

static bool same_cells(const top *t, size_t r, size_t other)
{
    for (uint32_t c = 0; c < t->width; c++) {
        const ys__csv_cell *a = cell_of(t, r, c), *b = cell_of(t, other, c);

        if ((a == NULL) != (b == NULL) || (a && (a->n != b->n || memcmp(a->p, b->p, a->n) != 0)))
            return false;
    }
    return true;
}

/* Whether a cell of a row stands again below it in its column, as values do and headers do not. */
static bool occurs_below(const top *t, size_t r)
{
    for (size_t below = r + 1; below < t->block->n; below++) {
        if (same_cells(t, r, below))
            continue;
        for (uint32_t c = 0; c < t->width; c++) {
            const ys__csv_cell *a = cell_of(t, r, c), *b = cell_of(t, below, c);

            if (a && b && a->n == b->n && !is_blank_cell(a) && memcmp(a->p, b->p, a->n) == 0)
                return true;
        }
    }
    return false;
}

/* Whether a row has words where the data have numbers. */
static bool is_header_like(const top *t, size_t r)
{
    uint32_t words = 0, data = 0;

    for (uint32_t c = 0; c < t->width; c++) {
        const ys__csv_cell *cell = cell_of(t, r, c);

        if (!t->typed[c] || cell == NULL || is_blank_cell(cell))
            continue;
        if (ys__looks_like_data((ys__slice){ cell->p, cell->n }) || is_missing_word((ys__slice){ cell->p, cell->n }))
            data++;
        else
            words++;
    }
    return data == 0 && words * 3 >= t->n_typed && words > 0;
}

static bool has_data(const top *t, size_t r)
{
    for (uint32_t c = 0; c < t->width; c++) {
        const ys__csv_cell *cell = cell_of(t, r, c);

        if (cell && ys__looks_like_data((ys__slice){ cell->p, cell->n }))
            return true;
    }
    return false;
}

/* The record the header begins with: titles and blank rows stand above it. */
static size_t find_header(const top *t)
{
    size_t n = t->block->n < TOP_ROWS ? t->block->n : TOP_ROWS, first = 0;

    while (first < n && filled_cells(t->block, &t->block->rows[first]) == 0)
        first++;
    if (t->width < 2)
        return t->width == 0 || first == t->block->n ? 0 : first;
    if (first > 0 && first < n && t->block->rows[0].n >= t->width && has_data(t, first))
        return 0; /* a header of empty cells is one all the same */
    for (size_t r = first; r < n; r++) {
        const ys__csv_row *row = &t->block->rows[r];
        uint32_t filled = filled_cells(t->block, row);

        if (row->n >= t->width && filled * 2 > t->fill && (filled > 1 || t->fill <= 1))
            return r == first || !has_data(t, r) ? r : 0;
    }
    return first;
}

static uint32_t count_header_rows(const top *t, size_t header)
{
    uint32_t rows = 1;

    if (t->n_typed < 2 || t->width < 3 || !is_header_like(t, header))
        return 1;
    while (header + rows < t->block->n && rows < 20 && is_header_like(t, header + rows) &&
           t->block->rows[header + rows].n >= t->width && !occurs_below(t, header + rows))
        rows++;
    return header + rows < t->block->n ? rows : 1;
}

static ys_status find_top(ys__layout *layout, const char *text, ys_error *err)
{
    ys__csv_block block;
    ys__csv *csv;
    fit f;
    top t = { .block = &block };
    bool good = true;
    ys_status status = weigh(&f, text + layout->begin, layout->end - layout->begin, &layout->dialect, err);

    if (status != YS_OK)
        return status;
    layout->dialect.width = t.width = f.rows ? f.width : 0;
    status = ys__csv_open(&csv, text + layout->begin, layout->end - layout->begin, &layout->dialect, err);
    if (status != YS_OK)
        return status;
    if ((status = ys__csv_next(csv, &block, err)) == YS_OK && block.n > 0) {
        good = find_typed(&t) && find_fill(&t);
        layout->skip = good ? (uint32_t)find_header(&t) : 0;
        layout->header_rows = good ? count_header_rows(&t, layout->skip) : 0;
        if (layout->skip >= block.n) {
            layout->skip = 0;
            layout->header_rows = 0;
        }
    }
    free(t.typed);
    ys__csv_close(csv);
    return good ? status : ys__fail_nomem(err);
}

ys_status ys__layout_find(ys__layout *out, const char *text, size_t n, const ys__csv_dialect *known, ys_error *err)
{
    ys__layout layout = { .end = n }, whole;
    ys_status status = YS_OK;
    char declared = 0;

    if (known) {
        layout.dialect = *known;
    } else {
        layout.begin = sep_line(text, n, &declared);
        layout.begin_line = layout.begin > 0;
        status = find_dialect(&layout.dialect, declared, text + layout.begin, n - layout.begin, err);
    }
    if (status == YS_OK)
        status = find_top(&layout, text, err);
    whole = layout;
    if (status == YS_OK) {
        ys__layout_cut_notes(&layout, text);
        if (layout.end <= layout.begin) /* then they are no notes: there is nothing else */
            layout = whole;
        *out = layout;
    }
    return status;
}
