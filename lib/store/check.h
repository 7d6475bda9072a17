/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_CHECK_H
#define YS_STORE_CHECK_H

#include "data/import.h"
#include "model/schema.h"

/* How a file is read to be checked. schema may be NULL. */
ys__import_options ys__check_how(const ys_check_options *options, const ys__schema *schema);

/* Adds what the store of the options tells of the partner's earlier reports; nothing where there is none. One file at
 * a time. */
ys_status ys__check_history(ys__import *import, const ys_check_options *options, ys_error *err);

#endif
