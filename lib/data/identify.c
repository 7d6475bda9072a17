/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/identify.h"

#include <stdlib.h>
#include <strings.h>

#include "base/i18n.h"
#include "data/match.h"
#include "data/reshape.h"

static int partner_index(const struct ys_initiative *in, ys__slice id)
{
    for (size_t i = 0; i < in->n_partners; i++)
        if (ys__slice_is(id, in->partners[i].id))
            return (int)i;
    return -1;
}

/* Ids in one line: "a, b, c". */
static void put_list(ys__buffer *to, const char *const *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ys__put(to, i ? ", " : "");
        if (i == 20) {
            ys__put(to, "...");
            return;
        }
        ys__put(to, items[i]);
    }
}

static size_t partner_ids(const struct ys_initiative *in, const char ***out)
{
    *out = calloc(in->n_partners + 1, sizeof **out);
    for (size_t i = 0; *out && i < in->n_partners; i++)
        (*out)[i] = in->partners[i].id;
    return *out ? in->n_partners : 0;
}

static size_t form_ids(const struct ys_initiative *in, const char ***out)
{
    size_t n = 0, all = 0;

    for (size_t c = 0; c < in->n_catalogs; c++)
        all += in->catalogs[c].n_forms;
    *out = calloc(all + 1, sizeof **out);
    for (size_t c = 0; *out && c < in->n_catalogs; c++)
        for (size_t f = 0; f < in->catalogs[c].n_forms; f++)
            (*out)[n++] = in->catalogs[c].forms[f].id;
    return n;
}

/* An option that names nothing known: what, and what would be right. */
static ys_status unknown(ys_error *err, const char *fmt, const char *given, const char **ids, size_t n)
{
    const char *near = ids ? ys__text_nearest(ys__slice_of(given), ids, n) : NULL;
    ys__buffer text = { 0 };
    ys_status status;

    ys__putf(&text, fmt, given);
    ys__put(&text, "; ");
    if (near)
        ys__putf(&text, _("did you mean “%s”?"), near);
    else if (ids) {
        ys__put(&text, _("known are: "));
        put_list(&text, ids, n);
    }
    status = text.failed ? ys__fail_nomem(err) : ys__fail(err, YS_E_ARGUMENT, NULL, "%s", text.text);
    ys__buffer_free(&text);
    free(ids);
    return status;
}

static ys_status read_options(ys__identity *out, const struct ys_initiative *in, const ys__import_options *o,
                              ys_error *err)
{
    const char **ids;
    size_t n;

    if (o->partner && (out->option_partner = partner_index(in, ys__slice_of(o->partner))) < 0) {
        n = partner_ids(in, &ids);
        return unknown(err, _("there is no partner “%s”"), o->partner, ids, n);
    }
    if (o->form && (out->option_form = ys__find_form(in, ys__slice_of(o->form))) == NULL) {
        n = form_ids(in, &ids);
        return unknown(err, _("there is no form “%s”"), o->form, ids, n);
    }
    if (o->period && !ys__period_parse(&in->calendar, ys__slice_of(o->period), false, &out->option_period)) {
        ys__buffer why = { 0 };
        ys_status status;

        ys__period_explain(&in->calendar, ys__slice_of(o->period), &why);
        status = ys__fail(err, YS_E_ARGUMENT, NULL, "%s", why.text ? why.text : "");
        ys__buffer_free(&why);
        return status;
    }
    return YS_OK;
}

/* The part of a file name up to the next '_'. */
static ys__slice next_part(ys__slice *rest)
{
    const char *end = rest->n ? memchr(rest->p, '_', rest->n) : NULL;
    ys__slice part = { rest->p, end ? (size_t)(end - rest->p) : rest->n };

    *rest = end ? (ys__slice){ end + 1, rest->n - part.n - 1 } : (ys__slice){ rest->p + rest->n, 0 };
    return part;
}

/* PARTNER[_FORM[_PERIOD]].csv; a name that does not begin with a partner tells nothing. */
static void read_name(ys__identity *out, const struct ys_initiative *in, const char *path)
{
    ys__slice rest = ys__slice_of(ys__path_base(path)), part;
    size_t dot = rest.n;

    while (dot > 0 && rest.p[dot - 1] != '.')
        dot--;
    if (dot > 1)
        rest.n = dot - 1;
    out->name_partner = partner_index(in, next_part(&rest));
    if (out->name_partner < 0 || rest.n == 0)
        return;
    part = next_part(&rest);
    out->name_form = ys__find_form(in, part);
    if (out->name_form && rest.n)
        part = next_part(&rest);
    else if (out->name_form)
        return;
    if (!ys__period_parse(&in->calendar, part, false, &out->name_period))
        out->name_period = (ys__period){ 0, 0 };
}

