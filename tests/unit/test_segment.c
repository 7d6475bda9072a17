/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>

#include "store/packed.h"
#include "tap.h"

/* Columns of every kind come back from the store as they went in; damaged ones are refused. */

static uint64_t state;

static uint64_t draw(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* Row i of one column and row k of another. */
static bool same_value(const ys__column *a, size_t i, const ys__column *b, size_t k)
{
    if (ys__column_missing(a, i) != ys__column_missing(b, k))
        return false;
    if (a->kind == YS__COLUMN_REAL)
        return memcmp(&a->d[i], &b->d[k], sizeof a->d[i]) == 0;
    if (a->kind == YS__COLUMN_ID)
        return a->id[i].high == b->id[k].high && a->id[i].low == b->id[k].low;
    if (a->kind == YS__COLUMN_CODE && ys__column_missing(a, i) == YS__MISSING_NONE)
        return ys__slice_equal(a->dict.items[a->v[i]], b->dict.items[b->v[k]]);
    return a->v[i] == b->v[k];
}

static bool same(const ys__column *a, const ys__column *b)
{
    bool equal = a->kind == b->kind && a->scale == b->scale && a->n == b->n;

    for (size_t i = 0; equal && i < a->n; i++)
        equal = same_value(a, i, b, i);
    return equal;
}

/* Rows taken from the packed column, chosen at random or (rows NULL) from first on, are those of the whole. */
static bool takes(const ys__packed *packed, const ys__column *whole, size_t first, const uint32_t *rows, size_t n)
{
    enum { MOST = 1000 };
    static ys__id values[MOST];
    static uint8_t missing[MOST];
    ys__column part = packed->head;
    bool equal = n <= MOST;

    part.n = n;
    part.id = values;
    part.missing = ys__packed_misses(packed) ? missing : NULL;
    if (equal)
        ys__packed_take(packed, first, rows, n, values, missing);
    for (size_t i = 0; equal && i < n; i++)
        equal = same_value(whole, rows ? rows[i] : first + i, &part, i);
    return equal;
}

static bool takes_any(const ys__packed *packed, const ys__column *whole)
{
    uint32_t rows[300];
    size_t n = whole->n ? sizeof rows / sizeof *rows : 0, first = whole->n / 2 & ~(size_t)7;

    for (size_t i = 0; i < n; i++)
        rows[i] = (uint32_t)(draw() % whole->n);
    return packed->head.n == whole->n && takes(packed, whole, 0, rows, n) &&
           takes(packed, whole, first, NULL, whole->n - first);
}

/* Whole and by the rows. */
static bool round_trip(const ys__column *column, size_t *size)
{
    ys__segment segment = { 0 };
    ys__packed packed = { 0 };
    ys__column back = { 0 };
    bool equal = ys__segment_encode(&segment, column, NULL) == YS_OK &&
                 ys__segment_decode(&back, &segment, NULL) == YS_OK && same(column, &back);

    if (size)
        *size = segment.size;
    equal = equal && ys__packed_open(&packed, &segment, NULL) == YS_OK && takes_any(&packed, column);
    ys__segment_free(&segment);
    ys__packed_free(&packed);
    ys__column_free(&back);
    return equal;
}

/* How missing values lie in a column. */
enum pattern { NONE_MISSING, ALL_MISSING, SOME_MISSING, MANY_REASONS, PATTERNS };

static ys__missing reason_at(enum pattern pattern, size_t i)
{
    switch (pattern) {
    case ALL_MISSING: return YS__NOT_COLLECTED;
    case SOME_MISSING: return i % 3 == 1 ? YS__REFUSED : YS__MISSING_NONE;
    case MANY_REASONS: return (ys__missing)(draw() % YS__MISSINGS);
    case NONE_MISSING:
    case PATTERNS: break;
    }
    return YS__MISSING_NONE;
}

/* So that the smallest value is neither 0 nor small. */
static const uint64_t OFFSET = UINT64_C(0xFFFFFF0000000000);

static bool add_value(ys__column *c, ys__column_kind kind, int bits)
{
    uint64_t x = bits == 0 ? 0 : draw() >> (64 - bits);
    char text[16];

    switch (kind) {
    case YS__COLUMN_BOOL: return ys__column_add(c, (int64_t)(x & 1));
    case YS__COLUMN_REAL: return ys__column_add_real(c, (double)(int64_t)x / 7.0);
    case YS__COLUMN_ID: return ys__column_add_id(c, (ys__id){ x, draw() });
    case YS__COLUMN_CODE:
        snprintf(text, sizeof text, "text%d", (int)(x & 0xFFF));
        return ys__column_add(c, ys__dict_add(&c->dict, ys__slice_of(text)));
    case YS__COLUMN_NUMBER: return ys__column_add_decimal(c, (int64_t)(x + OFFSET), 2);
    default: return ys__column_add(c, (int64_t)(x + OFFSET));
    }
}

static void fill(ys__column *c, ys__column_kind kind, enum pattern pattern, int bits, size_t n)
{
    *c = (ys__column){ .kind = kind, .scale = kind == YS__COLUMN_NUMBER ? 2 : 0 };
    for (size_t i = 0; i < n; i++) {
        ys__missing reason = reason_at(pattern, i);

        if (reason != YS__MISSING_NONE ? !ys__column_add_missing(c, reason) : !add_value(c, kind, bits))
            exit(99);
    }
}

static void all_kinds(void)
{
    static const size_t lengths[] = { 0, 1, 7, 8, 9, 1000 };
    static const int widths[] = { 0, 1, 8, 9, 16, 17, 32, 33, 63, 64 };
    int bad = 0, done = 0;

    for (int kind = YS__COLUMN_NUMBER; kind <= YS__COLUMN_ID; kind++)
        for (int pattern = 0; pattern < PATTERNS; pattern++)
            for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++)
                for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
                    ys__column c;

                    fill(&c, (ys__column_kind)kind, (enum pattern)pattern, widths[w], lengths[l]);
                    done++;
                    if (!round_trip(&c, NULL)) {
                        bad++;
                        printf("# kind %d pattern %d length %zu bits %d\n", kind, pattern, lengths[l], widths[w]);
                    }
                    ys__column_free(&c);
                }
    IS_INT(done, 10 * PATTERNS * 6 * 10, "all kinds, patterns of missing, lengths and widths were tried");
    IS_INT(bad, 0, "and came back as they were");
}

