# SPDX-License-Identifier: GPL-3.0-or-later
# Logistic regression, survival, scales, correlation, clustering, power. Packages: sandwich, survival, psych.
source("common.R")
suppressMessages(library(survival))
begin("model")
logit <- function(n, p, beta) {
    x <- matrix(tidy(round(rnorm(n * p), 3)), n)
    list(y = as.numeric(runif(n) < plogis(beta[1] + x %*% beta[-1])), x = x, g = sample(0:5, n, TRUE))
}
fits <- list(
    middle = logit(120, 2, c(-.3, .8, -.5)),
    ties = list(y = c(0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1), x = matrix(c(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4)), g = rep(0:3, 3)),
    zeros = list(y = c(0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1), x = matrix(c(0, 0, 0, 0, 0, 0, 1, 0, 1, 5, 1, 8)), g = rep(0:2, 4)),
    tiny = list(y = c(0, 1, 0, 1, 1), x = matrix(1:5), g = c(0, 0, 1, 1, 2)),
    missing = local({ l <- logit(60, 2, c(.2, 1, .3)); l$y[c(3, 9)] <- NA; l$x[20, 2] <- NA; l$x[41, 1] <- NA; l }),
    rare = logit(900, 1, c(-4.2, .6)),
    offset = local({ l <- logit(80, 1, c(0, 1)); l$x <- l$x + 2000; l }))
for (set in names(fits)) {
    d <- fits[[set]]
    ok <- !is.na(d$y) & rowSums(is.na(d$x)) == 0
    y <- d$y[ok]
    x <- d$x[ok, , drop = FALSE]
    f <- glm(y ~ x, family = binomial, control = list(epsilon = 1e-15, maxit = 100))
    f <- suppressWarnings(glm(y ~ x, family = binomial, start = coef(f), control = list(epsilon = 1e-16, maxit = 3)))
    k <- summary(f)$coefficients
    g <- d$g[ok]
    v <- sandwich::vcovCL(f, cluster = g, type = "HC0", cadjust = TRUE)
    e <- sqrt(diag(v))
    m <- length(unique(g))
    input <- list(y = d$y, x = as.vector(t(d$x)), p = ncol(x), level = .95)
    case("logistic", set, input, list(
        n = sum(ok), events = sum(y), coefficients = k[, 1], errors = k[, 2], z = k[, 3], p_values = k[, 4],
        odds_low = exp(k[, 1] - qnorm(.975) * k[, 2]), deviance = f$deviance, null_deviance = f$null.deviance,
        p = pchisq(f$null.deviance - f$deviance, ncol(x), lower.tail = FALSE), separated = 0))
    case("logistic_clustered", set, c(input, list(g = d$g)), list(
        clusters = m, errors = e, p_values = 2 * pt(-abs(k[, 1] / e), m - 1),
        odds_low = exp(k[, 1] - qt(.975, m - 1) * e)))
}
# Separated data have no maximum: R warns and stops anywhere.
case("logistic", "separated", list(y = c(0, 0, 0, 1, 1, 1), x = c(1, 2, 3, 4, 5, 6), p = 1, level = .95),
     list(separated = 1, coefficients = c(NA, NA)))
case("logistic", "nearly separated", list(y = c(0, 0, 0, 1, 0, 1, 1, 1), x = c(1, 2, 3, 4, 4, 5, 6, 7), p = 1, level = .95),
     list(separated = 1, coefficients = c(NA, NA)))
case("logistic", "an empty category", list(y = c(0, 1, 0, 1, 1, 1, 1), x = c(0, 0, 0, 0, 1, 1, 1), p = 1, level = .95),
     list(separated = 1, coefficients = c(NA, NA)))
case("logistic", "dependent", list(y = c(0, 1, 0, 1, 1, 0), x = c(1, 2, 2, 4, 3, 6, 4, 8, 5, 10, 6, 12), p = 2, level = .95), list(status = 7))
case("logistic", "one outcome", list(y = c(1, 1, 1, 1), x = c(1, 2, 3, 4), p = 1, level = .95), list(status = 7))
case("logistic", "outcome 2", list(y = c(1, 2, 1, 0), x = c(1, 2, 3, 4), p = 1, level = .95), list(status = 2))

times <- list(
    middle = list(t = c(5, 6, 6, 2, 4, 4, 9, 12, 15, 1, 7, 8, 3, 10, 11), e = c(1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1), g = rep(0:2, 5)),
    ties = list(t = c(1, 1, 1, 2, 2, 2, 2, 3, 3, 3), e = c(1, 1, 0, 1, 1, 1, 0, 1, 0, 0), g = rep(0:1, 5)),
    zeros = list(t = c(0, 0, 3, 5, 5, 8), e = c(1, 0, 1, 1, 0, 0), g = c(0, 1, 0, 1, 0, 1)),
    tiny = list(t = c(2, 4), e = c(1, 1), g = c(0, 1)),
    missing = list(t = c(3, NA, 5, 8, 2, 7, 9, 1), e = c(1, 1, NA, 0, 1, 1, 0, 1), g = c(0, 0, 0, 1, 1, 1, 0, 1)),
    rare = list(t = tidy(round(rexp(150, .01), 1)), e = as.numeric(runif(150) < .1), g = rep(0:4, 30)),
    half = list(t = c(1, 2, 3, 4), e = c(1, 1, 1, 1), g = c(0, 1, 1, 0)))
