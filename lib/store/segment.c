/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/segment.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "store/store.h"

_Static_assert(sizeof(ys__segment_header) == 32, "the header has no holes");
_Static_assert(YS__NOT_REPORTED == 1 && YS__SUPPRESSED == 6, "reasons are stored as these numbers");

/* What stands in the store for a kind: never to be changed. */
static const char letters[] = {
    [YS__COLUMN_NUMBER] = 'n', [YS__COLUMN_REAL] = 'r',  [YS__COLUMN_DATE] = 'd',   [YS__COLUMN_TIME] = 't',
    [YS__COLUMN_DATETIME] = 's', [YS__COLUMN_MONTH] = 'm', [YS__COLUMN_PERIOD] = 'p', [YS__COLUMN_BOOL] = 'b',
    [YS__COLUMN_CODE] = 'c', [YS__COLUMN_ID] = 'i',
};

int ys__segment_kind(char letter)
{
    for (size_t kind = 0; kind < sizeof letters; kind++)
        if (letters[kind] == letter)
            return (int)kind;
    return -1;
}

static size_t padded(size_t n)
{
    return (n + 7) & ~(size_t)7;
}

static size_t reason_bytes(ys__absence absence, size_t n)
{
    switch (absence) {
    case YS__BITS: return (n + 7) / 8;
    case YS__NIBBLES: return (n + 1) / 2;
    case YS__ALL_THERE:
    case YS__ALL_MISSING: break;
    }
    return 0;
}

ys__segment_layout ys__segment_lay_out(const ys__segment_header *h)
{
    ys__segment_layout at;

    at.lengths = sizeof *h;
    at.texts = at.lengths + padded(4 * (size_t)h->texts);
    at.reasons = at.texts + padded(h->text_bytes);
    at.values = at.reasons + padded(reason_bytes(h->absence, h->n));
    at.end = at.values + (size_t)h->n * h->width;
    return at;
}

static void choose_absence(ys__segment_header *h, const ys__column *c)
{
    unsigned seen = 0, reasons; /* a bit for each */

    for (size_t i = 0; c->missing && i < c->n; i++)
        seen |= 1u << c->missing[i];
    reasons = seen & ~1u;
    h->absence = YS__ALL_THERE;
    if (reasons & (reasons - 1)) {
        h->absence = YS__NIBBLES;
    } else if (reasons) {
        h->absence = seen & 1 ? YS__BITS : YS__ALL_MISSING;
        h->reason = (uint8_t)__builtin_ctz(reasons);
    }
}

/* Of each row, whether it is missing; NULL when none is. */
static const uint8_t *absences(const ys__segment_header *h, const ys__column *c)
{
    return h->absence == YS__ALL_THERE ? NULL : c->missing;
}

/* New numbers for the texts in use, in their old order, UINT32_MAX for the others. Not ok: memory is short. */
static uint32_t *renumber(ys__segment_header *h, const ys__column *c, bool *ok)
{
    uint32_t *numbers = calloc(c->dict.n + 1, sizeof *numbers);
    uint64_t text_bytes = 0;
    uint32_t next = 0;
    size_t unseen = c->dict.n; /* most often few texts, all of them in the first rows */

    *ok = numbers != NULL;
    if (numbers == NULL)
        return NULL;
    for (size_t i = 0; i < c->n && unseen > 0; i++)
        if (ys__column_missing(c, i) == YS__MISSING_NONE && numbers[c->v[i]] == 0) {
            numbers[c->v[i]] = 1;
            unseen--;
        }
    for (size_t t = 0; t < c->dict.n; t++) {
        if (numbers[t] == 0) {
            numbers[t] = UINT32_MAX;
            continue;
        }
        numbers[t] = next++;
        text_bytes += c->dict.items[t].n;
    }
    h->texts = next;
    h->text_bytes = (uint32_t)text_bytes;
    *ok = text_bytes <= UINT32_MAX;
    return numbers;
}

