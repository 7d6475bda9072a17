/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/mapped.h"

#include <math.h>
#include <stdlib.h>

/* What a text of theirs stands for; the text itself where it stands for nothing. */
static ys__slice translate(const ys__field_mapping *mapping, ys__slice text)
{
    for (size_t i = 0; i < mapping->n_codes; i++)
        if (ys__text_same(text, ys__slice_of(mapping->codes[i].from)))
            return ys__slice_of(mapping->codes[i].to);
    return text;
}

static void resolve_mapped(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e)
{
    r->resolve_ours(c, r, translate(r->mapping, text), salt, e);
}

/* A number that a factor made: exact as long as its digits fit. */
static bool multiply(ys__decimal *d, double *x, bool *is_real, ys__decimal factor)
{
    __int128 units = (__int128)d->units * factor.units, most = INT64_MAX;
    int scale = d->scale + factor.scale;

    *x *= ys__decimal_real(factor);
    if (*is_real)
        return isfinite(*x);
    for (; scale > 0 && units % 10 == 0; scale--)
        units /= 10;
    *is_real = scale > YS__SCALE_MAX || units > most / 10 || units < -(most / 10);
    *d = *is_real ? *d : (ys__decimal){ (int64_t)units, scale };
    return isfinite(*x);
}

static ys__code number_fault(const ys__intake *r, ys__decimal d, double x, bool is_real)
{
    const ys__field *f = r->f;

    if (f->type == YS__FIELD_INTEGER && (is_real ? x != floor(x) : d.scale > 0))
        return YS__WRONG_TYPE;
    if (is_real ? (f->has_minimum && x < f->minimum) || (f->has_maximum && x > f->maximum)
                : d.units < r->low[d.scale] || d.units > r->high[d.scale])
        return YS__OUT_OF_RANGE;
    for (size_t i = 0; i < f->n_list; i++) {
        ys__decimal allowed;

        if (!is_real && ys__decimal_parse(ys__slice_of(f->list[i].code), '.', &allowed) &&
            ys__decimal_real(allowed) == ys__decimal_real(d))
            return YS__CODES;
    }
    return f->n_list ? YS__NOT_IN_LIST : YS__CODES;
}

/* One number, in their unit or in their words, as one of ours. */
static ys__code read_number(ys__conversion *c, const ys__intake *r, ys__slice text, ys__decimal *d, double *x,
                            bool *is_real)
{
    ys__slice ours = translate(r->mapping, text);
    ys__field plain = *r->f;
    ys__reading reading;

    *is_real = false;
    if (ours.p != text.p)
        return ys__decimal_parse(ours, '.', d) ? number_fault(r, *d, 0, false) : YS__WRONG_TYPE;
    if (r->mapping->factor.units && plain.type == YS__FIELD_INTEGER) {
        plain.type = YS__FIELD_NUMBER; /* 1.5 thousand is a whole number */
        plain.bare_number = true;
    }
    reading = ys__number_read(&plain, &c->style, text, d, x);
    if (reading == YS__READ_AMBIGUOUS)
        return YS__AMBIGUOUS_NUMBER;
    if (reading != YS__READ_OK && reading != YS__READ_REAL)
        return reading == YS__READ_DAMAGED ? YS__EXCEL_DAMAGE : YS__WRONG_TYPE;
    *is_real = reading == YS__READ_REAL;
    *x = *is_real ? *x : ys__decimal_real(*d);
    if (r->mapping->factor.units && !multiply(d, x, is_real, r->mapping->factor))
        return YS__OUT_OF_RANGE;
    return number_fault(r, *d, *x, *is_real);
}

static void read_mapped_numbers(ys__conversion *c, ys__intake *r)
{
    if (!c->decided && !c->style.strict) { /* 1.234 times a factor is no plainer than 1.234 */
        c->undecided = true;
        return;
    }
    for (size_t k = 0; k < c->n_left; k++) {
        size_t i = c->left[k];
        ys__decimal d = { 0, 0 };
        bool is_real = false;
        double x = 0;
        ys__code fault;

        if (c->why[i])
            continue;
        if ((fault = read_number(c, r, c->texts[i], &d, &x, &is_real)) != YS__CODES)
            ys__refuse(c, r, i, fault);
        else if (is_real)
            ys__column_set_real(r->out, r->base + i, x);
        else
            ys__column_set_decimal(r->out, r->base + i, d.units, d.scale);
    }
}

