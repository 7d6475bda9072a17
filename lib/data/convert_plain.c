/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/convert.h"

#include "base/date.h"

/* Most cells are written the plainest way: 12, 48.5, 2023-06-18, a category seen before, nothing at all. These are
 * taken here, where they stand; any other is left to convert_cell.c, which would read all of these too, and alike, and
 * alone knows what to refuse. A test holds the two equal. */

/* The value of cell i, which is not empty; YS__PLAIN_MARGIN bytes can be read from its beginning. False: it is left. */
typedef bool take_fn(ys__conversion *c, const ys__intake *r, const ys__csv_cell *cell, size_t i, int64_t *value);

/* What is known of the text of a cell, NULL: nothing. */
static inline const ys__memo_entry *find_known(const ys__intake *r, const ys__csv_cell *cell, uint32_t salt)
{
    if (cell->n <= YS__MEMO_SHORT)
        return ys__memo_find_short(&r->memo, cell->p, cell->n, salt);
    return ys__memo_find(&r->memo, (ys__slice){ cell->p, cell->n }, salt);
}

/* Whether a cell that is not plain is known to be wrong: the same texts are often wrong again and again. */
static inline bool take_wrong(ys__conversion *c, const ys__intake *r, const ys__csv_cell *cell, size_t i)
{
    return r->memo.n && ys__refuse_known(c, cell, i, find_known(r, cell, 0));
}

/* One loop for all kinds, made for each of them: take is known where this is used. */
static inline __attribute__((always_inline)) void take_cells(ys__conversion *c, const ys__intake *r, size_t n,
                                                             take_fn *take)
{
    const ys__csv_cell *const *cells = c->row_cells;
    bool blank_is_fine = r->blank != YS__MISSING_NONE && !(r->blank == YS__NOT_REPORTED && r->f->required);
    int64_t *v = r->out->v ? r->out->v + r->base : NULL; /* no rows yet: nothing to add to */
    uint8_t *why = c->why;
    uint32_t *left = c->left;
    size_t n_left = 0;

    for (size_t i = 0; i < n; i++) {
        const ys__csv_cell *cell = &cells[i][r->column];
        bool whole = (cell->flags & ~(uint32_t)YS__CELL_QUOTED) == 0;

        v[i] = 0;
        why[i] = YS__MISSING_NONE;
        if (whole && cell->n == 0 && blank_is_fine)
            why[i] = (uint8_t)r->blank;
        else if (!whole || (cell->n == 0 ? !take_wrong(c, r, cell, i)
                                         : r->may_be_missing[(unsigned char)cell->p[0]] || !take(c, r, cell, i, &v[i])))
            left[n_left++] = (uint32_t)i;
    }
    for (size_t i = n; i < c->n; i++) {
        v[i] = 0;
        left[n_left++] = (uint32_t)i;
    }
    c->n_left = n_left;
}

void ys__leave_all(ys__conversion *c, ys__intake *r)
{
    if (c->n && r->out->kind != YS__COLUMN_ID)
        memset(r->out->v + r->base, 0, c->n * sizeof *r->out->v);
    for (size_t i = 0; i < c->n; i++)
        c->left[i] = (uint32_t)i;
    c->n_left = c->n;
}

static inline bool take_number(ys__conversion *c, const ys__intake *r, const ys__csv_cell *cell, size_t i,
                               int64_t *value)
{
    ys__decimal d;

    if (!ys__decimal_short(cell->p, cell->n, &d) || !r->plain_scale[d.scale] || d.scale > r->out->scale ||
        d.units < r->low[d.scale] || d.units > r->high[d.scale])
        return take_wrong(c, r, cell, i);
    *value = d.units * ys__pow10[r->out->scale - d.scale]; /* at most 8 digits and 9 noughts */
    return true;
}

void ys__take_numbers(ys__conversion *c, ys__intake *r)
{
    bool can = r->out->kind == YS__COLUMN_NUMBER && r->f->n_list == 0;

    take_cells(c, r, can ? c->n_plain : 0, take_number);
}

static inline bool take_date(ys__conversion *c, const ys__intake *r, const ys__csv_cell *cell, size_t i,
                             int64_t *value)
{
    int32_t days;

    if (!ys__date_parse((ys__slice){ cell->p, cell->n }, &days) || days < r->low[0] || days > r->high[0])
        return take_wrong(c, r, cell, i);
    *value = days;
    return true;
}

void ys__take_dates(ys__conversion *c, ys__intake *r)
{
    take_cells(c, r, r->f->format ? 0 : c->n_plain, take_date);
}

static inline bool take_understood(ys__conversion *c, const ys__intake *r, const ys__csv_cell *cell, size_t i,
                                   uint32_t salt, int64_t *value)
{
    const ys__memo_entry *e = find_known(r, cell, salt);

    if (e && e->known && e->verdict == YS__CODES) {
        *value = e->value;
        return true;
    }
    return ys__refuse_known(c, cell, i, e);
}

static inline bool take_known(ys__conversion *c, const ys__intake *r, const ys__csv_cell *cell, size_t i,
                              int64_t *value)
{
    return take_understood(c, r, cell, i, 0, value);
}

static inline bool take_site(ys__conversion *c, const ys__intake *r, const ys__csv_cell *cell, size_t i,
                             int64_t *value)
{
    return take_understood(c, r, cell, i, (uint32_t)c->partners[i], value);
}

void ys__take_known(ys__conversion *c, ys__intake *r)
{
    bool can = r->memo.n && r->f->role != YS__ROLE_PARTNER; /* other columns must be told who sent the row */

    if (r->f->role == YS__ROLE_SITE)
        take_cells(c, r, can ? c->n_plain : 0, take_site);
    else
        take_cells(c, r, can ? c->n_plain : 0, take_known);
}

/* Texts that mostly differ are left, but for those that are known to be wrong. */
void ys__take_texts(ys__conversion *c, ys__intake *r)
{
    size_t n = r->memo.n ? c->n_plain : 0;

    if (n == 0) {
        ys__leave_all(c, r);
        return;
    }
    c->n_left = 0;
    for (size_t i = 0; i < c->n; i++) {
        const ys__csv_cell *cell = i < n ? &c->row_cells[i][r->column] : NULL;

        if (r->out->kind == YS__COLUMN_ID)
            r->out->id[r->base + i] = (ys__id){ 0, 0 };
        else
            r->out->v[r->base + i] = 0;
        if (cell == NULL || (cell->flags & ~(uint32_t)YS__CELL_QUOTED) || !take_wrong(c, r, cell, i))
            c->left[c->n_left++] = (uint32_t)i;
    }
}
