/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/eval.h"

#include "base/date.h"
#include "tap.h"

/* Five rows of a form with a field of each kind; the last row has nothing. */
enum { ROWS = 5, FIELDS = 7 };

static ys__category yes_no[] = { { .code = "yes" }, { .code = "no" } };

static ys__field fields[FIELDS] = {
    { .name = "visits", .type = YS__FIELD_INTEGER },
    { .name = "hours", .type = YS__FIELD_NUMBER },
    { .name = "employed", .type = YS__FIELD_STRING, .list = yes_no, .n_list = 2 },
    { .name = "entered", .type = YS__FIELD_DATE },
    { .name = "left", .type = YS__FIELD_DATE },
    { .name = "town", .type = YS__FIELD_STRING },
    { .name = "agreed", .type = YS__FIELD_BOOLEAN },
};

static const ys__form form = { .id = "test", .fields = fields, .n = FIELDS, .partner_field = -1, .site_field = -1,
                               .period_field = -1, .participant_field = -1, .withdrawn_field = -1 };

static ys__column columns[FIELDS] = {
    { .kind = YS__COLUMN_NUMBER }, { .kind = YS__COLUMN_NUMBER }, { .kind = YS__COLUMN_CODE },
    { .kind = YS__COLUMN_DATE },   { .kind = YS__COLUMN_DATE },   { .kind = YS__COLUMN_CODE },
    { .kind = YS__COLUMN_BOOL },
};

static void add_code(ys__column *c, const char *text)
{
    ys__column_add(c, ys__dict_add(&c->dict, ys__slice_of(text)));
}

static void make_rows(void)
{
    static const int visits[] = { 0, 3, 10, 2 }, hours[] = { 5, 25, 0, 75 };
    static const char *const employed[] = { "yes", "no", "yes", NULL }, *const towns[] = { "Lima", "Cali", "Ate",
                                                                                           "Cali" };

    for (int i = 0; i < ROWS - 1; i++) {
        ys__column_add_decimal(&columns[0], visits[i], 0);
        ys__column_add_decimal(&columns[1], hours[i], 1);
        if (employed[i])
            add_code(&columns[2], employed[i]);
        else
            ys__column_add_missing(&columns[2], YS__REFUSED);
        ys__column_add(&columns[3], ys__date_days(2018, 2, 10 + i));
        if (i < 3)
            ys__column_add(&columns[4], ys__date_days(2019, 2, 9 + 2 * i));
        else
            ys__column_add_missing(&columns[4], YS__NOT_APPLICABLE);
        add_code(&columns[5], towns[i]);
        ys__column_add(&columns[6], i % 2);
    }
    for (int f = 0; f < FIELDS; f++)
        ys__column_add_missing(&columns[f], YS__NOT_REPORTED);
}

/* 1 true, 0 false, ? unknown, a letter a row */
static const struct {
    const char *expr, *want;
} logic[] = {
    { "visits > 2", "0110?" },
    { "visits >= 3 and visits <= 3", "0100?" },
    { "employed = 'yes'", "101??" },
    { "employed != 'yes'", "010??" },
    { "not employed = 'yes'", "010??" },
    { "employed in ('yes', 'no')", "111??" },
    { "employed not in ('no')", "101??" },
    { "employed = 'yes' or visits > 1", "1111?" },
    { "employed = 'yes' and visits > 1", "001??" },
    { "employed = 'yes' and visits > 5", "0010?" },
    { "employed = 'no' and visits = 0", "0000?" },
    { "visits between 2 and 3", "0101?" },
    { "visits not between 2 and 3", "1010?" },
    { "employed is missing", "00011" },
    { "employed is refused", "00010" },
    { "employed is not missing", "11100" },
    { "left is not_applicable", "00010" },
    { "`left` >= entered", "111??" },
    { "entered < '2018-02-12'", "1100?" },
    { "town = 'Cali'", "0101?" },
    { "town < 'Cali'", "0010?" },
    { "agreed", "0101?" },
    { "not agreed", "1010?" },
    { "if(visits > 2, employed = 'no', agreed)", "0101?" },
    { "hours / visits > 1", "?001?" },
    { "entered between period_start and period_end", "1111?" },
    { "true or visits > 100", "11111" },
    { "false and visits > 100", "00000" },
};

