/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/catalog.h"

#include <stdlib.h>

#include "base/i18n.h"

enum {
    HEAD_CATALOG,
    HEAD_VERSION,
    HEAD_TITLE,
    HEAD_DESCRIPTION,
    HEAD_SOURCE,
    HEAD_DIMENSIONS,
    HEAD_FORMS,
    HEAD_INDICATORS,
    HEAD_SCHEMA,
    HEAD_KEYS
};

static const ys__key head_keys[HEAD_KEYS] = {
    [HEAD_CATALOG] = { "catalog", YS__IS_TEXT, true },
    [HEAD_VERSION] = { "version", YS__IS_TEXT, false },
    [HEAD_TITLE] = { "title", YS__IS_LABEL, false },
    [HEAD_DESCRIPTION] = { "description", YS__IS_LABEL, false },
    [HEAD_SOURCE] = { "source", YS__IS_NOTE, false },
    [HEAD_DIMENSIONS] = { "dimensions", YS__IS_OBJECT, false },
    [HEAD_FORMS] = { "forms", YS__IS_OBJECT, false },
    [HEAD_INDICATORS] = { "indicators", YS__IS_ARRAY, false },
    [HEAD_SCHEMA] = { "$schema", YS__IS_TEXT, false },
};

enum { DIMENSION_TITLE, DIMENSION_DESCRIPTION, DIMENSION_SOURCE, DIMENSION_CATEGORIES, DIMENSION_KEYS };

static const ys__key dimension_keys[DIMENSION_KEYS] = {
    [DIMENSION_TITLE] = { "title", YS__IS_LABEL, false },
    [DIMENSION_DESCRIPTION] = { "description", YS__IS_LABEL, false },
    [DIMENSION_SOURCE] = { "source", YS__IS_NOTE, false },
    [DIMENSION_CATEGORIES] = { "categories", YS__IS_ARRAY, true },
};

enum { CATEGORY_CODE, CATEGORY_TITLE, CATEGORY_DESCRIPTION, CATEGORY_ALIASES, CATEGORY_KEYS };

static const ys__key category_keys[CATEGORY_KEYS] = {
    [CATEGORY_CODE] = { "code", YS__IS_TEXT, true },
    [CATEGORY_TITLE] = { "title", YS__IS_LABEL, false },
    [CATEGORY_DESCRIPTION] = { "description", YS__IS_NOTE, false },
    [CATEGORY_ALIASES] = { "aliases", YS__IS_ARRAY, false },
};

/* The id of a definition is its key in the file. */
static const char *key_id(ys__reader *r, const ys__json *json, bool underscore)
{
    if (ys__is_id(ys__slice_of(json->key), underscore))
        return json->key;
    ys__error_at(r, ys__key_place(json), _("“%s” cannot be an id"), json->key);
    ys__hint(r, "%s", underscore ? _("an id holds letters without accents, digits, “.”, “-” and “_”")
                                 : _("this id holds letters without accents, digits, “.” and “-”"));
    return json->key;
}

static void defined_twice(ys__reader *r, const ys__json *list, const ys__json *json)
{
    for (const ys__json *c = list->child; c != json; c = c->next) {
        if (strcmp(c->key, json->key) == 0) {
            ys__error_at(r, ys__key_place(json), _("the key “%s” stands here a second time"), json->key);
            ys__hint(r, _("the first one is in line %u; keep one of them"), (unsigned)c->key_line);
            return;
        }
    }
}

/* A cell's text must lead to one category. */
static void check_category(ys__reader *r, const ys__json *code, const ys__json *aliases, const ys__dimension *d,
                           const ys__category *category)
{
    int found = ys__list_find(d->categories, d->n, ys__slice_of(category->code));

    if (found >= 0) {
        if (strcmp(d->categories[found].code, category->code) == 0)
            ys__error_at(r, ys__value_place(code), _("the category “%s” is defined a second time"), category->code);
        else
            ys__error_at(r, ys__value_place(code), _("“%s” already stands for the category %s"), category->code,
                         d->categories[found].code);
        ys__hint(r, "%s", _("capitals, accents and hyphens make no difference in a file"));
        return;
    }
    for (const ys__json *a = aliases ? aliases->child : NULL; a; a = a->next) {
        found = a->kind == YS__JSON_TEXT ? ys__list_find(d->categories, d->n, ys__slice_of(a->text)) : -1;
        if (found >= 0) {
            ys__error_at(r, ys__value_place(a), _("“%s” already stands for the category %s"), a->text,
                         d->categories[found].code);
            ys__hint(r, "%s", _("capitals, accents and hyphens make no difference in a file"));
        }
    }
}

static void read_category(ys__reader *r, const ys__json *json, ys__dimension *d)
{
    const ys__json *v[CATEGORY_KEYS];
    ys__category category = { 0 };

    if (!ys__read_object(r, json, _("a category"), category_keys, CATEGORY_KEYS, v))
        return;
    category.code = ys__read_text(r, v[CATEGORY_CODE]);
    ys__read_label(r, v[CATEGORY_TITLE], &category.title);
    category.aliases = ys__read_strings(r, v[CATEGORY_ALIASES], false, &category.n_aliases);
    if (category.code == NULL)
        return;
    if (category.title.n == 0)
        category.title = ys__label_of(r, category.code);
    check_category(r, v[CATEGORY_CODE], v[CATEGORY_ALIASES], d, &category);
    d->categories[d->n++] = category;
}

