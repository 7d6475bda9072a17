/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/plain.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/number.h"

static const struct {
    const char *name, *type;
} fixed[YS__PLAIN_FIELDS] = {
    [YS__PLAIN_SUBMISSION] = { "submission", "INTEGER" }, [YS__PLAIN_ROW] = { "row", "INTEGER" },
    [YS__PLAIN_PARTNER] = { "partner", "TEXT" },          [YS__PLAIN_PERIOD] = { "period", "TEXT" },
    [YS__PLAIN_MONTH] = { "month", "INTEGER" },           [YS__PLAIN_MONTHS] = { "months", "INTEGER" },
    [YS__PLAIN_FIRST_DAY] = { "first_day", "TEXT" },      [YS__PLAIN_LAST_DAY] = { "last_day", "TEXT" },
};

size_t ys__plain_columns(const ys__form *form)
{
    return YS__PLAIN_FIELDS + 2 * form->n;
}

static const ys__field *field_of(const ys__form *form, size_t column)
{
    return &form->fields[(column - YS__PLAIN_FIELDS) / 2];
}

static bool is_reason(size_t column)
{
    return column >= YS__PLAIN_FIELDS && (column - YS__PLAIN_FIELDS) % 2 == 1;
}

/* A field that bears the name of a column every form has (partner, period, …) gets a mark. */
const char *ys__plain_name(const ys__form *form, size_t column, char *room, size_t size)
{
    const ys__field *f;
    bool taken = false;

    if (column < YS__PLAIN_FIELDS)
        return fixed[column].name;
    f = field_of(form, column);
    for (int i = 0; i < YS__PLAIN_FIELDS; i++)
        taken = taken || ys__text_same(ys__slice_of(f->name), ys__slice_of(fixed[i].name));
    snprintf(room, size, "%s%s%s", f->name, taken ? ":sent" : "", is_reason(column) ? ":missing" : "");
    return room;
}

const char *ys__plain_type(const ys__form *form, size_t column)
{
    if (column < YS__PLAIN_FIELDS)
        return fixed[column].type;
    if (is_reason(column))
        return "TEXT";
    switch (ys__field_column_kind(form, (int)((column - YS__PLAIN_FIELDS) / 2))) {
    case YS__COLUMN_NUMBER:
    case YS__COLUMN_REAL:
        return field_of(form, column)->type == YS__FIELD_NUMBER ? "REAL" : "INTEGER";
    case YS__COLUMN_BOOL:
        return "INTEGER";
    default:
        return "TEXT";
    }
}

void ys__put_sql_name(ys__buffer *to, const char *name)
{
    ys__putc(to, '"');
    for (; *name; name++) {
        if (*name == '"')
            ys__putc(to, '"');
        ys__putc(to, *name);
    }
    ys__putc(to, '"');
}

void ys__plain_declare(ys__buffer *to, const ys__form *form)
{
    char room[256];

    ys__put(to, "CREATE TABLE ");
    ys__put_sql_name(to, form->id);
    for (size_t c = 0; c < ys__plain_columns(form); c++) {
        ys__put(to, c ? ", " : " (");
        ys__put_sql_name(to, ys__plain_name(form, c, room, sizeof room));
        ys__putf(to, " %s", ys__plain_type(form, c));
    }
    ys__put(to, ")");
}

ys_status ys__plain_load(ys__plain *out, struct ys_store *store, const ys__form *form, const ys__submission *submission,
                         ys_error *err)
{
    ys__plain plain = { ys_store_initiative(store), form, submission, calloc(form->n + 1, sizeof *plain.columns) };
    ys_status status = plain.columns ? YS_OK : ys__fail_nomem(err);

    for (size_t f = 0; status == YS_OK && f < form->n; f++) {
        ys__segment segment = { 0 };

        status = ys__store_segment(&segment, store, submission->id, form->fields[f].name, err);
        if (status == YS_OK && segment.n)
            status = ys__segment_decode(&plain.columns[f], &segment, err);
        ys__segment_free(&segment);
    }
    if (status != YS_OK)
        ys__plain_free(&plain);
    else
        *out = plain;
    return status;
}

void ys__plain_free(ys__plain *plain)
{
    for (size_t f = 0; plain->columns && f < plain->form->n; f++)
        ys__column_free(&plain->columns[f]);
    free(plain->columns);
    *plain = (ys__plain){ 0 };
}

