/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/load.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/i18n.h"
#include "model/mapping.h"

enum {
    ID,
    TITLE,
    DESCRIPTION,
    LANGUAGES,
    CALENDAR,
    CATALOGS,
    PARTNERS,
    SITES,
    DUE_DAYS,
    BASELINES,
    TARGETS,
    PRIVACY,
    MAPPINGS,
    NOTES,
    SCHEMA,
    KEYS
};

static const ys__key keys[KEYS] = {
    [ID] = { "initiative", YS__IS_TEXT, true },
    [TITLE] = { "title", YS__IS_LABEL, false },
    [DESCRIPTION] = { "description", YS__IS_LABEL, false },
    [LANGUAGES] = { "languages", YS__IS_ARRAY, false },
    [CALENDAR] = { "calendar", YS__IS_OBJECT, false },
    [CATALOGS] = { "catalogs", YS__IS_ARRAY, true },
    [PARTNERS] = { "partners", YS__IS_ARRAY | YS__IS_TEXT, true },
    [SITES] = { "sites", YS__IS_TEXT, false },
    [DUE_DAYS] = { "due_days", YS__IS_NUMBER, false },
    [BASELINES] = { "baselines", YS__IS_ARRAY, false },
    [TARGETS] = { "targets", YS__IS_ARRAY, false },
    [PRIVACY] = { "privacy", YS__IS_OBJECT, false },
    [MAPPINGS] = { "mappings", YS__IS_ARRAY, false },
    [NOTES] = { "notes", YS__IS_NOTE, false },
    [SCHEMA] = { "$schema", YS__IS_TEXT, false },
};

static const ys__key privacy_keys[] = { { "minimum_cell", YS__IS_NUMBER, false } };

static void read_languages(ys__reader *r, const ys__json *json)
{
    static const char *const known[] = { "en", "es" };
    ys_initiative *in = r->in;

    if (json == NULL || (in->languages = ys__reader_alloc(r, json->n + 1, sizeof *in->languages)) == NULL)
        return;
    if (json->n == 0)
        ys__error_at(r, ys__value_place(json), "%s", _("this list is empty"));
    for (const ys__json *c = json->child; c; c = c->next)
        if (ys__read_word(r, c, known, 2, -1) >= 0)
            in->languages[in->n_languages++] = c->text;
}

static void read_head(ys__reader *r, const ys__json **v)
{
    ys_initiative *in = r->in;
    const ys__json *privacy[1];
    const char *id = ys__read_id(r, v[ID], true);

    in->id = id ? id : "";
    read_languages(r, v[LANGUAGES]);
    ys__read_label(r, v[TITLE], &in->title);
    ys__read_label(r, v[DESCRIPTION], &in->description);
    if (in->title.n == 0)
        in->title = ys__label_of(r, in->id);
    ys__read_calendar(r, v[CALENDAR], &in->calendar);
    in->due_days = (int)ys__read_whole(r, v[DUE_DAYS], 0, 3660, 30);
    if (v[PRIVACY] && ys__read_object(r, v[PRIVACY], _("the privacy section"), privacy_keys, 1, privacy))
        in->minimum_cell = (int)ys__read_whole(r, privacy[0], 0, 1000000, 0);
}

/* Reads all of an initiative.json into the reader's initiative. */
static ys_status read_initiative(ys__reader *r, const char *path, ys_error *err)
{
    const ys__json *v[KEYS];
    ys__catalog_file *files;
    ys__source source;
    ys_status status;
    size_t n;

    if ((status = ys__load(&source, r, path, err)) != YS_OK)
        return status;
    r->in->text = source.text;
    r->in->text_n = source.n;
    if (source.json == NULL || !ys__read_object(r, source.json, _("an initiative"), keys, KEYS, v))
        return YS_OK;
    read_head(r, v);
    ys__keep_definition(r, "initiative", r->in->id, &source);
    if ((status = ys__load_catalogs(r, v[CATALOGS], &files, &n, err)) != YS_OK)
        return status;
    ys__read_catalogs(r, files, n, true);
    r->file = source.file;
    ys__read_partners(r, v[PARTNERS], v[SITES]);
    ys__read_baselines(r, v[BASELINES]);
    ys__read_targets(r, v[TARGETS]);
    ys__read_mappings(r, v[MAPPINGS]);
    return YS_OK;
}

