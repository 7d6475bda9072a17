/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/convert.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/vector.h"
#include "data/eval.h"
#include "data/mapped.h"

static const ys__missing_value blank_alone[] = { { "", YS__NOT_REPORTED } };

/* The least (up true) or the greatest number of units of a scale within a bound. */
static int64_t bound(double x, int scale, bool up)
{
    double units = x * (double)ys__pow10[scale], slack = 1e-9 * fmax(1, fabs(units));

    units = up ? ceil(units - slack) : floor(units + slack);
    return units >= 9e18 ? INT64_MAX : units <= -9e18 ? INT64_MIN : (int64_t)units;
}

static void prepare_missing(ys__intake *r, const ys__form *form)
{
    bool own = r->f->missing != NULL;

    r->missing = own ? r->f->missing : form->missing;
    r->n_missing = own ? r->f->n_missing : form->n_missing;
    if (r->missing == NULL) {
        r->missing = blank_alone;
        r->n_missing = 1;
    }
    r->blank = form->strict ? YS__MISSING_NONE : YS__NOT_REPORTED;
    for (size_t i = 0; i < r->n_missing; i++) {
        if (r->missing[i].text[0] == '\0')
            r->blank = r->missing[i].reason;
        r->may_be_missing[(unsigned char)r->missing[i].text[0]] = true;
    }
}

static void choose_reading(ys__intake *r, const ys__form *form)
{
    static const struct {
        void (*take)(ys__conversion *, ys__intake *), (*read)(ys__conversion *, ys__intake *);
    } ways[] = {
        [YS__COLUMN_NUMBER] = { ys__take_numbers, ys__read_numbers },
        [YS__COLUMN_REAL] = { ys__take_numbers, ys__read_numbers },
        [YS__COLUMN_DATE] = { ys__take_dates, ys__read_dates },
        [YS__COLUMN_TIME] = { ys__take_known, ys__read_memo },
        [YS__COLUMN_DATETIME] = { ys__take_known, ys__read_memo },
        [YS__COLUMN_MONTH] = { ys__take_known, ys__read_memo },
        [YS__COLUMN_PERIOD] = { ys__take_known, ys__read_memo },
        [YS__COLUMN_BOOL] = { ys__take_known, ys__read_memo },
        [YS__COLUMN_CODE] = { ys__take_known, ys__read_memo },
        [YS__COLUMN_ID] = { ys__take_texts, ys__read_ids },
    };
    const ys__field *f = r->f;

    r->take = ways[r->out->kind].take;
    r->read = ways[r->out->kind].read;
    r->resolve = ys__resolve_text;
    if (f->role == YS__ROLE_SITE)
        r->resolve = ys__resolve_site;
    else if (f->role == YS__ROLE_PARTNER)
        r->resolve = ys__resolve_partner;
    else if (f->role == YS__ROLE_PERIOD)
        r->resolve = ys__resolve_period;
    else if (f->list && r->out->kind == YS__COLUMN_CODE)
        r->resolve = ys__resolve_list;
    else if (r->out->kind == YS__COLUMN_BOOL)
        r->resolve = ys__resolve_bool;
    else if (r->out->kind != YS__COLUMN_CODE)
        r->resolve = ys__resolve_time;
    else if (!f->pattern && !f->format && f->min_length < 0 && f->max_length < 0) {
        r->take = ys__take_texts;
        r->read = ys__read_texts;
    }
    for (int scale = 0; scale <= YS__SCALE_MAX; scale++) {
        r->low[scale] = f->has_minimum ? bound(f->minimum, scale, true) : INT64_MIN;
        r->high[scale] = f->has_maximum ? bound(f->maximum, scale, false) : INT64_MAX;
    }
    r->code_like = f->role == YS__ROLE_PARTICIPANT || f->role == YS__ROLE_SITE || f->pattern != NULL;
    for (size_t i = 0; i < form->n_key && f->type == YS__FIELD_STRING; i++)
        r->code_like = r->code_like || form->primary_key[i] == r->field;
}

