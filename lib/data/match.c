/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/match.h"

#include <stdlib.h>

#include "base/i18n.h"

/* Marks the fields that a column is for, or a constant. */
static void mark_there(const ys__form *form, const ys__mapping *mapping, const ys__column_use *use, bool *there)
{
    if (use->field >= 0)
        there[use->field] = true;
    if (use->use == YS__USE_PERIOD && form->period_field >= 0)
        there[form->period_field] = true;
    for (size_t f = 0; f < form->n; f++)
        there[f] = there[f] || use->use == YS__USE_NAMES || (mapping && mapping->fields[f].constant);
}

ys__fit ys__form_fit(const ys__sender *sender, const ys__form *form, const ys__source *source)
{
    const ys__mapping *mapping = ys__sender_mapping(sender, form);
    bool *there = calloc(form->n + 1, sizeof *there);
    bool across = mapping ? mapping->layout.across : form->layout.across;
    ys__fit fit = { 0 };

    for (size_t i = 0; there && i < source->n_headers; i++) {
        ys__column_use use = ys__header_use(sender, form, mapping, source->headers[i]);
        bool again = across && use.use == YS__USE_FIELD && there[use.field]; /* its periods stand in a row above */
        bool matched = use.use != YS__USE_NONE && !again;

        fit.matched += matched;
        fit.unknown += !matched && source->headers[i].n > 0 && (int32_t)i != source->check_column;
        mark_there(form, mapping, &use, there);
    }
    for (size_t i = 0; there && i < form->n; i++) {
        fit.missing += !there[i];
        fit.missing_required += !there[i] && form->fields[i].required;
    }
    free(there);
    return fit;
}

/* Columns of a header that belong to a field, of the form or of whichever form has the most. */
static size_t matched_columns(const ys__sender *sender, const ys__source *source)
{
    const struct ys_initiative *in = sender->in;
    size_t best = 0;

    if (sender->form || in == NULL)
        return sender->form ? ys__form_fit(sender, sender->form, source).matched : 0;
    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t f = 0; f < in->catalogs[c].n_forms; f++) {
            size_t matched = ys__form_fit(sender, &in->catalogs[c].forms[f], source).matched;

            best = matched > best ? matched : best;
        }
    return best;
}

/* Rows above the header, as a mapping says; -1: it says nothing. */
static long told_skip(const ys__sender *sender)
{
    const ys__mapping *mapping = sender->form ? ys__sender_mapping(sender, sender->form) : NULL;

    for (size_t i = 0; sender->form == NULL && sender->in && i < sender->in->n_mappings; i++)
        if (sender->in->mappings[i].partner == sender->partner && (mapping == NULL || mapping->first < 0))
            mapping = &sender->in->mappings[i];
    return mapping ? mapping->first : -1;
}

/* Whether periods may stand in a row of their own, above the other headers. */
static bool may_be_across(const ys__sender *sender)
{
    const struct ys_initiative *in = sender->in;
    const ys__mapping *mapping = sender->form ? ys__sender_mapping(sender, sender->form) : NULL;
    bool across = false;

    if (sender->form)
        return mapping ? mapping->layout.across : sender->form->layout.across;
    for (size_t i = 0; in && i < in->n_mappings; i++)
        across = across || (in->mappings[i].partner == sender->partner && in->mappings[i].layout.across);
    return across;
}

/* The records of a header, and how many of its columns belong to a field. */
typedef struct header_choice {
    uint32_t skip, rows;
    size_t matched;
} header_choice;

/* Tries headers of so many rows against the best one so far. */
static ys_status try_headers(ys__source *source, ys__arena *arena, const ys__sender *sender, uint32_t rows,
                             header_choice *best, ys_error *err)
{
    enum { TOP = 30 };
    const header_choice first = *best;
    ys_status status = YS_OK;

    for (uint32_t at = 0; status == YS_OK && at < TOP && first.rows > 0; at++) {
        size_t matched;

        if ((status = ys__source_set_header(source, arena, at, rows, err)) != YS_OK || source->n_headers == 0)
            break;
        matched = matched_columns(sender, source);
        if (matched > best->matched || (matched == best->matched && matched > 0 && best->rows > rows &&
                                        at >= best->skip && at < best->skip + best->rows))
            *best = (header_choice){ at, rows, matched };
    }
    return status;
}

