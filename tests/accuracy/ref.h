/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases computed by R (tests/accuracy/r) and their comparison with the library: one adapter per function turns the
 * named inputs of a case into a call and hands back the outputs by name. */
#ifndef YS_TESTS_REF_H
#define YS_TESTS_REF_H

#include <stdbool.h>
#include <stddef.h>

#include <yardstick/error.h>

struct ref_case;

struct ref_adapter {
    const char *function;
    void (*run)(struct ref_case *c);
};

/* Inputs. A name the case lacks is a mistake of the script: it fails the case and answers NaN or an empty array. */
double ref_number(struct ref_case *c, const char *name);
const double *ref_values(struct ref_case *c, const char *name, size_t *n);
int *ref_whole(struct ref_case *c, const char *name, size_t *n); /* the same as int; free() */
bool ref_has(const struct ref_case *c, const char *name);

/* Outputs; those R did not give are ignored. */
void ref_put(struct ref_case *c, const char *name, const double *got, size_t n);
void ref_put1(struct ref_case *c, const char *name, double got);
void ref_put3(struct ref_case *c, const char *name, double a, double b, double d); /* an interval */
void ref_put2(struct ref_case *c, const char *name, double a, double b);

/* Compares a status with what R's side expects (YS_OK unless it says otherwise); true when the call succeeded. */
bool ref_ok(struct ref_case *c, ys_status status);

/* Runs every case of tests/accuracy/r/FILE.csv through the adapters (ended by one without a name). */
void ref_run(const char *file, const struct ref_adapter *adapters);

extern const struct ref_adapter ref_describe[], ref_interval[], ref_compare[], ref_rates[], ref_regression[];
extern const struct ref_adapter ref_trend[], ref_model[];

#endif
