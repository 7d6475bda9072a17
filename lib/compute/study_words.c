/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/study.h"

#include <math.h>
#include <string.h>

#include <yardstick/stats_model.h>

#include "base/i18n.h"
#include "base/number.h"
#include "model/show.h"

static const double chance = 0.05;

static bool is_percent(const ys__indicator *indicator)
{
    return strcmp(indicator->unit, "percent") == 0;
}

static void put_plain(ys__buffer *to, const ys__indicator *indicator, double x)
{
    ys__style_of style = ys__show_style(indicator);
    char number[YS__NUMBER_SIZE];

    ys__putf(to, "%s%s%s", x < 0 ? "-" : "", style.prefix,
             ys__number_show(number, fabs(x) * style.factor, style.decimals));
}

void ys__put_size(ys__buffer *to, const ys__indicator *indicator, double x)
{
    put_plain(to, indicator, x);
    if (is_percent(indicator))
        ys__put(to, _(" points"));
}

void ys__put_p(ys__buffer *to, double p)
{
    char number[YS__NUMBER_SIZE];

    if (p < 0.001)
        ys__putf(to, "p < %s", ys__number_show(number, 0.001, 3));
    else
        ys__putf(to, "p = %s", ys__number_show(number, p, 3));
}

void ys__put_difference(ys__buffer *to, const ys_study_row *row, const ys__indicator *indicator)
{
    ys__put_size(to, indicator, row->difference);
    if (isnan(row->difference_low) || isnan(row->difference_high))
        return;
    ys__put(to, " (");
    put_plain(to, indicator, row->difference_low);
    ys__put(to, _(" to "));
    put_plain(to, indicator, row->difference_high);
    ys__put(to, ")");
}

/* How many more people would show a change of five points; a share alone allows the sum. */
static void put_needed(ys__buffer *to, const ys_study_row *row, ys__nature nature)
{
    double p2 = row->other + 0.05 <= 1 ? row->other + 0.05 : row->other - 0.05, cases, more;
    char number[YS__NUMBER_SIZE];

    if (nature != YS__SHARES || ys_power_share_cases(&cases, row->other, p2, 0.95, 0.8, NULL) != YS_OK)
        return;
    more = ceil(cases) - (double)row->n;
    if (more > 0)
        ys__putf(to, _("; at least %s more people would be needed to see a change of 5 points"),
                 ys__number_show(number, more, 0));
}

static bool is_told_apart(const ys_study_row *row)
{
    if (strcmp(row->against, "baseline") == 0)
        return row->difference_low > 0 || row->difference_high < 0;
    return row->p_adjusted < chance;
}

/* What rose or fell beyond chance is said to have; else only from where to where it went. */
static const char *went(const ys_study_row *row)
{
    if (row->value == row->other)
        return _("%s: %s before and %s now");
    if (row->test[0] == '\0' || !is_told_apart(row))
        return _("%s: went from %s to %s");
    return row->value > row->other ? _("%s: rose from %s to %s") : _("%s: fell from %s to %s");
}

static void put_comparison(ys__buffer *to, const ys_study_row *row, const ys__indicator *indicator, const char *group,
                           const char *against)
{
    const char *title = ys__label_get(&indicator->title);
    ys__buffer value = { 0 }, other = { 0 };

    ys__show_value(&value, indicator, row->value);
    ys__show_value(&other, indicator, row->other);
    if (value.text == NULL || other.text == NULL)
        to->failed = true;
    else if (strcmp(row->against, "prior") == 0)
        ys__putf(to, went(row), title, other.text, value.text);
    else if (strcmp(row->against, "baseline") == 0)
        ys__putf(to, _("%s: %s now, %s at the baseline"), title, value.text, other.text);
    else if (against)
        ys__putf(to, _("%s: %s %s, %s %s"), title, group, value.text, against, other.text);
    else
        ys__putf(to, _("%s: %s %s, all others %s"), title, group, value.text, other.text);
    ys__buffer_free(&value);
    ys__buffer_free(&other);
}

