/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/template_check.h"

#include "base/number.h"
#include "report/expected.h"

/* A formula holds 8,192 characters; a text in it 255. */
enum { FORMULA_MAX = 7600, PHRASE_MAX = 120 };

void ys__put_cell(ys__buffer *to, const ys__entry *e, int row)
{
    ys__putf(to, "%s%d", e->letter, row);
}

void ys__put_quoted(ys__buffer *to, const char *text, size_t characters)
{
    char cut[PHRASE_MAX * 8 + 1];

    ys__putc(to, '"');
    for (const char *p = ys__text_cut(cut, sizeof cut, text, characters); *p; p++)
        ys__put(to, *p == '"' ? "\"\"" : *p == '|' ? "/" : (char[]){ *p, '\0' }); /* bars have a use of their own */
    ys__putc(to, '"');
}

/* ,B8&""="NA",B8&""="NC": the texts that stand for a missing value. */
static void put_codes(ys__buffer *to, const ys__entry *e, int row)
{
    for (size_t i = 0; i < e->n_missing; i++) {
        if (e->missing[i].text[0] == '\0')
            continue;
        ys__putc(to, ',');
        ys__put_cell(to, e, row);
        ys__put(to, "&\"\"=");
        ys__put_quoted(to, e->missing[i].text, PHRASE_MAX);
    }
}

static void put_limit(ys__buffer *to, const ys__entry *e, int row, const char *sign, double limit)
{
    char number[YS__NUMBER_SIZE];

    ys__putc(to, ',');
    ys__put_cell(to, e, row);
    ys__putf(to, "%s%s", sign, ys__number_format(number, limit));
}

/* ,B8=INT(B8),B8>=0: what a number must be beyond being one. */
static void put_limits(ys__buffer *to, const ys__entries *all, const ys__entry *e, int row)
{
    const ys__field *f = e->f;
    double shift = f->type == YS__FIELD_DATE ? YS__SERIAL_EPOCH : 0;

    if (f->type != YS__FIELD_NUMBER) {
        ys__putc(to, ',');
        ys__put_cell(to, e, row);
        ys__put(to, "=INT(");
        ys__put_cell(to, e, row);
        ys__putc(to, ')');
    }
    if (f->type == YS__FIELD_DATE && f->role == YS__ROLE_PERIOD) {
        put_limit(to, e, row, ">=", shift + ys__period_first_day(all->t->period));
        put_limit(to, e, row, "<=", shift + ys__period_last_day(all->t->period));
    }
    if (f->has_minimum)
        put_limit(to, e, row, ">=", shift + f->minimum);
    if (f->has_maximum)
        put_limit(to, e, row, "<=", shift + f->maximum);
}

bool ys__put_fits(ys__buffer *to, const ys__entries *all, const ys__entry *e, int row)
{
    ys__field_type type = e->f->type;

    if (e->block.n) {
        ys__putf(to, "COUNTIF(%s,", e->block.text);
        ys__put_cell(to, e, row);
        ys__put(to, ")>0");
        return true;
    }
    if ((type != YS__FIELD_INTEGER && type != YS__FIELD_NUMBER && type != YS__FIELD_DATE && type != YS__FIELD_YEAR) ||
        (e->f->format && type == YS__FIELD_DATE))
        return false;
    ys__put(to, "OR(IF(ISNUMBER(");
    ys__put_cell(to, e, row);
    ys__put(to, "),AND(TRUE");
    put_limits(to, all, e, row);
    ys__put(to, "),FALSE)");
    put_codes(to, e, row);
    ys__putc(to, ')');
    return true;
}

void ys__put_is_missing(ys__buffer *to, const ys__entry *e, int row, ys__missing reason)
{
    ys__missing blank = YS__NOT_REPORTED;
    const char *comma = "";

    for (size_t i = 0; i < e->n_missing; i++)
        if (e->missing[i].text[0] == '\0')
            blank = e->missing[i].reason;
    ys__put(to, "OR(");
    if (reason == YS__MISSING_NONE || reason == blank) {
        ys__put(to, "LEN(TRIM(");
        ys__put_cell(to, e, row);
        ys__put(to, "))=0");
        comma = ",";
    }
    for (size_t i = 0; i < e->n_missing; i++) {
        if (e->missing[i].text[0] == '\0' || (reason != YS__MISSING_NONE && e->missing[i].reason != reason))
            continue;
        ys__put(to, comma);
        ys__put_cell(to, e, row);
        ys__put(to, "&\"\"=");
        ys__put_quoted(to, e->missing[i].text, PHRASE_MAX);
        comma = ",";
    }
    ys__put(to, comma[0] ? ")" : "FALSE)");
}

/* "✖ Visits: whole number, at least 0  " */
static void put_phrase(ys__buffer *to, const ys__entries *all, const ys__entry *e, bool empty)
{
    ys__buffer text = { 0 };

    ys__putf(&text, "✖ %s: ", ys__field_title(e->f, all->lang));
    if (empty)
        ys__put(&text, ys__translate(all->lang, N_("fill this in")));
    else if (e->block.n)
        ys__put(&text, ys__translate(all->lang, N_("choose from the list")));
    else
        ys__put_limits(&text, all->lang, e->f);
    if (!empty && e->f->type == YS__FIELD_DATE && e->f->role == YS__ROLE_PERIOD)
        ys__put(&text, ys__translate(all->lang, N_(" within the period")));
    ys__put(&text, "  ");
    ys__put(to, text.text ? text.text : "");
    to->failed = to->failed || text.failed;
    ys__buffer_free(&text);
}

