/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/buffer.h"
#include "base/date.h"

enum { NAME_SIZE = 256 };

/* A name as its words: folded (lower case, no accents), letters alone, one blank between words. Letters of other
 * scripts stay as they are. */
static size_t plain_words(char to[NAME_SIZE], ys__slice name)
{
    char folded[NAME_SIZE];
    size_t n = ys__text_fold(folded, sizeof folded, name), out = 0;

    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)folded[i];

        if ((c >= 'a' && c <= 'z') || c >= 0x80 || (c == ' ' && out && to[out - 1] != ' '))
            to[out++] = folded[i];
    }
    while (out && to[out - 1] == ' ')
        out--;
    to[out] = '\0';
    return out;
}

static void without_blanks(char to[NAME_SIZE], const char *words)
{
    size_t n = 0;

    for (; *words; words++)
        if (*words != ' ')
            to[n++] = *words;
    to[n] = '\0';
}

/* Words that stand before a surname and are not part of its beginning: de la Cruz, van den Berg. */
static const char *const particles[] = { "da", "de", "del", "den", "der", "do", "dos", "el", "la", "las", "los", "van",
                                         "von" };

static bool is_particle(const char *word, size_t n)
{
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
        if (strlen(particles[i]) == n && memcmp(particles[i], word, n) == 0)
            return true;
    return false;
}

/* The first word that says something: of two surnames the first one. */
static void first_word(char to[NAME_SIZE], const char *words)
{
    size_t n = strcspn(words, " ");

    while (words[n] && is_particle(words, n)) {
        words += n + 1;
        n = strcspn(words, " ");
    }
    memcpy(to, words, n);
    to[n] = '\0';
}

/* The first three letters (characters) of a word. */
static void beginning(char to[NAME_SIZE], const char *word)
{
    size_t n = 0;

    for (int letters = 0; word[n]; n++)
        if (((unsigned char)word[n] & 0xC0) != 0x80 && ++letters > 3)
            break;
    memcpy(to, word, n);
    to[n] = '\0';
}

static char sex_of(ys__slice text)
{
    static const char *const women[] = { "f", "female", "woman", "mujer", "femenino", "femenina" };
    static const char *const men[] = { "m", "male", "man", "h", "hombre", "masculino", "varon" };

    for (size_t i = 0; i < sizeof women / sizeof *women; i++)
        if (ys__text_same(text, ys__slice_of(women[i])))
            return 'f';
    for (size_t i = 0; i < sizeof men / sizeof *men; i++)
        if (ys__text_same(text, ys__slice_of(men[i])))
            return 'm';
    return text.n ? 'x' : '-';
}

/* The first 80 bits of an HMAC-SHA256, in base 32: 16 characters. */
static void code_of(char to[YS__CODE_SIZE], const unsigned char key[YS__KEY_BYTES], const char *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state state;

    crypto_auth_hmacsha256_init(&state, key, YS__KEY_BYTES);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)text, strlen(text));
    crypto_auth_hmacsha256_final(&state, mac);
    for (unsigned i = 0; i < YS__CODE_SIZE - 1; i++) {
        unsigned bit = i * 5, pair = (unsigned)mac[bit / 8] << 8 | mac[bit / 8 + 1];

        to[i] = digits[pair >> (11 - bit % 8) & 31];
    }
    to[YS__CODE_SIZE - 1] = '\0';
    sodium_memzero(mac, sizeof mac);
}

bool ys__person_codes(char codes[YS__CODES][YS__CODE_SIZE], const unsigned char key[YS__KEY_BYTES],
                      const ys__person *person)
{
    char first[NAME_SIZE], last[NAME_SIZE], given[NAME_SIZE], surname[NAME_SIZE], start[NAME_SIZE], end[NAME_SIZE];
    char text[4 * NAME_SIZE], birth[16];
    int year, month, day;

    if (plain_words(first, person->first_name) == 0 || plain_words(last, person->last_name) == 0)
        return false;
    ys__date_format(birth, person->birth);
    ys__date_civil(person->birth, &year, &month, &day);
    without_blanks(given, first);
    without_blanks(surname, last);
    snprintf(text, sizeof text, "v1|1|%s|%s|%s|%c", given, surname, birth, sex_of(person->sex));
    code_of(codes[0], key, text);

    first_word(start, first);
    first_word(end, last);
    beginning(given, start);
    beginning(surname, end);
    snprintf(text, sizeof text, "v1|2|%s|%s|%s", given, surname, birth);
    code_of(codes[1], key, text);

    without_blanks(surname, last);
    snprintf(text, sizeof text, "v1|3|%.1s|%s|%04d|%02d|%02d", given, surname, year, day < month ? day : month,
             day < month ? month : day);
    code_of(codes[2], key, text);
    sodium_memzero(text, sizeof text);
    return true;
}

/* Three numbers with one character of punctuation between them. */
static bool three_numbers(ys__slice text, int numbers[3], size_t digits[3])
{
    size_t i = 0;

    for (int k = 0; k < 3; k++) {
        numbers[k] = 0;
        for (digits[k] = 0; i < text.n && text.p[i] >= '0' && text.p[i] <= '9' && digits[k] < 4; i++, digits[k]++)
            numbers[k] = numbers[k] * 10 + (text.p[i] - '0');
        if (digits[k] == 0 || (k < 2 && (i >= text.n || strchr("/.- ", text.p[i++]) == NULL)))
            return false;
    }
    return i == text.n;
}

bool ys__birth_parse(ys__slice text, const char *order, int32_t *days)
{
    int numbers[3], day, month;
    size_t digits[3];

    text = ys__trim(text);
    if (order == NULL || strcmp(order, "iso") == 0)
        return ys__date_parse(text, days);
    if (!three_numbers(text, numbers, digits) || digits[2] != 4)
        return false;
    day = strcmp(order, "dmy") == 0 ? numbers[0] : numbers[1];
    month = strcmp(order, "dmy") == 0 ? numbers[1] : numbers[0];
    if (!ys__date_exists(numbers[2], month, day))
        return false;
    *days = ys__date_days(numbers[2], month, day);
    return true;
}
