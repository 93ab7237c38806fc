/* SPDX-License-Identifier: MIT
 *
 * labelled: a program with labels in its comments, run and explained, as `leaklab
 * check` does. It uses the subject, the session and the result of support/programs.h.
 */
#ifndef LL_TESTS_LABELLED_H
#define LL_TESTS_LABELLED_H

#include "diag/diag.h"
#include "lesson/labels.h"
#include "support/programs.h"

/* Run `program`.c of a folder in tests/ under `tools` (NULL-terminated), which must all
 * run, and explain what they find: fills `result`. */
void run_labelled(const char *folder_in_tests, const char *program,
                  const struct ll_tool *const *tools);

/* The line of a label of that program. */
unsigned line_of(const char *label);

/* The line of the innermost frame in that program; 0: none. */
unsigned own_line(const struct ll_stack *stack);

/* The set-up and tear-down of a test that runs one. */
void labelled_setup(void);
void labelled_teardown(void);

#endif
