/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/catalog.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/i18n.h"

/* Lists in the arena grow by doubling; the old piece is given back with the rest. */
static bool grow(ys__reader *r, void **items, size_t n, size_t size)
{
    void *more;

    if (n & (n - 1))
        return true; /* there is room up to the next power of two */
    if ((more = ys__reader_alloc(r, n ? 2 * n : 1, size)) == NULL)
        return false;
    if (n)
        memcpy(more, *items, n * size);
    *items = more;
    return true;
}

static size_t slot_of(const ys__reader *r, const char *id)
{
    size_t i = ys__hash(id, strlen(id), 0) & (r->n_slots - 1);

    while (r->partner_slots[i] && strcmp(r->in->partners[r->partner_slots[i] - 1].id, id) != 0)
        i = (i + 1) & (r->n_slots - 1);
    return i;
}

/* Keeps the table of slots at most half full. */
static bool index_partners(ys__reader *r)
{
    size_t n = r->n_slots ? r->n_slots * 2 : 64;
    uint32_t *slots;

    if (r->in->n_partners * 2 < r->n_slots)
        return true;
    if ((slots = calloc(n, sizeof *slots)) == NULL) {
        r->nomem = true;
        return false;
    }
    free(r->partner_slots);
    r->partner_slots = slots;
    r->n_slots = n;
    for (size_t i = 0; i < r->in->n_partners; i++)
        slots[slot_of(r, r->in->partners[i].id)] = (uint32_t)i + 1;
    return true;
}

ys__partner *ys__reader_partner(ys__reader *r, const char *id)
{
    uint32_t found = r->n_slots ? r->partner_slots[slot_of(r, id)] : 0;

    return found ? &r->in->partners[found - 1] : NULL;
}

ys__partner *ys__add_partner(ys__reader *r, const char *id, ys__place at)
{
    ys_initiative *in = r->in;
    ys__partner *p;

    if (ys__reader_partner(r, id)) {
        ys__error_at(r, at, _("the partner “%s” is defined a second time"), id);
        return NULL;
    }
    if (!index_partners(r) || !grow(r, (void **)&in->partners, in->n_partners, sizeof *in->partners))
        return NULL;
    p = &in->partners[in->n_partners];
    *p = (ys__partner){ .id = id, .role = "", .from = INT32_MIN, .to = INT32_MAX };
    r->partner_slots[slot_of(r, id)] = (uint32_t)++in->n_partners;
    return p;
}

void ys__add_site(ys__reader *r, ys__partner *partner, const char *id, const ys__label *name, ys__place at)
{
    if (ys__find_site(partner, ys__slice_of(id))) {
        ys__error_at(r, at, _("the site “%s” of this partner is defined a second time"), id);
        return;
    }
    if (!grow(r, (void **)&partner->sites, partner->n_sites, sizeof *partner->sites))
        return;
    partner->sites[partner->n_sites++] = (ys__site){ id, name->n ? *name : ys__label_of(r, id) };
}

void ys__add_form(ys__reader *r, ys__partner *partner, ys__slice id, ys__place at)
{
    const char *text = ys__arena_textn(r->arena, id.p, id.n);
    const ys__json name = { .kind = YS__JSON_TEXT, .text = text, .line = at.line, .column = at.column };
    const ys__form *form = text ? ys__reader_form(r, &name, NULL) : NULL;

    r->nomem |= text == NULL;
    if (form == NULL || strcmp(form->id, text) != 0)
        return;
    if (ys__partner_sends(partner, form)) {
        ys__error_at(r, at, _("“%s” stands in this list a second time"), form->id);
        return;
    }
    if (grow(r, (void **)&partner->forms, partner->n_forms, sizeof *partner->forms))
        partner->forms[partner->n_forms++] = form;
}

void ys__add_all_forms(ys__reader *r, ys__partner *partner)
{
    if (strcmp(partner->role, "backbone") == 0)
        return;
    for (size_t c = 0; c < r->in->n_catalogs; c++)
        for (size_t f = 0; f < r->in->catalogs[c].n_forms; f++)
            if (grow(r, (void **)&partner->forms, partner->n_forms, sizeof *partner->forms))
                partner->forms[partner->n_forms++] = &r->in->catalogs[c].forms[f];
}

enum { SITE_ID, SITE_NAME, SITE_NOTES, SITE_KEYS };

static const ys__key site_keys[SITE_KEYS] = {
    [SITE_ID] = { "id", YS__IS_TEXT, true },
    [SITE_NAME] = { "name", YS__IS_LABEL, false },
    [SITE_NOTES] = { "notes", YS__IS_NOTE, false },
};

static void read_sites(ys__reader *r, const ys__json *json, ys__partner *p)
{
    static const char *const open[] = { "open" };

    if (json == NULL)
        return;
    if (json->kind == YS__JSON_TEXT) {
        p->sites_open = ys__read_word(r, json, open, 1, -1) == 0;
        return;
    }
    for (const ys__json *c = json->child; c; c = c->next) {
        const ys__json *v[SITE_KEYS];
        ys__label name = { 0 };
        const char *id;

        if (!ys__read_object(r, c, _("a site"), site_keys, SITE_KEYS, v))
            continue;
        ys__read_label(r, v[SITE_NAME], &name);
        if ((id = ys__read_id(r, v[SITE_ID], true)) != NULL)
            ys__add_site(r, p, id, &name, ys__value_place(v[SITE_ID]));
    }
}

