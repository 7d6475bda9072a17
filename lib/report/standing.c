/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/standing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <yardstick/stats_trend.h>

#include "base/i18n.h"
#include "compute/stats_distribution.h"

const char *ys__standing_title(ys__standing standing)
{
    static const char *const titles[YS__STANDINGS] = {
        [YS__ON_TRACK] = N_("✔ On track"),
        [YS__WATCH] = N_("▲ Watch"),
        [YS__OFF_TRACK] = N_("✖ Off track"),
        [YS__NO_EVIDENCE] = N_("● No evidence yet"),
        [YS__NO_TARGET] = N_("○ No target"),
        [YS__INCOMPLETE] = N_("◔ Incomplete"),
        [YS__NO_DATA] = N_("– No data"),
        [YS__HIDDEN] = N_("– Hidden (few)"),
        [YS__NOT_POSSIBLE] = N_("– Not possible"),
    };

    return _(titles[standing]);
}

bool ys__has_interval(const ys_result *r, const ys__indicator *indicator)
{
    switch (indicator->measure.kind) {
    case YS__SHARE:
    case YS__RATE:
    case YS__MEAN:
    case YS__MEDIAN:
    case YS__QUANTILE:
    case YS__COUNT:
        return r && isfinite(r->value) && isfinite(r->low) && isfinite(r->high);
    default: /* low and high of an unduplicated count are no sampling interval */
        return false;
    }
}

bool ys__differs(const ys_result *a, const ys_result *b, const ys__indicator *indicator, size_t comparisons)
{
    const double level = 0.95;
    double wider, difference, low, high;

    if (!ys__has_interval(a, indicator) || !ys__has_interval(b, indicator))
        return false;
    wider = ys__normal_z(1 - (1 - level) / (double)(comparisons ? comparisons : 1)) / ys__normal_z(level);
    difference = b->value - a->value;
    low = difference - wider * hypot(b->value - b->low, a->high - a->value);
    high = difference + wider * hypot(b->high - b->value, a->value - a->low);
    return low > 0 || high < 0;
}

/* A target or baseline of the very period, else, where a sum would not grow with it, of a longer one around it. */
static bool applies(const ys__indicator *i, ys__period to, ys__period period)
{
    return ys__period_equal(to, period) || (!ys__is_additive(i) && ys__period_holds(to, period));
}

static const ys__target *target_of(const struct ys_initiative *in, const ys__indicator *i, ys__period period)
{
    const ys__target *found = NULL;

    for (size_t t = 0; t < in->n_targets; t++)
        if (in->targets[t].indicator == i && applies(i, in->targets[t].period, period) &&
            (found == NULL || in->targets[t].period.months < found->period.months))
            found = &in->targets[t];
    return found;
}

static double target_value(const ys__board *b, const ys__target *t, size_t p)
{
    const ys_result *other;

    if (t == NULL)
        return NAN;
    if (t->kind != YS__MATCH)
        return t->value;
    other = ys__board_find(b, t->with->id, b->period_ids[p], "");
    return other ? other->value : NAN;
}

/* The newest baseline that can be set beside this period: of its own length unless the indicator is no sum. */
static double baseline_of(const ys__board *b, const ys__indicator *i, ys__period period)
{
    const struct ys_initiative *in = b->input->initiative;
    const ys__baseline *found = NULL;

    for (size_t k = 0; k < in->n_baselines; k++) {
        const ys__baseline *one = &in->baselines[k];

        if (one->indicator == i && one->period.month <= period.month &&
            (one->period.months == period.months || !ys__is_additive(i)) &&
            (found == NULL || one->period.month > found->period.month))
            found = one;
    }
    return found ? found->value : NAN;
}

static bool meets(const ys__board_row *row)
{
    return row->at_most ? row->current <= row->target : row->current >= row->target;
}

static bool within_interval(const ys__board_row *row, double x)
{
    return ys__has_interval(row->now, row->indicator) && row->now->low <= x && x <= row->now->high;
}

/* Whether the target lies on the good side of the baseline, so that there is a way to go. */
static bool has_way(const ys__board_row *row)
{
    return isfinite(row->baseline) &&
           (row->at_most ? row->target < row->baseline : row->target > row->baseline);
}