void ys__map_intake(ys__intake *r, const ys__field_mapping *mapping)
{
    r->mapping = mapping;
    if (mapping->missing) {
        r->missing = mapping->missing;
        r->n_missing = mapping->n_missing;
        for (size_t i = 0; i < r->n_missing; i++)
            r->may_be_missing[(unsigned char)r->missing[i].text[0]] = true;
    }
    if (mapping->n_codes == 0 && mapping->factor.units == 0)
        return;
    if (r->read == ys__read_numbers) {
        r->take = ys__leave_all;
        r->read = read_mapped_numbers;
    } else if (r->read == ys__read_texts || r->read == ys__read_memo) {
        r->take = ys__take_known;
        r->read = ys__read_memo;
        r->resolve_ours = r->resolve;
        r->resolve = resolve_mapped;
    }
}

bool ys__map_skips(ys__conversion *c)
{
    const ys__mapping *m = c->mapping;

    if (m == NULL || m->n_skips == 0)
        return true;
    if ((c->skips = calloc(m->n_skips, sizeof *c->skips)) == NULL)
        return false;
    for (size_t i = 0; i < m->n_skips; i++)
        for (size_t k = 0; k < c->source->n_headers; k++)
            if (ys__text_same(c->source->headers[k], ys__slice_of(m->skips[i].header)))
                c->skips[c->n_skips++] = (ys__column_skip){ k, m->skips[i].text };
    return true;
}

bool ys__is_skipped(const ys__conversion *c, const ys__csv_row *row)
{
    const ys__csv_cell *cells = &c->source->block.cells[row->first];
    char room[512];

    for (size_t i = 0; i < c->n_skips; i++) {
        const ys__csv_cell *cell = c->skips[i].column < row->n ? &cells[c->skips[i].column] : NULL;

        if (cell && cell->n <= sizeof room && /* longer ones are no such marks */
            ys__text_same(ys__csv_cell_text(c->source->csv, cell, room), ys__slice_of(c->skips[i].text)))
            return true;
    }
    return false;
}

/* Copies a column's first row to all of n. */
static bool repeat(ys__column *column, size_t n)
{
    size_t size = column->kind == YS__COLUMN_ID ? sizeof *column->id : sizeof *column->v;
    char *values;

    if (!ys__column_reserve(column, n - column->n) || (column->missing && ys__column_reasons(column) == NULL))
        return false;
    values = (char *)column->v;
    for (size_t i = 1; i < n; i++) {
        memcpy(values + i * size, values, size);
        if (column->missing)
            column->missing[i] = column->missing[0];
    }
    column->n = n;
    return true;
}

bool ys__fill_constant(ys__conversion *c, int field, size_t n)
{
    const char *constant = c->mapping ? c->mapping->fields[field].constant : NULL;
    const ys__csv_row nowhere = { 0 };
    const ys__style style = c->style;
    size_t base = c->base, rows = c->n;
    ys__intake r;

    if (constant == NULL)
        return false;
    if (n == 0)
        return true;
    ys__intake_make(c, &r, field, SIZE_MAX);
    c->base = 0;
    c->n = c->n_left = 1;
    c->left[0] = 0;
    c->rows[0] = &nowhere;
    c->texts[0] = ys__slice_of(constant);
    c->cells[0] = NULL;
    c->why[0] = YS__MISSING_NONE;
    c->partners[0] = c->known_partner;
    c->decided = true;
    c->style.decimal = '.'; /* as in all definitions */
    if (r.keep && !ys__column_reserve(r.out, 1)) {
        c->failed = true;
    } else if (r.keep) {
        r.out->n = 1;
        r.out->v[0] = 0;
        ys__choose_scales(c, &r);
        c->wrong[0] = 0;
        c->any_wrong = c->any_told = false;
        r.read(c, &r);
        if (c->any_wrong)
            ys__refused_keep(c, &r);
        c->import->unusable = c->import->unusable || c->why[0];
        c->failed = c->failed || !repeat(r.out, n);
    }
    ys__intake_free(&r);
    c->style = style;
    c->base = base;
    c->n = rows;
    return true;
}
