/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/table.h"

#include <stdlib.h>
#include <string.h>

#include <yardstick/text.h>

#include "base/text.h"

enum { GAP = 2, LEAST = 10, NOTE_INDENT = 4 };

/* What is shown of a table: its columns with their widths, and the texts still to be printed of the row at hand. */
typedef struct layout {
    const ys_table *table;
    size_t *columns; /* indexes of those shown side by side */
    size_t n;
    size_t *width;
    const char **left;
    size_t line; /* columns of the terminal; 0: no end */
    ys__buffer *to;
} layout;

static const ys__cell *cell_at(const ys_table *t, size_t row, size_t column)
{
    return &t->cells[row * t->n_columns + column];
}

static size_t rows_of(const ys_table *t)
{
    return t->n / t->n_columns;
}

static bool is_hidden(const ys_table *t, size_t row)
{
    return cell_at(t, row, 0)->hidden;
}

static bool all_hidden(const ys_table *t)
{
    size_t row = 0;

    while (row < rows_of(t) && is_hidden(t, row))
        row++;
    return row > 0 && row == rows_of(t);
}

static bool is_shown(const ys_table *t, size_t column)
{
    if (t->columns[column].title == NULL || t->columns[column].kind == YS_COLUMN_NOTE)
        return false;
    for (size_t row = 0; row < rows_of(t); row++)
        if (!is_hidden(t, row) && cell_at(t, row, column)->shown[0])
            return true;
    return rows_of(t) == 0;
}

