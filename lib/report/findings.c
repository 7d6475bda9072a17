/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/check.h>

#include <stdlib.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/vector.h"
#include "data/import.h"
#include "data/patterns.h"
#include "data/use.h"
#include "report/expected.h"
#include "report/workbook.h"
#include "store/check.h"

/* The findings of a file as a workbook that goes back to its sender: a summary, a list to work through, what goes wrong
 * again and again, and a copy of the file with the cells marked. */

enum { FIX_MAX = 200000, COPY_MAX = 100000, NOTES_MAX = 20000, PATTERNS_MAX = 400, WIDTHS = 256 };

/* A marked cell of the copy. */
typedef struct mark {
    uint64_t row;
    size_t column;
    bool is_error;
    const char *note;
} mark;

/* The same finding in the same field, over and over. */
typedef struct pattern {
    const char *code, *field, *message, *hint;
    const char *value;           /* in all of them; NULL: they differ */
    uint64_t times, first, last;
    bool is_error, is_cause;     /* is_cause: it tells what others have in common */
} pattern;

typedef struct writer {
    ys__book *book;
    const ys__import *import;
    const char *period;
    lxw_worksheet *fix;
    int row;
    ys__arena arena;
    mark *marks;
    size_t n_marks, marks_room;
    pattern *patterns;
    size_t n_patterns, patterns_room;
    uint8_t widths[WIDTHS]; /* of the copy's columns */
    uint32_t n_widths;
    bool in_data;
    bool failed;
} writer;

static void put(const writer *w, lxw_worksheet *sheet, int row, int column, const char *text, ys__style style)
{
    ys__put_text((ys__spot){ w->book, sheet, row, column }, text, style);
}

static void put_count(const writer *w, lxw_worksheet *sheet, int row, int column, uint64_t n)
{
    ys__put_number((ys__spot){ w->book, sheet, row, column }, (double)n, YS__STYLE_PROSE, "#,##0");
}

static void set_columns(const writer *w, lxw_worksheet *sheet, const double *widths, int n)
{
    for (int i = 0; i < n && sheet && !ys__book_failed(w->book); i++)
        ys__book_check(w->book, worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL));
}

/* A page across, as many down as it takes; heights of rows that hold more than a line. */
static void set_page(const writer *w, lxw_worksheet *sheet, int tall, double height)
{
    if (sheet == NULL || ys__book_failed(w->book))
        return;
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); /* A4; the margins leave room for Letter */
    worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.5);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_fit_to_pages(sheet, 1, 0);
    ys__book_check(w->book, worksheet_set_footer(sheet, "&C&8&A&R&8&P / &N"));
    if (tall >= 0)
        ys__book_check(w->book, worksheet_set_row(sheet, (lxw_row_t)tall, height, NULL));
}

static void put_heads(const writer *w, lxw_worksheet *sheet, int row, const char *const *heads, int n)
{
    for (int i = 0; i < n; i++)
        put(w, sheet, row, i, _(heads[i]), YS__STYLE_HEAD_LEFT);
}

/* A row of texts, as high as they need; NULL leaves a cell to the caller. */
static void put_row(const writer *w, lxw_worksheet *sheet, int row, const char *const *texts, const ys__style *styles,
                    const double *widths, int n)
{
    for (int i = 0; i < n; i++)
        if (texts[i])
            put(w, sheet, row, i, texts[i], styles[i]);
    if (sheet && !ys__book_failed(w->book))
        ys__book_check(w->book, worksheet_set_row(sheet, (lxw_row_t)row, ys__texts_height(texts, widths, n), NULL));
}

static ys__style style_of(bool is_error)
{
    return is_error ? YS__STYLE_STATUS_BAD : YS__STYLE_STATUS_WATCH;
}

/* "F7", "row 7", or nothing for the file as a whole. */
static void put_place(ys__buffer *to, const ys_finding *f)
{
    if (f->row && f->column[0])
        ys__putf(to, "%s%llu", f->column, (unsigned long long)f->row);
    else if (f->row)
        ys__putf(to, _("row %llu"), (unsigned long long)f->row);
    else
        ys__put(to, _("the whole file"));
}

