/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/convert.h"

#include "base/vector.h"

/* Cells that are refused. */

enum { REMEMBERED = 1024 }; /* wrong texts of a column whose right ones are not in its memo */

/* What is kept in mind of a text; NULL where memory is short. */
static ys__memo_entry *entry_of(ys__conversion *c, ys__intake *r, size_t i)
{
    uint32_t salt = r->f->role == YS__ROLE_SITE ? (uint32_t)c->partners[i] : 0;
    ys__memo_entry *e;

    if (r->memo.n >= REMEMBERED && r->read != ys__read_memo)
        ys__memo_clear(&r->memo);
    e = ys__memo_get(&r->memo, c->texts[i], salt);
    if (e && !e->known)
        e->p = ys__lasting(c, c->texts[i]);
    return e && e->p ? e : NULL;
}

/* Keeps in mind that a text is wrong, so that where it stands again nothing has to be found out. */
static void remember(ys__findings *list, ys__memo_entry *e, ys__found *found)
{
    e->known = true;
    e->verdict = found->code;
    if (!list->collapse)
        found->group = e->group ? e->group : ++list->n_known;
    e->group = found->group;
}

/* Whether the file itself tells all about a refused cell. */
static bool stands_there(const ys__conversion *c, size_t i, ys__code code)
{
    return c->cells[i] && (c->cells[i]->flags & ~(uint32_t)YS__CELL_QUOTED) == 0 &&
           (code != YS__UNKNOWN_SITE || c->partners[i] == c->known_partner);
}

void ys__refuse_met(ys__conversion *c, ys__intake *r, size_t i, ys__code code, ys__memo_entry *e)
{
    ys__findings *list = c->import->findings;
    ys__found found = { .row = c->import->records[c->base + i], .line = c->rows[i]->line, .begin = c->rows[i]->p,
                        .code = (uint8_t)code, .is_error = true, .column = (int32_t)r->column, .field = r->field };
    bool first = true, good = true, there = c->import->reshaped == NULL && stands_there(c, i, code);

    if (code != YS__REQUIRED) {
        found.value = ys__lasting(c, c->texts[i]);
        found.value_n = (uint32_t)c->texts[i].n;
        good = found.value != NULL;
    }
    if (code == YS__UNKNOWN_SITE)
        found.other = (uint64_t)(int64_t)c->partners[i];
    if (good && list->collapse)
        good = ys__find_equal(list, &found, &first);
    if (good && there && r->take != ys__leave_all) {
        e = e ? e : entry_of(c, r, i);
        good = e != NULL;
        if (e)
            remember(list, e, &found);
    }
    if (good && first && !there) {
        found.at = c->cells[i] ? ys__cell_place(c->cells[i]) : NULL;
        good = ys__find_add(list, &found);
    }
    c->failed = c->failed || !good;
    c->why[i] = YS__NOT_REPORTED;
    c->wrong[i] = (uint8_t)(code + 1) | (first && there ? 0 : YS__TOLD);
    c->groups[i] = found.group;
    c->any_wrong = true;
    c->any_told = c->any_told || (first && there);
}

void ys__refuse(ys__conversion *c, ys__intake *r, size_t i, ys__code code)
{
    ys__refuse_met(c, r, i, code, NULL);
}

/* The codes and groups of what is left to be told, to stay. */
static bool keep_told(ys__conversion *c, const ys__intake *r)
{
    ys__findings *list = c->import->findings;
    ys__refused *kept;

    for (size_t i = 0; i < c->n; i++)
        if (c->wrong[i] & YS__TOLD)
            c->wrong[i] = 0;
    if (!ys__room((void **)&list->refused, &list->refused_room, list->n_refused, sizeof *list->refused))
        return false;
    kept = &list->refused[list->n_refused];
    *kept = (ys__refused){ .row = c->base, .n = c->n, .column = (int32_t)r->column, .field = r->field };
    kept->codes = ys__arena_copy(&list->arena, c->wrong, c->n);
    if (list->collapse)
        kept->groups = ys__arena_copy(&list->arena, c->groups, c->n * sizeof *c->groups);
    if (kept->codes == NULL || (list->collapse && kept->groups == NULL))
        return false;
    list->n_refused++;
    return true;
}

/* Counts refused cells among the faults of their column, whose first value must stay. */
static bool note(ys__conversion *c, size_t column)
{
    const ys__findings *list = c->import->findings;
    const ys__refused cells = { .n = c->n, .codes = c->wrong, .groups = c->groups };
    bool first = column >= list->n_faults || list->faults[column].rows == 0;

    for (size_t i = 0; first && i < c->n; i++)
        if (c->wrong[i]) {
            first = false;
            c->texts[i].p = ys__lasting(c, c->texts[i]);
            if (c->texts[i].p == NULL)
                return false;
        }
    return ys__find_faults(c->import->findings, column, c->import->records + c->base, &cells, c->texts);
}

void ys__refused_keep(ys__conversion *c, const ys__intake *r)
{
    ys__import *import = c->import;
    uint8_t *bad = import->bad + c->base;
    uint64_t n = 0;

    for (size_t i = 0; i < c->n; i++) {
        n += c->wrong[i] != 0;
        import->n_bad += c->wrong[i] && !bad[i];
        bad[i] = bad[i] || c->wrong[i];
    }
    if (r->column != SIZE_MAX && !note(c, r->column)) /* a constant has no column */
        c->failed = true;
    import->errors += n;
    if (c->any_told && !keep_told(c, r))
        c->failed = true;
}

void ys__refused_sort(ys__findings *list, size_t first)
{
    for (size_t i = first + 1; i < list->n_refused; i++)
        for (size_t k = i; k > first && list->refused[k].column < list->refused[k - 1].column; k--) {
            ys__refused other = list->refused[k];

            list->refused[k] = list->refused[k - 1];
            list->refused[k - 1] = other;
        }
}
