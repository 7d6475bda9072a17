/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "base/number.h"
#include "data/find.h"
#include "data/import.h"
#include "tap.h"

static uint64_t seed = 1;

static unsigned roll(unsigned n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % n;
}

/* Cells are read alike however they are spelled: the plain ones where they stand, those with blanks around them by the
 * general rule. */

static const ys__category list[] = { { .code = "female" }, { .code = "male" }, { .code = "prefers not to be told" } };
static ys__missing_value missing[] = { { "", YS__NOT_REPORTED }, { "NA", YS__REFUSED }, { "-1", YS__UNKNOWN } };

static ys__field fields[] = {
    { .name = "id", .type = YS__FIELD_STRING, .role = YS__ROLE_PARTICIPANT, .required = true },
    { .name = "whole", .type = YS__FIELD_INTEGER, .has_minimum = true, .minimum = 0, .required = true },
    { .name = "number", .type = YS__FIELD_NUMBER, .has_maximum = true, .maximum = 5000 },
    { .name = "any", .type = YS__FIELD_NUMBER },
    { .name = "day", .type = YS__FIELD_DATE, .has_minimum = true, .minimum = 0 },
    { .name = "kind", .type = YS__FIELD_STRING, .list = list, .n_list = 3 },
    { .name = "flag", .type = YS__FIELD_BOOLEAN },
    { .name = "short", .type = YS__FIELD_STRING, .max_length = 6 },
    { .name = "free", .type = YS__FIELD_STRING },
};

enum { FIELDS = sizeof fields / sizeof *fields, ROWS = 3000 };

static const char *const usual[FIELDS][8] = {
    { "A1", "A2", "B77", "C0001", "D5", "E", "F", "G" },
    { "1", "0", "12", "99999999", "7", "2024", "123", "42" },
    { "48.5", "12", "0.25", "4999.99", ".5", "1234.56", "100", "7" },
    { "1.5", "2", "3.25", "0.125", "10", "20.5", "30", "7" },
    { "2023-06-18", "2024-02-29", "1999-12-31", "2000-01-01", "2022-07-04", "2021-03-15", "2020-11-30", "1970-01-01" },
    { "female", "male", "prefers not to be told", "female", "male", "female", "male", "female" },
    { "yes", "no", "true", "false", "1", "0", "y", "n" },
    { "a", "bb", "ccc", "dddd", "eeeee", "ffffff", "g", "h" },
    { "one", "two", "three words here", "a text that is rather longer", "x", "y", "z", "w" },
};
static const char *const odd[] = {
    "",          "NA",         "-1",          "007",        "1.",          "1e3",       "-5",        "+3",
    "123456789", "1,5",        "2023-02-29",  "2023-6-18",  "18/06/2023",  "Female",    "mujer",     "#REF!",
    "1.2.3",     "0.00000001", "12345678.25", "1969-12-31", "female male", "seventeen", "2023-06-1x", "5000.01",
};

/* One table, its cells in a spelling; first with many odd ones, then with few, then with some. */
static char *make_file(const char *before, const char *after, const char *end, bool ambiguous)
{
    char *path = strdup("/tmp/yardstick-convert-XXXXXX");
    int fd = mkstemp(path);
    FILE *out = fdopen(fd, "w");

    for (size_t f = 0; f < FIELDS; f++)
        fprintf(out, "%s%s%s%s%s", f ? ";" : "", before, fields[f].name, after, f + 1 < FIELDS ? "" : end);
    for (size_t i = 0; i < ROWS; i++)
        for (size_t f = 0; f < FIELDS; f++) {
            bool is_odd = roll(i < 20 ? 4 : i < ROWS / 2 ? 1000 : 12) == 0;
            const char *cell = is_odd ? odd[roll(sizeof odd / sizeof *odd)] : usual[f][roll(8)];

            if (f == 3 && ambiguous && i == ROWS / 2)
                cell = "1.234";
            fprintf(out, "%s%s%s%s%s", f ? ";" : "", before, cell, after, f + 1 < FIELDS ? "" : end);
        }
    fclose(out);
    return path;
}

static void put_value(ys__buffer *to, const ys__column *c, size_t row)
{
    if (ys__column_missing(c, row) != YS__MISSING_NONE)
        ys__putf(to, "(%d)", (int)ys__column_missing(c, row));
    else if (c->kind == YS__COLUMN_CODE)
        ys__putn(to, c->dict.items[c->v[row]].p, c->dict.items[c->v[row]].n);
    else if (c->kind == YS__COLUMN_ID)
        ys__putf(to, "%llx", (unsigned long long)c->id[row].high);
    else
        ys__putf(to, "%.17g", ys__column_real(c, row));
    ys__putc(to, ' ');
}

