/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/history.h"

#include <math.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/number.h"
#include "data/find.h"

/* A warning that is wrong too often is read by nobody: each of these wants evidence that chance does not give. */
enum { SHOWN = 3 }; /* earlier periods a message names */

typedef struct comparing {
    ys__import *import;
    const ys__form *form;
    const ys__partner *partner;
    const ys__digest *now;
    const ys__past *const *past;
    size_t n;
    bool *told;          /* fields something was said about already */
    ys__buffer message, evidence;
    bool failed;
} comparing;

static void warn(comparing *c, int field, ys__code code, const char *hint)
{
    c->failed = c->evidence.failed ||
                !ys__find_column(c->import, c->partner, field, (uint8_t)code, &c->message, hint) || c->failed;
    ys__buffer_clear(&c->message);
    ys__buffer_clear(&c->evidence);
    if (field >= 0)
        c->told[field] = true;
}

static const char *show(char to[YS__NUMBER_SIZE], double x)
{
    double scale = x == 0 ? 1 : pow(10, 3 - floor(log10(fabs(x)))); /* four digits tell enough */
    double shown = x == trunc(x) && fabs(x) < 1e15 ? x : round(x * scale) / scale;
    int decimals = 0;

    while (decimals < 6 && fabs(shown * pow(10, decimals) - round(shown * pow(10, decimals))) > 1e-6)
        decimals++;
    return ys__number_show(to, shown, decimals);
}

/* The period of an earlier report, as evidence. */
static const char *put_period(comparing *c, size_t past)
{
    ys__period_describe(&c->import->initiative->calendar, c->past[past]->period, &c->evidence);
    return c->evidence.text ? c->evidence.text : "";
}

/* "1,210 in 2018Q1 (...)" behind what stands there. */
static void put_earlier(comparing *c, const char *what, size_t past)
{
    ys__buffer period = { 0 };

    ys__period_describe(&c->import->initiative->calendar, c->past[past]->period, &period);
    ys__put(&c->evidence, c->evidence.n ? "; " : "");
    ys__putf(&c->evidence, _("%s in %s"), what, period.text ? period.text : "");
    c->evidence.failed = c->evidence.failed || period.failed;
    ys__buffer_free(&period);
}

static const char *name_of(const comparing *c, size_t field)
{
    return c->form->fields[field].name;
}

/* The same as before */

static const char *same_hint(void)
{
    return _("Is it what you meant to send? If nothing changed since, there is nothing to mend.");
}

/* Columns that say what the report is about, not what it found. */
static bool is_address(const ys__form *form, size_t f)
{
    ys__role role = form->fields[f].role;

    return role == YS__ROLE_PARTNER || role == YS__ROLE_PERIOD || role == YS__ROLE_PARTICIPANT;
}

static bool is_whole_the_same(const comparing *c)
{
    size_t values = 0;

    for (size_t f = 0; f < c->form->n; f++) {
        const ys__digest *now = &c->now[f];

        if (is_address(c->form, f))
            continue;
        if (now->hash != c->past[0]->digests[f].hash)
            return false;
        values += now->others;
    }
    return values >= 3 || c->now[0].n >= 5;
}

/* What there is of a thing may stay as it is: only the newest counts, so nobody adds it up. */
static bool is_stock(const comparing *c, int field)
{
    const struct ys_initiative *in = c->import->initiative;

    for (size_t k = 0; k < in->n_catalogs; k++)
        for (size_t i = 0; i < in->catalogs[k].n_indicators; i++) {
            const ys__indicator *indicator = &in->catalogs[k].indicators[i];
            const ys__expr *a = indicator->measure.a;

            if (indicator->form == c->form && indicator->latest && a && a->op == YS__OP_FIELD && a->field == field)
                return true;
        }
    return false;
}

static bool is_column_the_same(const comparing *c, size_t f)
{
    const ys__digest *now = &c->now[f];

    if (!now->measured || now->others < 5 || now->distinct < 4 || now->hash != c->past[0]->digests[f].hash)
        return false;
    if (c->form->fields[f].cumulative || is_stock(c, (int)f))
        return false;
    return c->n < 2 || c->past[1]->digests[f].hash != now->hash; /* else it never changes */
}

static bool compare_whole(comparing *c)
{
    if (!is_whole_the_same(c))
        return false;
    ys__putf(&c->message, _("every value is the same as in the report for %s"), put_period(c, 0));
    warn(c, -1, YS__SAME_AS_BEFORE, same_hint());
    return true;
}

static void compare_columns(comparing *c)
{
    for (size_t f = 0; f < c->form->n; f++) {
        if (!is_column_the_same(c, f))
            continue;
        ys__putf(&c->message, _("all %zu values of %s are the same as in the report for %s"), c->now[f].known,
                 name_of(c, f), put_period(c, 0));
        warn(c, (int)f, YS__SAME_AS_BEFORE, same_hint());
    }
}

/* Columns in each other's place */

