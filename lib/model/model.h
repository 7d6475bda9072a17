/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_MODEL_MODEL_H
#define YS_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/number.h"
#include "formats/pattern.h"
#include "model/calendar.h"
#include "model/expr.h"
#include "model/missing.h"

/* What the definitions mean: linked objects, built once by model/initiative.c, then read only. Everything lives in the
 * initiative's arena. Lists are arrays with a count. Pointers that may be NULL say so. */

/* A text by language. ys__label_get answers the text in the language in force, else the first one, else "". */
typedef struct ys__label {
    size_t n;
    const char **langs, **texts; /* a plain string has one entry with langs[0] NULL */
} ys__label;

const char *ys__label_get(const ys__label *label);
bool ys__label_empty(const ys__label *label);

typedef struct ys__category {
    const char *code;
    ys__label title;         /* the code where none is given */
    const char **aliases;
    size_t n_aliases;
} ys__category;

typedef struct ys__dimension {
    const char *id;
    ys__label title, description;
    ys__category *categories;
    size_t n;
} ys__dimension;

typedef enum ys__field_type {
    YS__FIELD_STRING,
    YS__FIELD_INTEGER,
    YS__FIELD_NUMBER,
    YS__FIELD_BOOLEAN,
    YS__FIELD_DATE,
    YS__FIELD_TIME,
    YS__FIELD_DATETIME,
    YS__FIELD_YEARMONTH,
    YS__FIELD_YEAR
} ys__field_type;

typedef enum ys__role { YS__ROLE_NONE, YS__ROLE_PARTNER, YS__ROLE_SITE, YS__ROLE_PERIOD, YS__ROLE_PARTICIPANT,
                        YS__ROLE_WITHDRAWN } ys__role;

/* A cell text that means a missing value. */
typedef struct ys__missing_value {
    const char *text;
    ys__missing reason;
} ys__missing_value;

/* What a number counts from, where it does not count its period alone. */
typedef enum ys__cumulative { YS__PER_PERIOD, YS__SINCE_START, YS__SINCE_YEAR } ys__cumulative;

typedef struct ys__field {
    const char *name;
    ys__label title, description;
    ys__field_type type;
    const char *format;          /* NULL: as people write it (strict forms: ISO) */
    char decimal_char;           /* 0: decided from the file (strict forms: '.') */
    const char *group_char;      /* NULL: none declared */
    bool bare_number;            /* default true: no currency or percent signs around it */
    bool bare_number_set;
    const char **true_values, **false_values; /* Table Schema trueValues/falseValues; NULL: the defaults */
    size_t n_true, n_false;
    bool required, unique;
    bool has_minimum, has_maximum;
    double minimum, maximum;     /* numbers; dates as days, times as seconds, months counted, years */
    const char *minimum_text, *maximum_text; /* as written, for messages */
    long min_length, max_length; /* -1: none */
    const char *pattern_text;    /* NULL: none */
    ys__pattern *pattern;        /* compiled; freed with the initiative */
    const ys__category *list;    /* allowed values of an enum or of the dimension; NULL: any. A field of
                                  * numbers may have one too: its column holds numbers, the codes are their texts */
    size_t n_list;
    const ys__dimension *dimension; /* NULL: none */
    ys__role role;
    bool scope_initiative;       /* of a participant: the same code is the same person at every partner */
    bool sensitive;
    ys__cumulative cumulative;
    const char *narrative;       /* NULL, "story", "partners", "works", "actions" */
    const char **aliases;
    size_t n_aliases;
    ys__missing_value *missing;  /* its own, else NULL: the form's */
    size_t n_missing;
} ys__field;

typedef struct ys__rule {
    const char *id;
    ys__expr *require;
    const char *source;          /* the expression as written */
    bool is_error;               /* else a warning */
    ys__label message;
} ys__rule;

/* A name of somebody else's for a field of ours. */
typedef struct ys__naming {
    const char *theirs;
    int field;
} ys__naming;

/* Where the values of a file stand, other than a row for each row of the form: under the headers of periods
 * ("periods_across"), or one below the other beside the names of their fields ("indicators_down"), or both. All false
 * and empty: as the form has it. */
typedef struct ys__form_layout {
    bool across;
    int *values;                 /* fields that stand under periods: the only one, or that named in the header */
    size_t n_values;             /* 0: the row names the field */
    const char *names, *cells;   /* headers: of the fields' names, of their values (NULL under periods) */
    ys__naming *down;            /* fields the names stand for, besides the fields' own headers */
    size_t n_down;
} ys__form_layout;

