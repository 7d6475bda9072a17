/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/breaks.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/vector.h"
#include "data/eval.h"

/* Definitions that submissions were checked with, by their hash. */
typedef struct known {
    const char *hash;
    struct ys_initiative *in;
} known;

typedef struct finding {
    ys__breaks *out;
    const ys__plan *plan;
    const ys__runs *runs;
    known *items;
    size_t n, room;
    ys_error *err;
} finding;

/* What a definition says, as a text to be compared */

static void put_name(ys__buffer *to, const ys__form *form, int field)
{
    ys__putf(to, "|%s", field >= 0 ? form->fields[field].name : "");
}

static void put_field(ys__buffer *to, const ys__form *form, const ys__field *f)
{
    const ys__missing_value *missing = f->missing ? f->missing : form->missing;
    size_t n = f->missing ? f->n_missing : form->n_missing;

    ys__putf(to, "\n%s|%d|%d|%s|%s", f->name, f->type, f->scope_initiative, f->minimum_text ? f->minimum_text : "",
             f->maximum_text ? f->maximum_text : "");
    for (size_t i = 0; i < f->n_list; i++)
        ys__putf(to, "|%s", f->list[i].code);
    for (size_t i = 0; i < n; i++)
        ys__putf(to, "|%s=%d", missing[i].text, missing[i].reason);
}

static void put_rows(ys__buffer *to, const ys__indicator *i)
{
    const ys__form *form = i->form;

    ys__putf(to, "|%s|%d%d%d%d%d|%d", form->id, form->is_register, form->per_site, form->complete, i->latest, i->carry,
             i->lag);
    put_name(to, form, i->period_field);
    put_name(to, form, i->each);
    for (size_t k = 0; k < i->n_latest; k++)
        put_name(to, form, i->latest_fields[k]);
    for (size_t k = 0; k < form->n_key; k++)
        put_name(to, form, form->primary_key[k]);
}

static ys_status describe(ys__buffer *to, const ys__indicator *i, ys_error *err)
{
    bool *uses = calloc(i->form->n + 1, sizeof *uses);

    if (uses == NULL)
        return ys__fail_nomem(err);
    ys__putf(to, "%s|%s", i->measure.source, i->where_source ? i->where_source : "");
    for (size_t x = 0; x < i->n_exclude; x++)
        ys__putf(to, "|%s", i->exclude[x].source);
    put_rows(to, i);
    ys__expr_fields(i->where, uses);
    ys__expr_fields(i->measure.a, uses);
    ys__expr_fields(i->measure.b, uses);
    for (size_t x = 0; x < i->n_exclude; x++)
        ys__expr_fields(i->exclude[x].where, uses);
    for (size_t f = 0; f < i->form->n; f++)
        if (uses[f])
            put_field(to, i->form, &i->form->fields[f]);
    free(uses);
    return to->failed ? ys__fail_nomem(err) : YS_OK;
}

/* Whether two definitions mean the same. One that was not there, or was a formula, is like any. */
static ys_status same(bool *out, const ys__indicator *a, const ys__indicator *b, ys_error *err)
{
    ys__buffer x = { 0 }, y = { 0 };
    ys_status status = YS_OK;

    *out = a == b || a == NULL || b == NULL || a->form == NULL || b->form == NULL;
    if (!*out) {
        status = describe(&x, a, err);
        if (status == YS_OK)
            status = describe(&y, b, err);
        *out = status == YS_OK && strcmp(x.text, y.text) == 0;
    }
    ys__buffer_free(&x);
    ys__buffer_free(&y);
    return status;
}

/* Finding them */

static ys_status definitions_of(const struct ys_initiative **out, finding *f, const char *hash)
{
    ys_status status;

    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->items[i].hash, hash) == 0) {
            *out = f->items[i].in;
            return YS_OK;
        }
    if (!ys__room((void **)&f->items, &f->room, f->n, sizeof *f->items))
        return ys__fail_nomem(f->err);
    f->items[f->n] = (known){ .hash = hash };
    status = ys__store_definitions(&f->items[f->n].in, f->plan->store, hash, f->err);
    if (status == YS_OK)
        *out = f->items[f->n++].in;
    return status;
}

static const ys__submission *newest_for(const ys__submissions *list, ys__period window)
{
    for (size_t i = list->n; i-- > 0;)
        if (ys__period_overlaps(list->items[i].period, window))
            return &list->items[i];
    return NULL;
}

static bool is_bridged(const ys__indicator *now, const ys__indicator *then)
{
    return now->bridge && then && then->catalog->version && strcmp(now->bridge->from, then->catalog->version) == 0;
}

static ys_status find_of_rows(finding *f, const ys__indicator *indicator, const char **versions)
{
    const struct ys_initiative *in = NULL;
    const ys__indicator *before = NULL, *then;
    const char *hash = NULL;
    size_t task;
    const ys__run *run = ys__runs_find(f->runs, indicator, &task);
    ys_status status = YS_OK;

    for (size_t p = 0; run && status == YS_OK && p < f->plan->n_periods; p++) {
        ys__period window = ys__window_of(&f->plan->in->calendar, f->plan->window, f->plan->periods[p]);
        const ys__submission *s = newest_for(&run->list, window);
        bool is_same = true;

        if (s == NULL || (hash && strcmp(hash, s->definitions) == 0))
            continue;
        hash = s->definitions;
        if ((status = definitions_of(&in, f, hash)) != YS_OK)
            return status;
        then = ys__find_indicator(in, ys__slice_of(indicator->id));
        if (!is_bridged(indicator, before) && !is_bridged(indicator, then))
            status = same(&is_same, before, then, f->err);
        if (status == YS_OK && !is_same)
            versions[p] = ys__arena_text(&f->out->arena, then->catalog->version ? then->catalog->version : "");
        before = then ? then : before;
    }
    return status;
}

static ys_status find(finding *f, const ys__indicator *indicator, const char **versions)
{
    ys_status status = indicator->form ? find_of_rows(f, indicator, versions) : YS_OK;

    for (size_t i = 0; status == YS_OK && i < indicator->n_parts; i++)
        status = find(f, indicator->parts[i], versions);
    return status;
}

static bool have_changed(const ys__runs *runs)
{
    const char *first = NULL;

    for (size_t r = 0; r < runs->n; r++)
        for (size_t i = 0; i < runs->items[r].list.n; i++) {
            const char *hash = runs->items[r].list.items[i].definitions;

            if (first && strcmp(first, hash) != 0)
                return true;
            first = hash;
        }
    return false;
}

ys_status ys__breaks_make(ys__breaks *out, const ys__plan *plan, const ys__runs *runs, ys_error *err)
{
    finding f = { .out = out, .plan = plan, .runs = runs, .err = err };
    ys_status status = YS_OK;

    *out = (ys__breaks){ .n_periods = plan->n_periods };
    if (plan->n_periods < 2 || !have_changed(runs))
        return YS_OK;
    out->versions = ys__arena_alloc(&out->arena, (plan->n_indicators * plan->n_periods + 1) * sizeof *out->versions);
    if (out->versions == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; status == YS_OK && i < plan->n_indicators; i++)
        status = find(&f, plan->indicators[i], &out->versions[i * plan->n_periods]);
    for (size_t i = 0; i < f.n; i++)
        ys_initiative_free(f.items[i].in);
    free(f.items);
    if (status != YS_OK)
        ys__breaks_free(out);
    return status;
}

void ys__breaks_free(ys__breaks *breaks)
{
    ys__arena_free(&breaks->arena);
    *breaks = (ys__breaks){ 0 };
}
