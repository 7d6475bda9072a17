/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/packed.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "store/segment.h"

/* Nothing in the bytes is trusted. */

static ys_status damaged(ys_error *err)
{
    return ys__fail(err, YS_E_STORE, NULL, "%s", _("a stored column is damaged"));
}

static bool is_wide(ys__column_kind kind)
{
    return kind == YS__COLUMN_REAL || kind == YS__COLUMN_ID;
}

static bool width_fits(const ys__segment_header *h, ys__column_kind kind)
{
    if (is_wide(kind))
        return h->width == (h->absence == YS__ALL_MISSING ? 0 : kind == YS__COLUMN_ID ? 16 : 8);
    return h->width <= 2 || h->width == 4 || h->width == 8;
}

static bool get_header(ys__segment_header *h, ys__column_kind *kind, const ys__segment *s)
{
    bool whole;
    int found;

    if (s->size < sizeof *h)
        return false;
    memcpy(h, s->bytes, sizeof *h);
    h->n = le64toh(h->n);
    h->base = le64toh(h->base);
    h->texts = le32toh(h->texts);
    h->text_bytes = le32toh(h->text_bytes);
    found = ys__segment_kind(h->kind);
    if (h->version != YS__SEGMENT_VERSION || found < 0 || h->n > YS__SEGMENT_ROWS_MAX || h->n != s->n ||
        h->absence > YS__NIBBLES || h->scale > 18 || h->reason >= YS__MISSINGS)
        return false;
    *kind = (ys__column_kind)found;
    whole = h->absence == YS__ALL_MISSING || h->absence == YS__BITS;
    return whole == (h->reason != 0) && (h->texts == 0 || *kind == YS__COLUMN_CODE) && width_fits(h, *kind);
}

static ys_status get_texts(ys__dict *dict, const unsigned char *bytes, const ys__segment_header *h,
                           const ys__segment_layout *at, ys_error *err)
{
    const uint32_t *lengths = (const void *)(bytes + at->lengths);
    const char *text = (const char *)bytes + at->texts;
    size_t left = h->text_bytes;

    for (uint32_t t = 0; t < h->texts; t++) {
        uint32_t n = le32toh(lengths[t]);
        int64_t number;

        if (n > left)
            return damaged(err);
        number = ys__dict_add(dict, (ys__slice){ text, n });
        if (number < 0)
            return ys__fail_nomem(err);
        if (number != t) /* the same text twice */
            return damaged(err);
        text += n;
        left -= n;
    }
    return left == 0 ? YS_OK : damaged(err);
}

static uint8_t nibble(const ys__packed *p, size_t row)
{
    return p->reasons[row / 2] >> row % 2 * 4 & 15;
}

/* Every reason is one; also, whether no row has a value. */
static bool reasons_fit(const ys__packed *p, bool *all_missing)
{
    uint8_t worst = 0, least = UINT8_MAX;

    *all_missing = p->absence == YS__ALL_MISSING || p->head.n == 0;
    if (p->absence != YS__NIBBLES)
        return true;
    for (size_t i = 0; i < p->head.n; i++) {
        uint8_t reason = nibble(p, i);

        worst = reason > worst ? reason : worst;
        least = reason < least ? reason : least;
    }
    *all_missing = least > 0;
    return worst < YS__MISSINGS;
}

static uint64_t highest_delta(const ys__packed *p)
{
    const uint16_t *halves = (const void *)p->values;
    const uint32_t *words = (const void *)p->values;
    const uint64_t *longs = (const void *)p->values;
    uint8_t byte = 0;
    uint16_t half = 0;
    uint32_t word = 0;
    uint64_t all = 0;
    size_t n = p->head.n;

    for (size_t i = 0; p->width == 1 && i < n; i++)
        byte = p->values[i] > byte ? p->values[i] : byte;
    for (size_t i = 0; p->width == 2 && i < n; i++)
        half = le16toh(halves[i]) > half ? le16toh(halves[i]) : half;
    for (size_t i = 0; p->width == 4 && i < n; i++)
        word = le32toh(words[i]) > word ? le32toh(words[i]) : word;
    for (size_t i = 0; p->width == 8 && i < n; i++)
        all = le64toh(longs[i]) > all ? le64toh(longs[i]) : all;
    return p->width == 1 ? byte : p->width == 2 ? half : p->width == 4 ? word : all;
}

