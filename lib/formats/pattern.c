/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/pattern.h"

#include <stdatomic.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/i18n.h"

/* Expressions come from files that people share, so one that would search for ever is stopped. */
enum { MATCH_LIMIT = 100000, HEAP_LIMIT = 8192 /* KiB */ };

struct ys__pattern {
    pcre2_code *code;
    bool compiled; /* into machine code */
    pcre2_match_context *limits;
    _Atomic(pcre2_match_data *) spare; /* a match needs one; whoever finds none here makes another */
};

ys_status ys__pattern_compile(ys__pattern **out, const char *expression, ys_error *err)
{
    ys__where at = { 0 };
    ys__pattern *pattern = calloc(1, sizeof *pattern);
    PCRE2_UCHAR reason[160];
    PCRE2_SIZE where = 0;
    int code = 0;

    if (pattern == NULL)
        return ys__fail_nomem(err);
    pattern->code = pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED,
                                  PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C,
                                  &code, &where, NULL);
    if (pattern->code == NULL) {
        free(pattern);
        if (code == PCRE2_ERROR_NOMEMORY || code == PCRE2_ERROR_HEAP_FAILED)
            return ys__fail_nomem(err);
        pcre2_get_error_message(code, reason, sizeof reason);
        at.column = (uint32_t)ys__text_length((ys__slice){ expression, where }) + 1;
        return ys__fail(err, YS_E_SYNTAX, &at, "%s", (const char *)reason);
    }
    pattern->limits = pcre2_match_context_create(NULL);
    if (pattern->limits == NULL) {
        ys__pattern_free(pattern);
        return ys__fail_nomem(err);
    }
    pcre2_set_match_limit(pattern->limits, MATCH_LIMIT);
    pcre2_set_heap_limit(pattern->limits, HEAP_LIMIT);
    pattern->compiled = pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE) == 0; /* else matching is merely slower */
    *out = pattern;
    return YS_OK;
}

void ys__pattern_free(ys__pattern *pattern)
{
    if (pattern == NULL)
        return;
    pcre2_match_data_free(atomic_load(&pattern->spare));
    pcre2_match_context_free(pattern->limits);
    pcre2_code_free(pattern->code);
    free(pattern);
}

/* Where there is compiled code it is called directly: what pcre2_match does before that takes longer than most matches
 * do. */
static bool matches(const ys__pattern *pattern, pcre2_match_data *data, ys__slice cell)
{
    PCRE2_SPTR text = (PCRE2_SPTR)(cell.p ? cell.p : "");

    if (ys__text_valid(cell) < cell.n)
        return false;
    if (pattern->compiled)
        return pcre2_jit_match(pattern->code, text, cell.n, 0, 0, data, pattern->limits) >= 0;
    return pcre2_match(pattern->code, text, cell.n, 0, PCRE2_NO_UTF_CHECK, data, pattern->limits) >= 0;
}

bool ys__pattern_matches(const ys__pattern *pattern, ys__slice cell)
{
    ys__pattern *own = (ys__pattern *)(uintptr_t)pattern; /* the spare changes hands, the pattern does not change */
    pcre2_match_data *data = atomic_exchange(&own->spare, NULL);
    bool fits;

    if (data == NULL && (data = pcre2_match_data_create(1, NULL)) == NULL)
        return false;
    fits = matches(pattern, data, cell);
    pcre2_match_data_free(atomic_exchange(&own->spare, data));
    return fits;
}

struct ys__matcher {
    const ys__pattern *pattern;
    pcre2_match_data *data;
};

ys__matcher *ys__matcher_new(const ys__pattern *pattern)
{
    ys__matcher *matcher = malloc(sizeof *matcher);

    if (matcher)
        *matcher = (ys__matcher){ pattern, pcre2_match_data_create(1, NULL) };
    if (matcher == NULL || matcher->data == NULL) {
        free(matcher);
        return NULL;
    }
    return matcher;
}

bool ys__matcher_fits(ys__matcher *matcher, ys__slice cell)
{
    return matches(matcher->pattern, matcher->data, cell);
}

void ys__matcher_free(ys__matcher *matcher)
{
    if (matcher)
        pcre2_match_data_free(matcher->data);
    free(matcher);
}
