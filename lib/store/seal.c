/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/seal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <sodium.h>

#include "base/file.h"
#include "base/i18n.h"

static const char key_name[] = "yardstick.key";
static const char key_mark[] = "yardstick-key-1 ";

/* SHA-256 is OpenSSL's, which uses the processor's own instructions and is seven times as fast as libsodium's. */

ys__sha256 ys__sha256_begin(void)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();

    if (context && !EVP_DigestInit_ex(context, EVP_sha256(), NULL)) {
        EVP_MD_CTX_free(context);
        context = NULL;
    }
    return (ys__sha256){ context };
}

void ys__sha256_add(ys__sha256 *sha, const void *bytes, size_t n)
{
    if (sha->context && n && !EVP_DigestUpdate(sha->context, bytes, n)) {
        EVP_MD_CTX_free(sha->context);
        sha->context = NULL;
    }
}

bool ys__sha256_end(ys__sha256 *sha, char hex[YS__SHA256_HEX])
{
    unsigned char digest[32];
    bool ok = sha->context && EVP_DigestFinal_ex(sha->context, digest, NULL);

    EVP_MD_CTX_free(sha->context);
    sha->context = NULL;
    if (ok)
        sodium_bin2hex(hex, YS__SHA256_HEX, digest, sizeof digest);
    return ok;
}

bool ys__sha256_of(char hex[YS__SHA256_HEX], const void *bytes, size_t n)
{
    ys__sha256 sha = ys__sha256_begin();

    ys__sha256_add(&sha, bytes, n);
    return ys__sha256_end(&sha, hex);
}

/* The key */

static void derive(unsigned char key[16], const ys__seal *seal, const char *purpose, const char *partner)
{
    crypto_generichash_state state;

    crypto_generichash_init(&state, seal->master, sizeof seal->master, 16);
    crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
    crypto_generichash_update(&state, (const unsigned char *)partner, strlen(partner));
    crypto_generichash_final(&state, key, 16);
}

static ys_status derive_all(ys__seal *seal, const struct ys_initiative *in, ys_error *err)
{
    seal->partners = calloc(in->n_partners + 1, sizeof *seal->partners);
    if (seal->partners == NULL)
        return ys__fail_nomem(err);
    seal->n_partners = in->n_partners;
    seal->first_partner = in->partners;
    derive(seal->common, seal, "participant of the initiative", "");
    for (size_t p = 0; p < in->n_partners; p++)
        derive(seal->partners[p], seal, "participant of a partner", in->partners[p].id);
    seal->ready = true;
    return YS_OK;
}

ys_status ys__key_read(unsigned char key[YS__KEY_BYTES], const char *path, ys_error *err)
{
    const ys__where at = { .source = path };
    ys_status status;
    ys__file file;
    size_t n = 0, mark = sizeof key_mark - 1;

    status = ys__file_read(&file, path, err);
    if (status != YS_OK)
        return status;
    if (file.n < mark || memcmp(file.bytes, key_mark, mark) != 0 ||
        sodium_hex2bin(key, YS__KEY_BYTES, file.bytes + mark, file.n - mark, "\r\n", &n, NULL) != 0 ||
        n != YS__KEY_BYTES)
        status = ys__fail(err, YS_E_STORE, &at, "%s", _("this is no key of Yardstick, or it is damaged"));
    ys__file_close(&file);
    return status;
}

static bool put_key(int fd, const unsigned char key[YS__KEY_BYTES])
{
    char hex[2 * YS__KEY_BYTES + 1], line[sizeof key_mark + sizeof hex];
    size_t n;
    bool ok;

    sodium_bin2hex(hex, sizeof hex, key, YS__KEY_BYTES);
    n = (size_t)snprintf(line, sizeof line, "%s%s\n", key_mark, hex);
    ok = write(fd, line, n) == (ssize_t)n && fsync(fd) == 0;
    sodium_memzero(hex, sizeof hex);
    sodium_memzero(line, sizeof line);
    return ok;
}

