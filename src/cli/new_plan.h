/* SPDX-License-Identifier: MIT
 *
 * new_plan: what `leaklab new` makes. A field of the plan has a value from its option,
 * from an answer on the terminal, or a preset one.
 */
#ifndef LL_CLI_NEW_PLAN_H
#define LL_CLI_NEW_PLAN_H

#include "author/skeleton.h"
#include "base/strings.h"

/* The lesson to make. */
struct ll_new_plan {
    const char *name;          /* borrowed from the command line */
    char *parent;              /* where its folder will be, absolute */
    struct ll_strings folders; /* of the lessons that are there */
    unsigned number;
    char *title;
    enum ll_kind kind;
    bool exercises[LL_EXERCISE_KINDS];
    struct ll_strings tools;
    bool python;
    bool pool; /* an allocator of its own */
    enum ll_language language;
};

enum {
    LL_NEW_NUMBER,
    LL_NEW_TITLE,
    LL_NEW_KIND,
    LL_NEW_EXERCISES,
    LL_NEW_TOOLS,
    LL_NEW_PYTHON,
    LL_NEW_FIELDS
};

/* "fix", as in struct ll_skeleton. */
extern const char *const ll_exercise_names[LL_EXERCISE_KINDS];

/* Take the values of the options (NULL: not given), then ask for the others, or take
 * the presets. -1: a value cannot be taken, or there was no answer. */
int ll_new_plan_fill(struct ll_new_plan *plan, const char *const given[LL_NEW_FIELDS],
                     struct ll_error *err) LL_MUST_CHECK;
void ll_new_plan_release(struct ll_new_plan *plan);

#endif
