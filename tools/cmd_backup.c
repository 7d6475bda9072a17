/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd.h"
#include "tool.h"

static const opt options[] = {
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int backup(const tool_work *w)
{
    const char *path = w->operands->items[0];
    ys_error err = YS_ERROR_INIT;

    if (ys_store_backup(w->store, path, &err) != YS_OK)
        return report(&err);
    printf(_("The store was copied to %s. The key, yardstick.key, is not in it: keep that elsewhere.\n"), path);
    return EXIT_CLEAN;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    return tool_on_store(t, given, operands, false, backup);
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