static void put_quoted_phrase(ys__buffer *to, const ys__entries *all, const ys__entry *e, bool empty)
{
    ys__buffer text = { 0 };

    put_phrase(&text, all, e, empty);
    ys__put_quoted(to, text.text ? text.text : "", PHRASE_MAX);
    to->failed = to->failed || text.failed;
    ys__buffer_free(&text);
}

/* &IF(LEN(TRIM(B8))=0,"…",IF(fits,"","…")); nothing where the cell may hold whatever it likes. */
static void put_cell_check(ys__buffer *to, const ys__entries *all, const ys__entry *e, int row)
{
    ys__buffer fits = { 0 };
    bool limited = ys__put_fits(&fits, all, e, row);

    if (limited || e->f->required) {
        ys__put(to, "&IF(LEN(TRIM(");
        ys__put_cell(to, e, row);
        ys__put(to, "))=0,");
        if (e->f->required)
            put_quoted_phrase(to, all, e, true);
        else
            ys__put(to, "\"\"");
        ys__putc(to, ',');
        if (limited) {
            ys__putf(to, "IF(%s,\"\",", fits.text ? fits.text : "");
            put_quoted_phrase(to, all, e, false);
            ys__putc(to, ')');
        } else {
            ys__put(to, "\"\"");
        }
        ys__putc(to, ')');
    }
    to->failed = to->failed || fits.failed;
    ys__buffer_free(&fits);
}

static const ys__entry *entry_of(const ys__entries *all, int field)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->t->fields[i] == field)
            return &all->items[i];
    return NULL;
}

/* Two rows with the same key. SUMPRODUCT compares texts as they are, where COUNTIF takes 007 for 7. */
static void put_key_check(ys__buffer *to, const ys__entries *all, int row)
{
    const ys__form *form = all->t->form;
    const ys__entry *first = form->n_key ? entry_of(all, form->primary_key[0]) : NULL;
    ys__buffer text = { 0 };

    if (first == NULL)
        return;
    ys__put(to, "&IF(LEN(TRIM(");
    ys__put_cell(to, first, row);
    ys__put(to, "))=0,\"\",IF(SUMPRODUCT(");
    ys__putf(&text, "✖ %s: ", ys__translate(all->lang, N_("the same as in another row")));
    for (size_t i = 0; i < form->n_key; i++) {
        const ys__entry *e = entry_of(all, form->primary_key[i]);

        if (e == NULL)
            continue;
        ys__putf(to, "%s(%s$%d:%s$%d=", i ? "*" : "1*", e->letter, all->first, e->letter, all->last);
        ys__put_cell(to, e, row);
        ys__putc(to, ')');
        ys__putf(&text, "%s%s", i ? ", " : "", ys__field_title(e->f, all->lang));
    }
    ys__put(to, ")>1,");
    ys__put(&text, "  ");
    ys__put_quoted(to, text.text ? text.text : "", PHRASE_MAX);
    ys__put(to, ",\"\"))");
    to->failed = to->failed || text.failed;
    ys__buffer_free(&text);
}

static void put_rule_check(ys__buffer *to, const ys__entries *all, const ys__rule *rule, int row)
{
    const char *message = ys__label_in(&rule->message, all->lang);
    ys__buffer broken = { 0 }, text = { 0 };

    if (message == NULL)
        message = rule->message.n ? rule->message.texts[0] : rule->source;
    if (ys__put_broken(&broken, all, rule, row)) {
        ys__putf(&text, "%s %s  ", rule->is_error ? "✖" : "▲", message);
        ys__putf(to, "&IF(%s,", broken.text ? broken.text : "FALSE");
        ys__put_quoted(to, text.text ? text.text : "", PHRASE_MAX);
        ys__put(to, ",\"\")");
    }
    to->failed = to->failed || broken.failed || text.failed;
    ys__buffer_free(&broken);
    ys__buffer_free(&text);
}

/* Takes a piece back that would make the formula too long. */
static void keep_short(ys__buffer *to, size_t before)
{
    if (to->text && ys__text_length((ys__slice){ to->text, to->n }) > FORMULA_MAX) {
        to->n = before;
        to->text[before] = '\0';
    }
}

static void put_value(ys__buffer *value, const ys__entries *all, int row)
{
    const ys__template *t = all->t;
    size_t known = (size_t)(row - all->first);

    if (known >= t->n_known)
        return;
    for (size_t i = 0; i < all->n; i++)
        if (all->items[i].f->required && ys__template_known(t, known, i, true) == NULL)
            put_phrase(value, all, &all->items[i], true);
    if (value->n == 0)
        ys__put(value, "✔");
}

void ys__put_row_check(ys__buffer *to, ys__buffer *value, const ys__entries *all, int row)
{
    const ys__entry *last = &all->items[all->n - 1];

    /* "||" is a row without fault; a fault stands between the bars, which are taken away. */
    ys__putf(to, "=IF(COUNTA(A%d:%s%d)=0,\"\",IFERROR(SUBSTITUTE(SUBSTITUTE(\"|\"", row, last->letter, row);
    for (size_t i = 0; i < all->n; i++) {
        size_t before = to->n;

        put_cell_check(to, all, &all->items[i], row);
        keep_short(to, before);
    }
    for (size_t i = 0; i <= all->t->form->n_rules; i++) {
        size_t before = to->n;

        if (i == 0)
            put_key_check(to, all, row);
        else
            put_rule_check(to, all, &all->t->form->rules[i - 1], row);
        keep_short(to, before);
    }
    ys__put(to, "&\"|\",\"||\",\"✔\"),\"|\",\"\"),");
    ys__put_quoted(to, ys__translate(all->lang, N_("✖ a cell holds an error")), PHRASE_MAX);
    ys__put(to, "))");
    put_value(value, all, row);
}
