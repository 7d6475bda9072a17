/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "opt.h"

#include <stdlib.h>
#include <string.h>

#include <yardstick/text.h>

#include "tool.h"

/* An option found on the command line. */
typedef struct found {
    const opt *option;
    void *args;
} found;

typedef struct reader {
    const opt_target *targets;
    size_t n_targets;
    char **args;
    size_t n, at;
} reader;

static bool is_end(const opt *o)
{
    return o->name == NULL && o->letter == 0;
}

static found find(const reader *r, const char *name, size_t n, char letter)
{
    for (size_t t = 0; t < r->n_targets; t++)
        for (const opt *o = r->targets[t].options; !is_end(o); o++)
            if (name ? o->name && strlen(o->name) == n && memcmp(o->name, name, n) == 0 : o->letter == letter)
                return (found){ o, r->targets[t].args };
    return (found){ NULL, NULL };
}

static bool unknown(const reader *r, const char *name)
{
    const char *names[64], *near;
    size_t n = 0;

    for (size_t t = 0; t < r->n_targets; t++)
        for (const opt *o = r->targets[t].options; !is_end(o); o++)
            if (o->name && n < sizeof names / sizeof *names)
                names[n++] = o->name;
    near = ys_text_nearest(name, names, n);
    if (near)
        complain(_("there is no option --%s; did you mean --%s?"), name, near);
    else
        complain(_("there is no option --%s"), name);
    return false;
}

static bool not_a_choice(const opt *o, const char *value)
{
    char all[256] = "";
    size_t n = 0;
    const char *near;

    for (; o->choices[n]; n++) {
        size_t used = strlen(all);

        snprintf(all + used, sizeof all - used, "%s%s", n ? ", " : "", o->choices[n]);
    }
    near = ys_text_nearest(value, o->choices, n);
    if (near)
        complain(_("--%s cannot be \"%s\"; did you mean %s? (It can be %s.)"), o->name, value, near, all);
    else
        complain(_("--%s cannot be \"%s\"; it can be %s"), o->name, value, all);
    return false;
}

static bool is_choice(const opt *o, const char *value)
{
    for (const char *const *c = o->choices; *c; c++)
        if (strcmp(*c, value) == 0)
            return true;
    return not_a_choice(o, value);
}

bool opt_list_add(opt_list *list, const char *text)
{
    if (list->n == list->room) {
        size_t room = list->room ? list->room * 2 : 8;
        const char **moved = realloc(list->items, room * sizeof *moved);

        if (moved == NULL) {
            complain(_("out of memory"));
            return false;
        }
        list->items = moved;
        list->room = room;
    }
    list->items[list->n++] = text;
    return true;
}

static bool set(found f, const char *value)
{
    void *place = (char *)f.args + f.option->offset;

    switch (f.option->kind) {
    case OPT_FLAG:
        *(bool *)place = true;
        return true;
    case OPT_LIST:
        return opt_list_add(place, value);
    case OPT_CHOICE:
        if (!is_choice(f.option, value))
            return false;
        break;
    case OPT_TEXT:
        break;
    }
    *(const char **)place = value;
    return true;
}

/* The value that stands after an option as an argument of its own. */
static bool set_next(reader *r, found f, const char *shown)
{
    if (r->at == r->n) {
        complain(_("option %s needs a value: %s %s"), shown, shown, f.option->value);
        return false;
    }
    return set(f, r->args[r->at++]);
}

static bool read_long(reader *r, const char *arg)
{
    const char *equal = strchr(arg, '=');
    size_t n = equal ? (size_t)(equal - arg) : strlen(arg);
    found f = find(r, arg + 2, n - 2, 0);
    char shown[64], name[64];

    snprintf(shown, sizeof shown, "%.*s", (int)n, arg);
    if (f.option == NULL) {
        snprintf(name, sizeof name, "%.*s", (int)n - 2, arg + 2);
        return unknown(r, name);
    }
    if (f.option->kind == OPT_FLAG && equal) {
        complain(_("option %s takes no value"), shown);
        return false;
    }
    if (f.option->kind == OPT_FLAG)
        return set(f, NULL);
    return equal ? set(f, equal + 1) : set_next(r, f, shown);
}

static bool read_short(reader *r, const char *arg)
{
    for (const char *letter = arg + 1; *letter; letter++) {
        found f = find(r, NULL, 0, *letter);
        char shown[3] = { '-', *letter, '\0' };

        if (f.option == NULL) {
            complain(_("there is no option -%c (in \"%s\")"), *letter, arg);
            return false;
        }
        if (f.option->kind != OPT_FLAG)
            return letter[1] ? set(f, letter + 1) : set_next(r, f, shown);
        if (!set(f, NULL))
            return false;
    }
    return true;
}

bool opt_parse(const opt_target *targets, size_t n_targets, char **args, size_t n, bool stop_early, opt_list *operands,
               size_t *used)
{
    reader r = { targets, n_targets, args, n, 0 };
    bool good = true, only_operands = false;

    while (good && r.at < n) {
        const char *arg = args[r.at];
        bool is_option = !only_operands && arg[0] == '-' && arg[1];

        if (!is_option && stop_early)
            break;
        r.at++;
        if (!is_option)
            good = opt_list_add(operands, arg);
        else if (strcmp(arg, "--") == 0)
            only_operands = true;
        else
            good = arg[1] == '-' ? read_long(&r, arg) : read_short(&r, arg);
    }
    *used = r.at;
    return good;
}

void opt_wrap(FILE *to, const char *text, size_t indent)
{
    enum { WIDTH = 79 };
    size_t column = indent;

    while (*text) {
        size_t n = strcspn(text, " \n"), width;
        char word[256];

        snprintf(word, sizeof word, "%.*s", (int)n, text);
        width = ys_text_width(word);
        if (column > indent && column + 1 + width > WIDTH) {
            fprintf(to, "\n%*s", (int)indent, "");
            column = indent;
        }
        if (column > indent && n)
            column += fprintf(to, " ") > 0;
        fputs(word, to);
        column += width;
        text += n;
        if (*text == '\n') {
            fprintf(to, "\n%*s", (int)(text[1] == '\n' ? 0 : indent), "");
            column = indent;
        }
        text += *text != '\0';
    }
    fputc('\n', to);
}

void opt_help(FILE *to, const opt *options)
{
    enum { COLUMN = 26 };

    for (const opt *o = options; !is_end(o); o++) {
        char left[80], letter[] = "-?";

        letter[1] = o->letter;
        snprintf(left, sizeof left, "  %s%s%s%s%s%s", o->letter ? letter : "  ", o->letter && o->name ? ", " : "",
                 !o->letter && o->name ? "  " : "", o->name ? "--" : "", o->name ? o->name : "",
                 o->kind == OPT_FLAG ? "" : " ");
        fprintf(to, "%s%s", left, o->value ? o->value : "");
        size_t width = strlen(left) + ys_text_width(o->value ? o->value : "");

        if (width + 2 > COLUMN)
            fprintf(to, "\n%*s", COLUMN, "");
        else
            fprintf(to, "%*s", (int)(COLUMN - width), "");
        opt_wrap(to, _(o->help), COLUMN);
    }
}

void opt_free(const opt *options, void *args)
{
    for (const opt *o = options; !is_end(o); o++)
        if (o->kind == OPT_LIST)
            free(((opt_list *)(void *)((char *)args + o->offset))->items);
}
