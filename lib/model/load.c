/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/load.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"

static ys_status kept_bytes(ys__source *out, ys__reader *r, const char *kind, const char *name, ys_error *err)
{
    const ys__where at = { .source = name };

    for (size_t i = 0; i < r->n_kept; i++) {
        const ys__definition *d = &r->kept[i];

        if (strcmp(d->kind, kind) == 0 && (name == NULL || strcmp(d->name, name) == 0)) {
            out->text = ys__arena_textn(r->arena, d->text, d->n);
            out->n = d->n;
            return YS_OK;
        }
    }
    return ys__fail(err, YS_E_IO, &at, "%s", _("this definition was not kept"));
}

static ys_status disk_bytes(ys__source *out, ys__reader *r, const char *path, ys_error *err)
{
    ys__file file = { 0 };
    ys_status status = ys__file_read(&file, path, err);

    if (status != YS_OK)
        return status;
    out->text = ys__arena_textn(r->arena, file.bytes, file.n);
    out->n = file.n;
    ys__file_close(&file);
    return YS_OK;
}

ys_status ys__load_bytes(ys__source *out, ys__reader *r, const char *path, const char *kind, const char *name,
                         ys_error *err)
{
    ys_status status;

    while (strncmp(path, "./", 2) == 0)
        path += 2;
    *out = (ys__source){ 0 };
    status = r->kept ? kept_bytes(out, r, kind, name, err) : disk_bytes(out, r, path, err);
    if (status != YS_OK)
        return status;
    out->path = ys__reader_text(r, path);
    out->file = ys__reader_file(r, path);
    return out->path && out->text && !r->nomem ? YS_OK : ys__fail_nomem(err);
}

ys_status ys__load_json(ys__source *source, ys__reader *r, ys_error *err)
{
    ys_error syntax = YS_ERROR_INIT;
    ys__json *json = NULL;
    ys_status status = ys__json_parse(&json, r->arena, source->path, source->text, source->n, &syntax);

    if (status == YS_E_SYNTAX)
        ys__error_at(r, (ys__place){ (uint32_t)syntax.line, syntax.column }, "%s", syntax.text);
    else if (status != YS_OK)
        return ys__fail_nomem(err);
    source->json = json;
    return YS_OK;
}

ys_status ys__load(ys__source *out, ys__reader *r, const char *path, ys_error *err)
{
    ys_status status = ys__load_bytes(out, r, path, "initiative", NULL, err);

    return status == YS_OK ? ys__load_json(out, r, err) : status;
}

void ys__keep_definition(ys__reader *r, const char *kind, const char *name, const ys__source *source)
{
    ys_initiative *in = r->in;
    ys__definition *more = ys__reader_alloc(r, in->n_definitions + 1, sizeof *more);

    if (more == NULL)
        return;
    if (in->n_definitions)
        memcpy(more, in->definitions, in->n_definitions * sizeof *more);
    more[in->n_definitions++] = (ys__definition){ kind, name, source->text, source->n };
    in->definitions = more;
}

ys_status ys__reader_begin(ys__reader *r, ys_error *err)
{
    ys_initiative *in = calloc(1, sizeof *in);

    if (in == NULL)
        return ys__fail_nomem(err);
    *r = (ys__reader){ .arena = &in->arena, .in = in };
    in->dir = in->id = in->text = "";
    in->due_days = 30;
    in->calendar = (ys__calendar){ .period_months = 3, .first_month = 1, .named_for_end = true };
    return YS_OK;
}

