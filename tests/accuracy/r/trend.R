# SPDX-License-Identifier: GPL-3.0-or-later
# Trends, control charts, outliers, forecasts. Packages: forecast.
source("common.R")
begin("trend")
series <- list(
    ties = list(x = 1:10, y = c(3, 3, 4, 4, 5, 4, 5, 5, 6, 6)),
    zeros = list(x = c(0, 1, 2, 3, 4, 5, 6), y = c(0, 0, 2, 0, 3, 0, 1)),
    tiny = list(x = 1:3, y = c(2, 2.5, 4)),
    missing = list(x = 1:14, y = c(12, NA, 14.5, 13, NA, 17, 16.5, 18, 15, NA, 21, 22.5, 20, 25)),
    years = list(x = 2001:2024, y = tidy(round(50 + .7 * (1:24) + rnorm(24, 0, 4), 2))),
    repeated = list(x = c(1, 1, 2, 2, 3, 3, 4, 4), y = c(5, 6, 5.5, 7, 8, 7.5, 9, 7)),
    falling = list(x = 1:20, y = tidy(round(100 * .9^(1:20) + rnorm(20, 0, 3), 3))),
    outlier = list(x = 1:9, y = c(1, 2.1, 2.9, 4.2, 5, 60, 7.1, 7.9, 9.2)))
for (set in names(series)) {
    x <- series[[set]]$x
    y <- series[[set]]$y
    u <- !is.na(y)
    f <- summary(lm(y ~ x))
    k <- f$coefficients
    ci <- confint(lm(y ~ x))
    case("ols", set, list(x = x, y = y, level = .95), list(
        n = sum(u), slope = c(k[2, 1], ci[2, ]), intercept = c(k[1, 1], ci[1, ]), slope_error = k[2, 2],
        intercept_error = k[1, 2], t = k[2, 3], p = k[2, 4], r2 = f$r.squared, sd = f$sigma))

    # Theil and Sen with Gilbert's ranks, and Kendall's test with time
    a <- x[u]
    b <- y[u]
    n <- length(b)
    ij <- combn(n, 2)
    dx <- a[ij[2, ]] - a[ij[1, ]]
    dy <- b[ij[2, ]] - b[ij[1, ]]
    slopes <- sort((dy / dx)[dx != 0])
    tied <- function(v, f) sum(sapply(table(v), f))
    v0 <- n * (n - 1) * (2 * n + 5)
    f5 <- function(t) t * (t - 1) * (2 * t + 5)
    f3 <- function(t) t * (t - 1) * (t - 2)
    f2 <- function(t) t * (t - 1)
    var <- (v0 - tied(a, f5) - tied(b, f5)) / 18 + tied(a, f3) * tied(b, f3) / (9 * n * (n - 1) * (n - 2)) +
        tied(a, f2) * tied(b, f2) / (2 * n * (n - 1))
    for (level in c(.8, .95)) {
        half <- qnorm((1 + level) / 2) * sqrt(var)
        at <- c(round((length(slopes) - half) / 2), round((length(slopes) + half) / 2 + 1))
        slope <- median(slopes)
        case("theil_sen", paste(set, level), list(x = x, y = y, level = level), list(
            slope = c(slope, ifelse(at < 1 | at > length(slopes), NA, slopes[pmax(at, 1)])),
            intercept = median(b - slope * a)))
    }
    y <- series[[set]]$y
    t <- seq_along(y)
    # S is even or odd as n(n-1)/2 less ties is: R's p with continuity correction is that of Mann and Kendall
    m <- cor.test(t, y, method = "kendall", exact = FALSE, continuity = TRUE)
    b <- y[!is.na(y)]
    n <- length(b)
    ij <- combn(n, 2)
    s <- sum(sign(b[ij[2, ]] - b[ij[1, ]]))
    tt <- t[!is.na(y)]
    case("mann_kendall", set, list(y = y), list(
        n = n, s = s, variance = (n * (n - 1) * (2 * n + 5) - tied(b, f5)) / 18, tau = m$estimate,
        p = m$p.value, z = m$statistic, slope = median((b[ij[2, ]] - b[ij[1, ]]) / (tt[ij[2, ]] - tt[ij[1, ]]))))
}
quarters <- list(
    missing = c(10, 14, 9, 5, 11, 15, NA, 6, 12, 14, 11, 8, NA, 17, 12, 8),
    ties = c(2, 3, 2, 1, 2, 3, 3, 1, 3, 3, 3, 2), zeros = c(0, 4, 0, 1, 0, 5, 0, 0, 1, 6, 0, 2),
    tiny = c(1, 2, 3, 4, 2, 3, 3, 5), long = tidy(round(20 + 5 * sin((1:40) * pi / 2) + .2 * (1:40) + rnorm(40), 2)))
