/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/csv_scan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

void ys__csv_scan_plain(const char *p, size_t words, char separator, char quote, uint64_t *masks)
{
    for (size_t w = 0; w < words; w++, p += 64) {
        uint64_t mask = 0;

        for (int i = 0; i < 64; i++) {
            char c = p[i];

            mask |= (uint64_t)((c == separator) | (c == quote) | (c == '\n') | (c == '\r')) << i;
        }
        masks[w] = mask;
    }
}

#if defined(__x86_64__)

static void scan_sse2(const char *p, size_t words, char separator, char quote, uint64_t *masks)
{
    const __m128i s = _mm_set1_epi8(separator), q = _mm_set1_epi8(quote);
    const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');

    for (size_t w = 0; w < words; w++, p += 64) {
        uint64_t mask = 0;

        for (int i = 0; i < 4; i++) {
            __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
            __m128i cells = _mm_or_si128(_mm_cmpeq_epi8(x, s), _mm_cmpeq_epi8(x, q));
            __m128i lines = _mm_or_si128(_mm_cmpeq_epi8(x, lf), _mm_cmpeq_epi8(x, cr));

            mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(cells, lines)) << (16 * i);
        }
        masks[w] = mask;
    }
}

__attribute__((target("avx2")))
static void scan_avx2(const char *p, size_t words, char separator, char quote, uint64_t *masks)
{
    const __m256i s = _mm256_set1_epi8(separator), q = _mm256_set1_epi8(quote);
    const __m256i lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r');

    for (size_t w = 0; w < words; w++, p += 64) {
        uint64_t mask = 0;

        for (int i = 0; i < 2; i++) {
            __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32 * i));
            __m256i cells = _mm256_or_si256(_mm256_cmpeq_epi8(x, s), _mm256_cmpeq_epi8(x, q));
            __m256i lines = _mm256_or_si256(_mm256_cmpeq_epi8(x, lf), _mm256_cmpeq_epi8(x, cr));

            mask |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_or_si256(cells, lines)) << (32 * i);
        }
        masks[w] = mask;
    }
}

size_t ys__csv_scans(ys__csv_scan_fn scans[YS__CSV_SCANS])
{
    size_t n = 0;

    scans[n++] = ys__csv_scan_plain;
    scans[n++] = scan_sse2;
    if (__builtin_cpu_supports("avx2"))
        scans[n++] = scan_avx2;
    return n;
}

#else

size_t ys__csv_scans(ys__csv_scan_fn scans[YS__CSV_SCANS])
{
    scans[0] = ys__csv_scan_plain;
    return 1;
}

#endif
