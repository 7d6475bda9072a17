/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"
#include "base/i18n.h"
#include "base/number.h"
#include "base/text.h"
#include "tap.h"

#include <math.h>

/* A spread of numbers, the same in each run. */
static double number_at(uint64_t i)
{
    uint64_t bits = (i + 1) * UINT64_C(0x9E3779B97F4A7C15), high = bits ^ bits >> 29;
    double x = (double)(high >> 11) / (double)(UINT64_C(1) << 53);

    return (i & 1 ? -x : x) * pow(10, (double)(high % 23) - 6);
}

static void written(void)
{
    static const double cases[] = { 0.5, 0.1, 0.3, 1e-4, 9.99999999999999e-5, 0.001, 1e14 + 0.5, 999999999999999.5,
                                    123456789012.3455, 0.9999999999999995, 0.99999999999999956, 2.5, 1.0 / 3,
                                    99999999.999999995, 4503599627370496.5, 1e-5, 1e300, 0.00012345678901234567 };
    enum { CASES = sizeof cases / sizeof *cases, MANY = 200000 };
    char ours[YS__NUMBER_SIZE], theirs[64];
    size_t wrong = 0;

    for (size_t i = 0; i < CASES + MANY; i++) {
        double x = i < CASES ? cases[i] : number_at(i);

        if (i % 3 == 0 && i >= CASES) /* the short ones too */
            x = round(x * 1e4) / 1e4;
        if (x == 0)
            continue;
        snprintf(theirs, sizeof theirs, "%.15g", x);
        if (strcmp(ys__number_format(ours, x), theirs) != 0 && wrong++ < 5)
            printf("# %s, printf %s\n", ours, theirs);
    }
    IS_INT(wrong, 0, "numbers are written as printf writes them, 15 digits at most");
}

static void errors(void)
{
    ys_error err = YS_ERROR_INIT;
    char name[600];
    ys__where at = { .source = "in.csv", .line = 12, .column = 7 };

    IS_INT(ys__fail(&err, YS_E_SYNTAX, &at, "quote not closed"), YS_E_SYNTAX, "a failure returns its status");
    OK(strcmp(err.source, "in.csv") == 0 && err.line == 12 && err.column == 7, "and keeps the place");
    memset(name, 'x', sizeof name);
    strcpy(name + sizeof name - 6, "y.csv");
    at.source = name;
    ys__fail(&err, YS_E_IO, &at, "gone");
    IS_TEXT(err.source + strlen(err.source) - 5, "y.csv", "a long path keeps its end");
    IS_INT(ys__fail(NULL, YS_E_NOMEM, NULL, "x"), YS_E_NOMEM, "the error may be NULL");
    IS_TEXT(ys_status_name(YS_E_STORE), "store", "statuses have names");
    IS_TEXT(ys_status_name((ys_status)99), "unknown", "also unknown ones");
}

static void languages(void)
{
    IS_TEXT(ys__translate(YS__ES, "out of memory"), "no queda memoria", "Spanish is embedded");
    IS_TEXT(ys__translate(YS__ES, "no such text"), "no such text", "a text without translation stays");
    ys_language_set("es");
    IS_TEXT(_("out of memory"), "no queda memoria", "the language can be set");
    ys_language_set("de");
    IS_TEXT(ys_language(), "en", "an unknown language is English");
}

static void dates(void)
{
    int32_t day, back;
    int64_t seconds;
    char text[24];
    bool same = true;

    for (back = -800000; back < 2900000; back += 97) {
        int y, m, d;

        ys__date_civil(back, &y, &m, &d);
        same = same && ys__date_days(y, m, d) == back;
    }
    OK(same, "days and civil dates turn into each other");
    OK(ys__date_parse(ys__slice_of("2018-07-01"), &day) && day == 17713, "a date is read");
    OK(!ys__date_parse(ys__slice_of("2018-02-29"), &day), "29 February of no leap year is refused");
    OK(ys__date_parse(ys__slice_of("2000-02-29"), &day), "that of a leap century is taken");
    OK(!ys__date_parse(ys__slice_of("2018-7-01"), &day), "a short month is refused");
    IS_INT(ys__month_of_day(ys__month_first_day(2018 * 12 + 6)), 2018 * 12 + 6, "months have first days");
    OK(ys__time_parse(ys__slice_of("2018-07-01"), true, &seconds), "a date is a time");
    ys__time_format(text, seconds);
    IS_TEXT(text, "2018-07-01T23:59:59Z", "its end is its last second");
    OK(ys__time_parse(ys__slice_of("2018-07-01T12:30Z"), false, &seconds), "minutes are enough");
    OK(!ys__time_parse(ys__slice_of("2018-07-01T25:30Z"), false, &seconds), "hour 25 is refused");
}

