/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model.h"

#include <string.h>

#include <yardstick/error.h>

const char *ys__label_get(const ys__label *label)
{
    const char *lang = ys_language();

    for (size_t i = 0; i < label->n; i++)
        if (label->langs[i] && strcmp(label->langs[i], lang) == 0)
            return label->texts[i];
    return label->n ? label->texts[0] : "";
}

bool ys__label_empty(const ys__label *label)
{
    return label->n == 0;
}
