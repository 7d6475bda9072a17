/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/find.h"

#include "base/date.h"
#include "base/i18n.h"
#include "data/advice.h"
#include "data/match.h"
#include "data/source.h"
#include "data/style.h"

/* What a finding says: what was received, what was expected, and how to mend it. */
typedef struct saying {
    const ys__import *import;
    const ys__found *found;
    const ys__field *field;   /* NULL: none */
    const ys__partner *partner; /* of a site; NULL: not known */
    const char *value;        /* in quotation marks, shortened; "the value" where it must not be shown */
    ys__slice raw;
    ys__variant variant;
    ys__buffer *message, *hint;
} saying;

enum { LISTED = 12, ALLOWED = 1024 };

/* Where a text of at most n bytes may be cut without splitting a character. */
static size_t cut(const char *text, size_t n)
{
    while (n > 0 && (text[n] & 0xC0) == 0x80)
        n--;
    return n;
}

static void quote(ys__buffer *to, ys__slice text)
{
    size_t n = text.n > YS__SHOWN ? cut(text.p, YS__SHOWN) : text.n;

    ys__put(to, "“");
    for (size_t i = 0; i < n; i++)
        ys__putc(to, (unsigned char)text.p[i] < ' ' ? ' ' : text.p[i]); /* line ends, also NUL */
    ys__put(to, n < text.n ? "…”" : "”");
}

static void say_encoding(const saying *s)
{
    ys__put(s->message, _("letters of the cell are damaged and show as “�”"));
    ys__put(s->hint, _("Type them again, and save the file as “CSV UTF-8”."));
}

static void say_runaway(const saying *s)
{
    ys__put(s->message, _("a quotation mark opens here and is never closed; it would swallow the lines below"));
    ys__put(s->hint, _("Delete the quotation mark, or close it at the end of the cell."));
}

static void say_stray(const saying *s)
{
    ys__put(s->message, _("a quotation mark stands inside the cell"));
    ys__put(s->hint, _("Delete it; or open the file in a spreadsheet program and save it as CSV again, which writes it "
                       "right."));
}

static void say_width(const saying *s)
{
    ys__putf(s->message,
             PLURAL("the row has %llu cell, the header has %zu", "the row has %llu cells, the header has %zu",
                    s->found->other),
             (unsigned long long)s->found->other, s->import->source->n_headers);
    ys__put(s->hint, s->found->code == YS__ROW_TOO_LONG
                         ? _("Look for a text that was cut in two: it must stand in quotation marks, as spreadsheet "
                             "programs save it.")
                         : _("Look for the cell that is missing, and put it in; an empty one needs its place too."));
}

static void say_second_table(const saying *s)
{
    ys__put(s->message, _("the header stands here again: the rows from here on are another table and are not read"));
    ys__put(s->hint, _("Send each table as a file of its own, or delete this row if the table goes on."));
}

static void say_totals(const saying *s)
{
    ys__put(s->message, _("the row is a total of the others; it is left out"));
    ys__put(s->hint, _("Delete the row; totals are computed from the other rows."));
}

static void say_missing_column(const saying *s)
{
    ys__putf(s->message, _("there is no column “%s”"), s->field->name);
    ys__putf(s->hint, _("Add a column with the header %s."), s->field->name);
}

static void say_unknown_column(const saying *s)
{
    int near = ys__nearest_field(s->import, s->raw, &s->hint->failed);
    const char *name = near >= 0 ? s->import->form->fields[near].name : NULL;

    ys__putf(s->message, _("the form has no column %s; it is not read"), s->value);
    if (name)
        ys__putf(s->hint, _("Did you mean “%s”? Then rename the header; else delete the column."), name);
    else
        ys__put(s->hint, _("Delete the column, or give it the header that the form has for it."));
    if (name)
        ys__advise_header(s->hint, s->import, s->raw, name);
    else if (!ys__header_is_personal(s->raw))
        ys__advise_ignore(s->hint, s->import, s->raw);
}

