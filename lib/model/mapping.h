/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_MODEL_MAPPING_H
#define YS_MODEL_MAPPING_H

#include "model/catalog.h"

/* What partners' files need ("mappings" of initiative.json), and the layouts that forms and partners tell. */

/* All of "mappings", once catalogs and partners are read. */
void ys__read_mappings(ys__reader *r, const ys__json *json);

/* "periods_across" and "indicators_down", either of which may be NULL, on top of what is known already. */
void ys__read_layout(ys__reader *r, const ys__json *across, const ys__json *down, const ys__form *form,
                     ys__form_layout *out);

/* Whether what was read (and where) makes sense together. */
void ys__check_layout(ys__reader *r, const ys__json *across, const ys__json *down, const ys__form_layout *layout);

/* Whether a text of a mapping is a value of the field; else a fault at that place. A code in brackets is a reason for
 * being missing. */
bool ys__check_code(ys__reader *r, ys__place at, const ys__partner *partner, const ys__field *f, const char *text);
bool ys__check_constant(ys__reader *r, const ys__json *json, const ys__partner *partner, const ys__field *f);

/* A text, number or truth of a mapping as the text a file would have. */
const char *ys__mapping_text(ys__reader *r, const ys__json *json);

/* "[refused]" as a reason. */
bool ys__reason_in_brackets(const char *text, ys__missing *out);

/* Room for one more element of an array that grows in the arena and has n. */
bool ys__grow(ys__reader *r, void **items, size_t n, size_t size);

#endif
