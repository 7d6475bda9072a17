/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <yardstick/initiative.h>

#include "base/file.h"
#include "base/i18n.h"
#include "formats/json.h"
#include "model/model.h"

/* What a new initiative measures until its own catalog is written: enough to run from a file to a dashboard. */
static const char starter[] =
    "{\n"
    "  \"catalog\": \"starter\", \"version\": \"1\",\n"
    "  \"title\": { \"en\": \"Starter\", \"es\": \"Para empezar\" },\n"
    "  \"forms\": {\n"
    "    \"activity\": {\n"
    "      \"title\": { \"en\": \"Activity\", \"es\": \"Actividad\" },\n"
    "      \"frequency\": \"quarter\",\n"
    "      \"fields\": [\n"
    "        { \"name\": \"site\", \"type\": \"string\", \"role\": \"site\",\n"
    "          \"constraints\": { \"required\": true } },\n"
    "        { \"name\": \"attendees\", \"title\": { \"en\": \"Attendees\", \"es\": \"Asistentes\" },\n"
    "          \"type\": \"integer\", \"constraints\": { \"required\": true, \"minimum\": 0 } },\n"
    "        { \"name\": \"first_time\",\n"
    "          \"title\": { \"en\": \"Here for the first time\", \"es\": \"Por primera vez\" },\n"
    "          \"type\": \"integer\", \"constraints\": { \"minimum\": 0 } }\n"
    "      ],\n"
    "      \"primaryKey\": [\"site\"],\n"
    "      \"rules\": [\n"
    "        { \"id\": \"no-more-than-all\", \"require\": \"first_time <= attendees\", \"severity\": \"error\",\n"
    "          \"message\": { \"en\": \"More people are here for the first time than are here.\",\n"
    "                       \"es\": \"Hay más personas por primera vez que asistentes.\" } }\n"
    "      ]\n"
    "    }\n"
    "  },\n"
    "  \"indicators\": [\n"
    "    { \"id\": \"attendance\", \"family\": \"performance\", \"unit\": \"people\", \"polarity\": \"up\",\n"
    "      \"headline\": true,\n"
    "      \"title\": { \"en\": \"Attendees\", \"es\": \"Asistentes\" },\n"
    "      \"definition\": { \"en\": \"People at all activities; who comes twice counts twice.\",\n"
    "                      \"es\": \"Personas en todas las actividades; quien viene dos veces cuenta dos veces.\" },\n"
    "      \"form\": \"activity\", \"measure\": \"sum(attendees)\", \"by\": [\"site\"] },\n"
    "    { \"id\": \"first_time_share\", \"family\": \"outcome\", \"unit\": \"percent\", \"polarity\": \"up\",\n"
    "      \"title\": { \"en\": \"Here for the first time\", \"es\": \"Por primera vez\" },\n"
    "      \"definition\": { \"en\": \"Attendees who have never come before, of all attendees.\",\n"
    "                      \"es\": \"Asistentes que nunca habían venido, del total de asistentes.\" },\n"
    "      \"form\": \"activity\", \"measure\": \"rate(first_time, attendees)\", \"by\": [\"site\"] }\n"
    "  ]\n"
    "}\n";

static const char starter_name[] = "indicators/starter.json";

static const char *const folders[] = { "indicators", "inbox", "reports" };

enum { FOLDERS = sizeof folders / sizeof *folders };

/* made: whether it was not there. */
static ys_status make_folder(const char *path, bool *made, ys_error *err)
{
    *made = mkdir(path, 0777) == 0;
    return *made || (errno == EEXIST && ys__file_is_dir(path)) ? YS_OK : ys__fail_errno(err, path, _("cannot be made"));
}

/* What was made of a new initiative, to be taken away again where the rest fails. */
typedef struct laid_out {
    bool top, below[FOLDERS], starter;
} laid_out;

static ys_status make_folders(const char *dir, laid_out *made, ys_error *err)
{
    ys_status status = make_folder(dir, &made->top, err);

    for (size_t i = 0; status == YS_OK && i < FOLDERS; i++) {
        char *path = ys__path_join(dir, folders[i]);

        status = path ? make_folder(path, &made->below[i], err) : ys__fail_nomem(err);
        free(path);
    }
    return status;
}

static void take_away(const char *dir, const laid_out *made)
{
    char *path = made->starter ? ys__path_join(dir, starter_name) : NULL;

    if (path)
        unlink(path);
    free(path);
    for (size_t i = 0; i < FOLDERS; i++) {
        path = made->below[i] ? ys__path_join(dir, folders[i]) : NULL;
        if (path)
            rmdir(path); /* which fails where somebody has put something in since */
        free(path);
    }
    if (made->top)
        rmdir(dir);
}

/* An id out of a folder's name: letters and digits, the rest as single dashes. */
static void put_id(ys__buffer *to, const char *name)
{
    size_t before = to->n;

    for (; *name; name++)
        if (isalnum((unsigned char)*name))
            ys__putc(to, (char)tolower((unsigned char)*name));
        else if (to->n > before && to->text[to->n - 1] != '-')
            ys__putc(to, '-');
    if (to->n == before)
        ys__put(to, "initiative");
    while (to->n > before && to->text[to->n - 1] == '-')
        to->text[--to->n] = '\0';
}

