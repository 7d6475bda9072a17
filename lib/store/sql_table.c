/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sql_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#ifdef YS_SQL_EXTENSION
SQLITE_EXTENSION_INIT3
#endif

/* What a module stands for: a form, else a listing. */
typedef struct origin {
    ys__sql_source *source;
    const ys__form *form;
    const ys__listing *listing;
} origin;

typedef struct table {
    sqlite3_vtab base;
    const origin *of;
} table;

typedef struct cursor {
    sqlite3_vtab_cursor base;
    const origin *of;
    ys__submissions list; /* of a form: all of them, */
    size_t at;            /* the one being read, */
    bool loaded;
    ys__plain plain;      /* its rows, */
    int64_t submission;   /* and what was asked for: 0, NULL: any */
    char *partner, *period;
    size_t row;           /* in the submission, or in the listing */
} cursor;

/* Tables */

/* The extra table is made when it is first named. */
static int make_extra(const origin *of, char **why)
{
    ys__sql_extra *extra = of->source->extra;
    ys_error err = YS_ERROR_INIT;
    ys_status status;

    if (extra == NULL || of->listing != &extra->listing || extra->is_made)
        return SQLITE_OK;
    status = extra->make(extra, of->source->store, &err);
    extra->is_made = status == YS_OK;
    if (status == YS_OK || status == YS_E_NOMEM)
        return status == YS_OK ? SQLITE_OK : SQLITE_NOMEM;
    *why = sqlite3_mprintf("%s", err.text);
    return SQLITE_ERROR;
}

static int connect_table(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out, char **why)
{
    const origin *of = aux;
    ys__buffer declaration = { 0 };
    table *t = sqlite3_malloc(sizeof *t);
    int code;

    (void)argc, (void)argv;
    code = make_extra(of, why);
    if (code != SQLITE_OK) {
        sqlite3_free(t);
        return code;
    }
    if (of->form)
        ys__plain_declare(&declaration, of->form);
    else
        ys__put(&declaration, of->listing->declaration);
    of->source->declaring = true;
    code = t && !declaration.failed ? sqlite3_declare_vtab(db, declaration.text) : SQLITE_NOMEM;
    of->source->declaring = false;
    ys__buffer_free(&declaration);
    if (code != SQLITE_OK) {
        sqlite3_free(t);
        return code;
    }
    *t = (table){ .of = of };
    *out = &t->base;
    return SQLITE_OK;
}

static int disconnect_table(sqlite3_vtab *t)
{
    sqlite3_free(t);
    return SQLITE_OK;
}

/* What may be asked of a form's table without reading the rows; the bit is that of idxNum. */
enum { BY_SUBMISSION = 1, BY_PARTNER = 2, BY_PERIOD = 4 };

static int bit_of(const ys__form *form, int column)
{
    if (column == YS__PLAIN_SUBMISSION)
        return BY_SUBMISSION;
    if (column == YS__PLAIN_PARTNER)
        return BY_PARTNER;
    return column == YS__PLAIN_PERIOD && form->period_field < 0 ? BY_PERIOD : 0;
}

/* SQLite checks the conditions again: a wrong type costs time, never rows. */
static int best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    const origin *of = ((table *)base)->of;
    double cost = 1e6;
    int at[BY_PERIOD + 1] = { 0 }, n = 0;

    for (int i = 0; of->form && i < info->nConstraint; i++) {
        int bit = info->aConstraint[i].usable && info->aConstraint[i].op == SQLITE_INDEX_CONSTRAINT_EQ
                      ? bit_of(of->form, info->aConstraint[i].iColumn)
                      : 0;

        if (bit && !(info->idxNum & bit)) {
            info->idxNum |= bit;
            at[bit] = i + 1;
            cost /= 10;
        }
    }
    for (int bit = BY_SUBMISSION; bit <= BY_PERIOD; bit *= 2)
        if (at[bit])
            info->aConstraintUsage[at[bit] - 1].argvIndex = ++n;
    info->estimatedCost = of->form ? cost : (double)of->listing->n_rows;
    return SQLITE_OK;
}

/* Cursors */

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    cursor *c = calloc(1, sizeof *c);

    if (c == NULL)
        return SQLITE_NOMEM;
    c->of = ((table *)base)->of;
    *out = &c->base;
    return SQLITE_OK;
}

static void rewind_cursor(cursor *c)
{
    if (c->loaded)
        ys__plain_free(&c->plain);
    ys__submissions_free(&c->list);
    free(c->partner);
    free(c->period);
    c->loaded = false;
    c->partner = c->period = NULL;
    c->submission = 0;
    c->at = c->row = 0;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
    rewind_cursor((cursor *)base);
    free(base);
    return SQLITE_OK;
}

static int fail(cursor *c, const ys_error *err)
{
    sqlite3_free(c->base.pVtab->zErrMsg);
    c->base.pVtab->zErrMsg = sqlite3_mprintf("%s", err->text);
    return err->status == YS_E_NOMEM ? SQLITE_NOMEM : SQLITE_ERROR;
}

static bool is_asked(const cursor *c, const ys__submission *s)
{
    char period[YS__PERIOD_SIZE];

    if ((c->submission && s->id != c->submission) || (c->partner && strcmp(s->partner, c->partner) != 0))
        return false;
    if (c->period == NULL)
        return true;
    ys__period_format(&ys_store_initiative(c->of->source->store)->calendar, s->period, period);
    return strcmp(period, c->period) == 0;
}

