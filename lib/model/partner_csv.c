/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/load.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/file.h"
#include "base/i18n.h"
#include "formats/csv.h"

/* partners.csv and sites.csv: small tables of known columns. */

enum { MOST_COLUMNS = 8 };

typedef struct cell {
    const char *text; /* trimmed, in the arena; "" where there is none */
    ys__place at;
} cell;

typedef struct table {
    const char *const *columns; /* known ones */
    size_t n;
    size_t required;            /* the first so many must be there */
    void (*row)(ys__reader *r, const cell *cells);
    int at[MOST_COLUMNS];       /* where each known column is in the file, -1: nowhere */
} table;

static cell cell_of(ys__reader *r, const ys__csv *csv, const ys__csv_row *row, const ys__csv_cell *from)
{
    bool quoted = from->flags & YS__CELL_QUOTED;
    ys__slice before = { row->p, (size_t)(from->p - row->p) - quoted }, text;
    char *room = ys__reader_alloc(r, from->n + 1, 1);
    cell c = { "", { (uint32_t)row->line, (uint32_t)ys__text_length(before) + 1 } };

    if (room) {
        text = ys__trim(ys__csv_cell_text(csv, from, room));
        c.text = ys__arena_textn(r->arena, text.p, text.n);
    }
    if (c.text == NULL) {
        r->nomem = true;
        c.text = "";
    }
    return c;
}

static void unknown_column(ys__reader *r, const table *t, const cell *c)
{
    ys__error_at(r, c->at, _("the column “%s” is not known here"), c->text);
    ys__hint_nearest(r, ys__slice_of(c->text), t->columns, t->n);
}

static void read_header(ys__reader *r, table *t, const ys__csv *csv, const ys__csv_block *block)
{
    const ys__csv_row *row = &block->rows[0];

    for (size_t k = 0; k < t->n; k++)
        t->at[k] = -1;
    for (uint32_t i = 0; i < row->n; i++) {
        cell c = cell_of(r, csv, row, &block->cells[row->first + i]);
        size_t k = 0;

        if (c.text[0] == '\0')
            continue;
        while (k < t->n && !ys__text_same(ys__slice_of(c.text), ys__slice_of(t->columns[k])))
            k++;
        if (k == t->n)
            unknown_column(r, t, &c);
        else if (t->at[k] >= 0)
            ys__error_at(r, c.at, _("the column “%s” stands here a second time"), c.text);
        else
            t->at[k] = (int)i;
    }
    for (size_t k = 0; k < t->required; k++)
        if (t->at[k] < 0)
            ys__error_at(r, (ys__place){ (uint32_t)row->line, 1 }, _("there is no column “%s”"), t->columns[k]);
}

static bool blank_row(const ys__csv_block *block, const ys__csv_row *row)
{
    for (uint32_t i = 0; i < row->n; i++) {
        const ys__csv_cell *c = &block->cells[row->first + i];

        if (ys__trim((ys__slice){ c->p, c->n }).n)
            return false;
    }
    return true;
}

static void read_row(ys__reader *r, const table *t, const ys__csv *csv, const ys__csv_block *block,
                     const ys__csv_row *row)
{
    cell cells[MOST_COLUMNS];

    for (size_t k = 0; k < t->n; k++) {
        cells[k] = (cell){ "", { (uint32_t)row->line, 1 } };
        if (t->at[k] >= 0 && (uint32_t)t->at[k] < row->n)
            cells[k] = cell_of(r, csv, row, &block->cells[row->first + (uint32_t)t->at[k]]);
    }
    t->row(r, cells);
}

/* Comma, or what Spanish and German spreadsheets write instead: whichever the first line has more of. */
static char separator_of(const char *text, size_t n)
{
    static const char marks[] = ",;\t";
    size_t counts[3] = { 0 }, best = 0;

    for (size_t i = 0; i < n && text[i] != '\n' && text[i] != '\r'; i++)
        for (size_t k = 0; k < 3; k++)
            counts[k] += text[i] == marks[k];
    for (size_t k = 1; k < 3; k++)
        if (counts[k] > counts[best])
            best = k;
    return marks[best];
}

