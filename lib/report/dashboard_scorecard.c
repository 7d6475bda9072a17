/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <yardstick/text.h>

#include "base/date.h"
#include "base/i18n.h"
#include "report/chart.h"
#include "report/standing.h"

/* The Scorecard: one page for the steering committee, and behind it the same table of all other indicators. */

enum {
    TITLE = 1,
    BASELINE,
    TARGET,
    PRIOR,
    CURRENT,
    CHANGE,
    ARROW,
    PROGRESS,
    STANDING,
    TREND,
    INTERVAL,
    BASIS,
    COVERAGE,
    LAST = COVERAGE
};

static const double widths[] = { 1.6, 42, 10, 10, 10, 11.5, 11.5, 4, 13, 19, 16, 15, 16, 12, 1.6 };

/* Heights in points. The page is what A4 leaves between the margins at the scale at which Letter holds the width. */
enum {
    TILE_ROW = 3,
    FIRST_TABLE = 6,
    HEAD_HEIGHT = 30,
    FAMILY_HEIGHT = 17,
    ROW_HEIGHT = 22,
    NOTE_HEIGHT = 40,
    LEAST_CHART = 230,
    LONGEST_TITLE = 60 /* characters on one line, drawn a little smaller */
};

static const double page_width = 10.15 * 96, page_height = 7.15 * 96; /* pixels */

static int sheet_pixels(int first, int last)
{
    int total = 0;

    for (int i = first; i <= last; i++)
        total += ys__column_pixels(widths[i]);
    return total;
}

static double scale(void)
{
    return page_width / sheet_pixels(0, LAST + 1);
}

static void set_widths(ys__dashboard *d)
{
    for (int i = 0; i <= LAST + 1; i++)
        ys__set_column(d, d->scorecard, i, widths[i]);
}

static void put_banner(ys__dashboard *d)
{
    const ys__board *b = d->board;
    const char *title, *line;
    char date[24];

    ys__putf(&d->text, "%s – %s", ys__label_get(&b->input->initiative->title), _("Scorecard"));
    title = ys__gathered(d);
    ys__period_describe(&b->input->initiative->calendar, b->periods[b->n_periods - 1], &d->text);
    ys__time_format(date, b->input->as_of);
    ys__put(&d->text, "  ·  ");
    ys__putf(&d->text, _("%d of %d partners have reported"), b->reported, b->expected);
    ys__putf(&d->text, "  ·  %s %.10s", _("data as of"), date);
    line = ys__gathered(d);
    ys__put_banner(d, d->scorecard, LAST, title, line);
}

/* The cell of the helper sheet with an indicator's value n periods before the last. */
static const char *calc_cell(ys__dashboard *d, size_t board_row, ys__series series, int before)
{
    char column[8];

    ys__column_letter(column, YS__CALC_PERIODS + d->board->n_periods - 1 - (size_t)before);
    ys__putf(&d->text, "=" YS__CALC_SHEET "!%s%d", column, ys__calc_row(board_row, series) + 1);
    return ys__gathered(d);
}

static void put_tile(ys__dashboard *d, size_t board_row, int first, int last)
{
    const ys__board_row *row = &d->board->rows[board_row];
    bool alarm = row->standing == YS__OFF_TRACK;
    ys__style value = alarm ? YS__STYLE_TILE_ALARM : YS__STYLE_TILE_VALUE;
    ys__spot at = ys__at(d, d->scorecard, TILE_ROW, first);

    ys__put_merged(at, TILE_ROW, last, "", value);
    ys__put_value(at, row->current, calc_cell(d, board_row, YS__SERIES_VALUE, 0), value,
                  ys__number_format_of(d, row->indicator));
    at.row++;
    ys__put_merged(at, at.row, last, ys__label_get(&row->indicator->title),
                   alarm ? YS__STYLE_TILE_ALARM_LABEL : YS__STYLE_TILE_LABEL);
}

