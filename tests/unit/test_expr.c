/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model.h"

#include "tap.h"

static ys__category answers[] = { { .code = "yes" }, { .code = "no" }, { .code = "unknown" } };

static ys__field fields[] = {
    { .name = "participant_id", .type = YS__FIELD_STRING, .role = YS__ROLE_PARTICIPANT },
    { .name = "visits", .type = YS__FIELD_INTEGER },
    { .name = "hours", .type = YS__FIELD_NUMBER },
    { .name = "employed_q2", .type = YS__FIELD_STRING, .list = answers, .n_list = 3 },
    { .name = "enrolled_on", .type = YS__FIELD_DATE },
    { .name = "exited_on", .type = YS__FIELD_DATE },
    { .name = "Event type", .type = YS__FIELD_STRING },
    { .name = "consent", .type = YS__FIELD_BOOLEAN },
    { .name = "opened", .type = YS__FIELD_TIME },
    { .name = "seen_at", .type = YS__FIELD_DATETIME },
    { .name = "month", .type = YS__FIELD_YEARMONTH },
    { .name = "period", .type = YS__FIELD_STRING, .role = YS__ROLE_PERIOD },
    { .name = "postcode", .type = YS__FIELD_STRING },
    { .name = "OR", .type = YS__FIELD_INTEGER },
};

static const ys__form form = { .id = "people", .fields = fields, .n = sizeof fields / sizeof *fields };

static const struct {
    const char *source;
    ys__type type;
} good[] = {
    { "visits", YS__TYPE_NUMBER },
    { "1.5e3 + .5 - visits * -2 / (hours)", YS__TYPE_NUMBER },
    { "employed_q2 = 'yes'", YS__TYPE_BOOL },
    { "'yes' != employed_q2", YS__TYPE_BOOL },
    { "employed_q2 in ('yes', 'no')", YS__TYPE_BOOL },
    { "employed_q2 not in ('yes')", YS__TYPE_BOOL },
    { "NOT employed_q2 IN ('yes') AND visits > 0", YS__TYPE_BOOL },
    { "visits between 1 and 5 and hours not between 1 and 2 or consent", YS__TYPE_BOOL },
    { "exited_on >= enrolled_on", YS__TYPE_BOOL },
    { "exited_on between '2018-07-01' and period_end", YS__TYPE_BOOL },
    { "'2018-07-01' <= exited_on", YS__TYPE_BOOL },
    { "employed_q2 is missing or visits is not missing", YS__TYPE_BOOL },
    { "visits is refused or visits is NOT_APPLICABLE", YS__TYPE_BOOL },
    { "participant_id is missing", YS__TYPE_BOOL },
    { "`Event type` = 'Adult''s'", YS__TYPE_BOOL },
    { "if(consent, visits, 0) + consent", YS__TYPE_NUMBER },
    { "if(consent, enrolled_on, '2018-07-01') < exited_on", YS__TYPE_BOOL },
    { "abs(round(hours, 1) - round(hours)) < 1", YS__TYPE_BOOL },
    { "days_between(enrolled_on, exited_on) <= 90", YS__TYPE_BOOL },
    { "years_between('2000-01-01', period_start)", YS__TYPE_NUMBER },
    { "consent = true and not consent = false", YS__TYPE_BOOL },
    { "consent = 1", YS__TYPE_BOOL },
    { "opened < '09:30' and opened > '08:00:30'", YS__TYPE_BOOL },
    { "seen_at > '2018-07-01T09:30' or seen_at < '2018-07-01'", YS__TYPE_BOOL },
    { "month = '2018-07'", YS__TYPE_BOOL },
    { "period >= '2018-07' and period <= '2018-09-30' and period >= period_start", YS__TYPE_BOOL },
    { "postcode between '19100' and '19199'", YS__TYPE_BOOL },
    { "OR > 1 or OR < 0", YS__TYPE_BOOL },
    { "if(visits > 1, 'a', 'b') = postcode", YS__TYPE_BOOL },
    { "\xC2\xA0visits\xC2\xA0> 1", YS__TYPE_BOOL },
};

