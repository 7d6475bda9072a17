/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/stamp.h"

#include <stdlib.h>

static const char mark[] = "yardstick-template 1 ";

/* FNV-1a; a NUL ends each text, so that "ab", "c" is not "a", "bc". */
static void mix_text(uint64_t *print, const char *text)
{
    size_t n = text ? strlen(text) + 1 : 1;

    for (size_t i = 0; i < n; i++)
        *print = (*print ^ (unsigned char)(text ? text[i] : '\0')) * UINT64_C(0x100000001B3);
}

static void mix_number(uint64_t *print, int64_t number)
{
    for (int i = 0; i < 8; i++)
        *print = (*print ^ (uint64_t)(number >> (8 * i) & 0xFF)) * UINT64_C(0x100000001B3);
}

static void mix_field(uint64_t *print, const ys__field *f)
{
    const int64_t facts[] = { f->type, f->required, f->unique, f->has_minimum, f->has_maximum, f->min_length,
                              f->max_length, f->role };

    mix_text(print, f->name);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        mix_number(print, facts[i]);
    mix_text(print, f->minimum_text);
    mix_text(print, f->maximum_text);
    mix_text(print, f->pattern_text);
    mix_text(print, f->format);
    for (size_t i = 0; i < f->n_list; i++)
        mix_text(print, f->list[i].code);
    for (size_t i = 0; i < f->n_missing; i++)
        mix_text(print, f->missing[i].text);
}

uint64_t ys__stamp_print(const ys__form *form)
{
    uint64_t print = UINT64_C(0xCBF29CE484222325);

    for (size_t i = 0; i < form->n; i++)
        mix_field(&print, &form->fields[i]);
    for (size_t i = 0; i < form->n_key; i++)
        mix_number(&print, form->primary_key[i]);
    for (size_t i = 0; i < form->n_missing; i++)
        mix_text(&print, form->missing[i].text);
    for (size_t i = 0; i < form->n_rules; i++)
        mix_text(&print, form->rules[i].source);
    return print;
}

void ys__stamp_put(ys__buffer *to, const ys__partner *partner, const ys__form *form, const char *period)
{
    const char *version = form->catalog && form->catalog->version ? form->catalog->version : "";

    ys__putf(to, "%s%s %s %s %016llx %s", mark, partner->id, form->id, period,
             (unsigned long long)ys__stamp_print(form), version);
}

/* The part of the mark up to the next blank. */
static ys__slice next_part(ys__slice *rest)
{
    const char *end = rest->n ? memchr(rest->p, ' ', rest->n) : NULL;
    ys__slice part = { rest->p, end ? (size_t)(end - rest->p) : rest->n };

    *rest = end ? (ys__slice){ end + 1, rest->n - part.n - 1 } : (ys__slice){ rest->p + rest->n, 0 };
    return part;
}

static ys__slice cell_of(const ys__csv_block *block, size_t row, uint32_t column)
{
    const ys__csv_row *r = &block->rows[row];

    return column < r->n ? ys__trim((ys__slice){ block->cells[r->first + column].p, block->cells[r->first + column].n })
                         : (ys__slice){ "", 0 };
}

static void read_samples(ys__stamp *out, const ys__csv_block *block)
{
    ys__slice number = cell_of(block, 0, 1), day = cell_of(block, 0, 2);

    if (number.n >= 3 && number.p[0] == '0' && (number.p[1] == '.' || number.p[1] == ','))
        out->decimal = number.p[1];
    if (day.n >= 8 && memcmp(day.p, "31", 2) == 0)
        out->date_order = 'd';
    else if (day.n >= 8 && memcmp(day.p, "12", 2) == 0)
        out->date_order = 'm';
}

/* The header is the record that names the column of checks, wherever rows were put in above it. */
static uint32_t find_header(const ys__csv_block *block)
{
    enum { TOP = 40 };

    for (size_t r = 1; r < block->n && r < TOP; r++)
        for (uint32_t c = block->rows[r].n; c-- > 0;)
            if (ys__slice_is(cell_of(block, r, c), YS__CHECK_HEADER))
                return (uint32_t)r + 1;
    return 0;
}

void ys__stamp_read(ys__stamp *out, const ys__csv_block *block)
{
    ys__slice rest = block->n ? cell_of(block, 0, 0) : (ys__slice){ "", 0 };
    char print[17] = "";
    ys__slice part;

    *out = (ys__stamp){ 0 };
    if (rest.n < sizeof mark || memcmp(rest.p, mark, sizeof mark - 1) != 0)
        return;
    rest.p += sizeof mark - 1;
    rest.n -= sizeof mark - 1;
    out->partner = next_part(&rest);
    out->form = next_part(&rest);
    out->period = next_part(&rest);
    part = next_part(&rest);
    out->version = rest;
    if (part.n != sizeof print - 1)
        return;
    memcpy(print, part.p, part.n);
    out->print = strtoull(print, NULL, 16);
    out->header = find_header(block);
    out->there = out->header > 0;
    read_samples(out, block);
}