/* The field a column is read into, whatever its header is called; NULL: none. */
static const ys__field *field_of(const ys__import *import, size_t column)
{
    int field = import->form && column < import->source->n_headers
                    ? ys__header_field(import->form, import->mapping, import->source->headers[column]) : -1;

    return field >= 0 ? &import->form->fields[field] : NULL;
}

/* The text of the record's key, so that a person finds it again in the system it came from. */
static void put_record(ys__buffer *to, const ys__import *import, uint64_t row)
{
    const ys__form *form = import->form;
    const ys__csv_cell *cells;
    const ys__csv_row *at = row >= import->source->first_record && form && form->n_key
                                ? ys__source_seek(import->source, row, &cells) : NULL;

    for (size_t k = 0; at && k < form->n_key; k++) {
        int32_t column = ys__field_column(import, form->primary_key[k]);

        if (column < 0 || (uint32_t)column >= at->n || form->fields[form->primary_key[k]].sensitive)
            continue;
        ys__put(to, to->n ? " / " : "");
        ys__putn(to, cells[at->first + (uint32_t)column].p, cells[at->first + (uint32_t)column].n);
    }
}

static bool keep_mark(writer *w, const ys_finding *f)
{
    size_t column = 0;

    if (f->row == 0 || f->column[0] == '\0' || w->n_marks >= NOTES_MAX)
        return true;
    for (const char *p = f->column; *p; p++)
        column = column * 26 + (size_t)(*p - 'A') + 1;
    if (!ys__room((void **)&w->marks, &w->marks_room, w->n_marks, sizeof *w->marks))
        return false;
    w->marks[w->n_marks++] =
        (mark){ f->row, column - 1, f->severity == YS_ERROR, ys__arena_text(&w->arena, f->message) };
    return w->marks[w->n_marks - 1].note != NULL;
}

static bool count_pattern(writer *w, const ys_finding *f)
{
    pattern *p;

    for (size_t i = w->n_patterns; i-- > 0;) {
        p = &w->patterns[i];
        if (strcmp(p->code, f->code) == 0 && strcmp(p->field, f->field) == 0) {
            p->times++;
            p->last = f->row;
            if (p->value && (f->value == NULL || strcmp(p->value, f->value) != 0))
                p->value = NULL;
            return true;
        }
    }
    if (w->n_patterns == PATTERNS_MAX)
        return true;
    if (!ys__room((void **)&w->patterns, &w->patterns_room, w->n_patterns, sizeof *w->patterns))
        return false;
    p = &w->patterns[w->n_patterns++];
    *p = (pattern){ .code = ys__arena_text(&w->arena, f->code), .field = ys__arena_text(&w->arena, f->field),
                    .message = ys__arena_text(&w->arena, f->message), .hint = ys__arena_text(&w->arena, f->hint),
                    .value = f->value ? ys__arena_text(&w->arena, f->value) : NULL, .times = 1, .first = f->row,
                    .last = f->row, .is_error = f->severity == YS_ERROR, .is_cause = ys__is_cause(f->code) };
    return p->code && p->field && p->message && p->hint;
}

enum { FIX_COLUMNS = 10 };
static const double fix_widths[FIX_COLUMNS] = { 9, 10, 18, 11, 18, 34, 16, 26, 44, 15 };

static int take_finding(const ys_finding *f, void *ctx)
{
    writer *w = ctx;
    ys__buffer place = { 0 }, expected = { 0 }, record = { 0 };
    int row = w->row, field;

    w->failed = w->failed || !keep_mark(w, f) || !count_pattern(w, f);
    if (row > FIX_MAX || ys__book_failed(w->book))
        return w->failed;
    put_place(&place, f);
    field = w->import->form ? ys__form_field(w->import->form, ys__slice_of(f->field)) : -1;
    if (field >= 0)
        ys__put_expected(&expected, ys__lang_now(), &w->import->form->fields[field]);
    put_record(&record, w->import, f->row);
    const char *const texts[FIX_COLUMNS] = {
        place.text ? place.text : "", f->severity == YS_ERROR ? _("error") : _("warning"),
        record.text ? record.text : "", w->period, f->field, f->message, f->value ? f->value : "",
        expected.text ? expected.text : "", f->hint, f->code,
    };
    const ys__style styles[FIX_COLUMNS] = {
        YS__STYLE_PROSE_BOLD, style_of(f->severity == YS_ERROR), YS__STYLE_PROSE, YS__STYLE_PROSE, YS__STYLE_PROSE,
        YS__STYLE_PROSE, YS__STYLE_PROSE, YS__STYLE_PROSE, YS__STYLE_PROSE, YS__STYLE_CODE,
    };

    put_row(w, w->fix, row, texts, styles, fix_widths, FIX_COLUMNS);
    w->failed = w->failed || place.failed || expected.failed || record.failed;
    ys__buffer_free(&place);
    ys__buffer_free(&expected);
    ys__buffer_free(&record);
    w->row++;
    return w->failed;
}

