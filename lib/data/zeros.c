/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/zeros.h"

#include "base/text.h"
#include "data/find.h"
#include "data/source.h"

static bool is_number(ys__slice text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    return text.n > 0;
}

void ys__note_code(ys__codes_seen *seen, ys__slice text)
{
    if (seen->others)
        return;
    if (text.n >= YS__CODE_LENGTHS || !is_number(text))
        seen->others = true;
    else if (text.p[0] == '0')
        seen->with_zero[text.n]++;
    else
        seen->without[text.n]++;
}

/* The digits all codes have that begin with a zero, where none has more and some have less; 0: it is not so. */
static size_t usual_length(const ys__codes_seen *seen)
{
    size_t length = 0, shorter = 0;

    for (size_t n = 1; n < YS__CODE_LENGTHS && !seen->others; n++) {
        if (length && (seen->with_zero[n] || seen->without[n]))
            return 0;
        if (seen->with_zero[n] && seen->with_zero[n] < 2)
            return 0;
        if (seen->with_zero[n])
            length = n;
        else
            shorter += length ? 0 : seen->without[n];
    }
    return shorter ? length : 0;
}

bool ys__find_lost_zeros(ys__conversion *c, const ys__intake *r)
{
    ys__import *import = c->import;
    size_t length = usual_length(&r->codes);

    for (size_t row = 0; length && row < import->table.n; row++) {
        ys__found found = { .code = YS__EXCEL_DAMAGE, .other = length };
        const ys__csv_cell *cells;
        const ys__csv_row *at = ys__source_seek(import->source, import->records[row], &cells);
        ys__slice text;

        if (at == NULL)
            return false;
        if (r->column >= at->n)
            continue;
        text = ys__trim((ys__slice){ cells[at->first + r->column].p, cells[at->first + r->column].n });
        if (is_number(text) && text.n < length && !ys__find_row(import, row, r->field, &found))
            return false;
    }
    return true;
}
