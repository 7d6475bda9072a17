/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <yardstick/text.h>

#include "base/error.h"
#include "base/i18n.h"
#include "report/board.h"
#include "report/rows.h"
#include "report/show.h"
#include "report/table.h"
#include "report/trace.h"

/* For people: the number and how it is computed, what each partner and file gave to it, and the files. */

typedef enum fact {
    FACT_VALUE, FACT_INTERVAL, FACT_USED, FACT_PARTNERS, FACT_WINDOW, FACT_EXCLUDED, FACT_MISSING, FACT_NOTE,
    FACT_WORDS, FACT_MEASURE, FACT_WHERE, FACT_EXCLUDE, FACT_FIELDS, FACT_ROWS, FACT_DEFINED, FACTS
} fact;

static const char *const labels[FACTS] = {
    [FACT_VALUE] = N_("Value"),
    [FACT_INTERVAL] = N_("Interval (95%)"),
    [FACT_USED] = N_("Rows used"),
    [FACT_PARTNERS] = N_("Partners"),
    [FACT_WINDOW] = N_("Rows of"),
    [FACT_EXCLUDED] = N_("Left out"),
    [FACT_MISSING] = N_("Without a value"),
    [FACT_NOTE] = N_("Note"),
    [FACT_WORDS] = N_("In words"),
    [FACT_MEASURE] = N_("Measure"),
    [FACT_WHERE] = N_("Only where"),
    [FACT_EXCLUDE] = N_("Leaves out"),
    [FACT_FIELDS] = N_("Fields"),
    [FACT_ROWS] = N_("Which rows"),
    [FACT_DEFINED] = N_("Definition"),
};

enum { INDENT = 2, GAP = 2 };

typedef struct page {
    const ys_trace *trace;
    const struct ys_initiative *in;
    ys__buffer *to;
    ys__buffer text; /* of the fact or cell at hand */
    size_t indent;   /* of facts */
    size_t line;     /* columns of the terminal; 0: no end */
    bool colour;
    ys_error *err;
} page;

const ys__indicator *ys__trace_indicator(const ys_trace *trace, size_t i)
{
    return ys__find_indicator(ys_trace_initiative(trace), ys__slice_of(ys_trace_result(trace, i)->indicator));
}

long long ys__trace_missing(ys__buffer *to, const int64_t *missing)
{
    long long sum = 0;

    for (int r = YS__MISSING_NONE + 1; missing && r < YS__MISSINGS; r++) {
        long long n = missing[r - YS__MISSING_NONE - 1];

        if (n)
            ys__putf(to, "%s%lld %s", sum ? ", " : "", n, ys__missing_title((ys__missing)r));
        sum += n;
    }
    return sum;
}

long long ys__trace_excluded(ys__buffer *to, const ys__indicator *indicator, const int64_t *excluded)
{
    long long sum = 0;

    for (size_t x = 0; excluded && x < indicator->n_exclude; x++) {
        if (excluded[x])
            ys__putf(to, "%s%lld %s", sum ? "; " : "", (long long)excluded[x],
                     ys__label_get(&indicator->exclude[x].reason));
        sum += excluded[x];
    }
    return sum;
}

/* What was put together in p->text, on a line with its label; nothing where it is empty. */
static void put_fact(page *p, fact which)
{
    ys__buffer label = { 0 };

    if (p->text.n && !p->text.failed) {
        ys__putf(&label, "%*s%s", INDENT, "", _(labels[which]));
        ys__put_hanging(p->to, label.text ? label.text : "", p->text.text, p->indent, p->line);
    }
    p->to->failed = p->to->failed || p->text.failed || label.failed;
    ys__buffer_free(&label);
    ys__buffer_clear(&p->text);
}

static void put_heading(page *p, const char *text)
{
    ys__putf(p->to, "%s%s%s\n", p->colour ? "\033[1m" : "", text, p->colour ? "\033[0m" : "");
}

/* The parts of a rate or a mean, or nothing: "90 of 196", "281 / 78". */
static void put_parts(ys__buffer *to, const ys__indicator *i, double numerator, double denominator)
{
    bool percent = i && ys__show_style(i).factor != 1;

    if (!isfinite(numerator) || !isfinite(denominator))
        return;
    ys__show_count(to, numerator);
    ys__putf(to, " %s ", percent ? _("of") : "/");
    ys__show_count(to, denominator);
}

