/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_KEY_H
#define YARDSTICK_KEY_H

#include <stddef.h>
#include <stdint.h>
#include <yardstick/check.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * There are two kinds of key, and they never meet. The store's key (yardstick.key beside the store) turns participants'
 * codes into pseudonyms; it stays with the backbone. A desk key turns names and birth dates into codes before a file
 * leaves a partner; all partners that share people use the same one, and the backbone does not have it.
 */

/** What is known about the store's key. */
typedef struct ys_key_info {
    int exists;
    int fits;      /**< it is the one the store was made with; 1 also while there is no store */
    int guarded;   /**< nobody but its owner may read it */
    char name[17]; /**< 16 hexadecimal digits that tell keys apart and betray nothing; "" when there is none */
} ys_key_info;

/** Looks at the store's key. YS_E_STORE when it or the store is damaged. */
ys_status ys_key_look(ys_key_info *out, const ys_initiative *initiative, ys_error *err);

/**
 * Makes a desk key and writes it to a file, mode 0600, never over another.
 *
 * @param phrase  NULL for a random key; else the key comes from these words (Argon2id), the same everywhere
 * @return YS_OK; YS_E_ARGUMENT for a phrase of less than 16 characters; YS_E_IO
 */
ys_status ys_key_make(const char *path, const char *phrase, ys_error *err);

/** Which columns hold what; NULL: the one whose header says so, in English or Spanish. */
typedef struct ys_key_options {
    unsigned version;        /**< YS_KEY_OPTIONS_INIT sets it */
    const char *first_name, *last_name, *birth_date, *sex;
    const char *dates;       /**< how birth dates are written: "iso" (or NULL), "dmy" or "mdy" */
    int match_keys;          /**< 1: also the columns match_2 and match_3, which forgive slips */
} ys_key_options;

#define YS_KEY_OPTIONS_INIT { 1, NULL, NULL, NULL, NULL, NULL, 0 }

/**
 * Turns names and birth dates of a CSV file into codes: the file again as CSV, without the columns of names and birth
 * dates, with participant_id in front. A row that cannot be coded has an empty participant_id and is a finding.
 *
 * @param[out] text  the new file, to be freed by the caller
 * @param sink       takes the findings; may be NULL. No name is in them
 * @return YS_OK, also when there are findings; YS_E_ARGUMENT when a column is not found; YS_E_STORE for a bad key;
 *         YS_E_IO, YS_E_SYNTAX
 */
ys_status ys_key_code(char **text, size_t *n, const char *key_path, const char *path, const ys_key_options *options,
                      ys_finding_fn sink, void *ctx, ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
