/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/mapping.h"

#include <stdlib.h>

#include "base/i18n.h"

/* "mappings" is a list of entries, each of which says something about one partner's files, for one form or for all it
 * sends. Entries about the same files are merged, so that a new one is added without looking for the old ones. */

enum {
    MAP_PARTNER,
    MAP_FORM,
    MAP_HEADERS,
    MAP_VALUES,
    MAP_CONSTANTS,
    MAP_FACTORS,
    MAP_IGNORE,
    MAP_SKIP,
    MAP_ACROSS,
    MAP_DOWN,
    MAP_NOTES,
    MAP_KEYS
};

static const ys__key keys[MAP_KEYS] = {
    [MAP_PARTNER] = { "partner", YS__IS_TEXT, true },
    [MAP_FORM] = { "form", YS__IS_TEXT, false },
    [MAP_HEADERS] = { "headers", YS__IS_OBJECT, false },
    [MAP_VALUES] = { "values", YS__IS_OBJECT, false },
    [MAP_CONSTANTS] = { "constants", YS__IS_OBJECT, false },
    [MAP_FACTORS] = { "factors", YS__IS_OBJECT, false },
    [MAP_IGNORE] = { "ignore", YS__IS_ARRAY, false },
    [MAP_SKIP] = { "skip", YS__IS_OBJECT, false },
    [MAP_ACROSS] = { "periods_across", YS__IS_TEXT | YS__IS_ARRAY | YS__IS_BOOL, false },
    [MAP_DOWN] = { "indicators_down", YS__IS_OBJECT, false },
    [MAP_NOTES] = { "notes", YS__IS_NOTE, false },
};

/* One entry while it is read: whom it is about. */
typedef struct entry {
    const ys__partner *partner;
    ys__mapping **maps; /* those it says something about, one for each form */
    size_t n;
} entry;

/* Where the layouts of a mapping are told, for the faults of the whole. */
typedef struct told {
    const ys__json *across, *down;
} told;

const char *ys__mapping_text(ys__reader *r, const ys__json *json)
{
    char number[YS__NUMBER_SIZE];

    if (json->kind == YS__JSON_TEXT)
        return json->text;
    if (json->kind == YS__JSON_BOOL)
        return json->truth ? "true" : "false";
    return ys__reader_text(r, ys__number_format(number, json->number));
}

const ys__mapping *ys__find_mapping(const struct ys_initiative *in, const ys__partner *partner, const ys__form *form)
{
    for (size_t i = 0; partner && i < in->n_mappings; i++)
        if (in->mappings[i].partner == partner && in->mappings[i].form == form)
            return &in->mappings[i];
    return NULL;
}

/* The mapping of a partner and a form, made where there is none yet. */
static ys__mapping *mapping_of(ys__reader *r, const ys__partner *partner, const ys__form *form)
{
    ys_initiative *in = r->in;
    ys__mapping *m;

    for (size_t i = 0; i < in->n_mappings; i++)
        if (in->mappings[i].partner == partner && in->mappings[i].form == form)
            return &in->mappings[i];
    m = &in->mappings[in->n_mappings];
    *m = (ys__mapping){ .partner = partner, .form = form, .first = -1, .layout = form->layout };
    m->fields = ys__reader_alloc(r, form->n + 1, sizeof *m->fields);
    if (m->fields == NULL)
        return NULL;
    m->layout.n_down = 0; /* the form's own names come first and are copied: others may follow */
    for (size_t i = 0; i < form->layout.n_down; i++)
        if (ys__grow(r, (void **)&m->layout.down, i, sizeof *m->layout.down))
            m->layout.down[m->layout.n_down++] = form->layout.down[i];
    in->n_mappings++;
    return m;
}

