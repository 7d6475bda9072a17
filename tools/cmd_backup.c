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
    int status = tool_open_store(t, &initiative, &store, false);

    (void)given;
    if (status == EXIT_CLEAN && ys_store_backup(store, operands->items[0], &err) != YS_OK)
        status = report(&err);
    else if (status == EXIT_CLEAN)
        printf(_("The store was copied to %s. The key, yardstick.key, is not in it: keep that elsewhere.\n"),
               operands->items[0]);
    ys_store_close(store);
    ys_initiative_free(initiative);
    return status;
}

const command cmd_backup = {
    .name = "backup",
    .operands = "FILE",
    .least = 1,
    .most = 1,
    .summary = N_("writes a consistent copy of the store"),
    .description = N_(
        "The copy is whole while others go on reading and writing. To go back to it, put it in the place of "
        "yardstick.db. The key of the pseudonyms, yardstick.key, is not in it: without the key no more files can be "
        "submitted, so keep a copy of it as well, but in another safe place."),
    .example = "yardstick backup backups/2018-08-15.db",
    .options = options,
    .run = run,
};