static unsigned width_of(uint64_t range)
{
    return range == 0 ? 0 : range <= UINT8_MAX ? 1 : range <= UINT16_MAX ? 2 : range <= UINT32_MAX ? 4 : 8;
}

static void choose_width(ys__segment_header *h, const ys__column *c)
{
    const uint8_t *missing = absences(h, c);
    int64_t low, high;
    size_t first = 0;

    if (c->kind == YS__COLUMN_REAL || c->kind == YS__COLUMN_ID) {
        h->width = h->absence == YS__ALL_MISSING ? 0 : c->kind == YS__COLUMN_ID ? 16 : 8;
        return;
    }
    if (c->kind == YS__COLUMN_CODE) {
        h->width = (uint8_t)width_of(h->texts ? h->texts - 1 : 0);
        return;
    }
    while (missing && first < c->n && missing[first])
        first++;
    if (first == c->n)
        return;
    low = high = c->v[first];
    for (size_t i = first; i < c->n; i++) {
        int64_t x = missing && missing[i] ? low : c->v[i];

        low = x < low ? x : low;
        high = x > high ? x : high;
    }
    h->base = (uint64_t)low;
    h->width = (uint8_t)width_of((uint64_t)high - (uint64_t)low);
}

static void put_reasons(unsigned char *to, const ys__segment_header *h, const uint8_t *missing)
{
    size_t i = 0;

    if (h->absence == YS__BITS) {
        for (; i + 8 <= h->n; i += 8) { /* bytes of 0 or the reason into 0 or 1, then those into bits */
            uint64_t group;

            memcpy(&group, missing + i, sizeof group);
            group = (le64toh(group) + UINT64_C(0x7F7F7F7F7F7F7F7F)) >> 7 & UINT64_C(0x0101010101010101);
            to[i / 8] = (unsigned char)(group * UINT64_C(0x0102040810204080) >> 56);
        }
        for (; i < h->n; i++)
            to[i / 8] |= (unsigned char)((missing[i] != 0) << i % 8);
    } else if (h->absence == YS__NIBBLES) {
        for (; i < h->n; i++)
            to[i / 2] |= (unsigned char)(missing[i] << i % 2 * 4);
    }
}

/* Rows go through the cache by the chunk, always a whole one, so that the loops are turned into vector instructions. */
enum { CHUNK = 512 };

/* What is to be added to the base, for n rows from first on; numbers are those of codes, NULL: as they are. */
static void get_deltas(uint64_t deltas[CHUNK], const ys__segment_header *h, const ys__column *c,
                       const uint32_t *numbers, size_t first, size_t n)
{
    const uint8_t *missing = absences(h, c);
    uint8_t gone[CHUNK] = { 0 };

    if (missing)
        memcpy(gone, missing + first, n);
    if (numbers) {
        for (size_t i = 0; i < n; i++)
            deltas[i] = gone[i] ? 0 : numbers[c->v[first + i]];
        return;
    }
    memcpy(deltas, c->v + first, n * sizeof *deltas);
    for (size_t i = 0; i < CHUNK; i++)
        deltas[i] -= h->base;
    for (size_t i = 0; missing && i < CHUNK; i++)
        deltas[i] &= (uint64_t)(gone[i] != 0) - 1;
}

/* The low bytes of a chunk, little-endian. */
static void narrow(unsigned char *to, const uint64_t deltas[CHUNK], size_t n, uint8_t width)
{
    union {
        uint8_t bytes[CHUNK];
        uint16_t halves[CHUNK];
        uint32_t words[CHUNK];
        uint64_t longs[CHUNK];
    } out;

    for (size_t i = 0; width == 1 && i < CHUNK; i++)
        out.bytes[i] = (uint8_t)deltas[i];
    for (size_t i = 0; width == 2 && i < CHUNK; i++)
        out.halves[i] = htole16((uint16_t)deltas[i]);
    for (size_t i = 0; width == 4 && i < CHUNK; i++)
        out.words[i] = htole32((uint32_t)deltas[i]);
    for (size_t i = 0; width == 8 && i < CHUNK; i++)
        out.longs[i] = htole64(deltas[i]);
    memcpy(to, &out, n * width);
}

