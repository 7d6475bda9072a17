/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/chart.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

enum { RANGE = 64 };

/* A run of cells of one row of the helper sheet, over the periods. */
static void range_of(char to[RANGE], const ys__dashboard *d, int row)
{
    char first[8], last[8];

    ys__column_letter(first, YS__CALC_PERIODS);
    ys__column_letter(last, YS__CALC_PERIODS + d->board->n_periods - 1);
    snprintf(to, RANGE, "=" YS__CALC_SHEET "!$%s$%d:$%s$%d", first, row + 1, last, row + 1);
}

static lxw_chart_font font_of(double size, int color, bool bold)
{
    return (lxw_chart_font){
        .name = (char *)(uintptr_t)YS__FONT,
        .size = size,
        .bold = bold ? LXW_TRUE : LXW_EXPLICIT_FALSE,
        .color = (lxw_color_t)color,
    };
}

static lxw_chart_series *add_series(lxw_chart *chart, const char *categories, const char *values, const char *name)
{
    lxw_chart_series *series = chart ? chart_add_series(chart, categories, values) : NULL;

    if (series && name)
        chart_series_set_name(series, name);
    return series;
}

static void set_line(lxw_chart_series *series, int color, float width, int dash)
{
    lxw_chart_line line = { .color = (lxw_color_t)color, .width = width, .dash_type = (uint8_t)dash };

    if (series)
        chart_series_set_line(series, &line);
}

static void set_marker(lxw_chart_series *series, int type, int size, int color)
{
    lxw_chart_fill fill = { .color = (lxw_color_t)color };
    lxw_chart_line line = { .color = (lxw_color_t)color };

    if (series == NULL)
        return;
    chart_series_set_marker_type(series, (uint8_t)type);
    chart_series_set_marker_size(series, (uint8_t)size);
    chart_series_set_marker_fill(series, &fill);
    chart_series_set_marker_line(series, &line);
}

static void no_frame(lxw_chart *chart)
{
    lxw_chart_line none = { .none = LXW_TRUE };
    lxw_chart_fill empty = { .none = LXW_TRUE };

    chart_chartarea_set_line(chart, &none);
    chart_chartarea_set_fill(chart, &empty);
    chart_plotarea_set_fill(chart, &empty);
}

static void widen(double *low, double *high, double x)
{
    if (!isfinite(x))
        return;
    *low = x < *low ? x : *low;
    *high = x > *high ? x : *high;
}

/* The least and the greatest number a chart of this indicator has to hold. */
static bool extent(const ys__dashboard *d, const ys__board_row *row, bool targets, bool intervals, double *low,
                   double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (size_t p = 0; p < d->board->n_periods; p++) {
        const ys_result *r = row->points[p];

        if (r)
            widen(low, high, r->value);
        if (targets)
            widen(low, high, row->targets[p]);
        if (intervals && ys__has_interval(r, row->indicator)) {
            widen(low, high, r->low);
            widen(low, high, r->high);
        }
    }
    return *low <= *high;
}

/* Round ends and steps: four to eight lines across, from 0 where the values are not far from it. */
static void round_axis(double *low, double *high, double *step, bool percent)
{
    static const double nice[] = { 1, 2, 2.5, 5, 10 };
    double span = *high - *low > 0 ? *high - *low : fabs(*high) > 0 ? fabs(*high) / 2 : 1;
    double power, rough;

    if (*low > 0 && *low < 0.5 * *high)
        span = *high;
    rough = span / 5;
    power = pow(10, floor(log10(rough)));
    *step = 10 * power;
    for (size_t i = sizeof nice / sizeof *nice; i-- > 0;)
        if (nice[i] * power >= rough * 0.999)
            *step = nice[i] * power;
    if (percent && *step < 0.01)
        *step = 0.01;
    *low = *low >= 0 && *low < 0.5 * *high ? 0 : floor(*low / *step - 0.1) * *step;
    *high = ceil(*high / *step + 0.1) * *step;
    if (percent && *high > 1 && *high < 1 + 2 * *step)
        *high = 1;
    if (percent && *low < 0)
        *low = 0;
}

/* The number format of an axis: whole numbers and percents where the steps allow it. */
static const char *axis_format(ys__dashboard *d, const ys__indicator *indicator, double step)
{
    ys__style_of style = ys__show_style(indicator);
    double shown = step * style.factor;
    bool whole = fabs(shown - round(shown)) < 1e-9;

    ys__putf(&d->text, "%s%s%s", style.prefix[0] ? "\"" : "", style.prefix, style.prefix[0] ? "\"" : "");
    ys__putf(&d->text, "%s%s%s", style.factor != 1 ? "0" : "#,##0", whole ? "" : ".0", style.factor != 1 ? "%" : "");
    return ys__gathered(d);
}

