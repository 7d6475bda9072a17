/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_INITIATIVE_H
#define YARDSTICK_INITIATIVE_H

#include <stddef.h>
#include <stdint.h>
#include <yardstick/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** An initiative with its catalogs, partners and calendar, read once and then only read. */
typedef struct ys_initiative ys_initiative;

/** One fault in a definitions file. Texts are borrowed: they live as long as the call of the sink. */
typedef struct ys_fault {
    const char *file;    /**< as it was named, or below the initiative's folder */
    uint32_t line;       /**< from 1 */
    uint32_t column;     /**< from 1, in characters */
    int is_error;        /**< 1: the definitions cannot be used; 0: a warning */
    const char *text;    /**< what is wrong */
    const char *hint;    /**< what would be right; "" when there is nothing to say */
    const char *excerpt; /**< the expression or line at fault, or NULL */
    uint32_t caret;      /**< character of the excerpt to point at, from 0 */
} ys_fault;

/** Takes one fault. A result other than 0 stops the reading with YS_E_CANCELLED. */
typedef int (*ys_fault_fn)(const ys_fault *fault, void *ctx);

/**
 * Reads an initiative with all its catalogs and partner tables.
 *
 * Every fault of every file is handed to the sink in one pass, in the order of files, lines and columns.
 *
 * @param[out] out  the initiative, to be freed with ys_initiative_free; untouched on failure
 * @param dir       its folder; NULL: the current one or the nearest above it that has an initiative.json
 * @param sink      takes the faults; may be NULL
 * @return YS_OK (warnings at most); YS_E_DEFINITION when there were faults; YS_E_ARGUMENT when no initiative is there;
 *         YS_E_IO, YS_E_SYNTAX when a file cannot be read at all
 */
ys_status ys_initiative_open(ys_initiative **out, const char *dir, ys_fault_fn sink, void *ctx, ys_error *err);

/**
 * The first language that an initiative.json names, found before the whole is read, so that its faults can be told in
 * it.
 *
 * @param[out] lang  "en" or "es"; "en" where there is no initiative or it names none
 * @param dir        as for ys_initiative_open
 */
void ys_initiative_find_language(char lang[8], const char *dir);

/**
 * Checks definition files on their own: an initiative.json (with all it names) or catalogs, told apart by their keys.
 * Returns as ys_initiative_open does.
 */
ys_status ys_definitions_lint(const char *const *files, size_t n, ys_fault_fn sink, void *ctx, ys_error *err);

/**
 * Lays out a new initiative in a folder, which is made if need be: initiative.json with two partners to begin with,
 * indicators/, inbox/ and reports/. Nothing that is there is overwritten.
 *
 * @param catalogs  names of catalogs to use; none: a small one to be changed is put into indicators/
 * @param sink      takes the faults of the catalogs; may be NULL
 * @return YS_OK; YS_E_ARGUMENT when the folder has an initiative; YS_E_DEFINITION when a catalog is not found or has
 *         faults; YS_E_IO
 */
ys_status ys_initiative_create(const char *dir, const char *const *catalogs, size_t n, ys_fault_fn sink, void *ctx,
                               ys_error *err);

/** Frees the definitions; NULL is allowed. A store opened with them must be closed before. */
void ys_initiative_free(ys_initiative *initiative);

/** The folder of the initiative, without a slash at its end. */
const char *ys_initiative_dir(const ys_initiative *initiative);

/** Its id, as "initiative" in initiative.json names it. */
const char *ys_initiative_id(const ys_initiative *initiative);
/** The title in the language in force. */
const char *ys_initiative_title(const ys_initiative *initiative);
/**
 * A period as people read it, "FY2018Q1 (1 Jul – 30 Sep 2017)", in the language in force; a text that is no period
 * as it is. Writes at most size bytes with a NUL.
 */
void ys_initiative_period(char *to, size_t size, const ys_initiative *initiative, const char *period);

/** The first of its languages, "en" when it names none. */
const char *ys_initiative_language(const ys_initiative *initiative);

#ifdef __cplusplus
}
#endif
#endif