ys_status ys__choose_header(ys__source *source, ys__arena *arena, const ys__sender *sender, ys_error *err)
{
    header_choice best = { source->layout.skip, source->layout.header_rows, matched_columns(sender, source) };
    long told = told_skip(sender);
    ys_status status;

    if (told >= 0 && !source->stamp.there) {
        uint32_t rows = best.skip == (uint32_t)told && best.rows ? best.rows : 1;

        return ys__source_set_header(source, arena, (uint32_t)told, rows, err);
    }
    if (source->stamp.there || (best.matched == source->n_headers && best.rows == 1))
        return YS_OK;
    status = try_headers(source, arena, sender, 1, &best, err);
    if (status == YS_OK && may_be_across(sender))
        status = try_headers(source, arena, sender, 2, &best, err);
    return status == YS_OK ? ys__source_set_header(source, arena, best.skip, best.rows, err) : status;
}

/* Whether a row below the header says anything; the first rows are looked at. */
static ys_status find_rows(ys__source *s, bool *found, ys_error *err)
{
    ys_status status = ys__source_rewind(s, err);

    *found = false;
    if (status != YS_OK || (status = ys__source_next(s, err)) != YS_OK)
        return status;
    for (size_t i = s->block_first; i < s->block.n && !*found; i++)
        for (uint32_t c = 0; c < s->block.rows[i].n && !*found; c++)
            *found = s->block.cells[s->block.rows[i].first + c].n > 0;
    return YS_OK;
}

/* What a sheet has to do with the sender: how many of its columns belong to a field, and more for a template. */
static ys_status weigh_sheet(ys__source *source, ys__arena *arena, const ys__sender *sender, size_t i, size_t *weight,
                             ys_error *err)
{
    enum { TEMPLATE = 20000 }; /* more than any sheet has columns */
    ys_status status;

    *weight = 0;
    if (source->book.sheets[i].text.n == 0)
        return YS_OK;
    if ((status = ys__source_use_sheet(source, arena, i, err)) != YS_OK ||
        (status = ys__choose_header(source, arena, sender, err)) != YS_OK)
        return status;
    *weight = matched_columns(sender, source);
    if (source->stamp.there) /* no other sheet of a template is filled in */
        *weight += sender->form == NULL || ys__slice_is(source->stamp.form, sender->form->id) ? 2 * TEMPLATE
                                                                                              : TEMPLATE;
    return YS_OK;
}

/* Names a sheet that fits as well as those named so far. */
static bool add_rival(ys__buffer *names, const ys__source *source, size_t i)
{
    if (names->n)
        ys__put(names, ", ");
    ys__put(names, source->book.sheets[i].name);
    return !names->failed;
}

/* The sheet that fits best, of those that are shown or, where none fits, of the hidden ones. */
static ys_status find_sheet(ys__source *source, ys__arena *arena, const ys__sender *sender, bool hidden, size_t *best,
                            size_t *sheet, ys_error *err)
{
    ys__buffer names = { 0 };
    ys_status status = YS_OK;
    size_t n = 0, weight;
    bool rows = false, more;

    for (size_t i = 0; i < source->book.n && status == YS_OK; i++) {
        if (source->book.sheets[i].hidden != hidden ||
            (status = weigh_sheet(source, arena, sender, i, &weight, err)) != YS_OK || weight == 0 || weight < *best)
            continue;
        if ((status = find_rows(source, &more, err)) != YS_OK)
            continue;
        if (weight == *best && !more) /* an empty copy of the table is no rival */
            continue;
        if (weight > *best || !rows) {
            ys__buffer_clear(&names);
            n = 0;
            *sheet = i;
        }
        *best = weight;
        rows = more;
        n++;
        if (!add_rival(&names, source, i))
            status = ys__fail_nomem(err);
    }
    if (status == YS_OK && n > 1 && (source->rivals = ys__arena_text(arena, names.text)) == NULL)
        status = ys__fail_nomem(err);
    ys__buffer_free(&names);
    return status;
}

