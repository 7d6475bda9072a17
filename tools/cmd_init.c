/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd.h"
#include "tool.h"

struct args {
    opt_list catalogs;
};

static const opt options[] = {
    { "catalog", 'c', OPT_LIST, offsetof(struct args, catalogs), "NAME",
      N_("use this catalog; may be given several times; a small one of your own unless given"), NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int run(tool *t, const void *given, const opt_list *operands)
{
    const struct args *args = given;
    const char *dir = operands->items[0];
    ys_error err = YS_ERROR_INIT;

    if (t->dir)
        return usage_error(t, _("init takes the new folder as its argument, not with -C"));
    if (ys_initiative_create(dir, args->catalogs.items, args->catalogs.n, tool_fault, t, &err) != YS_OK) {
        report(&err);
        return EXIT_TROUBLE;
    }
    printf(_("%s is laid out:\n"), dir);
    printf("  initiative.json  %s\n", _("partners, calendar, targets: put your own in"));
    if (args->catalogs.n == 0)
        printf("  indicators/starter.json  %s\n", _("what is measured: change it, or name a catalog instead"));
    printf("  inbox/  %s\n", _("for the files of the partners"));
    printf("  reports/  %s\n", _("for what Yardstick writes"));
    printf("%s: yardstick -C %s lint\n", _("Next"), dir);
    return EXIT_CLEAN;
}

const command cmd_init = {
    .name = "init",
    .operands = "DIR",
    .least = 1,
    .most = 1,
    .summary = N_("lays out a new initiative"),
    .description = N_("Makes the folder with an initiative.json of two partners to begin with, and indicators/, inbox/ "
                      "and reports/. What is there already is never overwritten."),
    .example = "yardstick init my-initiative --catalog job-seekers",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
