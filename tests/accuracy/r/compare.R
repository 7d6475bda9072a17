# SPDX-License-Identifier: GPL-3.0-or-later
# Before and after, and groups. Packages: effectsize, for the check of Hedges' correction.
source("common.R")
begin("compare")

# Limits of a standardised difference from those of noncentral t, to the precision of R's pt().
shift <- function(t, df, p) uniroot(function(d) pt(t, df, d) - p, t + c(-1, 1) * (8 + 8 * abs(t) / sqrt(df)), tol = 1e-15)$root
hedges <- function(t, df, scale, level) {
    j <- exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))
    c(t, shift(t, df, (1 + level) / 2), shift(t, df, (1 - level) / 2)) * j / scale
}

for (set in names(pairs)) {
    x <- pairs[[set]]$x
    y <- pairs[[set]]$y
    both <- !is.na(x) & !is.na(y)
    n <- sum(both)
    d <- (y - x)[both]
    t <- t.test(y, x, paired = TRUE)
    g <- if (n > 2) hedges(t$statistic, n - 1, sqrt(n), .95) else rep(NA, 3)
    if (n > 2) stopifnot(abs(g[1] - effectsize::hedges_g(d)$Hedges_g) < 1e-12)
    case("paired", set, list(x = x, y = y, level = .95), list(
        n = n, missing = sum(!both), difference = c(t$estimate, t$conf.int), t = t$statistic, df = t$parameter,
        p = t$p.value, g = g[1], g_limits = g[2:3]))
    u <- x[!is.na(x)]
    v <- y[!is.na(y)]
    t <- t.test(v, u)
    pooled <- t.test(v, u, var.equal = TRUE)
    df <- length(u) + length(v) - 2
    g <- hedges(pooled$statistic, df, sqrt(length(u) * length(v) / (df + 2)), .95)
    case("welch", set, list(x = v, y = u, level = .95), list(
        difference = c(mean(v) - mean(u), t$conf.int), t = t$statistic, df = t$parameter, p = t$p.value,
        g = g[1], g_limits = g[2:3]))
}
case("paired", "all differences equal", list(x = 1:4, y = 2:5, level = .95), list(status = 7))
case("paired", "one pair", list(x = c(1, NA), y = c(2, 3), level = .95), list(status = 7))
case("welch", "one value", list(x = 1, y = c(2, 3), level = .95), list(status = 7))
case("welch", "far apart", list(x = c(100, 101, 102.5), y = c(1, 2, 3.25), level = .95), local({
    t <- t.test(c(100, 101, 102.5), c(1, 2, 3.25))
    list(difference = c(mean(c(100, 101, 102.5)) - mean(c(1, 2, 3.25)), t$conf.int), t = t$statistic,
         df = t$parameter, p = t$p.value)}))

