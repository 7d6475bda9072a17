/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cmd.h"
#include "tool.h"

/* In the order of the work. */
static const command *const commands[] = {
    &cmd_init,
    &cmd_lint,
    &cmd_template,
    &cmd_read,
    &cmd_check,
    &cmd_submit,
    &cmd_status,
    &cmd_aggregate,
    &cmd_stats,
    &cmd_dashboard,
    &cmd_trace,
    &cmd_close,
    &cmd_reopen,
    &cmd_changes,
    &cmd_log,
    &cmd_verify,
    &cmd_backup,
    &cmd_export,
    &cmd_sql,
    &cmd_key,
    NULL,
};

static const char *const languages[] = { "en", "es", NULL };
static const char *const colors[] = { "auto", "always", "never", NULL };

static const opt global_options[] = {
    { NULL, 'C', OPT_TEXT, offsetof(tool, dir), "DIR", N_("the folder of the initiative"), NULL },
    { "lang", 0, OPT_CHOICE, offsetof(tool, lang), "en|es", N_("the language of texts and reports"), languages },
    { "color", 0, OPT_CHOICE, offsetof(tool, color), "WHEN", N_("colour: auto, always or never"), colors },
    { "help", 'h', OPT_FLAG, offsetof(tool, help), NULL, N_("show this help"), NULL },
    { "version", 0, OPT_FLAG, offsetof(tool, version), NULL, N_("show the version"), NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static const command *find_command(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static int help_all(FILE *to)
{
    fprintf(to, "%s: yardstick [%s]... %s [%s]...\n\n", _("Usage"), _("OPTION"), _("COMMAND"), _("ARGUMENT"));
    fprintf(to, "yardstick – %s.\n\n", _("shared measurement for collective impact"));
    opt_wrap(to, _("A backbone organization defines once what every partner measures; partners send CSV files; "
                       "Yardstick checks them, keeps them, computes the results and writes the workbooks."), 0);
    fprintf(to, "\n%s:\n", _("Commands"));
    for (size_t i = 0; commands[i]; i++) {
        fprintf(to, "  %-11s ", commands[i]->name);
        opt_wrap(to, _(commands[i]->summary), 14);
    }
    fprintf(to, "  %-11s %s\n", "help", _("explains a command: yardstick help COMMAND"));
    fprintf(to, "\n%s:\n", _("Options"));
    opt_help(to, global_options);
    fprintf(to, "\n%s:\n", _("Exit status"));
    fprintf(to, "  0  %s\n  1  %s\n  2  %s\n  3  %s\n", _("all is well"), _("the data has findings of severity error"),
           _("wrong usage"), _("the work could not be done"));
    return EXIT_CLEAN;
}

static int help_one(const command *c)
{
    printf("%s: yardstick %s [%s]...%s%s\n\n", _("Usage"), c->name, _("OPTION"), c->operands[0] ? " " : "",
           c->operands);
    printf("yardstick %s – %s.\n\n", c->name, _(c->summary));
    opt_wrap(stdout, _(c->description), 0);
    printf("\n%s:\n", _("Options"));
    opt_help(stdout, c->options);
    opt_help(stdout, global_options);
    printf("\n%s:\n", _("Example"));
    for (const char *line = c->example; *line; line += strspn(line, "\n")) {
        size_t n = strcspn(line, "\n");

        printf("  %.*s\n", (int)n, line);
        line += n;
    }
    return EXIT_CLEAN;
}

static int unknown_command(const tool *t, const char *name)
{
    const char *names[64], *near;
    size_t n = 0;

    for (; commands[n] && n < 63; n++)
        names[n] = commands[n]->name;
    names[n++] = "help";
    near = ys_text_nearest(name, names, n);
    if (near)
        return usage_error(t, _("there is no command \"%s\"; did you mean \"%s\"?"), name, near);
    return usage_error(t, _("there is no command \"%s\""), name);
}

static int help(const tool *t, char **args, size_t n)
{
    const command *c = n ? find_command(args[0]) : NULL;

    if (n == 0 || strcmp(args[0], "help") == 0)
        return help_all(stdout);
    return c ? help_one(c) : unknown_command(t, args[0]);
}

static bool takes_period(const command *c)
{
    for (const opt *o = c->options; o->name || o->letter; o++)
        if (o->name && strcmp(o->name, "period") == 0)
            return true;
    return false;
}

/* 2018Q3, FY2018, 2018-05 */
static bool looks_like_period(const char *text)
{
    text += strncasecmp(text, "FY", 2) == 0 ? 2 : 0;
    return strspn(text, "0123456789") == 4;
}

static int one_too_many(const tool *t, const char *what)
{
    const command *c = t->command;

    if (looks_like_period(what) && takes_period(c))
        return usage_error(t, _("\"%s\" is one argument too many for %s; did you mean --period %s?"), what, c->name,
                           what);
    return usage_error(t, _("\"%s\" is one argument too many for %s"), what, c->name);
}

static int run(tool *t, void *args, const opt_list *operands)
{
    const command *c = t->command;

    if (t->help)
        return help_one(c);
    if (operands->n < c->least)
        return usage_error(t, _("something is missing: yardstick %s %s"), c->name, c->operands);
    if (operands->n > c->most)
        return one_too_many(t, operands->items[c->most]);
    return c->run(t, args, operands);
}

/* The command line could not be read: the user's mistake, said already, unless memory ran out. */
static int misread(void)
{
    return errno == ENOMEM ? EXIT_TROUBLE : EXIT_USAGE;
}

static int run_command(tool *t, char **argv, size_t n)
{
    const command *c = t->command;
    void *args = calloc(1, c->args_size ? c->args_size : 1);
    const opt_target targets[] = { { c->options, args }, { global_options, t } };
    opt_list operands = { 0 };
    size_t used;
    int status;

    if (args == NULL) {
        complain(_("out of memory"));
        return EXIT_TROUBLE;
    }
    if (opt_parse(targets, 2, argv, n, false, &operands, &used)) {
        ys_language_set(t->lang);
        status = run(t, args, &operands);
    } else {
        status = misread();
    }
    opt_free(c->options, args);
    free(operands.items);
    free(args);
    return status;
}

static int dispatch(char **args, size_t n)
{
    tool t = { 0 };
    const opt_target global = { global_options, &t };
    size_t used;

    if (!opt_parse(&global, 1, args, n, true, NULL, &used))
        return misread();
    args += used;
    n -= used;
    ys_language_set(t.lang);
    if (t.version) {
        printf("yardstick %s\n", PACKAGE_VERSION);
        return EXIT_CLEAN;
    }
    if (n && strcmp(args[0], "help") == 0)
        return help(&t, args + 1, n - 1);
    if (t.help)
        return help(&t, args, n);
    if (n == 0) {
        complain(_("a command is missing"));
        help_all(stderr);
        return EXIT_USAGE;
    }
    t.command = find_command(args[0]);
    return t.command ? run_command(&t, args + 1, n - 1) : unknown_command(&t, args[0]);
}

/* Columns are megabytes, taken and given back submission after submission. The C library would return such pieces to
 * the system each time and have them cleared anew; kept, they are used again at once. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_TOP_PAD, 16 << 20);
#endif
}

/* Whether stdout is a pipe without a reader: a write that failed earlier has left no errno behind. */
static bool nobody_reads(void)
{
    struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

int main(int argc, char **argv)
{
    int status;

    keep_memory();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write, reported below */
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    status = dispatch(argv + 1, argc > 0 ? (size_t)argc - 1 : 0);
    errno = 0;
    if (fflush(stdout) != 0 || ferror(stdout)) {
        if (errno != EPIPE && !nobody_reads()) /* head(1) has seen enough: no news */
            complain("%s: %s", _("standard output cannot be written"), strerror(errno ? errno : EIO));
        status = EXIT_TROUBLE;
    }
    return status;
}