static void write_summary(const writer *w, lxw_worksheet *sheet, const ys_check_summary *s)
{
    static const double widths[] = { 26, 96 };
    const char *status = s->errors ? _("rejected: please mend the errors and send the file again")
                         : s->warnings ? _("accepted, with warnings") : _("accepted");
    const struct {
        const char *name, *text;
    } lines[] = {
        { _("File"), ys__path_base(w->import->path) }, { _("Partner"), s->partner }, { _("Form"), s->form },
        { _("Period"), s->period },                    { _("Dates"), s->period_dates }, { _("Status"), status },
    };
    const struct {
        const char *name;
        uint64_t n;
    } counts[] = { { _("Rows in"), s->rows },         { _("Rows accepted"), s->accepted },
                   { _("Rows rejected"), s->rejected }, { _("Errors"), s->errors }, { _("Warnings"), s->warnings } };
    int row = 2;

    set_columns(w, sheet, widths, 2);
    put(w, sheet, 0, 0, _("What we found in your file"), YS__STYLE_TITLE);
    put(w, sheet, 0, 1, "", YS__STYLE_BANNER);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++, row++) {
        put(w, sheet, row, 0, lines[i].name, YS__STYLE_PROSE_BOLD);
        put(w, sheet, row, 1, lines[i].text, YS__STYLE_PROSE);
    }
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++, row++) {
        put(w, sheet, row, 0, counts[i].name, YS__STYLE_PROSE_BOLD);
        put_count(w, sheet, row, 1, counts[i].n);
    }
    put(w, sheet, ++row, 0, _("How to go on"), YS__STYLE_PROSE_BOLD);
    put(w, sheet, row, 1,
        _("Start with Patterns: one correction there often mends many rows. Then work through the Fix list; Your file "
          "shows the same cells marked. Correct your own file, save it, and send it again."), YS__STYLE_PROSE);
    set_page(w, sheet, row, 60);
    set_page(w, sheet, 0, 28);
}

