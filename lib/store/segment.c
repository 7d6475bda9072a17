/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "store/store.h"

/* A column as bytes, little-endian, each part padded to eight bytes:
 *
 *   header    as below
 *   lengths   of the dictionary's texts, 32 bits each; only texts in use are kept
 *   texts     one after the other
 *   reasons   of missing values, as header.absence says
 *   values    header.width bytes each: what is to be added to header.base (REAL: the double, ID: high and low half)
 *
 * A missing value is written as if it were the base and read back as 0. */
typedef struct header {
    uint8_t version;
    char kind;
    uint8_t scale;
    uint8_t width;
    uint8_t absence;
    uint8_t reason;
    uint8_t zero[2];
    uint64_t n;
    uint64_t base;
    uint32_t texts, text_bytes;
} header;

_Static_assert(sizeof(header) == 32, "the header has no holes");
_Static_assert(YS__NOT_REPORTED == 1 && YS__SUPPRESSED == 6, "reasons are stored as these numbers");

enum { VERSION = 1, ROWS_MAX = UINT32_MAX };

enum absence { ALL_THERE, ALL_MISSING, BITS, NIBBLES };

/* What stands in the store for a kind: never to be changed. */
static const char letters[] = {
    [YS__COLUMN_NUMBER] = 'n', [YS__COLUMN_REAL] = 'r',  [YS__COLUMN_DATE] = 'd',   [YS__COLUMN_TIME] = 't',
    [YS__COLUMN_DATETIME] = 's', [YS__COLUMN_MONTH] = 'm', [YS__COLUMN_PERIOD] = 'p', [YS__COLUMN_BOOL] = 'b',
    [YS__COLUMN_CODE] = 'c', [YS__COLUMN_ID] = 'i',
};

static size_t padded(size_t n)
{
    return (n + 7) & ~(size_t)7;
}

static size_t reason_bytes(enum absence absence, size_t n)
{
    switch (absence) {
    case BITS: return (n + 7) / 8;
    case NIBBLES: return (n + 1) / 2;
    case ALL_THERE:
    case ALL_MISSING: break;
    }
    return 0;
}

/* Offsets of the parts; the end is the size. */
typedef struct layout {
    size_t lengths, texts, reasons, values, end;
} layout;

static layout lay_out(const header *h)
{
    layout at;

    at.lengths = sizeof *h;
    at.texts = at.lengths + padded(4 * (size_t)h->texts);
    at.reasons = at.texts + padded(h->text_bytes);
    at.values = at.reasons + padded(reason_bytes(h->absence, h->n));
    at.end = at.values + (size_t)h->n * h->width;
    return at;
}

/* Encoding */

static void choose_absence(header *h, const ys__column *c)
{
    unsigned seen = 0, reasons; /* a bit for each */

    for (size_t i = 0; c->missing && i < c->n; i++)
        seen |= 1u << c->missing[i];
    reasons = seen & ~1u;
    h->absence = ALL_THERE;
    if (reasons & (reasons - 1)) {
        h->absence = NIBBLES;
    } else if (reasons) {
        h->absence = seen & 1 ? BITS : ALL_MISSING;
        h->reason = (uint8_t)__builtin_ctz(reasons);
    }
}

/* Of each row, whether it is missing; NULL when none is. */
static const uint8_t *absences(const header *h, const ys__column *c)
{
    return h->absence == ALL_THERE ? NULL : c->missing;
}

/* New numbers for the texts in use, in their old order, UINT32_MAX for the others. Not ok: memory is short. */
static uint32_t *renumber(header *h, const ys__column *c, bool *ok)
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

