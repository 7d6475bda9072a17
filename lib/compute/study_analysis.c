/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <yardstick/stats_model.h>

#include "base/i18n.h"
#include "base/vector.h"
#include "compute/stats_common.h"

/* The "analysis" of an indicator. Before and after are the values of its measure. Dosage and time to an event need
 * other numbers of the same rows: probes, indicators that choose their rows as the one analysed does and keep the
 * values of a median, bring them along in the same reading. */

static const double level = 0.95;
enum { CLUSTERS_MIN = 5 }; /* fewer partners do not tell how alike the people of a partner are */

/* Probes of a dosage, and of a time to an event. */
enum { DOSE_YES, DOSE_OTHERS };
enum { TIME_EVENT, TIME_LEFT, TIME_END };

/* Expressions */

static ys__expr *node(ys__arena *arena, ys__op op, ys__type type, const ys__expr *a, const ys__expr *b)
{
    ys__expr *e = ys__arena_alloc(arena, sizeof *e);

    if (e == NULL || (e->args = ys__arena_alloc(arena, 2 * sizeof *e->args)) == NULL)
        return NULL;
    e->op = op;
    e->type = type;
    e->n = (a != NULL) + (b != NULL);
    e->args[0] = (ys__expr *)a;
    e->args[1] = (ys__expr *)b;
    return e;
}

/* A condition that may be absent, and another. NULL: memory is short. */
static ys__expr *and(ys__arena *arena, const ys__expr *a, const ys__expr *b)
{
    return b == NULL ? NULL : a == NULL ? (ys__expr *)b : node(arena, YS__OP_AND, YS__TYPE_BOOL, a, b);
}

static ys__expr *field(ys__arena *arena, int index)
{
    ys__expr *e = node(arena, YS__OP_FIELD, YS__TYPE_DATE, NULL, NULL);

    if (e)
        e->field = index;
    return e;
}

static ys__expr *day(ys__arena *arena, int32_t days)
{
    ys__expr *e = node(arena, YS__OP_DATE, YS__TYPE_DATE, NULL, NULL);

    if (e)
        e->integer = days;
    return e;
}

static ys__expr *over(ys__arena *arena, ys__op op, ys__type type, const ys__expr *a, const ys__expr *b)
{
    return a && b ? node(arena, op, type, a, b) : NULL;
}

/* Whether a date is missing or lies after a day. */
static ys__expr *not_until(ys__arena *arena, const ys__expr *date, const ys__expr *end)
{
    ys__expr *none = date ? node(arena, YS__OP_IS_MISSING, YS__TYPE_BOOL, date, NULL) : NULL;

    return over(arena, YS__OP_OR, YS__TYPE_BOOL, none, over(arena, YS__OP_GREATER, YS__TYPE_BOOL, date, end));
}

/* Probes */

/* False: memory is short. */
static bool set_probe(ys__indicator *probe, const ys__indicator *of, ys__expr *where, const ys__expr *value)
{
    *probe = *of;
    probe->where = where;
    probe->measure = (ys__measure){ .kind = YS__MEDIAN, .a = (ys__expr *)value, .p = 0.5, .source = "" };
    return where && value;
}

/* Doses where the outcome is there, and of the others: of all, if the share says of which, for an unknown outcome is
 * then none; else of those without it. */
static bool probe_dosage(ys__probe *probe, ys__arena *arena)
{
    const ys__indicator *of = probe->of;
    const ys__measure *share = &of->measure;
    ys__expr *yes = and(arena, of->where, share->a), *others;

    if (share->b) {
        yes = and(arena, share->b, yes);
        others = and(arena, of->where, share->b);
    } else {
        others = and(arena, of->where, node(arena, YS__OP_NOT, YS__TYPE_BOOL, share->a, NULL));
    }
    return set_probe(&probe->parts[DOSE_YES], of, yes, of->analysis->dose) &&
           set_probe(&probe->parts[DOSE_OTHERS], of, others, of->analysis->dose);
}

