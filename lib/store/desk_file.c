/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/i18n.h"
#include "data/source.h"
#include "store/desk.h"

#include <yardstick/key.h>

enum column { FIRST_NAME, LAST_NAME, BIRTH_DATE, SEX, COLUMNS };

/* How the columns are called when nobody says it; compared as folded text. */
static const struct {
    const char *option;
    const char *headers[8];
} known[COLUMNS] = {
    [FIRST_NAME] = { "--first-name", { "first name", "given name", "forename", "nombre", "nombres" } },
    [LAST_NAME] = { "--last-name", { "last name", "family name", "surname", "apellido", "apellidos" } },
    [BIRTH_DATE] = { "--birth-date", { "birth date", "date of birth", "birthdate", "dob", "fecha de nacimiento",
                                       "nacimiento" } },
    [SEX] = { "--sex", { "sex", "gender", "sexo", "genero" } },
};

typedef struct desk {
    const char *path;
    const ys_key_options *options;
    unsigned char key[YS__KEY_BYTES];
    ys__source *source;
    int at[COLUMNS];   /* -1: not there */
    ys__buffer out;
    char *room;        /* for undoing quotes */
    size_t room_n;
    uint64_t record;
    ys_finding_fn sink;
    void *ctx;
} desk;

/* Columns */

static int find_header(const ys__source *source, const char *name)
{
    for (size_t i = 0; i < source->n_headers; i++)
        if (ys__text_same(source->headers[i], ys__slice_of(name)))
            return (int)i;
    return -1;
}

static int find_known(const ys__source *source, enum column c)
{
    int at = -1;

    for (size_t h = 0; at < 0 && h < sizeof known[c].headers / sizeof *known[c].headers && known[c].headers[h]; h++)
        at = find_header(source, known[c].headers[h]);
    return at;
}

static ys_status find_columns(desk *d, ys_error *err)
{
    const char *const asked[COLUMNS] = { d->options->first_name, d->options->last_name, d->options->birth_date,
                                         d->options->sex };
    const ys__where where = { .source = d->path };

    for (int c = 0; c < COLUMNS; c++) {
        d->at[c] = asked[c] ? find_header(d->source, asked[c]) : find_known(d->source, (enum column)c);
        if (d->at[c] < 0 && asked[c])
            return ys__fail(err, YS_E_ARGUMENT, &where, _("there is no column \"%s\""), asked[c]);
        if (d->at[c] < 0 && c != SEX)
            return ys__fail(err, YS_E_ARGUMENT, &where, _("which column it is cannot be told; name it with %s"),
                            known[c].option);
    }
    return YS_OK;
}

/* Names and birth dates never leave the desk; the sex is a dimension like others. */
static bool is_kept(const desk *d, size_t column)
{
    return (int)column != d->at[FIRST_NAME] && (int)column != d->at[LAST_NAME] && (int)column != d->at[BIRTH_DATE];
}

static void put_header(desk *d)
{
    ys__put(&d->out, d->options->match_keys ? "participant_id,match_2,match_3" : "participant_id");
    for (size_t i = 0; i < d->source->n_headers; i++) {
        if (!is_kept(d, i))
            continue;
        ys__putc(&d->out, ',');
        ys__csv_put(&d->out, d->source->headers[i]);
    }
    ys__putc(&d->out, '\n');
}

/* Rows */

/* The cell's text, at a place of its own in the room so that several can stand beside each other. */
static ys__slice cell_text(desk *d, const ys__csv_cell *cell, size_t *used)
{
    ys__slice text = ys__csv_cell_text(d->source->csv, cell, d->room + *used);

    *used += cell->n;
    return ys__trim(text);
}

static bool make_room(desk *d, const ys__csv_row *row, const ys__csv_cell *cells)
{
    size_t n = 1;
    char *room;

    for (uint32_t i = 0; i < row->n; i++)
        n += cells[i].n;
    if (n <= d->room_n)
        return true;
    if ((room = realloc(d->room, 2 * n)) == NULL)
        return false;
    d->room = room;
    d->room_n = 2 * n;
    return true;
}

static ys_status complain(const desk *d, const ys__csv_row *row, enum column c, const char *code, const char *message,
                          const char *hint, ys_error *err)
{
    char letter[8] = "";
    ys_finding f = { .file = d->path, .row = d->record, .line = row->line, .column = letter, .field = "", .code = code,
                     .severity = YS_ERROR, .message = message, .hint = hint };

    ys__column_letter(letter, (size_t)d->at[c]);
    if (d->sink && d->sink(&f, d->ctx) != 0)
        return ys__fail(err, YS_E_CANCELLED, NULL, "%s", _("stopped"));
    return YS_OK;
}

