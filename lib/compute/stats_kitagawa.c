/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/stats_rates.h>

#include <math.h>
#include <stdbool.h>

#include "base/error.h"
#include "base/i18n.h"
#include "compute/stats_common.h"

/* Sums and shares are carried with 113 bits, so that within + mix is the change to the last of a double. */
struct whole {
    __float128 x1, n1, x2, n2;
};

static bool is_sound(double x, double n)
{
    return isfinite(x) && isfinite(n) && n >= 0 && (n > 0 || x == 0);
}

static ys_status add_up(struct whole *out, const ys_stratum *parts, size_t k, ys_error *err)
{
    *out = (struct whole){ 0 };
    for (size_t i = 0; i < k; i++) {
        if (!is_sound(parts[i].x1, parts[i].n1) || !is_sound(parts[i].x2, parts[i].n2))
            return ys__fail(err, YS_E_ARGUMENT, NULL, "%s",
                            _("a part has no cases, or less than none, for its number"));
        out->x1 += parts[i].x1;
        out->n1 += parts[i].n1;
        out->x2 += parts[i].x2;
        out->n2 += parts[i].n2;
    }
    return out->n1 > 0 && out->n2 > 0 ? YS_OK : ys__stats_enough(0, 1, err);
}

static void count_part(ys_kitagawa *out, const ys_stratum *p)
{
    double rate1 = p->x1 / p->n1, rate2 = p->x2 / p->n2;

    if (p->n1 == 0 && p->n2 == 0)
        return;
    if (p->n1 == 0 || p->n2 == 0)
        out->once++;
    else if (rate1 == rate2)
        out->still++;
    else if (rate2 > rate1)
        out->up++;
    else
        out->down++;
}

ys_status ys_rates_kitagawa(ys_kitagawa *out, double *within, double *mix, const ys_stratum *parts, size_t k,
                            ys_error *err)
{
    __float128 within_all = 0, mix_all = 0, middle;
    ys_kitagawa result = { 0 };
    struct whole all;
    ys_status status = add_up(&all, parts, k, err);

    if (status != YS_OK)
        return status;
    middle = (all.x1 / all.n1 + all.x2 / all.n2) / 2;
    for (size_t i = 0; i < k; i++) {
        const ys_stratum *p = &parts[i];
        __float128 share1 = p->n1 / all.n1, share2 = p->n2 / all.n2, rate1, rate2, own = 0, moved = 0;

        if (p->n1 > 0 || p->n2 > 0) { /* a rate that is not there is taken for the other one: it did not move */
            rate1 = p->n1 > 0 ? (__float128)p->x1 / p->n1 : (__float128)p->x2 / p->n2;
            rate2 = p->n2 > 0 ? (__float128)p->x2 / p->n2 : rate1;
            own = (share1 + share2) / 2 * (rate2 - rate1);
            moved = (share2 - share1) * ((rate1 + rate2) / 2 - middle);
        }
        count_part(&result, p);
        within_all += own;
        mix_all += moved;
        if (within)
            within[i] = (double)own;
        if (mix)
            mix[i] = (double)moved;
    }
    result.rate1 = (double)(all.x1 / all.n1);
    result.rate2 = (double)(all.x2 / all.n2);
    result.change = (double)(all.x2 / all.n2 - all.x1 / all.n1);
    result.within = (double)within_all;
    result.mix = (double)mix_all;
    *out = result;
    return YS_OK;
}