/* Goes on to the next submission with rows, from c->at on. */
static int load_next(cursor *c)
{
    ys_error err = YS_ERROR_INIT;

    for (; c->at < c->list.n; c->at++) {
        const ys__submission *s = &c->list.items[c->at];

        if (s->n == 0 || !is_asked(c, s))
            continue;
        if (ys__plain_load(&c->plain, c->of->source->store, c->of->form, s, &err) != YS_OK)
            return fail(c, &err);
        c->loaded = true;
        return SQLITE_OK;
    }
    return SQLITE_OK;
}

static char *copy_value(sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);

    return strdup(text ? text : "");
}

static int filter(sqlite3_vtab_cursor *base, int asked, const char *name, int argc, sqlite3_value **argv)
{
    cursor *c = (cursor *)base;
    ys_error err = YS_ERROR_INIT;
    int i = 0;

    (void)name, (void)argc;
    rewind_cursor(c);
    if (c->of->form == NULL)
        return SQLITE_OK;
    if (asked & BY_SUBMISSION)
        c->submission = sqlite3_value_int64(argv[i++]);
    if ((asked & BY_PARTNER) && (c->partner = copy_value(argv[i++])) == NULL)
        return SQLITE_NOMEM;
    if ((asked & BY_PERIOD) && (c->period = copy_value(argv[i++])) == NULL)
        return SQLITE_NOMEM;
    if (ys__store_submissions(&c->list, c->of->source->store, c->of->form->id, &err) != YS_OK)
        return fail(c, &err);
    return load_next(c);
}

static int next(sqlite3_vtab_cursor *base)
{
    cursor *c = (cursor *)base;

    c->row++;
    if (c->of->form == NULL || c->row < c->list.items[c->at].n)
        return SQLITE_OK;
    ys__plain_free(&c->plain);
    c->loaded = false;
    c->row = 0;
    c->at++;
    return load_next(c);
}

static int at_end(sqlite3_vtab_cursor *base)
{
    const cursor *c = (const cursor *)base;

    return c->of->form ? !c->loaded : c->row >= c->of->listing->n_rows;
}

static int get_column(sqlite3_vtab_cursor *base, sqlite3_context *to, int column)
{
    const cursor *c = (const cursor *)base;
    ys__plain_cell room = { 0 };
    const ys__plain_cell *cell = &room;

    if (c->of->form)
        ys__plain_get(&room, &c->plain, c->row, (size_t)column);
    else
        cell = &c->of->listing->cells[c->row * c->of->listing->n_columns + (size_t)column];
    if (cell->kind == YS__PLAIN_INTEGER)
        sqlite3_result_int64(to, cell->integer);
    else if (cell->kind == YS__PLAIN_REAL)
        sqlite3_result_double(to, cell->real);
    else if (cell->kind == YS__PLAIN_TEXT)
        sqlite3_result_text(to, cell->text.p, (int)cell->text.n, SQLITE_TRANSIENT);
    else
        sqlite3_result_null(to);
    return SQLITE_OK;
}

static int get_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    const cursor *c = (const cursor *)base;

    *out = (sqlite3_int64)c->row + 1;
    if (c->loaded)
        *out += c->list.items[c->at].id << 32;
    return SQLITE_OK;
}

/* Without it SQLite would say in its own words that the table cannot be changed. */
static int refuse(sqlite3_vtab *base, int argc, sqlite3_value **argv, sqlite3_int64 *id)
{
    (void)argc, (void)argv, (void)id;
    sqlite3_free(base->zErrMsg);
    base->zErrMsg = sqlite3_mprintf("%s", ys__sql_refusal());
    return SQLITE_READONLY;
}

/* No xCreate: the tables are there by their names, and no others can be made. */
static const sqlite3_module module = {
    .iVersion = 1,
    .xConnect = connect_table,
    .xBestIndex = best_index,
    .xDisconnect = disconnect_table,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next,
    .xEof = at_end,
    .xColumn = get_column,
    .xRowid = get_rowid,
    .xUpdate = refuse,
};

static int add(sqlite3 *db, ys__sql_source *source, const ys__form *form, const ys__listing *listing)
{
    origin *of = malloc(sizeof *of);

    if (of == NULL)
        return SQLITE_NOMEM;
    *of = (origin){ source, form, listing };
    return sqlite3_create_module_v2(db, form ? form->id : listing->name, &module, of, free);
}

int ys__sql_register(sqlite3 *db, ys__sql_source *source)
{
    const struct ys_initiative *in = ys_store_initiative(source->store);
    int code = SQLITE_OK;

    for (size_t i = 0; code == SQLITE_OK && i < YS__LISTINGS; i++)
        code = add(db, source, NULL, &source->listings.items[i]);
    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t f = 0; code == SQLITE_OK && f < in->catalogs[c].n_forms; f++)
            code = add(db, source, &in->catalogs[c].forms[f], NULL);
    if (code == SQLITE_OK && source->extra && !ys__find_form(in, ys__slice_of(source->extra->listing.name)))
        code = add(db, source, NULL, &source->extra->listing);
    return code;
}
