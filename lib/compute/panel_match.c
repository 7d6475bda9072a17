/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/panel.h"

#include <stdlib.h>

#include "base/error.h"
#include "model/due.h"

/* Which reports both windows have. */

static uint16_t months_from(int32_t first, int32_t n)
{
    return (uint16_t)(((1u << n) - 1) << first);
}

int32_t ys__panel_step(const ys__form *form, ys__period window)
{
    int32_t months = ys__frequency_months(form->frequency);

    return months > 0 && months < window.months ? months : window.months;
}

/* One form in one window. */
struct presence {
    const ys__panel_ground *ground;
    const ys__indicator *indicator;
    const ys__run *run;
    size_t task, period;
    uint16_t whole;
    uint16_t *months; /* filled */
    bool *due;        /* by partner: something was, in this window; filled */
};

static void take_coverage(const struct presence *p, const ys__coverage *coverage, uint16_t months)
{
    for (size_t i = 0; i < p->ground->plan.in->n_partners; i++) {
        p->due[i] = p->due[i] || coverage->partners[i].expected;
        if (ys__has_reported(&coverage->partners[i]))
            p->months[i] |= months;
    }
}

/* Of whom nothing was due (a yearly form in a quarter, a partner that is gone): the rows it has. */
static void take_rows(const struct presence *p)
{
    const ys__cube *cube = &p->run->cube;

    for (size_t c = 0; c < cube->n; c++) {
        const uint32_t *key = &cube->keys[c * cube->width];
        size_t partner = key[1 + YS__AXIS_PARTNER] - YS__CODE_TEXTS;

        if (key[0] == p->period && key[1 + YS__AXIS_PARTNER] >= YS__CODE_TEXTS && !p->due[partner] &&
            ys__cube_presence(cube, c, cube->uses[p->task].placement)->placed > 0)
            p->months[partner] = p->whole;
    }
}

static ys_status find_presence(const struct presence *p, ys_error *err)
{
    const ys__plan *plan = &p->ground->plan;
    ys__period window = ys__window_of(&plan->in->calendar, plan->window, plan->periods[p->period]);
    int32_t step = ys__panel_step(p->run->form, window);
    ys_status status = YS_OK;

    if (step == window.months)
        take_coverage(p, ys__run_coverage(p->run, p->indicator, p->period), p->whole);
    for (int32_t m = 0; step < window.months && status == YS_OK && m < window.months; m += step) {
        ys__coverage coverage = { 0 };

        status = ys__coverage_make(&coverage, plan->in, p->run->form, p->indicator->period_field >= 0, &p->run->list,
                                   (ys__period){ window.month + m, step }, err);
        if (status == YS_OK)
            take_coverage(p, &coverage, months_from(m, step));
        ys__coverage_free(&coverage);
    }
    if (status == YS_OK)
        take_rows(p);
    return status;
}

/* Their rows depend on the window as a whole: a part of it is another thing, not less of the same. */
static bool needs_whole_window(const ys__run *run)
{
    return run->choosing != YS__CHOOSE_EVENTS && run->choosing != YS__CHOOSE_REGISTER_NEWEST;
}

static ys_status match_rows(ys__panel_match *m, const ys__panel_ground *ground, const ys__indicator *indicator,
                            const ys__panel_pair *pair, ys_error *err)
{
    uint16_t *months[YS__SIDES] = { calloc(m->n + 1, sizeof **months), calloc(m->n + 1, sizeof **months) };
    bool *due = calloc(2 * m->n + 1, sizeof *due);
    struct presence p = { .ground = ground, .indicator = indicator, .whole = m->whole };
    ys_status status = months[YS__THEN] && months[YS__NOW] && due ? YS_OK : ys__fail_nomem(err);

    p.run = ys__runs_find(&ground->runs, indicator, &p.task);
    for (int side = 0; status == YS_OK && side < YS__SIDES; side++) {
        p.period = pair->side[side];
        p.months = months[side];
        p.due = due + (size_t)side * m->n;
        status = find_presence(&p, err);
    }
    for (size_t i = 0; status == YS_OK && i < m->n; i++) {
        uint16_t both = months[YS__THEN][i] & months[YS__NOW][i];

        if (both != m->whole && needs_whole_window(p.run))
            both = 0;
        m->months[i] &= both;
        m->seen[i] |= months[YS__THEN][i] | months[YS__NOW][i];
    }
    free(months[YS__THEN]);
    free(months[YS__NOW]);
    free(due);
    return status;
}

static ys_status match_all(ys__panel_match *m, const ys__panel_ground *ground, const ys__indicator *indicator,
                           const ys__panel_pair *pair, ys_error *err)
{
    ys_status status = indicator->form ? match_rows(m, ground, indicator, pair, err) : YS_OK;

    for (size_t i = 0; status == YS_OK && i < indicator->n_parts; i++)
        status = match_all(m, ground, indicator->parts[i], pair, err);
    return status;
}

ys_status ys__panel_match_make(ys__panel_match *out, const ys__panel_ground *ground, const ys__indicator *indicator,
                               const ys__panel_pair *pair, ys_error *err)
{
    const ys__plan *plan = &ground->plan;
    ys__period window = ys__window_of(&plan->in->calendar, plan->window, plan->periods[pair->side[YS__NOW]]);
    ys__panel_match m = { .n = plan->axes[YS__AXIS_PARTNER].dict.n, .whole = months_from(0, window.months) };
    ys_status status;

    m.months = calloc(m.n + 1, sizeof *m.months);
    m.seen = calloc(m.n + 1, sizeof *m.seen);
    if (m.months == NULL || m.seen == NULL) {
        ys__panel_match_free(&m);
        return ys__fail_nomem(err);
    }
    for (size_t i = 0; i < m.n; i++)
        m.months[i] = m.whole;
    status = match_all(&m, ground, indicator, pair, err);
    for (size_t i = 0; status == YS_OK && i < m.n; i++) {
        m.in += m.months[i] != 0;
        m.left_out += m.months[i] == 0 && m.seen[i] != 0;
        m.by_parts = m.by_parts || (m.months[i] != 0 && m.months[i] != m.whole);
    }
    if (status == YS_OK)
        *out = m;
    else
        ys__panel_match_free(&m);
    return status;
}

void ys__panel_match_free(ys__panel_match *match)
{
    free(match->months);
    free(match->seen);
    *match = (ys__panel_match){ 0 };
}
