/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "store/ledger.h"
#include "store/log.h"
#include "store/supersede.h"
#include "tap.h"

/* The store over definitions made by hand: its file, its log, what it refuses, which submissions replace which. */

static char folder[] = "/tmp/yardstick-store-XXXXXX";

static ys__partner partners[] = { { .id = "north" }, { .id = "south" } };
static ys__field fields[] = {
    { .name = "site", .role = YS__ROLE_SITE },
    { .name = "when", .role = YS__ROLE_PERIOD },
    { .name = "visits", .type = YS__FIELD_INTEGER },
};
static int key[] = { 0, 1 };
static ys__form form = { .id = "visit", .fields = fields, .n = 3, .primary_key = key, .n_key = 2, .site_field = 0,
                         .period_field = 1, .partner_field = -1, .participant_field = -1, .withdrawn_field = -1 };

static ys__definition kept[] = { { "initiative", "test", "{}", 2 } };

static struct ys_initiative initiative = {
    .dir = folder, .id = "test", .text = "{}", .text_n = 2,
    .definitions = kept, .n_definitions = 1, .calendar = { 3, 1, false }, .partners = partners,
    .n_partners = 2,
};

static const char *path_of(const char *name)
{
    static char path[64];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static struct ys_store *made(void)
{
    struct ys_store *store = NULL;
    ys_error err = YS_ERROR_INIT;

    if (ys_store_open(&store, &initiative, 1, &err) != YS_OK ||
        (!store->seal.ready && ys__seal_open(&store->seal, &initiative, store->db == NULL, &err) != YS_OK) ||
        ys__db_make(store, &err) != YS_OK) {
        printf("# %s\n", err.text);
        exit(99);
    }
    return store;
}

static void remove_all(void)
{
    static const char *const names[] = { "yardstick.db", "yardstick.db-wal", "yardstick.db-shm", "yardstick.key",
                                         "copy.db" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(path_of(names[i]));
}

static int mode_of(const char *name)
{
    struct stat st;

    return stat(path_of(name), &st) == 0 ? (int)(st.st_mode & 0777) : -1;
}

static void opening(void)
{
    struct ys_store *store = NULL;
    ys_error err = YS_ERROR_INIT;
    int64_t id = 0;

    IS_INT(ys_store_open(&store, &initiative, 0, &err), YS_E_ARGUMENT, "no store, and none is to be made");
    OK(store == NULL, "leaves the handle alone");
    IS_INT(ys_store_open(&store, &initiative, 1, &err), YS_OK, "one that is to be made");
    IS_INT(access(path_of("yardstick.db"), F_OK), -1, "is not made before something is stored");
    ys_store_close(store);

    store = made();
    IS_INT(mode_of("yardstick.db"), 0600, "the store is its owner's alone");
    IS_INT(mode_of("yardstick.key"), 0600, "and so is the key");
    IS_INT(ys__db_number(store, &id, NULL, "PRAGMA foreign_keys", ""), YS_OK, "foreign keys");
    IS_INT(id, 1, "are checked");
    ys_store_close(store);
    IS_INT(access(path_of("yardstick.db-wal"), F_OK), -1, "a closed store is one file");
    store = made();
    OK(!store->seal.fresh, "the second time the key is read");
    ys_store_close(store);
}

static ys__column numbers(const int64_t *values, size_t n, ys__column_kind kind)
{
    ys__column c = { .kind = kind };

    for (size_t i = 0; i < n; i++)
        if (!ys__column_add(&c, values[i]))
            exit(99);
    return c;
}

/* One row a site: the sites are letters; when is the period of each row. */
static int64_t store_rows(struct ys_store *store, const char *sites, ys__period sent, const ys__period *when,
                          const char *bytes, ys_error *err)
{
    size_t n = strlen(sites);
    ys__column columns[3] = { { .kind = YS__COLUMN_CODE }, { .kind = YS__COLUMN_PERIOD }, { 0 } };
    ys__segment segments[3];
    char definitions[YS__SHA256_HEX], content[YS__SHA256_HEX], id_text[YS__PERIOD_SIZE];
    ys__sha256 sha = ys__sha256_begin();
    int64_t id = 0, visits[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
    ys_status status;

    for (size_t i = 0; i < n; i++) {
        ys__column_add(&columns[0], ys__dict_add(&columns[0].dict, (ys__slice){ sites + i, 1 }));
        ys__column_add(&columns[1], ys__period_pack(when[i]));
    }
    columns[2] = numbers(visits, n, YS__COLUMN_NUMBER);
    for (int f = 0; f < 3; f++) {
        if (ys__segment_encode(&segments[f], &columns[f], NULL) != YS_OK)
            exit(99);
        ys__content_add(&sha, fields[f].name, &segments[f]);
        ys__column_free(&columns[f]);
    }
    ys__sha256_end(&sha, content);
    ys__definitions_hash(&initiative, definitions);
    ys__period_format(&initiative.calendar, sent, id_text);
    status = ys__db_begin(store, err);
    if (status == YS_OK) {
        const ys__entry entry = { .partner = "north", .form = "visit", .period_id = id_text, .period = sent,
                                  .file = "north.csv", .sha256 = bytes, .bytes = 10, .rows = n, .accepted = n,
                                  .definitions = definitions, .version = "1", .mode = "all", .content = content,
                                  .received = ys__time_now(), .segments = segments };

        status = ys__definitions_keep(store, definitions, err);
        if (status == YS_OK)
            status = ys__ledger_insert(store, &entry, &form, "[]", &id, err);
        status = ys__db_end(store, status, err);
    }
    for (int f = 0; f < 3; f++)
        ys__segment_free(&segments[f]);
    return status == YS_OK ? id : -1;
}

/* Of 2018. Macros, for C17 wants constants in tables. */
#define Q1 { 24216, 3 }
#define Q2 { 24219, 3 }
#define JAN { 24216, 1 }
#define FEB { 24217, 1 }
#define YEAR { 24216, 12 }

static const ys__period q1 = Q1;

static void reading(struct ys_store *store)
{
    const ys__period when[] = { q1, q1 };
    const ys__view before = { .until = ys__time_now() - 10, .newest = INT64_MAX, .definitions = true };
    struct ys_store *past;
    ys__submissions list;
    ys__segment segment;
    ys__column column;
    ys__period newest;

    IS_INT(store_rows(store, "ab", q1, when, "1111", NULL), 1, "a submission is stored");
    IS_INT(ys__store_submissions(&list, store, "visit", NULL), YS_OK, "and listed");
    OK(list.n == 1 && list.items[0].n == 2 && list.items[0].partner_index == 0 &&
       ys__period_equal(list.items[0].period, q1), "with its rows, partner and period");
    ys__submissions_free(&list);
    IS_INT(ys__store_view(&past, store, &before, NULL), YS_OK, "the store as of a time before");
    IS_INT(ys__store_submissions(&list, past, NULL, NULL), YS_OK, "has a list");
    IS_INT(list.n, 0, "it was not there");
    ys__submissions_free(&list);
    IS_INT(store_rows(past, "c", q1, when, "2222", NULL), -1, "the past takes no submission");
    ys_store_close(past);
    IS_INT(ys__store_segment(&segment, store, 1, "visits", NULL), YS_OK, "a column");
    IS_INT(ys__segment_decode(&column, &segment, NULL), YS_OK, "is read");
    OK(column.n == 2 && column.v[0] == 1 && column.v[1] == 2, "as it was stored");
    ys__segment_free(&segment);
    ys__column_free(&column);
    IS_INT(ys__store_segment(&segment, store, 1, "nothing", NULL), YS_OK, "a column that is not there");
    IS_INT(segment.n, 0, "is empty");
    IS_INT(ys__store_newest_period(&newest, store, NULL), YS_OK, "the newest period");
    OK(ys__period_equal(newest, q1), "is that of the submission");
}

/* Whatever goes around the program is refused by the store itself. */
static void append_only(struct ys_store *store)
{
    static const char *const attempts[] = {
        "UPDATE submission SET rows = 3, accepted = 3", "DELETE FROM submission",
        "UPDATE segment SET data = x'00'", "DELETE FROM segment",
        "UPDATE definition SET text = x'00'", "DELETE FROM definition",
        "UPDATE definition_set SET hash = 'x'", "DELETE FROM definition_set",
        "UPDATE definition_part SET position = 7", "DELETE FROM definition_part",
        "UPDATE event SET actor = 'nobody'", "DELETE FROM event",
        "INSERT OR REPLACE INTO submission SELECT * FROM submission",
        "INSERT OR REPLACE INTO segment SELECT * FROM segment",
        "INSERT OR REPLACE INTO event SELECT * FROM event",
        "INSERT OR REPLACE INTO definition SELECT hash, kind, name, version, x'00' FROM definition",
        "INSERT OR REPLACE INTO definition_part SELECT * FROM definition_part",
    };
    uint64_t events = 0, submissions = 0;

    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        OK(sqlite3_exec(store->db, attempts[i], NULL, NULL, NULL) == SQLITE_CONSTRAINT, attempts[i]);
    IS_INT(ys_store_verify(store, &events, &submissions, NULL), YS_OK, "the store is sound");
    OK(events == 2 && submissions == 1, "with its events and submissions");
}

/* With the triggers gone somebody may change things, but not unnoticed. */
static void tampering(void)
{
    static const struct {
        const char *sql, *says;
    } deeds[] = {
        { "UPDATE event SET actor = 'nobody' WHERE number = 1",
          "the log is broken at event 1: it, or the one before, was changed or taken out" },
        { "DELETE FROM event WHERE number = 1",
          "the log is broken at event 1: it, or the one before, was changed or taken out" },
        { "DELETE FROM event WHERE number = 2", "submission 1 is not in the log" },
        { "UPDATE submission SET file = 'other.csv'", "submission 1 was changed after it was stored" },
        { "UPDATE segment SET data = zeroblob(40) WHERE field = 'visits'", "column visits of submission 1 is damaged" },
        { "UPDATE segment SET data = CAST(substr(data, 1, 32) || x'0303' AS BLOB) WHERE field = 'visits'",
          "the rows of submission 1 were changed after it was stored" },
        { "UPDATE definition SET text = x'41'", "the kept definitions of test were changed" },
        { "PRAGMA foreign_keys = OFF; DELETE FROM submission", "the table segment names something that is not there" },
    };

    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
        const ys__period when[] = { q1, q1 };
        struct ys_store *store;
        uint64_t events = 0, submissions = 0;
        ys_error err = YS_ERROR_INIT;
        char *all = NULL;

        remove_all();
        store = made();
        store_rows(store, "ab", q1, when, "1111", NULL);
        all = sqlite3_mprintf("DROP TRIGGER event_stays; DROP TRIGGER event_remains; DROP TRIGGER submission_stays;"
                              "DROP TRIGGER submission_remains; DROP TRIGGER segment_stays;"
                              "DROP TRIGGER definition_stays; %s", deeds[i].sql);
        if (sqlite3_exec(store->db, all, NULL, NULL, NULL) != SQLITE_OK)
            printf("# %s\n", sqlite3_errmsg(store->db));
        sqlite3_free(all);
        IS_INT(ys_store_verify(store, &events, &submissions, &err), YS_E_STORE, deeds[i].sql);
        IS_TEXT(err.text, deeds[i].says, "and verify says what is wrong");
        ys_store_close(store);
    }
}

/* A submission of north: a letter for each site with a row, the period it was sent for, that of its rows, its bytes. */
struct sent {
    const char *sites;
    ys__period sent, when;
    const char *bytes;
};

/* What a new submission does to earlier ones. */
static const struct arrival {
    const char *name;
    bool per_site, is_register;
    struct sent old[2], new;
    int unchanged;        /* number of the old one, or 0 */
    const char *replaced; /* numbers */
    int overlaps;         /* rows */
} arrivals[] = {
    { "the same bytes again", 0, 0, { { "ab", Q1, Q1, "1" } }, { "ab", Q1, Q1, "1" }, 1, "1", 0 },
    { "other bytes", 0, 0, { { "ab", Q1, Q1, "1" } }, { "a", Q1, Q1, "2" }, 0, "1", 0 },
    { "bytes that were superseded", 0, 0, { { "ab", Q1, Q1, "1" }, { "ab", Q1, Q1, "2" } }, { "ab", Q1, Q1, "1" },
      0, "2", 0 },
    { "another quarter", 0, 0, { { "ab", Q1, Q1, "1" } }, { "ab", Q2, Q2, "1" }, 0, "", 0 },
    { "a quarter after its months", 0, 0, { { "ab", JAN, JAN, "1" }, { "ab", FEB, FEB, "2" } },
      { "ab", Q1, Q1, "3" }, 0, "12", 0 },
    { "a month after its quarter", 0, 0, { { "ab", Q1, Q1, "1" } }, { "ab", JAN, JAN, "2" }, 0, "", 2 },
    { "a month after its quarter, under other keys", 0, 0, { { "ab", Q1, Q1, "1" } }, { "cd", JAN, JAN, "2" }, 0,
      "", 0 },
    { "a month after a quarter told by months", 0, 0, { { "ab", Q1, JAN, "1" } }, { "ab", JAN, JAN, "2" }, 0, "",
      0 },
    { "a quarter after the year", 0, 0, { { "ab", YEAR, YEAR, "1" } }, { "b", Q1, Q1, "2" }, 0, "", 1 },
    { "a quarter, when the year was replaced by a year", 0, 0,
      { { "ab", YEAR, YEAR, "1" }, { "cd", YEAR, YEAR, "2" } }, { "ab", Q1, Q1, "3" }, 0, "", 0 },
    { "another site's file", 1, 0, { { "a", Q1, Q1, "1" } }, { "b", Q1, Q1, "2" }, 0, "", 0 },
    { "a site's file again", 1, 0, { { "a", Q1, Q1, "1" }, { "b", Q1, Q1, "2" } }, { "a", Q1, Q1, "1" }, 1, "1",
      0 },
    { "a site taken from a file of two", 1, 0, { { "ab", Q1, Q1, "1" } }, { "a", Q1, Q1, "2" }, 0, "", 0 },
    { "two sites after one", 1, 0, { { "a", Q1, Q1, "1" } }, { "ab", Q1, Q1, "2" }, 0, "1", 0 },
    { "a register's month after its quarter", 0, 1, { { "ab", Q1, Q1, "1" } }, { "ab", JAN, JAN, "2" }, 0, "", 0 },
    { "a register's quarter again", 0, 1, { { "ab", Q1, Q1, "1" } }, { "ab", Q1, Q1, "2" }, 0, "1", 0 },
};

static int64_t send(struct ys_store *store, const struct sent *s)
{
    const ys__period when[] = { s->when, s->when };

    return store_rows(store, s->sites, s->sent, when, s->bytes, NULL);
}

static void arrive(const struct arrival *a)
{
    ys__segment site = { 0 };
    ys__rivals rivals = { 0 };
    ys__overlap overlap = { 0 };
    struct ys_store *store;
    char replaced[8] = "", definitions[YS__SHA256_HEX];
    const ys__likeness like = { a->new.bytes, definitions, "" };
    int64_t id;

    remove_all();
    store = made();
    form.per_site = a->per_site;
    form.is_register = a->is_register;
    for (int o = 0; o < 2 && a->old[o].sites; o++)
        send(store, &a->old[o]);
    id = send(store, &a->new);
    ys__store_segment(&site, store, id, "site", NULL);
    ys__definitions_hash(&initiative, definitions);
    IS_INT(ys__rivals_find(&rivals, store, "north", &form, a->new.sent, &like, &site, NULL), YS_OK, a->name);
    rivals.n--; /* the new one itself, which is looked at before it is stored */
    IS_INT(ys__rivals_unchanged(&rivals), a->unchanged, "unchanged");
    for (size_t r = 0; r < rivals.n; r++)
        if (ys__rivals_replaced(&rivals, r))
            snprintf(replaced + strlen(replaced), 4, "%d", (int)rivals.items[r].id);
    IS_TEXT(replaced, a->replaced, "replaced");
    IS_INT(ys__rivals_overlap(&overlap, &rivals, store, id, NULL), YS_OK, "overlaps are looked for");
    IS_INT(overlap.rows, a->overlaps, "rows that would count twice");
    rivals.n++;
    ys__rivals_free(&rivals);
    ys__segment_free(&site);
    ys_store_close(store);
}

static void superseding(void)
{
    for (size_t i = 0; i < sizeof arrivals / sizeof *arrivals; i++)
        arrive(&arrivals[i]);
    form.per_site = form.is_register = false;
}

static void pseudonyms(void)
{
    ys__field common = { .scope_initiative = true }, own = { 0 };
    ys__slice code = ys__slice_of("P1");
    ys__seal seal = { 0 }, again = { 0 }, rival = { 0 };
    ys_error err = YS_ERROR_INIT;
    ys__id a, b;

    remove_all();
    IS_INT(ys__seal_open(&seal, &initiative, false, &err), YS_E_STORE, "a store whose key is gone gets no new one");
    IS_INT(ys__seal_open(&seal, &initiative, true, NULL), YS_OK, "a key is made");
    IS_INT(ys__seal_open(&rival, &initiative, true, NULL), YS_OK, "and at the same moment another");
    IS_INT(ys__seal_save(&seal, &initiative, NULL), YS_OK, "the one is saved");
    IS_INT(ys__seal_save(&rival, &initiative, &err), YS_E_STORE, "the other is refused");
    OK(strstr(err.text, "give the command once more") != NULL, "and its maker told what to do");
    ys__seal_close(&rival);
    IS_INT(ys__seal_open(&again, &initiative, false, NULL), YS_OK, "and read");
    a = ys__seal_pseudonym(code, &partners[0], &common, &seal);
    b = ys__seal_pseudonym(code, &partners[1], &common, &again);
    OK(a.high == b.high && a.low == b.low, "the same code is the same person at every partner");
    b = ys__seal_pseudonym(code, &partners[0], &own, &seal);
    OK(a.high != b.high || a.low != b.low, "but not where each partner numbers its own");
    a = ys__seal_pseudonym(code, &partners[1], &own, &seal);
    OK(a.high != b.high || a.low != b.low, "whose numbers are kept apart");
    ys__seal_close(&seal);
    ys__seal_close(&again);
}

static void copying(void)
{
    const ys__period when[] = { q1, q1 };
    struct ys_store *store;
    uint64_t events = 0, submissions = 0;
    ys_error err = YS_ERROR_INIT;
    char copy[64];

    remove_all();
    store = made();
    store_rows(store, "ab", q1, when, "1111", NULL);
    snprintf(copy, sizeof copy, "%s", path_of("copy.db"));
    IS_INT(ys_store_backup(store, copy, &err), YS_OK, "a copy is written");
    IS_INT(mode_of("copy.db"), 0600, "for its owner alone");
    IS_INT(ys_store_backup(store, copy, &err), YS_E_IO, "never over another file");
    ys_store_close(store);
    rename(copy, path_of("yardstick.db"));
    store = made();
    IS_INT(ys_store_verify(store, &events, &submissions, &err), YS_OK, "the copy is a sound store");
    OK(events == 2 && submissions == 1, "that holds everything");
    ys_store_close(store);
}

int main(void)
{
    struct ys_store *store;

    setenv("LOGNAME", "tester", 1);
    if (mkdtemp(folder) == NULL)
        return 99;
    opening();
    store = made();
    reading(store);
    append_only(store);
    ys_store_close(store);
    tampering();
    superseding();
    pseudonyms();
    copying();
    remove_all();
    rmdir(folder);
    return DONE();
}