/* The fields whose values are needed when all rows are read: everything, unless only findings are wanted. */
static void choose_kept(ys__conversion *c, const ys__form *form)
{
    const int roles[] = { form->partner_field, form->site_field, form->period_field };

    memset(c->keep, !c->import->partial, form->n);
    for (size_t f = 0; c->options->only && f < form->n; f++)
        c->keep[f] = c->keep[f] || c->options->only[f];
    for (size_t i = 0; i < form->n_rules; i++)
        ys__expr_fields(form->rules[i].require, c->keep);
    for (size_t i = 0; i < form->n_key; i++)
        c->keep[form->primary_key[i]] = true;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (roles[i] >= 0)
            c->keep[roles[i]] = true;
    for (size_t f = 0; f < form->n; f++)
        c->keep[f] = c->keep[f] || form->fields[f].unique;
}

static int rank(const ys__intake *r)
{
    return r->field >= 0 && r->f->role == YS__ROLE_PARTNER ? 0 : 1;
}

/* Whether a field is one of those that tell rows apart, and no category or name could be "total" there. */
static bool names_rows(const ys__form *form, int field)
{
    ys__role role = form->fields[field].role;
    bool is_key = false;

    if (form->strict || ys__list_find(form->fields[field].list, form->fields[field].n_list, ys__slice_of("total")) >= 0)
        return false;
    for (size_t i = 0; i < form->n_key; i++)
        is_key = is_key || form->primary_key[i] == field;
    return is_key || role == YS__ROLE_SITE || role == YS__ROLE_PARTICIPANT || role == YS__ROLE_PARTNER ||
           role == YS__ROLE_PERIOD;
}

void ys__intake_make(const ys__conversion *c, ys__intake *r, int field, size_t column)
{
    const ys__form *form = c->import->form;

    *r = (ys__intake){ .field = field, .column = column };
    if (field < 0)
        return;
    r->f = &form->fields[field];
    r->out = &c->import->table.columns[field];
    r->keep = c->keep[field];
    prepare_missing(r, form);
    choose_reading(r, form);
    if (c->mapping)
        ys__map_intake(r, &c->mapping->fields[field]);
}

void ys__intake_free(ys__intake *r)
{
    ys__memo_free(&r->memo);
    ys__matcher_free(r->matcher);
}

bool ys__intakes_make(ys__conversion *c, const int *fields, size_t n)
{
    const ys__form *form = c->import->form;
    ys__table *table = &c->import->table;

    c->total_column = -1;
    c->intakes = calloc(n + 1, sizeof *c->intakes);
    c->rows = calloc(YS__ROWS_MAX, sizeof *c->rows);
    c->row_cells = calloc(YS__ROWS_MAX, sizeof *c->row_cells);
    c->left = calloc(YS__ROWS_MAX, sizeof *c->left);
    c->texts = calloc(YS__ROWS_MAX, sizeof *c->texts);
    c->cells = calloc(YS__ROWS_MAX, sizeof *c->cells);
    c->why = calloc(YS__ROWS_MAX, 1);
    c->wrong = calloc(YS__ROWS_MAX, 1);
    c->groups = calloc(YS__ROWS_MAX, sizeof *c->groups);
    c->partners = calloc(YS__ROWS_MAX, sizeof *c->partners);
    c->keep = calloc(form->n + 1, 1);
    table->form = form;
    table->columns = calloc(form->n + 1, sizeof *table->columns);
    if (!c->intakes || !c->rows || !c->row_cells || !c->left || !c->texts || !c->cells || !c->why || !c->wrong ||
        !c->groups || !c->partners || !c->keep || !table->columns)
        return false;
    choose_kept(c, form);
    for (size_t f = 0; f < form->n; f++)
        table->columns[f].kind = ys__field_column_kind(form, (int)f);
    for (int turn = 0; turn < 2; turn++) /* who sends a row must be known before its other cells */
        for (size_t i = 0; i < n; i++) {
            ys__intake *r = &c->intakes[c->n_intakes];

            ys__intake_make(c, r, fields[i], i);
            if (rank(r) != turn)
                continue;
            if (r->f && names_rows(form, r->field) && (c->total_column < 0 || (int32_t)i < c->total_column))
                c->total_column = (int32_t)i;
            c->n_intakes++;
        }
    return true;
}

