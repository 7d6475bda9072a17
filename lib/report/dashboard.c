/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/dashboard.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <yardstick/dashboard.h>
#include <yardstick/panel.h>

#include "base/date.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/vector.h"
#include "compute/changes.h"
#include "report/wanted.h"
#include "store/store.h"

static void add_sheets(ys__dashboard *d)
{
    d->scorecard = ys__book_sheet(d->book, _("Scorecard"));
    d->trends = ys__book_sheet(d->book, _("Trends"));
    d->partners = ys__book_sheet(d->book, _("Partners"));
    d->data = ys__book_sheet(d->book, _("Data"));
    d->dictionary = ys__book_sheet(d->book, _("Dictionary"));
    d->calc = ys__book_sheet(d->book, YS__CALC_SHEET);
}

ys_status ys__dashboard_write(const char *path, const ys__board_input *input, ys_error *err)
{
    ys__board board = { 0 };
    ys__dashboard d = { .board = &board };
    ys__book_about about = {
        .title = ys__label_get(&input->initiative->title),
        .subject = _("Scorecard"),
        .author = "Yardstick",
        .created = input->as_of,
    };
    ys_status status = ys__board_make(&board, input, err);

    if (status == YS_OK)
        status = ys__dashboard_blocks(&d, err);
    if (status == YS_OK)
        status = ys__book_new(&d.book, path, &about, err);
    if (status != YS_OK) {
        ys__buffer_free(&d.text);
        ys__board_free(&board);
        return status;
    }
    add_sheets(&d);
    ys__dashboard_data(&d); /* before what is drawn from it: charts keep a copy of their numbers */
    ys__dashboard_calc(&d);
    ys__dashboard_scorecard(&d);
    ys__dashboard_trends(&d);
    ys__dashboard_partners(&d);
    ys__dashboard_dictionary(&d);
    status = ys__book_close(d.book, err);
    ys__buffer_free(&d.text);
    ys__board_free(&board);
    return status;
}

/* What is read from the store before the writing begins. */
typedef struct gathering {
    const struct ys_initiative *in;
    ys_store *store;
    ys_dashboard_options options;
    ys__arena arena;
    ys__board_input input;
    ys_results *results;
    ys_panel *panel;
    ys_revisions *revisions;
    const char **dims, **by;
    size_t n_by;
    ys__board_due *due;
    size_t n_due, due_room;
} gathering;

static void release(gathering *g)
{
    ys_results_free(g->results);
    ys_panel_free(g->panel);
    ys_revisions_free(g->revisions);
    free(g->input.rows.items);
    free(g->dims);
    free(g->by);
    free(g->due);
    ys__arena_free(&g->arena);
}

static ys_status find_as_of(gathering *g, ys_error *err)
{
    ys__submissions all = { 0 };
    ys_status status = ys__store_submissions(&all, g->store, NULL, err);

    if (status != YS_OK)
        return status;
    for (size_t i = 0; i < all.n; i++) /* the same store gives the same file, whenever it is asked */
        if (all.items[i].received > g->input.as_of)
            g->input.as_of = all.items[i].received;
    ys__submissions_free(&all);
    return YS_OK;
}

static ys_status find_period(gathering *g, ys_error *err)
{
    ys__period *p = &g->input.period;
    ys_status status;

    if (g->options.period == NULL) {
        status = ys__store_newest_period(p, g->store, err);
        if (status == YS_OK && p->months == 0)
            return ys__fail(err, YS_E_ARGUMENT, NULL, "%s", _("the store has no data yet: submit files first"));
        return status;
    }
    return ys__period_read(p, &g->in->calendar, g->options.period, err);
}

/* The earliest period worth asking for: a good year of months, three years of quarters, six years. */
static ys__period earliest(ys__period p)
{
    return ys__period_step(p, p.months == 1 ? -12 : p.months == 3 ? -11 : -5);
}

