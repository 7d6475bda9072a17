/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_SEAL_H
#define YS_STORE_SEAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "data/column.h"
#include "model/model.h"

/* Hashes and the key of the pseudonyms. */

enum { YS__SHA256_HEX = 65 };

/* SHA-256 of bytes that come in pieces. The context is NULL when memory is short; add and end bear that, and end then
 * answers false. */
typedef struct ys__sha256 {
    void *context;
} ys__sha256;

ys__sha256 ys__sha256_begin(void);
void ys__sha256_add(ys__sha256 *sha, const void *bytes, size_t n);
bool ys__sha256_end(ys__sha256 *sha, char hex[YS__SHA256_HEX]);
bool ys__sha256_of(char hex[YS__SHA256_HEX], const void *bytes, size_t n);

/* A key's file: one line, mode 0600, never written over another. */
enum { YS__KEY_BYTES = 32 };

ys_status ys__key_read(unsigned char key[YS__KEY_BYTES], const char *path, ys_error *err);
ys_status ys__key_write(const unsigned char key[YS__KEY_BYTES], const char *path, ys_error *err);

/* The key, and the ones derived from it: one for codes that mean the same person at every partner, one for each
 * partner's own. */
typedef struct ys__seal {
    bool ready;
    bool fresh; /* just made, not yet in its file */
    unsigned char master[YS__KEY_BYTES];
    unsigned char common[16];
    unsigned char (*partners)[16];
    size_t n_partners;
    const ys__partner *first_partner;
} ys__seal;

/* Reads the key beside the store, or makes one when make is true and there is no file. */
ys_status ys__seal_open(ys__seal *seal, const struct ys_initiative *in, bool make, ys_error *err);

/* Writes a fresh key into its file, mode 0600, never over another. */
ys_status ys__seal_save(ys__seal *seal, const struct ys_initiative *in, ys_error *err);
void ys__seal_close(ys__seal *seal);

/* 16 hexadecimal digits that tell keys apart and betray nothing of them. */
void ys__seal_name(const ys__seal *seal, char to[17]);

/* A ys__pseudonym_fn over a seal. */
ys__id ys__seal_pseudonym(ys__slice code, const ys__partner *partner, const ys__field *field, const void *seal);

#endif