/* Why there is no test: totals and the like have no spread of their own, other measures too few rows. */
static const char *untested(const ys_study_row *row, ys__nature nature)
{
    if (nature != YS__OTHER && nature != YS__COUNTS)
        return _(", but these rows allow no test of it");
    return strcmp(row->against, "rest") == 0 ? _("; no test fits a measure like this one")
                                             : _("; a control chart (--chart) tells whether that is more than usual");
}

static void put_verdict(ys__buffer *to, const ys_study_row *row, ys__nature nature)
{
    bool rest = strcmp(row->against, "rest") == 0;

    if (row->test[0] == '\0') {
        ys__put(to, untested(row, nature));
    } else if (is_told_apart(row)) {
        ys__put(to, _(", is unlikely to be chance"));
    } else if (rest && row->p < chance) {
        ys__put(to, _(", may be chance where so many groups are compared: no evidence of a difference"));
    } else {
        ys__put(to, rest ? _(", may be chance: no evidence of a difference")
                         : _(", may be chance: no evidence of change yet"));
        if (strcmp(row->against, "prior") == 0)
            put_needed(to, row, nature);
    }
}

void ys__say_difference(ys_study *study, ys_study_row *row, const ys__indicator *indicator, ys__nature nature,
                        const char *group, const char *other)
{
    ys__buffer text = { 0 };

    if (isnan(row->value) || isnan(row->other)) {
        ys__putf(&text, _("%s: nothing to compare, one side has no number"), ys__label_get(&indicator->title));
    } else {
        put_comparison(&text, row, indicator, group, other);
        ys__put(&text, "; ");
        ys__put(&text, _("the difference, "));
        ys__put_difference(&text, row, indicator);
        put_verdict(&text, row, nature);
    }
    ys__putc(&text, '.');
    row->sentence = ys__study_words(study, &text);
}

void ys__say_groups(ys_study *study, ys_study_row *row, const ys__indicator *indicator, const char *by,
                    bool rough)
{
    ys__buffer text = { 0 };

    ys__putf(&text, row->p < chance ? _("%s: the groups by “%s” differ by more than chance")
                                    : _("%s: no evidence that the groups by “%s” differ"),
             ys__label_get(&indicator->title), by);
    ys__putf(&text, " (%s, ", row->test);
    ys__put_p(&text, row->p);
    ys__put(&text, rough ? _("; only roughly, some groups are so small).") : ").");
    row->sentence = ys__study_words(study, &text);
}

void ys__say_description(ys_study *study, ys_study_row *row, const ys__indicator *indicator, const char *group)
{
    ys__buffer text = { 0 };

    ys__putf(&text, "%s: ", ys__label_get(&indicator->title));
    if (group[0])
        ys__putf(&text, "%s ", group);
    if (isnan(row->value))
        ys__put(&text, _("no single number"));
    else
        ys__show_value(&text, indicator, row->value);
    if (!isnan(row->low) && !isnan(row->high)) {
        ys__put(&text, /* xgettext:no-c-format */ _(", with 95 % confidence "));
        ys__show_range(&text, indicator, row->low, row->high);
    }
    ys__putc(&text, '.');
    row->sentence = ys__study_words(study, &text);
}

void ys__say_pairs(ys_study *study, ys_study_row *row, const ys__indicator *indicator)
{
    ys__buffer text = { 0 };

    ys__putf(&text, "%s: ", ys__label_get(&indicator->title));
    if (!isnan(row->difference)) {
        ys__put(&text, _("the same people before and after: "));
        ys__put(&text, _("the difference, "));
        ys__put_difference(&text, row, indicator);
    } else {
        ys__put(&text, _("the change from before to after, by ranks"));
    }
    ys__put(&text, row->p < chance ? _(", is unlikely to be chance") : _(", may be chance: no evidence of change yet"));
    ys__put(&text, " (");
    ys__put_p(&text, row->p);
    ys__put(&text, ").");
    row->sentence = ys__study_words(study, &text);
}
