/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#include "base/date.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/vector.h"
#include "data/find.h"
#include "data/import.h"
#include "formats/json.h"
#include "store/closing.h"
#include "store/ledger.h"
#include "store/log.h"
#include "store/parts.h"
#include "store/past.h"
#include "store/supersede.h"

/* Reading a file, checking it and encoding its columns is pure and done for several files at once; storing it and
 * telling about it is done for one after the other, in the order given. */

/* What all files share. */
typedef struct submit {
    struct ys_store *store;
    const ys_submit_options *options;
    ys_finding_fn findings;
    ys_receipt_fn receipts;
    void *ctx;
    char definitions[YS__SHA256_HEX];
    int64_t received;
    size_t total;
    ys__closings *closings; /* looked at inside a transaction alone */
    ys__pasts *pasts;       /* looked at by the one whose turn it is */
} submit;

/* One file on its way. */
typedef struct job {
    const submit *all;
    const char *path;
    size_t number;           /* from 1 */
    ys__import *import;
    ys__parts parts;
    char sha256[YS__SHA256_HEX];
    ys_check_summary summary;
    bool refused;
    ys__overlap overlap;     /* why it was refused although its own rows are good: they would count twice, or */
    ys__closing closed;      /* what closed its period, if at is not 0 */
    int64_t *ids;            /* of the parts: what was stored, or what counts already */
    bool *unchanged;
    char **replaced;         /* of the parts: JSON arrays */
} job;

/* Refused by the store, although its own rows are good. */
static bool is_barred(const job *j)
{
    return j->overlap.rows || j->closed.at;
}

/* Preparing */

static bool is_refused(const job *j)
{
    const ys__import *import = j->import;

    if (import->form == NULL || import->period.months == 0 || import->unusable)
        return true;
    if (import->partner == NULL && import->row_partner == NULL)
        return true;
    if (import->errors && !j->all->options->accept_valid_rows)
        return true;
    return import->table.n > 0 && import->n_bad >= import->table.n;
}

static ys_status prepare(job *j, ys_error *err)
{
    const struct ys_store *store = j->all->store;
    const ys_submit_options *options = j->all->options;
    const ys__import_options how = { .partner = options->partner, .form = options->form, .period = options->period,
                                     .source = { .sheet = options->sheet },
                                     .pseudonym = ys__seal_pseudonym, .pseudonym_ctx = &store->seal,
                                     .to_store = true };
    ys_status status = ys__import_file(&j->import, store->in, j->path, &how, err);

    if (status != YS_OK)
        return status;
    if (!ys__sha256_of(j->sha256, j->import->file.bytes, j->import->file.n))
        return ys__fail_nomem(err);
    if ((status = ys__import_summary(j->import, store->in, &j->summary, err)) != YS_OK)
        return status;
    j->refused = is_refused(j);
    status = ys__parts_make(&j->parts, store->in, j->import,
                            j->refused ? YS__PARTS_COUNTED : YS__PARTS_ENCODED, err);
    if (status != YS_OK)
        return status;
    j->refused = j->refused || j->parts.n == 0;
    j->ids = calloc(j->parts.n + 1, sizeof *j->ids);
    j->unchanged = calloc(j->parts.n + 1, sizeof *j->unchanged);
    j->replaced = calloc(j->parts.n + 1, sizeof *j->replaced);
    return j->ids && j->unchanged && j->replaced ? YS_OK : ys__fail_nomem(err);
}

static void clean(job *j)
{
    for (size_t p = 0; j->replaced && p < j->parts.n; p++)
        free(j->replaced[p]);
    free(j->replaced);
    free(j->unchanged);
    free(j->ids);
    ys__parts_free(&j->parts);
    ys__import_free(j->import);
}

/* Storing */

static char *list_replaced(const ys__rivals *rivals)
{
    ys__buffer list = { 0 };
    const char *comma = "";

    ys__putc(&list, '[');
    for (size_t i = 0; i < rivals->n; i++) {
        if (!ys__rivals_replaced(rivals, i))
            continue;
        ys__putf(&list, "%s%lld", comma, (long long)rivals->items[i].id);
        comma = ",";
    }
    ys__putc(&list, ']');
    return ys__buffer_take(&list);
}

