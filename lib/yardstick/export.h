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

#ifdef __cplusplus
}
#endif
#endif
