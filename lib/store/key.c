/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sodium.h>

#include "base/file.h"
#include "base/i18n.h"
#include "store/db.h"
#include "store/log.h"

#include <yardstick/key.h>

static ys_status compare_key(ys_key_info *out, const struct ys_initiative *in, ys_error *err)
{
    struct ys_store *store = NULL;
    bool fits = false;
    ys_status status = ys_store_open(&store, in, 1, err);

    if (status != YS_OK)
        return status;
    status = ys__log_fits(store, out->name, &fits, err);
    out->fits = fits;
    ys_store_close(store);
    return status;
}

ys_status ys_key_look(ys_key_info *out, const ys_initiative *initiative, ys_error *err)
{
    ys_key_info info = { 0 };
    char *path = ys__path_join(initiative->dir, "yardstick.key");
    ys__seal seal = { 0 };
    ys_status status = YS_OK;
    struct stat st;

    if (path == NULL)
        return ys__fail_nomem(err);
    info.exists = stat(path, &st) == 0;
    if (info.exists) {
        info.guarded = (st.st_mode & 077) == 0;
        status = ys__seal_open(&seal, initiative, false, err);
        if (status == YS_OK)
            ys__seal_name(&seal, info.name);
        ys__seal_close(&seal);
    }
    if (status == YS_OK)
        status = compare_key(&info, initiative, err);
    free(path);
    if (status == YS_OK)
        *out = info;
    return status;
}

enum { PHRASE_LEAST = 16 };

/* The same words make the same key at every desk, so the salt cannot be random. Argon2id makes guessing dear. */
static ys_status from_phrase(unsigned char key[YS__KEY_BYTES], const char *phrase, ys_error *err)
{
    static const unsigned char salt[crypto_pwhash_SALTBYTES + 1] = "yardstick desk 1";

    if (strlen(phrase) < PHRASE_LEAST)
        return ys__fail(err, YS_E_ARGUMENT, NULL, _("the pass phrase needs at least %d characters; take several words"),
                        PHRASE_LEAST);
    if (crypto_pwhash(key, YS__KEY_BYTES, phrase, strlen(phrase), salt, crypto_pwhash_OPSLIMIT_MODERATE,
                      crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return ys__fail_nomem(err);
    return YS_OK;
}

ys_status ys_key_make(const char *path, const char *phrase, ys_error *err)
{
    unsigned char key[YS__KEY_BYTES];
    ys_status status = YS_OK;

    if (sodium_init() < 0)
        return ys__fail(err, YS_E_STORE, NULL, "%s", _("this machine gives no good random numbers"));
    if (phrase)
        status = from_phrase(key, phrase, err);
    else
        randombytes_buf(key, sizeof key);
    if (status == YS_OK)
        status = ys__key_write(key, path, err);
    sodium_memzero(key, sizeof key);
    return status;
}
