/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_DASHBOARD_H
#define YARDSTICK_DASHBOARD_H

#include <yardstick/store.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ys_dashboard_options {
    unsigned version;      /**< YS_DASHBOARD_OPTIONS_INIT sets it */
    const char *period;    /**< NULL: the newest with data */
    const char *as_of;     /**< NULL: now */
    const char *audience;  /**< NULL: "backbone" */
} ys_dashboard_options;

#define YS_DASHBOARD_OPTIONS_INIT { 1, NULL, NULL, NULL }

/**
 * Writes the workbook of a period: Scorecard, Trends, Partners, Data, Dictionary. The file appears whole or not at all;
 * the same store, period and time give the same bytes.
 *
 * @param path          NULL: reports/dashboard-PERIOD.xlsx in the initiative's folder, which is made if need be
 * @param[out] written  the path written, to be freed by the caller; may be NULL
 * @return YS_OK; YS_E_ARGUMENT for an unknown period or when there is no data; YS_E_IO when it cannot be written
 */
ys_status ys_dashboard_write(char **written, ys_store *store, const char *path, const ys_dashboard_options *options,
                             ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
