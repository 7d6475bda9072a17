/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <yardstick/check.h>

#include "formats/csv.h"
#include "formats/json.h"

static const char *severity_name(ys_severity severity)
{
    return severity == YS_ERROR ? "error" : "warning";
}

static void put_member(ys__buffer *to, const char *name, const char *text)
{
    ys__putf(to, ",\"%s\":", name);
    if (text)
        ys__json_put(to, ys__slice_of(text));
    else
        ys__put(to, "null");
}

static void put_count(ys__buffer *to, const char *name, uint64_t n)
{
    if (n)
        ys__putf(to, ",\"%s\":%llu", name, (unsigned long long)n);
    else
        ys__putf(to, ",\"%s\":null", name);
}

char *ys_finding_json(const ys_finding *f)
{
    ys__buffer to = { 0 };

    ys__put(&to, "{\"file\":");
    ys__json_put(&to, ys__slice_of(f->file));
    put_count(&to, "row", f->row);
    put_count(&to, "line", f->line);
    put_member(&to, "column", f->column[0] ? f->column : NULL);
    put_member(&to, "field", f->field[0] ? f->field : NULL);
    put_member(&to, "value", f->value);
    put_member(&to, "code", f->code);
    put_member(&to, "severity", severity_name(f->severity));
    put_member(&to, "message", f->message);
    put_member(&to, "hint", f->hint);
    ys__putc(&to, '}');
    return ys__buffer_take(&to);
}

const char *ys_finding_csv_header(void)
{
    return "file,row,line,column,field,value,code,severity,message,hint";
}

char *ys_finding_csv(const ys_finding *f)
{
    const char *const cells[] = { f->column, f->field, f->value, f->code, severity_name(f->severity),
                                  f->message, f->hint };
    ys__buffer to = { 0 };

    ys__csv_put(&to, ys__slice_of(f->file));
    ys__putf(&to, f->row ? ",%llu" : ",", (unsigned long long)f->row);
    ys__putf(&to, f->line ? ",%llu" : ",", (unsigned long long)f->line);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        ys__putc(&to, ',');
        ys__csv_put_guarded(&to, ys__slice_of(cells[i]));
    }
    return ys__buffer_take(&to);
}

char *ys_check_summary_json(const char *file, const ys_check_summary *s)
{
    ys__buffer to = { 0 };

    ys__put(&to, "{\"file\":");
    ys__json_put(&to, ys__slice_of(file));
    put_member(&to, "status", s->status);
    ys__putf(&to, ",\"rows\":%llu,\"accepted\":%llu,\"rejected\":%llu,\"errors\":%llu,\"warnings\":%llu}",
             (unsigned long long)s->rows, (unsigned long long)s->accepted, (unsigned long long)s->rejected,
             (unsigned long long)s->errors, (unsigned long long)s->warnings);
    return ys__buffer_take(&to);
}