void ys__conversion_free(ys__conversion *c)
{
    for (size_t i = 0; i < c->n_intakes; i++)
        ys__intake_free(&c->intakes[i]);
    free(c->intakes);
    free(c->rows);
    free(c->row_cells);
    free(c->left);
    free(c->texts);
    free(c->cells);
    free(c->why);
    free(c->wrong);
    free(c->groups);
    free(c->partners);
    free(c->keep);
    free(c->skips);
    ys__arena_free(&c->scratch);
}

/* Texts that were unescaped live in scratch only while their block is read: a finding's must stay. */
const char *ys__lasting(ys__conversion *c, ys__slice text)
{
    const ys__decoded *d = &c->source->decoded;

    if (text.p >= d->text && text.p < d->text + d->n)
        return text.p;
    return ys__arena_textn(&c->import->arena, text.p, text.n);
}

void ys__find_cell(ys__conversion *c, size_t i, const ys__csv_cell *cell, ys__found *found)
{
    size_t row = c->base + i;

    found->row = c->import->records[row];
    found->line = c->rows[i]->line;
    found->begin = c->rows[i]->p;
    found->at = cell ? ys__cell_place(cell) : NULL;
    if (found->is_error && !c->import->bad[row]) {
        c->import->bad[row] = 1;
        c->import->n_bad++;
    }
    c->failed = !ys__find(c->import, found) || c->failed;
}

/* Keeps a finding about the quotes of a cell. */
static void find_quotes(ys__conversion *c, const ys__intake *r, size_t i, const ys__csv_cell *cell)
{
    ys__found found = { .is_error = true, .column = (int32_t)r->column, .field = r->field };

    found.code = cell->flags & YS__CELL_RUNAWAY ? YS__RUNAWAY_QUOTE : YS__STRAY_QUOTE;
    found.name = r->field < 0 && r->column < c->source->n_headers ? c->source->headers[r->column].p : NULL;
    found.value = cell->p;
    found.value_n = cell->n <= 60 ? cell->n : (uint32_t)ys__text_valid((ys__slice){ cell->p, 60 });
    ys__find_cell(c, i, cell, &found);
}

static inline bool is_blank_end(char c)
{
    return c == ' ' || c == '\t' || c == '\xC2' || c == '\xA0';
}

ys__missing ys__reason_of(const ys__intake *r, ys__slice text)
{
    for (size_t i = 0; i < r->n_missing; i++)
        if (ys__slice_is(text, r->missing[i].text))
            return r->missing[i].reason;
    return YS__MISSING_NONE;
}

/* ="00123": how people keep a spreadsheet program from taking a code for a number. */
static bool is_text_formula(ys__slice text)
{
    return text.n > 3 && text.p[0] == '=' && text.p[1] == '"' && text.p[text.n - 1] == '"' &&
           memchr(text.p + 2, '"', text.n - 3) == NULL;
}

