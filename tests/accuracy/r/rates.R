# SPDX-License-Identifier: GPL-3.0-or-later
# Two rates, strata, standardisation, equity, funnels, shrinkage. Packages: epitools. What Debian's R lacks is computed
# here from its definition, by another way than the library's where there is one.
source("common.R")
begin("rates")
score <- function(x, n, level) prop.test(x, n, conf.level = level, correct = FALSE)$conf.int

# Method 10 of Newcombe 1998, and Miettinen and Nurminen with the restricted estimate found by search.
newcombe <- function(x1, n1, x2, n2, level) {
    d <- x1 / n1 - x2 / n2
    a <- score(x1, n1, level)
    b <- score(x2, n2, level)
    c(d, d - sqrt((x1 / n1 - a[1])^2 + (b[2] - x2 / n2)^2), d + sqrt((a[2] - x1 / n1)^2 + (x2 / n2 - b[1])^2))
}
nurminen <- function(x1, n1, x2, n2, level) {
    est <- x1 / n1 - x2 / n2
    slope <- function(q, d) { # of the log likelihood in the second rate
        term <- function(k, p) if (k == 0) 0 else k / p
        term(x1, q + d) - term(n1 - x1, 1 - q - d) + term(x2, q) - term(n2 - x2, 1 - q)
    }
    miss <- function(d) {
        low <- max(0, -d)
        high <- min(1, 1 - d)
        e <- 1e-15
        q <- if (slope(low + e, d) <= 0) low else if (slope(high - e, d) >= 0) high else
            uniroot(slope, c(low + e, high - e), d = d, tol = 1e-16, maxiter = 10000)$root
        v <- ((q + d) * (1 - q - d) / n1 + q * (1 - q) / n2) * (n1 + n2) / (n1 + n2 - 1)
        if (v <= 1e-300) return(if (abs(est - d) < 1e-15) -1 else 1e6)
        (est - d)^2 / v - qnorm((1 + level) / 2)^2
    }
    end <- function(to) {
        if (miss(to * (1 - 1e-13)) <= 0) return(to)
        uniroot(miss, sort(c(est + (to - est) * 1e-12, to * (1 - 1e-13))), tol = 1e-16, maxiter = 10000)$root
    }
    c(est, if (est == -1) -1 else end(-1), if (est == 1) 1 else end(1))
}
wald <- function(r, v, level) r * exp(c(0, -1, 1) * qnorm((1 + level) / 2) * sqrt(v))
two <- list(middle = c(56, 70, 48, 80), small = c(9, 10, 3, 10), smaller = c(6, 7, 2, 7), zero = c(5, 56, 0, 29),
            zeros = c(0, 10, 0, 20), equal_zeros = c(0, 10, 0, 10), opposite = c(10, 10, 0, 20), all = c(10, 10, 0, 10),
            tiny = c(1, 1, 0, 1), extreme = c(3, 50000, 11, 48000), large = c(52000, 100000, 51000, 100500),
            ties = c(20, 40, 25, 50))
for (set in names(two)) for (level in c(.95, .99)) {
    t <- two[[set]]
    input <- list(x1 = t[1], n1 = t[2], x2 = t[3], n2 = t[4], level = level)
    name <- paste(set, level)
    case("newcombe", name, input, list(interval = do.call(newcombe, input)))
    case("miettinen_nurminen", name, input, list(interval = do.call(nurminen, input)))
    f <- if (any(t[c(1, 3)] == 0, t[c(1, 3)] == t[c(2, 4)])) t + c(.5, 1, .5, 1) else t
    case("risk_ratio", name, input, list(
        interval = wald(f[1] / f[2] / (f[3] / f[4]), 1 / f[1] - 1 / f[2] + 1 / f[3] - 1 / f[4], level)))
    if (all(f == t)) {
        e <- epitools::riskratio.wald(matrix(c(t[4] - t[3], t[2] - t[1], t[3], t[1]), 2), conf.level = level)$measure[2, ]
        stopifnot(abs(e / wald(f[1] / f[2] / (f[3] / f[4]), 1 / f[1] - 1 / f[2] + 1 / f[3] - 1 / f[4], level) - 1) < 1e-12)
    }
    g <- f[c(2, 4)] - f[c(1, 3)]
    case("odds_ratio", name, input, list(
        interval = wald(f[1] * g[2] / (g[1] * f[3]), sum(1 / c(f[c(1, 3)], g)), level)))
}
# The intervals published in Newcombe 1998 (Statistics in Medicine 17, 873-890), table II, methods 10 and, for
# Miettinen and Nurminen, 6; four decimals.
published <- list(middle = c(.0524, .3339), small = c(.1705, .8090), smaller = c(.0582, .8062), zero = c(-.0381, .1926),
                  zeros = c(-.1611, .2775), equal_zeros = c(-.2775, .2775), opposite = c(.6791, 1), all = c(.6075, 1))
