# SPDX-License-Identifier: GPL-3.0-or-later
# Quantiles and tails over the parameters met in practice, n up to ten million: FUNCTION,P OR X,A,B,UPPER,VALUE.
source("common.R")
begin("grid")
row <- function(...) cat(paste(..., sep = ","), "\n", sep = "", file = out)
g <- function(x) formatC(x, digits = 15, format = "g", width = 1)
tails <- c(.0005, .001, .005, .01, .025, .05, .1, .5)
for (n in c(1, 2, 3, 5, 10, 30, 100, 237, 260, 1000, 1e4, 99999, 1e6, 1e7))
    for (f in c(0, .001, .01, .1, .3, .5, .77, .9, .99, .999, 1)) {
        x <- round(n * f)
        for (p in tails) {
            if (x > 0) row("beta", g(p), g(x), g(n - x + 1), 0, g(qbeta(p, x, n - x + 1)))
            if (x < n) row("beta", g(p), g(x + 1), g(n - x), 1, g(qbeta(p, x + 1, n - x, lower.tail = FALSE)))
            row("beta", g(p), g(x + .5), g(n - x + .5), 0, g(qbeta(p, x + .5, n - x + .5)))
        }
    }
for (a in c(.5, 1, 2, 3, 5, 7.5, 10, 30, 100, 333, 1000, 1e4, 1e5, 1e6, 1e7))
    for (p in c(1e-6, tails)) for (upper in 0:1)
        row("gamma", g(p), g(a), 0, upper, g(qgamma(p, a, lower.tail = !upper)))
for (df in c(1, 1.5, 2, 3, 4, 5.7, 10, 29, 30, 31, 100, 1000, 1e4, 1e5, 1e6))
    for (level in c(.5, .8, .9, .95, .99, .998, .999))
        row("t", g(level), g(df), 0, 0, g(qt((1 - level) / 2, df, lower.tail = FALSE)))
for (d1 in c(1, 2, 3, 5, 10, 40, 100, 1e4)) for (d2 in c(1, 2, 5, 10, 50, 1000, 1e5, 1e6))
    for (p in c(.001, .025, .05, .5, .95, .975, .999)) { # through beta: qf() itself approximates above 400,000
        b <- qbeta(p, d1 / 2, d2 / 2)
        v <- qbeta(p, d2 / 2, d1 / 2, lower.tail = FALSE)
        row("f", g(p), g(d1), g(d2), 0, g(if (b < .5) d2 * b / (d1 * (1 - b)) else d2 * (1 - v) / (d1 * v)))
    }
for (p in c(1e-12, tails, .9, .999, 1 - 1e-9)) row("normal", g(p), 0, 0, 0, g(qnorm(tidy(p))))
for (n in c(5, 20, 100, 1000, 1e5, 1e6)) for (p in c(.01, .25, .5, .9)) for (q in c(.001, .025, .5, .975, .999))
    row("binomial", g(q), g(n), g(p), 0, g(qbinom(q, n, p)))
for (df in c(1, 2, 3.3, 10, 30, 31, 50, 100, 1000, 1e5)) for (t in c(.001, .1, .5, 1, 1.96, 2.5, 4, 7, 12, 30))
    row("p_t", g(t), g(df), 0, 0, g(2 * pt(-t, df)))
for (df in c(1, 2, 3, 10, 30, 100, 1000)) for (x in c(.001, .1, 1, 3.84, 10, 30, 100, 1000))
    row("p_chisq", g(x), g(df), 0, 0, g(pchisq(x, df, lower.tail = FALSE)))
for (d1 in c(1, 2, 3, 5, 10, 40, 100)) for (d2 in c(1, 2, 5, 10, 50, 1000)) for (f in c(.001, .1, 1, 2, 3, 10, 50))
    row("p_f", g(f), g(d1), g(d2), 0, g(pf(f, d1, d2, lower.tail = FALSE)))
for (n in c(5, 20, 100, 1000, 1e5, 1e6)) for (p in c(.01, .5, .9)) for (z in c(-4, -2, -1, 0, 1, 2, 4)) {
    k <- round(n * p + z * sqrt(n * p * (1 - p)))
    if (k >= 0 && k < n) row("p_binomial", g(k), g(n), g(p), 0, g(pbinom(k, n, p)))
}
