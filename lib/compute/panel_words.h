/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_PANEL_WORDS_H
#define YS_COMPUTE_PANEL_WORDS_H

#include <yardstick/stats_rates.h>

#include "base/buffer.h"
#include "compute/panel.h"

/* What is said beside a comparison, in the language in force. */

/* Ids of partners that are in one window only: "east, west". */
void ys__panel_put_left_out(ys__buffer *to, const ys__plan *plan, const ys__panel_match *match);

/* "partner", "gender", "partner,gender". */
void ys__panel_put_axes(ys__buffer *to, const ys__plan *plan, uint32_t axes);

/* Parts with cases on one side alone, and whether most parts moved against the whole, which it answers. partners: the
 * parts are partners. */
bool ys__panel_note_split(ys__buffer *note, const ys_kitagawa *split, bool partners);

/* Why a change is not split. */
void ys__panel_note_no_split(ys__buffer *note, const ys__indicator *indicator);

/* Who is in it with a part of the window. */
void ys__panel_note_parts(ys__buffer *note, const ys__plan *plan, const ys__panel_match *match);

#endif
