/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tool.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static void complain_with(const char *fmt, va_list ap) YS_PRINTF(1, 0);

static void complain_with(const char *fmt, va_list ap)
{
    fprintf(stderr, "yardstick: %s: ", _("error"));
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
}

void complain(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    complain_with(fmt, ap);
    va_end(ap);
}

int usage_error(const tool *t, const char *fmt, ...)
{
    const char *name = t->command ? t->command->name : NULL;
    va_list ap;

    va_start(ap, fmt);
    complain_with(fmt, ap);
    va_end(ap);
    fprintf(stderr, "%s: yardstick %s%s--help\n", _("Help"), name ? name : "", name ? " " : "");
    return EXIT_USAGE;
}

int report(const ys_error *err)
{
    fprintf(stderr, "yardstick: ");
    if (err->source[0])
        fprintf(stderr, "%s:", err->source);
    if (err->source[0] && err->line) {
        fprintf(stderr, "%llu:", (unsigned long long)err->line);
        if (err->column)
            fprintf(stderr, "%u:", err->column);
    }
    fprintf(stderr, "%s%s: %s\n", err->source[0] ? " " : "", _("error"), err->text);
    return err->status == YS_E_ARGUMENT ? EXIT_USAGE : EXIT_TROUBLE;
}

bool tool_color(const tool *t, FILE *stream)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

    if (t->color && strcmp(t->color, "auto") != 0)
        return strcmp(t->color, "always") == 0;
    if ((no_color && no_color[0]) || (term && strcmp(term, "dumb") == 0))
        return false;
    return isatty(fileno(stream)) == 1;
}

int tool_width(void)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    long width = columns ? strtol(columns, NULL, 10) : 0;

    if (width > 0 && width < 10000)
        return (int)width;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool tool_is_input(const char *output, const opt_list *inputs)
{
    struct stat out, in;

    if (stat(output, &out) != 0 || !S_ISREG(out.st_mode))
        return false;
    for (size_t i = 0; i < inputs->n; i++)
        if (stat(inputs->items[i], &in) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino)
            return true;
    return false;
}

void tool_progress(const char *what, size_t done, size_t total)
{
    if (isatty(STDERR_FILENO) != 1)
        return;
    if (done < total)
        fprintf(stderr, "\r%s %zu/%zu\033[K", what, done, total);
    else
        fprintf(stderr, "\r\033[K");
    fflush(stderr);
}