/* Fetches the cells left of a column: their texts without blanks around them, and which are missing and why. */
static void fetch(ys__conversion *c, ys__intake *r)
{
    for (size_t k = 0; k < c->n_left; k++) {
        size_t i = c->left[k];
        const ys__csv_cell *cell = r->column < c->rows[i]->n ? &c->row_cells[i][r->column] : NULL;
        ys__slice text = cell ? (ys__slice){ cell->p, cell->n } : (ys__slice){ "", 0 };

        if (cell && (cell->flags & ~(uint32_t)YS__CELL_QUOTED)) {
            char *room = ys__arena_alloc(&c->scratch, cell->n + 1);

            c->failed = c->failed || room == NULL;
            text = room ? ys__csv_cell_text(c->source->csv, cell, room) : text;
            if (is_text_formula(text))
                text = (ys__slice){ text.p + 2, text.n - 3 };
            else if (cell->flags & (YS__CELL_STRAY | YS__CELL_RUNAWAY | YS__CELL_BARE))
                find_quotes(c, r, i, cell);
        }
        if (text.n && (is_blank_end(text.p[0]) || is_blank_end(text.p[text.n - 1])))
            text = ys__trim(text);
        c->cells[i] = cell;
        c->texts[i] = text;
        if (text.n == 0)
            c->why[i] = (uint8_t)r->blank;
        else
            c->why[i] = r->may_be_missing[(unsigned char)text.p[0]] ? (uint8_t)ys__reason_of(r, text)
                                                                    : YS__MISSING_NONE;
    }
}

static void check_required(ys__conversion *c, ys__intake *r)
{
    for (size_t k = 0; k < c->n_left; k++)
        if (c->why[c->left[k]] == YS__NOT_REPORTED)
            ys__refuse(c, r, c->left[k], YS__REQUIRED);
}

static bool any_missing(const uint8_t *why, size_t n)
{
    return n > 0 && (why[0] != YS__MISSING_NONE || memcmp(why, why + 1, n - 1) != 0);
}

/* Reads one column of the block into the column of its field. */
static void read_column(ys__conversion *c, ys__intake *r)
{
    ys__column *out = r->out;
    uint8_t *reasons;

    if (!r->keep)
        out->n = 0;
    r->base = out->n;
    if (!ys__column_reserve(out, c->base == 0 && r->keep ? c->expected : c->n)) {
        c->failed = true;
        return;
    }
    out->n += c->n;
    ys__choose_scales(c, r);
    memset(c->wrong, 0, c->n);
    c->any_wrong = c->any_told = false;
    r->take(c, r);
    if (c->n_left) {
        fetch(c, r);
        if (r->f->required)
            check_required(c, r);
        r->read(c, r);
    }
    if (c->any_wrong && !c->undecided)
        ys__refused_keep(c, r);
    if (out->missing == NULL && !any_missing(c->why, c->n))
        return;
    if ((reasons = ys__column_reasons(out)) == NULL)
        c->failed = true;
    else
        memcpy(reasons + r->base, c->why, c->n);
}

static bool looks_personal(ys__slice s)
{
    size_t digits = 0, at_signs = 0, dots_after = 0, dashes = 0;

    for (size_t i = 0; i < s.n; i++) {
        digits += s.p[i] >= '0' && s.p[i] <= '9';
        at_signs += s.p[i] == '@';
        dots_after += at_signs && s.p[i] == '.';
        dashes += s.p[i] == '-';
    }
    if (at_signs == 1 && dots_after > 0 && s.n >= 6)
        return true;
    return digits == 9 && s.n == 11 && dashes == 2 && s.p[3] == '-' && s.p[6] == '-';
}

/* A column no field asks for: only its quotes matter, and what it should not hold. */
static void skim_column(ys__conversion *c, ys__intake *r)
{
    const ys__csv_cell *cells = c->source->block.cells;

    for (size_t i = 0; i < c->n; i++) {
        const ys__csv_row *row = c->rows[i];
        const ys__csv_cell *cell = r->column < row->n ? &cells[row->first + r->column] : NULL;

        if (cell && (cell->flags & (YS__CELL_STRAY | YS__CELL_RUNAWAY | YS__CELL_BARE)))
            find_quotes(c, r, i, cell);
        if (cell && c->base < YS__ROWS_MAX)
            r->personal += looks_personal((ys__slice){ cell->p, cell->n });
    }
}

static bool is_blank(const ys__csv_cell *cells, const ys__csv_row *row)
{
    for (uint32_t i = 0; i < row->n; i++)
        if (cells[row->first + i].n && ys__trim((ys__slice){ cells[row->first + i].p, cells[row->first + i].n }).n)
            return false;
    return true;
}

