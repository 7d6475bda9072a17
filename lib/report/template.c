/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/template.h"

#include <stdlib.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/file.h"
#include "formats/csv.h"
#include "model/due.h"

/* Which templates a partner asks for, and the plain one; the workbook is in template_book.c. */

enum { SECONDS_OF_DAY = 86400 };

const char *ys__label_in(const ys__label *label, ys__lang lang)
{
    for (size_t i = 0; i < label->n; i++)
        if (label->langs[i] && ys__lang_named(label->langs[i]) == lang)
            return label->texts[i];
    return label->n && label->langs[0] == NULL ? label->texts[0] : NULL;
}

const char *ys__field_title(const ys__field *field, ys__lang lang)
{
    const ys__label *label = field->title.n ? &field->title : field->dimension ? &field->dimension->title : NULL;
    const char *text = label ? ys__label_in(label, lang) : NULL;

    return text ? text : label && label->n ? label->texts[0] : field->name;
}

const char *ys__category_shown(const ys__category *list, size_t n, size_t i, ys__lang lang)
{
    const char *title = ys__label_in(&list[i].title, lang);

    if (title == NULL && list[i].title.n)
        title = list[i].title.texts[0];
    return title && ys__list_find(list, n, ys__slice_of(title)) == (int)i ? title : list[i].code;
}

const char *ys__site_shown(const ys__partner *partner, size_t i, ys__lang lang)
{
    const ys__site *sites = partner->sites;
    const char *name = ys__label_in(&sites[i].name, lang);

    for (size_t k = 0; name && k < partner->n_sites; k++) {
        bool same = ys__text_same(ys__slice_of(sites[k].id), ys__slice_of(name));

        for (size_t l = 0; l < sites[k].name.n; l++)
            same = same || ys__text_same(ys__slice_of(sites[k].name.texts[l]), ys__slice_of(name));
        if (same && k != i) /* the reader would take it for the other */
            name = NULL;
    }
    return name ? name : sites[i].id;
}

const char *ys__template_known(const ys__template *t, size_t row, size_t column, bool for_people)
{
    const ys__field *f = &t->form->fields[t->fields[column]];

    if (row >= t->n_known)
        return NULL;
    if (f->role == YS__ROLE_SITE)
        return for_people ? ys__site_shown(t->partner, row, ys__lang_now()) : t->partner->sites[row].id;
    if (f->role == YS__ROLE_PARTNER)
        return t->partner->id;
    return f->role == YS__ROLE_PERIOD && f->type == YS__FIELD_STRING ? t->period_id : NULL;
}

static bool is_key(const ys__form *form, int field)
{
    for (size_t i = 0; i < form->n_key; i++)
        if (form->primary_key[i] == field)
            return true;
    return false;
}

/* Rows are known where the key names a site and nothing the partner would have to say. */
static size_t count_known(const ys__template *t)
{
    const ys__form *form = t->form;
    bool by_site = false;

    for (size_t i = 0; i < form->n_key; i++) {
        const ys__field *f = &form->fields[form->primary_key[i]];
        bool told = f->role == YS__ROLE_PARTNER || (f->role == YS__ROLE_PERIOD && f->type == YS__FIELD_STRING);

        by_site = by_site || f->role == YS__ROLE_SITE;
        if (f->role != YS__ROLE_SITE && !told)
            return 0;
    }
    return by_site && !form->is_register && !t->partner->sites_open ? t->partner->n_sites : 0;
}

/* The period whose report is due: the last one that is over while its days of grace last, else the one in hand; none
 * before the partner took part. */
static ys__period period_due(const struct ys_initiative *in, const ys__partner *partner, const ys__form *form)
{
    int32_t today = (int32_t)(ys__time_now() / SECONDS_OF_DAY);
    int months = ys__frequency_months(form->frequency);
    ys__period now, before;

    if (partner->from > today)
        today = partner->from;
    now = ys__period_around(&in->calendar, ys__month_of_day(today), months ? months : in->calendar.period_months);
    before = ys__period_step(now, -1);
    return today <= ys__period_last_day(before) + in->due_days && ys__partner_active(partner, before) ? before : now;
}

static ys_status set_up(ys__template *out, const struct ys_initiative *in, const ys__partner *partner,
                        const ys__form *form, const char *period, ys_error *err)
{
    ys__template t = { .in = in, .partner = partner, .form = form };
    ys_status status = YS_OK;

    if (period)
        status = ys__period_read(&t.period, &in->calendar, period, err);
    else
        t.period = period_due(in, partner, form);
    if (status != YS_OK)
        return status;
    if ((t.fields = calloc(form->n + 1, sizeof *t.fields)) == NULL)
        return ys__fail_nomem(err);
    ys__period_format(&in->calendar, t.period, t.period_id);
    for (size_t f = 0; f < form->n; f++) /* whose template it is, the file tells by itself */
        if (form->fields[f].role != YS__ROLE_PARTNER || is_key(form, (int)f))
            t.fields[t.n++] = (int)f;
    t.n_known = count_known(&t);
    *out = t;
    return YS_OK;
}

static ys_status write_csv(const ys__template *t, const char *path, ys_error *err)
{
    ys__buffer to = { 0 };
    ys_status status;

    for (size_t i = 0; i < t->n; i++) {
        ys__put(&to, i ? "," : "");
        ys__csv_put(&to, ys__slice_of(t->form->fields[t->fields[i]].name));
    }
    ys__putc(&to, '\n');
    for (size_t r = 0; r < t->n_known; r++) {
        for (size_t i = 0; i < t->n; i++) {
            const char *known = ys__template_known(t, r, i, false);

            ys__put(&to, i ? "," : "");
            ys__csv_put(&to, ys__slice_of(known ? known : ""));
        }
        ys__putc(&to, '\n');
    }
    status = to.failed ? ys__fail_nomem(err) : ys__file_write(path, to.text, to.n, err);
    ys__buffer_free(&to);
    return status;
}

