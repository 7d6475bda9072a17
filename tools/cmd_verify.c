/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd.h"
#include "tool.h"

static const opt options[] = {
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int verify(const tool_work *w)
{
    ys_error err = YS_ERROR_INIT;
    uint64_t events, submissions;

    if (ys_store_verify(w->store, &events, &submissions, &err) != YS_OK)
        return report(&err);
    printf(_("The store is sound and nothing was changed. Events in the log: %llu. Submissions: %llu.\n"),
           (unsigned long long)events, (unsigned long long)submissions);
    return EXIT_CLEAN;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    return tool_on_store(t, given, operands, false, verify);
}

const command cmd_verify = {
    .name = "verify",
    .operands = "",
    .summary = N_("checks that the store is whole and was never changed"),
    .description = N_(
        "Checks the file itself, the chain of the log, that every submission and every column of its rows is what was "
        "sealed when it was stored, and that the kept definitions are. Names the first thing that is not."),
    .example = "yardstick verify",
    .options = options,
    .run = run,
};
