/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/workbook.h"

#include <assert.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/number.h"
#include "base/text.h"
#include "base/vector.h"

enum { SHEET_NAME = 31, STRING = 32767, TABLE_NAME = 250, PROPERTY = 200 };

/* A format made once and used for every cell that looks the same. */
typedef struct made {
    ys__style style;
    char *number_format;
    lxw_format *format;
} made;

struct ys__book {
    lxw_workbook *workbook; /* NULL once closed: libxlsxwriter frees it even where closing fails */
    char *path;
    int memory; /* -1: none */
    made *formats;
    size_t n_formats, formats_room;
    ys_error failure; /* status YS_OK: none so far */
    locale_t before, plain;
};

static void fail(ys__book *book, ys_status status, const char *what)
{
    const ys__where at = { .source = book->path };

    if (book->failure.status == YS_OK)
        ys__fail(&book->failure, status, &at, "%s: %s", _("the workbook cannot be written"), what);
}

bool ys__book_failed(const ys__book *book)
{
    return book->failure.status != YS_OK;
}

void ys__book_check(ys__book *book, lxw_error code)
{
    if (code == LXW_NO_ERROR)
        return;
    fail(book, code == LXW_ERROR_MEMORY_MALLOC_FAILED ? YS_E_NOMEM : YS_E_IO, lxw_strerror(code));
}

/* libxlsxwriter only reads what it takes as char *. */
static char *lent(const char *text)
{
    return (char *)(uintptr_t)text;
}

static void set_properties(ys__book *book, const ys__book_about *about)
{
    char title[PROPERTY * 4 + 1];
    lxw_doc_properties properties = {
        .title = ys__text_cut(title, sizeof title, about->title, PROPERTY),
        .subject = lent(about->subject),
        .author = lent(about->author),
        .created = (time_t)about->created,
    };

    ys__book_check(book, workbook_set_properties(book->workbook, &properties));
}

static void release(ys__book *book)
{
    if (book->plain) {
        uselocale(book->before);
        freelocale(book->plain);
    }
    for (size_t i = 0; i < book->n_formats; i++)
        free(book->formats[i].number_format);
    if (book->memory >= 0)
        close(book->memory);
    free(book->formats);
    free(book->path);
    free(book);
}

/* The workbook is put together in a file in memory: libxlsxwriter would print what goes wrong on a disk. */
static ys_status begin(ys__book *book, ys_error *err)
{
    char name[64];

    book->memory = memfd_create("workbook", MFD_CLOEXEC);
    if (book->memory < 0)
        return ys__fail_errno(err, book->path, _("cannot be written"));
    snprintf(name, sizeof name, "/proc/self/fd/%d", book->memory);
    book->workbook = workbook_new(name);
    return book->workbook ? YS_OK : ys__fail_nomem(err);
}

ys_status ys__book_new(ys__book **out, const char *path, const ys__book_about *about, ys_error *err)
{
    ys__book *book = calloc(1, sizeof *book);
    ys_status status = YS_OK;

    if (book == NULL)
        return ys__fail_nomem(err);
    book->memory = -1;
    book->path = strdup(path);
    book->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (book->plain)
        book->before = uselocale(book->plain);
    if (book->path == NULL || book->plain == (locale_t)0)
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = begin(book, err);
    if (status != YS_OK) {
        release(book);
        return status;
    }
    set_properties(book, about);
    *out = book;
    return YS_OK;
}

/* Writes what was put together to where it belongs. */
static ys_status deliver(const ys__book *book, ys_error *err)
{
    struct stat st;
    void *bytes = MAP_FAILED;
    ys_status status;

    if (fstat(book->memory, &st) == 0 && st.st_size > 0)
        bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, book->memory, 0);
    if (bytes == MAP_FAILED)
        return ys__fail_errno(err, book->path, _("cannot be written"));
    status = ys__file_write(book->path, bytes, (size_t)st.st_size, err);
    munmap(bytes, (size_t)st.st_size);
    return status;
}

ys_status ys__book_close(ys__book *book, ys_error *err)
{
    ys_status status;

    if (ys__book_failed(book)) /* closing what is broken would print */
        lxw_workbook_free(book->workbook);
    else
        ys__book_check(book, workbook_close(book->workbook)); /* frees it, also after a failure */
    if (ys__book_failed(book)) {
        status = book->failure.status;
        if (err)
            *err = book->failure;
    } else {
        status = deliver(book, err);
    }
    release(book);
    return status;
}

void ys__book_discard(ys__book *book)
{
    if (book == NULL)
        return;
    lxw_workbook_free(book->workbook);
    release(book);
}

static bool is_sheet_name(ys__book *book, const char *name)
{
    size_t n = ys__text_length(ys__slice_of(name));

    return n > 0 && n <= SHEET_NAME && strpbrk(name, "[]:*?/\\") == NULL && name[0] != '\'' &&
           ys__text_valid(ys__slice_of(name)) == strlen(name) &&
           workbook_get_worksheet_by_name(book->workbook, name) == NULL;
}

