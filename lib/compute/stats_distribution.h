/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_COMPUTE_STATS_DISTRIBUTION_H
#define YS_COMPUTE_STATS_DISTRIBUTION_H

#include <stdbool.h>
#include <stddef.h>

/* Distributions, each tail computed directly so that small probabilities keep their digits. Parameters are positive and
 * finite, probabilities strictly between 0 and 1: the callers have checked.
 *
 * The normal distribution is GSL's. The others are our own: gsl_cdf_beta_Pinv() and with it the quantiles of F fail for
 * shares met in practice (258 of 260), gsl_cdf_chisq_Pinv() and the incomplete gamma function give up on counts of a
 * million, gsl_cdf_tdist_P() keeps 6 digits in its tails, and a failure calls a handler that ends the process. */
double ys__normal_p(double z);                                    /* lower tail */
double ys__normal_quantile(double p);                             /* of the lower tail */
double ys__normal_z(double level);                                /* two-sided: 1.96 for 0.95 */
double ys__beta_p(double x, double a, double b, bool upper);
double ys__beta_quantile(double p, double a, double b, bool upper);
double ys__gamma_p(double x, double shape, bool upper);           /* scale 1 */
double ys__gamma_quantile(double p, double shape, bool upper);
double ys__chisq_upper(double x, double df);
double ys__t_two_sided(double t, double df);                      /* p value */
double ys__t_quantile(double level, double df);                   /* two-sided: 12.7 for 0.95 and df 1 */
double ys__t_noncentral(double t, double df, double shift);       /* lower tail */
double ys__t_noncentrality(double t, double df, double p);        /* the shift for which that tail is p */
double ys__f_upper(double f, double df1, double df2);
double ys__f_quantile(double p, double df1, double df2);          /* of the lower tail */
double ys__binomial_p(double k, double n, double p, bool upper);  /* lower: P(B <= k), upper: P(B > k) */
double ys__binomial_quantile(double q, double n, double p);       /* the smallest k with P(B <= k) >= q */

#endif
