/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_PLAIN_H
#define YS_STORE_PLAIN_H

#include "store/store.h"

/* The stored rows as a plain table, one for each form: what SQL and exports see. First the columns every form has, then
 * for each field its value and, named FIELD:missing, the reason why there is none. */

enum {
    YS__PLAIN_SUBMISSION,
    YS__PLAIN_ROW, /* from 1 */
    YS__PLAIN_PARTNER,
    YS__PLAIN_PERIOD, /* the row's own, as 2018Q3 */
    YS__PLAIN_MONTH,  /* its first month, counted from January of year 0 */
    YS__PLAIN_MONTHS,
    YS__PLAIN_FIRST_DAY,
    YS__PLAIN_LAST_DAY,
    YS__PLAIN_FIELDS
};

size_t ys__plain_columns(const ys__form *form);

/* A column's name: the caller's room, for the names of reasons. */
const char *ys__plain_name(const ys__form *form, size_t column, char *room, size_t size);
const char *ys__plain_type(const ys__form *form, size_t column); /* INTEGER, REAL or TEXT */

/* CREATE TABLE "FORM" ("submission" INTEGER, ...), and a name "like ""this""". */
void ys__plain_declare(ys__buffer *to, const ys__form *form);
void ys__put_sql_name(ys__buffer *to, const char *name);

/* One submission with all its columns. */
typedef struct ys__plain {
    const struct ys_initiative *in;
    const ys__form *form;
    const ys__submission *submission;
    ys__column *columns; /* form->n; n == 0: not sent */
} ys__plain;

ys_status ys__plain_load(ys__plain *out, struct ys_store *store, const ys__form *form, const ys__submission *submission,
                         ys_error *err);
void ys__plain_free(ys__plain *plain);

typedef enum ys__plain_kind { YS__PLAIN_NULL, YS__PLAIN_INTEGER, YS__PLAIN_REAL, YS__PLAIN_TEXT } ys__plain_kind;

typedef struct ys__plain_cell {
    ys__plain_kind kind;
    int64_t integer;
    double real;
    ys__slice text; /* in room, or borrowed from the plain table */
    char room[40];
} ys__plain_cell;

void ys__plain_get(ys__plain_cell *out, const ys__plain *plain, size_t row, size_t column);

#endif