static void put_partner(ys__buffer *to, const char *id, const char *name, const char *more,
                        const struct ys_initiative *in)
{
    const char *before = "";

    ys__putf(to, "    { \"id\": \"%s\", \"name\": ", id);
    ys__json_put(to, ys__slice_of(name));
    ys__putf(to, ",%s\n      \"sites\": [ { \"id\": \"main\", \"name\": ", more);
    ys__json_put(to, ys__slice_of(_("Main site")));
    ys__put(to, " } ],\n      \"forms\": [");
    for (size_t c = 0; in && c < in->n_catalogs; c++)
        for (size_t f = 0; f < in->catalogs[c].n_forms; f++) {
            ys__putf(to, "%s\"%s\"", before, in->catalogs[c].forms[f].id);
            before = ", ";
        }
    ys__put(to, "] }");
}

/* The text of initiative.json; without partners as long as the forms are not known (in is NULL). */
static void put_initiative(ys__buffer *to, const char *name, const char *const *catalogs, size_t n,
                           const struct ys_initiative *in)
{
    ys__put(to, "{\n  \"initiative\": \"");
    put_id(to, name);
    ys__put(to, "\",\n  \"title\": ");
    ys__json_put(to, ys__slice_of(name));
    ys__putf(to, ",\n  \"languages\": [\"%s\"],\n", ys_language());
    ys__put(to, "  \"calendar\": { \"period\": \"quarter\", \"year_starts\": \"01-01\" },\n  \"catalogs\": [");
    for (size_t i = 0; i < n; i++) {
        ys__put(to, i ? ", " : "");
        ys__json_put(to, ys__slice_of(catalogs[i]));
    }
    ys__put(to, "],\n\n  \"partners\": [");
    if (in) {
        ys__put(to, "\n");
        put_partner(to, "first-partner", _("First partner"), " \"role\": \"backbone\",", in);
        ys__put(to, ",\n");
        put_partner(to, "second-partner", _("Second partner"), "", in);
        ys__put(to, "\n  ");
    }
    ys__put(to, "],\n\n  \"due_days\": 30,\n  \"baselines\": [],\n  \"targets\": [],\n"
                "  \"privacy\": { \"minimum_cell\": 11 }\n}\n");
}

static ys_status write_initiative(const char *path, const char *dir, const char *const *catalogs, size_t n,
                                  const struct ys_initiative *in, ys_error *err)
{
    char *real = realpath(dir, NULL); /* "." and "x/.." have names too */
    ys__buffer text = { 0 };
    ys_status status;

    put_initiative(&text, real ? ys__path_base(real) : "", catalogs, n, in);
    free(real);
    status = text.failed ? ys__fail_nomem(err) : ys__file_write(path, text.text, text.n, err);
    ys__buffer_free(&text);
    return status;
}

static ys_status write_starter(const char *dir, bool *made, ys_error *err)
{
    char *path = ys__path_join(dir, starter_name);
    ys_status status = path ? YS_OK : ys__fail_nomem(err);

    if (status == YS_OK && !ys__file_exists(path)) {
        status = ys__file_write(path, starter, sizeof starter - 1, err);
        *made = status == YS_OK;
    }
    free(path);
    return status;
}

/* The forms the partners are to send are known once the catalogs have been read: the file is written twice. */
static ys_status write_all(const char *path, const char *dir, const char *const *catalogs, size_t n, ys_fault_fn sink,
                           void *ctx, ys_error *err)
{
    ys_initiative *in = NULL;
    ys_status status = write_initiative(path, dir, catalogs, n, NULL, err);

    if (status != YS_OK)
        return status;
    status = ys_initiative_open(&in, dir, sink, ctx, err);
    if (status == YS_OK)
        status = write_initiative(path, dir, catalogs, n, in, err);
    if (status != YS_OK)
        unlink(path);
    ys_initiative_free(in);
    return status;
}

ys_status ys_initiative_create(const char *dir, const char *const *catalogs, size_t n, ys_fault_fn sink, void *ctx,
                               ys_error *err)
{
    static const char *const own[] = { "starter" };
    const ys__where at = { .source = dir };
    char *path = ys__path_join(dir, "initiative.json");
    ys_status status = path ? YS_OK : ys__fail_nomem(err);
    laid_out made = { 0 };

    if (status == YS_OK && ys__file_exists(path))
        status = ys__fail(err, YS_E_ARGUMENT, &at, "%s", _("there is an initiative already"));
    if (status == YS_OK)
        status = make_folders(dir, &made, err);
    if (status == YS_OK && n == 0)
        status = write_starter(dir, &made.starter, err);
    if (status == YS_OK)
        status = write_all(path, dir, n ? catalogs : own, n ? n : 1, sink, ctx, err);
    if (status != YS_OK)
        take_away(dir, &made);
    free(path);
    return status;
}