static void say_unknown_indicator(const saying *s)
{
    int near = ys__nearest_field(s->import, s->raw, &s->hint->failed);
    const char *name = near >= 0 ? s->import->form->fields[near].name : NULL;

    if (s->raw.n == 0) {
        ys__put(s->message, _("nothing tells what the values of the row are; they are not read"));
        ys__put(s->hint, _("Write what is counted, by the name that the form has for it."));
        return;
    }
    ys__putf(s->message, _("the form has nothing called %s; the row is not read"), s->value);
    if (name)
        ys__putf(s->hint, _("Did you mean “%s”?"), name);
    else
        ys__put(s->hint, _("Delete the row, or write the name that the form has for it."));
    if (name)
        ys__advise_name(s->hint, s->import, s->raw, name);
    else if (s->found->column >= 0)
        ys__advise_skip(s->hint, s->import, s->import->source->headers[s->found->column], s->raw);
}

static void say_duplicate_column(const saying *s)
{
    ys__putf(s->message, _("the column “%s” is there twice"), s->field ? s->field->name : "");
    ys__put(s->hint, _("Keep one of the two."));
}

static void say_blank_header(const saying *s)
{
    ys__put(s->message, _("the column has no header; it is not read"));
    ys__put(s->hint, _("Give the column a header, or delete it."));
}

typedef struct type_words {
    const char *wrong, *right;
} type_words;

static const type_words types[] = {
    [YS__FIELD_STRING] = { N_("%s is no text"), "" },
    [YS__FIELD_INTEGER] = { N_("%s is not a whole number"), N_("Write digits only, such as 12.") },
    [YS__FIELD_NUMBER] = { N_("%s is not a number"), N_("Write a number, such as 12.5.") },
    [YS__FIELD_BOOLEAN] = { N_("%s is neither yes nor no"), N_("Write yes or no.") },
    [YS__FIELD_DATE] = { N_("%s is not a date"), N_("Write dates as year-month-day, such as 2018-07-01.") },
    [YS__FIELD_TIME] = { N_("%s is not a time of day"), N_("Write times as 14:30:00.") },
    [YS__FIELD_DATETIME] = { N_("%s is not a date with a time"), N_("Write it as 2018-07-01T14:30:00.") },
    [YS__FIELD_YEARMONTH] = { N_("%s is not a month"), N_("Write months as year-month, such as 2018-07.") },
    [YS__FIELD_YEAR] = { N_("%s is not a year"), N_("Write years with four digits, such as 2018.") },
};

/* Texts of a format that the specification knows. */
static const struct {
    const char *format;
    type_words words;
} text_formats[] = {
    { "email", { N_("%s is not an e-mail address"), N_("Write one such as ana@example.org.") } },
    { "uri", { N_("%s is not a web address"), N_("Write it whole, such as https://example.org/visits.") } },
    { "uuid", { N_("%s is not a UUID"), N_("Write it as 123e4567-e89b-12d3-a456-426614174000.") } },
};

static const type_words *words_for(const ys__field *f)
{
    for (size_t i = 0; f->type == YS__FIELD_STRING && f->format && i < sizeof text_formats / sizeof *text_formats; i++)
        if (strcmp(f->format, text_formats[i].format) == 0)
            return &text_formats[i].words;
    return &types[f->type];
}

/* A period as the initiative's calendar writes it: a fiscal quarter must not be taken for one of the calendar. */
static void say_wrong_period(const saying *s)
{
    const bool fiscal = ys__calendar_is_fiscal(&s->import->initiative->calendar);

    ys__putf(s->message, _("%s is not a period"), s->value);
    ys__put(s->hint, fiscal ? _("Write a month, quarter or year, such as 2018-07, FY2018Q3 or FY2018.")
                            : _("Write a month, quarter or year, such as 2018-07, 2018Q3 or 2018."));
}

/* What a program writes that cannot work formulas out, or that was told to show them. */
static bool say_formula(const saying *s)
{
    if (s->variant.made != YS__DAMAGE_UNWORKED)
        return false;
    ys__putf(s->message, _("%s is a formula without its result"), s->value);
    ys__put(s->hint, _("Open the file in a spreadsheet program and save it, or enter the value itself."));
    return true;
}

/* Fields with words of their own, and those of a plain schema, know no others. */
static bool say_wrong_truth(const saying *s)
{
    const ys__field *f = s->field;
    const char *yes = f->n_true ? f->true_values[0] : s->import->form->strict ? "true" : NULL;
    const char *no = f->n_false ? f->false_values[0] : s->import->form->strict ? "false" : NULL;

    if (f->type != YS__FIELD_BOOLEAN || yes == NULL || no == NULL)
        return false;
    ys__putf(s->message, _("%s is neither “%s” nor “%s”"), s->value, yes, no);
    ys__putf(s->hint, _("Write %s or %s."), yes, no);
    return true;
}

