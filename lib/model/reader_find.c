/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/catalog.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/vector.h"

/* Look-ups by name while reading: what is not there is a fault that names the nearest. */

typedef struct names {
    const char **items;
    size_t n, room;
} names;

static void add(ys__reader *r, names *list, const char *name)
{
    if (name == NULL)
        return;
    if (ys__room((void **)&list->items, &list->room, list->n, sizeof *list->items))
        list->items[list->n++] = name;
    else
        r->nomem = true;
}

/* Reports it and answers what was probably meant, which spares the faults that would follow from this one. */
static ys__slice not_there(ys__reader *r, const ys__json *name, const char *fmt, names *known)
{
    const char *nearest;

    ys__error_at(r, ys__value_place(name), fmt, name->text);
    nearest = ys__hint_nearest(r, ys__slice_of(name->text), known->items, known->n);
    free(known->items);
    return ys__slice_of(nearest ? nearest : "\n"); /* which is no name */
}

const ys__dimension *ys__reader_dimension(ys__reader *r, const ys__json *name, const ys__catalog *own)
{
    const ys__dimension *found;
    names known = { 0 };

    if (!ys__expect(r, name, YS__IS_TEXT))
        return NULL;
    for (size_t i = 0; own && i < own->n_dimensions; i++)
        if (strcmp(own->dimensions[i].id, name->text) == 0)
            return &own->dimensions[i];
    if ((found = ys__find_dimension(r->in, ys__slice_of(name->text))) != NULL)
        return found;
    for (size_t i = 0; i < r->in->n_catalogs; i++)
        for (size_t k = 0; k < r->in->catalogs[i].n_dimensions; k++)
            add(r, &known, r->in->catalogs[i].dimensions[k].id);
    return ys__find_dimension(r->in, not_there(r, name, _("there is no dimension “%s”"), &known));
}

const ys__form *ys__reader_form(ys__reader *r, const ys__json *name, const ys__catalog *own)
{
    const ys__form *found;
    names known = { 0 };

    if (!ys__expect(r, name, YS__IS_TEXT))
        return NULL;
    for (size_t i = 0; own && i < own->n_forms; i++)
        if (strcmp(own->forms[i].id, name->text) == 0)
            return &own->forms[i];
    if ((found = ys__find_form(r->in, ys__slice_of(name->text))) != NULL)
        return found;
    for (size_t i = 0; i < r->in->n_catalogs; i++)
        for (size_t k = 0; k < r->in->catalogs[i].n_forms; k++)
            add(r, &known, r->in->catalogs[i].forms[k].id);
    return ys__find_form(r->in, not_there(r, name, _("there is no form “%s”"), &known));
}

const ys__indicator *ys__reader_indicator(ys__reader *r, const ys__json *name)
{
    const ys__indicator *found;
    names known = { 0 };

    if (name == NULL || !ys__expect(r, name, YS__IS_TEXT))
        return NULL;
    if ((found = ys__find_indicator(r->in, ys__slice_of(name->text))) != NULL)
        return found;
    for (size_t i = 0; i < r->in->n_catalogs; i++)
        for (size_t k = 0; k < r->in->catalogs[i].n_indicators; k++)
            add(r, &known, r->in->catalogs[i].indicators[k].id);
    return ys__find_indicator(r->in, not_there(r, name, _("there is no indicator “%s”"), &known));
}

int ys__reader_field(ys__reader *r, const ys__json *name, const ys__form *form)
{
    names known = { 0 };
    int found;

    if (!ys__expect(r, name, YS__IS_TEXT))
        return -1;
    if ((found = ys__form_field(form, ys__slice_of(name->text))) >= 0)
        return found;
    for (size_t i = 0; i < form->n; i++)
        if (form->fields[i].name[0])
            add(r, &known, form->fields[i].name);
    return ys__form_field(form, not_there(r, name, _("the form has no field “%s”"), &known));
}