static inline bool begins_blank(const ys__csv_cell *cell)
{
    return cell->n == 0 || is_blank_end(cell->p[0]);
}

static void check_width(ys__conversion *c, size_t i)
{
    const ys__csv_row *row = c->rows[i];
    const ys__csv_cell *cells = &c->source->block.cells[row->first];
    size_t width = c->source->n_headers;
    ys__found found = { .is_error = true, .field = -1 };

    if (row->n < width) {
        found.code = YS__ROW_TOO_SHORT;
        found.column = (int32_t)row->n;
        found.other = row->n;
        ys__find_cell(c, i, NULL, &found);
    }
    for (size_t k = width; k < row->n; k++)
        if (ys__trim((ys__slice){ cells[k].p, cells[k].n }).n > 0) {
            found.code = YS__ROW_TOO_LONG;
            found.column = (int32_t)k;
            found.other = row->n;
            found.value = cells[k].p;
            found.value_n = cells[k].n;
            ys__find_cell(c, i, &cells[k], &found);
            return;
        }
}

/* Bytes of the block that fit no encoding: the cells that hold them are named. */
static void check_encoding(ys__conversion *c)
{
    const ys__decoded *d = &c->source->decoded;

    for (size_t i = 0; i < c->n; i++) {
        const ys__csv_row *row = c->rows[i];
        const ys__csv_cell *cell = &c->source->block.cells[row->first];
        const char *end = cell[row->n - 1].p + cell[row->n - 1].n;

        for (uint32_t k = 0; c->next_bad < d->n_bad && d->text + d->bad[c->next_bad] < end; c->next_bad++) {
            const char *at = d->text + d->bad[c->next_bad];
            ys__found found = { .code = YS__BAD_ENCODING, .is_error = true, .field = -1 };

            if (at < row->p)
                continue;
            while (k + 1 < row->n && at >= cell[k].p + cell[k].n)
                k++;
            found.column = (int32_t)k;
            found.value = cell[k].p;
            found.value_n = cell[k].n;
            ys__find_cell(c, i, &cell[k], &found);
            while (c->next_bad + 1 < d->n_bad && d->text + d->bad[c->next_bad + 1] < cell[k].p + cell[k].n)
                c->next_bad++;
        }
    }
}

/* Whether a row only sums up the others: a word for that stands where a row is named. */
static bool is_total(const ys__conversion *c, const ys__csv_row *row)
{
    static const char *const words[] = { "total", "totals", "totales", "grand total", "total general", "suma", "sum" };
    const ys__csv_cell *cell = &c->source->block.cells[row->first];
    int first; /* letter, in lower case */

    if (c->total_column < 0 || (uint32_t)c->total_column >= row->n)
        return false;
    cell += c->total_column;
    first = cell->n >= 3 && cell->n <= 16 ? cell->p[0] | ' ' : 0;
    if (first != 't' && first != 'g' && first != 's')
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ys__text_same((ys__slice){ cell->p, cell->n }, ys__slice_of(words[i])))
            return true;
    return false;
}

static bool find_total(ys__conversion *c, const ys__csv_row *row, uint64_t record)
{
    const ys__csv_cell *cell = &c->source->block.cells[row->first + (size_t)c->total_column];
    const ys__found found = { .row = record, .line = row->line, .begin = row->p, .at = ys__cell_place(cell),
                              .value = cell->p, .value_n = cell->n, .code = YS__TOTALS_ROW, .column = c->total_column,
                              .field = -1 };

    return ys__find(c->import, &found);
}

