/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/advice.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/vector.h"
#include "data/use.h"
#include "formats/json.h"

/* Names a field goes by, and whose they are. */
typedef struct names {
    const char **texts;
    int *fields;
    size_t n, texts_room, fields_room;
    bool failed;
} names;

static void add(names *list, const char *text, int field)
{
    if (text == NULL || !ys__room((void **)&list->texts, &list->texts_room, list->n, sizeof *list->texts) ||
        !ys__room((void **)&list->fields, &list->fields_room, list->n, sizeof *list->fields)) {
        list->failed = list->failed || text;
        return;
    }
    list->texts[list->n] = text;
    list->fields[list->n++] = field;
}

static void add_label(names *list, const ys__label *label, int field)
{
    for (size_t i = 0; i < label->n; i++)
        add(list, label->texts[i], field);
}

bool ys__note_taken(ys__import *import)
{
    const ys__source *source = import->source;
    const ys__form *form = import->form;

    if ((import->taken = ys__arena_alloc(&import->arena, form->n + 1)) == NULL)
        return false;
    for (size_t f = 0; f < form->n; f++)
        import->taken[f] = import->mapping && import->mapping->fields[f].constant;
    for (size_t i = 0; i < source->n_headers; i++) {
        int field = ys__header_field(form, import->mapping, source->headers[i]);

        if (field >= 0)
            import->taken[field] = true;
    }
    return true;
}

int ys__nearest_field(const ys__import *import, ys__slice name, bool *failed)
{
    const ys__form *form = import->form;
    names list = { 0 };
    const char *near;
    int field = -1;

    for (size_t i = 0; i < form->n; i++) {
        const ys__field *f = &form->fields[i];

        if (import->taken[i])
            continue;
        add(&list, f->name, (int)i);
        add_label(&list, &f->title, (int)i);
        for (size_t k = 0; k < f->n_aliases; k++)
            add(&list, f->aliases[k], (int)i);
    }
    *failed = *failed || list.failed;
    near = list.failed ? NULL : ys__text_nearest(name, list.texts, list.n);
    for (size_t i = 0; near && i < list.n && field < 0; i++)
        if (list.texts[i] == near)
            field = list.fields[i];
    free(list.texts);
    free(list.fields);
    return field;
}

static void put_text(ys__buffer *to, const char *text)
{
    ys__json_put(to, ys__slice_of(text));
}

/* Everything before the part that is told; false where no mapping would count. */
static bool begin(ys__buffer *to, const ys__import *import, const char *words)
{
    if (import->sender == NULL || import->form == NULL)
        return false;
    ys__put(to, to->n ? " " : "");
    ys__put(to, words);
    ys__put(to, " { \"partner\": ");
    put_text(to, import->sender->id);
    ys__put(to, ", \"form\": ");
    put_text(to, import->form->id);
    ys__put(to, ", ");
    return true;
}

static const char *or_add(void)
{
    return _("Or add this to the list \"mappings\" of initiative.json:");
}

static void put_pair(ys__buffer *to, ys__slice theirs, const char *ours)
{
    ys__put(to, "{ ");
    ys__json_put(to, theirs);
    ys__put(to, ": ");
    put_text(to, ours);
    ys__put(to, " }");
}

void ys__advise_header(ys__buffer *to, const ys__import *import, ys__slice theirs, const char *ours)
{
    if (!begin(to, import, or_add()))
        return;
    ys__put(to, "\"headers\": ");
    put_pair(to, theirs, ours);
    ys__put(to, " }");
}

void ys__advise_ignore(ys__buffer *to, const ys__import *import, ys__slice theirs)
{
    if (!begin(to, import, or_add()))
        return;
    ys__put(to, "\"ignore\": [");
    ys__json_put(to, theirs);
    ys__put(to, "] }");
}

void ys__advise_name(ys__buffer *to, const ys__import *import, ys__slice theirs, const char *ours)
{
    if (!begin(to, import, or_add()))
        return;
    ys__put(to, "\"indicators_down\": { \"fields\": ");
    put_pair(to, theirs, ours);
    ys__put(to, " } }");
}

void ys__advise_skip(ys__buffer *to, const ys__import *import, ys__slice header, ys__slice theirs)
{
    if (!begin(to, import, or_add()))
        return;
    ys__put(to, "\"skip\": { \"where\": { ");
    ys__json_put(to, header);
    ys__put(to, ": ");
    ys__json_put(to, theirs);
    ys__put(to, " } } }");
}

void ys__advise_value(ys__buffer *to, const ys__import *import, const char *field, ys__slice theirs, const char *ours)
{
    const char *words = ours ? or_add()
                             : _("Or add this to the list \"mappings\" of initiative.json, with the right code "
                                 "instead of [unknown] if there is one:");

    if (!begin(to, import, words))
        return;
    ys__put(to, "\"values\": { ");
    put_text(to, field);
    ys__put(to, ": ");
    put_pair(to, theirs, ours ? ours : "[unknown]");
    ys__put(to, " } }");
}