for (set in names(times)) {
    d <- times[[set]]
    ok <- !is.na(d$t) & !is.na(d$e)
    f <- survfit(Surv(d$t[ok], d$e[ok]) ~ 1, conf.type = "log-log", timefix = FALSE)
    for (horizon in c(NA, 5)) {
        end <- if (is.na(horizon)) max(d$t[ok]) else horizon
        tab <- summary(f, rmean = end)$table
        s <- summary(f)
        case("kaplan_meier", paste(set, horizon), list(t = d$t, e = d$e, horizon = horizon, level = .95), list(
            times = s$time, at_risk = s$n.risk, survival = s$surv, low = s$lower, high = s$upper,
            errors = ifelse(s$surv > 0, s$std.err, NA), median = tab[c("median", "0.95LCL", "0.95UCL")],
            mean = tab["rmean"], mean_error = tab["se(rmean)"]))
    }
    l <- survdiff(Surv(d$t[ok], d$e[ok]) ~ d$g[ok])
    case("log_rank", set, list(t = d$t, e = d$e, g = d$g, k = max(d$g) + 1), list(
        chi2 = l$chisq, df = length(l$n) - 1, p = pchisq(l$chisq, length(l$n) - 1, lower.tail = FALSE), expected = l$exp))
}
case("kaplan_meier", "nobody", list(t = NA, e = 1, horizon = NA, level = .95), list(status = 7))
case("kaplan_meier", "negative", list(t = -1, e = 1, horizon = NA, level = .95), list(status = 2))
case("log_rank", "one group", list(t = c(1, 2), e = c(1, 1), g = c(0, 0), k = 2), list(status = 7))

answers <- function(n, k, noise) { f <- rnorm(n); matrix(pmin(5, pmax(1, round(3 + matrix(f, n, k) + rnorm(n * k, 0, noise)))), n) }
scales <- list(
    middle = answers(40, 5, .8), ties = answers(12, 3, .3), zeros = pmax(answers(15, 4, 1) - 3, 0),
    tiny = matrix(c(1, 2, 4, 2, 2, 5, 1, 3, 3), 3), missing = local({ m <- answers(25, 4, .9); m[3, 2] <- m[9, 1] <- m[20, 4] <- NA; m }),
    weak = answers(30, 2, 3), large = answers(200, 10, 1))
for (set in names(scales)) {
    m <- scales[[set]]
    u <- m[rowSums(is.na(m)) == 0, ]
    n <- nrow(u)
    k <- ncol(u)
    a <- suppressWarnings(psych::alpha(u, check.keys = FALSE, warnings = FALSE))
    v <- var(u)
    alpha <- k / (k - 1) * (1 - sum(diag(v)) / sum(v))
    stopifnot(abs(alpha - a$total$raw_alpha) < 1e-12)
    rest <- sapply(1:k, function(j) cor(u[, j], rowSums(u[, -j, drop = FALSE])))
    without <- if (k > 2) a$alpha.drop$raw_alpha else rep(NA, k)
    case("alpha", set, list(x = as.vector(t(m)), k = k, level = .95), list(
        n = n, alpha = c(alpha, 1 - (1 - alpha) * qf(c(.975, .025), n - 1, (n - 1) * (k - 1))), rest = rest,
        without = without, means = colMeans(u), sds = apply(u, 2, sd)))
}
case("alpha", "one item", list(x = 1:4, k = 1, level = .95), list(status = 7))
case("alpha", "flat", list(x = rep(2, 8), k = 2, level = .95), list(status = 7))

more <- c(pairs[-which(names(pairs) == "tiny")], list(three = list(x = c(1, 2, 4), y = c(3, 1, 2)),
          four = list(x = c(1, 2, 4, 3), y = c(3, 1, 2, 5)), perfect = list(x = 1:6, y = 2 * (1:6)),
          fifty = list(x = tidy(round(rnorm(49), 5)), y = tidy(round(rnorm(49), 5)))))
