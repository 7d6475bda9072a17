/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/show.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "base/number.h"

/* Units a catalog may name; one that is not here is shown as it stands. */
static const char *const units[] = {
    N_("visits"), N_("people"),  N_("participants"), N_("sessions"), N_("sign-ups"),  N_("referrals"), N_("résumés"),
    N_("days"),   N_("hours"),   N_("applications"), N_("points"),   N_("libraries"), N_("loans"),     N_("programs"),
    N_("books"),  N_("persons"), N_("records"),      N_("jobs"),     N_("students"),  N_("children"),  N_("households"),
};

static const struct {
    const char *unit, *sign;
} currencies[] = { { "USD", "$" }, { "EUR", "€" }, { "GBP", "£" }, { "MXN", "$" } };

static const char *unit_title(const char *unit)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i], unit) == 0)
            return _(units[i]);
    return unit;
}

bool ys__is_additive(const ys__indicator *indicator)
{
    switch (indicator->measure.kind) {
    case YS__COUNT:
    case YS__SUM:
    case YS__DISTINCT:
    case YS__REACH:
        return true;
    default:
        return false;
    }
}

ys__style_of ys__show_style(const ys__indicator *indicator)
{
    ys__style_of style = { 1, 0, "", "", "" };

    if (indicator == NULL)
        return style;
    style.decimals = ys__is_additive(indicator) ? 0 : 1;
    if (strcmp(indicator->unit, "percent") == 0 ||
        (indicator->measure.kind == YS__SHARE && indicator->unit[0] == '\0')) {
        style.factor = 100;
        style.suffix = _("%");
    } else {
        style.unit = unit_title(indicator->unit);
    }
    for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++)
        if (strcmp(indicator->unit, currencies[i].unit) == 0) {
            style.prefix = currencies[i].sign;
            style.unit = "";
            style.decimals = style.decimals ? 2 : 0;
        }
    if (indicator->decimals >= 0)
        style.decimals = indicator->decimals;
    return style;
}

void ys__show_value(ys__buffer *to, const ys__indicator *indicator, double x)
{
    ys__style_of style = ys__show_style(indicator);
    char text[YS__NUMBER_SIZE];
    bool negative = x < 0;

    if (!isfinite(x)) {
        ys__put(to, "–");
        return;
    }
    ys__number_show(text, fabs(x) * style.factor, style.decimals);
    ys__putf(to, "%s%s%s%s", negative ? "-" : "", style.prefix, text, style.suffix);
}

void ys__show_range(ys__buffer *to, const ys__indicator *indicator, double low, double high)
{
    ys__style_of style = ys__show_style(indicator);
    char text[YS__NUMBER_SIZE];

    if (!isfinite(low) || !isfinite(high))
        return;
    ys__putf(to, "%s%s–", style.prefix, ys__number_show(text, low * style.factor, style.decimals));
    ys__putf(to, "%s%s%s", style.prefix, ys__number_show(text, high * style.factor, style.decimals), style.suffix);
}

void ys__show_change(ys__buffer *to, const ys__indicator *indicator, double x)
{
    ys__style_of style = ys__show_style(indicator);
    char text[YS__NUMBER_SIZE];

    if (!isfinite(x)) {
        ys__put(to, "–");
        return;
    }
    ys__number_show(text, fabs(x) * style.factor, style.decimals);
    ys__putf(to, "%s%s%s%s", text[strspn(text, "0.")] == '\0' ? "" : x > 0 ? "+" : "-", style.prefix, text,
             style.factor == 100 ? _(" points") : style.suffix); /* what is shown as nothing has no direction */
}

void ys__show_count(ys__buffer *to, double x)
{
    char text[YS__NUMBER_SIZE];

    ys__put(to, ys__number_show(text, x, x == floor(x) ? 0 : 1));
}
