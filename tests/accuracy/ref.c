/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ref.h"

#include "../unit/tap.h"

enum { VECTORS = 40, NAME = 48, LINE = 1 << 17 };

static const double usual = 1e-9; /* relative */

struct vector {
    char name[NAME];
    double *x;
    size_t n;
    double tolerance; /* of outputs */
    bool seen;
};

struct ref_case {
    char function[NAME], set[NAME];
    struct vector in[VECTORS], out[VECTORS];
    size_t ins, outs;
    size_t compared;
    double digits; /* the fewest right ones of all values compared under the usual tolerance */
    char trouble[200];
};

/* The digits reached by a function over all its cases, for doc/accuracy.md. */
static struct {
    char function[NAME];
    size_t cases, values;
    double digits;
} summary[100];
static size_t functions;

static void complain(struct ref_case *c, const char *what, const char *name, double got, double want)
{
    if (c->trouble[0] == '\0')
        snprintf(c->trouble, sizeof c->trouble, "%s %s: got %.17g, want %.17g", name, what, got, want);
}

static struct vector *find(struct vector *list, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].name, name) == 0)
            return &list[i];
    return NULL;
}

bool ref_has(const struct ref_case *c, const char *name)
{
    return find((struct vector *)c->in, c->ins, name) != NULL;
}

const double *ref_values(struct ref_case *c, const char *name, size_t *n)
{
    const struct vector *v = find(c->in, c->ins, name);

    if (v == NULL)
        complain(c, "is no input of this case", name, NAN, NAN);
    *n = v ? v->n : 0;
    return v ? v->x : NULL;
}

double ref_number(struct ref_case *c, const char *name)
{
    size_t n;
    const double *x = ref_values(c, name, &n);

    return n > 0 ? x[0] : NAN;
}

int *ref_whole(struct ref_case *c, const char *name, size_t *n)
{
    const double *x = ref_values(c, name, n);
    int *whole = malloc((*n + 1) * sizeof *whole);

    for (size_t i = 0; i < *n; i++)
        whole[i] = isnan(x[i]) ? -1 : (int)x[i];
    return whole;
}

/* The number of right digits. Against 0 the difference itself counts: 1e-12 is 12 digits. */
static double right_digits(double got, double want)
{
    double off = fabs(got - want) / (want != 0.0 ? fabs(want) : 1.0);

    if (got == want || (isnan(got) && isnan(want)))
        return 15.0;
    return isnan(off) ? 0.0 : fmin(15.0, fmax(0.0, -log10(off)));
}

void ref_put(struct ref_case *c, const char *name, const double *got, size_t n)
{
    struct vector *want = find(c->out, c->outs, name);

    if (want == NULL)
        return;
    want->seen = true;
    if (want->n != n)
        complain(c, "has another length", name, (double)n, (double)want->n);
    for (size_t i = 0; i < n && i < want->n; i++) {
        double digits = right_digits(got[i], want->x[i]);

        if (!(digits >= -log10(want->tolerance)))
            complain(c, "differs", name, got[i], want->x[i]);
        if (want->tolerance <= usual)
            c->digits = fmin(c->digits, digits);
        c->compared++;
    }
}

void ref_put1(struct ref_case *c, const char *name, double got)
{
    ref_put(c, name, &got, 1);
}

void ref_put2(struct ref_case *c, const char *name, double a, double b)
{
    ref_put(c, name, (const double[]){ a, b }, 2);
}

void ref_put3(struct ref_case *c, const char *name, double a, double b, double d)
{
    ref_put(c, name, (const double[]){ a, b, d }, 3);
}

bool ref_ok(struct ref_case *c, ys_status status)
{
    if (find(c->out, c->outs, "status"))
        ref_put1(c, "status", (double)status);
    else if (status != YS_OK)
        complain(c, ys_status_name(status), "status", (double)status, 0.0);
    return status == YS_OK;
}

static void copy_name(char to[NAME], const char *from)
{
    snprintf(to, NAME, "%s", from ? from : "");
}

