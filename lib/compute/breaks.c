/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/breaks.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/vector.h"
#include "data/eval.h"

enum { CLASSES_MAX = 64, NO_CLASS = -1 };

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
    bool **counts; /* by run and submission: no later one has taken its place; NULL: not looked at yet */
    ys_error *err;
} finding;

/* One series: an indicator, and of a breakdown its axis. Definitions that mean the same have the same class. */
typedef struct series {
    finding *f;
    const ys__indicator *indicator;
    size_t axis; /* 0: the indicator itself */
    const ys__run *run;
    const bool *counts; /* by submission */
    int *class_of;      /* by submission */
    char *texts[CLASSES_MAX];
    int n_classes;
} series;

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

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The categories of a breakdown, in whatever order they are listed. */
static ys_status describe_axis(ys__buffer *to, const ys__form *form, int field, ys_error *err)
{
    const ys__field *f = &form->fields[field];
    const char **codes = calloc(f->n_list + 1, sizeof *codes);

    if (codes == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < f->n_list; i++)
        codes[i] = f->list[i].code;
    qsort(codes, f->n_list, sizeof *codes, by_text);
    for (size_t i = 0; i < f->n_list; i++)
        ys__putf(to, "|%s", codes[i]);
    free(codes);
    return to->failed ? ys__fail_nomem(err) : YS_OK;
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

/* Whether a bridge of the present definition leads over from another one; a breakdown's from its old categories. */
static bool is_bridged(const series *s, const ys__indicator *then)
{
    const ys__bridge *b = s->indicator->bridge;

    if (b == NULL || then->catalog->version == NULL || strcmp(b->from, then->catalog->version) != 0)
        return false;
    return s->axis == 0 || b->field < 0 ||
           b->field == ys__axis_field(&s->f->plan->axes[s->axis], s->indicator->form);
}

/* The class of a definition; NO_CLASS for one that has nothing to be compared: not there yet, or a formula. */
static ys_status classify(int *out, series *s, const ys__indicator *then)
{
    ys__buffer text = { 0 };
    int field = 0, class = 0;
    ys_status status;

    *out = NO_CLASS;
    if (then == NULL || then->form == NULL)
        return YS_OK;
    if (is_bridged(s, then))
        then = s->indicator;
    if (s->axis && (field = ys__axis_field(&s->f->plan->axes[s->axis], then->form)) < 0)
        return YS_OK;
    status = s->axis ? describe_axis(&text, then->form, field, s->f->err) : describe(&text, then, s->f->err);
    while (status == YS_OK && class < s->n_classes && strcmp(s->texts[class], text.text ? text.text : "") != 0)
        class++;
    if (status == YS_OK && class == s->n_classes && class < CLASSES_MAX &&
        (s->texts[s->n_classes++] = strdup(text.text ? text.text : "")) == NULL)
        status = ys__fail_nomem(s->f->err);
    *out = class < CLASSES_MAX ? class : CLASSES_MAX - 1;
    ys__buffer_free(&text);
    return status;
}

static ys_status classify_all(series *s)
{
    const ys__submissions *list = &s->run->list;
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < list->n; i++) {
        const struct ys_initiative *in = NULL;

        if (i && strcmp(list->items[i].definitions, list->items[i - 1].definitions) == 0) {
            s->class_of[i] = s->class_of[i - 1];
            continue;
        }
        status = definitions_of(&in, s->f, list->items[i].definitions);
        if (status == YS_OK)
            status = classify(&s->class_of[i], s, ys__find_indicator(in, ys__slice_of(s->indicator->id)));
    }
    return status;
}

/* What a later submission of the same partner covers no longer counts; with "per": "site" it may still. */
static bool *find_counting(const ys__run *run, size_t n_partners)
{
    const ys__submissions *list = &run->list;
    bool *counts = calloc(list->n + 1, sizeof *counts);
    size_t *next = calloc(list->n + 1, sizeof *next), *later = calloc(n_partners + 1, sizeof *later);

    for (size_t i = list->n; counts && next && later && i-- > 0;) { /* places are counted from 1; 0: none */
        const ys__submission *one = &list->items[i], *other;
        size_t *newest = &later[one->partner_index + 1];

        counts[i] = true;
        for (size_t k = *newest; counts[i] && !run->form->per_site && k; k = next[k - 1]) {
            other = &list->items[k - 1];
            counts[i] = !ys__period_holds(other->period, one->period) || strcmp(other->partner, one->partner) != 0;
        }
        next[i] = *newest;
        *newest = i + 1;
    }
    if (next == NULL || later == NULL) {
        free(counts);
        counts = NULL;
    }
    free(next);
    free(later);
    return counts;
}

/* The classes met in a window (a bit each) by all (first) and by each partner. */
static void find_classes(const series *s, ys__period window, uint64_t *classes)
{
    const ys__submissions *list = &s->run->list;

    memset(classes, 0, (s->f->plan->in->n_partners + 1) * sizeof *classes);
    for (size_t i = 0; i < list->n; i++) {
        uint64_t bit = s->class_of[i] == NO_CLASS ? 0 : UINT64_C(1) << s->class_of[i];

        if (!s->counts[i] || !ys__period_overlaps(list->items[i].period, window))
            continue;
        classes[0] |= bit;
        if (list->items[i].partner_index >= 0)
            classes[1 + list->items[i].partner_index] |= bit;
    }
}

/* The highest version among the classes that are new in a window, else among all there, of all or of one partner: the
 * same in whatever order the partners send. */
