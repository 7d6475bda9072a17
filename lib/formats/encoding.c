/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/vector.h"

enum { PIECE = 1 << 20 };

static const char replacement[] = "\xEF\xBF\xBD";

/* Byte order marks, the longer ones first: that of UTF-32LE begins with that of UTF-16LE. */
static const struct {
    const char *name, *mark;
    size_t n;
} marks[] = {
    { "UTF-8", "\xEF\xBB\xBF", 3 },
    { "UTF-32LE", "\xFF\xFE\0\0", 4 },
    { "UTF-32BE", "\0\0\xFE\xFF", 4 },
    { "UTF-16LE", "\xFF\xFE", 2 },
    { "UTF-16BE", "\xFE\xFF", 2 },
};

/* Wide encodings without a mark show in where their zero bytes stand: text for the most part is ASCII. */
static const char *wide_name(const char *bytes, size_t n)
{
    size_t zeros[4] = { 0 }, quarter = n / 4;

    if (n < 4 || memchr(bytes, 0, n < 4096 ? n : 4096) == NULL)
        return NULL;
    for (size_t i = 0; i < quarter * 4; i++)
        zeros[i % 4] += bytes[i] == 0;
    if (n % 4 == 0 && zeros[1] + zeros[2] + zeros[3] > quarter * 2 && zeros[2] == quarter && zeros[3] == quarter)
        return "UTF-32LE";
    if (n % 4 == 0 && zeros[0] == quarter && zeros[1] == quarter)
        return "UTF-32BE";
    if (zeros[1] + zeros[3] > quarter && zeros[0] + zeros[2] < quarter / 8 + 1)
        return "UTF-16LE";
    if (zeros[0] + zeros[2] > quarter && zeros[1] + zeros[3] < quarter / 8 + 1)
        return "UTF-16BE";
    return NULL;
}

/* What the bytes from 0x80 are: common and rare letters (c C, l L), signs that open or close a text (< >), an
 * apostrophe, ordinals and degrees (o), money ($), other signs (-), nothing (!). */
static const char windows_roles[] = "$!<l<>----L<L!L!!<'<>---->l>l!lL-<$$-$--->o<-->-o---------o>---<"
                                    "CCCCCLLCCCCLLCLLLCLCCCC-LLCLCLLccccccllccccllclllclcccc-llclclll";
static const char mac_roles[] = "CLCCCCCccccclcccclclllcclccccllc-o$$---c>>>---LL----$------oo-ll"
                                "<<--l--<>>-CCCLl--<><'--lL-$<>ll--<<-CCCLCCLLLCC-LCLLl----------";

/* Bytes of a narrow encoding with what each is there. */
typedef struct narrow {
    const unsigned char *p;
    size_t n;
    const char *roles;
} narrow;

/* 'a' and 'A': letters, '0': a digit, ' ': anything else, also beyond the ends. */
static char kind_at(const narrow *t, size_t i)
{
    unsigned char c = i < t->n ? t->p[i] : ' ';
    char role = c >= 0x80 ? t->roles[c - 0x80] : '\0';

    if ((c >= 'a' && c <= 'z') || role == 'c' || role == 'l')
        return 'a';
    if ((c >= 'A' && c <= 'Z') || role == 'C' || role == 'L')
        return 'A';
    return c >= '0' && c <= '9' ? '0' : ' ';
}

static bool is_letter(char kind)
{
    return kind == 'a' || kind == 'A';
}

static bool is_vowel(const narrow *t, size_t i)
{
    return i < t->n && (t->p[i] >= 0x80 || strchr("aeiouAEIOU", t->p[i]));
}

/* How well a letter fits its place: capitals do not stand inside a word, nor letters alone. */
static int weigh_letter(const narrow *t, size_t i, char role)
{
    char before = kind_at(t, i - 1), after = kind_at(t, i + 1);
    bool common = role == 'c' || role == 'C', is_n = t->p[i] == (t->roles == mac_roles ? 0x96 : 0xF1);

    if (!is_letter(before) && !is_letter(after))
        return common ? -1 : -2;
    if (role == 'c' || role == 'l') {
        if (after == 'A' || (before == 'A' && kind_at(t, i - 2) == 'A'))
            return -2;
        if (is_n && !(is_vowel(t, i - 1) && is_vowel(t, i + 1))) /* there is no ñ but between vowels, or first */
            return is_letter(before) ? -2 : 1;
    } else if (before == 'a' || (after == 'A' && before != 'A' && kind_at(t, i + 2) == 'a')) {
        return -2;
    }
    return common ? 3 : 1;
}

