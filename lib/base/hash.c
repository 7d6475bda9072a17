/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hash.h"

#include <string.h>

uint64_t ys__hash(const void *bytes, size_t n, uint64_t seed)
{
    const unsigned char *p = bytes;
    uint64_t h = ys__mix(seed, n), word;

    for (; n >= sizeof word; p += sizeof word, n -= sizeof word) {
        memcpy(&word, p, sizeof word);
        h = ys__mix(h, word);
    }
    word = 0;
    if (n)
        memcpy(&word, p, n);
    return ys__mix(h, word);
}
