# SPDX-License-Identifier: GPL-3.0-or-later
# Intervals. Packages: base and stats alone.
source("common.R")
begin("interval")
shares <- list(none = c(0, 12), all = c(12, 12), tiny = c(1, 2), one = c(1, 1), middle = c(37, 81), rare = c(3, 5000),
               nearly = c(258, 260), huge = c(123456, 1e6), rarest = c(1, 1e6))
for (set in names(shares)) for (level in c(.95, .998)) {
    x <- shares[[set]][1]
    n <- shares[[set]][2]
    a <- (1 - level) / 2
    input <- list(x = x, n = n, level = level)
    name <- paste(set, level)
    case("wilson", name, input, list(interval = c(x / n, prop.test(x, n, conf.level = level, correct = FALSE)$conf.int)))
    case("clopper_pearson", name, input, list(interval = c(x / n, binom.test(x, n, conf.level = level)$conf.int)))
    case("jeffreys", name, input, list(interval = c(x / n, if (x > 0) qbeta(a, x + .5, n - x + .5) else 0,
        if (x < n) qbeta(a, x + .5, n - x + .5, lower.tail = FALSE) else 1)))
}
case("wilson", "weighted counts", list(x = 3.5, n = 10.25, level = .9), list(interval = local({
    z <- qnorm(.95); p <- 3.5 / 10.25; n <- 10.25
    c(p, (p + z^2 / (2 * n) + c(-1, 1) * z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))) / (1 + z^2 / n)) })))
case("wilson", "no cases", list(x = 0, n = 0, level = .95), list(status = 7))
counts <- list(none = c(0, 1), one = c(1, 1), few = c(7, 3.5), many = c(1095, 1), huge = c(1e6, 1e3))
for (set in names(counts)) for (level in c(.9, .95, .998)) {
    x <- counts[[set]][1]
    e <- counts[[set]][2]
    z <- qnorm((1 + level) / 2)
    byar <- function(x, z) x * (1 - 1 / (9 * x) + z / (3 * sqrt(x)))^3
    input <- list(x = x, exposure = e, level = level)
    case("garwood", paste(set, level), input, list(interval = c(x / e, poisson.test(x, e, conf.level = level)$conf.int)))
    case("byar", paste(set, level), input,
         list(interval = c(x / e, if (x > 0) max(0, byar(x, -z)) / e else 0, byar(x + 1, z) / e)))
}
for (set in names(samples)) for (level in c(.8, .95)) {
    x <- samples[[set]]
    u <- sort(x[!is.na(x)])
    n <- length(u)
    case("mean", paste(set, level), list(x = x, level = level),
         list(interval = c(mean(u), t.test(x, conf.level = level)$conf.int)))
    for (p in c(.25, .5)) {
        ranks <- qbinom(c((1 - level) / 2, (1 + level) / 2), n, p) + c(0, 1)
        case("order", paste(set, level, p), list(x = u, p = p, level = level), list(
            ranks = ifelse(ranks > n, 0, ranks), coverage = diff(pbinom(ranks - 1, n, p)),
            interval = c(quantile(u, p, type = 7), ifelse(ranks < 1 | ranks > n, NA, u[pmax(ranks, 1)]))))
    }
}
case("mean", "one value", list(x = c(NA, 7), level = .95), list(status = 7))
