/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/listed.h"

#include <stdio.h>

#include "base/date.h"
#include "base/number.h"

static bool is_number(const ys__column *c)
{
    return c->kind == YS__COLUMN_NUMBER || c->kind == YS__COLUMN_REAL;
}

static ys__slice text_of(char room[YS__NUMBER_SIZE], const ys__column *c, size_t row)
{
    int64_t v = c->kind == YS__COLUMN_REAL ? 0 : c->v[row];

    if (c->kind == YS__COLUMN_BOOL)
        return ys__slice_of(v ? "true" : "false");
    if (c->kind == YS__COLUMN_DATE)
        ys__date_format(room, (int32_t)v);
    else if (c->kind == YS__COLUMN_DATETIME)
        ys__time_format(room, v);
    else if (c->kind == YS__COLUMN_MONTH)
        snprintf(room, YS__NUMBER_SIZE, "%04d-%02d", (int)(v / 12), (int)(v % 12 + 1));
    else if (c->kind == YS__COLUMN_TIME)
        snprintf(room, YS__NUMBER_SIZE, "%02d:%02d:%02d", (int)(v / 3600), (int)(v / 60 % 60), (int)(v % 60));
    else
        ys__number_format(room, ys__column_real(c, row));
    return ys__slice_of(room);
}

/* Numbers are the same however the list writes them: 1, 1.0. */
static ys__slice code_of(char room[YS__NUMBER_SIZE], const ys__column *c, size_t row, const ys__field *field)
{
    double listed;

    for (size_t i = 0; is_number(c) && i < field->n_list; i++)
        if (ys__real_parse(ys__slice_of(field->list[i].code), &listed) && listed == ys__column_real(c, row))
            return ys__slice_of(field->list[i].code);
    return text_of(room, c, row);
}

static bool same_value(const ys__column *c, size_t row, size_t other)
{
    return c->kind == YS__COLUMN_REAL ? c->d[row] == c->d[other] : c->v[row] == c->v[other];
}

bool ys__column_listed(ys__column *out, const ys__column *from, const ys__field *field)
{
    ys__column coded = { .kind = YS__COLUMN_CODE };
    char room[YS__NUMBER_SIZE];
    size_t last = SIZE_MAX; /* the last row with a value: the next one often has the same */
    bool good = true;

    for (size_t row = 0; good && row < from->n; row++) {
        int64_t code;

        if (ys__column_missing(from, row)) {
            good = ys__column_add_missing(&coded, ys__column_missing(from, row));
            continue;
        }
        code = last != SIZE_MAX && same_value(from, row, last)
                   ? coded.v[last]
                   : ys__dict_add(&coded.dict, code_of(room, from, row, field));
        last = row;
        good = code >= 0 && ys__column_add(&coded, code);
    }
    if (good)
        *out = coded;
    else
        ys__column_free(&coded);
    return good;
}