/* Up to four: the headlines with a value, then whatever else stands on the page. */
static void put_tiles(ys__dashboard *d)
{
    static const int spans[YS__TILES][2] = {
        { TITLE, TITLE }, { BASELINE, CURRENT }, { CHANGE, STANDING }, { TREND, LAST }
    };
    size_t n = 0;

    ys__set_row(d, d->scorecard, TILE_ROW, 38);
    ys__set_row(d, d->scorecard, TILE_ROW + 1, 30);
    ys__set_row(d, d->scorecard, TILE_ROW + 2, 8);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < d->board->n_rows && n < YS__TILES; i++) {
            const ys__board_row *row = &d->board->rows[i];

            if (row->first_page && row->headline == (round == 0) && isfinite(row->current)) {
                put_tile(d, i, spans[n][0], spans[n][1]);
                n++;
            }
        }
}

static void put_head(ys__dashboard *d, int at)
{
    static const char *const heads[] = {
        [TITLE] = N_("Indicator"),
        [BASELINE] = N_("Baseline"),
        [TARGET] = N_("Target"),
        [PRIOR] = N_("Prior"),
        [CURRENT] = N_("Current"),
        [CHANGE] = N_("Change"),
        [ARROW] = "",
        [PROGRESS] = N_("Way to target"),
        [STANDING] = N_("Status"),
        [TREND] = N_("Trend"),
        [INTERVAL] = N_("Interval (95%)"),
        [BASIS] = N_("Based on"),
        [COVERAGE] = N_("Partners"),
    };

    ys__set_row(d, d->scorecard, at, HEAD_HEIGHT);
    for (int i = TITLE; i <= LAST; i++)
        ys__put_text(ys__at(d, d->scorecard, at, i), heads[i][0] ? _(heads[i]) : "",
                     i == TITLE ? YS__STYLE_HEAD_LEFT : YS__STYLE_HEAD);
}

static void put_change(ys__dashboard *d, const ys__board_row *row, int at)
{
    bool percent = ys__show_style(row->indicator).factor != 1;
    const char *shape = !isfinite(row->change) ? "" : !row->evident ? "●" : row->change > 0 ? "▲" : "▼";
    ys__style color = !row->evident || row->direction == 0 ? YS__STYLE_ARROW_NONE
                      : row->direction > 0                 ? YS__STYLE_ARROW_GOOD
                                                           : YS__STYLE_ARROW_BAD;

    const char *formula;

    if (isfinite(row->prior) && isfinite(row->current) && row->since == d->board->n_periods - 1 && row->n_breaks) {
        ys__put_text(ys__at(d, d->scorecard, at, CHANGE), _("redefined"), YS__STYLE_ROW_MUTED);
        ys__put_text(ys__at(d, d->scorecard, at, ARROW), "[b]", YS__STYLE_ARROW_NONE);
        return;
    }
    ys__putf(&d->text, percent ? "=(%c%d-%c%d)*100" : "=%c%d-%c%d", 'A' + CURRENT, at + 1, 'A' + PRIOR, at + 1);
    formula = ys__gathered(d); /* one text at a time */
    ys__put_value(ys__at(d, d->scorecard, at, CHANGE), percent ? row->change * 100 : row->change, formula,
                  YS__STYLE_ROW_NUMBER, ys__change_format_of(d, row->indicator, row->change));
    ys__put_text(ys__at(d, d->scorecard, at, ARROW), shape, color);
}

static void put_progress(ys__dashboard *d, const ys__board_row *row, int at)
{
    lxw_conditional_format bar = {
        .type = LXW_CONDITIONAL_DATA_BAR,
        .bar_color = YS__BAR,
        .bar_solid = LXW_TRUE,
        .bar_border_color = YS__BAR,
        .bar_no_border = LXW_TRUE,
        .data_bar_2010 = LXW_TRUE,
        .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
        .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
        .min_value = 0,
        .max_value = 1,
        .bar_direction = LXW_CONDITIONAL_BAR_DIRECTION_LEFT_TO_RIGHT,
        .bar_negative_color = YS__BAD_FILL,
        .bar_axis_position = LXW_CONDITIONAL_BAR_AXIS_NONE,
    };

    ys__putf(&d->text, "=(%c%d-%c%d)/(%c%d-%c%d)", 'A' + CURRENT, at + 1, 'A' + BASELINE, at + 1, 'A' + TARGET, at + 1,
             'A' + BASELINE, at + 1);
    ys__put_value(ys__at(d, d->scorecard, at, PROGRESS), row->progress, ys__gathered(d),
                  isfinite(row->progress) ? YS__STYLE_ROW_BAR : YS__STYLE_ROW_MUTED, "0%");
    if (isfinite(row->progress) && d->scorecard)
        ys__book_check(d->book, worksheet_conditional_format_cell(d->scorecard, (lxw_row_t)at, PROGRESS, &bar));
}

