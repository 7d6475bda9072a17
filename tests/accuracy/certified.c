/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certified and published values: the Statistical Reference Datasets of NIST, and the limits published with the test
 * data of PHEindicatormethods. The hardest NIST sets follow a rule and are made here; the others lie beside the
 * project (or where YARDSTICK_SHARED says), in shared/data, and are skipped where they do not. */
#include <yardstick/stats.h>
#include <yardstick/stats_compare.h>
#include <yardstick/stats_regression.h>
#include <yardstick/stats_trend.h>

#include "../unit/tap.h"

enum { ROOM = 20000 };

/* Right digits: the log relative error, at most 15. */
static double digits(double got, double want)
{
    double off = fabs(got - want) / (want != 0.0 ? fabs(want) : 1.0);

    return got == want ? 15.0 : isnan(off) ? 0.0 : fmin(15.0, fmax(0.0, -log10(off)));
}

static void check(const char *set, const char *what, double got, double want, double least)
{
    char name[160];

    snprintf(name, sizeof name, "%s: %s to %.1f digits", set, what, digits(got, want));
    if (!OK(digits(got, want) >= least, name))
        printf("#   got %.17g, want %.17g, %g digits\n", got, want, least);
}

/* A table of numbers with a header; words read as NaN. */
struct table {
    size_t rows, columns;
    double *cell;
    char first[64][32]; /* the first column of the first rows, as text */
};

static bool read_table(struct table *t, const char *name)
{
    const char *top = getenv("top_srcdir"), *shared = getenv("YARDSTICK_SHARED");
    char path[4096], line[4096], *at, *word;
    FILE *in;

    snprintf(path, sizeof path, "%s%s/data/statistics/%s", shared ? shared : top ? top : "..",
             shared ? "" : "/../shared", name);
    in = fopen(path, "r");
    if (in == NULL) {
        printf("ok %d - %s # SKIP the data are not beside the project\n", ++tap_count, name);
        return false;
    }
    *t = (struct table){ .cell = malloc(ROOM * sizeof *t->cell) };
    if (fgets(line, sizeof line, in))
        for (at = line, t->columns = 1; *at; at++)
            t->columns += *at == ',';
    while (fgets(line, sizeof line, in) && (t->rows + 1) * t->columns < ROOM) {
        line[strcspn(line, "\r\n")] = '\0';
        at = line;
        for (size_t c = 0; c < t->columns; c++) {
            char *end;
            double *cell = &t->cell[t->rows * t->columns + c];

            word = strsep(&at, ",");
            *cell = word && *word ? strtod(word, &end) : NAN;
            if (word && *word && *end)
                *cell = NAN;
            if (c == 0 && t->rows < 64)
                snprintf(t->first[t->rows], sizeof t->first[0], "%s", word ? word : "");
        }
        t->rows++;
    }
    fclose(in);
    return true;
}

static const double *row_named(const struct table *t, const char *name)
{
    for (size_t r = 0; r < t->rows; r++)
        if (strcmp(t->first[r], name) == 0)
            return t->cell + r * t->columns;
    return NULL;
}

static void check_univariate(const char *set, const double *x, size_t n, const double want[3], const double least[3])
{
    ys_description d;

    ys_describe(&d, x, n, NULL);
    check(set, "mean", d.mean, want[0], least[0]);
    check(set, "standard deviation", d.sd, want[1], least[1]);
    check(set, "lag-1 autocorrelation", d.lag1, want[2], least[2]);
}

/* NumAcc1 to 4: the centre first, then a tenth (or one) below and above it in turn. */
static const struct {
    const char *set;
    size_t n;
    double first, low, high, want[3], least[3];
} alternating[] = {
    { "NumAcc1", 3, 10000002, 10000001, 10000003, { 10000002, 1, -0.5 }, { 15, 15, 9 } },
    { "NumAcc2", 1001, 1.2, 1.1, 1.3, { 1.2, 0.1, -0.999 }, { 15, 14, 14 } },
    { "NumAcc3", 1001, 1000000.2, 1000000.1, 1000000.3, { 1000000.2, 0.1, -0.999 }, { 15, 9, 9 } },
    /* The decimals have no exact doubles: 8.3 digits of the deviation are all that 10000000.2 leaves. */
    { "NumAcc4", 1001, 10000000.2, 10000000.1, 10000000.3, { 10000000.2, 0.1, -0.999 }, { 15, 8, 8 } },
};

static void made_univariate(void)
{
    static double x[1001];

    for (size_t i = 0; i < sizeof alternating / sizeof *alternating; i++) {
        size_t n = alternating[i].n;

        x[0] = alternating[i].first;
        for (size_t j = 1; j < n; j++)
            x[j] = j % 2 ? alternating[i].low : alternating[i].high;
        check_univariate(alternating[i].set, x, n, alternating[i].want, alternating[i].least);
    }
}

