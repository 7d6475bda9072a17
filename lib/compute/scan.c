/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compute/scan.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compute/gather.h"
#include "compute/listed.h"

struct ys__scanner {
    ys__cube *cube;
    const ys__job *job;
    ys__block *block;

    /* The submission in hand. */
    const ys__rows *rows;
    const uint8_t *keep;
    int window;
    uint32_t partner;
    uint32_t submission;             /* its code, where results are traced */
    ys__column listed[YS__AXES_MAX]; /* of axes whose column is no text: the same as codes */
    uint32_t *code_of[YS__AXES_MAX]; /* from the column's dictionary to the axis' codes */
    size_t stride[YS__AXES_MAX];     /* of each axis in known; 0: the axis is not used */
    int32_t *known;                  /* cells by window and codes */
    size_t known_room;
    bool has_known;                  /* false: there are too many to list */

    /* Rows first .. first + n - 1 of it. */
    size_t first, n;
    uint16_t from[YS__BLOCK], to[YS__BLOCK]; /* the windows a row lies in: from .. to - 1 */
    uint32_t place[YS__BLOCK];               /* in known, less the window */
    int32_t cell[YS__BLOCK];                 /* -1: none */

    /* The cells met in a block are numbered from 0; a cell's number holds while its stamp is the newest. */
    uint32_t *number, *stamp, newest;
    size_t n_numbers;
    uint32_t next[YS__BLOCK + 1];
};

/* Axes */

static const ys__column *axis_column(const ys__scanner *s, size_t axis)
{
    int field = s->job->axis_field[axis];

    if (field < 0 || s->rows->by_field[field] == NULL)
        return NULL;
    return s->listed[axis].n ? &s->listed[axis] : s->rows->by_field[field];
}

static bool list_values(ys__scanner *s, size_t axis)
{
    const ys__column *c = axis_column(s, axis);

    return c == NULL || c->kind == YS__COLUMN_CODE || c->kind == YS__COLUMN_ID ||
           ys__column_listed(&s->listed[axis], c, &s->job->form->fields[s->job->axis_field[axis]]);
}

static bool map_codes(ys__scanner *s, size_t axis)
{
    const ys__column *c = axis_column(s, axis);
    ys__dict *dict = (ys__dict *)&s->job->plan->axes[axis].dict;
    bool good = true;

    if (c == NULL || c->kind != YS__COLUMN_CODE)
        return true;
    if ((s->code_of[axis] = malloc((c->dict.n + 1) * sizeof *s->code_of[axis])) == NULL)
        return false;
#pragma omp critical(ys_axis)
    for (size_t i = 0; i < c->dict.n; i++) {
        int64_t code = ys__dict_add(dict, c->dict.items[i]);

        good = good && code >= 0;
        s->code_of[axis][i] = YS__CODE_TEXTS + (uint32_t)code;
    }
    return good;
}

static uint32_t submission_code(const ys__plan *plan, const ys__rows *rows)
{
    char number[24];

    if (plan->submission_axis == 0 || rows->submission == NULL)
        return YS__CODE_ALL;
    snprintf(number, sizeof number, "%" PRId64, rows->submission->id);
    return YS__CODE_TEXTS + (uint32_t)ys__dict_find(&plan->axes[plan->submission_axis].dict, ys__slice_of(number));
}

static uint32_t code_at(const ys__scanner *s, size_t axis, size_t row)
{
    const ys__column *c = axis_column(s, axis);

    if (axis == s->job->plan->submission_axis)
        return s->submission;
    if (s->job->axis_field[axis] < 0)
        return YS__CODE_ALL;
    if (s->code_of[axis] == NULL)
        return YS__NOT_COLLECTED;
    return ys__column_missing(c, row) ? ys__column_missing(c, row) : s->code_of[axis][c->v[row]];
}

/* Windows */

static void windows_by_date(ys__scanner *s, const ys__placement *p)
{
    const ys__column *c = s->rows->by_field[p->period_field];

    for (size_t i = 0; i < s->n; i++) {
        size_t row = s->first + i;
        int64_t day = c && !ys__column_missing(c, row) ? c->v[row] - p->first_day : -1;
        bool in = day >= 0 && day < (int64_t)p->n_days;

        s->from[i] = in ? p->from[day] : 0;
        s->to[i] = in ? p->to[day] : 0;
    }
}

