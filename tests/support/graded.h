/* SPDX-License-Identifier: MIT
 *
 * graded: submissions as the grader hands them on, of every verdict, to show in every
 * format. */
#ifndef LL_TESTS_GRADED_H
#define LL_TESTS_GRADED_H

#include "judge/graded.h"

struct graded_case {
    const char *name;
    void (*build)(struct ll_graded *graded);
};

extern const struct graded_case graded_cases[]; /* ends with no name */

void graded_build(struct ll_graded *graded, const char *name);

/* All of them, as a class. */
void graded_class(struct ll_class *class);

#endif
