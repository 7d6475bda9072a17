/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/listing.h"

#include "base/date.h"
#include "base/error.h"
#include "base/i18n.h"

/* Cells are put one after the other; what fails is told at the end. */
typedef struct filling {
    ys__arena *arena;
    ys__listing *to;
    size_t at;
    bool failed;
} filling;

static void begin(filling *f, ys__listing *listing, size_t rows)
{
    f->to = listing;
    f->at = 0;
    listing->n_rows = rows;
    listing->cells = ys__arena_alloc(f->arena, (rows * listing->n_columns + 1) * sizeof *listing->cells);
    f->failed = f->failed || listing->cells == NULL;
}

static void put_text(filling *f, const char *text)
{
    ys__plain_cell *cell = f->failed ? NULL : &f->to->cells[f->at++];
    const char *copy = cell && text ? ys__arena_text(f->arena, text) : NULL;

    f->failed = f->failed || (text && copy == NULL);
    if (copy && copy[0]) {
        cell->kind = YS__PLAIN_TEXT;
        cell->text = ys__slice_of(copy);
    }
}

static void put_integer(filling *f, int64_t x)
{
    if (f->failed)
        return;
    f->to->cells[f->at++] = (ys__plain_cell){ .kind = YS__PLAIN_INTEGER, .integer = x };
}

static void put_day(filling *f, int32_t day)
{
    char text[16] = "";

    if (day != INT32_MIN && day != INT32_MAX)
        ys__date_format(text, day);
    put_text(f, text);
}

static void list_submissions(filling *f, ys__listing *to, const ys__submissions *list, const struct ys_initiative *in)
{
    char period[YS__PERIOD_SIZE], received[24];

    begin(f, to, list->n);
    for (size_t i = 0; i < list->n; i++) {
        const ys__submission *s = &list->items[i];

        ys__period_format(&in->calendar, s->period, period);
        ys__time_format(received, s->received);
        put_integer(f, s->id);
        put_text(f, s->partner);
        put_text(f, s->form);
        put_text(f, period);
        put_day(f, ys__period_first_day(s->period));
        put_day(f, ys__period_last_day(s->period));
        put_text(f, received);
        put_text(f, s->file);
        put_text(f, s->sha256);
        put_integer(f, (int64_t)s->n);
        put_text(f, s->definitions);
    }
}

static void list_partners(filling *f, ys__listing *to, const struct ys_initiative *in)
{
    begin(f, to, in->n_partners);
    for (size_t p = 0; p < in->n_partners; p++) {
        put_text(f, in->partners[p].id);
        put_text(f, ys__label_get(&in->partners[p].name));
        put_text(f, in->partners[p].role);
        put_day(f, in->partners[p].from);
        put_day(f, in->partners[p].to);
    }
}

static void list_indicators(filling *f, ys__listing *to, const struct ys_initiative *in)
{
    static const char *const families[] = {
        [YS__POPULATION] = "population", [YS__PERFORMANCE] = "performance", [YS__PARTNER_FAMILY] = "partner",
        [YS__OUTCOME] = "outcome",
    };
    size_t n = 0;

    for (size_t c = 0; c < in->n_catalogs; c++)
        n += in->catalogs[c].n_indicators;
    begin(f, to, n);
    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t i = 0; i < in->catalogs[c].n_indicators; i++) {
            const ys__indicator *indicator = &in->catalogs[c].indicators[i];

            put_text(f, indicator->id);
            put_text(f, ys__label_get(&indicator->title));
            put_text(f, families[indicator->family]);
            put_text(f, indicator->unit);
            put_text(f, indicator->form ? indicator->form->id : NULL);
            put_text(f, indicator->measure.source);
            put_text(f, in->catalogs[c].id);
            put_text(f, in->catalogs[c].version);
        }
}

ys_status ys__listings_make(ys__listings *out, struct ys_store *store, ys_error *err)
{
    const struct ys_initiative *in = ys_store_initiative(store);
    ys__listings all = { .items = {
        { "submission", "CREATE TABLE submission (id INTEGER, partner TEXT, form TEXT, period TEXT, first_day TEXT,"
                        " last_day TEXT, received TEXT, file TEXT, sha256 TEXT, rows INTEGER, definitions TEXT)",
          11, 0, NULL },
        { "partner", "CREATE TABLE partner (id TEXT, name TEXT, role TEXT, \"from\" TEXT, \"to\" TEXT)", 5, 0, NULL },
        { "indicator", "CREATE TABLE indicator (id TEXT, title TEXT, family TEXT, unit TEXT, form TEXT, measure TEXT,"
                       " catalog TEXT, version TEXT)", 8, 0, NULL },
    } };
    filling f = { .arena = &all.arena };
    ys_status status = ys__store_submissions(&all.submissions, store, NULL, err);

    if (status == YS_OK) {
        list_submissions(&f, &all.items[0], &all.submissions, in);
        list_partners(&f, &all.items[1], in);
        list_indicators(&f, &all.items[2], in);
        status = f.failed ? ys__fail_nomem(err) : YS_OK;
    }
    if (status == YS_OK)
        *out = all;
    else
        ys__listings_free(&all);
    return status;
}

void ys__listings_free(ys__listings *listings)
{
    ys__submissions_free(&listings->submissions);
    ys__arena_free(&listings->arena);
}

const char *ys__sql_refusal(void)
{
    return _("a query can only read: what is in the store is never changed, and grows by submit alone");
}
