/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_EXPORT_H
#define YARDSTICK_EXPORT_H

#include <yardstick/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Writes everything received into a new SQLite file of plain tables that any program can read: "submission", and one
 * table for each form, named like it, with a row for each row received (superseded ones too), the field FIELD and
 * beside it FIELD:missing, the reason why it is empty. Participants are pseudonyms.
 *
 * @param path  must not exist yet
 * @return YS_OK; YS_E_IO when it exists or cannot be written; YS_E_STORE
 */
ys_status ys_export_sqlite(ys_store *store, const char *path, ys_error *err);

/**
 * Writes all results of all periods as CSV, exactly as `aggregate --format csv` has them: each indicator over all
 * partners, by partner, and by what it is broken down by.
 *
 * @param path  a file, replaced when there is one
 * @return YS_OK; YS_E_ARGUMENT when the store is empty; YS_E_IO, YS_E_STORE
 */
ys_status ys_export_results(ys_store *store, const char *path, ys_error *err);

/**
 * Writes everything received as CSV files into a folder: submissions.csv, and FORM.csv for each form with a row for
 * each row received, its submission, partner and period, whether it counts or a newer one has taken its place, and
 * beside each FIELD the column FIELD:missing with the reason why it is empty. UTF-8, RFC 4180 with LF; a text that a
 * spreadsheet would take for a formula gets a ' in front. Participants are pseudonyms.
 *
 * @param folder  made if need be; files of these names in it are replaced
 * @return YS_OK; YS_E_IO, YS_E_STORE
 */
ys_status ys_export_records(ys_store *store, const char *folder, ys_error *err);

/**
 * Writes a data package: the files of ys_export_records, results.csv as ys_export_results writes it, and
 * datapackage.json, which describes their columns as the Frictionless Data Package specification has it.
 */
ys_status ys_export_package(ys_store *store, const char *folder, ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
