/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/template.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "data/stamp.h"
#include "report/template_parts.h"
#include "report/workbook.h"

/* The workbook of a template: a sheet to fill in, how to go about it, what each field means, and the
 * lists of the dropdowns, hidden. The sheet to fill in comes first: saved as CSV, it is what is left. */

enum {
    STAMP_ROW = 0, /* hidden */
    TITLE_ROW,
    PERIOD_ROW,
    NOTE_ROW,
    HEAD_ROW,
    OTHER_ROW, /* the titles in the other language */
    NAME_ROW,  /* of the fields: what is read */
    FIRST_ROW,
    SECONDS_OF_DAY = 86400,
    ROWS = 300,
    ROWS_WITHOUT_KEY = 25
};

static bool is_ready(const ys__paper *p, const lxw_worksheet *sheet)
{
    return sheet && !ys__book_failed(p->book);
}

void ys__paper_put(const ys__paper *p, lxw_worksheet *sheet, int row, int column, const char *text, ys__style style)
{
    ys__put_text((ys__spot){ p->book, sheet, row, column }, text, style);
}

const char *ys__paper_text(ys__paper *p)
{
    const char *text = p->text.failed ? NULL : ys__arena_textn(&p->arena, p->text.text ? p->text.text : "", p->text.n);

    ys__buffer_clear(&p->text);
    if (text == NULL)
        ys__book_check(p->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return text ? text : "";
}

void ys__paper_columns(const ys__paper *p, lxw_worksheet *sheet, const double *widths, int n)
{
    for (int i = 0; i < n && is_ready(p, sheet); i++)
        ys__book_check(p->book, worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL));
}

void ys__paper_height(const ys__paper *p, lxw_worksheet *sheet, int row, double height)
{
    if (is_ready(p, sheet))
        ys__book_check(p->book, worksheet_set_row(sheet, (lxw_row_t)row, height, NULL));
}

void ys__paper_banner(const ys__paper *p, lxw_worksheet *sheet, int row, int last_column, const char *text,
                      ys__style style)
{
    for (int c = 0; c <= last_column; c++)
        ys__paper_put(p, sheet, row, c, c ? "" : text, c ? YS__STYLE_BANNER : style);
    ys__paper_height(p, sheet, row, style == YS__STYLE_TITLE ? 30 : 20);
}

const char *ys__paper_whose(ys__paper *p, const ys__template *t)
{
    const char *name = ys__label_get(&t->partner->name);

    ys__putf(&p->text, "%s · ", name[0] ? name : t->partner->id);
    ys__period_describe(&t->in->calendar, t->period, &p->text);
    return ys__paper_text(p);
}

void ys__paper_page(ys__paper *p, lxw_worksheet *sheet, const ys__template *t)
{
    if (!is_ready(p, sheet))
        return;
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); /* A4; the margins leave room for Letter */
    worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.6);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_fit_to_pages(sheet, 1, 0);
    ys__putf(&p->text, "&L&8%s · %s&C&8&A&R&8", t->partner->id, t->period_id);
    ys__putf(&p->text, _("Page %s of %s"), "&P", "&N");
    ys__book_check(p->book, worksheet_set_footer(sheet, ys__paper_text(p)));
}

/* The number format of a field's cells: text stays text, dates are written the same way everywhere. */
static const char *format_of(const ys__field *f)
{
    switch (f->type) {
    case YS__FIELD_INTEGER:
    case YS__FIELD_NUMBER:
    case YS__FIELD_YEAR:
        return NULL;
    case YS__FIELD_DATE:
        return f->format ? "@" : "yyyy-mm-dd";
    default:
        return "@";
    }
}

static double width_of(const ys__entries *all, const ys__entry *e)
{
    size_t title = ys__text_length(ys__slice_of(ys__field_title(e->f, all->lang)));
    double least = e->f->list || e->f->role == YS__ROLE_SITE ? 24 : e->f->narrative ? 44
                   : e->f->type == YS__FIELD_STRING ? 18 : 13;
    double wanted = (double)title / 2.2 + 3;

    return wanted < least ? least : wanted > 34 ? 34 : wanted;
}

/* At most so many bytes of a text, whole characters: libxlsxwriter copies messages into rooms of fixed size. */
static const char *cut_bytes(ys__paper *p, const char *text, size_t most)
{
    size_t n = strlen(text);

    if (n > most)
        for (n = most; n > 0 && (text[n] & 0xC0) == 0x80;)
            n--;
    ys__putn(&p->text, text, n);
    return ys__paper_text(p);
}

