/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/template_parts.h"

#include "base/number.h"
#include "data/stamp.h"
#include "report/expected.h"

const char *const ys__paper_sheets[3] = { N_("How to fill in"), N_("Fields"), N_("Lists") };

static ys__lang other_lang(void)
{
    return ys__lang_now() == YS__EN ? YS__ES : YS__EN;
}

void ys__put_expected_here(ys__buffer *to, ys__lang lang, const ys__entry *e)
{
    if (e->choices.n)
        ys__put(to, ys__translate(lang, N_("choose from the list")));
    else
        ys__put_limits(to, lang, e->f);
    if (e->f->required)
        ys__put(to, ys__translate(lang, N_("; must be filled")));
}

/* The lists */

typedef struct list {
    ys__paper *p;
    lxw_worksheet *sheet;
    const ys__field *f;
    int row;
} list;

/* A line of a list: as people of this language choose it, the code, and as people of the other one would. */
static void put_line(list *l, const char *shown, const char *code, const char *other)
{
    const char *const texts[] = { shown, code, other };
    bool numbers = l->f->type == YS__FIELD_INTEGER || l->f->type == YS__FIELD_NUMBER;

    for (int i = 0; i < 3; i++) {
        const ys__spot at = { l->p->book, l->sheet, l->row, l->p->list_column + i };
        double x;

        if (numbers && ys__real_parse(ys__slice_of(texts[i]), &x))
            ys__put_number(at, x, YS__STYLE_CALC, NULL);
        else
            ys__put_text(at, texts[i], YS__STYLE_CALC);
    }
    l->row++;
}

static void put_booleans(list *l)
{
    const ys__field *f = l->f;
    static const char *const words[] = { N_("yes"), N_("no") }, *const codes[] = { "true", "false" };

    for (int i = 0; i < 2; i++) {
        const char **own = i == 0 ? f->true_values : f->false_values;

        if (own && (i == 0 ? f->n_true : f->n_false))
            put_line(l, own[0], own[0], own[0]);
        else
            put_line(l, _(words[i]), codes[i], ys__translate(other_lang(), words[i]));
    }
}

/* Texts that stand for a missing value are chosen like others. */
static void put_missing(list *l, const ys__entry *e)
{
    for (size_t i = 0; i < e->n_missing; i++)
        if (e->missing[i].text[0])
            put_line(l, e->missing[i].text, e->missing[i].text, e->missing[i].text);
}

static bool put_choices(list *l, const ys__template *t)
{
    const ys__field *f = l->f;

    if (f->role == YS__ROLE_SITE && t->partner->n_sites && !t->partner->sites_open) {
        for (size_t i = 0; i < t->partner->n_sites; i++)
            put_line(l, ys__site_shown(t->partner, i, ys__lang_now()), t->partner->sites[i].id,
                     ys__site_shown(t->partner, i, other_lang()));
    } else if (f->role == YS__ROLE_PARTNER) {
        put_line(l, t->partner->id, t->partner->id, t->partner->id);
    } else if (f->n_list) {
        for (size_t i = 0; i < f->n_list; i++)
            put_line(l, ys__category_shown(f->list, f->n_list, i, ys__lang_now()), f->list[i].code,
                     ys__category_shown(f->list, f->n_list, i, other_lang()));
    } else if (f->type == YS__FIELD_BOOLEAN) {
        put_booleans(l);
    } else {
        return false;
    }
    return true;
}

void ys__paper_lists(ys__paper *p, lxw_worksheet *sheet, ys__entries *all)
{
    for (size_t i = 0; i < all->n; i++) {
        ys__entry *e = &all->items[i];
        list l = { p, sheet, e->f, 1 };
        char first[8], last[8];

        if (!put_choices(&l, all->t))
            continue;
        put_missing(&l, e);
        ys__paper_put(p, sheet, 0, p->list_column, e->f->name, YS__STYLE_CALC_HEAD);
        ys__column_letter(first, (size_t)p->list_column);
        ys__column_letter(last, (size_t)p->list_column + 2);
        ys__putf(&e->choices, "%s!$%s$2:$%s$%d", _(ys__paper_sheets[2]), first, first, l.row);
        ys__putf(&e->block, "%s!$%s$2:$%s$%d", _(ys__paper_sheets[2]), first, last, l.row);
        p->list_column += 3;
    }
}

