/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/find.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "data/source.h"

/* Findings as their readers see them. What one says mostly depends on its code, its column and its value alone: it is
 * worked out once and kept in a small table, so that a file full of faults costs a look into that table for each. */

enum { TEXTS = 1 << 13 }; /* a place for each hash; one that is taken is used anew */

typedef struct texts {
    uint64_t hash, other, alike; /* alike: ys_finding.alike; 0: a free place */
    int32_t column, field; /* with indicators down one column has the values of several fields */
    uint8_t kind;        /* ys__code */
    bool is_error, has_value;
    ys__buffer value, message, hint, code;
    bool shown;          /* the value */
} texts;

typedef struct reporter {
    const ys__import *import;
    texts *table, single;
    uint64_t made;       /* how often texts were put into the table */
} reporter;

void ys__found_code(const ys__import *import, const ys__found *f, ys__buffer *to)
{
    ys__put(to, ys__code_names[f->code]);
    if (f->code == YS__RULE)
        ys__putf(to, ":%s", import->form->rules[f->other].id);
}

bool ys__found_repeats(const ys__found *f)
{
    return ys__is_about_value((ys__code)f->code) || f->code == YS__RULE;
}

static bool are_of(const texts *t, const ys__found *f, uint64_t hash)
{
    return t->alike && t->hash == hash && t->kind == f->code && t->column == f->column && t->field == f->field &&
           t->other == f->other &&
           t->is_error == f->is_error && t->has_value == (f->value != NULL) && t->value.n == f->value_n &&
           (f->value_n == 0 || memcmp(t->value.text, f->value, f->value_n) == 0);
}

static void make_texts(const ys__import *import, const ys__found *f, texts *t)
{
    ys__buffer_clear(&t->value);
    ys__buffer_clear(&t->message);
    ys__buffer_clear(&t->hint);
    ys__buffer_clear(&t->code);
    t->has_value = f->value != NULL;
    t->shown = f->value && !(f->field >= 0 && import->form->fields[f->field].sensitive);
    ys__putn(&t->value, f->value ? f->value : "", f->value ? f->value_n : 0);
    ys__put(&t->message, "");
    ys__put(&t->hint, "");
    ys__found_texts(import, f, NULL, &t->message, &t->hint);
    ys__found_code(import, f, &t->code);
}

static const texts *texts_of(reporter *r, const ys__found *f)
{
    uint64_t hash;
    texts *t;

    if (!ys__found_repeats(f)) {
        make_texts(r->import, f, &r->single);
        return &r->single;
    }
    hash = f->value ? ys__hash(f->value, f->value_n, f->code) : f->code;
    hash = ys__mix(hash, (uint64_t)f->other << 16 ^ (uint64_t)(uint32_t)f->column);
    t = &r->table[hash % TEXTS];
    if (!are_of(t, f, hash)) {
        make_texts(r->import, f, t);
        t->hash = hash;
        t->other = f->other;
        t->column = f->column;
        t->field = f->field;
        t->kind = f->code;
        t->is_error = f->is_error;
        t->alike = ++r->made * TEXTS + hash % TEXTS;
    }
    return t;
}

static bool is_short_of_memory(const texts *t)
{
    return t->value.failed || t->message.failed || t->hint.failed || t->code.failed;
}

static void free_texts(texts *t)
{
    ys__buffer_free(&t->value);
    ys__buffer_free(&t->message);
    ys__buffer_free(&t->hint);
    ys__buffer_free(&t->code);
}

const char *ys__found_name(const ys__import *import, const ys__found *found)
{
    if (found->name)
        return found->name;
    return found->field >= 0 ? import->form->fields[found->field].name : "";
}

void ys__place_find(ys__place *w, const ys__found *f, bool is_book)
{
    if (f->begin == NULL || is_book) {
        *w = (ys__place){ .line = is_book ? f->row : f->line,
                          .character = is_book && f->column > 0 ? (uint32_t)f->column + 1 : 1 };
        return;
    }
    if (w->begin != f->begin || f->at < w->at)
        *w = (ys__place){ f->begin, f->begin, f->line, 1 };
    for (; w->at < f->at; w->at++) {
        bool line_end = *w->at == '\n' || (*w->at == '\r' && w->at[1] != '\n');

        w->line += line_end;
        w->character = line_end ? 1 : w->character + ((*w->at & 0xC0) != 0x80);
    }
}

static int tell(reporter *r, const ys__found *f, const ys__place *at, ys_finding_fn sink, void *ctx, bool *failed)
{
    const ys__import *import = r->import;
    const texts *t = texts_of(r, f);
    ys__found_group group = { 1, f->row };
    char letter[8];

    if (f->group)
        group = import->findings->groups[f->group - 1];
    const ys_finding finding = {
        .file = import->path, .row = f->row, .line = at->line,
        .character = f->at ? at->character : 0,
        .column = f->column >= 0 ? ys__column_letter(letter, (size_t)f->column) : "",
        .field = ys__found_name(import, f), .value = t->shown ? t->value.text : NULL, .code = t->code.text,
        .severity = f->is_error ? YS_ERROR : YS_WARNING, .message = t->message.text, .hint = t->hint.text,
        .count = group.count, .last_row = group.last_row, .alike = t->alike,
    };

    *failed = is_short_of_memory(t);
    return *failed || sink(&finding, ctx) != 0;
}

ys_status ys__import_report(const ys__import *import, ys_finding_fn sink, void *ctx, ys_error *err)
{
    const ys__findings *list = import->findings;
    bool any = list->n || list->n_refused, stop = false, failed;
    reporter r = { .import = import, .table = any ? calloc(TEXTS, sizeof *r.table) : NULL };
    bool is_book = import->source && import->source->book.n > 0;
    ys__found_walk walk = ys__found_all(import);
    const ys__found *f;
    ys__place at = { 0 };

    failed = any && r.table == NULL;
    while (!failed && !stop && (f = ys__found_next(&walk)) != NULL) {
        ys__place_find(&at, f, is_book);
        stop = tell(&r, f, &at, sink, ctx, &failed);
    }
    failed = failed || walk.failed;
    for (size_t i = 0; r.table && i < TEXTS; i++)
        if (r.table[i].alike)
            free_texts(&r.table[i]);
    free_texts(&r.single);
    free(r.table);
    return failed ? ys__fail_nomem(err) : stop ? YS_E_CANCELLED : YS_OK;
}
