/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/export.h>

#include "cmd.h"
#include "tool.h"

struct args {
    const char *what, *output;
};

static const char *const kinds[] = { "sqlite", NULL };

static const opt options[] = {
    { "what", 0, OPT_CHOICE, offsetof(struct args, what), "WHAT",
      N_("sqlite: everything received, as plain tables of an SQLite file"), kinds },
    { "output", 'o', OPT_TEXT, offsetof(struct args, output), "PATH", N_("where to write; must not exist yet"), NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int write_copy(const tool_work *w)
{
    const struct args *args = w->args;
    ys_error err = YS_ERROR_INIT;

    return ys_export_sqlite(w->store, args->output, &err) == YS_OK ? EXIT_CLEAN : report(&err);
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    const struct args *args = given;

    if (args->output == NULL)
        return usage_error(t, _("say with -o where to write"));
    return tool_on_store(t, given, operands, false, write_copy);
}

const command cmd_export = {
    .name = "export",
    .operands = "",
    .summary = N_("writes the data in an open format for other programs"),
    .description = N_(
        "With --what sqlite: a table \"submission\" and one table for each form with every row received, its "
        "submission, partner and period, each field and beside it the reason why it is missing. Participants are "
        "pseudonyms."),
    .example = "yardstick export --what sqlite -o plain.sqlite",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