/* Takes up the rows of the block in hand that are data. */
static bool take_rows(ys__conversion *c)
{
    const ys__source *source = c->source;
    const ys__csv_block *block = &source->block;
    ys__import *import = c->import;

    assert(block->n <= YS__ROWS_MAX);
    if (c->base + block->n > c->records_room) {
        size_t room = (c->base + block->n) * 2;
        void *records = realloc(import->records, room * sizeof *import->records), *bad = NULL;

        if (records)
            import->records = records;
        if (records == NULL || (bad = realloc(import->bad, room)) == NULL)
            return false;
        import->bad = bad;
        memset(import->bad + c->records_room, 0, room - c->records_room);
        c->records_room = room;
    }
    c->n = 0;
    for (size_t i = source->block_first; i < block->n; i++) {
        const ys__csv_row *row = &block->rows[i];

        if (begins_blank(&block->cells[row->first]) && is_blank(block->cells, row) &&
            !(row->n == 1 && source->n_headers == 1))
            continue;
        if (c->n_skips && ys__is_skipped(c, row))
            continue;
        if (is_total(c, row)) {
            if (!c->deciding && !find_total(c, row, source->block_record + i))
                return false;
            continue;
        }
        import->records[c->base + c->n] = (uint32_t)(source->block_record + i);
        c->partners[c->n] = c->known_partner;
        c->row_cells[c->n] = &block->cells[row->first];
        c->rows[c->n++] = row;
    }
    return true;
}

/* Checks the rows' widths, and counts those whose cells may be plain: none where a row has another width, else all but
 * the last ones of the text, behind which nothing can be read. */
static void check_widths(ys__conversion *c)
{
    const ys__decoded *d = &c->source->decoded;
    bool even = true;

    for (size_t i = 0; i < c->n; i++)
        if (c->rows[i]->n != c->source->n_headers) {
            check_width(c, i);
            even = false;
        }
    for (c->n_plain = even ? c->n : 0; c->n_plain > 0; c->n_plain--) {
        const ys__csv_cell *last = &c->row_cells[c->n_plain - 1][c->source->n_headers - 1];

        if (d->text + d->n - (last->p + last->n) >= YS__PLAIN_MARGIN)
            break;
    }
}

/* About how many rows the file has, by the length of those in hand, so that columns need not grow. */
static size_t expected_rows(const ys__conversion *c)
{
    const ys__decoded *d = &c->source->decoded;
    const char *begin = c->n ? c->rows[0]->p : d->text, *end = c->n ? c->rows[c->n - 1]->p : d->text;
    size_t rest = (size_t)(d->text + d->n - begin);

    return end > begin ? (size_t)((double)rest / (double)(end - begin) * (double)c->n * 1.02) + c->n : c->n;
}

static ys_status read_block(ys__conversion *c, ys_error *err)
{
    size_t before = c->import->findings->n, before_refused = c->import->findings->n_refused;

    if (!take_rows(c))
        return ys__fail_nomem(err);
    if (c->base == 0)
        c->expected = expected_rows(c);
    check_widths(c);
    if (c->next_bad < c->source->decoded.n_bad)
        check_encoding(c);
    for (size_t i = 0; i < c->n_intakes && !c->undecided && !c->failed; i++) {
        if (c->intakes[i].f)
            read_column(c, &c->intakes[i]);
        else
            skim_column(c, &c->intakes[i]);
    }
    c->base += c->n;
    ys__arena_free(&c->scratch);
    ys__refused_sort(c->import->findings, before_refused);
    if (c->failed || !ys__findings_sort(c->import->findings, before))
        return ys__fail_nomem(err);
    return YS_OK;
}

void ys__convert_clear(ys__conversion *c)
{
    ys__import *import = c->import;

    for (size_t f = 0; f < import->form->n; f++) {
        ys__column_kind kind = ys__field_column_kind(import->form, (int)f);

        ys__column_free(&import->table.columns[f]);
        import->table.columns[f].kind = kind;
    }
    for (size_t i = 0; i < c->n_intakes; i++) {
        ys__memo_free(&c->intakes[i].memo);
        c->intakes[i].personal = 0;
    }
    if (import->bad)
        memset(import->bad, 0, c->records_room);
    import->n_bad = 0;
    c->base = c->next_bad = 0;
    c->undecided = false;
}

