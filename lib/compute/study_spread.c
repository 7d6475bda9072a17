/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/study.h"

#include <math.h>
#include <stdlib.h>

#include <yardstick/stats_rates.h>
#include <yardstick/stats_trend.h>

#include "base/i18n.h"
#include "base/number.h"
#include "model/show.h"

/* How far groups are apart: equity between the categories of a dimension, a funnel of partners or sites with their
 * rates drawn towards that of all, and values far from the others. */

static const double level = 0.95;
static const ys__indicator percent = { .unit = "percent", .decimals = 0 };

enum { FUNNEL_MIN = 3, OUTLIERS_MIN = 8, EQUITY_CASES = 20 }; /* fewer cases say nothing of how far apart groups are */

/* Numerators and denominators of the groups that have at least so many cases. */
struct rates {
    double *x, *n;
    const ys__studied **of;
    size_t k;
};

static bool take_rates(struct rates *r, const ys__studied *groups, size_t n, double least)
{
    *r = (struct rates){ malloc((n + 1) * sizeof *r->x), malloc((n + 1) * sizeof *r->n),
                         malloc((n + 1) * sizeof *r->of), 0 };
    if (r->x == NULL || r->n == NULL || r->of == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        if (groups[i].figure.standing == YS__OK && groups[i].figure.denominator >= least) {
            r->x[r->k] = groups[i].figure.numerator;
            r->n[r->k] = groups[i].figure.denominator;
            r->of[r->k++] = &groups[i];
        }
    return true;
}

static void rates_free(struct rates *r)
{
    free(r->x);
    free(r->n);
    free(r->of);
}

static ys_study_row start(const ys__studying *s, const char *kind, const ys__studied *of)
{
    ys_study_row row = ys__study_start(s, kind);

    row.by = ys__study_text(s->study, s->plan->axes[s->axis].name);
    if (of) {
        row.group = ys__place_code(s, of->place);
        row.value = of->figure.value;
        row.n = (int64_t)of->figure.denominator;
    }
    return row;
}

static ys_status finish(const ys__studying *s, ys_study_row *row, ys__buffer *text)
{
    ys__putc(text, '.');
    row->sentence = ys__study_words(s->study, text);
    return ys__study_add(s->study, row, s->err);
}

static void put_ranged(ys__buffer *to, const ys__indicator *as, double value, double low, double high)
{
    ys__show_value(to, as, value);
    if (isnan(low) || isnan(high))
        return;
    ys__put(to, " (");
    ys__show_range(to, as, low, high);
    ys__putc(to, ')');
}

static void set_effect(ys_study_row *row, const char *name, const ys_interval *i)
{
    row->effect_name = name;
    row->effect = i->estimate;
    row->effect_low = i->low;
    row->effect_high = i->high;
}

/* Equity */

static ys_status add_gap(const ys__studying *s, const struct rates *r, const ys_equity *e)
{
    const ys__studied *high = r->of[e->highest], *low = r->of[e->lowest];
    ys_study_row row = start(s, "equity", high);
    ys__buffer text = { 0 };

    row.against = "lowest";
    row.other = low->figure.value;
    row.difference = e->gap.estimate;
    row.difference_low = e->gap.low;
    row.difference_high = e->gap.high;
    ys__putf(&text, _("%s: from the highest, %s "), row.title, ys__place_title(s, high->place));
    ys__show_value(&text, s->indicator, row.value);
    ys__putf(&text, _(", to the lowest, %s "), ys__place_title(s, low->place));
    ys__show_value(&text, s->indicator, row.other);
    ys__put(&text, _(", it is "));
    ys__put_difference(&text, &row, s->indicator);
    return finish(s, &row, &text);
}

/* The rule speaks of rates of something good. */
static const char *four_fifths(const ys__studying *s, ys_four_fifths judged)
{
    static const char *const words[] = {
        [YS_FOUR_FIFTHS_MET] = N_(": at least four fifths"),
        [YS_FOUR_FIFTHS_UNCLEAR] = N_(": whether that is four fifths or less cannot be told"),
        [YS_FOUR_FIFTHS_BELOW] = N_(": less than four fifths"),
    };

    return s->indicator->polarity != YS__UP || judged == YS_FOUR_FIFTHS_NONE ? "" : _(words[judged]);
}

static ys_status add_ratio(const ys__studying *s, const struct rates *r, const ys_equity *e, size_t i,
                           const ys_equity_group *g)
{
    ys_study_row row = start(s, "equity", r->of[i]);
    ys__buffer text = { 0 };

    row.against = "highest";
    row.low = g->rate.low;
    row.high = g->rate.high;
    row.other = r->of[e->highest]->figure.value;
    set_effect(&row, "ratio to the highest", &g->to_highest);
    ys__putf(&text, _("%s: the rate of %s is "), row.title, ys__place_title(s, r->of[i]->place));
    put_ranged(&text, &percent, row.effect, row.effect_low, row.effect_high);
    ys__putf(&text, _(" of that of %s"), ys__place_title(s, r->of[e->highest]->place));
    ys__put(&text, four_fifths(s, g->four_fifths));
    return finish(s, &row, &text);
}

static ys_status add_disparity(const ys__studying *s, const ys_equity *e, int64_t n)
{
    ys_study_row row = start(s, "equity", NULL);
    ys__buffer text = { 0 };

    row.against = "all";
    row.n = n;
    set_effect(&row, "index of disparity", &e->disparity);
    ys__putf(&text, _("%s: on average the rates of the groups lie "), row.title);
    put_ranged(&text, &percent, row.effect, row.effect_low, row.effect_high);
    ys__put(&text, _(" of the rate of all away from it (index of disparity)"));
    return finish(s, &row, &text);
}

ys_status ys__study_equity(const ys__studying *s, const ys__studied *groups, size_t n)
{
    ys_equity_group *g = calloc(n + 1, sizeof *g);
    struct rates r = { 0 };
    ys_equity e;
    int64_t cases = 0;
    ys_status status = g && take_rates(&r, groups, n, EQUITY_CASES) ? YS_OK : ys__fail_nomem(s->err);

    if (status == YS_OK && ys__nature_of(s->indicator) == YS__SHARES &&
        ys__study_good(s->study, ys_equity_of_rates(&e, g, r.x, r.n, r.k, r.k, level, NULL))) {
        status = add_gap(s, &r, &e);
        for (size_t i = 0; status == YS_OK && i < r.k; i++) {
            cases += (int64_t)r.n[i];
            if (i != e.highest && !isnan(g[i].to_highest.estimate))
                status = add_ratio(s, &r, &e, i, &g[i]);
        }
        if (status == YS_OK && !isnan(e.disparity.estimate))
            status = add_disparity(s, &e, cases);
    }
    rates_free(&r);
    free(g);
    return status;
}

/* Partners and sites */

static ys_status add_unit(const ys__studying *s, const ys__studied *unit, const ys_funnel *f, const ys_funnel_point *p,
                          const ys_interval *shrunk)
{
    static const char *const places[] = { N_("far below what chance allows"), N_("rather low"),
                                          N_("within what chance allows"), N_("rather high"),
                                          N_("far above what chance allows") };
    ys_study_row row = start(s, "funnel", unit);
    ys__buffer text = { 0 };

    row.against = "all";
    row.low = p->low998;
    row.high = p->high998;
    row.other = f->target;
    row.difference = p->rate - f->target;
    row.test = "funnel";
    row.statistic = p->z;
    set_effect(&row, "shrunk rate", shrunk);
    ys__putf(&text, "%s: %s ", row.title, ys__place_title(s, unit->place));
    ys__show_value(&text, s->indicator, row.value);
    ys__putf(&text, _(", %s for its size ("), _(places[p->outside + 2]));
    ys__show_range(&text, s->indicator, row.low, row.high);
    ys__putc(&text, ')');
    if (!isnan(row.effect)) {
        ys__put(&text, _("; evened out for its size, "));
        put_ranged(&text, s->indicator, row.effect, row.effect_low, row.effect_high);
    }
    return finish(s, &row, &text);
}

static ys_status add_funnel(const ys__studying *s, const struct rates *r, const ys_funnel *f,
                            const ys_funnel_point *points, const ys_shrinkage *shrinkage)
{
    ys_study_row row = start(s, "funnel", NULL);
    ys__buffer text = { 0 };
    size_t out = 0;
    char number[YS__NUMBER_SIZE];

    for (size_t i = 0; i < r->k; i++) {
        out += abs(points[i].outside) == 2;
        row.n += (int64_t)r->n[i];
    }
    row.against = "all";
    row.value = row.other = f->target;
    row.test = "funnel";
    row.statistic = f->phi;
    row.effect_name = "strength of shrinkage";
    row.effect = shrinkage && isfinite(shrinkage->strength) ? shrinkage->strength : NAN;
    if (out)
        ys__putf(&text, PLURAL("%s: %zu of %zu groups lies outside what chance allows for its size around ",
                               "%s: %zu of %zu groups lie outside what chance allows for their size around ", out),
                 row.title, out, r->k);
    else
        ys__putf(&text, _("%s: none of %zu groups lies outside what chance allows for its size around "), row.title,
                 r->k);
    ys__show_value(&text, s->indicator, f->target);
    if (f->tau2 > 0)
        ys__put(&text, _("; they differ by more than chance in any case, so that is allowed for"));
    if (!isnan(row.effect))
        ys__putf(&text, _("; evening out adds %s cases of that rate to each"),
                 ys__number_show(number, row.effect, 0));
    return finish(s, &row, &text);
}

ys_status ys__study_funnel(const ys__studying *s, const ys__studied *units, size_t n)
{
    ys_funnel_point *points = calloc(n + 1, sizeof *points);
    ys_interval *shrunk = calloc(n + 1, sizeof *shrunk);
    struct rates r = { 0 };
    ys_status status = points && shrunk && take_rates(&r, units, n, 1) ? YS_OK : ys__fail_nomem(s->err);
    ys_shrinkage shrinkage;
    ys_funnel f;

    if (status == YS_OK && r.k >= FUNNEL_MIN && ys__nature_of(s->indicator) == YS__SHARES &&
        ys__study_good(s->study, ys_funnel_of_rates(&f, points, r.x, r.n, r.k, NAN, NULL))) {
        bool drawn = ys__study_good(s->study, ys_shrink_rates(&shrinkage, shrunk, r.x, r.n, r.k, level, NULL));

        status = add_funnel(s, &r, &f, points, drawn ? &shrinkage : NULL);
        for (size_t i = 0; status == YS_OK && i < r.k; i++) {
            if (!drawn || !isfinite(shrinkage.strength)) /* nothing tells the rates apart from that of all */
                shrunk[i] = (ys_interval){ drawn ? f.target : NAN, NAN, NAN };
            status = add_unit(s, r.of[i], &f, &points[i], &shrunk[i]);
        }
    }
    rates_free(&r);
    free(points);
    free(shrunk);
    return status;
}

/* Values far from the others: beyond three quartile distances, where mistakes of typing lie. */
ys_status ys__study_outliers(const ys__studying *s, const ys__studied *whole)
{
    ys_study_row row = ys__study_start(s, "outliers");
    ys__buffer text = { 0 };
    ys_outliers o;

    if (whole->n_values < OUTLIERS_MIN ||
        !ys__study_good(s->study, ys_outliers_tukey(&o, whole->values, whole->n_values, NULL)) || !(o.scale > 0) ||
        o.far_outside == 0)
        return YS_OK;
    row.n = (int64_t)o.n;
    row.value = (double)o.far_outside;
    row.low = o.far_low;
    row.high = o.far_high;
    row.test = "Tukey's outer fences";
    ys__putf(&text, PLURAL("%s: %zu of %zu values lies far from the others (", "%s: %zu of %zu values lie far from the "
                           "others (", o.far_outside), row.title, o.far_outside, o.n);
    ys__put(&text, _("outside "));
    ys__show_range(&text, s->indicator, row.low, row.high);
    ys__put(&text, _("); look at them before trusting a mean"));
    return finish(s, &row, &text);
}