static ys__style standing_style(ys__standing standing)
{
    switch (standing) {
    case YS__ON_TRACK:
        return YS__STYLE_STATUS_GOOD;
    case YS__WATCH:
        return YS__STYLE_STATUS_WATCH;
    case YS__OFF_TRACK:
        return YS__STYLE_STATUS_BAD;
    default:
        return YS__STYLE_STATUS_NONE;
    }
}

static void put_evidence(ys__dashboard *d, const ys__board_row *row, int at)
{
    if (ys__has_interval(row->now, row->indicator))
        ys__show_range(&d->text, row->indicator, row->now->low, row->now->high);
    ys__put_text(ys__at(d, d->scorecard, at, INTERVAL), ys__gathered(d), YS__STYLE_ROW_MUTED);
    if (row->now)
        ys__show_basis(&d->text, row->now, row->indicator);
    ys__put_text(ys__at(d, d->scorecard, at, BASIS), ys__gathered(d), YS__STYLE_ROW_MUTED);
    if (row->now && row->now->partners_expected)
        ys__putf(&d->text, _("%d of %d"), row->now->partners_reported, row->now->partners_expected);
    else
        ys__put(&d->text, "–");
    ys__put_text(ys__at(d, d->scorecard, at, COVERAGE), ys__gathered(d), YS__STYLE_ROW_MUTED);
}

static void put_row(ys__dashboard *d, size_t board_row, int at)
{
    const ys__board_row *row = &d->board->rows[board_row];
    const char *format = ys__number_format_of(d, row->indicator), *title = ys__label_get(&row->indicator->title);
    lxw_chart *spark = ys__chart_spark(d, board_row);

    ys__set_row(d, d->scorecard, at, ROW_HEIGHT);
    ys__put_text(ys__at(d, d->scorecard, at, TITLE), title,
                 ys_text_width(title) > LONGEST_TITLE ? YS__STYLE_ROW_LABEL_LONG : YS__STYLE_ROW_LABEL);
    ys__put_value(ys__at(d, d->scorecard, at, BASELINE), row->baseline, NULL, YS__STYLE_ROW_NUMBER, format);
    ys__put_value(ys__at(d, d->scorecard, at, TARGET), row->target, calc_cell(d, board_row, YS__SERIES_TARGET, 0),
                  YS__STYLE_ROW_NUMBER, format);
    ys__put_value(ys__at(d, d->scorecard, at, PRIOR), row->prior,
                  d->board->n_periods > 1 ? calc_cell(d, board_row, YS__SERIES_VALUE, 1) : NULL, YS__STYLE_ROW_NUMBER,
                  format);
    if (!isfinite(row->current) && row->now && isfinite(row->now->low) && isfinite(row->now->high)) {
        ys__show_range(&d->text, row->indicator, row->now->low, row->now->high);
        ys__put_text(ys__at(d, d->scorecard, at, CURRENT), ys__gathered(d), YS__STYLE_ROW_CURRENT);
    } else {
        ys__put_value(ys__at(d, d->scorecard, at, CURRENT), row->current, calc_cell(d, board_row, YS__SERIES_VALUE, 0),
                      YS__STYLE_ROW_CURRENT, format);
    }
    put_change(d, row, at);
    put_progress(d, row, at);
    ys__put_text(ys__at(d, d->scorecard, at, STANDING), ys__standing_title(row->standing),
                 standing_style(row->standing));
    ys__put_blank(ys__at(d, d->scorecard, at, TREND), YS__STYLE_ROW_MUTED);
    if (spark)
        ys__put_chart(ys__at(d, d->scorecard, at, TREND), spark, 4, 2, ys__column_pixels(widths[TREND]) - 8,
                      ys__row_pixels(ROW_HEIGHT) - 4, NULL);
    put_evidence(d, row, at);
}