static const char *exchanged_hint(void)
{
    return _("Look whether two columns were exchanged, or one was pasted into the wrong place.");
}

static void find_old_columns(comparing *c)
{
    for (size_t f = 0; f < c->form->n; f++) {
        const ys__digest *now = &c->now[f];

        if (!now->measured || now->others < 3 || now->distinct < 3 || now->hash == c->past[0]->digests[f].hash)
            continue;
        for (size_t g = 0; g < c->form->n; g++) {
            if (g == f || !c->past[0]->digests[g].measured || now->hash != c->past[0]->digests[g].hash)
                continue;
            ys__putf(&c->message, _("the values of %s are those of %s in the report for %s"), name_of(c, f),
                     name_of(c, g), put_period(c, 0));
            warn(c, (int)f, YS__EXCHANGED_COLUMNS, exchanged_hint());
            break;
        }
    }
}

/* What the totals of two columns were. */
static void put_pairs(comparing *c, size_t f, size_t g)
{
    for (size_t p = 0; p < c->n && p < SHOWN; p++) {
        const ys__digest *d = c->past[p]->digests;
        char a[YS__NUMBER_SIZE], b[YS__NUMBER_SIZE];
        ys__buffer pair = { 0 };

        ys__putf(&pair, "%s %s, %s %s", name_of(c, f), show(a, d[f].sum), name_of(c, g), show(b, d[g].sum));
        put_earlier(c, pair.text ? pair.text : "", p);
        c->evidence.failed = c->evidence.failed || pair.failed;
        ys__buffer_free(&pair);
    }
}

static bool is_near(double a, double b)
{
    return a > 0 && b > 0 && a < 2 * b && b < 2 * a;
}

/* Always far apart, and now each is where the other was. */
static bool are_exchanged(const comparing *c, size_t f, size_t g)
{
    for (size_t p = 0; p < c->n; p++) {
        const ys__digest *d = c->past[p]->digests;

        if (!(d[f].sum >= 5 * d[g].sum) || d[g].sum <= 0 || !is_near(c->now[f].sum, d[g].sum) ||
            !is_near(c->now[g].sum, d[f].sum))
            return false;
    }
    return c->now[g].sum >= 30;
}

static void find_exchanged(comparing *c)
{
    for (size_t f = 0; f < c->form->n; f++)
        for (size_t g = 0; g < c->form->n && c->now[f].measured; g++) {
            char a[YS__NUMBER_SIZE], b[YS__NUMBER_SIZE];

            if (g == f || !c->now[g].measured || c->told[f] || c->told[g] || !are_exchanged(c, f, g))
                continue;
            put_pairs(c, f, g);
            ys__putf(&c->message, _("%s (%s) and %s (%s) are each about what the other was: %s"), name_of(c, f),
                     show(a, c->now[f].sum), name_of(c, g), show(b, c->now[g].sum), c->evidence.text);
            warn(c, (int)f, YS__EXCHANGED_COLUMNS, exchanged_hint());
            c->told[g] = true;
        }
}

/* Numerator and denominator */

static bool is_swapped(const comparing *c, size_t x, size_t y, bool percent)
{
    double margin = percent ? 1 : 0.9; /* what is no percentage may pass 1 by and by */

    if (c->now[x].known == 0 || c->now[y].known == 0 || c->now[y].sum <= 0 ||
        c->now[x].sum * margin <= c->now[y].sum)
        return false;
    for (size_t p = 0; p < c->n; p++) {
        const ys__digest *d = c->past[p]->digests;

        if (d[x].sum <= 0 || d[x].sum >= d[y].sum * margin)
            return false;
    }
    return true;
}

static void find_swapped(comparing *c)
{
    const struct ys_initiative *in = c->import->initiative;

    for (size_t k = 0; k < in->n_catalogs; k++)
        for (size_t i = 0; i < in->catalogs[k].n_indicators; i++) {
            const ys__indicator *indicator = &in->catalogs[k].indicators[i];
            const ys__expr *a = indicator->measure.a, *b = indicator->measure.b;
            char x[YS__NUMBER_SIZE], y[YS__NUMBER_SIZE];

            if (indicator->form != c->form || indicator->measure.kind != YS__RATE || a->op != YS__OP_FIELD ||
                b->op != YS__OP_FIELD || c->told[a->field] || c->told[b->field] ||
                !is_swapped(c, (size_t)a->field, (size_t)b->field, strcmp(indicator->unit, "percent") == 0))
                continue;
            put_pairs(c, (size_t)a->field, (size_t)b->field);
            ys__putf(&c->message, _("%s (%s) is more than %s (%s), of which it was a part: %s"),
                     name_of(c, (size_t)a->field), show(x, c->now[a->field].sum), name_of(c, (size_t)b->field),
                     show(y, c->now[b->field].sum), c->evidence.text);
            warn(c, a->field, YS__SWAPPED_FRACTION, exchanged_hint());
            c->told[b->field] = true;
        }
}

