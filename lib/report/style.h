/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_STYLE_H
#define YS_REPORT_STYLE_H

#include <xlsxwriter.h>

/* The look of every workbook: one palette (told apart by people with any colour vision, and in grey), one font, one
 * table of cell styles. */

enum {
    YS__INK = 0x1F2A37,
    YS__MUTED = 0x6B7280,
    YS__NAVY = 0x12355B,
    YS__BLUE = 0x0072B2,
    YS__SKY = 0x56B4E9,
    YS__VERMILLION = 0xD55E00,
    YS__RULE = 0xD5DAE1,
    YS__PALE = 0xF6F7F9,
    YS__GOOD_FILL = 0xDCEBF5,
    YS__GOOD_TEXT = 0x00507D,
    YS__WATCH_FILL = 0xFCEFD3,
    YS__WATCH_TEXT = 0x7A5200,
    YS__BAD_FILL = 0xFADFCF,
    YS__BAD_TEXT = 0x9A3F00,
    YS__NONE_FILL = 0xECEFF3,
    YS__BAR = 0x9CC7E6,
    YS__ENTRY_FILL = 0xFFFBE6,
    YS__FRAME = 0xC9D1DB,
    YS__WHITE = 0xFFFFFF
};

#define YS__FONT "Calibri"

typedef enum ys__style {
    YS__STYLE_PLAIN,
    YS__STYLE_TITLE,       /* banner */
    YS__STYLE_SUBTITLE,
    YS__STYLE_BANNER,      /* its empty cells */
    YS__STYLE_TILE_VALUE,
    YS__STYLE_TILE_ALARM,  /* a value that needs attention */
    YS__STYLE_TILE_LABEL,
    YS__STYLE_TILE_ALARM_LABEL,
    YS__STYLE_TILE,        /* its empty cells */
    YS__STYLE_HEAD,        /* of a table: numbers */
    YS__STYLE_HEAD_LEFT,
    YS__STYLE_FAMILY,      /* a heading between rows */
    YS__STYLE_ROW_LABEL,
    YS__STYLE_ROW_LABEL_LONG, /* two lines in the same height */
    YS__STYLE_ROW_NUMBER,
    YS__STYLE_ROW_CURRENT,
    YS__STYLE_ROW_MUTED,
    YS__STYLE_ROW_BAR,
    YS__STYLE_ROW_TEXT,
    YS__STYLE_ARROW_GOOD,
    YS__STYLE_ARROW_BAD,
    YS__STYLE_ARROW_NONE,
    YS__STYLE_STATUS_GOOD,
    YS__STYLE_STATUS_WATCH,
    YS__STYLE_STATUS_BAD,
    YS__STYLE_STATUS_NONE,
    YS__STYLE_ABSENT,      /* a number nobody is expected to send */
    YS__STYLE_TOTAL_LABEL,
    YS__STYLE_TOTAL_NUMBER,
    YS__STYLE_TOTAL_MUTED,
    YS__STYLE_NOTE,
    YS__STYLE_DATA,        /* cells of the data sheet */
    YS__STYLE_CALC,
    YS__STYLE_CALC_HEAD,
    YS__STYLE_PROSE,       /* wrapped, from the top */
    YS__STYLE_PROSE_BOLD,
    YS__STYLE_CODE,
    YS__STYLE_ENTRY,       /* a cell to be filled in */
    YS__STYLE_ENTRY_KNOWN, /* one that is filled beforehand */
    YS__STYLE_OPEN,        /* a cell that may be filled in, beyond those */
    YS__STYLE_CHECK,       /* what is said of a row */
    YS__STYLE_HEAD_OTHER,  /* a heading in the other language */
    YS__STYLE_HEAD_NAME,   /* and as programs read it */
    YS__STYLE_COUNT,       /* of what is left to do */
    YS__STYLE_REMARK,      /* a line that runs on over the cells beside it */
    YS__STYLE_DAY,         /* a date as the reader's locale has it */
    YS__STYLE_STEP,
    YS__STYLE_STEP_TEXT,
    YS__STYLE_STEP_OTHER,
    YS__STYLES
} ys__style;

/* Sets up a format. number_format may be NULL. */
void ys__style_apply(lxw_format *format, ys__style style, const char *number_format);

#endif