/* SmLs01 to 09 of Simon and Lesage: nine treatments with means .4, .3, .5, .3, .5 ..., the mean first and then a tenth
 * below and above it in turn; 21, 201 or 2001 values each; 1, 1000000 or 1000000000000 before the point. */
static const struct {
    const char *set;
    size_t each;
    double whole, least;
} simon_lesage[] = {
    { "SmLs01", 21, 1, 13 },   { "SmLs02", 201, 1, 13 },   { "SmLs03", 2001, 1, 13 },
    { "SmLs04", 21, 1e6, 9 },  { "SmLs05", 201, 1e6, 9 },  { "SmLs06", 2001, 1e6, 9 },
    /* Of a tenth after 1e12 a double holds 3 to 4 digits, and so does the answer. */
    { "SmLs07", 21, 1e12, 3 }, { "SmLs08", 201, 1e12, 3 }, { "SmLs09", 2001, 1e12, 3 },
};

static void check_anova(const char *set, const double *x, const int *group, size_t n, size_t k,
                        const double want[4], double least)
{
    ys_moments m[16];
    ys_anova a;

    ys_moments_by_group(m, k, x, group, n, NULL);
    ys_compare_anova(&a, m, k, NULL);
    check(set, "F", a.test.statistic, want[0], least);
    check(set, "sum of squares between", a.ss_between, want[1], least);
    check(set, "sum of squares within", a.ss_within, want[2], least);
    check(set, "residual standard deviation", a.residual_sd, want[3], least);
    check(set, "R squared", a.eta2, want[1] / (want[1] + want[2]), least);
}

static void made_anova(void)
{
    static double x[9 * 2001];
    static int group[9 * 2001];

    for (size_t i = 0; i < sizeof simon_lesage / sizeof *simon_lesage; i++) {
        size_t each = simon_lesage[i].each, n = 0;
        double count = (double)each;
        const double want[4] = { count, 0.08 * count, 0.09 * (count - 1.0), 0.1 };

        for (int g = 0; g < 9; g++)
            for (size_t j = 0; j < each; j++) {
                double tenths = (g == 0 ? 4 : g % 2 ? 3 : 5) + (j == 0 ? 0 : j % 2 ? -1 : 1);

                x[n] = (simon_lesage[i].whole * 10.0 + tenths) / 10.0; /* the double nearest to the decimal */
                group[n++] = g;
            }
        check_anova(simon_lesage[i].set, x, group, n, 9, want, simon_lesage[i].least);
    }
}

static void given_univariate(void)
{
    static const char *const sets[] = { "Lew", "Michelso", "NumAcc1" };
    struct table want, data;

    if (!read_table(&want, "nist-strd/certified_univariate.csv"))
        return;
    for (size_t i = 0; i < 3; i++) {
        char name[64];
        const double *row = row_named(&want, sets[i]);

        snprintf(name, sizeof name, "nist-strd/%s.csv", sets[i]);
        if (OK(row != NULL, sets[i]) && read_table(&data, name)) {
            check_univariate(sets[i], data.cell, data.rows, row + 2, (const double[]){ 15, 9, 9 });
            free(data.cell);
        }
    }
    free(want.cell);
}

static void given_anova(void)
{
    static const char *const sets[] = { "SiRstv", "SmLs01" };
    struct table want, data;

    if (!read_table(&want, "nist-strd/certified_anova.csv"))
        return;
    for (size_t i = 0; i < 2; i++) {
        char name[64];
        const double *row = row_named(&want, sets[i]);
        double x[256];
        int group[256], k = 0;

        snprintf(name, sizeof name, "nist-strd/%s.csv", sets[i]);
        if (!OK(row != NULL, sets[i]) || !read_table(&data, name))
            continue;
        for (size_t r = 0; r < data.rows; r++) {
            group[r] = (int)data.cell[2 * r] - 1;
            x[r] = data.cell[2 * r + 1];
            k = group[r] >= k ? group[r] + 1 : k;
        }
        check_anova(sets[i], x, group, data.rows, (size_t)k, (const double[]){ row[5], row[3], row[7], row[10] }, 9);
        free(data.cell);
    }
    free(want.cell);
}

