/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/calendar.h"
#include "model/missing.h"

#include "base/date.h"
#include "tap.h"

static const ys__calendar fiscal = { 3, 7, true }, by_start = { 3, 9, false };
static const ys__calendar civil = { 3, 1, false }, monthly = { 1, 1, false };

static const struct {
    const ys__calendar *calendar;
    const char *text;
    bool data;
    const char *id; /* NULL: no period */
    const char *dates;
} ids[] = {
    { &fiscal, "FY2018Q1", false, "FY2018Q1", "1 Jul – 30 Sep 2017" },
    { &fiscal, "FY2018Q2", false, "FY2018Q2", "1 Oct – 31 Dec 2017" },
    { &fiscal, "FY2018Q4", false, "FY2018Q4", "1 Apr – 30 Jun 2018" },
    { &fiscal, "FY2018", false, "FY2018", "1 Jul 2017 – 30 Jun 2018" },
    { &fiscal, "fy2018q3", false, "FY2018Q3", "1 Jan – 31 Mar 2018" },
    { &fiscal, " 2018-05 ", false, "2018-05", "1 – 31 May 2018" },
    { &fiscal, "2018Q3", false, NULL, NULL },
    { &fiscal, "2018", false, NULL, NULL },
    { &fiscal, "2018", true, NULL, NULL },
    { &fiscal, "FY2018Q5", false, NULL, NULL },
    { &fiscal, "FY2018Q0", false, NULL, NULL },
    { &fiscal, "FY18", false, NULL, NULL },
    { &fiscal, "FY2018-05", false, NULL, NULL },
    { &fiscal, "", false, NULL, NULL },
    { &fiscal, "F", false, NULL, NULL },
    { &fiscal, "FY", false, NULL, NULL },
    { &fiscal, "FY2018Q1x", false, NULL, NULL },
    { &by_start, "FY2018", false, "FY2018", "1 Sep 2018 – 31 Aug 2019" },
    { &by_start, "FY2018Q2", false, "FY2018Q2", "1 Dec 2018 – 28 Feb 2019" },
    { &civil, "2018Q3", false, "2018Q3", "1 Jul – 30 Sep 2018" },
    { &civil, "2018", false, "2018", "1 Jan – 31 Dec 2018" },
    { &civil, "2020-02", false, "2020-02", "1 – 29 Feb 2020" },
    { &civil, "FY2018Q3", false, NULL, NULL },
    { &civil, "2018-13", false, NULL, NULL },
    { &civil, "2018-00", false, NULL, NULL },
    { &civil, "2018-5", false, NULL, NULL },
    { &civil, "2018-5", true, "2018-05", "1 – 31 May 2018" },
    { &civil, "2018-Q3", true, "2018Q3", "1 Jul – 30 Sep 2018" },
    { &civil, "2018 Q3", true, "2018Q3", "1 Jul – 30 Sep 2018" },
    { &civil, "2018-Q3", false, NULL, NULL },
    { &civil, "2018-05-17", false, NULL, NULL },
    { &civil, "2018-05-17", true, "2018Q2", "1 Apr – 30 Jun 2018" },
    { &fiscal, "2018-05-17", true, "FY2018Q4", "1 Apr – 30 Jun 2018" },
    { &monthly, "2018-05-17", true, "2018-05", "1 – 31 May 2018" },
    { &civil, "2018-02-30", true, NULL, NULL },
    { &civil, "2023-04-01/P1M", true, "2023-04", "1 – 30 Apr 2023" },
    { &civil, "2023-04-01/P3M", true, "2023Q2", "1 Apr – 30 Jun 2023" },
    { &civil, "2023-05-01/P3M", true, NULL, NULL },
    { &civil, "2023-04-01/P1Y", true, NULL, NULL },
    { &civil, "2023-01-01/P1Y", true, "2023", "1 Jan – 31 Dec 2023" },
    { &civil, "2023-01-01/P12M", true, "2023", "1 Jan – 31 Dec 2023" },
    { &civil, "2023-04-02/P1M", true, NULL, NULL },
    { &civil, "2023-04-01/P2M", true, NULL, NULL },
    { &civil, "2023-04-01/P1M", false, NULL, NULL },
    { &civil, "2023-04-01/2023-06-30", true, "2023Q2", "1 Apr – 30 Jun 2023" },
    { &civil, "2023-04-01/2023-06-29", true, NULL, NULL },
    { &fiscal, "2022-07-01/P1Y", true, "FY2023", "1 Jul 2022 – 30 Jun 2023" },
    { &fiscal, "2022-10-01/P3M", true, "FY2023Q2", "1 Oct – 31 Dec 2022" },
};

static void test_ids(void)
{
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        char id[YS__PERIOD_SIZE] = "";
        ys__buffer dates = { 0 };
        ys__period p;
        bool found = ys__period_parse(ids[i].calendar, ys__slice_of(ids[i].text), ids[i].data, &p);

        if (!OK(found == (ids[i].id != NULL), ids[i].text) || !found)
            continue;
        ys__period_format(ids[i].calendar, p, id);
        ys__period_dates(p, &dates);
        IS_TEXT(id, ids[i].id, "its id");
        IS_TEXT(dates.text, ids[i].dates, "its dates");
        ys__buffer_free(&dates);
    }
}