/* How to fill in */

static const char *const steps[] = {
    N_("Fill in the yellow cells of the first sheet, one row for each record. Choose from the lists where there is one."
       " Paste with “values only”, so that the lists and checks stay."),
    N_("Empty is not zero. Write 0 where it was zero. Where a value is missing, leave the cell empty or write the "
       "reason:"),
    N_("Codes, never names: no names, birth dates, telephone numbers, addresses or numbers of any authority."),
    N_("Look at the column on the right: ✔ is ready, ✖ says what is missing or wrong. ▲ is unusual: please look once."),
    N_("Nothing to report? Send the file with no row filled in: that says zero. No file says nothing."),
    N_("Where sites are listed beforehand, clear the row of a site that was closed. More records than yellow rows? "
       "Go on below them."),
    N_("Save the workbook (.xlsx), keep its name, and send it. If it must be CSV, save the first sheet as “CSV "
       "UTF-8”."),
};

/* " NA = not applicable, NC = not collected" */
static void put_codes(ys__buffer *to, const ys__form *form, ys__lang lang)
{
    const char *between = " ";

    for (size_t i = 0; i < form->n_missing; i++)
        if (form->missing[i].text[0]) {
            ys__putf(to, "%s%s = %s", between, form->missing[i].text,
                     ys__missing_title_in(lang, form->missing[i].reason));
            between = ", ";
        }
    if (between[0] == ' ')
        ys__put(to, " –");
}

void ys__paper_instructions(ys__paper *p, lxw_worksheet *sheet, const ys__template *t)
{
    static const double widths[] = { 6, 72, 72 };
    int row = 3;

    ys__paper_page(p, sheet, t);
    ys__paper_columns(p, sheet, widths, 3);
    ys__putf(&p->text, "%s · %s", _(ys__paper_sheets[0]), ys__translate(other_lang(), ys__paper_sheets[0]));
    ys__paper_banner(p, sheet, 0, 2, ys__paper_text(p), YS__STYLE_TITLE);
    ys__paper_banner(p, sheet, 1, 2, ys__paper_whose(p, t), YS__STYLE_SUBTITLE);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++, row++) {
        ys__put_number((ys__spot){ p->book, sheet, row, 0 }, (double)i + 1, YS__STYLE_STEP, "0");
        for (int k = 0; k < 2; k++) {
            ys__lang lang = k == 0 ? ys__lang_now() : other_lang();

            ys__put(&p->text, ys__translate(lang, steps[i]));
            if (i == 1)
                put_codes(&p->text, t->form, lang);
            ys__paper_put(p, sheet, row, 1 + k, ys__paper_text(p), k == 0 ? YS__STYLE_STEP_TEXT : YS__STYLE_STEP_OTHER);
        }
        ys__paper_height(p, sheet, row, 46);
    }
}

/* Fields */

static void put_allowed(ys__paper *p, const ys__template *t, const ys__field *f)
{
    enum { LISTED = 30 };
    const char *between = "";
    size_t n = f->role == YS__ROLE_SITE && !t->partner->sites_open ? t->partner->n_sites : f->n_list;

    for (size_t i = 0; i < n && i < LISTED; i++) {
        bool site = f->role == YS__ROLE_SITE;
        const char *code = site ? t->partner->sites[i].id : f->list[i].code;
        const char *shown = site ? ys__site_shown(t->partner, i, ys__lang_now())
                                 : ys__category_shown(f->list, f->n_list, i, ys__lang_now());

        ys__putf(&p->text, strcmp(code, shown) ? "%s%s = %s" : "%s%s", between, code, shown);
        between = "\n";
    }
    if (n > LISTED)
        ys__put(&p->text, "\n…");
    if (n == 0 && f->pattern_text)
        ys__put(&p->text, f->pattern_text);
}

