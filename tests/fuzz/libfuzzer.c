/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The targets under libFuzzer; tests/fuzz/long.sh builds it. FUZZ_TARGET names the one to try. */
#include "targets.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *definitions = getenv("FUZZ_DEFINITIONS");

    (void)argc;
    (void)argv;
    fuzz_begin(definitions ? definitions : "tests/fuzz/initiative");
    atexit(fuzz_end);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    const char *name = getenv("FUZZ_TARGET");
    fuzz_target target = fuzz_find(name ? name : "read");

    if (target == NULL) {
        fprintf(stderr, "FUZZ_TARGET=%s is none\n", name);
        exit(2);
    }
    target(bytes, n);
    return 0;
}
