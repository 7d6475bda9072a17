/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/rollup.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static void rollup_free(ys__rollup *r)
{
    ys__groups_free(&r->groups);
    ys__cube_free(&r->cube);
    free(r->order);
    free(r->first);
}

void ys__rollups_free(ys__rollup *rollups, size_t n)
{
    for (size_t g = 0; rollups && g < n; g++)
        rollup_free(&rollups[g]);
    free(rollups);
}

/* Groups of another rollup's groups as groups of the cells these hold. */
static bool expand(ys__groups *out, const ys__groups *of, const ys__groups *inner)
{
    size_t n = inner->first[inner->n], at = 0;
    ys__groups g = { .n = of->n, .width = of->width, .first = calloc(of->n + 2, sizeof *g.first),
                     .keys = malloc((of->n * of->width + 1) * sizeof *g.keys),
                     .cells = malloc((n + 1) * sizeof *g.cells) };

    if (g.first == NULL || g.keys == NULL || g.cells == NULL) {
        ys__groups_free(&g);
        return false;
    }
    if (of->n > 0 && of->width > 0)
        memcpy(g.keys, of->keys, of->n * of->width * sizeof *g.keys);
    for (size_t k = 0; k < of->n; k++) {
        for (size_t i = of->first[k]; i < of->first[k + 1]; i++) {
            size_t first = inner->first[of->cells[i]], count = inner->first[of->cells[i] + 1] - first;

            memcpy(&g.cells[at], &inner->cells[first], count * sizeof *g.cells);
            at += count;
        }
        g.first[k + 1] = at;
    }
    *out = g;
    return true;
}

/* The least rollup made so far that still tells the axes apart; NULL: none does. */
static const ys__rollup *finer(const ys__rollup *rollups, size_t n, uint32_t axes)
{
    const ys__rollup *best = NULL;

    for (size_t g = 0; g < n; g++)
        if (rollups[g].order && (rollups[g].axes & axes) == axes && (best == NULL || rollups[g].cube.n < best->cube.n))
            best = &rollups[g];
    return best;
}

struct ordering {
    const ys__plan *plan;
    const ys__groups *groups;
};

static int by_period_and_key(const void *a, const void *b, void *ctx)
{
    const struct ordering *o = ctx;
    const uint32_t *x = &o->groups->keys[*(const uint32_t *)a * o->groups->width];
    const uint32_t *y = &o->groups->keys[*(const uint32_t *)b * o->groups->width];

    return x[0] != y[0] ? (x[0] < y[0] ? -1 : 1) : ys__plan_compare(o->plan, x, y, o->groups->width);
}

static bool put_in_order(ys__rollup *r, const ys__plan *plan)
{
    const ys__groups *groups = &r->groups;

    r->order = malloc((groups->n + 1) * sizeof *r->order);
    r->first = calloc(plan->n_periods + 2, sizeof *r->first);
    if (r->order == NULL || r->first == NULL)
        return false;
    for (size_t g = 0; g < groups->n; g++) {
        r->order[g] = (uint32_t)g;
        r->first[groups->keys[g * groups->width] + 1]++;
    }
    for (size_t p = 0; p < plan->n_periods; p++)
        r->first[p + 1] += r->first[p];
    qsort_r(r->order, groups->n, sizeof *r->order, by_period_and_key, &(struct ordering){ plan, groups });
    return true;
}

static bool roll_up(ys__rollup *out, const ys__rollup *from, const ys__plan *plan, const ys__cube *cube)
{
    ys__groups groups;
    bool good;

    if (from == NULL)
        return ys__groups_make(&out->groups, cube, out->axes) && ys__cube_roll_up(&out->cube, cube, &out->groups) &&
               put_in_order(out, plan);
    if (!ys__groups_make(&groups, &from->cube, out->axes))
        return false;
    good = expand(&out->groups, &groups, &from->groups) && ys__cube_roll_up(&out->cube, &from->cube, &groups) &&
           put_in_order(out, plan);
    ys__groups_free(&groups);
    return good;
}

ys_status ys__rollups_make(ys__rollup **out, const ys__plan *plan, const ys__cube *cube, ys_error *err)
{
    size_t n = plan->n_groupings;
    ys__rollup *rollups = calloc(n + 1, sizeof *rollups);
    bool good = rollups != NULL;

    for (int n_axes = YS__AXES_MAX; good && n_axes >= 0; n_axes--) /* the finest first */
        for (size_t g = 0; good && g < n; g++) {
            rollups[g].axes = plan->groupings[g].axes;
            if (__builtin_popcount(rollups[g].axes) == n_axes)
                good = roll_up(&rollups[g], finer(rollups, n, rollups[g].axes), plan, cube);
        }
    if (!good) {
        ys__rollups_free(rollups, n);
        return ys__fail_nomem(err);
    }
    *out = rollups;
    return YS_OK;
}
