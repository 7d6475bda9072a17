/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/find.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/number.h"
#include "data/check_text.h"
#include "data/memo.h"
#include "data/source.h"

/* Findings as lines. The faults of a column mostly say the same, but for the value, so that the end of their lines is
 * made once, with a stand-in for the value, and cut there into pieces; a line is then the pieces with its own value
 * between them. A value that some form writes in another way than it stands there gets a line made for it alone. */

enum { PHRASES = 1024, HOLES = 6, CHUNK = 1 << 18, VARIANTS = 1 << 13 };

/* U+FDD0, which Unicode leaves to programs for use inside: no text has it. */
static const char stand_in[] = "\xEF\xB7\x90";

/* The end of a line, the values cut out. */
typedef struct phrase {
    bool used;
    uint8_t code;
    bool is_error, has_value;
    int32_t column, field; /* with indicators down one column has the values of several fields */
    uint64_t other;
    ys__variant variant;
    ys__buffer text;     /* without the values, */
    uint32_t holes[HOLES]; /* which go to these places */
    uint32_t n_holes;
    ys__buffer name;     /* of the code */
} phrase;

typedef struct liner {
    const ys__import *import;
    ys_finding_form form;
    phrase *phrases, single; /* one for each hash; single: for a value alone */
    ys__memo variants;       /* of values met before */
    ys__buffer head, out, message, hint;
    bool failed;
} liner;

static void make_tail(liner *l, const ys__found *f, const ys__variant *variant, phrase *to)
{
    bool shown = f->value && !(f->field >= 0 && l->import->form->fields[f->field].sensitive);
    ys__buffer value = { 0 };
    char letter[8];
    ys_finding finding = {
        .column = f->column >= 0 ? ys__column_letter(letter, (size_t)f->column) : "",
        .field = ys__found_name(l->import, f), .severity = f->is_error ? YS_ERROR : YS_WARNING,
    };

    ys__buffer_clear(&l->message);
    ys__buffer_clear(&l->hint);
    ys__buffer_clear(&to->text);
    ys__buffer_clear(&to->name);
    ys__put(&l->message, "");
    ys__put(&l->hint, "");
    ys__found_texts(l->import, f, variant, &l->message, &l->hint);
    ys__found_code(l->import, f, &to->name);
    ys__putn(&value, shown ? f->value : "", shown ? f->value_n : 0);
    if (l->message.failed || l->hint.failed || to->name.failed || value.failed) {
        l->failed = true;
    } else {
        finding.value = shown ? value.text : NULL;
        finding.code = to->name.text;
        finding.message = l->message.text;
        finding.hint = l->hint.text;
        ys__line_tail(&to->text, &finding, l->form);
    }
    ys__buffer_free(&value);
    to->n_holes = 0;
}

/* Cuts the stand-ins out. False: there are too many. */
static bool cut(phrase *p)
{
    const size_t n = sizeof stand_in - 1;
    char *text = p->text.text, *at = text;

    while (text && (at = strstr(at, stand_in)) != NULL) {
        if (p->n_holes == HOLES)
            return false;
        p->holes[p->n_holes++] = (uint32_t)(at - text);
        memmove(at, at + n, p->text.n - (size_t)(at - text) - n + 1);
        p->text.n -= n;
    }
    return true;
}

/* Whether every form writes the value as it stands. */
static bool is_simple(const liner *l, const ys__found *f)
{
    bool ascii = true;
    double number;

    if (f->value == NULL)
        return true;
    if (f->value_n == 0 || f->value_n > YS__SHOWN ||
        (l->form == YS_FINDING_CSV && memchr("=+-@", f->value[0], 4) != NULL &&
         !ys__real_parse((ys__slice){ f->value, f->value_n }, &number)))
        return false;
    for (size_t i = 0; i < f->value_n; i++) {
        char c = f->value[i];

        if ((c >= 0 && c < ' ') || c == '"' || c == '\\' || c == ',')
            return false;
        ascii = ascii && c >= 0;
    }
    return ascii || ys__text_valid((ys__slice){ f->value, f->value_n }) == f->value_n;
}

/* What the value changes in the texts; looked up where it is laborious to find out. */
static ys__variant variant_of(liner *l, const ys__found *f)
{
    bool laborious = f->value && (f->code == YS__NOT_IN_LIST || f->code == YS__UNKNOWN_SITE ||
                                  f->code == YS__UNKNOWN_PARTNER);
    ys__slice value = { f->value, f->value_n };
    uint64_t place;
    ys__memo_entry *e;
    ys__variant v;

    if (!laborious)
        return ys__found_variant(l->import, f);
    if (l->variants.n >= VARIANTS)
        ys__memo_clear(&l->variants);
    place = (uint64_t)(uint32_t)f->field << 32 | (uint32_t)f->column;
    e = ys__memo_get(&l->variants, value, (uint32_t)ys__mix(place, f->other << 8 ^ f->code));
    if (e == NULL) {
        l->failed = true;
        return (ys__variant){ -1, -1, 0 };
    }
    if (!e->known) {
        v = ys__found_variant(l->import, f);
        e->value = v.near;
        e->extra = v.made;
        e->verdict = (uint8_t)v.zeros; /* whether there are any */
        e->known = true;
    }
    return (ys__variant){ (int32_t)e->value, e->extra, e->verdict };
}

