/* SPDX-License-Identifier: MIT
 *
 * hidden: tests that a rubric hides are taken out of a Check suite's source, so that
 * the rest can be handed out.
 */
#ifndef LL_LESSON_HIDDEN_H
#define LL_LESSON_HIDDEN_H

#include "base/buf.h"

/* Append `text` without the test `name`: without its START_TEST ... END_TEST, the
 * comment before it, and the statements that name it. Returns false when it is no test
 * of that suite, or is named where that could not be taken out; `out` is unchanged
 * then. */
bool ll_hidden_strip(const char *text, const char *name, struct ll_buf *out);

#endif