static void say_wrong_type(const saying *s)
{
    const type_words *words = words_for(s->field);

    if (s->field->role == YS__ROLE_PERIOD) {
        say_wrong_period(s);
        return;
    }
    if (say_formula(s) || say_wrong_truth(s))
        return;
    ys__putf(s->message, _(words->wrong), s->value);
    if (s->field->format && strchr(s->field->format, '%'))
        ys__putf(s->hint, _("Write it in the format %s."), s->field->format);
    else
        ys__put(s->hint, words->right[0] ? _(words->right) : "");
}

static void say_ambiguous_number(const saying *s)
{
    if (s->import->decimal_mark) {
        ys__putf(s->message, _("%s has another decimal mark than the other numbers of the file"), s->value);
        ys__putf(s->hint, _("Write the decimals behind “%c”, as elsewhere in the file."), s->import->decimal_mark);
        return;
    }
    ys__putf(s->message, _("%s can be read with a decimal mark or with a mark for thousands"), s->value);
    ys__put(s->hint, _("Write the number without marks for thousands, and with one or two decimals if it has any."));
}

static void say_ambiguous_date(const saying *s)
{
    ys__putf(s->message,
             s->import->date_order ? _("%s has day and month in another order than the other dates of the file")
                                   : _("%s can be read day first or month first"), s->value);
    ys__put(s->hint, _("Write dates as year-month-day, such as 2018-07-01."));
}

static bool put_lost_zeros(const saying *s)
{
    ys__buffer padded = { 0 };

    if (s->variant.zeros == 0)
        return false;
    for (int i = 0; i < s->variant.zeros; i++)
        ys__putc(&padded, '0');
    ys__putn(&padded, s->raw.p, s->raw.n);
    ys__putf(s->hint, _("Spreadsheets drop leading zeros: is it %s? Format the column as text."),
             padded.text ? padded.text : "");
    s->hint->failed = s->hint->failed || padded.failed;
    ys__buffer_free(&padded);
    return true;
}

static void say_damage(const saying *s)
{
    static const char *const hints[] = {
        [YS__DAMAGE_FORMULA] = N_("Mend the formula, or enter the value itself."),
        [YS__DAMAGE_DATE] = N_("It made a date of what was entered. Format the column as text, and enter it again."),
        [YS__DAMAGE_LONG] = N_("Format the column as text, and enter the whole number again."),
        [YS__DAMAGE_NARROW] = N_("Make the column wider before you save the file."),
    };

    if (say_formula(s))
        return;
    if (s->found->other) { /* a code with fewer digits than the others of its column */
        ys__putf(s->message, _("%s has fewer digits than the other codes of the column"), s->value);
        if (!put_lost_zeros(s))
            ys__put(s->hint, _("Spreadsheets drop leading zeros. Format the column as text."));
        return;
    }
    ys__putf(s->message, _("%s is what a spreadsheet program made of the value"), s->value);
    ys__put(s->hint, _(hints[s->variant.made]));
}

/* The values allowed where the finding is, the first ones of them. */
static size_t list_allowed(const saying *s, const char *items[ALLOWED])
{
    const struct ys_initiative *in = s->import->initiative;
    const ys__partner *partner = s->partner;
    size_t n = 0;

    if (s->found->code == YS__NOT_IN_LIST)
        for (; n < s->field->n_list && n < ALLOWED; n++)
            items[n] = s->field->list[n].code;
    else if (s->found->code == YS__UNKNOWN_SITE)
        for (; partner && n < partner->n_sites && n < ALLOWED; n++)
            items[n] = partner->sites[n].id;
    else
        for (; in && n < in->n_partners && n < ALLOWED; n++)
            items[n] = in->partners[n].id;
    return n;
}

/* The allowed value that a text is but for zeros in front, which spreadsheets drop; NULL: none. */
static const char *with_zeros(ys__slice text, const char *const *items, size_t n)
{
    for (size_t i = 0; i < n && text.n > 0; i++) {
        size_t zeros = strspn(items[i], "0"), length = strlen(items[i]);

        if (text.p[0] >= '0' && text.p[0] <= '9' && length > text.n && length - text.n <= zeros &&
            memcmp(items[i] + length - text.n, text.p, text.n) == 0)
            return items[i];
    }
    return NULL;
}

