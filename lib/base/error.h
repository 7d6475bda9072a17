/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_BASE_ERROR_H
#define YS_BASE_ERROR_H

#include <yardstick/error.h>

/* Where something was found. Unknown parts are NULL or 0; lines and columns count from 1. */
typedef struct ys__where {
    const char *source;
    uint64_t line;
    uint32_t column;
} ys__where;

/* Fills err (which may be NULL) and returns status, so that a failure is one statement: return ys__fail(...). */
ys_status ys__fail(ys_error *err, ys_status status, const ys__where *at, const char *fmt, ...) YS_PRINTF(4, 5);

/* The same for a failed system call: source, the sentence and strerror(errno), as in "cannot open: No such file". */
ys_status ys__fail_errno(ys_error *err, const char *source, const char *what);

ys_status ys__fail_nomem(ys_error *err);

#endif
