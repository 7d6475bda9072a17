/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/match.h"

#include <stdlib.h>

bool ys__label_means(const ys__label *label, ys__slice text)
{
    for (size_t i = 0; i < label->n; i++)
        if (ys__text_same(text, ys__slice_of(label->texts[i])))
            return true;
    return false;
}

static bool field_means(const ys__field *f, ys__slice header)
{
    if (ys__text_same(header, ys__slice_of(f->name)) || ys__label_means(&f->title, header) ||
        (f->dimension && ys__label_means(&f->dimension->title, header)))
        return true;
    for (size_t i = 0; i < f->n_aliases; i++)
        if (ys__text_same(header, ys__slice_of(f->aliases[i])))
            return true;
    return false;
}

int ys__header_field(const ys__form *form, ys__slice header)
{
    int exact = ys__form_field(form, header);

    if (exact >= 0 || form->strict || header.n == 0)
        return exact;
    for (size_t i = 0; i < form->n; i++)
        if (field_means(&form->fields[i], header))
            return (int)i;
    return -1;
}

ys__fit ys__form_fit(const ys__form *form, const ys__source *source)
{
    ys__fit fit = { 0 };
    bool *there = calloc(form->n + 1, 1);

    for (size_t i = 0; there && i < source->n_headers; i++) {
        int field = ys__header_field(form, source->headers[i]);

        fit.matched += field >= 0;
        fit.unknown += field < 0 && source->headers[i].n > 0 && (int32_t)i != source->check_column;
        if (field >= 0)
            there[field] = true;
    }
    for (size_t i = 0; there && i < form->n; i++) {
        fit.missing += !there[i];
        fit.missing_required += !there[i] && form->fields[i].required;
    }
    free(there);
    return fit;
}

/* Columns of a header that belong to a field, of the form or of whichever form has the most. */
static size_t matched_columns(const struct ys_initiative *in, const ys__form *form, const ys__source *source)
{
    size_t best = 0;

    if (form || in == NULL)
        return form ? ys__form_fit(form, source).matched : 0;
    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t f = 0; f < in->catalogs[c].n_forms; f++) {
            size_t matched = ys__form_fit(&in->catalogs[c].forms[f], source).matched;

            best = matched > best ? matched : best;
        }
    return best;
}

ys_status ys__choose_header(ys__source *source, ys__arena *arena, const struct ys_initiative *in, const ys__form *form,
                            ys_error *err)
{
    enum { TOP = 30 };
    uint32_t skip = source->layout.skip, rows = source->layout.header_rows;
    size_t best = matched_columns(in, form, source), wanted = source->n_headers;
    ys_status status = YS_OK;

    if (source->stamp.there || (best == wanted && rows == 1))
        return YS_OK;
    for (uint32_t at = 0; status == YS_OK && at < TOP && rows > 0; at++) {
        size_t matched;

        if ((status = ys__source_set_header(source, arena, at, 1, err)) != YS_OK || source->n_headers == 0)
            break;
        matched = matched_columns(in, form, source);
        if (matched > best || (matched == best && matched > 0 && rows > 1 && at >= skip && at < skip + rows)) {
            best = matched;
            skip = at;
            rows = 1;
        }
    }
    return status == YS_OK ? ys__source_set_header(source, arena, skip, rows, err) : status;
}

ys_status ys__choose_sheet(ys__source *source, ys__arena *arena, const struct ys_initiative *in, const ys__form *form,
                           ys_error *err)
{
    enum { TEMPLATE = 20000 }; /* more than any sheet has columns */
    size_t best = 0, sheet = source->sheet;
    ys_status status = YS_OK;

    for (size_t i = 0; !source->chosen && i < source->book.n && status == YS_OK; i++) {
        size_t matched;

        if (source->book.sheets[i].text.n == 0 || (status = ys__source_use_sheet(source, arena, i, err)) != YS_OK ||
            (status = ys__choose_header(source, arena, in, form, err)) != YS_OK)
            continue;
        matched = matched_columns(in, form, source);
        if (source->stamp.there) /* no other sheet of a template is filled in */
            matched += form == NULL || ys__slice_is(source->stamp.form, form->id) ? 2 * TEMPLATE : TEMPLATE;
        if (matched > best) {
            best = matched;
            sheet = i;
        }
    }
    if (status == YS_OK && source->book.n)
        status = ys__source_use_sheet(source, arena, sheet, err);
    return status == YS_OK ? ys__choose_header(source, arena, in, form, err) : status;
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

static bool find_missing(ys__import *import, const ys__source *source, const bool *there)
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

bool ys__match(ys__import *import, const ys__source *source, int *fields)
{
    bool *there = calloc(import->form->n + 1, 1), *filled = calloc(source->n_headers + 1, 1);
    bool good = there && filled, looked = false;

    for (size_t i = 0; good && i < source->n_headers; i++) {
        int field = ys__header_field(import->form, source->headers[i]);
        bool repeated = field >= 0 && there[field];

        fields[i] = repeated ? -1 : field;
        if (field >= 0)
            there[field] = true;
        if (source->headers[i].n == 0 && !looked) {
            looked = true;
            good = find_filled(import->source, filled, NULL) == YS_OK;
        }
        if (good && fields[i] < 0 && (int32_t)i != source->check_column && (source->headers[i].n > 0 || filled[i]))
            good = find_column(import, source, i, field, repeated);
    }
    good = good && find_missing(import, source, there);
    free(filled);
    free(there);
    return good;
}