ys_status ys__identify(ys__identity *out, const struct ys_initiative *in, const char *path,
                       const ys__import_options *options, ys_error *err)
{
    ys_status status;

    *out = (ys__identity){ .option_partner = -1, .name_partner = -1 };
    if ((status = read_options(out, in, options, err)) == YS_OK)
        read_name(out, in, path);
    return status;
}

ys__sender ys__sender_of(const ys__identity *who, const struct ys_initiative *in)
{
    int partner = who->option_partner >= 0 ? who->option_partner : who->name_partner;

    if (partner < 0 && in->n_partners == 1)
        partner = 0;
    return (ys__sender){ .in = in, .partner = partner >= 0 ? &in->partners[partner] : NULL,
                         .form = who->option_form ? who->option_form : who->name_form,
                         .period = who->option_period.months ? who->option_period : who->name_period };
}

/* An error of the whole file: first said so, then said so. */
static bool contradict(ys__import *import, const char *fmt, const char *first, const char *second)
{
    ys__buffer text = { 0 };
    bool good;

    ys__putf(&text, fmt, first, second);
    good = !text.failed && ys__find_file(import, YS__CONTRADICTION, true, text.text,
                                         _("Correct the option, the name of the file or its contents."));
    ys__buffer_free(&text);
    return good;
}

static bool wrong_template(ys__import *import, const char *fmt, ys__slice stamp, const char *told)
{
    ys__buffer text = { 0 };
    bool good;

    ys__putf(&text, fmt, (int)stamp.n, stamp.p, told);
    good = !text.failed && ys__find_file(import, YS__WRONG_TEMPLATE, true, text.text,
                                         _("Fill in the template that was made for this partner, form and period "
                                           "(yardstick template), or correct the name of the file or the option."));
    ys__buffer_free(&text);
    import->unusable = true;
    return good;
}

/* The form of a template asks for something else by now. */
static bool old_template(ys__import *import, const ys__form *form)
{
    const ys__stamp *stamp = &import->source->stamp;
    const char *version = form->catalog && form->catalog->version ? form->catalog->version : "";
    ys__buffer text = { 0 };
    bool good;

    if (ys__stamp_print(form) == stamp->print)
        return true;
    ys__put(&text, _("the template is an old one: its form has changed since it was made"));
    if (!ys__slice_is(stamp->version, version))
        ys__putf(&text, _(" (version %.*s then, %s now)"), (int)stamp->version.n, stamp->version.p, version);
    good = !text.failed && ys__find_file(import, YS__OLD_TEMPLATE, false, text.text,
                                         _("If nothing else is found, it will do for this time; next time, use a new "
                                           "template (yardstick template)."));
    ys__buffer_free(&text);
    return good;
}

bool ys__identify_stamp(ys__import *import, const struct ys_initiative *in, ys__identity *who)
{
    const ys__stamp *stamp = &import->source->stamp;
    int partner = stamp->there ? partner_index(in, stamp->partner) : -1;
    int told = who->option_partner >= 0 ? who->option_partner : who->name_partner;
    const ys__form *form = stamp->there ? ys__find_form(in, stamp->form) : NULL;
    const ys__form *told_form = who->option_form ? who->option_form : who->name_form;
    ys__period period = { 0, 0 }, told_period = who->option_period.months ? who->option_period : who->name_period;
    char shown[YS__PERIOD_SIZE];
    bool good = true;

    if (!stamp->there)
        return true;
    if (!ys__period_parse(&in->calendar, stamp->period, false, &period))
        period.months = 0;
    if (partner < 0 || (told >= 0 && told != partner))
        good = wrong_template(import, _("the file is a template for the partner %.*s, not for %s"), stamp->partner,
                              told >= 0 ? in->partners[told].id : _("a partner of this initiative"));
    who->other_form = form == NULL || (told_form && told_form != form);
    if (good && who->other_form)
        good = wrong_template(import, _("the file is a template of the form %.*s, not of %s"), stamp->form,
                              told_form ? told_form->id : _("a form of this initiative"));
    if (good && told_period.months && period.months && !ys__period_equal(told_period, period)) {
        ys__period_format(&in->calendar, told_period, shown);
        good = wrong_template(import, _("the file is a template for the period %.*s, not for %s"), stamp->period,
                              shown);
    }
    if (told < 0)
        who->name_partner = partner;
    if (told_form == NULL)
        who->name_form = form;
    if (told_period.months == 0)
        who->name_period = period;
    return good && (who->other_form || old_template(import, form));
}

