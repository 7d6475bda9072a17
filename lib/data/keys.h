/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_KEYS_H
#define YS_DATA_KEYS_H

#include "data/convert.h"

/* Rows that must not stand beside each other: the same primary key twice, a value twice where it must be unique, a
 * month and its quarter under one key. All false when memory is short. */
bool ys__check_keys(ys__conversion *c);

/* Rows whose period is not within that of the submission. */
bool ys__check_periods(ys__conversion *c);

/* The form's rules. */
ys_status ys__check_rules(ys__conversion *c, ys_error *err);

#endif