/* Orders of magnitude */

typedef double (*aspect_fn)(const ys__digest *now, const ys__digest *d); /* NaN: not to be compared */

static double total_of(const ys__digest *now, const ys__digest *d)
{
    bool alike = d->known > 0 && now->known <= 2 * d->known && d->known <= 2 * now->known;

    return alike && d->sum > 0 ? d->sum : NAN;
}

static double typical_of(const ys__digest *now, const ys__digest *d)
{
    (void)now;
    return d->others >= 5 && d->typical > 0 ? d->typical : NAN;
}

static int compare_values(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* Far from the middle of the earlier ones, and far outside their range as well. */
static bool is_jump(double now, const double *sorted, size_t n)
{
    double middle = n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;

    return (now >= 8 * middle && now >= 5 * sorted[n - 1]) || (now <= middle / 8 && now <= sorted[0] / 5);
}

static void put_aspects(comparing *c, size_t f, aspect_fn aspect)
{
    size_t shown = 0;

    for (size_t p = 0; p < c->n && shown < SHOWN; p++) {
        double x = aspect(&c->now[f], &c->past[p]->digests[f]);
        char text[YS__NUMBER_SIZE];

        if (isnan(x))
            continue;
        put_earlier(c, show(text, x), p);
        shown++;
    }
}

static bool has_jumped(const comparing *c, size_t f, aspect_fn aspect)
{
    double x = aspect(&c->now[f], &c->now[f]), least = c->form->fields[f].type == YS__FIELD_INTEGER ? 30 : 10;
    double *values = malloc((c->n + 1) * sizeof *values);
    size_t n = 0;
    bool jump;

    if (values == NULL)
        return false;
    for (size_t p = 0; p < c->n; p++) {
        values[n] = aspect(&c->now[f], &c->past[p]->digests[f]);
        n += !isnan(values[n]);
    }
    qsort(values, n, sizeof *values, compare_values);
    jump = n > 0 && !isnan(x) && (x >= least || values[0] >= least) && is_jump(x, values, n);
    free(values);
    return jump;
}

static void find_jumps(comparing *c)
{
    static const struct {
        aspect_fn aspect;
        const char *text;
    } aspects[] = { { total_of, N_("the total of %s is %s; before it was %s") },
                    { typical_of, N_("a typical value of %s is %s; before it was %s") } };

    for (size_t f = 0; f < c->form->n; f++)
        for (size_t a = 0; a < 2 && c->now[f].measured && !c->told[f]; a++) {
            char x[YS__NUMBER_SIZE];

            if (!has_jumped(c, f, aspects[a].aspect))
                continue;
            put_aspects(c, f, aspects[a].aspect);
            ys__putf(&c->message, _(aspects[a].text), name_of(c, f),
                     show(x, aspects[a].aspect(&c->now[f], &c->now[f])), c->evidence.text);
            warn(c, (int)f, YS__ORDER_OF_MAGNITUDE,
                 _("Check it against its source, and the earlier reports too: a digit too many or too few, or another "
                   "unit?"));
        }
}

/* Round numbers */

/* One number in five ends in 0 or 5. By chance as many as these or more do so less often than once in a million times
 * (Chernoff's bound of the binomial tail). */
static bool is_heaped(size_t round, size_t n)
{
    double share = n ? (double)round / (double)n : 0, other = 1 - share;
    double distance = share * log(share / 0.2) + (other > 0 ? other * log(other / 0.8) : 0);

    return n >= 20 && share >= 0.5 && (double)n * distance > 13.8;
}

static void find_heaps(comparing *c)
{
    for (size_t f = 0; f < c->form->n; f++) {
        const ys__digest *d = &c->now[f];

        if (!d->measured || d->distinct < 5 || !is_heaped(d->round, d->counts))
            continue;
        ys__putf(&c->message, _("%zu of %zu numbers above 10 in %s end in 0 or 5 (%.0f %%); by chance 20 %% would"),
                 d->round, d->counts, name_of(c, f), 100.0 * (double)d->round / (double)d->counts);
        warn(c, (int)f, YS__HEAPING, _("Were they rounded or estimated? Send the exact counts where there are any."));
    }
}

bool ys__history_compare(ys__import *import, const ys__partner *partner, const ys__digest *now,
                         const ys__past *const *past, size_t n)
{
    comparing c = { .import = import, .form = import->form, .partner = partner, .now = now, .past = past, .n = n };

    c.told = calloc(c.form->n + 1, sizeof *c.told);
    if (c.told == NULL)
        return false;
    if (n == 0 || !compare_whole(&c)) {
        if (n > 0) {
            compare_columns(&c);
            find_old_columns(&c);
            find_swapped(&c);
            find_exchanged(&c);
            find_jumps(&c);
        }
        find_heaps(&c);
    }
    free(c.told);
    ys__buffer_free(&c.message);
    ys__buffer_free(&c.evidence);
    return !c.failed;
}
