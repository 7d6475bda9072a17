/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_MODEL_CATALOG_H
#define YS_MODEL_CATALOG_H

#include "model/reader.h"

/* The steps in which definitions are read. Catalogs refer to each other (a form to another's dimension, an indicator to
 * another's form), so each step runs over all catalogs before the next one. */

typedef struct ys__catalog_file {
    const ys__json *json;
    size_t file;              /* its number in the reader */
    ys__catalog *catalog;
    const ys__json *dimensions, *forms, *indicators; /* its parts; NULL where absent */
} ys__catalog_file;

/* The head of a catalog and its dimensions. expected is the id it goes by, or NULL. */
void ys__read_catalog_head(ys__reader *r, ys__catalog_file *from, const char *expected);
void ys__read_forms(ys__reader *r, const ys__catalog_file *from);
void ys__read_indicators(ys__reader *r, const ys__catalog_file *from);

/* What goes across all catalogs: the same form or indicator defined twice; formulas, their parts and cycles. */
void ys__check_catalogs(ys__reader *r, const ys__catalog_file *files, size_t n);
void ys__link_formulas(ys__reader *r, const ys__catalog_file *files, size_t n);
void ys__link_records(ys__reader *r, const ys__catalog_file *files, size_t n);

/* One form or field. */
void ys__read_form(ys__reader *r, const ys__json *json, const ys__catalog *catalog, ys__form *form);
void ys__read_fields(ys__reader *r, const ys__json *json, ys__form *form);
void ys__read_constraints(ys__reader *r, const ys__json *json, ys__field *field);
void ys__read_missing_values(ys__reader *r, const ys__json *json, bool strict, ys__missing_value **out, size_t *n);

/* An indicator's "bridge", once its form and measure are known. */
void ys__read_bridge(ys__reader *r, const ys__json *json, ys__indicator *ind);

/* An indicator's "analysis", once its form and measure are known. */
void ys__read_analysis(ys__reader *r, const ys__json *json, ys__indicator *ind);

/* By id in a catalog's own definitions first, then in the others'. NULL (with a fault that names the nearest) where
 * there is none. */
const ys__dimension *ys__reader_dimension(ys__reader *r, const ys__json *name, const ys__catalog *own);
const ys__form *ys__reader_form(ys__reader *r, const ys__json *name, const ys__catalog *own);
const ys__indicator *ys__reader_indicator(ys__reader *r, const ys__json *name);

/* Can results over this form be broken down by that: partner, site, a dimension, a field with a list? */
bool ys__form_groups(const ys__form *form, const char *name);

/* The index of a form's field by exact name, or -1 with a fault. */
int ys__reader_field(ys__reader *r, const ys__json *name, const ys__form *form);

/* The other parts of initiative.json. */
void ys__read_calendar(ys__reader *r, const ys__json *json, ys__calendar *out);
void ys__read_partners(ys__reader *r, const ys__json *partners, const ys__json *sites);
void ys__read_baselines(ys__reader *r, const ys__json *json);
void ys__read_targets(ys__reader *r, const ys__json *json);

/* The same from CSV files, named in initiative.json. */
void ys__read_partners_csv(ys__reader *r, const ys__json *name);
void ys__read_sites_csv(ys__reader *r, const ys__json *name);

/* A partner read so far, by id; NULL. A national network has thousands of them. */
ys__partner *ys__reader_partner(ys__reader *r, const char *id);

/* Common to both ways of writing them. Adding to a partner that is there already is a fault at that place. */
ys__partner *ys__add_partner(ys__reader *r, const char *id, ys__place at);
void ys__add_site(ys__reader *r, ys__partner *partner, const char *id, const ys__label *name, ys__place at);
void ys__add_form(ys__reader *r, ys__partner *partner, ys__slice id, ys__place at);

/* Of a partner that lists no forms: every form is its to send. A backbone that lists none owes nothing. */
void ys__add_all_forms(ys__reader *r, ys__partner *partner);

#endif
