/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/totals.h"

#include "base/i18n.h"

/* Only whole numbers are added up: what is measured in others is often a mean or a share, and its total is one too. */
static bool adds_up(const ys__intake *r)
{
    return r->f && r->f->type == YS__FIELD_INTEGER && r->f->n_list == 0 && !r->f->sensitive;
}

/* The only total, below all rows; NULL: there is none, or there are some of parts. */
static ys__found *total_of(const ys__import *import)
{
    ys__findings *list = import->findings;
    ys__found *total = NULL;

    for (size_t i = 0; i < list->n; i++)
        if (list->items[i].code == YS__TOTALS_ROW) {
            if (total)
                return NULL;
            total = &list->items[i];
        }
    return total && import->table.n && total->row > import->records[import->table.n - 1] ? total : NULL;
}

/* The number in a cell; *empty: there is none, or it is missing. */
static bool read_cell(ys__conversion *c, const ys__intake *r, uint64_t record, int64_t *number, bool *empty)
{
    const ys__csv_cell *cells;
    const ys__csv_row *row = ys__source_seek(c->source, record, &cells);
    ys__decimal d = { 0, 0 };
    ys__slice text;
    double real;

    if (row == NULL) {
        c->failed = true;
        return false;
    }
    *number = 0;
    *empty = true;
    if (r->column >= row->n)
        return true;
    text = ys__trim((ys__slice){ cells[row->first + r->column].p, cells[row->first + r->column].n });
    if (text.n == 0 || ys__reason_of(r, text))
        return true;
    *empty = false;
    if (ys__number_read(r->f, &c->style, text, &d, &real) != YS__READ_OK || d.scale)
        return false;
    *number = d.units;
    return true;
}

static bool sum_column(ys__conversion *c, const ys__intake *r, int64_t *sum)
{
    *sum = 0;
    for (size_t i = 0; i < c->import->table.n; i++) {
        int64_t number;
        bool empty;

        if (!read_cell(c, r, c->import->records[i], &number, &empty) || __builtin_add_overflow(*sum, number, sum))
            return false;
    }
    return true;
}

static bool tell(ys__import *import, ys__found *total, const char *name, int64_t said, int64_t sum)
{
    ys__buffer text = { 0 };

    ys__putf(&text, _("the row is a total of the others; it is left out. In “%s” it is %lld, but the rows add up to "
                      "%lld"), name, (long long)said, (long long)sum);
    total->message = text.failed ? NULL : ys__arena_text(&import->arena, text.text);
    total->hint = _("See whether a row is missing, wrong or there twice; then delete the total, which is computed from "
                    "the other rows.");
    ys__buffer_free(&text);
    return total->message != NULL;
}

bool ys__check_total(ys__conversion *c)
{
    ys__found *total = c->n_skips || c->import->reshaped ? NULL : total_of(c->import);

    for (size_t i = 0; total && i < c->n_intakes && !c->failed; i++) {
        const ys__intake *r = &c->intakes[i];
        int64_t said, sum;
        bool empty;

        if (adds_up(r) && read_cell(c, r, total->row, &said, &empty) && !empty && sum_column(c, r, &sum) &&
            said != sum)
            return tell(c->import, total, r->f->name, said, sum);
    }
    return !c->failed;
}