/* The codes, or empty ones and a finding. */
static ys_status code_row(desk *d, const ys__csv_row *row, const ys__csv_cell *cells,
                          char codes[YS__CODES][YS__CODE_SIZE], ys_error *err)
{
    ys__slice texts[COLUMNS] = { { NULL, 0 } };
    ys__person person;
    size_t used = 0;

    memset(codes, 0, YS__CODES * YS__CODE_SIZE);
    for (int c = 0; c < COLUMNS; c++)
        if (d->at[c] >= 0 && d->at[c] < (int)row->n)
            texts[c] = cell_text(d, &cells[d->at[c]], &used);
    person = (ys__person){ texts[FIRST_NAME], texts[LAST_NAME], texts[SEX], 0 };
    if (!ys__birth_parse(texts[BIRTH_DATE], d->options->dates, &person.birth))
        return complain(d, row, BIRTH_DATE, texts[BIRTH_DATE].n ? "wrong-type" : "required",
                        _("there is no birth date that can be read, so this person gets no code"),
                        _("Write it as 1990-12-31, or say --dates dmy or --dates mdy."), err);
    if (!ys__person_codes(codes, d->key, &person))
        return complain(d, row, texts[FIRST_NAME].n ? LAST_NAME : FIRST_NAME, "required",
                        _("a name is missing, so this person gets no code"), "", err);
    return YS_OK;
}

static ys_status put_row(desk *d, const ys__csv_row *row, const ys__csv_cell *cells, ys_error *err)
{
    char codes[YS__CODES][YS__CODE_SIZE];
    ys_status status;

    if (!make_room(d, row, cells))
        return ys__fail_nomem(err);
    status = code_row(d, row, cells, codes, err);
    ys__put(&d->out, codes[0]);
    for (int c = 1; d->options->match_keys && c < YS__CODES; c++)
        ys__putf(&d->out, ",%s", codes[c]);
    for (uint32_t i = 0; i < row->n; i++) {
        size_t used = 0;

        if (!is_kept(d, i))
            continue;
        ys__putc(&d->out, ',');
        ys__csv_put(&d->out, cell_text(d, &cells[i], &used));
    }
    ys__putc(&d->out, '\n');
    return status;
}

static bool is_blank(const ys__csv_row *row, const ys__csv_cell *cells)
{
    for (uint32_t i = 0; i < row->n; i++)
        if (ys__trim((ys__slice){ cells[i].p, cells[i].n }).n)
            return false;
    return true;
}

static ys_status put_rows(desk *d, ys_error *err)
{
    ys__source *source = d->source;
    ys_status status;

    while ((status = ys__source_next(source, err)) == YS_OK && source->block.n) {
        for (size_t i = source->block_first; status == YS_OK && i < source->block.n; i++) {
            const ys__csv_row *row = &source->block.rows[i];
            const ys__csv_cell *cells = source->block.cells + row->first;

            d->record = source->block_record + i;
            if (!is_blank(row, cells))
                status = put_row(d, row, cells, err);
        }
        if (status != YS_OK)
            break;
    }
    return status;
}

static ys_status code_source(desk *d, ys_error *err)
{
    ys_status status = find_columns(d, err);

    if (status != YS_OK)
        return status;
    put_header(d);
    status = put_rows(d, err);
    return status == YS_OK && d->out.failed ? ys__fail_nomem(err) : status;
}

ys_status ys_key_code(char **text, size_t *n, const char *key_path, const char *path, const ys_key_options *options,
                      ys_finding_fn sink, void *ctx, ys_error *err)
{
    const ys_key_options plain = YS_KEY_OPTIONS_INIT;
    desk d = { .path = path, .options = options ? options : &plain, .sink = sink, .ctx = ctx };
    ys__arena arena = { 0 };
    ys__file file;
    ys_status status = ys__key_read(d.key, key_path, err);

    if (status == YS_OK)
        status = ys__file_read(&file, path, err);
    if (status != YS_OK)
        return status;
    status = ys__source_open(&d.source, &arena, &file, NULL, err);
    if (status == YS_OK) {
        status = code_source(&d, err);
        ys__source_close(d.source);
    }
    if (status == YS_OK) {
        *n = d.out.n;
        *text = ys__buffer_take(&d.out);
    }
    sodium_memzero(&d.key, sizeof d.key);
    ys__buffer_free(&d.out);
    ys__arena_free(&arena);
    ys__file_close(&file);
    free(d.room);
    return status;
}
