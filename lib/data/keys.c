/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/keys.h"

#include <stdlib.h>

#include "base/hash.h"
#include "data/eval.h"

/* The columns rows are compared by. */
typedef struct key {
    const ys__column *columns[64];
    int fields[64];
    size_t n;
    const int32_t *partners; /* of the rows, or NULL */
} key;

static void add_field(key *k, const ys__import *import, int field)
{
    if (field < 0 || k->n == sizeof k->columns / sizeof *k->columns)
        return;
    for (size_t i = 0; i < k->n; i++)
        if (k->fields[i] == field)
            return;
    k->fields[k->n] = field;
    k->columns[k->n++] = &import->table.columns[field];
}

static uint64_t row_hash(const key *k, size_t row)
{
    uint64_t h = k->partners ? (uint64_t)k->partners[row] : 0;

    for (size_t i = 0; i < k->n; i++) {
        const ys__column *c = k->columns[i];

        if (c->kind == YS__COLUMN_ID)
            h = ys__mix(h ^ c->id[row].high, c->id[row].low + i);
        else
            h = ys__mix(h ^ (uint64_t)c->v[row], (uint64_t)ys__column_missing(c, row) + i);
    }
    return h;
}

static bool rows_equal(const key *k, size_t a, size_t b)
{
    if (k->partners && k->partners[a] != k->partners[b])
        return false;
    for (size_t i = 0; i < k->n; i++) {
        const ys__column *c = k->columns[i];
        bool same = c->kind == YS__COLUMN_ID ? c->id[a].high == c->id[b].high && c->id[a].low == c->id[b].low
                                             : c->v[a] == c->v[b];

        if (!same || ys__column_missing(c, a) != ys__column_missing(c, b))
            return false;
    }
    return true;
}

static bool is_incomplete(const key *k, size_t row)
{
    for (size_t i = 0; i < k->n; i++)
        if (ys__column_missing(k->columns[i], row) != YS__MISSING_NONE)
            return true;
    return false;
}

/* Finds each row that repeats an earlier one; linear, by a table of row numbers. */
static bool find_duplicates(ys__conversion *c, const key *k, int field, bool skip_missing)
{
    const ys__import *import = c->import;
    size_t n = import->table.n, size = 64;
    uint32_t *slots;
    bool good = true;

    while (size < n + n / 2)
        size *= 2;
    if ((slots = calloc(size, sizeof *slots)) == NULL)
        return false;
    for (size_t row = 0; good && row < n; row++) {
        size_t at = row_hash(k, row) & (size - 1);

        if ((skip_missing || import->bad[row]) && is_incomplete(k, row)) /* a refused cell is not known */
            continue;
        while (slots[at] && !rows_equal(k, row, slots[at] - 1))
            at = (at + 1) & (size - 1);
        if (slots[at]) {
            ys__found found = { .code = YS__DUPLICATE_KEY, .is_error = true,
                                .other = import->records[slots[at] - 1] };

            good = ys__find_row(c->import, row, field, &found);
        } else {
            slots[at] = (uint32_t)row + 1;
        }
    }
    free(slots);
    return good;
}

/* A row of a key, for the search of periods that overlap. */
typedef struct span {
    uint64_t hash;
    ys__period period;
    uint32_t row;
} span;

static int compare_spans(const void *a, const void *b)
{
    const span *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->period.month != y->period.month)
        return x->period.month < y->period.month ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static int compare_rows(const void *a, const void *b)
{
    const ys__found *x = a, *y = b;

    return x->row < y->row ? -1 : x->row > y->row;
}

static bool has_several_lengths(const ys__column *column)
{
    int32_t months = 0;

    for (size_t i = 0; i < column->n; i++) {
        int32_t its = ys__period_unpack(column->v[i]).months;

        if (ys__column_missing(column, i) != YS__MISSING_NONE)
            continue;
        if (months && its != months)
            return true;
        months = its;
    }
    return false;
}

