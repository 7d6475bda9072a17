/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "targets.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <yardstick/check.h>
#include <yardstick/read.h>
#include <yardstick/text.h>

#include "base/text.h"
#include "model/expr.h"
#include "model/model.h"
#include "model/schema.h"

enum { FORMS = 4 };

/* The one state of a run: what it opened at its beginning. */
static struct {
    ys_finding_writer *writers[FORMS]; /* one for each form */
    ys_initiative *initiative;
    char schema[4096], folder[64], file[128];
} fuzz;

static void must(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "fuzz: %s\n", what);
    abort();
}

void fuzz_begin(const char *definitions)
{
    ys_error err = YS_ERROR_INIT;

    snprintf(fuzz.schema, sizeof fuzz.schema, "%s/schema.json", definitions);
    must(ys_initiative_open(&fuzz.initiative, definitions, NULL, NULL, &err) == YS_OK, err.text);
    for (size_t i = 0; i < FORMS; i++)
        must(ys_finding_writer_new(&fuzz.writers[i], (ys_finding_form)i, &err) == YS_OK, err.text);
    snprintf(fuzz.folder, sizeof fuzz.folder, "%s/yardstick-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    must(mkdtemp(fuzz.folder) != NULL, "no folder to work in");
}

void fuzz_end(void)
{
    unlink(fuzz.file);
    rmdir(fuzz.folder);
    for (size_t i = 0; i < FORMS; i++)
        ys_finding_writer_free(fuzz.writers[i]);
    ys_initiative_free(fuzz.initiative);
}

static const char *put_file(const char *name, const void *bytes, size_t n)
{
    int fd;

    unlink(fuzz.file);
    snprintf(fuzz.file, sizeof fuzz.file, "%s/%s", fuzz.folder, name);
    fd = open(fuzz.file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    must(fd >= 0 && write(fd, bytes, n) == (ssize_t)n && close(fd) == 0, "cannot write");
    return fuzz.file;
}

/* Everything that is told is text that ends and is UTF-8. */
static void look_at(const char *text, bool needed)
{
    must(text != NULL || !needed, "a text is missing");
    must(text == NULL || ys__text_valid(ys__slice_of(text)) == strlen(text), "a text is no UTF-8");
}

static int see_finding(const ys_finding *f, void *ctx)
{
    (void)ctx;
    look_at(f->column, true);
    look_at(f->field, true);
    look_at(f->value, false);
    look_at(f->message, true);
    look_at(f->hint, true);
    for (size_t i = 0; i < FORMS; i++) {
        size_t n;
        const char *line = ys_finding_line(fuzz.writers[i], f, &n);

        must(line != NULL && ys__text_valid((ys__slice){ line, n }) == n, "a line is no UTF-8");
    }
    return 0;
}

static int see_fault(const ys_fault *f, void *ctx)
{
    (void)ctx;
    look_at(f->text, true);
    look_at(f->hint, true);
    look_at(f->excerpt, false);
    return 0;
}

static void read_file(const char *path)
{
    ys_reading reading;
    ys_error err = YS_ERROR_INIT;
    char *csv = NULL;
    size_t n = 0;

    if (ys_read_file(path, NULL, see_finding, NULL, &reading, &csv, &n, &err) != YS_OK) {
        look_at(err.text, true);
        must(err.text[0] != '\0', "a failure without a reason");
        return;
    }
    must(ys__text_valid((ys__slice){ csv, n }) == n, "the cells are no UTF-8");
    free(csv);
    csv = ys_reading_json(path, &reading);
    look_at(csv, true);
    free(csv);
}

static void fuzz_read(const uint8_t *bytes, size_t n)
{
    read_file(put_file("table.csv", bytes, n));
}

static void check_file(const char *path)
{
    for (int collapse = 0; collapse < 2; collapse++) {
        ys_check_options options = YS_CHECK_OPTIONS_INIT;
        ys_check_summary s;

        options.collapse = collapse;
        if (ys_check_file(fuzz.initiative, path, &options, see_finding, NULL, &s, NULL) == YS_OK)
            must(s.rows == s.accepted + s.rejected, "the rows do not add up");
    }
}

static void fuzz_check(const uint8_t *bytes, size_t n)
{
    check_file(put_file("north_people_FY2018Q1.csv", bytes, n));
}

static void fuzz_schema(const uint8_t *bytes, size_t n)
{
    ys_check_summary s;

    if (ys_check_schema(fuzz.schema, put_file("table.csv", bytes, n), NULL, see_finding, NULL, &s, NULL) == YS_OK)
        must(s.rows == s.accepted + s.rejected, "the rows do not add up");
}

static void fuzz_lint(const uint8_t *bytes, size_t n)
{
    const char *path = put_file("definitions.json", bytes, n);
    ys__schema *schema = NULL;

    (void)ys_definitions_lint(&path, 1, see_fault, NULL, NULL);
    if (ys__schema_open(&schema, path, see_fault, NULL, NULL) == YS_OK)
        ys__schema_free(schema);
}

static void fuzz_expression(const uint8_t *bytes, size_t n)
{
    const ys__form *form = &fuzz.initiative->catalogs[0].forms[0];
    char *text = malloc(n + 1);
    ys__arena arena = { 0 };
    ys__expr_fault fault = { 0 };
    ys__measure measure;
    ys__expr *expr;

    must(text != NULL, "no memory");
    n = ys__text_valid((ys__slice){ (const char *)bytes, n }); /* the JSON around it is UTF-8 */
    memcpy(text, bytes, n);
    text[n] = '\0';
    for (int condition = 0; condition < 2; condition++)
        if (!ys__expr_parse(&expr, &arena, text, form, condition, &fault)) {
            must(fault.text[0] != '\0' && fault.at <= n, "a fault without a place or a reason");
        }
    if (!ys__measure_parse(&measure, &arena, text, form, &fault))
        must(fault.text[0] != '\0', "a fault without a reason");
    ys__arena_free(&arena);
    free(text);
}

/* Parts of a workbook are packed here, since a change to packed bytes hardly ever gets past the checksums: the input is
 * the parts, each with a line "=== NAME" before it. What begins as an archive is taken as it is. */
static uint32_t checksum(const uint8_t *p, size_t n)
{
    uint32_t crc = 0xFFFFFFFFu;

    for (size_t i = 0; i < n; i++) {
        crc ^= p[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (0xEDB88320u & (0u - (crc & 1)));
    }
    return ~crc;
}

static void put_number(FILE *to, uint32_t x, int bytes)
{
    for (; bytes > 0; bytes--, x >>= 8)
        fputc((int)(x & 0xFF), to);
}

/* What the local header and the directory say alike. */
static void put_about(FILE *to, const uint8_t *part, size_t n, size_t n_name)
{
    put_number(to, 20, 2);
    put_number(to, 0, 2);
    put_number(to, 0, 2); /* stored */
    put_number(to, 0, 4);
    put_number(to, checksum(part, n), 4);
    put_number(to, (uint32_t)n, 4);
    put_number(to, (uint32_t)n, 4);
    put_number(to, (uint32_t)n_name, 2);
    put_number(to, 0, 2);
}

static void put_part(FILE *to, FILE *directory, const uint8_t *name, size_t n_name, const uint8_t *part, size_t n)
{
    long at = ftell(to);

    put_number(to, 0x04034B50, 4);
    put_about(to, part, n, n_name);
    fwrite(name, 1, n_name, to);
    fwrite(part, 1, n, to);
    put_number(directory, 0x02014B50, 4);
    put_number(directory, 20, 2);
    put_about(directory, part, n, n_name);
    put_number(directory, 0, 2);
    put_number(directory, 0, 2);
    put_number(directory, 0, 2);
    put_number(directory, 0, 4);
    put_number(directory, (uint32_t)at, 4);
    fwrite(name, 1, n_name, directory);
}

static const uint8_t *next_part(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *found = end - p > 4 ? memmem(p, (size_t)(end - p), "=== ", 4) : NULL;

    return found ? found : end;
}

static void pack(FILE *to, const uint8_t *bytes, size_t n)
{
    const uint8_t *end = bytes + n;
    char *listing = NULL;
    size_t n_listing = 0;
    FILE *directory = open_memstream(&listing, &n_listing);
    unsigned parts = 0;
    long at;

    must(directory != NULL, "no memory");
    for (const uint8_t *p = next_part(bytes, end); p < end && parts < 100; parts++) {
        const uint8_t *name = p + 4, *line = memchr(name, '\n', (size_t)(end - name));
        const uint8_t *from = line ? line + 1 : end, *next = next_part(from, end);

        put_part(to, directory, name, (size_t)((line ? line : end) - name) & 0xFFFF, from, (size_t)(next - from));
        p = next;
    }
    fclose(directory);
    at = ftell(to);
    fwrite(listing, 1, n_listing, to);
    free(listing);
    put_number(to, 0x06054B50, 4);
    put_number(to, 0, 4);
    put_number(to, parts, 2);
    put_number(to, parts, 2);
    put_number(to, (uint32_t)n_listing, 4);
    put_number(to, (uint32_t)at, 4);
    put_number(to, 0, 2);
}

static void fuzz_workbook(const uint8_t *bytes, size_t n)
{
    char *packed = NULL;
    size_t n_packed = 0;
    FILE *to = n >= 2 && memcmp(bytes, "PK", 2) == 0 ? NULL : open_memstream(&packed, &n_packed);

    if (to) {
        pack(to, bytes, n);
        fclose(to);
    }
    put_file("north_people_FY2018Q1.xlsx", to ? (uint8_t *)packed : bytes, to ? n_packed : n);
    free(packed);
    read_file(fuzz.file);
    check_file(fuzz.file);
}

fuzz_target fuzz_find(const char *name)
{
    static const struct {
        const char *name;
        fuzz_target target;
    } targets[] = {
        { "read", fuzz_read }, { "check", fuzz_check }, { "schema", fuzz_schema }, { "lint", fuzz_lint },
        { "expression", fuzz_expression }, { "workbook", fuzz_workbook },
    };

    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (strcmp(name, targets[i].name) == 0)
            return targets[i].target;
    return NULL;
}