static size_t character_length(const char *p)
{
    size_t n = 1;

    while (((unsigned char)p[n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* Bytes of the longest beginning of a text that fits into width columns, ended at a blank where there is one. */
static size_t fit(const char *text, size_t width)
{
    size_t at = 0, blank = 0, used = 0;

    while (text[at] && text[at] != '\n') {
        size_t n = character_length(text + at);
        char one[8] = "";

        memcpy(one, text + at, n < sizeof one ? n : sizeof one - 1);
        used += ys_text_width(one);
        if (used > width && text[at] != ' ')
            return blank ? blank : at ? at : n;
        if (text[at] == ' ')
            blank = at;
        at += n;
    }
    return at;
}

static size_t longest_word(const char *text)
{
    size_t longest = 0;

    while (*text) {
        size_t n = strcspn(text, " \n");
        char word[128];
        size_t width;

        if (n >= sizeof word)
            return n;
        memcpy(word, text, n);
        word[n] = '\0';
        width = ys_text_width(word);
        longest = width > longest ? width : longest;
        text += n + (text[n] != '\0');
    }
    return longest;
}

static size_t widest_cell(const ys_table *t, size_t column)
{
    size_t widest = 0;

    for (size_t row = 0; row < rows_of(t); row++) {
        size_t width = is_hidden(t, row) ? 0 : ys_text_width(cell_at(t, row, column)->shown);

        widest = width > widest ? width : widest;
    }
    return widest;
}

/* How narrow a column may become: numbers are never broken, titles between words, texts down to LEAST. */
static size_t least_width(const ys_table *t, size_t column)
{
    size_t title = longest_word(t->columns[column].title), cells = widest_cell(t, column);

    if (t->columns[column].kind == YS_COLUMN_TEXT && cells > LEAST)
        cells = LEAST;
    return cells > title ? cells : title;
}

static size_t total_width(const layout *l)
{
    size_t total = l->n ? GAP * (l->n - 1) : 0;

    for (size_t i = 0; i < l->n; i++)
        total += l->width[i];
    return total;
}

/* Takes columns from the widest of a kind that can spare one until the line holds all. */
static void shrink(layout *l, ys_column_kind kind)
{
    size_t over = total_width(l);

    over = over > l->line ? over - l->line : 0;
    while (over > 0) {
        size_t widest = l->n;

        for (size_t i = 0; i < l->n; i++)
            if (l->table->columns[l->columns[i]].kind == kind &&
                l->width[i] > least_width(l->table, l->columns[i]) &&
                (widest == l->n || l->width[i] > l->width[widest]))
                widest = i;
        if (widest == l->n)
            return;
        l->width[widest]--;
        over--;
    }
}

static void put_blanks(ys__buffer *to, size_t n)
{
    while (n--)
        ys__putc(to, ' ');
}

/* One line of one cell: as much of what is left of it as fits. */
static void put_piece(layout *l, size_t i, size_t *owed)
{
    const char *text = l->left[i];
    size_t n = fit(text, l->width[i]), width;
    char *piece = strndup(text, n);
    bool right = l->table->columns[l->columns[i]].kind == YS_COLUMN_NUMBER;

    if (piece == NULL) {
        l->to->failed = true;
        return;
    }
    width = ys_text_width(piece);
    if (n) {
        put_blanks(l->to, *owed + (right && width < l->width[i] ? l->width[i] - width : 0));
        ys__put(l->to, piece);
        *owed = 0;
    }
    if (!right || n == 0) /* blanks are owed, so that no line ends in them */
        *owed += l->width[i] > width ? l->width[i] - width : 0;
    free(piece);
    text += n;
    l->left[i] = text + strspn(text, " \n");
}

/* The texts in l->left side by side, in as many lines as they need. */
static void put_line(layout *l)
{
    bool more = true;

    while (more && !l->to->failed) {
        size_t owed = 0;

        more = false;
        for (size_t i = 0; i < l->n; i++) {
            owed += i ? GAP : 0;
            put_piece(l, i, &owed);
            more = more || l->left[i][0];
        }
        ys__putc(l->to, '\n');
    }
}

void ys__put_hanging(ys__buffer *to, const char *label, const char *text, size_t indent, size_t line)
{
    size_t used = ys_text_width(label);

    ys__put(to, label);
    put_blanks(to, used < indent ? indent - used : 0);
    while (*text) {
        size_t n = line > indent + LEAST ? fit(text, line - indent) : strcspn(text, "\n");

        ys__putn(to, text, n);
        ys__putc(to, '\n');
        text += n;
        text += strspn(text, " \n");
        put_blanks(to, *text ? indent : 0);
    }
}

static void put_wrapped(ys__buffer *to, const char *text, size_t indent, size_t line)
{
    if (*text)
        ys__put_hanging(to, "", text, indent, line);
}

static void put_header(layout *l, bool colour)
{
    for (size_t i = 0; i < l->n; i++)
        l->left[i] = l->table->columns[l->columns[i]].title;
    ys__put(l->to, colour ? "\033[1m" : "");
    put_line(l);
    ys__put(l->to, colour ? "\033[0m" : "");
    for (size_t i = 0; i < l->n; i++) {
        put_blanks(l->to, i ? GAP : 0);
        for (size_t w = 0; w < l->width[i]; w++)
            ys__put(l->to, "─");
    }
    ys__putc(l->to, '\n');
}

static void put_rows(layout *l)
{
    const ys_table *t = l->table;

    for (size_t row = 0; row < rows_of(t); row++) {
        if (is_hidden(t, row))
            continue;
        for (size_t i = 0; i < l->n; i++)
            l->left[i] = cell_at(t, row, l->columns[i])->shown;
        put_line(l);
        for (size_t c = 0; c < t->n_columns; c++)
            if (t->columns[c].kind == YS_COLUMN_NOTE && t->columns[c].title)
                put_wrapped(l->to, cell_at(t, row, c)->shown, NOTE_INDENT, l->line);
    }
}

void ys__table_put_text(const ys_table *table, int width, bool colour, ys__buffer *to)
{
    size_t n = table->n_columns + 1;
    layout l = { .table = table, .line = width > 0 ? (size_t)width : 0, .to = to };

    l.columns = calloc(n, sizeof *l.columns);
    l.width = calloc(n, sizeof *l.width);
    l.left = calloc(n, sizeof *l.left);
    if (l.columns == NULL || l.width == NULL || l.left == NULL) {
        to->failed = true;
    } else {
        for (size_t c = 0; c < table->n_columns; c++) {
            size_t title, cells;

            if (!is_shown(table, c))
                continue;
            title = ys_text_width(table->columns[c].title);
            cells = widest_cell(table, c);
            l.columns[l.n] = c;
            l.width[l.n++] = title > cells ? title : cells;
        }
        if (l.line) { /* titles of numbers can be broken at less cost than texts */
            shrink(&l, YS_COLUMN_NUMBER);
            shrink(&l, YS_COLUMN_TEXT);
        }
        if (table->caption) {
            put_wrapped(to, table->caption, 0, l.line);
            ys__put(to, all_hidden(table) ? "" : "\n");
        }
        if (!all_hidden(table)) {
            put_header(&l, colour);
            put_rows(&l);
        }
    }
    free(l.columns);
    free(l.width);
    free(l.left);
}
