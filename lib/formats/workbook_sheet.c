/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/workbook_sheet.h"

#include <ctype.h>
#include <expat.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/number.h"
#include "base/vector.h"
#include "formats/csv.h"

enum { PIECE = 1 << 16 }; /* of a part, that is read at once */

/* Numbers from here on are kept without some of their digits. */
#define DIGITS_LOST 1e15

enum { ROWS_MAX = 1048576, COLUMNS_MAX = 16384, DAY_SECONDS = 86400, EPOCH_1900 = 25569, EPOCH_1904 = 24107,
       AREA_MAX = 1 << 28 };

/* The same, with what to do beside it, for the handlers of expat. */
typedef struct parse {
    ys__sheet_reader *r;
    ys__xml_start start;
    ys__xml_end end;
} parse;

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');

    return colon ? colon + 1 : name;
}

static void XMLCALL on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
    const parse *p = ctx;

    p->start(p->r, local_name(name), (const char **)attributes);
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
    const parse *p = ctx;

    if (p->end)
        p->end(p->r, local_name(name));
}

static void XMLCALL on_text(void *ctx, const XML_Char *text, int n)
{
    const parse *p = ctx;

    if (p->r->collecting)
        ys__putn(&p->r->text, text, (size_t)n);
}

/* Entities are how a small file becomes a huge one; a workbook has no use for them. */
static void XMLCALL on_doctype(void *ctx, const XML_Char *name, const XML_Char *system_id, const XML_Char *public_id,
                               int internal)
{
    const parse *p = ctx;

    (void)name;
    (void)system_id;
    (void)public_id;
    (void)internal;
    p->r->forbidden = true;
    XML_StopParser(p->r->parser, XML_FALSE);
}

static bool parse_all(XML_Parser parser, ys__xml_more more, void *from, ys__sheet_reader *r)
{
    long got = 1;

    while (got > 0) {
        void *room = XML_GetBuffer(parser, PIECE);

        r->failed = r->failed || room == NULL;
        if (room == NULL || (got = more(from, room, PIECE)) < 0 ||
            XML_ParseBuffer(parser, (int)got, got == 0) != XML_STATUS_OK)
            return false;
    }
    return true;
}

ys_status ys__xml_parse(ys__xml_more more, void *from, ys__xml_start start, ys__xml_end end, ys__sheet_reader *r,
                        ys_error *err)
{
    parse p = { r, start, end };
    XML_Parser parser = XML_ParserCreate(NULL);
    bool good;

    if (parser == NULL)
        return ys__fail_nomem(err);
    r->parser = parser;
    r->collecting = false;
    XML_SetUserData(parser, &p);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    good = parse_all(parser, more, from, r);
    XML_ParserFree(parser);
    r->parser = NULL;
    if (r->failed || r->text.failed || r->formula.failed || r->texts.failed || r->strings.failed)
        return ys__fail_nomem(err);
    if (!good || r->forbidden)
        return ys__fail(err, YS_E_SYNTAX, NULL, "%s", _("the workbook is damaged"));
    return YS_OK;
}

void ys__sheet_reader_free(ys__sheet_reader *r)
{
    for (size_t i = 0; i < r->n_sheets; i++) {
        free(r->sheets[i].name);
        free(r->sheets[i].link);
        free(r->sheets[i].path);
    }
    free(r->sheets);
    free(r->formats);
    free(r->styles);
    free(r->string_ends);
    free(r->cells);
    ys__buffer_free(&r->text);
    ys__buffer_free(&r->formula);
    ys__buffer_free(&r->strings);
    ys__buffer_free(&r->texts);
}

