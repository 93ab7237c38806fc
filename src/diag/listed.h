/* SPDX-License-Identifier: MIT
 *
 * listed: faults that a file lists: those that a project has for now (a baseline), and
 * those that are not to be told (suppressions).
 *
 * A line is about a fault by words that stay when lines of the source move:
 *
 *     - {kind: definitely-lost, function: list_add, file: src/list.c,
 *        allocated-by: strdup, lost-in: list_free, variable: list->text}
 *
 * A word that a line lacks may be any. The file's lines are a sequence of mappings in
 * YAML, one a line where leaklab wrote it (listed_file.c).
 */
#ifndef LL_DIAG_LISTED_H
#define LL_DIAG_LISTED_H

#include "diag/diag.h"

/* The words of a line, in their order. */
enum ll_listed_word {
    LL_LISTED_FUNCTION, /* the innermost of the reader's own, where it happened; of a
                           leak: where the block was allocated */
    LL_LISTED_FILE,     /* of that function, relative to the folder of the list */
    LL_LISTED_ALLOCATED_BY, /* a leak: what that function called: "strdup" */
    LL_LISTED_LOST_IN, /* a leak: the function in which the last pointer was lost */
    LL_LISTED_VARIABLE,
    LL_LISTED_WHY, /* for people */
    LL_LISTED_WORDS
};

/* "function", "file", "allocated-by", ... */
const char *ll_listed_word_name(enum ll_listed_word word);

struct ll_listed {
    bool any_kind;
    enum ll_kind kind;
    char *words[LL_LISTED_WORDS]; /* owned; NULL: any; of a fault: not known */
    bool is_told; /* of a fault: a tool has said where the last pointer was lost */
    int line;     /* in the list's file; 0: it is not in there */
    bool occurs;  /* a fault is this one */
};

void ll_listed_release(struct ll_listed *one);

struct ll_listed_faults {
    char *path;   /* owned; as the user named it */
    char *folder; /* owned, absolute: that of the file, from which files are named */
    bool exact; /* a baseline. Else, suppressions: '*' in a word stands for any text, a
                   file without '/' may be in any folder, and what no tool has told of a
                   fault is not what a line says */
    struct ll_listed *items; /* owned */
    size_t count;
};

/* Fill `list` with the file `path`. An error names the file and the line. Release
 * `list` also after an error. */
int ll_listed_read(const char *path, bool exact, struct ll_listed_faults *list,
                   struct ll_error *err) LL_MUST_CHECK;

/* Fill `list` for the file `path` that is to be written, and may not exist yet: with
 * what is in there, if it does. */
int ll_listed_begin(const char *path, struct ll_listed_faults *list,
                    struct ll_error *err) LL_MUST_CHECK;
void ll_listed_release_all(struct ll_listed_faults *list);

/* Whether a line is about the fault; each such line then `occurs`. -1: memory ran
 * out. */
int ll_listed_find(struct ll_listed_faults *list, const struct ll_diag *diag,
                   const char *const *roots, struct ll_error *err) LL_MUST_CHECK;

/* Add a line for the fault, which `occurs`. 0: it was added. 1: nothing would tell it
 * from others: its function is not known. */
int ll_listed_add(struct ll_listed_faults *list, const struct ll_diag *diag,
                  const char *const *roots, struct ll_error *err) LL_MUST_CHECK;

/* Keep the lines that occur, in the order of their files and functions, and write the
 * file. */
int ll_listed_write(struct ll_listed_faults *list, struct ll_error *err) LL_MUST_CHECK;

/* Append what a line is about: "definitely-lost in list_add (list.c)". */
void ll_listed_say(const struct ll_listed *one, struct ll_buf *out);

#endif