static ys_status open_file(ys_initiative **out, const char *dir, const char *name, ys_fault_fn sink, void *ctx,
                           ys_error *err)
{
    char *path = ys__path_join(dir, name);
    ys__reader r;
    ys_status status = path ? ys__reader_begin(&r, err) : ys__fail_nomem(err);

    if (status == YS_OK) {
        const char *kept = ys__reader_text(&r, dir);

        r.in->dir = kept ? kept : "";
        status = ys__reader_end(&r, read_initiative(&r, path, err), out, sink, ctx, err);
    }
    free(path);
    return status;
}

ys_status ys__initiative_restore(ys_initiative **out, const ys__definition *definitions, size_t n, const char *dir,
                                 ys_error *err)
{
    ys__reader r;
    ys_status status = ys__reader_begin(&r, err);
    const char *kept;

    if (status != YS_OK)
        return status;
    r.kept = definitions;
    r.n_kept = n;
    kept = ys__reader_text(&r, dir);
    r.in->dir = kept ? kept : "";
    return ys__reader_end(&r, read_initiative(&r, "initiative.json", err), out, NULL, NULL, err);
}

/* The folder without slashes at its end; "." for none at all. */
static char *clean_dir(const char *dir)
{
    size_t n = strlen(dir);

    while (n > 1 && dir[n - 1] == '/')
        n--;
    return n ? strndup(dir, n) : strdup(".");
}

static bool has_initiative(const char *dir)
{
    char *path = ys__path_join(dir, "initiative.json");
    bool there = path && ys__file_exists(path);

    free(path);
    return there;
}

/* The current folder, or the nearest above it. */
static char *find_upwards(void)
{
    char *here = realpath(".", NULL);
    ys__buffer dir = { 0 };
    size_t depth = 0;

    for (const char *c = here; c && *c; c++)
        depth += *c == '/' && c[1];
    free(here);
    ys__put(&dir, ".");
    for (size_t i = 0; i <= depth && !dir.failed; i++) {
        if (has_initiative(dir.text))
            return ys__buffer_take(&dir);
        if (i == 0)
            ys__buffer_clear(&dir);
        ys__put(&dir, i == 0 ? ".." : "/..");
    }
    ys__buffer_free(&dir);
    return NULL;
}

ys_status ys_initiative_open(ys_initiative **out, const char *dir, ys_fault_fn sink, void *ctx, ys_error *err)
{
    char *found = dir ? clean_dir(dir) : find_upwards();
    ys_status status;

    if (dir && found == NULL)
        return ys__fail_nomem(err);
    if (found == NULL)
        return ys__fail(
            err, YS_E_ARGUMENT, NULL, "%s",
            _("there is no initiative.json in this folder or above it; -C DIR says where the initiative lies"));
    if (has_initiative(found))
        status = open_file(out, found, "initiative.json", sink, ctx, err);
    else
        status = ys__fail(err, YS_E_ARGUMENT, NULL, _("there is no initiative.json in the folder %s"), found);
    free(found);
    return status;
}

void ys_initiative_find_language(char lang[8], const char *dir)
{
    char *found = dir ? clean_dir(dir) : find_upwards(), *path = found ? ys__path_join(found, "initiative.json") : NULL;
    const ys__json *languages;
    ys__source source = { 0 };
    ys__reader r;

    snprintf(lang, 8, "en");
    if (path && ys__reader_begin(&r, NULL) == YS_OK) {
        if (ys__load(&source, &r, path, NULL) == YS_OK) {
            languages = ys__json_member(source.json, "languages");
            if (languages && languages->child && languages->child->kind == YS__JSON_TEXT &&
                strcmp(languages->child->text, "es") == 0)
                snprintf(lang, 8, "es");
        }
        ys__reader_free(&r);
        ys_initiative_free(r.in);
    }
    free(path);
    free(found);
}

/* Checking files on their own */

typedef enum file_kind { INITIATIVE, CATALOG, NEITHER } file_kind;