/* Allowed values that a hint names: the nearest, and all of them where they are few. */
static const char *put_allowed(const saying *s)
{
    const char *items[ALLOWED];
    size_t n = list_allowed(s, items);
    const char *near = s->variant.near >= 0 ? items[s->variant.near] : NULL;

    if (near && s->variant.zeros) {
        ys__putf(s->hint, _("Spreadsheets drop leading zeros: is it %s? Format the column as text."), near);
        return near;
    }
    if (near)
        ys__putf(s->hint, _("Did you mean “%s”?"), near);
    if (n == 0 || n > LISTED)
        return near;
    ys__put(s->hint, near ? " " : "");
    ys__put(s->hint, _("Allowed: "));
    for (size_t i = 0; i < n; i++) {
        ys__put(s->hint, i ? ", " : "");
        ys__put(s->hint, items[i]);
    }
    ys__put(s->hint, ".");
    return near;
}

static void say_not_in_list(const saying *s)
{
    const char *near;

    ys__putf(s->message, _("%s is not one of the allowed values"), s->value);
    if (s->variant.made >= 0) {
        ys__putf(s->hint, _("A spreadsheet made a date of “%s”. Format the column as text, and enter it again."),
                 s->field->list[s->variant.made].code);
        return;
    }
    near = put_allowed(s);
    if (s->raw.p && s->field->type == YS__FIELD_STRING)
        ys__advise_value(s->hint, s->import, s->field->name, s->raw, near);
}

static void say_required(const saying *s)
{
    const ys__form *form = s->import->form;
    const ys__missing_value *list = s->field->missing ? s->field->missing : form->missing;
    size_t n = s->field->missing ? s->field->n_missing : form->n_missing, put = 0;

    ys__put(s->message, _("the cell is empty, but a value is required"));
    ys__put(s->hint, _("Enter the value."));
    for (size_t i = 0; i < n; i++)
        if (list[i].text[0] && list[i].reason != YS__NOT_REPORTED) {
            ys__put(s->hint, put++ ? ", " : _(" Where there is none: "));
            ys__putf(s->hint, "%s (%s)", list[i].text, ys__missing_title(list[i].reason));
        }
    ys__put(s->hint, put ? "." : "");
}

static void say_range(const saying *s)
{
    const ys__field *f = s->field;
    bool in_time = f->type == YS__FIELD_DATE || f->type == YS__FIELD_TIME || f->type == YS__FIELD_DATETIME ||
                   f->type == YS__FIELD_YEARMONTH || f->type == YS__FIELD_YEAR;

    if (f->has_minimum && f->has_maximum)
        ys__putf(s->message, _("%s is not from %s to %s"), s->value, f->minimum_text, f->maximum_text);
    else if (f->has_minimum)
        ys__putf(s->message, in_time ? _("%s is before %s") : _("%s is less than %s"), s->value, f->minimum_text);
    else
        ys__putf(s->message, in_time ? _("%s is after %s") : _("%s is more than %s"), s->value,
                 f->maximum_text ? f->maximum_text : "");
    ys__put(s->hint, _("Compare it with your records."));
}

/* Digits that a spreadsheet took for a number have lost their leading zeros: so many make the text do; 0: none do. */
static int lost_zeros(const ys__field *f, ys__slice raw)
{
    enum { MOST = 12 };
    char padded[MOST + 1];

    for (size_t i = 0; i < raw.n; i++)
        if (raw.p[i] < '0' || raw.p[i] > '9')
            return 0;
    for (size_t n = raw.n + 1; raw.n > 0 && n <= MOST && n <= raw.n + 3; n++) {
        ys__slice text = { padded, n };

        memset(padded, '0', n);
        memcpy(padded + n - raw.n, raw.p, raw.n);
        if ((!f->pattern || ys__pattern_matches(f->pattern, text)) &&
            (f->min_length < 0 || n >= (size_t)f->min_length) && (f->max_length < 0 || n <= (size_t)f->max_length))
            return (int)(n - raw.n);
    }
    return 0;
}

static void say_length(const saying *s)
{
    const ys__field *f = s->field;
    size_t n = (size_t)s->variant.near;

    if (f->max_length >= 0 && n > (size_t)f->max_length)
        ys__putf(s->message, PLURAL("%s has %zu character, at most %ld are allowed",
                                    "%s has %zu characters, at most %ld are allowed", n), s->value, n, f->max_length);
    else
        ys__putf(s->message, PLURAL("%s has %zu character, at least %ld are needed",
                                    "%s has %zu characters, at least %ld are needed", n), s->value, n, f->min_length);
    if (!put_lost_zeros(s))
        ys__put(s->hint, _("Compare it with your records."));
}

