/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_LOG_H
#define YS_STORE_LOG_H

#include "store/store.h"

/* The log: numbered events, each sealed with the hash of the one before. */

/* Appends an event, inside a transaction; detail is a JSON object. */
ys_status ys__log_append(const struct ys_store *store, const char *what, const char *detail, ys_error *err);

/* Whether a key of this name (ys__seal_name) made the store; true also when there is no store yet. */
ys_status ys__log_fits(const struct ys_store *store, const char *key_name, bool *fits, ys_error *err);

/* Recomputes the chain; YS_E_STORE names the event where it breaks. */
ys_status ys__log_verify(const struct ys_store *store, uint64_t *events, ys_error *err);

/* Who does it, as far as the machine knows; asked once. */
const char *ys__log_actor(const struct ys_store *store);

#endif
