/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/convert.h"

#include "base/date.h"
#include "base/hash.h"
#include "data/use.h"
#include "data/zeros.h"

enum { DAY_SECONDS = 86400 };

static const ys__code refusals[] = {
    [YS__READ_WRONG] = YS__WRONG_TYPE,
    [YS__READ_AMBIGUOUS] = YS__AMBIGUOUS_NUMBER,
    [YS__READ_DAMAGED] = YS__EXCEL_DAMAGE,
};

/* Whether a number is in the list of its field, if it has one. */
static bool is_allowed(const ys__field *f, double number)
{
    for (size_t i = 0; i < f->n_list; i++) {
        ys__slice code = ys__slice_of(f->list[i].code);
        ys__decimal allowed;
        double x; /* of 4E4 */

        if (ys__decimal_parse(code, '.', &allowed) ? ys__decimal_real(allowed) == number
                                                   : ys__real_parse(code, &x) && x == number)
            return true;
    }
    return f->n_list == 0;
}

/* What a number breaks, YS__CODES: nothing. */
static inline ys__code decimal_fault(const ys__intake *r, ys__decimal d)
{
    if (d.units < r->low[d.scale] || d.units > r->high[d.scale])
        return YS__OUT_OF_RANGE;
    return is_allowed(r->f, ys__decimal_real(d)) ? YS__CODES : YS__NOT_IN_LIST;
}

/* A number that is not written in the plainest way. */
static void read_hard_number(ys__conversion *c, ys__intake *r, size_t i)
{
    const ys__field *f = r->f;
    ys__decimal d = { 0, 0 };
    double x = 0;
    ys__reading reading;
    ys__code fault;

    if (!c->decided && !c->style.strict) {
        c->undecided = true;
        return;
    }
    reading = ys__number_read(f, &c->style, c->texts[i], &d, &x);
    if (reading == YS__READ_OK && f->type == YS__FIELD_YEAR && (d.units < -9999 || d.units > 9999))
        reading = YS__READ_WRONG;
    if (reading == YS__READ_REAL) {
        if ((f->has_minimum && !(x >= f->minimum)) || (f->has_maximum && !(x <= f->maximum))) /* NaN is in no range */
            ys__refuse(c, r, i, YS__OUT_OF_RANGE);
        else if (!is_allowed(f, x))
            ys__refuse(c, r, i, YS__NOT_IN_LIST);
        ys__column_set_real(r->out, r->base + i, x);
    } else if (reading == YS__READ_OK) {
        if ((fault = decimal_fault(r, d)) != YS__CODES)
            ys__refuse(c, r, i, fault);
        ys__column_set_decimal(r->out, r->base + i, d.units, d.scale);
    } else {
        bool damaged = reading == YS__READ_WRONG && !c->style.strict && ys__was_number(c->texts[i]);

        ys__refuse(c, r, i, damaged ? YS__EXCEL_DAMAGE : refusals[reading]);
    }
}

/* Whether decimals of a scale can be taken as they stand, although nobody has looked how the file writes its numbers:
 * 12.5 is no thousand. */
static bool is_plain(const ys__conversion *c, const ys__field *f, int scale)
{
    char decimal = f->decimal_char ? f->decimal_char : c->style.decimal;

    if (f->type == YS__FIELD_YEAR)
        return false;
    if (scale == 0)
        return true;
    if (f->type != YS__FIELD_NUMBER)
        return false;
    return c->style.strict ? !f->decimal_char || decimal == '.' : decimal == '.' || (decimal == 0 && scale != 3);
}

void ys__choose_scales(const ys__conversion *c, ys__intake *r)
{
    for (int scale = 0; scale <= YS__SCALE_MAX; scale++)
        r->plain_scale[scale] = is_plain(c, r->f, scale);
}