/* Whom and what an entry is about. False where that is not known. */
static bool find_targets(ys__reader *r, const ys__json **v, entry *e)
{
    const ys__form *form;
    const char *name = ys__read_text(r, v[MAP_PARTNER]);

    if (name == NULL)
        return false;
    if ((e->partner = ys__reader_partner(r, name)) == NULL) {
        const char **ids = ys__reader_alloc(r, r->in->n_partners + 1, sizeof *ids);

        for (size_t i = 0; ids && i < r->in->n_partners; i++)
            ids[i] = r->in->partners[i].id;
        ys__error_at(r, ys__value_place(v[MAP_PARTNER]), _("there is no partner “%s”"), name);
        name = ids ? ys__hint_nearest(r, ys__slice_of(name), ids, r->in->n_partners) : NULL;
        if (name == NULL || (e->partner = ys__reader_partner(r, name)) == NULL)
            return false;
    }
    for (size_t c = 0; v[MAP_FORM] == NULL && c < r->in->n_catalogs; c++)
        for (size_t f = 0; f < r->in->catalogs[c].n_forms; f++) {
            form = &r->in->catalogs[c].forms[f];
            if ((e->partner->n_forms == 0 || ys__partner_sends(e->partner, form)) &&
                (e->maps[e->n] = mapping_of(r, e->partner, form)) != NULL)
                e->n++;
        }
    if (v[MAP_FORM] && (form = ys__reader_form(r, v[MAP_FORM], NULL)) != NULL) {
        if (e->partner->n_forms && !ys__partner_sends(e->partner, form)) {
            ys__error_at(r, ys__value_place(v[MAP_FORM]), _("%s does not send the form “%s”"), e->partner->id,
                         form->id);
            ys__hint(r, _("add %s to the forms of a partner"), form->id);
        }
        if ((e->maps[e->n] = mapping_of(r, e->partner, form)) != NULL)
            e->n++;
    }
    return e->n > 0;
}

/* Whether any of the forms has a field of the name; else a fault with the nearest. */
static bool is_field(ys__reader *r, const entry *e, ys__place at, const char *name)
{
    const char **known;
    size_t n = 0;

    for (size_t i = 0; i < e->n; i++) {
        if (ys__form_field(e->maps[i]->form, ys__slice_of(name)) >= 0)
            return true;
        n += e->maps[i]->form->n;
    }
    known = ys__reader_alloc(r, n + 1, sizeof *known);
    n = 0;
    for (size_t i = 0; known && i < e->n; i++)
        for (size_t f = 0; f < e->maps[i]->form->n; f++)
            known[n++] = e->maps[i]->form->fields[f].name;
    if (e->n == 1)
        ys__error_at(r, at, _("the form has no field “%s”"), name);
    else
        ys__error_at(r, at, _("no form of %s has a field “%s”"), e->partner->id, name);
    ys__hint_nearest(r, ys__slice_of(name), known, n);
    return false;
}

/* The same fault at the same place is told once, though several forms have it. */
static bool is_told(const ys__reader *r, ys__place at)
{
    for (size_t i = r->n; i-- > 0;)
        if (r->faults[i].file == r->file && r->faults[i].line == at.line && r->faults[i].column == at.column)
            return true;
    return false;
}

static void contradict(ys__reader *r, ys__place at, const char *fmt, const char *what, const char *other)
{
    if (is_told(r, at))
        return;
    ys__error_at(r, at, fmt, what, other);
    ys__hint(r, "%s", _("keep one of the two"));
}

/* Headers and columns */

static bool is_ignored(const ys__mapping *m, const char *header)
{
    for (size_t i = 0; i < m->n_ignore; i++)
        if (ys__text_same(ys__slice_of(m->ignore[i]), ys__slice_of(header)))
            return true;
    return false;
}

static const ys__naming *naming_of(const ys__mapping *m, const char *header)
{
    for (size_t i = 0; i < m->n_headers; i++)
        if (ys__text_same(ys__slice_of(m->headers[i].theirs), ys__slice_of(header)))
            return &m->headers[i];
    return NULL;
}

static void add_header(ys__reader *r, const ys__json *json, ys__mapping *m)
{
    int field = ys__form_field(m->form, ys__slice_of(json->text));
    const ys__naming *known = naming_of(m, json->key);

    if (field < 0)
        return;
    if (is_ignored(m, json->key))
        contradict(r, ys__key_place(json), _("the column “%s” is ignored and stands for the field %s"), json->key,
                   json->text);
    else if (known && known->field != field)
        contradict(r, ys__key_place(json), _("“%s” stands for the field %s already"), json->key,
                   m->form->fields[known->field].name);
    else if (m->fields[field].constant)
        contradict(r, ys__value_place(json), _("the field %s has a constant, so that no column can stand for it"),
                   json->text, "");
    else if (!known && ys__grow(r, (void **)&m->headers, m->n_headers, sizeof *m->headers))
        m->headers[m->n_headers++] = (ys__naming){ json->key, field };
}