for (set in names(grouped)) {
    x <- grouped[[set]]$x
    g <- grouped[[set]]$g
    a <- summary(aov(I(x - min(x, na.rm = TRUE)) ~ factor(g)))[[1]] # exact, and keeps aov from losing digits
    ss <- a[["Sum Sq"]]
    df <- a[["Df"]]
    ms <- a[["Mean Sq"]]
    case("anova", set, list(x = x, g = g, k = max(g) + 1), list(
        f = a[["F value"]][1], df = df, p = a[["Pr(>F)"]][1], ss = ss, ms = ms, sd = sqrt(ms[2]),
        eta2 = ss[1] / sum(ss), omega2 = (ss[1] - df[1] * ms[2]) / (sum(ss) + ms[2])))
    w <- oneway.test(I(x - min(x, na.rm = TRUE)) ~ factor(g))
    case("welch_anova", set, list(x = x, g = g, k = max(g) + 1),
         list(f = w$statistic, df = w$parameter, p = w$p.value))
    k <- kruskal.test(x, factor(g))
    # Dunn 1964, with the variance of all ranks and Holm's correction
    known <- !is.na(x)
    ra <- rank(x[known])
    all <- sum(known)
    t3 <- sum(table(x)^3 - table(x))
    sizes <- as.vector(table(factor(g[known], 0:max(g))))
    means <- tapply(ra, factor(g[known], 0:max(g)), mean)
    two <- combn(max(g) + 1, 2)
    dz <- (means[two[1, ]] - means[two[2, ]]) / sqrt((all * (all + 1) / 12 - t3 / (12 * (all - 1))) *
        (1 / sizes[two[1, ]] + 1 / sizes[two[2, ]]))
    dp <- pmin(1, 2 * pnorm(-abs(dz)))
    case("dunn", set, list(x = x, g = g, k = max(g) + 1), list(z = dz, p = dp, adjusted = p.adjust(dp, "holm")))
    case("kruskal_wallis", set, list(x = x, g = g, k = max(g) + 1), list(
        h = k$statistic, df = k$parameter, p = k$p.value, effect = k$statistic / (sum(!is.na(x)) - 1)))
}
for (set in names(grouped)) {
    x <- grouped[[set]]$x
    g <- grouped[[set]]$g
    w <- lapply(0:max(g), function(k) wilcox.test(x[g == k], x[g != k]))
    case("each_against_rest", set, list(x = x, g = g, k = max(g) + 1), list(
        u = sapply(w, function(t) t$statistic), p = sapply(w, function(t) t$p.value)))
}
one <- list(x = c(1, 2, 3), g = c(0, 0, 0), k = 2)
for (f in c("anova", "welch_anova", "kruskal_wallis")) case(f, "one group", one, list(status = 7))
case("dunn", "all equal", list(x = c(2, 2, 2), g = c(0, 1, 1), k = 2), list(status = 7))
case("kruskal_wallis", "all equal", list(x = c(2, 2, 2), g = c(0, 1, 1), k = 2), list(status = 7))

for (set in names(pairs)) {
    x <- pairs[[set]]$x
    y <- pairs[[set]]$y
    w <- wilcox.test(y, x, paired = TRUE)
    d <- (y - x)[!is.na(y - x)]
    r <- rank(abs(d[d != 0]))
    case("signed", set, list(x = x, y = y), list(
        v = w$statistic, p = w$p.value, exact = as.numeric(!grepl("continuity", w$method)), n = sum(d != 0),
        zeros = sum(d == 0), effect = sum(sign(d[d != 0]) * r) / sum(r)))
    w <- wilcox.test(y, x)
    case("mann_whitney", set, list(x = y, y = x), list(
        u = w$statistic, p = w$p.value, exact = as.numeric(!grepl("continuity", w$method)),
        effect = w$statistic / (sum(!is.na(x)) * sum(!is.na(y)))))
}
wide <- list(x = tidy(round(rnorm(49), 6)), y = tidy(round(rnorm(31, .4), 6)))
w <- wilcox.test(wide$x, wide$y)
case("mann_whitney", "largest exact", wide, list(u = w$statistic, p = w$p.value, exact = 1, effect = w$statistic / (49 * 31)))
w <- wilcox.test(wide$x + .3, paired = FALSE, mu = 0)
case("signed", "largest exact", list(x = rep(0, 49), y = tidy(wide$x + .3)),
     list(v = w$statistic, p = w$p.value, exact = 1, n = 49, zeros = 0, effect = (2 * w$statistic - 1225) / 1225))
case("signed", "no change", list(x = c(1, 2), y = c(1, 2)), list(status = 7))
case("mann_whitney", "all equal", list(x = c(2, 2), y = c(2, 2, 2)), list(status = 7))
case("mann_whitney", "an empty group", list(x = c(NA, NA), y = c(1, 2)), list(status = 7))

p <- list(ties = c(.01, .01, .02, .04, .04), zeros = c(0, 0, .5, 1, 1), tiny = .03, missing = c(.04, NA, .001, NA, .03),
          extreme = c(1e-300, 1e-20, .999, .05, .0500001, .2), many = tidy(round(runif(40)^2, 6)))