enum { PARTNER_ID, PARTNER_NAME, PARTNER_ROLE, PARTNER_FROM, PARTNER_TO, PARTNER_SITES, PARTNER_FORMS, PARTNER_NOTES,
       PARTNER_KEYS };

static const ys__key partner_keys[PARTNER_KEYS] = {
    [PARTNER_ID] = { "id", YS__IS_TEXT, true },
    [PARTNER_NAME] = { "name", YS__IS_LABEL, false },
    [PARTNER_ROLE] = { "role", YS__IS_TEXT, false },
    [PARTNER_FROM] = { "from", YS__IS_TEXT, false },
    [PARTNER_TO] = { "to", YS__IS_TEXT, false },
    [PARTNER_SITES] = { "sites", YS__IS_ARRAY | YS__IS_TEXT, false },
    [PARTNER_FORMS] = { "forms", YS__IS_ARRAY, false },
    [PARTNER_NOTES] = { "notes", YS__IS_NOTE, false },
};

/* A form that asks for a site can never be filled in by a partner without any. */
static void check_sites(ys__reader *r, const ys__json *json, const ys__partner *p)
{
    for (size_t i = 0; i < p->n_forms && p->n_sites == 0 && !p->sites_open; i++) {
        const ys__form *form = p->forms[i];

        if (form->site_field < 0 || !form->fields[form->site_field].required)
            continue;
        ys__warn_at(r, ys__value_place(json), _("the form %s asks for a site, but this partner has none"), form->id);
        ys__hint(r, _("list its sites, or write %s"), "\"sites\": \"open\"");
        return;
    }
}

static void read_partner(ys__reader *r, const ys__json *json, bool sites_elsewhere)
{
    static const char *const roles[] = { "partner", "backbone" };
    const ys__json *v[PARTNER_KEYS];
    ys__partner read = { .from = INT32_MIN, .to = INT32_MAX }, *p = NULL;

    if (!ys__read_object(r, json, _("a partner"), partner_keys, PARTNER_KEYS, v))
        return;
    read.id = ys__read_id(r, v[PARTNER_ID], false);
    if (read.id)
        p = ys__add_partner(r, read.id, ys__value_place(v[PARTNER_ID]));
    if (p == NULL)
        p = &read; /* its other keys are checked all the same */
    ys__read_label(r, v[PARTNER_NAME], &p->name);
    if (p->name.n == 0 && p->id)
        p->name = ys__label_of(r, p->id);
    p->role = ys__read_word(r, v[PARTNER_ROLE], roles, 2, 0) == 1 ? "backbone" : "";
    p->from = ys__read_date(r, v[PARTNER_FROM], INT32_MIN);
    p->to = ys__read_date(r, v[PARTNER_TO], INT32_MAX);
    if (p->from > p->to)
        ys__error_at(r, ys__value_place(v[PARTNER_TO]), "%s", _("this partner ends before it begins"));
    read_sites(r, v[PARTNER_SITES], p);
    for (const ys__json *c = v[PARTNER_FORMS] ? v[PARTNER_FORMS]->child : NULL; c; c = c->next)
        if (ys__expect(r, c, YS__IS_TEXT))
            ys__add_form(r, p, ys__slice_of(c->text), ys__value_place(c));
    if (!sites_elsewhere && v[PARTNER_SITES] == NULL)
        check_sites(r, json, p);
    if (v[PARTNER_FORMS] == NULL)
        ys__add_all_forms(r, p);
}

static bool is_csv(const char *text)
{
    size_t n = strlen(text);

    return n > 4 && strcmp(text + n - 4, ".csv") == 0;
}

void ys__read_partners(ys__reader *r, const ys__json *partners, const ys__json *sites)
{
    if (partners && partners->kind == YS__JSON_TEXT && is_csv(partners->text)) {
        ys__read_partners_csv(r, partners);
    } else if (partners && partners->kind == YS__JSON_TEXT) {
        ys__error_at(r, ys__value_place(partners), _("“%s” is not a CSV file"), partners->text);
        ys__hint(r, "%s", _("partners are a list, or the name of a file such as partners.csv"));
    } else if (partners) {
        for (const ys__json *c = partners->child; c; c = c->next)
            read_partner(r, c, sites != NULL);
    }
    if (sites && strcmp(sites->text, "open") == 0) {
        r->in->sites_open = true;
    } else if (sites && is_csv(sites->text)) {
        ys__read_sites_csv(r, sites);
    } else if (sites) {
        ys__error_at(r, ys__value_place(sites), _("“%s” is not a CSV file"), sites->text);
        ys__hint(r, "%s", _("write open, or the name of a file such as sites.csv"));
    }
    for (size_t i = 0; r->in->sites_open && i < r->in->n_partners; i++)
        r->in->partners[i].sites_open = true;
}
