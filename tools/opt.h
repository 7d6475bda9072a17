/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OPT_H
#define OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Options of a command: one const table is what parses them and what --help prints. */

typedef enum opt_kind {
    OPT_FLAG,   /* bool */
    OPT_TEXT,   /* const char *; the last one given counts */
    OPT_CHOICE, /* const char *, one of the choices */
    OPT_LIST    /* opt_list; may be given several times */
} opt_kind;

/* Texts of the command line, in their order. */
typedef struct opt_list {
    const char **items;
    size_t n, room;
} opt_list;

typedef struct opt {
    const char *name;           /* long name without its dashes; NULL: none */
    char letter;                /* 0: none */
    opt_kind kind;
    size_t offset;              /* of its place in the struct of arguments */
    const char *value;          /* how help calls the value; NULL for flags */
    const char *help;           /* N_("...") */
    const char *const *choices; /* NULL-terminated; of OPT_CHOICE */
} opt;

/* A table (ended by one without name and letter) and the struct it fills. */
typedef struct opt_target {
    const opt *options;
    void *args;
} opt_target;

/* Reads args into the targets, and everything that is no option into operands. With stop_early the first operand ends
 * the reading; *used tells how many args were read. False after a complaint on stderr that says what would be right. */
bool opt_parse(const opt_target *targets, size_t n_targets, char **args, size_t n, bool stop_early, opt_list *operands,
               size_t *used);

/* One line or more for each option. */
void opt_help(FILE *to, const opt *options);

/* Text in lines of at most 79 columns, each begun with indent blanks but for the first. */
void opt_wrap(FILE *to, const char *text, size_t indent);

/* Frees the lists in args. */
void opt_free(const opt *options, void *args);
bool opt_list_add(opt_list *list, const char *text);

#endif
