/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_READ_H
#define YARDSTICK_READ_H

#include <stddef.h>
#include <yardstick/check.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a file is understood. */
typedef struct ys_reading {
    const char *encoding;   /**< "UTF-8", "windows-1252", ... */
    int bom;                /**< 1: a byte order mark stands before the text */
    int encoding_doubtful;  /**< 1: another encoding explains the bytes as well */
    char separator;         /**< 0: one cell a line */
    char quote;             /**< 0: none */
    char escape;            /**< 0: quotes inside quotes are doubled */
    uint64_t header_row;    /**< record in which the header begins, from 1; 0: there is none */
    uint64_t header_rows;   /**< records it takes */
    uint64_t rows;          /**< records of data */
    uint64_t columns;
    uint64_t left_out;      /**< records above the header and below the data */
    int incomplete;         /**< 1: cells of the data could not be placed and are not in csv */
    char decimal_mark;      /**< '.' or ','; 0: no number tells */
    char date_order;        /**< 'y' year, 'd' day or 'm' month first; 0: no date tells */
    uint64_t errors, warnings;
} ys_reading;

/** What is known about a file beforehand. Members may be NULL. */
typedef struct ys_read_options {
    unsigned version;     /**< YS_READ_OPTIONS_INIT sets it */
    const char *encoding; /**< what to take the bytes for; NULL: told from the bytes */
    const char *sheet;    /**< of a workbook; NULL: the first with a table */
} ys_read_options;

#define YS_READ_OPTIONS_INIT { 1, NULL, NULL }

/**
 * Reads a delimited file or a workbook without any definitions.
 *
 * @param sink      takes the findings about its form (quotes, ragged rows, bytes); may be NULL
 * @param[out] out  filled on success
 * @param[out] csv  its cells as UTF-8, comma, LF, minimal quotes, to be freed by the caller; NULL: not wanted
 * @param[out] n    bytes in csv
 * @return YS_OK, also when there are findings; YS_E_IO, YS_E_SYNTAX when it cannot be read; YS_E_ARGUMENT for an
 *         unknown encoding or sheet
 */
ys_status ys_read_file(const char *path, const ys_read_options *options, ys_finding_fn sink, void *ctx, ys_reading *out,
                       char **csv, size_t *n, ys_error *err);

/**
 * How a file is understood as the members of a JSON object, without its closing brace, so that findings can follow.
 *
 * @return text the caller frees; NULL when memory is short
 */
char *ys_reading_json(const char *file, const ys_reading *reading);

#ifdef __cplusplus
}
#endif
#endif