static bool ends_in(const char *path, const char *suffix)
{
    size_t n = strlen(path), m = strlen(suffix);

    return n > m && strcasecmp(path + n - m, suffix) == 0;
}

static ys_status no_such(ys_error *err, const char *fmt, const char *given, const char *near)
{
    const char *hint = near ? _("; did you mean “%s”?") : "";
    ys__buffer text = { 0 };
    ys_status status;

    ys__putf(&text, fmt, given);
    if (near)
        ys__putf(&text, hint, near);
    status = text.failed ? ys__fail_nomem(err) : ys__fail(err, YS_E_ARGUMENT, NULL, "%s", text.text);
    ys__buffer_free(&text);
    return status;
}

static ys_status find_partner(const ys__partner **out, const struct ys_initiative *in, const char *id, ys_error *err)
{
    const char **ids;
    ys_status status;

    if ((*out = ys__find_partner(in, ys__slice_of(id))) != NULL)
        return YS_OK;
    if ((ids = calloc(in->n_partners + 1, sizeof *ids)) == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; i < in->n_partners; i++)
        ids[i] = in->partners[i].id;
    status = no_such(err, _("there is no partner “%s”"), id, ys__text_nearest(ys__slice_of(id), ids, in->n_partners));
    free(ids);
    return status;
}

/* "Its forms are: a, b." */
static ys_status forms_unclear(ys_error *err, const ys__partner *partner, const char *fmt, const char *what)
{
    ys__buffer text = { 0 };
    ys_status status;

    ys__putf(&text, fmt, what);
    ys__put(&text, _("; its forms are: "));
    for (size_t i = 0; i < partner->n_forms; i++)
        ys__putf(&text, "%s%s", i ? ", " : "", partner->forms[i]->id);
    status = text.failed ? ys__fail_nomem(err) : ys__fail(err, YS_E_ARGUMENT, NULL, "%s", text.text);
    ys__buffer_free(&text);
    return status;
}

/* The forms asked for: that of the option, else those of the partner. */
typedef struct asked {
    const ys__form **forms; /* borrowed */
    const ys__form *one;
    size_t n;
} asked;

static ys_status find_forms(asked *out, const struct ys_initiative *in, const ys__partner *partner, const char *id,
                            ys_error *err)
{
    if (id == NULL) {
        *out = (asked){ .forms = partner->forms, .n = partner->n_forms };
        return partner->n_forms ? YS_OK : no_such(err, _("the partner “%s” sends no form"), partner->id, NULL);
    }
    *out = (asked){ .one = ys__find_form(in, ys__slice_of(id)), .n = 1 };
    if (out->one == NULL)
        return forms_unclear(err, partner, _("there is no form “%s”"), id);
    if (partner->n_forms && !ys__partner_sends(partner, out->one))
        return forms_unclear(err, partner, _("the partner does not send the form “%s”"), id);
    return YS_OK;
}

static ys_status write_files(const ys__template *items, size_t n, const char *path, ys_template_fn written, void *ctx,
                             ys_error *err)
{
    ys_status status = YS_OK;

    for (size_t i = 0; status == YS_OK && i < n; i++) {
        ys__buffer name = { 0 };

        if (path)
            ys__put(&name, path);
        else /* the name that submit knows */
            ys__putf(&name, "%s_%s_%s.xlsx", items[i].partner->id, items[i].form->id, items[i].period_id);
        if (name.failed)
            status = ys__fail_nomem(err);
        else if (path && ends_in(path, ".csv"))
            status = write_csv(&items[i], name.text, err);
        else
            status = ys__template_book(&items[i], name.text, err);
        if (status == YS_OK && written && written(name.text, ctx) != 0)
            status = ys__fail(err, YS_E_CANCELLED, NULL, "%s", _("stopped"));
        ys__buffer_free(&name);
    }
    return status;
}

ys_status ys_template_write(const ys_initiative *initiative, const char *partner, const char *path,
                            const ys_template_options *options, ys_template_fn written, void *ctx, ys_error *err)
{
    const ys_template_options plain = YS_TEMPLATE_OPTIONS_INIT, *o = options ? options : &plain;
    const ys__partner *whose;
    ys__template *items;
    asked forms;
    ys_status status;

    if (path && !ends_in(path, ".csv") && !ends_in(path, ".xlsx"))
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("a template is a .xlsx or a .csv, not “%s”"), path);
    if ((status = find_partner(&whose, initiative, partner, err)) != YS_OK ||
        (status = find_forms(&forms, initiative, whose, o->form, err)) != YS_OK)
        return status;
    if (path && forms.n > 1)
        return forms_unclear(err, whose, _("a file holds one form: say which of %s with --form, or leave out -o"),
                             whose->id);
    if ((items = calloc(forms.n, sizeof *items)) == NULL)
        return ys__fail_nomem(err);
    for (size_t i = 0; status == YS_OK && i < forms.n; i++)
        status = set_up(&items[i], initiative, whose, forms.one ? forms.one : forms.forms[i], o->period, err);
    if (status == YS_OK)
        status = write_files(items, forms.n, path, written, ctx, err);
    for (size_t i = 0; i < forms.n; i++)
        free(items[i].fields);
    free(items);
    return status;
}