/* Days to the event, until the person was last seen, and until the last day of the period. */
static bool probe_time(ys__probe *probe, ys__arena *arena, int32_t last_day)
{
    const ys__analysis *a = probe->of->analysis;
    const ys__expr *where = probe->of->where;
    ys__expr *end = day(arena, last_day), *from = field(arena, a->from), *to = field(arena, a->to);
    ys__expr *happened = over(arena, YS__OP_AT_MOST, YS__TYPE_BOOL, to, end);
    ys__expr *open = and(arena, where, not_until(arena, to, end)), *until = NULL, *left = NULL;

    if (a->until >= 0) {
        until = field(arena, a->until);
        left = over(arena, YS__OP_AT_MOST, YS__TYPE_BOOL, until, end);
        if (!set_probe(&probe->parts[TIME_LEFT], probe->of, and(arena, open, left),
                       over(arena, YS__OP_DAYS_BETWEEN, YS__TYPE_NUMBER, from, until)))
            return false;
        open = and(arena, open, not_until(arena, until, end));
    }
    return set_probe(&probe->parts[TIME_EVENT], probe->of, and(arena, where, happened),
                     over(arena, YS__OP_DAYS_BETWEEN, YS__TYPE_NUMBER, from, to)) &&
           set_probe(&probe->parts[TIME_END], probe->of, open,
                     over(arena, YS__OP_DAYS_BETWEEN, YS__TYPE_NUMBER, from, end));
}

static bool has_probes(const ys__indicator *indicator)
{
    return indicator->analysis && indicator->analysis->kind != YS__BEFORE_AFTER;
}

static bool make_probe(ys__probe *probe, ys__plan *plan, ys__arena *arena)
{
    ys__period asked = ys__window_of(&plan->in->calendar, plan->window, plan->periods[plan->n_periods - 1]);

    if (probe->of->analysis->kind == YS__TIME_TO_EVENT)
        return probe_time(probe, arena, ys__period_last_day(asked));
    plan->used_axes |= 1u << YS__AXIS_PARTNER; /* people of one partner are alike */
    return probe_dosage(probe, arena);
}

ys_status ys__analysis_plan(ys_study *study, ys__plan *plan, ys_error *err)
{
    size_t n = plan->n_indicators;
    const ys__indicator **all = ys__arena_alloc(&plan->arena, (n * (1 + YS__PROBES) + 1) * sizeof *all);
    size_t most = 0;

    for (size_t i = 0; i < n; i++)
        most += has_probes(plan->indicators[i]);
    study->probes = ys__arena_alloc(&study->arena, (most + 1) * sizeof *study->probes);
    if (all == NULL || study->probes == NULL)
        return ys__fail_nomem(err);
    memcpy(all, plan->indicators, n * sizeof *all);
    for (size_t i = 0; i < n; i++) {
        ys__probe *probe = &study->probes[study->n_probes];

        if (!has_probes(all[i]))
            continue;
        *probe = (ys__probe){ .of = all[i] };
        if (!make_probe(probe, plan, &study->arena))
            return ys__fail_nomem(err);
        for (size_t k = 0; k < YS__PROBES; k++)
            if (probe->parts[k].form)
                all[plan->n_indicators++] = &probe->parts[k];
        study->n_probes++;
    }
    plan->indicators = all;
    return YS_OK;
}

/* What the probes brought */

typedef struct seen {
    double x;       /* a dose, or days */
    double outcome; /* 1: yes, or the event */
    int partner, group;
} seen;

typedef struct gathered {
    seen *items;
    size_t n, room;
} gathered;

