/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/expected.h"

const char *ys__type_words(ys__lang lang, const ys__field *field)
{
    static const char *const types[] = {
        [YS__FIELD_STRING] = N_("text"),          [YS__FIELD_INTEGER] = N_("whole number"),
        [YS__FIELD_NUMBER] = N_("number"),        [YS__FIELD_BOOLEAN] = N_("yes or no"),
        [YS__FIELD_DATE] = N_("date"),            [YS__FIELD_TIME] = N_("time"),
        [YS__FIELD_DATETIME] = N_("date and time"), [YS__FIELD_YEARMONTH] = N_("month"),
        [YS__FIELD_YEAR] = N_("year"),
    };

    return ys__translate(lang, types[field->type]);
}

void ys__put_limits(ys__buffer *to, ys__lang lang, const ys__field *field)
{
    ys__put(to, ys__type_words(lang, field));
    if (field->has_minimum && field->minimum_text)
        ys__putf(to, ys__translate(lang, N_(", at least %s")), field->minimum_text);
    if (field->has_maximum && field->maximum_text)
        ys__putf(to, ys__translate(lang, N_(", at most %s")), field->maximum_text);
}

void ys__put_expected(ys__buffer *to, ys__lang lang, const ys__field *field)
{
    enum { LISTED = 12 };

    ys__put_limits(to, lang, field);
    for (size_t i = 0; i < field->n_list && i < LISTED; i++)
        ys__putf(to, "%s%s", i ? ", " : ": ", field->list[i].code);
    if (field->n_list > LISTED)
        ys__put(to, ", ...");
    if (field->required)
        ys__put(to, ys__translate(lang, N_("; must be filled")));
}
