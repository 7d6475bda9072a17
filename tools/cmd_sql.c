/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <yardstick/sql.h>

#include "cmd.h"
#include "tool.h"

struct args {
    const char *format;
};

static const opt options[] = {
    { "format", 'f', OPT_CHOICE, offsetof(struct args, format), "FORMAT", N_("text, csv or json"), tool_formats },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};

static ys_status add_value(ys_table *to, const ys_sql_answer *answer, size_t row, size_t c, ys_error *err)
{
    const char *text = ys_sql_text(answer, row, c);

    if (text == NULL)
        return ys_table_nothing(to, err);
    return ys_sql_is_number(answer, c) ? ys_table_number_shown(to, ys_sql_number(answer, row, c), text, err)
                                       : ys_table_text(to, text, err);
}

static ys_status make_table(ys_table **out, const ys_sql_answer *answer, ys_error *err)
{
    size_t n = ys_sql_columns(answer);
    ys_table_column *columns = calloc(n + 1, sizeof *columns);
    ys_status status = YS_E_NOMEM;

    for (size_t c = 0; columns && c < n; c++) {
        columns[c].name = columns[c].title = ys_sql_name(answer, c);
        columns[c].kind = ys_sql_is_number(answer, c) ? YS_COLUMN_NUMBER : YS_COLUMN_TEXT;
    }
    if (columns)
        status = ys_table_new(out, columns, n, err);
    free(columns);
    for (size_t row = 0; status == YS_OK && row < ys_sql_rows(answer); row++)
        for (size_t c = 0; status == YS_OK && c < n; c++)
            status = add_value(*out, answer, row, c, err);
    return status;
}

static int ask(const tool_work *w)
{
    const struct args *args = w->args;
    ys_error err = YS_ERROR_INIT;
    ys_sql_answer *answer = NULL;
    ys_table *table = NULL;
    int status;

    if (ys_sql_query(&answer, w->store, w->operands->items[0], &err) == YS_OK &&
        make_table(&table, answer, &err) == YS_OK)
        status = tool_print(w->t, table, args->format);
    else
        status = report(&err);
    ys_table_free(table);
    ys_sql_free(answer);
    return status;
}

static int run(tool *t, const void *given, const opt_list *operands)
{
    return tool_on_store(t, given, operands, false, ask);
}

const command cmd_sql = {
    .name = "sql",
    .operands = "QUERY",
    .least = 1,
    .most = 1,
    .summary = N_("asks the store in SQL, reading only"),
    .description = N_(
        "Each form is a table with every row received: submission, row, partner, period, first_day, last_day, then "
        "each field and beside it \"FIELD:missing\", the reason why it is empty. A name with a hyphen stands in "
        "double quotes. There are also the tables submission, partner and indicator. Rows that a newer submission "
        "has replaced are in it too: numbers for people come from the table results, which has the columns of "
        "aggregate --format csv for every period, each indicator over all partners, by partner and by what its \"by\" "
        "names. Participants are pseudonyms.\n\n"
        "In the shell of SQLite, .load yardstick in the initiative's folder gives the same tables."),
    .example = "yardstick sql 'SELECT form, count(*), sum(rows) FROM submission GROUP BY form'\n"
               "yardstick sql --format csv 'SELECT period, site, visits FROM \"lab-activity\"'\n"
               "yardstick sql \"SELECT period, value FROM results WHERE indicator = 'jrl_visits' AND partner = ''\"",
    .options = options,
    .args_size = sizeof(struct args),
    .run = run,
};
