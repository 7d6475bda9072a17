/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dashboard from results that are made up here: no store, no files but the workbook. With an argument it writes that
 * workbook and ends, in the language of the second argument: for looking at. */
#include "report/dashboard.h"

#include <locale.h>

#include <yardstick/stats.h>

#include "base/file.h"
#include "tap.h"

#define LABEL(text) { 1, (const char *[]){ NULL }, (const char *[]){ text } }

enum { PERIODS = 8, PARTNERS = 3, ROWS = 1000 };

static ys__category genders[] = { { .code = "female", .title = LABEL("Women") },
                                  { .code = "male", .title = LABEL("Men") },
                                  { .code = "other", .title = LABEL("Another gender, or several") } };
static ys__dimension dimensions[] = { { .id = "gender", .title = LABEL("gender"), .categories = genders, .n = 3 } };
static ys__field fields[] = {
    { .name = "visits", .type = YS__FIELD_INTEGER },
    { .name = "employed", .type = YS__FIELD_BOOLEAN },
    { .name = "days", .type = YS__FIELD_NUMBER },
    { .name = "gender", .type = YS__FIELD_STRING, .dimension = dimensions, .list = genders, .n_list = 3 },
    { .name = "person", .type = YS__FIELD_STRING, .role = YS__ROLE_PARTICIPANT },
};
static ys__missing_value no_value[] = { { "", YS__NOT_REPORTED }, { "NA", YS__NOT_APPLICABLE } };
static ys__form forms[] = { { .id = "record",
                              .title = LABEL("Participant record"),
                              .fields = fields,
                              .n = 5,
                              .missing = no_value,
                              .n_missing = 2,
                              .partner_field = -1,
                              .site_field = -1,
                              .period_field = -1,
                              .participant_field = 4,
                              .withdrawn_field = -1 } };
static const char *by_gender[] = { "gender", "partner" };

/* The indicators, and how their results are made up: a value of the first period, a step, and cases behind a share. */
static const struct {
    const char *id, *title, *unit, *measure;
    ys__family family;
    ys__polarity polarity;
    bool headline;
    int decimals;
    double first, step, cases, baseline, target;
    bool at_most;
    const char *last_status;
} made[] = {
    { "lf_rate", "Adults in the labor force", "percent", "share(employed = true)", YS__POPULATION, YS__UP, 0, 1, 0.518,
      0.001, 4000, 0.518, 0.553, 0, "ok" },
    { "visits", "Visits to the Job Readiness Labs", "visits", "sum(visits)", YS__PERFORMANCE, YS__UP, 1, -1, 320, 11, 0,
      300, 385, 0, "ok" },
    { "people", "People who used the Job Readiness Labs & halls", "people", "distinct(person)", YS__PERFORMANCE, YS__UP,
      1, -1, 205, -9, 0, 210, 260, 0, "ok" },
    { "referrals", "Referrals completed", "percent", "share(employed = true)", YS__PARTNER_FAMILY, YS__UP, 0, 1, 0.55,
      0.004, 90, NAN, NAN, 0, "ok" },
    { "hours", "Financial counseling sessions", "sessions", "sum(visits)", YS__PARTNER_FAMILY, YS__UP, 0, -1, 80, 2, 0,
      NAN, NAN, 0, "incomplete" },
    { "enrolled", "Assessed adults who enrolled in a class", "percent", "share(employed = true)", YS__OUTCOME, YS__UP,
      1, 1, 0.52, 0.018, 240, 0.52, 0.667, 0, "ok" },
    { "employed", "Employed in the 2nd quarter after exit, status known", "percent", "share(employed = true)",
      YS__OUTCOME, YS__UP, 1, 1, 0.47, 0.004, 61, 0.46, 0.52, 0, "ok" },
    { "days", "Days from enrolment to a job (median)", "days", "median(days)", YS__OUTCOME, YS__DOWN, 0, 0, 118, -3, 70,
      118, 90, 1, "ok" },
    { "earnings", "Median earnings in the 2nd quarter after exit", "USD", "median(days)", YS__OUTCOME, YS__UP, 0, 0,
      5200, 40, 70, NAN, NAN, 0, "suppressed" },
    { "credential", "Credential within a year after exit", "percent", "share(employed = true)", YS__OUTCOME, YS__UP, 0,
      1, 0.31, 0, 12, NAN, 0.4, 0, "no_data" },
    { "gains", "Measurable skill gains", "percent", "share(employed = true)", YS__OUTCOME, YS__UP, 0, 1, 0.31, 0.03,
      112, 0.30, 0.4, 0, "ok" },
    { "awareness", "Know more about library resources", "percent", "share(employed = true)", YS__OUTCOME, YS__UP, 0, 1,
      0.71, 0.003, 212, NAN, 0.8, 0, "ok" },
};

enum { MADE = sizeof made / sizeof *made };

static ys__indicator indicators[MADE];
static ys__catalog catalogs[] = { { .id = "job-seekers",
                                    .version = "2026.1",
                                    .forms = forms,
                                    .n_forms = 1,
                                    .dimensions = dimensions,
                                    .n_dimensions = 1,
                                    .indicators = indicators,
                                    .n_indicators = MADE } };
