/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/parts.h"

#include <assert.h>
#include <stdlib.h>

#include "base/error.h"
#include "store/ledger.h"

/* Where a row goes: its partner's number, or n_partners when that is unknown. */
static size_t place_of(const ys__import *import, const struct ys_initiative *in, size_t row)
{
    if (import->partner)
        return (size_t)(import->partner - in->partners);
    if (import->row_partner == NULL || import->row_partner[row] < 0)
        return in->n_partners;
    return (size_t)import->row_partner[row];
}

/* The good rows of every place, one place after the other: place p has rows[starts[p]] to rows[starts[p + 1]]. */
typedef struct sorted {
    size_t *totals, *starts;
    uint32_t *rows;
} sorted;

static bool is_good(const ys__import *import, size_t row)
{
    return import->bad == NULL || !import->bad[row];
}

static bool sort_rows(sorted *s, const struct ys_initiative *in, const ys__import *import)
{
    size_t n = import->table.n, places = in->n_partners + 1;
    size_t *next = calloc(places + 1, sizeof *next);

    s->totals = calloc(places, sizeof *s->totals);
    s->starts = calloc(places + 1, sizeof *s->starts);
    s->rows = malloc((n + 1) * sizeof *s->rows);
    if (next && s->totals && s->starts && s->rows) {
        for (size_t row = 0; row < n; row++) {
            size_t place = place_of(import, in, row);

            s->totals[place]++;
            s->starts[place + 1] += is_good(import, row);
        }
        for (size_t p = 0; p < places; p++)
            next[p + 1] = s->starts[p + 1] += s->starts[p];
        for (size_t row = 0; row < n; row++)
            if (is_good(import, row))
                s->rows[next[place_of(import, in, row)]++] = (uint32_t)row;
    }
    free(next);
    return next && s->totals && s->starts && s->rows;
}

static ys_status make_column(ys__part *part, const ys__form *form, size_t field, const ys__column *column,
                             ys__making making, ys_error *err)
{
    ys__digest *digest = &part->digests[field];
    ys_status status = YS_OK;

    digest->n = column->n;
    if (making == YS__PARTS_ENCODED)
        status = ys__segment_encode(&part->segments[field], column, err);
    if (status == YS_OK && making == YS__PARTS_ENCODED)
        digest->hash = ys__segment_hash(&part->segments[field]);
    if (status == YS_OK && ys__is_measured(form, (int)field))
        ys__digest_make(digest, column);
    return status;
}

static ys_status make_field(ys__part *part, const ys__import *import, size_t field, const uint32_t *rows,
                            ys__making making, ys_error *err)
{
    const ys__column *whole = &import->table.columns[field];
    ys__column taken = { 0 };
    ys_status status;

    if (whole->n < import->table.n) /* its values were not wanted */
        return YS_OK;
    if (making == YS__PARTS_DIGESTED && !ys__is_measured(import->form, (int)field))
        return YS_OK;
    if (part->accepted == import->table.n) /* all rows, and they are in their order */
        return make_column(part, import->form, field, whole, making, err);
    if (!ys__column_take(&taken, whole, rows, part->accepted, true))
        return ys__fail_nomem(err);
    status = make_column(part, import->form, field, &taken, making, err);
    ys__column_free(&taken);
    return status;
}

/* What tells whether the rows are those that were stored. */
static ys_status hash_content(ys__part *part, const ys__form *form, ys_error *err)
{
    ys__sha256 sha = ys__sha256_begin();

    for (size_t f = 0; f < form->n; f++)
        ys__content_add(&sha, form->fields[f].name, &part->segments[f]);
    return ys__sha256_end(&sha, part->content) ? YS_OK : ys__fail_nomem(err);
}

static ys_status make_columns(ys__part *part, const ys__import *import, const uint32_t *rows, ys__making making,
                              ys_error *err)
{
    const ys__form *form = import->form;
    ys_status status = YS_OK;

    part->segments = calloc(form->n + 1, sizeof *part->segments);
    part->digests = calloc(form->n + 1, sizeof *part->digests);
    if (part->segments == NULL || part->digests == NULL)
        status = ys__fail_nomem(err);
    for (size_t f = 0; status == YS_OK && f < form->n; f++)
        status = make_field(part, import, f, rows, making, err);
    return status == YS_OK && making == YS__PARTS_ENCODED ? hash_content(part, form, err) : status;
}

static ys_status make_part(ys__parts *parts, const struct ys_initiative *in, const ys__import *import, const sorted *s,
                           size_t place, ys__making making, ys_error *err)
{
    ys__part *part = &parts->items[parts->n++];

    *part = (ys__part){
        .partner = place < in->n_partners ? &in->partners[place] : NULL,
        .rows = s->totals[place],
        .accepted = s->starts[place + 1] - s->starts[place],
    };
    /* Rows of nobody, and of a partner all of whose rows are bad, are told but not stored. */
    if (making == YS__PARTS_COUNTED || part->partner == NULL || (part->rows && part->accepted == 0))
        return YS_OK;
    return make_columns(part, import, s->rows + s->starts[place], making, err);
}

static bool is_present(const struct ys_initiative *in, const ys__import *import, const sorted *s, size_t place)
{
    return s->totals[place] > 0 || (import->table.n == 0 && import->partner == &in->partners[place]);
}

ys_status ys__parts_make(ys__parts *out, const struct ys_initiative *in, const ys__import *import, ys__making making,
                         ys_error *err)
{
    ys__parts parts = { .n_fields = import->form ? import->form->n : 0 };
    sorted s = { 0 };
    size_t n = 0;
    ys_status status = sort_rows(&s, in, import) ? YS_OK : ys__fail_nomem(err);

    assert(import->form || making == YS__PARTS_COUNTED);
    for (size_t p = 0; status == YS_OK && p <= in->n_partners; p++)
        n += is_present(in, import, &s, p);
    if (status == YS_OK && (parts.items = calloc(n + 1, sizeof *parts.items)) == NULL)
        status = ys__fail_nomem(err);
    for (size_t p = 0; status == YS_OK && p <= in->n_partners; p++)
        if (is_present(in, import, &s, p))
            status = make_part(&parts, in, import, &s, p, making, err);
    free(s.totals);
    free(s.starts);
    free(s.rows);
    if (status != YS_OK)
        ys__parts_free(&parts);
    else
        *out = parts;
    return status;
}

void ys__parts_free(ys__parts *parts)
{
    for (size_t p = 0; p < parts->n; p++) {
        for (size_t f = 0; parts->items[p].segments && f < parts->n_fields; f++)
            ys__segment_free(&parts->items[p].segments[f]);
        free(parts->items[p].segments);
        free(parts->items[p].digests);
    }
    free(parts->items);
    *parts = (ys__parts){ 0 };
}
