/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_BASE_HASH_H
#define YS_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Mixes bytes into 64 well-spread bits for hash tables. Not for secrets, not stable between versions. */
uint64_t ys__hash(const void *bytes, size_t n, uint64_t seed);

/* Mixes one word into another (for keys of several parts). */
static inline uint64_t ys__mix(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)(a ^ UINT64_C(0x9E3779B97F4A7C15)) * (b ^ UINT64_C(0xD6E8FEB86659FD93));

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

#endif
