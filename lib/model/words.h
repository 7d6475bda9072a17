/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_MODEL_WORDS_H
#define YS_MODEL_WORDS_H

#include "base/buffer.h"
#include "model/model.h"

/* How an indicator's measure is computed, as a sentence without a full stop, in the language in force. */
void ys__put_measure(ys__buffer *to, const ys__indicator *indicator);

/* The same with its conditions, exclusions, date and lag. */
void ys__put_measure_words(ys__buffer *to, const ys__indicator *indicator);

#endif