static ys_status ask(gathering *g, ys_error *err)
{
    ys_aggregate_options o = YS_AGGREGATE_OPTIONS_INIT;
    char from[YS__PERIOD_SIZE], to[YS__PERIOD_SIZE];
    ys_status status = ys__groupings_list(&g->by, &g->n_by, g->in, err);

    if (status != YS_OK)
        return status;
    ys__period_format(&g->in->calendar, earliest(g->input.period), from);
    ys__period_format(&g->in->calendar, g->input.period, to);
    o.from = from;
    o.to = to;
    o.by = g->by;
    o.n_by = g->n_by;
    o.audience = g->options.audience;
    return ys_aggregate(&g->results, g->store, &o, err);
}

static bool says_something(const ys_result *r)
{
    return r->partners_reported > 0 || isfinite(r->value);
}

/* The results that are shown: those asked for, from the first period in which anybody has reported. */
static ys_status choose(gathering *g, ys_error *err)
{
    enum { MOST_ROWS = 50000 }; /* spreadsheet programs stay quick, and the writer within 100 MB */
    size_t n = ys_results_count(g->results);
    ys__rows *rows = &g->input.rows;
    const ys__indicator *indicator = NULL;
    int32_t first = g->input.period.month;
    ys__period p;

    g->input.without_sites = n > MOST_ROWS;
    rows->n_dims = ys_results_dimensions(g->results);
    rows->items = calloc(n + 1, sizeof(const ys_result *));
    g->dims = calloc(rows->n_dims + 1, sizeof *g->dims);
    if (rows->items == NULL || g->dims == NULL)
        return ys__fail_nomem(err);
    rows->dims = g->dims;
    for (size_t d = 0; d < rows->n_dims; d++)
        g->dims[d] = ys_results_dimension(g->results, d);
    for (size_t i = 0; i < n; i++) {
        const ys_result *r = ys_results_get(g->results, i);

        if (says_something(r) && ys__period_parse(&g->in->calendar, ys__slice_of(r->period), false, &p) &&
            p.month < first)
            first = p.month;
    }
    for (size_t i = 0; i < n; i++) {
        const ys_result *r = ys_results_get(g->results, i);

        if (indicator == NULL || strcmp(indicator->id, r->indicator) != 0)
            indicator = ys__find_indicator(g->in, ys__slice_of(r->indicator));
        if (indicator && (r->site[0] == '\0' || !g->input.without_sites) && ys__result_wanted(rows, r, indicator) &&
            ys__period_parse(&g->in->calendar, ys__slice_of(r->period), false, &p) && p.month >= first)
            rows->items[rows->n++] = r;
    }
    g->input.first = (ys__period){ first, g->input.period.months };
    return YS_OK;
}

static int take_due(const ys_due *due, void *ctx)
{
    gathering *g = ctx;
    ys__board_due one;

    if (!ys__room((void **)&g->due, &g->due_room, g->n_due, sizeof *g->due))
        return 1;
    one.partner = ys__arena_text(&g->arena, due->partner);
    one.form_title = ys__arena_text(&g->arena, due->form_title);
    one.status = ys__arena_text(&g->arena, due->status);
    if (one.partner == NULL || one.form_title == NULL || one.status == NULL)
        return 1;
    g->due[g->n_due++] = one;
    return 0;
}

static ys_status list_due(gathering *g, ys_error *err)
{
    char id[YS__PERIOD_SIZE];
    ys_status status;

    ys__period_format(&g->in->calendar, g->input.period, id);
    status = ys_store_due(g->store, id, take_due, g, err);
    if (status == YS_E_CANCELLED)
        return ys__fail_nomem(err);
    g->input.due = g->due;
    g->input.n_due = g->n_due;
    return status;
}

/* Beside the period before, over the partners in both. */
static ys_status compare(gathering *g, ys_error *err)
{
    ys_aggregate_options o = YS_AGGREGATE_OPTIONS_INIT;
    char period[YS__PERIOD_SIZE];
    ys_status status;

    ys__period_format(&g->in->calendar, g->input.period, period);
    o.period = period;
    o.audience = g->options.audience;
    status = ys_panel_make(&g->panel, g->store, &o, NULL, err);
    g->input.panel = g->panel;
    return status;
}

