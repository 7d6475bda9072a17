/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/note.h"

#include <stdio.h>

#include "base/i18n.h"

enum { NAMES_MAX = 5 }; /* more names than that make no sentence */

void ys__note_add(ys__buffer *to, const char *fmt, ...)
{
    char text[512];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    ys__putf(to, "%s%s", to->n ? "; " : "", text);
}

static void note_missing(ys__buffer *to, const ys__figure *f)
{
    ys__buffer list = { 0 };

    for (int r = YS__MISSING_NONE + 1; r < YS__MISSINGS; r++)
        if (f->missing[r])
            ys__putf(&list, "%s%lld %s", list.n ? ", " : "", (long long)f->missing[r],
                     ys__missing_title((ys__missing)r));
    if (list.n)
        ys__note_add(to, _("without a value: %s"), list.text);
    to->failed = to->failed || list.failed;
    ys__buffer_free(&list);
}

void ys__note_figure(ys__buffer *to, const ys__figure *figure, const int64_t *excluded, const ys__indicator *indicator)
{
    if (figure->why)
        ys__note_add(to, "%s", figure->why);
    if (excluded)
        note_missing(to, figure);
    for (size_t x = 0; excluded && x < indicator->n_exclude; x++)
        if (excluded[x])
            ys__note_add(to, _("excluded: %lld (%s)"), (long long)excluded[x],
                         ys__label_get(&indicator->exclude[x].reason));
    if (figure->longer)
        ys__note_add(to, PLURAL("%lld row covers a longer period and is left out",
                                "%lld rows cover a longer period and are left out", figure->longer),
                     (long long)figure->longer);
}

/* How a partner that has not reported in full stands. */
enum { ABSENT, ONLY_LONGER, ONLY_EARLIER, IN_PART, LACKS };

/* earlier: what came for earlier periods matters. */
static int lack_of(const ys__partner_coverage *c, bool earlier)
{
    if (c->there + c->months_there > 0)
        return IN_PART;
    return c->only_longer ? ONLY_LONGER : c->only_earlier && earlier ? ONLY_EARLIER : ABSENT;
}

static void put_part(ys__buffer *to, const ys__partner_coverage *c)
{
    if (c->there == 0 && c->months_there > 0)
        ys__putf(to, _("%d of %d months"), c->months_there, c->months_due);
    else
        ys__putf(to, _("%d of %d reports"), c->there, c->due);
}

static void put_lacking(ys__buffer *to, const ys__partner_coverage *c, const char *id, bool in_part)
{
    ys__putf(to, "%s%s", to->n ? ", " : "", id);
    if (in_part) {
        ys__put(to, " (");
        put_part(to, c);
        ys__put(to, ")");
    }
}

static void note_lacking(ys__buffer *to, const ys__coverage *c, const struct ys_initiative *in, bool earlier)
{
    static const char *const sentences[LACKS] = {
        [ABSENT] = N_("not in it: %s"),
        [ONLY_LONGER] = N_("sent only for a longer period, so not in it: %s"),
        [ONLY_EARLIER] = N_("sent only for earlier periods: %s"),
        [IN_PART] = N_("in part: %s"),
    };

    for (int lack = 0; lack < LACKS; lack++) {
        ys__buffer names = { 0 };
        int n = 0;

        for (size_t p = 0; p < in->n_partners; p++)
            if (c->partners[p].expected && !ys__has_reported(&c->partners[p]) &&
                lack_of(&c->partners[p], earlier) == lack && n++ < NAMES_MAX)
                put_lacking(&names, &c->partners[p], in->partners[p].id, lack == IN_PART);
        if (n > NAMES_MAX)
            ys__putf(&names, _(" and %d more"), n - NAMES_MAX);
        if (n)
            ys__note_add(to, _(sentences[lack]), names.text ? names.text : "");
        to->failed = to->failed || names.failed;
        ys__buffer_free(&names);
    }
}

static void note_part(ys__buffer *to, const ys__partner_coverage *c)
{
    ys__buffer text = { 0 };

    put_part(&text, c);
    ys__note_add(to, "%s", text.text ? text.text : "");
    to->failed = to->failed || text.failed;
    ys__buffer_free(&text);
}

void ys__note_coverage(ys__buffer *to, const ys__coverage *coverage, const struct ys_initiative *in, int partner,
                       bool is_empty, bool keeps_earlier)
{
    bool earlier = keeps_earlier || coverage->by_date;
    const ys__partner_coverage *c = partner >= 0 ? &coverage->partners[partner] : NULL;

    if (is_empty && coverage->due_later && coverage->expected == 0)
        ys__note_add(to, "%s", _("due only for longer periods"));
    else if (c == NULL)
        note_lacking(to, coverage, in, earlier);
    else if (is_empty && c->elsewhere)
        ys__note_add(to, "%s", _("sent for another period"));
    else if (!c->expected || ys__has_reported(c))
        return;
    else if (lack_of(c, earlier) == ONLY_LONGER)
        ys__note_add(to, "%s", _("sent only for a longer period"));
    else if (lack_of(c, earlier) == ONLY_EARLIER)
        ys__note_add(to, "%s", _("sent only for earlier periods"));
    else if (c->due > 1 || lack_of(c, earlier) == IN_PART)
        note_part(to, c);
    else
        ys__note_add(to, "%s", _("has not reported"));
}
