/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tool.h"

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

int tool_print(const tool *t, const ys_table *table, const char *format)
{
    ys_error err = YS_ERROR_INIT;
    char *text;
    size_t n;

    if (ys_table_render(table, tool_format(format), tool_width(), tool_color(t, stdout), &text, &n, &err) != YS_OK) {
        report(&err);
        return EXIT_TROUBLE;
    }
    fwrite(text, 1, n, stdout); /* a failure is seen at the end, by main */
    free(text);
    return EXIT_CLEAN;
}
