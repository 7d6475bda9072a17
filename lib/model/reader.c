/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/reader.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/vector.h"

void ys__reader_free(ys__reader *r)
{
    free(r->files);
    free(r->faults);
    free(r->partner_slots);
    r->partner_slots = NULL;
    r->files = NULL;
    r->faults = NULL;
}

size_t ys__reader_file(ys__reader *r, const char *shown)
{
    const char *name = ys__reader_text(r, shown);

    if (!ys__room((void **)&r->files, &r->room_files, r->n_files, sizeof *r->files)) {
        r->nomem = true;
        return r->file;
    }
    r->files[r->n_files] = name;
    return r->file = r->n_files++;
}

void *ys__reader_alloc(ys__reader *r, size_t n, size_t size)
{
    void *piece = ys__arena_alloc(r->arena, n * size);

    r->nomem |= piece == NULL;
    return piece;
}

const char *ys__reader_text(ys__reader *r, const char *text)
{
    const char *copy = ys__arena_text(r->arena, text);

    r->nomem |= copy == NULL && text != NULL;
    return copy;
}

static const char *format(ys__reader *r, const char *fmt, va_list ap)
{
    char text[1024];

    vsnprintf(text, sizeof text, fmt, ap);
    text[ys__text_valid(ys__slice_of(text))] = '\0';
    return ys__reader_text(r, text);
}

static void add(ys__reader *r, ys__place at, bool is_error, const char *fmt, va_list ap)
{
    if (!ys__room((void **)&r->faults, &r->room, r->n, sizeof *r->faults)) {
        r->nomem = true;
        return;
    }
    r->faults[r->n] = (ys__fault){ .file = r->file, .order = r->n, .line = at.line, .column = at.column, .hint = "" };
    r->faults[r->n].is_error = is_error;
    r->faults[r->n].text = format(r, fmt, ap);
    r->n++;
    r->errors += is_error;
}

void ys__error_at(ys__reader *r, ys__place at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    add(r, at, true, fmt, ap);
    va_end(ap);
}

void ys__warn_at(ys__reader *r, ys__place at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    add(r, at, false, fmt, ap);
    va_end(ap);
}

void ys__hint(ys__reader *r, const char *fmt, ...)
{
    va_list ap;

    if (r->n == 0)
        return;
    va_start(ap, fmt);
    r->faults[r->n - 1].hint = format(r, fmt, ap);
    va_end(ap);
}

const char *ys__hint_nearest(ys__reader *r, ys__slice word, const char *const *names, size_t n)
{
    enum { SHOWN = 12 };
    const char *nearest = ys__text_nearest(word, names, n);
    ys__buffer list = { 0 };

    if (nearest) {
        ys__hint(r, _("perhaps %s"), nearest);
        return nearest;
    }
    if (n == 0)
        return NULL;
    for (size_t i = 0; i < n && i < SHOWN; i++)
        ys__putf(&list, "%s%s", i ? ", " : "", names[i]);
    ys__put(&list, n > SHOWN ? ", …" : "");
    ys__hint(r, n == 1 ? _("it should be %s") : _("it should be one of %s"), list.text ? list.text : "");
    ys__buffer_free(&list);
    return NULL;
}