for (set in names(p)) case("adjust", set, list(p = p[[set]]), list(holm = p.adjust(p[[set]], "holm"), bh = p.adjust(p[[set]], "BH")))
case("adjust", "no probability", list(p = c(.1, 1.2)), list(status = 2))

begin("table")
tables <- list(middle = c(12, 5, 7, 19), zeros = c(0, 8, 5, 9), tiny = c(1, 0, 0, 1), ties = c(10, 10, 10, 10),
               extreme = c(1, 499, 20, 480), corner = c(6, 0, 0, 9), large = c(310, 250, 270, 330))
odds <- function(m, level) { # fisher.test's root stops at 1e-4
    k <- max(0, sum(m[, 1]) - sum(m[2, ])):min(sum(m[, 1]), sum(m[1, ]))
    ld <- dhyper(k, sum(m[, 1]), sum(m[, 2]), sum(m[1, ]), log = TRUE)
    d <- function(l) { e <- ld + l * k; e <- exp(e - max(e)); e / sum(e) }
    root <- function(f) exp(uniroot(f, c(-50, 50), tol = 1e-15)$root)
    x <- m[1, 1]
    a <- (1 - level) / 2
    c(if (x == max(k)) NA else if (x == min(k)) 0 else root(function(l) sum(k * d(l)) - x),
      if (x == min(k)) 0 else root(function(l) sum(d(l)[k >= x]) - a),
      if (x == max(k)) NA else root(function(l) sum(d(l)[k <= x]) - a))
}
for (set in names(tables)) {
    m <- matrix(tables[[set]], 2, byrow = TRUE)
    f <- fisher.test(m)
    o <- odds(m, .95)
    stopifnot(all(abs(log(f$conf.int / o[2:3])) < .05, na.rm = TRUE))
    case("fisher", set, list(counts = tables[[set]], level = .95), list(p = f$p.value, odds = o))
    gained <- m[1, 2]
    lost <- m[2, 1]
    if (gained + lost > 0) {
        b <- binom.test(gained, gained + lost)
        chi2 <- max(abs(gained - lost) - 1, 0)^2 / (gained + lost)
        if (gained != lost && abs(gained - lost) > 0) stopifnot(abs(mcnemar.test(m)$statistic - chi2) < 1e-12)
        lim <- b$conf.int / (1 - b$conf.int)
        case("mcnemar", set, list(gained = gained, lost = lost, level = .95), list(
            p_exact = b$p.value, chi2 = chi2, p = pchisq(chi2, 1, lower.tail = FALSE),
            odds = c(if (lost > 0) gained / lost else NA, ifelse(is.infinite(lim), NA, lim))))
    }
}
case("mcnemar", "nobody changed", list(gained = 0, lost = 0, level = .95), list(status = 7))
case("fisher", "empty", list(counts = c(0, 0, 0, 0), level = .95), list(status = 7))
wide <- c(tables, list(three = c(10, 20, 30, 6, 9, 17, 31, 25, 28), empty_row = c(3, 4, 0, 0, 5, 2), two_three = c(0, 4, 9, 7, 2, 11)))
size <- list(three = c(3, 3), empty_row = c(3, 2), two_three = c(2, 3))
for (set in names(wide)) {
    d <- if (is.null(size[[set]])) c(2, 2) else size[[set]]
    m <- matrix(wide[[set]], d[1], byrow = TRUE)
    u <- m[rowSums(m) > 0, colSums(m) > 0, drop = FALSE]
    h <- chisq.test(u, correct = FALSE)
    case("chi_square", set, list(counts = wide[[set]], rows = d[1], columns = d[2]), list(
        chi2 = h$statistic, df = h$parameter, p = h$p.value, v = sqrt(h$statistic / (sum(u) * (min(dim(u)) - 1))),
        least = min(h$expected), below_five = sum(h$expected < 5)))
}
case("chi_square", "one row", list(counts = c(3, 4), rows = 1, columns = 2), list(status = 7))