static ys_status insert_part(job *j, size_t p, ys_error *err)
{
    const ys__import *import = j->import;
    const ys__part *part = &j->parts.items[p];
    const ys__catalog *catalog = import->form->catalog;
    const ys__entry entry = {
        .partner = part->partner->id, .form = import->form->id, .period_id = j->summary.period,
        .period = import->period, .file = ys__path_base(j->path), .sha256 = j->sha256, .bytes = import->file.n,
        .rows = part->rows, .accepted = part->accepted, .rejected = part->rows - part->accepted,
        .errors = import->errors, .warnings = import->warnings, .definitions = j->all->definitions,
        .version = catalog && catalog->version ? catalog->version : "",
        .mode = j->all->options->accept_valid_rows ? "valid-rows" : "all", .amend = j->all->options->amend,
        .content = part->content, .received = j->all->received, .segments = part->segments,
    };

    return ys__ledger_insert(j->all->store, &entry, import->form, j->replaced[p], &j->ids[p], err);
}

static ys_status store_part(job *j, size_t p, ys_error *err)
{
    const ys__import *import = j->import;
    const ys__part *part = &j->parts.items[p];
    const ys__segment *site = import->form->site_field >= 0 ? &part->segments[import->form->site_field] : NULL;
    const ys__likeness like = { j->sha256, j->all->definitions, part->content };
    const ys__closing *closing;
    ys__rivals rivals;
    ys_status status = ys__rivals_find(&rivals, j->all->store, part->partner->id, import->form, import->period, &like,
                                       site, err);

    if (status != YS_OK)
        return status;
    j->ids[p] = ys__rivals_unchanged(&rivals);
    j->unchanged[p] = j->ids[p] != 0;
    closing = j->unchanged[p] || j->all->options->amend ? NULL : ys__closings_bar(j->all->closings, &rivals);
    if (closing) {
        j->closed = *closing;
    } else if (!j->unchanged[p]) {
        j->replaced[p] = list_replaced(&rivals);
        status = j->replaced[p] ? insert_part(j, p, err) : ys__fail_nomem(err);
        if (status == YS_OK)
            status = ys__rivals_overlap(&j->overlap, &rivals, j->all->store, j->ids[p], err);
    }
    ys__rivals_free(&rivals);
    return status;
}

/* All parts in one transaction, which is taken back when one of them may not be stored. */
static ys_status store_parts(job *j, ys_error *err)
{
    const struct ys_store *store = j->all->store;
    ys_status status = ys__db_begin(store, err);

    if (status != YS_OK)
        return status;
    status = ys__definitions_keep(store, j->all->definitions, err);
    if (status == YS_OK)
        status = ys__closings_read(j->all->closings, store, err);
    for (size_t p = 0; status == YS_OK && !is_barred(j) && p < j->parts.n; p++)
        if (j->parts.items[p].segments)
            status = store_part(j, p, err);
    if (status == YS_OK && is_barred(j)) {
        j->refused = true;
        return ys__db_end(store, YS_E_CANCELLED, err) == YS_E_CANCELLED ? YS_OK : YS_E_STORE;
    }
    return ys__db_end(store, status, err);
}

static void put_member(ys__buffer *to, const char *name, const char *text)
{
    ys__putf(to, "%s\"%s\":", to->n > 1 ? "," : "", name);
    ys__json_put(to, ys__slice_of(text));
}

/* An event for each partner of the file, so that each one's status can tell. */
static ys_status log_rejection(const job *j, const ys__partner *partner, uint64_t rows, ys_error *err)
{
    ys__buffer detail = { 0 };
    ys_status status;

    ys__putc(&detail, '{');
    put_member(&detail, "file", ys__path_base(j->path));
    put_member(&detail, "sha256", j->sha256);
    if (partner)
        put_member(&detail, "partner", partner->id);
    if (j->summary.form[0])
        put_member(&detail, "form", j->summary.form);
    if (j->summary.period[0]) {
        put_member(&detail, "period", j->summary.period);
        ys__putf(&detail, ",\"month\":%d,\"months\":%d", j->import->period.month, j->import->period.months);
    }
    ys__putf(&detail, ",\"rows\":%llu,\"errors\":%llu,\"warnings\":%llu}", (unsigned long long)rows,
             (unsigned long long)j->import->errors + is_barred(j), (unsigned long long)j->import->warnings);
    status = detail.failed ? ys__fail_nomem(err) : ys__log_append(j->all->store, "rejected", detail.text, err);
    ys__buffer_free(&detail);
    return status;
}

