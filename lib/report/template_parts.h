/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_REPORT_TEMPLATE_PARTS_H
#define YS_REPORT_TEMPLATE_PARTS_H

#include "base/arena.h"
#include "report/template_check.h"
#include "report/workbook.h"

/* The sheets of a template beside the one that is filled in, and what all of them are put together with. */

typedef struct ys__paper {
    ys__book *book;
    ys__arena arena;
    ys__buffer text;  /* put together here, then handed out by ys__paper_text */
    int list_column;  /* next free one of the sheet of lists */
    int row;          /* that of the fields */
} ys__paper;

extern const char *const ys__paper_sheets[3]; /* instructions, definitions, lists */

/* The text gathered; lives as long as the paper. */
const char *ys__paper_text(ys__paper *p);
void ys__paper_put(const ys__paper *p, lxw_worksheet *sheet, int row, int column, const char *text, ys__style style);
void ys__paper_columns(const ys__paper *p, lxw_worksheet *sheet, const double *widths, int n);
void ys__paper_height(const ys__paper *p, lxw_worksheet *sheet, int row, double height);
void ys__paper_banner(const ys__paper *p, lxw_worksheet *sheet, int row, int last_column, const char *text,
                      ys__style style);
/* "Free Library · FY2018Q1 (1 Jul – 30 Sep 2017)" */
const char *ys__paper_whose(ys__paper *p, const ys__template *t);
void ys__paper_page(ys__paper *p, lxw_worksheet *sheet, const ys__template *t);

/* Writes the lists of a form's fields and tells its entries where they stand. */
void ys__paper_lists(ys__paper *p, lxw_worksheet *sheet, ys__entries *all);

void ys__paper_instructions(ys__paper *p, lxw_worksheet *sheet, const ys__template *t);
void ys__paper_definitions(ys__paper *p, lxw_worksheet *sheet, const ys__template *t);

/* What an entry takes, as a person is told who fills it in: "choose from the list; must be filled". */
void ys__put_expected_here(ys__buffer *to, ys__lang lang, const ys__entry *e);

#endif
