/* SPDX-License-Identifier: MIT
 *
 * hidden: find the tests in a Check suite's source, and remove those that a rubric
 * hides, so that the rest can be handed out.
 */
#ifndef LL_LESSON_HIDDEN_H
#define LL_LESSON_HIDDEN_H

#include "base/buf.h"

/* If the line starts a test, START_TEST(name), return its name, whose length is
 * `*length`; else NULL. Borrowed: a pointer into `line`. */
const char *ll_test_at(const char *line, size_t *length);

/* Append `text` without the test `name`: without its START_TEST ... END_TEST, the
 * comment before it, and the statements that name it. Returns false, with `out`
 * unchanged, if the suite has no such test or a use of the name cannot be removed. */
bool ll_hidden_strip(const char *text, const char *name, struct ll_buf *out);

#endif