static const struct {
    const char *source, *text, *hint;
    unsigned at, length;
} bad[] = {
    { "", "the expression ends where a name or a value was expected", "", 0, 1 },
    { "visit > 0", "the form people has no field visit", "perhaps visits", 0, 5 },
    { "Visits > 0", "the form people has no field Visits", "perhaps visits", 0, 6 },
    { "zzz > 0", "the form people has no field zzz",
      "its fields are participant_id, visits, hours, employed_q2, enrolled_on, exited_on, `Event type`, consent, …", 0,
      3 },
    { "Event type = 'x'", "the form people has no field Event", "this name stands in backquotes: `Event type`", 0, 5 },
    { "employed_q2 = yes", "the form people has no field yes", "a text stands in single quotes: 'yes'", 14, 3 },
    { "employed_q2 = 'yse'", "'yse' is not one of the values of employed_q2", "perhaps 'yes'", 14, 5 },
    { "employed_q2 in ('yes', 'quite')", "'quite' is not one of the values of employed_q2",
      "its values are 'yes', 'no', 'unknown'", 23, 7 },
    { "employed_q2 = \"yes\"", "the sign \" is not known here", "texts stand in plain single quotes: 'yes'", 14, 1 },
    { "employed_q2 = ‘yes’", "the sign ‘ is not known here", "texts stand in plain single quotes: 'yes'", 14, 3 },
    { "visits == 1", "the sign == is not known here", "write =", 7, 2 },
    { "visits <> 1", "the sign <> is not known here", "write !=", 7, 2 },
    { "visits ≥ 1", "the sign ≥ is not known here", "write >=", 7, 3 },
    { "visits > 1 && consent", "the sign && is not known here", "write and", 11, 2 },
    { "visits > 50%", "a percent sign has no place here", "write a share as a fraction: 0.5 for 50 %", 9, 3 },
    { "visits # 1", "the sign # is not known here", "", 7, 1 },
    { "visits > 2nd", "this is neither a number nor a name", "", 9, 2 },
    { "visits > '5'", "visits is a number, '5' is a text: they cannot be compared", "numbers stand without quotes", 0,
      12 },
    { "postcode = 19143", "postcode is a text, 19143 is a number: they cannot be compared",
      "texts stand in single quotes, even where they are digits", 0, 16 },
    { "consent = 'yes'", "consent is true or false, 'yes' is a text: they cannot be compared",
      "write consent = true, or = false", 0, 15 },
    { "exited_on > 5", "exited_on is a date, 5 is a number: they cannot be compared", "", 0, 13 },
    { "exited_on > '1/7/2018'", "'1/7/2018' is not a date", "write it as '2018-07-01'", 12, 10 },
    { "opened > '9h'", "'9h' is not a time of day", "write it as '09:30'", 9, 4 },
    { "month = 'July'", "'July' is not a month", "write it as '2018-07'", 8, 6 },
    { "employed_q2 < 'no'", "the values of employed_q2 have no order", "use =, != or in (…)", 0, 11 },
    { "participant_id = 'P1'", "participant_id is kept as a pseudonym and cannot be compared",
      "participants can be counted with distinct(), or asked whether they are missing", 0, 14 },
    { "exited_on - enrolled_on > 90",
      "exited_on is a date; only numbers can be added, subtracted, multiplied or divided",
      "write days_between(enrolled_on, exited_on)", 0, 9 },
    { "postcode + 1 > 2", "postcode is a text; only numbers can be added, subtracted, multiplied or divided", "", 0,
      8 },
    { "1 < visits < 5", "one comparison cannot follow another", "write a < b and b < c, or b between a and c", 11, 1 },
    { "visits and consent", "visits is a number; a condition was expected", "compare it, as in visits > 0", 0, 6 },
    { "visits", "visits is a number; a condition was expected", "compare it, as in visits > 0", 0, 6 },
    { "(visits > 1", "the expression ends where ) was expected", "", 11, 1 },
    { "visits > 1)", "the expression should have ended before this", "join conditions with and, or", 10, 1 },
    { "visits > ", "the expression ends where a name or a value was expected", "", 9, 1 },
    { "visits > 1 consent", "the expression should have ended before this", "join conditions with and, or", 11, 7 },
    { "visits in 1, 2", "( was expected here", "write in ('a', 'b')", 10, 1 },
    { "visits in ()", "a name or a value was expected here", "", 11, 1 },
    { "visits between 1, 2", "and was expected here", "write x between 1 and 5", 16, 1 },
    { "visits is 5", "after “is” a reason for being missing was expected",
      "write is missing, is not missing, or is followed by not_reported, not_applicable, not_collected, refused, "
      "unknown or "
      "suppressed; to compare values write =",
      10, 1 },
    { "visits + 1 is missing", "only a field can be missing", "ask it of each field alone, joined with or", 0, 10 },
    { "visits not 5", "in, between was expected here", "", 7, 3 },
    { "abs() > 1", "abs takes other values than these", "write abs(x)", 0, 3 },
    { "abs(1, 2) > 1", "abs takes other values than these", "write abs(x)", 0, 3 },
    { "if(visits, 1, 2) > 1", "visits is a number; a condition was expected", "compare it, as in visits > 0", 3, 6 },
    { "if(consent, 1, 'a') > 1", "'a' is a text, but 1 is a number: an if needs two of the same kind", "", 15, 3 },
    { "days_between(visits, exited_on) > 1", "visits is a number; a date was expected", "days_between needs two dates",
      13, 6 },
    { "rond(visits) > 1", "there is no function rond", "perhaps round", 0, 4 },
    { "upper(postcode) = 'A'", "there is no function upper",
      "the functions are if, abs, round, days_between, years_between", 0, 5 },
    { "sum(visits) > 1", "sum cannot stand inside an expression",
      "a measure stands alone; make an indicator of each part and write indicator('a') / indicator('b')", 0, 3 },
    { "postcode = 'abc", "this quote ' is never closed", "", 11, 1 },
    { "visits > true and or", "a name or a value was expected here", "", 18, 2 },
};