static void windows_of_period(const ys__scanner *s, const ys__placement *p, ys__period period, uint16_t *from,
                              uint16_t *to)
{
    size_t n = s->job->plan->n_periods, low = 0, high = n;

    while (low < n && p->windows[low].month + p->windows[low].months < period.month + period.months)
        low++;
    while (high > low && p->windows[high - 1].month > period.month)
        high--;
    *from = (uint16_t)low;
    *to = (uint16_t)(period.months ? high : low);
}

static void windows_by_period(ys__scanner *s, const ys__placement *p)
{
    int64_t before = -1;
    uint16_t from = 0, to = 0;

    for (size_t i = 0; i < s->n; i++) {
        ys__period period = ys__rows_period(s->rows, s->job->form, s->first + i);

        if (ys__period_pack(period) != before)
            windows_of_period(s, p, period, &from, &to);
        before = ys__period_pack(period);
        s->from[i] = from;
        s->to[i] = to;
    }
}

static void find_windows(ys__scanner *s, const ys__placement *p)
{
    if (s->window >= 0) {
        for (size_t i = 0; i < s->n; i++) {
            s->from[i] = (uint16_t)s->window;
            s->to[i] = (uint16_t)(s->window + 1);
        }
    } else if (p->period_field >= 0) {
        windows_by_date(s, p);
    } else {
        windows_by_period(s, p);
    }
}

/* Cells. Within one submission there are few: a table by window and codes finds most of them without a search. */

enum { KNOWN_MAX = 1 << 20 };

static bool make_known(ys__scanner *s)
{
    const ys__plan *plan = s->job->plan;
    size_t size = plan->n_periods, n_texts[YS__AXES_MAX];

    s->has_known = false;
    memset(s->stride, 0, sizeof s->stride);
#pragma omp critical(ys_axis) /* another submission may be adding texts; those of this one are there */
    for (size_t a = 0; a < plan->n_axes; a++)
        n_texts[a] = plan->axes[a].dict.n;
    for (size_t a = YS__AXIS_SITE; a < plan->n_axes; a++) {
        if (!(plan->used_axes >> a & 1) || s->job->axis_field[a] < 0 || a == plan->submission_axis)
            continue;
        s->stride[a] = size;
        size *= YS__CODE_TEXTS + n_texts[a];
        if (size > KNOWN_MAX || size > 64 * s->rows->n)
            return true;
    }
    if (size > s->known_room) {
        free(s->known);
        s->known_room = size;
        if ((s->known = malloc(size * sizeof *s->known)) == NULL)
            return false;
    }
    memset(s->known, 0xFF, size * sizeof *s->known);
    s->has_known = true;
    return true;
}

static void find_places(ys__scanner *s)
{
    memset(s->place, 0, s->n * sizeof *s->place);
    for (size_t a = YS__AXIS_SITE; s->has_known && a < s->job->plan->n_axes; a++) {
        const ys__column *c = axis_column(s, a);
        uint32_t stride = (uint32_t)s->stride[a];

        for (size_t i = 0; stride && s->code_of[a] == NULL && i < s->n; i++)
            s->place[i] += stride * YS__NOT_COLLECTED;
        for (size_t i = 0; stride && s->code_of[a] && i < s->n; i++) {
            uint8_t reason = c->missing ? c->missing[s->first + i] : 0;

            s->place[i] += stride * (reason ? reason : s->code_of[a][c->v[s->first + i]]);
        }
    }
}

static void put_key(const ys__scanner *s, uint32_t *key, size_t window, size_t i)
{
    key[0] = (uint32_t)window;
    key[1 + YS__AXIS_PARTNER] = s->job->plan->used_axes & 1 ? YS__CODE_TEXTS + s->partner : YS__CODE_ALL;
    for (size_t a = YS__AXIS_SITE; a < s->job->plan->n_axes; a++)
        key[1 + a] = s->job->plan->used_axes >> a & 1 ? code_at(s, a, s->first + i) : YS__CODE_ALL;
}

