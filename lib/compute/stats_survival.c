/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_model.h>

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/i18n.h"
#include "compute/stats_common.h"
#include "compute/stats_distribution.h"
#include "compute/stats_matrix.h"

/* One person: how long, whether it happened then, which group. */
struct person {
    double time;
    bool event;
    int group;
};

static int by_time(const void *a, const void *b)
{
    const struct person *x = a, *y = b;

    return (x->time > y->time) - (x->time < y->time);
}

/* The complete rows in the order of time; those whose group is not below groups are left out. group may be NULL. */
static ys_status take(struct person **out, size_t *used, size_t *missing, const double *time, const double *event,
                      const int *group, size_t n, size_t groups, ys_error *err)
{
    struct person *people = malloc((n + 1) * sizeof *people);

    if (people == NULL)
        return ys__fail_nomem(err);
    *used = *missing = 0;
    for (size_t i = 0; i < n; i++) {
        if (group && (group[i] < 0 || (size_t)group[i] >= groups))
            continue;
        if (isnan(time[i]) || isnan(event[i])) {
            (*missing)++;
        } else if (!(time[i] >= 0.0 && isfinite(time[i]) && (event[i] == 0.0 || event[i] == 1.0))) {
            free(people);
            return ys__fail(err, YS_E_ARGUMENT, NULL, _("a time is negative or an event neither 0 nor 1"));
        } else {
            people[(*used)++] = (struct person){ time[i], event[i] > 0.0, group ? group[i] : 0 };
        }
    }
    qsort(people, *used, sizeof *people, by_time);
    *out = people;
    return YS_OK;
}

/* The run of people with the same time as people[from]: where it ends and how many events it has. */
static size_t same_time(const struct person *people, size_t n, size_t from, size_t *events)
{
    size_t to = from;

    for (*events = 0; to < n && people[to].time == people[from].time; to++)
        *events += people[to].event;
    return to;
}

static ys_interval log_log(double s, double greenwood, double z)
{
    double width = z * sqrt(greenwood) / log(s);

    if (s <= 0.0)
        return (ys_interval){ 0.0, NAN, NAN };
    if (s >= 1.0)
        return (ys_interval){ 1.0, 1.0, 1.0 };
    return (ys_interval){ .estimate = s, .low = pow(s, exp(-width)), .high = pow(s, exp(width)) };
}

static size_t walk(ys_survival_step *steps, const struct person *people, size_t n, double z)
{
    double s = 1.0, greenwood = 0.0;
    size_t used = 0;

    for (size_t from = 0, to, events; from < n; from = to) {
        double at_risk = (double)(n - from);

        to = same_time(people, n, from, &events);
        if (events == 0)
            continue;
        s *= 1.0 - (double)events / at_risk;
        greenwood += (double)events / (at_risk * (at_risk - (double)events));
        steps[used++] = (ys_survival_step){ .time = people[from].time, .at_risk = n - from, .events = events,
                                            .survival = log_log(events < n - from ? s : 0.0, greenwood, z),
                                            .error = events < n - from ? s * sqrt(greenwood) : NAN };
    }
    return used;
}

/* When a curve falls to one half; where it rests exactly there, the middle of that rest. */
static double half_time(const ys_survival_step *steps, size_t n, double (*curve)(const ys_interval *))
{
    const double tolerance = 1.5e-8;

    for (size_t i = 0; i < n; i++) {
        double s = curve(&steps[i].survival);

        if (!(s < 0.5 + tolerance))
            continue;
        for (size_t j = i + 1; fabs(s - 0.5) < tolerance && j < n; j++)
            if (curve(&steps[j].survival) < s)
                return (steps[i].time + steps[j].time) / 2.0;
        return steps[i].time;
    }
    return NAN;
}

static double estimate(const ys_interval *i)
{
    return i->estimate;
}

static double low(const ys_interval *i)
{
    return i->low;
}

static double high(const ys_interval *i)
{
    return i->high;
}

/* Area under the curve up to the horizon, from the last step back; what a step adds to its variance goes by the area
 * after it. */
static void restricted_mean(ys_survival *out, const ys_survival_step *steps)
{
    double end = out->horizon, area = 0.0, variance = 0.0;

    for (size_t i = out->steps; i-- > 0;) {
        double at_risk = (double)steps[i].at_risk, events = (double)steps[i].events;

        if (steps[i].time >= out->horizon)
            continue;
        area += (end - steps[i].time) * steps[i].survival.estimate;
        end = steps[i].time;
        if (at_risk > events)
            variance += area * area * events / (at_risk * (at_risk - events));
    }
    out->mean = area + end;
    out->mean_error = sqrt(variance);
}

