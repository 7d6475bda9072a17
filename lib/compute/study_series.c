/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/study.h"

#include <math.h>
#include <stdlib.h>

#include <yardstick/stats_trend.h>

#include "base/i18n.h"
#include "model/show.h"

/* Fewer points show no trend that could not be chance, and limits from them would say nothing. */
enum { TREND_MIN = 6, CHART_MIN = 6 };

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
    row->sentence = ys__study_text(study, text.text);
    ys__buffer_free(&text);
}

ys_status ys__study_trend(ys_study *study, const ys__series *s, ys_error *err)
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
    if (row.n >= TREND_MIN && ys_trend_mann_kendall(&kendall, s->values, s->n, NULL) == YS_OK) {
        row.test = "Mann-Kendall";
        row.statistic = kendall.test.statistic;
        row.p = row.p_adjusted = kendall.test.p;
        row.effect = kendall.tau;
        row.effect_name = "tau";
    }
    if (row.n >= TREND_MIN && ys_trend_theil_sen(&sen, x, s->values, s->n, 0.95, NULL) == YS_OK) {
        row.difference = sen.slope.estimate;
        row.difference_low = sen.slope.low;
        row.difference_high = sen.slope.high;
    }
    free(x);
    say_trend(study, &row, s->indicator);
    return ys__study_add(study, &row, err);
}

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
    row->sentence = ys__study_text(study, text.text);
    ys__buffer_free(&text);
}

ys_status ys__study_chart(ys_study *study, const ys__series *s, ys_error *err)
{
    bool shares = ys__nature_of(s->indicator) == YS__SHARES;
    ys_chart_point *points = calloc(s->n + 1, sizeof *points);
    ys_chart chart;
    ys_status status = points ? YS_OK : ys__fail_nomem(err);

    if (status == YS_OK && count_known(s) >= CHART_MIN &&
        (shares ? ys_chart_p(&chart, points, s->numerators, s->denominators, s->n, 0, NULL)
                : ys_chart_xmr(&chart, points, s->values, s->n, 0, NULL)) == YS_OK) {
        for (size_t i = 0; status == YS_OK && i < s->n; i++) {
            ys_study_row row = ys__study_row(s->indicator, s->periods[i], "chart");

            if (isnan(points[i].value))
                continue;
            row.n = (int64_t)(shares ? s->denominators[i] : 1);
            row.value = points[i].value;
            if (points[i].low < 0 && ys__is_additive(s->indicator))
                points[i].low = 0; /* nothing is counted below it */
            row.low = points[i].low;
            row.high = points[i].high;
            row.other = points[i].center;
            row.test = shares ? "p chart" : "XmR chart";
            row.statistic = points[i].signals;
            say_point(study, &row, s->indicator, &chart, &points[i]);
            status = ys__study_add(study, &row, err);
        }
    } else if (status == YS_OK) {
        ys_study_row row = ys__study_row(s->indicator, s->periods[s->n - 1], "chart");

        ys__buffer text = { 0 };

        row.n = (int64_t)count_known(s);
        ys__putf(&text, _("%s: %lld periods with a number, at least %d are needed for a control chart."),
                 ys__label_get(&s->indicator->title), (long long)row.n, CHART_MIN);
        row.sentence = ys__study_text(study, text.text);
        ys__buffer_free(&text);
        status = ys__study_add(study, &row, err);
    }
    free(points);
    return status;
}