for (set in names(published)) {
    t <- two[[set]]
    case("newcombe_published", set, list(x1 = t[1], n1 = t[2], x2 = t[3], n2 = t[4], level = .95),
         list(rounded = published[[set]]))
}
case("nurminen_published", "middle", list(x1 = 56, n1 = 70, x2 = 48, n2 = 80, level = .95), list(rounded = c(.0528, .3382)))
for (f in c("newcombe", "miettinen_nurminen", "risk_ratio", "odds_ratio")) {
    case(f, "no cases", list(x1 = 0, n1 = 0, x2 = 1, n2 = 2, level = .95), list(status = 7))
    case(f, "more than all", list(x1 = 3, n1 = 2, x2 = 1, n2 = 2, level = .95), list(status = 2))
}

strata <- list(
    middle = c(12, 53, 16, 29, 10, 61, 21, 37), small = c(3, 5, 1, 4, 2, 6, 2, 7, 4, 4, 1, 5),
    zeros = c(0, 10, 3, 12, 2, 20, 0, 9, 1, 5, 1, 5), ties = c(5, 10, 5, 10, 7, 14, 6, 12, 1, 2, 1, 3),
    extreme = c(1, 900, 6, 1100, 2, 2000, 9, 1900), one = c(8, 20, 3, 25))
for (set in names(strata)) {
    s <- matrix(strata[[set]], ncol = 4, byrow = TRUE)
    a <- s[, 1]; b <- s[, 2] - s[, 1]; c. <- s[, 3]; d <- s[, 4] - s[, 3]; n1 <- s[, 2]; n0 <- s[, 4]; n <- n1 + n0
    z <- qnorm(.975)
    rd <- sum((a * n0 - c. * n1) / n) / sum(n1 * n0 / n)
    vd <- sum((a * b * n0^3 + c. * d * n1^3) / (n1 * n0 * n^2)) / sum(n1 * n0 / n)^2
    rr <- sum(a * n0 / n) / sum(c. * n1 / n)
    vr <- sum(((a + c.) * n1 * n0 - a * c. * n) / n^2) / (sum(a * n0 / n) * sum(c. * n1 / n))
    arr <- array(rbind(a, b, c., d), c(2, 2, nrow(s)))
    m <- if (nrow(s) > 1) mantelhaen.test(arr) else local({ # one stratum: the same formulas
        e <- n1 * (a + c.) / n; v <- n1 * n0 * (a + c.) * (b + d) / (n^2 * (n - 1))
        x <- (abs(a - e) - if (abs(a - e) >= .5) .5 else 0)^2 / v
        list(statistic = x, p.value = pchisq(x, 1, lower.tail = FALSE), estimate = a * d / (b * c.),
             conf.int = wald(a * d / (b * c.), 1 / a + 1 / b + 1 / c. + 1 / d, .95)[2:3]) })
    case("mantel_haenszel", set, list(strata = strata[[set]], level = .95), list(
        risk_difference = rd + c(0, -1, 1) * z * sqrt(vd), risk_ratio = wald(rr, vr, .95),
        odds_ratio = c(m$estimate, m$conf.int), chi2 = m$statistic, p = m$p.value))
}
case("mantel_haenszel", "no cases", list(strata = c(0, 0, 1, 2), level = .95), list(status = 7))

standard <- list(
    middle = list(e = c(5, 12, 30, 80), p = c(1000, 2500, 3000, 1500), s = c(30, 30, 25, 15)),
    zeros = list(e = c(0, 0, 3), p = c(500, 700, 200), s = c(5, 3, 2)),
    tiny = list(e = c(1, 0), p = c(3, 2), s = c(1, 1)),
    extreme = list(e = c(1, 4000, 2), p = c(1e6, 5000, 2e5), s = c(1e6, 10, 3e5)),
    ties = list(e = c(4, 4, 4, 4, 4), p = rep(1000, 5), s = rep(1, 5)))
for (set in names(standard)) {
    t <- standard[[set]]
    r <- epitools::ageadjust.direct(count = t$e, pop = t$p, stdpop = t$s)[2:4]
    case("standardised", set, c(t, list(multiplier = 1000, level = .95)), list(interval = 1000 * r))
}
case("standardised", "no events", list(e = c(0, 0), p = c(10, 20), s = c(1, 1), multiplier = 1, level = .95), list(
    interval = c(0, 0, qgamma(.975, 1, scale = .05)))) # the gamma limit with all variance from the largest weight
case("standardised", "no population", list(e = c(1, 0), p = c(0, 20), s = c(1, 1), multiplier = 1, level = .95), list(status = 2))

units <- list(
    middle = list(x = c(12, 30, 7, 55, 21, 9), n = c(40, 75, 30, 110, 60, 31)),
    ties = list(x = c(10, 10, 10, 10), n = c(20, 20, 20, 20)),
    zeros = list(x = c(0, 3, 0, 5, 1), n = c(12, 14, 9, 20, 15)),
    tiny = list(x = c(1, 2), n = c(3, 4)),
    empty = list(x = c(4, 0, 9, 15), n = c(10, 0, 20, 40)),
    extreme = list(x = c(2, 900, 3, 1, 4950), n = c(1000, 1000, 2000, 5, 5000)),
    many = list(x = c(31, 44, 12, 65, 38, 21, 9, 77, 50, 28, 16, 40), n = c(60, 80, 40, 90, 75, 50, 10, 130, 85, 61, 33, 81)))
