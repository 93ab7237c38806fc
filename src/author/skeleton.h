/* SPDX-License-Identifier: MIT
 *
 * skeleton: write the files of a new lesson from templates. Only the author's own texts
 * are missing.
 *
 * src/author/templates/ holds a lesson about a small program that counts visits for
 * each day. It compiles and its tests pass. For each kind of fault, a subfolder holds a
 * right half and a wrong half with that fault. The pair uses these files as they are.
 * The exercises use the same files with other words: they count orders and calls. A
 * place where the author must write is marked TODO, and says what belongs there.
 *
 * What the tools report is filled in by author/draft.h.
 */
#ifndef LL_AUTHOR_SKELETON_H
#define LL_AUTHOR_SKELETON_H

#include <stdbool.h>

#include "base/error.h"
#include "diag/diag.h"
#include "lesson/lesson.h"

/* The kinds of exercise that can be made: those of enum ll_exercise_kind, and a fix
 * exercise in steps, whose faults are not of the skeleton's kind. */
enum { LL_EXERCISE_STEPS = 3, LL_EXERCISE_KINDS };

struct ll_skeleton {
    const char *templates;             /* borrowed: the templates' folder */
    const char *title;                 /* borrowed: one line */
    enum ll_kind kind;                 /* one that ll_skeleton_has() */
    const char *const *tools;          /* borrowed, NULL-terminated, at least one */
    bool tells_lost;                   /* one of them finds where a pointer was lost */
    bool exercises[LL_EXERCISE_KINDS]; /* at least one */
    bool python;                       /* memory from Python's raw family */
    bool pool;                         /* memory from an allocator of the program's
                                          own: ll_skeleton_with_pool() */
    enum ll_language language;         /* LL_CYTHON: ll_skeleton_in_cython() */
};

/* The wrong modules of a skeleton. */
enum {
    LL_SKELETON_BUGGY,
    LL_SKELETON_EXERCISE,
    LL_SKELETON_SUSPECT,
    LL_SKELETON_STEPS,
    LL_SKELETON_WRONG
};

/* Whether there is a skeleton for faults of that kind. */
bool ll_skeleton_has(enum ll_kind kind);

/* Whether there is one in Cython for that kind and those exercises. */
bool ll_skeleton_in_cython(enum ll_kind kind, const bool exercises[LL_EXERCISE_KINDS]);

/* Whether there is one with an allocator of its own, in C, for that kind and those
 * exercises. */
bool ll_skeleton_with_pool(enum ll_kind kind, const bool exercises[LL_EXERCISE_KINDS]);

/* Append the kinds that have a skeleton: "definitely-lost, use-after-free, ...". */
void ll_skeleton_kinds(struct ll_buf *out);

/* Write all files into `folder`, which exists and is empty. Its name begins with the
 * lesson's number. The manifest can be loaded, but its expectations are not filled in
 * yet. On error some files may have been written. */
int ll_skeleton_write(const struct ll_skeleton *skeleton, const char *folder,
                      struct ll_error *err) LL_MUST_CHECK;

/* Write the expectations of the wrong modules into the manifest in `folder`, and remove
 * the labels that no expectation uses. `expected` holds, for each wrong module, the
 * lines of its `expect` and `silent`, indented by 6 for buggy.c and by 4 for the
 * exercises; NULL if the lesson does not have that module. */
int ll_skeleton_finish(const struct ll_skeleton *skeleton, const char *folder,
                       const char *const expected[LL_SKELETON_WRONG],
                       struct ll_error *err) LL_MUST_CHECK;

#endif
