/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/show.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "base/number.h"

void ys__show_basis(ys__buffer *to, const ys_result *r, const ys__indicator *i)
{
    bool is_mean = i && i->measure.kind == YS__MEAN;

    if (isfinite(r->numerator) && isfinite(r->denominator) && !is_mean) {
        ys__show_count(to, r->numerator);
        ys__putf(to, " %s ", _("of"));
        ys__show_count(to, r->denominator);
    } else if (i && !ys__is_additive(i) && r->n > 0) {
        ys__put(to, "n = ");
        ys__show_count(to, (double)r->n);
    }
}

void ys__show_distance(ys__buffer *to, const ys__indicator *i, double x)
{
    ys__buffer text = { 0 };

    ys__show_change(&text, i, x);
    ys__put(to, text.n && text.text[0] == '+' ? text.text + 1 : text.n ? text.text : "");
    to->failed = to->failed || text.failed;
    ys__buffer_free(&text);
}

const char *ys__status_title(const char *status)
{
    static const struct {
        const char *status, *title;
    } titles[] = {
        { "ok", "" },
        { "incomplete", N_("incomplete") },
        { "suppressed", N_("hidden: few cases") },
        { "no_data", N_("no data") },
        { "refused", N_("not possible") },
    };

    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (strcmp(titles[i].status, status) == 0)
            return _(titles[i].title);
    return status;
}

/* A field with a list of codes, of any form; NULL when there is none of that name. */
static const ys__field *find_field(const struct ys_initiative *in, const char *name)
{
    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t f = 0; f < in->catalogs[c].n_forms; f++) {
            const ys__form *form = &in->catalogs[c].forms[f];
            int field = ys__form_field(form, ys__slice_of(name));

            if (field >= 0 && form->fields[field].list)
                return &form->fields[field];
        }
    return NULL;
}

/* The list of codes behind a name of --by: a dimension, else a field. */
static const ys__category *categories(const struct ys_initiative *in, const char *name, size_t *n)
{
    const ys__dimension *dimension = ys__find_dimension(in, ys__slice_of(name));
    const ys__field *field = dimension ? NULL : find_field(in, name);

    *n = dimension ? dimension->n : field ? field->n_list : 0;
    return dimension ? dimension->categories : field ? field->list : NULL;
}

void ys__show_category(ys__buffer *to, const struct ys_initiative *in, const char *dimension, const char *code)
{
    size_t n, length = strlen(code);
    const ys__category *list = categories(in, dimension, &n);
    ys__missing reason;

    if (length > 2 && code[0] == '[' && ys__missing_named((ys__slice){ code + 1, length - 2 }, &reason)) {
        ys__putf(to, "(%s)", ys__missing_title(reason));
        return;
    }
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].code, code) == 0) {
            ys__put(to, ys__label_empty(&list[i].title) ? code : ys__label_get(&list[i].title));
            return;
        }
    ys__put(to, code);
}

const char *ys__dimension_title(const struct ys_initiative *in, const char *dimension)
{
    const ys__dimension *found = ys__find_dimension(in, ys__slice_of(dimension));
    const ys__field *field = found ? NULL : find_field(in, dimension);
    const ys__label *title = found ? &found->title : field ? &field->title : NULL;

    return title && !ys__label_empty(title) ? ys__label_get(title) : dimension;
}

const char *ys__partner_title(const struct ys_initiative *in, const char *partner)
{
    const ys__partner *found = ys__find_partner(in, ys__slice_of(partner));

    return found && !ys__label_empty(&found->name) ? ys__label_get(&found->name) : partner;
}

const char *ys__site_title(const struct ys_initiative *in, const char *partner, const char *site)
{
    const ys__partner *owner = ys__find_partner(in, ys__slice_of(partner));
    const ys__site *found = owner ? ys__find_site(owner, ys__slice_of(site)) : NULL;

    return found && !ys__label_empty(&found->name) ? ys__label_get(&found->name) : site;
}
