/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd.h"
#include "tool.h"

#include <stdlib.h>
#include <string.h>

#include <yardstick/dashboard.h>

struct args {
    const char *period, *audience, *as_of, *output;
};

static const opt options[] = {
    { "period", 'p', OPT_TEXT, offsetof(struct args, period), "P",
      N_("the period; the newest one with data unless given"), NULL },
    { "audience", 0, OPT_TEXT, offsetof(struct args, audience), "A",
      N_("who will read it: backbone; partner:ID and public are not served yet"), NULL },
    { "as-of", 0, OPT_TEXT, offsetof(struct args, as_of), "TIME",
      N_("what was known at this date or time (UTC), inclusive"), NULL },
    { "output", 'o', OPT_TEXT, offsetof(struct args, output), "FILE.xlsx",
      N_("where to write it; reports/dashboard-PERIOD.xlsx in the initiative's folder unless given"), NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int write_workbook(const tool_work *w)
{
    const struct args *args = w->args;
    ys_dashboard_options o = YS_DASHBOARD_OPTIONS_INIT;
    ys_error err = YS_ERROR_INIT;
    char *written;

    o.period = args->period;
    o.as_of = args->as_of;
    o.audience = args->audience;
    if (ys_dashboard_write(&written, w->store, args->output, &o, &err) != YS_OK)
        return report(&err);
    printf("%s\n", written);
    free(written);
    return EXIT_CLEAN;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    const struct args *args = given;
    const char *name = args->output ? strrchr(args->output, '/') : NULL;
    const char *ending = args->output ? strrchr(name ? name : args->output, '.') : NULL;

    if (ending && strcmp(ending, ".xlsx") != 0)
        return usage_error(t, _("a dashboard is a .xlsx, not \"%s\""), args->output);
    return tool_on_store(t, given, operands, false, write_workbook);
}

const command cmd_dashboard = {
    .name = "dashboard",
    .operands = "",
    .summary = N_("writes the workbook of a period for the steering committee and the analysts"),
    .description = N_("The workbook holds a Scorecard, Trends, Partners, all the Data and a Dictionary of what was "
                      "measured. It opens in Excel, LibreOffice and Google Sheets. The path written is printed.\n\n"
                      "The same store, period and --as-of give the same file, byte for byte."),
    .example = "yardstick dashboard --period FY2018Q4 -o dashboard.xlsx\n"
               "yardstick --lang es dashboard -o tablero.xlsx",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
