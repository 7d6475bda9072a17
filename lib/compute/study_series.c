/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/study.h"

#include <math.h>
#include <stdlib.h>

#include <yardstick/stats_trend.h>

#include "base/i18n.h"
#include "base/number.h"
#include "model/show.h"

/* Fewer points show no trend that could not be chance, and limits from them would say nothing. */
enum { TREND_MIN = 6, CHART_MIN = 6, FORECAST_MIN = 8, AHEAD_MAX = 40 };

static size_t count_known(const ys__series *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        n += !isnan(s->values[i]);
    return n;
}

static void put_slope(ys__buffer *to, const ys_study_row *row, const ys__indicator *indicator)
{
    ys__put(to, _(", by about "));
    ys__put_size(to, indicator, fabs(row->difference));
    ys__put(to, _(" a period"));
}

static void say_trend(ys_study *study, ys_study_row *row, const ys__indicator *indicator)
{
    ys__buffer text = { 0 };

    ys__putf(&text, "%s: ", ys__label_get(&indicator->title));
    if (row->n < TREND_MIN || row->test[0] == '\0') {
        ys__putf(&text, _("%lld periods with a number, at least %d are needed to speak of a trend"), (long long)row->n,
                 TREND_MIN);
    } else if (row->p < 0.05) {
        ys__put(&text, row->difference > 0 ? _("rising over the periods") : _("falling over the periods"));
        put_slope(&text, row, indicator);
        ys__put(&text, _("; unlikely to be chance ("));
        ys__put_p(&text, row->p);
        ys__putc(&text, ')');
    } else {
        ys__putf(&text, _("no evidence of a trend over %lld periods ("), (long long)row->n);
        ys__put_p(&text, row->p);
        ys__putc(&text, ')');
    }
    ys__putc(&text, '.');
    row->sentence = ys__study_words(study, &text);
}

static ys_status add_trend(ys_study *study, const ys__series *s, ys_error *err)
{
    ys_study_row row = ys__study_row(s->indicator, s->periods[s->n - 1], "trend");
    double *x = malloc((s->n + 1) * sizeof *x);
    ys_kendall_trend kendall;
    ys_theil_sen sen;

    if (x == NULL)
        return ys__fail_nomem(err);
    row.value = s->values[s->n - 1];
    row.n = (int64_t)count_known(s);
    for (size_t i = 0; i < s->n; i++)
        x[i] = (double)i;
    if (row.n >= TREND_MIN && ys__study_good(study, ys_trend_mann_kendall(&kendall, s->values, s->n, NULL))) {
        row.test = "Mann-Kendall";
        row.statistic = kendall.test.statistic;
        row.p = row.p_adjusted = kendall.test.p;
        row.effect = kendall.tau;
        row.effect_name = "tau";
    }
    if (row.n >= TREND_MIN && ys__study_good(study, ys_trend_theil_sen(&sen, x, s->values, s->n, 0.95, NULL))) {
        row.difference = sen.slope.estimate;
        row.difference_low = sen.slope.low;
        row.difference_high = sen.slope.high;
    }
    free(x);
    say_trend(study, &row, s->indicator);
    return ys__study_add(study, &row, err);
}

/* Seasons: only like quarters, or months, are compared */

static size_t seasons_of(const ys__series *s)
{
    int months = s->plan->periods[s->n - 1].months;

    return months == 3 ? 4 : months == 1 ? 12 : 0;
}

static void say_seasonal(ys_study *study, ys_study_row *row, const ys__series *s)
{
    ys__buffer text = { 0 };

    ys__putf(&text, "%s: ", ys__label_get(&s->indicator->title));
    if (row->p < 0.05) {
        ys__put(&text, row->difference > 0 ? _("rising from year to year, season by season, by about ")
                                           : _("falling from year to year, season by season, by about "));
        ys__put_size(&text, s->indicator, fabs(row->difference));
        ys__put(&text, _("; unlikely to be chance ("));
    } else {
        ys__put(&text, _("no evidence of a trend when each season is compared with itself ("));
    }
    ys__put_p(&text, row->p);
    ys__put(&text, ").");
    row->sentence = ys__study_words(study, &text);
}

/* From two years on the trend is also told apart from the seasons. */
static ys_status add_seasonal(ys_study *study, const ys__series *s, ys_error *err)
{
    ys_study_row row = ys__study_row(s->indicator, s->periods[s->n - 1], "trend");
    size_t seasons = seasons_of(s);
    ys_kendall_trend trend;

    row.value = s->values[s->n - 1];
    row.n = (int64_t)count_known(s);
    if (seasons == 0 || (size_t)row.n < 2 * seasons ||
        !ys__study_good(study, ys_trend_seasonal_kendall(&trend, s->values, s->n, seasons, NULL)))
        return YS_OK;
    row.test = "seasonal Kendall";
    row.statistic = trend.test.statistic;
    row.p = row.p_adjusted = trend.test.p;
    row.difference = trend.slope;
    say_seasonal(study, &row, s);
    return ys__study_add(study, &row, err);
}