static int64_t find_cell(ys__scanner *s, size_t window, size_t i)
{
    uint32_t key[YS__AXES_MAX + 1];
    int32_t *known = s->has_known ? &s->known[window + s->place[i]] : NULL;
    int64_t cell;

    if (known && *known >= 0)
        return *known;
    put_key(s, key, window, i);
    cell = ys__cube_cell(s->cube, key);
    if (known)
        *known = (int32_t)cell;
    return cell;
}

/* The cells of the rows in their window number pass; *n_rows have so many. */
static bool find_cells(ys__scanner *s, size_t pass, size_t *n_rows)
{
    *n_rows = 0;
    for (size_t i = 0; i < s->n; i++) {
        size_t window = s->from[i] + pass;
        int64_t cell = -1;

        if (window < s->to[i] && (s->keep == NULL || s->keep[s->first + i])) {
            if ((cell = find_cell(s, window, i)) < 0)
                return false;
            ++*n_rows;
        }
        s->cell[i] = (int32_t)cell;
    }
    return true;
}

/* Putting rows in the order of their cells */

static bool number_cells(ys__scanner *s)
{
    ys__block *b = s->block;

    if (s->cube->n > s->n_numbers) {
        free(s->number);
        free(s->stamp);
        s->n_numbers = s->cube->room;
        s->number = malloc(s->n_numbers * sizeof *s->number);
        s->stamp = calloc(s->n_numbers, sizeof *s->stamp);
        s->newest = 0;
        if (s->number == NULL || s->stamp == NULL)
            return false;
    }
    s->newest++;
    b->n_spans = 0;
    for (size_t i = 0; i < s->n; i++) {
        int32_t cell = s->cell[i];

        if (cell < 0)
            continue;
        if (s->stamp[cell] != s->newest) {
            s->stamp[cell] = s->newest;
            s->number[cell] = (uint32_t)b->n_spans;
            b->spans[b->n_spans++] = (ys__span){ (uint32_t)cell, 0, 0 };
        }
        b->spans[s->number[cell]].end++; /* a count for now */
    }
    return true;
}

/* The block: its rows that have a cell, cell after cell. */
static bool sort_rows(ys__scanner *s, size_t n_rows)
{
    ys__block *b = s->block;
    uint32_t at = 0;

    if (!number_cells(s))
        return false;
    for (size_t k = 0; k < b->n_spans; k++) {
        s->next[k] = b->spans[k].first = at;
        at += b->spans[k].end;
        b->spans[k].end = at;
    }
    for (size_t i = 0; i < s->n; i++)
        if (s->cell[i] >= 0)
            b->row[s->next[s->number[s->cell[i]]]++] = (uint32_t)(s->first + i);
    b->n = n_rows;
    b->in_order = b->n_spans == 1 && n_rows == s->n;
    ys__block_empty(b);
    return true;
}

/* Rows whose period reaches beyond the window cannot be told apart: they are left out, and counted. */
static bool count_longer(ys__scanner *s, size_t placement)
{
    const ys__placement *p = &s->job->placements[placement];
    uint32_t key[YS__AXES_MAX + 1];

    for (size_t i = 0; i < s->n; i++) {
        ys__period period = ys__rows_period(s->rows, s->job->form, s->first + i);

        if (s->from[i] < s->to[i] || (s->keep && !s->keep[s->first + i]))
            continue;
        for (size_t w = 0; w < s->job->plan->n_periods; w++) {
            int64_t cell;

            if (!ys__period_overlaps(p->windows[w], period))
                continue;
            put_key(s, key, w, i);
            if ((cell = ys__cube_cell(s->cube, key)) < 0)
                return false;
            ys__cube_presence(s->cube, (size_t)cell, placement)->longer++;
        }
    }
    return true;
}

/* Tasks */

