/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/i18n.h"
#include "compute/figure.h"
#include "store/store.h"

/* Periods */

static ys_status fill_periods(ys__plan *plan, ys__period first, ys__period last, ys_error *err)
{
    plan->n_periods = (size_t)((last.month - first.month) / first.months) + 1;
    plan->periods = ys__arena_alloc(&plan->arena, plan->n_periods * sizeof *plan->periods);
    if (plan->periods == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < plan->n_periods; i++)
        plan->periods[i] = ys__period_step(first, (int)i);
    return YS_OK;
}

static ys_status plan_periods(ys__plan *plan, const ys_aggregate_options *o, ys_error *err)
{
    const char *from = o->from ? o->from : o->period, *to = o->to ? o->to : from;
    ys__period first, last;
    ys_status status;

    if (o->period && (o->from || o->to))
        return ys__fail(err, YS_E_ARGUMENT, NULL, "%s",
                        _("give either one period or a first and a last one, not both"));
    if (o->to && !o->from)
        return ys__fail(err, YS_E_ARGUMENT, NULL, "%s", _("a last period needs a first one"));
    if (from == NULL) {
        if ((status = ys__store_newest_period(&first, plan->store, err)) != YS_OK)
            return status;
        if (first.months == 0)
            return ys__fail(err, YS_E_ARGUMENT, NULL, "%s", _("the store has no data yet: submit files first"));
        return fill_periods(plan, first, first, err);
    }
    if ((status = ys__period_read(&first, &plan->in->calendar, from, err)) != YS_OK ||
        (status = ys__period_read(&last, &plan->in->calendar, to, err)) != YS_OK)
        return status;
    if (first.months != last.months)
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("'%s' and '%s' are not periods of the same length"), from, to);
    if (last.month < first.month)
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("the last period '%s' lies before the first one, '%s'"), to, from);
    return fill_periods(plan, first, last, err);
}

static ys_status plan_frame(ys__plan *plan, const ys_aggregate_options *o, ys_error *err)
{
    plan->window = YS__WINDOW_PERIOD;
    if (o->window && !ys__window_named(o->window, &plan->window))
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("unknown window '%s'; known are period, ytd, rolling4 and year"),
                        o->window);
    if (o->audience && strcmp(o->audience, "backbone") != 0)
        return ys__fail(
            err, YS_E_ARGUMENT, NULL,
            _("audience '%s' needs disclosure control, which this version does not have yet; only 'backbone' "
              "can be served"),
            o->audience);
    return plan_periods(plan, o, err);
}

/* Indicators */

static size_t count_indicators(const struct ys_initiative *in)
{
    size_t n = 0;

    for (size_t c = 0; c < in->n_catalogs; c++)
        n += in->catalogs[c].n_indicators;
    return n;
}

static ys_status unknown_indicator(const struct ys_initiative *in, const char *id, ys_error *err)
{
    const char **ids = malloc((count_indicators(in) + 1) * sizeof *ids), *near;
    size_t n = 0;

    if (ids == NULL)
        return ys__fail_nomem(err);
    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t i = 0; i < in->catalogs[c].n_indicators; i++)
            ids[n++] = in->catalogs[c].indicators[i].id;
    near = ys__text_nearest(ys__slice_of(id), ids, n);
    free(ids);
    if (near)
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("unknown indicator '%s'; did you mean '%s'?"), id, near);
    return ys__fail(err, YS_E_ARGUMENT, NULL, _("unknown indicator '%s'"), id);
}

static bool is_asked(const ys_aggregate_options *o, const char *id)
{
    for (size_t i = 0; i < o->n_indicators; i++)
        if (strcmp(o->indicators[i], id) == 0)
            return true;
    return o->n_indicators == 0;
}

static ys_status plan_indicators(ys__plan *plan, const ys_aggregate_options *o, ys_error *err)
{
    for (size_t i = 0; i < o->n_indicators; i++)
        if (ys__find_indicator(plan->in, ys__slice_of(o->indicators[i])) == NULL)
            return unknown_indicator(plan->in, o->indicators[i], err);
    plan->indicators = ys__arena_alloc(&plan->arena, (count_indicators(plan->in) + 1) * sizeof *plan->indicators);
    if (plan->indicators == NULL)
        return ys__fail_nomem(err);
    for (size_t c = 0; c < plan->in->n_catalogs; c++) {
        const ys__catalog *catalog = &plan->in->catalogs[c];

        for (size_t i = 0; i < catalog->n_indicators; i++)
            if (is_asked(o, catalog->indicators[i].id))
                plan->indicators[plan->n_indicators++] = &catalog->indicators[i];
    }
    return YS_OK;
}

/* Groupings */

static const ys__field *field_with_list(const struct ys_initiative *in, ys__slice name)
{
    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t f = 0; f < in->catalogs[c].n_forms; f++) {
            const ys__form *form = &in->catalogs[c].forms[f];
            int field = ys__form_field(form, name);

            if (field >= 0 && form->fields[field].list)
                return &form->fields[field];
        }
    return NULL;
}

