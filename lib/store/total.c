/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/past.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/number.h"
#include "base/vector.h"
#include "data/find.h"
#include "store/supersede.h"

/* A total to date can only grow. Rows are followed from report to report, and from period to period in one, by what
 * names them. */

enum { KEYS = 16 };

/* The columns of one report that are looked at. */
typedef struct series {
    ys__column keys[KEYS], periods, values;
    size_t n_keys;
    ys__period otherwise; /* the period of rows that name none */
} series;

/* What a thing's total was last. */
typedef struct last {
    double value;
    ys__period period;
} last;

typedef struct following {
    ys__import *import;
    const ys__part *part;
    int field;
    ys__dict names;
    last *lasts; /* of each name */
    size_t room;
} following;

static bool names_rows(const ys__form *form, int field)
{
    bool named = field == form->site_field;

    for (size_t i = 0; i < form->n_key; i++)
        named = named || form->primary_key[i] == field;
    return named && field != form->period_field && field != form->partner_field;
}

/* The column of a field in the part (past NULL) or in an earlier report. */
static ys_status load(ys__column *out, const following *w, struct ys_store *store, const ys__past *past, int field,
                      ys_error *err)
{
    ys__segment segment;
    ys_status status;

    if (past == NULL)
        return ys__segment_decode(out, &w->part->segments[field], err);
    status = ys__store_segment(&segment, store, past->id, w->import->form->fields[field].name, err);
    if (status == YS_OK && segment.bytes)
        status = ys__segment_decode(out, &segment, err);
    ys__segment_free(&segment);
    return status;
}

static ys_status load_series(series *out, const following *w, struct ys_store *store, const ys__past *past,
                             ys_error *err)
{
    const ys__form *form = w->import->form;
    ys_status status = load(&out->values, w, store, past, w->field, err);

    out->otherwise = past ? past->period : w->import->period;
    for (size_t f = 0; status == YS_OK && f < form->n && out->n_keys < KEYS; f++)
        if (names_rows(form, (int)f))
            status = load(&out->keys[out->n_keys++], w, store, past, (int)f, err);
    if (status == YS_OK && form->period_field >= 0)
        status = load(&out->periods, w, store, past, form->period_field, err);
    return status;
}

static void free_series(series *s)
{
    for (size_t i = 0; i < s->n_keys; i++)
        ys__column_free(&s->keys[i]);
    ys__column_free(&s->periods);
    ys__column_free(&s->values);
}

static ys__period period_of(const series *s, size_t row)
{
    if (row >= s->periods.n || ys__column_missing(&s->periods, row) != YS__MISSING_NONE ||
        s->periods.kind != YS__COLUMN_PERIOD)
        return s->otherwise;
    return ys__period_unpack(s->periods.v[row]);
}

/* The number of what a row is about; -1: memory is short. */
static int64_t name_of(following *w, const series *s, size_t row)
{
    ys__buffer key = { 0 };
    int64_t number = -1;
    size_t known = w->names.n;

    ys__put(&key, "");
    for (size_t i = 0; i < s->n_keys; i++)
        ys__put_key_value(&key, &s->keys[i], row);
    if (!key.failed)
        number = ys__dict_add(&w->names, (ys__slice){ key.text, key.n });
    ys__buffer_free(&key);
    if (number < 0 || !ys__room((void **)&w->lasts, &w->room, (size_t)number, sizeof *w->lasts))
        return -1;
    if (w->names.n > known)
        w->lasts[number] = (last){ 0, { 0, 0 } };
    return number;
}

static bool may_fall(const following *w, ys__period before, ys__period now)
{
    const ys__calendar *calendar = &w->import->initiative->calendar;

    return w->import->form->fields[w->field].cumulative == YS__SINCE_YEAR &&
           !ys__period_equal(ys__period_around(calendar, before.month, 12),
                             ys__period_around(calendar, now.month, 12));
}

