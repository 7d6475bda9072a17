/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/import.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "data/advice.h"
#include "data/convert.h"
#include "data/identify.h"
#include "data/keys.h"
#include "data/mapped.h"
#include "data/match.h"
#include "data/patterns.h"
#include "data/reshape.h"
#include "data/totals.h"
#include "data/zeros.h"
#include "model/due.h"

/* Cells of the partner column as partners: they were folded into the ids when they were read. */
static bool note_partners(ys__conversion *c)
{
    ys__import *import = c->import;
    int field = import->form->partner_field;
    const ys__column *column = field >= 0 ? &import->table.columns[field] : NULL;
    int32_t *by_code, *rows;

    if (column == NULL || c->in == NULL || import->table.n == 0)
        return true;
    by_code = calloc(column->dict.n + 1, sizeof *by_code);
    rows = import->row_partner = calloc(import->table.n, sizeof *rows);
    for (size_t i = 0; by_code && i < column->dict.n; i++) {
        by_code[i] = -1;
        for (size_t p = 0; p < c->in->n_partners; p++)
            if (ys__slice_is(column->dict.items[i], c->in->partners[p].id))
                by_code[i] = (int32_t)p;
    }
    for (size_t i = 0; by_code && rows && i < import->table.n; i++)
        rows[i] = ys__column_missing(column, i) == YS__MISSING_NONE ? by_code[column->v[i]] : c->known_partner;
    free(by_code);
    return rows != NULL;
}

bool ys__find_personal(ys__conversion *c)
{
    const ys__source *source = c->source;

    for (size_t i = 0; i < c->n_intakes; i++) {
        const ys__intake *r = &c->intakes[i];
        ys__found found = { .row = source->header_record, .line = source->header.line, .begin = source->header.p,
                            .code = YS__PERSONAL_DATA, .column = (int32_t)r->column, .field = -1 };

        if (r->field >= 0 || r->personal == 0 || ys__header_is_personal(source->headers[r->column]))
            continue;
        found.at = source->header_places[r->column];
        found.name = source->headers[r->column].p;
        if (!ys__find(c->import, &found))
            return false;
    }
    return true;
}

/* again: other rows of the same file were checked already. */
static ys_status check_rows(ys__conversion *c, const ys__identity *who, bool again, ys_error *err)
{
    ys__import *import = c->import;
    bool good = note_partners(c) && (again || ys__find_personal(c));

    if (again && import->partner) {
        free(import->row_partner);
        import->row_partner = NULL;
    }
    if (good && c->in && !again)
        good = ys__identify_partner(import, c->in, who, c->options->to_store) &&
               ys__identify_period(import, c->in, who, c->options->to_store);
    if (!good || !ys__check_periods(c) || !ys__check_keys(c))
        return ys__fail_nomem(err);
    return ys__check_rules(c, err);
}

static bool find_second_table(ys__import *import)
{
    const ys__source *source = import->source;
    const ys__found found = { .row = source->second_record, .line = source->second_line, .begin = source->second,
                              .at = source->second, .code = YS__SECOND_TABLE, .is_error = true, .column = 0,
                              .field = -1 };

    if (source->second == NULL)
        return true;
    import->unusable = true;
    return ys__find(import, &found);
}

/* Where each field stands in the file. */
static bool note_columns(ys__import *import, const int *fields, size_t width)
{
    size_t n = import->form->n;

    if ((import->field_columns = malloc((n + 1) * sizeof *import->field_columns)) == NULL)
        return false;
    for (size_t f = 0; f < n; f++)
        import->field_columns[f] = -1;
    for (size_t i = width; i-- > 0;)
        if (fields[i] >= 0)
            import->field_columns[fields[i]] = (int32_t)i;
    return true;
}

