/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_CHECK_TEXT_H
#define YS_DATA_CHECK_TEXT_H

#include <yardstick/check.h>

#include "base/buffer.h"

/* A finding as a line: a head, which is that of its file, its place, a tail, and in text an end. Findings that are
 * alike have the same tail. */

void ys__line_head(ys__buffer *to, const char *file, ys_finding_form form);

/* numbers: line and character in text, else row and line; 0: none. */
void ys__line_place(ys__buffer *to, const uint64_t numbers[2], ys_finding_form form);
void ys__line_tail(ys__buffer *to, const ys_finding *f, ys_finding_form form);

/* Of text alone: how often the finding was met, and its code. */
void ys__line_end(ys__buffer *to, uint64_t count, uint64_t last_row, const char *code);

#endif