/* The error of a reading with faults counts them where they were told, else it is the first of them. */
static ys_status faults_error(const ys__reader *r, bool told, ys_error *err)
{
    const ys__fault *f = r->faults;
    char text[400];
    ys__where at;

    if (told)
        return ys__fail(err, YS_E_DEFINITION, NULL,
                        PLURAL("the definitions have %zu fault", "the definitions have %zu faults", r->errors),
                        r->errors);
    while (!f->is_error)
        f++;
    at = (ys__where){ .source = r->files[f->file], .line = f->line, .column = f->column };
    snprintf(text, sizeof text, "%s%s%s", f->text ? f->text : "", f->hint && f->hint[0] ? "; " : "",
             f->hint ? f->hint : "");
    text[ys__text_valid(ys__slice_of(text))] = '\0';
    if (r->errors == 1)
        return ys__fail(err, YS_E_DEFINITION, &at, "%s", text);
    return ys__fail(err, YS_E_DEFINITION, &at, _("%s (and %zu more)"), text, r->errors - 1);
}

ys_status ys__reader_end(ys__reader *r, ys_status status, ys_initiative **out, ys_fault_fn sink, void *ctx,
                         ys_error *err)
{
    if (status == YS_OK && r->nomem)
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = ys__reader_tell(r, sink, ctx, err);
    if (status == YS_OK && r->errors)
        status = faults_error(r, sink != NULL, err);
    if (status == YS_OK && out)
        *out = r->in;
    else
        ys_initiative_free(r->in);
    ys__reader_free(r);
    return status;
}

/* Where catalogs are looked for */

typedef ys_status (*place_fn)(const char *dir, void *ctx, ys_error *err);

/* The binary in its build tree uses the catalogs beside its sources, so that it can be tried without installing. */
static bool runs_from_build_tree(void)
{
    static const char build[] = YS_BUILDDIR "/";
    char exe[4096];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);

    return n > (ssize_t)(sizeof build - 1) && strncmp(exe, build, sizeof build - 1) == 0;
}

static ys_status each_of_list(const char *list, place_fn what, void *ctx, ys_error *err)
{
    ys_status status = YS_OK;

    while (list && *list && status == YS_OK) {
        size_t n = strcspn(list, ":");
        char *dir = n ? strndup(list, n) : NULL;

        if (n && dir == NULL)
            return ys__fail_nomem(err);
        if (dir)
            status = what(dir, ctx, err);
        free(dir);
        list += n + (list[n] == ':');
    }
    return status;
}

static ys_status each_place(const ys_initiative *in, place_fn what, void *ctx, ys_error *err)
{
    char *own = ys__path_join(in->dir, "indicators");
    ys_status status = own ? what(own, ctx, err) : ys__fail_nomem(err);

    free(own);
    if (status == YS_OK)
        status = each_of_list(getenv("YARDSTICK_CATALOGS"), what, ctx, err);
    if (status == YS_OK && runs_from_build_tree())
        status = what(YS_SOURCE_CATALOGDIR, ctx, err);
    return status == YS_OK ? what(YS_CATALOGDIR, ctx, err) : status;
}

struct search {
    const char *name;
    char *found;
};

static ys_status look_in(const char *dir, void *ctx, ys_error *err)
{
    struct search *s = ctx;
    ys__buffer file = { 0 };
    char *path;

    if (s->found)
        return YS_OK;
    ys__putf(&file, "%s.json", s->name);
    path = file.failed ? NULL : ys__path_join(dir, file.text);
    ys__buffer_free(&file);
    if (path == NULL)
        return ys__fail_nomem(err);
    if (ys__file_exists(path))
        s->found = path;
    else
        free(path);
    return YS_OK;
}

/* Names of catalogs there are, for the hint. */
static ys_status list_in(const char *dir, void *ctx, ys_error *err)
{
    static const char *const suffixes[] = { ".json", NULL };
    ys__paths *all = ctx, some = { 0 };

    if (!ys__file_is_dir(dir) || ys__folder_list(&some, dir, suffixes, NULL) != YS_OK)
        return YS_OK;
    for (size_t i = 0; i < some.n; i++) {
        char **more = realloc(all->items, (all->n + 1) * sizeof *more);
        const char *base = ys__path_base(some.items[i]);

        if (more == NULL) {
            ys__paths_free(&some);
            return ys__fail_nomem(err);
        }
        all->items = more;
        if ((all->items[all->n] = strndup(base, strlen(base) - strlen(".json"))) != NULL)
            all->n++;
    }
    ys__paths_free(&some);
    return YS_OK;
}

