/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/check_text.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/i18n.h"
#include "formats/csv.h"
#include "formats/json.h"

enum { TAILS = 1 << 13 }; /* a place for each number modulo this */

/* What stands behind the place of a finding, written once for all that are alike. */
typedef struct tail {
    uint64_t alike;
    ys__buffer text;
} tail;

struct ys_finding_writer {
    ys_finding_form form;
    char *file;            /* as the findings name it, and */
    ys__buffer head;       /* as it stands at the beginning of a line */
    ys__buffer line;       /* the one in hand, and */
    ys__buffer fresh;      /* what was not written before */
    tail tails[TAILS];
};

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

static void put_number(ys__buffer *to, uint64_t n)
{
    char digits[20];
    size_t at = sizeof digits;

    do
        digits[--at] = (char)('0' + n % 10);
    while (n /= 10);
    ys__putn(to, digits + at, sizeof digits - at);
}

static void put_json_tail(ys__buffer *to, const ys_finding *f)
{
    put_member(to, "column", f->column[0] ? f->column : NULL);
    put_member(to, "field", f->field[0] ? f->field : NULL);
    put_member(to, "value", f->value);
    put_member(to, "code", f->code);
    put_member(to, "severity", severity_name(f->severity));
    put_member(to, "message", f->message);
    put_member(to, "hint", f->hint);
    ys__put(to, "}\n");
}

static void put_csv_tail(ys__buffer *to, const ys_finding *f)
{
    const char *const cells[] = { f->column, f->field, f->value, f->code, severity_name(f->severity),
                                  f->message, f->hint };

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        ys__putc(to, ',');
        ys__csv_put_guarded(to, ys__slice_of(cells[i]));
    }
    ys__putc(to, '\n');
}

/* A rule's message, written by people, may be a whole sentence already. */
static bool is_sentence(const char *text)
{
    size_t n = strlen(text);

    return n > 0 && strchr(".!?", text[n - 1]) != NULL;
}

static void put_text_tail(ys__buffer *to, const ys_finding *f, bool colored)
{
    bool is_error = f->severity == YS_ERROR;

    ys__put(to, colored ? is_error ? "\033[1;31m" : "\033[1;33m" : "");
    ys__put(to, is_error ? _("error") : _("warning"));
    ys__put(to, colored ? ":\033[0m " : ": ");
    ys__put(to, f->message);
    if (f->hint && f->hint[0]) {
        ys__put(to, is_sentence(f->message) ? " " : ". ");
        ys__put(to, f->hint);
    }
}

void ys__line_tail(ys__buffer *to, const ys_finding *f, ys_finding_form form)
{
    if (form == YS_FINDING_JSON)
        put_json_tail(to, f);
    else if (form == YS_FINDING_CSV)
        put_csv_tail(to, f);
    else
        put_text_tail(to, f, form == YS_FINDING_COLORED);
}

static const ys__buffer *tail_of(ys_finding_writer *w, const ys_finding *f)
{
    tail *t = &w->tails[f->alike % TAILS];

    if (f->alike && t->alike == f->alike)
        return &t->text;
    ys__buffer_clear(&w->fresh);
    ys__line_tail(&w->fresh, f, w->form);
    if (f->alike == 0 || w->fresh.failed)
        return &w->fresh;
    t->alike = f->alike;
    ys__buffer_clear(&t->text);
    ys__putn(&t->text, w->fresh.text, w->fresh.n); /* at once: no growing bit by bit */
    return &t->text;
}

void ys__line_head(ys__buffer *to, const char *file, ys_finding_form form)
{
    ys__put(to, form == YS_FINDING_JSON ? "{\"file\":" : "");
    if (form == YS_FINDING_JSON)
        ys__json_put(to, ys__slice_of(file));
    else if (form == YS_FINDING_CSV)
        ys__csv_put(to, ys__slice_of(file));
    else
        ys__put(to, file);
}

/* Another file: its name is written once, and nothing is like what stood in the last. */
static void take_file(ys_finding_writer *w, const char *file)
{
    free(w->file);
    w->file = strdup(file);
    ys__buffer_clear(&w->head);
    w->head.failed = w->head.failed || w->file == NULL;
    ys__line_head(&w->head, file, w->form);
    for (size_t i = 0; i < TAILS; i++)
        w->tails[i].alike = 0;
}

static bool is_text(ys_finding_form form)
{
    return form == YS_FINDING_TEXT || form == YS_FINDING_COLORED;
}

void ys__line_place(ys__buffer *to, const uint64_t numbers[2], ys_finding_form form)
{
    static const char *const before[][2] = { [YS_FINDING_TEXT] = { ":", ":" }, [YS_FINDING_COLORED] = { ":", ":" },
                                             [YS_FINDING_CSV] = { ",", "," },
                                             [YS_FINDING_JSON] = { ",\"row\":", ",\"line\":" } };

    for (int i = 0; i < 2; i++) {
        ys__put(to, before[form][i]);
        if (numbers[i] || is_text(form)) /* what is about the whole file stands, in text, at its beginning */
            put_number(to, numbers[i] ? numbers[i] : 1);
        else if (form == YS_FINDING_JSON)
            ys__put(to, "null");
    }
    ys__put(to, is_text(form) ? ": " : "");
}

void ys__line_end(ys__buffer *to, uint64_t count, uint64_t last_row, const char *code)
{
    if (count > 1)
        ys__putf(to, _(" (%llu times in this column, the last in row %llu)"), (unsigned long long)count,
                 (unsigned long long)last_row);
    ys__put(to, " [");
    ys__put(to, code);
    ys__put(to, "]\n");
}

ys_status ys_finding_writer_new(ys_finding_writer **out, ys_finding_form form, ys_error *err)
{
    ys_finding_writer *w = calloc(1, sizeof *w);

    if (w == NULL)
        return ys__fail_nomem(err);
    w->form = form;
    *out = w;
    return YS_OK;
}

void ys_finding_writer_free(ys_finding_writer *w)
{
    if (w == NULL)
        return;
    for (size_t i = 0; i < TAILS; i++)
        ys__buffer_free(&w->tails[i].text);
    ys__buffer_free(&w->fresh);
    ys__buffer_free(&w->head);
    ys__buffer_free(&w->line);
    free(w->file);
    free(w);
}

const char *ys_finding_line(ys_finding_writer *w, const ys_finding *f, size_t *n)
{
    bool text = is_text(w->form);
    const uint64_t numbers[] = { text ? f->line : f->row, text ? f->character : f->line };
    const ys__buffer *rest;

    if (w->file == NULL || strcmp(w->file, f->file) != 0)
        take_file(w, f->file);
    rest = tail_of(w, f);
    ys__buffer_clear(&w->line);
    ys__putn(&w->line, w->head.text, w->head.n);
    ys__line_place(&w->line, numbers, w->form);
    ys__putn(&w->line, rest->text, rest->n);
    if (text)
        ys__line_end(&w->line, f->count, f->last_row, f->code);
    *n = w->line.n;
    return w->line.failed || w->head.failed || rest->failed ? NULL : w->line.text;
}

const char *ys_finding_csv_header(void)
{
    return "file,row,line,column,field,value,code,severity,message,hint\n";
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
