/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/missing.h"

#include <assert.h>

#include "base/i18n.h"

static const struct {
    const char *name, *title;
} reasons[YS__MISSINGS] = {
    [YS__MISSING_NONE] = { "none", N_("there") },
    [YS__NOT_REPORTED] = { "not_reported", N_("not reported") },
    [YS__NOT_APPLICABLE] = { "not_applicable", N_("not applicable") },
    [YS__NOT_COLLECTED] = { "not_collected", N_("not collected") },
    [YS__REFUSED] = { "refused", N_("refused") },
    [YS__UNKNOWN] = { "unknown", N_("unknown") },
    [YS__SUPPRESSED] = { "suppressed", N_("suppressed") },
};

const char *ys__missing_name(ys__missing reason)
{
    assert(reason < YS__MISSINGS);
    return reasons[reason].name;
}

const char *ys__missing_title_in(ys__lang lang, ys__missing reason)
{
    assert(reason < YS__MISSINGS);
    return ys__translate(lang, reasons[reason].title);
}

const char *ys__missing_title(ys__missing reason)
{
    return ys__missing_title_in(ys__lang_now(), reason);
}

bool ys__missing_named(ys__slice name, ys__missing *out)
{
    for (int i = YS__MISSING_NONE + 1; i < YS__MISSINGS; i++) {
        if (ys__slice_is(name, reasons[i].name)) {
            *out = (ys__missing)i;
            return true;
        }
    }
    return false;
}