static ys_status not_found(ys__reader *r, const ys__json *name, ys_error *err)
{
    ys__paths known = { 0 };
    ys_status status = each_place(r->in, list_in, &known, err);

    ys__error_at(r, ys__value_place(name), _("there is no catalog “%s”"), name->text);
    if (known.n)
        ys__hint_nearest(r, ys__slice_of(name->text), (const char *const *)known.items, known.n);
    else
        ys__hint(r, _("put it into the folder %s of the initiative"), "indicators");
    ys__paths_free(&known);
    return status;
}

ys__catalog_file ys__catalog_from(ys__reader *r, const ys__source *source)
{
    ys__catalog *catalog = &r->in->catalogs[r->in->n_catalogs++];

    catalog->id = catalog->version = "";
    catalog->path = source->path;
    catalog->text = source->text;
    catalog->text_n = source->n;
    return (ys__catalog_file){ .json = source->json, .file = source->file, .catalog = catalog };
}

static ys_status load_catalog(ys__reader *r, const ys__json *name, ys__catalog_file *out, size_t *n, ys_error *err)
{
    struct search search = { name->text, NULL };
    size_t before = r->file;
    ys_error why = YS_ERROR_INIT;
    ys__source source;
    ys_status status;

    if (ys__read_id(r, name, true) == NULL)
        return YS_OK;
    if (r->kept == NULL && (status = each_place(r->in, look_in, &search, err)) != YS_OK)
        return status;
    if (r->kept == NULL && search.found == NULL)
        return not_found(r, name, err);
    status = ys__load_bytes(&source, r, search.found ? search.found : name->text, "catalog", name->text, &why);
    free(search.found);
    if (status == YS_OK)
        status = ys__load_json(&source, r, &why);
    r->file = before;
    r->nomem |= status == YS_E_NOMEM;
    if (status != YS_OK) {
        ys__error_at(r, ys__value_place(name), _("the catalog “%s”: %s"), name->text, why.text);
        return YS_OK;
    }
    ys__keep_definition(r, "catalog", name->text, &source);
    if (source.json) {
        out[*n] = ys__catalog_from(r, &source);
        out[(*n)++].catalog->id = name->text;
    }
    return YS_OK;
}

ys_status ys__load_catalogs(ys__reader *r, const ys__json *names, ys__catalog_file **out, size_t *n, ys_error *err)
{
    size_t room = names ? names->n : 0;
    ys_status status = YS_OK;

    *n = 0;
    *out = ys__reader_alloc(r, room + 1, sizeof **out);
    r->in->catalogs = ys__reader_alloc(r, room + 1, sizeof *r->in->catalogs);
    if (*out == NULL || r->in->catalogs == NULL)
        return ys__fail_nomem(err);
    for (const ys__json *c = names ? names->child : NULL; c && status == YS_OK; c = c->next) {
        bool twice = false;

        if (!ys__expect(r, c, YS__IS_TEXT))
            continue;
        for (const ys__json *b = names->child; b != c; b = b->next)
            twice |= b->kind == YS__JSON_TEXT && strcmp(b->text, c->text) == 0;
        if (twice)
            ys__error_at(r, ys__value_place(c), _("“%s” stands in this list a second time"), c->text);
        else
            status = load_catalog(r, c, *out, n, err);
    }
    return status;
}

void ys__read_catalogs(ys__reader *r, ys__catalog_file *files, size_t n, bool together)
{
    size_t before = r->file;

    for (size_t i = 0; i < n; i++)
        ys__read_catalog_head(r, &files[i], together ? files[i].catalog->id : NULL);
    for (size_t i = 0; i < n; i++)
        ys__read_forms(r, &files[i]);
    for (size_t i = 0; i < n; i++)
        ys__read_indicators(r, &files[i]);
    ys__link_formulas(r, files, n);
    ys__link_records(r, files, n);
    if (together)
        ys__check_catalogs(r, files, n);
    r->file = before;
}
