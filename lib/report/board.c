/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/board.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/i18n.h"
#include "report/standing.h"

bool ys__is_undivided(const ys_result *r, size_t n_dims)
{
    for (size_t d = 0; d < n_dims; d++)
        if (r->dims[d][0])
            return false;
    return true;
}

static bool is_of_partner(const ys_result *r, size_t n_dims, const char *partner)
{
    return strcmp(r->partner, partner) == 0 && r->site[0] == '\0' && strcmp(r->window, "period") == 0 &&
           ys__is_undivided(r, n_dims);
}

const ys_result *ys__board_find(const ys__board *board, const char *indicator, const char *period, const char *partner)
{
    const ys__rows *rows = &board->input->rows;

    for (size_t i = 0; i < rows->n; i++) {
        const ys_result *r = rows->items[i];

        if (strcmp(r->indicator, indicator) == 0 && strcmp(r->period, period) == 0 &&
            is_of_partner(r, rows->n_dims, partner))
            return r;
    }
    return NULL;
}

/* Within a year only the first period tells the year: "Q1 FY17", "Q2", "Q3". */
static const char *short_label(ys__board *b, size_t i)
{
    const ys__calendar *c = &b->input->initiative->calendar;
    ys__period p = b->periods[i], year = ys__period_around(c, p.month, 12);
    char id[YS__PERIOD_SIZE], text[40];
    size_t n;

    if (p.months == 12)
        return b->period_ids[i];
    if (p.months == 3)
        snprintf(text, sizeof text, _("Q%d"), (p.month - year.month) / 3 + 1);
    else
        snprintf(text, sizeof text, "%s", ys__month_name(p.month % 12 + 1));
    if (i == 0 || year.month == p.month) {
        ys__period_format(c, year, id);
        n = strlen(id);
        snprintf(text + strlen(text), sizeof text - strlen(text), " %s%s", strncmp(id, "FY", 2) == 0 ? "FY" : "’",
                 id + (n > 2 ? n - 2 : 0));
    }
    return ys__arena_text(&b->arena, text);
}

static ys_status list_periods(ys__board *b, ys_error *err)
{
    const ys__board_input *in = b->input;
    int n = (in->period.month - in->first.month) / in->period.months + 1;

    assert(n > 0);
    b->n_periods = (size_t)n;
    b->periods = ys__arena_alloc(&b->arena, b->n_periods * sizeof *b->periods);
    b->period_ids = ys__arena_alloc(&b->arena, b->n_periods * sizeof *b->period_ids);
    b->period_labels = ys__arena_alloc(&b->arena, b->n_periods * sizeof *b->period_labels);
    if (b->periods == NULL || b->period_ids == NULL || b->period_labels == NULL)
        return ys__fail_nomem(err);
    for (int i = 0; i < n; i++) {
        b->periods[i] = ys__period_step(in->first, i);
        ys__period_format(&in->initiative->calendar, b->periods[i], b->period_ids[i]);
        b->period_labels[i] = short_label(b, (size_t)i);
        if (b->period_labels[i] == NULL)
            return ys__fail_nomem(err);
    }
    return YS_OK;
}

static int period_index(const ys__board *b, const char *id)
{
    for (size_t i = 0; i < b->n_periods; i++)
        if (strcmp(b->period_ids[i], id) == 0)
            return (int)i;
    return -1;
}

/* Results come in the order of the indicators, so that the row last used is nearly always the one wanted. */
static ys__board_row *row_of(ys__board *b, const char *indicator, size_t *last)
{
    for (size_t k = 0; k < b->n_rows; k++) {
        size_t i = (*last + k) % b->n_rows;

        if (strcmp(b->rows[i].indicator->id, indicator) == 0) {
            *last = i;
            return &b->rows[i];
        }
    }
    return NULL;
}

static ys_status make_rows(ys__board *b, ys_error *err)
{
    const struct ys_initiative *in = b->input->initiative;
    size_t most = 0, n = b->n_periods;

    for (size_t c = 0; c < in->n_catalogs; c++)
        most += in->catalogs[c].n_indicators;
    b->rows = ys__arena_alloc(&b->arena, (most + 1) * sizeof *b->rows);
    if (b->rows == NULL)
        return ys__fail_nomem(err);
    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t i = 0; i < in->catalogs[c].n_indicators; i++) {
            ys__board_row *row = &b->rows[b->n_rows++];

            row->indicator = &in->catalogs[c].indicators[i];
            row->points = ys__arena_alloc(&b->arena, n * sizeof(const ys_result *));
            row->targets = ys__arena_alloc(&b->arena, n * sizeof *row->targets);
            if (row->points == NULL || row->targets == NULL)
                return ys__fail_nomem(err);
        }
    return YS_OK;
}

static void collect(ys__board *b)
{
    const ys__rows *rows = &b->input->rows;
    size_t last = 0;

    for (size_t i = 0; i < rows->n; i++) {
        const ys_result *r = rows->items[i];
        ys__board_row *row = is_of_partner(r, rows->n_dims, "") ? row_of(b, r->indicator, &last) : NULL;
        int p = row ? period_index(b, r->period) : -1;

        if (p >= 0)
            row->points[p] = r;
    }
}

/* Indicators nobody sends are left out: the catalog may hold more than the initiative uses. */
static void drop_unused(ys__board *b)
{
    size_t kept = 0;

    for (size_t i = 0; i < b->n_rows; i++) {
        bool used = false;

        for (size_t p = 0; p < b->n_periods; p++) {
            const ys_result *r = b->rows[i].points[p];

            used = used || (r && (r->partners_expected > 0 || isfinite(r->value)));
        }
        if (used)
            b->rows[kept++] = b->rows[i];
    }
    b->n_rows = kept;
}