ys_status ys__choose_sheet(ys__source *source, ys__arena *arena, const ys__sender *sender, ys_error *err)
{
    size_t best = 0, sheet = source->sheet;
    ys_status status = YS_OK;

    if (!source->chosen && source->book.n) {
        status = find_sheet(source, arena, sender, false, &best, &sheet, err);
        if (status == YS_OK && best == 0)
            status = find_sheet(source, arena, sender, true, &best, &sheet, err);
    }
    if (status == YS_OK && source->book.n)
        status = ys__source_use_sheet(source, arena, sheet, err);
    return status == YS_OK ? ys__choose_header(source, arena, sender, err) : status;
}

bool ys__header_is_personal(ys__slice header)
{
    static const char *const words[] = {
        "name", "first name", "last name", "surname", "full name", "middle name", "given name", "family name",
        "participant name", "client name", "student name", "nombre", "nombres", "apellido", "apellidos",
        "nombre completo", "nombre y apellidos", "dob", "date of birth", "birth date", "birthdate", "birthday",
        "fecha de nacimiento", "fecha nacimiento", "ssn", "social security", "social security number", "social",
        "itin", "passport", "pasaporte", "dni", "nie", "cedula", "curp", "drivers license", "driver license",
        "e mail", "email", "email address", "correo", "correo electronico", "phone", "phone number", "telephone",
        "mobile", "cell phone", "telefono", "celular", "movil", "address", "street address", "home address",
        "direccion", "domicilio",
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ys__text_same(header, ys__slice_of(words[i])))
            return true;
    return false;
}

static ys__found about_column(const ys__source *source, size_t column, ys__code code, bool is_error)
{
    return (ys__found){ .row = source->header_record, .line = source->header.line, .begin = source->header.p,
                        .at = source->header_places[column], .value = source->headers[column].p,
                        .value_n = (uint32_t)source->headers[column].n, .code = (uint8_t)code, .is_error = is_error,
                        .column = (int32_t)column, .field = -1, .name = source->headers[column].p };
}

static bool find_column(ys__import *import, const ys__source *source, size_t column, int field, bool repeated)
{
    ys__slice header = source->headers[column];
    ys__found found = about_column(source, column, YS__UNKNOWN_COLUMN, false);

    if (repeated) {
        found.code = YS__DUPLICATE_COLUMN;
        found.is_error = true;
        found.field = field;
        found.name = NULL;
        import->unusable = true;
        return ys__find(import, &found);
    }
    if (header.n == 0)
        found.code = YS__BLANK_HEADER;
    if (!ys__find(import, &found))
        return false;
    found.code = YS__PERSONAL_DATA;
    return !ys__header_is_personal(header) || ys__find(import, &found);
}

/* Nobody may send personal data, whatever is ignored. */
static bool find_ignored_personal(ys__import *import, const ys__source *source, size_t column)
{
    const ys__found found = about_column(source, column, YS__PERSONAL_DATA, false);

    return ys__find(import, &found);
}

/* Notes the columns that hold anything: one without a header and without a single cell is nothing anybody wrote. */
static ys_status find_filled(ys__source *source, bool *filled, ys_error *err)
{
    ys_status status;

    while ((status = ys__source_next(source, err)) == YS_OK && source->block.n > 0)
        for (size_t i = source->block_first; i < source->block.n; i++) {
            const ys__csv_row *row = &source->block.rows[i];

            for (uint32_t c = 0; c < row->n && c < source->n_headers; c++)
                filled[c] = filled[c] || source->block.cells[row->first + c].n > 0;
        }
    return status == YS_OK ? ys__source_rewind(source, err) : status;
}

bool ys__find_missing(ys__import *import, const ys__source *source, const bool *there)
{
    const ys__form *form = import->form;

    for (size_t f = 0; f < form->n; f++) {
        ys__found found = { .row = source->header_record, .line = source->header.line, .code = YS__MISSING_COLUMN,
                            .is_error = form->fields[f].required, .column = -1, .field = (int32_t)f };

        if (there[f] || (form->strict && !found.is_error))
            continue;
        if (form->fields[f].role == YS__ROLE_PARTNER || form->fields[f].role == YS__ROLE_PERIOD)
            continue; /* options or the file's name may tell them; who submits finds out */
        import->unusable = import->unusable || found.is_error;
        if (!ys__find(import, &found))
            return false;
    }
    return true;
}

