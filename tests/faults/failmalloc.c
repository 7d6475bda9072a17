/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded into a program, this makes one of its allocations fail: the one whose number is in FAIL_AT. With FAIL_COUNT
 * set to a file's name it fails none and writes there how many there were. Only what the program itself asks for is
 * counted, not what the libraries it uses do: some of those crash, and how they fare is not our test. */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <unistd.h>

/* glibc's own, under names that need no dlsym(), which would itself allocate. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

static atomic_long seen;

/* The program lies at and above its own headers; the libraries are mapped far away. */
static int is_ours(const void *caller)
{
    const uintptr_t program = getauxval(AT_PHDR), at = (uintptr_t)caller;

    return at >= program && at - program < (uintptr_t)64 << 20;
}

static int fails(const void *caller)
{
    const char *at = getenv("FAIL_AT");

    if (!is_ours(caller) || atomic_fetch_add(&seen, 1) + 1 != (at ? atol(at) : 0))
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}

__attribute__((destructor)) static void report(void)
{
    const char *path = getenv("FAIL_COUNT");
    char text[32];
    int n, file;

    if (path == NULL || (file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600)) < 0)
        return;
    n = snprintf(text, sizeof text, "%ld\n", (long)seen);
    if (write(file, text, (size_t)n) != n)
        _exit(99);
    close(file);
}
