/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/source.h"

#include <assert.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/i18n.h"
#include "base/vector.h"
#include "formats/kind.h"

/* Memory of a file is given back in steps of so many bytes. */
enum { STEP = 1 << 20 };

static ys_status open_csv(ys__source *source, ys_error *err)
{
    const ys__decoded *d = &source->decoded;
    const ys__layout *layout = &source->layout;
    ys_status status;

    ys__csv_close(source->csv);
    source->csv = NULL;
    source->block = (ys__csv_block){ 0 };
    source->block_record = 1;
    source->n_checkpoints = 0;
    source->second = NULL;
    status = ys__csv_open(&source->csv, d->text + layout->begin, layout->end - layout->begin, &layout->dialect, err);
    if (status == YS_OK)
        ys__csv_set_line(source->csv, layout->begin_line + 1);
    return status;
}

/* The text of a cell, unescaped into the arena where need be. */
ys__slice ys__source_text(ys__arena *arena, const ys__csv *csv, const ys__csv_cell *cell)
{
    char *room = cell->flags & YS__CELL_ESCAPED ? ys__arena_alloc(arena, cell->n + 1) : NULL;

    if ((cell->flags & YS__CELL_ESCAPED) && room == NULL)
        return (ys__slice){ "", 0 };
    return ys__csv_cell_text(csv, cell, room);
}

static ys__slice header_cell(const ys__source *source, ys__arena *arena, const ys__csv_row *row, size_t column)
{
    if (column >= row->n)
        return (ys__slice){ 0 };
    return ys__trim(ys__source_text(arena, source->csv, &source->block.cells[row->first + column]));
}

/* A text that spans several columns stands in the first of them: the others have it too where something is below. */
static ys__slice spanned_cell(const ys__source *source, ys__arena *arena, const ys__csv_row *rows, uint32_t r,
                              uint32_t n, size_t column)
{
    ys__slice text = header_cell(source, arena, &rows[r], column);

    while (text.n == 0 && r + 1 < n && column > 0 && header_cell(source, arena, &rows[r + 1], column).n > 0 &&
           header_cell(source, arena, &rows[r + 1], column - 1).n > 0)
        text = header_cell(source, arena, &rows[r], --column);
    return text;
}

/* Joins the header's rows by one blank, column by column. */
static bool read_header(ys__source *source, ys__arena *arena, const ys__csv_row *rows)
{
    uint32_t n_rows = source->layout.header_rows;
    size_t n = 0;

    for (uint32_t r = 0; r < n_rows; r++)
        n = rows[r].n > n ? rows[r].n : n;
    source->headers = ys__arena_alloc(arena, (n + 1) * sizeof *source->headers);
    source->header_places = ys__arena_alloc(arena, (n + 1) * sizeof *source->header_places);
    if (source->headers == NULL || source->header_places == NULL)
        return false;
    for (size_t c = 0; c < n; c++) {
        ys__buffer joined = { 0 };

        for (uint32_t r = 0; r < n_rows; r++) {
            const ys__csv_cell *cell = c < rows[r].n ? &source->block.cells[rows[r].first + c] : NULL;
            ys__slice text = spanned_cell(source, arena, rows, r, n_rows, c);

            if (cell && source->header_places[c] == NULL)
                source->header_places[c] = ys__cell_place(cell);
            if (text.n && joined.n)
                ys__putc(&joined, ' ');
            ys__putn(&joined, text.p, text.n);
        }
        if (!joined.failed)
            source->headers[c] = (ys__slice){ ys__arena_textn(arena, joined.text, joined.n), joined.n };
        ys__buffer_free(&joined);
        if (source->headers[c].p == NULL)
            return false;
    }
    source->n_headers = n;
    return true;
}

/* Whether a row repeats most of the header: somebody put two tables into one file. */
static bool repeats_header(const ys__source *source, const ys__csv_row *row)
{
    const ys__csv_cell *cells = &source->block.cells[row->first];
    size_t same = 0, filled = 0;

    for (size_t c = 0; c < source->n_headers; c++) {
        ys__slice text = c < row->n ? ys__trim((ys__slice){ cells[c].p, cells[c].n }) : (ys__slice){ 0 };

        if (source->headers[c].n == 0 || ys__looks_like_data(source->headers[c]))
            continue;
        filled++;
        same += ys__slice_equal(text, source->headers[c]);
    }
    return filled >= 2 && same * 4 >= filled * 3;
}

/* Ends the data where another table begins. */
static void cut_second_table(ys__source *source)
{
    ys__slice first = source->n_headers ? source->headers[0] : (ys__slice){ 0 };

    for (size_t i = source->block_first; first.n > 0 && i < source->block.n; i++) {
        const ys__csv_row *row = &source->block.rows[i];
        const ys__csv_cell *cell = &source->block.cells[row->first];

        if (cell->n < first.n || memcmp(cell->p, first.p, 1) != 0 ||
            source->block_record + i <= source->header_record || !repeats_header(source, row))
            continue;
        source->second_record = source->block_record + i;
        source->second_line = row->line;
        source->second = row->p;
        source->block.n = i;
        return;
    }
}

