/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_TEMPLATE_H
#define YS_REPORT_TEMPLATE_H

#include <yardstick/template.h>

#include "base/i18n.h"
#include "model/model.h"

/* What one partner fills in for one form and period. */
typedef struct ys__template {
    const struct ys_initiative *in;
    const ys__partner *partner;
    const ys__form *form;
    ys__period period;
    char period_id[YS__PERIOD_SIZE];
    int *fields;    /* of its columns; malloc'ed */
    size_t n;
    size_t n_known; /* rows that name what they are about beforehand: one for each site */
} ys__template;

/* The text of a language; NULL: there is none. */
const char *ys__label_in(const ys__label *label, ys__lang lang);

/* The title of a field for people: its own, else that of its dimension, else its name. */
const char *ys__field_title(const ys__field *field, ys__lang lang);

/* What a cell of a known row holds beforehand; NULL: nothing. */
const char *ys__template_known(const ys__template *t, size_t row, size_t column, bool for_people);

/* A category as people choose it: its title, where the reader takes that for the category, else its code. */
const char *ys__category_shown(const ys__category *list, size_t n, size_t i, ys__lang lang);

/* The same for a site of a partner. */
const char *ys__site_shown(const ys__partner *partner, size_t i, ys__lang lang);

ys_status ys__template_book(const ys__template *t, const char *path, ys_error *err);

#endif