static void say_pattern(const saying *s)
{
    ys__buffer example = { 0 };

    ys__putf(s->message, _("%s is not written in the way asked for"), s->value);
    if (put_lost_zeros(s))
        return;
    if (ys__pattern_example(s->field->pattern, s->field->pattern_text, &example))
        ys__putf(s->hint, _("Write it in the way of “%s”."), example.text);
    else
        ys__putf(s->hint, _("It must match %s."), s->field->pattern_text);
    s->hint->failed = s->hint->failed || example.failed;
    ys__buffer_free(&example);
}

static void put_key(const saying *s)
{
    const ys__form *form = s->import->form;

    for (size_t i = 0; i < form->n_key; i++) {
        ys__put(s->message, i ? ", " : "");
        ys__put(s->message, form->fields[form->primary_key[i]].name);
    }
}

static void say_duplicate(const saying *s)
{
    ys__putf(s->message, _("row %llu has the same "), (unsigned long long)s->found->other);
    if (s->field && s->field->unique)
        ys__put(s->message, s->field->name);
    else
        put_key(s);
    ys__put(s->hint, _("Delete one of the two rows, or correct what tells them apart."));
}

static void say_site(const saying *s)
{
    const char *near;

    ys__putf(s->message, _("%s is no site of %s"), s->value, s->partner ? s->partner->id : "");
    near = put_allowed(s);
    if (near && s->partner == s->import->sender)
        ys__advise_value(s->hint, s->import, s->field->name, s->raw, near);
}

static void say_partner(const saying *s)
{
    ys__putf(s->message, _("there is no partner %s"), s->value);
    put_allowed(s);
}

static void say_outside(const saying *s)
{
    ys__buffer period = { 0 };

    ys__period_describe(&s->import->initiative->calendar, s->import->period, &period);
    ys__putf(s->message, _("%s is not within the period of the file, %s"), s->value, period.text ? period.text : "");
    ys__put(s->hint, _("Correct the period of the row, or send the row with the file of its own period."));
    ys__buffer_free(&period);
}

static void say_overlap(const saying *s)
{
    ys__putf(s->message, _("the period %s overlaps that of row %llu, which names the same thing"), s->value,
             (unsigned long long)s->found->other);
    ys__put(s->hint, _("Give either the months or their quarter, not both."));
}

static void say_personal(const saying *s)
{
    ys__putf(s->message, _("the column “%s” looks like personal data that must not be sent"), s->found->name);
    ys__put(s->hint, _("Delete the column before you send the file; a participant's code is enough."));
}

static void say_rule(const saying *s)
{
    const ys__rule *rule = &s->import->form->rules[s->found->other];

    if (ys__label_empty(&rule->message))
        ys__putf(s->message, _("this must be true: %s"), rule->source);
    else
        ys__put(s->message, ys__label_get(&rule->message));
    if (!ys__label_empty(&rule->message))
        ys__putf(s->hint, _("This must be true: %s"), rule->source);
}

static void (*const sayings[YS__CODES])(const saying *) = {
    [YS__BAD_ENCODING] = say_encoding,
    [YS__RUNAWAY_QUOTE] = say_runaway,
    [YS__STRAY_QUOTE] = say_stray,
    [YS__ROW_TOO_LONG] = say_width,
    [YS__ROW_TOO_SHORT] = say_width,
    [YS__SECOND_TABLE] = say_second_table,
    [YS__TOTALS_ROW] = say_totals,
    [YS__MISSING_COLUMN] = say_missing_column,
    [YS__UNKNOWN_COLUMN] = say_unknown_column,
    [YS__UNKNOWN_INDICATOR] = say_unknown_indicator,
    [YS__DUPLICATE_COLUMN] = say_duplicate_column,
    [YS__BLANK_HEADER] = say_blank_header,
    [YS__WRONG_TYPE] = say_wrong_type,
    [YS__AMBIGUOUS_NUMBER] = say_ambiguous_number,
    [YS__AMBIGUOUS_DATE] = say_ambiguous_date,
    [YS__EXCEL_DAMAGE] = say_damage,
    [YS__NOT_IN_LIST] = say_not_in_list,
    [YS__REQUIRED] = say_required,
    [YS__OUT_OF_RANGE] = say_range,
    [YS__LENGTH] = say_length,
    [YS__PATTERN] = say_pattern,
    [YS__DUPLICATE_KEY] = say_duplicate,
    [YS__UNKNOWN_SITE] = say_site,
    [YS__UNKNOWN_PARTNER] = say_partner,
    [YS__OUTSIDE_PERIOD] = say_outside,
    [YS__OVERLAPPING_PERIOD] = say_overlap,
    [YS__PERSONAL_DATA] = say_personal,
    [YS__RULE] = say_rule,
};