void ys__read_numbers(ys__conversion *c, ys__intake *r)
{
    for (size_t k = 0; k < c->n_left && !c->undecided; k++) {
        size_t i = c->left[k];
        ys__decimal d;
        ys__code fault;

        if (c->why[i])
            continue;
        if (!ys__decimal_parse(c->texts[i], '.', &d) || !r->plain_scale[d.scale]) {
            read_hard_number(c, r, i);
            continue;
        }
        if ((fault = decimal_fault(r, d)) != YS__CODES)
            ys__refuse(c, r, i, fault);
        ys__column_set_decimal(r->out, r->base + i, d.units, d.scale);
    }
}

void ys__read_dates(ys__conversion *c, ys__intake *r)
{
    int64_t *v = r->out->v + r->base;

    for (size_t k = 0; k < c->n_left; k++) {
        size_t i = c->left[k];
        ys__reading reading;
        int32_t days = 0;

        if (c->why[i])
            continue;
        if (r->f->format || !ys__date_parse(c->texts[i], &days)) {
            if (!c->decided && !c->style.strict && !r->f->format) {
                c->undecided = true;
                return;
            }
            reading = ys__date_read(r->f, &c->style, c->texts[i], &days);
            if (reading != YS__READ_OK) {
                ys__refuse(c, r, i, reading == YS__READ_AMBIGUOUS ? YS__AMBIGUOUS_DATE : refusals[reading]);
                continue;
            }
        }
        if (days < r->low[0] || days > r->high[0])
            ys__refuse(c, r, i, YS__OUT_OF_RANGE);
        v[i] = days;
    }
}

static bool fits_pattern(const ys__intake *r, ys__slice text)
{
    return r->matcher ? ys__matcher_fits(r->matcher, text) : ys__pattern_matches(r->f->pattern, text);
}

/* What a text of a string field breaks, YS__CODES: nothing. */
static ys__code text_fault(const ys__intake *r, ys__slice text)
{
    const ys__field *f = r->f;

    if (text.n && text.p[0] == '#' && ys__is_damage(text))
        return YS__EXCEL_DAMAGE;
    if (r->code_like && text.n > 1 && (text.p[0] == '=' || (text.n > 4 && ys__is_scientific(text))))
        return YS__EXCEL_DAMAGE;
    if (f->format && !ys__text_format(f->format, text))
        return YS__WRONG_TYPE;
    if (f->pattern && !fits_pattern(r, text))
        return ys__was_number(text) ? YS__EXCEL_DAMAGE : YS__PATTERN;
    if (f->min_length >= 0 || f->max_length >= 0) {
        long length = (long)ys__text_length(text);

        if ((f->min_length >= 0 && length < f->min_length) || (f->max_length >= 0 && length > f->max_length))
            return YS__LENGTH;
    }
    return YS__CODES;
}

/* Without a key nothing is kept, so that any spreading of the bits will do to tell identifiers apart. */
static ys__id plain_id(ys__slice text)
{
    return (ys__id){ ys__hash(text.p, text.n, 1), ys__hash(text.p, text.n, UINT64_C(0x9E3779B97F4A7C15)) };
}

void ys__read_ids(ys__conversion *c, ys__intake *r)
{
    const ys__import_options *o = c->options;

    if (r->f->pattern && r->matcher == NULL)
        r->matcher = ys__matcher_new(r->f->pattern);
    if (c->base == 0)
        r->codes = (ys__codes_seen){ 0 };
    for (size_t k = 0; k < c->n_left; k++) {
        size_t i = c->left[k];
        ys__slice text = c->texts[i];
        ys__code fault = c->why[i] ? YS__CODES : text_fault(r, text);
        ys__id id = { 0, 0 };

        if (!c->why[i] && fault == YS__CODES)
            ys__note_code(&r->codes, text);

        if (fault != YS__CODES)
            ys__refuse(c, r, i, fault);
        if (!r->keep)
            continue;
        if (c->why[i] == 0 && o->pseudonym && c->partners[i] >= 0)
            id = o->pseudonym(text, &c->in->partners[c->partners[i]], r->f, o->pseudonym_ctx);
        else if (c->why[i] == 0)
            id = plain_id(text);
        r->out->id[r->base + i] = id;
    }
}

