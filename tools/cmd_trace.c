/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/trace.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "tool.h"

struct args {
    const char *period, *window, *partner, *as_of, *format;
    opt_list by;
};

static const char *const windows[] = { "period", "ytd", "rolling4", "year", NULL };

static const opt options[] = {
    { "period", 'p', OPT_TEXT, offsetof(struct args, period), "P",
      N_("the period; the newest one with data unless given"), NULL },
    { "window", 'w', OPT_CHOICE, offsetof(struct args, window), "W",
      N_("what is pooled: period, ytd (the year to date), rolling4 (four quarters) or year"), windows },
    { "partner", 0, OPT_TEXT, offsetof(struct args, partner), "PARTNER", N_("only this partner's numbers"), NULL },
    { "by", 'b', OPT_LIST, offsetof(struct args, by), "D,D...", N_("each of the numbers broken down so"), NULL },
    { "as-of", 0, OPT_TEXT, offsetof(struct args, as_of), "TIME",
      N_("what was known at this date or time (UTC), inclusive"), NULL },
    { "format", 'f', OPT_CHOICE, offsetof(struct args, format), "FORMAT", N_("text, csv or json"), tool_formats },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

/* The whole trace as one table: a row for each result, and under it a row for each submission it was made from. */

static const ys_table_column first_columns[] = {
    { "indicator", N_("Indicator"), 0 }, { "period", N_("Period"), 0 }, { "window", N_("Window"), 0 },
    { "partner", N_("Partner"), 0 },     { "site", N_("Site"), 0 },
};

static const ys_table_column last_columns[] = {
    { "submission", N_("Number"), 1 },    { "form", N_("Form"), 0 },
    { "sent_for", N_("Sent for"), 0 },    { "file", N_("File"), 0 },
    { "sha256", N_("SHA-256"), 0 },       { "received", N_("Received (UTC)"), 0 },
    { "rows", N_("Rows"), 1 },            { "value", N_("Value"), 1 },
    { "numerator", N_("Numerator"), 1 },  { "denominator", N_("Denominator"), 1 },
    { "n", "n", 1 },                      { "status", N_("Status"), 0 },
    { "note", N_("Note"), 0 },
};

enum {
    FIRST = sizeof first_columns / sizeof *first_columns,
    LAST = sizeof last_columns / sizeof *last_columns
};

static ys_status make_table(ys_table **out, const ys_trace *trace, ys_error *err)
{
    size_t n_dims = ys_trace_dimensions(trace), n = 0;
    ys_table_column *columns = calloc(FIRST + n_dims + LAST, sizeof *columns);
    ys_status status;

    if (columns == NULL)
        return YS_E_NOMEM;
    for (size_t i = 0; i < FIRST; i++)
        columns[n++] = first_columns[i];
    for (size_t d = 0; d < n_dims; d++, n++)
        columns[n].name = columns[n].title = ys_trace_dimension(trace, d);
    for (size_t i = 0; i < LAST; i++)
        columns[n++] = last_columns[i];
    status = tool_table(out, columns, n, err);
    free(columns);
    return status;
}

static ys_status put_texts(ys_table *table, const char *const *texts, size_t n, ys_error *err)
{
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < n; i++)
        status = ys_table_text(table, texts[i], err);
    return status;
}

static ys_status put_numbers(ys_table *table, const double *numbers, size_t n, ys_error *err)
{
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < n; i++)
        status = ys_table_number(table, numbers[i], err);
    return status;
}

/* c NULL: the result itself */
static ys_status put_row(ys_table *table, const ys_result *r, size_t n_dims, const ys_contribution *c, ys_error *err)
{
    const char *place[] = { r->indicator, r->period, r->window, r->partner[0] || !c ? r->partner : c->partner,
                            r->site };
    const char *file[] = { c ? c->form : "", c ? c->period : "", c ? c->file : "", c ? c->sha256 : "",
                           c ? c->received : "" };
    double numbers[] = { c ? (double)c->rows : NAN, c ? c->value : r->value, c ? c->numerator : r->numerator,
                         c ? c->denominator : r->denominator, (double)(c ? c->n : r->n) };
    const char *words[] = { c ? c->status : r->status, c ? c->note : r->note };
    ys_status status = put_texts(table, place, 5, err);

    if (status == YS_OK)
        status = put_texts(table, r->dims, n_dims, err);
    if (status == YS_OK)
        status = ys_table_number(table, c ? (double)c->submission : NAN, err);
    if (status == YS_OK)
        status = put_texts(table, file, 5, err);
    if (status == YS_OK)
        status = put_numbers(table, numbers, 5, err);
    return status == YS_OK ? put_texts(table, words, 2, err) : status;
}

static int print_table(const tool *t, const ys_trace *trace, const char *format)
{
    ys_error err = YS_ERROR_INIT;
    ys_table *table = NULL;
    ys_status status = make_table(&table, trace, &err);
    int result;

    for (size_t i = 0; status == YS_OK && i < ys_trace_count(trace); i++) {
        const ys_result *r = ys_trace_result(trace, i);

        status = put_row(table, r, ys_trace_dimensions(trace), NULL, &err);
        for (size_t k = 0; status == YS_OK && k < ys_trace_contributions(trace, i); k++)
            status = put_row(table, r, ys_trace_dimensions(trace), ys_trace_contribution(trace, i, k), &err);
    }
    result = status == YS_OK ? tool_print(t, table, format) : report(&err);
    ys_table_free(table);
    return result;
}

