/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/results.h"

#include <stdlib.h>

#include "base/vector.h"

int ys__results_add(ys_results *results, const ys_result *row)
{
    if (!ys__room((void **)&results->rows, &results->room, results->n, sizeof *results->rows))
        return 0;
    results->rows[results->n++] = *row;
    return 1;
}

size_t ys_results_count(const ys_results *results)
{
    return results->n;
}

const ys_result *ys_results_get(const ys_results *results, size_t i)
{
    return i < results->n ? &results->rows[i] : NULL;
}

size_t ys_results_dimensions(const ys_results *results)
{
    return results->n_dims;
}

const char *ys_results_dimension(const ys_results *results, size_t i)
{
    return i < results->n_dims ? results->dims[i] : NULL;
}

const ys_initiative *ys_results_initiative(const ys_results *results)
{
    return ys_store_initiative(results->store);
}

void ys_results_free(ys_results *results)
{
    if (results == NULL)
        return;
    ys__arena_free(&results->arena);
    free(results->rows);
    ys_store_close(results->past);
    free(results);
}
