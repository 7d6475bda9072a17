/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef YS_MODEL_READER_H
#define YS_MODEL_READER_H

#include <yardstick/initiative.h>

#include "base/error.h"
#include "formats/json.h"
#include "model/model.h"

/* The common machinery of reading definitions: faults with their places, known keys, texts, ids, words of a list. Every
 * function reports what is wrong and goes on with something harmless, so that one pass finds every fault. */

typedef struct ys__fault {
    size_t file, order;  /* faults are told by file, line and column; order keeps equal ones as they were found */
    uint32_t line, column;
    bool is_error;
    const char *text, *hint;
    const char *excerpt; /* or NULL */
    uint32_t caret;
} ys__fault;

typedef struct ys__place {
    uint32_t line, column;
} ys__place;

typedef struct ys__reader {
    ys__arena *arena;    /* of what is built; texts of faults live there too */
    const char **files;  /* as they are shown */
    size_t n_files, room_files;
    size_t file;         /* the one being read */
    ys__fault *faults;
    size_t n, room, errors;
    bool nomem;
    bool lenient;        /* a plain Table Schema: keys of others are no fault */
    struct ys_initiative *in; /* what is being built */
    const ys__definition *kept; /* where files come from instead of the disk; NULL: from the disk */
    size_t n_kept;
    uint32_t *partner_slots;  /* its partners by the hash of their id: place + 1, 0 for none */
    size_t n_slots;
} ys__reader;

void ys__reader_free(ys__reader *r);

/* Starts on another file, shown under this name; returns its number. */
size_t ys__reader_file(ys__reader *r, const char *shown);

/* Zeroed memory of the arena; NULL is remembered in nomem. */
void *ys__reader_alloc(ys__reader *r, size_t n, size_t size);
const char *ys__reader_text(ys__reader *r, const char *text);

static inline ys__place ys__value_place(const ys__json *json)
{
    return (ys__place){ json->line, json->column };
}

static inline ys__place ys__key_place(const ys__json *json)
{
    return (ys__place){ json->key_line, json->key_column };
}

/* Adds a fault; the hint belongs to the fault added last. */
void ys__error_at(ys__reader *r, ys__place at, const char *fmt, ...) YS_PRINTF(3, 4);
void ys__warn_at(ys__reader *r, ys__place at, const char *fmt, ...) YS_PRINTF(3, 4);
void ys__hint(ys__reader *r, const char *fmt, ...) YS_PRINTF(2, 3);

/* The hint for a word that is none of the names: the nearest one (which is returned, to go on with), else the first of
 * them (then it is NULL). */
const char *ys__hint_nearest(ys__reader *r, ys__slice word, const char *const *names, size_t n);

/* Hands the faults to the sink in their order. YS_E_CANCELLED where the sink stops. */
ys_status ys__reader_tell(ys__reader *r, ys_fault_fn sink, void *ctx, ys_error *err);

/* What may stand behind a key. */
enum {
    YS__IS_TEXT = 1,
    YS__IS_NUMBER = 2,
    YS__IS_BOOL = 4,
    YS__IS_ARRAY = 8,
    YS__IS_OBJECT = 16,
    YS__IS_LABEL = YS__IS_TEXT | YS__IS_OBJECT,
    YS__IS_NOTE = YS__IS_LABEL | 32, /* a text by language that nobody keeps: ys__read_object itself checks it */
    YS__IS_ANY = 31
};

typedef struct ys__key {
    const char *name;
    unsigned kinds;
    bool required;
} ys__key;

/* Sorts the members of an object by a table of n known keys: values[i] is the value of keys[i], NULL where it is absent
 * or of the wrong kind. Unknown and repeated keys, wrong kinds and missing required keys are faults. False when json is
 * no object (what says what it should have described). */
bool ys__read_object(ys__reader *r, const ys__json *json, const char *what, const ys__key *keys, size_t n,
                     const ys__json **values);

/* An array's elements must be of the given kinds; false (with a fault) where json is none or one of them is not. */
bool ys__expect(ys__reader *r, const ys__json *json, unsigned kinds);

/* Below, a json of NULL means absent and leaves the default alone. */

/* A text as it is; blank ones are faults. */
const char *ys__read_text(ys__reader *r, const ys__json *json);

/* A string or an object by language. */
void ys__read_label(ys__reader *r, const ys__json *json, ys__label *out);
ys__label ys__label_of(ys__reader *r, const char *text);

/* Letters, digits, '.', '-' and, where underscore is true, '_'. NULL where it is none. */
const char *ys__read_id(ys__reader *r, const ys__json *json, bool underscore);
bool ys__is_id(ys__slice text, bool underscore);

/* A word of a list; its place there. Otherwise where json is NULL or the word is unlike any. */
int ys__read_word(ys__reader *r, const ys__json *json, const char *const *words, size_t n, int otherwise);

bool ys__read_bool(const ys__json *json, bool otherwise);
/* A whole number from least to most. */
long ys__read_whole(ys__reader *r, const ys__json *json, long least, long most, long otherwise);

/* Texts of an array (or a single text where single is true). */
const char **ys__read_strings(ys__reader *r, const ys__json *json, bool single, size_t *n);

/* YYYY-MM-DD. */
int32_t ys__read_date(ys__reader *r, const ys__json *json, int32_t otherwise);

/* Expressions and measures; the form is that whose fields they name. */
ys__expr *ys__read_expr(ys__reader *r, const ys__json *json, const ys__form *form);
bool ys__read_measure(ys__reader *r, const ys__json *json, const ys__form *form, ys__measure *out);

/* Reports an expression's fault at its place in the file. */
void ys__expr_error(ys__reader *r, const ys__json *json, const ys__expr_fault *fault);

#endif