/* The choice among forms by their fit; the number of forms that fit as well as the best. */
static size_t fitting_forms(const ys__sender *sender, const ys__source *source, const ys__form **best,
                            const char **names)
{
    const struct ys_initiative *in = sender->in;
    const ys__partner *partner = sender->partner;
    ys__fit best_fit = { 0 };
    size_t n = 0;

    for (size_t c = 0; c < in->n_catalogs; c++)
        for (size_t f = 0; f < in->catalogs[c].n_forms; f++) {
            const ys__form *form = &in->catalogs[c].forms[f];
            ys__fit fit = ys__form_fit(sender, form, source);
            long better;

            if (fit.matched == 0 || (partner && partner->n_forms && !ys__partner_sends(partner, form)))
                continue;
            better = (long)best_fit.missing_required - (long)fit.missing_required;
            better = better ? better : (long)best_fit.unknown - (long)fit.unknown;
            better = better ? better : (long)best_fit.missing - (long)fit.missing;
            if (n == 0 || better > 0) {
                best_fit = fit;
                *best = form;
                n = 0;
            }
            if (n == 0 || better == 0)
                names[n++] = form->id;
        }
    if (n && best_fit.missing_required && best_fit.matched * 2 < best_fit.unknown + best_fit.matched)
        return 0; /* the best is not good */
    return n;
}

static bool form_unknown(ys__import *import, const char *message, const char **names, size_t n)
{
    ys__buffer hint = { 0 };
    bool good;

    ys__put(&hint, _("Say which with --form, or name the file PARTNER_FORM_PERIOD.csv. Forms: "));
    put_list(&hint, names, n);
    good = !hint.failed && ys__find_file(import, YS__UNKNOWN_FORM, true, message, hint.text);
    ys__buffer_free(&hint);
    return good;
}

bool ys__identify_form(ys__import *import, const struct ys_initiative *in, const ys__identity *who,
                       const ys__source *source)
{
    const ys__sender sender = ys__sender_of(who, in);
    const ys__form *best = NULL;
    const char **names;
    size_t n, all;
    bool good = true;

    import->form = who->option_form ? who->option_form : who->name_form;
    if (who->option_form && who->name_form && who->option_form != who->name_form)
        return contradict(import, _("the form is “%s” by the option and “%s” by the name of the file"),
                          who->option_form->id, who->name_form->id);
    if (import->form)
        return true;
    all = form_ids(in, &names);
    if (names == NULL)
        return false;
    n = fitting_forms(&sender, source, &best, names);
    if (n == 1)
        import->form = best;
    else if (n > 1)
        good = form_unknown(import, _("the columns fit several forms"), names, n);
    else {
        free(names);
        all = form_ids(in, &names);
        good = names && form_unknown(import, _("the columns fit no form"), names, all);
    }
    free(names);
    return good;
}

/* The partners of the rows, from the dictionary of the partner column: several (-2), none (-1), or the one. */
static int column_partner(const ys__import *import)
{
    int only = -1;

    for (size_t i = 0; import->row_partner && i < import->table.n; i++) {
        int p = import->row_partner[i];

        if (p >= 0 && only == -1)
            only = p;
        else if (p >= 0 && p != only)
            return -2;
    }
    return only;
}

/* A partner sends the forms that are listed with it. */
static bool check_sends(ys__import *import, const ys__partner *partner)
{
    ys__buffer text = { 0 }, hint = { 0 };
    bool good;

    if (partner->n_forms == 0 || ys__partner_sends(partner, import->form))
        return true;
    ys__putf(&text, _("%s does not send the form “%s”"), partner->id, import->form->id);
    ys__put(&hint, _("Its forms are: "));
    for (size_t i = 0; i < partner->n_forms; i++)
        ys__putf(&hint, "%s%s", i ? ", " : "", partner->forms[i]->id);
    good = !text.failed && !hint.failed && ys__find_file(import, YS__UNKNOWN_FORM, true, text.text, hint.text);
    ys__buffer_free(&text);
    ys__buffer_free(&hint);
    return good;
}

/* The same for each partner of a file that has several. */
static bool check_all_send(ys__import *import, const struct ys_initiative *in)
{
    bool *seen = calloc(in->n_partners + 1, sizeof *seen), good = seen != NULL;

    for (size_t i = 0; good && i < import->table.n; i++) {
        int32_t p = import->row_partner[i];

        if (p >= 0 && !seen[p])
            good = check_sends(import, &in->partners[p]);
        if (p >= 0)
            seen[p] = true;
    }
    free(seen);
    return good;
}

static bool names_partners(const ys__import *import)
{
    int field = import->form->partner_field;

    return field >= 0 && import->table.columns[field].dict.n > 0;
}

