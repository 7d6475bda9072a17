/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/study.h>

#include "cmd.h"
#include "tool.h"

struct args {
    const char *period, *window, *compare, *as_of, *format;
    bool trend, chart;
};

static const char *const windows[] = { "period", "ytd", "rolling4", "year", NULL };

static const opt options[] = {
    { "period", 'p', OPT_TEXT, offsetof(struct args, period), "P",
      N_("the period; the newest one with data unless given"), NULL },
    { "window", 'w', OPT_CHOICE, offsetof(struct args, window), "W",
      N_("what is pooled: period, ytd (the year to date), rolling4 (four quarters) or year"), windows },
    { "compare", 'c', OPT_TEXT, offsetof(struct args, compare), "WITH",
      N_("compare partner, site or a dimension with the rest, or the period with prior or baseline"), NULL },
    { "trend", 0, OPT_FLAG, offsetof(struct args, trend), NULL,
      N_("whether the periods so far show a trend, and what comes next"), NULL },
    { "chart", 0, OPT_FLAG, offsetof(struct args, chart), NULL,
      N_("a control chart of the periods so far: which changes are signals"), NULL },
    { "as-of", 0, OPT_TEXT, offsetof(struct args, as_of), "TIME",
      N_("what was known at this date or time (UTC), inclusive"), NULL },
    { "format", 'f', OPT_CHOICE, offsetof(struct args, format), "FORMAT", N_("text, csv or json"), tool_formats },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static const ys_table_column columns[] = {
    { "indicator", N_("Indicator"), 0 },
    { "period", N_("Period"), 0 },
    { "kind", N_("Kind"), 0 },
    { "by", N_("By"), 0 },
    { "group", N_("Group"), 0 },
    { "against", N_("Against"), 0 },
    { "n", "n", 1 },
    { "value", N_("Value"), 1 },
    { "low", N_("Low"), 1 },
    { "high", N_("High"), 1 },
    { "mean", N_("Mean"), 1 },
    { "sd", N_("Standard deviation"), 1 },
    { "min", N_("Least"), 1 },
    { "q1", N_("First quartile"), 1 },
    { "median", N_("Median"), 1 },
    { "q3", N_("Third quartile"), 1 },
    { "max", N_("Most"), 1 },
    { "other", N_("Compared with"), 1 },
    { "difference", N_("Difference"), 1 },
    { "difference_low", N_("Difference, low"), 1 },
    { "difference_high", N_("Difference, high"), 1 },
    { "test", N_("Test"), 0 },
    { "statistic", N_("Statistic"), 1 },
    { "p", "p", 1 },
    { "p_adjusted", N_("p, adjusted"), 1 },
    { "effect", N_("Effect"), 1 },
    { "effect_low", N_("Effect, low"), 1 },
    { "effect_high", N_("Effect, high"), 1 },
    { "effect_name", N_("Kind of effect"), 0 },
    { "sentence", N_("In words"), 0 },
};

static ys_status put_row(ys_table *table, const ys_study_row *r, ys_error *err)
{
    const char *first[] = { r->indicator, r->period, r->kind, r->by, r->group, r->against };
    const double numbers[] = { (double)r->n, r->value, r->low, r->high, r->mean, r->sd, r->min, r->q1, r->median, r->q3,
                               r->max, r->other, r->difference, r->difference_low, r->difference_high };
    const double tests[] = { r->statistic, r->p, r->p_adjusted, r->effect, r->effect_low, r->effect_high };
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < sizeof first / sizeof *first; i++)
        status = ys_table_text(table, first[i], err);
    for (size_t i = 0; status == YS_OK && i < sizeof numbers / sizeof *numbers; i++)
        status = ys_table_number(table, numbers[i], err);
    if (status == YS_OK)
        status = ys_table_text(table, r->test, err);
    for (size_t i = 0; status == YS_OK && i < sizeof tests / sizeof *tests; i++)
        status = ys_table_number(table, tests[i], err);
    if (status == YS_OK)
        status = ys_table_text(table, r->effect_name, err);
    return status == YS_OK ? ys_table_text(table, r->sentence, err) : status;
}

static int print_table(const tool *t, const ys_study *study, const char *format)
{
    ys_error err = YS_ERROR_INIT;
    ys_table *table = NULL;
    ys_status status = tool_table(&table, columns, sizeof columns / sizeof *columns, &err);
    int result;

    for (size_t i = 0; status == YS_OK && i < ys_study_count(study); i++)
        status = put_row(table, ys_study_get(study, i), &err);
    result = status == YS_OK ? tool_print(t, table, format) : report(&err);
    ys_table_free(table);
    return result;
}

/* For people a study is its sentences, under the name of each indicator. */
static int print_sentences(const ys_study *study)
{
    const char *before = "";

    for (size_t i = 0; i < ys_study_count(study); i++) {
        const ys_study_row *r = ys_study_get(study, i);

        if (r->indicator != before)
            printf("%s%s: %s, n = %lld\n", i ? "\n" : "", r->indicator, r->dates, (long long)r->n);
        before = r->indicator;
        fputs("  ", stdout);
        opt_wrap(stdout, r->sentence, 4);
    }
    return EXIT_CLEAN;
}

static int print(const tool_work *w)
{
    const struct args *args = w->args;
    ys_study_options o = YS_STUDY_OPTIONS_INIT;
    ys_error err = YS_ERROR_INIT;
    ys_study *study = NULL;
    int status;

    o.period = args->period;
    o.window = args->window;
    o.as_of = args->as_of;
    o.compare = args->compare;
    o.trend = args->trend;
    o.chart = args->chart;
    o.indicators = w->operands->items;
    o.n_indicators = w->operands->n;
    if (ys_study_make(&study, w->store, &o, &err) != YS_OK)
        status = report(&err);
    else if (tool_format(args->format) == YS_FORMAT_TEXT)
        status = print_sentences(study);
    else
        status = print_table(w->t, study, args->format);
    ys_study_free(study);
    return status;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    return tool_on_store(t, given, operands, false, print);
}

const command cmd_stats = {
    .name = "stats",
    .operands = "[INDICATOR]...",
    .least = 0,
    .most = SIZE_MAX,
    .summary = N_("tells what the numbers show, and what may be chance"),
    .description = N_(
        "Describes indicators and, with --compare, tells whether partners, sites or groups differ from the rest, or "
        "the period from the one before or the baseline, by the test that fits the measure, with an interval of the "
        "difference and corrected for the number of comparisons. Of shares it also tells how far apart groups are, and "
        "which partners or sites lie outside what chance allows for their size.\n\n"
        "--trend and --chart look back over the periods so far: is there a trend, what comes next and how likely is "
        "the target, and which changes are signals rather than the usual ups and downs. An indicator with an analysis "
        "in its catalog (before and after, by dose, time to an event) gets that as well. Every result has a sentence; "
        "CSV and JSON have all its numbers."),
    .example = "yardstick stats employed_q2 --compare prior\n"
               "yardstick stats employed_q2 --compare gender --format csv\n"
               "yardstick stats jrl_visits --trend --chart",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
