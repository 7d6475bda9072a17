# SPDX-License-Identifier: GPL-3.0-or-later
# What the reference scripts share. Each writes a table of cases in lines of three kinds:
#   case,FUNCTION,DATA SET     in,NAME,VALUES...     out,NAME,VALUES...     within,NAME,TOLERANCE,REASON
# Inputs are rounded to 15 digits before R sees them, so that both sides compute from the same doubles.
options(digits = 15, warn = -1)
args <- commandArgs(trailingOnly = TRUE)
folder <- if (length(args)) args[1] else "."
out <- NULL
begin <- function(name) out <<- file(file.path(folder, paste0(name, ".csv")), "w")
show <- function(x) ifelse(is.na(x), "NA", formatC(as.numeric(x), digits = 15, format = "g", width = 1))
line <- function(kind, name, x) cat(paste(c(kind, name, show(x)), collapse = ","), "\n", sep = "", file = out)
tidy <- function(x) as.numeric(formatC(as.numeric(x), digits = 15, format = "g", width = 1))

# One case: inputs and what R says of them. A failure is list(status = 7) (YS_E_NUMERIC) or 2 (YS_E_ARGUMENT).
case <- function(fun, set, inputs, outputs, within = list()) {
    cat("case,", fun, ",", set, "\n", sep = "", file = out)
    for (name in names(inputs)) line("in", name, inputs[[name]])
    for (name in names(outputs)) line("out", name, outputs[[name]])
    for (name in names(within))
        cat("within,", name, ",", within[[name]][1], ",", within[[name]][2], "\n", sep = "", file = out)
}

# Samples with ties, zeros, few values, extreme values and gaps.
set.seed(20180701)
samples <- list(
    ties = c(3, 3, 4, 4, 4, 5, 5, 1, 2, 2, 3, 5, 4, 4, 3, 2),
    zeros = c(0, 0, 0, 1, 0, 2.5, 0, 0, 7, 0, 0, 1.25),
    tiny = c(2.5, 4),
    three = c(10.1, 9.7, 12.4),
    missing = c(12.5, NA, 11, 19.25, NA, 14, 13.5, 8, NA, 21.75, 10),
    skewed = tidy(round(exp(rnorm(60, 7, 1.4)), 2)),
    offset = c(1e7 + 1, 1e7 + 3, 1e7 + 2, 1e7 + 7, 1e7 + 4.5, 1e7 + 2.25),
    negative = tidy(round(rnorm(101, -3, 8), 3)))

# The same for pairs and for two groups.
pairs <- list(
    ties = list(x = c(3, 2, 4, 3, 5, 1, 2, 2, 3, 4, 3, 2), y = c(4, 4, 4, 3, 5, 3, 3, 2, 5, 5, 2, 4)),
    zeros = list(x = c(0, 0, 1, 0, 2, 0, 0, 3), y = c(0, 1, 1, 2, 5, 0, 4, 3)),
    tiny = list(x = c(5.5, 7.25), y = c(6, 9)),
    small = list(x = c(5.1, 7.3, 6.2, 8.8, 4.9), y = c(5.6, 9.1, 6.4, 8.1, 7)),
    missing = list(x = c(51, NA, 48, 60, 55.5, 47, NA, 62, 58), y = c(55, 50, NA, 66, 54, 52.25, NA, 69, 63)),
    large = list(x = tidy(round(rnorm(80, 50, 10), 2)), y = tidy(round(rnorm(80, 53, 12), 2))),
    offset = list(x = 1e6 + c(.1, .4, .2, .9, .35, .7), y = 1e6 + c(.5, .6, .1, 1.4, 1.2, .8)))

# Groups of a response: values, and group numbers from 0.
grouped <- list(
    ties = list(x = c(1, 2, 2, 3, 3, 2, 3, 4, 4, 5, 5, 4, 3, 5, 1), g = rep(0:2, each = 5)),
    zeros = list(x = c(0, 0, 1, 0, 3, 0, 2, 0, 4, 0, 0, 1), g = rep(0:1, 6)),
    tiny = list(x = c(1.5, 2.5, 4, 7), g = c(0, 0, 1, 1)),
    missing = list(x = c(10, NA, 12, 15, 14, NA, 19, 18.5, 22, NA, 11, 13), g = c(0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 1)),
    unequal = list(x = tidy(round(c(rnorm(5, 10, 1), rnorm(40, 11, 6), rnorm(12, 14, 3), rnorm(90, 10, 2)), 3)),
                   g = rep(0:3, c(5, 40, 12, 90))),
    offset = list(x = 1e9 + c(.5, .25, 1, 2, 1.75, 2.5, 3, 2.25, 3.5), g = rep(0:2, each = 3)))