/* All that was understood of a file, and found in it, as text. The file is removed. */
static char *read_file(char *path, const ys__form *form)
{
    const ys__import_options options = { .schema = form };
    ys__import *import = NULL;
    const ys__found *found;
    ys__buffer to = { 0 };
    ys_error err = YS_ERROR_INIT;

    if (ys__import_file(&import, NULL, path, &options, &err) != YS_OK) {
        ys__putf(&to, "%s", err.text);
    } else {
        ys__putf(&to, "%zu rows, %llu bad, %llu errors, mark %d\n", import->table.n, (unsigned long long)import->n_bad,
                 (unsigned long long)import->errors, import->decimal_mark);
        for (size_t row = 0; row < import->table.n; row++) {
            ys__putf(&to, "%zu%s ", row + 1, import->bad[row] ? "!" : "");
            for (size_t f = 0; f < FIELDS; f++)
                put_value(&to, &import->table.columns[f], row);
            ys__putc(&to, '\n');
        }
        for (ys__found_walk walk = ys__found_all(import); (found = ys__found_next(&walk)) != NULL;)
            ys__putf(&to, "%llu:%d %s %.*s\n", (unsigned long long)found->row, found->column,
                     ys__code_names[found->code], (int)found->value_n, found->value ? found->value : "");
        ys__import_free(import);
    }
    unlink(path);
    free(path);
    return ys__buffer_take(&to);
}

static void same_tables(bool ambiguous)
{
    static const struct {
        const char *before, *after, *end, *name;
    } spellings[] = {
        { "", "", "\n", "plain" },
        { " ", " ", "\n", "cells with blanks around them are read alike" },
        { "\"", "\"", "\r\n", "quoted cells are read alike" },
        { "", "", "\r\n", "cells of lines that end otherwise are read alike" },
    };
    ys__form form = { .fields = fields, .n = FIELDS, .missing = missing, .n_missing = 3, .partner_field = -1,
                      .site_field = -1, .period_field = -1, .participant_field = 0, .withdrawn_field = -1 };
    uint64_t first = seed;
    char *plain = NULL;

    for (size_t s = 0; s < sizeof spellings / sizeof *spellings; s++) {
        char *text;

        seed = first;
        text = read_file(make_file(spellings[s].before, spellings[s].after, spellings[s].end, ambiguous), &form);
        if (s == 0) {
            plain = text;
            printf("# %.*s\n", (int)strcspn(text, "\n"), text);
            OK(strncmp(text, "3000 rows", 9) == 0, "all rows are read");
            continue;
        }
        OK(strcmp(text, plain) == 0, spellings[s].name);
        free(text);
    }
    free(plain);
}

/* Numbers of up to eight bytes, and what is none. */
static void short_decimals(void)
{
    static const char alphabet[] = "0123456789012345678901234567890123456789..-+ e,/:\x80";
    size_t taken = 0, wrong = 0;

    for (size_t i = 0; i < 400000; i++) {
        char text[24] = { 0 };
        size_t n = roll(10);
        ys__decimal a = { 0, 0 }, b = { 0, 0 };

        for (size_t k = 0; k < sizeof text - 1; k++) /* what stands behind the text must not matter */
            text[k] = alphabet[roll(k < n && i % 2 ? 40 : sizeof alphabet - 1)];
        if (i % 2 && n && roll(2))
            text[roll((unsigned)n)] = '.';
        if (ys__decimal_short(text, n, &a)) {
            taken++;
            wrong += !ys__decimal_parse((ys__slice){ text, n }, '.', &b) || a.units != b.units || a.scale != b.scale;
        } else {
            wrong += n <= 8 && ys__decimal_parse((ys__slice){ text, n }, '.', &b) && text[0] != '-' && text[0] != '+';
        }
    }
    OK(wrong == 0 && taken > 50000, "short decimals are read as others are");
}

/* Every day there is, and strings that are nearly one. */
static void dates(void)
{
    size_t wrong = 0, taken = 0;
    char text[16];
    int32_t days;

    for (int32_t day = ys__date_days(1, 1, 1); day <= ys__date_days(9999, 12, 31); day++) {
        ys__date_format(text, day);
        wrong += !ys__date_parse(ys__slice_of(text), &days) || days != day;
    }
    OK(wrong == 0, "every date is read as the day it is");
    wrong = 0;
    for (size_t i = 0; i < 100000; i++) {
        char again[16];

        ys__date_format(text, (int32_t)roll(40000));
        text[roll(10)] = "0123456789-/.: \xB1"[roll(16)];
        if (ys__date_parse(ys__slice_of(text), &days)) {
            taken++;
            ys__date_format(again, days);
            wrong += strcmp(text, again) != 0;
        }
    }
    OK(wrong == 0 && taken > 1000, "of damaged dates only those that are dates are read");
}

int main(void)
{
    for (size_t f = 0; f < FIELDS; f++) {
        fields[f].min_length = -1;
        fields[f].max_length = fields[f].max_length ? fields[f].max_length : -1;
    }
    for (int i = 0; i < 3; i++) {
        same_tables(false);
        same_tables(true);
    }
    short_decimals();
    dates();
    return DONE();
}
