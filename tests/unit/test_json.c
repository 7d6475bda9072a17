/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/json.h"
#include "formats/pattern.h"

#include "tap.h"

static const struct {
    const char *text;
    unsigned line, column;
    const char *message; /* NULL: it is JSON */
} texts[] = {
    { "{}", 0, 0, NULL },
    { "\xEF\xBB\xBF[1, -0.5e+3, true, null, \"\\u00e9\"]\r\n", 0, 0, NULL },
    { "", 1, 1, "the file ends here, but a bracket or a quote is still open" },
    { "{\"a\": 1,}", 1, 9, "a value is missing before this bracket, or the comma before it is one too many" },
    { "{\"a\": 1\n \"b\": 2}", 2, 2, "a comma or a colon is missing before this quote" },
    { "{\"a\": \"x\n}", 1, 7, "this text has no closing quote in its line; a line break inside a text is written \\n" },
    { "{\"a\": \"x,\n \"b\": \"y\"}", 1, 7,
      "this text has no closing quote in its line; a line break inside a text is written \\n" },
    { "{\"a\": 'x'}", 1, 7, "texts stand in double quotes" },
    { "{\n// no\n}", 2, 1, "comments have no place in JSON" },
    { "[01]", 1, 2, "this is not how JSON writes a number: digits, with a point before the decimals" },
    { "[1.]", 1, 2, "this is not how JSON writes a number: digits, with a point before the decimals" },
    { "[1e999]", 1, 2, "this number is too large" },
    { "[\"\xC3\xA9\", nope]", 1, 7, "not valid JSON from here on" },
    { "[1] 2", 1, 5, "not valid JSON from here on" },
    { "[\"a\tb\"]", 1, 2, "a tab inside a text is written \\t" },
    { "[\n\"\xE9\"]", 2, 2, "this byte is not UTF-8; save the file with the encoding UTF-8" },
    { "[[[", 1, 4, "the file ends here, but a bracket or a quote is still open" },
    { "[1,\r\n\"a\\,b\"\n\n]", 2, 3, "not valid JSON from here on" }, /* told when the lines after it were passed */
};

static void test_syntax(void)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ys__arena arena = { 0 };
        ys__json *json = NULL;
        ys_error err = YS_ERROR_INIT;
        ys_status status = ys__json_parse(&json, &arena, "f.json", texts[i].text, strlen(texts[i].text), &err);

        IS_INT(status, texts[i].message ? YS_E_SYNTAX : YS_OK, texts[i].text);
        IS_INT(err.line, texts[i].line, "at the line");
        IS_INT(err.column, texts[i].column, "and the column");
        if (texts[i].message)
            IS_TEXT(err.text, texts[i].message, "says why");
        ys__arena_free(&arena);
    }
}

static void test_places(void)
{
    static const char text[] = "{\n  \"\xC3\xA9t\xC3\xA9\": [1, {\"a\": \"x\\ny\"}],\n  \"b\": 1, \"b\" : false\n}\n";
    ys__arena arena = { 0 };
    ys__json *json = NULL;
    const ys__json *list, *a, *b;

    if (!OK(ys__json_parse(&json, &arena, "f.json", text, strlen(text), NULL) == YS_OK, "parsed"))
        return;
    IS_INT(json->n, 3, "members, a key that stands twice twice");
    list = json->child;
    IS_TEXT(list->key, "\xC3\xA9t\xC3\xA9", "key");
    IS_INT(list->key_column, 3, "column of the key");
    IS_INT(list->column, 10, "column of the value, in characters");
    a = ys__json_member(list->child->next, "a");
    IS_TEXT(a->text, "x\ny", "unescaped");
    OK(a->escaped, "marked as escaped");
    IS_INT(a->column, 20, "column of a text deep inside");
    b = ys__json_member(json, "b");
    OK(b->kind == YS__JSON_BOOL && !b->truth, "the last of two");
    IS_INT(b->line, 3, "its line");
    IS_INT(b->column, 17, "its column");
    OK(ys__json_member(json, "B") == NULL, "keys are case-sensitive");
    ys__arena_free(&arena);
}

static void test_put(void)
{
    ys__buffer to = { 0 };

    ys__json_put(&to, (ys__slice){ "a\"\\\n\x01\xC3\xA9\xE9z", 9 });
    IS_TEXT(to.text, "\"a\\\"\\\\\\n\\u0001\xC3\xA9\xEF\xBF\xBDz\"", "a text as JSON");
    ys__buffer_free(&to);
}

static const struct {
    const char *pattern, *cell;
    bool matches;
} cells[] = {
    { "[0-9]{5}", "19143", true },  { "[0-9]{5}", "191434", false },   { "[0-9]{5}", "x19143", false },
    { "[0-9]{5}", "19143\n", false }, { "a|ab", "ab", true },          { "", "", true },
    { "\\w+", "ni\xC3\xB1o", true },  { ".", "\xC3\xB1", true },       { ".", "\xF1", false },
    { "(a+)+b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false },
};

static void test_patterns(void)
{
    ys__pattern *pattern;
    ys_error err = YS_ERROR_INIT;

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        pattern = NULL;
        if (!OK(ys__pattern_compile(&pattern, cells[i].pattern, &err) == YS_OK, cells[i].pattern))
            continue;
        IS_INT(ys__pattern_matches(pattern, ys__slice_of(cells[i].cell)), cells[i].matches, cells[i].cell);
        IS_INT(ys__pattern_matches(pattern, ys__slice_of(cells[i].cell)), cells[i].matches, "and again");
        ys__pattern_free(pattern);
    }
    IS_INT(ys__pattern_compile(&pattern, "\xC3\xB1[0-9", &err), YS_E_SYNTAX, "a bracket is open");
    IS_INT(err.column, 6, "its column");
    ys__pattern_free(NULL);
}

static const struct {
    const char *pattern, *example; /* NULL: none that could be shown */
} examples[] = {
    { "P[0-9]{3}", "P123" },
    { "^[A-Z]{2}-\\d{2,4}$", "AB-12" },
    { "(?:north|south)\\.[0-9]+", "north.123" },
    { "([A-C])[a-z]?x*", "Abx" },
    { "a(b(c|d)|e)f|g", "abcf" },
    { "[0-9]{5}(-[0-9]{4})?", "12345-1234" },
    { "x{99}", NULL },
    { "[^a]", NULL },
    { "(?=x)x", NULL },
    { "\\p{L}+", NULL },
    { "\xC3\xB1{3}", NULL },
    { "a$b", NULL },
    { "((((((((((a))))))))))", NULL },
};

static void test_examples(void)
{
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        ys__pattern *pattern = NULL;
        ys__buffer text = { 0 };
        bool found;

        if (!OK(ys__pattern_compile(&pattern, examples[i].pattern, NULL) == YS_OK, examples[i].pattern))
            continue;
        found = ys__pattern_example(pattern, examples[i].pattern, &text);
        if (examples[i].example)
            IS_TEXT(found ? text.text : NULL, examples[i].example, examples[i].pattern);
        else
            OK(!found, examples[i].pattern);
        ys__buffer_free(&text);
        ys__pattern_free(pattern);
    }
}

int main(void)
{
    test_syntax();
    test_places();
    test_put();
    test_patterns();
    test_examples();
    return DONE();
}
