/* SPDX-License-Identifier: MIT
 *
 * hints: the hints of a lesson, each with its number among those for its exercise.
 */
#ifndef LL_CLI_HINTS_H
#define LL_CLI_HINTS_H

#include "base/strings.h"
#include "lesson/lesson.h"
#include "report/layout.h"

/* Each list has an item for each hint, in order. */
struct ll_hints {
    struct ll_strings texts, groups;
};

/* Empty on entry; release it in any case. */
int ll_hints_load(const struct ll_lesson *lesson, struct ll_hints *hints,
                  struct ll_error *err) LL_MUST_CHECK;
void ll_hints_release(struct ll_hints *hints);

/* The hints of one group: `count` from number `first` on, which counts from 1. */
struct ll_hint_group {
    unsigned first, count;
};

/* The group of hint `which`, and that for an exercise; all hints: it has none. */
struct ll_hint_group ll_hints_around(const struct ll_hints *hints, unsigned which);
struct ll_hint_group ll_hints_for(const struct ll_hints *hints,
                                  const struct ll_exercise *exercise);

/* Append "Hint 2 of 4 · Hints for exercise.c", and the hint; the text stands `indent`
 * blanks to the right, the heading `head`. */
void ll_hints_add(struct ll_buf *out, const struct ll_style *style, unsigned head,
                  unsigned indent, const struct ll_hints *hints, unsigned which);

#endif
