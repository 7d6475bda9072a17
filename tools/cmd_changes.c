/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd.h"
#include "tool.h"

struct args {
    const char *period, *since, *format;
    opt_list indicators;
    bool revisions;
};

static const opt options[] = {
    { "period", 'p', OPT_TEXT, offsetof(struct args, period), "P", N_("this period; every closed one unless given"),
      NULL },
    { "since", 0, OPT_TEXT, offsetof(struct args, since), "TIME",
      N_("since this date or time (UTC) instead of the closing; then all periods with data, unless --period"), NULL },
    { "indicator", 'i', OPT_LIST, offsetof(struct args, indicators), "I",
      N_("this indicator; may be given several times; all unless given"), NULL },
    { "revisions", 0, OPT_FLAG, offsetof(struct args, revisions), NULL,
      N_("how much values usually move 1, 2 and 4 periods after they were first published"), NULL },
    { "format", 'f', OPT_CHOICE, offsetof(struct args, format), "FORMAT", N_("text, csv or json"), tool_formats },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static ys_status make_changes(ys_table **out, const tool_work *w, ys_error *err)
{
    const struct args *args = w->args;
    ys_changes_options o = YS_CHANGES_OPTIONS_INIT;
    ys_changes *changes = NULL;
    ys_status status;

    o.period = args->period;
    o.since = args->since;
    o.indicators = args->indicators.items;
    o.n_indicators = args->indicators.n;
    status = ys_changes_make(&changes, w->store, &o, err);
    if (status == YS_OK)
        status = ys_changes_table(out, changes, err);
    ys_changes_free(changes);
    return status;
}

static ys_status make_revisions(ys_table **out, const tool_work *w, ys_error *err)
{
    const struct args *args = w->args;
    ys_revisions *revisions = NULL;
    ys_status status = ys_revisions_make(&revisions, w->store, args->indicators.items, args->indicators.n, err);

    if (status == YS_OK)
        status = ys_revisions_table(out, revisions, err);
    ys_revisions_free(revisions);
    return status;
}

static int print(const tool_work *w)
{
    const struct args *args = w->args;
    ys_error err = YS_ERROR_INIT;
    ys_table *table = NULL;
    int result;

    if ((args->revisions ? make_revisions : make_changes)(&table, w, &err) == YS_OK)
        result = tool_print(w->t, table, args->format);
    else
        result = report(&err);
    ys_table_free(table);
    return result;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    const struct args *args = given;

    if (args->revisions && (args->period || args->since))
        return usage_error(t, _("--revisions looks at all periods; --period and --since do not go with it"));
    return tool_on_store(t, given, operands, false, print);
}

const command cmd_changes = {
    .name = "changes",
    .operands = "",
    .summary = N_("shows what has changed since a period was closed"),
    .description = N_(
        "Every value of each closed period as it was at the closing, and now; under a value that differs the "
        "submissions that changed it, by how much, and the reason given with submit --amend. Where definitions were "
        "changed since, that is a cause of its own.\n\n"
        "--revisions tells how far a fresh number can be trusted: it sets each period's first published value (when it "
        "was closed, else when its reports were due) beside the same 1, 2 and 4 periods later, and gives the median "
        "and the largest of these movements. Below 3 periods it refuses."),
    .example = "yardstick changes --period FY2018Q1\n"
               "yardstick changes --since 2018-07-01 --format csv\n"
               "yardstick changes --revisions",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
