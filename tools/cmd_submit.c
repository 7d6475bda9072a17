/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "tool.h"

struct args {
    const char *partner, *form, *period, *accept, *amend, *format, *sheet;
};

static const char *const accepts[] = { "valid-rows", NULL };

static const opt options[] = {
    { "partner", 'p', OPT_TEXT, offsetof(struct args, partner), "ID", N_("whose file it is"), NULL },
    { "form", 'f', OPT_TEXT, offsetof(struct args, form), "ID", N_("the form it is"), NULL },
    { "period", 0, OPT_TEXT, offsetof(struct args, period), "P", N_("the period it is for"), NULL },
    { "sheet", 0, OPT_TEXT, offsetof(struct args, sheet), "NAME", N_("the sheet of a workbook"), NULL },
    { "accept", 0, OPT_CHOICE, offsetof(struct args, accept), "valid-rows",
      N_("store the good rows of a file that has bad ones"), accepts },
    { "amend", 0, OPT_TEXT, offsetof(struct args, amend), "REASON", N_("change a closed period, and say why"), NULL },
    { "format", 0, OPT_CHOICE, offsetof(struct args, format), "FORMAT", N_("of the receipts: text, csv or json"),
      tool_formats },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static const ys_table_column columns[] = {
    { "file", N_("File"), 0 },           { "outcome", N_("Outcome"), 0 },
    { "submission", N_("Number"), 1 },   { "partner", N_("Partner"), 0 },
    { "form", N_("Form"), 0 },           { "period", N_("Period"), 0 },
    { "rows", N_("Rows"), 1 },           { "accepted", N_("Accepted"), 1 },
    { "rejected", N_("Rejected"), 1 },   { "errors", N_("Errors"), 1 },
    { "warnings", N_("Warnings"), 1 },   { "replaces", N_("Replaces"), 0 },
    { "received", N_("Received"), 0 },   { "sha256", N_("SHA-256"), 0 },
    { "definitions", N_("Definitions"), 0 },
};

/* What the sinks share. */
struct progress {
    tool_lines lines;
    ys_table *table; /* NULL: receipts are printed as they come */
    size_t stored, unchanged, rejected, unreadable;
    uint64_t rows, accepted;
    bool findings;   /* of severity error, in anything */
    ys_error err;
};

static int take_finding(const ys_finding *f, void *ctx)
{
    struct progress *p = ctx;

    tool_finding(&p->lines, f);
    return 0;
}

static void print_outcome(const ys_receipt *r)
{
    if (strcmp(r->outcome, "rejected") == 0)
        printf("%s: %s", r->file, _("rejected, nothing was stored"));
    else if (strcmp(r->outcome, "unchanged") == 0)
        printf(_("%s: unchanged, submission %lld has these very bytes and counts"), r->file, (long long)r->submission);
    else
        printf(_("%s: stored as submission %lld"), r->file, (long long)r->submission);
    if (r->replaces)
        printf(_("; replaces %s"), r->replaced);
    putchar('\n');
}

static void print_receipt(const ys_receipt *r)
{
    static const char unknown[] = "?";

    print_outcome(r);
    printf("    %s, %s, %s", r->partner[0] ? r->partner : unknown, r->form[0] ? r->form : unknown,
           r->period[0] ? r->period : unknown);
    if (r->period_dates[0])
        printf(" (%s)", r->period_dates);
    printf(_(": rows in %llu = accepted %llu + rejected %llu"), (unsigned long long)r->rows,
           (unsigned long long)r->accepted, (unsigned long long)r->rejected);
    if (r->errors)
        printf(PLURAL("; %llu error", "; %llu errors", r->errors), (unsigned long long)r->errors);
    if (r->warnings)
        printf(PLURAL("; %llu warning", "; %llu warnings", r->warnings), (unsigned long long)r->warnings);
    printf("\n    %s %s; %s %s\n    SHA-256 %s\n", _("received"), r->received, _("definitions"), r->definitions,
           r->sha256);
}

static ys_status add_receipt(ys_table *table, const ys_receipt *r, ys_error *err)
{
    const char *const before[] = { r->file, r->outcome }, *const middle[] = { r->partner, r->form, r->period };
    const char *const after[] = { r->replaced, r->received, r->sha256, r->definitions };
    const uint64_t counts[] = { r->rows, r->accepted, r->rejected, r->errors, r->warnings };
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < 2; i++)
        status = ys_table_text(table, before[i], err);
    if (status == YS_OK)
        status = ys_table_number(table, r->submission ? (double)r->submission : NAN, err);
    for (size_t i = 0; status == YS_OK && i < 3; i++)
        status = ys_table_text(table, middle[i], err);
    for (size_t i = 0; status == YS_OK && i < 5; i++)
        status = ys_table_number(table, (double)counts[i], err);
    for (size_t i = 0; status == YS_OK && i < 4; i++)
        status = ys_table_text(table, after[i], err);
    return status;
}

