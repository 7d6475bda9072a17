/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

static const char *const names[] = {
    [YS_OK] = "ok",
    [YS_E_NOMEM] = "nomem",
    [YS_E_ARGUMENT] = "argument",
    [YS_E_IO] = "io",
    [YS_E_SYNTAX] = "syntax",
    [YS_E_DEFINITION] = "definition",
    [YS_E_STORE] = "store",
    [YS_E_NUMERIC] = "numeric",
    [YS_E_CANCELLED] = "cancelled",
};

const char *ys_status_name(ys_status status)
{
    size_t i = (size_t)status;

    return i < sizeof names / sizeof *names ? names[i] : "unknown";
}

/* The end of a path says more than its beginning. */
static void copy_tail(char *to, size_t size, const char *from)
{
    size_t n = from ? strlen(from) : 0;

    snprintf(to, size, "%s", n < size ? (from ? from : "") : from + (n - size + 1));
}

ys_status ys__fail(ys_error *err, ys_status status, const ys__where *at, const char *fmt, ...)
{
    va_list ap;

    if (err == NULL)
        return status;
    err->status = status;
    err->line = at ? at->line : 0;
    err->column = at ? at->column : 0;
    copy_tail(err->source, sizeof err->source, at ? at->source : NULL);
    va_start(ap, fmt);
    vsnprintf(err->text, sizeof err->text, fmt, ap);
    va_end(ap);
    return status;
}

ys_status ys__fail_errno(ys_error *err, const char *source, const char *what)
{
    const ys__where at = { .source = source };
    int number = errno;

    return ys__fail(err, number == ENOMEM ? YS_E_NOMEM : YS_E_IO, &at, "%s: %s", what, strerror(number));
}

ys_status ys__fail_nomem(ys_error *err)
{
    return ys__fail(err, YS_E_NOMEM, NULL, "%s", _("out of memory"));
}
