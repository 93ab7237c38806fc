/* SPDX-License-Identifier: MIT
 *
 * skeleton: a new lesson, complete but for its author's words.
 *
 * A small program that counts in a block of its own stands in for the pair, and, told
 * of other things, for the exercises. It is whole and true: it compiles, the wrong half
 * has the one fault of the kind asked for, its tests pass. What the author must still
 * write is marked TODO, with a sentence on what belongs there.
 *
 * What the tools report is not written here: the caller runs them, and writes the
 * manifest once more with what they said (see judge/suggest.h).
 */
#ifndef LL_LESSON_SKELETON_H
#define LL_LESSON_SKELETON_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "diag/diag.h"
#include "lesson/lesson.h"

struct ll_skeleton {
    const char *title;        /* borrowed; NULL: TODO */
    enum ll_kind kind;        /* one that ll_skeleton_has() */
    bool python;              /* memory from Python's raw family */
    bool exercises[3];        /* by enum ll_exercise_kind */
    const char *const *tools; /* borrowed, NULL-terminated, at least one */
};

/* Whether there is a skeleton for faults of that kind. */
bool ll_skeleton_has(enum ll_kind kind);

/* The tools that a lesson on that kind is best shown with, NULL-terminated: those of
 * them that this machine lacks are for the caller to leave out. */
const char *const *ll_skeleton_tools(enum ll_kind kind);

/* Write all files into `folder`, which exists and is empty. The manifest expects
 * nothing true yet. */
int ll_skeleton_write(const struct ll_skeleton *skeleton, const char *folder,
                      struct ll_error *err) LL_MUST_CHECK;

/* Write lesson.yml alone once more. The texts are the lines of `expect` and `silent`
 * for buggy.c (indented by 6), and for the exercises fix and diagnose (by 4); NULL for
 * an exercise that there is not. */
int ll_skeleton_manifest(const struct ll_skeleton *skeleton, const char *folder,
                         const char *buggy, const char *const exercises[3],
                         struct ll_error *err) LL_MUST_CHECK;

#endif