static ys_status read_rows(ys__reader *r, table *t, const char *text, size_t n, ys_error *err)
{
    const ys__csv_dialect dialect = { .separator = separator_of(text, n), .quote = '"' };
    bool header = false;
    ys__csv_block block;
    ys_status status;
    ys__csv *csv;

    if ((status = ys__csv_open(&csv, text, n, &dialect, err)) != YS_OK)
        return status;
    while ((status = ys__csv_next(csv, &block, err)) == YS_OK && block.n) {
        for (size_t i = 0; i < block.n; i++) {
            if (!header)
                read_header(r, t, csv, &block);
            else if (!blank_row(&block, &block.rows[i]))
                read_row(r, t, csv, &block, &block.rows[i]);
            header = true;
        }
    }
    if (status == YS_OK && ys__csv_open_quote_line(csv))
        ys__error_at(r, (ys__place){ (uint32_t)ys__csv_open_quote_line(csv), 1 }, "%s",
                     _("a quote opened in this line is never closed"));
    if (status == YS_OK && !header)
        ys__error_at(r, (ys__place){ 1, 1 }, "%s", _("this file is empty"));
    ys__csv_close(csv);
    return status;
}

static ys__place place_in(const char *text, size_t at)
{
    ys__place place = { 1, 1 };
    size_t line = 0;

    for (size_t i = 0; i < at; i++) {
        if (text[i] == '\n') {
            place.line++;
            line = i + 1;
        }
    }
    place.column = (uint32_t)ys__text_length((ys__slice){ text + line, at - line }) + 1;
    return place;
}

