/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/date.h"
#include "data/style.h"
#include "formats/encoding.h"
#include "formats/layout.h"
#include "tap.h"

/* What a number is read as: its value, or why not. */
static const struct {
    const char *text;
    char decimal; /* of the file; 0: not known */
    ys__reading reading;
    double value;
} numbers[] = {
    { "12", 0, YS__READ_OK, 12 },
    { "1,234.5", 0, YS__READ_OK, 1234.5 },
    { "1.234,5", 0, YS__READ_OK, 1234.5 },
    { "1 234,5", 0, YS__READ_OK, 1234.5 },
    { "1\xC2\xA0" "234,5", 0, YS__READ_OK, 1234.5 },
    { "1'234.5", 0, YS__READ_OK, 1234.5 },
    { "1.234.567", 0, YS__READ_OK, 1234567 },
    { "61,25%", 0, YS__READ_OK, 0.6125 },
    { "$1,200.00", 0, YS__READ_OK, 1200 },
    { "1.200,00 €", 0, YS__READ_OK, 1200 },
    { "(5)", 0, YS__READ_OK, -5 },
    { "-3.5", 0, YS__READ_OK, -3.5 },
    { "5-", 0, YS__READ_OK, -5 },
    { "1.23E+05", 0, YS__READ_OK, 123000 },
    { "0.123", 0, YS__READ_OK, 0.123 },
    { "1.234", 0, YS__READ_AMBIGUOUS, 0 },
    { "1,234", 0, YS__READ_AMBIGUOUS, 0 },
    { "1.234", '.', YS__READ_OK, 1.234 },
    { "1.234", ',', YS__READ_OK, 1234 },
    { "1,234", '.', YS__READ_OK, 1234 },
    { "1,5", '.', YS__READ_AMBIGUOUS, 0 },
    { "12,34.5", 0, YS__READ_WRONG, 0 },
    { "<5", 0, YS__READ_WRONG, 0 },
    { "12ö4", 0, YS__READ_WRONG, 0 },
    { "", 0, YS__READ_WRONG, 0 },
    { "1,,2", 0, YS__READ_WRONG, 0 },
    { "####", 0, YS__READ_DAMAGED, 0 },
    { "#DIV/0!", 0, YS__READ_DAMAGED, 0 },
};

static void read_numbers(void)
{
    const ys__field field = { .name = "n", .type = YS__FIELD_NUMBER };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const ys__style style = { .decimal = numbers[i].decimal };
        ys__decimal d = { 0, 0 };
        double x = 0;
        ys__reading reading = ys__number_read(&field, &style, ys__slice_of(numbers[i].text), &d, &x);

        IS_INT(reading, numbers[i].reading, numbers[i].text);
        if (reading == YS__READ_OK)
            IS_NEAR(ys__decimal_real(d), numbers[i].value, 1e-15, "its value");
    }
}

static const struct {
    const char *text;
    char order;
    ys__reading reading;
    const char *date;
} dates[] = {
    { "2025-12-31", 0, YS__READ_OK, "2025-12-31" },
    { "2025-12-31 00:00:00", 0, YS__READ_OK, "2025-12-31" },
    { "31/12/2025", 0, YS__READ_OK, "2025-12-31" },
    { "12/31/2025", 0, YS__READ_OK, "2025-12-31" },
    { "31.12.25", 0, YS__READ_OK, "2025-12-31" },
    { "3/4/2025", 0, YS__READ_AMBIGUOUS, "" },
    { "3/4/2025", 'd', YS__READ_OK, "2025-04-03" },
    { "3/4/2025", 'm', YS__READ_OK, "2025-03-04" },
    { "31/12/2025", 'm', YS__READ_AMBIGUOUS, "" },
    { "3/3/2025", 0, YS__READ_OK, "2025-03-03" },
    { "2025/3/4", 0, YS__READ_OK, "2025-03-04" },
    { "20250304", 0, YS__READ_OK, "2025-03-04" },
    { "23-Sep-11", 0, YS__READ_OK, "2011-09-23" },
    { "Sep 23, 2011", 0, YS__READ_OK, "2011-09-23" },
    { "5 de enero de 2024", 0, YS__READ_OK, "2024-01-05" },
    { "5-ene-24", 0, YS__READ_OK, "2024-01-05" },
    { "viernes, 5 de enero de 2024", 0, YS__READ_OK, "2024-01-05" },
    { "Miércoles 3 de enero de 2024", 0, YS__READ_OK, "2024-01-03" },
    { "Friday, January 5, 2024", 0, YS__READ_OK, "2024-01-05" },
    { "viernes", 0, YS__READ_WRONG, "" },
    { "45292", 0, YS__READ_OK, "2024-01-01" },
    { "30/02/2025", 0, YS__READ_WRONG, "" },
    { "soon", 0, YS__READ_WRONG, "" },
    { "12345678901", 0, YS__READ_WRONG, "" },
    { "########", 0, YS__READ_DAMAGED, "" },
};