/* An expression that reads period_start or period_end means another thing in each window. */
static ys_status gather_by_window(ys__scanner *s, size_t task, const ys__placement *p, ys_error *err)
{
    const ys__block *b = s->block;
    ys__span *spans = malloc((b->n_spans + 1) * sizeof *spans);
    ys_status status = spans ? YS_OK : ys__fail_nomem(err);

    for (size_t w = 0; status == YS_OK && w < s->job->plan->n_periods; w++) {
        size_t n = 0;

        for (size_t k = 0; k < b->n_spans; k++)
            if (s->cube->keys[(size_t)b->spans[k].cell * s->cube->width] == w)
                spans[n++] = b->spans[k];
        if (n)
            status = ys__gather(s->block, task, spans, n, p->windows[w], err);
    }
    free(spans);
    return status;
}

static ys_status gather_tasks(ys__scanner *s, size_t placement, ys_error *err)
{
    const ys__placement *p = &s->job->placements[placement];
    ys__block *b = s->block;
    ys_status status = YS_OK;

    for (size_t k = 0; k < b->n_spans; k++)
        ys__cube_presence(s->cube, b->spans[k].cell, placement)->placed += b->spans[k].end - b->spans[k].first;
    for (size_t t = 0; status == YS_OK && t < s->job->n_tasks; t++) {
        if (s->job->tasks[t].placement != placement)
            continue;
        status = s->job->tasks[t].reads_window ? gather_by_window(s, t, p, err)
                                               : ys__gather(b, t, b->spans, b->n_spans, p->windows[0], err);
    }
    return status;
}

static ys_status scan_rows(ys__scanner *s, size_t placement, ys_error *err)
{
    const ys__placement *p = &s->job->placements[placement];
    ys_status status = YS_OK;

    find_windows(s, p);
    if (s->window < 0 && p->period_field < 0 && !count_longer(s, placement))
        return ys__fail_nomem(err);
    for (size_t pass = 0; status == YS_OK; pass++) {
        size_t n_rows;

        if (!find_cells(s, pass, &n_rows))
            return ys__fail_nomem(err);
        if (n_rows == 0)
            break;
        status = sort_rows(s, n_rows) ? gather_tasks(s, placement, err) : ys__fail_nomem(err);
    }
    return status;
}

ys_status ys__scanner_make(ys__scanner **out, ys__cube *cube, const ys__job *job, ys_error *err)
{
    ys__scanner *s = calloc(1, sizeof *s);
    ys_status status = s ? ys__block_make(&s->block, cube, job, err) : ys__fail_nomem(err);

    if (status != YS_OK) {
        free(s);
        return status;
    }
    s->cube = cube;
    s->job = job;
    *out = s;
    return YS_OK;
}

void ys__scanner_free(ys__scanner *s)
{
    if (s == NULL)
        return;
    ys__block_free(s->block);
    free(s->known);
    free(s->number);
    free(s->stamp);
    free(s);
}

static bool take_up(ys__scanner *s, const ys__rows *rows, const uint8_t *keep, int window, uint32_t partner)
{
    const ys__plan *plan = s->job->plan;

    s->rows = s->block->rows = rows;
    s->partner = s->block->partner = partner;
    s->keep = keep;
    s->window = window;
    s->submission = submission_code(plan, rows);
    for (size_t a = YS__AXIS_SITE; a < plan->n_axes; a++)
        if (!list_values(s, a) || !map_codes(s, a))
            return false;
    return make_known(s);
}

ys_status ys__scan(ys__scanner *s, const ys__rows *rows, const uint8_t *keep, int window, uint32_t partner,
                   ys_error *err)
{
    ys_status status = take_up(s, rows, keep, window, partner) ? YS_OK : ys__fail_nomem(err);

    for (s->first = 0; status == YS_OK && s->first < rows->n; s->first += s->n) {
        s->n = rows->n - s->first < YS__BLOCK ? rows->n - s->first : YS__BLOCK;
        find_places(s);
        for (size_t p = 0; status == YS_OK && p < s->job->n_placements; p++)
            status = scan_rows(s, p, err);
    }
    for (size_t a = 0; a < s->job->plan->n_axes; a++) {
        ys__column_free(&s->listed[a]);
        free(s->code_of[a]);
        s->code_of[a] = NULL;
    }
    return status;
}
