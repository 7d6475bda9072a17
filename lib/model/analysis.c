/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "model/catalog.h"

/* "analysis": what an indicator is about, so that `stats` can test it with the rows it is made of. */

enum { KIND, KEYS_MAX = 5 };

static const char *const kinds[] = {
    [YS__BEFORE_AFTER] = "before_after",
    [YS__DOSAGE] = "dosage",
    [YS__TIME_TO_EVENT] = "time_to_event",
};

enum { BEFORE = KIND + 1, AFTER };
enum { DOSE = KIND + 1, TITLE };
enum { FROM = KIND + 1, TO, UNTIL };

static const struct {
    size_t n;
    ys__key keys[KEYS_MAX];
} shapes[] = {
    [YS__BEFORE_AFTER] = { 3, { [KIND] = { "kind", YS__IS_TEXT, true }, [BEFORE] = { "before", YS__IS_TEXT, true },
                                [AFTER] = { "after", YS__IS_TEXT, true } } },
    [YS__DOSAGE] = { 3, { [KIND] = { "kind", YS__IS_TEXT, true }, [DOSE] = { "dose", YS__IS_TEXT, true },
                          [TITLE] = { "title", YS__IS_LABEL, false } } },
    [YS__TIME_TO_EVENT] = { 4, { [KIND] = { "kind", YS__IS_TEXT, true }, [FROM] = { "from", YS__IS_TEXT, true },
                                 [TO] = { "to", YS__IS_TEXT, true }, [UNTIL] = { "until", YS__IS_TEXT, false } } },
};

static bool is_field(const ys__expr *e, int field)
{
    return e->op == YS__OP_FIELD && e->field == field;
}

/* Before and after are the same people's, row by row: their difference is what the measure must be the mean of. */
static bool read_before_after(ys__reader *r, const ys__json *json, const ys__json **v, const ys__indicator *ind,
                              ys__analysis *out)
{
    const ys__expr *e = ind->measure.a;

    if (v[BEFORE] == NULL || v[AFTER] == NULL)
        return false;
    out->before = ys__reader_field(r, v[BEFORE], ind->form);
    out->after = ys__reader_field(r, v[AFTER], ind->form);
    if (out->before < 0 || out->after < 0)
        return false;
    if (ind->measure.kind == YS__MEAN && ind->measure.b == NULL && e->op == YS__OP_SUBTRACT &&
        is_field(e->args[0], out->after) && is_field(e->args[1], out->before))
        return true;
    ys__error_at(r, ys__value_place(json), _("this analysis needs the measure “mean(%s - %s)”"),
                 ind->form->fields[out->after].name, ind->form->fields[out->before].name);
    return false;
}

/* The outcome is that of the share, row by row; the dose a number of the same row. */
static bool read_dosage(ys__reader *r, const ys__json *json, const ys__json **v, const ys__indicator *ind,
                        ys__analysis *out)
{
    ys__expr_fault fault = { 0 };

    ys__read_label(r, v[TITLE], &out->dose_title);
    if (v[DOSE] == NULL || ys__read_text(r, v[DOSE]) == NULL)
        return false;
    out->dose_source = v[DOSE]->text;
    if (!ys__expr_parse(&out->dose, r->arena, v[DOSE]->text, ind->form, false, &fault)) {
        ys__expr_error(r, v[DOSE], &fault);
        return false;
    }
    if (out->dose->type != YS__TYPE_NUMBER) {
        ys__error_at(r, ys__value_place(v[DOSE]), _("“%s” is no number"), v[DOSE]->text);
        ys__hint(r, "%s", _("a dose is a field of numbers, such as hours, or is computed from such"));
        return false;
    }
    if (ind->measure.kind == YS__SHARE)
        return true;
    ys__error_at(r, ys__value_place(json), _("this analysis needs the measure “%s”"), "share(…)");
    return false;
}

static int date_field(ys__reader *r, const ys__json *name, const ys__indicator *ind)
{
    int field = name ? ys__reader_field(r, name, ind->form) : -1;

    if (field < 0 || ind->form->fields[field].type == YS__FIELD_DATE)
        return field;
    ys__error_at(r, ys__value_place(name), _("the field %s holds no dates"), name->text);
    return -1;
}

/* From the one date to the other; whoever has no second one was watched until a third, else until the period's end. */
static bool read_time_to_event(ys__reader *r, const ys__json **v, const ys__indicator *ind, ys__analysis *out)
{
    out->from = date_field(r, v[FROM], ind);
    out->to = date_field(r, v[TO], ind);
    out->until = date_field(r, v[UNTIL], ind);
    return out->from >= 0 && out->to >= 0 && (v[UNTIL] == NULL || out->until >= 0);
}

static void read_analysis(ys__reader *r, const ys__json *json, ys__indicator *ind)
{
    const ys__json *kind = json ? ys__json_member(json, "kind") : NULL, *v[KEYS_MAX] = { NULL };
    ys__analysis *out;
    size_t errors = r->errors;
    bool good;
    int found;

    if (json == NULL)
        return;
    if (kind == NULL) {
        ys__error_at(r, ys__value_place(json), _("the key “%s” of %s is missing"), "kind", _("an analysis"));
        ys__hint(r, _("it should be one of %s"), "before_after, dosage, time_to_event");
        return;
    }
    found = ys__read_word(r, kind, kinds, sizeof kinds / sizeof *kinds, -1);
    if (found < 0 || (out = ys__reader_alloc(r, 1, sizeof *out)) == NULL)
        return;
    *out = (ys__analysis){ .kind = (ys__analysis_kind)found, .until = -1 };
    if (!ys__read_object(r, json, _("an analysis"), shapes[found].keys, shapes[found].n, v))
        return;
    good = found == YS__BEFORE_AFTER ? read_before_after(r, json, v, ind, out)
           : found == YS__DOSAGE     ? read_dosage(r, json, v, ind, out)
                                     : read_time_to_event(r, v, ind, out);
    if (good && r->errors == errors)
        ind->analysis = out;
}

/* Definitions kept with data received before an analysis was looked at so closely still give their numbers. */
void ys__read_analysis(ys__reader *r, const ys__json *json, ys__indicator *ind)
{
    size_t n = r->n, errors = r->errors;

    read_analysis(r, json, ind);
    if (r->kept) {
        r->n = n;
        r->errors = errors;
    }
}
