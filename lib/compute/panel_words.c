/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/panel_words.h"

#include "base/i18n.h"
#include "compute/note.h"

static void put_partner(ys__buffer *to, const ys__plan *plan, size_t i)
{
    const ys__slice id = plan->axes[YS__AXIS_PARTNER].dict.items[i];

    ys__putf(to, "%s%.*s", to->n ? ", " : "", (int)id.n, id.p);
}

void ys__panel_put_left_out(ys__buffer *to, const ys__plan *plan, const ys__panel_match *match)
{
    for (size_t i = 0; i < match->n; i++)
        if (match->months[i] == 0 && match->seen[i] != 0)
            put_partner(to, plan, i);
}

void ys__panel_put_axes(ys__buffer *to, const ys__plan *plan, uint32_t axes)
{
    for (size_t a = 0; a < plan->n_axes; a++)
        if ((axes >> a & 1) && !(a == YS__AXIS_PARTNER && (axes >> YS__AXIS_SITE & 1))) /* a site implies its partner */
            ys__putf(to, "%s%s", to->n ? "," : "", plan->axes[a].name);
}

bool ys__panel_note_split(ys__buffer *note, const ys_kitagawa *k, bool partners)
{
    size_t against = k->change > 0 ? k->down : k->up, all = k->up + k->down + k->still;
    bool opposed = k->change > 0 ? k->within < 0 : k->change < 0 && k->within > 0;
    bool reversed = opposed && against >= 2 && 2 * against > all;

    if (reversed && partners)
        ys__note_add(note,
                     k->change > 0 ? _("a Simpson reversal: %zu of %zu partners fell, and yet the whole rose, because "
                                       "cases moved to partners with higher values; look at the partners first")
                                   : _("a Simpson reversal: %zu of %zu partners rose, and yet the whole fell, because "
                                       "cases moved to partners with lower values; look at the partners first"),
                     against, all);
    else if (reversed)
        ys__note_add(note,
                     k->change > 0 ? _("a Simpson reversal: %zu of %zu groups fell, and yet the whole rose, because "
                                       "cases moved to groups with higher values; look at the groups first")
                                   : _("a Simpson reversal: %zu of %zu groups rose, and yet the whole fell, because "
                                       "cases moved to groups with lower values; look at the groups first"),
                     against, all);
    if (k->once)
        ys__note_add(note, PLURAL("%zu part has cases on one side only and counts as mix",
                                  "%zu parts have cases on one side only and count as mix", k->once), k->once);
    return reversed;
}

void ys__panel_note_no_split(ys__buffer *note, const ys__indicator *indicator)
{
    if (indicator->form == NULL) {
        ys__note_add(note, "%s", _("made of other indicators, so its change is not split: compare these"));
        return;
    }
    switch (indicator->measure.kind) {
    case YS__COUNT:
    case YS__SUM:
        ys__note_add(note, "%s", _("a total: the changes of its parts add up"));
        break;
    case YS__DISTINCT:
    case YS__REACH:
        ys__note_add(note, "%s", _("people may be in several parts, so the change is not split"));
        break;
    case YS__MEDIAN:
    case YS__QUANTILE:
    case YS__MIN:
    case YS__MAX:
    case YS__GIVEN:
        ys__note_add(note, "%s", _("such a value is not made of those of its parts, so the change is not split"));
        break;
    case YS__SHARE:
    case YS__RATE:
    case YS__MEAN:
        ys__note_add(note, "%s", _("the change is not split: a part has no plain numerator and denominator"));
        break;
    default:
        break;
    }
}

void ys__panel_note_parts(ys__buffer *note, const ys__plan *plan, const ys__panel_match *match)
{
    ys__buffer names = { 0 };

    for (size_t i = 0; match->by_parts && i < match->n; i++) {
        int months = 0;

        if (match->months[i] == 0 || match->months[i] == match->whole)
            continue;
        for (uint16_t m = match->months[i]; m; m &= (uint16_t)(m - 1))
            months++;
        put_partner(&names, plan, i);
        ys__putf(&names, PLURAL(" (%d month)", " (%d months)", months), months);
    }
    if (names.n)
        ys__note_add(note, _("in it only with what both windows have: %s"), names.text);
    ys__buffer_free(&names);
}
