/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd.h"
#include "tool.h"

struct args {
    const char *reason;
};

static const opt options[] = {
    { "reason", 'r', OPT_TEXT, offsetof(struct args, reason), "TEXT", N_("why; it is kept in the log"), NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int reopen_period(const tool_work *w)
{
    const struct args *args = w->args;
    ys_error err = YS_ERROR_INIT;
    char period[128];

    ys_initiative_period(period, sizeof period, w->initiative, w->operands->items[0]);
    if (ys_store_reopen_period(w->store, w->operands->items[0], args->reason, &err) != YS_OK)
        return report(&err);
    printf(_("%s is open again\n"), period);
    return EXIT_CLEAN;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    const struct args *args = given;

    if (args->reason == NULL)
        return usage_error(t, _("say with --reason why the period is opened again"));
    return tool_on_store(t, given, operands, false, reopen_period);
}

const command cmd_reopen = {
    .name = "reopen",
    .operands = "PERIOD",
    .least = 1,
    .most = 1,
    .summary = N_("opens a closed period again"),
    .description = N_(
        "Files for it are stored as before it was closed. Of a closed year a quarter alone may be opened. For a single "
        "correction submit --amend REASON is better: the period stays closed."),
    .example = "yardstick reopen FY2018Q1 --reason 'two partners had not reported'",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