static int compare_patterns(const void *a, const void *b)
{
    const pattern *x = a, *y = b;

    if (x->is_cause != y->is_cause)
        return x->is_cause ? -1 : 1;
    if (x->is_error != y->is_error)
        return x->is_error ? -1 : 1;
    if (x->times != y->times)
        return x->times > y->times ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* What a pattern's rows have in common. */
static void put_remark(ys__buffer *to, const pattern *p, uint64_t rows)
{
    if (p->is_cause)
        return;
    if (p->times >= rows && rows > 1)
        ys__put(to, _("in every row: the whole column"));
    else if (p->times > 2 && p->last - p->first + 1 == p->times)
        ys__put(to, _("in one run of rows"));
    if (p->times > 2 && p->value && p->value[0]) {
        ys__put(to, to->n ? "; " : "");
        ys__putf(to, _("always “%s”"), p->value);
    }
}

static void write_patterns(writer *w, lxw_worksheet *sheet)
{
    static const char *const heads[] = { N_("Times"), N_("Severity"), N_("Field"), N_("First example"),
                                         N_("How to mend"), N_("First row"), N_("Last row"), N_("Remark"), N_("Code") };
    enum { COLUMNS = 9 };
    static const double widths[COLUMNS] = { 8, 10, 20, 40, 46, 10, 10, 22, 15 };
    uint64_t rows = w->import->table.n;

    if (w->n_patterns)
        qsort(w->patterns, w->n_patterns, sizeof *w->patterns, compare_patterns);
    set_columns(w, sheet, widths, COLUMNS);
    put_heads(w, sheet, 0, heads, COLUMNS);
    for (size_t i = 0; i < w->n_patterns; i++) {
        const pattern *p = &w->patterns[i];
        ys__buffer remark = { 0 };
        int row = (int)i + 1;

        put_remark(&remark, p, rows);
        w->failed = w->failed || remark.failed;
        const char *const texts[COLUMNS] = { NULL, p->is_error ? _("error") : _("warning"), p->field, p->message,
                                             p->hint, NULL, NULL, remark.text, p->code };
        const ys__style styles[COLUMNS] = { YS__STYLE_PROSE, style_of(p->is_error), YS__STYLE_PROSE_BOLD,
                                            YS__STYLE_PROSE, YS__STYLE_PROSE, YS__STYLE_PROSE, YS__STYLE_PROSE,
                                            YS__STYLE_PROSE, YS__STYLE_CODE };

        put_row(w, sheet, row, texts, styles, widths, COLUMNS);
        put_count(w, sheet, row, 0, p->times);
        put_count(w, sheet, row, 5, p->first);
        put_count(w, sheet, row, 6, p->last);
        ys__buffer_free(&remark);
    }
    if (sheet && !ys__book_failed(w->book))
        worksheet_freeze_panes(sheet, 1, 0);
}

/* A column is as wide as its texts, within reason; a header may take two lines. Titles above it run on. */
static void widen(writer *w, uint32_t column, ys__slice text, bool is_header)
{
    size_t n = ys__text_length(text);

    if (w->n_widths <= column && column < WIDTHS)
        w->n_widths = column + 1;
    n = is_header ? n * 5 / 8 + 3 : n + 1;
    if (column < WIDTHS && n > w->widths[column] && (is_header || w->in_data))
        w->widths[column] = (uint8_t)(n < 34 ? n : 34);
}

static void set_copy_columns(const writer *w, lxw_worksheet *sheet)
{
    for (uint32_t c = 0; c < w->n_widths && sheet && !ys__book_failed(w->book); c++)
        ys__book_check(w->book, worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c,
                                                     w->widths[c] < 9 ? 9 : w->widths[c], NULL));
}

/* One record of the copy, with the marks of its cells; *at is the next mark. */
static void copy_record(writer *w, lxw_worksheet *sheet, const ys__csv_row *row, uint64_t record, size_t *at)
{
    const ys__source *source = w->import->source;
    bool is_data = record >= source->first_record;

    w->in_data = is_data;
    for (uint32_t c = 0; c < row->n; c++) {
        ys__slice text = ys__source_text(&w->arena, source->csv, &source->block.cells[row->first + c]);
        ys__style style = record == source->header_record ? YS__STYLE_HEAD_LEFT : YS__STYLE_DATA;
        char *copy = ys__arena_textn(&w->arena, text.p, text.n < 32000 ? text.n : 32000);
        const ys__field *field = field_of(w->import, c);
        const char *note = NULL;

        while (*at < w->n_marks && (w->marks[*at].row < record ||
                                    (w->marks[*at].row == record && w->marks[*at].column < c)))
            ++*at;
        if (*at < w->n_marks && w->marks[*at].row == record && w->marks[*at].column == c) {
            style = style_of(w->marks[*at].is_error);
            note = w->marks[*at].note;
        }
        w->failed = w->failed || copy == NULL;
        widen(w, c, text, style == YS__STYLE_HEAD_LEFT);
        if (copy == NULL || (text.n == 0 && note == NULL))
            continue;
        put(w, sheet, (int)record - 1, (int)c, is_data && field && field->sensitive ? _("(hidden)") : copy, style);
        if (note && sheet && !ys__book_failed(w->book))
            ys__book_check(w->book, worksheet_write_comment(sheet, (lxw_row_t)record - 1, (lxw_col_t)c, note));
    }
}

