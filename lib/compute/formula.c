/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/formula.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "compute/note.h"
#include "compute/reach.h"

/* The answer of a formula in the making. */
struct formula {
    const ys__plan *plan;
    const ys__runs *runs;
    uint32_t axes;
    const uint32_t *key;
    size_t period;       /* of the plan, whose coverage tells who has reported */
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

/* What a partner has given of one part. */
struct given {
    int64_t n, missing, suppressed, longer;
};

static void take_cell(struct given *to, const ys__cube *cube, size_t cell, size_t task)
{
    const ys__tally *tally = ys__cube_tally(cube, cell, task);
    const ys__misses *misses = ys__cube_misses(cube, tally);

    to->n += tally->n;
    to->longer += ys__cube_presence(cube, cell, cube->uses[task].placement)->longer;
    for (int r = 0; misses && r < YS__MISSINGS; r++)
        to->missing += misses->n[r];
    to->suppressed += misses ? misses->n[YS__SUPPRESSED] : 0;
}

/* A number, a part of one, or the zero of those who have reported: just as the partner's own result has it. */
static bool has_part(const struct given *g, const ys__indicator *part, bool reported)
{
    if (g->n || g->suppressed)
        return true;
    return reported && ys__measure_has_zero(part->measure.kind) && g->missing == 0 && g->longer == 0;
}

/* Leaves in allowed only the partners that have a part (of a formula: all its parts) in the window. */
static bool restrict_partners(bool *allowed, const ys__indicator *indicator, const struct formula *f)
{
    size_t n = partner_codes(f->plan), task;
    const ys__coverage *coverage;
    const ys__run *run;
    struct given *of;

    for (size_t i = 0; i < indicator->n_parts; i++)
        if (!restrict_partners(allowed, indicator->parts[i], f))
            return false;
    if (indicator->form == NULL)
        return true;
    if ((of = calloc(n + 1, sizeof *of)) == NULL)
        return false;
    run = ys__runs_find(f->runs, indicator, &task);
    coverage = ys__run_coverage(run, indicator, f->period);
    for (size_t c = 0; c < run->cube.n; c++) {
        const uint32_t *key = &run->cube.keys[c * run->cube.width];

        if (key[0] == f->key[0])
            take_cell(&of[key[1 + YS__AXIS_PARTNER]], &run->cube, c, task);
    }
    for (size_t p = YS__CODE_TEXTS; p < n; p++) {
        size_t number = p - YS__CODE_TEXTS;

        allowed[p] = allowed[p] && has_part(&of[p], indicator,
                                            number < f->plan->in->n_partners &&
                                                ys__gives_zero(&coverage->partners[number]));
    }
    free(of);
    return true;
}

static ys_status part_figure(ys__figure *out, const struct formula *f, const ys__indicator *part);
static bool is_place_that_counts(const struct formula *f);

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
        bool empty = out->denominator == 0;

        out->standing = empty ? YS__NO_DATA : YS__REFUSED_RESULT;
        out->why = empty ? _("the denominator is 0") : _("a part has no single value");
    }
    if (out->standing != YS__OK)
        out->value = NAN;
    return status;
}

/* Whether the part itself has rows in a cell: others of its form may be placed elsewhere. */
static bool has_rows(const ys__cube *cube, size_t cell, size_t task)
{
    const ys__presence *here = ys__cube_presence(cube, cell, cube->uses[task].placement);

    return here->placed || here->longer;
}

static ys_status narrow(ys__figure *figure, const struct formula *f, const ys__indicator *part, const uint32_t *cells,
                        size_t n)
{
    const ys__grouping grouping = { f->axes };
    ys__buffer note = { 0 };
    ys_status status = ys__reach_narrow(figure, &note, f->plan, f->runs, part, &grouping, f->key, cells, n, f->err);

    ys__buffer_free(&note);
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
        if (cell_is_of(&run->cube, c, f->axes, f->key) && has_rows(&run->cube, c, task) &&
            f->allowed[run->cube.keys[c * run->cube.width + 1 + YS__AXIS_PARTNER]])
            cells[n++] = (uint32_t)c;
    if (status == YS_OK && n == 0)
        ys__figure_empty(out, part, is_place_that_counts(f));
    else if (status == YS_OK && part->measure.kind == YS__DISTINCT &&
             !ys__people_in_cells(&unique, cells, n, &run->cube, task, ys__people_by_partner(part)))
        status = ys__fail_nomem(f->err);
    else if (status == YS_OK)
        status = ys__figure_make(out, excluded, &run->cube, task, part, cells, n, &unique, f->err);
    if (status == YS_OK && n && part->records)
        status = narrow(out, f, part, cells, n);
    free(cells);
    free(excluded);
    return status;
}

/* Whether a group is a partner or all of them, and somebody in it has all parts: then no row is a zero. */
static bool is_place_that_counts(const struct formula *f)
{
    uint32_t partner = f->key[1 + YS__AXIS_PARTNER];
    bool any = false;

    if (f->axes & ~(1u << YS__AXIS_PARTNER))
        return false;
    if (f->axes)
        return f->allowed[partner];
    for (size_t p = YS__CODE_TEXTS; p < partner_codes(f->plan); p++)
        any = any || f->allowed[p];
    return any;
}