static const ys__form *sent[] = { forms };
static ys__partner partners[PARTNERS] = {
    { .id = "flp",
      .name = LABEL("Free Library of Philadelphia"),
      .from = INT32_MIN,
      .to = INT32_MAX,
      .forms = sent,
      .n_forms = 1 },
    { .id = "swcdc", .name = LABEL("Southwest CDC"), .from = INT32_MIN, .to = INT32_MAX, .forms = sent, .n_forms = 1 },
    { .id = "careerlink",
      .name = LABEL("PA CareerLink"),
      .from = INT32_MIN,
      .to = INT32_MAX,
      .forms = sent,
      .n_forms = 1 },
};
static ys__baseline baselines[MADE];
static ys__target targets[MADE];
static struct ys_initiative initiative = {
    .dir = "",
    .id = "test",
    .title = LABEL("Paschalville Partnership (test)"),
    .calendar = { 3, 7, true },
    .catalogs = catalogs,
    .n_catalogs = 1,
    .partners = partners,
    .n_partners = PARTNERS,
    .baselines = baselines,
    .targets = targets,
};

static ys_result results[ROWS];
static const ys_result *listed[ROWS];
static char period_ids[PERIODS][YS__PERIOD_SIZE];
static const char *dims[] = { "gender" };
static const char *none[] = { "" }, *each_gender[3][1] = { { "female" }, { "male" }, { "other" } };
static ys__board_input input = { .initiative = &initiative, .audience = "backbone", .as_of = 1534334400 };

static ys__label label(const char *text)
{
    ys__label l = { 1, ys__arena_alloc(&initiative.arena, sizeof(char *)), NULL };

    l.texts = ys__arena_copy(&initiative.arena, &text, sizeof(char *));
    return l;
}

static void define(void)
{
    ys__period last = { 2018 * 12 + 3, 3 };
    ys__expr_fault fault;

    for (size_t i = 0; i < MADE; i++) {
        ys__indicator *x = &indicators[i];

        x->id = made[i].id;
        x->title = label(made[i].title);
        x->definition = label("What is counted, and what is not, in a sentence or two that people can read.");
        x->source = label("WIOA section 116");
        x->unit = made[i].unit;
        x->family = made[i].family;
        x->polarity = made[i].polarity;
        x->headline = made[i].headline;
        x->decimals = made[i].decimals;
        x->form = forms;
        x->period_field = x->each = -1;
        x->by = by_gender;
        x->n_by = 2;
        x->catalog = catalogs;
        if (!ys__measure_parse(&x->measure, &initiative.arena, made[i].measure, forms, &fault))
            printf("# %s: %s\n", x->id, fault.text);
        if (isfinite(made[i].baseline))
            baselines[initiative.n_baselines++] = (ys__baseline){ x, ys__period_step(last, -4), made[i].baseline };
        if (isfinite(made[i].target))
            targets[initiative.n_targets++] =
                (ys__target){ x, last, made[i].at_most ? YS__AT_MOST : YS__AT_LEAST, made[i].target, NULL };
    }
}

/* One result; share is its part of the whole, shift moves its value. */
static void add(size_t i, size_t p, const char *partner, const char *const *codes, double share, double shift)
{
    double wobble = (double)((i * 7 + p * 5) % 5) - 2,
           value = made[i].first + made[i].step * ((double)p + 0.4 * wobble);
    ys_result *r = &results[input.rows.n];
    ys_interval interval;

    *r = (ys_result){ made[i].id,
                      period_ids[p],
                      "period",
                      partner,
                      "",
                      codes,
                      NAN,
                      NAN,
                      NAN,
                      0,
                      NAN,
                      NAN,
                      partner[0] ? 1 : PARTNERS,
                      partner[0] ? 1 : PARTNERS - (i == 4),
                      "ok",
                      "", 0, NULL, NULL };
    r->partners_expected = partner[0] ? 1 : PARTNERS;
    r->n = (int64_t)(made[i].cases * share + 0.5);
    if (strcmp(made[i].unit, "percent") == 0) {
        r->denominator = (double)r->n;
        r->numerator = round((value + shift) * r->denominator);
        ys_interval_wilson(&interval, r->numerator, r->denominator, 0.95, NULL);
        r->value = interval.estimate;
        r->low = interval.low;
        r->high = interval.high;
    } else {
        r->value = made[i].cases > 0 ? round(value) : round(value * share);
        r->low = made[i].cases > 0 ? r->value * 0.95 : NAN;
        r->high = made[i].cases > 0 ? r->value * 1.05 : NAN;
    }
    if (p + 1 == PERIODS && strcmp(made[i].last_status, "ok") != 0) {
        r->status = made[i].last_status;
        r->note = "=why it is so, in words";
        if (strcmp(r->status, "incomplete") != 0)
            r->value = r->numerator = r->denominator = NAN;
        r->low = r->high = NAN;
    }
    listed[input.rows.n++] = r;
}