static void put_values(unsigned char *to, const ys__segment_header *h, const ys__column *c, const uint32_t *numbers)
{
    uint64_t deltas[CHUNK] = { 0 };

    for (size_t first = 0; h->width && first < c->n; first += CHUNK) {
        size_t n = c->n - first < CHUNK ? c->n - first : CHUNK;

        get_deltas(deltas, h, c, numbers, first, n);
        narrow(to + first * h->width, deltas, n, h->width);
    }
}

static void put_wide(unsigned char *to, const ys__column *c)
{
    uint64_t *longs = (void *)to;

    for (size_t i = 0; i < c->n; i++) {
        ys__id id = { 0, 0 };

        if (ys__column_missing(c, i) == YS__MISSING_NONE) {
            if (c->kind == YS__COLUMN_ID)
                id = c->id[i];
            else
                memcpy(&id.high, &c->d[i], sizeof id.high);
        }
        *longs++ = htole64(id.high);
        if (c->kind == YS__COLUMN_ID)
            *longs++ = htole64(id.low);
    }
}

static void put_texts(unsigned char *to, const ys__segment_layout *at, const ys__column *c, const uint32_t *numbers)
{
    uint32_t *lengths = (void *)(to + at->lengths);
    unsigned char *text = to + at->texts;

    for (size_t t = 0; t < c->dict.n; t++) {
        if (numbers[t] == UINT32_MAX)
            continue;
        *lengths++ = htole32((uint32_t)c->dict.items[t].n);
        if (c->dict.items[t].n)
            memcpy(text, c->dict.items[t].p, c->dict.items[t].n);
        text += c->dict.items[t].n;
    }
}

static void put_header(unsigned char *to, ys__segment_header h)
{
    h.n = htole64(h.n);
    h.base = htole64(h.base);
    h.texts = htole32(h.texts);
    h.text_bytes = htole32(h.text_bytes);
    memcpy(to, &h, sizeof h);
}

ys_status ys__segment_encode(ys__segment *out, const ys__column *c, ys_error *err)
{
    ys__segment_header h = { .version = YS__SEGMENT_VERSION, .kind = letters[c->kind], .scale = (uint8_t)c->scale,
                             .n = c->n };
    uint32_t *numbers = NULL;
    unsigned char *bytes;
    bool ok = true;
    ys__segment_layout at;

    assert(c->n <= YS__SEGMENT_ROWS_MAX && c->scale >= 0 && c->scale <= UINT8_MAX);
    if (c->kind == YS__COLUMN_CODE)
        numbers = renumber(&h, c, &ok);
    choose_absence(&h, c);
    choose_width(&h, c);
    at = ys__segment_lay_out(&h);
    bytes = malloc(at.end);
    if (bytes && ok) {
        memset(bytes, 0, at.values);
        put_header(bytes, h);
        if (numbers)
            put_texts(bytes, &at, c, numbers);
        put_reasons(bytes + at.reasons, &h, c->missing);
        if (h.width && (c->kind == YS__COLUMN_REAL || c->kind == YS__COLUMN_ID))
            put_wide(bytes + at.values, c);
        else
            put_values(bytes + at.values, &h, c, h.texts < c->dict.n ? numbers : NULL);
        *out = (ys__segment){ bytes, at.end, c->n };
        bytes = NULL;
    } else {
        ok = false;
    }
    free(numbers);
    free(bytes);
    return ok ? YS_OK : ys__fail_nomem(err);
}

uint64_t ys__segment_hash(const ys__segment *s)
{
    return ys__hash(s->bytes, s->size, 1);
}

void ys__segment_free(ys__segment *s)
{
    free(s->bytes);
    *s = (ys__segment){ 0 };
}
