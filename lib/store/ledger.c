/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/vector.h"
#include "store/log.h"

enum { ENCODING = 1 }; /* the one of segment.c */

/* Definitions */

bool ys__definitions_hash(const struct ys_initiative *in, char hash[YS__SHA256_HEX])
{
    ys__sha256 all = ys__sha256_begin();
    char one[YS__SHA256_HEX];
    bool ok = true;

    for (size_t i = 0; ok && i < in->n_definitions; i++) {
        ok = ys__sha256_of(one, in->definitions[i].text, in->definitions[i].n);
        ys__sha256_add(&all, one, strlen(one));
        ys__sha256_add(&all, "\n", 1);
    }
    return ys__sha256_end(&all, hash) && ok;
}

static const char *version_of(const struct ys_initiative *in, const ys__definition *d)
{
    for (size_t i = 0; i < in->n_catalogs && strcmp(d->kind, "catalog") == 0; i++)
        if (strcmp(in->catalogs[i].id, d->name) == 0)
            return in->catalogs[i].version;
    return "";
}

static ys_status keep_one(const struct ys_store *store, const char *set, int64_t position, const ys__definition *d,
                          ys_error *err)
{
    char hash[YS__SHA256_HEX];
    ys_status status;

    if (!ys__sha256_of(hash, d->text, d->n))
        return ys__fail_nomem(err);
    status = ys__db_run(store, err, "INSERT OR IGNORE INTO definition (hash, kind, name, version, text)"
                                    " VALUES (?, ?, ?, ?, ?)", "ttttb", hash, d->kind, d->name,
                        version_of(store->in, d), d->text, d->n);
    if (status == YS_OK)
        status = ys__db_run(store, err, "INSERT INTO definition_part (hash, position, definition) VALUES (?, ?, ?)",
                            "tit", set, position, hash);
    return status;
}

ys_status ys__definitions_keep(const struct ys_store *store, const char *hash, ys_error *err)
{
    const struct ys_initiative *in = store->in;
    ys_status status;
    int64_t known = 0;

    status = ys__db_number(store, &known, err, "SELECT count(*) FROM definition_set WHERE hash = ?", "t", hash);
    if (status != YS_OK || known)
        return status;
    status = ys__db_run(store, err, "INSERT INTO definition_set (hash) VALUES (?)", "t", hash);
    for (size_t i = 0; status == YS_OK && i < in->n_definitions; i++)
        status = keep_one(store, hash, (int64_t)i, &in->definitions[i], err);
    return status;
}

/* Submissions */

const char ys__ledger_detail[] =
    "json_object('submission', id, 'partner', partner, 'form', form, 'period', period, 'month', month,"
    " 'months', months, 'received', received, 'actor', actor, 'file', file, 'sha256', sha256, 'bytes', bytes,"
    " 'rows', rows, 'accepted', accepted, 'rejected', rejected, 'errors', errors, 'warnings', warnings,"
    " 'definitions', definitions, 'version', version, 'mode', mode, 'amend', amend, 'replaces', json(replaces),"
    " 'content', content)";

void ys__content_add(ys__sha256 *sha, const char *field, const ys__segment *segment)
{
    char n[32];

    snprintf(n, sizeof n, "%zu %zu", segment->n, segment->size);
    ys__sha256_add(sha, field, strlen(field) + 1);
    ys__sha256_add(sha, n, strlen(n) + 1);
    ys__sha256_add(sha, segment->bytes, segment->size);
}

static ys_status insert_columns(const struct ys_store *store, int64_t id, const ys__form *form,
                                const ys__segment *segments, ys_error *err)
{
    ys_status status;
    sqlite3_stmt *insert;
    bool row;

    status = ys__db_query(&insert, store, err, "INSERT INTO segment (submission, field, encoding, n, data)"
                                               " VALUES (?, ?, ?, ?, ?)", "itiib", id, "", (int64_t)ENCODING,
                          (int64_t)0, NULL, (size_t)0);
    if (status != YS_OK)
        return status;
    for (size_t f = 0; status == YS_OK && f < form->n; f++) {
        sqlite3_reset(insert);
        sqlite3_bind_text(insert, 2, form->fields[f].name, -1, SQLITE_STATIC);
        sqlite3_bind_int64(insert, 4, (int64_t)segments[f].n);
        sqlite3_bind_blob64(insert, 5, segments[f].bytes, segments[f].size, SQLITE_STATIC);
        status = ys__db_step(store, insert, &row, err);
    }
    ys__db_done(store, insert);
    return status;
}

