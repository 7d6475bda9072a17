/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd.h"
#include "tool.h"

static const opt options[] = {
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int close_period(const tool_work *w)
{
    ys_error err = YS_ERROR_INIT;
    char period[128];

    ys_initiative_period(period, sizeof period, w->initiative, w->operands->items[0]);
    if (ys_store_close_period(w->store, w->operands->items[0], &err) != YS_OK)
        return report(&err);
    printf(_("%s is closed: only submit --amend REASON changes it now\n"), period);
    return EXIT_CLEAN;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    return tool_on_store(t, given, operands, false, close_period);
}

const command cmd_close = {
    .name = "close",
    .operands = "PERIOD",
    .least = 1,
    .most = 1,
    .summary = N_("closes a period, so that its numbers stay as they were published"),
    .description = N_(
        "From then on a file for the period is rejected, unless submit --amend REASON says why it must change. Closing "
        "a year closes its quarters and months with it. Who closed what, and when, stands in the log; "
        "aggregate --as-of shows the numbers as they were.\n\n"
        "A register goes by dates: a file for a later period may still tell something of people in a closed one."),
    .example = "yardstick close FY2018Q1",
    .options = options,
    .run = run,
};
