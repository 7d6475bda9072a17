/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/style.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHORT_DATE = 14, LEFT = LXW_ALIGN_LEFT, RIGHT = LXW_ALIGN_RIGHT, MIDDLE = LXW_ALIGN_CENTER, NO_COLOUR = -1 };

typedef struct look {
    double size;
    bool bold, italic, wrap, top;
    int color, fill; /* fill NO_COLOUR: none */
    int align;
    int indent;
    bool rule;       /* a light line below */
    int edge;        /* colour of a thick line at the left; NO_COLOUR: none */
    bool shrink;     /* what is too long for its cell is drawn smaller */
} look;

static const look looks[YS__STYLES] = {
    [YS__STYLE_PLAIN] = { 11, 0, 0, 0, 0, YS__INK, NO_COLOUR, LEFT, 0, 0, NO_COLOUR, 0 },
    [YS__STYLE_TITLE] = { 20, 1, 0, 0, 0, YS__WHITE, YS__NAVY, LEFT, 1, 0, NO_COLOUR, 0 },
    [YS__STYLE_SUBTITLE] = { 11, 0, 0, 0, 0, YS__WHITE, YS__NAVY, LEFT, 1, 0, NO_COLOUR, 0 },
    [YS__STYLE_BANNER] = { 11, 0, 0, 0, 0, YS__WHITE, YS__NAVY, LEFT, 0, 0, NO_COLOUR, 0 },
    [YS__STYLE_TILE_VALUE] = { 26, 1, 0, 0, 0, YS__BLUE, YS__PALE, LEFT, 1, 0, YS__BLUE, 1 },
    [YS__STYLE_TILE_ALARM] = { 26, 1, 0, 0, 0, YS__VERMILLION, YS__PALE, LEFT, 1, 0, YS__VERMILLION, 1 },
    [YS__STYLE_TILE_LABEL] = { 10, 0, 0, 1, 1, YS__MUTED, YS__PALE, LEFT, 1, 0, YS__BLUE, 0 },
    [YS__STYLE_TILE_ALARM_LABEL] = { 10, 0, 0, 1, 1, YS__MUTED, YS__PALE, LEFT, 1, 0, YS__VERMILLION, 0 },
    [YS__STYLE_TILE] = { 10, 0, 0, 0, 0, YS__MUTED, YS__PALE, LEFT, 0, 0, NO_COLOUR, 0 },
    [YS__STYLE_HEAD] = { 11, 1, 0, 1, 0, YS__WHITE, YS__BLUE, MIDDLE, 0, 0, NO_COLOUR, 0 },
    [YS__STYLE_HEAD_LEFT] = { 11, 1, 0, 1, 0, YS__WHITE, YS__BLUE, LEFT, 1, 0, NO_COLOUR, 0 },
    [YS__STYLE_FAMILY] = { 10, 1, 0, 0, 0, YS__NAVY, YS__NONE_FILL, LEFT, 1, 0, NO_COLOUR, 0 },
    [YS__STYLE_ROW_LABEL] = { 11, 0, 0, 0, 0, YS__INK, NO_COLOUR, LEFT, 1, 1, NO_COLOUR, 1 },
    [YS__STYLE_ROW_LABEL_LONG] = { 8.5, 0, 0, 1, 0, YS__INK, NO_COLOUR, LEFT, 1, 1, NO_COLOUR, 0 },
    [YS__STYLE_ROW_NUMBER] = { 11, 0, 0, 0, 0, YS__INK, NO_COLOUR, MIDDLE, 0, 1, NO_COLOUR, 1 },
    [YS__STYLE_ROW_CURRENT] = { 12, 1, 0, 0, 0, YS__INK, YS__GOOD_FILL, MIDDLE, 0, 1, NO_COLOUR, 1 },
    [YS__STYLE_ROW_MUTED] = { 10, 0, 0, 0, 0, YS__MUTED, NO_COLOUR, MIDDLE, 0, 1, NO_COLOUR, 1 },
    [YS__STYLE_ROW_BAR] = { 10, 0, 0, 0, 0, YS__INK, NO_COLOUR, RIGHT, 0, 1, NO_COLOUR, 0 },
    [YS__STYLE_ROW_TEXT] = { 10, 0, 0, 1, 0, YS__INK, NO_COLOUR, LEFT, 1, 1, NO_COLOUR, 0 },
    [YS__STYLE_ARROW_GOOD] = { 12, 1, 0, 0, 0, YS__BLUE, NO_COLOUR, MIDDLE, 0, 1, NO_COLOUR, 0 },
    [YS__STYLE_ARROW_BAD] = { 12, 1, 0, 0, 0, YS__VERMILLION, NO_COLOUR, MIDDLE, 0, 1, NO_COLOUR, 0 },
    [YS__STYLE_ARROW_NONE] = { 12, 0, 0, 0, 0, YS__MUTED, NO_COLOUR, MIDDLE, 0, 1, NO_COLOUR, 0 },
    [YS__STYLE_STATUS_GOOD] = { 11, 1, 0, 0, 0, YS__GOOD_TEXT, YS__GOOD_FILL, MIDDLE, 0, 1, NO_COLOUR, 1 },
    [YS__STYLE_STATUS_WATCH] = { 11, 1, 0, 0, 0, YS__WATCH_TEXT, YS__WATCH_FILL, MIDDLE, 0, 1, NO_COLOUR, 1 },
    [YS__STYLE_STATUS_BAD] = { 11, 1, 0, 0, 0, YS__BAD_TEXT, YS__BAD_FILL, MIDDLE, 0, 1, NO_COLOUR, 1 },
    [YS__STYLE_STATUS_NONE] = { 10, 0, 0, 0, 0, YS__MUTED, NO_COLOUR, MIDDLE, 0, 1, NO_COLOUR, 1 },
    [YS__STYLE_ABSENT] = { 10, 0, 0, 0, 0, YS__MUTED, YS__PALE, MIDDLE, 0, 1, NO_COLOUR, 0 },
    [YS__STYLE_TOTAL_LABEL] = { 11, 1, 0, 0, 0, YS__INK, YS__NONE_FILL, LEFT, 1, 0, NO_COLOUR, 0 },
    [YS__STYLE_TOTAL_NUMBER] = { 11, 1, 0, 0, 0, YS__INK, YS__NONE_FILL, MIDDLE, 0, 0, NO_COLOUR, 1 },
    [YS__STYLE_TOTAL_MUTED] = { 10, 0, 0, 0, 0, YS__MUTED, YS__NONE_FILL, MIDDLE, 0, 0, NO_COLOUR, 1 },
    [YS__STYLE_NOTE] = { 9, 0, 1, 1, 1, YS__MUTED, NO_COLOUR, LEFT, 1, 0, NO_COLOUR, 0 },
    [YS__STYLE_DATA] = { 10, 0, 0, 0, 0, YS__INK, NO_COLOUR, 0, 0, 0, NO_COLOUR, 0 },
    [YS__STYLE_CALC] = { 10, 0, 0, 0, 0, YS__MUTED, NO_COLOUR, 0, 0, 0, NO_COLOUR, 0 },
    [YS__STYLE_CALC_HEAD] = { 10, 1, 0, 0, 0, YS__MUTED, YS__NONE_FILL, 0, 0, 0, NO_COLOUR, 0 },
    [YS__STYLE_PROSE] = { 10, 0, 0, 1, 1, YS__INK, NO_COLOUR, LEFT, 1, 1, NO_COLOUR, 0 },
    [YS__STYLE_PROSE_BOLD] = { 10, 1, 0, 1, 1, YS__INK, NO_COLOUR, LEFT, 1, 1, NO_COLOUR, 0 },
    [YS__STYLE_CODE] = { 9, 0, 0, 1, 1, YS__MUTED, NO_COLOUR, LEFT, 1, 1, NO_COLOUR, 0 },
    [YS__STYLE_ENTRY] = { 11, 0, 0, 0, 0, YS__INK, YS__ENTRY_FILL, 0, 0, 0, NO_COLOUR, 0 },
    [YS__STYLE_ENTRY_KNOWN] = { 11, 1, 0, 0, 0, YS__INK, YS__PALE, LEFT, 1, 0, NO_COLOUR, 0 },
    [YS__STYLE_OPEN] = { 11, 0, 0, 0, 0, YS__INK, NO_COLOUR, 0, 0, 0, NO_COLOUR, 0 },
    [YS__STYLE_CHECK] = { 10, 0, 0, 0, 0, YS__INK, NO_COLOUR, LEFT, 1, 0, NO_COLOUR, 0 },
    [YS__STYLE_HEAD_OTHER] = { 9, 0, 0, 1, 0, YS__WHITE, YS__BLUE, LEFT, 1, 0, NO_COLOUR, 0 },
    [YS__STYLE_HEAD_NAME] = { 8.5, 0, 0, 0, 0, YS__MUTED, YS__NONE_FILL, LEFT, 1, 0, NO_COLOUR, 0 },
    [YS__STYLE_COUNT] = { 11, 1, 0, 0, 0, YS__VERMILLION, NO_COLOUR, LEFT, 1, 0, NO_COLOUR, 0 },
    [YS__STYLE_REMARK] = { 10, 0, 0, 0, 0, YS__MUTED, NO_COLOUR, LEFT, 1, 0, NO_COLOUR, 0 },
    [YS__STYLE_DAY] = { 10, 0, 0, 0, 0, YS__MUTED, NO_COLOUR, 0, 0, 0, NO_COLOUR, 0 },
    [YS__STYLE_STEP] = { 14, 1, 0, 0, 1, YS__BLUE, NO_COLOUR, MIDDLE, 0, 1, NO_COLOUR, 0 },
    [YS__STYLE_STEP_TEXT] = { 11, 0, 0, 1, 1, YS__INK, NO_COLOUR, LEFT, 0, 1, NO_COLOUR, 0 },
    [YS__STYLE_STEP_OTHER] = { 11, 0, 0, 1, 1, YS__MUTED, NO_COLOUR, LEFT, 1, 1, NO_COLOUR, 0 },
};

