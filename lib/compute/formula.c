/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/formula.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "compute/note.h"

/* The answer of a formula in the making. */
struct formula {
    const ys__plan *plan;
    const ys__runs *runs;
    uint32_t axes;
    const uint32_t *key;
    const bool *allowed; /* by code of the partner axis */
    ys_error *err;
};

static size_t partner_codes(const ys__plan *plan)
{
    return YS__CODE_TEXTS + plan->axes[YS__AXIS_PARTNER].dict.n;
}

static bool cell_is_of(const ys__cube *cube, size_t cell, uint32_t axes, const uint32_t *key)
{
    const uint32_t *own = &cube->keys[cell * cube->width];

    for (size_t a = 0; a + 1 < cube->width; a++)
        if ((axes >> a & 1) && own[1 + a] != key[1 + a])
            return false;
    return own[0] == key[0];
}

/* Leaves in allowed only the partners that have rows for an indicator (of a formula: for all its parts) in a window. */
static bool restrict_partners(bool *allowed, const ys__indicator *indicator, const ys__plan *plan, const ys__runs *runs,
                              uint32_t window)
{
    size_t n = partner_codes(plan), task;
    bool *has;
    const ys__run *run;

    for (size_t i = 0; i < indicator->n_parts; i++)
        if (!restrict_partners(allowed, indicator->parts[i], plan, runs, window))
            return false;
    if (indicator->form == NULL)
        return true;
    if ((has = calloc(n + 1, sizeof *has)) == NULL)
        return false;
    run = ys__runs_find(runs, indicator, &task);
    for (size_t c = 0; c < run->cube.n; c++) {
        const uint32_t *of = &run->cube.keys[c * run->cube.width];

        if (of[0] == window && ys__cube_presence(&run->cube, c, run->cube.uses[task].placement)->placed > 0)
            has[of[1 + YS__AXIS_PARTNER]] = true;
    }
    for (size_t p = 0; p < n; p++)
        allowed[p] = allowed[p] && has[p];
    free(has);
    return true;
}

static ys_status part_figure(ys__figure *out, const struct formula *f, const ys__indicator *part);

static const ys__indicator *part_called(const ys__indicator *of, const char *id)
{
    for (size_t i = 0; i < of->n_parts; i++)
        if (strcmp(of->parts[i]->id, id) == 0)
            return of->parts[i];
    return NULL;
}

static void worsen(ys__figure *out, const ys__figure *part)
{
    if (part->standing > out->standing)
        out->standing = part->standing;
    if (part->standing != YS__OK && part->why)
        out->why = part->why;
    out->n = out->n < 0 || part->n < out->n ? part->n : out->n;
}

/* The value of a node; what its parts lack goes into out. The first quotient met gives numerator and denominator. */
static ys_status value_of(double *value, const ys__expr *e, const struct formula *f, const ys__indicator *of,
                          ys__figure *out)
{
    double v[2] = { 0, 0 };
    ys_status status = YS_OK;
    ys__figure part;

    if (e->op == YS__OP_NUMBER) {
        *value = e->number;
        return YS_OK;
    }
    if (e->op == YS__OP_INDICATOR) {
        status = part_figure(&part, f, part_called(of, e->text));
        if (status == YS_OK) {
            worsen(out, &part);
            *value = part.value;
        }
        return status;
    }
    for (int k = 0; status == YS_OK && k < e->n && k < 2; k++)
        status = value_of(&v[k], e->args[k], f, of, out);
    switch (e->op) {
    case YS__OP_ADD:
        *value = v[0] + v[1];
        break;
    case YS__OP_SUBTRACT:
        *value = v[0] - v[1];
        break;
    case YS__OP_MULTIPLY:
        *value = v[0] * v[1];
        break;
    case YS__OP_NEGATE:
        *value = -v[0];
        break;
    default:
        assert(e->op == YS__OP_DIVIDE);
        *value = v[1] == 0 ? NAN : v[0] / v[1];
        if (isnan(out->denominator)) {
            out->numerator = v[0];
            out->denominator = v[1];
        }
    }
    return status;
}

