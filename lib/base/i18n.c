/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"

#include <assert.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#include <yardstick/text.h>

/* The bytes of the compiled message files (GNU .mo): a header, then two tables of (length, offset), sorted by text. */
static const unsigned char spanish[] = {
#include "po/es.mo.inc"
};

enum { MAGIC = 0x950412de, COUNT_AT = 8, TEXTS_AT = 12, TRANSLATIONS_AT = 16, ENTRY = 8 };

static const unsigned char *const messages[YS__LANGS] = { [YS__ES] = spanish };
static const char *const lang_names[YS__LANGS] = { [YS__EN] = "en", [YS__ES] = "es" };
static _Atomic int lang_now = YS__EN;

static uint32_t word(const unsigned char *at)
{
    uint32_t value;

    memcpy(&value, at, sizeof value); /* written by msgfmt in the byte order of the machine that builds */
    return value;
}

static const char *entry(const unsigned char *mo, uint32_t table_at, uint32_t i)
{
    return (const char *)mo + word(mo + word(mo + table_at) + i * ENTRY + 4);
}

static const char *look_up(const unsigned char *mo, const char *text)
{
    uint32_t low = 0, high = word(mo + COUNT_AT);

    assert(word(mo) == MAGIC);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(text, entry(mo, TEXTS_AT, middle));

        if (order == 0)
            return entry(mo, TRANSLATIONS_AT, middle);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *ys__translate(ys__lang lang, const char *text)
{
    const char *found = messages[lang] && text[0] ? look_up(messages[lang], text) : NULL;

    return found && found[0] ? found : text;
}

/* msgfmt keeps the forms of a plural one behind the other, each with its NUL; it refuses a file that lacks one. */
const char *ys__translate_plural(ys__lang lang, const char *one, const char *other, bool is_one)
{
    const char *found = messages[lang] ? look_up(messages[lang], one) : NULL;

    if (found == NULL || found[0] == '\0')
        return is_one ? one : other;
    return is_one ? found : found + strlen(found) + 1;
}

ys__lang ys__lang_named(const char *name)
{
    int i = 0;

    while (i < YS__LANGS && (name == NULL || strcmp(name, lang_names[i]) != 0))
        i++;
    return (ys__lang)i;
}

ys__lang ys__lang_now(void)
{
    return (ys__lang)atomic_load_explicit(&lang_now, memory_order_relaxed);
}

void ys_language_set(const char *lang)
{
    ys__lang found = ys__lang_named(lang);

    atomic_store(&lang_now, found == YS__LANGS ? YS__EN : found);
}

const char *ys_language(void)
{
    return lang_names[ys__lang_now()];
}

const char *ys_text(const char *english)
{
    return _(english);
}

const char *ys_text_plural(const char *one, const char *other, int is_one)
{
    return ys__translate_plural(ys__lang_now(), one, other, is_one);
}