static void make_up(void)
{
    static const double parts[] = { 0.5, 0.3, 0.2 }, shifts[] = { 0.1, -0.15, 0.04 };
    ys__period last = { 2018 * 12 + 3, 3 };

    input.first = ys__period_step(last, 1 - PERIODS);
    input.period = last;
    input.rows = (ys__rows){ listed, 0, dims, 1 };
    for (int p = 0; p < PERIODS; p++)
        ys__period_format(&initiative.calendar, ys__period_step(input.first, p), period_ids[p]);
    for (size_t i = 0; i < MADE; i++)
        for (size_t p = 0; p < PERIODS; p++) {
            add(i, p, "", none, 1, 0);
            for (size_t k = 0; k < PARTNERS; k++)
                if ((i + k) % 4 != 3)
                    add(i, p, partners[k].id, none, parts[k], 0);
            for (size_t k = 0; k < 3; k++)
                add(i, p, "", each_gender[k], parts[k], shifts[k]);
        }
}

static const struct {
    const char *id;
    ys__standing standing;
    bool evident;
} standings[] = {
    { "lf_rate", YS__OFF_TRACK, false },    { "visits", YS__ON_TRACK, true },      { "people", YS__OFF_TRACK, true },
    { "referrals", YS__NO_TARGET, false },  { "hours", YS__INCOMPLETE, true },     { "enrolled", YS__ON_TRACK, false },
    { "employed", YS__NO_EVIDENCE, false }, { "earnings", YS__HIDDEN, false },     { "credential", YS__NO_DATA, false },
    { "gains", YS__ON_TRACK, false },       { "awareness", YS__OFF_TRACK, false },
};

static void test_standings(void)
{
    ys__board board;
    ys__breakdown parts;

    IS_INT(ys__board_make(&board, &input, NULL), YS_OK, "a board is made");
    for (size_t k = 0; k < sizeof standings / sizeof *standings; k++)
        for (size_t i = 0; i < board.n_rows; i++)
            if (strcmp(board.rows[i].indicator->id, standings[k].id) == 0) {
                IS_TEXT(ys__standing_title(board.rows[i].standing), ys__standing_title(standings[k].standing),
                        standings[k].id);
                IS_INT(board.rows[i].evident, standings[k].evident, "whether its change is more than chance");
            }
    IS_INT(board.n_periods, PERIODS, "every period is shown");
    IS_TEXT(board.period_labels[0], "Q1 FY17", "the first label tells the year");
    IS_TEXT(board.period_labels[5], "Q2", "the others do not");
    IS_INT(board.n_first_page, 9, "the first page holds what has a target");
    IS_INT(ys__board_breakdown(&parts, &board, board.rows[5].indicator, "gender", NULL), YS_OK, "a breakdown");
    IS_INT(parts.n, 3, "has its parts");
    IS_TEXT(parts.titles[0], "Men", "from the lowest");
    IS_INT(parts.evident, 1, "and tells that they differ");
    ys__board_free(&board);
}

/* Two points show no total's change to be more than the usual ups and downs. */
static void test_two_points(void)
{
    ys__period first = input.first;
    ys__board board;

    input.first = ys__period_step(input.period, -1);
    IS_INT(ys__board_make(&board, &input, NULL), YS_OK, "a board of two periods");
    for (size_t i = 0; i < board.n_rows; i++)
        if (strcmp(board.rows[i].indicator->id, "visits") == 0 || strcmp(board.rows[i].indicator->id, "hours") == 0) {
            OK(board.rows[i].change != 0, "the total has changed");
            IS_INT(board.rows[i].evident, 0, "which two points do not show to mean anything");
        }
    ys__board_free(&board);
    input.first = first;
}

static void test_same_bytes(void)
{
    ys__file a, b;

    IS_INT(ys__dashboard_write("test-dashboard-1.xlsx", &input, NULL), YS_OK, "a workbook is written");
    IS_INT(ys__dashboard_write("test-dashboard-2.xlsx", &input, NULL), YS_OK, "and again");
    ys__file_read(&a, "test-dashboard-1.xlsx", NULL);
    ys__file_read(&b, "test-dashboard-2.xlsx", NULL);
    OK(a.n == b.n && a.n > 10000 && memcmp(a.bytes, b.bytes, a.n) == 0, "with the same bytes");
    ys__file_close(&a);
    ys__file_close(&b);
    remove("test-dashboard-1.xlsx");
    remove("test-dashboard-2.xlsx");
}

static void test_failures(void)
{
    ys_error err = YS_ERROR_INIT;

    IS_INT(ys__dashboard_write("no-such-folder/x.xlsx", &input, &err), YS_E_IO, "a folder that is not there");
    IS_TEXT(err.source, "no-such-folder/x.xlsx", "is named");
}

int main(int argc, char **argv)
{
    define();
    make_up();
    if (argc > 1) {
        setlocale(LC_ALL, ""); /* as a program may do that uses the library */
        ys_language_set(argc > 2 ? argv[2] : "en");
        return ys__dashboard_write(argv[1], &input, NULL) != YS_OK;
    }
    test_standings();
    test_two_points();
    test_same_bytes();
    test_failures();
    ys__arena_free(&initiative.arena);
    return DONE();
}