static void dress_axes(ys__dashboard *d, lxw_chart *chart, const ys__board_row *row, double low, double high)
{
    lxw_chart_font font = font_of(9, YS__MUTED, false);
    lxw_chart_line grid = { .color = 0xE6E9EE, .width = 0.75F }, none = { .none = LXW_TRUE };
    lxw_chart_line axis = { .color = 0xB8BFC9, .width = 1.0F };
    double step;

    round_axis(&low, &high, &step, ys__show_style(row->indicator).factor != 1);
    chart_axis_set_min(chart->y_axis, low);
    chart_axis_set_max(chart->y_axis, high);
    chart_axis_set_major_unit(chart->y_axis, step);
    chart_axis_set_num_format(chart->y_axis, axis_format(d, row->indicator, step));
    chart_axis_set_num_font(chart->y_axis, &font);
    chart_axis_set_num_font(chart->x_axis, &font);
    chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_TRUE);
    chart_axis_major_gridlines_set_line(chart->y_axis, &grid);
    chart_axis_set_line(chart->y_axis, &none);
    chart_axis_set_line(chart->x_axis, &axis);
    chart_axis_set_major_tick_mark(chart->x_axis, LXW_CHART_AXIS_TICK_MARK_NONE);
    chart_axis_set_major_tick_mark(chart->y_axis, LXW_CHART_AXIS_TICK_MARK_NONE);
}

static void set_title(lxw_chart *chart, const char *title)
{
    lxw_chart_font font = font_of(11, YS__INK, true);

    chart_title_set_name(chart, title);
    chart_title_set_name_font(chart, &font);
}

/* The values over the periods: one line, or where the definition changed two that leave a gap between the pieces. */
static int add_values(const ys__dashboard *d, lxw_chart *chart, size_t board_row, const char *labels, float width,
                      int marker)
{
    const ys__board_row *row = &d->board->rows[board_row];
    int n = row->n_breaks ? YS__PIECES : 1;
    char values[RANGE];

    for (int i = 0; i < n; i++) {
        lxw_chart_series *series;

        range_of(values, d, n > 1 ? ys__calc_piece(d->board, board_row, i) : ys__calc_row(board_row, YS__SERIES_VALUE));
        series = add_series(chart, labels, values, i ? _("All partners, changed definition") : _("All partners"));
        set_line(series, YS__BLUE, width, LXW_CHART_LINE_DASH_SOLID);
        if (marker)
            set_marker(series, i ? LXW_CHART_MARKER_SQUARE : LXW_CHART_MARKER_CIRCLE, marker, YS__BLUE);
    }
    return n;
}

lxw_chart *ys__chart_spark(ys__dashboard *d, size_t board_row)
{
    const ys__board_row *row = &d->board->rows[board_row];
    lxw_chart *chart;
    double low, high, room;
    char labels[RANGE];

    if (row->n_points < 2 || !extent(d, row, false, false, &low, &high))
        return NULL;
    chart = ys__book_chart(d->book, LXW_CHART_LINE);
    if (chart == NULL)
        return NULL;
    range_of(labels, d, YS__CALC_LABELS);
    add_values(d, chart, board_row, labels, 2.0F, row->n_breaks ? 3 : 0); /* a piece may be a point alone */
    room = high > low ? (high - low) * 0.2 : fabs(high) > 0 ? fabs(high) * 0.2 : 1;
    chart_axis_set_min(chart->y_axis, low - room);
    chart_axis_set_max(chart->y_axis, high + room);
    chart_axis_off(chart->x_axis);
    chart_axis_off(chart->y_axis);
    chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_FALSE);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    chart_title_off(chart);
    no_frame(chart);
    return chart;
}

static int count_targets(const ys__dashboard *d, const ys__board_row *row)
{
    int n = 0;

    for (size_t p = 0; p < d->board->n_periods; p++)
        n += isfinite(row->targets[p]);
    return n;
}

static void add_band(ys__dashboard *d, lxw_chart *chart, size_t board_row, const char *labels)
{
    char values[RANGE];
    lxw_chart_series *series;

    for (int end = YS__SERIES_LOW; end <= YS__SERIES_HIGH; end++) {
        range_of(values, d, ys__calc_row(board_row, (ys__series)end));
        series = add_series(chart, labels, values, _("Interval (95%)"));
        set_line(series, YS__SKY, 1.0F, LXW_CHART_LINE_DASH_DASH);
        set_marker(series, LXW_CHART_MARKER_NONE, 2, YS__SKY);
    }
}