/* How well an apostrophe fits: “don’t”, “women’s”, “members’ day”; “l’année” may as well be a letter in between. */
static int weigh_apostrophe(const narrow *t, size_t i)
{
    bool left = is_letter(kind_at(t, i - 1)), right = is_letter(kind_at(t, i + 1));

    if (left && right)
        return strchr("stdmST", t->p[i + 1]) && !is_letter(kind_at(t, i + 2)) ? 4 : 2;
    return left && is_letter(kind_at(t, i - 2)) && strchr("sS", t->p[i - 1]) ? 3 : left || right ? 2 : 0;
}

/* How well a sign fits its place. */
static int weigh_sign(const narrow *t, size_t i, char role)
{
    char before = kind_at(t, i - 1), after = kind_at(t, i + 1);
    bool left = is_letter(before), right = is_letter(after);

    switch (role) {
    case '<': return left ? -2 : right || after == '0' ? 3 : 0;
    case '>': return right ? -2 : left || before == '0' ? 3 : 1;
    case '\'': return weigh_apostrophe(t, i);
    case 'o': return left && right ? -2 : left || before == '0' ? 3 : 0;
    case '$': return left && right ? -2 : before == '0' || after == '0' ? 2 : 0;
    case '-': return left && right ? -2 : left || right ? -1 : 1;
    default: return -5;
    }
}

static long weigh_narrow(const char *bytes, size_t n, const char *roles)
{
    const narrow t = { (const unsigned char *)bytes, n, roles };
    long weight = 0;

    for (size_t i = 0; i < n; i++)
        if (t.p[i] >= 0x80) {
            char role = roles[t.p[i] - 0x80];

            weight += strchr("cClL", role) ? weigh_letter(&t, i, role) : weigh_sign(&t, i, role);
        }
    return weight;
}

/* Letters belong beside letters, signs beside blanks and digits: whichever reading fits better in all places. */
static const char *narrow_name(const char *bytes, size_t n, bool *doubtful)
{
    long windows = weigh_narrow(bytes, n, windows_roles), mac = weigh_narrow(bytes, n, mac_roles);
    bool beyond_latin = false, differ = false;

    for (size_t i = 0; i < n; i++) {
        beyond_latin = beyond_latin || ((unsigned char)bytes[i] >= 0x80 && (unsigned char)bytes[i] < 0xA0);
        differ = differ || ((unsigned char)bytes[i] >= 0x80 && strchr("\xA2\xA3\xA9\xB1\xB5", bytes[i]) == NULL);
    }
    *doubtful = differ && labs(windows - mac) < 2;
    if (mac > windows)
        return "macintosh";
    return beyond_latin ? "windows-1252" : "ISO-8859-1";
}

/* Counts well-formed characters beyond ASCII, bytes that are none, and those among them that hardly any text has in any
 * encoding: 0xFF and 0xFE. */
static void weigh_utf8(const char *bytes, size_t n, size_t *good, size_t *bad, size_t *never)
{
    size_t at = 0;

    *good = *bad = *never = 0;
    while (at < n) {
        size_t valid = ys__text_valid((ys__slice){ bytes + at, n - at });

        for (size_t i = at; i < at + valid; i++)
            *good += (unsigned char)bytes[i] >= 0xC0;
        at += valid;
        if (at < n) {
            ++*bad;
            *never += (unsigned char)bytes[at++] >= 0xFE;
        }
    }
}

/* What was looked at is given back: its turn comes again. */
static bool is_utf8(const ys__file *file, const char *bytes, size_t n)
{
    for (size_t at = 0, piece, valid; at < n; at += valid) {
        piece = n - at < PIECE ? n - at : PIECE;
        valid = ys__text_valid((ys__slice){ bytes + at, piece });
        if (valid < piece && (valid == 0 || at + piece == n)) /* else a character lies across the end of the piece */
            return false;
        ys__file_forget(file, bytes + at, bytes + at + valid);
    }
    return true;
}

static bool keep_bad(ys__decoded *out, size_t at)
{
    if (!ys__room((void **)&out->bad, &out->bad_room, out->n_bad, sizeof *out->bad))
        return false;
    out->bad[out->n_bad++] = at;
    return true;
}

