/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd.h"
#include "tool.h"

static const opt options[] = {
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

struct counts {
    tool *tool;
    size_t errors, warnings;
};

static int count(const ys_fault *fault, void *ctx)
{
    struct counts *counts = ctx;

    counts->errors += fault->is_error != 0;
    counts->warnings += fault->is_error == 0;
    tool_put_fault(counts->tool, fault, stdout);
    return 0;
}

static ys_status lint(tool *t, const opt_list *files, struct counts *counts, ys_error *err)
{
    ys_initiative *initiative = NULL;
    ys_status status;

    if (files->n)
        return ys_definitions_lint(files->items, files->n, count, counts, err);
    tool_speak(t);
    status = ys_initiative_open(&initiative, t->dir, count, counts, err);
    ys_initiative_free(initiative);
    return status;
}

static void print_sum(const struct counts *counts)
{
    if (counts->errors == 0 && counts->warnings == 0) {
        puts(_("The definitions are sound."));
        return;
    }
    printf(PLURAL("%zu error, ", "%zu errors, ", counts->errors), counts->errors);
    printf(PLURAL("%zu warning\n", "%zu warnings\n", counts->warnings), counts->warnings);
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    struct counts counts = { .tool = t };
    ys_error err = YS_ERROR_INIT;
    ys_status status = lint(t, operands, &counts, &err);

    (void)given;
    if (status != YS_OK && status != YS_E_DEFINITION) {
        report(&err);
        return EXIT_TROUBLE;
    }
    print_sum(&counts);
    return status == YS_OK ? EXIT_CLEAN : EXIT_TROUBLE;
}

const command cmd_lint = {
    .name = "lint",
    .operands = "[FILE]...",
    .most = SIZE_MAX,
    .summary = N_("checks the definitions: initiative.json and catalogs"),
    .description =
        N_("Every fault is told in one pass as FILE:LINE:COLUMN, with what is wrong and what would be right. "
           "Without FILE the initiative of the current folder is checked, with its catalogs and lists of "
           "partners.\n\n"
           "A FILE may be an initiative.json, which is checked with all it names, or a catalog on its own."),
    .example = "yardstick lint\nyardstick lint indicators/job-seekers.json",
    .options = options,
    .run = run,
};