for (set in names(quarters)) {
    y <- quarters[[set]]
    s <- v <- 0
    slopes <- NULL
    for (q in 1:4) {
        i <- seq(q, length(y), 4)
        b <- y[i]
        year <- seq_along(b)[!is.na(b)]
        b <- b[!is.na(b)]
        n <- length(b)
        if (n < 2) next
        ij <- combn(n, 2)
        d <- b[ij[2, ]] - b[ij[1, ]]
        s <- s + sum(sign(d))
        v <- v + (n * (n - 1) * (2 * n + 5) - sum(sapply(table(b), function(t) t * (t - 1) * (2 * t + 5)))) / 18
        slopes <- c(slopes, d / (year[ij[2, ]] - year[ij[1, ]]))
    }
    z <- (s - sign(s)) / sqrt(v)
    case("seasonal_kendall", set, list(y = y, seasons = 4), list(
        s = s, variance = v, z = z, p = min(1, 2 * pnorm(-abs(z))), slope = median(slopes)))
}
flat <- list(x = 1:4, y = c(2, 2, 2, 2))
case("ols", "flat", c(flat, list(level = .95)), list(status = 7))
case("ols", "two points", list(x = 1:2, y = 1:2, level = .95), list(status = 7))
case("theil_sen", "one x", list(x = c(1, 1), y = c(2, 3), level = .95), list(status = 7))
case("mann_kendall", "flat", list(y = flat$y), list(status = 7))
case("seasonal_kendall", "one year", list(y = 1:4, seasons = 4), list(status = 7))

begin("chart")
rules <- function(v, center, sigma, low, high) {
    out <- rep(0, length(v))
    run <- trend <- 0
    far <- c(0, 0)
    before <- NA
    for (i in which(!is.na(v))) {
        side <- sign(v[i] - center)
        if (side != 0) run <- if (run * side > 0) run + side else side
        st <- if (is.na(before)) 0 else sign(v[i] - before)
        trend <- if (st == 0) 0 else if (trend * st > 0) trend + st else st
        f <- if (abs(v[i] - center) > 2 * sigma[i]) side else 0
        out[i] <- (v[i] > high[i] | v[i] < low[i]) + 2 * (side != 0 & abs(run) >= 8) + 4 * (abs(trend) >= 5) +
            8 * (f != 0 & any(far == f))
        far <- c(far[2], f)
        before <- v[i]
    }
    out
}
for (set in c(names(samples), "shift", "rise")) {
    y <- c(samples, list(shift = c(10, 11, 9, 10, 12, 9, 11, 10, 14, 15, 14, 16, 15, 14, 15, 16, 15, 30),
                         rise = c(1, 3, 2, 1, 2, 2.5, 3, 3.5, 4, 4.5, 5, 2, 1, 6, 6.5)))[[set]]
    for (base in c(0, 6)) {
        u <- y[!is.na(y)]
        b <- if (base > 0) head(u, base) else u
        mr <- mean(abs(diff(b)))
        reach <- 2.66 * mr
        case("xmr", paste(set, base), list(y = y, baseline = base), list(
            center = mean(b), limits = mean(b) + c(-1, 1) * reach, range_limit = 3.268 * mr, baseline = length(b),
            trial = as.numeric(length(b) < 12),
            signals = rules(y, mean(b), rep(reach / 3, length(y)), rep(mean(b) - reach, length(y)),
                            rep(mean(b) + reach, length(y)))))
    }
}
case("xmr", "one point", list(y = c(NA, 3), baseline = 0), list(status = 7))
rates <- list(
    middle = list(x = c(12, 15, 11, 18, 14, 13, 16, 12, 19, 15, 14, 16, 31), n = c(50, 60, 48, 70, 55, 52, 58, 50, 66, 61, 54, 60, 62)),
    zeros = list(x = c(0, 1, 0, 2, 0, 0, 3, 1), n = c(20, 25, 18, 30, 22, 19, 35, 27)),
    tiny = list(x = c(1, 2), n = c(3, 5)),
    missing = list(x = c(5, NA, 7, 6, 0, 9, 8), n = c(20, 21, NA, 25, 0, 30, 26)),
    ties = list(x = rep(10, 9), n = rep(40, 9)),
    extreme = list(x = c(9990, 9985, 9991, 9700, 9988, 9992), n = rep(10000, 6)),
    large = list(x = c(41000, 42500, 39800, 43100, 40700, 41900, 42200, 40100), n = c(1e5, 101000, 99000, 1e5, 98000, 102000, 1e5, 99500)))