lxw_worksheet *ys__book_sheet(ys__book *book, const char *name)
{
    lxw_worksheet *sheet;

    if (ys__book_failed(book))
        return NULL;
    if (!is_sheet_name(book, name)) {
        fail(book, YS_E_ARGUMENT, name);
        return NULL;
    }
    sheet = workbook_add_worksheet(book->workbook, name);
    if (sheet == NULL)
        fail(book, YS_E_ARGUMENT, name);
    return sheet;
}

lxw_chart *ys__book_chart(ys__book *book, int type)
{
    lxw_chart *chart = ys__book_failed(book) ? NULL : workbook_add_chart(book->workbook, (uint8_t)type);

    if (chart == NULL)
        fail(book, YS_E_NOMEM, lxw_strerror(LXW_ERROR_MEMORY_MALLOC_FAILED));
    return chart;
}

lxw_format *ys__book_format(ys__book *book, ys__style style, const char *number_format)
{
    const char *wanted = number_format ? number_format : "";
    made *m;

    if (ys__book_failed(book))
        return NULL;
    for (size_t i = 0; i < book->n_formats; i++)
        if (book->formats[i].style == style && strcmp(book->formats[i].number_format, wanted) == 0)
            return book->formats[i].format;
    if (!ys__room((void **)&book->formats, &book->formats_room, book->n_formats, sizeof *book->formats)) {
        fail(book, YS_E_NOMEM, lxw_strerror(LXW_ERROR_MEMORY_MALLOC_FAILED));
        return NULL;
    }
    m = &book->formats[book->n_formats];
    *m = (made){ style, strdup(wanted), workbook_add_format(book->workbook) };
    if (m->number_format == NULL || m->format == NULL) {
        free(m->number_format);
        fail(book, YS_E_NOMEM, lxw_strerror(LXW_ERROR_MEMORY_MALLOC_FAILED));
        return NULL;
    }
    ys__style_apply(m->format, style, number_format);
    book->n_formats++;
    return m->format;
}

/* Whether a cell can be written at all; the place is the caller's business, so a wrong one is a mistake of ours. */
static bool ready(ys__spot at)
{
    assert(at.row >= 0 && at.column >= 0 && at.row < LXW_ROW_MAX && at.column < LXW_COL_MAX);
    return at.sheet && !ys__book_failed(at.book);
}

void ys__put_blank(ys__spot at, ys__style style)
{
    if (ready(at))
        ys__book_check(at.book, worksheet_write_blank(at.sheet, (lxw_row_t)at.row, (lxw_col_t)at.column,
                                                      ys__book_format(at.book, style, NULL)));
}

void ys__put_text(ys__spot at, const char *text, ys__style style)
{
    ys__slice s = ys__slice_of(text);

    if (!ready(at))
        return;
    if (s.n == 0) {
        ys__put_blank(at, style);
        return;
    }
    if (ys__text_valid(s) != s.n || ys__text_length(s) > STRING) {
        fail(at.book, YS_E_ARGUMENT, _("a text is no UTF-8 or too long for a cell"));
        return;
    }
    ys__book_check(at.book, worksheet_write_string(at.sheet, (lxw_row_t)at.row, (lxw_col_t)at.column, text,
                                                   ys__book_format(at.book, style, NULL)));
}

/* The number that all our texts give: up to 15 significant digits, so that a cell and a line of CSV are equal. */
static double as_written(double x)
{
    char text[YS__NUMBER_SIZE];
    double same = x;

    if (x != floor(x) || fabs(x) >= 1e15)
        ys__real_parse(ys__slice_of(ys__number_format(text, x)), &same);
    return same;
}

void ys__put_number(ys__spot at, double x, ys__style style, const char *number_format)
{
    if (!isfinite(x))
        ys__put_blank(at, style);
    else if (ready(at))
        ys__book_check(at.book, worksheet_write_number(at.sheet, (lxw_row_t)at.row, (lxw_col_t)at.column,
                                                       as_written(x),
                                                       ys__book_format(at.book, style, number_format)));
}

void ys__put_formula(ys__spot at, const char *formula, double value, ys__style style, const char *number_format)
{
    assert((formula[0] == '=' || formula[0] == '\0') && isfinite(value));
    if (ready(at) && formula[0]) /* it is empty where memory ran out, which the book knows already */
        ys__book_check(at.book, worksheet_write_formula_num(at.sheet, (lxw_row_t)at.row, (lxw_col_t)at.column, formula,
                                                            ys__book_format(at.book, style, number_format),
                                                            as_written(value)));
}

void ys__put_formula_text(ys__spot at, const char *formula, const char *value, ys__style style)
{
    assert(formula[0] == '=' || formula[0] == '\0');
    if (ready(at) && formula[0])
        ys__book_check(at.book, worksheet_write_formula_str(at.sheet, (lxw_row_t)at.row, (lxw_col_t)at.column, formula,
                                                            ys__book_format(at.book, style, NULL), value));
}

