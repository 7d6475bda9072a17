/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/trace.h>

#include <stdlib.h>

#include "cmd.h"
#include "tool.h"

struct args {
    const char *period, *window, *partner, *as_of, *format;
    opt_list by;
};

static const char *const windows[] = { "period", "ytd", "rolling4", "year", NULL };

static const opt options[] = {
    { "period", 'p', OPT_TEXT, offsetof(struct args, period), "P",
      N_("the period; the newest one with data unless given"), NULL },
    { "window", 'w', OPT_CHOICE, offsetof(struct args, window), "W",
      N_("what is pooled: period, ytd (the year to date), rolling4 (four quarters) or year"), windows },
    { "partner", 0, OPT_TEXT, offsetof(struct args, partner), "PARTNER", N_("only this partner's numbers"), NULL },
    { "by", 'b', OPT_LIST, offsetof(struct args, by), "D,D...", N_("each of the numbers broken down so"), NULL },
    { "as-of", 0, OPT_TEXT, offsetof(struct args, as_of), "TIME",
      N_("what was known at this date or time (UTC), inclusive"), NULL },
    { "format", 'f', OPT_CHOICE, offsetof(struct args, format), "FORMAT", N_("text, csv or json"), tool_formats },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int print(const tool_work *w)
{
    const struct args *args = w->args;
    ys_aggregate_options o = YS_AGGREGATE_OPTIONS_INIT;
    ys_error err = YS_ERROR_INIT;
    ys_trace *trace = NULL;
    char *text = NULL;
    size_t n = 0;
    int status = EXIT_CLEAN;

    o.period = args->period;
    o.window = args->window;
    o.indicators = &w->operands->items[0];
    o.n_indicators = 1;
    o.by = args->by.items;
    o.n_by = args->by.n;
    o.as_of = args->as_of;
    if (ys_trace_make(&trace, w->store, &o, args->partner, &err) != YS_OK ||
        ys_trace_render(trace, tool_format(args->format), tool_width(), tool_color(w->t, stdout), &text, &n, &err) !=
            YS_OK)
        status = report(&err);
    else
        fwrite(text, 1, n, stdout);
    free(text);
    ys_trace_free(trace);
    return status;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    return tool_on_store(t, given, operands, false, print);
}

const command cmd_trace = {
    .name = "trace",
    .operands = "INDICATOR",
    .least = 1,
    .most = 1,
    .summary = N_("tells why a number is what it is"),
    .description = N_(
        "Shows a result with its numerator and denominator, its interval, who has reported, the days its rows lie in, "
        "and how many rows were left out or have no value, by reason; how it is computed, in words and as it is "
        "defined; what each partner and each of its files (#62: submission 62) gave to it; and the files with their "
        "hash and time of receipt. The numerators and denominators of the files add up to those of the result. An "
        "indicator made of indicators is traced with all its parts.\n\n"
        "CSV and JSON have a row for each result, and below it one for each submission. Shares are fractions there."),
    .example = "yardstick trace employed_q2 --period FY2018Q4\n"
               "yardstick trace jrl_visits --period FY2018Q4 --partner flp --by site",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
