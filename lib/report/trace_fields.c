/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "report/trace.h"

/* What the names in a definition mean. Expressions are looked through as they were written: what is no field's name,
 * such as a function's, is passed over. */

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static const char *end_of_text(const char *p, char mark)
{
    while (*p && *p != mark)
        p++;
    return p;
}

/* The next name from *at on, which is moved behind it; false where there is none. */
static bool next_name(const char **at, ys__slice *name)
{
    const char *p = *at, *end;

    for (; *p; p = *end ? end + 1 : end) {
        end = p;
        if (*p == '\'') {
            end = end_of_text(p + 1, '\'');
        } else if (*p == '`') {
            end = end_of_text(p + 1, '`');
            *name = (ys__slice){ p + 1, (size_t)(end - p - 1) };
            *at = *end ? end + 1 : end;
            return true;
        } else if (in_name(*p)) {
            while (in_name(*end))
                end++;
            *name = (ys__slice){ p, (size_t)(end - p) };
            *at = end;
            return true;
        }
    }
    return false;
}

static void put_titles(ys__buffer *to, const ys__form *form, const char *source, bool *told)
{
    ys__slice name;

    while (source && next_name(&source, &name)) {
        int field = ys__form_field(form, name);

        if (field < 0 || told[field] || ys__label_empty(&form->fields[field].title))
            continue;
        told[field] = true;
        ys__putf(to, "%s%s: %s", to->n ? "\n" : "", form->fields[field].name,
                 ys__label_get(&form->fields[field].title));
    }
}

void ys__put_field_titles(ys__buffer *to, const ys__indicator *i)
{
    bool *told = i->form ? calloc(i->form->n + 1, sizeof *told) : NULL;

    to->failed = to->failed || (i->form && told == NULL);
    if (told == NULL)
        return;
    put_titles(to, i->form, i->measure.source, told);
    put_titles(to, i->form, i->where_source, told);
    for (size_t x = 0; x < i->n_exclude; x++)
        put_titles(to, i->form, i->exclude[x].source, told);
    if (i->period_field >= 0)
        put_titles(to, i->form, i->form->fields[i->period_field].name, told);
    free(told);
}