static ys_status log_rejections(const job *j, ys_error *err)
{
    const struct ys_store *store = j->all->store;
    ys_status status = ys__db_begin(store, err);

    if (status != YS_OK)
        return status;
    for (size_t p = 0; status == YS_OK && p < j->parts.n; p++)
        status = log_rejection(j, j->parts.items[p].partner, j->parts.items[p].rows, err);
    if (j->parts.n == 0)
        status = log_rejection(j, j->import->partner, j->import->table.n, err);
    return ys__db_end(store, status, err);
}

/* Telling */

static ys_status cancelled(ys_error *err)
{
    return ys__fail(err, YS_E_CANCELLED, NULL, "%s", _("stopped"));
}

/* A finding about the file as a whole; frees the texts. */
static ys_status tell_finding(const job *j, ys__code code, ys__buffer *message, ys__buffer *hint, ys_error *err)
{
    const ys_finding finding = { .file = j->path, .column = "", .field = "", .code = ys__code_names[code],
                                 .severity = YS_ERROR, .message = message->text, .hint = hint->text };
    ys_status status = YS_OK;

    if (message->failed || hint->failed)
        status = ys__fail_nomem(err);
    else if (j->all->findings && j->all->findings(&finding, j->all->ctx) != 0)
        status = cancelled(err);
    ys__buffer_free(message);
    ys__buffer_free(hint);
    return status;
}

static ys_status tell_overlap(const job *j, ys_error *err)
{
    ys__buffer message = { 0 }, hint = { 0 }, old = { 0 };
    unsigned long long rows = j->overlap.rows;

    ys__period_describe(&j->all->store->in->calendar, j->overlap.period, &old);
    ys__putf(&message, PLURAL("%llu row has the same key as a row of submission %lld for %s: both would count",
                              "%llu rows have the same key as rows of submission %lld for %s: both would count", rows),
             rows, (long long)j->overlap.submission, old.text ? old.text : "");
    ys__putf(&hint, _("Send %s again, whole, or leave these rows out."), old.text ? old.text : "");
    message.failed = message.failed || old.failed;
    ys__buffer_free(&old);
    return tell_finding(j, YS__OVERLAPPING_PERIOD, &message, &hint, err);
}

static ys_status tell_closed(const job *j, ys_error *err)
{
    const ys__calendar *calendar = &j->all->store->in->calendar;
    ys__buffer message = { 0 }, hint = { 0 };
    char id[YS__PERIOD_SIZE];

    ys__closing_tell(&message, &j->closed, calendar);
    ys__period_format(calendar, j->closed.period, id);
    ys__putf(&hint,
             _("Say why it must change: submit --amend REASON; or open the period again: reopen %s --reason TEXT."),
             id);
    return tell_finding(j, YS__CLOSED_PERIOD, &message, &hint, err);
}

/* "[3,5]" as "3, 5", and the last of them. */
static void read_replaced(const char *json, ys__buffer *to, int64_t *last)
{
    for (const char *p = json; p && *p; p++) {
        if (*p == ',')
            ys__put(to, ", ");
        else if (*p != '[' && *p != ']')
            ys__putc(to, *p);
        if (*p == '[' || *p == ',')
            *last = strtoll(p + 1, NULL, 10);
    }
}

static const char *outcome_of(const job *j, size_t p)
{
    if (j->refused || p >= j->parts.n || j->parts.items[p].segments == NULL)
        return "rejected";
    return j->unchanged[p] ? "unchanged" : "stored";
}

