/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "formats/csv.h"
#include "formats/csv_scan.h"
#include "tap.h"

/* Writes all rows as cells in brackets: [a][b]/[c]; flags of a cell as letters before its bracket. */
static char *show(const char *text, size_t n, const ys__csv_dialect *dialect, uint64_t *lines, uint64_t *open)
{
    ys__buffer out = { 0 };
    ys__csv_block block;
    ys__csv *csv = NULL;
    char *room = malloc(n + 1);

    ys__csv_open(&csv, text, n, dialect, NULL);
    while (ys__csv_next(csv, &block, NULL) == YS_OK && block.n > 0)
        for (size_t r = 0; r < block.n; r++) {
            *lines = block.rows[r].line;
            ys__put(&out, out.n ? "/" : "");
            for (uint32_t c = 0; c < block.rows[r].n; c++) {
                const ys__csv_cell *cell = &block.cells[block.rows[r].first + c];
                ys__slice s = ys__csv_cell_text(csv, cell, room);

                ys__put(&out, cell->flags & YS__CELL_STRAY ? "S" : "");
                ys__put(&out, cell->flags & YS__CELL_RUNAWAY ? "R" : "");
                ys__put(&out, cell->flags & YS__CELL_BARE ? "B" : "");
                ys__putc(&out, '[');
                ys__putn(&out, s.p, s.n);
                ys__putc(&out, ']');
            }
        }
    *open = ys__csv_open_quote_line(csv);
    ys__csv_close(csv);
    free(room);
    return out.n ? ys__buffer_take(&out) : strdup("");
}

static const ys__csv_dialect comma = { .separator = ',', .quote = '"' };
static const ys__csv_dialect semicolon = { .separator = ';', .quote = '\'' };
static const ys__csv_dialect escapes = { .separator = ',', .quote = '"', .escape = '\\' };
static const ys__csv_dialect recover = { .separator = ',', .quote = '"', .recover = true };
static const ys__csv_dialect padded = { .separator = ',', .quote = '"', .padded = true };
static const ys__csv_dialect lines_only = { 0 };

static const struct {
    const char *text;
    const ys__csv_dialect *dialect;
    const char *cells;
    uint64_t last_line, open_line;
} cases[] = {
    { "", &comma, "", 0, 0 },
    { "\n", &comma, "[]", 1, 0 },
    { "a,b\nc,d", &comma, "[a][b]/[c][d]", 2, 0 },
    { "a,b\r\nc,d\r\n", &comma, "[a][b]/[c][d]", 2, 0 },
    { "a,b\rc,d\r", &comma, "[a][b]/[c][d]", 2, 0 },
    { "a\n\nb\n", &comma, "[a]/[]/[b]", 3, 0 },
    { "a,\n,b\n", &comma, "[a][]/[][b]", 2, 0 },
    { "a,", &comma, "[a][]", 1, 0 },
    { "\"a,b\",c\n", &comma, "[a,b][c]", 1, 0 },
    { "\"a\r\nb\",c\nd", &comma, "[a\r\nb][c]/[d]", 3, 0 },
    { "\"a\rb\",c\nd", &comma, "[a\rb][c]/[d]", 3, 0 },
    { "\"say \"\"hi\"\"\",2", &comma, "[say \"hi\"][2]", 1, 0 },
    { "\"\",\"\"", &comma, "[][]", 1, 0 },
    { "\"a\" ,b", &comma, "[a][b]", 1, 0 },
    { "\"a\" b\",c", &comma, "S[a b\"][c]", 1, 0 },
    { "5\" pipe,\"x\"", &comma, "B[5\" pipe][x]", 1, 0 },
    { "1\n\"a\n2,b\n", &comma, "[1]/[a\n2,b\n]", 2, 2 },
    { "'a;b';\"c\"", &semicolon, "[a;b][\"c\"]", 1, 0 },
    { "\"a\\\"b\",\"c\\\\\"\n", &escapes, "[a\"b][c\\]", 1, 0 },
    { "1,\"a\n2,b\n3,c\n", &recover, "[1]R[\"a]/[2][b]/[3][c]", 3, 0 },
    { "1,\"a\n2,\"b\"\n3,c\n", &recover, "[1]R[\"a]/[2][b]/[3][c]", 3, 0 },
    { "1,\"a\n\",2\n", &recover, "[1][a\n][2]", 1, 0 },
    { " \"a,b\", c\n", &padded, "[a,b][ c]", 1, 0 },
    { "a,b\n\"c\"\n", &lines_only, "[a,b]/[\"c\"]", 2, 0 },
};