/* When a form is due. */
typedef enum ys__frequency { YS__FREQUENCY_ANY, YS__FREQUENCY_MONTH, YS__FREQUENCY_QUARTER, YS__FREQUENCY_YEAR,
                             YS__FREQUENCY_ONCE } ys__frequency;

typedef struct ys__form {
    const char *id;
    ys__label title, description;
    ys__frequency frequency;
    bool is_register;            /* "rows": "register"; else events */
    bool per_site;               /* "per": "site" */
    bool complete;               /* of a register: absent keys are gone */
    bool strict;                 /* a plain Table Schema: the specification's defaults hold */
    ys__field *fields;
    size_t n;
    int *primary_key;            /* field indexes */
    size_t n_key;
    ys__missing_value *missing;  /* default: "" is not_reported */
    size_t n_missing;
    ys__rule *rules;
    size_t n_rules;
    int partner_field, site_field, period_field, participant_field, withdrawn_field; /* -1: none */
    ys__form_layout layout;
    const struct ys__catalog *catalog;
} ys__form;

int ys__form_field(const ys__form *form, ys__slice name); /* index by exact name, or -1 */

typedef enum ys__family { YS__POPULATION, YS__PERFORMANCE, YS__PARTNER_FAMILY, YS__OUTCOME } ys__family;
typedef enum ys__polarity { YS__UP, YS__DOWN, YS__NEUTRAL } ys__polarity;

typedef struct ys__exclusion {
    ys__expr *where;
    const char *source;          /* the condition as written */
    ys__label reason;
} ys__exclusion;

typedef struct ys__recode {
    const char *from, *to;
} ys__recode;

/* How rows that were checked with an earlier version of the catalog are read by the present one. */
typedef struct ys__bridge {
    const char *from;            /* that version */
    int field;                   /* whose values change; -1: none do */
    ys__recode *codes;
    size_t n_codes;
    bool rescale;
    double old_scale[2], new_scale[2]; /* lowest and highest */
} ys__bridge;

/* What an indicator is about, beyond its number: what `stats` tests with the rows it is made of. */
typedef enum ys__analysis_kind { YS__BEFORE_AFTER, YS__DOSAGE, YS__TIME_TO_EVENT } ys__analysis_kind;

typedef struct ys__analysis {
    ys__analysis_kind kind;
    int before, after;           /* fields of before_after; the measure is the mean of their difference */
    ys__expr *dose;              /* of dosage: a number for each row of the share */
    const char *dose_source;     /* as written */
    ys__label dose_title;        /* what people call it; empty: none given */
    int from, to, until;         /* date fields of time_to_event; until: when somebody was last seen, or -1 */
} ys__analysis;

/* Something results are broken down by: partner, site, a dimension, or a field with a list. Resolved per form. */
typedef struct ys__indicator {
    const char *id;
    ys__family family;
    ys__label title, definition, source;
    const char *unit;            /* "percent", "USD", "visits", ...; "" when none */
    ys__polarity polarity;
    bool headline;
    int decimals;                /* -1: by the unit */
    const ys__form *form;        /* NULL for a formula */
    int period_field;            /* -1: the row's period; else a date field */
    int lag;
    ys__expr *where;             /* NULL: every row */
    const char *where_source;    /* as written; NULL: none */
    ys__exclusion *exclude;
    size_t n_exclude;
    ys__measure measure;
    const char **by;
    size_t n_by;
    bool latest;                 /* takes the newest row of each thing */
    int *latest_fields;          /* what names the thing; NULL: partner and primary key less the period */
    size_t n_latest;
    bool carry;
    int each;                    /* field index rows are joined by, or -1 */
    const ys__bridge *bridge;    /* NULL: none */
    const struct ys__indicator *records; /* of a reach: counts some of its people one by one; NULL: none does */
    const ys__analysis *analysis; /* NULL: none */
    const struct ys__catalog *catalog;
    const struct ys__indicator **parts; /* of a formula, in order of appearance */
    size_t n_parts;
} ys__indicator;

typedef struct ys__catalog {
    const char *id, *version;
    const char *path;            /* the file it came from */
    const char *text;            /* its bytes, for the store's record of definitions */
    size_t text_n;
    ys__label title, description;
    ys__dimension *dimensions;
    size_t n_dimensions;
    ys__form *forms;
    size_t n_forms;
    ys__indicator *indicators;
    size_t n_indicators;
} ys__catalog;

typedef struct ys__site {
    const char *id;
    ys__label name;
} ys__site;

