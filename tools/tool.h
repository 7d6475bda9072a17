/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOL_H
#define TOOL_H

#include <stdbool.h>
#include <stdio.h>

#include <yardstick/store.h>
#include <yardstick/table.h>
#include <yardstick/text.h>

#include "opt.h"

/* What every command shares: a command is a const struct in a file of its own (cmd_NAME.c) and a row in main.c. */

#define _(text) ys_text(text)
#define N_(text) text
#define PLURAL(one, other, n) ys_text_plural(one, other, (n) == 1)

enum tool_exit {
    EXIT_CLEAN = 0,
    EXIT_FINDINGS = 1, /* the data has findings of severity error */
    EXIT_USAGE = 2,
    EXIT_TROUBLE = 3 /* the work could not be done */
};

/* The options before the command, or after it. */
typedef struct tool {
    const char *dir;   /* NULL: the current folder or above it */
    const char *lang;  /* NULL: the initiative's first language */
    const char *color; /* NULL: auto */
    bool help, version;
    const struct command *command;
} tool;

typedef struct command {
    const char *name;
    const char *operands;    /* as usage shows them, such as "PARTNER [FILE]..."; "" for none */
    size_t least, most;      /* operands it takes; most 0: none, SIZE_MAX: any number */
    const char *summary;     /* N_(): one line, no full stop */
    const char *description; /* N_(): paragraphs parted by an empty line */
    const char *example;     /* lines of shell, each without its prompt */
    const opt *options;
    size_t args_size;        /* of the struct the options fill; zeroed first */
    int (*run)(tool *t, const void *args, const opt_list *operands);
} command;

/* "yardstick: error: ..." on stderr. */
void complain(const char *fmt, ...) YS_PRINTF(1, 2);

/* The same, then how to get help. Returns EXIT_USAGE. */
int usage_error(const tool *t, const char *fmt, ...) YS_PRINTF(2, 3);

/* "yardstick: FILE:LINE:COLUMN: error: ..." on stderr. Returns EXIT_USAGE for YS_E_ARGUMENT, else EXIT_TROUBLE. */
int report(const ys_error *err);

/* Takes the first language of the initiative unless --lang chose one. */
void tool_speak(const tool *t);

/* Opens the initiative, its faults to stderr, and takes its language unless --lang chose one. Returns EXIT_CLEAN or,
 * after saying why not, EXIT_TROUBLE. */
int tool_open(tool *t, ys_initiative **out);

/* The same with its store; close the store first. create: make the store where there is none. */
int tool_open_store(tool *t, ys_initiative **out, ys_store **store, bool create);

/* What most commands work on. */
typedef struct tool_work {
    const tool *t;
    const void *args;
    const opt_list *operands;
    ys_initiative *initiative;
    ys_store *store;
} tool_work;

/* Opens the initiative and its store, does the work, and closes them. Returns what the work returns, or EXIT_TROUBLE
 * after saying why they cannot be opened. create: make the store where there is none. */
int tool_on_store(tool *t, const void *args, const opt_list *operands, bool create, int (*work)(const tool_work *w));

/* A fault as FILE:LINE:COLUMN: error: what; hint, with its excerpt and a caret. */
void tool_put_fault(const tool *t, const ys_fault *fault, FILE *to);

/* The same on stderr, but for warnings. A ys_fault_fn; ctx is the tool. */
int tool_fault(const ys_fault *fault, void *ctx);

/* Where findings go, and as what; text is coloured on a terminal. */
typedef struct tool_lines {
    const tool *t;
    FILE *to;
    ys_finding_form form;
    ys_finding_writer *writer; /* made for the first */
} tool_lines;

/* Writes one; false when that cannot be done. */
bool tool_finding(tool_lines *lines, const ys_finding *finding);
void tool_lines_end(tool_lines *lines);

/* The choices of --format for tables, and the format of one of them (NULL: text). */
extern const char *const tool_formats[];
ys_format tool_format(const char *name);

/* A table whose columns' titles are N_() texts. */
ys_status tool_table(ys_table **out, const ys_table_column *columns, size_t n, ys_error *err);

/* Prints a table on stdout, as wide as the terminal. Returns EXIT_CLEAN or, after saying why not, EXIT_TROUBLE. */
int tool_print(const tool *t, const ys_table *table, const char *format);
int tool_print_results(const tool *t, const ys_results *results, const char *format);

/* Whether to colour what goes to a stream. */
bool tool_color(const tool *t, FILE *stream);

/* Columns of the terminal on stdout (or $COLUMNS); 0 where there is none. */
int tool_width(void);

/* Whether a file to be written is one of those to be read, whatever each is called. */
bool tool_is_input(const char *output, const opt_list *inputs);

/* How far long work is: shown in one line of a terminal, and nowhere else. done == total wipes it away. */
void tool_progress(const char *what, size_t done, size_t total);

#endif