/* A link, not a rename, so that a key made by somebody else in the meantime is never overwritten. */
ys_status ys__key_write(const unsigned char key[YS__KEY_BYTES], const char *path, ys_error *err)
{
    const ys__where at = { .source = path };
    ys__buffer name = { 0 };
    ys_status status = YS_OK;
    char *tmp;
    int fd;

    ys__putf(&name, "%s.XXXXXX", path);
    if ((tmp = ys__buffer_take(&name)) == NULL)
        return ys__fail_nomem(err);
    if ((fd = mkstemp(tmp)) < 0) { /* mode 0600 */
        status = ys__fail_errno(err, path, _("cannot be written"));
    } else {
        if (!put_key(fd, key))
            status = ys__fail_errno(err, path, _("cannot be written"));
        else if (link(tmp, path) != 0)
            status = errno != EEXIST ? ys__fail_errno(err, path, _("cannot be written"))
                                     : ys__fail(err, YS_E_IO, &at, "%s",
                                                _("there is a file of that name already; choose another one"));
        close(fd);
        unlink(tmp);
    }
    free(tmp);
    return status;
}

ys_status ys__seal_open(ys__seal *seal, const struct ys_initiative *in, bool make, ys_error *err)
{
    char *path = ys__path_join(in->dir, key_name);
    const ys__where at = { .source = path };
    ys_status status = YS_OK;

    if (path == NULL)
        return ys__fail_nomem(err);
    if (sodium_init() < 0) {
        status = ys__fail(err, YS_E_STORE, NULL, "%s", _("this machine gives no good random numbers"));
    } else if (ys__file_exists(path)) {
        status = ys__key_read(seal->master, path, err);
    } else if (make) {
        randombytes_buf(seal->master, sizeof seal->master);
        seal->fresh = true;
    } else {
        status = ys__fail(err, YS_E_STORE, &at, "%s",
                          _("the key of the pseudonyms is missing; without it the same person would get a new code: "
                            "put it back from where it is kept safe"));
    }
    if (status == YS_OK)
        status = derive_all(seal, in, err);
    free(path);
    return status;
}

ys_status ys__seal_save(ys__seal *seal, const struct ys_initiative *in, ys_error *err)
{
    char *path = ys__path_join(in->dir, key_name);
    const ys__where at = { .source = path };
    ys_status status = path ? YS_OK : ys__fail_nomem(err);

    assert(seal->ready);
    /* What has been read so far has pseudonyms of the other key. */
    if (status == YS_OK && seal->fresh && ys__file_exists(path))
        status = ys__fail(err, YS_E_STORE, &at, "%s",
                          _("somebody else began the store at this very moment; nothing of yours was stored: give the "
                            "command once more"));
    if (status == YS_OK && seal->fresh)
        status = ys__key_write(seal->master, path, err);
    if (status == YS_OK)
        seal->fresh = false;
    free(path);
    return status;
}

void ys__seal_close(ys__seal *seal)
{
    free(seal->partners);
    sodium_memzero(seal, sizeof *seal);
}

void ys__seal_name(const ys__seal *seal, char to[17])
{
    unsigned char name[16];

    derive(name, seal, "name of the key", "");
    sodium_bin2hex(to, 17, name, 8);
}

ys__id ys__seal_pseudonym(ys__slice code, const ys__partner *partner, const ys__field *field, const void *ctx)
{
    const ys__seal *seal = ctx;
    const unsigned char *key = seal->common;
    uint64_t halves[2];

    if (!field->scope_initiative && partner) {
        assert((size_t)(partner - seal->first_partner) < seal->n_partners);
        key = seal->partners[partner - seal->first_partner];
    }
    _Static_assert(sizeof halves == crypto_shorthash_siphashx24_BYTES, "128 bits");
    crypto_shorthash_siphashx24((unsigned char *)halves, (const unsigned char *)code.p, code.n, key);
    return (ys__id){ halves[0], halves[1] };
}