static void put_text(ys__plain_cell *to, const char *text)
{
    to->kind = YS__PLAIN_TEXT;
    to->text = ys__slice_of(text);
}

static void put_integer(ys__plain_cell *to, int64_t x)
{
    to->kind = YS__PLAIN_INTEGER;
    to->integer = x;
}

static void put_day(ys__plain_cell *to, int32_t day)
{
    ys__date_format(to->room, day);
    put_text(to, to->room);
}

static ys__period row_period(const ys__plain *p, size_t row)
{
    const ys__column *c = p->form->period_field >= 0 ? &p->columns[p->form->period_field] : NULL;

    if (c == NULL || c->n == 0)
        return p->submission->period;
    return ys__column_missing(c, row) ? (ys__period){ 0 } : ys__period_unpack(c->v[row]);
}

static void get_period(ys__plain_cell *out, const ys__plain *plain, size_t row, size_t column)
{
    ys__period period = row_period(plain, row);

    if (period.months == 0)
        return;
    if (column == YS__PLAIN_PERIOD) {
        ys__period_format(&plain->in->calendar, period, out->room);
        put_text(out, out->room);
    } else if (column == YS__PLAIN_MONTH || column == YS__PLAIN_MONTHS) {
        put_integer(out, column == YS__PLAIN_MONTH ? period.month : period.months);
    } else {
        put_day(out, column == YS__PLAIN_FIRST_DAY ? ys__period_first_day(period) : ys__period_last_day(period));
    }
}

static void get_value(ys__plain_cell *out, const ys__plain *plain, const ys__column *c, size_t row)
{
    int64_t v = c->kind == YS__COLUMN_ID || c->kind == YS__COLUMN_REAL ? 0 : c->v[row];

    switch (c->kind) {
    case YS__COLUMN_NUMBER:
        if (c->scale == 0) {
            put_integer(out, v);
            return;
        }
        out->kind = YS__PLAIN_REAL;
        out->real = ys__column_real(c, row);
        return;
    case YS__COLUMN_REAL:
        out->kind = YS__PLAIN_REAL;
        out->real = c->d[row];
        return;
    case YS__COLUMN_DATE:
        put_day(out, (int32_t)v);
        return;
    case YS__COLUMN_TIME:
        snprintf(out->room, sizeof out->room, "%02d:%02d:%02d", (int)(v / 3600 % 24), (int)(v / 60 % 60),
                 (int)(v % 60));
        break;
    case YS__COLUMN_DATETIME:
        ys__time_format(out->room, v);
        break;
    case YS__COLUMN_MONTH:
        snprintf(out->room, sizeof out->room, "%04d-%02d", (int)(v / 12), (int)(v % 12 + 1));
        break;
    case YS__COLUMN_PERIOD:
        ys__period_format(&plain->in->calendar, ys__period_unpack(v), out->room);
        break;
    case YS__COLUMN_BOOL:
        put_integer(out, v);
        return;
    case YS__COLUMN_CODE:
        out->kind = YS__PLAIN_TEXT;
        out->text = c->dict.items[v];
        return;
    case YS__COLUMN_ID:
        snprintf(out->room, sizeof out->room, "%016" PRIx64 "%016" PRIx64, c->id[row].high, c->id[row].low);
        break;
    }
    put_text(out, out->room);
}

void ys__plain_get(ys__plain_cell *out, const ys__plain *plain, size_t row, size_t column)
{
    const ys__column *c;
    ys__missing reason;

    out->kind = YS__PLAIN_NULL;
    if (column == YS__PLAIN_SUBMISSION || column == YS__PLAIN_ROW) {
        put_integer(out, column == YS__PLAIN_ROW ? (int64_t)row + 1 : plain->submission->id);
        return;
    }
    if (column == YS__PLAIN_PARTNER) {
        put_text(out, plain->submission->partner);
        return;
    }
    if (column < YS__PLAIN_FIELDS) {
        get_period(out, plain, row, column);
        return;
    }
    c = &plain->columns[(column - YS__PLAIN_FIELDS) / 2];
    reason = c->n == 0 ? YS__NOT_COLLECTED : ys__column_missing(c, row);
    if (is_reason(column) && reason)
        put_text(out, ys__missing_name(reason));
    else if (!is_reason(column) && !reason)
        get_value(out, plain, c, row);
}