static void read_table(ys__reader *r, table *t, const ys__json *name)
{
    ys_error err = YS_ERROR_INIT;
    size_t before = r->file, bom, valid;
    ys__source file;
    char *path = name->text[0] == '/' ? strdup(name->text) : ys__path_join(r->in->dir, name->text);

    if (path == NULL) {
        r->nomem = true;
        return;
    }
    if (ys__load_bytes(&file, r, path, "table", name->text, &err) != YS_OK) {
        r->nomem |= err.status == YS_E_NOMEM;
        ys__error_at(r, ys__value_place(name), _("the file %s: %s"), name->text, err.text);
        free(path);
        return;
    }
    ys__keep_definition(r, "table", name->text, &file);
    bom = file.n >= 3 && memcmp(file.text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    valid = ys__text_valid((ys__slice){ file.text, file.n });
    if (valid < file.n) {
        ys__error_at(r, place_in(file.text, valid), "%s",
                     _("this byte is not UTF-8; save the file with the encoding UTF-8"));
    } else if (read_rows(r, t, file.text + bom, file.n - bom, &err) != YS_OK) {
        r->nomem |= err.status == YS_E_NOMEM;
        ys__error_at(r, (ys__place){ 1, 1 }, "%s", err.text);
    }
    free(path);
    r->file = before;
}

static bool good_id(ys__reader *r, const cell *c, bool underscore)
{
    if (ys__is_id(ys__slice_of(c->text), underscore))
        return true;
    if (c->text[0] == '\0')
        ys__error_at(r, c->at, "%s", _("this row has no id"));
    else
        ys__error_at(r, c->at, _("“%s” cannot be an id"), c->text);
    ys__hint(r, "%s", underscore ? _("an id holds letters without accents, digits, “.”, “-” and “_”")
                                 : _("this id holds letters without accents, digits, “.” and “-”"));
    return false;
}

static int32_t date_of(ys__reader *r, const cell *c, int32_t otherwise)
{
    int32_t days;

    if (c->text[0] == '\0')
        return otherwise;
    if (ys__date_parse(ys__slice_of(c->text), &days))
        return days;
    ys__error_at(r, c->at, _("“%s” is not a date"), c->text);
    ys__hint(r, _("write it as %s"), "2018-07-01");
    return otherwise;
}

/* partners.csv */

enum { ID, NAME, ROLE, FROM, TO, FORMS, PARTNER_COLUMNS };

static const char *const partner_columns[] = {
    [ID] = "id", [NAME] = "name", [ROLE] = "role", [FROM] = "from", [TO] = "to", [FORMS] = "forms",
};

static void add_forms(ys__reader *r, ys__partner *p, const cell *c)
{
    static const char marks[] = " ;,|";
    const char *s = c->text;

    while (*s) {
        size_t n = strcspn(s, marks);
        ys__place at = c->at;

        at.column += (uint32_t)(s - c->text);
        if (n)
            ys__add_form(r, p, (ys__slice){ s, n }, at);
        s += n;
        s += strspn(s, marks);
    }
}

static void partner_row(ys__reader *r, const cell *cells)
{
    static const char *const roles[] = { "partner", "backbone" };
    ys__partner read = { 0 }, *p = NULL;

    if (good_id(r, &cells[ID], false))
        p = ys__add_partner(r, cells[ID].text, cells[ID].at);
    if (p == NULL)
        p = &read;
    p->name = ys__label_of(r, cells[NAME].text[0] ? cells[NAME].text : cells[ID].text);
    p->role = strcmp(cells[ROLE].text, "backbone") == 0 ? "backbone" : "";
    if (cells[ROLE].text[0] && p->role[0] == '\0' && strcmp(cells[ROLE].text, "partner") != 0) {
        ys__error_at(r, cells[ROLE].at, _("“%s” is not known here"), cells[ROLE].text);
        ys__hint_nearest(r, ys__slice_of(cells[ROLE].text), roles, 2);
    }
    p->from = date_of(r, &cells[FROM], INT32_MIN);
    p->to = date_of(r, &cells[TO], INT32_MAX);
    if (p->from > p->to)
        ys__error_at(r, cells[TO].at, "%s", _("this partner ends before it begins"));
    add_forms(r, p, &cells[FORMS]);
    if (cells[FORMS].text[0] == '\0')
        ys__add_all_forms(r, p);
}

void ys__read_partners_csv(ys__reader *r, const ys__json *name)
{
    table t = { partner_columns, PARTNER_COLUMNS, 1, partner_row, { 0 } };

    read_table(r, &t, name);
}

/* sites.csv */

enum { SITE_PARTNER, SITE_ID, SITE_NAME, SITE_COLUMNS };

static const char *const site_columns[] = { [SITE_PARTNER] = "partner", [SITE_ID] = "id", [SITE_NAME] = "name" };

static void site_row(ys__reader *r, const cell *cells)
{
    ys__partner *p = ys__reader_partner(r, cells[SITE_PARTNER].text);
    ys__label name = { 0 };

    if (p == NULL) {
        const char **known = calloc(r->in->n_partners + 1, sizeof *known);

        for (size_t i = 0; known && i < r->in->n_partners; i++)
            known[i] = r->in->partners[i].id;
        ys__error_at(r, cells[SITE_PARTNER].at, _("there is no partner “%s”"), cells[SITE_PARTNER].text);
        if (known)
            ys__hint_nearest(r, ys__slice_of(cells[SITE_PARTNER].text), known, r->in->n_partners);
        free(known);
    }
    if (!good_id(r, &cells[SITE_ID], true) || p == NULL)
        return;
    if (cells[SITE_NAME].text[0])
        name = ys__label_of(r, cells[SITE_NAME].text);
    ys__add_site(r, p, cells[SITE_ID].text, &name, cells[SITE_ID].at);
}

void ys__read_sites_csv(ys__reader *r, const ys__json *name)
{
    table t = { site_columns, SITE_COLUMNS, 2, site_row, { 0 } };

    read_table(r, &t, name);
}
