/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_TABLE_H
#define YARDSTICK_TABLE_H

#include <stddef.h>
#include <stdint.h>
#include <yardstick/aggregate.h>
#include <yardstick/changes.h>
#include <yardstick/panel.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A table to be printed, the same way for every command: as text for people, CSV or JSON for programs. */
typedef struct ys_table ys_table;

typedef enum ys_format { YS_FORMAT_TEXT, YS_FORMAT_CSV, YS_FORMAT_JSON } ys_format;

typedef enum ys_column_kind {
    YS_COLUMN_TEXT,
    YS_COLUMN_NUMBER, /**< stands to the right */
    YS_COLUMN_NOTE    /**< for people a line of its own below the row */
} ys_column_kind;

/** A column: name for programs (NULL: for people alone), translated title for people (NULL: for programs alone). */
typedef struct ys_table_column {
    const char *name, *title;
    ys_column_kind kind;
} ys_table_column;

/** Makes an empty table of n columns, whose texts are copied; to be freed with ys_table_free. */
ys_status ys_table_new(ys_table **out, const ys_table_column *columns, size_t n, ys_error *err);

/** Frees the table; NULL is allowed. */
void ys_table_free(ys_table *table);

/** A line above the table, for people alone. */
ys_status ys_table_caption(ys_table *table, const char *text, ys_error *err);

/** Adds the next cell, row by row. NULL is empty. */
ys_status ys_table_text(ys_table *table, const char *text, ys_error *err);

/** A cell without anything in it, not even an empty text: null in JSON. */
ys_status ys_table_nothing(ys_table *table, ys_error *err);

/** A text with its own form for people (a title instead of an id); programs get text. */
ys_status ys_table_text_shown(ys_table *table, const char *text, const char *shown, ys_error *err);

/** Adds the next cell, a number with up to 15 significant digits. A NaN is an empty cell (null in JSON). */
ys_status ys_table_number(ys_table *table, double x, ys_error *err);

/** A number with its own form for people ("61.0 %", "$18.71"); programs get x. */
ys_status ys_table_number_shown(ys_table *table, double x, const char *shown, ys_error *err);

/**
 * The whole table in a format, n bytes in *out (and a NUL behind them), which the caller frees.
 *
 * CSV: RFC 4180 with LF and minimal quotes; a text that a spreadsheet would take for a formula gets a ' in front.
 * JSON: an array of objects, one a line. Text: aligned by what a terminal shows, columns that are empty throughout left
 * out, wide texts wrapped so that lines keep to width columns when that is not 0, header in bold when colour is not 0.
 */
ys_status ys_table_render(const ys_table *table, ys_format format, int width, int colour, char **out, size_t *n,
                          ys_error *err);

/** Results in a format, in exactly the columns of `aggregate`; otherwise as ys_table_render. */
ys_status ys_results_render(const ys_results *results, ys_format format, int width, int colour, char **out, size_t *n,
                            ys_error *err);

/** Comparisons as a table, with a column for each member of ys_panel_row but `reversal`. */
ys_status ys_panel_table(ys_table **out, const ys_panel *panel, ys_error *err);

/** Changes as a table, with a column for each member of ys_change but `differs`. */
ys_status ys_changes_table(ys_table **out, const ys_changes *changes, ys_error *err);

/** Revisions as a table, with a column for each member of ys_revision. */
ys_status ys_revisions_table(ys_table **out, const ys_revisions *revisions, ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