static ys_status tell_receipt(const job *j, size_t p, ys_error *err)
{
    const ys__part none = { .partner = j->import->partner, .rows = j->import->table.n };
    const ys__part *part = p < j->parts.n ? &j->parts.items[p] : &none;
    const ys__catalog *catalog = j->import->form ? j->import->form->catalog : NULL;
    bool stored = strcmp(outcome_of(j, p), "rejected") != 0;
    char received[24], definitions[96];
    ys__buffer replaced = { 0 };
    ys_status status = YS_OK;
    ys_receipt r = {
        .file = j->path, .outcome = outcome_of(j, p), .submission = stored ? j->ids[p] : 0,
        .partner = part->partner ? part->partner->id : "", .form = j->summary.form, .period = j->summary.period,
        .period_dates = j->summary.period_dates, .received = received, .sha256 = j->sha256,
        .definitions = definitions, .rows = part->rows, .accepted = stored ? part->accepted : 0,
        .errors = j->import->errors + is_barred(j), .warnings = j->import->warnings, .done = j->number,
        .total = j->all->total,
    };

    r.rejected = r.rows - r.accepted;
    ys__time_format(received, j->all->received);
    snprintf(definitions, sizeof definitions, "%.64s%s%.12s", catalog && catalog->version ? catalog->version : "",
             catalog && catalog->version ? " " : "", j->all->definitions);
    ys__put(&replaced, "");
    if (stored && j->replaced[p])
        read_replaced(j->replaced[p], &replaced, &r.replaces);
    r.replaced = replaced.text;
    if (replaced.failed)
        status = ys__fail_nomem(err);
    else if (j->all->receipts && j->all->receipts(&r, j->all->ctx) != 0)
        status = cancelled(err);
    ys__buffer_free(&replaced);
    return status;
}

static ys_status tell(const job *j, ys_error *err)
{
    ys_status status = YS_OK;

    if (j->all->findings)
        status = ys__import_report(j->import, j->all->findings, j->all->ctx, err);
    if (status == YS_OK && j->overlap.rows)
        status = tell_overlap(j, err);
    else if (status == YS_OK && j->closed.at)
        status = tell_closed(j, err);
    for (size_t p = 0; status == YS_OK && p < (j->parts.n ? j->parts.n : 1); p++)
        status = tell_receipt(j, p, err);
    return status;
}

static ys_status tell_unreadable(const job *j, const ys_error *why, ys_error *err)
{
    char received[24];
    const ys_receipt r = { .file = j->path, .outcome = "unreadable", .problem = why->text, .partner = "", .form = "",
                           .period = "", .period_dates = "", .received = received, .sha256 = "", .definitions = "",
                           .replaced = "", .done = j->number, .total = j->all->total };

    ys__time_format(received, j->all->received);
    return j->all->receipts && j->all->receipts(&r, j->all->ctx) != 0 ? cancelled(err) : YS_OK;
}

static ys_status remember(job *j, ys_error *err)
{
    for (size_t p = 0; p < j->parts.n; p++)
        if (j->parts.items[p].digests && j->ids[p] && !j->unchanged[p] &&
            !ys__pasts_keep(j->all->pasts, j->ids[p], j->import->period, &j->parts.items[p]))
            return ys__fail_nomem(err);
    return YS_OK;
}

/* The serial half of a file; outcome is that of its preparation. */
static ys_status finish(job *j, ys_status outcome, const ys_error *why, ys_error *err)
{
    ys_status status;

    if (outcome == YS_E_IO || outcome == YS_E_SYNTAX)
        return tell_unreadable(j, why, err);
    if (outcome != YS_OK) {
        if (err)
            *err = *why;
        return outcome;
    }
    status = ys__db_make(j->all->store, err);
    for (size_t p = 0; status == YS_OK && !j->refused && p < j->parts.n; p++)
        status = ys__pasts_check(j->all->pasts, j->import, &j->parts.items[p], err);
    if (status == YS_OK && !j->refused)
        status = store_parts(j, err);
    if (status == YS_OK && !j->refused)
        status = remember(j, err);
    if (status == YS_OK && j->refused)
        status = log_rejections(j, err);
    return status == YS_OK ? tell(j, err) : status;
}

