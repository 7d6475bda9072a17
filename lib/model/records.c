/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "model/catalog.h"

/* "records" of a reach: the indicator that counts, person by person, some of the people the reach is about. */

static bool counts_people(const ys__indicator *i)
{
    const ys__field *f = i->form && i->measure.kind == YS__DISTINCT ? &i->form->fields[i->measure.a->field] : NULL;

    return f && f->role == YS__ROLE_PARTICIPANT && f->scope_initiative;
}

/* Rows that have a period or a date of their own, so that it is known which of the counts they belong to. */
static bool has_times(const ys__indicator *i)
{
    return !i->latest && i->each < 0 && (!i->form->is_register || i->period_field >= 0);
}

static void link_one(ys__reader *r, const ys__json *json, ys__indicator *ind)
{
    const ys__indicator *found;

    if (json == NULL || json->kind != YS__JSON_TEXT || (found = ys__reader_indicator(r, json)) == NULL)
        return;
    if (ind->measure.kind != YS__REACH) {
        ys__error_at(r, ys__key_place(json), "%s", _("only reach(x) is narrowed by records"));
    } else if (!counts_people(found)) {
        ys__error_at(r, ys__value_place(json), _("%s counts no people who have the same code at every partner"),
                     found->id);
        ys__hint(r, _("name an indicator with the measure %s, of a participant with the scope initiative"),
                 "distinct(field)");
    } else if (!has_times(found)) {
        ys__error_at(r, ys__value_place(json), _("the records of %s have no period of their own"), found->id);
        ys__hint(r, "%s", _("records are of use without latest and each, and of a register only by a date"));
    } else if (found->lag != ind->lag) {
        ys__error_at(r, ys__value_place(json), _("%s is about another time: its lag is another one"), found->id);
    } else {
        ind->records = found;
    }
}

void ys__link_records(ys__reader *r, const ys__catalog_file *files, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const ys__json *c = files[i].indicators ? files[i].indicators->child : NULL;

        r->file = files[i].file;
        for (size_t k = 0; k < files[i].catalog->n_indicators && c; k++, c = c->next)
            link_one(r, ys__json_member(c, "records"), &files[i].catalog->indicators[k]);
    }
}