static ys_status write_copy(writer *w, lxw_worksheet *sheet, ys_error *err)
{
    ys__source *source = w->import->source;
    size_t at = 0;
    ys_status status = ys__source_rewind(source, err);
    uint64_t first = source->first_record;

    source->first_record = 1; /* titles and header stand in the copy too */
    while (status == YS_OK && (status = ys__source_next(source, err)) == YS_OK && source->block.n > 0) {
        source->first_record = first;
        for (size_t i = 0; i < source->block.n && source->block_record + i <= COPY_MAX; i++)
            copy_record(w, sheet, &source->block.rows[i], source->block_record + i, &at);
        if (source->block_record > COPY_MAX)
            break;
    }
    source->first_record = first;
    set_copy_columns(w, sheet);
    set_page(w, sheet, source->header_record ? (int)source->header_record - 1 : -1, 32);
    if (status == YS_OK && sheet && !ys__book_failed(w->book) && source->header_record)
        worksheet_freeze_panes(sheet, (lxw_row_t)source->header_record, 0);
    return status;
}

static ys_status write_book(writer *w, const ys_check_summary *summary, ys_error *err)
{
    static const char *const heads[] = { N_("Cell"), N_("Severity"), N_("Record"), N_("Period"), N_("Field"),
                                         N_("What is wrong"), N_("Received"), N_("Expected"), N_("How to mend"),
                                         N_("Code") };
    lxw_worksheet *about = ys__book_sheet(w->book, _("Summary")), *patterns, *copy;
    ys_status status;

    w->fix = ys__book_sheet(w->book, _("Fix list"));
    patterns = ys__book_sheet(w->book, _("Patterns"));
    copy = ys__book_sheet(w->book, _("Your file"));
    w->period = summary->period;
    w->row = 1;
    write_summary(w, about, summary);
    set_columns(w, w->fix, fix_widths, FIX_COLUMNS);
    put_heads(w, w->fix, 0, heads, 10);
    status = ys__import_report(w->import, take_finding, w, err);
    if (status == YS_E_CANCELLED || w->failed)
        return ys__fail_nomem(err);
    if (status != YS_OK)
        return status;
    set_page(w, w->fix, -1, 0);
    set_page(w, patterns, -1, 0);
    if (w->fix && !ys__book_failed(w->book)) {
        worksheet_freeze_panes(w->fix, 1, 0);
        worksheet_autofilter(w->fix, 0, 0, (lxw_row_t)(w->row > 1 ? w->row - 1 : 1), 9);
    }
    write_patterns(w, patterns);
    return write_copy(w, copy, err);
}

static ys_status write_findings(const ys__import *import, const ys_check_summary *summary, const char *out_path,
                                ys_error *err)
{
    const ys__book_about about = { .title = _("What we found in your file"), .subject = ys__path_base(import->path),
                                   .author = "Yardstick", .created = ys__time_now() };
    writer w = { .import = import };
    ys_status status = ys__book_new(&w.book, out_path, &about, err);

    if (status != YS_OK)
        return status;
    status = write_book(&w, summary, err);
    if (status == YS_OK)
        status = ys__book_close(w.book, err);
    else
        ys__book_discard(w.book);
    free(w.marks);
    free(w.patterns);
    ys__arena_free(&w.arena);
    return status;
}

ys_status ys_check_workbook(const ys_initiative *initiative, const char *schema_path, const char *path,
                            const ys_check_options *options, const char *out_path, ys_check_summary *out,
                            ys_error *err)
{
    ys__schema *schema = NULL;
    ys__import *import = NULL;
    ys__import_options how;
    ys_status status = schema_path ? ys__schema_open(&schema, schema_path, NULL, NULL, err) : YS_OK;

    if (status != YS_OK)
        return status;
    how = ys__check_how(options, schema);
    how.collapse = false;
    status = ys__import_file(&import, schema ? NULL : initiative, path, &how, err);
    if (status == YS_OK)
        status = ys__check_history(import, options, err);
    if (status == YS_OK)
        status = ys__import_summary(import, initiative, out, err);
    if (status == YS_OK)
        import->sender = NULL; /* it reads the workbook, and cannot write into mappings as the backbone can */
    if (status == YS_OK)
        status = write_findings(import, out, out_path, err);
    ys__import_free(import);
    ys__schema_free(schema);
    return status;
}