static ys_status evaluate(ys__figure *out, const struct formula *f, const ys__indicator *indicator)
{
    ys_status status;

    *out = (ys__figure){ .value = NAN, .numerator = NAN, .denominator = NAN, .low = NAN, .high = NAN, .n = -1 };
    status = value_of(&out->value, indicator->measure.a, f, indicator, out);
    out->n = out->n < 0 ? 0 : out->n;
    if (out->standing == YS__OK && !isfinite(out->value)) {
        out->standing = YS__NO_DATA;
        out->why = out->denominator == 0 ? _("the denominator is 0") : _("a part has no single value");
    }
    if (out->standing != YS__OK)
        out->value = NAN;
    return status;
}

static ys_status part_figure(ys__figure *out, const struct formula *f, const ys__indicator *part)
{
    size_t task, n = 0;
    const ys__run *run;
    uint32_t *cells;
    int64_t *excluded;
    ys__unique unique = { 0 };
    ys_status status;

    if (part->form == NULL)
        return evaluate(out, f, part);
    run = ys__runs_find(f->runs, part, &task);
    cells = malloc((run->cube.n + 1) * sizeof *cells);
    excluded = calloc(part->n_exclude + 1, sizeof *excluded);
    status = cells && excluded ? YS_OK : ys__fail_nomem(f->err);
    for (size_t c = 0; status == YS_OK && c < run->cube.n; c++)
        if (cell_is_of(&run->cube, c, f->axes, f->key) &&
            f->allowed[run->cube.keys[c * run->cube.width + 1 + YS__AXIS_PARTNER]])
            cells[n++] = (uint32_t)c;
    if (status == YS_OK && n == 0)
        ys__figure_empty(out, part, false);
    else if (status == YS_OK && part->measure.kind == YS__DISTINCT &&
             !ys__people_in_cells(&unique, cells, n, &run->cube, task, ys__people_by_partner(part)))
        status = ys__fail_nomem(f->err);
    else if (status == YS_OK)
        status = ys__figure_make(out, excluded, &run->cube, task, part, cells, n, &unique, f->err);
    free(cells);
    free(excluded);
    return status;
}

/* Partners that gave one part but not all. */
static void note_left_out(ys__buffer *note, const struct formula *f, const ys__indicator *indicator, bool *given)
{
    const ys__dict *dict = &f->plan->axes[YS__AXIS_PARTNER].dict;
    ys__buffer names = { 0 };

    for (size_t i = 0; i < indicator->n_parts; i++) {
        memset(given, true, partner_codes(f->plan) * sizeof *given);
        if (!restrict_partners(given, indicator->parts[i], f->plan, f->runs, f->key[0]))
            return;
        for (size_t p = 0; p < dict->n; p++)
            if (given[YS__CODE_TEXTS + p] && !f->allowed[YS__CODE_TEXTS + p] &&
                (names.text == NULL || strstr(names.text, dict->items[p].p) == NULL))
                ys__putf(&names, "%s%.*s", names.n ? ", " : "", (int)dict->items[p].n, dict->items[p].p);
    }
    if (names.n)
        ys__note_add(note, _("without partners that lack a part: %s"), names.text);
    ys__buffer_free(&names);
}

ys_status ys__formula_make(ys__figure *out, ys__buffer *note, const ys__indicator *indicator, const ys__plan *plan,
                           const ys__runs *runs, uint32_t axes, const uint32_t *key, ys_error *err)
{
    size_t n = partner_codes(plan);
    bool *allowed = malloc(n + 1), *given = malloc(n + 1);
    struct formula f = { plan, runs, axes, key, allowed, err };
    ys_status status = YS_OK;

    if (allowed == NULL || given == NULL) {
        status = ys__fail_nomem(err);
    } else {
        memset(allowed, true, n);
        if (!restrict_partners(allowed, indicator, plan, runs, key[0]))
            status = ys__fail_nomem(err);
    }
    if (status == YS_OK)
        status = evaluate(out, &f, indicator);
    if (status == YS_OK && !(axes >> YS__AXIS_PARTNER & 1))
        note_left_out(note, &f, indicator, given);
    free(allowed);
    free(given);
    return status;
}