static void put_between(ys__buffer *to, const ys__indicator *i, double low, double high)
{
    ys__buffer least = { 0 }, most = { 0 };

    ys__show_value(&least, i, low);
    ys__show_value(&most, i, high);
    if (least.text && most.text)
        ys__putf(to, _("between %s and %s"), least.text, most.text);
    to->failed = to->failed || least.failed || most.failed;
    ys__buffer_free(&least);
    ys__buffer_free(&most);
}

static void put_value(page *p, const ys_result *r, const ys__indicator *i)
{
    ys__style_of style = ys__show_style(i);

    if (isfinite(r->value)) {
        ys__show_value(&p->text, i, r->value);
        ys__putf(&p->text, "%s%s", style.unit[0] ? " " : "", style.unit);
        if (isfinite(r->numerator) && isfinite(r->denominator))
            ys__put(&p->text, " = ");
        put_parts(&p->text, i, r->numerator, r->denominator);
    } else if (isfinite(r->low) && isfinite(r->high)) {
        put_between(&p->text, i, r->low, r->high);
        ys__putf(&p->text, "%s%s", style.unit[0] ? " " : "", style.unit);
    } else if (isfinite(r->low)) {
        ys__put(&p->text, _("at least "));
        ys__show_value(&p->text, i, r->low);
    } else {
        ys__put(&p->text, "–");
    }
    if (strcmp(r->status, "ok") != 0)
        ys__putf(&p->text, " (%s)", ys__status_title(r->status));
    put_fact(p, FACT_VALUE);
}

static void put_window(page *p, const ys_trace_definition *d)
{
    ys__put(&p->text, d->window_dates);
    if (d->date_field[0])
        ys__putf(&p->text, _(", by the date in %s"), d->date_field);
    if (d->lag)
        ys__putf(&p->text, PLURAL(" (%d period before the one asked for)", " (%d periods before the one asked for)",
                                  d->lag), d->lag);
    put_fact(p, FACT_WINDOW);
}

static void put_count(page *p, fact which, long long n, const ys__buffer *list)
{
    if (n)
        ys__putf(&p->text, PLURAL("%lld row: ", "%lld rows: ", n), n);
    ys__put(&p->text, n ? list->text : "");
    p->text.failed = p->text.failed || list->failed;
    put_fact(p, which);
}

/* What is told of a result itself. */
static void put_result(page *p, size_t i)
{
    const ys_result *r = ys_trace_result(p->trace, i);
    const ys_trace_definition *d = ys_trace_definition_of(p->trace, i);
    const ys__indicator *indicator = ys__trace_indicator(p->trace, i);
    ys__buffer list = { 0 };
    long long n;

    put_value(p, r, indicator);
    if (ys__has_interval(r, indicator))
        ys__show_range(&p->text, indicator, r->low, r->high);
    put_fact(p, FACT_INTERVAL);
    if (d->form[0])
        ys__show_count(&p->text, (double)r->n);
    put_fact(p, FACT_USED);
    if (r->partners_expected)
        ys__putf(&p->text, _("%d of %d have reported"), r->partners_reported, r->partners_expected);
    put_fact(p, FACT_PARTNERS);
    put_window(p, d);
    n = ys__trace_excluded(&list, indicator, r->excluded);
    put_count(p, FACT_EXCLUDED, n, &list);
    ys__buffer_clear(&list);
    n = ys__trace_missing(&list, r->missing);
    put_count(p, FACT_MISSING, n, &list);
    ys__buffer_free(&list);
    ys__put(&p->text, r->note);
    put_fact(p, FACT_NOTE);
}

static void put_definition(page *p, size_t i)
{
    const ys_trace_definition *d = ys_trace_definition_of(p->trace, i);
    const ys__indicator *indicator = ys__trace_indicator(p->trace, i);

    ys__putc(p->to, '\n');
    put_heading(p, _("How it is computed"));
    ys__put(&p->text, d->words);
    put_fact(p, FACT_WORDS);
    ys__put(&p->text, d->measure);
    put_fact(p, FACT_MEASURE);
    ys__put(&p->text, d->where);
    put_fact(p, FACT_WHERE);
    for (size_t x = 0; x < indicator->n_exclude; x++)
        ys__putf(&p->text, "%s%s: %s", x ? "\n" : "", ys__label_get(&indicator->exclude[x].reason),
                 indicator->exclude[x].source);
    put_fact(p, FACT_EXCLUDE);
    ys__put_field_titles(&p->text, indicator);
    put_fact(p, FACT_FIELDS);
    ys__put(&p->text, d->rows);
    put_fact(p, FACT_ROWS);
    ys__putf(&p->text, _("catalog %s, version %s"), d->catalog, d->version);
    put_fact(p, FACT_DEFINED);
}