static int by_place(const void *a, const void *b)
{
    const ys__fault *x = a, *y = b;

    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

ys_status ys__reader_tell(ys__reader *r, ys_fault_fn sink, void *ctx, ys_error *err)
{
    if (r->n)
        qsort(r->faults, r->n, sizeof *r->faults, by_place);
    for (size_t i = 0; sink && i < r->n; i++) {
        const ys__fault *f = &r->faults[i];
        const ys_fault told = { .file = r->files[f->file] ? r->files[f->file] : "",
                                .line = f->line,
                                .column = f->column,
                                .is_error = f->is_error,
                                .text = f->text ? f->text : "",
                                .hint = f->hint ? f->hint : "",
                                .excerpt = f->excerpt,
                                .caret = f->caret };

        if (sink(&told, ctx) != 0)
            return ys__fail(err, YS_E_CANCELLED, NULL, "%s", _("stopped"));
    }
    return YS_OK;
}

/* Objects */

static unsigned kind_bit(const ys__json *json)
{
    static const unsigned bits[] = {
        [YS__JSON_NULL] = 0,           [YS__JSON_BOOL] = YS__IS_BOOL,   [YS__JSON_NUMBER] = YS__IS_NUMBER,
        [YS__JSON_TEXT] = YS__IS_TEXT, [YS__JSON_ARRAY] = YS__IS_ARRAY, [YS__JSON_OBJECT] = YS__IS_OBJECT,
    };

    return bits[json->kind];
}

static const char *kind_title(const ys__json *json)
{
    static const char *const titles[] = {
        [YS__JSON_NULL] = N_("null"),   [YS__JSON_BOOL] = N_("true or false"), [YS__JSON_NUMBER] = N_("a number"),
        [YS__JSON_TEXT] = N_("a text"), [YS__JSON_ARRAY] = N_("a list [ ]"),   [YS__JSON_OBJECT] = N_("an object { }"),
    };

    return _(titles[json->kind]);
}

static const char *kinds_title(unsigned kinds, ys__buffer *room)
{
    static const struct {
        unsigned bit;
        const char *title;
    } titles[] = {
        { YS__IS_TEXT, N_("a text") },    { YS__IS_NUMBER, N_("a number") },      { YS__IS_BOOL, N_("true or false") },
        { YS__IS_ARRAY, N_("a list [ ]") }, { YS__IS_OBJECT, N_("an object { }") },
    };

    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (kinds & titles[i].bit)
            ys__putf(room, "%s%s", room->n ? _(" or ") : "", _(titles[i].title));
    return room->text ? room->text : "";
}

bool ys__expect(ys__reader *r, const ys__json *json, unsigned kinds)
{
    ys__buffer room = { 0 };

    if (kind_bit(json) & kinds)
        return true;
    if (json->key)
        ys__error_at(r, ys__value_place(json), _("“%s” is %s here"), json->key, kind_title(json));
    else
        ys__error_at(r, ys__value_place(json), _("%s has no place here"), kind_title(json));
    ys__hint(r, _("it should be %s"), kinds_title(kinds, &room));
    ys__buffer_free(&room);
    return false;
}

static void unknown_key(ys__reader *r, const ys__json *json, const char *what, const ys__key *keys, size_t n)
{
    enum { MOST = 40 };
    const char *names[MOST];

    assert(n <= MOST);
    for (size_t i = 0; i < n; i++)
        names[i] = keys[i].name;
    ys__error_at(r, ys__key_place(json), _("“%s” is not a key of %s"), json->key, what);
    ys__hint_nearest(r, ys__slice_of(json->key), names, n);
}

bool ys__read_object(ys__reader *r, const ys__json *json, const char *what, const ys__key *keys, size_t n,
                     const ys__json **values)
{
    for (size_t i = 0; i < n; i++)
        values[i] = NULL;
    if (!ys__expect(r, json, YS__IS_OBJECT))
        return false;
    for (const ys__json *c = json->child; c; c = c->next) {
        size_t i = 0;

        while (i < n && strcmp(c->key, keys[i].name) != 0)
            i++;
        if (i == n) {
            if (!r->lenient)
                unknown_key(r, c, what, keys, n);
        } else if (values[i]) {
            ys__error_at(r, ys__key_place(c), _("the key “%s” stands here a second time"), c->key);
            ys__hint(r, _("the first one is in line %u; keep one of them"), (unsigned)values[i]->key_line);
        } else {
            values[i] = c;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (keys[i].required && values[i] == NULL) {
            ys__error_at(r, ys__value_place(json), _("the key “%s” of %s is missing"), keys[i].name, what);
        } else if (values[i] && !ys__expect(r, values[i], keys[i].kinds)) {
            values[i] = NULL;
        } else if (values[i] && keys[i].kinds == YS__IS_NOTE) {
            ys__label ignored = { 0 };

            ys__read_label(r, values[i], &ignored);
        }
    }
    return true;
}