/* Finds out which column is read into which field; a file in another layout is written again as a table first. */
static ys_status choose_columns(ys__conversion *c, const ys__identity *who, ys_error *err)
{
    ys__import *import = c->import;
    const ys__source *source = import->source;
    ys__sender sender = c->in ? ys__sender_of(who, c->in) : (ys__sender){ 0 };
    size_t n = source->n_headers;
    ys__column_use *uses = calloc(n + 1, sizeof *uses);
    bool *there = calloc(import->form->n + 1, sizeof *there);
    int *fields = calloc(n + 1, sizeof *fields);
    bool good = uses && there && fields, plain = c->options->plain;
    ys_status status = YS_OK;

    sender.form = import->form;
    sender.in_template = source->stamp.there;
    c->mapping = import->mapping = plain ? NULL : ys__sender_mapping(&sender, import->form);
    import->sender = source->stamp.there ? NULL : sender.partner;
    good = good && (plain || (ys__note_taken(import) && ys__match(import, source, &sender, uses, there))) &&
           ys__map_skips(c);
    for (size_t i = 0; good && i < n; i++)
        fields[i] = uses[i].use == YS__USE_FIELD ? uses[i].field : -1;
    if (good && ys__is_reshaped(uses, n))
        status = ys__reshape(c, &sender, uses, there, err);
    else
        good = good && (plain || ys__find_missing(import, source, there));
    if (status == YS_OK && good && import->reshaped)
        good = note_columns(import, import->reshaped->fields, import->reshaped->width) &&
               ys__intakes_make(c, import->reshaped->fields, import->reshaped->width);
    else if (status == YS_OK)
        good = good && note_columns(import, fields, n) && ys__intakes_make(c, fields, n);
    free(uses);
    free(there);
    free(fields);
    return status == YS_OK && !good ? ys__fail_nomem(err) : status;
}

static bool find_rivals(ys__import *import)
{
    ys__buffer text = { 0 };
    bool good;

    if (import->source->rivals == NULL)
        return true;
    ys__putf(&text, _("several sheets of the workbook fit: %s"), import->source->rivals);
    good = !text.failed && ys__find_file(import, YS__AMBIGUOUS_SHEET, true, text.text,
                                         _("Say which with --sheet, or send each in a file of its own."));
    ys__buffer_free(&text);
    return good;
}

static uint64_t count_line_ends(const char *text, size_t n)
{
    uint64_t lines = 0;

    for (size_t i = 0; i < n; i++)
        lines += text[i] == '\n' || (text[i] == '\r' && (i + 1 >= n || text[i + 1] != '\n'));
    return lines;
}

/* Tells the lines below the data that are left out. to_end: all records before them were read. */
static bool find_notes(ys__import *import, const ys__source *source, bool to_end)
{
    const ys__layout *layout = &source->layout;
    ys__found found = { .code = YS__NOTES_LEFT_OUT, .column = -1, .field = -1 };
    ys__buffer text = { 0 };

    if (layout->notes == 0)
        return true;
    if (to_end && source->second == NULL) {
        const char *begin = source->decoded.text + layout->begin;

        found.row = source->block_record;
        found.line = layout->begin_line + 1 + count_line_ends(begin, layout->end - layout->begin);
        found.begin = found.at = source->decoded.text + layout->end;
        found.column = 0;
    }
    ys__putf(&text, PLURAL("%llu line below the data is left out", "%llu lines below the data are left out",
                           layout->notes), (unsigned long long)layout->notes);
    found.message = text.failed ? NULL : ys__arena_text(&import->arena, text.text);
    found.hint = _("If it is data, write a separator for each cell of the row, and leave no blank row above it.");
    ys__buffer_free(&text);
    return found.message && ys__find(import, &found);
}

/* Reads and checks the rest of a file whose rows are read pass by pass. */
static ys_status read_passes(ys__conversion *c, const ys__identity *who, ys_error *err)
{
    ys__import *import = c->import;
    ys_status status = ys__reshape_settle(import, import->reshaped->first, false, err);

    for (size_t pass = 1; status == YS_OK && pass < import->reshaped->passes; pass++) {
        size_t n = import->table.n, n_bad = import->n_bad, first = import->findings->n;

        free(import->row_partner);
        import->row_partner = NULL;
        ys__convert_clear(c);
        import->findings->n_faults = 0; /* their values stand in the table of the pass before */
        status = ys__reshape_pass(c, pass, err);
        if (status == YS_OK)
            status = ys__convert(c, err);
        if (status == YS_OK)
            status = check_rows(c, who, true, err);
        if (status == YS_OK)
            status = ys__reshape_settle(import, first, true, err);
        import->table.n += n;
        import->n_bad += n_bad;
    }
    return status == YS_OK ? ys__reshape_unite(import, err) : status;
}

