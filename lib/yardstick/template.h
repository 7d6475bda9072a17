/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_TEMPLATE_H
#define YARDSTICK_TEMPLATE_H

#include <yardstick/initiative.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Which template. Members may be NULL. */
typedef struct ys_template_options {
    unsigned version;   /**< YS_TEMPLATE_OPTIONS_INIT sets it */
    const char *form;   /**< NULL: each form of the partner */
    const char *period; /**< NULL: the one that is due now or next */
} ys_template_options;

#define YS_TEMPLATE_OPTIONS_INIT { 1, NULL, NULL }

/** Takes the path of a file that was written. A result other than 0 stops the work with YS_E_CANCELLED. */
typedef int (*ys_template_fn)(const char *path, void *ctx);

/**
 * Writes what a partner fills in for a form and period, in the language in force.
 *
 * A path that ends in .csv gets a header and, where a form has one row for each site, the sites. Any other path must
 * end in .xlsx and gets a workbook with a sheet to fill in, instructions, the meaning of each field, and a mark that
 * tells ys_check_file and ys_submit whose template it is. The same definitions give the same bytes.
 *
 * @param path     NULL: PARTNER_FORM_PERIOD.xlsx in the current folder, one for each form
 * @param written  takes the path of each file; may be NULL
 * @return YS_OK; YS_E_ARGUMENT for a partner, form or period that is none, a form that the partner does not send,
 *         a path where there are several forms, or one of another kind; YS_E_IO
 */
ys_status ys_template_write(const ys_initiative *initiative, const char *partner, const char *path,
                            const ys_template_options *options, ys_template_fn written, void *ctx, ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