static ys_status take_probe(gathered *to, const ys__studying *s, const ys__indicator *probe, double outcome)
{
    size_t task;
    const ys__run *run = probe->form ? ys__runs_find(s->runs, probe, &task) : NULL;
    const ys__cube *cube = run ? &run->cube : NULL;
    const ys__values *v = cube ? &cube->values[cube->uses[task].values] : NULL;

    for (size_t c = 0; v && v->value && v->first && c < cube->n; c++) {
        const uint32_t *key = &cube->keys[c * cube->width];
        uint32_t code = s->axis == SIZE_MAX ? 0 : key[1 + s->axis];

        for (size_t i = v->first[c]; key[0] == s->now && i < v->first[c + 1]; i++) {
            if (!ys__room((void **)&to->items, &to->room, to->n, sizeof *to->items))
                return ys__fail_nomem(s->err);
            to->items[to->n++] = (seen){ v->value[i], outcome, (int)key[1 + YS__AXIS_PARTNER],
                                         code >= YS__CODE_TEXTS ? (int)(code - YS__CODE_TEXTS) : -1 };
        }
    }
    return YS_OK;
}

static const ys__probe *probe_of(const ys__studying *s)
{
    for (size_t i = 0; i < s->study->n_probes; i++)
        if (s->study->probes[i].of == s->indicator)
            return &s->study->probes[i];
    return NULL;
}

/* Dosage */

static int by_place_and_dose(const void *a, const void *b)
{
    const seen *x = a, *y = b;

    if (x->partner != y->partner)
        return x->partner < y->partner ? -1 : 1;
    if (x->x != y->x)
        return x->x < y->x ? -1 : 1;
    return (y->outcome > x->outcome) - (y->outcome < x->outcome);
}

/* Where the others are all of them, each yes stands there a second time: the two are next to each other. */
static void drop_second(gathered *all)
{
    size_t kept = 0, yes = 0;

    for (size_t i = 0; i < all->n; i++) {
        const seen *before = i ? &all->items[i - 1] : NULL, now = all->items[i];

        if (before == NULL || before->partner != now.partner || before->x != now.x)
            yes = 0;
        if (now.outcome > 0) {
            yes++;
        } else if (yes > 0) {
            yes--;
            continue;
        }
        all->items[kept++] = now;
    }
    all->n = kept;
}

struct dosage {
    double *y, *x, *sorted;
    int *cluster;
    size_t n, clusters;
};

static void dosage_free(struct dosage *d)
{
    free(d->y);
    free(d->x);
    free(d->sorted);
    free(d->cluster);
}

static ys_status take_dosage(struct dosage *d, const ys__studying *s)
{
    const ys__probe *probe = probe_of(s);
    gathered all = { 0 };
    ys_status status = take_probe(&all, s, &probe->parts[DOSE_YES], 1);

    if (status == YS_OK)
        status = take_probe(&all, s, &probe->parts[DOSE_OTHERS], 0);
    if (status == YS_OK && all.n)
        qsort(all.items, all.n, sizeof *all.items, by_place_and_dose);
    if (status == YS_OK && s->indicator->measure.b)
        drop_second(&all);
    d->y = malloc((all.n + 1) * sizeof *d->y);
    d->x = malloc((all.n + 1) * sizeof *d->x);
    d->sorted = malloc((all.n + 1) * sizeof *d->sorted);
    d->cluster = malloc((all.n + 1) * sizeof *d->cluster);
    if (status == YS_OK && !(d->y && d->x && d->sorted && d->cluster))
        status = ys__fail_nomem(s->err);
    for (size_t i = 0; status == YS_OK && i < all.n; i++) {
        d->clusters += i == 0 || all.items[i].partner != all.items[i - 1].partner;
        d->y[i] = all.items[i].outcome;
        d->x[i] = d->sorted[i] = all.items[i].x;
        d->cluster[i] = all.items[i].partner;
    }
    d->n = status == YS_OK ? all.n : 0;
    if (d->n)
        ys__sort(d->sorted, d->n);
    free(all.items);
    return status;
}

