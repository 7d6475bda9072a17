/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <yardstick/read.h>

#include "cmd.h"
#include "tool.h"

struct args {
    const char *format, *encoding, *sheet;
};

static const char *const formats[] = { "csv", "json", NULL };

static const opt options[] = {
    { "format", 0, OPT_CHOICE, offsetof(struct args, format), "FORMAT",
      N_("csv: its cells; json: how it is understood"), formats },
    { "encoding", 0, OPT_TEXT, offsetof(struct args, encoding), "NAME",
      N_("the encoding, where the bytes alone do not tell it"), NULL },
    { "sheet", 0, OPT_TEXT, offsetof(struct args, sheet), "NAME", N_("the sheet of a workbook"), NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

/* Findings of a file; as JSON they wait in text until the file is described. */
struct found {
    tool_lines lines;
    ys_finding_writer *json;
    FILE *to;
    char *text;
    size_t n, room;
};

static int take_finding(const ys_finding *f, void *ctx)
{
    struct found *found = ctx;
    const char *line;
    size_t n;

    if (found->json == NULL)
        return !tool_finding(&found->lines, f);
    line = ys_finding_line(found->json, f, &n);
    fputs(found->n++ ? ",\n  " : "\n  ", found->to);
    return line == NULL || fwrite(line, 1, n - 1, found->to) != n - 1;
}

static void put_json(const struct found *found, const char *file, const ys_reading *reading)
{
    char *text = ys_reading_json(file, reading);

    fflush(found->to);
    printf("%s,\"findings\":[%s%s\n", text ? text : "{", found->text, found->n ? "\n]}" : "]}");
    free(text);
}

static int read_into(struct found *found, const struct args *args, const char *path)
{
    ys_read_options o = YS_READ_OPTIONS_INIT;
    ys_error err = YS_ERROR_INIT;
    ys_reading reading;
    char *csv = NULL;
    size_t n = 0;

    o.encoding = args->encoding;
    o.sheet = args->sheet;
    if (ys_read_file(path, &o, take_finding, found, &reading, found->json ? NULL : &csv, &n, &err) != YS_OK)
        return report(&err);
    if (found->json)
        put_json(found, path, &reading);
    else
        fwrite(csv, 1, n, stdout); /* a failure is seen at the end, by main */
    free(csv);
    return reading.incomplete ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int read_file(const tool *t, const struct args *args, const char *path)
{
    struct found found = { .lines = { .t = t, .to = stderr } };
    ys_error err = YS_ERROR_INIT;
    int status;

    if (args->format && strcmp(args->format, "json") == 0) {
        if (ys_finding_writer_new(&found.json, YS_FINDING_JSON, &err) != YS_OK)
            return report(&err);
        if ((found.to = open_memstream(&found.text, &found.room)) == NULL) {
            ys_finding_writer_free(found.json);
            complain("%s", _("out of memory"));
            return EXIT_TROUBLE;
        }
    }
    status = read_into(&found, args, path);
    if (found.to)
        fclose(found.to);
    free(found.text);
    ys_finding_writer_free(found.json);
    tool_lines_end(&found.lines);
    return status;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    int worst = EXIT_CLEAN;

    for (size_t i = 0; i < operands->n; i++) {
        int status = read_file(t, given, operands->items[i]);

        worst = status > worst ? status : worst;
    }
    return worst;
}

const command cmd_read = {
    .name = "read",
    .operands = "FILE...",
    .least = 1,
    .most = SIZE_MAX,
    .summary = N_("shows how a file is understood, and its cells as clean CSV"),
    .description = N_(
        "Encoding, separator, quotes and header are told from the file alone; no definitions are needed. The cells are "
        "printed as UTF-8 with commas, their texts unchanged. Rows above the header, notes below the data and blank "
        "rows are left out; header rows are joined.\n\n"
        "What is wrong with the form of the file is told on stderr, or with --format json beside the rest."),
    .example = "yardstick read from-a-partner.csv > clean.csv\n"
               "yardstick read --format json from-a-partner.csv",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
