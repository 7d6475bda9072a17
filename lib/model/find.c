/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model.h"

int ys__form_field(const ys__form *form, ys__slice name)
{
    for (size_t i = 0; i < form->n; i++)
        if (ys__slice_is(name, form->fields[i].name))
            return (int)i;
    return -1;
}

const ys__partner *ys__find_partner(const struct ys_initiative *in, ys__slice id)
{
    for (size_t i = 0; i < in->n_partners; i++)
        if (ys__slice_is(id, in->partners[i].id))
            return &in->partners[i];
    return NULL;
}

const ys__form *ys__find_form(const struct ys_initiative *in, ys__slice id)
{
    for (size_t i = 0; i < in->n_catalogs; i++)
        for (size_t k = 0; k < in->catalogs[i].n_forms; k++)
            if (ys__slice_is(id, in->catalogs[i].forms[k].id))
                return &in->catalogs[i].forms[k];
    return NULL;
}

const ys__indicator *ys__find_indicator(const struct ys_initiative *in, ys__slice id)
{
    for (size_t i = 0; i < in->n_catalogs; i++)
        for (size_t k = 0; k < in->catalogs[i].n_indicators; k++)
            if (ys__slice_is(id, in->catalogs[i].indicators[k].id))
                return &in->catalogs[i].indicators[k];
    return NULL;
}

const ys__dimension *ys__find_dimension(const struct ys_initiative *in, ys__slice id)
{
    for (size_t i = 0; i < in->n_catalogs; i++)
        for (size_t k = 0; k < in->catalogs[i].n_dimensions; k++)
            if (ys__slice_is(id, in->catalogs[i].dimensions[k].id))
                return &in->catalogs[i].dimensions[k];
    return NULL;
}

const ys__site *ys__find_site(const ys__partner *partner, ys__slice id)
{
    for (size_t i = 0; i < partner->n_sites; i++)
        if (ys__slice_is(id, partner->sites[i].id))
            return &partner->sites[i];
    return NULL;
}

bool ys__partner_sends(const ys__partner *partner, const ys__form *form)
{
    for (size_t i = 0; i < partner->n_forms; i++)
        if (partner->forms[i] == form)
            return true;
    return false;
}

/* Whether a label has this text in any of its languages. */
static bool label_is(const ys__label *label, ys__slice text)
{
    for (size_t i = 0; i < label->n; i++)
        if (ys__text_same(ys__slice_of(label->texts[i]), text))
            return true;
    return false;
}

int ys__list_find(const ys__category *list, size_t n, ys__slice text)
{
    for (size_t i = 0; i < n; i++)
        if (ys__slice_is(text, list[i].code))
            return (int)i;
    for (size_t i = 0; i < n; i++) {
        if (ys__text_same(ys__slice_of(list[i].code), text) || label_is(&list[i].title, text))
            return (int)i;
        for (size_t k = 0; k < list[i].n_aliases; k++)
            if (ys__text_same(ys__slice_of(list[i].aliases[k]), text))
                return (int)i;
    }
    return -1;
}
