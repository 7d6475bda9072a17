/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/past.h"

#include <stdlib.h>

#include "base/hash.h"
#include "data/find.h"
#include "store/db.h"

enum { PASTS = 4, LOOKED_AT = 64 }; /* earlier reports that are compared; submissions looked at to find them */

/* What is known */

static ys__past **slot_of(const ys__pasts *p, int64_t id)
{
    size_t at = (size_t)ys__mix((uint64_t)id, 1) & (p->size - 1);

    while (p->slots[at] && p->slots[at]->id != id)
        at = (at + 1) & (p->size - 1);
    return &p->slots[at];
}

static bool grow(ys__pasts *p)
{
    ys__pasts bigger = *p;

    bigger.size = p->size ? p->size * 2 : 64;
    if ((bigger.slots = calloc(bigger.size, sizeof *bigger.slots)) == NULL)
        return false;
    for (size_t i = 0; i < p->size; i++)
        if (p->slots[i])
            *slot_of(&bigger, p->slots[i]->id) = p->slots[i];
    free(p->slots);
    *p = bigger;
    return true;
}

/* Takes the digests over; frees them when memory is short. */
static ys__past *keep(ys__pasts *p, int64_t id, ys__period period, ys__digest *digests)
{
    ys__past *past = digests ? malloc(sizeof *past) : NULL, **slot;

    if (past == NULL || (p->n * 2 >= p->size && !grow(p))) {
        free(past);
        free(digests);
        return NULL;
    }
    *past = (ys__past){ id, period, digests };
    slot = slot_of(p, id);
    if (*slot == NULL) {
        p->n++;
    } else {
        free((*slot)->digests);
        free(*slot);
    }
    return *slot = past;
}

bool ys__pasts_keep(ys__pasts *p, int64_t id, ys__period period, ys__part *part)
{
    ys__digest *digests = part->digests;

    part->digests = NULL;
    return keep(p, id, period, digests) != NULL;
}

void ys__pasts_free(ys__pasts *p)
{
    for (size_t i = 0; i < p->size; i++)
        if (p->slots[i]) {
            free(p->slots[i]->digests);
            free(p->slots[i]);
        }
    free(p->slots);
    sqlite3_finalize(p->query);
    *p = (ys__pasts){ 0 };
}

/* What is in the store */

static ys_status digest_field(ys__digest *out, struct ys_store *store, int64_t id, const ys__form *form, size_t f,
                              ys_error *err)
{
    ys__segment segment;
    ys__column column = { 0 };
    ys_status status = ys__store_segment(&segment, store, id, form->fields[f].name, err);

    if (status == YS_OK && segment.bytes) {
        out->hash = ys__segment_hash(&segment);
        out->n = segment.n;
        if (ys__is_measured(form, (int)f) && (status = ys__segment_decode(&column, &segment, err)) == YS_OK)
            ys__digest_make(out, &column);
    }
    ys__column_free(&column);
    ys__segment_free(&segment);
    return status;
}

static ys_status read_past(const ys__past **out, ys__pasts *p, int64_t id, ys__period period, const ys__form *form,
                           ys_error *err)
{
    ys__digest *digests = NULL;
    ys_status status = YS_OK;

    if (p->size && (*out = *slot_of(p, id)) != NULL)
        return YS_OK;
    if ((digests = calloc(form->n + 1, sizeof *digests)) == NULL)
        return ys__fail_nomem(err);
    for (size_t f = 0; status == YS_OK && f < form->n; f++)
        status = digest_field(&digests[f], p->store, id, form, f, err);
    if (status != YS_OK) {
        free(digests);
        return status;
    }
    *out = keep(p, id, period, digests);
    return *out ? YS_OK : ys__fail_nomem(err);
}

