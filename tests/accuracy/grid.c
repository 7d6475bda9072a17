/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions and their inverses on a grid of parameters, n up to ten million, against R (r/grid.csv). */
#include "compute/stats_distribution.h"

#include "../unit/tap.h"

struct point {
    double p, a, b, want;
    bool upper;
};

static double beta(const struct point *t)
{
    return ys__beta_quantile(t->p, t->a, t->b, t->upper);
}

static double gamma_(const struct point *t)
{
    return ys__gamma_quantile(t->p, t->a, t->upper);
}

static double student(const struct point *t)
{
    return ys__t_quantile(t->p, t->a);
}

static double fisher(const struct point *t)
{
    return ys__f_quantile(t->p, t->a, t->b);
}

static double normal(const struct point *t)
{
    return ys__normal_quantile(t->p);
}

static double binomial(const struct point *t)
{
    return ys__binomial_quantile(t->p, t->a, t->b);
}

static double p_t(const struct point *t)
{
    return ys__t_two_sided(t->p, t->a);
}

static double p_chisq(const struct point *t)
{
    return ys__chisq_upper(t->p, t->a);
}

static double p_f(const struct point *t)
{
    return ys__f_upper(t->p, t->a, t->b);
}

static double p_binomial(const struct point *t)
{
    return ys__binomial_p(t->p, t->a, t->b, false);
}

static struct {
    const char *name;
    double (*f)(const struct point *);
    size_t points, wrong;
    double worst;
} families[] = {
    { .name = "beta", .f = beta },         { .name = "gamma", .f = gamma_ },     { .name = "t", .f = student },
    { .name = "f", .f = fisher },          { .name = "normal", .f = normal },    { .name = "binomial", .f = binomial },
    { .name = "p_t", .f = p_t },           { .name = "p_chisq", .f = p_chisq },  { .name = "p_f", .f = p_f },
    { .name = "p_binomial", .f = p_binomial },
};

enum { FAMILIES = sizeof families / sizeof *families };

static bool read_point(char *line, struct point *t, size_t *family)
{
    const char *name = strtok(line, ",");
    double *const fields[] = { &t->p, &t->a, &t->b, NULL, &t->want };

    for (size_t i = 0; i < 5; i++) {
        const char *word = strtok(NULL, ",\n");

        if (word == NULL)
            return false;
        if (fields[i])
            *fields[i] = strtod(word, NULL);
        else
            t->upper = word[0] == '1';
    }
    for (*family = 0; *family < FAMILIES; (*family)++)
        if (strcmp(families[*family].name, name) == 0)
            return true;
    return false;
}

static void check_point(const struct point *t, size_t family)
{
    const double tolerance = 1e-10;
    double got = families[family].f(t), off = got == t->want ? 0.0 : fabs(got - t->want) / fabs(t->want);

    families[family].points++;
    families[family].worst = fmax(families[family].worst, isnan(off) ? INFINITY : off);
    if (!(off <= tolerance) && families[family].wrong++ < 5)
        printf("# %s(%g, %g, %g, %d): got %.17g, want %.17g\n", families[family].name, t->p, t->a, t->b, t->upper,
               got, t->want);
}

int main(void)
{
    const char *top = getenv("top_srcdir");
    char path[4096], line[256], name[128];
    size_t points = 0, family;
    struct point t;
    FILE *in;

    snprintf(path, sizeof path, "%s/tests/accuracy/r/grid.csv", top ? top : "..");
    in = fopen(path, "r");
    while (in && fgets(line, sizeof line, in)) {
        if (!read_point(line, &t, &family)) {
            OK(false, "a line of the grid is understood");
            break;
        }
        check_point(&t, family);
        points++;
    }
    if (in)
        fclose(in);
    OK(points >= 4000, "the grid has at least 4,000 points");
    for (size_t i = 0; i < FAMILIES; i++) {
        snprintf(name, sizeof name, "%s: %zu points, relative error at most %.1e", families[i].name,
                 families[i].points, families[i].worst);
        OK(families[i].points > 0 && families[i].wrong == 0, name);
    }
    return DONE();
}
