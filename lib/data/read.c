/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/read.h>

#include <stdlib.h>

#include "base/i18n.h"
#include "data/import.h"
#include "data/source.h"
#include "data/style.h"
#include "formats/json.h"

/* A form without fields: what is left to look at is the form of the file. */
static const ys__form nothing = { .strict = true, .partner_field = -1, .site_field = -1, .period_field = -1,
                                  .participant_field = -1, .withdrawn_field = -1 };

typedef struct reader {
    ys__source *source;
    ys__buffer *to;        /* NULL: the cells are not wanted */
    ys__evidence numbers, dates;
    bool incomplete;
    uint64_t iso_dates, rows;
    ys__arena scratch;
    bool failed;
} reader;

static void put_cells(reader *r, const ys__csv_row *row)
{
    const ys__csv_cell *cells = &r->source->block.cells[row->first];
    size_t width = row->n > r->source->n_headers ? row->n : r->source->n_headers;

    for (size_t i = 0; i < width; i++) {
        if ((int32_t)i == r->source->check_column)
            continue;
        if (i)
            ys__putc(r->to, ',');
        if (i < row->n)
            ys__csv_put(r->to, ys__source_text(&r->scratch, r->source->csv, &cells[i]));
    }
    ys__putc(r->to, '\n');
}

static void look_at(reader *r, const ys__csv_row *row)
{
    for (uint32_t i = 0; i < row->n; i++) {
        const ys__csv_cell *cell = &r->source->block.cells[row->first + i];
        ys__slice text = { cell->p, cell->n };

        if (text.n > 40 || !ys__looks_like_data(text))
            continue;
        ys__evidence_number(&r->numbers, text);
        ys__evidence_date(&r->dates, text);
        r->iso_dates += text.n == 10 && text.p[4] == '-' && text.p[7] == '-';
    }
}

static bool is_blank(const ys__csv_block *block, const ys__csv_row *row)
{
    for (uint32_t i = 0; i < row->n; i++) {
        const ys__csv_cell *cell = &block->cells[row->first + i];

        if (cell->n && ys__trim((ys__slice){ cell->p, cell->n }).n)
            return false;
    }
    return true;
}

/* The header as one row: as it stands, or joined by one blank where it takes several records. */
static void put_header(reader *r)
{
    for (size_t i = 0; i < r->source->n_headers; i++) {
        if (i)
            ys__putc(r->to, ',');
        ys__csv_put(r->to, r->source->headers[i]);
    }
    ys__putc(r->to, '\n');
}

static ys_status read_rows(reader *r, ys_error *err)
{
    ys__source *source = r->source;
    bool joined = source->layout.header_rows > 1;
    ys_status status = ys__source_rewind(source, err);

    if (status == YS_OK && !joined && source->header_record)
        source->first_record = source->header_record; /* a header of one record is a record like others */
    if (joined && r->to)
        put_header(r);
    while (status == YS_OK && (status = ys__source_next(source, err)) == YS_OK && source->block.n > 0) {
        for (size_t i = source->block_first; i < source->block.n; i++) {
            const ys__csv_row *row = &source->block.rows[i];
            bool is_header = !joined && source->block_record + i == source->header_record;

            if (!is_header && is_blank(&source->block, row) && !(row->n == 1 && source->n_headers == 1))
                continue;
            r->rows += !is_header;
            if (r->to)
                put_cells(r, row);
            if (!is_header)
                look_at(r, row);
        }
        ys__arena_free(&r->scratch);
    }
    r->incomplete = source->second != NULL;
    return status;
}

static void describe(ys_reading *out, const ys__import *import, const reader *r)
{
    const ys__source *s = import->source;
    ys__style numbers = { 0 }, dates = { 0 };

    ys__style_decide(&numbers, &r->numbers, 0);
    ys__style_decide(&dates, &r->dates, 0);
    *out = (ys_reading){
        .encoding = s->decoded.encoding, .bom = s->decoded.bom, .encoding_doubtful = s->decoded.doubtful,
        .separator = s->layout.dialect.separator, .quote = s->layout.dialect.quote, .escape = s->layout.dialect.escape,
        .header_row = s->header_record, .header_rows = s->layout.header_rows, .rows = r->rows, .columns = s->n_headers,
        .left_out = s->layout.skip + s->layout.notes, .incomplete = r->incomplete,
        .decimal_mark = numbers.decimal,
        .date_order = dates.date_order ? dates.date_order : r->iso_dates ? 'y' : 0, .errors = import->errors,
        .warnings = import->warnings,
    };
}

ys_status ys_read_file(const char *path, const ys_read_options *options, ys_finding_fn sink, void *ctx, ys_reading *out,
                       char **csv, size_t *n, ys_error *err)
{
    ys__import_options how = { .schema = &nothing, .plain = true, .findings_only = true };
    ys__buffer text = { 0 };
    reader r = { .to = csv ? &text : NULL };
    ys__import *import;
    ys_status status;

    if (options)
        how.source = (ys__source_options){ options->encoding, options->sheet };
    status = ys__import_file(&import, NULL, path, &how, err);

    if (status != YS_OK)
        return status;
    if (sink)
        status = ys__import_report(import, sink, ctx, err);
    r.source = import->source;
    if (status == YS_OK && r.source->n_headers > 0)
        status = read_rows(&r, err);
    if (status == YS_OK)
        describe(out, import, &r);
    if (status == YS_OK && csv) {
        *n = text.n;
        if ((*csv = ys__buffer_take(&text)) == NULL)
            status = ys__fail_nomem(err);
    }
    ys__buffer_free(&text);
    ys__arena_free(&r.scratch);
    ys__import_free(import);
    return status;
}

static void put_text(ys__buffer *to, const char *name, const char *text)
{
    ys__putf(to, ",\"%s\":", name);
    if (text)
        ys__json_put(to, ys__slice_of(text));
    else
        ys__put(to, "null");
}

static void put_sign(ys__buffer *to, const char *name, char sign)
{
    const char text[2] = { sign, '\0' };

    put_text(to, name, sign ? text : NULL);
}

char *ys_reading_json(const char *file, const ys_reading *r)
{
    const char *dates = r->date_order == 'y' ? "year-first" : r->date_order == 'd' ? "day-first"
                        : r->date_order == 'm' ? "month-first" : NULL;
    ys__buffer to = { 0 };

    ys__put(&to, "{\"file\":");
    ys__json_put(&to, ys__slice_of(file));
    put_text(&to, "encoding", r->encoding);
    ys__putf(&to, ",\"bom\":%s,\"encoding_doubtful\":%s", r->bom ? "true" : "false",
             r->encoding_doubtful ? "true" : "false");
    put_sign(&to, "separator", r->separator);
    put_sign(&to, "quote", r->quote);
    put_sign(&to, "escape", r->escape);
    ys__putf(&to, r->header_row ? ",\"header_row\":%llu" : ",\"header_row\":null", (unsigned long long)r->header_row);
    ys__putf(&to, ",\"header_rows\":%llu,\"columns\":%llu,\"rows\":%llu,\"left_out\":%llu",
             (unsigned long long)r->header_rows, (unsigned long long)r->columns, (unsigned long long)r->rows,
             (unsigned long long)r->left_out);
    put_sign(&to, "decimal_mark", r->decimal_mark);
    put_text(&to, "dates", dates);
    ys__putf(&to, ",\"errors\":%llu,\"warnings\":%llu", (unsigned long long)r->errors, (unsigned long long)r->warnings);
    return ys__buffer_take(&to);
}
