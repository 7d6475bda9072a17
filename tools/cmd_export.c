/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <yardstick/export.h>

#include "cmd.h"
#include "tool.h"

struct args {
    const char *what, *output;
};

static const char *const kinds[] = { "results", "records", "datapackage", "sqlite", NULL };

/* In the order of kinds. */
static ys_status (*const exports[])(ys_store *, const char *, ys_error *) = {
    ys_export_results,
    ys_export_records,
    ys_export_package,
    ys_export_sqlite,
};

static const opt options[] = {
    { "what", 0, OPT_CHOICE, offsetof(struct args, what), "WHAT",
      N_("results (unless given), records, datapackage or sqlite"), kinds },
    { "output", 'o', OPT_TEXT, offsetof(struct args, output), "PATH",
      N_("where to write: a file, or for records and datapackage a folder"), NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int write_export(const tool_work *w)
{
    const struct args *args = w->args;
    ys_error err = YS_ERROR_INIT;
    size_t kind = 0;

    while (args->what && strcmp(kinds[kind], args->what) != 0)
        kind++;
    return exports[kind](w->store, args->output, &err) == YS_OK ? EXIT_CLEAN : report(&err);
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    const struct args *args = given;

    if (args->output == NULL)
        return usage_error(t, _("say with -o where to write"));
    return tool_on_store(t, given, operands, false, write_export);
}

const command cmd_export = {
    .name = "export",
    .operands = "",
    .summary = N_("writes the data in an open format for other programs"),
    .description = N_(
        "results: every number of all periods, as aggregate --format csv has it. records: a folder with "
        "submissions.csv and a file for each form that holds every row received, its submission, partner and "
        "period, whether it counts or was replaced, each field and beside it the reason why it is missing. "
        "datapackage: both together with datapackage.json, which describes every column for other programs "
        "(Frictionless Data Package). sqlite: the records as plain tables of an SQLite file, which must not exist "
        "yet.\n\n"
        "Participants are pseudonyms. A text that a spreadsheet would take for a formula gets a ' in front."),
    .example = "yardstick export -o results.csv\n"
               "yardstick export --what datapackage -o package",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