void ys__read_texts(ys__conversion *c, ys__intake *r)
{
    int64_t *v = r->out->v + r->base;

    for (size_t k = 0; k < c->n_left; k++) {
        size_t i = c->left[k];
        ys__code fault;

        if (c->why[i])
            continue;
        if ((fault = text_fault(r, c->texts[i])) != YS__CODES)
            ys__refuse(c, r, i, fault);
        if (r->keep && (v[i] = ys__dict_add(&r->out->dict, c->texts[i])) < 0)
            c->failed = true;
    }
}

/* Cells of a column with few distinct texts: each is understood once. */
void ys__read_memo(ys__conversion *c, ys__intake *r)
{
    bool by_partner = r->f->role == YS__ROLE_SITE;
    int64_t *v = r->out->v + r->base;

    for (size_t k = 0; k < c->n_left; k++) {
        size_t i = c->left[k];
        uint32_t salt = by_partner ? (uint32_t)c->partners[i] : 0;
        ys__memo_entry *e;

        if (c->why[i])
            continue;
        if ((e = ys__memo_get(&r->memo, c->texts[i], salt)) == NULL) {
            c->failed = true;
            return;
        }
        if (!e->known) {
            e->p = ys__lasting(c, c->texts[i]);
            e->verdict = YS__CODES;
            r->resolve(c, r, c->texts[i], salt, e);
            if (c->undecided || c->failed)
                return;
            e->known = true;
        }
        v[i] = e->value;
        if (r->f->role == YS__ROLE_PARTNER)
            c->partners[i] = e->extra;
        if (e->verdict != YS__CODES)
            ys__refuse_met(c, r, i, (ys__code)e->verdict, e);
    }
}

static void keep_text(ys__conversion *c, ys__intake *r, ys__slice text, ys__memo_entry *e)
{
    if (r->keep)
        e->value = ys__dict_add(&r->out->dict, text);
    c->failed = c->failed || e->value < 0 || e->p == NULL;
}

void ys__resolve_text(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e)
{
    (void)salt;
    e->verdict = (uint8_t)text_fault(r, text);
    keep_text(c, r, text, e);
}

void ys__resolve_list(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e)
{
    const ys__field *f = r->f;
    int found = -1;

    (void)salt;
    if (c->style.strict) {
        for (size_t i = 0; i < f->n_list && found < 0; i++)
            if (ys__slice_is(text, f->list[i].code))
                found = (int)i;
    } else {
        found = ys__list_find(f->list, f->n_list, text);
    }
    if (found >= 0)
        keep_text(c, r, ys__slice_of(f->list[found].code), e);
    else
        e->verdict = ys__is_damage(text) ? YS__EXCEL_DAMAGE : YS__NOT_IN_LIST;
}

static bool is_one_of(ys__slice text, const char *const *words, size_t n, bool fold)
{
    for (size_t i = 0; i < n; i++)
        if (fold ? ys__text_same(text, ys__slice_of(words[i])) : ys__slice_is(text, words[i]))
            return true;
    return false;
}

void ys__resolve_bool(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e)
{
    static const char *const strict_true[] = { "true", "True", "TRUE", "1" };
    static const char *const strict_false[] = { "false", "False", "FALSE", "0" };
    static const char *const true_words[] = { "true", "1", "yes", "y", "t", "si", "s", "verdadero", "v", "x" };
    static const char *const false_words[] = { "false", "0", "no", "n", "f", "falso" };
    const ys__field *f = r->f;
    bool strict = c->style.strict, yes, no;

    (void)salt;
    if (f->true_values)
        yes = is_one_of(text, f->true_values, f->n_true, false);
    else
        yes = strict ? is_one_of(text, strict_true, 4, false) : is_one_of(text, true_words, 10, true);
    if (f->false_values)
        no = is_one_of(text, f->false_values, f->n_false, false);
    else
        no = strict ? is_one_of(text, strict_false, 4, false) : is_one_of(text, false_words, 6, true);
    e->value = yes;
    if (!yes && !no)
        e->verdict = ys__is_damage(text) ? YS__EXCEL_DAMAGE : YS__WRONG_TYPE;
}