for (set in names(rates)) {
    x <- rates[[set]]$x
    n <- rates[[set]]$n
    ok <- !is.na(x) & !is.na(n) & n > 0
    v <- ifelse(ok, x / n, NA)
    c. <- sum(x[ok]) / sum(n[ok])
    chart <- function(name, s, sz, most) {
        low <- pmax(0, c. - 3 * s * sz)
        high <- pmin(most, c. + 3 * s * sz)
        case(name, set, list(x = x, n = n, baseline = 0), list(
            center = c., sigma_z = sz, low = ifelse(ok, low, NA), high = ifelse(ok, high, NA),
            signals = rules(v, c., s * sz, low, high)))
    }
    s <- sqrt(c. * (1 - c.) / n)
    chart("p_chart", s, 1, 1)
    chart("u_chart", sqrt(c. / n), 1, Inf)
    z <- ((v - c.) / s)[ok]
    chart("laney", s, mean(abs(diff(z))) / 1.128, 1)
    s <- sqrt(c. / n)
    z <- ((v - c.) / s)[ok]
    chart("laney_u", s, mean(abs(diff(z))) / 1.128, Inf)
}
case("p_chart", "one point", list(x = 1, n = 2, baseline = 0), list(status = 7))

for (set in names(samples)) {
    x <- samples[[set]]
    u <- x[!is.na(x)]
    if (length(u) >= 3) {
        mad0 <- median(abs(u - median(u)))
        unit <- if (mad0 > 0) mad0 / .6745 else 1.253314 * mean(abs(u - median(u)))
        case("modified_z", set, list(x = x), list(z = (x - median(u)) / unit, outside = sum(abs(u - median(u)) > 3.5 * unit)))
    }
    if (length(u) >= 4) {
        q <- quantile(u, c(.25, .75), type = 7)
        i <- diff(q)
        case("tukey", set, list(x = x), list(
            fences = c(q[1] - 3 * i, q[1] - 1.5 * i, q[2] + 1.5 * i, q[2] + 3 * i),
            outside = sum(u < q[1] - 1.5 * i | u > q[2] + 1.5 * i), far = sum(u < q[1] - 3 * i | u > q[2] + 3 * i)))
        new <- tidy(median(u) * 1.5 + 1)
        limit <- 3.268 * mean(abs(diff(u)))
        case("jump", set, list(history = x, value = new), list(
            limit = limit, last = tail(u, 1), jumped = as.numeric(abs(new - tail(u, 1)) > limit)))
    }
}
case("modified_z", "all equal", list(x = c(2, 2, 2)), list(status = 7))
case("tukey", "three values", list(x = 1:3), list(status = 7))
case("jump", "short history", list(history = c(1, 2, NA, 3), value = 9), list(status = 7))

begin("forecast")
histories <- list(
    rising = tidy(round(50 + 2 * (1:16) + rnorm(16, 0, 2), 2)), ties = c(5, 5, 6, 6, 6, 7, 7, 8, 8, 8, 9, 9),
    zeros = c(0, 0, 1, 0, 2, 1, 3, 2, 3, 5), tiny = c(12, 15, 14, 18, 17, 21, 20, 24, 22, 27), # ets() wants ten
    falling = tidy(round(90 - 1.5 * (1:24) + rnorm(24, 0, 5), 2)), share = tidy(round(.4 + .01 * (1:12) + rnorm(12, 0, .02), 4)))
for (set in names(histories)) {
    y <- histories[[set]]
    f <- forecast::ets(ts(y), "AAN", damped = TRUE, opt.crit = "mse")
    p <- f$par
    last <- tail(f$states, 1)
    sse <- sum(residuals(f)^2)
    point <- as.numeric(forecast::forecast(f, h = 4)$mean)
    case("holt_run", set, list(y = y, alpha = p["alpha"], beta = p["beta"], phi = p["phi"], level = p["l"], trend = p["b"]),
         list(sse = sse, state = as.numeric(last[1:2]), points = point))
    # The fit may beat R's, never be worse. Limits of normal theory for class 1 models (Hyndman et al. 2008, 6.3).
    case("holt", set, list(y = y, rs_sse = sse), list(not_worse = 1, limits = 1, chance = 1))
}
case("holt", "seven points", list(y = c(1, 2, 3, NA, 4, 5, 6, 7), rs_sse = 0), list(status = 7))