/* Partners and files */

static const ys_table_column columns[] = {
    { NULL, N_("Partner"), YS_COLUMN_TEXT },   { NULL, N_("File"), YS_COLUMN_TEXT },
    { NULL, N_("Value"), YS_COLUMN_NUMBER },   { NULL, N_("Based on"), YS_COLUMN_TEXT },
    { NULL, N_("Interval (95%)"), YS_COLUMN_TEXT }, { NULL, N_("Rows used"), YS_COLUMN_TEXT },
    { NULL, N_("Note"), YS_COLUMN_NOTE },
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static ys_status put_cell(page *p, ys_table *t)
{
    ys_status status;

    ys__put(&p->text, "");
    status = p->text.failed ? ys__fail_nomem(p->err) : ys_table_text(t, p->text.text, p->err);
    ys__buffer_clear(&p->text);
    return status;
}

static void put_remarks(ys__buffer *to, const ys__indicator *i, const int64_t *excluded, const int64_t *missing,
                        const char *note)
{
    ys__buffer list = { 0 };
    const char *between = "";

    if (ys__trace_excluded(&list, i, excluded)) {
        ys__putf(to, _("left out: %s"), list.text);
        between = "; ";
    }
    ys__buffer_clear(&list);
    if (ys__trace_missing(&list, missing)) {
        ys__putf(to, "%s", between);
        ys__putf(to, _("without a value: %s"), list.text);
        between = "; ";
    }
    ys__putf(to, "%s%s", note[0] ? between : "", note);
    to->failed = to->failed || list.failed;
    ys__buffer_free(&list);
}

/* The cells from the value on, of a partner's result or (r NULL) of a file's part. */
static ys_status put_numbers(page *p, ys_table *t, const ys__indicator *i, const ys_result *r,
                             const ys_contribution *c)
{
    double value = r ? r->value : c->value;
    ys_status status;

    if (r && !isfinite(value) && isfinite(r->low) && isfinite(r->high))
        ys__show_range(&p->text, i, r->low, r->high);
    else if (r && !isfinite(value) && isfinite(r->low))
        ys__put(&p->text, ys__status_title(r->status));
    else
        ys__show_value(&p->text, i, value);
    status = put_cell(p, t);
    put_parts(&p->text, i, r ? r->numerator : c->numerator, r ? r->denominator : c->denominator);
    if (status == YS_OK)
        status = put_cell(p, t);
    if (r && ys__has_interval(r, i))
        ys__show_range(&p->text, i, r->low, r->high);
    if (status == YS_OK)
        status = put_cell(p, t);
    if (c)
        ys__putf(&p->text, _("%lld of %llu"), (long long)c->n, (unsigned long long)c->rows);
    else if (i->form)
        ys__putf(&p->text, "%lld", (long long)r->n);
    if (status == YS_OK)
        status = put_cell(p, t);
    put_remarks(&p->text, i, c ? c->excluded : NULL, c ? c->missing : NULL, r ? r->note : c->note);
    return status == YS_OK ? put_cell(p, t) : status;
}

static ys_status put_line(page *p, ys_table *t, const ys__indicator *i, const char *partner, const ys_result *r,
                          const ys_contribution *c)
{
    ys_status status = ys_table_text(t, partner, p->err);

    if (c)
        ys__putf(&p->text, "#%lld", (long long)c->submission);
    if (status == YS_OK)
        status = put_cell(p, t);
    return status == YS_OK ? put_numbers(p, t, i, r, c) : status;
}

/* A partner: with several files a line for itself and one for each of them. */
static ys_status put_partner(page *p, ys_table *t, size_t i, const ys_result *partner)
{
    const ys__indicator *indicator = ys__trace_indicator(p->trace, i);
    const char *title = ys__partner_title(p->in, partner->partner);
    const ys_contribution *only = NULL;
    size_t n = 0;
    ys_status status = YS_OK;

    for (size_t k = 0; k < ys_trace_contributions(p->trace, i); k++) {
        const ys_contribution *c = ys_trace_contribution(p->trace, i, k);

        if (strcmp(c->partner, partner->partner) == 0) {
            only = c;
            n++;
        }
    }
    if (n <= 1)
        return put_line(p, t, indicator, title, partner, only);
    status = put_line(p, t, indicator, title, partner, NULL);
    for (size_t k = 0; status == YS_OK && k < ys_trace_contributions(p->trace, i); k++) {
        const ys_contribution *c = ys_trace_contribution(p->trace, i, k);

        if (strcmp(c->partner, partner->partner) == 0)
            status = put_line(p, t, indicator, "", NULL, c);
    }
    return status;
}

static ys_status fill_parts(page *p, ys_table *t, size_t i)
{
    size_t n = ys_trace_partners(p->trace, i), n_files = ys_trace_contributions(p->trace, i);
    const ys__indicator *indicator = ys__trace_indicator(p->trace, i);
    ys_status status = YS_OK;

    for (size_t k = 0; status == YS_OK && k < n; k++)
        status = put_partner(p, t, i, ys_trace_partner(p->trace, i, k));
    for (size_t k = 0; status == YS_OK && n == 0 && k < n_files; k++) {
        const ys_contribution *c = ys_trace_contribution(p->trace, i, k);

        status = put_line(p, t, indicator, ys__partner_title(p->in, c->partner), NULL, c);
    }
    return status;
}

/* What the partners and their files gave. */
static ys_status put_sources(page *p, size_t i)
{
    ys_table_column titled[COLUMNS];
    ys_table *t = NULL;
    ys_status status;

    if (ys_trace_partners(p->trace, i) == 0 && ys_trace_contributions(p->trace, i) == 0)
        return YS_OK;
    for (size_t c = 0; c < COLUMNS; c++) {
        titled[c] = columns[c];
        titled[c].title = _(columns[c].title);
    }
    status = ys_table_new(&t, titled, COLUMNS, p->err);
    if (status == YS_OK)
        status = fill_parts(p, t, i);
    if (status == YS_OK) {
        ys__putc(p->to, '\n');
        ys__table_put_text(t, (int)p->line, p->colour, p->to);
    }
    ys_table_free(t);
    return status;
}

static void put_file(page *p, const ys_contribution *c)
{
    ys__buffer label = { 0 };

    ys__putf(&label, "%*s#%lld ", INDENT, "", (long long)c->submission);
    ys__putf(&p->text, "%s\n", c->file);
    ys__putf(&p->text, "%s (%s), %s %s (%s); ", ys__partner_title(p->in, c->partner), c->partner, c->form, c->period,
             c->period_dates);
    ys__putf(&p->text, PLURAL("%llu row", "%llu rows", c->rows), (unsigned long long)c->rows);
    ys__putf(&p->text, _("\nreceived %s\nSHA-256 %s"), c->received, c->sha256);
    if (!p->text.failed && !label.failed)
        ys__put_hanging(p->to, label.text, p->text.text, 3 * INDENT, p->line);
    p->to->failed = p->to->failed || p->text.failed || label.failed;
    ys__buffer_free(&label);
    ys__buffer_clear(&p->text);
}

/* Whether a file stands in an earlier result from first on, too. */
static bool told(const page *p, size_t first, size_t i, int64_t submission)
{
    for (size_t j = first; j < i; j++)
        for (size_t k = 0; k < ys_trace_contributions(p->trace, j); k++)
            if (ys_trace_contribution(p->trace, j, k)->submission == submission)
                return true;
    return false;
}

/* The files of the results from first to last, and how to look into them. */
static void put_files(page *p, size_t first, size_t last)
{
    enum { NUMBERS_MAX = 20 };
    const char *form = ys_trace_definition_of(p->trace, first)->form;
    ys__buffer numbers = { 0 };
    size_t n = 0;

    for (size_t i = first; i <= last; i++)
        for (size_t k = 0; k < ys_trace_contributions(p->trace, i); k++) {
            const ys_contribution *c = ys_trace_contribution(p->trace, i, k);

            if (told(p, first, i, c->submission))
                continue;
            if (n == 0) {
                ys__putc(p->to, '\n');
                put_heading(p, _("Files"));
            }
            put_file(p, c);
            ys__putf(&numbers, "%s%lld", n++ ? ", " : "", (long long)c->submission);
        }
    if (n && n <= NUMBERS_MAX && !numbers.failed)
        ys__putf(p->to, "\n%s\n  yardstick sql 'SELECT * FROM \"%s\" WHERE submission IN (%s)'\n",
                 _("To see their rows:"), form, numbers.text);
    p->to->failed = p->to->failed || numbers.failed;
    ys__buffer_free(&numbers);
}

/* Which part of the whole a result is: "Free Library of Philadelphia, Gender: Female". */
static void put_group(page *p, const ys_result *r)
{
    if (r->partner[0])
        ys__put(&p->text, ys__partner_title(p->in, r->partner));
    if (r->site[0])
        ys__putf(&p->text, "%s%s", p->text.n ? ", " : "", ys__site_title(p->in, r->partner, r->site));
    for (size_t d = 0; d < ys_trace_dimensions(p->trace); d++)
        if (r->dims[d][0]) {
            const char *dimension = ys_trace_dimension(p->trace, d);

            ys__putf(&p->text, "%s%s: ", p->text.n ? ", " : "", ys__dimension_title(p->in, dimension));
            ys__show_category(&p->text, p->in, dimension, r->dims[d]);
        }
    if (p->text.n) {
        ys__putc(p->to, '\n');
        put_heading(p, p->text.text);
    }
    p->to->failed = p->to->failed || p->text.failed;
    ys__buffer_clear(&p->text);
}

static void put_title(page *p, size_t i)
{
    const ys_result *r = ys_trace_result(p->trace, i);
    const ys_trace_definition *d = ys_trace_definition_of(p->trace, i);

    ys__putf(&p->text, "%s (%s)", d->title[0] ? d->title : d->indicator, d->indicator);
    if (p->text.text)
        put_heading(p, p->text.text);
    p->to->failed = p->to->failed || p->text.failed;
    ys__buffer_clear(&p->text);
    ys__putf(p->to, "%s (%s)", r->period, d->period_dates);
    if (strcmp(r->window, "period") != 0)
        ys__putf(p->to, ", %s", ys__window_title(r->window));
    ys__putc(p->to, '\n');
}

static bool same_indicator(const page *p, size_t i, size_t k)
{
    return strcmp(ys_trace_result(p->trace, i)->indicator, ys_trace_result(p->trace, k)->indicator) == 0;
}

static ys_status put_trace(page *p)
{
    size_t n = ys_trace_count(p->trace), first = 0;
    ys_status status = YS_OK;

    if (n == 0)
        ys__putf(p->to, "%s\n", _("There is no result to trace: nobody asked for has sent it or was to send it."));
    for (size_t i = 0; status == YS_OK && i < n; i++) {
        bool begins = i == 0 || !same_indicator(p, i - 1, i), ends = i + 1 == n || !same_indicator(p, i, i + 1);

        if (begins) {
            ys__put(p->to, i ? "\n\n" : "");
            put_title(p, i);
            first = i;
            if (!ends)
                put_definition(p, i);
        }
        put_group(p, ys_trace_result(p->trace, i));
        ys__put(p->to, begins && ends ? "\n" : "");
        put_result(p, i);
        if (begins && ends)
            put_definition(p, i);
        status = put_sources(p, i);
        if (ends)
            put_files(p, first, i);
    }
    return status;
}

ys_status ys_trace_render(const ys_trace *trace, ys_format format, int width, int colour, char **out, size_t *n,
                          ys_error *err)
{
    ys__buffer to = { 0 };
    page p = { .trace = trace, .in = ys_trace_initiative(trace), .to = &to, .line = width > 0 ? (size_t)width : 0,
               .colour = colour != 0, .err = err };
    ys_table *table = NULL;
    ys_status status;

    if (format != YS_FORMAT_TEXT) {
        status = ys__trace_table(&table, trace, err);
        if (status == YS_OK)
            status = ys_table_render(table, format, width, colour, out, n, err);
        ys_table_free(table);
        return status;
    }
    for (size_t f = 0; f < FACTS; f++) {
        size_t used = INDENT + ys_text_width(_(labels[f])) + GAP;

        p.indent = used > p.indent ? used : p.indent;
    }
    ys__put(&to, "");
    status = put_trace(&p);
    if (status == YS_OK && to.failed)
        status = ys__fail_nomem(err);
    ys__buffer_free(&p.text);
    *n = to.n;
    if (status == YS_OK)
        *out = ys__buffer_take(&to);
    ys__buffer_free(&to);
    return status;
}