/* A date stands for the calendar's period that it lies in; for less where the form or this file tells of less. */
static int32_t day_months(const struct ys_initiative *in, const ys__form *form, const ys__identity *who)
{
    int32_t due = ys__frequency_months(form->frequency), months = in ? in->calendar.period_months : 3;
    ys__period named = who->option_period.months ? who->option_period : who->name_period;

    if (due > 0 && due < months)
        months = due;
    return named.months > 0 && named.months < months ? named.months : months;
}

/* In a table made of another layout the codes stand in several rows; in a template they are kept as they were typed. */
static bool find_lost_zeros(ys__conversion *c)
{
    bool good = true;

    if (c->import->reshaped || c->source->stamp.there)
        return true;
    for (size_t i = 0; i < c->n_intakes && good; i++)
        if (c->intakes[i].f && c->intakes[i].f->role == YS__ROLE_PARTICIPANT)
            good = ys__find_lost_zeros(c, &c->intakes[i]);
    return good;
}

static ys_status read_rows(ys__import *import, const struct ys_initiative *in, const ys__import_options *options,
                           const ys__identity *who, ys_error *err)
{
    ys__conversion c = { .import = import, .in = in, .options = options, .source = import->source,
                         .known_partner = -1, .day_months = day_months(in, import->form, who) };
    const ys__source *from = import->source; /* also where c is led to a table made of it */
    ys_status status = YS_OK;

    c.style.strict = import->form->strict;
    c.style.decimal = import->source->book.n ? '.' : import->source->stamp.decimal;
    if (in)
        c.known_partner = who->option_partner >= 0 ? who->option_partner : who->name_partner;
    if (in && c.known_partner < 0 && in->n_partners == 1)
        c.known_partner = 0;
    status = choose_columns(&c, who, err);
    if (status == YS_OK)
        status = ys__convert(&c, err);
    if (status == YS_OK && !(find_second_table(import) && find_notes(import, from, true)))
        status = ys__fail_nomem(err);
    if (status == YS_OK && !(find_lost_zeros(&c) && ys__check_total(&c)))
        status = ys__fail_nomem(err);
    if (status == YS_OK && !options->plain)
        status = check_rows(&c, who, false, err);
    if (status == YS_OK && !options->plain && !options->schema && !import->reshaped && !ys__find_patterns(import))
        status = ys__fail_nomem(err);
    if (status == YS_OK && import->reshaped)
        status = read_passes(&c, who, err);
    if (status == YS_OK && !ys__findings_sort(import->findings, 0))
        status = ys__fail_nomem(err);
    ys__conversion_free(&c);
    return status;
}

/* Blanks and line ends are what an emptied sheet leaves behind. */
static bool is_void(const ys__decoded *d)
{
    for (size_t i = 0; i < d->n; i++)
        if (memchr(" \t\r\n", d->text[i], 4) == NULL)
            return false;
    return true;
}

static bool find_empty(ys__import *import, bool plain)
{
    ys__source *source = import->source;

    if (!plain && source->book.n == 0 && is_void(&source->decoded))
        source->n_headers = 0;
    if (source->n_headers > 0)
        return true;
    return ys__find_file(import, YS__EMPTY_FILE, true, _("the file is empty"),
                         _("Send a file with a header row and one row for each record."));
}

static bool find_doubt(ys__import *import)
{
    ys__buffer text = { 0 };
    bool good;

    if (!import->source->decoded.doubtful)
        return true;
    ys__putf(&text, _("letters such as é and ñ were read as %s, which may be wrong"),
             import->source->decoded.encoding);
    good = !text.failed && ys__find_file(import, YS__DOUBTFUL_ENCODING, false, text.text,
                                         _("See whether the accents are right in what was read; next time, save the "
                                           "file as “CSV UTF-8”."));
    ys__buffer_free(&text);
    return good;
}

