/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *const tool_formats[] = { "text", "csv", "json", NULL };

ys_format tool_format(const char *name)
{
    static const ys_format formats[] = { YS_FORMAT_TEXT, YS_FORMAT_CSV, YS_FORMAT_JSON };

    for (size_t i = 0; name && tool_formats[i]; i++)
        if (strcmp(name, tool_formats[i]) == 0)
            return formats[i];
    return YS_FORMAT_TEXT;
}

ys_status tool_table(ys_table **out, const ys_table_column *columns, size_t n, ys_error *err)
{
    ys_table_column translated[32];

    assert(n <= sizeof translated / sizeof *translated);
    for (size_t i = 0; i < n; i++) {
        translated[i] = columns[i];
        translated[i].title = _(columns[i].title);
    }
    return ys_table_new(out, translated, n, err);
}

/* A failure to write is seen at the end, by main. */
static int put(ys_status status, char *text, size_t n, const ys_error *err)
{
    if (status != YS_OK) {
        report(err);
        return EXIT_TROUBLE;
    }
    fwrite(text, 1, n, stdout);
    free(text);
    return EXIT_CLEAN;
}

int tool_print_results(const tool *t, const ys_results *results, const char *format)
{
    ys_error err = YS_ERROR_INIT;
    char *text = NULL;
    size_t n = 0;
    ys_status status =
        ys_results_render(results, tool_format(format), tool_width(), tool_color(t, stdout), &text, &n, &err);

    return put(status, text, n, &err);
}

int tool_print(const tool *t, const ys_table *table, const char *format)
{
    ys_error err = YS_ERROR_INIT;
    char *text = NULL;
    size_t n = 0;
    ys_status status =
        ys_table_render(table, tool_format(format), tool_width(), tool_color(t, stdout), &text, &n, &err);

    return put(status, text, n, &err);
}
