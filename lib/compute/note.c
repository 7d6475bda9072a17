/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/note.h"

#include <inttypes.h>
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
            ys__putf(&list, "%s%" PRId64 " %s", list.n ? ", " : "", f->missing[r], ys__missing_title((ys__missing)r));
    if (list.n)
        ys__note_add(to, _("without a value: %s"), list.text);
    ys__buffer_free(&list);
}

void ys__note_figure(ys__buffer *to, const ys__figure *figure, const int64_t *excluded, const ys__indicator *indicator)
{
    if (figure->why)
        ys__note_add(to, "%s", figure->why);
    note_missing(to, figure);
    for (size_t x = 0; x < indicator->n_exclude; x++)
        if (excluded[x])
            ys__note_add(to, _("excluded: %" PRId64 " (%s)"), excluded[x],
                         ys__label_get(&indicator->exclude[x].reason));
    if (figure->longer)
        ys__note_add(to, PLURAL("%" PRId64 " row covers a longer period and is left out",
                                "%" PRId64 " rows cover a longer period and are left out", figure->longer),
                     figure->longer);
}

static void note_absent(ys__buffer *to, const ys__coverage *c, const struct ys_initiative *in)
{
    ys__buffer names = { 0 };
    int named = 0, absent = c->expected - c->reported;

    for (size_t p = 0; p < in->n_partners && named < NAMES_MAX; p++)
        if (c->partners[p].expected && !ys__has_reported(&c->partners[p])) {
            ys__putf(&names, "%s%s", named ? ", " : "", in->partners[p].id);
            named++;
        }
    if (absent > named)
        ys__putf(&names, _(" and %d more"), absent - named);
    ys__note_add(to, _("not in it: %s"), names.text ? names.text : "");
    ys__buffer_free(&names);
}

void ys__note_coverage(ys__buffer *to, const ys__coverage *coverage, const struct ys_initiative *in, int partner)
{
    const ys__partner_coverage *c = partner >= 0 ? &coverage->partners[partner] : NULL;

    if (c && c->expected && c->there < c->due && c->due > 1)
        ys__note_add(to, _("%d of %d reports"), c->there, c->due);
    else if (c && c->expected && c->there < c->due)
        ys__note_add(to, "%s", _("has not reported"));
    else if (c == NULL && coverage->reported < coverage->expected)
        note_absent(to, coverage, in);
}