static void add_ignored(ys__reader *r, const ys__json *json, ys__mapping *m)
{
    const ys__naming *known = naming_of(m, json->text);

    if (known)
        contradict(r, ys__value_place(json), _("the column “%s” is ignored and stands for the field %s"), json->text,
                   m->form->fields[known->field].name);
    else if (!is_ignored(m, json->text) && ys__grow(r, (void **)&m->ignore, m->n_ignore, sizeof *m->ignore))
        m->ignore[m->n_ignore++] = json->text;
}

static void read_headers(ys__reader *r, const entry *e, const ys__json *headers, const ys__json *ignore)
{
    for (const ys__json *c = ignore ? ignore->child : NULL; c; c = c->next)
        for (size_t i = 0; ys__expect(r, c, YS__IS_TEXT) && i < e->n; i++)
            add_ignored(r, c, e->maps[i]);
    for (const ys__json *c = headers ? headers->child : NULL; c; c = c->next)
        if (ys__expect(r, c, YS__IS_TEXT) && is_field(r, e, ys__value_place(c), c->text))
            for (size_t i = 0; i < e->n; i++)
                add_header(r, c, e->maps[i]);
}

/* Values */

/* Whether values under a name are for a field: its own, or its dimension's. */
static bool is_meant(const ys__form *form, size_t field, const char *name)
{
    const ys__field *f = &form->fields[field];

    return strcmp(f->name, name) == 0 || (f->dimension && strcmp(f->dimension->id, name) == 0 &&
                                          ys__form_field(form, ys__slice_of(name)) < 0);
}

static void add_missing(ys__reader *r, ys__mapping *m, size_t field, const char *text, ys__missing reason)
{
    const ys__field *f = &m->form->fields[field];
    ys__field_mapping *own = &m->fields[field];
    const ys__missing_value *list = f->missing ? f->missing : m->form->missing;
    size_t n = f->missing ? f->n_missing : m->form->n_missing;

    for (size_t i = own->n_missing; i < n; i++)
        if (ys__grow(r, (void **)&own->missing, i, sizeof *own->missing))
            own->missing[own->n_missing++] = list[i];
    if (ys__grow(r, (void **)&own->missing, own->n_missing, sizeof *own->missing))
        own->missing[own->n_missing++] = (ys__missing_value){ text, reason };
}

static void add_code(ys__reader *r, const ys__json *json, ys__mapping *m, size_t field, const char *ours)
{
    ys__field_mapping *own = &m->fields[field];
    ys__missing reason;

    for (size_t i = 0; i < own->n_codes; i++) {
        if (!ys__text_same(ys__slice_of(own->codes[i].from), ys__slice_of(json->key)))
            continue;
        if (strcmp(own->codes[i].to, ours) != 0)
            contradict(r, ys__key_place(json), _("“%s” means %s already"), json->key, own->codes[i].to);
        return;
    }
    if (!ys__grow(r, (void **)&own->codes, own->n_codes, sizeof *own->codes))
        return;
    own->codes[own->n_codes++] = (ys__recode){ json->key, ours };
    if (ys__reason_in_brackets(ours, &reason))
        add_missing(r, m, field, json->key, reason);
}

static void add_codes(ys__reader *r, const ys__json *json, const entry *e, ys__mapping *m, size_t field)
{
    for (const ys__json *c = json->child; c; c = c->next) {
        const char *ours;

        if (is_told(r, ys__value_place(c)) || !ys__expect(r, c, YS__IS_TEXT | YS__IS_NUMBER | YS__IS_BOOL) ||
            (ours = ys__mapping_text(r, c)) == NULL)
            continue;
        if (ys__trim(ys__slice_of(c->key)).n == 0) {
            if (!is_told(r, ys__key_place(c))) {
                ys__error_at(r, ys__key_place(c), "%s", _("an empty cell is a missing value; it stands for nothing"));
                ys__hint(r, _("its reason stands in %s of the form"), "missingValues");
            }
            continue;
        }
        if (ys__check_code(r, ys__value_place(c), e->partner, &m->form->fields[field], ours))
            add_code(r, c, m, field, ours);
    }
}

static bool is_dimension(const ys__reader *r, const char *name)
{
    return ys__find_dimension(r->in, ys__slice_of(name)) != NULL;
}

static void read_values(ys__reader *r, const entry *e, const ys__json *json)
{
    for (const ys__json *c = json->child; c; c = c->next) {
        bool meant = false;

        if (!ys__expect(r, c, YS__IS_OBJECT))
            continue;
        for (size_t i = 0; i < e->n; i++)
            for (size_t f = 0; f < e->maps[i]->form->n; f++)
                if (is_meant(e->maps[i]->form, f, c->key)) {
                    meant = true;
                    add_codes(r, c, e, e->maps[i], f);
                }
        if (!meant && is_dimension(r, c->key))
            ys__error_at(r, ys__key_place(c), _("no form of %s has a field with the dimension “%s”"), e->partner->id,
                         c->key);
        else if (!meant)
            is_field(r, e, ys__key_place(c), c->key);
    }
}