/* Codes are numbers of texts, truths 0 or 1; without any text every row must be missing. */
static bool codes_fit(const ys__packed *p, bool all_missing)
{
    uint64_t most = p->head.kind == YS__COLUMN_BOOL ? 1 : p->head.dict.n ? p->head.dict.n - 1 : 0;

    if (p->head.kind != YS__COLUMN_BOOL && p->head.kind != YS__COLUMN_CODE)
        return true;
    if (p->head.kind == YS__COLUMN_CODE && p->head.dict.n == 0 && !all_missing)
        return false;
    return p->base <= most && highest_delta(p) <= most - p->base;
}

/* The bytes stay their owner's. */
static ys_status look_into(ys__packed *out, const ys__segment *s, ys_error *err)
{
    ys__packed p = { .bytes = s->bytes };
    ys__segment_header h;
    ys__segment_layout at;
    bool all_missing;
    ys_status status;

    if (!get_header(&h, &p.head.kind, s))
        return damaged(err);
    at = ys__segment_lay_out(&h);
    if (at.end != s->size)
        return damaged(err);
    p.head.scale = h.scale;
    p.head.n = h.n;
    p.width = h.width;
    p.absence = h.n ? h.absence : YS__ALL_THERE;
    p.reason = h.reason;
    p.base = is_wide(p.head.kind) ? 0 : h.base;
    p.reasons = (const unsigned char *)s->bytes + at.reasons;
    p.values = (const unsigned char *)s->bytes + at.values;
    status = get_texts(&p.head.dict, s->bytes, &h, &at, err);
    if (status == YS_OK && (!reasons_fit(&p, &all_missing) || !codes_fit(&p, all_missing)))
        status = damaged(err);
    if (status == YS_OK)
        *out = p;
    else
        ys__column_free(&p.head);
    return status;
}

ys_status ys__packed_open(ys__packed *out, ys__segment *segment, ys_error *err)
{
    ys_status status = look_into(out, segment, err);

    if (status != YS_OK)
        free(segment->bytes);
    *segment = (ys__segment){ 0 };
    return status;
}

void ys__packed_free(ys__packed *p)
{
    ys__column_free(&p->head);
    free(p->bytes);
    *p = (ys__packed){ 0 };
}

bool ys__packed_misses(const ys__packed *p)
{
    return p->absence != YS__ALL_THERE;
}

/* Reasons */

/* The bits of a byte as eight bytes of 0 or 1, the lowest first in memory order of a little-endian word. */
static uint64_t spread(uint8_t bits)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), low7 = 0x7F * ones;
    uint64_t x = bits * ones & UINT64_C(0x8040201008040201);

    return (((x & low7) + low7) | x) >> 7 & ones;
}

static void take_reasons(uint8_t *missing, const ys__packed *p, size_t first, const uint32_t *rows, size_t n)
{
    if (p->absence == YS__ALL_MISSING) {
        memset(missing, p->reason, n);
    } else if (p->absence == YS__NIBBLES) {
        for (size_t i = 0; i < n; i++)
            missing[i] = nibble(p, rows ? rows[i] : first + i);
    } else if (p->absence == YS__BITS && rows) {
        for (size_t i = 0; i < n; i++)
            missing[i] = (uint8_t)((p->reasons[rows[i] / 8] >> rows[i] % 8 & 1) * p->reason);
    } else if (p->absence == YS__BITS) {
        for (size_t i = 0; i < n; i += 8) {
            uint64_t group = htole64(spread(p->reasons[(first + i) / 8]) * p->reason);

            memcpy(missing + i, &group, sizeof group);
        }
    }
}

/* Values */

