/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/words.h"

#include <string.h>

#include "base/i18n.h"

/* The piece of the measure that an expression was written as. */
static void put_written(ys__buffer *to, const ys__measure *m, const ys__expr *e)
{
    ys__putn(to, m->source + e->at, e->length);
}

/* A formula as it was written, with the titles of its parts in the place of indicator('id'). */
static void put_formula(ys__buffer *to, const ys__indicator *i)
{
    static const char before[] = "indicator('";

    for (const char *p = i->measure.source; *p;) {
        const char *id = strncmp(p, before, sizeof before - 1) == 0 ? p + sizeof before - 1 : NULL;
        size_t n = id ? strcspn(id, "'") : 0, part = 0;

        while (id && part < i->n_parts && !ys__slice_is((ys__slice){ id, n }, i->parts[part]->id))
            part++;
        if (id && part < i->n_parts && id[n] == '\'' && id[n + 1] == ')') {
            ys__putf(to, "“%s”", ys__label_get(&i->parts[part]->title));
            p = id + n + 2;
        } else {
            ys__putc(to, *p++);
        }
    }
}

/* Sentences with one gap, or two; what fills them stays as written. */
typedef struct wording {
    const char *plain, *with_a, *with_both;
} wording;

static const wording wordings[] = {
    [YS__COUNT] = { N_("the number of rows"), N_("the number of rows for which %s"), NULL },
    [YS__SUM] = { NULL, N_("the sum of %s"), NULL },
    [YS__DISTINCT] = { NULL, N_("the number of different values of %s, each counted once"), NULL },
    [YS__SHARE] = { NULL, N_("the share of rows for which %s, of all rows where that is known"),
                    N_("the share of rows for which %s, of the rows for which %s") },
    [YS__RATE] = { NULL, NULL, N_("the sum of %s, divided by the sum of %s, over rows where both are known") },
    [YS__MEAN] = { NULL, N_("the mean of %s"), N_("the mean of %s, weighted by %s") },
    [YS__MEDIAN] = { NULL, N_("the median of %s: half of the values are at most this"), NULL },
    [YS__QUANTILE] = { NULL, N_("a quantile (type 7) of %s"), NULL },
    [YS__MIN] = { NULL, N_("the least %s"), NULL },
    [YS__MAX] = { NULL, N_("the greatest %s"), NULL },
    [YS__REACH] = { NULL, N_("the people each partner counts itself (%s); together between the largest and the sum"),
                    NULL },
    [YS__GIVEN] = { NULL, N_("a finished figure (%s) without its parts"), NULL },
    [YS__FORMULA] = { NULL, N_("computed from other indicators: %s"), NULL },
};

void ys__put_measure(ys__buffer *to, const ys__indicator *i)
{
    const wording *w = &wordings[i->measure.kind];
    ys__buffer a = { 0 }, b = { 0 };

    ys__put(&a, "");
    ys__put(&b, "");
    if (i->measure.kind == YS__FORMULA)
        put_formula(&a, i);
    else if (i->measure.a)
        put_written(&a, &i->measure, i->measure.a);
    if (i->measure.b)
        put_written(&b, &i->measure, i->measure.b);
    to->failed = to->failed || a.failed || b.failed;
    if (i->measure.b && w->with_both && !to->failed)
        ys__putf(to, _(w->with_both), a.text, b.text);
    else if (a.n && w->with_a && !to->failed)
        ys__putf(to, _(w->with_a), a.text);
    else if (w->plain)
        ys__put(to, _(w->plain));
    ys__buffer_free(&a);
    ys__buffer_free(&b);
}

void ys__put_measure_words(ys__buffer *to, const ys__indicator *i)
{
    ys__put_measure(to, i);
    if (i->where_source)
        ys__putf(to, _("; only where %s"), i->where_source);
    for (size_t k = 0; k < i->n_exclude; k++)
        ys__putf(to, "%s%s", k ? ", " : _("; without: "), ys__label_get(&i->exclude[k].reason));
    if (i->period_field >= 0)
        ys__putf(to, _("; by the date in %s"), i->form->fields[i->period_field].name);
    if (i->lag)
        ys__putf(to, PLURAL("; of %d period earlier", "; of %d periods earlier", i->lag), i->lag);
}