static void cells(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t line = 0, open = 0;
        char *got = show(cases[i].text, strlen(cases[i].text), cases[i].dialect, &line, &open);

        IS_TEXT(got, cases[i].cells, cases[i].text);
        IS_INT(line, cases[i].last_line, "the line of the last row");
        IS_INT(open, cases[i].open_line, "the line of a quote left open");
        free(got);
    }
}

static uint64_t seed = 1;

static unsigned roll(unsigned n)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

static void random_text(char *to, size_t n)
{
    static const char letters[] = "ab1,;\"\n\r\t \\'\xC3\xA9,\n\"";

    for (size_t i = 0; i < n; i++)
        to[i] = letters[roll(sizeof letters - 1)];
}

/* Every way of scanning gives the same masks. */
static void scans(void)
{
    ys__csv_scan_fn ways[YS__CSV_SCANS];
    size_t n = ys__csv_scans(ways);
    char text[64 * 16];
    uint64_t want[16], got[16];
    bool same = true;

    for (int round = 0; round < 500; round++) {
        random_text(text, sizeof text);
        ways[0](text, 16, ",;\t"[round % 3], "\"'"[round % 2], want);
        for (size_t w = 1; w < n; w++) {
            ways[w](text, 16, ",;\t"[round % 3], "\"'"[round % 2], got);
            same = same && memcmp(want, got, sizeof got) == 0;
        }
    }
    OK(same, "all scans give the same masks");
}

/* A reader that knows nothing of words and windows: what ys__csv must agree with. */
static char *show_slowly(const char *t, size_t n)
{
    ys__buffer out = { 0 };
    size_t at = 0;
    bool first = true;

    while (at < n) {
        bool row_ends = false;

        ys__put(&out, first ? "" : "/");
        first = false;
        while (!row_ends) {
            ys__buffer cell = { 0 };
            bool bare = false, stray = false, quoted = at < n && t[at] == '"';

            ys__putn(&cell, "", 0);
            if (quoted) {
                for (at++; at < n && (t[at] != '"' || (at + 1 < n && t[at + 1] == '"')); at++) {
                    at += t[at] == '"';
                    ys__putc(&cell, t[at]);
                }
                if (at < n) {
                    size_t after = at + 1;

                    while (after < n && (t[after] == ' ' || t[after] == '\t'))
                        after++;
                    stray = after < n && t[after] != ',' && t[after] != '\n' && t[after] != '\r';
                    at = stray ? at + 1 : after;
                }
            }
            while (at < n && t[at] != ',' && t[at] != '\n' && t[at] != '\r') {
                bare = bare || (t[at] == '"' && !quoted);
                ys__putc(&cell, t[at++]);
            }
            ys__put(&out, stray ? "S" : "");
            ys__put(&out, bare ? "B" : "");
            ys__putc(&out, '[');
            ys__putn(&out, cell.text, cell.n);
            ys__putc(&out, ']');
            ys__buffer_free(&cell);
            row_ends = at >= n || t[at] != ',';
            if (at < n && t[at] == '\r' && at + 1 < n && t[at + 1] == '\n')
                at++;
            at++;
        }
    }
    return out.n ? ys__buffer_take(&out) : strdup("");
}

static void random_texts(void)
{
    bool same = true;

    for (int round = 0; round < 3000 && same; round++) {
        size_t n = roll(round % 10 ? 200 : 40000);
        char *text = malloc(n + 1);
        uint64_t line, open;
        char *got, *want;

        random_text(text, n);
        got = show(text, n, &comma, &line, &open);
        want = show_slowly(text, n);
        same = strcmp(got, want) == 0;
        if (!same)
            printf("# text %.*s\n# got  %s\n# want %s\n", (int)n, text, got, want);
        free(text);
        free(got);
        free(want);
    }
    OK(same, "random texts are read as by the plainest reader");
}

int main(void)
{
    cells();
    scans();
    random_texts();
    return DONE();
}
