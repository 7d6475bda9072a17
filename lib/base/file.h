/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_BASE_FILE_H
#define YS_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

/* The bytes of a whole file, followed by a NUL that is not counted. Mapped where that is possible. */
typedef struct ys__file {
    const char *bytes;
    size_t n;
    size_t mapped; /* 0: allocated */
} ys__file;

/* Reads a regular file or a pipe ("-" is standard input). */
ys_status ys__file_read(ys__file *out, const char *path, ys_error *err);
void ys__file_close(ys__file *file);

/* The bytes from one place (or a little before it) up to another will not be needed soon: where they are mapped, their
 * memory is given back. They can still be read, from the disk again. */
void ys__file_forget(const ys__file *file, const char *from, const char *to);

/* Writes through a temporary file beside it and a rename, so that a failed run leaves the old file as it was. A
 * device or a pipe is written as it stands. */
ys_status ys__file_write(const char *path, const void *bytes, size_t n, ys_error *err);

/* A path for a temporary file beside path; the caller writes it, then ys__file_commit renames it over path (or, after
 * a failure, ys__file_discard removes it). tmp is freed by either. */
ys_status ys__file_begin(char **tmp, const char *path, ys_error *err);
ys_status ys__file_commit(char *tmp, const char *path, ys_error *err);
void ys__file_discard(char *tmp);

bool ys__file_is_dir(const char *path);
bool ys__file_exists(const char *path);

/* The last component of a path; points into it. */
const char *ys__path_base(const char *path);
char *ys__path_join(const char *dir, const char *name); /* malloc; NULL when memory is short */

/* Names in a folder that end in one of the suffixes (NULL-terminated list), sorted bytewise, as full paths. */
typedef struct ys__paths {
    char **items;
    size_t n, room;
} ys__paths;

ys_status ys__folder_list(ys__paths *out, const char *dir, const char *const *suffixes, ys_error *err);
void ys__paths_free(ys__paths *paths);

#endif
