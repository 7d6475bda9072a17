/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_NOTE_H
#define YS_COMPUTE_NOTE_H

#include "base/buffer.h"
#include "compute/coverage.h"
#include "compute/figure.h"

/* The words beside a number, in the language in force. */

/* excluded NULL: what is missing and excluded is told elsewhere. */
void ys__note_figure(ys__buffer *to, const ys__figure *figure, const int64_t *excluded, const ys__indicator *indicator);

/* Who is not in it, or not with all reports: of one partner (index), or over all (-1) by name. is_empty: there is no
 * number at all, which a form that is due later explains. keeps_earlier: rows of earlier periods are in it as well. */
void ys__note_coverage(ys__buffer *to, const ys__coverage *coverage, const struct ys_initiative *in, int partner,
                       bool is_empty, bool keeps_earlier);

/* One more sentence. */
void ys__note_add(ys__buffer *to, const char *fmt, ...) YS_PRINTF(2, 3);

#endif