static void choose_near(const saying *s, ys__variant *v)
{
    const char *items[ALLOWED];
    size_t n = list_allowed(s, items);
    const char *near = with_zeros(s->raw, items, n);

    v->zeros = near != NULL;
    if (near == NULL)
        near = ys__text_nearest(s->raw, items, n);
    for (size_t i = 0; near && i < n && v->near < 0; i++)
        if (items[i] == near)
            v->near = (int32_t)i;
    for (size_t i = 0; s->found->code == YS__NOT_IN_LIST && i < n && v->made < 0; i++)
        if (ys__was_code(s->raw, ys__slice_of(items[i])))
            v->made = (int32_t)i;
}

static bool is_formula(ys__slice raw)
{
    return raw.n > 1 && raw.p[0] == '=';
}

static int damage_of(ys__slice raw)
{
    if (is_formula(raw))
        return YS__DAMAGE_UNWORKED;
    if (ys__was_number(raw))
        return YS__DAMAGE_DATE;
    if (raw.n && raw.p[0] != '#')
        return YS__DAMAGE_LONG;
    return raw.n > 1 && raw.p[1] == '#' ? YS__DAMAGE_NARROW : YS__DAMAGE_FORMULA;
}

static ys__variant variant_of(const saying *s)
{
    ys__variant v = { -1, -1, 0 };
    size_t length = (size_t)s->found->other;

    switch (s->found->code) {
    case YS__NOT_IN_LIST:
    case YS__UNKNOWN_SITE:
    case YS__UNKNOWN_PARTNER:
        if (s->raw.p)
            choose_near(s, &v);
        break;
    case YS__EXCEL_DAMAGE:
        v.made = damage_of(s->raw);
        v.zeros = s->raw.p && s->raw.n < length ? (int32_t)(length - s->raw.n) : 0;
        break;
    case YS__WRONG_TYPE: v.made = is_formula(s->raw) ? YS__DAMAGE_UNWORKED : -1; break;
    case YS__LENGTH:
        v.near = (int32_t)ys__text_length(s->raw);
        v.zeros = lost_zeros(s->field, s->raw);
        break;
    case YS__PATTERN: v.zeros = lost_zeros(s->field, s->raw); break;
    default: break;
    }
    return v;
}

static saying begin(const ys__import *import, const ys__found *found)
{
    saying s = { .import = import, .found = found };

    s.field = found->field >= 0 ? &import->form->fields[found->field] : NULL;
    if (found->value && !(s.field && s.field->sensitive))
        s.raw = (ys__slice){ found->value, found->value_n };
    if (found->code == YS__UNKNOWN_SITE)
        s.partner = found->other == UINT64_MAX ? import->partner
                    : import->initiative ? &import->initiative->partners[found->other] : NULL;
    return s;
}

ys__variant ys__found_variant(const ys__import *import, const ys__found *found)
{
    const saying s = begin(import, found);

    return variant_of(&s);
}

void ys__found_texts(const ys__import *import, const ys__found *found, const ys__variant *variant,
                     ys__buffer *message, ys__buffer *hint)
{
    ys__buffer shown = { 0 };
    saying s = begin(import, found);

    if (found->message) {
        ys__put(message, found->message);
        ys__put(hint, found->hint ? found->hint : "");
        return;
    }
    s.message = message;
    s.hint = hint;
    s.variant = variant ? *variant : variant_of(&s);
    if (s.raw.p)
        quote(&shown, s.raw);
    s.value = shown.text ? shown.text : _("the value");
    if (sayings[found->code])
        sayings[found->code](&s);
    message->failed = message->failed || shown.failed;
    ys__buffer_free(&shown);
}
