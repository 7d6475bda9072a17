/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd.h"
#include "tool.h"

static const opt options[] = {
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int run(tool *t, const void *given, const opt_list *operands)
{
    ys_initiative *initiative = NULL;
    ys_store *store = NULL;
    ys_error err = YS_ERROR_INIT;
    uint64_t events, submissions;
    int status = tool_open_store(t, &initiative, &store, false);

    (void)given;
    (void)operands;
    if (status == EXIT_CLEAN && ys_store_verify(store, &events, &submissions, &err) != YS_OK)
        status = report(&err);
    else if (status == EXIT_CLEAN)
        printf(_("The store is sound and nothing was changed. Events in the log: %llu. Submissions: %llu.\n"),
               (unsigned long long)events, (unsigned long long)submissions);
    ys_store_close(store);
    ys_initiative_free(initiative);
    return status;
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
