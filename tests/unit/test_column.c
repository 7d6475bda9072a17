/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/column.h"
#include "tap.h"

static void dictionaries(void)
{
    ys__dict dict = { 0 };
    char text[16];
    bool same = true;

    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "item %d", i);
        same = same && ys__dict_add(&dict, ys__slice_of(text)) == i;
    }
    OK(same, "texts are numbered in their order");
    IS_INT(ys__dict_add(&dict, ys__slice_of("item 7")), 7, "a known text keeps its number");
    IS_INT(ys__dict_find(&dict, ys__slice_of("item 999")), 999, "and is found");
    IS_INT(ys__dict_find(&dict, ys__slice_of("none")), -1, "another is not");
    IS_INT(ys__dict_add(&dict, ys__slice_of("")), 1000, "the empty text is one too");
    ys__dict_free(&dict);
    IS_INT(ys__dict_find(&dict, ys__slice_of("item 7")), -1, "an empty dictionary has nothing");
}

static void numbers(void)
{
    ys__column c = { .kind = YS__COLUMN_NUMBER };

    ys__column_add(&c, 12);
    ys__column_add_decimal(&c, 125, 1);
    ys__column_add_missing(&c, YS__REFUSED);
    ys__column_add_decimal(&c, -5, 3);
    IS_INT(c.scale, 3, "the finest scale holds");
    IS_INT(c.v[0], 12000, "earlier values follow");
    IS_NEAR(ys__column_real(&c, 1), 12.5, 0, "with their value");
    IS_INT(ys__column_missing(&c, 2), YS__REFUSED, "a reason is kept");
    IS_INT(ys__column_missing(&c, 3), YS__MISSING_NONE, "a value has none");
    ys__column_add(&c, INT64_C(999999999999999999));
    IS_INT(c.kind, YS__COLUMN_REAL, "what does not fit becomes real");
    IS_NEAR(ys__column_real(&c, 3), -0.005, 0, "and keeps its value");
    ys__column_free(&c);
}

static void rows(void)
{
    static const char *const texts[] = { "a", "b", "a", "c" };
    static const uint32_t chosen[] = { 3, 1, 3 };
    ys__column c = { .kind = YS__COLUMN_CODE }, taken, ids = { .kind = YS__COLUMN_ID };

    for (size_t i = 0; i < 4; i++)
        ys__column_add(&c, ys__dict_add(&c.dict, ys__slice_of(texts[i])));
    OK(ys__column_take(&taken, &c, chosen, 3, false), "rows are taken");
    IS_INT(taken.v[0], 2, "codes stay");
    ys__column_free(&taken);
    OK(ys__column_take(&taken, &c, chosen, 3, true), "and made compact");
    OK(taken.dict.n == 2 && taken.v[0] == 0 && taken.v[1] == 1, "numbered in the order of rows");
    OK(ys__slice_is(taken.dict.items[0], "c"), "the first text first");
    ys__column_free(&taken);
    ys__column_free(&c);
    for (uint64_t i = 0; i < 100; i++)
        ys__column_add_id(&ids, (ys__id){ i, ~i });
    ys__column_add_missing(&ids, YS__NOT_REPORTED);
    OK(ids.id[99].high == 99 && ids.id[99].low == ~UINT64_C(99) && ids.missing[100] == YS__NOT_REPORTED &&
       ids.missing[99] == YS__MISSING_NONE, "identifiers are 128 bits");
    ys__column_free(&ids);
}

int main(void)
{
    dictionaries();
    numbers();
    rows();
    return DONE();
}