static int take_receipt(const ys_receipt *r, void *ctx)
{
    struct progress *p = ctx;

    p->stored += strcmp(r->outcome, "stored") == 0;
    p->unchanged += strcmp(r->outcome, "unchanged") == 0;
    p->rejected += strcmp(r->outcome, "rejected") == 0;
    p->rows += r->rows;
    p->accepted += r->accepted;
    p->findings = p->findings || r->errors || strcmp(r->outcome, "rejected") == 0;
    if (strcmp(r->outcome, "unreadable") == 0) {
        p->unreadable++;
        fprintf(stderr, "yardstick: %s: %s: %s\n", r->file, _("error"), r->problem);
        return 0;
    }
    if (p->table) {
        tool_progress(_("submitted"), r->done, r->total);
        return add_receipt(p->table, r, &p->err) != YS_OK;
    }
    print_receipt(r);
    return 0;
}

static void print_sum(const struct progress *p)
{
    if (p->stored + p->unchanged + p->rejected < 2)
        return;
    printf(_("%zu stored, %zu unchanged, %zu rejected: rows in %llu = accepted %llu + rejected %llu\n"), p->stored,
           p->unchanged, p->rejected, (unsigned long long)p->rows, (unsigned long long)p->accepted,
           (unsigned long long)(p->rows - p->accepted));
}

static int finish(const tool *t, const struct args *args, const struct progress *p)
{
    int status = p->table ? tool_print(t, p->table, args->format) : EXIT_CLEAN;

    if (p->table == NULL)
        print_sum(p);
    if (p->unreadable)
        return EXIT_TROUBLE;
    return status == EXIT_CLEAN && p->findings ? EXIT_FINDINGS : status;
}

static int submit(const tool *t, const struct args *args, ys_store *store, const opt_list *paths)
{
    ys_submit_options o = YS_SUBMIT_OPTIONS_INIT;
    struct progress p = { .lines = { .t = t, .to = stderr }, .err = YS_ERROR_INIT };
    int status = EXIT_CLEAN, printed;

    o.partner = args->partner;
    o.form = args->form;
    o.period = args->period;
    o.sheet = args->sheet;
    o.accept_valid_rows = args->accept != NULL;
    o.amend = args->amend;
    if (tool_format(args->format) != YS_FORMAT_TEXT &&
        tool_table(&p.table, columns, sizeof columns / sizeof *columns, &p.err) != YS_OK)
        return report(&p.err);
    if (ys_submit(store, paths->items, paths->n, &o, take_finding, take_receipt, &p, &p.err) != YS_OK)
        status = report(&p.err);
    tool_lines_end(&p.lines);
    printed = finish(t, args, &p); /* what was stored before trouble came is stored, and told */
    ys_table_free(p.table);
    return status == EXIT_CLEAN ? printed : status;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    ys_initiative *initiative = NULL;
    ys_store *store = NULL;
    int status = tool_open_store(t, &initiative, &store, true);

    if (status == EXIT_CLEAN)
        status = submit(t, given, store, operands);
    ys_store_close(store);
    ys_initiative_free(initiative);
    return status;
}

const command cmd_submit = {
    .name = "submit",
    .operands = "FILE|DIR...",
    .least = 1,
    .most = SIZE_MAX,
    .summary = N_("checks files, stores them and prints receipts"),
    .description = N_(
        "Each file is stored whole or not at all. With a finding of severity error nothing of it is stored, unless "
        "--accept valid-rows is given; the other files go on. A folder stands for the .csv and .xlsx files in it, in "
        "the order of their names.\n\n"
        "Partner, form and period come from the options, else from the file's own columns, else from its name "
        "(PARTNER_FORM_PERIOD.csv), else from the only form whose fields match.\n\n"
        "A file sent again for the same period replaces the earlier one; nothing is deleted. The very bytes that count "
        "already change nothing. The first submission makes the store, yardstick.db, and beside it yardstick.key, the "
        "key of the participants' pseudonyms: keep a copy of it where nobody else can read it."),
    .example = "yardstick submit inbox\n"
               "yardstick submit --partner flp --form lab-activity --period FY2018Q1 visits.csv",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
