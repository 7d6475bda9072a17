/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/mapping.h"

#include "base/i18n.h"

/* "periods_across" and "indicators_down", of a form and of a partner's mapping. */

enum { DOWN_NAMES, DOWN_VALUES, DOWN_FIELDS, DOWN_KEYS };

static const ys__key down_keys[DOWN_KEYS] = {
    [DOWN_NAMES] = { "names", YS__IS_TEXT, false },
    [DOWN_VALUES] = { "values", YS__IS_TEXT, false },
    [DOWN_FIELDS] = { "fields", YS__IS_OBJECT, false },
};

bool ys__grow(ys__reader *r, void **items, size_t n, size_t size)
{
    void *more;

    if (n & (n - 1)) /* there is room up to the next power of two */
        return true;
    if ((more = ys__reader_alloc(r, n ? n * 2 : 1, size)) == NULL)
        return false;
    if (n)
        memcpy(more, *items, n * size);
    *items = more;
    return true;
}

/* A field that values may stand for: not the period itself, nor who sends it. */
static bool can_be_value(ys__reader *r, const ys__json *json, const ys__form *form, int field)
{
    ys__role role = form->fields[field].role;

    if (role != YS__ROLE_PERIOD && role != YS__ROLE_PARTNER)
        return true;
    ys__error_at(r, ys__value_place(json), _("the field %s tells whose or of when a row is; it is no value"),
                 form->fields[field].name);
    ys__hint(r, "%s", _("name the field that the numbers are for"));
    return false;
}

static void add_value(ys__reader *r, const ys__json *json, const ys__form *form, ys__form_layout *out)
{
    int field = ys__reader_field(r, json, form);

    if (field < 0 || !can_be_value(r, json, form, field))
        return;
    for (size_t i = 0; i < out->n_values; i++)
        if (out->values[i] == field && strcmp(form->fields[field].name, json->text) != 0) {
            return; /* told already: it is not a field, and what is nearest stands here itself */
        } else if (out->values[i] == field) {
            ys__error_at(r, ys__value_place(json), _("“%s” stands in this list a second time"), json->text);
            return;
        }
    out->values[out->n_values++] = field;
}

static void read_across(ys__reader *r, const ys__json *json, const ys__form *form, ys__form_layout *out)
{
    if (json->kind == YS__JSON_BOOL && !json->truth) {
        out->across = false;
        out->n_values = 0;
        return;
    }
    out->across = true;
    out->n_values = 0;
    if ((out->values = ys__reader_alloc(r, json->n + 1, sizeof *out->values)) == NULL)
        return;
    if (form->period_field < 0) {
        ys__error_at(r, ys__key_place(json), _("the form %s has no field with the role period"), form->id);
        ys__hint(r, "%s", _("give one of its fields the role period: the headers tell its values"));
    }
    if (json->kind == YS__JSON_TEXT)
        add_value(r, json, form, out);
    for (const ys__json *c = json->kind == YS__JSON_ARRAY ? json->child : NULL; c; c = c->next)
        add_value(r, c, form, out);
}

static void read_down_fields(ys__reader *r, const ys__json *json, const ys__form *form, ys__form_layout *out)
{
    for (const ys__json *c = json->child; c; c = c->next) {
        int field = ys__expect(r, c, YS__IS_TEXT) ? ys__reader_field(r, c, form) : -1;
        bool known = false;

        if (field < 0 || !can_be_value(r, c, form, field))
            continue;
        for (size_t i = 0; i < out->n_down && !known; i++) {
            known = ys__text_same(ys__slice_of(out->down[i].theirs), ys__slice_of(c->key));
            if (known && out->down[i].field != field) {
                ys__error_at(r, ys__key_place(c), _("“%s” stands for the field %s already"), c->key,
                             form->fields[out->down[i].field].name);
                ys__hint(r, "%s", _("keep one of the two"));
            }
        }
        if (!known && ys__grow(r, (void **)&out->down, out->n_down, sizeof *out->down))
            out->down[out->n_down++] = (ys__naming){ c->key, field };
    }
}

static void read_down(ys__reader *r, const ys__json *json, const ys__form *form, ys__form_layout *out)
{
    const ys__json *v[DOWN_KEYS];
    const char *names, *cells;

    if (!ys__read_object(r, json, "indicators_down", down_keys, DOWN_KEYS, v))
        return;
    names = ys__read_text(r, v[DOWN_NAMES]);
    cells = ys__read_text(r, v[DOWN_VALUES]);
    out->names = names ? names : out->names;
    out->cells = cells ? cells : out->cells;
    if (names && cells && ys__text_same(ys__slice_of(names), ys__slice_of(cells)))
        ys__error_at(r, ys__value_place(v[DOWN_VALUES]), "%s", _("names and values cannot stand in the same column"));
    if (v[DOWN_FIELDS])
        read_down_fields(r, v[DOWN_FIELDS], form, out);
}

void ys__read_layout(ys__reader *r, const ys__json *across, const ys__json *down, const ys__form *form,
                     ys__form_layout *out)
{
    if (across)
        read_across(r, across, form, out);
    if (down)
        read_down(r, down, form, out);
}

void ys__check_layout(ys__reader *r, const ys__json *across, const ys__json *down, const ys__form_layout *layout)
{
    if (across && layout->across && layout->n_values == 0 && layout->names == NULL && down == NULL) {
        ys__error_at(r, ys__value_place(across), "%s", _("nothing tells which field the values under the periods are"));
        ys__hint(r, _("write the name of the field, such as %s"), "\"periods_across\": \"visits\"");
    }
    if (across && layout->n_values && layout->names) {
        ys__error_at(r, ys__value_place(across), "%s", _("the rows name the fields already (indicators_down)"));
        ys__hint(r, _("write %s"), "\"periods_across\": true");
    }
    if (down && layout->names == NULL) {
        ys__error_at(r, ys__value_place(down), _("the key “%s” of %s is missing"), "names", "indicators_down");
        ys__hint(r, "%s", _("it is the header of the column that names the indicators"));
    }
    if (down && !layout->across && layout->cells == NULL) {
        ys__error_at(r, ys__value_place(down), _("the key “%s” of %s is missing"), "values", "indicators_down");
        ys__hint(r, "%s", _("it is the header of the column that holds the values"));
    }
    if (down && layout->across && layout->cells) {
        ys__error_at(r, ys__value_place(down), "%s", _("with periods across, the values stand under the periods"));
        ys__hint(r, _("leave out %s"), "\"values\"");
    }
}
