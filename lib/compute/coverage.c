/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "model/due.h"

/* What one partner has sent of one form, as seen from a window. */
struct record {
    const struct ys_initiative *in;
    const ys__partner *partner;
    const ys__form *form;
    const ys__submissions *list;
    ys__period window;
    bool replaced; /* some may have given way to a longer report that cannot be told apart */
};

static bool is_of(const struct record *r, const ys__submission *s)
{
    return s->partner_index >= 0 && &r->in->partners[s->partner_index] == r->partner &&
           strcmp(s->form, r->form->id) == 0;
}

static bool speaks_of(const struct record *r, const ys__submission *s)
{
    return ys__report_speaks_of(r->form, s->period, r->window);
}

static bool is_longer(const struct record *r, const ys__submission *s)
{
    return !speaks_of(r, s) && ys__period_overlaps(s->period, r->window);
}

/* Whether nothing of it counts any more: a quarter whose year came later, as a whole. */
static bool is_replaced(const struct record *r, const ys__submission *s)
{
    for (size_t i = 0; r->replaced && i < r->list->n; i++) {
        const ys__submission *other = &r->list->items[i];

        if (other->id > s->id && is_of(r, other) && is_longer(r, other) &&
            ys__period_holds(other->period, s->period))
            return true;
    }
    return false;
}

static bool is_there(const struct record *r, const ys__submission *s)
{
    return speaks_of(r, s) && !is_replaced(r, s);
}

/* The months of a due report that have come, by themselves or together. */
static int months_there(const struct record *r, ys__period due)
{
    int there = 0;

    for (int m = 0; m < due.months; m++) {
        ys__period month = { due.month + m, 1 };
        bool found = false;

        for (size_t i = 0; !found && i < r->list->n; i++)
            found = is_of(r, &r->list->items[i]) && ys__period_holds(r->list->items[i].period, month) &&
                    is_there(r, &r->list->items[i]);
        there += found;
    }
    return there;
}

static bool any_sent(const struct record *r, bool (*counts)(const struct record *, const ys__submission *))
{
    for (size_t i = 0; i < r->list->n; i++)
        if (is_of(r, &r->list->items[i]) && counts(r, &r->list->items[i]))
            return true;
    return false;
}

static bool is_for_then_or_later(const struct record *r, const ys__submission *s)
{
    return s->period.month + s->period.months >= r->window.month + r->window.months;
}

static bool is_at_all(const struct record *r, const ys__submission *s)
{
    (void)r;
    (void)s;
    return true;
}

static bool is_before(const struct record *r, const ys__submission *s)
{
    return s->period.month + s->period.months <= r->window.month;
}

static void count_reports(const struct record *r, int months, ys__partner_coverage *out)
{
    ys__period due = ys__period_around(&r->in->calendar, r->window.month, months);

    for (; due.month + due.months <= r->window.month + r->window.months; due = ys__period_step(due, 1)) {
        int months_of;

        if (due.month < r->window.month || !ys__partner_active(r->partner, due))
            continue;
        months_of = months_there(r, due);
        out->expected = true;
        out->due++;
        out->there += months_of == due.months;
        out->months_due += due.months;
        out->months_there += months_of;
    }
}

static ys__partner_coverage cover(const struct record *r, bool by_date)
{
    ys__partner_coverage c = { 0 };
    int months = ys__frequency_months(r->form->frequency);

    if (!ys__partner_sends(r->partner, r->form) || !ys__partner_active(r->partner, r->window))
        return c;
    if (months && !by_date) {
        count_reports(r, months, &c);
        c.only_longer = c.expected && c.months_there == 0 && any_sent(r, is_longer);
        c.only_earlier = c.expected && c.months_there == 0 && any_sent(r, is_before);
        return c;
    }
    c.expected = true;
    c.due = 1;
    if (r->form->frequency == YS__FREQUENCY_ONCE)
        c.there = any_sent(r, is_at_all);
    else
        c.there = any_sent(r, by_date ? is_for_then_or_later : is_there);
    c.only_earlier = c.there == 0 && any_sent(r, by_date ? is_at_all : is_before);
    c.elsewhere = c.there && !by_date && !any_sent(r, speaks_of);
    return c;
}

ys_status ys__coverage_make(ys__coverage *out, const struct ys_initiative *in, const ys__form *form, bool by_date,
                            const ys__submissions *list, ys__period window, ys_error *err)
{
    struct record r = { .in = in, .form = form, .list = list, .window = window };

    *out = (ys__coverage){ .by_date = by_date,
                           .due_later = !by_date && ys__frequency_months(form->frequency) > window.months,
                           .partners = calloc(in->n_partners + 1, sizeof *out->partners) };
    if (out->partners == NULL)
        return ys__fail_nomem(err);
    for (size_t p = 0; p < in->n_partners; p++) {
        r.partner = &in->partners[p];
        r.replaced = false;
        r.replaced = !form->is_register && !form->per_site && any_sent(&r, is_longer);
        out->partners[p] = cover(&r, by_date);
        out->expected += out->partners[p].expected;
        out->reported += ys__has_reported(&out->partners[p]);
    }
    return YS_OK;
}

void ys__coverage_free(ys__coverage *coverage)
{
    free(coverage->partners);
    *coverage = (ys__coverage){ 0 };
}