/* What is said beside a cell that is chosen, and of one that is filled wrongly. */
static void put_messages(ys__paper *p, lxw_data_validation *v, const ys__entry *e, const ys__entries *all)
{
    enum { TITLE_MAX = 31, MESSAGE_MAX = 250 };
    const char *meaning = ys__label_in(&e->f->description, all->lang);
    const ys__lang other = all->lang == YS__EN ? YS__ES : YS__EN;

    v->input_title = (char *)(uintptr_t)cut_bytes(p, ys__field_title(e->f, all->lang), TITLE_MAX);
    ys__put_expected_here(&p->text, all->lang, e);
    if (meaning)
        ys__putf(&p->text, "\n%s", meaning);
    v->input_message = (char *)(uintptr_t)cut_bytes(p, ys__paper_text(p), MESSAGE_MAX);
    v->error_title = v->input_title;
    ys__put_expected_here(&p->text, all->lang, e);
    ys__put(&p->text, "\n");
    ys__put_expected_here(&p->text, other, e);
    v->error_message = (char *)(uintptr_t)cut_bytes(p, ys__paper_text(p), MESSAGE_MAX);
}

static void put_validation(ys__paper *p, lxw_worksheet *sheet, const ys__entries *all, const ys__entry *e, int column)
{
    enum { FORMULA_MAX = 250 };
    lxw_data_validation v = { .validate = LXW_VALIDATION_TYPE_ANY };
    const char *formula;

    put_messages(p, &v, e, all);
    if (e->choices.n) {
        ys__putf(&p->text, "=%s", e->choices.text);
        v.value_formula = (char *)(uintptr_t)ys__paper_text(p);
    } else {
        bool limited;

        ys__putc(&p->text, '=');
        limited = ys__put_fits(&p->text, all, e, all->first);
        formula = ys__paper_text(p);
        if (limited && strlen(formula) <= FORMULA_MAX) {
            v.validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
            v.value_formula = (char *)(uintptr_t)formula;
        }
    }
    ys__put_validation((ys__spot){ p->book, sheet, FIRST_ROW, column }, all->last - 1, &v, e->choices.n > 0);
}

static void put_condition(ys__paper *p, lxw_worksheet *sheet, const char *formula, ys__style style, int row, int last,
                          int column)
{
    lxw_conditional_format c = { .type = LXW_CONDITIONAL_TYPE_FORMULA,
                                 .value_string = (char *)(uintptr_t)formula,
                                 .format = ys__book_format(p->book, style, NULL) };

    if (is_ready(p, sheet))
        ys__book_check(p->book, worksheet_conditional_format_range(sheet, (lxw_row_t)row, (lxw_col_t)column,
                                                                   (lxw_row_t)last, (lxw_col_t)column, &c));
}

/* Marks the cells that lack something, in rows that somebody has begun. */
static void put_marks(ys__paper *p, lxw_worksheet *sheet, const ys__entries *all, const ys__entry *e, int column)
{
    ys__buffer fits = { 0 };
    bool limited = ys__put_fits(&fits, all, e, all->first);

    if (limited || e->f->required) {
        ys__putf(&p->text, "=AND(COUNTA($A%d:$%s%d)>0,IF(LEN(TRIM(%s%d))=0,%s,", all->first,
                 all->items[all->n - 1].letter, all->first, e->letter, all->first, e->f->required ? "TRUE" : "FALSE");
        ys__putf(&p->text, limited ? "NOT(%s)))" : "FALSE))", fits.text ? fits.text : "");
        put_condition(p, sheet, ys__paper_text(p), YS__STYLE_STATUS_BAD, FIRST_ROW, all->last - 1, column);
    }
    p->text.failed = p->text.failed || fits.failed;
    ys__buffer_free(&fits);
}

static void put_column(ys__paper *p, lxw_worksheet *sheet, const ys__entries *all, int column)
{
    const ys__entry *e = &all->items[column];
    const ys__lang other = all->lang == YS__EN ? YS__ES : YS__EN;
    const char *format = format_of(e->f), *title = ys__field_title(e->f, all->lang);
    const char *second = ys__field_title(e->f, other);

    if (is_ready(p, sheet))
        ys__book_check(p->book, worksheet_set_column(sheet, (lxw_col_t)column, (lxw_col_t)column, width_of(all, e),
                                                     ys__book_format(p->book, YS__STYLE_OPEN, format)));
    ys__paper_put(p, sheet, HEAD_ROW, column, title, YS__STYLE_HEAD_LEFT);
    ys__paper_put(p, sheet, OTHER_ROW, column, strcmp(title, second) == 0 ? "" : second, YS__STYLE_HEAD_OTHER);
    ys__paper_put(p, sheet, NAME_ROW, column, e->f->name, YS__STYLE_HEAD_NAME);
    for (int row = FIRST_ROW; row < all->last && is_ready(p, sheet); row++) {
        const char *known = ys__template_known(all->t, (size_t)(row - FIRST_ROW), (size_t)column, true);

        if (known)
            ys__paper_put(p, sheet, row, column, known, YS__STYLE_ENTRY_KNOWN);
        else
            ys__book_check(p->book, worksheet_write_blank(sheet, (lxw_row_t)row, (lxw_col_t)column,
                                                          ys__book_format(p->book, YS__STYLE_ENTRY, format)));
    }
    put_validation(p, sheet, all, e, column);
    put_marks(p, sheet, all, e, column);
}