/* The rows of one page by family, from a row of the sheet on. Returns the row after them. */
static int put_table(ys__dashboard *d, int at, bool first_page)
{
    put_head(d, at++);
    for (int family = YS__POPULATION; family <= YS__OUTCOME; family++) {
        bool headed = false;

        for (size_t i = 0; i < d->board->n_rows; i++) {
            const ys__board_row *row = &d->board->rows[i];

            if (row->first_page != first_page || (int)row->indicator->family != family)
                continue;
            if (!headed) {
                ys__set_row(d, d->scorecard, at, FAMILY_HEIGHT);
                for (int c = TITLE; c <= LAST; c++)
                    ys__put_blank(ys__at(d, d->scorecard, at, c), YS__STYLE_FAMILY);
                ys__put_text(ys__at(d, d->scorecard, at++, TITLE), ys__family_title((ys__family)family),
                             YS__STYLE_FAMILY);
                headed = true;
            }
            put_row(d, i, at++);
        }
    }
    return at;
}

static bool any_breaks(const ys__board *b)
{
    for (size_t i = 0; i < b->n_rows; i++)
        if (b->rows[i].n_breaks)
            return true;
    return false;
}

static void put_note(ys__dashboard *d, int at)
{
    ys__putf(&d->text,
             _("Status: on track = the target is reached, or at least %d%% of the way from baseline to target; watch = "
               "%d%% of the way, or so near the target that chance may part them; off track = less; no evidence yet = "
               "the 95%% interval holds both baseline and target."),
             (int)lround(100 * YS__ON_TRACK_FROM), (int)lround(100 * YS__WATCH_FROM));
    ys__put(&d->text, " ");
    ys__put(&d->text, _("Arrows: change since the prior period (blue = better, orange = worse, dot = no more than "
                        "chance). Partners: how many of those expected have reported. – = no value. Groups of fewer "
                        "than 10 are not drawn."));
    if (any_breaks(d->board))
        ys__putf(&d->text, " %s", _("[b] and a gap in a line: the definition changed, so that nothing is compared."));
    if (d->board->input->without_sites)
        ys__putf(&d->text, " %s", _("Data leaves out the results by site: they are too many for a spreadsheet."));
    ys__set_row(d, d->scorecard, at, NOTE_HEIGHT);
    ys__put_merged(ys__at(d, d->scorecard, at, TITLE), at, LAST, ys__gathered(d), YS__STYLE_NOTE);
}

/* Whether an indicator has gone anywhere over the periods shown. */
static bool has_moved(const ys__board *b, const ys__board_row *row)
{
    const ys_result *first = NULL;

    for (size_t p = row->since; first == NULL && p < b->n_periods; p++)
        if (row->points[p] && isfinite(row->points[p]->value))
            first = row->points[p];
    return first && first != row->now &&
           (!ys__has_interval(first, row->indicator) || ys__differs(first, row->now, row->indicator, 1));
}

/* What the line chart is about: a headline with a target, an outcome rather than an output, something that moves. */
static bool choose_line(const ys__board *b, size_t *chosen)
{
    int best = 0;

    for (size_t i = 0; i < b->n_rows; i++) {
        const ys__board_row *row = &b->rows[i];
        bool outcome = row->indicator->family == YS__OUTCOME || row->indicator->family == YS__POPULATION;
        int score = 1 + 8 * row->headline + 4 * (isfinite(row->target) != 0) + 2 * outcome;

        if (!row->first_page || !isfinite(row->current) || row->n_points < 2)
            continue;
        score += 3 * has_moved(b, row);
        if (score > best) {
            best = score;
            *chosen = i;
        }
    }
    return best > 0;
}