static void add_constant(ys__reader *r, const ys__json *json, const entry *e, ys__mapping *m)
{
    int field = ys__form_field(m->form, ys__slice_of(json->key));
    const char *text;

    if (field < 0 || is_told(r, ys__value_place(json)) ||
        !ys__check_constant(r, json, e->partner, &m->form->fields[field]) ||
        (text = ys__mapping_text(r, json)) == NULL)
        return;
    for (size_t i = 0; i < m->n_headers; i++)
        if (m->headers[i].field == field) {
            contradict(r, ys__key_place(json), _("the column “%s” stands for the field %s, so that it has no constant"),
                       m->headers[i].theirs, json->key);
            return;
        }
    if (m->fields[field].constant && strcmp(m->fields[field].constant, text) != 0)
        contradict(r, ys__key_place(json), _("“%s” means %s already"), json->key, m->fields[field].constant);
    else if (m->fields[field].factor.units)
        contradict(r, ys__key_place(json), _("the field %s has both a factor and a constant"), json->key, "");
    else
        m->fields[field].constant = text;
}

static void read_constants(ys__reader *r, const entry *e, const ys__json *json)
{
    for (const ys__json *c = json->child; c; c = c->next)
        if (ys__expect(r, c, YS__IS_TEXT | YS__IS_NUMBER | YS__IS_BOOL) && is_field(r, e, ys__key_place(c), c->key))
            for (size_t i = 0; i < e->n; i++)
                add_constant(r, c, e, e->maps[i]);
}

static void add_factor(ys__reader *r, const ys__json *json, ys__mapping *m, ys__decimal factor)
{
    int field = ys__form_field(m->form, ys__slice_of(json->key));
    ys__field_mapping *own = field < 0 ? NULL : &m->fields[field];
    ys__field_type type = field < 0 ? YS__FIELD_NUMBER : m->form->fields[field].type;

    if (own == NULL || is_told(r, ys__key_place(json)))
        return;
    if ((type != YS__FIELD_NUMBER && type != YS__FIELD_INTEGER) || m->form->fields[field].role != YS__ROLE_NONE) {
        ys__error_at(r, ys__key_place(json), _("the field %s holds no numbers that could be multiplied"), json->key);
        ys__hint(r, "%s", _("factors are for fields of the types integer and number"));
        return;
    }
    if (own->constant)
        contradict(r, ys__key_place(json), _("the field %s has both a factor and a constant"), json->key, "");
    else if (own->factor.units && (own->factor.units != factor.units || own->factor.scale != factor.scale))
        contradict(r, ys__key_place(json), _("the field %s has another factor already"), json->key, "");
    else
        own->factor = factor;
}

static void read_factors(ys__reader *r, const entry *e, const ys__json *json)
{
    for (const ys__json *c = json->child; c; c = c->next) {
        char number[YS__NUMBER_SIZE];
        ys__decimal factor;

        if (!ys__expect(r, c, YS__IS_NUMBER) || !is_field(r, e, ys__key_place(c), c->key))
            continue;
        if (!ys__decimal_parse(ys__slice_of(ys__number_format(number, c->number)), '.', &factor) ||
            factor.units == 0) {
            ys__error_at(r, ys__value_place(c), _("%s is no factor"), number);
            ys__hint(r, "%s", _("their numbers times the factor are ours: 1000 where they count in thousands"));
            continue;
        }
        for (size_t i = 0; i < e->n; i++)
            add_factor(r, c, e->maps[i], factor);
    }
}

/* Rows to skip */

enum { SKIP_FIRST, SKIP_WHERE, SKIP_KEYS };

static const ys__key skip_keys[SKIP_KEYS] = {
    [SKIP_FIRST] = { "first", YS__IS_NUMBER, false },
    [SKIP_WHERE] = { "where", YS__IS_OBJECT, false },
};

static void add_skip(ys__reader *r, const entry *e, const char *header, const ys__json *text)
{
    if (!ys__expect(r, text, YS__IS_TEXT))
        return;
    for (size_t i = 0; i < e->n; i++) {
        ys__mapping *m = e->maps[i];

        if (ys__grow(r, (void **)&m->skips, m->n_skips, sizeof *m->skips))
            m->skips[m->n_skips++] = (ys__skip){ header, text->text };
    }
}

