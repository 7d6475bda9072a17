/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/vector.h"

#include <stdint.h>
#include <stdlib.h>

bool ys__room(void **items, size_t *room, size_t n, size_t size)
{
    size_t more = *room ? *room * 2 : 8;
    void *moved;

    if (n < *room)
        return true;
    if (more > SIZE_MAX / size || (moved = realloc(*items, more * size)) == NULL)
        return false;
    *items = moved;
    *room = more;
    return true;
}