/* The files, expanded from what was named */

static const char *const suffixes[] = { ".csv", ".xlsx", NULL };

static ys_status add_path(ys__paths *all, const char *path, ys_error *err)
{
    if (!ys__room((void **)&all->items, &all->room, all->n, sizeof *all->items) ||
        (all->items[all->n] = strdup(path)) == NULL)
        return ys__fail_nomem(err);
    all->n++;
    return YS_OK;
}

static ys_status expand(ys__paths *all, const char *const *paths, size_t n, ys_error *err)
{
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < n; i++) {
        const ys__where at = { .source = paths[i] };
        ys__paths found = { 0 };

        if (!ys__file_is_dir(paths[i])) {
            status = add_path(all, paths[i], err);
            continue;
        }
        status = ys__folder_list(&found, paths[i], suffixes, err);
        for (size_t f = 0; status == YS_OK && f < found.n; f++)
            status = add_path(all, found.items[f], err);
        if (status == YS_OK && found.n == 0)
            status = ys__fail(err, YS_E_IO, &at, "%s", _("there is no .csv or .xlsx file in this folder"));
        ys__paths_free(&found);
    }
    return status;
}

/* A wrong key would give the same person another code. */
static ys_status check_key(const struct ys_store *store, ys_error *err)
{
    const ys__where at = { .source = store->path };
    char name[17];
    bool fits;
    ys_status status;

    ys__seal_name(&store->seal, name);
    status = ys__log_fits(store, name, &fits, err);
    if (status == YS_OK && !fits)
        return ys__fail(err, YS_E_STORE, &at, "%s",
                        _("yardstick.key is not the key this store was made with; put the right one back"));
    return status;
}

static ys_status check_amend(const char *amend, ys_error *err)
{
    if (amend && amend[strspn(amend, " \t\n")] == '\0')
        return ys__fail(err, YS_E_ARGUMENT, NULL, "%s", _("say why the closed period is changed"));
    return YS_OK;
}

enum { FILES_AT_ONCE = 4 }; /* bounds memory */

/* Threads take the files in their order and prepare them; each waits for its turn before it stores. They sleep while
 * they wait, for storing is mostly waiting for the disk. */
typedef struct queue {
    const submit *all;
    const ys__paths *paths;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    size_t threads;
    int log_pages;     /* committed by the last file stored, */
    int log_copied;    /* of these in the database itself, */
    bool copying;      /* and whether some thread copies more */
    size_t next;       /* file to be taken */
    size_t turn;       /* file to be stored */
    ys_status result;  /* what ended the work, if not YS_OK */
    ys_error *err;
} queue;

/* The next file, or n when there is none or the work has ended. */
static size_t take_file(queue *q)
{
    size_t i;

    pthread_mutex_lock(&q->lock);
    i = q->result == YS_OK ? q->next++ : q->paths->n;
    pthread_mutex_unlock(&q->lock);
    return i;
}

/* Waits until all files before this one are through; false when the work has ended. */
static bool wait_turn(queue *q, size_t i)
{
    bool go_on;

    pthread_mutex_lock(&q->lock);
    while (q->turn != i)
        pthread_cond_wait(&q->moved, &q->lock);
    go_on = q->result == YS_OK;
    pthread_mutex_unlock(&q->lock);
    return go_on;
}

static void pass_turn(queue *q, ys_status result)
{
    pthread_mutex_lock(&q->lock);
    if (q->result == YS_OK)
        q->result = result;
    q->log_pages = q->all->store->log_pages;
    q->turn++;
    pthread_cond_broadcast(&q->moved);
    pthread_mutex_unlock(&q->lock);
}