static ys__standing judge_progress(const ys__board_row *row)
{
    const double near = 0.05;

    if (has_way(row)) {
        if (within_interval(row, row->baseline) && within_interval(row, row->target))
            return YS__NO_EVIDENCE;
        if (row->progress >= YS__ON_TRACK_FROM)
            return YS__ON_TRACK;
        return row->progress >= YS__WATCH_FROM ? YS__WATCH : YS__OFF_TRACK;
    }
    if (within_interval(row, row->target) || fabs(row->current - row->target) <= near * fabs(row->target))
        return YS__WATCH;
    return YS__OFF_TRACK;
}

static ys__standing judge(const ys__board_row *row)
{
    static const struct {
        const char *status;
        ys__standing standing;
    } without[] = { { "no_data", YS__NO_DATA },
                    { "suppressed", YS__HIDDEN },
                    { "refused", YS__NOT_POSSIBLE },
                    { "incomplete", YS__INCOMPLETE } };

    if (row->now == NULL)
        return YS__NO_DATA;
    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        if (strcmp(row->now->status, without[i].status) == 0)
            return without[i].standing;
    if (!isfinite(row->target))
        return YS__NO_TARGET;
    if (!isfinite(row->current))
        return YS__INCOMPLETE;
    if (meets(row))
        return YS__ON_TRACK;
    if (ys__is_additive(row->indicator) && row->now->partners_reported < row->now->partners_expected)
        return YS__INCOMPLETE;
    return judge_progress(row);
}

/* What was counted whole has no interval: its change is told from the usual ups and downs by a control chart of the
 * periods shown, where the last one must stand out on the side it moved to. Two points alone tell nothing. */
static bool stands_out(const ys__board *b, const ys__board_row *row)
{
    enum { LEAST = 6 };
    size_t n = b->n_periods, comparable = 0;
    double *values = malloc((n + 1) * sizeof *values);
    ys_chart_point *points = calloc(n + 1, sizeof *points);
    ys_chart chart;
    bool found = false;

    for (size_t p = 0; values && p < n; p++) {
        values[p] = row->points[p] && p >= row->since ? row->points[p]->value : NAN;
        comparable += isfinite(values[p]) != 0;
    }
    if (values && points && comparable >= LEAST && ys_chart_xmr(&chart, points, values, n, 0, NULL) == YS_OK)
        found = points[n - 1].signals != 0 && (row->change > 0) == (row->current > chart.center);
    free(points);
    free(values);
    return found;
}

static void judge_change(const ys__board *b, ys__board_row *row)
{
    const ys_result *before = b->n_periods > 1 ? row->points[b->n_periods - 2] : NULL;
    int sign;

    row->prior = before ? before->value : NAN;
    row->change = row->since < b->n_periods - 1 ? row->current - row->prior : NAN; /* nothing across a break */
    if (!isfinite(row->change))
        return;
    if (ys__has_interval(row->now, row->indicator) && ys__has_interval(before, row->indicator))
        row->evident = ys__differs(before, row->now, row->indicator, 1);
    else
        row->evident = row->change != 0 && stands_out(b, row);
    sign = row->change > 0 ? 1 : -1;
    row->direction = row->indicator->polarity == YS__NEUTRAL ? 0 : row->indicator->polarity == YS__UP ? sign : -sign;
}

void ys__standing_judge(const ys__board *board, ys__board_row *row)
{
    const struct ys_initiative *in = board->input->initiative;
    size_t last = board->n_periods - 1;
    const ys__target *t = NULL;

    for (size_t p = 0; p <= last; p++) {
        t = target_of(in, row->indicator, board->periods[p]);
        row->targets[p] = target_value(board, t, p);
        row->n_points += row->points[p] && isfinite(row->points[p]->value);
        if (p > 0 && row->points[p] && row->points[p]->series_break) {
            row->n_breaks++;
            row->since = p;
        }
    }
    row->target = row->targets[last];
    row->at_most = t && (t->kind == YS__AT_MOST || (t->kind == YS__MATCH && row->indicator->polarity == YS__DOWN));
    row->baseline = baseline_of(board, row->indicator, board->periods[last]);
    row->now = row->points[last];
    row->current = row->now ? row->now->value : NAN;
    row->progress = NAN;
    judge_change(board, row);
    if (isfinite(row->current) && isfinite(row->target) && has_way(row))
        row->progress = (row->current - row->baseline) / (row->target - row->baseline);
    row->standing = judge(row);
}