static void read_dimension(ys__reader *r, const ys__json *json, ys__dimension *d)
{
    static const char *const reserved[] = { "partner", "site", "period" };
    const ys__json *v[DIMENSION_KEYS];

    d->id = key_id(r, json, true);
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
        if (strcmp(d->id, reserved[i]) == 0) {
            ys__error_at(r, ys__key_place(json), _("a dimension cannot be called “%s”"), d->id);
            ys__hint(r, "%s", _("partner, site and period are known already"));
        }
    }
    if (!ys__read_object(r, json, _("a dimension"), dimension_keys, DIMENSION_KEYS, v))
        return;
    ys__read_label(r, v[DIMENSION_TITLE], &d->title);
    ys__read_label(r, v[DIMENSION_DESCRIPTION], &d->description);
    if (d->title.n == 0)
        d->title = ys__label_of(r, d->id);
    if (v[DIMENSION_CATEGORIES] == NULL)
        return;
    if (v[DIMENSION_CATEGORIES]->n == 0)
        ys__error_at(r, ys__value_place(v[DIMENSION_CATEGORIES]), "%s", _("a dimension needs at least one category"));
    d->categories = ys__reader_alloc(r, v[DIMENSION_CATEGORIES]->n + 1, sizeof *d->categories);
    for (const ys__json *c = v[DIMENSION_CATEGORIES]->child; c && d->categories; c = c->next)
        read_category(r, c, d);
}

static void read_dimensions(ys__reader *r, const ys__json *json, ys__catalog *catalog)
{
    if (json == NULL || (catalog->dimensions = ys__reader_alloc(r, json->n + 1, sizeof *catalog->dimensions)) == NULL)
        return;
    for (const ys__json *c = json->child; c; c = c->next) {
        defined_twice(r, json, c);
        read_dimension(r, c, &catalog->dimensions[catalog->n_dimensions++]);
    }
}

void ys__read_catalog_head(ys__reader *r, ys__catalog_file *from, const char *expected)
{
    ys__catalog *catalog = from->catalog;
    const ys__json *v[HEAD_KEYS];

    r->file = from->file;
    catalog->id = expected ? expected : "";
    catalog->version = "";
    if (!ys__read_object(r, from->json, _("a catalog"), head_keys, HEAD_KEYS, v))
        return;
    if (ys__read_id(r, v[HEAD_CATALOG], true))
        catalog->id = v[HEAD_CATALOG]->text;
    if (expected && strcmp(expected, catalog->id) != 0) {
        ys__error_at(r, ys__value_place(v[HEAD_CATALOG]), _("the catalog calls itself “%s”, its file %s.json"),
                     catalog->id, expected);
        ys__hint(r, _("write “%s”, or rename the file"), expected);
    }
    if (v[HEAD_VERSION])
        catalog->version = v[HEAD_VERSION]->text;
    ys__read_label(r, v[HEAD_TITLE], &catalog->title);
    ys__read_label(r, v[HEAD_DESCRIPTION], &catalog->description);
    if (catalog->title.n == 0)
        catalog->title = ys__label_of(r, catalog->id);
    from->dimensions = v[HEAD_DIMENSIONS];
    from->forms = v[HEAD_FORMS];
    from->indicators = v[HEAD_INDICATORS];
    read_dimensions(r, from->dimensions, catalog);
}

void ys__read_forms(ys__reader *r, const ys__catalog_file *from)
{
    ys__catalog *catalog = from->catalog;

    r->file = from->file;
    if (from->forms == NULL ||
        (catalog->forms = ys__reader_alloc(r, from->forms->n + 1, sizeof *catalog->forms)) == NULL)
        return;
    for (const ys__json *c = from->forms->child; c; c = c->next) {
        ys__form *form = &catalog->forms[catalog->n_forms++];

        defined_twice(r, from->forms, c);
        form->id = key_id(r, c, false);
        ys__read_form(r, c, catalog, form);
    }
}

/* The same id in two catalogs of one initiative */

static const ys__json *indicator_id(const ys__json *indicators, const char *id)
{
    for (const ys__json *c = indicators ? indicators->child : NULL; c; c = c->next) {
        const ys__json *member = ys__json_member(c, "id");

        if (member && member->kind == YS__JSON_TEXT && strcmp(member->text, id) == 0)
            return member;
    }
    return NULL;
}

static void check_pair(ys__reader *r, const ys__catalog_file *first, const ys__catalog_file *second)
{
    const char *where = r->files[first->file] ? r->files[first->file] : "";

    r->file = second->file;
    for (const ys__json *c = second->forms ? second->forms->child : NULL; c; c = c->next) {
        const ys__json *other = ys__json_member(first->forms, c->key);

        if (other) {
            ys__error_at(r, ys__key_place(c), _("the form “%s” is also defined in %s"), c->key, where);
            ys__hint(r, _("the other one is in line %u; rename one of them"), (unsigned)other->key_line);
        }
    }
    for (size_t i = 0; i < second->catalog->n_indicators; i++) {
        const char *id = second->catalog->indicators[i].id;
        const ys__json *own = id ? indicator_id(second->indicators, id) : NULL;
        const ys__json *other = id ? indicator_id(first->indicators, id) : NULL;

        if (own && other) {
            ys__error_at(r, ys__value_place(own), _("the indicator “%s” is also defined in %s"), id, where);
            ys__hint(r, _("the other one is in line %u; rename one of them"), (unsigned)other->line);
        }
    }
}

void ys__check_catalogs(ys__reader *r, const ys__catalog_file *files, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            check_pair(r, &files[i], &files[k]);
}
