/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <yardstick/check.h>

#include "cmd.h"
#include "tool.h"

struct args {
    const char *partner, *form, *schema, *period, *sheet, *format, *output;
};

static const char *const formats[] = { "text", "json", "csv", "xlsx", NULL };

static const opt options[] = {
    { "partner", 'p', OPT_TEXT, offsetof(struct args, partner), "ID", N_("whose file it is"), NULL },
    { "form", 'f', OPT_TEXT, offsetof(struct args, form), "ID", N_("the form it is"), NULL },
    { "schema", 0, OPT_TEXT, offsetof(struct args, schema), "FILE",
      N_("check against a Table Schema, strictly, without an initiative"), NULL },
    { "period", 0, OPT_TEXT, offsetof(struct args, period), "P", N_("the period it is for"), NULL },
    { "sheet", 0, OPT_TEXT, offsetof(struct args, sheet), "NAME", N_("the sheet of a workbook"), NULL },
    { "format", 0, OPT_CHOICE, offsetof(struct args, format), "FORMAT", N_("text, json, csv, or with -o xlsx"),
      formats },
    { "output", 'o', OPT_TEXT, offsetof(struct args, output), "FILE", N_("write to a file, not to the terminal"),
      NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

/* A screen holds few lines: of each kind of finding in a column so many are shown there, the others are counted. */
enum { SHOWN = 5, KINDS = 64 };

typedef struct kind {
    char column[8], code[48];
    unsigned long long shown, more, last_row;
} kind;

/* What the sink works with. */
struct checking {
    const tool *t;
    FILE *to;
    char format; /* the first letter of its name */
    bool errors, failed;
    bool brief;  /* for a screen: */
    tool_lines findings;
    kind kinds[KINDS];
    size_t n_kinds;
    int worst;   /* exit status of files that could not be read */
    ys_store *store; /* NULL: there is none */
    size_t done, total;
};

static void put_line(struct checking *c, char *line)
{
    if (line == NULL || fputs(line, c->to) < 0 || fputc('\n', c->to) < 0)
        c->failed = true;
    free(line);
}

static ys_finding_form form_of(const struct checking *c)
{
    if (c->format == 't')
        return tool_color(c->t, c->to) ? YS_FINDING_COLORED : YS_FINDING_TEXT;
    return c->format == 'j' ? YS_FINDING_JSON : YS_FINDING_CSV;
}

static int take_lines(const char *text, size_t n, void *ctx)
{
    struct checking *c = ctx;

    c->failed = fwrite(text, 1, n, c->to) != n || c->failed;
    return c->failed;
}

/* Whether there were enough of its kind; then it is counted. Without a kind of its own it is always shown. */
static bool is_one_more(struct checking *c, const ys_finding *f)
{
    kind *k = c->kinds, *end = c->kinds + c->n_kinds;

    while (k < end && (strcmp(k->column, f->column) != 0 || strcmp(k->code, f->code) != 0))
        k++;
    if (k == end && (c->n_kinds == KINDS || strlen(f->code) >= sizeof k->code))
        return false;
    if (k == end) {
        *k = (kind){ .shown = 0 };
        snprintf(k->column, sizeof k->column, "%s", f->column);
        snprintf(k->code, sizeof k->code, "%s", f->code);
        c->n_kinds++;
    }
    if (k->shown < SHOWN) {
        k->shown++;
        return false;
    }
    k->more += f->count;
    k->last_row = f->last_row > k->last_row ? f->last_row : k->last_row;
    return true;
}

static void put_more(struct checking *c)
{
    bool any = false;

    for (size_t i = 0; i < c->n_kinds; i++) {
        const kind *k = &c->kinds[i];

        if (k->more == 0)
            continue;
        any = true;
        fprintf(c->to, "    ");
        if (k->column[0])
            fprintf(c->to, PLURAL("and %llu more like it in column %s, in row %llu",
                                  "and %llu more like these in column %s, up to row %llu", k->more),
                    k->more, k->column, k->last_row);
        else
            fprintf(c->to, PLURAL("and %llu more like it", "and %llu more like these", k->more), k->more);
        fprintf(c->to, " [%s]\n", k->code);
    }
    if (any)
        fprintf(c->to, "    %s\n", _("To see them all: --format xlsx -o FILE, or > FILE."));
    c->n_kinds = 0;
}

static int take_finding(const ys_finding *f, void *ctx)
{
    struct checking *c = ctx;

    if (is_one_more(c, f))
        return 0;
    c->failed = !tool_finding(&c->findings, f) || c->failed;
    return c->failed;
}

static void put_summary(const struct checking *c, const char *file, const ys_check_summary *s)
{
    fprintf(c->to, "%s: ", file);
    if (s->errors == 0)
        fprintf(c->to, s->warnings ? _("accepted with warnings") : _("accepted"));
    else
        fprintf(c->to, _("rejected"));
    if (s->form[0])
        fprintf(c->to, " (%s%s%s%s%s", s->partner, s->partner[0] ? ", " : "", s->form, s->period[0] ? ", " : "",
                s->period);
    if (s->form[0] && s->period_dates[0])
        fprintf(c->to, ": %s", s->period_dates);
    fprintf(c->to, s->form[0] ? ")\n    " : "\n    ");
    fprintf(c->to, _("rows in %llu = accepted %llu + rejected %llu"), (unsigned long long)s->rows,
            (unsigned long long)s->accepted, (unsigned long long)s->rejected);
    fprintf(c->to, PLURAL("; %llu error", "; %llu errors", s->errors), (unsigned long long)s->errors);
    fprintf(c->to, PLURAL("; %llu warning", "; %llu warnings", s->warnings), (unsigned long long)s->warnings);
    fputc('\n', c->to);
}

static int take_summary(const char *path, ys_status status, const ys_check_summary *summary, const ys_error *error,
                        void *ctx)
{
    struct checking *c = ctx;

    if (!c->brief) /* the lines themselves show it */
        tool_progress(_("checked"), ++c->done, c->total);
    if (status != YS_OK) {
        int code = report(error);

        c->worst = code > c->worst ? code : c->worst;
        return 0;
    }
    c->errors = c->errors || summary->errors > 0;
    if (c->format == 'j')
        put_line(c, ys_check_summary_json(path, summary));
    else if (c->format == 't') {
        put_more(c);
        put_summary(c, path, summary);
    }
    return c->failed;
}

static int check_files(struct checking *c, const ys_initiative *initiative, const struct args *args,
                       const opt_list *files)
{
    ys_check_options o = YS_CHECK_OPTIONS_INIT;
    ys_error err = YS_ERROR_INIT;
    ys_status status;

    o.partner = args->partner;
    o.form = args->form;
    o.period = args->period;
    o.sheet = args->sheet;
    o.store = c->store;
    o.collapse = c->format == 't';
    c->total = files->n;
    c->brief = c->format == 't' && isatty(fileno(c->to));
    if (c->format == 'c')
        fputs(ys_finding_csv_header(), c->to);
    c->findings = (tool_lines){ .t = c->t, .to = c->to, .form = YS_FINDING_TEXT };
    status = c->brief ? ys_check_files(initiative, args->schema, files->items, files->n, &o, take_finding, take_summary,
                                       c, &err)
                      : ys_check_lines(initiative, args->schema, files->items, files->n, &o, form_of(c), take_lines,
                                       take_summary, c, &err);
    tool_lines_end(&c->findings);
    if (status == YS_E_CANCELLED && !ferror(c->to)) /* else main tells why nothing can be written */
        complain("%s", _("out of memory"));
    if (status == YS_E_CANCELLED)
        return EXIT_TROUBLE;
    if (status != YS_OK)
        return report(&err);
    return c->worst == EXIT_CLEAN && c->errors ? EXIT_FINDINGS : c->worst;
}

/* A workbook for the sender of one file; the summary goes to stdout. */
static int write_workbook(struct checking *c, const ys_initiative *initiative, const struct args *args,
                          const opt_list *files)
{
    ys_check_options o = YS_CHECK_OPTIONS_INIT;
    ys_error err = YS_ERROR_INIT;
    ys_check_summary summary;

    o.partner = args->partner;
    o.form = args->form;
    o.period = args->period;
    o.sheet = args->sheet;
    o.store = c->store;
    if (ys_check_workbook(initiative, args->schema, files->items[0], &o, args->output, &summary, &err) != YS_OK)
        return report(&err);
    put_summary(c, files->items[0], &summary);
    return summary.errors ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int check_into(struct checking *c, const ys_initiative *initiative, const struct args *args,
                      const opt_list *files)
{
    int status;

    if (args->output && (c->to = fopen(args->output, "w")) == NULL) {
        complain(_("%s cannot be written"), args->output);
        return EXIT_TROUBLE;
    }
    status = check_files(c, initiative, args, files);
    if (args->output && fclose(c->to) != 0) {
        complain(_("%s cannot be written"), args->output);
        status = EXIT_TROUBLE;
    }
    return status;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    const struct args *args = given;
    struct checking c = { .t = t, .to = stdout, .format = args->format ? args->format[0] : 't' };
    ys_initiative *initiative = NULL;
    int status = EXIT_CLEAN;

    if (args->schema && (args->form || args->partner || args->period))
        return usage_error(t, _("--schema stands alone: no partner, form or period goes with it"));
    if (c.format == 'x' && (args->output == NULL || operands->n > 1))
        return usage_error(t, _("a workbook is written for one file, and -o says where"));
    if (args->output && tool_is_input(args->output, operands))
        return usage_error(t, _("-o would write over the file that is to be read"));
    if (!args->schema && (status = tool_open(t, &initiative)) != EXIT_CLEAN)
        return status;
    if (initiative && ys_store_open(&c.store, initiative, 0, NULL) != YS_OK)
        c.store = NULL; /* none is needed: without it nothing is said of earlier reports */
    status = c.format == 'x' ? write_workbook(&c, initiative, args, operands)
                             : check_into(&c, initiative, args, operands);
    ys_store_close(c.store);
    ys_initiative_free(initiative);
    return status;
}

const command cmd_check = {
    .name = "check",
    .operands = "FILE...",
    .least = 1,
    .most = SIZE_MAX,
    .summary = N_("tells what is wrong in a file, and how to mend it"),
    .description = N_(
        "Every problem of a file is told in one pass: its place, what was received, what was expected and how to mend "
        "it. Nothing is stored, and no store is needed; with --schema no initiative either. Where there is a store, "
        "the file is compared with the partner's earlier reports too: what repeats, jumps or falls is a warning.\n\n"
        "Partner, form and period come from the options, else from the file's own columns, else from its name "
        "(PARTNER_FORM_PERIOD.csv), else from the only form whose fields match.\n\n"
        "On a terminal, five findings of each kind in a column are shown and the others counted; a file or a pipe gets "
        "them all.\n\n"
        "The exit status is 1 when a finding is an error, 0 when there are warnings at most."),
    .example = "yardstick check inbox/flp_lab-activity_FY2018Q1.csv\n"
               "yardstick check --form job-seeker --period FY2018Q1 --format json seekers.csv\n"
               "yardstick check --schema loans.json loans.csv\n"
               "yardstick check --format xlsx -o to-mend.xlsx seekers.csv",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
