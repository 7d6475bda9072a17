/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_EXPECTED_H
#define YS_REPORT_EXPECTED_H

#include "base/buffer.h"
#include "base/i18n.h"
#include "model/model.h"

/* What a field takes, in a few words: "whole number". */
const char *ys__type_words(ys__lang lang, const ys__field *field);

/* The same with its limits: "whole number, at least 0". */
void ys__put_limits(ys__buffer *to, ys__lang lang, const ys__field *field);

/* The same with its list and whether it must be filled. */
void ys__put_expected(ys__buffer *to, ys__lang lang, const ys__field *field);

#endif
