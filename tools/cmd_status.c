/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "cmd.h"
#include "tool.h"

struct args {
    const char *period, *format;
};

static const opt options[] = {
    { "period", 'p', OPT_TEXT, offsetof(struct args, period), "P",
      N_("the period; the newest one with data unless given"), NULL },
    { "format", 'f', OPT_CHOICE, offsetof(struct args, format), "FORMAT", N_("text, csv or json"), tool_formats },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static const ys_table_column columns[] = {
    { "partner", N_("Partner"), 0 },   { "form", N_("Form"), 0 }, { "period", N_("Period"), 0 },
    { "status", N_("Status"), 0 },     { "due", N_("Due"), 0 },   { "received", N_("Received (UTC)"), 0 },
    { "rows", N_("Rows"), 1 },         { "submission", N_("Number"), 1 }, { "closed", N_("Closed"), 0 },
};

/* In the order of the sum; a status has a word for programs and words for people. */
static const struct {
    const char *name, *words;
} statuses[] = {
    { "complete", N_("complete") }, { "late", N_("late") },           { "missing", N_("missing") },
    { "rejected", N_("rejected") }, { "not_due", N_("not due yet") },
};

enum { STATUSES = sizeof statuses / sizeof *statuses };

struct list {
    ys_table *table;
    size_t counts[STATUSES], total;
    ys_error err;
};

static const char *words_of(struct list *list, const char *name)
{
    for (size_t i = 0; i < STATUSES; i++) {
        if (strcmp(statuses[i].name, name) == 0) {
            list->counts[i]++;
            return _(statuses[i].words);
        }
    }
    return name;
}

static int take(const ys_due *d, void *ctx)
{
    struct list *list = ctx;
    char period[128], received[32], closed[16];
    const char *const texts[][2] = {
        { d->partner, d->partner },
        { d->form, d->form },
        { d->period, period },
        { d->status, words_of(list, d->status) },
        { d->due, d->due },
        { d->received, received },
    };
    ys_status status = YS_OK;

    list->total++;
    snprintf(period, sizeof period, d->period_dates[0] ? "%s (%s)" : "%s", d->period, d->period_dates);
    received[0] = '\0';
    if (strlen(d->received) == 20) /* people get the minute */
        snprintf(received, sizeof received, "%.10s %.5s", d->received, d->received + 11);
    for (size_t i = 0; status == YS_OK && i < sizeof texts / sizeof *texts; i++)
        status = ys_table_text_shown(list->table, texts[i][0], texts[i][1], &list->err);
    if (status == YS_OK)
        status = ys_table_number(list->table, d->submission ? (double)d->rows : NAN, &list->err);
    if (status == YS_OK)
        status = ys_table_number(list->table, d->submission ? (double)d->submission : NAN, &list->err);
    snprintf(closed, sizeof closed, "%.10s", d->closed);
    if (status == YS_OK)
        status = ys_table_text_shown(list->table, d->closed, closed, &list->err);
    return status != YS_OK;
}

static void print_sum(const struct list *list)
{
    const char *comma = "";

    if (list->total == 0) {
        printf("%s\n", _("No report is due in this period."));
        return;
    }
    printf(PLURAL("%zu report: ", "%zu reports: ", list->total), list->total);
    for (size_t i = 0; i < STATUSES; i++) {
        printf("%s%zu %s", comma, list->counts[i], _(statuses[i].words));
        comma = ", ";
    }
    putchar('\n');
}

static int print(const tool_work *w)
{
    const struct args *args = w->args;
    bool for_people = tool_format(args->format) == YS_FORMAT_TEXT;
    struct list list = { .err = YS_ERROR_INIT };
    int status;

    if (tool_table(&list.table, columns, sizeof columns / sizeof *columns, &list.err) != YS_OK ||
        ys_store_due(w->store, args->period, take, &list, &list.err) != YS_OK) {
        status = report(&list.err);
    } else {
        status = list.total || !for_people ? tool_print(w->t, list.table, args->format) : EXIT_CLEAN;
        if (for_people)
            print_sum(&list);
    }
    ys_table_free(list.table);
    return status;
}

/* Before the first submission all is missing. */
static int run(tool *t, const void *given, const opt_list *operands)
{
    return tool_on_store(t, given, operands, true, print);
}

const command cmd_status = {
    .name = "status",
    .operands = "",
    .summary = N_("shows who has sent what"),
    .description = N_(
        "A line for every report that is due in the period, by partner and form: complete, late (it came after its due "
        "date), missing, rejected (what came had errors, nothing was stored) or not due yet. The due date is the last "
        "day of the report's period and \"due_days\" of the initiative more. Where a period was closed, the table says "
        "when."),
    .example = "yardstick status --period FY2018Q3",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
