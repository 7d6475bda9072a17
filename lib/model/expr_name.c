/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/expr_parts.h"

#include <stdlib.h>

#include "base/i18n.h"

/* Names in expressions: those of fields, and what somebody may have meant who wrote another. */

/* The text between quotes with its doubled quotes undone. */
const char *ys__parser_unquoted(ys__parser *p, const ys__token *token)
{
    char *text = ys__arena_alloc(p->arena, token->text.n + 1), quote = p->source[token->at];
    size_t n = 0;

    if (text == NULL)
        return ys__parser_nomem(p);
    for (size_t i = 0; i < token->text.n; i++) {
        text[n++] = token->text.p[i];
        if (token->text.p[i] == quote && token->kind != YS__TOKEN_NAME)
            i++;
    }
    return text;
}

/* Names that are no field */

/* A field whose name has blanks or hyphens and stands here without its backquotes. */
static const char *bare_name_at(const ys__parser *p, uint32_t at)
{
    for (size_t i = 0; i < p->form->n; i++) {
        const char *name = p->form->fields[i].name;

        if (strncmp(p->source + at, name, strlen(name)) == 0 && strpbrk(name, " -/()'"))
            return name;
    }
    return NULL;
}

/* Is there a category of this code, so that its quotes were forgotten? */
static bool is_code(const ys__form *form, ys__slice name)
{
    for (size_t i = 0; i < form->n; i++)
        for (size_t k = 0; k < form->fields[i].n_list; k++)
            if (ys__slice_is(name, form->fields[i].list[k].code))
                return true;
    return false;
}

static void list_fields(const ys__form *form, ys__buffer *to)
{
    enum { SHOWN = 8 };

    for (size_t i = 0; i < form->n && i < SHOWN; i++) {
        ys__put(to, i ? ", " : "");
        ys__put_name(to, form->fields[i].name);
    }
    if (form->n > SHOWN)
        ys__put(to, ", …");
}

static const char *nearest_field(const ys__form *form, ys__slice name)
{
    const char **names = malloc((form->n + 1) * sizeof *names), *nearest = NULL;

    if (names) {
        for (size_t i = 0; i < form->n; i++)
            names[i] = form->fields[i].name;
        nearest = ys__text_nearest(name, names, form->n);
    }
    free(names);
    return nearest;
}

static ys__expr *unknown_name(ys__parser *p, const ys__token *t)
{
    const char *nearest, *bare;
    ys__buffer hint = { 0 };

    if (p->form == NULL) {
        ys__parser_fail(p, t->at, t->length, _("%.*s cannot stand here"), (int)t->text.n, t->text.p);
        return ys__parser_hint(p, "%s",
                               _("a formula divides, adds, multiplies indicators: indicator('a') / indicator('b')"));
    }
    ys__parser_fail(p, t->at, t->length, _("the form %s has no field %.*s"), p->form->id, (int)t->text.n, t->text.p);
    if ((bare = bare_name_at(p, t->at)) != NULL) {
        ys__put_name(&hint, bare);
        return ys__parser_hint(p, _("this name stands in backquotes: %s"), hint.text ? hint.text : bare),
               ys__buffer_free(&hint), NULL;
    }
    if (is_code(p->form, t->text))
        return ys__parser_hint(p, _("a text stands in single quotes: '%.*s'"), (int)t->text.n, t->text.p);
    if ((nearest = nearest_field(p->form, t->text)) != NULL) {
        ys__put_name(&hint, nearest);
        ys__parser_hint(p, _("perhaps %s"), hint.text ? hint.text : nearest);
    } else {
        list_fields(p->form, &hint);
        ys__parser_hint(p, _("its fields are %s"), hint.text ? hint.text : "");
    }
    ys__buffer_free(&hint);
    return NULL;
}

ys__expr *ys__parser_field(ys__parser *p, const ys__token *t)
{
    const char *name = ys__parser_unquoted(p, t);
    int i = name && p->form ? ys__form_field(p->form, ys__slice_of(name)) : -1;
    ys__expr *e;

    if (name == NULL)
        return NULL;
    if (i < 0)
        return unknown_name(p, t);
    e = ys__expr_node(p, YS__OP_FIELD, ys__field_expr_type(&p->form->fields[i]), t->at, t->length);
    if (e)
        e->field = i;
    return e;
}