ys_status ys_survival_kaplan_meier(ys_survival *out, ys_survival_step *steps, const double *time,
                                   const double *event, size_t n, double horizon, double level, ys_error *err)
{
    ys_survival s = { .horizon = horizon };
    struct person *people;
    ys_status status = ys__stats_level(level, err);

    if (status || (status = take(&people, &s.n, &s.missing, time, event, NULL, n, 0, err)))
        return status;
    status = ys__stats_enough(s.n, 1, err);
    if (status == YS_OK && (horizon < 0.0 || isinf(horizon)))
        status = ys__stats_infinite(err);
    if (status == YS_OK) {
        for (size_t i = 0; i < s.n; i++)
            s.events += people[i].event;
        s.steps = walk(steps, people, s.n, ys__normal_z(level));
        s.median = (ys_interval){ half_time(steps, s.steps, estimate), half_time(steps, s.steps, low),
                                  half_time(steps, s.steps, high) };
        if (isnan(horizon))
            s.horizon = people[s.n - 1].time;
        restricted_mean(&s, steps);
        *out = s;
    }
    free(people);
    return status;
}

/* Sums over the times with events, k groups: observed less expected events, expected ones, and their covariance. */
struct log_rank {
    double *excess, *expected, *covariance;
    double *at_risk;
};

static void add_time(struct log_rank *sum, const struct person *people, size_t from, size_t to, double events,
                     size_t k)
{
    double all = 0.0, spread;

    for (size_t g = 0; g < k; g++)
        all += sum->at_risk[g];
    for (size_t i = from; i < to; i++)
        sum->excess[people[i].group] += people[i].event;
    spread = all > 1.0 ? events * (all - events) / (all - 1.0) : 0.0;
    for (size_t g = 0; g < k; g++) {
        double share = sum->at_risk[g] / all;

        sum->expected[g] += events * share;
        sum->excess[g] -= events * share;
        for (size_t h = 0; h < k; h++)
            sum->covariance[g * k + h] += spread * share * ((g == h) - sum->at_risk[h] / all);
    }
}

/* The quadratic form of the excess over all groups but the last that was at risk; the others depend on them. */
static ys_status conclude(ys_test *out, struct log_rank *sum, size_t k, ys_error *err)
{
    size_t used = 0;
    double chi2 = 0.0;

    for (size_t g = 0; g < k; g++)
        if (sum->expected[g] > 0.0) { /* packs the groups that count to the front */
            for (size_t h = 0, to = 0; h < k; h++)
                if (sum->expected[h] > 0.0)
                    sum->covariance[used * k + to++] = sum->covariance[g * k + h];
            sum->excess[used++] = sum->excess[g];
        }
    if (used < 2)
        return ys__stats_enough(used, 2, err);
    used--;
    for (size_t g = 0; g < used; g++)
        for (size_t h = 0; h < used; h++)
            sum->covariance[g * used + h] = sum->covariance[g * k + h];
    if (!ys__cholesky(sum->covariance, used, 1e-12))
        return ys__stats_constant(err);
    for (size_t g = 0; g < used; g++)
        sum->at_risk[g] = sum->excess[g];
    ys__cholesky_solve(sum->covariance, used, sum->at_risk);
    for (size_t g = 0; g < used; g++)
        chi2 += sum->excess[g] * sum->at_risk[g];
    *out = (ys_test){ .statistic = chi2, .df = (double)used, .df2 = NAN, .p = ys__chisq_upper(chi2, (double)used) };
    return YS_OK;
}

ys_status ys_survival_log_rank(ys_test *out, double *expected, const double *time, const double *event,
                               const int *group, size_t n, size_t groups, ys_error *err)
{
    struct log_rank sum;
    struct person *people;
    size_t used, missing;
    double *memory;
    ys_status status = take(&people, &used, &missing, time, event, group, n, groups, err);

    if (status)
        return status;
    memory = calloc(groups * (groups + 3) + 1, sizeof *memory);
    if (memory == NULL) {
        free(people);
        return ys__fail_nomem(err);
    }
    sum = (struct log_rank){ memory, memory + groups, memory + 3 * groups, memory + 2 * groups };
    for (size_t i = 0; i < used; i++)
        sum.at_risk[people[i].group] += 1.0;
    for (size_t from = 0, to, events; from < used; from = to) {
        to = same_time(people, used, from, &events);
        if (events > 0)
            add_time(&sum, people, from, to, (double)events, groups);
        for (size_t i = from; i < to; i++)
            sum.at_risk[people[i].group] -= 1.0;
    }
    for (size_t g = 0; expected && g < groups; g++)
        expected[g] = sum.expected[g];
    status = conclude(out, &sum, groups, err);
    free(memory);
    free(people);
    return status;
}
