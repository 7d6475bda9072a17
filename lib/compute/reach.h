/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_REACH_H
#define YS_COMPUTE_REACH_H

#include "base/buffer.h"
#include "compute/figure.h"
#include "compute/run.h"

/* Narrows the interval of a reach by the records of people it has ("records").
 *
 * Each partner gives counts |A_u|, for a place and a period u; wanted is the size of the union of all A_u, which lies
 * between the largest and the sum. Records name some of these people: the catalog declares that R_u, the people on
 * record for u, are among A_u. Then
 *
 *     max(|A_u|, |union of R|)  <=  |union of A|  <=  sum |A_u| - (sum |R_u| - |union of R|)
 *
 * since the union of A is that of R and of the A_u less R_u, which are sum |A_u| - sum |R_u| people at most. Leaving
 * records out keeps this true. So records that belong to no count are left out, and so are those of a u with more
 * people than its count, where the declaration fails; the note says so. */

/* The group of a key; cells are its n cells of the reach. Does nothing where the figure is no interval. */
ys_status ys__reach_narrow(ys__figure *figure, ys__buffer *note, const ys__plan *plan, const ys__runs *runs,
                           const ys__indicator *indicator, const ys__grouping *grouping, const uint32_t *key,
                           const uint32_t *cells, size_t n, ys_error *err);

#endif