static bool is_of(const phrase *p, const ys__found *f, ys__variant v)
{
    return p->used && p->code == f->code && p->column == f->column && p->field == f->field &&
           p->other == f->other &&
           p->is_error == f->is_error && p->has_value == (f->value != NULL) && p->variant.near == v.near &&
           p->variant.made == v.made && p->variant.zeros == v.zeros;
}

/* The phrase of a finding, in which its value still stands where *filled. */
static const phrase *phrase_of(liner *l, const ys__found *f, bool *filled)
{
    ys__variant v;
    phrase *p;
    ys__found model = *f;

    *filled = true;
    if (!ys__found_repeats(f) || !is_simple(l, f)) {
        make_tail(l, f, NULL, &l->single);
        return &l->single;
    }
    v = variant_of(l, f);
    p = &l->phrases[ys__mix(f->other << 32 ^ (uint64_t)((uint32_t)f->column ^ (uint32_t)f->field << 12) << 8 ^ f->code,
                            (uint64_t)(uint32_t)v.near << 32 ^ (uint32_t)v.made) % PHRASES];
    *filled = false;
    if (is_of(p, f, v))
        return p;
    if (f->value) {
        model.value = stand_in;
        model.value_n = sizeof stand_in - 1;
    }
    make_tail(l, &model, &v, p);
    p->code = f->code;
    p->column = f->column;
    p->field = f->field;
    p->other = f->other;
    p->is_error = f->is_error;
    p->has_value = f->value != NULL;
    p->variant = v;
    p->used = cut(p);
    if (p->used)
        return p;
    *filled = true;
    make_tail(l, f, NULL, &l->single);
    return &l->single;
}

static void put_filled(ys__buffer *to, const phrase *p, ys__slice value)
{
    size_t from = 0;

    for (uint32_t i = 0; i < p->n_holes; i++) {
        ys__putn(to, p->text.text + from, p->holes[i] - from);
        ys__putn(to, value.p, value.n);
        from = p->holes[i];
    }
    ys__putn(to, p->text.text + from, p->text.n - from);
}

static void put_line(liner *l, const ys__found *f, const ys__place *at)
{
    bool filled, text = l->form == YS_FINDING_TEXT || l->form == YS_FINDING_COLORED;
    const uint64_t numbers[] = { text ? at->line : f->row, !text ? at->line : f->at ? at->character : 0 };
    const phrase *p = phrase_of(l, f, &filled);
    ys__found_group group = { 1, f->row };

    if (l->failed)
        return;
    if (f->group)
        group = l->import->findings->groups[f->group - 1];
    ys__putn(&l->out, l->head.text, l->head.n);
    ys__line_place(&l->out, numbers, l->form);
    if (filled)
        ys__putn(&l->out, p->text.text, p->text.n);
    else
        put_filled(&l->out, p, (ys__slice){ f->value, f->value_n });
    if (text)
        ys__line_end(&l->out, group.count, group.last_row, p->name.text);
}

static void free_phrase(phrase *p)
{
    ys__buffer_free(&p->text);
    ys__buffer_free(&p->name);
}

static void free_liner(liner *l)
{
    for (size_t i = 0; l->phrases && i < PHRASES; i++)
        free_phrase(&l->phrases[i]);
    free(l->phrases);
    free_phrase(&l->single);
    ys__memo_free(&l->variants);
    ys__buffer_free(&l->head);
    ys__buffer_free(&l->out);
    ys__buffer_free(&l->message);
    ys__buffer_free(&l->hint);
}

ys_status ys__import_lines(const ys__import *import, ys_finding_form form, ys_lines_fn lines, void *ctx, ys_error *err)
{
    liner l = { .import = import, .form = form };
    bool is_book = import->source && import->source->book.n > 0, stop = false;
    ys__found_walk walk = ys__found_all(import);
    const ys__found *f = ys__found_next(&walk);
    ys__place at = { 0 };

    l.failed = f && (l.phrases = calloc(PHRASES, sizeof *l.phrases)) == NULL;
    ys__line_head(&l.head, import->path, form);
    for (; f && !l.failed && !stop; f = ys__found_next(&walk)) {
        ys__place_find(&at, f, is_book);
        put_line(&l, f, &at);
        l.failed = l.failed || l.out.failed || l.head.failed;
        if (l.out.n >= CHUNK && !l.failed) {
            stop = lines(l.out.text, l.out.n, ctx) != 0;
            ys__buffer_clear(&l.out);
        }
    }
    l.failed = l.failed || walk.failed;
    if (!l.failed && !stop && l.out.n)
        stop = lines(l.out.text, l.out.n, ctx) != 0;
    free_liner(&l);
    return l.failed ? ys__fail_nomem(err) : stop ? YS_E_CANCELLED : YS_OK;
}