static ys__reading read_datetime(ys__conversion *c, const ys__field *f, ys__slice text, int64_t *value)
{
    ys__reading reading;
    int32_t days, seconds = 0;
    size_t gap = 0;

    if (f->format && strcmp(f->format, "any") != 0 && strcmp(f->format, "default") != 0) {
        if (!ys__format_read(f->format, text, &days, &seconds))
            return YS__READ_WRONG;
        *value = (int64_t)days * DAY_SECONDS + seconds;
        return YS__READ_OK;
    }
    if (ys__time_parse(text, false, value))
        return !c->style.strict || text.n > 10 ? YS__READ_OK : YS__READ_WRONG;
    if (c->style.strict)
        return YS__READ_WRONG;
    if (ys__serial_read(text, value))
        return YS__READ_OK;
    while (gap < text.n && text.p[gap] != ' ' && text.p[gap] != 'T')
        gap++;
    reading = ys__date_read(f, &c->style, (ys__slice){ text.p, gap }, &days);
    if (reading != YS__READ_OK)
        return reading;
    if (gap < text.n && !ys__clock_read(&c->style, (ys__slice){ text.p + gap + 1, text.n - gap - 1 }, &seconds))
        return YS__READ_WRONG;
    *value = (int64_t)days * DAY_SECONDS + seconds;
    return YS__READ_OK;
}

/* Periods as people write them, such as "Aug 2017" and "T1 2018". */
static bool is_period_in_words(const ys__calendar *calendar, ys__slice text, ys__period *out)
{
    char id[YS__PERIOD_SIZE];
    ys__slice rest;

    return ys__period_in_header(calendar, text, (ys__period){ 0, 0 }, out, &rest, id) == YS__PERIOD_OK && rest.n == 0;
}

/* A month; the first day of one is what spreadsheets make of it. */
static bool is_month_in_words(const ys__calendar *calendar, ys__slice text, ys__period *out)
{
    int32_t day;

    if (text.n >= 10 && ys__date_parse((ys__slice){ text.p, 10 }, &day) && text.p[8] + text.p[9] != '0' + '1')
        return false;
    return is_period_in_words(calendar, text, out) && out->months == 1;
}

static ys__reading read_yearmonth(const ys__conversion *c, const ys__field *f, ys__slice text, int64_t *value)
{
    static const ys__calendar plain = { .period_months = 1, .first_month = 1 };
    ys__period p;
    int32_t days, seconds;

    if (f->format && strcmp(f->format, "any") != 0 && strcmp(f->format, "default") != 0) {
        if (!ys__format_read(f->format, text, &days, &seconds))
            return YS__READ_WRONG;
        *value = ys__month_of_day(days);
        return YS__READ_OK;
    }
    if (text.n == 7 && ys__period_parse(&plain, text, false, &p) && p.months == 1) {
        *value = p.month;
        return YS__READ_OK;
    }
    if (!c->style.strict && is_month_in_words(&plain, text, &p)) {
        *value = p.month;
        return YS__READ_OK;
    }
    return YS__READ_WRONG;
}

