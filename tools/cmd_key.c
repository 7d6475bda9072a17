/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <yardstick/key.h>

#include "cmd.h"
#include "tool.h"

struct args {
    const char *key, *first_name, *last_name, *birth_date, *sex, *dates, *output;
    bool phrase, match_keys;
};

static const char *const orders[] = { "iso", "dmy", "mdy", NULL };

static const opt options[] = {
    { "phrase", 0, OPT_FLAG, offsetof(struct args, phrase), NULL,
      N_("make: from a pass phrase (asked for, or the first line of standard input), the same at every desk"), NULL },
    { "key", 'k', OPT_TEXT, offsetof(struct args, key), "FILE", N_("code: the desk key"), NULL },
    { "first-name", 0, OPT_TEXT, offsetof(struct args, first_name), "COLUMN",
      N_("code: the column of first names, where its header does not say so"), NULL },
    { "last-name", 0, OPT_TEXT, offsetof(struct args, last_name), "COLUMN", N_("code: the column of last names"),
      NULL },
    { "birth-date", 0, OPT_TEXT, offsetof(struct args, birth_date), "COLUMN", N_("code: the column of birth dates"),
      NULL },
    { "sex", 0, OPT_TEXT, offsetof(struct args, sex), "COLUMN", N_("code: the column of the sex, if there is one"),
      NULL },
    { "dates", 0, OPT_CHOICE, offsetof(struct args, dates), "ORDER",
      N_("code: how birth dates are written: iso (1990-12-31), dmy or mdy"), orders },
    { "match-keys", 0, OPT_FLAG, offsetof(struct args, match_keys), NULL,
      N_("code: also match_2 and match_3, which forgive slips in names and birth dates"), NULL },
    { "output", 'o', OPT_TEXT, offsetof(struct args, output), "FILE", N_("code: write to a file"), NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static int show_status(tool *t)
{
    ys_initiative *initiative = NULL;
    ys_error err = YS_ERROR_INIT;
    ys_key_info info;
    int status = tool_open(t, &initiative);

    if (status != EXIT_CLEAN)
        return status;
    if (ys_key_look(&info, initiative, &err) != YS_OK) {
        status = report(&err);
    } else if (!info.exists && info.fits) {
        printf("%s\n", _("There is no key yet; the first submission makes one."));
    } else if (!info.exists) {
        printf("%s\n", _("The store is there, but its key is gone! Put yardstick.key back."));
        status = EXIT_TROUBLE;
    } else {
        printf(_("Key %s.\n"), info.name);
        printf("%s\n", info.guarded ? _("Nobody but its owner may read it.")
                                    : _("Others may read it! Take that right away: chmod 600 yardstick.key"));
        printf("%s\n", info.fits ? _("It is the key this store was made with.")
                                 : _("It is not the key this store was made with! Put the right one back."));
        status = info.fits && info.guarded ? EXIT_CLEAN : EXIT_TROUBLE;
    }
    ys_initiative_free(initiative);
    return status;
}

/* A line without its end, from the terminal without showing it. False at the end of the input. */
static bool read_phrase(char *to, size_t size)
{
    struct termios before, quiet;
    bool terminal = isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &before) == 0, got;

    if (terminal) {
        quiet = before;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        fprintf(stderr, "%s: ", _("Pass phrase"));
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    got = fgets(to, (int)size, stdin) != NULL;
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    if (got)
        to[strcspn(to, "\r\n")] = '\0';
    return got;
}

static int make(const tool *t, const struct args *args, const char *path)
{
    char phrase[512];
    ys_error err = YS_ERROR_INIT;

    if (args->phrase && !read_phrase(phrase, sizeof phrase))
        return usage_error(t, _("there is no pass phrase on standard input"));
    if (ys_key_make(path, args->phrase ? phrase : NULL, &err) != YS_OK)
        return report(&err);
    printf(_("%s is the desk key. Give it to the other partners by hand, never to the backbone.\n"), path);
    return EXIT_CLEAN;
}

/* What the sink works with. */
struct coding {
    tool_lines lines;
    size_t findings;
};

static int take_finding(const ys_finding *f, void *ctx)
{
    struct coding *c = ctx;

    tool_finding(&c->lines, f);
    c->findings++;
    return 0;
}

static int put_out(const char *path, const char *text, size_t n)
{
    FILE *to = path ? fopen(path, "w") : stdout;
    bool good = to && fwrite(text, 1, n, to) == n;

    if (path && to && fclose(to) != 0)
        good = false;
    if (!good && path)
        complain(_("%s cannot be written"), path);
    return good || path == NULL ? EXIT_CLEAN : EXIT_TROUBLE; /* standard output is looked at by main */
}

static int code(const tool *t, const struct args *args, const char *path, const opt_list *operands)
{
    ys_key_options o = YS_KEY_OPTIONS_INIT;
    struct coding c = { .lines = { .t = t, .to = stderr } };
    ys_error err = YS_ERROR_INIT;
    char *text = NULL;
    size_t n;
    int status;

    if (args->key == NULL)
        return usage_error(t, _("which desk key? yardstick key code --key FILE %s"), path);
    if (args->output && tool_is_input(args->output, operands))
        return usage_error(t, _("-o would write over the file that is to be read"));
    o.first_name = args->first_name;
    o.last_name = args->last_name;
    o.birth_date = args->birth_date;
    o.sex = args->sex;
    o.dates = args->dates;
    o.match_keys = args->match_keys;
    status = ys_key_code(&text, &n, args->key, path, &o, take_finding, &c, &err) == YS_OK
                 ? put_out(args->output, text, n) : report(&err);
    tool_lines_end(&c.lines);
    free(text);
    return status == EXIT_CLEAN && c.findings ? EXIT_FINDINGS : status;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    const char *deed = operands->items[0], *path = operands->n > 1 ? operands->items[1] : NULL;
    const struct args *args = given;

    if (strcmp(deed, "status") == 0)
        return path ? usage_error(t, _("\"%s\" is one argument too many"), path) : show_status(t);
    if (strcmp(deed, "make") != 0 && strcmp(deed, "code") != 0)
        return usage_error(t, _("\"%s\" is neither status nor make nor code"), deed);
    if (path == NULL)
        return usage_error(t, _("a file is missing: yardstick key %s FILE"), deed);
    return strcmp(deed, "make") == 0 ? make(t, args, path) : code(t, args, path, operands);
}

const command cmd_key = {
    .name = "key",
    .operands = "status|make FILE|code FILE",
    .least = 1,
    .most = 2,
    .summary = N_("guards the key of the pseudonyms; makes codes of names and birth dates"),
    .description = N_(
        "The store's key, yardstick.key, turns the codes of participants into the pseudonyms the store keeps. The "
        "first submission makes it. status tells whether it is there, guarded, and the right one.\n\n"
        "A desk key is another thing: partners who serve the same people use the same one to turn names and birth "
        "dates into codes before a file leaves their desk. make writes one, random or from a pass phrase agreed upon. "
        "code prints a CSV file again with participant_id in front and without the columns of names and birth dates; "
        "a row without a birth date or a name gets no code and is told. The backbone never has the desk key: it could "
        "try out names."),
    .example = "yardstick key status\n"
               "yardstick key make desk.key\n"
               "yardstick key code --key desk.key --dates mdy intake.csv -o flp_job-seeker_FY2018Q1.csv",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
