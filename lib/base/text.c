/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>

#include <yardstick/text.h>

static size_t blank_at(ys__slice s) /* bytes of the blank that s begins with, 0 for none */
{
    if (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
        return 1;
    return s.n >= 2 && (unsigned char)s.p[0] == 0xC2 && (unsigned char)s.p[1] == 0xA0 ? 2 : 0;
}

ys__slice ys__trim(ys__slice s)
{
    size_t n;

    while ((n = blank_at(s)) > 0)
        s = (ys__slice){ s.p + n, s.n - n };
    while (s.n) {
        if (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t')
            s.n--;
        else if (s.n >= 2 && blank_at((ys__slice){ s.p + s.n - 2, 2 }) == 2)
            s.n -= 2;
        else
            break;
    }
    return s;
}

/* Decodes one character; *n is its length, 0 where the bytes are not UTF-8 (RFC 3629: no surrogates, no long forms). */
static uint32_t decode(ys__slice s, size_t *n)
{
    const unsigned char *p = (const unsigned char *)s.p;
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t length =
        s.n == 0 ? 0 : p[0] < 0x80 ? 1 : p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF5 ? 4 : 0;
    uint32_t c;

    *n = 0;
    if (length == 0 || length > s.n)
        return 0;
    c = length == 1 ? p[0] : p[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3F);
    }
    if (c < least[length] || (c >= 0xD800 && c < 0xE000) || c > 0x10FFFF)
        return 0;
    *n = length;
    return c;
}

/* How many of 32 or 8 bytes, whichever there are so many of, can be passed over at once, for they are plain ASCII. */
static size_t ascii_run(const char *p, size_t n)
{
    const uint64_t tops = UINT64_C(0x8080808080808080);
    uint64_t words[4];

    if (n >= sizeof words) {
        memcpy(words, p, sizeof words);
        if (((words[0] | words[1] | words[2] | words[3]) & tops) == 0)
            return sizeof words;
    }
    if (n < sizeof *words)
        return n > 0 && (unsigned char)*p < 0x80;
    memcpy(words, p, sizeof *words);
    return (words[0] & tops) == 0 ? sizeof *words : (unsigned char)*p < 0x80;
}

size_t ys__text_valid(ys__slice s)
{
    size_t at = 0, n;

    while (at < s.n) {
        if ((n = ascii_run(s.p + at, s.n - at)) > 0) {
            at += n;
            continue;
        }
        decode((ys__slice){ s.p + at, s.n - at }, &n);
        if (n == 0)
            return at;
        at += n;
    }
    return at;
}

size_t ys__text_length(ys__slice s)
{
    size_t count = 0, n;

    while (s.n) {
        decode(s, &n);
        n = n ? n : 1;
        s = (ys__slice){ s.p + n, s.n - n };
        count++;
    }
    return count;
}

/* Base letters of U+00C0..U+017F; '.' where a character keeps itself. */
static const char base_letters[] =
    "aaaaaa.ceeeeiiii"
    ".nooooo.ouuuuy.."
    "aaaaaa.ceeeeiiii"
    ".nooooo.ouuuuy.y"
    "aaaaaaccccccccdd"
    "ddeeeeeeeeeegggg"
    "gggghhhhiiiiiiii"
    "ii..jjkk.lllllll"
    "lllnnnnnn...oooo"
    "oo..rrrrrrssssss"
    "ssttttttuuuuuuuu"
    "uuuuwwyyyzzzzzz.";

/* The same as decode; most characters are ASCII. */
static inline uint32_t decode_fast(ys__slice s, size_t *n)
{
    *n = 1;
    return (unsigned char)*s.p < 0x80 ? (unsigned char)*s.p : decode(s, n);
}

static uint32_t fold(uint32_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c + ('a' - 'A');
    if (c >= 0xC0 && c <= 0x17F && base_letters[c - 0xC0] != '.')
        return (uint32_t)base_letters[c - 0xC0];
    return c;
}

static bool is_gap(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == '_' || c == '-';
}

static bool is_mark(uint32_t c)
{
    return (c >= 0x300 && c < 0x370) || (c >= 0x200B && c <= 0x200D) || c == 0xFEFF;
}

size_t ys__text_fold(char *to, size_t size, ys__slice s)
{
    size_t n = 0, length;
    bool gap = false;

    while (s.n) {
        uint32_t c = decode_fast(s, &length);
        uint32_t f = length ? fold(c) : 0;
        ys__slice piece = { s.p, length ? length : 1 };
        char one = (char)f;

        s = (ys__slice){ s.p + piece.n, s.n - piece.n };
        if (length && is_mark(c))
            continue;
        if (length && is_gap(c)) {
            gap = n > 0;
            continue;
        }
        if (length && f < 0x80)
            piece = (ys__slice){ &one, 1 };
        if (n + gap + piece.n >= size)
            break;
        if (gap)
            to[n++] = ' ';
        gap = false;
        memcpy(to + n, piece.p, piece.n);
        n += piece.n;
    }
    if (size)
        to[n] = '\0';
    return n;
}

/* Whether two texts begin with letters or signs of ASCII that differ however they are folded, as most texts do. */
static bool begin_apart(ys__slice a, ys__slice b)
{
    unsigned char x = a.n ? (unsigned char)*a.p : 0x80, y = b.n ? (unsigned char)*b.p : 0x80;

    return x < 0x80 && y < 0x80 && !is_gap(x) && !is_gap(y) && fold(x) != fold(y);
}

bool ys__text_same(ys__slice a, ys__slice b)
{
    char fa[512], fb[512];
    size_t na, nb;

    if (begin_apart(a, b))
        return false;
    na = ys__text_fold(fa, sizeof fa, a);
    nb = ys__text_fold(fb, sizeof fb, b);
    return na == nb && memcmp(fa, fb, na) == 0;
}

enum { LONGEST = 64 };

static size_t least3(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;

    return ab < c ? ab : c;
}

size_t ys__text_distance(ys__slice a, ys__slice b, size_t limit)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2], *turn;

    if (a.n > LONGEST || b.n > LONGEST || a.n > b.n + limit || b.n > a.n + limit)
        return limit + 1;
    for (size_t j = 0; j <= b.n; j++)
        above[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            row[j] = least3(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a.p[i - 1] != b.p[j - 1]));
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1] && before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
        turn = before;
        before = above;
        above = row;
        row = turn;
    }
    return above[b.n] <= limit ? above[b.n] : limit + 1;
}