void ys__put_merged(ys__spot at, int last_row, int last_column, const char *text, ys__style style)
{
    if (last_row == at.row && last_column == at.column) {
        ys__put_text(at, text, style);
        return;
    }
    if (ready(at))
        ys__book_check(at.book,
                       worksheet_merge_range(at.sheet, (lxw_row_t)at.row, (lxw_col_t)at.column, (lxw_row_t)last_row,
                                             (lxw_col_t)last_column, text, ys__book_format(at.book, style, NULL)));
}

void ys__put_chart(ys__spot at, lxw_chart *chart, int x, int y, int width, int height, const char *description)
{
    /* libxlsxwriter draws a chart of 480 by 288 pixels unless it is scaled */
    lxw_chart_options options = {
        .x_offset = x,
        .y_offset = y,
        .x_scale = width / 480.0,
        .y_scale = height / 288.0,
        .object_position = LXW_OBJECT_MOVE_AND_SIZE,
        .description = lent(description),
        .decorative = description == NULL,
    };

    if (ready(at) && chart)
        ys__book_check(at.book,
                       worksheet_insert_chart_opt(at.sheet, (lxw_row_t)at.row, (lxw_col_t)at.column, chart, &options));
}

void ys__put_validation(ys__spot from, int last_row, lxw_data_validation *validation, bool is_list)
{
    lxw_data_val_obj *each, *last = NULL;

    if (!ready(from))
        return;
    if (is_list)
        validation->validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
    ys__book_check(from.book, worksheet_data_validation_range(from.sheet, (lxw_row_t)from.row, (lxw_col_t)from.column,
                                                              (lxw_row_t)last_row, (lxw_col_t)from.column, validation));
    if (!is_list || ys__book_failed(from.book))
        return;
    STAILQ_FOREACH(each, from.sheet->data_validations, list_pointers)
        last = each;
    if (last)
        last->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
}

/* What Excel takes for the name of a table: a letter or '_' first, and nothing that could be a cell. */
static bool is_table_name(const char *name)
{
    size_t letters = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    bool cell = letters <= 3 && name[letters + strspn(name + letters, "0123456789")] == '\0';

    return (letters > 0 || name[0] == '_') && !cell && strlen(name) <= TABLE_NAME &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.") == strlen(name);
}

static bool are_column_names(const char *const *columns, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ys__slice name = ys__slice_of(columns[i]);

        if (name.n == 0 || ys__text_valid(name) != name.n)
            return false;
        for (size_t j = 0; j < i; j++)
            if (strcasecmp(columns[i], columns[j]) == 0)
                return false;
    }
    return n > 0;
}

void ys__put_table(ys__spot at, const char *name, const char *const *columns, size_t n_columns, size_t n_rows)
{
    lxw_table_column *heads, **list;

    if (!ready(at))
        return;
    if (!is_table_name(name) || !are_column_names(columns, n_columns) || n_rows == 0) {
        fail(at.book, YS_E_ARGUMENT, name);
        return;
    }
    heads = calloc(n_columns, sizeof *heads);
    list = calloc(n_columns + 1, sizeof(lxw_table_column *));
    if (heads == NULL || list == NULL) {
        fail(at.book, YS_E_NOMEM, lxw_strerror(LXW_ERROR_MEMORY_MALLOC_FAILED));
    } else {
        lxw_table_options options = {
            .name = lent(name),
            .style_type = LXW_TABLE_STYLE_TYPE_LIGHT,
            .style_type_number = 9,
            .columns = list,
        };

        for (size_t i = 0; i < n_columns; i++) {
            heads[i].header = lent(columns[i]);
            list[i] = &heads[i];
        }
        ys__book_check(at.book, worksheet_add_table(at.sheet, (lxw_row_t)at.row, (lxw_col_t)at.column,
                                                    (lxw_row_t)(at.row + (int)n_rows),
                                                    (lxw_col_t)(at.column + (int)n_columns - 1), &options));
    }
    free(heads);
    free(list);
}

int ys__column_pixels(double width)
{
    return (int)(width * 7 + 5.5);
}

int ys__row_pixels(double height)
{
    return (int)(height * 4 / 3 + 0.5);
}

static size_t lines_of(const char *text, double width)
{
    size_t lines = 0;

    while (*text) {
        size_t n = strcspn(text, "\n");

        lines += 1 + (size_t)((double)ys__text_length((ys__slice){ text, n }) / (width * 1.2));
        text += n + (text[n] == '\n');
    }
    return lines;
}

double ys__texts_height(const char *const *texts, const double *widths, int n)
{
    enum { MOST = 29 }; /* a row is at most 409 points high */
    size_t lines = 1;

    for (int i = 0; i < n; i++) {
        size_t needed = texts[i] ? lines_of(texts[i], widths[i]) : 0;

        lines = needed > lines ? needed : lines;
    }
    return (double)(lines < MOST ? lines : MOST) * 13 + 4;
}