static ys_status write_event(const struct ys_store *store, int64_t id, ys_error *err)
{
    sqlite3_stmt *query;
    ys_status status;
    char sql[768];
    bool row;

    snprintf(sql, sizeof sql, "SELECT %s FROM submission WHERE id = ?", ys__ledger_detail);
    status = ys__db_query(&query, store, err, sql, "i", id);
    if (status != YS_OK)
        return status;
    status = ys__db_step(store, query, &row, err);
    if (status == YS_OK)
        status = ys__log_append(store, "stored", ys__db_text(query, 0), err);
    ys__db_done(store, query);
    return status;
}

ys_status ys__ledger_insert(const struct ys_store *store, const ys__entry *e, const ys__form *form,
                            const char *replaces, int64_t *id, ys_error *err)
{
    ys_status status;

    status = ys__db_run(store, err,
                        "INSERT INTO submission (partner, form, period, month, months, received, actor, file, sha256,"
                        " bytes, rows, accepted, rejected, errors, warnings, definitions, version, mode, amend,"
                        " replaces, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        "tttiiitttiiiiiitttttt", e->partner, e->form, e->period_id, (int64_t)e->period.month,
                        (int64_t)e->period.months, e->received, ys__log_actor(store), e->file,
                        e->sha256, (int64_t)e->bytes, (int64_t)e->rows, (int64_t)e->accepted, (int64_t)e->rejected,
                        (int64_t)e->errors, (int64_t)e->warnings, e->definitions, e->version, e->mode, e->amend,
                        replaces, e->content);
    if (status != YS_OK)
        return status;
    *id = sqlite3_last_insert_rowid(store->db);
    status = insert_columns(store, *id, form, e->segments, err);
    return status == YS_OK ? write_event(store, *id, err) : status;
}

/* Reading */

static bool partner_numbers(ys__dict *dict, const struct ys_initiative *in)
{
    for (size_t p = 0; p < in->n_partners; p++)
        if (ys__dict_add(dict, ys__slice_of(in->partners[p].id)) < 0)
            return false;
    return true;
}

static bool add_submission(ys__submissions *list, const ys__dict *partners, sqlite3_stmt *query)
{
    ys__submission *s;

    if (!ys__room((void **)&list->items, &list->room, list->n, sizeof *list->items))
        return false;
    s = &list->items[list->n];
    *s = (ys__submission){
        .id = sqlite3_column_int64(query, 0),
        .partner = ys__arena_text(&list->arena, ys__db_text(query, 1)),
        .form = ys__arena_text(&list->arena, ys__db_text(query, 2)),
        .period = { (int32_t)sqlite3_column_int64(query, 3), (int32_t)sqlite3_column_int64(query, 4) },
        .received = sqlite3_column_int64(query, 5),
        .n = (size_t)sqlite3_column_int64(query, 6),
        .file = ys__arena_text(&list->arena, ys__db_text(query, 7)),
        .version = ys__arena_text(&list->arena, ys__db_text(query, 10)),
        .amend = ys__arena_text(&list->arena, ys__db_text(query, 11)),
    };
    snprintf(s->sha256, sizeof s->sha256, "%s", ys__db_text(query, 8));
    snprintf(s->definitions, sizeof s->definitions, "%s", ys__db_text(query, 9));
    if (s->partner == NULL || s->form == NULL || s->file == NULL || s->version == NULL ||
        s->amend == NULL)
        return false;
    s->partner_index = (int)ys__dict_find(partners, ys__slice_of(s->partner));
    list->n++;
    return true;
}

static ys_status read_submissions(ys__submissions *list, const struct ys_store *store, sqlite3_stmt *query,
                                  ys_error *err)
{
    ys__dict partners = { 0 };
    ys_status status = YS_OK;
    bool row = true;

    if (!partner_numbers(&partners, store->in))
        status = ys__fail_nomem(err);
    while (status == YS_OK && (status = ys__db_step(store, query, &row, err)) == YS_OK && row)
        if (!add_submission(list, &partners, query))
            status = ys__fail_nomem(err);
    ys__dict_free(&partners);
    return status;
}

