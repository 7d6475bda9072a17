/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/template.h>

#include "cmd.h"
#include "tool.h"

struct args {
    const char *form, *period, *output;
};

static const opt options[] = {
    { "form", 'f', OPT_TEXT, offsetof(struct args, form), "ID", N_("the form; else each form of the partner"), NULL },
    { "period", 'p', OPT_TEXT, offsetof(struct args, period), "P", N_("the period; else the one due now or next"),
      NULL },
    { "output", 'o', OPT_TEXT, offsetof(struct args, output), "FILE",
      N_("the .xlsx or .csv to write; else PARTNER_FORM_PERIOD.xlsx here"), NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int tell(const char *path, void *ctx)
{
    (void)ctx;
    return puts(path) < 0;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    const struct args *args = given;
    ys_template_options o = YS_TEMPLATE_OPTIONS_INIT;
    ys_error err = YS_ERROR_INIT;
    ys_initiative *initiative;
    int status = tool_open(t, &initiative);

    if (status != EXIT_CLEAN)
        return status;
    o.form = args->form;
    o.period = args->period;
    if (ys_template_write(initiative, operands->items[0], args->output, &o, tell, NULL, &err) != YS_OK)
        status = report(&err);
    ys_initiative_free(initiative);
    return status;
}

const command cmd_template = {
    .name = "template",
    .operands = "PARTNER",
    .least = 1,
    .most = 1,
    .summary = N_("writes what a partner fills in"),
    .description = N_(
        "A workbook to be filled in and sent: lists to choose from, a column that says what is still missing, "
        "instructions in English and Spanish, and what each field means. It is written in the language of --lang, and "
        "read back whatever the language of the program it is filled in with. check and submit know whose template it "
        "is, also under another name, and tell when it is that of another partner, form or period, or an old one.\n\n"
        "Without --form each form of the partner gets a file of its own. A .csv has the header, and the sites where "
        "there is one row for each."),
    .example = "yardstick template flp --form lab-activity --period FY2018Q1\n"
               "yardstick --lang es template centro-puentes\n"
               "yardstick template flp --form job-fair -o fair.csv",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
