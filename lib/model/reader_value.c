/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/reader.h"

#include <ctype.h>
#include <math.h>

#include "base/date.h"
#include "base/i18n.h"

const char *ys__read_text(ys__reader *r, const ys__json *json)
{
    if (json == NULL || !ys__expect(r, json, YS__IS_TEXT))
        return NULL;
    if (ys__trim(ys__slice_of(json->text)).n == 0) {
        ys__error_at(r, ys__value_place(json), "%s", _("this text is empty"));
        return NULL;
    }
    return json->text;
}

ys__label ys__label_of(ys__reader *r, const char *text)
{
    ys__label label = { 0 };

    label.langs = ys__reader_alloc(r, 1, sizeof *label.langs);
    label.texts = ys__reader_alloc(r, 1, sizeof *label.texts);
    if (label.langs && label.texts) {
        label.texts[0] = text;
        label.n = 1;
    }
    return label;
}

static bool is_language(const char *key)
{
    size_t n = strlen(key);

    return (n == 2 || (n > 3 && key[2] == '-')) && islower((unsigned char)key[0]) && islower((unsigned char)key[1]);
}

/* A text that is translated at all should be so into every language of the initiative. */
static void check_languages(ys__reader *r, const ys__json *json, const ys__label *label)
{
    for (size_t i = 0; i < r->in->n_languages; i++) {
        const char *language = r->in->languages[i];
        bool there = false;

        for (size_t k = 0; k < label->n; k++)
            there |= strcmp(label->langs[k], language) == 0;
        if (!there) {
            ys__warn_at(r, ys__value_place(json), _("this text is missing in %s"), language);
            ys__hint(r, _("add %s"), strcmp(language, "es") == 0 ? "\"es\": \"…\"" : "\"en\": \"…\"");
        }
    }
}

void ys__read_label(ys__reader *r, const ys__json *json, ys__label *out)
{
    const char *text;

    if (json == NULL || !ys__expect(r, json, YS__IS_LABEL))
        return;
    if (json->kind == YS__JSON_TEXT) {
        if ((text = ys__read_text(r, json)) != NULL)
            *out = ys__label_of(r, text);
        return;
    }
    out->langs = ys__reader_alloc(r, json->n, sizeof *out->langs);
    out->texts = ys__reader_alloc(r, json->n, sizeof *out->texts);
    out->n = 0;
    for (const ys__json *c = json->child; c && out->langs && out->texts; c = c->next) {
        if (!is_language(c->key)) {
            ys__error_at(r, ys__key_place(c), _("“%s” is not a language"), c->key);
            ys__hint(r, "%s", _("a text by language is written { \"en\": \"…\", \"es\": \"…\" }"));
            continue;
        }
        for (size_t i = 0; i < out->n; i++)
            if (strcmp(out->langs[i], c->key) == 0)
                ys__error_at(r, ys__key_place(c), _("the language “%s” stands here a second time"), c->key);
        if ((text = ys__read_text(r, c)) != NULL) {
            out->langs[out->n] = c->key;
            out->texts[out->n++] = text;
        }
    }
    if (json->n == 0)
        ys__error_at(r, ys__value_place(json), "%s", _("this text is empty"));
    else if (out->n == json->n)
        check_languages(r, json, out);
}

bool ys__is_id(ys__slice text, bool underscore)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];

        if (c >= 0x80 || (!isalnum(c) && c != '.' && c != '-' && !(underscore && c == '_')))
            return false;
    }
    return text.n > 0;
}

const char *ys__read_id(ys__reader *r, const ys__json *json, bool underscore)
{
    const char *text = ys__read_text(r, json);

    if (text == NULL || ys__is_id(ys__slice_of(text), underscore))
        return text;
    ys__error_at(r, ys__value_place(json), _("“%s” cannot be an id"), text);
    ys__hint(r, "%s", underscore ? _("an id holds letters without accents, digits, “.”, “-” and “_”")
                                 : _("this id holds letters without accents, digits, “.” and “-”"));
    return NULL;
}

