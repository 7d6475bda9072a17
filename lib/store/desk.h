/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_STORE_DESK_H
#define YS_STORE_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "store/seal.h"

/* Codes for people, made from what a partner knows of them. */

/* What is known of one person, as written. */
typedef struct ys__person {
    ys__slice first_name, last_name, sex;
    int32_t birth; /* days since 1970 */
} ys__person;

enum { YS__CODE_SIZE = 17, YS__CODES = 3 };

/* The codes of a person: the exact one; one that forgives slips at the end of names and a second surname; one that
 * forgives day and month swapped and given names written otherwise. False when a name has no letters. */
bool ys__person_codes(char codes[YS__CODES][YS__CODE_SIZE], const unsigned char key[YS__KEY_BYTES],
                      const ys__person *person);

/* A birth date: "iso" YYYY-MM-DD, "dmy" or "mdy" with '/', '.', '-' or blanks and a year of four digits. */
bool ys__birth_parse(ys__slice text, const char *order, int32_t *days);

#endif