static void read_dates(void)
{
    const ys__field field = { .name = "d", .type = YS__FIELD_DATE };

    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        const ys__style style = { .date_order = dates[i].order };
        int32_t days = 0;
        char text[16];
        ys__reading reading = ys__date_read(&field, &style, ys__slice_of(dates[i].text), &days);

        IS_INT(reading, dates[i].reading, dates[i].text);
        ys__date_format(text, days);
        if (reading == YS__READ_OK)
            IS_TEXT(text, dates[i].date, "its date");
    }
    OK(ys__was_code(ys__slice_of("4-Mar"), ys__slice_of("3-4")), "3-4 was made 4-Mar");
    OK(ys__was_code(ys__slice_of("03/04/2018"), ys__slice_of("3-4")), "or a date of this year");
    OK(!ys__was_code(ys__slice_of("5-Mar"), ys__slice_of("3-4")), "but not 5-Mar");
    OK(ys__was_number(ys__slice_of("4-Mar")) && ys__was_number(ys__slice_of("04-mar")), "4.3 was made 4 March");
    OK(!ys__was_number(ys__slice_of("March")) && !ys__was_number(ys__slice_of("4 Mar 2018")), "a date is a date");
}

/* All cells of a file decide together. */
static void decide(void)
{
    ys__evidence seen = { 0 };
    ys__style style = { 0 };

    ys__evidence_number(&seen, ys__slice_of("1.234"));
    ys__style_decide(&style, &seen, ',');
    IS_INT(style.decimal, 0, "one that may be either tells nothing");
    ys__evidence_number(&seen, ys__slice_of("2,5"));
    ys__evidence_date(&seen, ys__slice_of("31/12/2025"));
    ys__style_decide(&style, &seen, ',');
    IS_INT(style.decimal, ',', "another one tells");
    IS_INT(style.date_order, 'd', "as a day above twelve does");
    style = (ys__style){ 0 };
    ys__style_decide(&style, &(ys__evidence){ 0 }, ';');
    IS_INT(style.decimal, ',', "a semicolon between cells leaves the comma to decimals");
}

static const struct {
    const char *bytes;
    size_t n;
    const char *encoding, *text;
} encodings[] = {
    { "a\xC3\xA9", 3, "UTF-8", "aé" },
    { "\xEF\xBB\xBF" "a", 4, "UTF-8", "a" },
    { "\xFF\xFE" "a\0b\0", 6, "UTF-16LE", "ab" },
    { "\xFE\xFF\0a\0b", 6, "UTF-16BE", "ab" },
    { "\xFF\xFE\0\0a\0\0\0", 8, "UTF-32LE", "a" },
    { "a\0b\0,\0c\0\n\0", 10, "UTF-16LE", "ab,c\n" },
    { "2015 \x96 2016", 11, "windows-1252", "2015 – 2016" },
    { "ni\x96o, a\x96o", 9, "macintosh", "niño, año" },
    { "caf\xE9", 4, "ISO-8859-1", "café" },
    { "O\x92Neill", 7, "windows-1252", "O’Neill" },
    { "x\xFF\xFFy", 4, "UTF-8", "x\xEF\xBF\xBD\xEF\xBF\xBDy" },
};

static void decode(void)
{
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        const ys__file file = { encodings[i].bytes, encodings[i].n, 0 };
        ys__decoded d = { 0 };

        IS_INT(ys__decode(&d, &file, NULL, NULL), YS_OK, encodings[i].encoding);
        IS_TEXT(d.encoding, encodings[i].encoding, "its name");
        OK(ys__slice_is((ys__slice){ d.text, d.n }, encodings[i].text), encodings[i].text);
        ys__decoded_free(&d);
    }
}

static const struct {
    const char *text;
    char separator, quote;
    uint32_t skip, header_rows;
    uint64_t notes;
} layouts[] = {
    { "a,b\n1,2\n", ',', '"', 0, 1, 0 },
    { "a;b\n1,5;2,5\n3,5;4,5\n", ';', '"', 0, 1, 0 },
    { "a\tb\n1\t2\n", '\t', '"', 0, 1, 0 },
    { "sep=|\na|b\n1|2\n", '|', '"', 0, 1, 0 },
    { "a,'b,c'\n1,'2,3'\n", ',', '\'', 0, 1, 0 },
    { "Report of 2018\n\na,b,c\n1,2,3\n4,5,6\n", ',', '"', 2, 1, 0 },
    { "a,b,c\n1,2,3\n4,5,6\n\nCounted by hand at the door\n", ',', '"', 0, 1, 1 },
    { "when,travel,,cost\n,air,rail,\n2018-01-01,5,6,7\n2018-01-02,8,9,7\n"
      "2018-01-03,5,6,7\n2018-01-04,8,9,7\n", ',', '"', 0, 2, 0 },
    { "name\nAda\nBo\n", 0, '"', 0, 1, 0 },
};

static void lay_out(void)
{
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        ys__layout l = { 0 };

        IS_INT(ys__layout_find(&l, layouts[i].text, strlen(layouts[i].text), NULL, NULL), YS_OK, layouts[i].text);
        IS_INT(l.dialect.separator, layouts[i].separator, "separator");
        IS_INT(l.dialect.quote, layouts[i].quote, "quote");
        IS_INT(l.skip, layouts[i].skip, "rows above the header");
        IS_INT(l.header_rows, layouts[i].header_rows, "rows of the header");
        IS_INT(l.notes, layouts[i].notes, "notes below");
    }
}

int main(void)
{
    read_numbers();
    read_dates();
    decide();
    decode();
    lay_out();
    return DONE();
}