/* Copies UTF-8 with U+FFFD in the place of each stray byte. */
static ys_status mend_utf8(ys__decoded *out, const ys__file *file, const char *bytes, size_t n, size_t bad,
                           ys_error *err)
{
    char *to = malloc(n + bad * 2 + 1);
    size_t at = 0, written = 0;

    if (to == NULL)
        return ys__fail_nomem(err);
    out->owned = to;
    while (at < n) {
        size_t valid = ys__text_valid((ys__slice){ bytes + at, n - at });

        for (size_t left = valid; left > 0;) {
            size_t piece = left < PIECE ? left : PIECE;

            memcpy(to + written, bytes + at, piece);
            ys__file_forget(file, bytes + at, bytes + at + piece);
            written += piece;
            at += piece;
            left -= piece;
        }
        if (at < n) {
            if (!keep_bad(out, written))
                return ys__fail_nomem(err);
            memcpy(to + written, replacement, 3);
            written += 3;
            at++;
        }
    }
    to[written] = '\0';
    out->text = to;
    out->n = written;
    return YS_OK;
}

/* Converts with iconv, U+FFFD in the place of what fits nothing; piece by piece, so that the text and the bytes it is
 * made of are not both in memory. */
static ys_status convert(ys__decoded *out, const ys__file *file, const char *bytes, size_t n, ys_error *err)
{
    iconv_t to = iconv_open("UTF-8", out->encoding);
    size_t room = n * 3 + 4, left, step;
    char *from = (char *)(uintptr_t)bytes, *at;
    ys_status status = YS_OK;

    if (to == (iconv_t)-1)
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("there is no encoding called %s"), out->encoding);
    if ((out->owned = at = malloc(room)) == NULL) {
        iconv_close(to);
        return ys__fail_nomem(err);
    }
    step = strstr(out->encoding, "32") ? 4 : strstr(out->encoding, "16") ? 2 : 1;
    left = room - 1;
    while (n > 0) {
        const char *before = from;
        size_t piece = n < PIECE ? n : PIECE, rest = piece, skip;
        int fault = iconv(to, &from, &rest, &at, &left) == (size_t)-1 ? errno : 0;

        ys__file_forget(file, before, from);
        n -= piece - rest;
        if (fault == 0 || (fault == EINVAL && n > rest)) /* a character may be cut at the end of a piece */
            continue;
        skip = fault == EINVAL || n < step ? n : step;
        if (fault == E2BIG || left < 3 || !keep_bad(out, (size_t)(at - out->owned))) {
            status = ys__fail_nomem(err);
            break;
        }
        memcpy(at, replacement, 3);
        at += 3;
        left -= 3;
        from += skip;
        n -= skip;
    }
    iconv_close(to);
    *at = '\0';
    out->text = out->owned;
    out->n = (size_t)(at - out->owned);
    return status;
}

/* UTF-8, or UTF-8 with a few damaged bytes (or as many as there are: known), or an encoding of one byte a character. */
static ys_status decode_bytes(ys__decoded *out, const ys__file *file, const char *bytes, size_t n, bool known,
                              ys_error *err)
{
    size_t good, bad, never;

    out->encoding = "UTF-8";
    out->text = bytes;
    out->n = n;
    if (is_utf8(file, bytes, n))
        return YS_OK;
    weigh_utf8(bytes, n, &good, &bad, &never);
    if (known || good > bad || never == bad)
        return mend_utf8(out, file, bytes, n, bad, err);
    out->encoding = narrow_name(bytes, n, &out->doubtful);
    return convert(out, file, bytes, n, err);
}

ys_status ys__decode(ys__decoded *out, const ys__file *file, const char *wanted, ys_error *err)
{
    const char *bytes = file->bytes;
    size_t n = file->n;
    ys__decoded decoded = { .encoding = wanted };
    const char *wide = NULL;
    ys_status status;

    for (size_t i = 0; i < sizeof marks / sizeof *marks && wide == NULL; i++)
        if (n >= marks[i].n && memcmp(bytes, marks[i].mark, marks[i].n) == 0) {
            wide = marks[i].name;
            bytes += marks[i].n;
            n -= marks[i].n;
            decoded.bom = true;
        }
    if (wide == NULL && wanted == NULL)
        wide = wide_name(bytes, n);
    if (wide && strcmp(wide, "UTF-8") != 0)
        decoded.encoding = wide;
    if (decoded.encoding && !(wanted && strcmp(wanted, "UTF-8") == 0))
        status = convert(&decoded, file, bytes, n, err);
    else
        status = decode_bytes(&decoded, file, bytes, n, decoded.bom || wanted, err);
    if (status != YS_OK) {
        ys__decoded_free(&decoded);
        return status;
    }
    *out = decoded;
    return YS_OK;
}

void ys__decoded_free(ys__decoded *decoded)
{
    free(decoded->owned);
    free(decoded->bad);
    *decoded = (ys__decoded){ 0 };
}
