/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_MODEL_LOAD_H
#define YS_MODEL_LOAD_H

#include "model/catalog.h"

/* Getting definition files from disk, and the end of a reading. */

typedef struct ys__source {
    const char *path;   /* as it is shown; in the arena, as the others */
    const char *text;
    size_t n;
    const ys__json *json; /* NULL after a syntax error, which is a fault */
    size_t file;        /* its number in the reader */
} ys__source;

/* Reads and parses a file. A file that cannot be read is a failure, one that is no JSON a fault. */
ys_status ys__load(ys__source *out, ys__reader *r, const char *path, ys_error *err);

/* Only its bytes, from the disk or, where the reader has them, from kept definitions of that kind and name. */
ys_status ys__load_bytes(ys__source *out, ys__reader *r, const char *path, const char *kind, const char *name,
                         ys_error *err);

/* Parses what was loaded. */
ys_status ys__load_json(ys__source *source, ys__reader *r, ys_error *err);

/* Puts a loaded file among the initiative's definitions. */
void ys__keep_definition(ys__reader *r, const char *kind, const char *name, const ys__source *source);

/* A new initiative to be filled, and the reader that fills it. */
ys_status ys__reader_begin(ys__reader *r, ys_error *err);

/* Tells the faults and frees the reader. With errors among them, or after a failure of status, what was built is freed;
 * else it is *out's (or freed, where out is NULL). */
ys_status ys__reader_end(ys__reader *r, ys_status status, ys_initiative **out, ys_fault_fn sink, void *ctx,
                         ys_error *err);

/* Finds the catalogs by their names and loads them as well as their files allow. */
ys_status ys__load_catalogs(ys__reader *r, const ys__json *names, ys__catalog_file **out, size_t *n, ys_error *err);

/* Reads loaded catalogs into the initiative; together tells that they make one initiative. */
void ys__read_catalogs(ys__reader *r, ys__catalog_file *files, size_t n, bool together);

/* Takes a loaded file as one more catalog of the initiative; room for it must be there. */
ys__catalog_file ys__catalog_from(ys__reader *r, const ys__source *source);

#endif
