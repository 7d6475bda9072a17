/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "store/desk.h"
#include "tap.h"

#include <yardstick/key.h>

/* Codes made at a partner's desk. The vectors hold for ever: a code once given must
 * come again. They were reckoned with Python as base32(hmac_sha256(key, "v1|1|john|obriensmith|1985-02-28|-")[:10]). */

static unsigned char key[YS__KEY_BYTES];

static void vectors(void)
{
    static const struct {
        const char *first, *last, *sex, *birth, *codes[YS__CODES];
    } people[] = {
        { "Ana María", "García López", "F", "1990-12-05",
          { "OK4X3ZSF2EJAUEVM", "ZIHZCWE23Y34DLNX", "U6IUNSIBF77VW6YV" } },
        { "John", "O'Brien-Smith", "", "1985-02-28",
          { "XQOXR5BPES2JQ3IB", "6UUD3IJCWHHG2RBJ", "XOS7VNNKJC43T4DN" } },
        { "Jürgen", "von der Heide", "male", "2001-01-31",
          { "OQKQDMTED7OCNOQK", "CXFS5SDNAM3JHQPM", "UXVLRSB4NQX5X24K" } },
    };

    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        ys__person p = { ys__slice_of(people[i].first), ys__slice_of(people[i].last), ys__slice_of(people[i].sex), 0 };
        char codes[YS__CODES][YS__CODE_SIZE];

        ys__birth_parse(ys__slice_of(people[i].birth), NULL, &p.birth);
        OK(ys__person_codes(codes, key, &p), people[i].last);
        for (int c = 0; c < YS__CODES; c++)
            IS_TEXT(codes[c], people[i].codes[c], "gives its code");
    }
}

/* Which codes two ways of writing a person share. */
static void same_person(void)
{
    static const struct {
        const char *first[2], *last[2], *sex[2], *birth[2], *same;
    } pairs[] = {
        { { "ANA", "ana " }, { "GARCÍA", "Garcia" }, { "F", "mujer" }, { "1990-12-05", "1990-12-05" }, "123" },
        { { "Ana", "Ana" }, { "García López", "García" }, { "F", "F" }, { "1990-12-05", "1990-12-05" }, "2" },
        { { "Anna", "Ann" }, { "Miller", "Miller" }, { "F", "F" }, { "1990-12-05", "1990-12-05" }, "23" },
        { { "Ana", "Ana" }, { "Cruz", "de la Cruz" }, { "F", "F" }, { "1990-12-05", "1990-12-05" }, "2" },
        { { "Ana", "Ana" }, { "Miller", "Miller" }, { "F", "F" }, { "1990-12-05", "1990-05-12" }, "3" },
        { { "Ana", "Ana" }, { "Miller", "Miller" }, { "F", "M" }, { "1990-12-05", "1990-12-05" }, "23" },
        { { "Ana", "Eva" }, { "Miller", "Miller" }, { "F", "F" }, { "1990-12-05", "1990-12-05" }, "" },
        { { "Ana", "Ana" }, { "Miller", "Miller" }, { "F", "F" }, { "1990-12-05", "1991-12-05" }, "" },
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char codes[2][YS__CODES][YS__CODE_SIZE], same[YS__CODES + 1] = "";
        size_t n = 0;

        for (int k = 0; k < 2; k++) {
            ys__person p = { ys__slice_of(pairs[i].first[k]), ys__slice_of(pairs[i].last[k]),
                             ys__slice_of(pairs[i].sex[k]), 0 };

            ys__birth_parse(ys__slice_of(pairs[i].birth[k]), NULL, &p.birth);
            ys__person_codes(codes[k], key, &p);
        }
        for (int c = 0; c < YS__CODES; c++)
            if (strcmp(codes[0][c], codes[1][c]) == 0)
                same[n++] = (char)('1' + c);
        IS_TEXT(same, pairs[i].same, pairs[i].last[1]);
    }
}

static void birth_dates(void)
{
    static const struct {
        const char *text, *order, *iso; /* NULL: not a date */
    } dates[] = {
        { "1990-12-05", "iso", "1990-12-05" }, { " 1990-12-05 ", NULL, "1990-12-05" }, { "5.12.1990", "iso", NULL },
        { "5.12.1990", "dmy", "1990-12-05" },  { "05/12/1990", "mdy", "1990-05-12" },  { "31/12/1990", "mdy", NULL },
        { "5 12 90", "dmy", NULL },            { "", "dmy", NULL },                    { "5/12/1990x", "dmy", NULL },
        { "29-02-1999", "dmy", NULL },         { "29-02-2000", "dmy", "2000-02-29" },  { "5/12", "dmy", NULL },
    };

    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        char iso[16] = "none";
        int32_t days;

        if (ys__birth_parse(ys__slice_of(dates[i].text), dates[i].order, &days))
            ys__date_format(iso, days);
        IS_TEXT(iso, dates[i].iso ? dates[i].iso : "none", dates[i].text);
    }
}

static void key_files(void)
{
    char folder[] = "/tmp/yardstick-desk-XXXXXX", path[64], other[64];
    unsigned char again[YS__KEY_BYTES], third[YS__KEY_BYTES];
    ys_error err = YS_ERROR_INIT;
    struct stat st;

    if (mkdtemp(folder) == NULL)
        exit(99);
    snprintf(path, sizeof path, "%s/desk.key", folder);
    snprintf(other, sizeof other, "%s/other.key", folder);
    IS_INT(ys_key_make(path, "short", &err), YS_E_ARGUMENT, "a short phrase is refused");
    IS_INT(ys_key_make(path, "four words make it", &err), YS_OK, "a longer one makes a key");
    OK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600, "for its owner alone");
    IS_INT(ys_key_make(path, NULL, &err), YS_E_IO, "never over another");
    IS_INT(ys_key_make(other, "four words make it", &err), YS_OK, "the same words at another desk");
    IS_INT(ys__key_read(again, path, NULL), YS_OK, "are read");
    IS_INT(ys__key_read(third, other, NULL), YS_OK, "at both");
    OK(memcmp(again, third, sizeof again) == 0, "and make the same key");
    unlink(other);
    IS_INT(ys_key_make(other, NULL, &err), YS_OK, "a random one");
    ys__key_read(third, other, NULL);
    OK(memcmp(again, third, sizeof again) != 0, "is another");
    unlink(path);
    unlink(other);
    rmdir(folder);
}

int main(void)
{
    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (unsigned char)i;
    vectors();
    same_person();
    birth_dates();
    key_files();
    return DONE();
}
