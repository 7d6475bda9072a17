/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_FORMATS_ENCODING_H
#define YS_FORMATS_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/file.h"

/* The bytes of a text file as UTF-8. The encoding is decided on all of them, never on a sample. */
typedef struct ys__decoded {
    const char *text;      /* UTF-8, without byte order mark; points into the bytes where nothing had to change */
    size_t n;
    char *owned;           /* NULL: text belongs to the caller's bytes */
    const char *encoding;  /* "UTF-8", "UTF-16LE", "windows-1252", ... */
    bool bom;
    bool doubtful;         /* several encodings explain the bytes equally well */
    size_t *bad;           /* where in text a byte that fits nothing was replaced by U+FFFD, ascending */
    size_t n_bad, bad_room;
} ys__decoded;

/* wanted: the name of an encoding to take it for, or NULL. What had to be converted gives the file's memory back. */
ys_status ys__decode(ys__decoded *out, const ys__file *file, const char *wanted, ys_error *err);
void ys__decoded_free(ys__decoded *decoded);

#endif
