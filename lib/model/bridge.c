/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "model/catalog.h"

/* "bridge": how rows collected under an earlier version of the definition are read by the present one. */

enum { FROM, FIELD, RECODE, RESCALE, KEYS };

static const ys__key keys[KEYS] = {
    [FROM] = { "from", YS__IS_TEXT, true },
    [FIELD] = { "field", YS__IS_TEXT, false },
    [RECODE] = { "recode", YS__IS_OBJECT, false },
    [RESCALE] = { "rescale", YS__IS_ARRAY, false },
};

/* The field that the first input of the measure is; -1: it is no bare field. */
static int measured_field(const ys__indicator *ind)
{
    const ys__expr *e = ind->measure.a;

    return e && e->op == YS__OP_FIELD ? e->field : -1;
}

static bool read_pair(ys__reader *r, const ys__json *json, double pair[2])
{
    const ys__json *low = json && json->kind == YS__JSON_ARRAY && json->n == 2 ? json->child : NULL;

    if (low && low->kind == YS__JSON_NUMBER && low->next->kind == YS__JSON_NUMBER && low->number < low->next->number) {
        pair[0] = low->number;
        pair[1] = low->next->number;
        return true;
    }
    if (json) {
        ys__error_at(r, ys__value_place(json), "%s", _("this is no scale"));
        ys__hint(r, _("write its lowest and its highest value, such as %s"), "[1, 7]");
    }
    return false;
}

static void read_rescale(ys__reader *r, const ys__json *json, const ys__indicator *ind, ys__bridge *b)
{
    if (json->n != 2) {
        ys__error_at(r, ys__value_place(json), "%s", _("rescale needs two scales, the old and the new one"));
        ys__hint(r, _("write it as %s"), "[[1, 7], [1, 5]]");
        return;
    }
    b->rescale = read_pair(r, json->child, b->old_scale) && read_pair(r, json->child->next, b->new_scale);
    if (b->field >= 0 && ind->form->fields[b->field].type != YS__FIELD_NUMBER &&
        ind->form->fields[b->field].type != YS__FIELD_INTEGER)
        ys__error_at(r, ys__key_place(json), _("the field %s holds no numbers"), ind->form->fields[b->field].name);
}

static void read_recode(ys__reader *r, const ys__json *json, const ys__indicator *ind, ys__bridge *b)
{
    const ys__field *field = b->field >= 0 ? &ind->form->fields[b->field] : NULL;

    b->codes = ys__reader_alloc(r, json->n + 1, sizeof *b->codes);
    for (const ys__json *c = json->child; c && b->codes; c = c->next) {
        if (!ys__expect(r, c, YS__IS_TEXT))
            continue;
        if (field && field->n_list && ys__list_find(field->list, field->n_list, ys__slice_of(c->text)) < 0)
            ys__error_at(r, ys__value_place(c), _("“%s” is no value of the field %s"), c->text, field->name);
        b->codes[b->n_codes++] = (ys__recode){ c->key, c->text };
    }
}

void ys__read_bridge(ys__reader *r, const ys__json *json, ys__indicator *ind)
{
    const ys__json *v[KEYS];
    ys__bridge *b;

    if (json == NULL || !ys__read_object(r, json, _("a bridge"), keys, KEYS, v) || ind->form == NULL ||
        v[FROM] == NULL || (b = ys__reader_alloc(r, 1, sizeof *b)) == NULL)
        return;
    b->from = v[FROM]->text;
    b->field = v[FIELD] ? ys__reader_field(r, v[FIELD], ind->form) : measured_field(ind);
    if (b->field < 0 && !v[FIELD] && (v[RECODE] || v[RESCALE])) {
        ys__error_at(r, ys__value_place(json), "%s",
                     _("which field the bridge is about cannot be told from the measure"));
        ys__hint(r, _("add %s"), "\"field\": \"...\"");
    }
    if (v[RECODE])
        read_recode(r, v[RECODE], ind, b);
    if (v[RESCALE])
        read_rescale(r, v[RESCALE], ind, b);
    ind->bridge = b;
}