static void put_field_codes(ys__paper *p, const ys__template *t, const ys__field *f)
{
    const ys__missing_value *missing = f->missing ? f->missing : t->form->missing;
    size_t n = f->missing ? f->n_missing : t->form->n_missing;
    const char *between = "";

    for (size_t i = 0; i < n; i++)
        if (missing[i].text[0]) {
            ys__putf(&p->text, "%s%s = %s", between, missing[i].text, ys__missing_title(missing[i].reason));
            between = "\n";
        }
}

enum { COLUMNS = 8 };
static const double widths[COLUMNS] = { 28, 28, 20, 46, 22, 34, 10, 26 };

static void put_field(ys__paper *p, lxw_worksheet *sheet, const ys__template *t, const ys__field *f)
{
    static const ys__style styles[COLUMNS] = { YS__STYLE_PROSE_BOLD, YS__STYLE_PROSE, YS__STYLE_CODE,
                                               YS__STYLE_PROSE, YS__STYLE_PROSE, YS__STYLE_PROSE, YS__STYLE_PROSE,
                                               YS__STYLE_PROSE };
    const char *title = ys__field_title(f, ys__lang_now()), *second = ys__field_title(f, other_lang());
    const char *texts[COLUMNS] = { title, strcmp(title, second) == 0 ? "" : second, f->name,
                                   ys__label_get(&f->description) };

    ys__put_limits(&p->text, ys__lang_now(), f);
    if (f->type == YS__FIELD_DATE && f->role == YS__ROLE_PERIOD)
        ys__put(&p->text, _(" within the period"));
    texts[4] = ys__paper_text(p);
    put_allowed(p, t, f);
    texts[5] = ys__paper_text(p);
    texts[6] = f->required ? _("yes") : _("no");
    put_field_codes(p, t, f);
    texts[7] = ys__paper_text(p);
    for (int c = 0; c < COLUMNS; c++)
        ys__paper_put(p, sheet, p->row, c, texts[c], styles[c]);
    ys__paper_height(p, sheet, p->row++, ys__texts_height(texts, widths, COLUMNS));
}

void ys__paper_definitions(ys__paper *p, lxw_worksheet *sheet, const ys__template *t)
{
    static const char *const heads[COLUMNS] = { N_("Column"), N_("In the other language"), N_("Name in files"),
                                                N_("Meaning"), N_("What it takes"), N_("Allowed values"),
                                                N_("Required"), N_("If a value is missing") };

    const ys__form *form = t->form;

    ys__paper_page(p, sheet, t);
    ys__paper_columns(p, sheet, widths, COLUMNS);
    ys__paper_banner(p, sheet, 0, COLUMNS - 1, _("What each field means"), YS__STYLE_TITLE);
    ys__put(&p->text, form->title.n ? ys__label_get(&form->title) : form->id);
    if (form->catalog && form->catalog->version)
        ys__putf(&p->text, " · %s %s", _("version"), form->catalog->version);
    ys__paper_banner(p, sheet, 1, COLUMNS - 1, ys__paper_text(p), YS__STYLE_SUBTITLE);
    for (int c = 0; c < COLUMNS; c++)
        ys__paper_put(p, sheet, 2, c, _(heads[c]), YS__STYLE_HEAD_LEFT);
    ys__paper_height(p, sheet, 2, 32);
    p->row = 3;
    for (size_t i = 0; i < t->n; i++)
        put_field(p, sheet, t, &form->fields[t->fields[i]]);
    if (sheet && !ys__book_failed(p->book)) {
        worksheet_freeze_panes(sheet, 3, 1);
        ys__book_check(p->book, worksheet_repeat_rows(sheet, 2, 2));
    }
}
