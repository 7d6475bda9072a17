/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Just enough of the Test Anything Protocol for tests that are tables of cases. */
#ifndef TAP_H
#define TAP_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_count, tap_failed;

static inline bool tap_check(bool pass, const char *name, const char *file, int line)
{
    printf("%sok %d - %s\n", pass ? "" : "not ", ++tap_count, name);
    if (!pass) {
        printf("# %s:%d\n", file, line);
        tap_failed++;
    }
    return pass;
}

static inline void tap_int(long long got, long long want, const char *what, const char *name, const char *file,
                           int line)
{
    if (!tap_check(got == want, name, file, line))
        printf("#   %s: got %lld, want %lld\n", what, got, want);
}

static inline void tap_text(const char *got, const char *want, const char *what, const char *name, const char *file,
                            int line)
{
    if (!tap_check(got && want && strcmp(got, want) == 0, name, file, line))
        printf("#   %s: got \"%s\", want \"%s\"\n", what, got ? got : "(null)", want ? want : "(null)");
}

/* Equal to a relative tolerance; NaN equals NaN, infinities equal themselves. */
static inline void tap_near(double got, double want, double tolerance, const char *what, const char *name,
                            const char *file, int line)
{
    bool same = got == want || (isnan(got) && isnan(want)) || fabs(got - want) <= tolerance * fabs(want);

    if (!tap_check(same, name, file, line))
        printf("#   %s: got %.17g, want %.17g\n", what, got, want);
}

#define OK(condition, name) tap_check((condition) != 0, name, __FILE__, __LINE__)
#define IS_INT(got, want, name) tap_int((long long)(got), (long long)(want), #got, name, __FILE__, __LINE__)
#define IS_TEXT(got, want, name) tap_text(got, want, #got, name, __FILE__, __LINE__)
#define IS_NEAR(got, want, tolerance, name) tap_near(got, want, tolerance, #got, name, __FILE__, __LINE__)
#define SKIP_ALL(why) (printf("1..0 # SKIP %s\n", why), exit(0))
#define DONE() (printf("1..%d\n", tap_count), tap_failed != 0)

#endif