static const char *attribute(const char **attributes, const char *name)
{
    for (; attributes[0]; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

static bool is_true(const char *text)
{
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static void collect(ys__sheet_reader *r)
{
    ys__buffer_clear(&r->text);
    r->collecting = true;
}

static char *copy(ys__sheet_reader *r, const char *text)
{
    char *copied = strdup(text ? text : "");

    r->failed = r->failed || copied == NULL;
    return copied;
}

void ys__book_start(ys__sheet_reader *r, const char *name, const char **attributes)
{
    const char *state = attribute(attributes, "state");

    if (strcmp(name, "workbookPr") == 0)
        r->from_1904 = r->from_1904 || is_true(attribute(attributes, "date1904")); /* extensions repeat it */
    if (strcmp(name, "sheet") != 0)
        return;
    if (!ys__room((void **)&r->sheets, &r->sheets_room, r->n_sheets, sizeof *r->sheets)) {
        r->failed = true;
        return;
    }
    r->sheets[r->n_sheets++] = (ys__sheet_entry){ .name = copy(r, attribute(attributes, "name")),
                                                  .link = copy(r, attribute(attributes, "id")),
                                                  .hidden = state && strcmp(state, "visible") != 0 };
}

void ys__links_start(ys__sheet_reader *r, const char *name, const char **attributes)
{
    const char *id = attribute(attributes, "Id"), *target = attribute(attributes, "Target");

    for (size_t i = 0; strcmp(name, "Relationship") == 0 && id && target && i < r->n_sheets; i++)
        if (r->sheets[i].path == NULL && strcmp(r->sheets[i].link, id) == 0)
            r->sheets[i].path = copy(r, target);
}

void ys__sheet_path(const ys__sheet_reader *r, size_t i, char *to, size_t size)
{
    const char *path = r->sheets[i].path;

    if (path == NULL)
        snprintf(to, size, "xl/worksheets/sheet%zu.xml", i + 1);
    else if (path[0] == '/')
        snprintf(to, size, "%s", path + 1);
    else
        snprintf(to, size, "xl/%s", path);
}

/* What the letters of a number format make of a number; texts in quotes and brackets are none of it. */
static ys__cell_style style_of_format(const char *format)
{
    bool date = false, time = false;

    for (const char *p = format; *p && *p != ';'; p++) {
        if (*p == '"')
            p += strcspn(p + 1, "\"") + 1;
        else if (*p == '[' && strchr("hHmMsS", p[1]) == NULL)
            p += strcspn(p, "]");
        else if (*p == '\\' && p[1])
            p++;
        else if (strchr("yYdD", *p))
            date = true;
        else if (strchr("hHsS", *p))
            time = true;
        else if (strncasecmp(p, "general", 7) == 0)
            return YS__STYLE_PLAIN;
        else if (strchr("mM", *p) && !time && !date) /* mmm yy, mm:ss */
            date = strchr(p, ':') == NULL;
        if (*p == '\0')
            break;
    }
    return date ? (time ? YS__STYLE_DATETIME : YS__STYLE_DATE) : time ? YS__STYLE_TIME : YS__STYLE_PLAIN;
}

/* The formats every workbook has. */
static ys__cell_style style_of_id(const ys__sheet_reader *r, int id)
{
    for (size_t i = 0; i < r->n_formats; i++)
        if (r->formats[i].id == id)
            return r->formats[i].style;
    if (id == 22)
        return YS__STYLE_DATETIME;
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
        return YS__STYLE_DATE;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
        return YS__STYLE_TIME;
    return YS__STYLE_PLAIN;
}

void ys__styles_start(ys__sheet_reader *r, const char *name, const char **attributes)
{
    const char *id = attribute(attributes, "numFmtId"), *format = attribute(attributes, "formatCode");

    if (strcmp(name, "cellXfs") == 0)
        r->in_styles = true;
    if (strcmp(name, "numFmt") == 0 && id && format) {
        if (!ys__room((void **)&r->formats, &r->formats_room, r->n_formats, sizeof *r->formats)) {
            r->failed = true;
            return;
        }
        r->formats[r->n_formats].id = atoi(id);
        r->formats[r->n_formats++].style = style_of_format(format);
    }
    if (r->in_styles && strcmp(name, "xf") == 0) {
        if (!ys__room((void **)&r->styles, &r->styles_room, r->n_styles, sizeof *r->styles)) {
            r->failed = true;
            return;
        }
        r->styles[r->n_styles++] = style_of_id(r, id ? atoi(id) : 0);
    }
}

void ys__styles_end(ys__sheet_reader *r, const char *name)
{
    if (strcmp(name, "cellXfs") == 0)
        r->in_styles = false;
}

void ys__strings_start(ys__sheet_reader *r, const char *name, const char **attributes)
{
    (void)attributes;
    if (strcmp(name, "rPh") == 0)
        r->phonetic++;
    else if (strcmp(name, "t") == 0 && r->phonetic == 0)
        collect(r);
}

void ys__strings_end(ys__sheet_reader *r, const char *name)
{
    if (strcmp(name, "rPh") == 0) {
        r->phonetic--;
    } else if (strcmp(name, "t") == 0 && r->collecting) {
        ys__putn(&r->strings, r->text.text, r->text.n);
        r->collecting = false;
    } else if (strcmp(name, "si") == 0) {
        if (ys__room((void **)&r->string_ends, &r->strings_room, r->n_strings, sizeof *r->string_ends))
            r->string_ends[r->n_strings++] = r->strings.n;
        else
            r->failed = true;
    }
}

/* "BC12" as row and column; false where it is none. */
static bool place_of(const char *reference, uint32_t *row, uint32_t *column)
{
    uint32_t c = 0, n = 0;

    for (; *reference >= 'A' && *reference <= 'Z' && c < COLUMNS_MAX; reference++)
        c = c * 26 + (uint32_t)(*reference - 'A') + 1;
    for (; *reference >= '0' && *reference <= '9' && n <= ROWS_MAX; reference++)
        n = n * 10 + (uint32_t)(*reference - '0');
    if (c == 0 || c > COLUMNS_MAX || n == 0 || n > ROWS_MAX || *reference)
        return false;
    *row = n - 1;
    *column = c - 1;
    return true;
}

void ys__sheet_begin(ys__sheet_reader *r)
{
    r->n_cells = 0;
    ys__buffer_clear(&r->texts);
    r->row = r->column = r->next_row = r->next_column = 0;
    r->phonetic = 0;
}

void ys__sheet_start(ys__sheet_reader *r, const char *name, const char **attributes)
{
    const char *at = attribute(attributes, "r"), *type = attribute(attributes, "t");
    const char *style = attribute(attributes, "s");

    if (strcmp(name, "row") == 0) {
        long n = at ? atol(at) : 0;

        r->row = n > 0 && n <= ROWS_MAX ? (uint32_t)n - 1 : r->next_row;
        r->next_row = r->row + 1;
        r->next_column = 0;
    } else if (strcmp(name, "c") == 0) {
        r->column = r->next_column;
        if (at)
            place_of(at, &r->row, &r->column);
        r->next_column = r->column + 1;
        r->type = type == NULL ? 'n' : strcmp(type, "str") == 0 ? 'f' : strcmp(type, "inlineStr") == 0 ? 'i' : type[0];
        r->style = style ? (size_t)atol(style) : 0;
        r->has_value = r->has_formula = false;
        ys__buffer_clear(&r->text);
    } else if (strcmp(name, "rPh") == 0) {
        r->phonetic++;
    } else if (strcmp(name, "v") == 0) {
        collect(r);
    } else if (strcmp(name, "f") == 0) {
        r->has_formula = true;
        collect(r);
    } else if (strcmp(name, "t") == 0 && r->phonetic == 0 && r->type == 'i') {
        r->collecting = true; /* runs of rich text follow each other */
    }
}

/* A day number as a date, with its time where the style shows one. */
static void put_moment(ys__sheet_reader *r, double serial, ys__cell_style style)
{
    double seconds = round((serial - floor(serial)) * DAY_SECONDS), day = floor(serial);
    int32_t days = (int32_t)day - (r->from_1904 ? EPOCH_1904 : EPOCH_1900);
    unsigned s;
    char date[16];

    if (seconds >= DAY_SECONDS) {
        seconds = 0;
        days++;
    }
    s = (unsigned)seconds;
    if (!r->from_1904 && day < 60) /* spreadsheets believe in a 29 February 1900 */
        days++;
    ys__date_format(date, days);
    if (style != YS__STYLE_TIME)
        ys__put(&r->texts, date);
    if (style == YS__STYLE_DATETIME)
        ys__putc(&r->texts, 'T');
    if (style != YS__STYLE_DATE)
        ys__putf(&r->texts, "%02u:%02u:%02u", s / 3600 % 24, s / 60 % 60, s % 60);
}

static void put_capitals(ys__buffer *to, ys__slice text)
{
    for (size_t i = 0; i < text.n; i++)
        ys__putc(to, text.p[i] == 'e' ? 'E' : text.p[i]);
}

static void put_number(ys__sheet_reader *r, ys__slice text)
{
    ys__cell_style style = r->style < r->n_styles ? r->styles[r->style] : YS__STYLE_PLAIN;
    char shown[YS__NUMBER_SIZE];
    double x;

    if (!ys__real_parse(text, &x))
        ys__putn(&r->texts, text.p, text.n);
    else if (style != YS__STYLE_PLAIN && x >= 0 && x < 2958466)
        put_moment(r, x, style);
    else if (strspn(text.p, "-0123456789") == text.n)
        ys__putn(&r->texts, text.p, text.n);
    else if (fabs(x) >= DIGITS_LOST) /* a long code has lost digits; it must not look whole */
        put_capitals(&r->texts, text);
    else
        ys__put(&r->texts, ys__number_format(shown, x)); /* not 0.61249999999999993 */
}

/* A character as workbooks write those that XML does not allow: _x000D_. NUL: it is none. */
static char escaped_character(ys__slice text)
{
    unsigned code = 0;

    if (text.n < 7 || text.p[1] != 'x' || text.p[6] != '_')
        return 0;
    for (size_t i = 2; i < 6; i++) {
        const char *digits = "0123456789ABCDEF", *at = strchr(digits, toupper((unsigned char)text.p[i]));

        if (text.p[i] == '\0' || at == NULL)
            return 0;
        code = code * 16 + (unsigned)(at - digits);
    }
    return code <= 0x7F ? (char)code : '\0'; /* others need no such writing */
}

static void put_text(ys__buffer *to, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = p[i] == '_' ? escaped_character((ys__slice){ p + i, n - i }) : '\0';

        ys__putc(to, c ? c : p[i]);
        i += c ? 6 : 0;
    }
}

static void put_value(ys__sheet_reader *r)
{
    ys__slice text = { r->text.text ? r->text.text : "", r->text.n };
    size_t i;

    switch (r->type) {
    case 's':
        i = (size_t)strtoul(text.p, NULL, 10);
        if (i < r->n_strings)
            put_text(&r->texts, r->strings.text + (i ? r->string_ends[i - 1] : 0),
                     r->string_ends[i] - (i ? r->string_ends[i - 1] : 0));
        break;
    case 'b':
        ys__put(&r->texts, ys__slice_is(text, "1") ? "TRUE" : "FALSE");
        break;
    case 'n':
        put_number(r, text);
        break;
    default: /* texts, errors, ISO dates */
        put_text(&r->texts, text.p, text.n);
    }
}

void ys__sheet_end(ys__sheet_reader *r, const char *name)
{
    bool bare;

    if (strcmp(name, "rPh") == 0)
        r->phonetic--;
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        r->has_value = r->has_value || r->collecting;
        r->collecting = false;
    }
    if (strcmp(name, "f") == 0) {
        ys__buffer_clear(&r->formula);
        ys__putn(&r->formula, r->text.text, r->text.n);
        ys__buffer_clear(&r->text);
        r->collecting = false;
    }
    if (strcmp(name, "c") != 0 || !(r->has_value || r->has_formula))
        return;
    if (!ys__room((void **)&r->cells, &r->cells_room, r->n_cells, sizeof *r->cells)) {
        r->failed = true;
        return;
    }
    bare = r->has_formula && r->text.n == 0 && r->type != 'f'; /* the result may be an empty text */
    r->cells[r->n_cells] = (ys__sheet_cell){ r->row, r->column, r->texts.n, 0, bare };
    if (!bare)
        put_value(r);
    else
        ys__putf(&r->texts, "=%s", r->formula.n ? r->formula.text : "\xE2\x80\xA6");
    r->cells[r->n_cells].n = r->texts.n - r->cells[r->n_cells].at;
    r->n_cells += r->cells[r->n_cells].n > 0;
}

static int compare_cells(const void *a, const void *b)
{
    const ys__sheet_cell *x = a, *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static bool is_ordered(const ys__sheet_reader *r)
{
    for (size_t i = 1; i < r->n_cells; i++)
        if (compare_cells(&r->cells[i - 1], &r->cells[i]) > 0)
            return false;
    return true;
}

static void put_commas(ys__buffer *to, uint32_t n)
{
    while (n-- > 0)
        ys__putc(to, ',');
}

/* Takes out the cells of rows that hold formulas without results and nothing else: nobody has filled in such a row. */
static void drop_formulas(ys__sheet_reader *r)
{
    size_t kept = 0, end;

    for (size_t first = 0; first < r->n_cells; first = end) {
        bool filled = false;

        for (end = first; end < r->n_cells && r->cells[end].row == r->cells[first].row; end++)
            filled = filled || !r->cells[end].formula;
        for (size_t i = first; i < end && filled; i++)
            r->cells[kept++] = r->cells[i];
    }
    r->n_cells = kept;
}

ys_status ys__sheet_text(ys__sheet_reader *r, ys__arena *arena, ys__slice *out, ys_error *err)
{
    ys__buffer to = { 0 };
    uint32_t row = 0, column = 0, width = 0;
    char *text;

    if (!is_ordered(r)) /* they nearly always are, and qsort() would copy them */
        qsort(r->cells, r->n_cells, sizeof *r->cells, compare_cells);
    drop_formulas(r);
    for (size_t i = 0; i < r->n_cells; i++)
        width = r->cells[i].column + 1 > width ? r->cells[i].column + 1 : width;
    if (r->n_cells > 0 && (uint64_t)width * (r->cells[r->n_cells - 1].row + 1) > AREA_MAX)
        return ys__fail(err, YS_E_SYNTAX, NULL, "%s",
                        _("a sheet is too wide for its length; delete the cells that stand far outside its table"));
    for (size_t i = 0; i < r->n_cells; i++) {
        const ys__sheet_cell *cell = &r->cells[i];

        if (cell->row == row && i > 0 && cell->column == r->cells[i - 1].column && cell->row == r->cells[i - 1].row)
            continue; /* told twice */
        for (; row < cell->row; row++, column = 0) {
            if (column > 0)
                put_commas(&to, width - 1 - (column - 1));
            ys__putc(&to, '\n');
        }
        put_commas(&to, cell->column - (column ? column - 1 : 0));
        ys__csv_put(&to, (ys__slice){ r->texts.text + cell->at, cell->n });
        column = cell->column + 1;
    }
    if (column > 0) {
        put_commas(&to, width - column);
        ys__putc(&to, '\n');
    }
    ys__buffer_free(&r->texts); /* before it is there twice */
    free(r->cells);
    r->cells = NULL;
    r->n_cells = r->cells_room = 0;
    text = to.failed ? NULL : ys__arena_textn(arena, to.text, to.n);
    *out = (ys__slice){ text, to.n };
    ys__buffer_free(&to);
    return text ? YS_OK : ys__fail_nomem(err);
}