/* Submissions of the same partner and form for earlier periods of the same length, the newest first. */
static ys_status ask(ys__pasts *p, const ys__import *import, const ys__partner *partner, ys_error *err)
{
    if (p->query == NULL &&
        sqlite3_prepare_v3(p->store->db,
                           "SELECT id, month FROM submission WHERE form = ? AND partner = ? AND month <= ?"
                           " AND months = ? ORDER BY month DESC, id DESC",
                           -1, SQLITE_PREPARE_PERSISTENT, &p->query, NULL) != SQLITE_OK)
        return ys__db_fail(p->store, err);
    sqlite3_bind_text(p->query, 1, import->form->id, -1, SQLITE_STATIC);
    sqlite3_bind_text(p->query, 2, partner->id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(p->query, 3, (int64_t)import->period.month - import->period.months);
    sqlite3_bind_int64(p->query, 4, import->period.months);
    return YS_OK;
}

/* Of what is sent site by site, only reports of the same sites can be compared. */
static bool is_comparable(const ys__form *form, const ys__part *part, const ys__past *past)
{
    return !form->per_site || form->site_field < 0 ||
           past->digests[form->site_field].hash == part->digests[form->site_field].hash;
}

static ys_status find_pasts(const ys__past **found, size_t *n, ys__pasts *p, const ys__import *import,
                            const ys__part *part, ys_error *err)
{
    ys_status status = ask(p, import, part->partner, err);
    bool row = true;

    for (int i = 0; status == YS_OK && *n < PASTS && i < LOOKED_AT; i++) {
        ys__period period = { 0, import->period.months };
        const ys__past *past;

        if ((status = ys__db_step(p->store, p->query, &row, err)) != YS_OK || !row)
            break;
        period.month = (int32_t)sqlite3_column_int64(p->query, 1);
        if (*n && found[*n - 1]->period.month == period.month)
            continue; /* the newest of a period counts */
        status = read_past(&past, p, sqlite3_column_int64(p->query, 0), period, import->form, err);
        if (status == YS_OK && is_comparable(import->form, part, past))
            found[(*n)++] = past;
    }
    sqlite3_reset(p->query);
    return status;
}

ys_status ys__pasts_any(bool *out, ys__pasts *p, const ys__import *import, const ys__partner *partner, ys_error *err)
{
    ys_status status = ask(p, import, partner, err);

    if (status == YS_OK)
        status = ys__db_step(p->store, p->query, out, err);
    sqlite3_reset(p->query);
    return status;
}

static bool is_known(const ys__import *import, const ys__part *part)
{
    return part->partner && part->digests && import->period.months > 0;
}

ys_status ys__pasts_compare(ys__pasts *p, ys__import *import, const ys__part *part, ys_error *err)
{
    const ys__past *found[PASTS] = { NULL };
    size_t n = 0;
    ys_status status = YS_OK;

    if (!is_known(import, part))
        return YS_OK;
    if (p->store->db)
        status = find_pasts(found, &n, p, import, part, err);
    if (status == YS_OK && !ys__history_compare(import, part->partner, part->digests, found, n))
        status = ys__fail_nomem(err);
    return status;
}

ys_status ys__pasts_follow(ys__pasts *p, ys__import *import, const ys__part *part, ys_error *err)
{
    const ys__past *found[PASTS] = { NULL };
    size_t n = 0;
    ys_status status = YS_OK;

    if (!is_known(import, part) || !ys__has_totals(import->form))
        return YS_OK;
    if (p->store->db)
        status = find_pasts(found, &n, p, import, part, err);
    if (status == YS_OK)
        status = ys__totals_check(import, part, p->store, n ? found[0] : NULL, err);
    return status;
}

ys_status ys__pasts_check(ys__pasts *p, ys__import *import, const ys__part *part, ys_error *err)
{
    ys_status status = ys__pasts_compare(p, import, part, err);

    if (status == YS_OK)
        status = ys__pasts_follow(p, import, part, err);
    return status == YS_OK && !ys__findings_sort(import->findings, 0) ? ys__fail_nomem(err) : status;
}
