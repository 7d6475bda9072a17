/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tool.h"

bool tool_finding(tool_lines *lines, const ys_finding *f)
{
    const char *line;
    size_t n;

    if (lines->writer == NULL) {
        ys_finding_form form = lines->form;

        if (form == YS_FINDING_TEXT && tool_color(lines->t, lines->to))
            form = YS_FINDING_COLORED;
        if (ys_finding_writer_new(&lines->writer, form, NULL) != YS_OK)
            return false;
    }
    line = ys_finding_line(lines->writer, f, &n);
    return line && fwrite(line, 1, n, lines->to) == n;
}

void tool_lines_end(tool_lines *lines)
{
    ys_finding_writer_free(lines->writer);
    lines->writer = NULL;
}
