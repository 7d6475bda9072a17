/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_BASE_VECTOR_H
#define YS_BASE_VECTOR_H

#include <stdbool.h>
#include <stddef.h>

/* Makes room for one more element of a growing array: *items holds *room elements of the given size and n are in use.
 * False when memory is short; the array is then as before. Usage:
 *
 *     if (!ys__room((void **)&list->items, &list->room, list->n, sizeof *list->items)) return NOMEM;
 *     list->items[list->n++] = item;
 */
bool ys__room(void **items, size_t *room, size_t n, size_t size);

#endif
