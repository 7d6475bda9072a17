/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/calendar.h"
#include "tap.h"

static const ys__calendar plain = { .period_months = 3, .first_month = 1, .named_for_end = true };
static const ys__calendar fiscal = { .period_months = 3, .first_month = 7, .named_for_end = true };

/* What a header says: its reading, the period, what is left over. */
static const struct {
    const char *header;
    ys__period_reading reading;
    const char *period, *rest;
} headers[] = {
    { "2018-01", YS__PERIOD_OK, "2018-01", "" },
    { "01/2018", YS__PERIOD_OK, "2018-01", "" },
    { "2018/1", YS__PERIOD_OK, "2018-01", "" },
    { "Jan 1", YS__PERIOD_YEARLESS, "", "" },
    { "2018M03", YS__PERIOD_OK, "2018-03", "" },
    { "2018-01-01", YS__PERIOD_OK, "2018-01", "" },
    { "2018-01-01/P3M", YS__PERIOD_OK, "2018Q1", "" },
    { "Jan 2018", YS__PERIOD_OK, "2018-01", "" },
    { "January, 2018", YS__PERIOD_OK, "2018-01", "" },
    { "2018 Jan", YS__PERIOD_OK, "2018-01", "" },
    { "Jan-18", YS__PERIOD_OK, "2018-01", "" },
    { "ene-99", YS__PERIOD_OK, "1999-01", "" },
    { "sept. 2018", YS__PERIOD_OK, "2018-09", "" },
    { "ENERO 2018", YS__PERIOD_OK, "2018-01", "" },
    { "enero de 2018", YS__PERIOD_OK, "2018-01", "" },
    { "Q1 2018", YS__PERIOD_OK, "2018Q1", "" },
    { "2018Q1", YS__PERIOD_OK, "2018Q1", "" },
    { "2018-Q1", YS__PERIOD_OK, "2018Q1", "" },
    { "1Q18", YS__PERIOD_OK, "2018Q1", "" },
    { "T1 2018", YS__PERIOD_OK, "2018Q1", "" },
    { "1T 2018", YS__PERIOD_OK, "2018Q1", "" },
    { "1er trimestre 2018", YS__PERIOD_OK, "2018Q1", "" },
    { "2º trimestre de 2018", YS__PERIOD_OK, "2018Q2", "" },
    { "3rd quarter of 2018", YS__PERIOD_OK, "2018Q3", "" },
    { "2018", YS__PERIOD_OK, "2018", "" },
    { "Visits 2018-01", YS__PERIOD_OK, "2018-01", "Visits" },
    { "Jan 2018 - new people", YS__PERIOD_OK, "2018-01", "new people" },
    { "Visits (Q1 2018)", YS__PERIOD_OK, "2018Q1", "Visits" },
    { "FY2018Q1", YS__PERIOD_UNCLEAR, "", "" },
    { "2018Q5", YS__PERIOD_UNCLEAR, "", "" },
    { "2018-13", YS__PERIOD_UNCLEAR, "", "" },
    { "Jan", YS__PERIOD_YEARLESS, "", "" },
    { "T2", YS__PERIOD_YEARLESS, "", "" },
    { "site", YS__PERIOD_NONE, "", "" },
    { "Total", YS__PERIOD_NONE, "", "" },
    { "12", YS__PERIOD_NONE, "", "" },
    { "de", YS__PERIOD_NONE, "", "" },
    { "", YS__PERIOD_NONE, "", "" },
    { "q", YS__PERIOD_NONE, "", "" },
    { "Room 12345", YS__PERIOD_NONE, "", "" },
}, fiscal_headers[] = {
    { "FY2018Q1", YS__PERIOD_OK, "FY2018Q1", "" },
    { "FY 2018 Q1", YS__PERIOD_OK, "FY2018Q1", "" },
    { "Q1 FY18", YS__PERIOD_OK, "FY2018Q1", "" },
    { "Q1 2018", YS__PERIOD_UNCLEAR, "", "" },
    { "2018", YS__PERIOD_UNCLEAR, "", "" },
    { "Jul 2017", YS__PERIOD_OK, "2017-07", "" },
    { "FY2018 Jul", YS__PERIOD_UNCLEAR, "", "" },
}, in_year[] = {
    { "Jul", YS__PERIOD_OK, "2017-07", "" },
    { "jun", YS__PERIOD_OK, "2018-06", "" },
    { "T1", YS__PERIOD_OK, "FY2018Q1", "" },
    { "Visits May", YS__PERIOD_OK, "2018-05", "Visits" },
    { "Q7", YS__PERIOD_NONE, "", "" },
};

static void read_headers(const ys__calendar *c, ys__period around, const void *table, size_t n)
{
    const __typeof__(headers[0]) *rows = table;

    for (size_t i = 0; i < n; i++) {
        char id[YS__PERIOD_SIZE], period[YS__PERIOD_SIZE] = "";
        ys__period p = { 0, 0 };
        ys__slice rest;
        ys__period_reading reading = ys__period_in_header(c, ys__slice_of(rows[i].header), around, &p, &rest, id);

        IS_INT(reading, rows[i].reading, rows[i].header);
        if (reading == YS__PERIOD_OK)
            ys__period_format(c, p, period);
        IS_TEXT(period, rows[i].period, "its period");
        if (reading == YS__PERIOD_OK)
            OK(ys__slice_is(rest, rows[i].rest), "what is left over");
    }
}

int main(void)
{
    read_headers(&plain, (ys__period){ 0, 0 }, headers, sizeof headers / sizeof *headers);
    read_headers(&fiscal, (ys__period){ 0, 0 }, fiscal_headers, sizeof fiscal_headers / sizeof *fiscal_headers);
    read_headers(&fiscal, (ys__period){ 2017 * 12 + 9, 3 }, in_year, sizeof in_year / sizeof *in_year);
    return DONE();
}
