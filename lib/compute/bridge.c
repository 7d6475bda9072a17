/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/bridge.h"

#include <string.h>

#include "base/error.h"

static const char *new_code(const ys__bridge *b, ys__slice code)
{
    for (size_t i = 0; i < b->n_codes; i++)
        if (ys__slice_is(code, b->codes[i].from))
            return b->codes[i].to;
    return NULL;
}

/* A column is a row's own copy: it may be changed in place. */
static bool recode(ys__column *c, const ys__bridge *b)
{
    ys__column to = { .kind = YS__COLUMN_CODE };

    for (size_t row = 0; row < c->n; row++) {
        ys__missing reason = ys__column_missing(c, row);
        ys__slice code = reason ? (ys__slice){ 0 } : c->dict.items[c->v[row]];
        const char *other = reason ? NULL : new_code(b, code);
        int64_t number = reason ? 0 : ys__dict_add(&to.dict, other ? ys__slice_of(other) : code);

        if (number < 0 || !(reason ? ys__column_add_missing(&to, reason) : ys__column_add(&to, number))) {
            ys__column_free(&to);
            return false;
        }
    }
    ys__column_free(c);
    *c = to;
    return true;
}

static bool rescale(ys__column *c, const ys__bridge *b)
{
    double step = (b->new_scale[1] - b->new_scale[0]) / (b->old_scale[1] - b->old_scale[0]);
    ys__column to = { .kind = YS__COLUMN_REAL };

    for (size_t row = 0; row < c->n; row++) {
        ys__missing reason = ys__column_missing(c, row);
        double x = reason ? 0 : b->new_scale[0] + (ys__column_real(c, row) - b->old_scale[0]) * step;

        if (!(reason ? ys__column_add_missing(&to, reason) : ys__column_add_real(&to, x))) {
            ys__column_free(&to);
            return false;
        }
    }
    ys__column_free(c);
    *c = to;
    return true;
}

ys_status ys__bridge_rows(ys__rows *rows, const ys__indicator *indicator, ys_error *err)
{
    const ys__bridge *b = indicator->bridge;
    ys__column *c;
    bool good = true;

    if (b == NULL || b->field < 0 || strcmp(rows->submission->version, b->from) != 0)
        return YS_OK;
    c = &rows->columns[b->field];
    if (c->n && b->n_codes && c->kind == YS__COLUMN_CODE)
        good = recode(c, b);
    if (good && c->n && b->rescale && (c->kind == YS__COLUMN_NUMBER || c->kind == YS__COLUMN_REAL))
        good = rescale(c, b);
    return good ? YS_OK : ys__fail_nomem(err);
}
