/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/workbook.h"

#include <expat.h>
#include <stdlib.h>
#include <zip.h>

#include "base/i18n.h"
#include "base/vector.h"
#include "formats/workbook_sheet.h"

enum { PARTS_MAX = 4096, PART_MAX = 1 << 28, RATIO_MAX = 400 };

bool ys__workbook_is(const char *bytes, size_t n)
{
    return n > 4 && memcmp(bytes, "PK\3\4", 4) == 0;
}

/* A part that is being unpacked. */
typedef struct part {
    zip_file_t *file;
    zip_uint64_t left;
} part;

static long read_more(void *from, char *to, size_t room)
{
    part *p = from;
    zip_int64_t got = zip_fread(p->file, to, room);

    if (got < 0 || (zip_uint64_t)got > p->left || (got == 0 && p->left > 0))
        return -1;
    p->left -= (zip_uint64_t)got;
    return (long)got;
}

/* Reads a part with a table of what to do, while it is unpacked: it is never in memory as a whole. */
static ys_status parse_part(zip_t *zip, const char *name, bool needed, ys__xml_start start, ys__xml_end end,
                            ys__sheet_reader *reader, ys_error *err)
{
    zip_stat_t about;
    part p;
    ys_status status;

    if (zip_stat(zip, name, ZIP_FL_NOCASE, &about) != 0)
        return needed ? ys__fail(err, YS_E_SYNTAX, NULL, _("the workbook has no part %s"), name) : YS_OK;
    if (!(about.valid & ZIP_STAT_SIZE) || about.size > PART_MAX ||
        ((about.valid & ZIP_STAT_COMP_SIZE) && about.size > 65536 && about.size / RATIO_MAX > about.comp_size))
        return ys__fail(err, YS_E_SYNTAX, NULL, "%s", _("the workbook unpacks to far more than it should"));
    p = (part){ zip_fopen_index(zip, about.index, 0), about.size };
    if (p.file == NULL)
        return ys__fail(err, YS_E_SYNTAX, NULL, "%s", _("the workbook is damaged"));
    status = ys__xml_parse(read_more, &p, start, end, reader, err);
    zip_fclose(p.file);
    return status;
}

static ys_status read_sheet(ys__workbook *out, zip_t *zip, ys__sheet_reader *reader, size_t i, ys_error *err)
{
    char path[256];
    ys_status status;

    ys__sheet_path(reader, i, path, sizeof path);
    ys__sheet_begin(reader);
    status = parse_part(zip, path, true, ys__sheet_start, ys__sheet_end, reader, err);
    if (status != YS_OK)
        return status;
    return ys__sheet_text(reader, &out->arena, &out->sheets[i].text, err);
}

static ys_status read_parts(ys__workbook *out, zip_t *zip, ys__sheet_reader *reader, ys_error *err)
{
    ys_status status;

    if (zip_get_num_entries(zip, 0) > PARTS_MAX)
        return ys__fail(err, YS_E_SYNTAX, NULL, "%s", _("the workbook has far more parts than it should"));
    if ((status = parse_part(zip, "xl/workbook.xml", true, ys__book_start, NULL, reader, err)) != YS_OK ||
        (status = parse_part(zip, "xl/_rels/workbook.xml.rels", false, ys__links_start, NULL, reader, err)) != YS_OK ||
        (status = parse_part(zip, "xl/styles.xml", false, ys__styles_start, ys__styles_end, reader, err)) != YS_OK ||
        (status = parse_part(zip, "xl/sharedStrings.xml", false, ys__strings_start, ys__strings_end, reader, err)) !=
            YS_OK)
        return status;
    out->n = reader->n_sheets;
    out->sheets = ys__arena_alloc(&out->arena, (out->n + 1) * sizeof *out->sheets);
    if (out->sheets == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < out->n && status == YS_OK; i++) {
        out->sheets[i].name = ys__arena_text(&out->arena, reader->sheets[i].name);
        out->sheets[i].hidden = reader->sheets[i].hidden;
        status = out->sheets[i].name ? read_sheet(out, zip, reader, i, err) : ys__fail_nomem(err);
    }
    return status;
}

/* Other files that are archives inside, by a part that each has. */
static const struct {
    const char *part, *advice;
} kinds[] = {
    { "xl/workbook.bin", N_("this is a binary workbook (.xlsb); save it as .xlsx or as “CSV UTF-8”") },
    { "content.xml", N_("this is an OpenDocument file (.ods); save it as .xlsx or as “CSV UTF-8”") },
    { "word/document.xml", N_("this is a text document; save the table as “CSV UTF-8”") },
    { "Index/Document.iwa", N_("this is a Numbers file; export it as .xlsx or as CSV") },
    { "Index.zip", N_("this is a Numbers file; export it as .xlsx or as CSV") },
};

/* YS_E_SYNTAX with advice for an archive that is no workbook. */
static ys_status refuse_archive(zip_t *zip, ys_error *err)
{
    if (zip_name_locate(zip, "xl/workbook.xml", ZIP_FL_NOCASE) >= 0)
        return YS_OK;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (zip_name_locate(zip, kinds[i].part, ZIP_FL_NOCASE) >= 0)
            return ys__fail(err, YS_E_SYNTAX, NULL, "%s", _(kinds[i].advice));
    if (zip_name_locate(zip, "[Content_Types].xml", ZIP_FL_NOCASE) >= 0) /* it misses a part */
        return YS_OK;
    return ys__fail(err, YS_E_SYNTAX, NULL, "%s", _("this is an archive (.zip); unpack it first"));
}

ys_status ys__workbook_read(ys__workbook *out, const char *bytes, size_t n, ys_error *err)
{
    ys__workbook book = { 0 };
    ys__sheet_reader reader = { 0 };
    zip_source_t *source = zip_source_buffer_create(bytes, n, 0, NULL);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;
    ys_status status;

    if (zip == NULL) {
        zip_source_free(source);
        return ys__fail(err, YS_E_SYNTAX, NULL, "%s", _("the file is no workbook, or a damaged one"));
    }
    status = refuse_archive(zip, err);
    if (status == YS_OK)
        status = read_parts(&book, zip, &reader, err);
    zip_discard(zip);
    ys__sheet_reader_free(&reader);
    if (status != YS_OK) {
        ys__workbook_free(&book);
        return status;
    }
    *out = book;
    return YS_OK;
}

void ys__workbook_free(ys__workbook *workbook)
{
    ys__arena_free(&workbook->arena);
    *workbook = (ys__workbook){ 0 };
}