static const char *version_of(const series *s, ys__period window, int partner, uint64_t now, uint64_t before)
{
    const ys__submissions *list = &s->run->list;
    uint64_t wanted = now & ~before ? now & ~before : now;
    const char *version = "";

    for (size_t i = 0; i < list->n; i++) {
        const ys__submission *one = &list->items[i];

        if (s->counts[i] && s->class_of[i] != NO_CLASS && (wanted >> s->class_of[i] & 1) &&
            (partner < 0 || one->partner_index == partner) && ys__period_overlaps(one->period, window) &&
            strcmp(one->version, version) > 0)
            version = one->version;
    }
    return version;
}

/* A series breaks where a period was collected by other definitions than the one before it that has any. */
static ys_status compare(const series *s, const char **versions, bool *mixed)
{
    const ys__plan *plan = s->f->plan;
    size_t n = plan->in->n_partners + 1;
    uint64_t *now = calloc(n, sizeof *now), *before = calloc(n, sizeof *before);
    ys_status status = now && before ? YS_OK : ys__fail_nomem(s->f->err);

    for (size_t p = 0; status == YS_OK && p < plan->n_periods; p++) {
        ys__period window = ys__window_of(&plan->in->calendar, plan->window, plan->periods[p]);

        find_classes(s, window, now);
        for (size_t k = 0; k < n; k++) {
            const char **version = &versions[k * plan->n_periods + p];

            mixed[k * plan->n_periods + p] |= (now[k] & (now[k] - 1)) != 0;
            if (now[k] && before[k] && now[k] != before[k] && *version == NULL &&
                (*version = ys__arena_text(&s->f->out->arena,
                                           version_of(s, window, (int)k - 1, now[k], before[k]))) == NULL)
                status = ys__fail_nomem(s->f->err);
            before[k] = now[k] ? now[k] : before[k];
        }
    }
    free(now);
    free(before);
    return status;
}

static ys_status find_of_rows(finding *f, const ys__indicator *indicator, size_t axis, size_t place)
{
    size_t task;
    bool **counts;
    series s = { .f = f, .indicator = indicator, .axis = axis, .run = ys__runs_find(f->runs, indicator, &task) };
    ys_status status;

    if (s.run == NULL || (axis && ys__axis_field(&f->plan->axes[axis], indicator->form) < 0))
        return YS_OK;
    counts = &f->counts[s.run - f->runs->items];
    if (*counts == NULL)
        *counts = find_counting(s.run, f->plan->in->n_partners);
    s.counts = *counts;
    s.class_of = calloc(s.run->list.n + 1, sizeof *s.class_of);
    status = s.counts && s.class_of ? classify_all(&s) : ys__fail_nomem(f->err);
    if (status == YS_OK && s.n_classes > 1)
        status = compare(&s, &f->out->versions[place], &f->out->mixed[place]);
    for (int i = 0; i < s.n_classes; i++)
        free(s.texts[i]);
    free(s.class_of);
    return status;
}

static ys_status find(finding *f, const ys__indicator *indicator, size_t axis, size_t place)
{
    ys_status status = indicator->form ? find_of_rows(f, indicator, axis, place) : YS_OK;

    for (size_t i = 0; status == YS_OK && i < indicator->n_parts; i++)
        status = find(f, indicator->parts[i], axis, place);
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
    size_t n;

    *out = (ys__breaks){ .n_periods = plan->n_periods, .n_axes = plan->n_axes, .n_partners = plan->in->n_partners };
    if (!have_changed(runs))
        return YS_OK;
    n = ys__breaks_place(out, plan->n_indicators, 0, -1, 0) + 1;
    out->versions = ys__arena_alloc(&out->arena, n * sizeof *out->versions);
    out->mixed = ys__arena_alloc(&out->arena, n * sizeof *out->mixed);
    f.counts = calloc(runs->n + 1, sizeof *f.counts);
    if (out->versions == NULL || out->mixed == NULL || f.counts == NULL)
        status = ys__fail_nomem(err);
    for (size_t i = 0; status == YS_OK && i < plan->n_indicators; i++)
        for (size_t a = 0; status == YS_OK && a < plan->n_axes; a++)
            if (a == 0 || (a >= YS__AXIS_FIRST_DIM && a != plan->submission_axis))
                status = find(&f, plan->indicators[i], a, ys__breaks_place(out, i, a, -1, 0));
    for (size_t i = 0; i < f.n; i++)
        ys_initiative_free(f.items[i].in);
    free(f.items);
    for (size_t r = 0; f.counts && r < runs->n; r++)
        free(f.counts[r]);
    free(f.counts);
    if (status != YS_OK)
        ys__breaks_free(out);
    return status;
}

const char *ys__breaks_at(bool *mixed, const ys__breaks *breaks, size_t indicator, uint32_t axes, int partner,
                          size_t period)
{
    const char *version = NULL;

    *mixed = false;
    for (size_t a = 0; breaks->versions && a < breaks->n_axes; a++) {
        size_t place = ys__breaks_place(breaks, indicator, a, partner, period);

        if (a != 0 && !(axes >> a & 1))
            continue;
        version = version ? version : breaks->versions[place];
        *mixed = *mixed || breaks->mixed[place];
    }
    return version;
}

void ys__breaks_free(ys__breaks *breaks)
{
    ys__arena_free(&breaks->arena);
    *breaks = (ys__breaks){ 0 };
}