/* The mark, and how the program that saves the file writes a number and a date. */
static void put_stamp(ys__paper *p, lxw_worksheet *sheet, const ys__template *t)
{
    lxw_row_col_options hidden = { .hidden = 1 };

    ys__stamp_put(&p->text, t->partner, t->form, t->period_id);
    ys__paper_put(p, sheet, STAMP_ROW, 0, ys__paper_text(p), YS__STYLE_CALC);
    ys__put_number((ys__spot){ p->book, sheet, STAMP_ROW, 1 }, YS__STAMP_NUMBER, YS__STYLE_CALC, NULL);
    if (t->n > 1)
        ys__put_number((ys__spot){ p->book, sheet, STAMP_ROW, 2 }, YS__STAMP_DAY + YS__SERIAL_EPOCH, YS__STYLE_DAY,
                       NULL);
    if (is_ready(p, sheet))
        ys__book_check(p->book, worksheet_set_row_opt(sheet, STAMP_ROW, LXW_DEF_ROW_HEIGHT, NULL, &hidden));
}

/* How many rows are still to be mended, beside what a row is told. */
static void put_checks(ys__paper *p, lxw_worksheet *sheet, const ys__entries *all)
{
    int column = (int)all->n;
    char letter[8];
    size_t open = 0;

    ys__column_letter(letter, all->n);
    if (is_ready(p, sheet))
        ys__book_check(p->book, worksheet_set_column(sheet, (lxw_col_t)column, (lxw_col_t)column, 46, NULL));
    ys__paper_put(p, sheet, HEAD_ROW, column, ys__translate(all->lang, N_("Check")), YS__STYLE_HEAD_LEFT);
    ys__paper_put(p, sheet, OTHER_ROW, column, ys__translate(all->lang == YS__EN ? YS__ES : YS__EN, N_("Check")),
                  YS__STYLE_HEAD_OTHER);
    ys__paper_put(p, sheet, NAME_ROW, column, YS__CHECK_HEADER, YS__STYLE_HEAD_NAME);
    for (int row = FIRST_ROW; row < all->last; row++) {
        ys__buffer value = { 0 };

        ys__put(&value, "");
        ys__put_row_check(&p->text, &value, all, row + 1);
        open += value.n > strlen("✔");
        ys__put_formula_text((ys__spot){ p->book, sheet, row, column }, ys__paper_text(p),
                             value.text ? value.text : "", YS__STYLE_CHECK);
        ys__buffer_free(&value);
        ys__paper_height(p, sheet, row, 18);
    }
    ys__putf(&p->text, "=LEN(%s%d)>1", letter, all->first);
    put_condition(p, sheet, ys__paper_text(p), YS__STYLE_STATUS_BAD, FIRST_ROW, all->last - 1, column);
    ys__putf(&p->text, "=LEN(%s%d)=1", letter, all->first);
    put_condition(p, sheet, ys__paper_text(p), YS__STYLE_STATUS_GOOD, FIRST_ROW, all->last - 1, column);
    ys__putf(&p->text, "=\"%s \"&SUMPRODUCT(--(LEN(%s%d:%s%d)>1))", _("Rows to mend:"), letter, all->first, letter,
             all->last);
    {
        const char *formula = ys__paper_text(p);

        ys__putf(&p->text, "%s %zu", _("Rows to mend:"), open);
        ys__put_formula_text((ys__spot){ p->book, sheet, NOTE_ROW, column }, formula, ys__paper_text(p),
                             YS__STYLE_COUNT);
    }
}

static void put_titles(ys__paper *p, lxw_worksheet *sheet, const ys__entries *all)
{
    const ys__template *t = all->t;

    ys__paper_banner(p, sheet, TITLE_ROW, (int)all->n,
                     t->form->title.n ? ys__label_get(&t->form->title) : t->form->id, YS__STYLE_TITLE);
    ys__paper_banner(p, sheet, PERIOD_ROW, (int)all->n, ys__paper_whose(p, t), YS__STYLE_SUBTITLE);
    ys__paper_put(p, sheet, NOTE_ROW, 0,
                  _("Fill in the yellow cells, one row for each record; a cell that is chosen says what belongs there. "
                    "The column on the right says what is still missing."), YS__STYLE_REMARK);
    ys__paper_height(p, sheet, NOTE_ROW, 22);
    ys__paper_height(p, sheet, HEAD_ROW, 46);
    ys__paper_height(p, sheet, OTHER_ROW, 30);
}

