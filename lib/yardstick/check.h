/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_CHECK_H
#define YARDSTICK_CHECK_H

#include <stddef.h>
#include <stdint.h>
#include <yardstick/initiative.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How bad a finding is. */
typedef enum ys_severity { YS_WARNING, YS_ERROR } ys_severity;

/** One problem in submitted data. Texts are borrowed: they live as long as the call of the sink. */
typedef struct ys_finding {
    const char *file;     /**< as the user named it */
    uint64_t row;         /**< record of the file as a spreadsheet counts, the first is 1; 0: the file as a whole */
    uint64_t line;        /**< physical line, from 1; 0: the file as a whole */
    uint32_t character;   /**< where the cell begins in its line, in characters from 1; 0: the row as a whole */
    const char *column;   /**< spreadsheet letter; "" when no column is meant */
    const char *field;    /**< name of the field, or the header of an unknown column; "" when none is meant */
    const char *value;    /**< what was received; NULL when there is nothing to show or it must not be shown */
    const char *code;     /**< stable word, such as "wrong-type" */
    ys_severity severity;
    const char *message;  /**< what is wrong, in the language in force */
    const char *hint;     /**< how to mend it; "" when there is nothing to say */
    uint64_t count;       /**< cells it stands for: more than 1 where equal findings of a column are told once */
    uint64_t last_row;    /**< the last of them */
    uint64_t alike;       /**< findings of a file with the same number differ in their place alone; 0: not known */
} ys_finding;

/** Takes one finding. A result other than 0 stops the work with YS_E_CANCELLED. */
typedef int (*ys_finding_fn)(const ys_finding *finding, void *ctx);

/** What a file is and what became of its rows: rows = accepted + rejected. */
typedef struct ys_check_summary {
    const char *status;   /**< "accepted", "accepted_with_warnings" or "rejected"; stable */
    uint64_t rows, accepted, rejected;
    uint64_t errors, warnings;
    char partner[64];     /**< id; "" when several or unknown */
    char form[64];        /**< id; "" when unknown */
    char period[24];      /**< id; "" when unknown */
    char period_dates[64]; /**< for people: "1 Jul – 30 Sep 2017" */
} ys_check_summary;

/** What is known about a file beforehand. Members may be NULL. */
typedef struct ys_check_options {
    unsigned version;     /**< YS_CHECK_OPTIONS_INIT sets it */
    const char *partner, *form, *period;
    const char *sheet;    /**< of a workbook; NULL: the only one that fits */
    int collapse;         /**< 1: equal values with the same finding in a column are told once, with their count */
    struct ys_store *store; /**< of the initiative: its earlier reports are compared with; NULL: they are not */
} ys_check_options;

#define YS_CHECK_OPTIONS_INIT { 1, NULL, NULL, NULL, NULL, 0, NULL }

/**
 * Checks one file against the definitions. Problems in the data are findings, not failures.
 *
 * @param[out] out  filled on success
 * @param sink      takes the findings, sorted by row and column; those of the whole file first
 * @return YS_OK, also when there are findings; YS_E_ARGUMENT for an unknown partner, form or period in the options;
 *         YS_E_IO, YS_E_SYNTAX when the file cannot be read at all
 */
ys_status ys_check_file(const ys_initiative *initiative, const char *path, const ys_check_options *options,
                        ys_finding_fn sink, void *ctx, ys_check_summary *out, ys_error *err);

/**
 * Takes what became of one file, after its findings: status YS_OK and its summary, or why it could not be read (summary
 * NULL). A result other than 0 stops the work.
 */
typedef int (*ys_checked_fn)(const char *path, ys_status status, const ys_check_summary *summary, const ys_error *error,
                             void *ctx);

/**
 * Checks several files at once, as many as the machine has processors. The sinks are called by one thread at a time,
 * and in the order of the files.
 *
 * @param schema_path  a Table Schema to check against instead of the initiative, which then is NULL; or NULL
 * @return YS_OK, also when files could not be read; YS_E_CANCELLED; YS_E_DEFINITION and others for the schema itself
 */
ys_status ys_check_files(const ys_initiative *initiative, const char *schema_path, const char *const *paths, size_t n,
                         const ys_check_options *options, ys_finding_fn findings, ys_checked_fn checked, void *ctx,
                         ys_error *err);

/**
 * The same against a Table Schema (a JSON file), strictly by that specification, without an initiative. Of the options
 * only sheet and collapse count.
 */
ys_status ys_check_schema(const char *schema_path, const char *path, const ys_check_options *options,
                          ys_finding_fn sink, void *ctx, ys_check_summary *out, ys_error *err);

/**
 * Checks one file and writes what was found as a workbook (.xlsx) for its sender: a summary, a list to work through,
 * what goes wrong again and again, and a copy of the file with the cells marked.
 *
 * @param schema_path  a Table Schema to check against instead of the initiative, which then is NULL; or NULL
 * @param out_path     the workbook; it appears whole or not at all
 * @return as ys_check_file
 */
ys_status ys_check_workbook(const ys_initiative *initiative, const char *schema_path, const char *path,
                            const ys_check_options *options, const char *out_path, ys_check_summary *out,
                            ys_error *err);

/** How findings are written. */
typedef enum ys_finding_form {
    YS_FINDING_TEXT,    /**< FILE:LINE:COLUMN: error: what. How to mend it. [code] */
    YS_FINDING_COLORED, /**< the same for a terminal that shows colours */
    YS_FINDING_CSV,     /**< cells in the order of ys_finding_csv_header; a would-be formula gets a ' in front */
    YS_FINDING_JSON     /**< an object */
} ys_finding_form;

/** Writes findings as lines. It remembers what it wrote, so that a file full of faults is told quickly. */
typedef struct ys_finding_writer ys_finding_writer;

/** @param[out] out  to be freed with ys_finding_writer_free */
ys_status ys_finding_writer_new(ys_finding_writer **out, ys_finding_form form, ys_error *err);

/** Frees it; NULL is allowed. */
void ys_finding_writer_free(ys_finding_writer *writer);

/**
 * A finding as a line with its line end.
 *
 * @param[out] n  its bytes
 * @return text of the writer's own, until the next line; NULL when memory is short
 */
const char *ys_finding_line(ys_finding_writer *writer, const ys_finding *finding, size_t *n);

/** The header for lines of CSV, with its line end. */
const char *ys_finding_csv_header(void);

/** The summary of a file as one object of JSON, without a line end. The caller frees it; NULL when memory is short. */
char *ys_check_summary_json(const char *file, const ys_check_summary *summary);

/** Takes text of whole lines. A result other than 0 stops the work with YS_E_CANCELLED. */
typedef int (*ys_lines_fn)(const char *text, size_t n, void *ctx);

/**
 * The same as ys_check_files with the findings as lines, which for a file with faults in all its cells is many times
 * quicker than a call for each.
 */
ys_status ys_check_lines(const ys_initiative *initiative, const char *schema_path, const char *const *paths, size_t n,
                         const ys_check_options *options, ys_finding_form form, ys_lines_fn lines,
                         ys_checked_fn checked, void *ctx, ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
