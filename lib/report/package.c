/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/package.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <yardstick/export.h>

#include "base/date.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/number.h"
#include "compute/counting.h"
#include "formats/csv.h"

const ys__package_column ys__submission_columns[YS__SUBMISSION_COLUMNS] = {
    { "submission", "integer", N_("Submission"), N_("its number: the order of receipt") },
    { "partner", "string", N_("Partner"), NULL },
    { "form", "string", N_("Form"), NULL },
    { "period", "string", N_("Period"), NULL },
    { "first_day", "date", N_("First day of the period"), NULL },
    { "last_day", "date", N_("Last day of the period"), NULL },
    { "received", "datetime", N_("Received (UTC)"), NULL },
    { "file", "string", N_("File"), NULL },
    { "sha256", "string", N_("SHA-256"), N_("of the file") },
    { "rows", "integer", N_("Rows"), NULL },
    { "definitions", "string", N_("Definitions"), N_("hash of the definitions it was checked with") },
};

const ys__package_column ys__record_columns[YS__RECORD_COLUMNS] = {
    { "submission", "integer", N_("Submission"), N_("its number: the order of receipt") },
    { "row", "integer", N_("Row"), N_("within the submission, from 1") },
    { "partner", "string", N_("Partner"), NULL },
    { "period", "string", N_("Period"), N_("the row's own") },
    { "first_day", "date", N_("First day of the period"), NULL },
    { "last_day", "date", N_("Last day of the period"), NULL },
    { "counts", "boolean", N_("Counts"), N_("false: a newer submission has taken its place") },
};

/* The columns of the plain table that stand before "counts". */
static const int fixed[YS__RECORD_COLUMNS - 1] = {
    YS__PLAIN_SUBMISSION, YS__PLAIN_ROW, YS__PLAIN_PARTNER, YS__PLAIN_PERIOD, YS__PLAIN_FIRST_DAY, YS__PLAIN_LAST_DAY,
};

void ys__package_file(char *to, size_t size, const ys__form *form)
{
    snprintf(to, size, "%s.csv", form->id);
}

/* A file written piece by piece. */
typedef struct output {
    char *path, *tmp;
    FILE *to;
    ys__buffer piece;
    ys_error *err;
} output;

static ys_status output_open(output *o, const char *folder, const char *name, ys_error *err)
{
    ys_status status;

    *o = (output){ .path = ys__path_join(folder, name), .err = err };
    if (o->path == NULL)
        return ys__fail_nomem(err);
    status = ys__file_begin(&o->tmp, o->path, err);
    if (status == YS_OK && (o->to = fopen(o->tmp, "wb")) == NULL) {
        status = ys__fail_errno(err, o->path, _("cannot be written"));
        ys__file_discard(o->tmp);
        o->tmp = NULL;
    }
    return status;
}

static ys_status output_flush(output *o)
{
    if (o->piece.failed)
        return ys__fail_nomem(o->err);
    if (o->piece.n && fwrite(o->piece.text, 1, o->piece.n, o->to) != o->piece.n)
        return ys__fail_errno(o->err, o->path, _("cannot be written"));
    ys__buffer_clear(&o->piece);
    return YS_OK;
}

/* What is not whole does not appear. */
static ys_status output_close(output *o, ys_status status)
{
    if (status == YS_OK)
        status = output_flush(o);
    if (o->to && fclose(o->to) != 0 && status == YS_OK)
        status = ys__fail_errno(o->err, o->path, _("cannot be written"));
    if (o->tmp && status == YS_OK)
        status = ys__file_commit(o->tmp, o->path, o->err);
    else
        ys__file_discard(o->tmp);
    ys__buffer_free(&o->piece);
    free(o->path);
    return status;
}

/* Records */

static void put_cell(ys__buffer *to, const ys__plain_cell *cell)
{
    char number[YS__NUMBER_SIZE];

    if (cell->kind == YS__PLAIN_INTEGER)
        ys__putf(to, "%" PRId64, cell->integer);
    else if (cell->kind == YS__PLAIN_REAL)
        ys__put(to, ys__number_format(number, cell->real));
    else if (cell->kind == YS__PLAIN_TEXT)
        ys__csv_put_guarded(to, cell->text);
}

static void put_record_header(ys__buffer *to, const ys__form *form)
{
    char room[256];

    for (int c = 0; c < YS__RECORD_COLUMNS; c++)
        ys__putf(to, "%s%s", c ? "," : "", ys__record_columns[c].name);
    for (size_t c = YS__PLAIN_FIELDS; c < ys__plain_columns(form); c++) {
        ys__putc(to, ',');
        ys__csv_put_guarded(to, ys__slice_of(ys__plain_name(form, c, room, sizeof room)));
    }
    ys__putc(to, '\n');
}

static void put_record(ys__buffer *to, const ys__plain *plain, size_t row, bool counts)
{
    ys__plain_cell cell;

    for (int c = 0; c + 1 < YS__RECORD_COLUMNS; c++) {
        ys__plain_get(&cell, plain, row, (size_t)fixed[c]);
        put_cell(to, &cell);
        ys__putc(to, ',');
    }
    ys__put(to, counts ? "true" : "false");
    for (size_t c = YS__PLAIN_FIELDS; c < ys__plain_columns(plain->form); c++) {
        ys__putc(to, ',');
        ys__plain_get(&cell, plain, row, c);
        put_cell(to, &cell);
    }
    ys__putc(to, '\n');
}

