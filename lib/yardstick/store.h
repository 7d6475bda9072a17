/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YARDSTICK_STORE_H
#define YARDSTICK_STORE_H

#include <stddef.h>
#include <stdint.h>
#include <yardstick/check.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The store of an initiative: submissions, their rows, the log. One SQLite file, yardstick.db in its folder. */
typedef struct ys_store ys_store;

/**
 * Opens the store.
 *
 * @param[out] out    the store, to be freed with ys_store_close; untouched on failure. It borrows the initiative.
 * @param create      1: make it (and the key of the pseudonyms beside it) when there is none; 0: that is an error
 * @return YS_OK; YS_E_STORE when the file is no store, is newer than this program, is damaged or locked;
 *         YS_E_ARGUMENT when there is none and create is 0; YS_E_IO
 */
ys_status ys_store_open(ys_store **out, const ys_initiative *initiative, int create, ys_error *err);

/** Closes the store; NULL is allowed. */
void ys_store_close(ys_store *store);

/**
 * Opens the store as it was at a time: what had been received by then, read with the definitions that the newest
 * submission was checked with. So everything made from it is what was made then, byte for byte.
 *
 * @param[out] out  read only, to be freed with ys_store_close before the store it was made from
 * @param as_of     date (its last second) or time in UTC, inclusive
 * @return YS_OK; YS_E_ARGUMENT when that is no time; YS_E_DEFINITION when the kept definitions cannot be read any more;
 *         YS_E_STORE, YS_E_IO
 */
ys_status ys_store_at(ys_store **out, ys_store *store, const char *as_of, ys_error *err);

/** The definitions a store is read with; borrowed. */
const ys_initiative *ys_store_initiative(const ys_store *store);

/** What the sender gets back for a file (one for each partner in it). Texts are borrowed. */
typedef struct ys_receipt {
    const char *file;         /**< as it was named, or found in a folder that was */
    /** "stored"; "unchanged": these very bytes count already; "rejected": the findings say why; "unreadable": problem
     * says why. Stable. */
    const char *outcome;
    const char *problem;      /**< a sentence; NULL but for "unreadable" */
    int64_t submission;       /**< its number, or that of the one that counts already; 0 when nothing was stored */
    const char *partner, *form, *period; /**< ids; "" when unknown */
    const char *period_dates; /**< "1 Jul – 30 Sep 2017" */
    const char *received;     /**< UTC, 2018-07-01T12:30:00Z */
    const char *sha256;       /**< of the file, hexadecimal */
    const char *definitions;  /**< version of the catalog of the form, and the first 12 hex digits of the hash of all */
    uint64_t rows, accepted, rejected; /**< of this partner; rows = accepted + rejected */
    uint64_t errors, warnings;         /**< findings in the whole file */
    int64_t replaces;         /**< the newest submission that no longer counts because of this one; 0: none */
    const char *replaced;     /**< all of them: "3, 5, 6"; "" for none */
    size_t done, total;       /**< how many files are through, of how many */
} ys_receipt;

typedef int (*ys_receipt_fn)(const ys_receipt *receipt, void *ctx);

typedef struct ys_submit_options {
    unsigned version;         /**< YS_SUBMIT_OPTIONS_INIT sets it */
    const char *partner, *form, *period; /**< NULL: from the file */
    int accept_valid_rows;    /**< 1: store the good rows of a file that has bad ones */
    const char *amend;        /**< reason for a change of a closed period; NULL: none */
    const char *sheet;        /**< of a workbook; NULL: the only one that fits */
} ys_submit_options;

#define YS_SUBMIT_OPTIONS_INIT { 1, NULL, NULL, NULL, 0, NULL, NULL }

/**
 * Checks files and stores them, each in one transaction: whole or not at all. A file that is rejected or cannot be read
 * does not keep the next ones from being stored. Files are read in parallel; what is stored and said is the same for
 * any number of threads.
 *
 * @param paths       files, and folders: these stand for the CSV files in them, in the order of their names
 * @param findings    takes the findings of each file, then
 * @param receipts    takes its receipt(s), in the order of the files
 * @return YS_OK, also when files were rejected or unreadable (their receipts say so); YS_E_ARGUMENT for an unknown
 *         partner, form or period in the options; YS_E_STORE, YS_E_IO when the store cannot take it (full disk,
 *         locked, key missing): what was stored before stays
 */
ys_status ys_submit(ys_store *store, const char *const *paths, size_t n, const ys_submit_options *options,
                    ys_finding_fn findings, ys_receipt_fn receipts, void *ctx, ys_error *err);

/** One report due from a partner. Texts are borrowed. */
typedef struct ys_due {
    const char *partner, *partner_name, *form, *form_title, *period, *period_dates;
    const char *status;   /**< "complete", "late", "missing", "rejected", or "not_due" (yet); stable */
    const char *due;      /**< date */
    const char *received; /**< UTC time of the submission that counts, or of the last rejected one; "" when none */
    uint64_t rows;
    int64_t submission;   /**< 0: none */
    const char *closed;   /**< UTC time at which the period was closed; "" when it is open */
} ys_due;

typedef int (*ys_due_fn)(const ys_due *due, void *ctx);

/** Who has sent what. period NULL: the newest period with data. Order: partner, form, period as defined. */
ys_status ys_store_due(ys_store *store, const char *period, ys_due_fn sink, void *ctx, ys_error *err);

/**
 * Closes a period, a year with all that lies within it: from now on only a submission with a reason (amend) changes it.
 *
 * @return YS_OK; YS_E_ARGUMENT when it is no period, or closed already (the text says when and by whom); YS_E_STORE
 */
ys_status ys_store_close_period(ys_store *store, const char *period, ys_error *err);

/** Opens a period again; of a closed year it may be a part. YS_E_ARGUMENT when it is not closed or reason is blank. */
ys_status ys_store_reopen_period(ys_store *store, const char *period, const char *reason, ys_error *err);

/** One event of the log. Texts are borrowed. */
typedef struct ys_event {
    int64_t number;
    const char *at;       /**< UTC time */
    const char *actor;    /**< who, as far as the machine knows */
    const char *what;     /**< "created", "stored", "rejected", "closed" or "reopened"; stable */
    const char *sentence; /**< what happened, in the language in force */
    const char *detail;   /**< the same, whole, as a JSON object */
    const char *hash;     /**< SHA-256 over the event and the hash of the one before */
} ys_event;

typedef int (*ys_event_fn)(const ys_event *event, void *ctx);

/** Every event, oldest first. */
ys_status ys_store_log(ys_store *store, ys_event_fn sink, void *ctx, ys_error *err);

/** Checks SQLite's integrity, the log's chain, and that every segment can be read. YS_E_STORE names what is broken. */
ys_status ys_store_verify(ys_store *store, uint64_t *events, uint64_t *submissions, ys_error *err);

/** Writes a consistent copy while others may go on reading and writing. */
ys_status ys_store_backup(ys_store *store, const char *path, ys_error *err);

#ifdef __cplusplus
}
#endif
#endif
