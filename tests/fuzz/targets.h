/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_TARGETS_H
#define FUZZ_TARGETS_H

#include <stddef.h>
#include <stdint.h>

/* What is done with hostile bytes: each target goes through the program's own code as a command does, and looks at all
 * that comes back. A fault shows as a crash, a sanitizer's report or a failed assertion. */
typedef void (*fuzz_target)(const uint8_t *bytes, size_t n);

/* By its name, which is that of its folder in the corpus; NULL: there is none. */
fuzz_target fuzz_find(const char *name);

/* Reads the definitions that files are checked against and makes a folder to work in. */
void fuzz_begin(const char *definitions);
void fuzz_end(void);

#endif
