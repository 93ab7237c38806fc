/* SPDX-License-Identifier: MIT
 *
 * graded: the grade of one submission, with its items and diagnoses. grade/ fills it,
 * the formats of report/ show it, class/ keeps it in results.db.
 *
 * `score` is the sum of the items' points, from 0 to `most`. An item that could not be
 * judged has no points and says why. "Ungradable" does not mean zero points: the
 * submission could not be judged because of what it does (it does not compile, or it
 * uses a forbidden function). A harness error is never the submission's fault.
 */
#ifndef LL_JUDGE_GRADED_H
#define LL_JUDGE_GRADED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "diag/diag.h"
#include "session/session.h"

enum ll_item_kind {
    LL_ITEM_TEST,   /* a behaviour test */
    LL_ITEM_MEMORY, /* no fault under the tools; deductions are in its points */
    LL_ITEM_SWEEP,  /* survives failing allocations */
    LL_ITEM_STEP,   /* one of several faults is mended */
};

struct ll_graded_item {
    enum ll_item_kind kind;
    char *name;    /* owned: "words_are_counted"; other systems identify it by this */
    char *title;   /* owned: for people: "words are counted" */
    double points; /* awarded */
    double most;   /* the maximum */
    enum ll_verdict verdict;
    char *message; /* owned: what is wrong, for the learner; NULL: nothing */
    bool hidden;   /* not shown to learners until the instructor publishes it */
    double seconds;
};

/* Who handed a submission in, as far as its file's name or a list says. */
struct ll_learner {
    char *id;    /* owned: the learning platform's number for the learner; NULL: none */
    char *name;  /* owned: the learner's; NULL: not known */
    char *place; /* owned: how the platform begins the names of the learner's files;
                    NULL: no platform has named them */
    char
        *note; /* owned: which of the files was graded, where that is not plain; NULL */
    bool late; /* the platform says so */
};

void ll_learner_release(struct ll_learner *learner);

/* Make `to` a copy; what it had is released. On error it is empty. */
int ll_learner_copy(struct ll_learner *to, const struct ll_learner *from,
                    struct ll_error *err) LL_MUST_CHECK;

struct ll_graded {
    char *name; /* owned: the submission's: its file or folder without ending */
    struct ll_learner learner;
    unsigned lesson; /* its number */
    char *exercise;  /* owned: the exercise's file: "exercise.c" */
    char *file;  /* owned: the submission's source, as the diagnoses name it; NULL: not
                    known */
    char *title; /* owned: the lesson's */
    enum ll_verdict verdict;
    double score, most;
    struct ll_graded_item *items; /* owned; in the order of the rubric */
    size_t count;
    struct ll_diags diags; /* what the tools saw, merged and sorted, as at home */
    char *why;         /* owned: ungradable or harness error: one sentence; else NULL */
    char *explanation; /* owned: for the learner, in the words of `leaklab lesson` */
    bool
        in_process; /* the weaker tier: the tests ran inside the submission's process */
    char *digest;   /* owned: SHA-256 of its sources, hexadecimal */
    double seconds; /* of work, all tools together */
    char *picture; /* owned: where the page with the picture of its faults is, seen from
                      the folder of the results; NULL: there is none. Not kept */
};

void ll_graded_release(struct ll_graded *graded);

/* Append an item; copies the strings (NULL: none). */
int ll_graded_add(struct ll_graded *graded, const struct ll_graded_item *item,
                  struct ll_error *err) LL_MUST_CHECK;

/* ---- questions that every format asks ------------------------------------------ */

/* Append who it is from, for people: "Ann Lee (12345)", or its name. */
void ll_graded_who(const struct ll_graded *graded, struct ll_buf *out);

/* Whether it was judged to the end: its score counts. Else its points mean nothing. */
bool ll_graded_is_judged(const struct ll_graded *graded);

/* Its score as a share of `most`, from 0 to 1; of a submission that was judged. */
double ll_graded_share(const struct ll_graded *graded);

/* Why it was not judged, one sentence; borrowed. */
const char *ll_graded_why(const struct ll_graded *graded);

/* Append why it was not judged, if so, as the learner should read it: a line. */
void ll_graded_lead(const struct ll_graded *graded, struct ll_buf *out);

/* The same, and what is explained to the learner. */
void ll_graded_say(const struct ll_graded *graded, struct ll_buf *out);

/* "7", "7.5", "6.67". */
void ll_say_points(struct ll_buf *out, double points);

/* "test", "memory", "sweep", "step". */
const char *ll_item_kind_name(enum ll_item_kind kind);

/* Its title, else its name; borrowed. */
const char *ll_item_title(const struct ll_graded_item *item);

/* The items that are not hidden and, as one last item, the sum of those that are: a new
 * array of `*count`, free with free(); the strings are borrowed. NULL when memory ran
 * out; never NULL otherwise. */
struct ll_graded_item *ll_graded_for_learners(const struct ll_graded *graded,
                                              size_t *count);

/* How many of the diagnoses are of that kind. */
size_t ll_graded_kinds(const struct ll_graded *graded, enum ll_kind kind);

/* The folder of the submission's source, as the diagnoses name it: new string. NULL
 * with
 * `*failed` as it was: it is not known, and no diagnosis speaks of the exercise's file.
 */
char *ll_graded_root(const struct ll_graded *graded, bool *failed);

/* A class. */
struct ll_class {
    struct ll_graded *all; /* owned, in the order of the submissions' names */
    size_t count;
    double seconds; /* from start to end */
};

void ll_class_release(struct ll_class *class);

#endif