static void read_skip(ys__reader *r, const entry *e, const ys__json *json)
{
    const ys__json *v[SKIP_KEYS];

    if (!ys__read_object(r, json, "skip", skip_keys, SKIP_KEYS, v))
        return;
    for (size_t i = 0; v[SKIP_FIRST] && i < e->n; i++) {
        ys__mapping *m = e->maps[i];
        long first = is_told(r, ys__value_place(v[SKIP_FIRST])) ? 0 : ys__read_whole(r, v[SKIP_FIRST], 0, 1000, 0);

        if (m->first >= 0 && m->first != first)
            contradict(r, ys__key_place(v[SKIP_FIRST]), _("“%s” has another value already"), "first", "");
        m->first = first;
    }
    for (const ys__json *c = v[SKIP_WHERE] ? v[SKIP_WHERE]->child : NULL; c; c = c->next) {
        if (!ys__expect(r, c, YS__IS_TEXT | YS__IS_ARRAY))
            continue;
        if (c->kind == YS__JSON_TEXT)
            add_skip(r, e, c->key, c);
        for (const ys__json *t = c->kind == YS__JSON_ARRAY ? c->child : NULL; t; t = t->next)
            add_skip(r, e, c->key, t);
    }
}

/* Layouts */

static void read_layout(ys__reader *r, const entry *e, const ys__json **v, told *places)
{
    const ys__json *at = v[MAP_ACROSS] ? v[MAP_ACROSS] : v[MAP_DOWN];
    told *place;

    if (at == NULL)
        return;
    if (e->n > 1) {
        ys__error_at(r, ys__key_place(at), _("%s sends several forms; a layout is that of one"), e->partner->id);
        ys__hint(r, _("add %s to this entry"), "\"form\"");
        return;
    }
    place = &places[e->maps[0] - r->in->mappings];
    if (v[MAP_ACROSS] && place->across) {
        contradict(r, ys__key_place(v[MAP_ACROSS]), _("“%s” has another value already"), "periods_across", "");
        return;
    }
    place->across = v[MAP_ACROSS] ? v[MAP_ACROSS] : place->across;
    place->down = place->down ? place->down : v[MAP_DOWN];
    ys__read_layout(r, v[MAP_ACROSS], v[MAP_DOWN], e->maps[0]->form, &e->maps[0]->layout);
}

static void read_entry(ys__reader *r, const ys__json *json, entry *e, told *places)
{
    const ys__json *v[MAP_KEYS];

    if (!ys__read_object(r, json, _("a mapping"), keys, MAP_KEYS, v) || !find_targets(r, v, e))
        return;
    read_headers(r, e, v[MAP_HEADERS], v[MAP_IGNORE]);
    if (v[MAP_VALUES])
        read_values(r, e, v[MAP_VALUES]);
    if (v[MAP_CONSTANTS])
        read_constants(r, e, v[MAP_CONSTANTS]);
    if (v[MAP_FACTORS])
        read_factors(r, e, v[MAP_FACTORS]);
    if (v[MAP_SKIP])
        read_skip(r, e, v[MAP_SKIP]);
    read_layout(r, e, v, places);
}

static size_t count_forms(const ys_initiative *in)
{
    size_t n = 0;

    for (size_t i = 0; i < in->n_catalogs; i++)
        n += in->catalogs[i].n_forms;
    return n;
}

void ys__read_mappings(ys__reader *r, const ys__json *json)
{
    size_t forms = count_forms(r->in), most = 0;
    ys__mapping **room;
    told *places;

    for (const ys__json *c = json ? json->child : NULL; c; c = c->next)
        most += ys__json_member(c, "form") ? 1 : forms;
    room = ys__reader_alloc(r, forms + 1, sizeof *room);
    places = ys__reader_alloc(r, most + 1, sizeof *places);
    r->in->mappings = ys__reader_alloc(r, most + 1, sizeof *r->in->mappings);
    if (room == NULL || places == NULL || r->in->mappings == NULL)
        return;
    for (const ys__json *c = json ? json->child : NULL; c; c = c->next) {
        entry e = { .maps = room };

        read_entry(r, c, &e, places);
    }
    for (size_t i = 0; i < r->in->n_mappings; i++)
        ys__check_layout(r, places[i].across, places[i].down, &r->in->mappings[i].layout);
}
