/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/table.h>

#include "tap.h"

static const ys_table_column columns[] = {
    { "partner", "Partner", YS_COLUMN_TEXT },
    { "site", "Site", YS_COLUMN_TEXT },
    { "value", "Share of all", YS_COLUMN_NUMBER },
    { "n", NULL, YS_COLUMN_NUMBER },
    { NULL, "Of", YS_COLUMN_TEXT },
    { "note", "Note", YS_COLUMN_NOTE },
};

static ys_table *sample(void)
{
    ys_table *t = NULL;

    ys_table_new(&t, columns, sizeof columns / sizeof *columns, NULL);
    ys_table_text_shown(t, "centro", "Peñón Center, the old house", NULL);
    ys_table_text(t, NULL, NULL);
    ys_table_number_shown(t, 0.5, "50.0%", NULL);
    ys_table_number(t, 1234567, NULL);
    ys_table_text(t, "1 of 2", NULL);
    ys_table_text(t, "", NULL);
    ys_table_text(t, "=b, \"x\"", NULL);
    ys_table_text(t, "", NULL);
    ys_table_number(t, NAN, NULL);
    ys_table_number(t, -1.5, NULL);
    ys_table_text(t, "", NULL);
    ys_table_text(t, "3 of 4 reports; the others have not come yet", NULL);
    return t;
}

static const struct {
    const char *name;
    ys_format format;
    int width, colour;
    const char *want;
} cases[] = {
    { "csv", YS_FORMAT_CSV, 20, 1,
      "partner,site,value,n,note\n"
      "centro,,0.5,1234567,\n"
      "\"'=b, \"\"x\"\"\",,,-1.5,3 of 4 reports; the others have not come yet\n" },
    { "json", YS_FORMAT_JSON, 20, 1,
      "[\n"
      "{\"partner\":\"centro\",\"site\":\"\",\"value\":0.5,\"n\":1234567,\"note\":\"\"},\n"
      "{\"partner\":\"=b, \\\"x\\\"\",\"site\":\"\",\"value\":null,\"n\":-1.5,"
      "\"note\":\"3 of 4 reports; the others have not come yet\"}\n"
      "]\n" },
    { "text of any width", YS_FORMAT_TEXT, 0, 0,
      "Partner                      Share of all  Of\n"
      "───────────────────────────  ────────────  ──────\n"
      "Peñón Center, the old house         50.0%  1 of 2\n"
      "=b, \"x\"\n"
      "    3 of 4 reports; the others have not come yet\n" },
    { "text in 30 columns", YS_FORMAT_TEXT, 30, 1,
      "\033[1mPartner          Share  Of\n"
      "                    of\n"
      "                   all\n"
      "\033[0m───────────────  ─────  ──────\n"
      "Peñón Center,    50.0%  1 of 2\n"
      "the old house\n"
      "=b, \"x\"\n"
      "    3 of 4 reports; the others\n"
      "    have not come yet\n" },
};

int main(void)
{
    ys_table *t = sample(), *none = NULL;
    char *text = NULL;
    size_t n;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ys_table_render(t, cases[i].format, cases[i].width, cases[i].colour, &text, &n, NULL);
        IS_TEXT(text, cases[i].want, cases[i].name);
        IS_INT(n, strlen(text), "length");
        free(text);
    }
    ys_table_free(t);

    ys_table_new(&none, columns, 1, NULL);
    ys_table_caption(none, "Nothing here", NULL);
    IS_INT(ys_table_render(none, YS_FORMAT_TEXT, 80, 0, &text, &n, NULL), YS_OK, "a table without rows");
    IS_TEXT(text, "Nothing here\n\nPartner\n───────\n", "has its header");
    free(text);
    IS_INT(ys_table_render(none, YS_FORMAT_JSON, 80, 0, &text, &n, NULL), YS_OK, "as JSON");
    IS_TEXT(text, "[\n]\n", "is an empty list");
    free(text);
    ys_table_free(none);
    return DONE();
}