/* Keeps headings and formulas from being overwritten by mistake; there is no password. */
static void protect(const ys__paper *p, lxw_worksheet *sheet)
{
    lxw_protection may = { .format_cells = 1, .format_columns = 1, .format_rows = 1, .insert_rows = 1,
                           .delete_rows = 1, .sort = 1, .autofilter = 1 };

    if (!is_ready(p, sheet))
        return;
    worksheet_protect(sheet, NULL, &may);
    worksheet_freeze_panes(sheet, FIRST_ROW, 1);
    ys__book_check(p->book, worksheet_repeat_rows(sheet, HEAD_ROW, NAME_ROW));
    worksheet_set_selection(sheet, FIRST_ROW, 0, FIRST_ROW, 0);
}

static void write_form(ys__paper *p, lxw_worksheet *sheet, ys__entries *all)
{
    ys__paper_page(p, sheet, all->t);
    put_stamp(p, sheet, all->t);
    put_titles(p, sheet, all);
    for (size_t i = 0; i < all->n; i++)
        put_column(p, sheet, all, (int)i);
    put_checks(p, sheet, all);
    ys__putf(&p->text, "A%d:%s%d", all->first, all->items[all->n - 1].letter, all->last);
    if (is_ready(p, sheet)) /* codes are text, and no mistake for it */
        ys__book_check(p->book, worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, ys__paper_text(p)));
    protect(p, sheet);
}

static bool set_entries(ys__entries *all, const ys__template *t)
{
    const ys__form *form = t->form;
    size_t rows = t->n_known ? t->n_known : form->n_key || form->participant_field >= 0 ? ROWS : ROWS_WITHOUT_KEY;

    *all = (ys__entries){ .t = t, .n = t->n, .first = FIRST_ROW + 1, .last = FIRST_ROW + (int)rows,
                          .lang = ys__lang_now() };
    if ((all->items = calloc(t->n + 1, sizeof *all->items)) == NULL)
        return false;
    for (size_t i = 0; i < t->n; i++) {
        ys__entry *e = &all->items[i];

        e->f = &form->fields[t->fields[i]];
        e->missing = e->f->missing ? e->f->missing : form->missing;
        e->n_missing = e->f->missing ? e->f->n_missing : form->n_missing;
        ys__column_letter(e->letter, i);
    }
    return true;
}

static void free_entries(ys__entries *all)
{
    for (size_t i = 0; all->items && i < all->n; i++) {
        ys__buffer_free(&all->items[i].choices);
        ys__buffer_free(&all->items[i].block);
    }
    free(all->items);
}

/* The form's title where a sheet can be called that, else its id. */
static lxw_worksheet *add_form_sheet(const ys__paper *p, const ys__form *form)
{
    enum { NAME_MAX = 31 };
    char name[NAME_MAX * 4 + 1];
    bool taken = form->title.n == 0;

    ys__text_cut(name, sizeof name, ys__label_get(&form->title), NAME_MAX);
    for (char *c = name; *c; c++)
        if (strchr("[]:*?/\\'", *c))
            *c = ' ';
    for (size_t k = 0; k < 3; k++)
        taken = taken || ys__text_same(ys__slice_of(name), ys__slice_of(_(ys__paper_sheets[k])));
    return ys__book_sheet(p->book, taken ? form->id : name);
}

static void write_sheets(ys__paper *p, ys__entries *all)
{
    lxw_worksheet *form = add_form_sheet(p, all->t->form), *how = ys__book_sheet(p->book, _(ys__paper_sheets[0]));
    lxw_worksheet *fields = ys__book_sheet(p->book, _(ys__paper_sheets[1]));
    lxw_worksheet *lists = ys__book_sheet(p->book, _(ys__paper_sheets[2]));

    ys__paper_lists(p, lists, all);
    write_form(p, form, all);
    ys__paper_instructions(p, how, all->t);
    ys__paper_definitions(p, fields, all->t);
    if (is_ready(p, lists))
        worksheet_hide(lists);
}

ys_status ys__template_book(const ys__template *t, const char *path, ys_error *err)
{
    const char *title = ys__label_get(&t->form->title);
    const ys__book_about about = { .title = title[0] ? title : t->form->id, .subject = t->period_id,
                                   .author = "Yardstick",
                                   .created = (int64_t)ys__period_first_day(t->period) * SECONDS_OF_DAY };
    ys__paper p = { 0 };
    ys__entries all;
    ys_status status = set_entries(&all, t) ? ys__book_new(&p.book, path, &about, err) : ys__fail_nomem(err);

    if (status == YS_OK) {
        write_sheets(&p, &all);
        status = ys__book_close(p.book, err);
    }
    ys__buffer_free(&p.text);
    ys__arena_free(&p.arena);
    free_entries(&all);
    return status;
}