ys_status ys__store_submissions(ys__submissions *out, struct ys_store *store, const char *form, ys_error *err)
{
    ys__submissions list = { 0 };
    sqlite3_stmt *query;
    ys_status status;

    if (store->db == NULL) {
        *out = list;
        return YS_OK;
    }
    status = ys__db_query(&query, store, err,
                          "SELECT id, partner, form, month, months, received, accepted, file, sha256, definitions,"
                          " version, amend"
                          " FROM submission WHERE (?1 IS NULL OR form = ?1) AND received <= ?2 AND id <= ?3"
                          " ORDER BY id",
                          "tii", form, store->until, store->newest);
    if (status != YS_OK)
        return status;
    status = read_submissions(&list, store, query, err);
    ys__db_done(store, query);
    if (status != YS_OK)
        ys__submissions_free(&list);
    else
        *out = list;
    return status;
}

void ys__submissions_free(ys__submissions *list)
{
    free(list->items);
    ys__arena_free(&list->arena);
    *list = (ys__submissions){ 0 };
}

ys_status ys__ledger_segment(ys__segment *out, sqlite3_stmt *query, int column, ys_error *err)
{
    const void *data = sqlite3_column_blob(query, column + 1);
    size_t size = (size_t)sqlite3_column_bytes(query, column + 1);
    void *bytes = malloc(size ? size : 1);

    if (bytes == NULL || (size && data == NULL)) {
        free(bytes);
        return ys__fail_nomem(err);
    }
    if (size)
        memcpy(bytes, data, size);
    *out = (ys__segment){ bytes, size, (size_t)sqlite3_column_int64(query, column) };
    return YS_OK;
}

ys_status ys__store_segment(ys__segment *out, struct ys_store *store, int64_t submission, const char *field,
                            ys_error *err)
{
    ys_status status;
    bool row;

    *out = (ys__segment){ 0 };
    if (store->db == NULL)
        return YS_OK;
    if (store->get_segment == NULL &&
        sqlite3_prepare_v3(store->db, "SELECT n, data FROM segment WHERE submission = ? AND field = ?", -1,
                           SQLITE_PREPARE_PERSISTENT, &store->get_segment, NULL) != SQLITE_OK)
        return ys__db_fail(store, err);
    sqlite3_bind_int64(store->get_segment, 1, submission);
    sqlite3_bind_text(store->get_segment, 2, field, -1, SQLITE_STATIC);
    status = ys__db_step(store, store->get_segment, &row, err);
    if (status == YS_OK && row)
        status = ys__ledger_segment(out, store->get_segment, 0, err);
    sqlite3_reset(store->get_segment);
    return status;
}

/* Where the last of the submissions ends that are for no more than so many months, or of any length of one form. */
static ys_status find_end(int64_t *end, struct ys_store *store, int32_t months, const char *form, ys_error *err)
{
    int64_t found = 0;
    ys_status status = ys__db_number(store, &found, err,
                                     "SELECT coalesce(max(month + months), 0) FROM submission WHERE received <= ?"
                                     " AND id <= ? AND (months <= ? OR form = ?)", "iiit", store->until,
                                     store->newest, (int64_t)months, form);

    *end = found > *end ? found : *end;
    return status;
}

/* A report of a year whose rows have no periods of their own says nothing of its last quarter. */
static ys_status find_newest(int64_t *end, struct ys_store *store, ys_error *err)
{
    const struct ys_initiative *in = store->in;
    ys_status status = find_end(end, store, in->calendar.period_months, "", err);

    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t f = 0; status == YS_OK && f < in->catalogs[c].n_forms; f++)
            if (in->catalogs[c].forms[f].period_field >= 0)
                status = find_end(end, store, 0, in->catalogs[c].forms[f].id, err);
    return status == YS_OK && *end == 0 ? find_end(end, store, INT32_MAX, "", err) : status;
}

ys_status ys__store_newest_period(ys__period *out, struct ys_store *store, ys_error *err)
{
    const ys__calendar *calendar = &store->in->calendar;
    int64_t end = 0;
    ys_status status = store->db ? find_newest(&end, store, err) : YS_OK;

    *out = (ys__period){ 0, 0 };
    if (status == YS_OK && end > 0)
        *out = ys__period_around(calendar, (int32_t)(end - 1), calendar->period_months);
    return status;
}