/* The regression with its zero moved to a dose: its intercept is then the log odds there. */
static ys_status fit_at(ys_logistic *fit, ys_logistic_term terms[2], const struct dosage *d, double dose)
{
    double *moved = malloc((d->n + 1) * sizeof *moved);
    ys_status status = moved ? YS_OK : YS_E_NOMEM;

    for (size_t i = 0; moved && i < d->n; i++)
        moved[i] = d->x[i] - dose;
    if (status == YS_OK)
        status = ys_logistic_fit(fit, terms, d->y, moved, d->clusters >= CLUSTERS_MIN ? d->cluster : NULL, d->n, 1,
                                 level, NULL);
    free(moved);
    return status;
}

static double chance_of(double log_odds)
{
    return 1 / (1 + exp(-log_odds));
}

static ys_status add_doses(const ys__studying *s, const struct dosage *d, const ys_study_row *main)
{
    static const struct {
        const char *name;
        double p;
    } doses[] = { { "low", 0.1 }, { "typical", 0.5 }, { "high", 0.9 } };
    ys_status status = YS_OK;
    double before = NAN;

    for (size_t i = 0; status == YS_OK && i < sizeof doses / sizeof *doses; i++) {
        ys_study_row row = *main;
        ys_logistic_term terms[2];
        ys_logistic fit;

        row.other = ys_quantile(d->sorted, d->n, doses[i].p);
        if (row.other == before || !ys__study_good(s->study, fit_at(&fit, terms, d, row.other)))
            continue;
        before = row.other;
        row.group = doses[i].name;
        row.test = row.effect_name = "";
        row.statistic = row.p = row.p_adjusted = row.effect = row.effect_low = row.effect_high = NAN;
        row.value = chance_of(terms[0].coefficient.estimate);
        row.low = chance_of(terms[0].coefficient.low);
        row.high = chance_of(terms[0].coefficient.high);
        ys__say_dose(s, &row);
        status = ys__study_add(s->study, &row, s->err);
    }
    return status;
}

static ys_status study_dosage(const ys__studying *s, const ys__studied *whole)
{
    ys_study_row row = ys__study_start(s, "analysis");
    struct dosage d = { 0 };
    ys_logistic_term terms[2];
    ys_logistic fit;
    ys_status status = take_dosage(&d, s);

    row.against = "dose";
    row.n = (int64_t)d.n;
    if (status == YS_OK && !ys__study_good(s->study, fit_at(&fit, terms, &d, 0))) {
        dosage_free(&d);
        return ys__study_refuse(s, &row, _("the outcome cannot be set against the dose: too few people have both, or "
                                           "all are alike"));
    }
    if (status != YS_OK) {
        dosage_free(&d);
        return status;
    }
    row.value = (double)fit.events / (double)fit.n;
    row.test = fit.separated ? "likelihood ratio" : fit.clusters ? "logistic, by partner" : "logistic";
    row.statistic = fit.separated ? fit.test.statistic : terms[1].test.statistic;
    row.p = row.p_adjusted = fit.separated ? fit.test.p : terms[1].test.p;
    row.effect_name = "odds ratio";
    row.effect = terms[1].odds.estimate;
    row.effect_low = terms[1].odds.low;
    row.effect_high = terms[1].odds.high;
    ys__say_dosage(s, &row, fit.separated, fit.clusters, (int64_t)whole->figure.denominator - row.n);
    status = ys__study_add(s->study, &row, s->err);
    if (status == YS_OK && !fit.separated)
        status = add_doses(s, &d, &row);
    dosage_free(&d);
    return status;
}

/* Time to an event */

struct times {
    double *time, *event;
    int *group;
    size_t n;
    size_t backwards;  /* left out: their days are below 0 */
    ys_survival_step *steps;
    double *own_time, *own_event; /* room for those of one group */
};

static void times_free(struct times *t)
{
    free(t->time);
    free(t->event);
    free(t->group);
    free(t->steps);
    free(t->own_time);
    free(t->own_event);
}