static bool tell(const following *w, size_t row, double now, const last *before)
{
    bool in_place = w->import->partner && w->import->reshaped == NULL && w->part->accepted == w->import->table.n;
    char a[YS__NUMBER_SIZE], b[YS__NUMBER_SIZE];
    ys__buffer message = { 0 }, period = { 0 };
    ys__found found = { .code = YS__FALLING_TOTAL, .field = w->field };
    const char *hint = _("Enter the total to date, not what was added in the period; or correct the earlier report.");
    bool good;

    ys__period_describe(&w->import->initiative->calendar, before->period, &period);
    ys__putf(&message, _("%s is %s, less than %s in %s: a total to date does not fall"),
             w->import->form->fields[w->field].name, ys__number_format(a, now), ys__number_format(b, before->value),
             period.text ? period.text : "");
    if (in_place) {
        found.message = message.failed ? NULL : ys__arena_text(&w->import->arena, message.text);
        found.hint = ys__arena_text(&w->import->arena, hint);
        good = found.message && found.hint && ys__find_row(w->import, row, w->field, &found);
    } else {
        good = ys__find_column(w->import, w->part->partner, w->field, YS__FALLING_TOTAL, &message, hint);
    }
    ys__buffer_free(&message);
    ys__buffer_free(&period);
    return good;
}

typedef struct place {
    int32_t end;
    uint32_t row;
} place;

static int compare(const void *a, const void *b)
{
    const place *x = a, *y = b;

    if (x->end != y->end)
        return x->end < y->end ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Goes over the rows in the order of their periods; told: falls are told. */
static bool follow(following *w, const series *s, bool told)
{
    place *places = malloc((s->values.n + 1) * sizeof *places);
    bool good = places != NULL;
    size_t n = 0;

    for (size_t row = 0; good && row < s->values.n; row++)
        if (ys__column_missing(&s->values, row) == YS__MISSING_NONE) {
            ys__period p = period_of(s, row);

            places[n++] = (place){ p.month + p.months, (uint32_t)row };
        }
    if (good)
        qsort(places, n, sizeof *places, compare);
    for (size_t i = 0; good && i < n; i++) {
        size_t row = places[i].row;
        ys__period period = period_of(s, row);
        double now = ys__column_real(&s->values, row);
        int64_t name = name_of(w, s, row);

        if ((good = name >= 0) == false)
            break;
        if (told && w->lasts[name].period.months && now < w->lasts[name].value &&
            !may_fall(w, w->lasts[name].period, period))
            good = tell(w, row, now, &w->lasts[name]);
        w->lasts[name] = (last){ now, period };
    }
    free(places);
    return good;
}

static bool names_people(const ys__form *form)
{
    for (size_t i = 0; i < form->n_key; i++)
        if (form->fields[form->primary_key[i]].role == YS__ROLE_PARTICIPANT)
            return true;
    return false;
}

static ys_status check_field(following *w, struct ys_store *store, const ys__past *past, ys_error *err)
{
    series before = { 0 }, now = { 0 };
    ys_status status = load_series(&now, w, store, NULL, err);

    if (status == YS_OK && past)
        status = load_series(&before, w, store, past, err);
    if (status == YS_OK && !((past == NULL || follow(w, &before, false)) && follow(w, &now, true)))
        status = ys__fail_nomem(err);
    free_series(&before);
    free_series(&now);
    return status;
}

static bool is_total(const ys__form *form, size_t field)
{
    return form->fields[field].cumulative != YS__PER_PERIOD && !form->fields[field].sensitive && !names_people(form);
}

bool ys__has_totals(const ys__form *form)
{
    for (size_t f = 0; f < form->n; f++)
        if (is_total(form, f))
            return true;
    return false;
}

ys_status ys__totals_check(ys__import *import, const ys__part *part, struct ys_store *store, const ys__past *past,
                           ys_error *err)
{
    const ys__form *form = import->form;
    ys_status status = YS_OK;

    for (size_t f = 0; status == YS_OK && f < form->n; f++) {
        following w = { .import = import, .part = part, .field = (int)f };

        if (!is_total(form, f) || part->segments[f].bytes == NULL)
            continue;
        status = check_field(&w, store, past, err);
        ys__dict_free(&w.names);
        free(w.lasts);
    }
    return status;
}
