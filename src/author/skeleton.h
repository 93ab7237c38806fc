/* SPDX-License-Identifier: MIT
 *
 * skeleton: a new lesson, complete but for its author's words.
 *
 * The files in the folder src/author/templates/ are a lesson about a small program that counts
 * visits by the day. It is whole and true: it compiles, its tests pass, and in the
 * folder of a kind of fault stand a right half and a wrong one with just that fault.
 * The pair is these files as they are; the exercises are the same in other words,
 * counting orders and calls. What the author must still write is marked TODO, with a
 * sentence on what belongs there.
 *
 * What the tools report is not written here: see judge/draft.h.
 */
#ifndef LL_AUTHOR_SKELETON_H
#define LL_AUTHOR_SKELETON_H

#include <stdbool.h>

#include "base/error.h"
#include "diag/diag.h"
#include "lesson/lesson.h"

#define LL_EXERCISE_KINDS 3

struct ll_skeleton {
    const char *templates;             /* borrowed: their folder */
    const char *title;                 /* borrowed: one line */
    enum ll_kind kind;                 /* one that ll_skeleton_has() */
    const char *const *tools;          /* borrowed, NULL-terminated, at least one */
    bool tells_lost;                   /* one of them knows where a pointer was lost */
    bool exercises[LL_EXERCISE_KINDS]; /* by enum ll_exercise_kind; at least one */
    bool python;                       /* memory from Python's raw family */
};

/* The modules of a skeleton that report something. */
enum {
    LL_SKELETON_BUGGY,
    LL_SKELETON_EXERCISE,
    LL_SKELETON_SUSPECT,
    LL_SKELETON_WRONG
};

/* Whether there is a skeleton for faults of that kind. */
bool ll_skeleton_has(enum ll_kind kind);

/* "definitely-lost, use-after-free ...": those that there are. */
void ll_skeleton_kinds(struct ll_buf *out);

/* Write all files into `folder`, which exists and is empty. The manifest loads, but
 * what it expects is not true yet. On error some files may be there. */
int ll_skeleton_write(const struct ll_skeleton *skeleton, const char *folder,
                      struct ll_error *err) LL_MUST_CHECK;

/* Write into the same folder what is expected of the wrong modules, and leave out of
 * them the labels that are not asked for. `expected` has for each wrong module the
 * lines of its `expect` and `silent`, indented by 6 for buggy.c and by 4 for the
 * exercises; NULL for one that is not there. */
int ll_skeleton_finish(const struct ll_skeleton *skeleton, const char *folder,
                       const char *const expected[LL_SKELETON_WRONG],
                       struct ll_error *err) LL_MUST_CHECK;

#endif