int ys__read_word(ys__reader *r, const ys__json *json, const char *const *words, size_t n, int otherwise)
{
    const char *text = ys__read_text(r, json);

    if (text == NULL)
        return otherwise;
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i], text) == 0)
            return (int)i;
    ys__error_at(r, ys__value_place(json), _("“%s” is not known here"), text);
    text = ys__hint_nearest(r, ys__slice_of(text), words, n);
    for (size_t i = 0; text && i < n; i++) /* what was meant spares the faults that would follow from this one */
        if (strcmp(words[i], text) == 0)
            return (int)i;
    return otherwise;
}

bool ys__read_bool(const ys__json *json, bool otherwise)
{
    return json && json->kind == YS__JSON_BOOL ? json->truth : otherwise;
}

long ys__read_whole(ys__reader *r, const ys__json *json, long least, long most, long otherwise)
{
    if (json == NULL || !ys__expect(r, json, YS__IS_NUMBER))
        return otherwise;
    if (json->number >= (double)least && json->number <= (double)most && json->number == floor(json->number))
        return (long)json->number;
    ys__error_at(r, ys__value_place(json), "%s", _("this number does not fit"));
    ys__hint(r, _("it should be a whole number from %ld to %ld"), least, most);
    return otherwise;
}

const char **ys__read_strings(ys__reader *r, const ys__json *json, bool single, size_t *n)
{
    const char **texts;

    *n = 0;
    if (json == NULL || !ys__expect(r, json, YS__IS_ARRAY | (single ? YS__IS_TEXT : 0)))
        return NULL;
    texts = ys__reader_alloc(r, json->n + 1, sizeof *texts);
    if (texts == NULL)
        return NULL;
    if (json->kind == YS__JSON_TEXT) {
        texts[0] = json->text;
        *n = 1;
        return texts;
    }
    for (const ys__json *c = json->child; c; c = c->next)
        if (ys__expect(r, c, YS__IS_TEXT))
            texts[(*n)++] = c->text;
    return texts;
}

int32_t ys__read_date(ys__reader *r, const ys__json *json, int32_t otherwise)
{
    const char *text = ys__read_text(r, json);
    int32_t days;

    if (text == NULL)
        return otherwise;
    if (ys__date_parse(ys__slice_of(text), &days))
        return days;
    ys__error_at(r, ys__value_place(json), _("“%s” is not a date"), text);
    ys__hint(r, _("write it as %s"), "2018-07-01");
    return otherwise;
}

/* Expressions */

/* Line breaks and tabs inside would pull the caret from its place. */
static const char *one_line(ys__reader *r, const char *source)
{
    char *copy = ys__arena_text(r->arena, source);

    for (char *c = copy; c && *c; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
    r->nomem |= copy == NULL;
    return copy;
}

void ys__expr_error(ys__reader *r, const ys__json *json, const ys__expr_fault *fault)
{
    size_t n = strlen(json->text);
    uint32_t caret = (uint32_t)ys__text_length((ys__slice){ json->text, fault->at < n ? fault->at : n });
    ys__place at = ys__value_place(json);

    r->nomem |= strcmp(fault->text, _("out of memory")) == 0;
    if (!json->escaped)
        at.column += caret + 1; /* behind the opening quote */
    ys__error_at(r, at, "%s", fault->text);
    ys__hint(r, "%s", fault->hint);
    if (r->n) {
        r->faults[r->n - 1].excerpt = one_line(r, json->text);
        r->faults[r->n - 1].caret = caret;
    }
}

ys__expr *ys__read_expr(ys__reader *r, const ys__json *json, const ys__form *form)
{
    ys__expr_fault fault = { 0 };
    ys__expr *e = NULL;

    if (ys__read_text(r, json) == NULL)
        return NULL;
    if (!ys__expr_parse(&e, r->arena, json->text, form, true, &fault))
        ys__expr_error(r, json, &fault);
    return e;
}

bool ys__read_measure(ys__reader *r, const ys__json *json, const ys__form *form, ys__measure *out)
{
    ys__expr_fault fault = { 0 };

    if (ys__read_text(r, json) == NULL)
        return false;
    if (ys__measure_parse(out, r->arena, json->text, form, &fault))
        return true;
    ys__expr_error(r, json, &fault);
    return false;
}