static ys_status import_into(ys__import *import, const struct ys_initiative *in, const ys__import_options *options,
                             ys_error *err)
{
    ys__identity who = { .option_partner = -1, .name_partner = -1 };
    ys_status status = YS_OK;

    if (in && !options->schema)
        status = ys__identify(&who, in, import->path, options, err);
    if (status != YS_OK || (status = ys__file_read(&import->file, import->path, err)) != YS_OK)
        return status;
    if ((status = ys__source_open(&import->source, &import->arena, &import->file, &options->source, err)) != YS_OK)
        return status;
    import->partial = options->findings_only ||
                      (options->large && import->file.mapped && import->file.n >= options->large);
    if (!find_empty(import, options->plain))
        return ys__fail_nomem(err);
    import->form = options->schema;
    if (!options->plain) {
        const ys__sender sender = options->schema || in == NULL ? (ys__sender){ .form = options->schema }
                                                                : ys__sender_of(&who, in);

        if ((status = ys__choose_sheet(import->source, &import->arena, &sender, err)) != YS_OK)
            return status;
        if (import->form == NULL && !ys__identify_stamp(import, in, &who))
            return ys__fail_nomem(err);
    }
    if (who.other_form)
        return YS_OK;
    if (import->form == NULL && import->source->n_headers > 0 && !ys__identify_form(import, in, &who, import->source))
        return ys__fail_nomem(err);
    if (!find_doubt(import) || !find_rivals(import))
        return ys__fail_nomem(err);
    if (import->form == NULL || import->source->n_headers == 0)
        return find_notes(import, import->source, false) ? YS_OK : ys__fail_nomem(err);
    return read_rows(import, options->schema ? NULL : in, options, &who, err);
}

ys_status ys__import_file(ys__import **out, const struct ys_initiative *in, const char *path,
                          const ys__import_options *options, ys_error *err)
{
    ys__import *import = calloc(1, sizeof *import);
    ys_status status;

    if (import == NULL || (import->findings = calloc(1, sizeof *import->findings)) == NULL) {
        free(import);
        return ys__fail_nomem(err);
    }
    import->findings->collapse = options->collapse;
    import->initiative = options->schema ? NULL : in;
    import->path = ys__arena_text(&import->arena, path);
    status = import->path ? import_into(import, in, options, err) : ys__fail_nomem(err);
    if (status != YS_OK) {
        if (err && err->source[0] == '\0' && status != YS_E_ARGUMENT)
            snprintf(err->source, sizeof err->source, "%s", path);
        ys__import_free(import);
        return status;
    }
    *out = import;
    return YS_OK;
}

void ys__import_free(ys__import *import)
{
    if (import == NULL)
        return;
    for (size_t f = 0; import->table.columns && f < import->table.form->n; f++)
        ys__column_free(&import->table.columns[f]);
    free(import->table.columns);
    free(import->bad);
    free(import->records);
    free(import->field_columns);
    free(import->row_partner);
    ys__findings_free(import->findings);
    ys__reshaped_free(import->reshaped);
    ys__source_close(import->source);
    ys__file_close(&import->file);
    ys__arena_free(&import->arena);
    free(import);
}

ys_status ys__import_summary(const ys__import *import, const struct ys_initiative *in, ys_check_summary *out,
                             ys_error *err)
{
    ys__buffer dates = { 0 };
    bool failed = false;

    *out = (ys_check_summary){ .rows = import->table.n, .errors = import->errors, .warnings = import->warnings };
    out->rejected = import->unusable ? import->table.n : import->n_bad;
    out->accepted = out->rows - out->rejected;
    out->status = import->errors ? "rejected" : import->warnings ? "accepted_with_warnings" : "accepted";
    if (import->partner)
        snprintf(out->partner, sizeof out->partner, "%s", import->partner->id);
    if (import->form && import->form->id)
        snprintf(out->form, sizeof out->form, "%s", import->form->id);
    if (in && import->period.months > 0) {
        ys__period_format(&in->calendar, import->period, out->period);
        ys__period_dates(import->period, &dates);
        snprintf(out->period_dates, sizeof out->period_dates, "%s", dates.text ? dates.text : "");
        failed = dates.failed;
        ys__buffer_free(&dates);
    }
    return failed ? ys__fail_nomem(err) : YS_OK;
}