static const struct {
    const char *expr;
    double want[ROWS]; /* NAN: missing */
} numbers[] = {
    { "visits + hours", { 0.5, 5.5, 10, 9.5, NAN } },
    { "visits * 2 - 1", { -1, 5, 19, 3, NAN } },
    { "-visits", { 0, -3, -10, -2, NAN } },
    { "hours / visits", { NAN, 2.5 / 3, 0, 3.75, NAN } },
    { "abs(visits - 3)", { 3, 0, 7, 1, NAN } },
    { "round(hours)", { 1, 3, 0, 8, NAN } },
    { "round(hours / 4, 1)", { 0.1, 0.6, 0, 1.9, NAN } },
    { "days_between(entered, left)", { 364, 365, 366, NAN, NAN } },
    { "years_between(entered, left)", { 0, 1, 1, NAN, NAN } },
    { "if(employed = 'yes', visits, 0)", { 0, 0, 10, NAN, NAN } },
    { "(employed = 'yes') + 1", { 2, 1, 2, NAN, NAN } },
};

static const ys__column *by_field[FIELDS];
static const ys__eval_rows rows = { by_field, 0, ROWS, 17532, 17896 }; /* 2018 */

static ys__expr *parse(ys__arena *arena, const char *text, bool condition)
{
    ys__expr_fault fault = { 0 };
    ys__expr *e = NULL;

    if (!ys__expr_parse(&e, arena, text, &form, condition, &fault))
        printf("# %s: %s\n", text, fault.text);
    return e;
}

static void conditions(ys__arena *arena)
{
    for (size_t i = 0; i < sizeof logic / sizeof *logic; i++) {
        ys__expr *e = parse(arena, logic[i].expr, true);
        uint8_t truth[ROWS];
        char got[ROWS + 1] = "";

        if (e && ys__eval_logic(e, &rows, truth, NULL) == YS_OK)
            for (int r = 0; r < ROWS; r++)
                got[r] = "01?"[truth[r]];
        IS_TEXT(got, logic[i].want, logic[i].expr);
    }
}

static void values(ys__arena *arena)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        ys__expr *e = parse(arena, numbers[i].expr, false);
        double got[ROWS];
        uint8_t why[ROWS];

        if (!OK(e && ys__eval_numbers(e, &rows, got, why, NULL) == YS_OK, numbers[i].expr))
            continue;
        for (int r = 0; r < ROWS; r++)
            IS_NEAR(why[r] ? NAN : got[r], numbers[i].want[r], 1e-15, "its value");
    }
}

static void reasons(ys__arena *arena)
{
    double got[ROWS];
    uint8_t why[ROWS];

    ys__eval_numbers(parse(arena, "employed = 'yes'", false), &rows, got, why, NULL);
    OK(why[3] == YS__REFUSED && why[4] == YS__NOT_REPORTED && why[0] == YS__MISSING_NONE,
       "a condition tells why it is unknown");
    ys__eval_numbers(parse(arena, "hours / visits", false), &rows, got, why, NULL);
    IS_INT(why[0], YS__NOT_APPLICABLE, "a division by zero is not applicable");
    by_field[0] = NULL;
    ys__eval_numbers(parse(arena, "visits + hours", false), &rows, got, why, NULL);
    IS_INT(why[1], YS__NOT_COLLECTED, "a field without a column was not collected");
}

int main(void)
{
    ys__arena arena = { 0 };

    make_rows();
    for (int f = 0; f < FIELDS; f++)
        by_field[f] = &columns[f];
    conditions(&arena);
    values(&arena);
    reasons(&arena);
    for (int f = 0; f < FIELDS; f++)
        ys__column_free(&columns[f]);
    ys__arena_free(&arena);
    return DONE();
}
