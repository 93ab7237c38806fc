/* SPDX-License-Identifier: MIT
 *
 * hidden: remove the tests that a rubric hides from a Check suite's source, so that the
 * rest can be handed out.
 */
#ifndef LL_LESSON_HIDDEN_H
#define LL_LESSON_HIDDEN_H

#include "base/buf.h"

/* Append `text` without the test `name`: without its START_TEST ... END_TEST, the
 * comment before it, and the statements that name it. Returns false, with `out`
 * unchanged, if the suite has no such test or a use of the name cannot be removed. */
bool ll_hidden_strip(const char *text, const char *name, struct ll_buf *out);

#endif
