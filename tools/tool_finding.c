/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tool.h"

void tool_finding(const tool *t, const ys_finding *f, FILE *to)
{
    bool color = tool_color(t, to), is_error = f->severity == YS_ERROR;
    const char *start = !color ? "" : is_error ? "\033[1;31m" : "\033[1;33m", *end = color ? "\033[0m" : "";

    fprintf(to, "%s:", f->file);
    if (f->line)
        fprintf(to, "%llu:", (unsigned long long)f->line);
    if (f->line && f->character)
        fprintf(to, "%u:", f->character);
    fprintf(to, " %s%s:%s %s", start, is_error ? _("error") : _("warning"), end, f->message);
    fprintf(to, "%s%s [%s]\n", f->hint && f->hint[0] ? "; " : "", f->hint ? f->hint : "", f->code);
}