static ys_status take_times(struct times *t, const ys__studying *s)
{
    const ys__probe *probe = probe_of(s);
    gathered all = { 0 };
    ys_status status = YS_OK;

    for (size_t k = 0; status == YS_OK && k < YS__PROBES; k++)
        status = take_probe(&all, s, &probe->parts[k], k == TIME_EVENT);
    t->time = malloc((all.n + 1) * sizeof *t->time);
    t->event = malloc((all.n + 1) * sizeof *t->event);
    t->group = malloc((all.n + 1) * sizeof *t->group);
    t->steps = malloc((all.n + 1) * sizeof *t->steps);
    t->own_time = malloc((all.n + 1) * sizeof *t->own_time);
    t->own_event = malloc((all.n + 1) * sizeof *t->own_event);
    if (status == YS_OK && !(t->time && t->event && t->group && t->steps && t->own_time && t->own_event))
        status = ys__fail_nomem(s->err);
    for (size_t i = 0; status == YS_OK && i < all.n; i++) {
        if (all.items[i].x < 0) {
            t->backwards++;
            continue;
        }
        t->time[t->n] = all.items[i].x;
        t->event[t->n] = all.items[i].outcome;
        t->group[t->n++] = all.items[i].group;
    }
    free(all.items);
    return status;
}

/* The share that has had the event by a time, as far as anybody was followed. */
static bool share_within(ys_study_row *row, const ys_survival *curve, const ys_survival_step *steps, double time)
{
    row->value = 0;
    row->low = row->high = NAN;
    for (size_t i = 0; i < curve->steps && steps[i].time <= time; i++) {
        row->value = 1 - steps[i].survival.estimate;
        row->low = 1 - steps[i].survival.high;
        row->high = 1 - steps[i].survival.low;
    }
    return time <= curve->horizon || row->value == 1;
}

static ys_status add_shares(const ys__studying *s, const ys_study_row *main, const ys_survival *curve,
                            const ys_survival_step *steps)
{
    static const struct {
        int days, months;
        const char *code;
    } marks[] = { { 91, 3, "91" }, { 182, 6, "182" }, { 365, 12, "365" } };
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < sizeof marks / sizeof *marks; i++) {
        ys_study_row row = *main;

        row.test = "";
        row.mean = row.sd = NAN;
        row.group = marks[i].code;
        row.other = marks[i].days;
        if (!share_within(&row, curve, steps, marks[i].days))
            break;
        ys__say_within(s, &row, marks[i].months);
        status = ys__study_add(s->study, &row, s->err);
    }
    return status;
}

static bool draw(const ys__studying *s, ys_survival *curve, ys_survival_step *steps, const double *time,
                 const double *event, size_t n)
{
    return ys__study_good(s->study, ys_survival_kaplan_meier(curve, steps, time, event, n, NAN, level, NULL));
}

static void set_curve(ys_study_row *row, const ys_survival *curve)
{
    row->n = (int64_t)curve->n;
    row->test = "Kaplan-Meier";
    row->value = curve->median.estimate;
    row->low = curve->median.low;
    row->high = curve->median.high;
    row->median = curve->median.estimate;
    row->mean = curve->mean; /* restricted to the longest time */
}

static ys_status add_group(const ys__studying *s, struct times *t, int group)
{
    ys_study_row row = ys__study_start(s, "analysis");
    ys__place place = { YS__CODE_ALL, YS__CODE_TEXTS + (uint32_t)group };
    ys_survival curve;
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++)
        if (t->group[i] == group) {
            t->own_time[n] = t->time[i];
            t->own_event[n++] = t->event[i];
        }
    if (n == 0 || !draw(s, &curve, t->steps, t->own_time, t->own_event, n))
        return YS_OK;
    row.against = "time";
    row.by = ys__study_text(s->study, s->plan->axes[s->axis].name);
    row.group = ys__place_code(s, place);
    set_curve(&row, &curve);
    ys__say_time(s, &row, curve.events, 0, ys__place_title(s, place));
    return ys__study_add(s->study, &row, s->err);
}