static const struct {
    const ys__calendar *calendar;
    const char *text, *en, *es;
} reasons[] = {
    { &fiscal, "2018Q3",
      "the year of this initiative begins in Jul, so “2018Q3” is not clear; write FY2019Q1 (1 Jul – 30 Sep 2018) or "
      "FY2018Q3 (1 Jan – 31 Mar 2018)",
      "el año de esta iniciativa empieza en jul, así que “2018Q3” no está claro; escriba FY2019Q1 (1 jul – 30 sep "
      "2018) o FY2018Q3 (1 ene – 31 mar 2018)" },
    { &fiscal, "2018",
      "the year of this initiative begins in Jul, so “2018” is not clear; write FY2018 (1 Jul 2017 – 30 Jun 2018)",
      "el año de esta iniciativa empieza en jul, así que “2018” no está claro; escriba FY2018 (1 jul 2017 – 30 jun "
      "2018)" },
    { &civil, "FY2018Q3", "the year of this initiative is the calendar year; write 2018Q3",
      "el año de esta iniciativa es el año natural; escriba 2018Q3" },
    { &civil, "2018Q5", "a year has the quarters Q1 to Q4", "un año tiene los trimestres Q1 a Q4" },
    { &civil, "2018-13", "a year has the months 01 to 12", "un año tiene los meses 01 a 12" },
    { &civil, "2018-05-17", "a period was expected, not a date", "se esperaba un período, no una fecha" },
    { &civil, "2023-05-01/P3M",
      "this interval is not a quarter of the calendar; the quarter around its start is 2023Q2 (1 Apr – 30 Jun 2023)",
      "este intervalo no es un trimestre del calendario; el trimestre alrededor de su inicio es 2023Q2 (1 abr – 30 jun "
      "2023)" },
    { &fiscal, "soon", "“soon” is not a period; write a quarter as FY2018Q1, a year as FY2018, a month as 2018-05",
      "“soon” no es un período; escriba un trimestre como FY2018Q1, un año como FY2018, un mes como 2018-05" },
};

static void test_reasons(void)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        ys__buffer said = { 0 };

        ys__period_explain(reasons[i].calendar, ys__slice_of(reasons[i].text), &said);
        IS_TEXT(said.text, reasons[i].en, reasons[i].text);
        ys__buffer_clear(&said);
        ys_language_set("es");
        ys__period_explain(reasons[i].calendar, ys__slice_of(reasons[i].text), &said);
        IS_TEXT(said.text, reasons[i].es, reasons[i].text);
        ys_language_set("en");
        ys__buffer_free(&said);
    }
}

static const struct {
    const ys__calendar *calendar;
    ys__window window;
    const char *period, *from, *to;
} windows[] = {
    { &fiscal, YS__WINDOW_PERIOD, "FY2018Q3", "2018-01-01", "2018-03-31" },
    { &fiscal, YS__WINDOW_YTD, "FY2018Q3", "2017-07-01", "2018-03-31" },
    { &fiscal, YS__WINDOW_YTD, "2017-08", "2017-07-01", "2017-08-31" },
    { &fiscal, YS__WINDOW_ROLLING4, "FY2018Q3", "2017-04-01", "2018-03-31" },
    { &fiscal, YS__WINDOW_YEAR, "FY2018Q3", "2017-07-01", "2018-06-30" },
    { &fiscal, YS__WINDOW_YEAR, "FY2018", "2017-07-01", "2018-06-30" },
    { &civil, YS__WINDOW_YTD, "2018Q3", "2018-01-01", "2018-09-30" },
    { &civil, YS__WINDOW_ROLLING4, "2018Q1", "2017-04-01", "2018-03-31" },
    { &by_start, YS__WINDOW_YEAR, "FY2018Q4", "2018-09-01", "2019-08-31" },
};

static void test_windows(void)
{
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
        char day[16];
        ys__period p = { 0, 0 }, w;

        ys__period_parse(windows[i].calendar, ys__slice_of(windows[i].period), false, &p);
        w = ys__window_of(windows[i].calendar, windows[i].window, p);
        ys__date_format(day, ys__period_first_day(w));
        IS_TEXT(day, windows[i].from, ys__window_name(windows[i].window));
        ys__date_format(day, ys__period_last_day(w));
        IS_TEXT(day, windows[i].to, windows[i].period);
    }
}

static void test_steps(void)
{
    ys__period p = { 0, 0 };
    char id[YS__PERIOD_SIZE];
    ys__window w = YS__WINDOW_PERIOD;
    ys__missing why = YS__MISSING_NONE;

    ys__period_parse(&fiscal, ys__slice_of("FY2018Q1"), false, &p);
    ys__period_format(&fiscal, ys__period_step(p, -1), id);
    IS_TEXT(id, "FY2017Q4", "one quarter back");
    ys__period_format(&fiscal, ys__period_step(p, 5), id);
    IS_TEXT(id, "FY2019Q2", "five quarters on");
    ys__period_format(&fiscal, (ys__period){ 2018 * 12 + 4, 12 }, id);
    IS_TEXT(id, "2018-05/2019-04", "a run of months that is no year");
    for (int month = 2016 * 12; month < 2020 * 12; month++) {
        ys__period quarter = ys__period_around(&by_start, month, 3), year = ys__period_around(&by_start, month, 12);

        if (!ys__period_holds(quarter, (ys__period){ month, 1 }) || !ys__period_holds(year, quarter))
            OK(false, "a month lies in its quarter, a quarter in its year");
    }
    OK(ys__window_named("rolling4", &w) && w == YS__WINDOW_ROLLING4, "rolling4");
    OK(!ys__window_named("week", &w), "no such window");
    OK(ys__missing_named(ys__slice_of("refused"), &why) && why == YS__REFUSED, "refused");
    OK(!ys__missing_named(ys__slice_of("none"), &why), "none is no reason");
    IS_TEXT(ys__missing_title(YS__NOT_COLLECTED), "not collected", "title of a reason");
}

int main(void)
{
    test_ids();
    test_reasons();
    test_windows();
    test_steps();
    return DONE();
}
