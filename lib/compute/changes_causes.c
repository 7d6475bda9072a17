/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/vector.h"

/* Which submissions changed a period's values: they are computed again as of each that may have. */

enum { ALL_LOOKED_AT = 64 }; /* in longer runs of submissions, stretches after which all is as before are passed over */

struct search {
    ys__causes *causes;
    const ys__looking_back *b;
    ys__submissions list;
    const ys__submission **after; /* what came since and may matter */
    size_t n;
};

static bool may_matter(const struct search *s, const ys__indicator *indicator, const ys__submission *submission)
{
    const struct ys_initiative *in = ys_store_initiative(s->b->out->store);
    ys__period window = s->b->period;

    for (size_t i = 0; i < indicator->n_parts; i++)
        if (may_matter(s, indicator->parts[i], submission))
            return true;
    if (indicator->form == NULL || strcmp(indicator->form->id, submission->form) != 0)
        return false;
    window.month -= indicator->lag * in->calendar.period_months;
    return indicator->period_field >= 0 || indicator->form->is_register || indicator->carry ||
           ys__period_overlaps(submission->period, window);
}

static bool was_known(const ys__view *then, const ys__submission *submission)
{
    return submission->received <= then->until && submission->id <= then->newest;
}

static ys_status list_later(struct search *s)
{
    const struct ys_initiative *in = ys_store_initiative(s->b->out->store);
    ys_status status = ys__store_submissions(&s->list, s->b->out->store, NULL, s->b->err);

    if (status != YS_OK)
        return status;
    s->after = calloc(s->list.n + 1, sizeof *s->after);
    if (s->after == NULL)
        return ys__fail_nomem(s->b->err);
    for (size_t i = 0; i < s->list.n; i++) {
        const ys__submission *one = &s->list.items[i];
        bool matters = false;

        for (size_t k = 0; k < s->causes->n_ids && !matters && !was_known(&s->b->then, one); k++)
            matters = may_matter(s, ys__find_indicator(in, ys__slice_of(s->causes->ids[k])), one);
        if (matters)
            s->after[s->n++] = one;
    }
    return YS_OK;
}

static ys_status results_at(ys_results **out, const struct search *s, const ys__view *view)
{
    return ys__results_seen(out, s->b->out->store, view, s->b->period_text, s->causes->ids, s->causes->n_ids,
                            s->b->err);
}

static ys_status add_cause(struct search *s, size_t indicator, const ys_change *row)
{
    ys__causes *c = s->causes;

    if (!ys__room((void **)&c->items, &c->room, c->n, sizeof *c->items))
        return ys__fail_nomem(s->b->err);
    c->items[c->n++] = (ys__cause){ indicator, *row };
    return YS_OK;
}

static ys_status describe(ys_change *row, const struct search *s, const ys__submission *by)
{
    ys__arena *arena = &s->b->out->arena;
    char period[YS__PERIOD_SIZE], received[24];

    ys__period_format(&ys_store_initiative(s->b->out->store)->calendar, by->period, period);
    ys__time_format(received, by->received);
    row->cause = "submission";
    row->submission = by->id;
    row->partner = ys__arena_text(arena, by->partner);
    row->form = ys__arena_text(arena, by->form);
    row->sent_for = ys__arena_text(arena, period);
    row->received = ys__arena_text(arena, received);
    row->file = ys__arena_text(arena, by->file);
    row->reason = ys__arena_text(arena, by->amend);
    return row->partner && row->form && row->sent_for && row->received && row->file && row->reason
               ? YS_OK
               : ys__fail_nomem(s->b->err);
}

/* by NULL: the definitions */
static ys_status add_steps(struct search *s, const ys_results *before, const ys_results *behind,
                           const ys__submission *by)
{
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < s->causes->n_ids; i++) {
        const ys_result *then = ys__result_of(before, s->causes->ids[i]);
        const ys_result *now = ys__result_of(behind, s->causes->ids[i]);
        ys_change row = ys__change_start(s->b, "");

        if (ys__same_result(then, now) || then == NULL)
            continue;
        ys__change_fill(&row, then, now);
        row.cause = "definitions";
        if (by)
            status = describe(&row, s, by);
        if (status == YS_OK)
            status = add_cause(s, i, &row);
    }
    return status;
}

static bool all_same(const struct search *s, const ys_results *a, const ys_results *b)
{
    for (size_t i = 0; i < s->causes->n_ids; i++)
        if (!ys__same_result(ys__result_of(a, s->causes->ids[i]), ys__result_of(b, s->causes->ids[i])))
            return false;
    return true;
}

/* Between what was known before the submissions from..to-1 and behind them. */
static ys_status divide(struct search *s, size_t from, size_t to, const ys_results *before, const ys_results *behind)
{
    size_t middle = from + (to - from) / 2;
    ys_results *between = NULL;
    ys_status status;

    if (from == to || (to - from > ALL_LOOKED_AT && all_same(s, before, behind)))
        return YS_OK;
    if (to - from == 1)
        return add_steps(s, before, behind, s->after[from]);
    status = results_at(&between, s, &(ys__view){ INT64_MAX, s->after[middle - 1]->id, false });
    if (status == YS_OK)
        status = divide(s, from, middle, before, between);
    if (status == YS_OK)
        status = divide(s, middle, to, between, behind);
    ys_results_free(between);
    return status;
}

ys_status ys__causes_find(ys__causes *causes, const ys__looking_back *b)
{
    struct search s = { .causes = causes, .b = b };
    const ys__view then = { b->then.until, b->then.newest, false };
    ys_results *by_present = NULL; /* what was known then, by the definitions in force */
    ys_status status = list_later(&s);

    if (status == YS_OK)
        status = results_at(&by_present, &s, &then);
    if (status == YS_OK && b->results_then)
        status = add_steps(&s, b->results_then, by_present, NULL);
    if (status == YS_OK)
        status = divide(&s, 0, s.n, by_present, b->results_now);
    ys_results_free(by_present);
    free(s.after);
    ys__submissions_free(&s.list);
    return status;
}