/* Under one key without its period, no period may overlap another, as a month does its quarter. */
static bool find_overlaps(ys__conversion *c, const key *k)
{
    const ys__column *periods = &c->import->table.columns[c->import->form->period_field];
    size_t n = 0, first = c->import->findings->n;
    bool good = true;
    span *spans;

    if (!has_several_lengths(periods))
        return true;
    if ((spans = calloc(c->import->table.n + 1, sizeof *spans)) == NULL)
        return false;
    for (size_t row = 0; row < c->import->table.n; row++)
        if (ys__column_missing(periods, row) == YS__MISSING_NONE)
            spans[n++] = (span){ row_hash(k, row), ys__period_unpack(periods->v[row]), (uint32_t)row };
    qsort(spans, n, sizeof *spans, compare_spans);
    for (size_t i = 1, widest = 0; good && i < n; i++) {
        bool same_key = spans[i].hash == spans[widest].hash && rows_equal(k, spans[i].row, spans[widest].row);
        ys__found found = { .code = YS__OVERLAPPING_PERIOD, .is_error = true };

        if (same_key && ys__period_overlaps(spans[i].period, spans[widest].period) &&
            !ys__period_equal(spans[i].period, spans[widest].period)) {
            uint32_t late = spans[i].row > spans[widest].row ? spans[i].row : spans[widest].row;

            found.other = c->import->records[late == spans[i].row ? spans[widest].row : spans[i].row];
            good = ys__find_row(c->import, late, c->import->form->period_field, &found);
        }
        if (!same_key || spans[i].period.month + spans[i].period.months >
                             spans[widest].period.month + spans[widest].period.months)
            widest = i;
    }
    free(spans);
    if (good && c->import->findings->n > first)
        qsort(c->import->findings->items + first, c->import->findings->n - first, sizeof(ys__found), compare_rows);
    return good;
}

bool ys__check_keys(ys__conversion *c)
{
    const ys__import *import = c->import;
    const ys__form *form = import->form;
    key k = { .partners = import->row_partner };

    for (size_t f = 0; f < form->n; f++)
        if (form->fields[f].unique) {
            key one = { .partners = NULL };

            add_field(&one, import, (int)f);
            if (!find_duplicates(c, &one, (int)f, true))
                return false;
        }
    if (form->n_key == 0 || (form->n_key == 1 && form->fields[form->primary_key[0]].unique))
        return true;
    for (size_t i = 0; i < form->n_key; i++)
        if (form->primary_key[i] != form->period_field)
            add_field(&k, import, form->primary_key[i]);
    if (!form->strict)
        add_field(&k, import, form->site_field);
    if (form->period_field >= 0 && !find_overlaps(c, &k))
        return false;
    add_field(&k, import, form->period_field);
    return find_duplicates(c, &k, form->primary_key[0], false);
}

bool ys__check_periods(ys__conversion *c)
{
    ys__import *import = c->import;
    int field = import->form->period_field;
    const ys__column *column = field >= 0 ? &import->table.columns[field] : NULL;

    if (column == NULL || import->period.months == 0)
        return true;
    for (size_t row = 0; row < import->table.n; row++) {
        ys__found found = { .code = YS__OUTSIDE_PERIOD, .is_error = true };

        if (ys__column_missing(column, row) == YS__MISSING_NONE &&
            !ys__period_holds(import->period, ys__period_unpack(column->v[row])) &&
            !ys__find_row(import, row, field, &found))
            return false;
    }
    return true;
}

static bool uses_period(const ys__expr *e)
{
    bool uses = e->op == YS__OP_PERIOD_START || e->op == YS__OP_PERIOD_END;

    for (int i = 0; !uses && i < e->n; i++)
        uses = uses_period(e->args[i]);
    return uses;
}

static bool is_read(const ys__conversion *c, int field)
{
    for (size_t i = 0; i < c->n_intakes; i++)
        if (c->intakes[i].field == field)
            return true;
    return false;
}

/* A broken rule is shown at the first of its fields that the file has. */
static int rule_field(const ys__conversion *c, const ys__expr *e)
{
    int field = e->op == YS__OP_FIELD && is_read(c, e->field) ? e->field : -1;

    for (int i = 0; field < 0 && i < e->n; i++)
        field = rule_field(c, e->args[i]);
    return field;
}

ys_status ys__check_rules(ys__conversion *c, ys_error *err)
{
    ys__import *import = c->import;
    const ys__form *form = import->form;
    const ys__column **columns = calloc(form->n + 1, sizeof *columns);
    uint8_t *truth = malloc(import->table.n + 1);
    ys__eval_rows rows = { columns, 0, import->table.n, 0, 0 };
    ys_status status = columns && truth ? YS_OK : ys__fail_nomem(err);

    for (size_t f = 0; columns && f < form->n; f++)
        columns[f] = &import->table.columns[f];
    if (import->period.months) {
        rows.period_start = ys__period_first_day(import->period);
        rows.period_end = ys__period_last_day(import->period);
    }
    for (size_t i = 0; status == YS_OK && i < form->n_rules; i++) {
        const ys__rule *rule = &form->rules[i];
        int field = rule_field(c, rule->require);

        if (uses_period(rule->require) && import->period.months == 0)
            continue;
        status = ys__eval_logic(rule->require, &rows, truth, err);
        for (size_t row = 0; status == YS_OK && row < import->table.n; row++) {
            ys__found found = { .code = YS__RULE, .is_error = rule->is_error, .other = i };

            if (truth[row] == YS__FALSE && !ys__find_row(c->import, row, field, &found))
                status = ys__fail_nomem(err);
        }
    }
    free(columns);
    free(truth);
    return status;
}
