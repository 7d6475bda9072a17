/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_COUNTING_H
#define YS_COMPUTE_COUNTING_H

#include "store/store.h"

/* Which of the rows received count today, for whoever shows rows instead of results. */

/* counts[i][row]: of the i-th submission of the list (those of one form); NULL: none of its rows does. The caller frees
 * all with ys__counting_free. A register's rows count in their newest state known. */
ys_status ys__counting_make(unsigned char ***counts, ys_store *store, const ys__form *form, const ys__submissions *list,
                            ys_error *err);
void ys__counting_free(unsigned char **counts, const ys__submissions *list);

#endif