/* For people: the number, how it is defined, and the files it comes from. */

static void print_number(const char *before, double x)
{
    if (!isnan(x))
        printf("%s%.15g", before, x);
}

static void print_result(const ys_trace *trace, size_t i)
{
    const ys_result *r = ys_trace_result(trace, i);
    const ys_trace_definition *d = ys_trace_definition_of(trace, i);

    printf("%s%s: %s, %s (%s)", i ? "\n" : "", d->indicator, d->title, r->period, d->period_dates);
    if (strcmp(r->window, "period") != 0)
        printf(", %s", r->window);
    if (r->partner[0])
        printf(", %s", r->partner);
    if (r->site[0])
        printf(", %s", r->site);
    for (size_t k = 0; k < ys_trace_dimensions(trace); k++)
        if (r->dims[k][0])
            printf(", %s %s", ys_trace_dimension(trace, k), r->dims[k]);
    printf("\n  %-12s", _("Value:"));
    if (isnan(r->value))
        printf("–");
    print_number("", r->value);
    print_number(" = ", r->numerator);
    print_number(" / ", r->denominator);
    print_number(_(", between "), r->low);
    print_number(_(" and "), r->high);
    printf("  (n %lld, %s)\n", (long long)r->n, r->status);
    printf("  %-12s%s\n", _("In words:"), d->words);
    printf("  %-12s%s\n", _("Measure:"), d->measure);
    if (d->where[0])
        printf("  %-12s%s\n", _("Where:"), d->where);
    if (d->exclude[0])
        printf("  %-12s%s\n", _("Excluded:"), d->exclude);
    if (d->rows[0])
        printf("  %-12s%s\n", _("Counting:"), d->rows);
    printf("  %-12s%s", _("Months:"), d->window_dates);
    if (d->lag)
        printf(PLURAL(" (%d period before the one asked for)", " (%d periods before the one asked for)", d->lag),
               d->lag);
    printf("\n  %-12s%s %s\n", _("Defined in:"), d->catalog, d->version);
    printf("  %-12s%d/%d\n", _("Partners:"), r->partners_reported, r->partners_expected);
    if (r->note[0])
        printf("  %-12s%s\n", _("Note:"), r->note);
}

static void print_contribution(const ys_contribution *c)
{
    printf("  #%lld %s, %s %s (%s)\n", (long long)c->submission, c->partner, c->form, c->period, c->period_dates);
    printf("      %s", _("gives "));
    if (isnan(c->value))
        printf("–");
    print_number("", c->value);
    print_number(" = ", c->numerator);
    print_number(" / ", c->denominator);
    printf(_("  from %lld of its %llu rows"), (long long)c->n, (unsigned long long)c->rows);
    if (c->note[0])
        printf("; %s", c->note);
    printf(_("\n      file %s, received %s\n      SHA-256 %s\n"), c->file, c->received, c->sha256);
}

static int print_text(const ys_trace *trace)
{
    for (size_t i = 0; i < ys_trace_count(trace); i++) {
        print_result(trace, i);
        for (size_t k = 0; k < ys_trace_contributions(trace, i); k++)
            print_contribution(ys_trace_contribution(trace, i, k));
    }
    return EXIT_CLEAN;
}

static int print(const tool_work *w)
{
    const struct args *args = w->args;
    ys_aggregate_options o = YS_AGGREGATE_OPTIONS_INIT;
    ys_error err = YS_ERROR_INIT;
    ys_trace *trace = NULL;
    int status;

    o.period = args->period;
    o.window = args->window;
    o.indicators = &w->operands->items[0];
    o.n_indicators = 1;
    o.by = args->by.items;
    o.n_by = args->by.n;
    o.as_of = args->as_of;
    if (ys_trace_make(&trace, w->store, &o, args->partner, &err) != YS_OK)
        status = report(&err);
    else if (tool_format(args->format) == YS_FORMAT_TEXT)
        status = print_text(trace);
    else
        status = print_table(w->t, trace, args->format);
    ys_trace_free(trace);
    return status;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    return tool_on_store(t, given, operands, false, print);
}

const command cmd_trace = {
    .name = "trace",
    .operands = "INDICATOR",
    .least = 1,
    .most = 1,
    .summary = N_("tells why a number is what it is"),
    .description = N_(
        "Shows a result with its numerator and denominator, the measure in words and as it is defined, which rows "
        "count, the months they lie in, and every submission that gave something to it: file, hash, time of receipt, "
        "rows, and what was excluded or missing, by reason. The numerators and denominators of the submissions add "
        "up to those of the result. An indicator made of indicators is traced with all its parts."),
    .example = "yardstick trace employed_q2 --period FY2018Q4\n"
               "yardstick trace jrl_visits --period FY2018Q4 --partner flp --by site",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
