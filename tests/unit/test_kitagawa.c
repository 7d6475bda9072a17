/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The split of a change of a rate over its parts, against R 4.2.2, where within is the difference of the rates directly
 * standardised to the mean composition, and mix that of the compositions at the mean rates. */
#include <yardstick/stats_rates.h>

#include "tap.h"

/* sum((c1 + c2) / 2 * (r2 - r1)), sum((c2 - c1) * ((r1 + r2) / 2 - mean of both rates)) and their terms */
static void agrees_with_r(void)
{
    static const ys_stratum parts[] = { { 12, 40, 30, 120 }, { 45, 90, 20, 50 }, { 30, 50, 66, 100 },
                                        { 8, 20, 9, 10 } };
    static const double within[] = { -0.015714285714285712, -0.031428571428571424, 0.018214285714285731,
                                     0.033928571428571433 };
    static const double mix[] = { -0.0424489795918367302, 0.0029081632653061274, 0.0181377551020408152,
                                  -0.0121683673469387757 };
    double own[4], moved[4];
    ys_kitagawa k;

    IS_INT(ys_rates_kitagawa(&k, own, moved, parts, 4, NULL), YS_OK, "four parts");
    IS_NEAR(k.within, 0.0050000000000000044, 1e-12, "within");
    IS_NEAR(k.mix, -0.033571428571428585, 1e-12, "mix");
    IS_NEAR(k.change, -0.028571428571428525, 1e-12, "change");
    for (int i = 0; i < 4; i++) {
        IS_NEAR(own[i], within[i], 1e-12, "a part's own change");
        IS_NEAR(moved[i], mix[i], 1e-12, "what its growth gives");
    }
    OK(k.up == 2 && k.down == 2 && k.still == 0 && k.once == 0, "two rose, two fell");
}

/* Admissions to Berkeley in 1973, men and women, by department (Bickel, Hammel and O'Connell 1975, as R's
 * UCBAdmissions has them): women had the higher rate in four of six, and the lower one in all. */
static void berkeley(void)
{
    static const ys_stratum departments[] = { { 512, 825, 89, 108 },  { 353, 560, 17, 25 },  { 120, 325, 202, 593 },
                                              { 138, 417, 131, 375 }, { 53, 191, 94, 393 }, { 22, 373, 24, 341 } };
    ys_kitagawa k;

    IS_INT(ys_rates_kitagawa(&k, NULL, NULL, departments, 6, NULL), YS_OK, "Berkeley");
    IS_NEAR(k.change, -0.14164542824654186, 1e-12, "the whole is lower");
    IS_NEAR(k.within, 0.03602848290570064, 1e-12, "the departments were not");
    IS_NEAR(k.mix, -0.17767391115224246, 1e-12, "where they applied made the difference");
    OK(k.up == 4 && k.down == 2, "four of six were higher");
}

static void adds_up(void)
{
    enum { PARTS = 7, CASES = 2000 };
    unsigned seed = 20180701;
    double worst = 0;

    for (int c = 0; c < CASES; c++) {
        ys_stratum parts[PARTS];
        ys_kitagawa k;

        for (int i = 0; i < PARTS; i++) {
            double *cell[] = { &parts[i].n1, &parts[i].x1, &parts[i].n2, &parts[i].x2 };

            for (int j = 0; j < 4; j++) {
                seed = seed * 1664525u + 1013904223u;
                *cell[j] = j % 2 ? floor(*cell[j - 1] * (seed >> 8) / 16777216.0) : (double)((seed >> 8) % 500);
            }
        }
        parts[0].n1++;
        parts[PARTS - 1].n2++;
        if (ys_rates_kitagawa(&k, NULL, NULL, parts, PARTS, NULL) != YS_OK)
            exit(99);
        worst = fmax(worst, fabs(k.within + k.mix - k.change));
        worst = fmax(worst, fabs(k.rate2 - k.rate1 - k.change));
    }
    OK(worst < 1e-15, "within and mix are the change");
}

static void edges(void)
{
    const ys_stratum came[] = { { 10, 20, 15, 30 }, { 0, 0, 18, 20 } }, none[] = { { 0, 0, 1, 2 } };
    const ys_stratum unsound[] = { { 1, 0, 1, 2 } }, below[] = { { 1, -1, 1, 2 } }, missing[] = { { NAN, 1, 1, 2 } };
    double within[2], mix[2];
    ys_error err = YS_ERROR_INIT;
    ys_kitagawa k = { .change = 7 };

    IS_INT(ys_rates_kitagawa(&k, within, mix, came, 2, NULL), YS_OK, "a part that came");
    OK(k.within == 0 && within[1] == 0 && mix[1] > 0 && k.once == 1 && k.still == 1, "is mix alone");
    IS_NEAR(k.mix, 33.0 / 50 - 0.5, 1e-15, "all of it");
    k.change = 7;
    IS_INT(ys_rates_kitagawa(&k, NULL, NULL, none, 1, &err), YS_E_NUMERIC, "no cases at one time");
    IS_INT(ys_rates_kitagawa(&k, NULL, NULL, none, 0, &err), YS_E_NUMERIC, "no parts");
    IS_INT(ys_rates_kitagawa(&k, NULL, NULL, unsound, 1, &err), YS_E_ARGUMENT, "successes without cases");
    IS_INT(ys_rates_kitagawa(&k, NULL, NULL, below, 1, &err), YS_E_ARGUMENT, "cases below none");
    IS_INT(ys_rates_kitagawa(&k, NULL, NULL, missing, 1, &err), YS_E_ARGUMENT, "a missing number");
    OK(k.change == 7 && err.text[0] != '\0', "out is untouched, and the reason told");
}

int main(void)
{
    agrees_with_r();
    berkeley();
    adds_up();
    edges();
    return DONE();
}