/* Whether a target stands alone, with none in the periods beside it: a line would not show it. */
static bool stand_alone(const ys__dashboard *d, const ys__board_row *row)
{
    for (size_t p = 0; p < d->board->n_periods; p++)
        if (isfinite(row->targets[p]) && (p == 0 || !isfinite(row->targets[p - 1])) &&
            (p + 1 == d->board->n_periods || !isfinite(row->targets[p + 1])))
            return true;
    return false;
}

lxw_chart *ys__chart_line(ys__dashboard *d, size_t board_row, const char *title, bool with_interval)
{
    const ys__board_row *row = &d->board->rows[board_row];
    bool band = with_interval && row->n_breaks == 0 && ys__has_interval(row->now, row->indicator);
    int targets = count_targets(d, row), lines;
    lxw_chart_font font = font_of(9, YS__MUTED, false);
    char values[RANGE], labels[RANGE];
    lxw_chart_series *series;
    lxw_chart *chart;
    double low, high;

    if (row->n_points < 2 || !extent(d, row, true, band, &low, &high) ||
        (chart = ys__book_chart(d->book, LXW_CHART_LINE)) == NULL)
        return NULL;
    range_of(labels, d, YS__CALC_LABELS);
    lines = add_values(d, chart, board_row, labels, 2.75F, 6);
    if (targets > 0) {
        range_of(values, d, ys__calc_row(board_row, YS__SERIES_TARGET));
        series = add_series(chart, labels, values, _("Target"));
        set_line(series, YS__VERMILLION, 2.0F, LXW_CHART_LINE_DASH_DASH);
        set_marker(series, stand_alone(d, row) ? LXW_CHART_MARKER_DIAMOND : LXW_CHART_MARKER_NONE, 7, YS__VERMILLION);
    }
    if (band) {
        int16_t repeated[] = { (int16_t)(lines + (targets > 0) + 1), -1 }; /* both ends bear one name */

        add_band(d, chart, board_row, labels);
        chart_legend_delete_series(chart, repeated);
    }
    dress_axes(d, chart, row, low, high);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_legend_set_font(chart, &font);
    set_title(chart, title);
    no_frame(chart);
    return chart;
}

/* Sky bars, the lowest one in the colour that asks for attention. libxlsxwriter copies the points. */
static void color_bars(ys__dashboard *d, lxw_chart_series *series, const ys__breakdown *parts, bool mark)
{
    lxw_chart_fill sky = { .color = YS__SKY }, alarm = { .color = YS__VERMILLION };
    lxw_chart_point *points = calloc(parts->n, sizeof *points);
    lxw_chart_point **list = calloc(parts->n + 1, sizeof(lxw_chart_point *));

    if (points == NULL || list == NULL) {
        ys__book_check(d->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    } else {
        for (size_t i = 0; i < parts->n; i++) {
            points[i].fill = mark && i + 1 == parts->n ? &alarm : &sky; /* written from the highest down */
            list[i] = &points[i];
        }
        chart_series_set_points(series, list);
    }
    free(points);
    free(list);
}

lxw_chart *ys__chart_bars(ys__dashboard *d, int block)
{
    const ys__breakdown *parts = &d->blocks[block].parts;
    const ys__indicator *indicator = d->blocks[block].indicator;
    lxw_chart *chart = ys__book_chart(d->book, LXW_CHART_BAR);
    int first = ys__calc_block(d->board, block), last = first + (int)parts->n - 1;
    lxw_chart_font font = font_of(9, YS__MUTED, false), ink = font_of(9, YS__INK, false);
    lxw_chart_line none = { .none = LXW_TRUE };
    char names[RANGE], values[RANGE];
    lxw_chart_series *series;

    if (chart == NULL)
        return NULL;
    snprintf(names, sizeof names, "=" YS__CALC_SHEET "!$B$%d:$B$%d", first + 1, last + 1);
    snprintf(values, sizeof values, "=" YS__CALC_SHEET "!$D$%d:$D$%d", first + 1, last + 1);
    series = add_series(chart, names, values, ys__label_get(&indicator->title));
    if (series) {
        color_bars(d, series, parts, parts->evident && indicator->polarity == YS__UP);
        chart_series_set_labels(series);
        chart_series_set_labels_num_format(series, ys__number_format_of(d, indicator));
        chart_series_set_labels_font(series, &ink);
    }
    chart_set_series_gap(chart, 40);
    chart_axis_set_min(chart->x_axis, 0); /* of a bar chart this is the axis of the values */
    chart_axis_off(chart->x_axis);
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_FALSE);
    chart_axis_set_num_font(chart->y_axis, &font);
    chart_axis_set_line(chart->y_axis, &none);
    chart_axis_set_major_tick_mark(chart->y_axis, LXW_CHART_AXIS_TICK_MARK_NONE);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    set_title(chart, d->blocks[block].title);
    no_frame(chart);
    return chart;
}
