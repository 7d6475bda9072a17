/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd.h"
#include "tool.h"

struct args {
    const char *period, *from, *to, *window, *as_of, *audience, *format;
    opt_list indicators, by;
};

static const char *const windows[] = { "period", "ytd", "rolling4", "year", NULL };

static const opt options[] = {
    { "period", 'p', OPT_TEXT, offsetof(struct args, period), "P",
      N_("the period; the newest one with data unless given"), NULL },
    { "from", 0, OPT_TEXT, offsetof(struct args, from), "P", N_("the first of several periods"), NULL },
    { "to", 0, OPT_TEXT, offsetof(struct args, to), "P", N_("the last of several periods"), NULL },
    { "window", 'w', OPT_CHOICE, offsetof(struct args, window), "W",
      N_("what is pooled: period, ytd (the year to date), rolling4 (four quarters) or year"), windows },
    { "indicator", 'i', OPT_LIST, offsetof(struct args, indicators), "I",
      N_("this indicator; may be given several times; all unless given"), NULL },
    { "by", 'b', OPT_LIST, offsetof(struct args, by), "D,D...",
      N_("break down by partner, site or dimensions; several times: several groupings in one table"), NULL },
    { "as-of", 0, OPT_TEXT, offsetof(struct args, as_of), "TIME",
      N_("what was known at this date or time (UTC), inclusive"), NULL },
    { "audience", 0, OPT_TEXT, offsetof(struct args, audience), "A",
      N_("who will read it: backbone, partner:ID or public"), NULL },
    { "format", 'f', OPT_CHOICE, offsetof(struct args, format), "FORMAT", N_("text, csv or json"), tool_formats },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int print(const tool_work *w)
{
    const struct args *args = w->args;
    ys_aggregate_options o = YS_AGGREGATE_OPTIONS_INIT;
    ys_error err = YS_ERROR_INIT;
    ys_results *results = NULL;
    ys_table *table = NULL;
    int status;

    o.period = args->period;
    o.from = args->from;
    o.to = args->to;
    o.window = args->window;
    o.indicators = args->indicators.items;
    o.n_indicators = args->indicators.n;
    o.by = args->by.items;
    o.n_by = args->by.n;
    o.as_of = args->as_of;
    o.audience = args->audience;
    if (ys_aggregate(&results, w->store, &o, &err) == YS_OK &&
        ys_results_table(&table, results, &err) == YS_OK)
        status = tool_print(w->t, table, args->format);
    else
        status = report(&err);
    ys_table_free(table);
    ys_results_free(results);
    return status;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    const struct args *args = given;

    if (args->period && (args->from || args->to))
        return usage_error(t, _("--period and --from with --to cannot stand together"));
    return tool_on_store(t, given, operands, false, print);
}

const command cmd_aggregate = {
    .name = "aggregate",
    .operands = "",
    .summary = N_("prints the results of a period as a table"),
    .description = N_(
        "Every number is computed anew from the rows that count, and stands beside its numerator and denominator, its "
        "confidence interval (95%) and the number of partners in it. As CSV or JSON, shares are fractions from 0 to "
        "1.\n\n"
        "With --by given several times there are several groupings in one table: --by '' is the whole initiative, "
        "--by partner each partner, --by site,gender each site by gender."),
    .example =
        "yardstick aggregate --period FY2018Q4\n"
        "yardstick aggregate --from FY2017Q1 --to FY2018Q4 --indicator jrl_visits --by '' --by site --format csv",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