/* What comes next */

/* The nearest target after the last period that a number of such a period can be held against; NULL: none. */
static const ys__target *target_ahead(const ys__series *s, size_t *steps)
{
    const struct ys_initiative *in = s->plan->in;
    ys__period now = s->plan->periods[s->n - 1];
    const ys__target *found = NULL;

    for (size_t i = 0; i < in->n_targets; i++) {
        const ys__target *t = &in->targets[i];
        int months = t->period.month + t->period.months - now.month - now.months;

        if (t->indicator != s->indicator || t->kind == YS__MATCH || months <= 0 || months % now.months ||
            months / now.months > AHEAD_MAX || (ys__is_additive(s->indicator) && t->period.months != now.months))
            continue;
        if (found && found->period.month + found->period.months <= t->period.month + t->period.months)
            continue;
        found = t;
        *steps = (size_t)(months / now.months);
    }
    return found;
}

static void say_forecast(ys_study *study, ys_study_row *row, const ys__series *s, const ys__target *target)
{
    ys__buffer text = { 0 };
    char number[YS__NUMBER_SIZE];

    ys__putf(&text, "%s: ", ys__label_get(&s->indicator->title));
    if (isnan(s->values[s->n - 1])) {
        ys__put(&text, _("no forecast, the last period has no number"));
    } else if (row->test[0] == '\0') {
        ys__putf(&text, _("%lld periods with a number, at least %d are needed for a forecast"), (long long)row->n,
                 FORECAST_MIN);
    } else {
        ys__putf(&text, _("if it goes on as before, it will be in %s about "), row->period);
        ys__show_value(&text, s->indicator, row->value);
        ys__put(&text, /* xgettext:no-c-format */ _(", with 80 % confidence "));
        ys__show_range(&text, s->indicator, row->low, row->high);
    }
    if (target && row->test[0]) {
        ys__put(&text, target->kind == YS__AT_MOST ? _("; the target, at most ") : _("; the target, at least "));
        ys__show_value(&text, s->indicator, target->value);
        ys__putf(&text, _(", is reached then in about %s of 100 cases"), ys__number_show(number, 100 * row->effect, 0));
    }
    ys__putc(&text, '.');
    row->sentence = ys__study_words(study, &text);
}

/* No share lies outside 0 to 1, nothing is counted below 0. */
static double possible(const ys__indicator *indicator, double x)
{
    if (ys__nature_of(indicator) == YS__SHARES)
        return fmin(fmax(x, 0), 1);
    return ys__is_additive(indicator) ? fmax(x, 0) : x;
}

/* The period of the next target and the chance to reach it; without a target the next period. */
static ys_status add_forecast(ys_study *study, const ys__series *s, ys_error *err)
{
    ys_study_row row = ys__study_row(s->indicator, "", "forecast");
    ys_forecast_options options = YS_FORECAST_OPTIONS_INIT;
    size_t steps = 1;
    const ys__target *target = target_ahead(s, &steps);
    char period[YS__PERIOD_SIZE];
    ys_interval ahead[AHEAD_MAX];
    ys_forecast forecast;

    ys__period_format(&s->plan->in->calendar, ys__period_step(s->plan->periods[s->n - 1], (int)steps), period);
    row.period = ys__study_text(study, period);
    row.n = (int64_t)count_known(s);
    if (target) {
        row.other = options.target = target->value;
        options.at_most = target->kind == YS__AT_MOST;
    }
    if (row.n >= FORECAST_MIN && !isnan(s->values[s->n - 1]) &&
        ys__study_good(study, ys_forecast_holt(&forecast, ahead, steps, s->values, s->n, &options, NULL))) {
        row.test = "damped Holt";
        row.value = possible(s->indicator, ahead[steps - 1].estimate);
        row.low = possible(s->indicator, ahead[steps - 1].low);
        row.high = possible(s->indicator, ahead[steps - 1].high);
        row.effect = forecast.reached;
        row.effect_name = target ? "probability" : "";
    }
    say_forecast(study, &row, s, target);
    return ys__study_add(study, &row, err);
}

ys_status ys__study_trend(ys_study *study, const ys__series *s, ys_error *err)
{
    ys_status status = add_trend(study, s, err);

    if (status == YS_OK)
        status = add_seasonal(study, s, err);
    return status == YS_OK ? add_forecast(study, s, err) : status;
}

/* Charts */

static const char *signal_words(unsigned signals)
{
    if (signals & YS_SIGNAL_OUTSIDE)
        return _("beyond the limits");
    if (signals & YS_SIGNAL_RUN)
        return _("eight in a row on one side");
    if (signals & YS_SIGNAL_TREND)
        return _("six in a row in one direction");
    return _("two of three close to a limit");
}