void ys__style_apply(lxw_format *format, ys__style style, const char *number_format)
{
    const look *l = &looks[style];

    format_set_font_name(format, YS__FONT);
    format_set_font_size(format, l->size);
    format_set_font_color(format, (lxw_color_t)l->color);
    if (l->bold)
        format_set_bold(format);
    if (l->italic)
        format_set_italic(format);
    if (l->wrap)
        format_set_text_wrap(format);
    else if (l->shrink)
        format_set_shrink(format);
    if (l->fill != NO_COLOUR)
        format_set_bg_color(format, (lxw_color_t)l->fill);
    if (l->align)
        format_set_align(format, (uint8_t)l->align);
    format_set_align(format, l->top ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
    if (l->indent)
        format_set_indent(format, (uint8_t)l->indent);
    if (l->rule) {
        format_set_bottom(format, LXW_BORDER_THIN);
        format_set_bottom_color(format, YS__RULE);
    }
    if (l->edge != NO_COLOUR) {
        format_set_left(format, LXW_BORDER_THICK);
        format_set_left_color(format, (lxw_color_t)l->edge);
    }
    if (style == YS__STYLE_ENTRY || style == YS__STYLE_ENTRY_KNOWN || style == YS__STYLE_CHECK) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, YS__FRAME);
    }
    if (style == YS__STYLE_ENTRY || style == YS__STYLE_ENTRY_KNOWN || style == YS__STYLE_OPEN)
        format_set_unlocked(format);
    if (style == YS__STYLE_DAY)
        format_set_num_format_index(format, SHORT_DATE);
    if (number_format)
        format_set_num_format(format, number_format);
}
