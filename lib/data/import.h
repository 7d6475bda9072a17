/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_DATA_IMPORT_H
#define YS_DATA_IMPORT_H

#include <yardstick/check.h>

#include "base/file.h"
#include "data/column.h"
#include "data/source.h"

/* A file read into typed columns, with all its findings. */

/* Turns the text of a participant's identifier into its pseudonym. Called from several threads. */
typedef ys__id (*ys__pseudonym_fn)(ys__slice code, const ys__partner *partner, const ys__field *field, const void *ctx);

typedef struct ys__import_options {
    const char *partner, *form, *period; /* as asked for; NULL: from the file */
    const ys__form *schema;              /* check --schema: this form, no initiative */
    ys__pseudonym_fn pseudonym;          /* NULL: a plain hash (nothing is kept) */
    const void *pseudonym_ctx;
    bool findings_only;                  /* columns are kept only as far as the checks of whole files need them; */
    size_t large;                        /* so, too, of mapped files of at least so many bytes; 0: of none */
    const bool *only;                    /* form->n: the columns of these fields are kept all the same; NULL: none */
    bool collapse;                       /* equal findings of a column are kept once, with their count */
    bool plain;                          /* read: nothing but the form of the file is looked at */
    ys__source_options source;
    bool to_store;                       /* a partner or period that cannot be told is an error, else a warning */
} ys__import_options;

typedef struct ys__import {
    ys__arena arena;
    const char *path;
    const struct ys_initiative *initiative; /* borrowed; NULL under a schema */
    ys__file file;               /* the bytes as they came */
    ys__source *source;          /* the same as text, with its layout */
    struct ys__reshaped *reshaped; /* where the layout is not that of the form: the table read instead; else NULL */
    const ys__form *form;        /* NULL when it could not be told: the findings say why */
    const ys__partner *sender;   /* known before the rows are read; NULL: not known */
    const ys__mapping *mapping;  /* of its files for the form; NULL: none */
    bool *taken;                 /* per field: a header of the file, or a constant, is for it */
    const ys__partner *partner;  /* NULL: several, or unknown */
    ys__period period;           /* months 0: unknown */
    char decimal_mark;           /* '.' or ',' as the file's numbers have it; 0: not known */
    char date_order;             /* 'd' or 'm' first; 0: not known */
    bool partial;                /* columns are kept only as far as the checks need them, and those asked for */
    ys__table table;             /* all rows, the bad ones too; partner, site and period fields included */
    uint32_t *records;           /* per row: the record it is */
    int32_t *field_columns;      /* per field: the column of the file it was read from; -1: none */
    uint8_t *bad;                /* per row: has a finding of severity error */
    int32_t *row_partner;        /* per row: index in the initiative's partners; NULL when partner is set */
    uint64_t n_bad;
    bool unusable;               /* an error of the file as a whole: no row can be accepted */
    uint64_t errors, warnings;   /* findings */
    struct ys__findings *findings;
} ys__import;

/* The column of the file that a field stands in, whatever the layout; -1: none, or several. */
int32_t ys__field_column(const ys__import *import, int field);

/* in may be NULL with options->schema. */
ys_status ys__import_file(ys__import **out, const struct ys_initiative *in, const char *path,
                          const ys__import_options *options, ys_error *err);
void ys__import_free(ys__import *import);

/* Hands every finding to the sink: whole-file ones first, then by row and column. Their texts are made here, in the
 * language in force, so that a file with an error in every cell costs little until somebody looks. May be called again;
 * YS_E_CANCELLED when the sink says so. */
ys_status ys__import_report(const ys__import *import, ys_finding_fn sink, void *ctx, ys_error *err);

/* The same as lines, some of them at a time. A result of lines other than 0 stops the work with YS_E_CANCELLED. */
ys_status ys__import_lines(const ys__import *import, ys_finding_form form, ys_lines_fn lines, void *ctx,
                           ys_error *err);
ys_status ys__import_summary(const ys__import *import, const struct ys_initiative *in, ys_check_summary *out,
                             ys_error *err);

#endif