static void choose_width(header *h, const ys__column *c)
{
    const uint8_t *missing = absences(h, c);
    int64_t low, high;
    size_t first = 0;

    if (c->kind == YS__COLUMN_REAL || c->kind == YS__COLUMN_ID) {
        h->width = h->absence == ALL_MISSING ? 0 : c->kind == YS__COLUMN_ID ? 16 : 8;
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

static void put_reasons(unsigned char *to, const header *h, const uint8_t *missing)
{
    size_t i = 0;

    if (h->absence == BITS) {
        for (; i + 8 <= h->n; i += 8) { /* bytes of 0 or the reason into 0 or 1, then those into bits */
            uint64_t group;

            memcpy(&group, missing + i, sizeof group);
            group = (le64toh(group) + UINT64_C(0x7F7F7F7F7F7F7F7F)) >> 7 & UINT64_C(0x0101010101010101);
            to[i / 8] = (unsigned char)(group * UINT64_C(0x0102040810204080) >> 56);
        }
        for (; i < h->n; i++)
            to[i / 8] |= (unsigned char)((missing[i] != 0) << i % 8);
    } else if (h->absence == NIBBLES) {
        for (; i < h->n; i++)
            to[i / 2] |= (unsigned char)(missing[i] << i % 2 * 4);
    }
}

/* Rows go through the cache by the chunk, always a whole one, so that the loops are turned into vector instructions. */
enum { CHUNK = 512 };

/* What is to be added to the base, for n rows from first on; numbers are those of codes, NULL: as they are. */
static void get_deltas(uint64_t deltas[CHUNK], const header *h, const ys__column *c, const uint32_t *numbers,
                       size_t first, size_t n)
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

static void put_values(unsigned char *to, const header *h, const ys__column *c, const uint32_t *numbers)
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

static void put_texts(unsigned char *to, const layout *at, const ys__column *c, const uint32_t *numbers)
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

static void put_header(unsigned char *to, header h)
{
    h.n = htole64(h.n);
    h.base = htole64(h.base);
    h.texts = htole32(h.texts);
    h.text_bytes = htole32(h.text_bytes);
    memcpy(to, &h, sizeof h);
}

ys_status ys__segment_encode(ys__segment *out, const ys__column *c, ys_error *err)
{
    header h = { .version = VERSION, .kind = letters[c->kind], .scale = (uint8_t)c->scale, .n = c->n };
    uint32_t *numbers = NULL;
    unsigned char *bytes;
    bool ok = true;
    layout at;

    assert(c->n <= ROWS_MAX && c->scale >= 0 && c->scale <= UINT8_MAX);
    if (c->kind == YS__COLUMN_CODE)
        numbers = renumber(&h, c, &ok);
    choose_absence(&h, c);
    choose_width(&h, c);
    at = lay_out(&h);
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

/* Decoding. Nothing in the bytes is trusted. */

static ys_status damaged(ys_error *err)
{
    return ys__fail(err, YS_E_STORE, NULL, "%s", _("a stored column is damaged"));
}

static bool get_header(header *h, ys__column_kind *kind, const ys__segment *s)
{
    bool wide, whole;

    if (s->size < sizeof *h)
        return false;
    memcpy(h, s->bytes, sizeof *h);
    h->n = le64toh(h->n);
    h->base = le64toh(h->base);
    h->texts = le32toh(h->texts);
    h->text_bytes = le32toh(h->text_bytes);
    for (*kind = 0; *kind < sizeof letters && letters[*kind] != h->kind;)
        ++*kind;
    if (h->version != VERSION || *kind == sizeof letters || h->n > ROWS_MAX || h->n != s->n || h->absence > NIBBLES ||
        h->scale > 18 || h->reason >= YS__MISSINGS)
        return false;
    whole = h->absence == ALL_MISSING || h->absence == BITS;
    wide = *kind == YS__COLUMN_REAL || *kind == YS__COLUMN_ID;
    if (whole != (h->reason != 0) || (h->texts && *kind != YS__COLUMN_CODE))
        return false;
    if (wide)
        return h->width == (h->absence == ALL_MISSING ? 0 : *kind == YS__COLUMN_ID ? 16 : 8);
    return h->width <= 2 || h->width == 4 || h->width == 8;
}

/* The bits of a byte as eight bytes of 0 or 1, the lowest first in memory order of a little-endian word. */
static uint64_t spread(uint8_t bits)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), low7 = 0x7F * ones;
    uint64_t x = bits * ones & UINT64_C(0x8040201008040201);

    return (((x & low7) + low7) | x) >> 7 & ones;
}

static bool get_reasons(ys__column *c, const unsigned char *from, const header *h)
{
    size_t n = h->n;
    uint8_t worst = 0;

    if (h->absence == ALL_THERE || n == 0)
        return true;
    if (h->absence == ALL_MISSING) {
        memset(c->missing, h->reason, n);
    } else if (h->absence == BITS) {
        for (size_t i = 0; i < n; i += 8) { /* the array has room for whole groups of eight */
            uint64_t group = htole64(spread(from[i / 8]) * h->reason);

            memcpy(c->missing + i, &group, sizeof group);
        }
    } else {
        for (size_t i = 0; i < n; i++) {
            c->missing[i] = from[i / 2] >> i % 2 * 4 & 15;
            worst = c->missing[i] > worst ? c->missing[i] : worst;
        }
    }
    return worst < YS__MISSINGS;
}

static void get_values(int64_t *v, const unsigned char *from, const header *h)
{
    const uint8_t *bytes = (const void *)from;
    const uint16_t *halves = (const void *)from;
    const uint32_t *words = (const void *)from;
    const uint64_t *longs = (const void *)from;
    uint64_t base = h->base;
    size_t n = h->n;

    switch (h->width) {
    case 0:
        for (size_t i = 0; i < n; i++)
            v[i] = (int64_t)base;
        break;
    case 1:
        for (size_t i = 0; i < n; i++)
            v[i] = (int64_t)(base + bytes[i]);
        break;
    case 2:
        for (size_t i = 0; i < n; i++)
            v[i] = (int64_t)(base + le16toh(halves[i]));
        break;
    case 4:
        for (size_t i = 0; i < n; i++)
            v[i] = (int64_t)(base + le32toh(words[i]));
        break;
    default:
        for (size_t i = 0; i < n; i++)
            v[i] = (int64_t)(base + le64toh(longs[i]));
        break;
    }
}

static void get_wide(ys__column *c, const unsigned char *from)
{
    const uint64_t *longs = (const void *)from;

    for (size_t i = 0; i < c->n; i++) {
        uint64_t high = le64toh(*longs++);

        if (c->kind == YS__COLUMN_ID)
            c->id[i] = (ys__id){ high, le64toh(*longs++) };
        else
            memcpy(&c->d[i], &high, sizeof high);
    }
}

/* A missing value is 0, whatever stood for it. */
static void clear_missing(ys__column *c)
{
    if (c->missing == NULL || c->kind == YS__COLUMN_ID)
        return;
    for (size_t i = 0; i < c->n; i++)
        c->v[i] &= -(int64_t)(c->missing[i] == 0);
}

static bool codes_fit(const ys__column *c)
{
    uint64_t highest = 0;

    if (c->kind == YS__COLUMN_BOOL || c->kind == YS__COLUMN_CODE)
        for (size_t i = 0; i < c->n; i++)
            highest = (uint64_t)c->v[i] > highest ? (uint64_t)c->v[i] : highest;
    if (c->kind == YS__COLUMN_BOOL)
        return highest <= 1;
    if (c->kind != YS__COLUMN_CODE || highest < c->dict.n)
        return true;
    /* With no text at all every row must be missing. */
    return c->dict.n == 0 && highest == 0 && (c->n == 0 || (c->missing && memchr(c->missing, 0, c->n) == NULL));
}

static ys_status get_texts(ys__dict *dict, const unsigned char *bytes, const header *h, const layout *at, ys_error *err)
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

static bool make_room(ys__column *c, const header *h)
{
    size_t n = h->n ? h->n : 1;

    c->v = malloc(n * (c->kind == YS__COLUMN_ID ? sizeof *c->id : sizeof *c->v));
    if (h->absence != ALL_THERE && h->n)
        c->missing = malloc(padded(n));
    c->room = n;
    return c->v && (h->absence == ALL_THERE || h->n == 0 || c->missing);
}

static ys_status fill(ys__column *c, const unsigned char *bytes, const header *h, const layout *at, ys_error *err)
{
    if (!make_room(c, h))
        return ys__fail_nomem(err);
    if (!get_reasons(c, bytes + at->reasons, h))
        return damaged(err);
    if (h->width && (c->kind == YS__COLUMN_REAL || c->kind == YS__COLUMN_ID))
        get_wide(c, bytes + at->values);
    else if (c->kind == YS__COLUMN_ID)
        memset(c->id, 0, c->n * sizeof *c->id);
    else
        get_values(c->v, bytes + at->values, h);
    clear_missing(c);
    return codes_fit(c) ? YS_OK : damaged(err);
}

ys_status ys__segment_decode(ys__column *out, const ys__segment *s, ys_error *err)
{
    ys__column c = { 0 };
    ys_status status;
    layout at;
    header h;

    if (!get_header(&h, &c.kind, s))
        return damaged(err);
    at = lay_out(&h);
    if (at.end != s->size)
        return damaged(err);
    c.scale = h.scale;
    c.n = h.n;
    status = get_texts(&c.dict, s->bytes, &h, &at, err);
    if (status == YS_OK)
        status = fill(&c, s->bytes, &h, &at, err);
    if (status != YS_OK)
        ys__column_free(&c);
    else
        *out = c;
    return status;
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