/* Times, date-times, months. */
void ys__resolve_time(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e)
{
    ys__reading reading = YS__READ_WRONG;
    int32_t seconds = 0, days;
    bool by_date = r->f->type == YS__FIELD_DATETIME && !r->f->format;

    (void)salt;
    if (by_date && !c->decided && !c->style.strict && !ys__time_parse(text, false, &e->value)) {
        c->undecided = true;
        return;
    }
    if (r->f->type == YS__FIELD_DATETIME) {
        reading = read_datetime(c, r->f, text, &e->value);
    } else if (r->f->type == YS__FIELD_YEARMONTH) {
        reading = read_yearmonth(c, r->f, text, &e->value);
    } else if (r->f->format && strchr(r->f->format, '%') ? ys__format_read(r->f->format, text, &days, &seconds)
                                                          : ys__clock_read(&c->style, text, &seconds)) {
        reading = YS__READ_OK;
        e->value = seconds;
    }
    if (reading != YS__READ_OK)
        e->verdict = ys__is_damage(text) ? YS__EXCEL_DAMAGE
                     : reading == YS__READ_AMBIGUOUS ? YS__AMBIGUOUS_DATE : YS__WRONG_TYPE;
    else if (e->value < r->low[0] || e->value > r->high[0])
        e->verdict = YS__OUT_OF_RANGE;
}

void ys__resolve_partner(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e)
{
    const struct ys_initiative *in = c->in;

    (void)salt;
    e->extra = -1;
    for (size_t i = 0; in && i < in->n_partners && e->extra < 0; i++)
        if (ys__slice_is(text, in->partners[i].id))
            e->extra = (int32_t)i;
    for (size_t i = 0; in && i < in->n_partners && e->extra < 0; i++)
        if (ys__text_same(text, ys__slice_of(in->partners[i].id)) ||
            ys__label_means(&in->partners[i].name, text))
            e->extra = (int32_t)i;
    if (e->extra < 0 && in)
        e->verdict = YS__UNKNOWN_PARTNER;
    keep_text(c, r, e->extra < 0 ? text : ys__slice_of(in->partners[e->extra].id), e);
}

void ys__resolve_site(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e)
{
    const struct ys_initiative *in = c->in;
    const ys__partner *partner = in && (int32_t)salt >= 0 ? &in->partners[salt] : NULL;
    const ys__site *site = partner ? ys__find_site(partner, text) : NULL;

    for (size_t i = 0; partner && site == NULL && i < partner->n_sites; i++)
        if (ys__text_same(text, ys__slice_of(partner->sites[i].id)) ||
            ys__label_means(&partner->sites[i].name, text))
            site = &partner->sites[i];
    e->verdict = (uint8_t)text_fault(r, text);
    if (e->verdict == YS__CODES && partner && site == NULL && !partner->sites_open)
        e->verdict = YS__UNKNOWN_SITE;
    keep_text(c, r, site ? ys__slice_of(site->id) : text, e);
}

void ys__resolve_period(ys__conversion *c, ys__intake *r, ys__slice text, uint32_t salt, ys__memo_entry *e)
{
    static const ys__calendar plain = { .period_months = 3, .first_month = 1 };
    const ys__calendar *calendar = c->in ? &c->in->calendar : &plain;
    ys__reading reading;
    ys__period p;
    int32_t days;

    (void)r;
    (void)salt;
    if (ys__date_parse(text, &days)) {
        p = ys__period_around(calendar, ys__month_of_day(days), c->day_months);
    } else if (!ys__period_parse(calendar, text, true, &p)) {
        if (!c->decided && !c->style.strict) {
            c->undecided = true;
            return;
        }
        reading = ys__date_read(r->f, &c->style, text, &days);
        if (reading == YS__READ_OK) {
            p = ys__period_around(calendar, ys__month_of_day(days), c->day_months);
        } else if (c->style.strict || reading == YS__READ_AMBIGUOUS || !is_period_in_words(calendar, text, &p)) {
            e->verdict = reading == YS__READ_AMBIGUOUS ? YS__AMBIGUOUS_DATE : (uint8_t)refusals[reading];
            return;
        }
    }
    e->value = ys__period_pack(p);
}