static void extremes(void)
{
    ys__column c = { .kind = YS__COLUMN_NUMBER };
    size_t size;

    ys__column_add(&c, INT64_MIN);
    ys__column_add(&c, INT64_MAX);
    ys__column_add(&c, 0);
    OK(round_trip(&c, NULL), "the smallest and the largest number");
    ys__column_free(&c);

    c = (ys__column){ .kind = YS__COLUMN_DATE };
    for (int i = 0; i < 800; i++)
        ys__column_add(&c, 17000 + i % 200);
    OK(round_trip(&c, &size), "dates near each other");
    IS_INT(size, 32 + 800, "take a byte each");
    ys__column_free(&c);

    c = (ys__column){ .kind = YS__COLUMN_NUMBER };
    for (int i = 0; i < 800; i++)
        ys__column_add_missing(&c, YS__NOT_COLLECTED);
    OK(round_trip(&c, &size), "a column that was not collected");
    IS_INT(size, 32, "takes nothing");
    ys__column_free(&c);
}

/* The dictionary of a part of the rows holds the texts of that part only: nobody's words travel with others' rows. */
static void texts_in_use(void)
{
    ys__column c = { .kind = YS__COLUMN_CODE }, back = { 0 };
    ys__segment segment = { 0 };

    ys__dict_add(&c.dict, ys__slice_of("unused"));
    ys__column_add(&c, ys__dict_add(&c.dict, ys__slice_of("b")));
    ys__dict_add(&c.dict, ys__slice_of("never"));
    ys__column_add(&c, ys__dict_add(&c.dict, ys__slice_of("")));
    ys__column_add_missing(&c, YS__UNKNOWN);
    IS_INT(ys__segment_encode(&segment, &c, NULL), YS_OK, "a column of texts is encoded");
    IS_INT(ys__segment_decode(&back, &segment, NULL), YS_OK, "and decoded");
    IS_INT(back.dict.n, 2, "with the texts in use alone");
    OK(same(&c, &back), "and the same rows");
    ys__segment_free(&segment);
    ys__column_free(&c);
    ys__column_free(&back);
}

/* Bytes changed, cut or added at random: an answer, never a crash (the sanitizers and valgrind watch). */
static void damage(void)
{
    int refused = 0;

    for (int round = 0; round < 20000; round++) {
        ys__segment segment = { 0 };
        ys__column c, back = { 0 };
        unsigned char *bytes;
        size_t changes = 1 + draw() % 3;

        fill(&c, (ys__column_kind)(draw() % 10), (enum pattern)(draw() % PATTERNS), (int)(draw() % 65), draw() % 40);
        if (ys__segment_encode(&segment, &c, NULL) != YS_OK)
            exit(99);
        bytes = segment.bytes;
        for (size_t i = 0; i < changes; i++) /* mostly where it hurts */
            bytes[draw() % (draw() % 2 && segment.size > 40 ? 40 : segment.size)] = (unsigned char)draw();
        if (draw() % 4 == 0)
            segment.size -= draw() % (segment.size + 1);
        if (ys__segment_decode(&back, &segment, NULL) == YS_E_STORE)
            refused++;
        else
            ys__column_free(&back);
        ys__segment_free(&segment);
        ys__column_free(&c);
    }
    OK(refused > 1000, "20,000 damaged columns were refused or read, none crashed");
}

int main(void)
{
    state = UINT64_C(0x9E3779B97F4A7C15);
    all_kinds();
    extremes();
    texts_in_use();
    damage();
    return DONE();
}