/* The letters and signs of a text as a set, in which some share a place; false where it is not ASCII. */
static bool letters_of(ys__slice s, uint64_t *set)
{
    *set = 0;
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
        if (!is_gap((unsigned char)s.p[i]))
            *set |= UINT64_C(1) << (fold((unsigned char)s.p[i]) & 63);
    }
    return true;
}

/* Whether one text has more letters that the other lacks than so many changes could mend. */
static bool is_far(uint64_t a, uint64_t b, size_t limit)
{
    return (size_t)__builtin_popcountll(a & ~b) > limit || (size_t)__builtin_popcountll(b & ~a) > limit;
}

const char *ys__text_nearest(ys__slice word, const char *const *candidates, size_t n)
{
    char folded[LONGEST * 2], candidate[LONGEST * 2];
    ys__slice w = { folded, ys__text_fold(folded, sizeof folded, word) };
    uint64_t letters, others;
    bool ascii = letters_of(word, &letters);
    size_t limit = w.n < 4 ? 1 : w.n < 8 ? 2 : 3;
    const char *best = NULL;

    for (size_t i = 0; i < n; i++) {
        ys__slice c = ys__slice_of(candidates[i]);
        size_t distance;

        if (ascii && letters_of(c, &others) && is_far(letters, others, limit))
            continue;
        c = (ys__slice){ candidate, ys__text_fold(candidate, sizeof candidate, c) };
        distance = ys__text_distance(w, c, limit);
        if (distance <= limit && distance < c.n) {
            best = candidates[i];
            if (distance == 0)
                break;
            limit = distance - 1;
        }
    }
    return best;
}

char *ys__text_cut(char *to, size_t size, const char *text, size_t characters)
{
    static const char more[] = "…";
    bool whole = ys__text_length(ys__slice_of(text)) <= characters && strlen(text) < size;
    size_t n = 0;

    for (size_t left = whole ? characters : characters - 1; *text && left > 0; left--) {
        size_t length = 1;

        while (((unsigned char)text[length] & 0xC0) == 0x80)
            length++;
        if (n + length + sizeof more > size && !whole)
            break;
        memcpy(to + n, text, length);
        n += length;
        text += length;
    }
    memcpy(to + n, whole ? "" : more, whole ? 1 : sizeof more);
    return to;
}

char *ys__column_letter(char to[8], size_t column)
{
    char reversed[8];
    size_t n = 0, i = 0;

    do {
        reversed[n++] = (char)('A' + column % 26);
        column /= 26;
    } while (column-- > 0 && n < sizeof reversed - 1);
    while (n)
        to[i++] = reversed[--n];
    to[i] = '\0';
    return to;
}

const char *ys_text_nearest(const char *word, const char *const *candidates, size_t n)
{
    return ys__text_nearest(ys__slice_of(word), candidates, n);
}

/* The wide blocks people meet in practice: Hangul, kana, CJK, full-width forms, emoji. */
static bool is_wide(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } wide[] = { { 0x1100, 0x115F }, { 0x2E80, 0x303E }, { 0x3041, 0xA4CF },   { 0xAC00, 0xD7A3 },
                 { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F }, { 0xFF00, 0xFF60 },   { 0xFFE0, 0xFFE6 },
                 { 0x1F300, 0x1F64F }, { 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD } };

    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (c >= wide[i].first && c <= wide[i].last)
            return true;
    return false;
}

size_t ys_text_width(const char *text)
{
    ys__slice s = ys__slice_of(text);
    size_t width = 0, length;

    while (s.n) {
        uint32_t c = decode(s, &length);
        size_t step = length ? length : 1;

        if (length == 0)
            width++;
        else if (!is_mark(c))
            width += is_wide(c) ? 2 : 1;
        s = (ys__slice){ s.p + step, s.n - step };
    }
    return width;
}