/* Sites of several partners may share a code and would then be one group: their times are not compared. */
static bool compares_times(const ys__studying *s)
{
    if (s->axis == SIZE_MAX || s->axis == YS__AXIS_SITE)
        return false;
    return s->axis == YS__AXIS_PARTNER || ys__axis_field(&s->plan->axes[s->axis], s->indicator->form) >= 0;
}

static ys_status compare_times(const ys__studying *s, struct times *t)
{
    ys_study_row row = ys__study_start(s, "comparison");
    size_t groups = s->plan->axes[s->axis].dict.n;
    ys_status status = YS_OK;
    ys_test test;

    for (size_t g = 0; status == YS_OK && g < groups; g++)
        status = add_group(s, t, (int)g);
    if (status != YS_OK)
        return status;
    row.by = ys__study_text(s->study, s->plan->axes[s->axis].name);
    row.against = "time";
    if (!ys__study_good(s->study, ys_survival_log_rank(&test, NULL, t->time, t->event, t->group, t->n, groups, NULL)))
        return ys__study_refuse(s, &row, _("the times of the groups allow no test"));
    row.n = (int64_t)t->n;
    row.test = "log-rank";
    row.statistic = test.statistic;
    row.p = row.p_adjusted = test.p;
    ys__say_groups(s->study, &row, s->indicator, ys__axis_title(s), false);
    return ys__study_add(s->study, &row, s->err);
}

static ys_status study_time(const ys__studying *s)
{
    ys_study_row row = ys__study_start(s, "analysis");
    struct times t = { 0 };
    ys_survival curve;
    ys_status status = take_times(&t, s);

    row.against = "time";
    if (status == YS_OK &&
        (t.n == 0 || !draw(s, &curve, t.steps, t.time, t.event, t.n))) {
        status = ys__study_refuse(s, &row, _("no row has the dates that the time until the event is counted from"));
    } else if (status == YS_OK) {
        set_curve(&row, &curve);
        ys__say_time(s, &row, curve.events, t.backwards, "");
        status = ys__study_add(s->study, &row, s->err);
        if (status == YS_OK)
            status = add_shares(s, &row, &curve, t.steps);
        if (status == YS_OK && compares_times(s))
            status = compare_times(s, &t);
    }
    times_free(&t);
    return status;
}

/* Before and after: the values are the differences after - before of the same people, which are held against none at
 * all. */
static ys_status study_pairs(const ys__studying *s, const ys__studied *whole)
{
    ys_study_row t = ys__study_start(s, "analysis"), v = t;
    double *none = calloc(whole->n_values + 1, sizeof *none);
    ys_status status = YS_OK;

    if (none == NULL)
        return ys__fail_nomem(s->err);
    t.against = v.against = "before";
    if (!ys__compare_pairs(s->study, &t, &v, none, whole)) {
        status = ys__study_refuse(s, &t, _("before and after cannot be tested: too few people have both, or all "
                                           "changed alike"));
    } else {
        ys__say_pairs(s->study, &t, s->indicator);
        ys__say_pairs(s->study, &v, s->indicator);
        status = ys__study_add(s->study, &t, s->err);
        if (status == YS_OK && v.test[0])
            status = ys__study_add(s->study, &v, s->err);
    }
    free(none);
    return status;
}

ys_status ys__study_analysis(const ys__studying *s, const ys__studied *whole)
{
    if (s->indicator->analysis == NULL)
        return YS_OK;
    switch (s->indicator->analysis->kind) {
    case YS__BEFORE_AFTER:
        return study_pairs(s, whole);
    case YS__DOSAGE:
        return study_dosage(s, whole);
    default:
        return study_time(s);
    }
}