typedef struct ys__partner {
    const char *id;
    ys__label name;
    const char *role;            /* "" or "backbone" */
    int32_t from, to;            /* days, inclusive; INT32_MIN and INT32_MAX where open */
    ys__site *sites;
    size_t n_sites;
    bool sites_open;             /* any site code is accepted: its own "sites": "open", or that of the initiative */
    const ys__form **forms;
    size_t n_forms;
} ys__partner;

/* What a partner's files need for one field. */
typedef struct ys__field_mapping {
    ys__recode *codes;           /* from: what they write, compared folded; to: ours */
    size_t n_codes;
    ys__missing_value *missing;  /* what they write where there is no value, behind the field's own; NULL: nothing */
    size_t n_missing;
    const char *constant;        /* of every row of a file without the column; NULL: none */
    ys__decimal factor;          /* their numbers are multiplied by it; units 0: none */
} ys__field_mapping;

/* A row that is left out: what stands under a header. */
typedef struct ys__skip {
    const char *header, *text;
} ys__skip;

/* What one partner's files for one form need: all of "mappings" that concerns them, merged. */
typedef struct ys__mapping {
    const ys__partner *partner;
    const ys__form *form;
    ys__naming *headers;
    size_t n_headers;
    const char **ignore;         /* headers of columns that are not read and not warned of */
    size_t n_ignore;
    ys__field_mapping *fields;   /* one for each field of the form */
    long first;                  /* rows above the header; -1: found from the file */
    ys__skip *skips;
    size_t n_skips;
    ys__form_layout layout;             /* the form's, where the partner has none of its own */
} ys__mapping;

typedef enum ys__target_kind { YS__AT_LEAST, YS__AT_MOST, YS__MATCH } ys__target_kind;

typedef struct ys__target {
    const ys__indicator *indicator;
    ys__period period;
    ys__target_kind kind;
    double value;
    const ys__indicator *with;   /* of a match */
} ys__target;

typedef struct ys__baseline {
    const ys__indicator *indicator;
    ys__period period;
    double value;
} ys__baseline;

/* One file the definitions were read from. */
typedef struct ys__definition {
    const char *kind;            /* "initiative", "catalog" or "table" (partners and sites in CSV) */
    const char *name;            /* the initiative's or catalog's id, the table's name as initiative.json has it */
    const char *text;            /* its bytes */
    size_t n;
} ys__definition;

/* The handle of lib/yardstick/initiative.h. */
struct ys_initiative {
    ys__arena arena;
    const char *dir;             /* the initiative's folder; "" for a lone schema */
    const char *id;
    const char *text;            /* the bytes of initiative.json */
    size_t text_n;
    ys__label title, description;
    const char **languages;
    size_t n_languages;
    ys__calendar calendar;
    ys__catalog *catalogs;
    size_t n_catalogs;
    ys__partner *partners;
    size_t n_partners;
    bool sites_open;             /* "sites": "open" */
    int due_days;
    ys__baseline *baselines;
    size_t n_baselines;
    ys__target *targets;
    size_t n_targets;
    ys__mapping *mappings;
    size_t n_mappings;
    int minimum_cell;            /* privacy; 0: none */
    ys__definition *definitions; /* all it was read from: the initiative, its catalogs, its tables */
    size_t n_definitions;
};

/* Builds an initiative again from the definitions of an earlier one (those a store kept), without touching any file.
 * YS_E_DEFINITION where they do not make one. */
ys_status ys__initiative_restore(struct ys_initiative **out, const ys__definition *definitions, size_t n,
                                 const char *dir, ys_error *err);

/* Look-ups by id; NULL when there is none. Their cost is a scan: resolve once, not per row. */
const ys__partner *ys__find_partner(const struct ys_initiative *in, ys__slice id);
const ys__form *ys__find_form(const struct ys_initiative *in, ys__slice id);
const ys__indicator *ys__find_indicator(const struct ys_initiative *in, ys__slice id);
const ys__dimension *ys__find_dimension(const struct ys_initiative *in, ys__slice id);
const ys__site *ys__find_site(const ys__partner *partner, ys__slice id);
bool ys__partner_sends(const ys__partner *partner, const ys__form *form);
const ys__mapping *ys__find_mapping(const struct ys_initiative *in, const ys__partner *partner, const ys__form *form);

/* The category of a list that a cell's text means, by code, else by title or alias (folded), or -1. */
int ys__list_find(const ys__category *list, size_t n, ys__slice text);

#endif