static bool partner_unknown(ys__import *import, const struct ys_initiative *in, bool to_store)
{
    enum { LISTED = 12 };
    ys__buffer hint = { 0 };
    bool good;

    ys__put(&hint, _("Say which with --partner, or name the file PARTNER_FORM_PERIOD.csv."));
    for (size_t i = 0; i < in->n_partners && in->n_partners <= LISTED; i++)
        ys__putf(&hint, "%s%s", i ? ", " : _(" The partners are: "), in->partners[i].id);
    ys__put(&hint, in->n_partners <= LISTED ? "." : "");
    good = !hint.failed && ys__find_file(import, YS__UNKNOWN_PARTNER, to_store,
                                         _("it cannot be told which partner sent the file"), hint.text);
    ys__buffer_free(&hint);
    return good;
}

bool ys__identify_partner(ys__import *import, const struct ys_initiative *in, const ys__identity *who, bool to_store)
{
    int named = who->option_partner >= 0 ? who->option_partner : who->name_partner, column = column_partner(import);
    const char *source = who->option_partner >= 0
                             ? _("the partner is “%s” by the option and “%s” by the file's own column")
                             : _("the partner is “%s” by the name of the file and “%s” by its own column");

    if (who->option_partner >= 0 && who->name_partner >= 0 && who->option_partner != who->name_partner)
        return contradict(import, _("the partner is “%s” by the option and “%s” by the name of the file"),
                          in->partners[who->option_partner].id, in->partners[who->name_partner].id);
    if (named >= 0 && column != -1 && column != named) {
        size_t row = 0;

        while (import->row_partner[row] < 0 || import->row_partner[row] == named)
            row++;
        return contradict(import, source, in->partners[named].id, in->partners[import->row_partner[row]].id);
    }
    if (column == -2)
        return check_all_send(import, in);
    free(import->row_partner);
    import->row_partner = NULL;
    named = named >= 0 ? named : column;
    if (named < 0 && names_partners(import))
        return true; /* but none that is known: each cell was refused */
    if (named < 0 && in->n_partners == 1)
        named = 0;
    if (named >= 0) {
        import->partner = &in->partners[named];
        return check_sends(import, import->partner);
    }
    return partner_unknown(import, in, to_store);
}

static int frequency_months(const ys__form *form)
{
    static const int months[] = { [YS__FREQUENCY_MONTH] = 1, [YS__FREQUENCY_QUARTER] = 3, [YS__FREQUENCY_YEAR] = 12,
                                  [YS__FREQUENCY_ONCE] = 1, [YS__FREQUENCY_ANY] = 1 };

    return months[form->frequency];
}

/* The smallest period of the calendar that holds those of all rows; months 0: there is none. */
static ys__period column_period(const ys__import *import, const struct ys_initiative *in)
{
    static const int lengths[] = { 1, 3, 12 };
    int field = import->form->period_field;
    bool in_passes = import->reshaped && import->reshaped->passes > 1;
    ys__period all = in_passes ? ys__reshaped_period(import->reshaped) : (ys__period){ 0, 0 };

    for (size_t i = 0; field >= 0 && !in_passes && i < import->table.n; i++) {
        const ys__column *column = &import->table.columns[field];
        ys__period p = ys__period_unpack(column->v[i]);
        int32_t end = all.month + all.months;

        if (ys__column_missing(column, i) != YS__MISSING_NONE)
            continue;
        if (all.months == 0) {
            all = p;
            continue;
        }
        end = p.month + p.months > end ? p.month + p.months : end;
        all.month = p.month < all.month ? p.month : all.month;
        all.months = end - all.month;
    }
    for (size_t i = 0; all.months && i < 3; i++) {
        ys__period p = ys__period_around(&in->calendar, all.month, lengths[i]);

        if (lengths[i] >= frequency_months(import->form) && ys__period_holds(p, all))
            return p;
    }
    return (ys__period){ 0, all.months ? -1 : 0 };
}

bool ys__identify_period(ys__import *import, const struct ys_initiative *in, const ys__identity *who, bool to_store)
{
    ys__period asked = who->option_period, column = column_period(import, in);
    ys__period named = asked.months ? asked : who->name_period;
    char first[YS__PERIOD_SIZE], second[YS__PERIOD_SIZE];

    if (asked.months && who->name_period.months && !ys__period_equal(asked, who->name_period)) {
        ys__period_format(&in->calendar, asked, first);
        ys__period_format(&in->calendar, who->name_period, second);
        return contradict(import, _("the period is %s by the option and %s by the name of the file"), first, second);
    }
    import->period = named;
    if (!asked.months && column.months > 0 && (named.months == 0 || ys__period_holds(named, column)))
        import->period = column;
    if (import->period.months)
        return true;
    if (column.months < 0)
        return ys__find_file(import, YS__UNKNOWN_PERIOD, true, _("the rows' periods are not all in one year"),
                             _("Send one file for each year, or say the period with --period."));
    return ys__find_file(import, YS__UNKNOWN_PERIOD, to_store, _("it cannot be told which period the file is for"),
                         _("Say which with --period, or name the file PARTNER_FORM_PERIOD.csv."));
}
