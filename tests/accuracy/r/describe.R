# SPDX-License-Identifier: GPL-3.0-or-later
# Descriptions, robust measures, weights and the bootstrap. Packages: psych, robustbase, survey, boot.
source("common.R")
begin("describe")
type3 <- function(f, x, least) if (length(x) >= least) f(x, type = 3) else NA
for (set in names(samples)) {
    x <- samples[[set]]
    u <- x[!is.na(x)]
    m <- mean(u)
    case("describe", set, list(x = x), list(
        n = length(u), missing = sum(is.na(x)), sum = sum(u), mean = m, sd = sd(u),
        skewness = type3(psych::skew, u, 3), kurtosis = type3(psych::kurtosi, u, 4),
        quartiles = quantile(u, c(0, .25, .5, .75, 1), type = 7), trimmed_mean = mean(u, trim = .1),
        mad = mad(u, constant = 1.482602218505602),
        lag1 = sum((u[-1] - m) * (u[-length(u)] - m)) / sum((u - m)^2)))
    case("robust", set, list(x = x), list(
        sn = robustbase::Sn(u), qn = robustbase::Qn(u)))
}
# Weights: how many people of the population each value stands for, drawn with replacement.
for (set in names(samples)) {
    x <- samples[[set]]
    w <- tidy(rep(c(1, 2.5, 0, 4, 1.25, NA, 3), length.out = length(x)))
    if (set == "tiny") w <- c(1, 3)
    ok <- !is.na(x) & !is.na(w) & w > 0
    d <- survey::svydesign(~1, weights = w[ok], data = data.frame(x = x[ok]))
    m <- survey::svymean(~x, d)
    e <- survey::SE(m)[1]
    q <- qt(.975, sum(ok) - 1)
    case("weighted", set, list(x = x, w = w, level = .95), list(
        n = sum(ok), missing = sum(is.na(x) | is.na(w)), weight = sum(w[ok]), effective = sum(w[ok])^2 / sum(w[ok]^2),
        mean = c(m[1], m[1] - q * e, m[1] + q * e), error = e, sd = sqrt(survey::svyvar(~x, d)[1])))
}
case("weighted", "no weight", list(x = c(1, 2), w = c(0, 0), level = .95), list(status = 7))
case("weighted", "negative", list(x = c(1, 2), w = c(1, -1), level = .95), list(status = 2))
case("describe", "one value", list(x = c(NA, 7)), list(
    n = 1, missing = 1, sum = 7, mean = 7, sd = NA, skewness = NA, kurtosis = NA, quartiles = rep(7, 5),
    trimmed_mean = 7, mad = 0, lag1 = NA))
case("describe", "all equal", list(x = rep(2, 5)), list(
    n = 5, missing = 0, sum = 10, mean = 2, sd = 0, skewness = NA, kurtosis = NA, quartiles = rep(2, 5),
    trimmed_mean = 2, mad = 0, lag1 = NA))
case("robust", "one value", list(x = c(NA, 7)), list(status = 7))
for (set in names(samples)) {
    u <- samples[[set]][!is.na(samples[[set]])]
    for (p in c(.05, .1, 1 / 3, .5, .9, .99))
        case("quantile", paste(set, p), list(x = sort(u), p = tidy(p)), list(q = quantile(u, tidy(p), type = 7)))
}

begin("bootstrap")
for (set in c("ties", "zeros", "three", "missing", "skewed", "offset", "negative")) {
    u <- samples[[set]][!is.na(samples[[set]])]
    b <- boot::boot(u, function(d, i) mean(d[i]), R = 199)
    b$t[, 1] <- tidy(b$t[, 1])
    b$t0 <- tidy(b$t0)
    jack <- boot::empinf(data = u, statistic = function(d, i) mean(d[i]), type = "jack", stype = "i")
    ci <- boot::boot.ci(b, type = c("perc", "bca"), L = jack)
    case("bootstrap", set, list(x = u, replicates = sort(b$t[, 1]), estimate = b$t0),
         list(percentile = ci$percent[4:5], bca = ci$bca[4:5]))
}
