/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tool.h"

/* A line under the excerpt with ^ below the character at fault; tabs stay tabs, so that it stands right. */
static void put_caret(FILE *to, const char *excerpt, uint32_t caret)
{
    uint32_t at = 0;

    fputs("    ", to);
    for (const char *p = excerpt; *p && at < caret; p++) {
        if (((unsigned char)*p & 0xC0) == 0x80) /* the rest of a character */
            continue;
        fputc(*p == '\t' ? '\t' : ' ', to);
        at++;
    }
    fputs("^\n", to);
}

void tool_put_fault(const tool *t, const ys_fault *fault, FILE *to)
{
    bool color = tool_color(t, to);
    const char *start = !color ? "" : fault->is_error ? "\033[1;31m" : "\033[1;33m", *end = color ? "\033[0m" : "";

    fprintf(to, "%s:%u:%u: %s%s:%s %s", fault->file, fault->line, fault->column, start,
            fault->is_error ? _("error") : _("warning"), end, fault->text);
    fprintf(to, "%s%s\n", fault->hint && fault->hint[0] ? "; " : "", fault->hint ? fault->hint : "");
    if (fault->excerpt) {
        fprintf(to, "    %s\n", fault->excerpt);
        put_caret(to, fault->excerpt, fault->caret);
    }
}

int tool_fault(const ys_fault *fault, void *ctx)
{
    if (fault->is_error) /* warnings are for lint; elsewhere they would come with every command */
        tool_put_fault(ctx, fault, stderr);
    return 0;
}

void tool_speak(const tool *t)
{
    char lang[8];

    if (t->lang)
        return;
    ys_initiative_find_language(lang, t->dir);
    ys_language_set(lang);
}

int tool_open(tool *t, ys_initiative **out)
{
    ys_error err = YS_ERROR_INIT;

    tool_speak(t);
    if (ys_initiative_open(out, t->dir, tool_fault, t, &err) != YS_OK) {
        report(&err);
        return EXIT_TROUBLE;
    }
    return EXIT_CLEAN;
}

int tool_open_store(tool *t, ys_initiative **out, ys_store **store, bool create)
{
    ys_error err = YS_ERROR_INIT;
    int status = tool_open(t, out);

    if (status != EXIT_CLEAN)
        return status;
    if (ys_store_open(store, *out, create, &err) == YS_OK)
        return EXIT_CLEAN;
    report(&err);
    ys_initiative_free(*out);
    *out = NULL;
    return EXIT_TROUBLE;
}

int tool_on_store(tool *t, const void *args, const opt_list *operands, bool create, int (*work)(const tool_work *w))
{
    tool_work w = { .t = t, .args = args, .operands = operands };
    int status = tool_open_store(t, &w.initiative, &w.store, create);

    if (status == EXIT_CLEAN)
        status = work(&w);
    ys_store_close(w.store);
    ys_initiative_free(w.initiative);
    return status;
}
