/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_ERROR_H
#define YARDSTICK_ERROR_H

#include <stdint.h>

#if defined(__GNUC__)
#define YS_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#else
#define YS_PRINTF(fmt, first)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** Outcome of every call that can fail. Zero is success; the values never change their meaning. */
typedef enum ys_status {
    YS_OK = 0,
    YS_E_NOMEM = 1,      /**< out of memory */
    YS_E_ARGUMENT = 2,   /**< the caller asked for something that does not exist or makes no sense */
    YS_E_IO = 3,         /**< reading or writing a file failed */
    YS_E_SYNTAX = 4,     /**< a file is not what it claims to be (malformed JSON, unreadable table) */
    YS_E_DEFINITION = 5, /**< the definitions have faults; each was handed to the caller's sink */
    YS_E_STORE = 6,      /**< the store refused: no SQLite file, newer than this program, damaged, locked */
    YS_E_NUMERIC = 7,    /**< not computable from these data (too few, singular) */
    YS_E_CANCELLED = 8   /**< a callback of the caller asked to stop */
} ys_status;

/** What went wrong, for people. Lives on the caller's stack: never allocates, needs no free, is never stale. */
typedef struct ys_error {
    ys_status status;
    uint64_t line;    /**< 1-based; 0 when unknown */
    uint32_t column;  /**< 1-based, in characters; 0 when unknown */
    char source[256]; /**< file the trouble is in, as the user gave it; a long name keeps its end */
    char text[512];   /**< one sentence in the current language */
} ys_error;

#define YS_ERROR_INIT { YS_OK, 0, 0, "", "" }

/** English name of a status such as "syntax"; stable, for logs and JSON. */
const char *ys_status_name(ys_status status);

/**
 * Chooses the language of every text the library makes from now on, in all threads.
 *
 * @param lang  "en" or "es"; anything else, or NULL, is English
 */
void ys_language_set(const char *lang);

/** The language in force: "en" or "es". */
const char *ys_language(void);

#ifdef __cplusplus
}
#endif
#endif
