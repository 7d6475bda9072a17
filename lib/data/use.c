/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/use.h"

bool ys__label_means(const ys__label *label, ys__slice text)
{
    for (size_t i = 0; i < label->n; i++)
        if (ys__text_same(text, ys__slice_of(label->texts[i])))
            return true;
    return false;
}

static bool field_means(const ys__field *f, ys__slice header)
{
    if (ys__text_same(header, ys__slice_of(f->name)) || ys__label_means(&f->title, header) ||
        (f->dimension && ys__label_means(&f->dimension->title, header)))
        return true;
    for (size_t i = 0; i < f->n_aliases; i++)
        if (ys__text_same(header, ys__slice_of(f->aliases[i])))
            return true;
    return false;
}

static int named(const ys__naming *list, size_t n, ys__slice text)
{
    for (size_t i = 0; i < n; i++)
        if (ys__text_same(text, ys__slice_of(list[i].theirs)))
            return list[i].field;
    return -1;
}

int ys__header_field(const ys__form *form, const ys__mapping *mapping, ys__slice header)
{
    int found = mapping && header.n ? named(mapping->headers, mapping->n_headers, header) : -1;

    if (found < 0)
        found = ys__form_field(form, header);
    if (found >= 0 || form->strict || header.n == 0)
        return found;
    for (size_t i = 0; i < form->n; i++)
        if (field_means(&form->fields[i], header))
            return (int)i;
    return -1;
}

static const ys__form_layout *layout_of(const ys__form *form, const ys__mapping *mapping)
{
    return mapping ? &mapping->layout : &form->layout;
}

int ys__named_field(const ys__form *form, const ys__mapping *mapping, ys__slice name)
{
    const ys__form_layout *layout = layout_of(form, mapping);
    int field = named(layout->down, layout->n_down, name);

    return field >= 0 ? field : ys__header_field(form, mapping, name);
}

const ys__mapping *ys__sender_mapping(const ys__sender *sender, const ys__form *form)
{
    bool counts = sender->in && !sender->in_template && !form->strict;

    return counts ? ys__find_mapping(sender->in, sender->partner, form) : NULL;
}

static bool is_ignored(const ys__mapping *mapping, ys__slice header)
{
    for (size_t i = 0; mapping && i < mapping->n_ignore; i++)
        if (ys__text_same(header, ys__slice_of(mapping->ignore[i])))
            return true;
    return false;
}

static bool is_header(const char *wanted, ys__slice header)
{
    return wanted && ys__text_same(header, ys__slice_of(wanted));
}

/* A column of values for one period. rest: what its header says besides. */
static ys__column_use period_use(const ys__form *form, const ys__mapping *mapping, ys__slice rest, ys__period period)
{
    const ys__form_layout *layout = layout_of(form, mapping);
    ys__column_use use = { .use = YS__USE_PERIOD, .field = -1, .period = period };
    bool known = rest.n == 0 && layout->n_values < 2;

    if (layout->n_values == 1)
        use.field = layout->values[0];
    if (rest.n && layout->n_values) {
        use.field = ys__header_field(form, mapping, rest);
        for (size_t i = 0; i < layout->n_values; i++)
            known = known || layout->values[i] == use.field;
    }
    return known ? use : (ys__column_use){ .use = YS__USE_NONE, .field = -1 };
}

static ys__column_use across_use(const ys__sender *sender, const ys__form *form, const ys__mapping *mapping,
                                 ys__slice header)
{
    static const ys__calendar plain = { .period_months = 3, .first_month = 1 };
    ys__column_use use = { .use = YS__USE_NONE, .field = -1 };
    ys__period period;
    ys__slice rest;
    ys__period_reading reading = ys__period_in_header(sender->in ? &sender->in->calendar : &plain, header,
                                                      sender->period, &period, &rest, use.id);

    if (reading == YS__PERIOD_OK)
        return period_use(form, mapping, rest, period);
    if (reading != YS__PERIOD_NONE && period_use(form, mapping, rest, (ys__period){ 0, 0 }).use == YS__USE_PERIOD)
        use.use = reading == YS__PERIOD_UNCLEAR ? YS__USE_UNCLEAR : YS__USE_YEARLESS;
    return use;
}

ys__column_use ys__header_use(const ys__sender *sender, const ys__form *form, const ys__mapping *mapping,
                              ys__slice header)
{
    const ys__form_layout *layout = layout_of(form, mapping);
    ys__column_use use = { .use = YS__USE_FIELD, .field = -1 };

    if (header.n && mapping && (use.field = named(mapping->headers, mapping->n_headers, header)) >= 0)
        return use;
    if (is_ignored(mapping, header))
        use.use = YS__USE_IGNORED;
    else if (is_header(layout->names, header))
        use.use = YS__USE_NAMES;
    else if (is_header(layout->cells, header))
        use.use = YS__USE_CELLS;
    else if ((use.field = ys__header_field(form, mapping, header)) < 0)
        return layout->across && header.n ? across_use(sender, form, mapping, header)
                                          : (ys__column_use){ .use = YS__USE_NONE, .field = -1 };
    return use;
}

bool ys__is_reshaped(const ys__column_use *uses, size_t n)
{
    bool names = false, cells = false, periods = false;

    for (size_t i = 0; i < n; i++) {
        names = names || uses[i].use == YS__USE_NAMES;
        cells = cells || uses[i].use == YS__USE_CELLS;
        periods = periods || (uses[i].use == YS__USE_PERIOD && uses[i].field >= 0);
    }
    for (size_t i = 0; i < n; i++)
        cells = cells || uses[i].use == YS__USE_PERIOD;
    return periods || (names && cells);
}
