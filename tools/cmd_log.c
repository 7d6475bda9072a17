/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "cmd.h"
#include "tool.h"

struct args {
    const char *format;
};

static const opt options[] = {
    { "format", 'f', OPT_CHOICE, offsetof(struct args, format), "FORMAT", N_("text, csv or json"), tool_formats },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

/* People get a sentence, programs the event as it is sealed. */
static const ys_table_column columns[] = {
    { "number", N_("Number"), 1 }, { "at", N_("Time (UTC)"), 0 }, { "actor", N_("Who"), 0 },
    { "what", N_("What"), 0 },     { "detail", N_("Detail"), 0 }, { "hash", N_("Hash"), 0 },
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static const struct {
    const char *name, *words;
} deeds[] = {
    { "created", N_("created") }, { "stored", N_("stored") },     { "rejected", N_("rejected") },
    { "closed", N_("closed") },   { "reopened", N_("reopened") },
};

struct list {
    ys_table *table;
    bool for_people; /* without the hash */
    ys_error err;
};

static const char *words_of(const char *what)
{
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (strcmp(deeds[i].name, what) == 0)
            return _(deeds[i].words);
    return what;
}

static int take(const ys_event *e, void *ctx)
{
    struct list *list = ctx;
    const char *const texts[][2] = {
        { e->at, e->at }, { e->actor, e->actor }, { e->what, words_of(e->what) }, { e->detail, e->sentence },
        { e->hash, e->hash },
    };
    ys_status status = ys_table_number(list->table, (double)e->number, &list->err);

    for (size_t i = 0; status == YS_OK && i < (list->for_people ? 4u : 5u); i++)
        status = ys_table_text_shown(list->table, texts[i][0], texts[i][1], &list->err);
    return status != YS_OK;
}

static int print(const tool_work *w)
{
    const struct args *args = w->args;
    struct list list = { .for_people = tool_format(args->format) == YS_FORMAT_TEXT, .err = YS_ERROR_INIT };
    int status;

    if (tool_table(&list.table, columns, list.for_people ? COLUMNS - 1 : COLUMNS, &list.err) == YS_OK &&
        ys_store_log(w->store, take, &list, &list.err) == YS_OK)
        status = tool_print(w->t, list.table, args->format);
    else
        status = report(&list.err);
    ys_table_free(list.table);
    return status;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    return tool_on_store(t, given, operands, false, print);
}

const command cmd_log = {
    .name = "log",
    .operands = "",
    .summary = N_("tells what happened in the store, and who did it"),
    .description = N_(
        "Every file that was stored or rejected, every period that was closed or opened again, oldest first. "
        "Each event is sealed with a hash over itself and the "
        "hash of the one before (shown by --format csv or json), so that none can be changed or taken out unnoticed: "
        "yardstick verify checks that."),
    .example = "yardstick log\n"
               "yardstick log --format json",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
