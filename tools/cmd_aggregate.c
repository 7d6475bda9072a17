/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd.h"
#include "tool.h"

struct args {
    const char *period, *from, *to, *window, *against, *as_of, *audience, *format;
    bool like_for_like;
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
    { "like-for-like", 0, OPT_FLAG, offsetof(struct args, like_for_like), NULL,
      N_("compare each window with the one before it, over the partners that are in both"), NULL },
    { "against", 0, OPT_TEXT, offsetof(struct args, against), "P",
      N_("with --like-for-like: the earlier period to compare a period with"), NULL },
    { "as-of", 0, OPT_TEXT, offsetof(struct args, as_of), "TIME",
      N_("what was known at this date or time (UTC), inclusive"), NULL },
    { "audience", 0, OPT_TEXT, offsetof(struct args, audience), "A",
      N_("who will read it: backbone; partner:ID and public are not served yet"), NULL },
    { "format", 'f', OPT_CHOICE, offsetof(struct args, format), "FORMAT", N_("text, csv or json"), tool_formats },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int print_results(const tool_work *w, const struct args *args, const ys_aggregate_options *o)
{
    ys_error err = YS_ERROR_INIT;
    ys_results *results = NULL;
    int status = ys_aggregate(&results, w->store, o, &err) == YS_OK ? tool_print_results(w->t, results, args->format)
                                                                    : report(&err);

    ys_results_free(results);
    return status;
}

static int print_comparisons(const tool_work *w, const struct args *args, const ys_aggregate_options *o)
{
    ys_error err = YS_ERROR_INIT;
    ys_panel *panel = NULL;
    ys_table *table = NULL;
    int status;

    if (ys_panel_make(&panel, w->store, o, args->against, &err) == YS_OK &&
        ys_panel_table(&table, panel, &err) == YS_OK)
        status = tool_print(w->t, table, args->format);
    else
        status = report(&err);
    ys_table_free(table);
    ys_panel_free(panel);
    return status;
}

static int print(const tool_work *w)
{
    const struct args *args = w->args;
    ys_aggregate_options o = YS_AGGREGATE_OPTIONS_INIT;

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
    return args->like_for_like ? print_comparisons(w, args, &o) : print_results(w, args, &o);
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    const struct args *args = given;

    if (args->period && (args->from || args->to))
        return usage_error(t, _("--period and --from with --to cannot stand together"));
    if (args->against && !args->like_for_like)
        return usage_error(t, _("--against needs --like-for-like"));
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
        "--by partner each partner, --by site,gender each site by gender.\n\n"
        "With --like-for-like each row sets two windows side by side: a period and the one before it (or --against), a "
        "longer window and the same a year before, over the partners that reported in both, each with the reports that "
        "both windows have. The change of a rate or a mean is split: within, the parts themselves moved; mix, cases "
        "moved between parts. The parts are the partners, or what --by names."),
    .example =
        "yardstick aggregate --period FY2018Q4\n"
        "yardstick aggregate --from FY2017Q1 --to FY2018Q4 --indicator jrl_visits --by '' --by site --format csv\n"
        "yardstick aggregate --like-for-like --period FY2018Q4 --against FY2017Q4 --indicator employed_q2 --by gender",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
