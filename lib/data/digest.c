/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/history.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"

enum { SAMPLE = 255, ENDINGS = 4096 }; /* enough to tell an order of magnitude, and a habit of rounding */

bool ys__is_measured(const ys__form *form, int field)
{
    const ys__field *f = &form->fields[field];
    bool scale = f->has_minimum && f->has_maximum && f->maximum - f->minimum <= 20 && f->maximum > 1;

    for (size_t i = 0; i < form->n_key; i++)
        if (form->primary_key[i] == field)
            return false;
    return (f->type == YS__FIELD_INTEGER || f->type == YS__FIELD_NUMBER) && f->role == YS__ROLE_NONE &&
           f->list == NULL && !f->sensitive && !f->unique && !scale;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* The median and the different values of a sample taken at even steps, so that it is the same in every run. */
static void look_at_sample(ys__digest *d, const ys__column *c)
{
    double sample[SAMPLE];
    size_t step = (c->n + SAMPLE - 1) / SAMPLE, n = 0;

    for (size_t i = 0; i < c->n; i += step) {
        double x = ys__column_missing(c, i) == YS__MISSING_NONE ? ys__column_real(c, i) : 0;

        if (x != 0)
            sample[n++] = x;
    }
    d->typical = NAN;
    if (n == 0)
        return;
    qsort(sample, n, sizeof *sample, compare);
    d->typical = n % 2 ? sample[n / 2] : (sample[n / 2 - 1] + sample[n / 2]) / 2;
    d->distinct = 1;
    for (size_t i = 1; i < n; i++)
        d->distinct += sample[i] != sample[i - 1];
}

static void add_up(ys__digest *d, const ys__column *c)
{
    size_t looked_at = c->kind == YS__COLUMN_NUMBER && c->scale == 0 ? c->n < ENDINGS ? c->n : ENDINGS : 0;
    double sum = 0;

    for (size_t i = 0; i < c->n; i++) {
        bool known = ys__column_missing(c, i) == YS__MISSING_NONE;
        double x = !known ? 0 : c->kind == YS__COLUMN_REAL ? c->d[i] : (double)c->v[i];

        sum += x;
        d->known += known;
        d->others += x != 0;
    }
    for (size_t i = 0; i < looked_at; i++)
        if (c->v[i] > 10 && ys__column_missing(c, i) == YS__MISSING_NONE) {
            d->counts++;
            d->round += c->v[i] % 5 == 0;
        }
    d->sum = c->kind == YS__COLUMN_REAL ? sum : sum / (double)ys__pow10[c->scale];
}

void ys__digest_make(ys__digest *out, const ys__column *column)
{
    if (column->kind != YS__COLUMN_NUMBER && column->kind != YS__COLUMN_REAL)
        return;
    *out = (ys__digest){ .hash = out->hash, .measured = true, .n = column->n };
    add_up(out, column);
    look_at_sample(out, column);
}