static ys_status put_submission_rows(output *o, ys_store *store, const ys__form *form, const ys__submission *s,
                                     const unsigned char *counts)
{
    enum { PIECE = 1 << 20 };
    ys__plain plain;
    ys_status status = ys__plain_load(&plain, store, form, s, o->err);

    if (status != YS_OK)
        return status;
    for (size_t row = 0; status == YS_OK && row < s->n; row++) {
        put_record(&o->piece, &plain, row, counts && counts[row]);
        if (o->piece.n > PIECE)
            status = output_flush(o);
    }
    ys__plain_free(&plain);
    return status;
}

static ys_status write_records(ys_store *store, const char *folder, const ys__form *form, ys_error *err)
{
    ys__submissions list = { 0 };
    unsigned char **counts = NULL;
    char name[256];
    output o;
    ys_status status;

    ys__package_file(name, sizeof name, form);
    status = output_open(&o, folder, name, err);
    if (status == YS_OK)
        status = ys__store_submissions(&list, store, form->id, err);
    if (status == YS_OK)
        status = ys__counting_make(&counts, store, form, &list, err);
    if (status == YS_OK)
        put_record_header(&o.piece, form);
    for (size_t i = 0; status == YS_OK && i < list.n; i++)
        status = put_submission_rows(&o, store, form, &list.items[i], counts[i]);
    if (counts)
        ys__counting_free(counts, &list);
    ys__submissions_free(&list);
    return output_close(&o, status);
}

/* Submissions */

static void put_submission(ys__buffer *to, const ys__submission *s, const ys__calendar *calendar)
{
    char period[YS__PERIOD_SIZE], first[16], last[16], received[24], numbers[2][24];
    const char *const texts[YS__SUBMISSION_COLUMNS] = { numbers[0], s->partner, s->form, period, first, last, received,
                                                        s->file, s->sha256, numbers[1], s->definitions };

    snprintf(numbers[0], sizeof numbers[0], "%" PRId64, s->id);
    snprintf(numbers[1], sizeof numbers[1], "%zu", s->n);
    ys__period_format(calendar, s->period, period);
    ys__date_format(first, ys__period_first_day(s->period));
    ys__date_format(last, ys__period_last_day(s->period));
    ys__time_format(received, s->received);
    for (int c = 0; c < YS__SUBMISSION_COLUMNS; c++) {
        ys__put(to, c ? "," : "");
        ys__csv_put_guarded(to, ys__slice_of(texts[c]));
    }
    ys__putc(to, '\n');
}

/* created: when the newest of them came. */
static ys_status write_submissions(int64_t *created, ys_store *store, const char *folder, ys_error *err)
{
    ys__submissions list = { 0 };
    output o;
    ys_status status = output_open(&o, folder, "submissions.csv", err);

    *created = 0;
    if (status == YS_OK)
        status = ys__store_submissions(&list, store, NULL, err);
    for (int c = 0; c < YS__SUBMISSION_COLUMNS; c++)
        ys__putf(&o.piece, "%s%s", c ? "," : "", ys__submission_columns[c].name);
    ys__putc(&o.piece, '\n');
    for (size_t i = 0; status == YS_OK && i < list.n; i++) {
        put_submission(&o.piece, &list.items[i], &ys_store_initiative(store)->calendar);
        *created = list.items[i].received > *created ? list.items[i].received : *created;
    }
    ys__submissions_free(&list);
    return output_close(&o, status);
}

/* Folders */

static ys_status make_folder(const char *folder, ys_error *err)
{
    if (mkdir(folder, 0777) == 0 || (errno == EEXIST && ys__file_is_dir(folder)))
        return YS_OK;
    return ys__fail_errno(err, folder, _("cannot be written"));
}

static ys_status write_tables(int64_t *created, ys_store *store, const char *folder, ys_error *err)
{
    const struct ys_initiative *in = ys_store_initiative(store);
    ys_status status = make_folder(folder, err);

    if (status == YS_OK)
        status = write_submissions(created, store, folder, err);
    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t f = 0; status == YS_OK && f < in->catalogs[c].n_forms; f++)
            status = write_records(store, folder, &in->catalogs[c].forms[f], err);
    return status;
}

static ys_status write_description(ys_store *store, const char *folder, const ys__all_results *results, int64_t created,
                                   ys_error *err)
{
    output o;
    ys_status status = output_open(&o, folder, "datapackage.json", err);

    if (status == YS_OK)
        status = ys__package_describe(&o.piece, store, folder, results, created, err);
    return output_close(&o, status);
}

ys_status ys_export_records(ys_store *store, const char *folder, ys_error *err)
{
    int64_t created;

    return write_tables(&created, store, folder, err);
}

ys_status ys_export_package(ys_store *store, const char *folder, ys_error *err)
{
    ys__all_results results;
    int64_t created = 0;
    char *path = ys__path_join(folder, "results.csv");
    ys_status status = path ? ys__all_results_make(&results, store, err) : ys__fail_nomem(err);

    if (status != YS_OK) {
        free(path);
        return status;
    }
    status = write_tables(&created, store, folder, err);
    if (status == YS_OK)
        status = ys__all_results_write(&results, path, err);
    if (status == YS_OK)
        status = write_description(store, folder, &results, created, err);
    ys__all_results_free(&results);
    free(path);
    return status;
}