static void say_point(ys_study *study, ys_study_row *row, const ys__indicator *indicator, const ys_chart *chart,
                      const ys_chart_point *point)
{
    ys__buffer text = { 0 };

    ys__putf(&text, "%s: %s ", ys__label_get(&indicator->title), row->period);
    ys__show_value(&text, indicator, point->value);
    ys__put(&text, _("; the usual range is "));
    ys__show_range(&text, indicator, point->low, point->high);
    if (point->signals)
        ys__putf(&text, _(": a signal, %s"), signal_words(point->signals));
    else
        ys__put(&text, _(", so no signal"));
    if (chart->trial)
        ys__put(&text, _(" (provisional, from fewer than 12 periods)"));
    ys__putc(&text, '.');
    row->sentence = ys__study_words(study, &text);
}

/* Whether neighbours differ by more, or less, than chance allows: sigma of z is 1 then, give or take. */
static bool is_overdispersed(const ys_chart *laney)
{
    return laney->sigma_z > 1 + 2 / sqrt((double)laney->baseline);
}

static bool is_underdispersed(const ys_chart *laney)
{
    return laney->sigma_z < 1 - 2 / sqrt((double)laney->baseline);
}

static bool are_whole(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]) && x[i] != floor(x[i]))
            return false;
    return true;
}

/* The chart that fits the measure; NULL: none can be drawn. Limits by chance alone are too narrow where more than
 * chance moves the numbers, as it does with very many cases: then Laney's. */
static const char *draw(ys_chart *chart, ys_chart_point *points, const ys__series *s)
{
    bool shares = ys__nature_of(s->indicator) == YS__SHARES;
    bool rates = s->indicator->measure.kind == YS__RATE && !shares && are_whole(s->numerators, s->n);

    if (shares && ys_chart_laney(chart, points, s->numerators, s->denominators, s->n, 0, NULL) == YS_OK) {
        if (is_overdispersed(chart))
            return "Laney p' chart";
        return ys_chart_p(chart, points, s->numerators, s->denominators, s->n, 0, NULL) == YS_OK ? "p chart" : NULL;
    }
    if (rates && ys_chart_laney_u(chart, points, s->numerators, s->denominators, s->n, 0, NULL) == YS_OK) {
        if (is_overdispersed(chart) || is_underdispersed(chart))
            return "Laney u' chart";
        return ys_chart_u(chart, points, s->numerators, s->denominators, s->n, 0, NULL) == YS_OK ? "u chart" : NULL;
    }
    return !shares && ys_chart_xmr(chart, points, s->values, s->n, 0, NULL) == YS_OK ? "XmR chart" : NULL;
}

static ys_status refuse_chart(ys_study *study, const ys__series *s, ys_error *err)
{
    ys_study_row row = ys__study_row(s->indicator, s->periods[s->n - 1], "chart");
    ys__buffer text = { 0 };

    row.n = (int64_t)count_known(s);
    ys__putf(&text, _("%s: %lld periods with a number, at least %d are needed for a control chart."),
             ys__label_get(&s->indicator->title), (long long)row.n, CHART_MIN);
    row.sentence = ys__study_words(study, &text);
    return ys__study_add(study, &row, err);
}

static ys_status add_point(ys_study *study, const ys__series *s, size_t i, const ys_chart *chart, const char *name,
                           ys_chart_point *point, ys_error *err)
{
    ys_study_row row = ys__study_row(s->indicator, s->periods[i], "chart");

    row.n = (int64_t)(ys__nature_of(s->indicator) == YS__SHARES ? s->denominators[i] : 1);
    row.value = point->value;
    if (point->low < 0 && ys__is_additive(s->indicator))
        point->low = 0; /* nothing is counted below it */
    row.low = point->low;
    row.high = point->high;
    row.other = point->center;
    row.test = name;
    row.statistic = point->signals;
    say_point(study, &row, s->indicator, chart, point);
    return ys__study_add(study, &row, err);
}

ys_status ys__study_chart(ys_study *study, const ys__series *s, ys_error *err)
{
    ys_chart_point *points = calloc(s->n + 1, sizeof *points);
    ys_status status = points ? YS_OK : ys__fail_nomem(err);
    const char *name = NULL;
    ys_chart chart;

    if (status == YS_OK && count_known(s) >= CHART_MIN)
        name = draw(&chart, points, s);
    if (status == YS_OK && name == NULL)
        status = refuse_chart(study, s, err);
    for (size_t i = 0; status == YS_OK && name && i < s->n; i++)
        if (!isnan(points[i].value))
            status = add_point(study, s, i, &chart, name, &points[i], err);
    free(points);
    return status;
}