static bool parse(const char *source, const ys__form *of, bool condition, ys__expr **e, ys__arena *arena,
                  ys__expr_fault *f)
{
    *f = (ys__expr_fault){ 0 };
    return ys__expr_parse(e, arena, source, of, condition, f);
}

static void test_good(void)
{
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        ys__arena arena = { 0 };
        ys__expr_fault fault;
        ys__expr *e = NULL;

        if (OK(parse(good[i].source, &form, good[i].type == YS__TYPE_BOOL, &e, &arena, &fault), good[i].source))
            IS_INT(e->type, good[i].type, "its type");
        else
            printf("# %s; %s\n", fault.text, fault.hint);
        ys__arena_free(&arena);
    }
}

static void test_bad(void)
{
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ys__arena arena = { 0 };
        ys__expr_fault fault;
        ys__expr *e = NULL;

        if (OK(!parse(bad[i].source, &form, true, &e, &arena, &fault), bad[i].source)) {
            IS_TEXT(fault.text, bad[i].text, "what is wrong");
            IS_TEXT(fault.hint, bad[i].hint, "what would be right");
            IS_INT(fault.at, bad[i].at, "where");
            IS_INT(fault.length, bad[i].length, "how long");
        }
        ys__arena_free(&arena);
    }
}

static void test_deep(void)
{
    static char deep[12000];
    ys__arena arena = { 0 };
    ys__expr_fault fault;
    ys__expr *e;

    memset(deep, '(', 5000);
    OK(!parse(deep, &form, false, &e, &arena, &fault), "brackets without end");
    IS_TEXT(fault.text, "too many brackets within brackets", "says so");
    memset(deep, '-', 5000);
    OK(!parse(deep, &form, false, &e, &arena, &fault), "minus signs without end");
    memset(deep, ' ', 11000);
    OK(!parse(deep, &form, false, &e, &arena, &fault), "an endless expression");
    ys__arena_free(&arena);
}

static void test_tree(void)
{
    ys__arena arena = { 0 };
    ys__expr_fault fault;
    ys__expr *e = NULL;

    parse("visits + 2 * hours > 1 and exited_on = '2018-07-01'", &form, true, &e, &arena, &fault);
    IS_INT(e->op, YS__OP_AND, "and is the root");
    IS_INT(e->args[0]->op, YS__OP_GREATER, "a comparison binds tighter");
    IS_INT(e->args[0]->args[0]->op, YS__OP_ADD, "a sum tighter still");
    IS_INT(e->args[0]->args[0]->args[1]->op, YS__OP_MULTIPLY, "a product tightest");
    IS_INT(e->args[1]->args[1]->op, YS__OP_DATE, "a text beside a date is a date");
    IS_INT(e->args[1]->args[1]->integer, 17713, "in days");
    parse("visits - 1 - 2 = 0", &form, true, &e, &arena, &fault);
    IS_INT(e->args[0]->args[0]->op, YS__OP_SUBTRACT, "subtraction goes from the left");
    parse("not consent and consent", &form, true, &e, &arena, &fault);
    IS_INT(e->op, YS__OP_AND, "not binds tighter than and");
    parse("visits not in (1, 2)", &form, true, &e, &arena, &fault);
    IS_INT(e->op, YS__OP_NOT, "not in is not around in");
    IS_INT(e->args[0]->n, 3, "with all its values");
    parse("visits is not refused", &form, true, &e, &arena, &fault);
    IS_INT(e->args[0]->reason, YS__REFUSED, "the reason asked for");
    parse("month = '2018-07'", &form, true, &e, &arena, &fault);
    IS_INT(e->args[1]->integer, 2018 * 12 + 6, "a month in months");
    ys__arena_free(&arena);
}