static ys_status unknown_axis(const struct ys_initiative *in, ys__slice name, ys_error *err)
{
    const char *names[256] = { "partner", "site" }, *near;
    size_t n = 2;

    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t d = 0; d < in->catalogs[c].n_dimensions && n < 256; d++)
            names[n++] = in->catalogs[c].dimensions[d].id;
    near = ys__text_nearest(name, names, n);
    if (near)
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("results cannot be grouped by '%.*s'; did you mean '%s'?"),
                        (int)name.n, name.p, near);
    return ys__fail(
        err, YS_E_ARGUMENT, NULL,
        _("results cannot be grouped by '%.*s': it is neither partner, site, a dimension, nor a field with a "
          "list of values"),
        (int)name.n, name.p);
}

static ys_status add_axis(ys__plan *plan, const char *name, const ys__dimension *dimension, const ys__category *list,
                          size_t n_list, ys_error *err)
{
    ys__axis *axis = &plan->axes[plan->n_axes];

    *axis = (ys__axis){ .name = name, .dimension = dimension };
    if (name == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < n_list; i++)
        if (ys__dict_add(&axis->dict, ys__slice_of(list[i].code)) < 0)
            return ys__fail_nomem(err);
    plan->n_listed[plan->n_axes++] = n_list;
    return YS_OK;
}

static ys_status find_axis(size_t *out, ys__plan *plan, ys__slice name, ys_error *err)
{
    const ys__dimension *dimension;
    const ys__field *field = NULL;

    for (*out = 0; *out < plan->n_axes; ++*out)
        if (ys__slice_is(name, plan->axes[*out].name))
            return YS_OK;
    dimension = ys__find_dimension(plan->in, name);
    if (dimension == NULL && (field = field_with_list(plan->in, name)) == NULL)
        return unknown_axis(plan->in, name, err);
    if (plan->n_axes == YS__AXES_MAX - 1) /* one is kept for submissions */
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("results can be grouped by at most %d dimensions"),
                        YS__AXES_MAX - 3);
    return add_axis(plan, ys__arena_textn(&plan->arena, name.p, name.n), dimension,
                    dimension ? dimension->categories : field->list, dimension ? dimension->n : field->n_list, err);
}

static ys_status read_grouping(ys__grouping *out, ys__plan *plan, const char *text, ys_error *err)
{
    ys_status status = YS_OK;
    size_t axis;

    *out = (ys__grouping){ 0 };
    while (status == YS_OK && *text) {
        size_t n = strcspn(text, ",");
        ys__slice name = ys__trim((ys__slice){ text, n });

        if (name.n && (status = find_axis(&axis, plan, name, err)) == YS_OK)
            out->axes |= 1u << axis | (axis == YS__AXIS_SITE ? 1u << YS__AXIS_PARTNER : 0);
        text += n + (text[n] == ',');
    }
    return status;
}

static ys_status plan_groupings(ys__plan *plan, const ys_aggregate_options *o, ys_error *err)
{
    ys_status status = add_axis(plan, "partner", NULL, NULL, 0, err);

    if (status == YS_OK)
        status = add_axis(plan, "site", NULL, NULL, 0, err);
    for (size_t i = 0; status == YS_OK && i < plan->in->n_partners; i++)
        if (ys__dict_add(&plan->axes[YS__AXIS_PARTNER].dict, ys__slice_of(plan->in->partners[i].id)) < 0)
            status = ys__fail_nomem(err);
    plan->n_listed[YS__AXIS_PARTNER] = plan->in->n_partners;
    plan->n_groupings = o->n_by ? o->n_by : 1;
    plan->groupings = ys__arena_alloc(&plan->arena, plan->n_groupings * sizeof *plan->groupings);
    if (plan->groupings == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; status == YS_OK && i < o->n_by; i++)
        status = read_grouping(&plan->groupings[i], plan, o->by[i], err);
    return status;
}

static ys_status split_by_submission(ys__plan *plan, ys_error *err)
{
    size_t n = plan->n_groupings, axis = plan->n_axes;
    ys__grouping *both = ys__arena_alloc(&plan->arena, 2 * n * sizeof *both);
    ys_status status = add_axis(plan, "submission", NULL, NULL, 0, err);

    if (status != YS_OK || both == NULL)
        return status ? status : ys__fail_nomem(err);
    for (size_t g = 0; g < n; g++) {
        both[2 * g] = plan->groupings[g];
        both[2 * g + 1].axes = plan->groupings[g].axes | 1u << axis;
    }
    plan->submission_axis = axis;
    plan->n_listed[axis] = SIZE_MAX; /* in the order they are added: that of receipt */
    plan->groupings = both;
    plan->n_groupings = 2 * n;
    return YS_OK;
}