static void take_in_order(int64_t *v, const ys__packed *p, size_t first, size_t n)
{
    const uint8_t *bytes = p->values + first;
    const uint16_t *halves = (const uint16_t *)(const void *)p->values + first;
    const uint32_t *words = (const uint32_t *)(const void *)p->values + first;
    const uint64_t *longs = (const uint64_t *)(const void *)p->values + first;
    uint64_t base = p->base;

    for (size_t i = 0; p->width == 0 && i < n; i++)
        v[i] = (int64_t)base;
    for (size_t i = 0; p->width == 1 && i < n; i++)
        v[i] = (int64_t)(base + bytes[i]);
    for (size_t i = 0; p->width == 2 && i < n; i++)
        v[i] = (int64_t)(base + le16toh(halves[i]));
    for (size_t i = 0; p->width == 4 && i < n; i++)
        v[i] = (int64_t)(base + le32toh(words[i]));
    for (size_t i = 0; p->width == 8 && i < n; i++)
        v[i] = (int64_t)(base + le64toh(longs[i]));
}

static void take_rows(int64_t *v, const ys__packed *p, const uint32_t *rows, size_t n)
{
    const uint16_t *halves = (const void *)p->values;
    const uint32_t *words = (const void *)p->values;
    const uint64_t *longs = (const void *)p->values;
    uint64_t base = p->base;

    for (size_t i = 0; p->width == 0 && i < n; i++)
        v[i] = (int64_t)base;
    for (size_t i = 0; p->width == 1 && i < n; i++)
        v[i] = (int64_t)(base + p->values[rows[i]]);
    for (size_t i = 0; p->width == 2 && i < n; i++)
        v[i] = (int64_t)(base + le16toh(halves[rows[i]]));
    for (size_t i = 0; p->width == 4 && i < n; i++)
        v[i] = (int64_t)(base + le32toh(words[rows[i]]));
    for (size_t i = 0; p->width == 8 && i < n; i++)
        v[i] = (int64_t)(base + le64toh(longs[rows[i]]));
}

static void take_ids(ys__id *ids, const ys__packed *p, size_t first, const uint32_t *rows, size_t n)
{
    const uint64_t *longs = (const void *)p->values;

    if (p->width == 0 && n)
        memset(ids, 0, n * sizeof *ids);
    for (size_t i = 0; p->width && i < n; i++) {
        size_t row = rows ? rows[i] : first + i;

        ids[i] = (ys__id){ le64toh(longs[2 * row]), le64toh(longs[2 * row + 1]) };
    }
}

void ys__packed_take(const ys__packed *p, size_t first, const uint32_t *rows, size_t n, void *values, uint8_t *missing)
{
    int64_t *v = values;

    assert(rows || first % 8 == 0);
    if (ys__packed_misses(p))
        take_reasons(missing, p, first, rows, n);
    if (p->head.kind == YS__COLUMN_ID) {
        take_ids(values, p, first, rows, n);
        return;
    }
    if (rows)
        take_rows(v, p, rows, n);
    else
        take_in_order(v, p, first, n);
    for (size_t i = 0; ys__packed_misses(p) && i < n; i++) /* a missing value is 0, whatever stood for it */
        v[i] &= -(int64_t)(missing[i] == 0);
}

/* Whole columns */

static bool make_room(ys__column *c, bool misses)
{
    size_t n = c->n ? c->n : 1;

    c->v = malloc(n * (c->kind == YS__COLUMN_ID ? sizeof *c->id : sizeof *c->v));
    if (misses)
        c->missing = malloc((n + 7) & ~(size_t)7);
    c->room = n;
    return c->v && (!misses || c->missing);
}

ys_status ys__segment_decode(ys__column *out, const ys__segment *s, ys_error *err)
{
    ys__packed p;
    ys_status status = look_into(&p, s, err);

    if (status != YS_OK)
        return status;
    if (!make_room(&p.head, ys__packed_misses(&p))) {
        ys__column_free(&p.head);
        return ys__fail_nomem(err);
    }
    ys__packed_take(&p, 0, NULL, p.head.n, p.head.v, p.head.missing);
    *out = p.head;
    return YS_OK;
}