/* Forgets all that was read, to read it again. */
static ys_status start_over(ys__conversion *c, size_t findings, ys_error *err)
{
    ys__convert_clear(c);
    ys__findings_cut(c->import, findings);
    return ys__source_rewind(c->source, err);
}

/* Fields that the file has no column for were not collected. */
static bool fill_absent(ys__conversion *c, size_t n)
{
    ys__import *import = c->import;

    for (size_t f = 0; f < import->form->n; f++) {
        ys__column *column = &import->table.columns[f];

        if (!c->keep[f])
            column->n = 0;
        if (!c->keep[f] || column->n == n || ys__fill_constant(c, (int)f, n))
            continue;
        assert(column->n == 0);
        if (!ys__column_reserve(column, n) || ys__column_reasons(column) == NULL)
            return false;
        memset(column->v, 0, n * (column->kind == YS__COLUMN_ID ? sizeof *column->id : sizeof *column->v));
        memset(column->missing, YS__NOT_COLLECTED, n);
        column->n = n;
    }
    return true;
}

ys_status ys__convert(ys__conversion *c, ys_error *err)
{
    size_t findings = c->import->findings->n;
    ys_status status = ys__source_rewind(c->source, err);

    c->import->findings->partner = (uint64_t)(int64_t)c->known_partner;
    while (status == YS_OK) {
        if ((status = ys__source_next(c->source, err)) != YS_OK || c->source->block.n == 0)
            break;
        status = read_block(c, err);
        if (status == YS_OK && c->undecided) {
            assert(!c->decided);
            if ((status = ys__convert_decide(c, err)) == YS_OK)
                status = start_over(c, findings, err);
        }
    }
    if (status != YS_OK)
        return status;
    c->import->table.n = c->base;
    return fill_absent(c, c->base) && !c->failed ? YS_OK : ys__fail_nomem(err);
}

ys_status ys__convert_decide(ys__conversion *c, ys_error *err)
{
    ys__evidence seen = { 0 };
    ys_status status = ys__source_rewind(c->source, err);

    c->base = 0;
    c->deciding = true;
    while (status == YS_OK && (status = ys__source_next(c->source, err)) == YS_OK && c->source->block.n > 0) {
        if (!take_rows(c))
            return ys__fail_nomem(err);
        for (size_t k = 0; k < c->n_intakes; k++) {
            ys__intake *r = &c->intakes[k];
            bool number = r->f && (r->out->kind == YS__COLUMN_NUMBER || r->out->kind == YS__COLUMN_REAL) &&
                          !r->f->decimal_char && !r->f->group_char;
            bool date = r->f && !r->f->format &&
                        (r->out->kind == YS__COLUMN_DATE || r->out->kind == YS__COLUMN_PERIOD ||
                         r->out->kind == YS__COLUMN_DATETIME);

            for (size_t i = 0; (number || date) && i < c->n; i++) {
                const ys__csv_row *row = c->rows[i];
                const ys__csv_cell *cell = r->column < row->n ? &c->source->block.cells[row->first + r->column] : NULL;

                if (cell && number)
                    ys__evidence_number(&seen, (ys__slice){ cell->p, cell->n });
                else if (cell)
                    ys__evidence_date(&seen, (ys__slice){ cell->p, cell->n });
            }
        }
    }
    ys__choose_style(c, &seen);
    c->deciding = false;
    c->base = 0;
    return status;
}

void ys__choose_style(ys__conversion *c, const ys__evidence *seen)
{
    ys__style_decide(&c->style, seen, c->import->source->layout.dialect.separator);
    if (c->import->source->book.n) /* its numbers were never written by people */
        c->style.decimal = '.';
    else if (c->import->source->stamp.decimal) /* the program that saved the file showed how it writes them */
        c->style.decimal = c->import->source->stamp.decimal;
    if (c->style.date_order == 0)
        c->style.date_order = c->source->stamp.date_order;
    c->import->decimal_mark = c->style.decimal;
    c->import->date_order = c->style.date_order;
    c->decided = true;
}