static const struct {
    const char *text;
    char mark;
    bool good;
    int64_t units;
    int scale;
} decimals[] = {
    { "0", '.', true, 0, 0 },         { "-12.50", '.', true, -1250, 2 }, { "12,5", ',', true, 125, 1 },
    { "12,5", '.', false, 0, 0 },     { "1.", '.', false, 0, 0 },        { ".5", '.', true, 5, 1 },
    { "", '.', false, 0, 0 },         { "-", '.', false, 0, 0 },         { "1e5", '.', false, 0, 0 },
    { "1.2.3", '.', false, 0, 0 },    { "0.0000000001", '.', false, 0, 0 }, { "007", '.', true, 7, 0 },
    { "999999999999999999", '.', true, 999999999999999999, 0 }, { "1000000000000000000", '.', false, 0, 0 },
};

static void numbers(void)
{
    char text[YS__NUMBER_SIZE];
    double x;

    for (size_t i = 0; i < sizeof decimals / sizeof *decimals; i++) {
        ys__decimal d = { 0, 0 };

        IS_INT(ys__decimal_parse(ys__slice_of(decimals[i].text), decimals[i].mark, &d), decimals[i].good,
               decimals[i].text);
        OK(d.units == decimals[i].units && d.scale == decimals[i].scale, "its value");
    }
    OK(ys__real_parse(ys__slice_of("1.5e3"), &x) && x == 1500, "an exponent is read");
    OK(!ys__real_parse(ys__slice_of("nan"), &x) && !ys__real_parse(ys__slice_of("1e999"), &x),
       "NaN and infinity are not");
    IS_TEXT(ys__number_format(text, 0.1 + 0.2), "0.3", "15 digits");
    IS_TEXT(ys__number_format(text, -0.0), "0", "no negative zero");
    IS_TEXT(ys__number_format(text, NAN), "", "NaN is nothing");
    IS_TEXT(ys__number_show(text, 1234567.891, 1), "1,234,567.9", "thousands are grouped");
    IS_TEXT(ys__number_show(text, -999, 0), "-999", "but not below a thousand");
    ys_language_set("es");
    IS_TEXT(ys__number_show(text, 1234.5, 1), "1.234,5", "in Spanish the other way");
    ys_language_set("en");
}

static void texts(void)
{
    static const char *const fields[] = { "participant_id", "gender", "enrolled_on" };
    char letter[8], folded[32];

    IS_TEXT(ys__text_cut(folded, sizeof folded, "Peñón", 5), "Peñón", "a text that fits is whole");
    IS_TEXT(ys__text_cut(folded, sizeof folded, "Peñón", 4), "Peñ…", "a longer one ends in three dots");
    IS_TEXT(ys__text_cut(letter, sizeof letter, "Peñóñóñó", 8), "Peñ…", "wherever the room ends");
    IS_TEXT(ys__column_letter(letter, 0), "A", "first column");
    IS_TEXT(ys__column_letter(letter, 25), "Z", "26th column");
    IS_TEXT(ys__column_letter(letter, 26), "AA", "27th column");
    IS_TEXT(ys__column_letter(letter, 702), "AAA", "703rd column");
    IS_INT(ys__text_length(ys__slice_of("Género")), 6, "characters, not bytes");
    IS_INT(ys__text_valid(ys__slice_of("a\xC3\xA9\x96")), 3, "where UTF-8 ends");
    ys__text_fold(folded, sizeof folded, ys__slice_of("  GÉNERO_de  persona-s "));
    IS_TEXT(folded, "genero de persona s", "case, accents and gaps fold");
    OK(ys__text_same(ys__slice_of("Año"), ys__slice_of("ANO")), "Año is ano");
    IS_TEXT(ys__text_nearest(ys__slice_of("gendr"), fields, 3), "gender", "the nearest word");
    IS_TEXT(ys__text_nearest(ys__slice_of("enroled on"), fields, 3), "enrolled_on", "folded");
    OK(ys__text_nearest(ys__slice_of("salary"), fields, 3) == NULL, "nothing near, nothing named");
    OK(ys__slice_is(ys__trim(ys__slice_of(" \xC2\xA0 a b \t")), "a b"), "blanks at the ends go");
}

int main(void)
{
    errors();
    written();
    languages();
    dates();
    numbers();
    texts();
    return DONE();
}
