/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tool.h"

#include <string.h>

/* A rule's message, written by people, may be a whole sentence already. */
static bool is_sentence(const char *text)
{
    size_t n = strlen(text);

    return n > 0 && strchr(".!?", text[n - 1]) != NULL;
}

void tool_finding(const tool *t, const ys_finding *f, FILE *to)
{
    bool color = tool_color(t, to), is_error = f->severity == YS_ERROR;
    const char *start = !color ? "" : is_error ? "\033[1;31m" : "\033[1;33m", *end = color ? "\033[0m" : "";

    /* what is about the whole file stands at its beginning, so that every line has the same form */
    fprintf(to, "%s:%llu:%u:", f->file, f->line ? (unsigned long long)f->line : 1ULL, f->character ? f->character : 1);
    fprintf(to, " %s%s:%s %s", start, is_error ? _("error") : _("warning"), end, f->message);
    if (f->hint && f->hint[0])
        fprintf(to, "%s %s", is_sentence(f->message) ? "" : ".", f->hint);
    if (f->count > 1)
        fprintf(to, _(" (%llu times in this column, the last in row %llu)"), (unsigned long long)f->count,
                (unsigned long long)f->last_row);
    fprintf(to, " [%s]\n", f->code);
}