/* The title of the line chart is what it shows. */
static const char *finding(ys__dashboard *d, const ys__board_row *row)
{
    const char *title = ys__label_get(&row->indicator->title);
    bool met = row->at_most ? row->current <= row->target : row->current >= row->target;
    const char *value, *target;

    ys__show_value(&d->text, row->indicator, row->current);
    value = ys__gathered(d);
    ys__show_value(&d->text, row->indicator, row->target);
    target = ys__gathered(d);
    if (!isfinite(row->target))
        ys__putf(&d->text, _("%s: %s"), title, value);
    else if (met)
        ys__putf(&d->text, _("%s: %s, the target of %s is reached"), title, value, target);
    else
        ys__putf(&d->text, _("%s: %s, not yet at the target of %s"), title, value, target);
    return ys__gathered(d);
}

static void put_charts(ys__dashboard *d, int at, int height)
{
    int left = sheet_pixels(TITLE, CURRENT), right = sheet_pixels(CHANGE, LAST);
    const char *title;
    size_t chosen;
    bool has_line = choose_line(d->board, &chosen);

    if (has_line) {
        title = finding(d, &d->board->rows[chosen]);
        ys__put_chart(ys__at(d, d->scorecard, at, TITLE), ys__chart_line(d, chosen, title, true), 0, 0, left - 12,
                      height, title);
    }
    if (d->blocks[0].parts.n)
        ys__put_chart(ys__at(d, d->scorecard, at, has_line ? CHANGE : TITLE), ys__chart_bars(d, 0), 4, 0, right - 8,
                      height, d->blocks[0].title);
}

/* Pixels from the top of the sheet down to the charts. */
static int above_charts(const ys__dashboard *d, int table_rows)
{
    int families = table_rows - (int)d->board->n_first_page;

    return ys__row_pixels(34) + ys__row_pixels(22) + 2 * ys__row_pixels(8) + ys__row_pixels(38) + ys__row_pixels(30) +
           ys__row_pixels(HEAD_HEIGHT) + families * ys__row_pixels(FAMILY_HEIGHT) +
           (int)d->board->n_first_page * ys__row_pixels(ROW_HEIGHT) + ys__row_pixels(NOTE_HEIGHT);
}

void ys__dashboard_scorecard(ys__dashboard *d)
{
    enum { SLICE = 15 }; /* rows below the charts are of this height in points, so that they can be counted */
    lxw_row_t breaks[] = { 0, 0 };
    int at, height, last;

    set_widths(d);
    put_banner(d);
    put_tiles(d);
    at = put_table(d, FIRST_TABLE, true);
    put_note(d, at);
    height = (int)(page_height / scale()) - above_charts(d, at - FIRST_TABLE - 1);
    height = height < LEAST_CHART ? LEAST_CHART : height > 360 ? 360 : height;
    put_charts(d, at + 1, height - 6);
    last = at + 1 + height / ys__row_pixels(SLICE);
    for (int row = at + 1; row <= last; row++)
        ys__set_row(d, d->scorecard, row, SLICE);
    if (d->board->n_first_page < d->board->n_rows) {
        breaks[0] = (lxw_row_t)(last + 1);
        ys__set_row(d, d->scorecard, last + 1, 34);
        ys__put_text(ys__at(d, d->scorecard, last + 1, TITLE), _("All other indicators"), YS__STYLE_TITLE);
        for (int c = TITLE + 1; c <= LAST; c++)
            ys__put_blank(ys__at(d, d->scorecard, last + 1, c), YS__STYLE_SUBTITLE);
        last = put_table(d, last + 2, false) - 1;
    }
    ys__page_setup(d, d->scorecard, last, LAST + 1);
    if (d->scorecard && !ys__book_failed(d->book)) {
        /* pages end where we say: "fit to pages" would overrule that, and a scale ends it */
        worksheet_set_print_scale(d->scorecard, (uint16_t)(100 * scale()));
        if (breaks[0])
            ys__book_check(d->book, worksheet_set_h_pagebreaks(d->scorecard, breaks));
        worksheet_activate(d->scorecard);
        worksheet_set_first_sheet(d->scorecard);
    }
}