static void given_line(void)
{
    struct table params, summary, data;
    double x[64], y[64];
    ys_ols o;

    if (!read_table(&params, "nist-strd/certified_linear_params.csv") ||
        !read_table(&summary, "nist-strd/certified_linear_summary.csv") || !read_table(&data, "nist-strd/Norris.csv"))
        return;
    for (size_t r = 0; r < data.rows; r++) {
        y[r] = data.cell[2 * r];
        x[r] = data.cell[2 * r + 1];
    }
    ys_trend_ols(&o, x, y, data.rows, 0.95, NULL);
    check("Norris", "intercept", o.intercept.estimate, params.cell[2], 9);
    check("Norris", "its error", o.intercept_error, params.cell[3], 9);
    check("Norris", "slope", o.slope.estimate, params.cell[6], 9);
    check("Norris", "its error", o.slope_error, params.cell[7], 9);
    check("Norris", "residual standard deviation", o.residual_sd, summary.cell[2], 9);
    check("Norris", "R squared", o.r2, summary.cell[3], 9);
    check("Norris", "F", o.test.statistic * o.test.statistic, summary.cell[7], 9);
    check("Norris", "sum of squares of the line", o.ss_regression, summary.cell[5], 9);
    check("Norris", "sum of squares left", o.ss_residual, summary.cell[9], 9);
    free(data.cell);
    free(summary.cell);
    free(params.cell);
}

/* Limits published to about ten digits: equal to as many. A zero in the spreadsheet is one within 1e-10. */
static void published_limit(const char *area, const char *what, double got, double want)
{
    char name[96];

    snprintf(name, sizeof name, "%s: %s as published", area, what);
    if (!OK(fabs(got - want) <= 1e-10 * fmax(fabs(want), 1e-6), name))
        printf("#   got %.17g, want %.17g\n", got, want);
}

static void published_shares(void)
{
    struct table t;
    ys_interval i;

    if (!read_table(&t, "phe-indicator-methods/testdata_Proportion__testdata_Prop.csv"))
        return;
    for (size_t r = 0; r < t.rows; r++) {
        const double *c = t.cell + r * t.columns;
        double per = c[10];

        if (isnan(c[1]) || isnan(c[2]) || isnan(c[4]))
            continue;
        ys_interval_wilson(&i, c[1], c[2], 0.95, NULL);
        published_limit(t.first[r], "95 % low", i.low * per, c[4]);
        published_limit(t.first[r], "95 % high", i.high * per, c[5]);
        ys_interval_wilson(&i, c[1], c[2], 0.998, NULL);
        published_limit(t.first[r], "99.8 % low", i.low * per, c[6]);
        published_limit(t.first[r], "99.8 % high", i.high * per, c[7]);
    }
    free(t.cell);
    if (!read_table(&t, "phe-indicator-methods/testdata_Proportion__testdata_Prop_g.csv"))
        return;
    for (size_t r = 0; r < t.rows; r++) {
        const double *c = t.cell + r * t.columns;

        if (isnan(c[1]) || isnan(c[2]) || isnan(c[4]))
            continue;
        ys_interval_wilson(&i, c[1], c[2], 0.95, NULL);
        published_limit(t.first[r], "low", i.low, c[4]);
        published_limit(t.first[r], "high", i.high, c[5]);
    }
    free(t.cell);
}

static void published_means(void)
{
    struct table data, want;
    double x[64];
    ys_interval i;
    ys_moments m;

    if (!read_table(&data, "phe-indicator-methods/testdata_Mean__testdata_Mean.csv") ||
        !read_table(&want, "phe-indicator-methods/testdata_Mean__testdata_Mean_results.csv"))
        return;
    for (size_t w = 0; w < want.rows; w++) {
        const double *c = want.cell + w * want.columns;
        bool all = row_named(&data, want.first[w]) == NULL;
        size_t n = 0;

        for (size_t r = 0; r < data.rows; r++)
            if (all || strcmp(data.first[r], want.first[w]) == 0)
                x[n++] = data.cell[2 * r + 1];
        ys_moments_of(&m, x, n, NULL);
        IS_INT(m.n, (long long)c[2], want.first[w]);
        ys_interval_mean(&i, x, n, 0.95, NULL);
        published_limit(want.first[w], "mean", i.estimate, c[4]);
        published_limit(want.first[w], "95 % low", i.low, c[5]);
        published_limit(want.first[w], "95 % high", i.high, c[6]);
        ys_interval_mean(&i, x, n, 0.998, NULL);
        published_limit(want.first[w], "99.8 % low", i.low, c[7]);
        published_limit(want.first[w], "99.8 % high", i.high, c[8]);
    }
    free(want.cell);
    free(data.cell);
}

/* The coefficients and their errors, the intercept first. */
static void check_terms(const char *set, const ys_regression_term *terms, size_t k, const double *want,
                        const double *errors, double least)
{
    for (size_t j = 0; j < k; j++) {
        check(set, "coefficient", terms[j].coefficient.estimate, want[j], least);
        if (errors)
            check(set, "its error", terms[j].error, errors[j], least);
    }
}