static ys_status load(ys__source *source, ys_error *err)
{
    ys_status status;

    source->block_record += source->block.n;
    source->block_first = 0;
    if (source->second) {
        source->block = (ys__csv_block){ 0 };
        return YS_OK;
    }
    if ((status = ys__csv_next(source->csv, &source->block, err)) != YS_OK || source->block.n == 0)
        return status;
    if (!ys__room((void **)&source->checkpoints, &source->checkpoints_room, source->n_checkpoints,
                  sizeof *source->checkpoints))
        return ys__fail_nomem(err);
    ys__source_leave(source, source->block.rows[0].p);
    source->checkpoints[source->n_checkpoints++] =
        (ys__checkpoint){ source->block_record, source->block.rows[0].line, source->block.rows[0].p };
    return YS_OK;
}

ys_status ys__source_next(ys__source *source, ys_error *err)
{
    ys_status status = load(source, err);

    while (status == YS_OK && source->block.n && source->block_record + source->block.n <= source->first_record)
        status = load(source, err);
    if (status == YS_OK && source->block_record < source->first_record)
        source->block_first = source->first_record - source->block_record;
    if (status == YS_OK && source->layout.header_rows == 1)
        cut_second_table(source);
    return status;
}

ys_status ys__source_rewind(ys__source *source, ys_error *err)
{
    source->forgotten = NULL;
    return open_csv(source, err);
}

void ys__source_leave(ys__source *source, const char *place)
{
    const char *from = source->forgotten ? source->forgotten : source->decoded.text;

    if (source->file == NULL || place < from + STEP)
        return;
    ys__file_forget(source->file, from, place);
    source->forgotten = place;
}

/* Reads the header that the layout tells; the first block is in hand. */
static ys_status place_header(ys__source *source, ys__arena *arena, ys_error *err)
{
    const ys__layout *layout = &source->layout;
    uint32_t first = layout->skip;

    source->first_record = first + layout->header_rows + 1;
    source->n_headers = 0;
    source->header_record = 0;
    source->check_column = -1;
    if (layout->header_rows && first + layout->header_rows <= source->block.n) {
        source->header = source->block.rows[first];
        source->header_record = first + 1;
        if (!read_header(source, arena, &source->block.rows[first]))
            return ys__fail_nomem(err);
    }
    for (size_t i = 0; source->stamp.there && i < source->n_headers; i++)
        if (ys__slice_is(source->headers[i], YS__CHECK_HEADER))
            source->check_column = (int32_t)i;
    return ys__source_rewind(source, err);
}

static ys_status lay_out(ys__source *source, ys__arena *arena, const ys__csv_dialect *known, ys_error *err)
{
    ys_status status = ys__layout_find(&source->layout, source->decoded.text, source->decoded.n, known, err);

    if (status == YS_OK && known == NULL && source->layout.dialect.separator == 0)
        status = ys__refuse_fixed(source->decoded.text, source->decoded.n, err);
    if (status != YS_OK || (status = open_csv(source, err)) != YS_OK || (status = load(source, err)) != YS_OK)
        return status;
    ys__stamp_read(&source->stamp, &source->block);
    if (source->stamp.there) { /* titles, twice in two languages, stand above the names */
        source->layout.skip = source->stamp.header - 1;
        source->layout.header_rows = 1;
    }
    return place_header(source, arena, err);
}

ys_status ys__source_use_sheet(ys__source *source, ys__arena *arena, size_t sheet, ys_error *err)
{
    const ys__csv_dialect dialect = { .separator = ',', .quote = '"' };

    source->sheet = sheet;
    source->decoded.text = source->book.sheets[sheet].text.p;
    source->decoded.n = source->book.sheets[sheet].text.n;
    source->decoded.encoding = "UTF-8";
    return lay_out(source, arena, &dialect, err);
}

static ys_status refuse_sheet(const ys__workbook *book, const char *wanted, ys_error *err)
{
    ys__buffer names = { 0 };
    ys_status status;

    for (size_t i = 0; i < book->n; i++)
        ys__putf(&names, "%s%s", i ? ", " : "", book->sheets[i].name);
    status = ys__fail(err, YS_E_ARGUMENT, NULL, _("the workbook has no sheet “%s”; its sheets are: %s"), wanted,
                      names.text ? names.text : "");
    ys__buffer_free(&names);
    return status;
}

