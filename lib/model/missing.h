/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_MODEL_MISSING_H
#define YS_MODEL_MISSING_H

#include <stdbool.h>

#include "base/i18n.h"
#include "base/text.h"

/* Why a value is not there. Missing is a value with a reason; NONE means that it is there. */
typedef enum ys__missing {
    YS__MISSING_NONE,
    YS__NOT_REPORTED,
    YS__NOT_APPLICABLE,
    YS__NOT_COLLECTED,
    YS__REFUSED,
    YS__UNKNOWN,
    YS__SUPPRESSED,
    YS__MISSINGS
} ys__missing;

const char *ys__missing_name(ys__missing reason); /* "not_reported"; stable */
const char *ys__missing_title(ys__missing reason); /* "not reported", in the language in force */
const char *ys__missing_title_in(ys__lang lang, ys__missing reason);
bool ys__missing_named(ys__slice name, ys__missing *out);

#endif