/* Employment and six economic series that nearly depend on each other (Longley 1967). */
static void given_longley(void)
{
    static const double rows[16][7] = {
        { 60323, 83.0, 234289, 2356, 1590, 107608, 1947 },  { 61122, 88.5, 259426, 2325, 1456, 108632, 1948 },
        { 60171, 88.2, 258054, 3682, 1616, 109773, 1949 },  { 61187, 89.5, 284599, 3351, 1650, 110929, 1950 },
        { 63221, 96.2, 328975, 2099, 3099, 112075, 1951 },  { 63639, 98.1, 346999, 1932, 3594, 113270, 1952 },
        { 64989, 99.0, 365385, 1870, 3547, 115094, 1953 },  { 63761, 100.0, 363112, 3578, 3350, 116219, 1954 },
        { 66019, 101.2, 397469, 2904, 3048, 117388, 1955 }, { 67857, 104.6, 419180, 2822, 2857, 118734, 1956 },
        { 68169, 108.4, 442769, 2936, 2798, 120445, 1957 }, { 66513, 110.8, 444546, 4681, 2637, 121950, 1958 },
        { 68655, 112.6, 482704, 3813, 2552, 123366, 1959 }, { 69564, 114.2, 502601, 3931, 2514, 125368, 1960 },
        { 69331, 115.7, 518173, 4806, 2572, 127852, 1961 }, { 70551, 116.9, 554894, 4007, 2827, 130081, 1962 },
    };
    static const double want[] = { -3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683,
                                   -1.03322686717359, -0.0511041056535807, 1829.15146461355 };
    static const double errors[] = { 890420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699,
                                     0.214274163161675, 0.226073200069370, 455.478499142212 };
    double y[16], x[16 * 6];
    ys_regression_term terms[7];
    ys_regression r;

    for (size_t i = 0; i < 16; i++) {
        y[i] = rows[i][0];
        memcpy(x + 6 * i, rows[i] + 1, 6 * sizeof *x);
    }
    IS_INT(ys_regression_fit(&r, terms, y, x, 16, 6, 0.95, NULL), YS_OK, "Longley");
    check_terms("Longley", terms, 7, want, errors, 9);
    check("Longley", "residual standard deviation", r.residual_sd, 304.854073561965, 9);
    check("Longley", "R squared", r.r2, 0.995479004577296, 9);
    check("Longley", "F", r.test.statistic, 330.285339234588, 9);
}

/* Wampler's polynomials of degree 5 (1970): the first two are exact, of the others the residuals grow until only one
 * part in 500 of the variation is the polynomial's. */
static void made_wampler(void)
{
    static const double off[21] = { 759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048,
                                    -2048, 1838, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 759 };
    static const double errors[] = { 2152.32624678170, 2363.55173469681, 779.343524331583, 101.475507550350,
                                     5.64566512170752, 0.112324854679312 };
    static const struct {
        const char *set;
        double base, deviation; /* coefficients are powers of the base */
    } sets[] = { { "Wampler1", 1, 0 }, { "Wampler2", 0.1, 0 }, { "Wampler3", 1, 1 }, { "Wampler4", 1, 100 },
                 { "Wampler5", 1, 10000 } };

    for (size_t s = 0; s < sizeof sets / sizeof *sets; s++) {
        double y[21], x[21 * 5], want[6], error[6];
        ys_regression_term terms[6];
        ys_regression r;

        for (int i = 0; i < 21; i++) {
            long long sum = 0, scale = s == 1 ? 100000 : 1, power = 1;

            for (int k = 0; k < 6; k++, power *= i) { /* exact in whole numbers */
                sum += power * (s == 1 ? scale : 1);
                scale /= s == 1 ? 10 : 1;
                if (k > 0)
                    x[i * 5 + k - 1] = (double)power;
            }
            y[i] = (double)sum / (s == 1 ? 100000.0 : 1.0) + sets[s].deviation * off[i];
        }
        for (int k = 0; k < 6; k++) {
            want[k] = pow(sets[s].base, k);
            error[k] = errors[k] * sets[s].deviation;
        }
        IS_INT(ys_regression_fit(&r, terms, y, x, 21, 5, 0.95, NULL), YS_OK, sets[s].set);
        check_terms(sets[s].set, terms, 6, want, sets[s].deviation > 0 ? error : NULL, 9);
        check(sets[s].set, "residual standard deviation", r.residual_sd, 2360.14502379268 * sets[s].deviation,
              sets[s].deviation > 0 ? 9 : 8);
    }
}

int main(void)
{
    made_univariate();
    made_anova();
    given_univariate();
    given_anova();
    given_line();
    given_longley();
    made_wampler();
    published_shares();
    published_means();
    return DONE();
}
