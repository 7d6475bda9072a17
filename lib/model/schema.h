/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_MODEL_SCHEMA_H
#define YS_MODEL_SCHEMA_H

#include <yardstick/initiative.h>

#include "model/model.h"

/* A Table Schema of its own: a form by the specification's strict defaults, without an initiative around it. */
typedef struct ys__schema ys__schema;

/* Faults go to the sink, which may be NULL; with any of them it is YS_E_DEFINITION and the error tells the first. */
ys_status ys__schema_open(ys__schema **out, const char *path, ys_fault_fn sink, void *ctx, ys_error *err);
void ys__schema_free(ys__schema *schema);
const ys__form *ys__schema_form(const ys__schema *schema);

#endif
