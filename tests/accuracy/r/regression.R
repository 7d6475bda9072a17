# SPDX-License-Identifier: GPL-3.0-or-later
# Linear regression on several predictors. Packages: sandwich.
source("common.R")
begin("regression")
set.seed(20180703)
made <- function(n, p, at = 0) {
    x <- matrix(tidy(round(rnorm(n * p, at), 3)), n)
    list(y = tidy(round(2 + x %*% seq_len(p) / 2 + rnorm(n), 3)), x = x)
}
sets <- list(
    middle = made(60, 3),
    ties = list(y = c(3, 4, 4, 5, 5, 6, 3, 4, 5, 5, 6, 7), x = cbind(rep(1:3, 4), rep(0:1, each = 6))),
    zeros = list(y = c(0, 0, 1, 0, 3, 2, 0, 5, 1, 4), x = cbind(c(0, 0, 0, 0, 1, 1, 0, 2, 0, 2), c(0, 1, 0, 0, 0, 1, 0, 1, 0, 0))),
    tiny = list(y = c(1, 3, 2, 5), x = cbind(c(1, 2, 3, 4), c(0, 1, 0, 1))),
    missing = local({ m <- made(40, 2); m$y[c(3, 11)] <- NA; m$x[7, 1] <- NA; m$x[20, 2] <- NA; m }),
    offset = made(50, 2, 5000),
    years = list(y = c(12, 15, 11, 18, 17, 21, 19, 24, 22, 26, 25, 31), x = cbind(2007:2018, (2007:2018 - 2012)^2)),
    extreme = local({ m <- made(30, 2); m$y[4] <- 1e6; m$x[9, 2] <- -1e5; m }))
for (set in names(sets)) {
    d <- sets[[set]]
    ok <- !is.na(d$y) & rowSums(is.na(d$x)) == 0
    y <- d$y[ok]
    x <- d$x[ok, , drop = FALSE]
    # R's lm does not refine; centred predictors keep its digits where they lie far from zero.
    m <- colMeans(x)
    f <- lm(y ~ sweep(x, 2, m))
    k <- ncol(x) + 1
    back <- diag(k)
    back[1, -1] <- -m
    b <- as.vector(back %*% coef(f))
    df <- length(y) - k
    all <- summary(f)
    tell <- function(v) {
        e <- sqrt(diag(back %*% v %*% t(back)))
        list(n = length(y), coefficients = b, errors = e, t = b / e, p_values = 2 * pt(-abs(b / e), df),
             low = b - qt(.975, df) * e, r2 = all$r.squared, adjusted_r2 = all$adj.r.squared, residual_sd = all$sigma,
             f = all$fstatistic[1], f_p = pf(all$fstatistic[1], k - 1, df, lower.tail = FALSE))
    }
    input <- list(y = d$y, x = as.vector(t(d$x)), p = ncol(x), level = .95)
    case("linear", set, input, tell(vcov(f)))
    for (lags in c(0, 1, 3))
        if (lags < length(y) - 1)
            case("newey_west", paste(set, lags), c(input, list(lags = lags)),
                 tell(sandwich::NeweyWest(f, lag = lags, prewhite = FALSE, adjust = FALSE)))
}
case("linear", "dependent", list(y = c(0, 1, 0, 1, 1, 0), x = c(1, 2, 2, 4, 3, 6, 4, 8, 5, 10, 6, 12), p = 2, level = .95), list(status = 7))
case("linear", "too few", list(y = c(0, 1, 2), x = c(1, 2, 2, 4, 3, 7), p = 2, level = .95), list(status = 7))
case("linear", "flat", list(y = c(2, 2, 2, 2), x = c(1, 2, 3, 4), p = 1, level = .95), list(status = 7))
case("linear", "one x", list(y = c(1, 2, 3, 4), x = c(5, 5, 5, 5), p = 1, level = .95), list(status = 7))
case("linear", "no predictor", list(y = c(1, 2, 3, 4), x = 1, p = 0, level = .95), list(status = 2))