/* Names the partners that gave one part but not all. */
static bool note_left_out(ys__buffer *note, const struct formula *f, const ys__indicator *indicator, bool *left_out)
{
    const ys__dict *dict = &f->plan->axes[YS__AXIS_PARTNER].dict;
    size_t n = partner_codes(f->plan);
    bool *given = malloc(n + 1), *some = calloc(n + 1, 1), good = given && some;
    ys__buffer names = { 0 };

    for (size_t i = 0; good && i < indicator->n_parts; i++) {
        memset(given, true, n);
        good = restrict_partners(given, indicator->parts[i], f);
        for (size_t p = YS__CODE_TEXTS; p < n; p++)
            some[p] = some[p] || given[p];
    }
    for (size_t p = 0; good && p < dict->n; p++) {
        if (!some[YS__CODE_TEXTS + p] || f->allowed[YS__CODE_TEXTS + p])
            continue;
        ys__putf(&names, "%s%.*s", names.n ? ", " : "", (int)dict->items[p].n, dict->items[p].p);
        if (left_out && p < f->plan->in->n_partners)
            left_out[p] = true;
    }
    if (names.n)
        ys__note_add(note, _("without partners that lack a part: %s"), names.text);
    good = good && !names.failed;
    ys__buffer_free(&names);
    free(given);
    free(some);
    return good;
}

/* Of a partner that has some parts: the others. */
static bool note_lacking_parts(ys__buffer *note, const struct formula *f, const ys__indicator *indicator)
{
    bool *given = malloc(partner_codes(f->plan) + 1), good = given != NULL, any = false;
    ys__buffer names = { 0 };

    for (size_t i = 0; good && i < indicator->n_parts; i++) {
        memset(given, true, partner_codes(f->plan));
        good = restrict_partners(given, indicator->parts[i], f);
        if (good && given[f->key[1 + YS__AXIS_PARTNER]])
            any = true;
        else if (good)
            ys__putf(&names, "%s%s", names.n ? ", " : "", indicator->parts[i]->id);
    }
    if (any && names.n)
        ys__note_add(note, _("a part is lacking: %s"), names.text);
    good = good && !names.failed;
    ys__buffer_free(&names);
    free(given);
    return good;
}

ys_status ys__formula_make(ys__figure *out, ys__buffer *note, bool *left_out, const ys__indicator *indicator,
                           const ys__plan *plan, const ys__runs *runs, size_t period, uint32_t axes,
                           const uint32_t *key, ys_error *err)
{
    size_t n = partner_codes(plan);
    bool *allowed = malloc(n + 1), good = allowed != NULL;
    struct formula f = { plan, runs, axes, key, period, allowed, err };
    ys_status status;

    if (good) {
        memset(allowed, true, n);
        good = restrict_partners(allowed, indicator, &f);
    }
    status = good ? evaluate(out, &f, indicator) : ys__fail_nomem(err);
    if (plan->submission_axis && (axes >> plan->submission_axis & 1))
        good = true; /* the part of one submission, in a trace: the whole has the note */
    else if (status == YS_OK && !(axes >> YS__AXIS_PARTNER & 1))
        good = note_left_out(note, &f, indicator, left_out);
    else if (status == YS_OK && key[1 + YS__AXIS_PARTNER] >= YS__CODE_TEXTS && !allowed[key[1 + YS__AXIS_PARTNER]])
        good = note_lacking_parts(note, &f, indicator);
    free(allowed);
    return status == YS_OK && !good ? ys__fail_nomem(err) : status;
}

/* Coverage */

/* The forms behind a formula, each once: indicators of the same form and kind of period have the same coverage. */
struct sources {
    const ys__coverage *items[YS__FORMULA_FORMS];
    const ys__form *forms[YS__FORMULA_FORMS];
    bool by_date[YS__FORMULA_FORMS];
    size_t n;
};

static void list_sources(struct sources *to, const ys__indicator *indicator, const ys__runs *runs, size_t period)
{
    bool by_date = indicator->period_field >= 0;
    size_t task;

    for (size_t i = 0; i < indicator->n_parts; i++)
        list_sources(to, indicator->parts[i], runs, period);
    if (indicator->form == NULL || to->n == YS__FORMULA_FORMS)
        return;
    for (size_t i = 0; i < to->n; i++)
        if (to->forms[i] == indicator->form && to->by_date[i] == by_date)
            return;
    to->forms[to->n] = indicator->form;
    to->by_date[to->n] = by_date;
    to->items[to->n++] = ys__run_coverage(ys__runs_find(runs, indicator, &task), indicator, period);
}

static void add_coverage(ys__partner_coverage *to, const ys__partner_coverage *from)
{
    to->expected = to->expected && from->expected;
    to->only_longer = to->only_longer || from->only_longer;
    to->only_earlier = to->only_earlier || from->only_earlier;
    to->elsewhere = to->elsewhere || from->elsewhere;
    to->due += from->due;
    to->there += from->there;
    to->months_due += from->months_due;
    to->months_there += from->months_there;
}

ys_status ys__formula_coverage(ys__coverage *out, const ys__indicator *indicator, const ys__plan *plan,
                               const ys__runs *runs, size_t period, ys_error *err)
{
    size_t n = plan->in->n_partners;
    struct sources from = { .n = 0 };

    *out = (ys__coverage){ .partners = calloc(n + 1, sizeof *out->partners) };
    if (out->partners == NULL)
        return ys__fail_nomem(err);
    list_sources(&from, indicator, runs, period);
    for (size_t i = 0; i < from.n; i++) {
        out->due_later = out->due_later || from.items[i]->due_later;
        out->by_date = out->by_date || from.items[i]->by_date;
    }
    for (size_t p = 0; p < n; p++) {
        ys__partner_coverage *c = &out->partners[p];

        c->expected = from.n > 0;
        for (size_t i = 0; i < from.n; i++)
            add_coverage(c, &from.items[i]->partners[p]);
        out->expected += c->expected;
        out->reported += ys__has_reported(c);
    }
    return YS_OK;
}
