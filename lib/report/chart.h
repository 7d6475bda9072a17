/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_CHART_H
#define YS_REPORT_CHART_H

#include "report/dashboard.h"

/* The charts of the dashboard, all drawn from the helper sheet. */

/* A small line without axes, to stand in a cell. */
lxw_chart *ys__chart_spark(ys__dashboard *d, size_t board_row);

/* The values of an indicator over the periods, its target, and with_interval the ends of its interval. */
lxw_chart *ys__chart_line(ys__dashboard *d, size_t board_row, const char *title, bool with_interval);

/* A bar for each part of a block, the lowest marked where it differs by more than chance. */
lxw_chart *ys__chart_bars(ys__dashboard *d, int block);

#endif