static void number_pieces(ys__board *b)
{
    size_t n = 0;

    for (size_t i = 0; i < b->n_rows; i++) {
        b->rows[i].pieces = n;
        n += b->rows[i].n_breaks > 0;
    }
}

/* The headlines, then what has a target now, until the page is full; in the order they are defined. */
static void choose_first_page(ys__board *b)
{
    size_t room = b->n_rows < YS__FIRST_PAGE ? b->n_rows : YS__FIRST_PAGE;

    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < b->n_rows && b->n_first_page < room; i++) {
            ys__board_row *row = &b->rows[i];
            bool wanted = round == 0   ? row->indicator->headline
                          : round == 1 ? isfinite(row->target)
                                       : b->n_rows == room;

            if (wanted && !row->first_page) {
                row->first_page = true;
                b->n_first_page++;
            }
        }
    if (b->n_first_page == 0)
        for (size_t i = 0; i < room; i++, b->n_first_page++)
            b->rows[i].first_page = true;
}

static void choose_headlines(ys__board *b)
{
    bool any = false;

    for (size_t i = 0; i < b->n_rows; i++)
        any = any || b->rows[i].indicator->headline;
    for (size_t i = 0; i < b->n_rows; i++)
        b->rows[i].headline = b->rows[i].first_page && (b->rows[i].indicator->headline || !any);
}

static void find_coverage(ys__board *b)
{
    for (size_t i = 0; i < b->n_rows; i++) {
        const ys_result *r = b->rows[i].now;

        if (r && r->partners_expected > b->expected) {
            b->expected = r->partners_expected;
            b->reported = r->partners_reported;
        }
    }
}

ys_status ys__board_make(ys__board *out, const ys__board_input *input, ys_error *err)
{
    ys__board b = { .input = input };
    ys_status status = list_periods(&b, err);

    if (status == YS_OK)
        status = make_rows(&b, err);
    if (status != YS_OK) {
        ys__board_free(&b);
        return status;
    }
    collect(&b);
    for (size_t i = 0; i < b.n_rows; i++)
        ys__standing_judge(&b, &b.rows[i]);
    drop_unused(&b);
    number_pieces(&b);
    choose_first_page(&b);
    choose_headlines(&b);
    find_coverage(&b);
    *out = b;
    return YS_OK;
}

void ys__board_free(ys__board *board)
{
    ys__arena_free(&board->arena);
    *board = (ys__board){ 0 };
}

static int by_value(const void *a, const void *b)
{
    double x = (*(const ys_result *const *)a)->value, y = (*(const ys_result *const *)b)->value;

    return x < y ? -1 : x > y;
}

static const char *title_of(ys__board *b, const ys_result *r, size_t dim, bool partners, ys__buffer *room)
{
    if (partners)
        return ys__partner_title(b->input->initiative, r->partner);
    ys__buffer_clear(room);
    ys__show_category(room, b->input->initiative, b->input->rows.dims[dim], r->dims[dim]);
    return ys__arena_text(&b->arena, room->text);
}

static bool belongs(const ys__board *b, const ys_result *r, const ys__indicator *indicator, size_t dim, bool partners)
{
    const ys__rows *rows = &b->input->rows;
    bool additive = ys__is_additive(indicator);

    if (strcmp(r->indicator, indicator->id) != 0 || r->site[0] || strcmp(r->window, "period") != 0 ||
        strcmp(r->period, b->period_ids[b->n_periods - 1]) != 0 || !isfinite(r->value))
        return false;
    if ((r->partner[0] != '\0') != partners || (!additive && r->n < YS__DRAWN_FROM))
        return false;
    for (size_t d = 0; d < rows->n_dims; d++)
        if ((r->dims[d][0] != '\0') != (!partners && d == dim) || r->dims[d][0] == '[')
            return false;
    return true;
}

ys_status ys__board_breakdown(ys__breakdown *out, ys__board *board, const ys__indicator *indicator,
                              const char *dimension, ys_error *err)
{
    const ys__rows *rows = &board->input->rows;
    bool partners = strcmp(dimension, "partner") == 0;
    ys__breakdown b = { .dimension = dimension };
    ys__buffer room = { 0 };
    size_t dim = 0;

    while (!partners && dim < rows->n_dims && strcmp(rows->dims[dim], dimension) != 0)
        dim++;
    b.items = ys__arena_alloc(&board->arena, (rows->n + 1) * sizeof(const ys_result *));
    if (b.items == NULL)
        return ys__fail_nomem(err);
    if (partners || dim < rows->n_dims)
        for (size_t i = 0; i < rows->n; i++)
            if (belongs(board, rows->items[i], indicator, dim, partners))
                b.items[b.n++] = rows->items[i];
    qsort(b.items, b.n, sizeof(const ys_result *), by_value);
    b.titles = ys__arena_alloc(&board->arena, (b.n + 1) * sizeof(const char *));
    for (size_t i = 0; b.titles && i < b.n; i++)
        b.titles[i] = title_of(board, b.items[i], dim, partners, &room);
    ys__buffer_free(&room);
    if (b.titles == NULL)
        return ys__fail_nomem(err);
    b.evident = b.n > 1 && ys__differs(b.items[0], b.items[b.n - 1], indicator, b.n * (b.n - 1) / 2);
    *out = b;
    return YS_OK;
}
