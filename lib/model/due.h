/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_MODEL_DUE_H
#define YS_MODEL_DUE_H

#include "model/model.h"

/* Which reports are due; the same for the status of the partners and for the coverage of a result. */

/* Months from one report of a form to the next; 0: it is not due by the calendar. */
int ys__frequency_months(ys__frequency frequency);

/* Whether the partner takes part on any day of a period. */
bool ys__partner_active(const ys__partner *partner, ys__period period);

/* Whether a submission for a period tells anything of a window: one that is longer than the window does so only where
 * its rows have periods of their own. */
bool ys__report_speaks_of(const ys__form *form, ys__period sent, ys__period window);

#endif
