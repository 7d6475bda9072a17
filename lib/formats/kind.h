/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_FORMATS_KIND_H
#define YS_FORMATS_KIND_H

#include <stddef.h>

#include "base/error.h"

/* YS_E_SYNTAX with advice for what is plainly no delimited text: archives, old workbooks, databases, pictures. */
ys_status ys__refuse_kind(const char *bytes, size_t n, ys_error *err);

/* The same for text that is no delimited text either: JSON and XML; and where no separator was found, columns of fixed
 * width. */
ys_status ys__refuse_text(const char *text, size_t n, ys_error *err);
ys_status ys__refuse_fixed(const char *text, size_t n, ys_error *err);

#endif