static bool has_target(const struct ys_initiative *in, const ys__indicator *indicator)
{
    for (size_t i = 0; i < in->n_targets; i++)
        if (in->targets[i].indicator == indicator)
            return true;
    return false;
}

/* How much the indicators of the first page usually move, which is told of the calendar's own periods. What is known
 * goes by the newest receipt, not by today: the same store gives the same file. */
static ys_status look_back(gathering *g, ys_error *err)
{
    const struct ys_initiative *in = g->in;
    const char **ids;
    size_t n = 0;
    ys_status status = YS_OK;

    if (g->input.period.months != in->calendar.period_months)
        return YS_OK;
    for (size_t c = 0; c < in->n_catalogs; c++)
        n += in->catalogs[c].n_indicators;
    ids = ys__arena_alloc(&g->arena, (n + 1) * sizeof *ids);
    if (ids == NULL)
        return ys__fail_nomem(err);
    n = 0;
    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t i = 0; i < in->catalogs[c].n_indicators; i++) {
            const ys__indicator *indicator = &in->catalogs[c].indicators[i];

            if (indicator->headline || has_target(in, indicator))
                ids[n++] = indicator->id;
        }
    if (n)
        status = ys__revisions_at(&g->revisions, g->store, g->input.as_of, ids, n, err);
    g->input.revisions = g->revisions;
    return status;
}

static ys_status gather(gathering *g, ys_error *err)
{
    ys_status status = find_as_of(g, err);

    if (status == YS_OK)
        status = find_period(g, err);
    if (status == YS_OK)
        status = ask(g, err);
    if (status == YS_OK)
        status = choose(g, err);
    if (status == YS_OK)
        status = compare(g, err);
    if (status == YS_OK)
        status = look_back(g, err);
    return status == YS_OK ? list_due(g, err) : status;
}

static ys_status default_path(char **out, const gathering *g, ys_error *err)
{
    char id[YS__PERIOD_SIZE], name[YS__PERIOD_SIZE + 32];
    char *folder = ys__path_join(g->in->dir, "reports"), *path = NULL;
    ys_status status = YS_OK;

    if (folder == NULL)
        return ys__fail_nomem(err);
    ys__period_format(&g->in->calendar, g->input.period, id);
    snprintf(name, sizeof name, "dashboard-%s.xlsx", id);
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        status = ys__fail_errno(err, folder, _("cannot be written"));
    else if ((path = ys__path_join(folder, name)) == NULL)
        status = ys__fail_nomem(err);
    free(folder);
    if (status == YS_OK)
        *out = path;
    return status;
}

ys_status ys_dashboard_write(char **written, ys_store *store, const char *path, const ys_dashboard_options *options,
                             ys_error *err)
{
    gathering g = { .store = store };
    ys_store *past = NULL;
    char *to = NULL;
    ys_status status = YS_OK;

    g.options = options ? *options : (ys_dashboard_options)YS_DASHBOARD_OPTIONS_INIT;
    if (g.options.as_of) {
        if ((status = ys_store_at(&past, store, g.options.as_of, err)) != YS_OK)
            return status;
        g.store = past;
    }
    g.in = g.input.initiative = ys_store_initiative(g.store);
    g.input.audience = g.options.audience ? g.options.audience : "backbone";
    status = gather(&g, err);
    if (status == YS_OK && path == NULL)
        status = default_path(&to, &g, err);
    else if (status == YS_OK && (to = strdup(path)) == NULL)
        status = ys__fail_nomem(err);
    if (status == YS_OK)
        status = ys__dashboard_write(to, &g.input, err);
    if (status == YS_OK && written) {
        *written = to;
        to = NULL;
    }
    free(to);
    release(&g);
    ys_store_close(past);
    return status;
}