static void add(struct vector *list, size_t *n, char *rest)
{
    struct vector *v = &list[(*n)++];
    const char *name = strtok(rest, ",");

    *v = (struct vector){ .tolerance = usual, .x = malloc(LINE / 2 * sizeof *v->x) };
    copy_name(v->name, name);
    for (char *word = strtok(NULL, ",\n"); word; word = strtok(NULL, ",\n"))
        v->x[v->n++] = strcmp(word, "NA") == 0 ? NAN : strtod(word, NULL);
    v->x = realloc(v->x, (v->n + 1) * sizeof *v->x);
}

static void note(const struct ref_case *c)
{
    size_t i = 0;

    while (i < functions && strcmp(summary[i].function, c->function) != 0)
        i++;
    if (i == functions) {
        copy_name(summary[functions].function, c->function);
        summary[functions++].digits = 15.0;
    }
    summary[i].cases++;
    summary[i].values += c->compared;
    summary[i].digits = fmin(summary[i].digits, c->digits);
}

static void finish(struct ref_case *c, const struct ref_adapter *adapters)
{
    char name[200];

    while (adapters->function && strcmp(adapters->function, c->function) != 0)
        adapters++;
    if (adapters->function)
        adapters->run(c);
    else
        complain(c, "has no adapter", c->function, NAN, NAN);
    for (size_t i = 0; i < c->outs; i++)
        if (!c->out[i].seen)
            complain(c, "was not computed", c->out[i].name, NAN, c->out[i].n ? c->out[i].x[0] : NAN);
    snprintf(name, sizeof name, "%s, %s: %zu values to %.1f digits", c->function, c->set, c->compared, c->digits);
    if (!OK(c->trouble[0] == '\0', name))
        printf("#   %s\n", c->trouble);
    note(c);
    for (size_t i = 0; i < c->ins; i++)
        free(c->in[i].x);
    for (size_t i = 0; i < c->outs; i++)
        free(c->out[i].x);
}

static void take(struct ref_case *c, char *line)
{
    char *rest = strchr(line, ',');

    if (rest == NULL)
        return;
    *rest++ = '\0';
    if (strcmp(line, "in") == 0) {
        add(c->in, &c->ins, rest);
    } else if (strcmp(line, "out") == 0) {
        add(c->out, &c->outs, rest);
    } else if (strcmp(line, "within") == 0) {
        const char *name = strtok(rest, ","), *tolerance = strtok(NULL, ",");
        struct vector *v = find(c->out, c->outs, name);

        if (v && tolerance)
            v->tolerance = strtod(tolerance, NULL);
    }
}

void ref_run(const char *file, const struct ref_adapter *adapters)
{
    static char line[LINE];
    static struct ref_case c;
    const char *top = getenv("top_srcdir");
    char path[4096];
    bool open = false;
    FILE *in;

    snprintf(path, sizeof path, "%s/tests/accuracy/r/%s.csv", top ? top : "..", file);
    in = fopen(path, "r");
    if (!OK(in != NULL, file))
        return;
    while (fgets(line, sizeof line, in)) {
        if (strncmp(line, "case,", 5) == 0) {
            if (open)
                finish(&c, adapters);
            c = (struct ref_case){ .digits = 15.0 };
            copy_name(c.function, strtok(line + 5, ","));
            copy_name(c.set, strtok(NULL, ",\n"));
            open = true;
        } else {
            take(&c, line);
        }
    }
    if (open)
        finish(&c, adapters);
    fclose(in);
}

static const struct {
    const char *file;
    const struct ref_adapter *adapters;
} families[] = {
    { "describe", ref_describe }, { "bootstrap", ref_describe }, { "interval", ref_interval },
    { "compare", ref_compare },   { "table", ref_compare },
    { "rates", ref_rates },
    { "regression", ref_regression },
    { "trend", ref_trend },
    { "chart", ref_trend },
    { "forecast", ref_trend },
    { "model", ref_model },
};

int main(void)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        ref_run(families[i].file, families[i].adapters);
    for (size_t i = 0; i < functions; i++)
        printf("# | %s | %zu | %zu | %.1f |\n", summary[i].function, summary[i].cases, summary[i].values,
               summary[i].digits);
    return DONE();
}