/* The sheet of a name, or the first one that is shown and has a table in it. */
static ys_status open_book(ys__source *source, ys__arena *arena, const char *bytes, size_t n, const char *wanted,
                           ys_error *err)
{
    ys_status status = ys__workbook_read(&source->book, bytes, n, err);
    size_t first = SIZE_MAX;

    if (status == YS_OK && source->book.n == 0)
        return ys__fail(err, YS_E_SYNTAX, NULL, "%s", _("the workbook has no sheets"));
    for (size_t i = 0; status == YS_OK && i < source->book.n; i++) {
        const ys__sheet *sheet = &source->book.sheets[i];

        if (wanted ? !ys__text_same(ys__slice_of(wanted), ys__slice_of(sheet->name)) : sheet->hidden || !sheet->text.n)
            continue;
        first = first == SIZE_MAX ? i : first;
        status = ys__source_use_sheet(source, arena, i, err);
        if (status == YS_OK && (wanted || source->n_headers > 1)) {
            source->chosen = wanted != NULL;
            return YS_OK;
        }
    }
    if (status == YS_OK && wanted)
        return refuse_sheet(&source->book, wanted, err);
    return status == YS_OK ? ys__source_use_sheet(source, arena, first == SIZE_MAX ? 0 : first, err) : status;
}

ys_status ys__source_open(ys__source **out, ys__arena *arena, const ys__file *file,
                          const ys__source_options *options, ys_error *err)
{
    static const ys__source_options none = { 0 };
    ys__source *source = ys__arena_alloc(arena, sizeof *source);
    ys_status status;

    if (source == NULL)
        return ys__fail_nomem(err);
    *out = source;
    options = options ? options : &none;
    if (ys__workbook_is(file->bytes, file->n))
        return open_book(source, arena, file->bytes, file->n, options->sheet, err);
    if ((status = ys__refuse_kind(file->bytes, file->n, err)) != YS_OK ||
        (status = ys__decode(&source->decoded, file, options->encoding, err)) != YS_OK ||
        (status = ys__refuse_text(source->decoded.text, source->decoded.n, err)) != YS_OK)
        return status;
    source->file = source->decoded.owned ? NULL : file;
    return lay_out(source, arena, NULL, err);
}

ys_status ys__source_of_table(ys__source **out, ys__arena *arena, const char *text, size_t n, ys_error *err)
{
    ys__source *source = ys__arena_alloc(arena, sizeof *source);
    ys_status status;

    if (source == NULL)
        return ys__fail_nomem(err);
    *out = source;
    source->decoded = (ys__decoded){ .text = text, .n = n, .encoding = "UTF-8" };
    source->layout = (ys__layout){ .dialect = { .separator = ',', .quote = '"' }, .end = n, .header_rows = 1 };
    if ((status = open_csv(source, err)) == YS_OK && (status = load(source, err)) == YS_OK)
        status = place_header(source, arena, err);
    return status;
}

ys_status ys__source_set_header(ys__source *source, ys__arena *arena, uint32_t skip, uint32_t n, ys_error *err)
{
    ys_status status = ys__source_rewind(source, err);

    source->layout.skip = skip;
    source->layout.header_rows = n;
    if (status == YS_OK)
        status = load(source, err);
    return status == YS_OK ? place_header(source, arena, err) : status;
}

void ys__source_close(ys__source *source)
{
    if (source == NULL)
        return;
    ys__csv_close(source->csv);
    ys__csv_close(source->seeker);
    ys__decoded_free(&source->decoded);
    ys__workbook_free(&source->book);
    free(source->checkpoints);
}

/* The last checkpoint at or before a record. */
static const ys__checkpoint *checkpoint_of(const ys__source *source, uint64_t record)
{
    size_t low = 0, high = source->n_checkpoints;

    while (high - low > 1) {
        size_t middle = (low + high) / 2;

        if (source->checkpoints[middle].record <= record)
            low = middle;
        else
            high = middle;
    }
    return &source->checkpoints[low];
}

const ys__csv_row *ys__source_seek(ys__source *source, uint64_t record, const ys__csv_cell **cells)
{
    const ys__decoded *d = &source->decoded;
    const ys__checkpoint *from;
    size_t rest;

    if (source->seeker && record >= source->sought_record && record < source->sought_record + source->sought.n) {
        *cells = source->sought.cells;
        return &source->sought.rows[record - source->sought_record];
    }
    assert(source->n_checkpoints > 0);
    from = checkpoint_of(source, record);
    ys__csv_close(source->seeker);
    source->seeker = NULL;
    rest = (size_t)(d->text + source->layout.end - from->p);
    if (ys__csv_open(&source->seeker, from->p, rest, &source->layout.dialect, NULL) != YS_OK)
        return NULL;
    ys__csv_set_line(source->seeker, from->line);
    if (ys__csv_next(source->seeker, &source->sought, NULL) != YS_OK || from->record + source->sought.n <= record)
        return NULL;
    source->sought_record = from->record;
    *cells = source->sought.cells;
    return &source->sought.rows[record - from->record];
}