ys_status ys__plan_make(ys__plan *out, struct ys_store *store, const ys_aggregate_options *options, bool trace,
                        ys_error *err)
{
    ys__plan plan = { .store = store, .in = ys_store_initiative(store) };
    ys_status status = plan_frame(&plan, options, err);

    if (status == YS_OK)
        status = plan_indicators(&plan, options, err);
    if (status == YS_OK)
        status = plan_groupings(&plan, options, err);
    if (status == YS_OK && trace)
        status = split_by_submission(&plan, err);
    for (size_t g = 0; status == YS_OK && g < plan.n_groupings; g++)
        plan.used_axes |= plan.groupings[g].axes;
    for (size_t i = 0; i < plan.n_indicators; i++) /* formulas choose partners, people may be bounded by them */
        if (plan.indicators[i]->form == NULL || ys__people_by_partner(plan.indicators[i]))
            plan.used_axes |= 1u << YS__AXIS_PARTNER;
    for (size_t i = 0; i < plan.n_indicators; i++) /* records belong to the count of their partner and place */
        if (plan.indicators[i]->records)
            plan.used_axes |= 1u << YS__AXIS_PARTNER | 1u << YS__AXIS_SITE;
    if (status != YS_OK) {
        ys__plan_free(&plan);
        return status;
    }
    *out = plan;
    return YS_OK;
}

void ys__plan_free(ys__plan *plan)
{
    for (size_t a = 0; a < plan->n_axes; a++)
        ys__dict_free(&plan->axes[a].dict);
    ys__arena_free(&plan->arena);
}

ys__period ys__plan_window(const ys__plan *plan, const ys__indicator *indicator, size_t i)
{
    ys__period window = ys__window_of(&plan->in->calendar, plan->window, plan->periods[i]);

    window.month -= indicator->lag * plan->in->calendar.period_months;
    return window;
}

int ys__axis_field(const ys__axis *axis, const ys__form *form)
{
    int named;

    if (strcmp(axis->name, "site") == 0 && axis->dimension == NULL)
        return form->site_field;
    named = ys__form_field(form, ys__slice_of(axis->name));
    if (named >= 0 && form->fields[named].list &&
        (!axis->dimension || form->fields[named].dimension == axis->dimension))
        return named;
    for (size_t f = 0; axis->dimension && f < form->n; f++)
        if (form->fields[f].dimension && strcmp(form->fields[f].dimension->id, axis->dimension->id) == 0)
            return (int)f;
    return -1;
}

bool ys__plan_groups(const ys__plan *plan, const ys__indicator *indicator, const ys__grouping *grouping,
                     const char **missing)
{
    for (size_t i = 0; i < indicator->n_parts; i++)
        if (!ys__plan_groups(plan, indicator->parts[i], grouping, missing))
            return false;
    for (size_t a = YS__AXIS_SITE; indicator->form && a < plan->n_axes; a++)
        if ((grouping->axes >> a & 1) && a != plan->submission_axis &&
            ys__axis_field(&plan->axes[a], indicator->form) < 0) {
            *missing = plan->axes[a].name;
            return false;
        }
    return true;
}

const char *ys__plan_code(const ys__plan *plan, ys__arena *arena, size_t axis, uint32_t code)
{
    const ys__dict *dict = &plan->axes[axis].dict;
    char reason[64];

    if (code == YS__CODE_ALL)
        return "";
    if (code >= YS__CODE_TEXTS)
        return ys__arena_textn(arena, dict->items[code - YS__CODE_TEXTS].p, dict->items[code - YS__CODE_TEXTS].n);
    snprintf(reason, sizeof reason, "[%s]", ys__missing_name((ys__missing)code));
    return ys__arena_text(arena, reason);
}

static int compare_codes(const ys__plan *plan, size_t axis, uint32_t a, uint32_t b)
{
    const ys__dict *dict = &plan->axes[axis].dict;
    bool a_reason = a < YS__CODE_TEXTS, b_reason = b < YS__CODE_TEXTS;
    ys__slice x, y;
    int order;

    if (a == b)
        return 0;
    if (a_reason || b_reason)
        return a_reason && b_reason ? (a < b ? -1 : 1) : a_reason ? 1 : -1;
    if (a - YS__CODE_TEXTS < plan->n_listed[axis] || b - YS__CODE_TEXTS < plan->n_listed[axis])
        return a < b ? -1 : 1;
    x = dict->items[a - YS__CODE_TEXTS];
    y = dict->items[b - YS__CODE_TEXTS];
    order = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);
    return order ? order : x.n < y.n ? -1 : 1;
}

int ys__plan_compare(const ys__plan *plan, const uint32_t *x, const uint32_t *y, size_t width)
{
    for (size_t axis = 0; axis + 1 < width; axis++) {
        int order = compare_codes(plan, axis, x[1 + axis], y[1 + axis]);

        if (order)
            return order;
    }
    return 0;
}