for (set in names(more)) {
    x <- more[[set]]$x
    y <- more[[set]]$y
    ok <- !is.na(x) & !is.na(y)
    n <- sum(ok)
    z <- function(r, v) if (is.finite(v) && v > 0) tanh(atanh(r) + c(-1, 1) * qnorm(.975) * sqrt(v)) else c(NA, NA)
    p <- cor.test(x, y)
    perfect <- set == "perfect"
    input <- list(x = x, y = y, level = .95)
    case("pearson", set, input, if (perfect) list(r = c(1, 1, 1), p = 0) else list(
        n = n, r = c(p$estimate, z(p$estimate, 1 / (n - 3))), t = p$statistic, p = p$p.value))
    s <- cor.test(x, y, method = "spearman", exact = FALSE)
    r <- s$estimate
    case("spearman", set, input, if (perfect) list(r = c(1, 1, 1), p = 0) else list(
        n = n, r = c(r, z(r, (1 + r^2 / 2) / (n - 3))), t = r * sqrt((n - 2) / (1 - r^2)), p = s$p.value))
    k <- cor.test(x, y, method = "kendall")
    case("kendall", set, input, list(n = n, r = c(k$estimate, if (perfect) c(1, 1) else z(k$estimate, .437 / (n - 4))),
                                     p = k$p.value, statistic = k$statistic, exact = as.numeric(names(k$statistic) == "T")))
}
for (f in c("pearson", "spearman", "kendall")) {
    case(f, "two pairs", list(x = c(1, 2, NA), y = c(2, 1, 4), level = .95), list(status = 7))
    case(f, "flat", list(x = c(1, 1, 1), y = c(2, 1, 4), level = .95), list(status = 7))
}

clusters <- c(grouped[names(grouped) != "offset"], list(
    balanced = list(x = tidy(round(rep(rnorm(8), each = 6) + rnorm(48), 3)), g = rep(0:7, each = 6)),
    extreme = list(x = c(1, 1.001, 1.002, 9, 9.001, 9.002, 5, 5.001, 5.002), g = rep(0:2, each = 3))))
for (set in names(clusters)) {
    x <- clusters[[set]]$x
    g <- clusters[[set]]$g[!is.na(x)]
    x <- x[!is.na(x)]
    a <- summary(aov(x ~ factor(g)))[[1]]
    f <- a[["F value"]][1]
    df <- a[["Df"]]
    ni <- table(g)
    n0 <- (sum(ni) - sum(ni^2) / sum(ni)) / df[1]
    l <- f / qf(.975, df[1], df[2])
    h <- f * qf(.975, df[2], df[1])
    if (set == "balanced") {
        i <- psych::ICC(matrix(x, ncol = 6, byrow = TRUE), lmer = FALSE)$results[1, ]
        stopifnot(abs(i$ICC - (f - 1) / (f + 5)) < 1e-12, abs(i$`lower bound` - (l - 1) / (l + 5)) < 1e-12)
    }
    icc <- (f - 1) / (f + n0 - 1)
    size <- sum(ni^2) / sum(ni)
    deff <- max(1, 1 + (size - 1) * icc)
    case("clustering", set, list(x = clusters[[set]]$x, g = clusters[[set]]$g, k = max(g) + 1, level = .95), list(
        icc = c(icc, (l - 1) / (l + n0 - 1), (h - 1) / (h + n0 - 1)), size = size, design_effect = deff,
        effective_n = sum(ni) / deff))
}

shares <- list(middle = c(.52, 140), ties = c(.5, 100), extreme = c(.003, 5000), high = c(.97, 400), tiny = c(.4, 8), large = c(.25, 1e6))
for (set in names(shares)) for (power in c(.8, .95)) {
    p <- shares[[set]][1]
    n <- shares[[set]][2]
    f <- function(q) power.prop.test(n, p, q)$power - power
    up <- if (f(1 - 1e-15) < 0) NA else uniroot(f, c(p + 1e-12, 1 - 1e-15), tol = 1e-16)$root
    down <- if (f(1e-15) < 0) NA else uniroot(f, c(1e-15, p - 1e-12), tol = 1e-16)$root
    case("power_share", paste(set, power), list(p = p, n = n, level = .95, power = power), list(change = c(down, up)))
    q <- tidy(p * 1.02 + .005)
    case("power_cases", paste(set, power), list(p1 = p, p2 = q, level = .95, power = power), list(
        n = uniroot(function(n) power.prop.test(n, p, q)$power - power, c(2, 1e9), tol = 1e-8)$root))
}
for (n in c(2, 5, 20, 100, 5000)) for (type in c("two.sample", "paired")) {
    df <- if (type == "paired") n - 1 else 2 * n - 2
    t <- qt(.975, df)
    d <- uniroot(function(d) pt(t, df, d, lower.tail = FALSE) - .8, c(0, 100), tol = 1e-14)$root *
        1.7 * sqrt((if (type == "paired") 1 else 2) / n)
    r <- power.t.test(n, sd = 1.7, power = .8, type = type, tol = 1e-10)$delta
    stopifnot(abs(r / d - 1) < 1e-6)
    case("power_mean", paste(n, type), list(n = n, sd = 1.7, paired = as.numeric(type == "paired"), level = .95, power = .8),
         list(change = d))
}
case("power_share", "no cases", list(p = .5, n = 0, level = .95, power = .8), list(status = 7))
case("power_cases", "no change", list(p1 = .5, p2 = .5, level = .95, power = .8), list(status = 7))