static const struct {
    const char *source;
    int kind; /* -1: faulty */
    const char *text, *hint;
} measures[] = {
    { "count()", YS__COUNT, NULL, NULL },
    { "count(employed_q2 = 'yes')", YS__COUNT, NULL, NULL },
    { " sum ( visits ) ", YS__SUM, NULL, NULL },
    { "sum(consent)", YS__SUM, NULL, NULL },
    { "distinct(participant_id)", YS__DISTINCT, NULL, NULL },
    { "distinct(`Event type`)", YS__DISTINCT, NULL, NULL },
    { "share(employed_q2 = 'yes')", YS__SHARE, NULL, NULL },
    { "share(employed_q2 = 'yes', employed_q2 in ('yes', 'no'))", YS__SHARE, NULL, NULL },
    { "rate(hours, visits)", YS__RATE, NULL, NULL },
    { "mean(hours - visits)", YS__MEAN, NULL, NULL },
    { "mean(hours, visits)", YS__MEAN, NULL, NULL },
    { "median(hours)", YS__MEDIAN, NULL, NULL },
    { "quantile(hours, 0.25)", YS__QUANTILE, NULL, NULL },
    { "min(hours)", YS__MIN, NULL, NULL },
    { "max(days_between(enrolled_on, exited_on))", YS__MAX, NULL, NULL },
    { "reach(visits)", YS__REACH, NULL, NULL },
    { "given(hours)", YS__GIVEN, NULL, NULL },
    { "indicator('a') / indicator('b') * 1000", YS__FORMULA, NULL, NULL },
    { "1 - (indicator('a') + 2) / -indicator('b')", YS__FORMULA, NULL, NULL },
    { "", -1, "the measure is empty",
      "a measure is one of count, sum, distinct, share, rate, mean, median, quantile, min, max, reach, given, or a "
      "formula of "
      "indicators" },
    { "visits", -1, "a measure cannot begin with visits",
      "a measure is one of count, sum, distinct, share, rate, mean, median, quantile, min, max, reach, given, or a "
      "formula of "
      "indicators" },
    { "avg(visits)", -1, "a measure cannot begin with avg",
      "a measure is one of count, sum, distinct, share, rate, mean, median, quantile, min, max, reach, given, or a "
      "formula of "
      "indicators" },
    { "cuont()", -1, "a measure cannot begin with cuont", "perhaps count" },
    { "Sum(visits)", -1, "a measure cannot begin with Sum", "perhaps sum" },
    { "sum", -1, "after sum come brackets", "write sum(x)" },
    { "sum()", -1, "sum takes other values than these", "write sum(x)" },
    { "sum(visits, hours)", -1, "sum takes other values than these", "write sum(x)" },
    { "sum(visits", -1, "the expression ends where ) was expected", "write sum(x)" },
    { "sum(employed_q2)", -1, "employed_q2 is a text; a number was expected",
      "sum needs numbers; to count rows write count(employed_q2 = 'yes')" },
    { "mean(postcode)", -1, "postcode is a text; a number was expected",
      "mean needs numbers; if the column holds numbers, its field should have the type number or integer" },
    { "median(exited_on)", -1, "exited_on is a date; a number was expected",
      "median needs numbers; the days between two dates are days_between(from, to)" },
    { "count(visits)", -1, "visits is a number; a condition was expected", "compare it, as in visits > 0" },
    { "distinct(visits + 1)", -1, "distinct counts the different values of one field", "write distinct(field)" },
    { "quantile(hours, 25)", -1, "a quantile is a plain number between 0 and 1",
      "0.25 is the value a quarter of the rows lie below" },
    { "quantile(hours)", -1, "quantile takes other values than these", "write quantile(x, 0.25)" },
    { "share(hours)", -1, "hours is a number; a condition was expected", "compare it, as in hours > 0" },
    { "rate(hours)", -1, "rate takes other values than these", "write rate(x, y)" },
    { "sum(visits) / sum(hours)", -1, "a measure stands alone; nothing can follow it",
      "for a quotient of sums write rate(x, y); else make an indicator of each part and write indicator('a') / "
      "indicator('b')" },
    { "indicator(a) / 2", -1, "the id of an indicator was expected", "write indicator('id')" },
    { "indicator('a') / visits", -1, "visits cannot stand here",
      "a formula divides, adds, multiplies indicators: indicator('a') / indicator('b')" },
    { "indicator('a') > 1", -1, "indicator('a') > 1 is true or false; a number was expected", "" },
};

static void test_measures(void)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        ys__arena arena = { 0 };
        ys__expr_fault fault = { 0 };
        ys__measure m;
        bool fine = ys__measure_parse(&m, &arena, measures[i].source, &form, &fault);

        if (OK(fine == (measures[i].kind >= 0), measures[i].source)) {
            if (fine)
                IS_INT(m.kind, measures[i].kind, ys__measure_name(m.kind));
            else
                IS_TEXT(fault.text, measures[i].text, "what is wrong");
            if (!fine)
                IS_TEXT(fault.hint, measures[i].hint, "what would be right");
        } else if (!fine) {
            printf("# %s; %s\n", fault.text, fault.hint);
        }
        ys__arena_free(&arena);
    }
}

int main(void)
{
    test_good();
    test_bad();
    test_deep();
    test_tree();
    test_measures();
    return DONE();
}
