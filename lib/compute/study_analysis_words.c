/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/study.h"

#include <math.h>

#include "base/i18n.h"
#include "base/number.h"
#include "model/show.h"

/* What the analyses of an indicator say in words. */

static const double chance = 0.05;
static const ys__indicator shares = { .unit = "percent", .decimals = 0 };
static const ys__indicator days = { .unit = "days", .decimals = 0 };

static void put_number(ys__buffer *to, double x)
{
    char number[YS__NUMBER_SIZE];

    ys__put(to, ys__number_show(number, x, x == floor(x) ? 0 : fabs(x) < 10 ? 2 : 1));
}

/* "12 (8–15)"; the value alone where a limit is not known. */
static void put_interval(ys__buffer *to, const ys__indicator *as, const ys_study_row *row)
{
    ys__show_value(to, as, row->value);
    if (isnan(row->low) || isnan(row->high))
        return;
    ys__put(to, " (");
    ys__show_range(to, as, row->low, row->high);
    ys__putc(to, ')');
}

static void finish(const ys__studying *s, ys_study_row *row, ys__buffer *text)
{
    ys__putc(text, '.');
    row->sentence = ys__study_words(s->study, text);
}

static const char *dose_title(const ys__studying *s)
{
    const ys__analysis *a = s->indicator->analysis;

    return ys__label_empty(&a->dose_title) ? a->dose_source : ys__label_get(&a->dose_title);
}

static void put_odds(ys__buffer *to, const ys_study_row *row)
{
    ys__put(to, _("each one more multiplies the odds by "));
    put_number(to, row->effect);
    ys__put(to, " (");
    put_number(to, row->effect_low);
    ys__put(to, _(" to "));
    put_number(to, row->effect_high);
    ys__put(to, "), ");
    ys__put_p(to, row->p);
}

void ys__say_dosage(const ys__studying *s, ys_study_row *row, bool separated, size_t clusters, int64_t left_out)
{
    ys__buffer text = { 0 };
    bool told = row->p < chance;

    ys__putf(&text, "%s: ", ys__label_get(&s->indicator->title));
    if (separated)
        ys__putf(&text, _("all above some “%s” and all below it have the same outcome, or nearly so; how much each "
                          "one more changes the odds cannot be told"),
                 dose_title(s));
    else
        ys__putf(&text,
                 !told             ? _("no evidence that it goes with “%s”")
                 : row->effect > 1 ? _("the more “%s”, the more often; unlikely to be chance")
                                   : _("the more “%s”, the less often; unlikely to be chance"),
                 dose_title(s));
    ys__put(&text, " (");
    if (separated)
        ys__put_p(&text, row->p);
    else
        put_odds(&text, row);
    ys__putc(&text, ')');
    if (!separated)
        ys__put(&text, clusters ? _(", allowing for people of one partner being alike")
                                : _(", as if people of one partner were not alike: there are fewer than five "
                                    "partners"));
    if (told)
        ys__put(&text, _("; it does not show that the one brings about the other"));
    if (left_out > 0)
        ys__putf(&text, PLURAL("; %lld row without it is left out", "; %lld rows without it are left out", left_out),
                 (long long)left_out);
    finish(s, row, &text);
}

void ys__say_dose(const ys__studying *s, ys_study_row *row)
{
    ys__buffer text = { 0 };

    ys__putf(&text, "%s: ", ys__label_get(&s->indicator->title));
    ys__putf(&text,
             row->group[0] == 'l'   ? _("with little “%s”, ")
             : row->group[0] == 't' ? _("with the usual “%s”, ")
                                    : _("with much “%s”, "),
             dose_title(s));
    put_number(&text, row->other);
    ys__put(&text, ": ");
    put_interval(&text, &shares, row);
    finish(s, row, &text);
}

void ys__say_time(const ys__studying *s, ys_study_row *row, size_t events, size_t backwards, const char *group)
{
    ys__buffer text = { 0 };

    ys__putf(&text, "%s: ", ys__label_get(&s->indicator->title));
    if (group[0])
        ys__putf(&text, "%s: ", group);
    if (isnan(row->value)) {
        ys__put(&text, _("fewer than half got there in the time they were followed"));
    } else {
        ys__put(&text, _("half got there within "));
        put_interval(&text, &days, row);
        ys__put(&text, _(" days"));
    }
    ys__putf(&text, _("; %zu of %lld did, the others count until they were last seen"), events, (long long)row->n);
    if (backwards)
        ys__putf(&text, PLURAL("; %zu row is left out, its dates run backwards",
                               "; %zu rows are left out, their dates run backwards", backwards),
                 backwards);
    finish(s, row, &text);
}

void ys__say_within(const ys__studying *s, ys_study_row *row, int months)
{
    ys__buffer text = { 0 };

    ys__putf(&text, "%s: ", ys__label_get(&s->indicator->title));
    ys__putf(&text, _("within %d months "), months);
    put_interval(&text, &shares, row);
    finish(s, row, &text);
}
