/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/catalog.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"

/* Links indicator('a') / indicator('b') to the indicators it names and finds formulas that come back to themselves. */

enum { MOST_STEPS = 10000 }; /* ends the walks through formulas that run in circles */

typedef struct linking {
    ys__reader *r;
    ys__indicator *ind;
    const ys__json *measure, *by;
} linking;

static size_t count_parts(const ys__expr *e)
{
    size_t n = e->op == YS__OP_INDICATOR;

    for (int i = 0; i < e->n; i++)
        n += count_parts(e->args[i]);
    return n;
}

static void fault_at(const linking *l, const ys__expr *e, const char *fmt, const char *id)
{
    ys__expr_fault fault = { .at = e->at, .length = e->length };

    snprintf(fault.text, sizeof fault.text, fmt, id);
    ys__expr_error(l->r, l->measure, &fault);
}

static void unknown_part(const linking *l, const ys__expr *e)
{
    const ys_initiative *in = l->r->in;
    const char **known;
    size_t n = 0;

    for (size_t i = 0; i < in->n_catalogs; i++)
        n += in->catalogs[i].n_indicators;
    fault_at(l, e, _("there is no indicator “%s”"), e->text);
    if ((known = calloc(n + 1, sizeof *known)) == NULL)
        return;
    n = 0;
    for (size_t i = 0; i < in->n_catalogs; i++)
        for (size_t k = 0; k < in->catalogs[i].n_indicators; k++)
            if (in->catalogs[i].indicators[k].id)
                known[n++] = in->catalogs[i].indicators[k].id;
    ys__hint_nearest(l->r, ys__slice_of(e->text), known, n);
    free(known);
}

static void link_parts(const linking *l, const ys__expr *e)
{
    ys__indicator *ind = l->ind;
    const ys__indicator *part;

    for (int i = 0; i < e->n; i++)
        link_parts(l, e->args[i]);
    if (e->op != YS__OP_INDICATOR)
        return;
    if ((part = ys__find_indicator(l->r->in, ys__slice_of(e->text))) == NULL) {
        unknown_part(l, e);
        return;
    }
    for (size_t i = 0; i < ind->n_parts; i++)
        if (ind->parts[i] == part)
            return;
    ind->parts[ind->n_parts++] = part;
}

/* Whether a formula leads to the indicator asked for. steps bounds the walk where others run in circles. */
static bool leads_to(const ys__indicator *from, const ys__indicator *to, size_t *steps)
{
    for (size_t i = 0; i < from->n_parts && *steps > 0; i++) {
        --*steps;
        if (from->parts[i] == to || leads_to(from->parts[i], to, steps))
            return true;
    }
    return false;
}

static const ys__expr *first_leading(const ys__expr *e, const ys_initiative *in, const ys__indicator *to)
{
    const ys__expr *found = NULL;
    size_t steps = MOST_STEPS;

    if (e->op == YS__OP_INDICATOR) {
        const ys__indicator *part = ys__find_indicator(in, ys__slice_of(e->text));

        return part && (part == to || leads_to(part, to, &steps)) ? e : NULL;
    }
    for (int i = 0; i < e->n && found == NULL; i++)
        found = first_leading(e->args[i], in, to);
    return found;
}

typedef void (*visit)(const linking *l);

static void each_formula(ys__reader *r, const ys__catalog_file *files, size_t n, visit what)
{
    for (size_t i = 0; i < n; i++) {
        const ys__json *c = files[i].indicators ? files[i].indicators->child : NULL;

        r->file = files[i].file;
        for (size_t k = 0; k < files[i].catalog->n_indicators && c; k++, c = c->next) {
            linking l = { r, &files[i].catalog->indicators[k], ys__json_member(c, "measure"),
                          ys__json_member(c, "by") };

            if (l.ind->measure.kind == YS__FORMULA && l.ind->measure.a && l.measure)
                what(&l);
        }
    }
}

static void link_one(const linking *l)
{
    size_t n = count_parts(l->ind->measure.a);

    l->ind->parts = ys__reader_alloc(l->r, n + 1, sizeof *l->ind->parts);
    if (l->ind->parts)
        link_parts(l, l->ind->measure.a);
}

static void check_one(const linking *l)
{
    const ys__expr *e = first_leading(l->ind->measure.a, l->r->in, l->ind);

    if (e == NULL)
        return;
    fault_at(l, e, _("this formula comes back to itself through %s"), e->text);
    ys__hint(l->r, "%s", _("a formula must rest on indicators that are measured"));
}

/* The first part, however deep, whose form cannot be broken down by a name. */
static const ys__form *lacking(const ys__indicator *ind, const char *name, size_t *steps)
{
    const ys__form *found = NULL;

    if (ind->form)
        return ys__form_groups(ind->form, name) ? NULL : ind->form;
    for (size_t i = 0; i < ind->n_parts && found == NULL && *steps > 0; i++) {
        --*steps;
        found = lacking(ind->parts[i], name, steps);
    }
    return found;
}

static void check_by(const linking *l)
{
    for (const ys__json *c = l->by && l->by->kind == YS__JSON_ARRAY ? l->by->child : NULL; c; c = c->next) {
        size_t steps = MOST_STEPS;
        const ys__form *form = c->kind == YS__JSON_TEXT ? lacking(l->ind, c->text, &steps) : NULL;

        if (form) {
            ys__error_at(l->r, ys__value_place(c), _("results of the form %s cannot be broken down by “%s”"), form->id,
                         c->text);
            ys__hint(l->r, "%s", _("a formula can be broken down by what all its parts have"));
        }
    }
}

void ys__link_formulas(ys__reader *r, const ys__catalog_file *files, size_t n)
{
    each_formula(r, files, n, link_one);
    each_formula(r, files, n, check_one);
    each_formula(r, files, n, check_by);
}