static ys_status kind_of(file_kind *out, const char *path, ys_error *err)
{
    ys__reader r;
    ys__source source;
    ys_status status = ys__reader_begin(&r, err);

    if (status != YS_OK)
        return status;
    if ((status = ys__load(&source, &r, path, err)) == YS_OK) {
        *out = ys__json_member(source.json, "initiative") ? INITIATIVE : CATALOG;
        if (source.json && *out == CATALOG && !ys__json_member(source.json, "catalog") &&
            strcmp(ys__path_base(path), "initiative.json") == 0)
            *out = INITIATIVE;
    }
    r.errors = 0; /* they are told when the file is read in earnest */
    return ys__reader_end(&r, status, NULL, NULL, NULL, err);
}

static ys_status lint_initiative(const char *path, ys_fault_fn sink, void *ctx, ys_error *err)
{
    const char *base = ys__path_base(path);
    char *dir = base > path ? strndup(path, (size_t)(base - path)) : strdup("."), *clean = dir ? clean_dir(dir) : NULL;
    ys_status status = clean ? open_file(NULL, clean, base, sink, ctx, err) : ys__fail_nomem(err);

    free(dir);
    free(clean);
    return status;
}

/* Catalogs given together may use each other's dimensions and forms, but need not make one initiative. */
static ys_status lint_catalogs(const char *const *paths, const file_kind *kinds, size_t n, ys_fault_fn sink, void *ctx,
                               ys_error *err)
{
    ys__catalog_file *files;
    ys__reader r;
    ys__source source;
    ys_status status = ys__reader_begin(&r, err);
    size_t used = 0;

    if (status != YS_OK)
        return status;
    files = ys__reader_alloc(&r, n + 1, sizeof *files);
    r.in->catalogs = ys__reader_alloc(&r, n + 1, sizeof *r.in->catalogs);
    if (files == NULL || r.in->catalogs == NULL)
        status = ys__fail_nomem(err);
    for (size_t i = 0; i < n && status == YS_OK; i++)
        if (kinds[i] == CATALOG && (status = ys__load(&source, &r, paths[i], err)) == YS_OK && source.json)
            files[used++] = ys__catalog_from(&r, &source);
    if (status == YS_OK)
        ys__read_catalogs(&r, files, used, false);
    return ys__reader_end(&r, status, NULL, sink, ctx, err);
}

ys_status ys_definitions_lint(const char *const *files, size_t n, ys_fault_fn sink, void *ctx, ys_error *err)
{
    file_kind *kinds = calloc(n + 1, sizeof *kinds);
    ys_status status = kinds ? YS_OK : ys__fail_nomem(err), worst = YS_OK;
    bool catalogs = false;

    for (size_t i = 0; i < n && status == YS_OK; i++) {
        status = kind_of(&kinds[i], files[i], err);
        catalogs |= status == YS_OK && kinds[i] == CATALOG;
    }
    for (size_t i = 0; i < n && status == YS_OK; i++) {
        if (kinds[i] != INITIATIVE)
            continue;
        status = lint_initiative(files[i], sink, ctx, err);
        worst = status == YS_E_DEFINITION ? status : worst;
        status = status == YS_E_DEFINITION ? YS_OK : status;
    }
    if (status == YS_OK && catalogs)
        status = lint_catalogs(files, kinds, n, sink, ctx, err);
    free(kinds);
    return status == YS_OK ? worst : status;
}

void ys_initiative_free(ys_initiative *in)
{
    if (in == NULL)
        return;
    for (size_t i = 0; i < in->n_catalogs; i++)
        for (size_t k = 0; k < in->catalogs[i].n_forms; k++)
            for (size_t f = 0; f < in->catalogs[i].forms[k].n; f++)
                ys__pattern_free(in->catalogs[i].forms[k].fields[f].pattern);
    ys__arena_free(&in->arena);
    free(in);
}

const char *ys_initiative_dir(const ys_initiative *in)
{
    return in->dir;
}

const char *ys_initiative_id(const ys_initiative *in)
{
    return in->id;
}

const char *ys_initiative_title(const ys_initiative *in)
{
    return ys__label_get(&in->title);
}

void ys_initiative_period(char *to, size_t size, const ys_initiative *in, const char *period)
{
    ys__buffer text = { 0 };
    ys__period p;

    if (ys__period_parse(&in->calendar, ys__slice_of(period), false, &p))
        ys__period_describe(&in->calendar, p, &text);
    snprintf(to, size, "%s", text.text && !text.failed ? text.text : period);
    ys__buffer_free(&text);
}

const char *ys_initiative_language(const ys_initiative *in)
{
    return in->n_languages ? in->languages[0] : "en";
}
