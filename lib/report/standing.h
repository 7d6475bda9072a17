/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_STANDING_H
#define YS_REPORT_STANDING_H

#include "report/board.h"
#include "report/show.h"

/* The part of the way from baseline to target that counts as on track, and as worth watching. */
#define YS__ON_TRACK_FROM 0.65
#define YS__WATCH_FROM 0.40

/* Fills a row's numbers, standing and direction from its points. */
void ys__standing_judge(const ys__board *board, ys__board_row *row);

#endif