/* A column of values whose period is not clear, or has another column already. */
static bool find_period(ys__import *import, const ys__source *source, const ys__sender *sender, size_t column,
                        const ys__column_use *use)
{
    ys__found found = about_column(source, column, YS__UNKNOWN_PERIOD, true);
    ys__buffer message = { 0 };
    bool good;

    if (use->use == YS__USE_YEARLESS) {
        ys__putf(&message, _("it cannot be told of which year “%.*s” is"), (int)source->headers[column].n,
                 source->headers[column].p);
        found.hint = ys__arena_text(&import->arena, _("Write the year into the header, such as 2018-07, or say the "
                                                      "file's period with --period."));
    } else if (use->use == YS__USE_UNCLEAR && sender->in) {
        ys__period_explain(&sender->in->calendar, ys__slice_of(use->id), &message);
        found.hint = ys__arena_text(&import->arena, _("Correct the header."));
    } else {
        found.code = YS__DUPLICATE_COLUMN;
        ys__put(&message, _("the period has a column already"));
        found.hint = ys__arena_text(&import->arena, _("Keep one of the two."));
    }
    found.message = ys__arena_text(&import->arena, message.text ? message.text : "");
    good = found.message && found.hint && !message.failed;
    ys__buffer_free(&message);
    import->unusable = true;
    return good && ys__find(import, &found);
}

/* Whether an earlier column is for the same field, and the same period where it is for one. */
static bool is_repeated(const ys__column_use *uses, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (uses[i].use == uses[at].use && uses[i].field == uses[at].field &&
            (uses[at].use == YS__USE_FIELD || ys__period_equal(uses[i].period, uses[at].period)))
            return uses[at].use == YS__USE_FIELD || uses[at].use == YS__USE_PERIOD;
    return false;
}

/* Columns that a layout asks for mean nothing where the file is not laid out so. */
static void settle_uses(const ys__import *import, const ys__source *source, const ys__mapping *mapping,
                        ys__column_use *uses)
{
    bool reshaped = ys__is_reshaped(uses, source->n_headers);

    for (size_t i = 0; !reshaped && i < source->n_headers; i++)
        if (uses[i].use == YS__USE_NAMES || uses[i].use == YS__USE_CELLS || uses[i].use == YS__USE_PERIOD) {
            uses[i].field = ys__header_field(import->form, mapping, source->headers[i]);
            uses[i].use = uses[i].field >= 0 ? YS__USE_FIELD : YS__USE_NONE;
        }
}

static bool has_blank_header(const ys__source *source)
{
    for (size_t i = 0; i < source->n_headers; i++)
        if (source->headers[i].n == 0)
            return true;
    return false;
}

bool ys__match(ys__import *import, const ys__source *source, const ys__sender *sender, ys__column_use *uses,
               bool *there)
{
    const ys__mapping *mapping = ys__sender_mapping(sender, import->form);
    bool *filled = calloc(source->n_headers + 1, 1), good = filled != NULL;

    for (size_t i = 0; i < source->n_headers; i++)
        uses[i] = ys__header_use(sender, import->form, mapping, source->headers[i]);
    settle_uses(import, source, mapping, uses);
    if (good && has_blank_header(source))
        good = find_filled(import->source, filled, NULL) == YS_OK;
    for (size_t i = 0; good && i < source->n_headers; i++) {
        bool repeated = is_repeated(uses, i);

        mark_there(import->form, mapping, &uses[i], there);
        if (uses[i].use == YS__USE_UNCLEAR || uses[i].use == YS__USE_YEARLESS ||
            (repeated && uses[i].use == YS__USE_PERIOD))
            good = find_period(import, source, sender, i, &uses[i]);
        else if (repeated || (uses[i].use == YS__USE_NONE && (int32_t)i != source->check_column &&
                              (source->headers[i].n > 0 || filled[i])))
            good = find_column(import, source, i, uses[i].field, repeated);
        else if (uses[i].use == YS__USE_IGNORED && ys__header_is_personal(source->headers[i]))
            good = find_ignored_personal(import, source, i);
        if (repeated)
            uses[i] = (ys__column_use){ .use = YS__USE_NONE, .field = -1 };
    }
    free(filled);
    return good;
}
