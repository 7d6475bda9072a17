/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/due.h"

int ys__frequency_months(ys__frequency frequency)
{
    static const int months[] = {
        [YS__FREQUENCY_ANY] = 0,  [YS__FREQUENCY_MONTH] = 1, [YS__FREQUENCY_QUARTER] = 3,
        [YS__FREQUENCY_YEAR] = 12, [YS__FREQUENCY_ONCE] = 0,
    };

    return months[frequency];
}

bool ys__partner_active(const ys__partner *partner, ys__period period)
{
    return partner->from <= ys__period_last_day(period) && partner->to >= ys__period_first_day(period);
}

bool ys__report_speaks_of(const ys__form *form, ys__period sent, ys__period window)
{
    return form->period_field >= 0 ? ys__period_overlaps(sent, window) : ys__period_holds(window, sent);
}