for (set in names(units)) {
    t <- units[[set]]
    x <- t$x
    n <- t$n
    u <- n > 0
    r <- x[u] / n[u]
    overall <- sum(x) / sum(n)
    hi <- which(u)[which.max(r)]
    lo <- which(u)[which.min(r)]
    share <- n[u] / sum(n[u])
    uneven <- function(r) {
        o <- sum(share * r)
        c(mean(abs(r - o)) / o, sum(share * (r - o)^2), sum(ifelse(r > 0, share * r / o * log(r / o), 0)))
    }
    sim <- replicate(20000, uneven(rbinom(sum(u), n[u], r) / n[u]))
    index <- uneven(r)
    limits <- sapply(1:3, function(i) pmax(
        quantile(sim[i, ], c(.025, .975), na.rm = TRUE) - median(sim[i, ], na.rm = TRUE) + index[i], 0))
    pair <- function(a, b, f) f(x[a], n[a], x[b], n[b], .95)
    ratio <- function(a, b) {
        f <- c(x[a], n[a], x[b], n[b])
        if (any(f[c(1, 3)] == 0, f[c(1, 3)] == f[c(2, 4)])) f <- f + c(.5, 1, .5, 1)
        wald(f[1] / f[2] / (f[3] / f[4]), 1 / f[1] - 1 / f[2] + 1 / f[3] - 1 / f[4], .95)
    }
    other <- which(u & seq_along(x) != 1)[1]
    to <- if (hi == other) c(1, 1, 1) else ratio(other, hi)
    case("equity", set, list(x = x, n = n, reference = 0, other = other - 1, level = .95), list(
        groups = sum(u), highest = hi - 1, lowest = lo - 1, gap = pair(hi, lo, newcombe),
        ratio = if (hi == lo) c(1, 1, 1) else ratio(lo, hi), disparity = index[1], limits = limits[, 1],
        between = index[2], between_limits = limits[, 2], theil = index[3], theil_limits = limits[, 3],
        other_gap = pair(other, 1, newcombe), other_ratio = ratio(other, 1), to_highest = to,
        verdict = if (to[2] >= .8) 0 else if (to[3] < .8) 2 else 1),
        list(limits = c(.12, "simulated on both sides"), between_limits = c(.4, "squares simulated on both sides from few cases"),
             theil_limits = c(.4, "the same")))

    # Funnel: Spiegelhalter 2005
    v <- overall * (1 - overall) / n[u]
    zz <- (r - overall) / sqrt(v)
    q <- quantile(zz, c(.1, .9), type = 7)
    phi <- mean(pmin(pmax(zz, q[1]), q[2])^2)
    k <- sum(u)
    w <- 1 / v
    tau2 <- if (phi > 1 + 2 / sqrt(k)) max(0, (k * phi - (k - 1)) / (sum(w) - sum(w^2) / sum(w))) else 0
    lim <- function(p) if (tau2 > 0) pmin(1, pmax(0, overall + qnorm(p) * sqrt(v + tau2))) else {
        c. <- qbinom(p, n[u], overall)
        a <- (pbinom(c., n[u], overall) - p) / (pbinom(c., n[u], overall) - pbinom(c. - 1, n[u], overall))
        pmin(n[u], pmax(0, c. - a)) / n[u] }
    case("funnel", set, list(x = x, n = n, target = NA), list(
        units = k, target = overall, phi = phi, tau2 = tau2, low95 = lim(.025), high95 = lim(.975),
        low998 = lim(.001), high998 = lim(.999), z = (r - overall) / sqrt(v + tau2)))

    # Shrinkage: Kleinman 1973 with weights n
    ss <- sum(n[u] * (r - overall)^2)
    ch <- overall * (1 - overall)
    rho <- (ss - ch * (k - 1)) / (ch * (sum(n) - sum(n^2) / sum(n) - (k - 1)))
    m <- if (rho > 0) max(0, (1 - rho) / rho) else Inf
    a <- x + m * overall
    b <- n - x + m * (1 - overall)
    est <- if (is.finite(m)) cbind(a / (a + b), ifelse(a * b > 0, qbeta(.025, a, b), a / (a + b)),
                                     ifelse(a * b > 0, qbeta(.975, a, b), a / (a + b))) else matrix(overall, length(x), 3)
    case("shrink", set, list(x = x, n = n, level = .95), list(
        mean = overall, strength = if (is.finite(m)) m else NA, estimate = est[, 1], low = est[, 2], high = est[, 3]))
}
case("equity", "one group", list(x = c(1, 0), n = c(2, 0), reference = 0, other = 0, level = .95), list(status = 7))
case("funnel", "one unit", list(x = 1, n = 2, target = NA), list(status = 7))
case("funnel", "no successes", list(x = c(0, 0), n = c(2, 5), target = NA), list(status = 7))
case("shrink", "all succeed", list(x = c(2, 5), n = c(2, 5), level = .95), list(status = 7))