/* Copies SQLite's log when there is enough of it, as SQLite itself would do in the middle of somebody's turn. */
static void copy_log(queue *q)
{
    enum { PAGES = 512 };
    bool mine;
    int copied;

    pthread_mutex_lock(&q->lock);
    if (q->log_copied > q->log_pages) /* it was begun anew */
        q->log_copied = 0;
    mine = !q->copying && q->log_pages - q->log_copied >= PAGES;
    q->copying = q->copying || mine;
    pthread_mutex_unlock(&q->lock);
    if (!mine)
        return;
    copied = ys__db_copy_log(q->all->store);
    pthread_mutex_lock(&q->lock);
    q->log_copied = copied;
    q->copying = false;
    pthread_mutex_unlock(&q->lock);
}

static void *work(void *ctx)
{
    queue *q = ctx;
    size_t i;

    while ((i = take_file(q)) < q->paths->n) {
        job j = { .all = q->all, .path = q->paths->items[i], .number = i + 1 };
        ys_error why = YS_ERROR_INIT;
        ys_status outcome = prepare(&j, &why);

        pass_turn(q, wait_turn(q, i) ? finish(&j, outcome, &why, q->err) : YS_OK);
        clean(&j);
        if (q->threads > 1)
            copy_log(q);
    }
    return NULL;
}

/* Small files are read faster than threads take turns in storing them, above all on a busy machine. */
static bool is_worth_threads(const ys__paths *paths)
{
    enum { BYTES = 4 << 20 };
    int64_t bytes = 0;
    struct stat st;

    for (size_t i = 0; i < paths->n; i++)
        if (stat(paths->items[i], &st) == 0)
            bytes += st.st_size;
    return bytes >= BYTES;
}

static size_t threads_for(const ys__paths *paths)
{
    size_t most = 1;

#ifdef _OPENMP
    most = (size_t)omp_get_max_threads(); /* as many as the aggregation takes, OMP_NUM_THREADS if that is set */
#endif
    most += most > 1; /* for one waits for the disk now and then */
    most = !is_worth_threads(paths) ? 1 : most < FILES_AT_ONCE ? most : FILES_AT_ONCE;
    return paths->n < most ? paths->n : most;
}

static ys_status submit_all(const submit *all, const ys__paths *paths, ys_error *err)
{
    queue q = { .all = all, .paths = paths, .lock = PTHREAD_MUTEX_INITIALIZER, .moved = PTHREAD_COND_INITIALIZER,
                .threads = threads_for(paths), .err = err };
    pthread_t threads[FILES_AT_ONCE];
    size_t n = 0;

    /* The caller's thread works too: where no other can be made it does all. */
    while (n + 1 < q.threads && pthread_create(&threads[n], NULL, work, &q) == 0)
        n++;
    work(&q);
    while (n > 0)
        pthread_join(threads[--n], NULL);
    pthread_mutex_destroy(&q.lock);
    pthread_cond_destroy(&q.moved);
    return q.result;
}

ys_status ys_submit(ys_store *store, const char *const *paths, size_t n, const ys_submit_options *options,
                    ys_finding_fn findings, ys_receipt_fn receipts, void *ctx, ys_error *err)
{
    const ys_submit_options plain = YS_SUBMIT_OPTIONS_INIT;
    ys__closings closings = { 0 };
    ys__pasts pasts = { .store = store };
    submit all = { .store = store, .options = options ? options : &plain, .findings = findings, .receipts = receipts,
                   .ctx = ctx, .received = ys__time_now(), .closings = &closings,
                   .pasts = &pasts };
    ys__paths files = { 0 };
    ys_status status = check_amend(all.options->amend, err);

    if (status == YS_OK)
        status = expand(&files, paths, n, err);
    all.total = files.n;
    if (status == YS_OK && !store->seal.ready)
        status = ys__seal_open(&store->seal, store->in, store->db == NULL, err);
    if (status == YS_OK)
        status = check_key(store, err);
    if (status == YS_OK && !ys__definitions_hash(store->in, all.definitions))
        status = ys__fail_nomem(err);
    if (status == YS_OK) {
        ys_status synced;

        status = submit_all(&all, &files, err);
        synced = store->db ? ys__db_sync(store, status == YS_OK ? err : NULL) : YS_OK;
        status = status == YS_OK ? synced : status;
    }
    ys__closings_free(&closings);
    ys__pasts_free(&pasts);
    ys__paths_free(&files);
    return status;
}
